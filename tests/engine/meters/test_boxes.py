"""Asked boxes on the screen, and what is seen against them."""

from __future__ import annotations

import pytest
import torch

from engine.meters import boxes
from engine.meters.film import Sums, spread
from engine.meters.sight import Seen
from storyboard.board import FRAME, Box
from storyboard.cue import FrameCue, SubjectCue

NOTHING = torch.zeros(1, 1, dtype=torch.bool)


def cue(*places: Box, camera: Box = FRAME) -> FrameCue:
    subjects = tuple(
        SubjectCue(f"u{i}", "dog", box, "dog", {"colour": "navy"}) for i, box in enumerate(places)
    )
    return FrameCue("s", 0, 0.0, camera=camera, subjects=subjects)


def seen(box: Box, kind: str = "dog", colour: str = "blue") -> Seen:
    return Seen(box, kind, colour, 0.9, NOTHING)


PLACE = Box(0.2, 0.5, 0.45, 0.9)


def test_what_lies_exactly_on_the_box_is_right_in_everything() -> None:
    (answer,) = boxes.answers(cue(PLACE), [seen(PLACE)])
    assert answer.iou == pytest.approx(1.0)
    assert answer.kind
    assert answer.colour


def test_half_a_box_further_is_a_third_of_overlap() -> None:
    moved = Box(PLACE.x0 + 0.125, PLACE.y0, PLACE.x1 + 0.125, PLACE.y1)
    (answer,) = boxes.answers(cue(PLACE), [seen(moved, "cat", "red")])
    assert answer.iou == pytest.approx(1 / 3)
    assert not answer.kind
    assert not answer.colour


def test_who_is_not_seen_counts_nought() -> None:
    sums = Sums()
    sums.add([boxes.answers(cue(PLACE), [])])
    figures = sums.figures()
    assert (figures["iou"], figures["found"], figures["kind"]) == (0, 0, 0)


def test_who_is_mostly_out_of_the_frame_is_not_judged() -> None:
    assert boxes.answers(cue(Box(-0.3, 0.5, 0.05, 0.9)), []) == []


def test_the_camera_moves_asked_boxes_on_the_screen() -> None:
    (asked,) = boxes.asked(cue(PLACE, camera=Box(0.2, 0.4, 0.7, 0.9)))
    assert asked.box.x0 == pytest.approx(0.0)
    assert asked.box.x1 == pytest.approx(0.5)


@pytest.mark.parametrize(
    ("dx", "dy", "way"), [(0.3, 0.1, "right"), (-0.2, 0, "left"), (0, -0.2, "up"), (0.01, 0, "")]
)
def test_direction_is_where_a_box_went(dx: float, dy: float, way: str) -> None:
    there = Box(PLACE.x0 + dx, PLACE.y0 + dy, PLACE.x1 + dx, PLACE.y1 + dy)
    assert boxes.direction(PLACE, there) == way


def test_a_subject_that_goes_the_wrong_way_or_is_lost_fails_the_movement_test() -> None:
    def at(x: float) -> Box:
        return Box(x, 0.5, x + 0.25, 0.9)

    right, wrong, lost = Sums(), Sums(), Sums()
    first, last = cue(at(0.4)), cue(at(0.5))
    right.add([boxes.answers(first, [seen(at(0.4))]), boxes.answers(last, [seen(at(0.45))])])
    wrong.add([boxes.answers(first, [seen(at(0.48))]), boxes.answers(last, [seen(at(0.44))])])
    lost.add([boxes.answers(first, [seen(at(0.4))]), boxes.answers(last, [])])
    assert right.figures()["direction"] == 1  # the sign counts, not how far
    assert wrong.figures()["direction"] == 0
    assert lost.figures()["direction"] == 0
    assert lost.lost == 1


def test_who_stands_before_another_is_not_judged() -> None:
    beside = Box(0.3, 0.4, 0.6, 0.9)
    assert [one.judged for one in boxes.asked(cue(PLACE, beside))] == [False, False]
    assert [one.judged for one in boxes.asked(cue(PLACE, Box(0.6, 0.4, 0.9, 0.9)))] == [True, True]


def test_looks_are_spread_from_end_to_end() -> None:
    assert spread(3, 12) == [0, 1, 2]
    assert spread(101, 5) == [0, 25, 50, 75, 100]


def test_who_has_the_colour_of_the_place_is_not_judged_but_a_persons_own_drawing_is() -> None:
    def told(colour: str = "pine", sheet: str = "") -> bool:
        place = Box(0.35, 0.45, 0.65, 0.8)
        horse = SubjectCue("u", "horse", place, "horse", {"colour": colour}, sheet=sheet)
        night = FrameCue("s", 0, 0.0, backdrop="park", daytime="night", subjects=(horse,))
        (asked,) = boxes.asked(night)
        return asked.judged

    assert not told()
    assert told(colour="cream")
    assert told(sheet="ab12")
