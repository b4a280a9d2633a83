"""Who lies on which canvas, and what happens where three lie over each other."""

from __future__ import annotations

import pytest
import torch

from engine.meters import truth
from engine.painter import Painter
from engine.papercut.canvases import aside, shared
from engine.papercut.compose import FIELDS, compose
from engine.papercut.shown import Show
from storyboard import animatic
from storyboard.board import Box
from storyboard.cue import FrameCue, SubjectCue
from storyboard.layout import overlap

LEFT, MIDDLE, RIGHT = Box(0.1, 0.4, 0.4, 0.9), Box(0.3, 0.4, 0.6, 0.9), Box(0.55, 0.4, 0.8, 0.9)


def test_who_lies_over_nobody_keeps_to_turns() -> None:
    apart = [Box(0.3 * i, 0.5, 0.3 * i + 0.2, 0.9) for i in range(3)]
    assert shared(apart) == [1, 0, 1]
    assert aside(apart, [1, 0, 1]) == [(0.0, 0.0)] * 3


def test_two_who_lie_over_each_other_never_share_a_canvas() -> None:
    far = Box(0.85, 0.5, 0.95, 0.9)
    sides = shared([LEFT, far, MIDDLE])  # by turns these two would
    assert sides[0] != sides[2]


def test_the_nearer_of_two_lies_on_the_near_canvas() -> None:
    assert shared([LEFT, MIDDLE]) == [0, 1]
    assert shared([LEFT, RIGHT, MIDDLE])[2] == 1


def test_of_three_over_each_other_one_lies_aside() -> None:
    boxes = [LEFT, MIDDLE, Box(0.25, 0.6, 0.4, 0.95)]
    sides = shared(boxes)
    moved = [
        Box(box.x0 + x, box.y0 + y, box.x1 + x, box.y1 + y)
        for box, (x, y) in zip(boxes, aside(boxes, sides), strict=True)
    ]
    pairs = [(a, b) for a in range(3) for b in range(a) if sides[a] == sides[b]]
    assert pairs
    assert all(overlap(moved[a], moved[b]) == 0 for a, b in pairs)
    assert all(box.x0 >= 0 and box.x1 <= 1 and box.y1 <= 1 for box in moved)


def test_where_there_is_no_room_a_sheet_stays() -> None:
    wide = Box(0.0, 0.0, 1.0, 1.0)
    assert aside([wide, wide], [1, 1]) == [(0.0, 0.0)] * 2


CROWDS = {
    "between two": (
        ("elephant", Box(0.15, 0.35, 0.6, 0.85)),
        ("woman", Box(0.35, 0.3, 0.55, 0.88)),
        ("dog", Box(0.42, 0.62, 0.7, 0.92)),
    ),
    "five": (
        ("tree", Box(0.2, 0.1, 0.5, 0.8)),
        ("bear", Box(0.3, 0.35, 0.6, 0.85)),
        ("rabbit", Box(0.5, 0.6, 0.65, 0.9)),
        ("fox", Box(0.25, 0.65, 0.5, 0.92)),
        ("bird", Box(0.4, 0.55, 0.5, 0.7)),
    ),
}


@pytest.mark.parametrize("crowd", CROWDS)
def test_everyone_in_a_crowd_shows_what_nobody_nearer_covers(crowd: str) -> None:
    size = (160, 90)
    cue = FrameCue(
        "s", 0, 0.0, backdrop="beach",
        subjects=tuple(
            SubjectCue(f"s{i}", kind, box, kind) for i, (kind, box) in enumerate(CROWDS[crowd])
        ),
    )  # fmt: skip
    seen = Show(size, 5).window([cue])
    made = compose(torch.zeros(1, FIELDS, 2, 2), seen.plate, seen.front, seen.papers, seen.hinges)
    true = Painter(size).paint([animatic.display(cue)])
    gap = (made - true)[0].abs().amax(0)
    owners = torch.from_numpy(truth.owners(cue, size).copy())
    for who in range(1, len(cue.subjects) + 1):
        mine = owners == who
        assert float((gap[mine] > 0.2).float().mean()) < 0.2, CROWDS[crowd][who - 1][0]
