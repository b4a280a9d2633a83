"""The person's note binds whoever plans."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from engine.api import Plan, ScenePlanned
from engine.director import floor, numbered, shots, wishes
from engine.director.llama import Model
from engine.director.plan import plan_scene
from storyboard import breakdown
from storyboard.board import Shot
from tests import gguf_models

TEXT = "INT. KITCHEN - DAY\n\nA dog sits in the kitchen. A girl stands by the table.\n"


def planned(note: str, model: Model) -> tuple[dict[str, str], tuple[Shot, ...]]:
    """Names to ids, and the shots of the scene with this wish."""
    board = breakdown.board(TEXT)
    request = Plan("j", TEXT, board.scenes[0], board.cast, board.places, "", seed=3, note=note)
    heard: list[ScenePlanned] = []
    plan_scene(request, model, lambda progress: None, heard.append)
    return {one.name: one.id for one in heard[-1].cast}, heard[-1].scene.shots


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> Model:
    path: Path = tmp_path_factory.mktemp("wild") / "wild.gguf"
    return Model(str(gguf_models.build(path, seed=4)), 4096, threads=1)


def test_a_wish_is_granted_whatever_the_model_says(model: Model) -> None:
    ids, made = planned("the dog enters from the right", model)
    path = next(one.layout.boxes[ids["dog"]] for one in made if ids["dog"] in one.subjects)
    seen = [box for box in path if box]
    assert seen[0].centre[0] > 0.95 > seen[-1].centre[0]

    ids, made = planned("The girl walks to the left and waves.", model)
    first = next(one for one in made if ids["girl"] in one.subjects)
    walked = [box for box in first.layout.boxes[ids["girl"]] if box]
    assert walked[0].centre[0] - walked[-1].centre[0] > 0.15
    assert first.acting[ids["girl"]].action in ("walk", "wave")


def test_a_wish_takes_the_place_of_what_the_script_says_of_the_same_one() -> None:
    text = "INT. HALL - DAY\n\nTom walks from left to right. Anna sits on the left.\n"
    board = breakdown.board(text)
    scene = board.scenes[0]
    told = shots.Told(text, scene, 24, "", floor.Accounts())
    tom, anna = (one.id for one in board.cast)
    both = replace(
        scene.shots[0], action="Tom walks from left to right. Anna sits on the left.",
        subjects=(tom, anna), stretch=None,
    )  # fmt: skip
    ground = shots.ground_of(both, board.cast, told)
    asked = wishes.wish("Tom walks from right to left.", both, board.cast, told)
    assert asked is not None
    assert asked.doers == {tom}
    granted = wishes.granted(ground, asked)
    assert {one.way for one in granted.sure if one.subject == tom and one.way} == {"left"}
    assert [one for one in granted.sure if one.subject == anna] == [
        one for one in ground.sure if one.subject == anna
    ]
    assert granted.shot is not None
    path = granted.shot.layout.boxes[tom]
    assert path[0].centre[0] > path[-1].centre[0]  # type: ignore[union-attr]


@pytest.mark.parametrize("note", ["", "closer, please", "A horse gallops to the left."])
def test_a_wish_about_nobody_in_the_shot_asks_nothing_of_it(note: str) -> None:
    board = breakdown.board(TEXT)
    told = shots.Told(TEXT, board.scenes[0], 24)
    assert numbered.sentences(TEXT, board.scenes[0], board.cast)
    assert wishes.wish(note, board.scenes[0].shots[0], board.cast, told) is None
