"""Near and far: who comes towards the camera grows, who goes away from it shrinks."""

import pytest

from storyboard import breakdown
from storyboard.board import Box


def path(text: str) -> list[Box]:
    """The fox's boxes from the first moment to the last."""
    board = breakdown.board(text)
    (fox,) = [one.id for one in board.cast if one.kind == "fox"]
    return [box for shot in board.shots for box in shot.layout.boxes.get(fox, ()) if box]


@pytest.mark.parametrize(
    "text",
    [
        "A fox comes nearer.",
        "The fox walks towards us.",
        "A fox runs straight at the camera.",
        "The fox approaches the camera.",
        "The fox moves into the foreground.",
        "The fox grows larger and larger.",
        "A fox gallops closer and closer.",
    ],
)
def test_who_comes_nearer_grows(text: str) -> None:
    boxes = path(text)
    assert boxes[-1].height > 1.5 * boxes[0].height
    assert abs(boxes[-1].centre[0] - boxes[0].centre[0]) < 0.1


@pytest.mark.parametrize(
    "text",
    [
        "A fox walks away into the distance.",
        "The fox walks away from us.",
        "The fox becomes smaller and smaller.",
        "A fox recedes into the background.",
        "The fox heads for the horizon.",
        "The fox shrinks.",
        "He rides off into the sunset. The fox trots off into the sunset.",
    ],
)
def test_who_goes_away_shrinks_and_is_still_there(text: str) -> None:
    boxes = path(text)
    assert boxes[-1].height < 0.7 * boxes[0].height
    assert 0.2 < boxes[-1].centre[0] < 0.8


@pytest.mark.parametrize(
    "text",
    [
        "The fox looks at the camera.",
        "The fox looks into the distance.",
        "A fox is smaller than a dog.",
        "A fox gets a bigger bone.",
        "The camera moves closer to the fox.",
        "The fox turns to the camera.",
    ],
)
def test_a_look_and_a_comparison_move_nobody(text: str) -> None:
    boxes = path(text)
    assert {round(box.height, 3) for box in boxes} == {round(boxes[0].height, 3)}


def test_feet_go_with_the_size_as_in_perspective() -> None:
    boxes = path("The fox walks towards us.")
    assert boxes[-1].y1 > boxes[0].y1
    boxes = path("The fox walks away from us.")
    assert boxes[-1].y1 < boxes[0].y1


def test_who_is_in_the_distance_is_small_and_higher_up() -> None:
    (far,), (near,) = path("In the distance a fox sits.")[:1], path("A fox sits.")[:1]
    assert far.height < 0.7 * near.height
    assert far.y1 < near.y1
