"""Hinges: where each bit of a posed figure lies on its seated sheet, as a dense flow.

A figure's action and phase are told twice: in words and numbers, which a network must learn to
read, and as what the rig's hinges do to its paper. The second is a pose condition, drawn from the
pose tables; it holds no colour, no light and nothing of the painter's frame.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import torch
from PIL import Image, ImageDraw
from torch import Tensor

from engine.papercut.compose import REACH
from engine.papercut.conditions import canvas_of
from storyboard import animatic
from storyboard.cue import FrameCue


def hinged(cues: Sequence[FrameCue], size: tuple[int, int]) -> Tensor:
    """Float32 [T,2,3,H,W] at ``size`` (W, H), one for each canvas as ``conditions.lay`` fills them:
    flow in x and y (units of REACH frames), and where there is a figure, 0 or 1.

    A person's own drawing has no hinges: it lies on its seat whole.
    """
    w, h = size
    out = np.zeros((len(cues), 2, 3, h, w), np.float32)
    # pieces reach a little over their edge: the sheet's own is the crisp one
    seam = max(1, round(w / 320))
    for f, cue in enumerate(cues):
        wide = 100 * cue.aspect
        ranked = sorted(
            enumerate(cue.subjects), key=lambda each: (each[1].order + each[0] / 100, each[0])
        )
        for rank, (_, subject) in enumerate(ranked):
            side = canvas_of(rank, len(ranked))
            for shape, still in animatic.limbs(subject, cue.camera, cue.aspect):
                points = [(x / wide * w, y / 100 * h) for x, y in shape]
                _cut(out[f, side], points, still, wide, seam)
    return torch.from_numpy(out)


def _cut(
    layer: np.ndarray,
    points: list[tuple[float, float]],
    still: tuple[float, ...],
    wide: float,
    seam: int,
) -> None:
    """One piece into a canvas [3,H,W], in place, only where it falls."""
    h, w = layer.shape[1:]
    x0 = max(0, int(min(x for x, _ in points)) - seam)
    x1 = min(w, int(max(x for x, _ in points)) + seam + 2)
    y0 = max(0, int(min(y for _, y in points)) - seam)
    y1 = min(h, int(max(y for _, y in points)) + seam + 2)
    if x1 <= x0 or y1 <= y0:
        return
    mask = Image.new("1", (x1 - x0, y1 - y0))
    moved = [(x - x0 - 0.5, y - y0 - 0.5) for x, y in points]
    ImageDraw.Draw(mask).polygon(moved, fill=1, outline=1, width=2 * seam)
    inside = np.asarray(mask)
    ys, xs = np.nonzero(inside)
    px, py = (xs + x0 + 0.5) / w * wide, (ys + y0 + 0.5) / h * 100
    a, b, c, d, e, g = still
    region = layer[:, y0:y1, x0:x1]
    region[0][inside] = ((a * px + b * py + c) - px) / wide / REACH
    region[1][inside] = ((d * px + e * py + g) - py) / 100 / REACH
    region[2][inside] = 1
