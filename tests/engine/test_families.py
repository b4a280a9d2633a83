from __future__ import annotations

from pathlib import Path

import pytest

from engine import families
from engine.api import EngineError, Render
from engine.families import CARDS, Card
from tests.engine import toy_family


def test_an_unknown_family_is_answered_with_the_nearest() -> None:
    with pytest.raises(EngineError, match=r"Did you mean 'papercut'\?"):
        families.card("papercat")
    with pytest.raises(EngineError, match=r"There are: .*papercut"):
        families.card("xyz")


def test_a_place_in_a_module_is_no_name_of_a_family() -> None:
    for name in ("tests.engine.toy_family:Toy", "os:system"):
        with pytest.raises(EngineError, match="knows no model family"):
            families.open(name, "")


def test_a_card_opens_its_family(tmp_path: Path) -> None:
    opened = families.open("toy", str(tmp_path), {"toy": toy_family.CARD}, "cpu")
    assert opened.render(Render("j", (), str(tmp_path)), lambda told: None, lambda event: None) == {
        "toys": 0
    }


def test_the_bundled_card_names_a_class_and_files_that_are_there() -> None:
    card = families.card("papercut")
    assert card.place == "engine.papercut.family:Family"
    root = Path(families.__file__).parent.parent
    source = (root / (card.place.partition(":")[0].replace(".", "/") + ".py")).read_text("utf-8")
    assert "class Family" in source
    assert {"boxes", "sheets", "plates"} <= card.honours
    assert all((root / "assets" / name).is_file() for name in card.props)


def test_chosen_weights_go_before_bundled_ones_and_missing_ones_are_told(tmp_path: Path) -> None:
    card = Card("x", "x:X", "The X", weights="no such folder")
    assert families.folder(card, str(tmp_path)) == str(tmp_path)
    with pytest.raises(EngineError, match="The X has no weights here"):
        families.folder(card)
    assert families.folder(toy_family.CARD) == ""


def test_a_family_is_another_one_when_its_props_or_weights_change(tmp_path: Path) -> None:
    (tmp_path / "config.json").write_text("{}")
    plain = Card("x", "x:X")
    dressed = Card("x", "x:X", props=CARDS["papercut"].props)
    found = {
        families.fingerprint(plain),
        families.fingerprint(plain, str(tmp_path)),
        families.fingerprint(dressed, str(tmp_path)),
    }
    assert len(found) == 3
