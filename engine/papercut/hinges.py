"""Hinges: where each bit of a posed figure lies on its seated sheet, as a dense flow.

A figure's action and phase are told twice: in words and numbers, which a network must learn to
read, and as what the rig's hinges do to its paper. The second is a pose condition, drawn from the
pose tables and the rig - a bundled puppet's own, or one found on a person's drawing; it holds no
colour, no light and nothing of the painter's frame.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import torch
from PIL import Image, ImageDraw
from torch import Tensor

from engine.papercut.compose import REACH
from engine.papercut.papers import Papers
from engine.papercut.seats import Seat
from storyboard import animatic
from storyboard.affine import put
from storyboard.animatic import Limb
from storyboard.cue import FrameCue


@dataclass(frozen=True)
class Seated:
    """A subject's sheet in one frame, and where its pieces' paper lies on it."""

    seat: Seat
    papers: Papers


def hinged(
    cues: Sequence[FrameCue], size: tuple[int, int], seated: Sequence[Sequence[Seated]]
) -> Tensor:
    """Float32 [T,2,3,H,W] at ``size`` (W, H), one for each canvas as ``conditions.lay`` fills them:
    flow in x and y (units of REACH frames), and whose figure is there: 1 = the hindmost, 0 = none.

    ``seated`` has one for every subject of every cue. A person's own drawing without a rig lies on
    its seat whole.
    """
    w, h = size
    out = np.zeros((len(cues), 2, 3, h, w), np.float32)
    for f, cue in enumerate(cues):
        wide = 100 * cue.aspect
        row = zip(cue.subjects, seated[f], strict=True)
        for subject, sheet in sorted(row, key=lambda each: each[1].seat.rank):
            layer = out[f, sheet.seat.canvas]
            limbs = animatic.limbs(subject, cue.camera, cue.aspect)
            for limb in limbs:
                _cut(layer, limb, sheet, wide)
            if subject.sheet and not limbs:
                _lay(layer, sheet, wide)
    return torch.from_numpy(out)


def _cut(layer: np.ndarray, limb: Limb, seated: Seated, wide: float) -> None:
    """One piece into a canvas [3,H,W], in place, only where it falls."""
    found = _inside(layer, limb.shape, wide)
    if found is None:
        return
    ys, xs, px, py = found
    a, b, c, d, e, g = limb.paper
    u, v, paper = seated.papers.found(limb.name, a * px + b * py + c, d * px + e * py + g)
    a, b, c, d, e, g = seated.seat.aside
    x, y = a * u + b * v + c, d * u + e * v + g
    paper &= (x > 0) & (x < wide) & (y > 0) & (y < 100)  # what lies beyond the frame is not there
    free = layer[2, ys, xs] == 0  # a soft edge may lie over nothing, but never over other paper
    ys, xs, px, py, x, y = (part[paper | free] for part in (ys, xs, px, py, x, y))
    layer[0, ys, xs] = (x - px) / wide / REACH
    layer[1, ys, xs] = (y - py) / 100 / REACH
    layer[2, ys, xs] = seated.seat.rank + 1


def _lay(layer: np.ndarray, seated: Seated, wide: float) -> None:
    """A whole sheet into a canvas [3,H,W], in place."""
    corners = tuple(
        put(seated.seat.aside, p) for p in ((0.0, 0.0), (1.0, 0.0), (1.0, 1.0), (0.0, 1.0))
    )
    found = _inside(layer, corners, wide)
    if found is not None:
        ys, xs, _, _ = found
        layer[:2, ys, xs] = 0
        layer[2, ys, xs] = seated.seat.rank + 1


def _inside(
    layer: np.ndarray, shape: Sequence[tuple[float, float]], wide: float
) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray] | None:
    """Rows, columns and screen coordinates of the pixels of a canvas [3,H,W] that an outline in
    screen units holds; None = none. It reaches a little over its edge: the sheet's own is the crisp
    one.
    """
    h, w = layer.shape[1:]
    seam = max(1, round(w / 320))
    points = [(x / wide * w, y / 100 * h) for x, y in shape]
    x0 = max(0, int(min(x for x, _ in points)) - seam)
    x1 = min(w, int(max(x for x, _ in points)) + seam + 2)
    y0 = max(0, int(min(y for _, y in points)) - seam)
    y1 = min(h, int(max(y for _, y in points)) + seam + 2)
    if x1 <= x0 or y1 <= y0:
        return None
    mask = Image.new("1", (x1 - x0, y1 - y0))
    moved = [(x - x0 - 0.5, y - y0 - 0.5) for x, y in points]
    ImageDraw.Draw(mask).polygon(moved, fill=1, outline=1, width=2 * seam)
    ys, xs = np.nonzero(np.asarray(mask))
    ys, xs = ys + y0, xs + x0
    return ys, xs, (xs + 0.5) / w * wide, (ys + 0.5) / h * 100
