"""Hangings: a person's own pictures in frames - a place, a drawing as a whole or in its parts."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor

from engine import strokes, windows
from engine.prints import Print, Prints
from engine.windows import Window
from storyboard.affine import Affine, mul, scale, size
from storyboard.drawing import Group, Picture


@dataclass(frozen=True)
class Light:
    """What casts the shadows of a frame: their colour [1,C,1,1] and strength."""

    shadow: Tensor
    ink: float


def hang(
    prints: Prints,
    picture: Tensor,
    groups: Sequence[Group],
    to_pixels: Affine,
    light: Light,
    frame: tuple[int, int],
) -> Tensor:
    """A picture in all frames over ``picture`` [1 or T,C,H,W] of ``frame`` (W, H) pixels; one map
    for all frames or one for each. Raises EngineError.
    """
    owns = [group.picture for group in groups if group.picture]
    maps = [_maps(prints, own, to_pixels) for own in owns]
    if all(row == maps[0] for row in maps):
        maps = maps[:1]
    elif len(picture) == 1:
        picture = picture.repeat(len(groups), 1, 1, 1)
    wide, high = prints.shape(owns[0])
    fine = [max(size(m) for m in row) / math.sqrt(wide * high) for row in maps]
    steps = [min(0, math.ceil(2 * math.log2(max(k, 1e-3)) - 1e-6)) for k in fine]
    for step, a, b in windows.runs(steps):
        target = picture if len(maps) == 1 else picture[a:b]
        _paste(prints, target, groups[a], maps[a:b], step, light, frame)
    return picture


def _maps(prints: Prints, own: Picture, to_pixels: Affine) -> list[Affine]:
    """The unit square of the whole picture, or of each of its parts, to pixels."""
    wide, high = prints.shape(own)
    if not own.parts:
        return [mul(to_pixels, own.map(wide, high))]
    sheet = own.sheet(wide, high)
    return [mul(mul(to_pixels, part.map), sheet) for part in own.parts]


def _paste(
    prints: Prints,
    picture: Tensor,
    group: Group,
    maps: Sequence[Sequence[Affine]],
    step: int,
    light: Light,
    frame: tuple[int, int],
) -> None:
    """The layers of a picture and their one shadow onto ``picture``, in place."""
    own = group.picture
    assert own
    made = prints.layers(own, step)
    cuts = [one.cut for one in made]
    wide, high = made[0].shape
    whole = np.array([[mul(m, scale(1 / wide, 1 / high)) for m in row] for row in maps])
    boxes = windows.boxes(whole, cuts)
    if own.covers:
        boxes[:] = (0, 0, *frame)
    window = Window.around(boxes, strokes.reach(group.lift, prints.unit), frame)
    if window is None:
        return
    region = window.take(picture)
    back = torch.from_numpy(windows.inverse(whole, cuts).astype(np.float32)).to(prints.device)
    beyond = "reflection" if own.covers else "zeros"
    xs, ys = window.places(prints.device)
    seen = [
        windows.sample(one.pixels, back[:, k], xs, ys, beyond) * group.fade
        for k, one in enumerate(made)
    ]
    if group.lift > 0:
        dark = torch.stack([layer[:, 3:] for layer in seen]).amax(0)
        soft = strokes.softened(dark, group.lift, prints.unit).mul_(light.ink)
        strokes.darken(region, light.shadow, soft, group.inner)
    near = _near(made, back, xs, ys, prints.unit)
    if near is not None:
        near = near.mul_(strokes.NEAR_INK * light.ink * group.fade)
        strokes.darken(region, light.shadow, near, group.inner)
    for layer in seen:
        region.mul_(1 - layer[:, 3:])
        for channel, row in enumerate((*own.rows, (0.0, 0.0, 0.0, 1.0))[: region.shape[1]]):
            for part, weight in enumerate(row):
                region[:, channel].add_(layer[:, part], alpha=weight)
    window.give(picture, region)


def _near(
    made: Sequence[Print], back: Tensor, xs: Tensor, ys: Tensor, unit: float
) -> Tensor | None:
    """The close shadow of all layers together; None where there is none."""
    side, down = strokes.NEAR_SIDE * unit, strokes.NEAR_DOWN * unit
    near = [
        windows.sample(one.cut.near, back[:, k], xs - side, ys - down)
        for k, one in enumerate(made)
        if one.cut.near is not None
    ]
    return torch.stack(near).amax(0) if near else None
