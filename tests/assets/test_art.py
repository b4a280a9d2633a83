"""The art holds together: every puppet, place, pose and word can be used."""

import tomllib
from collections import Counter
from typing import Any

import pytest

import assets

SHAPES = ("cut", "poly", "ellipse", "rect", "limb", "star")
SPREADS = ("strip", "ridge", "scallop", "grass", "trunks", "canopy", "skyline", "dashes")
SKIES = ("sky2", "disc")  # papers that the light brings
PATTERNS = ("", "stripe", "dot", "check", "hatch", "plank", "tile", "wall")


def table(name: str) -> dict[str, Any]:
    return tomllib.loads(assets.path(name).read_text("utf-8"))


def complete(name: str, puppets: dict[str, Any]) -> dict[str, Any]:
    """A puppet with what it takes from the one that it is like."""
    own = puppets[name]
    if "like" not in own:
        return {"colours": {}, **own}
    model = complete(own["like"], puppets)
    pieces = {k: v for k, v in model["pieces"].items() if k not in own.get("drop", ())}
    colours = {**model["colours"], **own.get("colours", {})}
    return {**model, **own, "colours": colours, "pieces": {**pieces, **own.get("pieces", {})}}


PAPER, POSES = table("paper.toml"), table("poses.toml")
PUPPETS, PLACES, ACTIONS = table("puppets.toml"), table("places.toml"), table("actions.toml")
FIGURES = {name: complete(name, PUPPETS) for name in PUPPETS}
DOABLE = {action for rig in POSES.values() for action, row in rig.items() if isinstance(row, dict)}


def is_paper(name: str) -> bool:
    return name in PAPER["paper"] or (name.startswith("#") and len(name) == 7)


def words_of(rows: dict[str, Any]) -> Counter[str]:
    said = Counter(name.replace("_", " ") for name in rows)
    for row in rows.values():
        said.update(row["words"])
    return said


def test_a_puppet_has_words_a_known_rig_a_size_and_a_main_role() -> None:
    for name, figure in FIGURES.items():
        own = PUPPETS[name].get("words", ())
        assert own, f"{name} has no words of its own"
        assert all(word == word.lower().strip() for word in own), name
        assert figure["rig"] in POSES, name
        assert 0.05 < figure["size"] < 20, name
        assert figure["main"] in figure["colours"], name
        assert any(p.get("paper") == figure["main"] for p in figure["pieces"].values()), name


def test_a_puppet_hangs_together() -> None:
    for name, figure in FIGURES.items():
        pieces = figure["pieces"]
        for key, piece in pieces.items():
            assert sum(shape in piece for shape in SHAPES) == 1, f"{name}.{key}"
            seen, at = {key}, piece.get("hinge", "")
            while at:
                assert at in pieces, f"{name}.{key} hangs on {at}"
                assert at not in seen, f"{name}.{key} hangs on itself"
                seen.add(at)
                at = pieces[at].get("hinge", "")


def test_a_puppet_like_another_changes_pieces_that_are_there() -> None:
    for name, own in PUPPETS.items():
        if "like" not in own:
            continue
        model, figure = FIGURES[own["like"]]["pieces"], FIGURES[name]["pieces"]
        assert set(own.get("drop", ())) <= set(model), name
        for key, piece in own["pieces"].items():
            if key not in model:
                beside = piece.get("before", piece.get("after"))
                assert beside is None or beside in figure, f"{name}.{key}"


def test_a_puppet_is_cut_from_papers_that_exist() -> None:
    for name, figure in FIGURES.items():
        assert all(is_paper(paper) for paper in figure["colours"].values()), name
        for key, piece in figure["pieces"].items():
            paper = piece.get("paper", "main")
            assert is_paper(figure["colours"].get(paper, paper)), f"{name}.{key}"
            assert -1 <= piece.get("shade", 0) <= 1, f"{name}.{key}"
            assert piece.get("pattern", "") in PATTERNS, f"{name}.{key}"
            assert set(piece.get("only", ())) <= DOABLE, f"{name}.{key}"


def test_no_word_belongs_to_two_puppets_or_two_places() -> None:
    for rows in (PUPPETS, PLACES):
        assert [word for word, times in words_of(rows).items() if times > 1] == []


def test_a_place_has_ground_words_and_layers_from_far_to_near() -> None:
    for name, place in PLACES.items():
        assert 70 <= place["ground"] <= 95, name
        assert len(place["words"]) >= 5, name
        assert len(place["layers"]) >= 4, name
        assert all(0 <= layer["depth"] <= 1.5 for layer in place["layers"]), name
        assert any(layer["depth"] >= 1 for layer in place["layers"]), name


def test_a_place_is_built_of_papers_and_puppets_that_exist() -> None:
    for name, place in PLACES.items():
        for layer in place["layers"]:
            for piece in layer.get("pieces", ()):
                assert sum(shape in piece for shape in SHAPES + SPREADS) == 1, f"{name} {piece}"
                assert is_paper(piece["paper"]) or piece["paper"] in SKIES, f"{name} {piece}"
                assert piece.get("pattern", "") in PATTERNS, f"{name} {piece}"
            for prop in layer.get("props", ()):
                assert prop["of"] in PUPPETS, name
                assert "colour" not in prop or is_paper(prop["colour"]), f"{name} {prop}"


def test_there_are_at_least_60_puppets_and_14_places() -> None:
    assert len(PUPPETS) >= 60
    assert len(PLACES) >= 14


def test_every_rig_can_stand_and_people_can_do_what_stories_ask() -> None:
    assert all("stand" in actions for actions in POSES.values())
    asked = (
        "stand walk run sit wave talk point cheer drive fly swim sleep jump dance carry kneel "
        "climb eat read hold look"
    )
    assert set(asked.split()) <= set(POSES["biped"])


def test_every_action_has_words_and_every_word_one_action() -> None:
    assert set(ACTIONS["actions"]) == DOABLE
    said = Counter(word for row in ACTIONS["actions"].values() for word in row["words"])
    assert [word for word, times in said.items() if times > 1] == []
    assert all(len(row["words"]) >= 12 for row in ACTIONS["actions"].values())


def test_colour_words_name_papers() -> None:
    assert len(PAPER["colour_words"]) > 50
    assert all(paper in PAPER["paper"] for paper in PAPER["colour_words"].values())


@pytest.mark.parametrize("name", ["sample.fountain", "short.fountain", "prose.txt"])
def test_the_sample_stories_are_there(name: str) -> None:
    text = assets.path(f"scripts/{name}").read_text("utf-8")
    assert len(text.split()) > 50
    assert text.isascii()


def test_an_unknown_asset_is_answered_with_a_sentence() -> None:
    with pytest.raises(
        FileNotFoundError, match=r"lacks its file 'nothing\.toml'; install it again\."
    ):
        assets.path("nothing.toml")
