"""Strokes: what papers do to a picture - cast soft shadows, cover - and how shadows fall.

Light comes from the upper left (``look``): shadows are offset and blurred in screen space, so
neither zoom nor turn moves them. Pictures are [T,C,h,w] with C = 3, or 4 for premultiplied colour
over nothing.
"""

from __future__ import annotations

import math

import torch
import torch.nn.functional as F
from torch import Tensor

# % of frame height: offset to the side and down for a unit of lift, and the blur's sigma
FAR_SIDE, FAR_DOWN, FAR_BLUR = 0.45, 0.85, 1.0  # of a whole group
NEAR_SIDE, NEAR_DOWN, NEAR_BLUR = 0.16, 0.30, 0.3  # of one piece on the next
NEAR_INK = 0.9  # of the group's ink
CREAM = (1.0, 0.972, 0.92)  # the core of the paper: where shade goes beyond the colour


def reach(lift: float, unit: float) -> tuple[int, int, int, int]:
    """Pixels that a group's shadow goes beyond it left, up, right, down; ``unit`` pixels a %."""
    blur = 3 * FAR_BLUR * unit if lift > 0 else 0.0
    side, down = lift * FAR_SIDE * unit, lift * FAR_DOWN * unit
    back = max(0, math.ceil(blur - side)), max(0, math.ceil(blur - down))
    return (*back, math.ceil(blur + side) + 1, math.ceil(blur + down) + 1)


def margin(glow: bool, unit: float) -> int:
    """Pixels around a piece that its own blur needs."""
    return math.ceil(3 * (FAR_BLUR if glow else NEAR_BLUR) * unit) + 2


def softened(dark: Tensor, lift: float, unit: float) -> Tensor:
    """A silhouette [T,1,h,w] as the shadow of a group: offset by its lift and blurred.

    A sum of shifted copies in a fixed order, so that no batch changes it by a bit.
    """
    sigma = FAR_BLUR * unit
    for axis, offset in ((3, lift * FAR_SIDE * unit), (2, lift * FAR_DOWN * unit)):
        first, last = math.floor(offset - 3 * sigma), math.ceil(offset + 3 * sigma)
        taps = [math.exp(-0.5 * ((n - offset) / sigma) ** 2) for n in range(first, last + 1)]
        length = dark.shape[axis]
        before, after = max(0, last), max(0, -first)
        padded = F.pad(dark, (0, 0, before, after) if axis == 2 else (before, after, 0, 0))
        out = torch.zeros_like(dark)
        for n, tap in zip(range(first, last + 1), taps, strict=True):
            out.add_(padded.narrow(axis, before - n, length), alpha=tap / sum(taps))
        dark = out
    return dark


def darken(picture: Tensor, shadow: Tensor, amount: Tensor, inner: bool) -> None:
    """A shadow of ``amount`` [T,1,h,w] and colour [1,C,1,1] over ``picture``, in place.

    ``inner``: only on what is there.
    """
    if inner and picture.shape[1] == 4:
        colour, alpha = picture[:, :3], picture[:, 3:]
        colour.add_((shadow[:, :3] * alpha - colour) * amount)
    else:
        picture.lerp_(shadow, amount)


def cover(picture: Tensor, colour: Tensor, shade: Tensor | None, alpha: Tensor) -> None:
    """Paper of ``colour`` [1,C,1,1] over ``picture``, in place, ``alpha`` [T,1,h,w] of it.

    ``shade`` [T,1,h,w] 1 is the colour itself, less is darker; more goes to cream, not to brighter.
    """
    if shade is None:
        picture.lerp_(colour, alpha)
        return
    paper, pale = colour[:, :3], colour.new_tensor(CREAM).view(1, 3, 1, 1)
    painted = paper * shade.clamp(max=1) + (pale - paper) * (shade - 1).clamp(min=0)
    if picture.shape[1] == 4:
        painted = torch.cat([painted, torch.ones_like(painted[:, :1])], 1)
    picture.lerp_(painted, alpha)
