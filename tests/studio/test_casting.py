"""The cast sheet by command: ``longtake cast film.longtake TOM --also "the boy"``."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from studio import plan
from studio.cli import main
from studio.session import Session

SCRIPT = "INT. HALL - DAY\n\nTOM sits. ANNA reads.\n\nThe boy waves. She laughs.\n"


@pytest.fixture
def film(tmp_path: Path) -> Path:
    path = tmp_path / "film.longtake"
    Session.new(path, plan.by_rules(SCRIPT)).close()
    return path


def told(capsys: pytest.CaptureFixture[str], *words: object) -> dict[str, str]:
    main([*map(str, words), "--json"])
    found: dict[str, str] = json.loads(capsys.readouterr().out)
    return found


def test_the_boy_is_tom_now_and_in_later_plans(film: Path, capsys) -> None:  # type: ignore[no-untyped-def]
    assert told(capsys, "cast", film, "TOM", "--also", "the boy")["also"] == "boy"
    sheet = told(capsys, "cast", film)
    assert sheet["Tom"].startswith("also boy; he; ")
    assert "boy" not in sheet
    with Session.open(film) as session:
        assert session.undo_name == "the boy is Tom"
        board = plan.again(session, session.board.script)
        assert [one.name for one in board.cast] == ["Tom", "Anna"]
        assert "tom" in board.shots[-1].subjects


def test_two_become_one_and_one_becomes_two(film: Path, capsys) -> None:  # type: ignore[no-untyped-def]
    told(capsys, "cast", film, "tom", "--also", "the lad", "--pronoun", "they", "--look", "thin")
    assert "also lad; they; thin" in told(capsys, "cast", film)["Tom"]
    told(capsys, "cast", film, "the lad".removeprefix("the "), "--split", "lad")
    assert set(told(capsys, "cast", film)) == {"Tom", "Anna", "Lad"}
    told(capsys, "cast", film, "Tom", "--merge", "Lad")
    assert set(told(capsys, "cast", film)) == {"Tom", "Anna"}
    told(capsys, "cast", film, "Tom", "--not", "the lad")
    assert "also" not in told(capsys, "cast", film, "Tom")


def test_what_will_not_be_done_is_a_sentence(film: Path, capsys) -> None:  # type: ignore[no-untyped-def]
    assert "no other name of Tom" in told(capsys, "cast", film, "Tom", "--not", "king")["error"]
    assert "Did you mean Anna" in told(capsys, "cast", film, "Anne")["error"]
    assert "no place 'Hell'" in told(capsys, "place", film, "Hell", "--also", "x")["error"]


def test_places_have_other_names_too(film: Path, capsys) -> None:  # type: ignore[no-untyped-def]
    assert told(capsys, "place", film, "Hall", "--also", "the great hall")["also"] == "great hall"
