"""Boxes: what a cue asks for against what is seen - place, kind, colour, direction.

All boxes are of the screen: the stage seen through the camera, cut to the frame.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache

import numpy as np
import torch

from engine.meters import ground, kinds, sight, truth
from engine.meters.sight import Seen
from engine.painter import Painter
from storyboard import animatic, camera
from storyboard.board import Box
from storyboard.cue import FrameCue, SubjectCue
from storyboard.layout import iou, overlap
from storyboard.puppets import playing

VISIBLE = 0.6  # share of a figure's box that must lie in the frame, to be judged
CLEAR = 0.01  # frames around a figure's box in which nobody else's may be, to be judged
COVERED = 0.2  # share of a figure that what stands in front may hide
SMALLEST = 0.004  # of the frame: 230 pixels of 320x180
MOVED = 0.08  # frames: what counts as a movement (predicates.MOVED of the director's exam)
STANDS_OUT = 0.5  # share of a figure that must differ from the place behind it, to be judged
SKETCH = (160, 90)  # pixels at which hidden parts, and such as do not stand out, are counted
NONE = Box(0.0, 0.0, 0.0, 0.0)


@dataclass(frozen=True)
class Asked:
    """One subject in one frame: ``box`` of the layout, ``figure`` what the posed figure takes in
    it, both cut to the frame; ``judged`` whether it is mostly in the frame, clear of others, not
    hidden, and not of the colour of what is behind it.
    """

    subject: SubjectCue
    box: Box
    figure: Box
    judged: bool

    @property
    def kind(self) -> str:
        """What the namer should call it; "" for a person's own drawing."""
        return "" if self.subject.sheet else playing(self.subject.puppet, self.subject.kind)

    @property
    def colour(self) -> str:
        """The colour that was asked for; "" when none was."""
        return kinds.named(self.subject.attributes.get("colour", ""))


@dataclass(frozen=True)
class Answer:
    """What became of an asked subject: the figure that lies on it best, if one does."""

    asked: Asked
    seen: Seen | None

    @property
    def iou(self) -> float:
        """With the asked box; 0 when it is not found."""
        return iou(self.seen.box, self.asked.box) if self.seen else 0.0

    @property
    def fit(self) -> float:
        """With the box that the posed figure takes by its hinges."""
        return iou(self.seen.box, self.asked.figure) if self.seen else 0.0

    @property
    def kind(self) -> bool:
        return self.seen is not None and self.seen.kind == self.asked.kind

    @property
    def colour(self) -> bool:
        return self.seen is not None and self.seen.colour == self.asked.colour


def most(answers: Sequence[Sequence[Answer]]) -> dict[str, tuple[int, Answer]]:
    """Of rows of answers, one a frame: subject id -> the frame and the answer where most of it
    shows. Who is never seen is not in it.
    """
    best: dict[str, tuple[float, int, Answer]] = {}
    for i, row in enumerate(answers):
        for one in row:
            id = one.asked.subject.id
            if one.seen and one.seen.share > best.get(id, (0.0,))[0]:
                best[id] = one.seen.share, i, one
    return {id: (i, one) for id, (_, i, one) in best.items()}


def cut(box: Box) -> Box:
    """The part of a screen box that lies in the frame; empty when none does."""
    x0, y0 = min(max(box.x0, 0.0), 1.0), min(max(box.y0, 0.0), 1.0)
    x1, y1 = min(max(box.x1, 0.0), 1.0), min(max(box.y1, 0.0), 1.0)
    return Box(x0, y0, x1, y1) if x1 > x0 and y1 > y0 else NONE


def asked(cue: FrameCue) -> list[Asked]:
    """Everyone of a cue, back to front."""
    whole = [camera.through(cue.camera, s.box) for s in cue.subjects]
    figures = [
        camera.through(cue.camera, animatic.subject_box(s, cue.aspect)) for s in cue.subjects
    ]
    found = []
    for i, subject in enumerate(cue.subjects):
        box, figure = cut(whole[i]), cut(figures[i])
        wide = Box(figure.x0 - CLEAR, figure.y0 - CLEAR, figure.x1 + CLEAR, figure.y1 + CLEAR)
        alone = not any(overlap(wide, other) for k, other in enumerate(figures) if k != i)
        inside = figure.area >= VISIBLE * figures[i].area and figure.area >= SMALLEST
        judged = alone and inside and _covered(cue, i) <= COVERED
        found.append(Asked(subject, box, figure, judged))
    return _outstanding(cue, found)


def _covered(cue: FrameCue, index: int) -> float:
    """The share of a figure that front layers and others hide, of what the frame holds."""
    alone = truth.alone(cue, index, SKETCH)
    return 1 - float((truth.owners(cue, SKETCH)[alone] == index + 1).mean()) if alone.any() else 1.0


@cache
def _painter() -> Painter:
    return Painter(SKETCH)


def _outstanding(cue: FrameCue, row: Sequence[Asked]) -> list[Asked]:
    """``row`` with those no longer judged who have the colour of the place: not STANDS_OUT of what
    shows of them differs from it where the painter lays them there. A person's own picture is not
    asked.
    """
    if not any(one.judged and one.kind for one in row):
        return list(row)
    lists = [animatic.display(replace(cue, subjects=())), animatic.display(cue)]
    empty, full = _painter().paint(lists[:1]), _painter().paint(lists[1:])
    apart = ground.figures(full.clamp(0, 1), empty.clamp(0, 1), [cue])[0]
    owner = torch.from_numpy(np.array(truth.owners(cue, SKETCH)))
    found = []
    for i, one in enumerate(row):
        mine = owner == i + 1
        lost = one.kind and (not mine.any() or float(apart[mine].float().mean()) < STANDS_OUT)
        found.append(replace(one, judged=one.judged and not lost))
    return found


def answers(cue: FrameCue, seen: Sequence[Seen]) -> list[Answer]:
    """Every asked subject with the figure seen on it, judged ones only.

    Pairs are made with the boxes that figures take, by IoU alone and whatever their kind is, among
    all who are asked for, so that nobody takes his neighbour's figure.
    """
    row = asked(cue)
    pairs = sight.paired([one.box for one in seen], [one.figure for one in row])
    return [
        Answer(one, None if at is None else seen[at]) for one, at in zip(row, pairs) if one.judged
    ]


def direction(first: Box, last: Box) -> str:
    """left, right, up or down: where a box went, the longer way; "" when it hardly went.

    VideoDirectorGPT's movement test compares first and last frame (arXiv 2309.15091, section 4.2).
    """
    dx, dy = last.centre[0] - first.centre[0], last.centre[1] - first.centre[1]
    if max(abs(dx), abs(dy)) < MOVED:
        return ""
    if abs(dx) >= abs(dy):
        return "right" if dx > 0 else "left"
    return "down" if dy > 0 else "up"


def goes(first: Box, last: Box, way: str) -> bool:
    """The sign test alone: whether the centre changed that way at all."""
    dx, dy = last.centre[0] - first.centre[0], last.centre[1] - first.centre[1]
    return {"left": -dx, "right": dx, "up": -dy, "down": dy}[way] > 0
