"""Seats: where everyone's sheet lies in a frame, and on which of the two canvases."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import torch
from torch import Tensor

from engine.papercut.canvases import aside, shared
from storyboard import animatic, rigs
from storyboard.affine import Affine, mul, put, shift
from storyboard.board import Box
from storyboard.cue import FrameCue, SubjectCue


@dataclass(frozen=True)
class Seat:
    """One subject's sheet in one frame: ``there`` maps its unit square to screen units; ``aside``
    as well, but where it lies over nobody else's on its ``canvas``; ``rank`` 0 = hindmost.
    """

    there: Affine
    aside: Affine
    canvas: int
    rank: int


def seats(cue: FrameCue, papers: Sequence[Box | None]) -> list[Seat]:
    """A seat for every subject of a cue, in the cue's order; ``papers`` are the boxes of what is on
    their sheets (``inked``).
    """
    there = [_seat(one, cue, paper) for one, paper in zip(cue.subjects, papers, strict=True)]
    ranked = sorted(range(len(there)), key=lambda k: (cue.subjects[k].order, k))
    boxes = [_covered(there[k], papers[k], cue.aspect) for k in ranked]
    canvases = shared(boxes)
    found: dict[int, Seat] = {}
    for rank, (right, down) in enumerate(aside(boxes, canvases)):
        own = there[ranked[rank]]
        moved = mul(shift(right * 100 * cue.aspect, down * 100), own) if right or down else own
        found[ranked[rank]] = Seat(own, moved, canvases[rank], rank)
    return [found[k] for k in range(len(there))]


def inked(sheet: Tensor) -> Box | None:
    """The box of the paper on a sheet [4,n,n], in its unit square; None for an empty one."""
    ink = sheet[3] > 0.02
    rows, columns = ink.any(1).nonzero(), ink.any(0).nonzero()
    if not len(rows):
        return None
    n = sheet.shape[-1]
    (x0, x1), (y0, y1) = (
        (float(side.min()) / n, float(side.max() + 1) / n) for side in (columns, rows)
    )
    return Box(x0, y0, x1, y1)


def of_frame(seat: Affine, aspect: float) -> Tensor:
    """A map to screen units as one to the frame's unit square [2,3]."""
    a, b, c, d, e, f = seat
    wide = 100 * aspect
    return torch.tensor([[a / wide, b / wide, c / wide], [d / 100, e / 100, f / 100]])


def _seat(subject: SubjectCue, cue: FrameCue, paper: Box | None) -> Affine:
    shape = (paper.width, paper.height) if paper and subject.sheet else (0.0, 0.0)
    seat = animatic.seat(subject, cue.camera, cue.aspect, shape)
    hinged = not subject.sheet or rigs.read(subject.rig) is not None
    return _within(seat, paper, cue.aspect) if hinged and paper else seat


def _within(seat: Affine, paper: Box, aspect: float) -> Affine:
    """The seat moved so that all paper on the sheet lies in the frame, if it can: who sits has
    standing legs below the ground, and what lies beyond the frame is lost. Hinges make up for it.
    """
    box = _covered(seat, paper, aspect)
    moves = []
    for low, high, room in ((box.x0, box.x1, 100 * aspect), (box.y0, box.y1, 100.0)):
        low, high = low * room, high * room
        off = max(0.0, -low) if low < 0 else min(0.0, room - high)
        moves.append(off if high - low < room else 0.0)
    return mul(shift(*moves), seat)


def _covered(seat: Affine, paper: Box | None, aspect: float) -> Box:
    """The box of a sheet's paper in frames."""
    if paper is None:
        return Box(0.0, 0.0, 0.0, 0.0)
    spots = [put(seat, (x, y)) for x in (paper.x0, paper.x1) for y in (paper.y0, paper.y1)]
    xs, ys = zip(*spots, strict=True)
    wide = 100 * aspect
    return Box(min(xs) / wide, min(ys) / 100, max(xs) / wide, max(ys) / 100)
