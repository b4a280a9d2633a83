"""The truth about a painted frame: which pixel belongs to which subject, from the same polygons.

Every piece of every figure is filled where the painter lays it, back to front, and what stands
before the figures covers them. No blur, no shadow: a figure is its paper.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from PIL import Image, ImageDraw

from storyboard import animatic, scenery
from storyboard.board import Box
from storyboard.cue import FrameCue
from storyboard.drawing import Group

SOLID = 0.5  # a piece less opaque than this hides nothing


def owners(cue: FrameCue, size: tuple[int, int]) -> np.ndarray:
    """Uint8 [H,W] at ``size`` (W, H): 0 = the place, k = the k-th of ``cue.subjects``."""
    picture = Image.new("L", size)
    draw = ImageDraw.Draw(picture)
    ids = [subject.id for subject in cue.subjects]
    for group in animatic.display(cue).groups:
        if group.subject:
            _fill(draw, group, ids.index(group.subject) + 1, cue.aspect, size)
    for group in scenery.groups(cue, front=True):
        _fill(draw, group, 0, cue.aspect, size)
    return np.asarray(picture)


def alone(cue: FrameCue, index: int, size: tuple[int, int]) -> np.ndarray:
    """Bool [H,W]: one subject as if nothing stood before it."""
    picture = Image.new("L", size)
    for group in animatic.display(cue).groups:
        if group.subject == cue.subjects[index].id:
            _fill(ImageDraw.Draw(picture), group, 1, cue.aspect, size)
    return np.asarray(picture) > 0


def extent(mask: np.ndarray) -> Box | None:
    """The box of a mask [H,W] in frame units, pixels taken whole; None when it is empty."""
    rows, columns = np.flatnonzero(mask.any(1)), np.flatnonzero(mask.any(0))
    if not len(rows):
        return None
    height, width = mask.shape
    return Box(
        columns[0] / width, rows[0] / height, (columns[-1] + 1) / width, (rows[-1] + 1) / height
    )


def _fill(
    draw: ImageDraw.ImageDraw, group: Group, value: int, aspect: float, size: tuple[int, int]
) -> None:
    wide, high = size[0] / (100 * aspect), size[1] / 100
    for piece, (a, b, c, d, e, f) in group.drawn():
        if piece.glow or piece.alpha < SOLID:
            continue
        points: Sequence[tuple[float, float]] = [
            ((a * x + b * y + c) * wide - 0.5, (d * x + e * y + f) * high - 0.5)
            for x, y in piece.polygon
        ]
        if max(p[0] for p in points) > -1 and min(p[0] for p in points) < size[0]:
            draw.polygon(points, fill=value)
