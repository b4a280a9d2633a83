"""Windows: parts of frames that go along with what they show, and the maps between pixels and
pieces.

Everything is computed from the frame's own pixel coordinates, one number at a time, so neither the
window nor the batch changes a result by a bit.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TypeVar

import numpy as np
import torch
import torch.nn.functional as F
from torch import Tensor

from storyboard.affine import Affine
from storyboard.drawing import Group

K = TypeVar("K")


@dataclass(frozen=True)
class Cut:
    """A piece cut out: planes [1,1,h,w] at ``scale`` pixels a unit from x0, y0 (in units)."""

    alpha: Tensor
    near: Tensor | None  # its own soft shadow; None: printed, or light
    shade: Tensor | None  # 1 = the paper's colour; None: all 1
    scale: float
    x0: float
    y0: float

    @property
    def nbytes(self) -> int:
        return sum(p.nbytes for p in (self.alpha, self.near, self.shade) if p is not None)

    @property
    def size(self) -> tuple[int, int]:
        """Pixels across and down."""
        return self.alpha.shape[3], self.alpha.shape[2]


@dataclass(frozen=True)
class Window:
    """A part of the frame, as large in every frame; its corner in each, or one for all."""

    xs: tuple[int, ...]
    ys: tuple[int, ...]
    wide: int
    high: int

    @staticmethod
    def around(
        boxes: np.ndarray, margin: tuple[int, int, int, int], frame: tuple[int, int]
    ) -> Window | None:
        """The smallest that shows ``boxes`` [T,P,4] and ``margin`` around them; None off the
        screen.
        """
        width, height = frame
        low = np.floor(boxes[..., :2].min(1)) - margin[:2]
        high = np.ceil(boxes[..., 2:].max(1)) + margin[2:]
        low = np.clip(low, 0, (width, height)).astype(int)
        high = np.clip(high, 0, (width, height)).astype(int)
        wide, tall = (high - low).max(0).tolist()
        if wide <= 0 or tall <= 0:
            return None
        xs = np.minimum(low[:, 0], width - wide).tolist()
        ys = np.minimum(low[:, 1], height - tall).tolist()
        return Window(tuple(xs), tuple(ys), wide, tall)

    def take(self, picture: Tensor) -> Tensor:
        """Its pixels of ``picture`` [T,C,H,W]: a view when it stands still, else a copy."""
        if len(self.xs) == 1:
            return self._of(picture, self.xs[0], self.ys[0])
        corners = zip(self.xs, self.ys, strict=True)
        return torch.stack([self._of(picture[t], x, y) for t, (x, y) in enumerate(corners)])

    def give(self, picture: Tensor, region: Tensor) -> None:
        """Put the pixels that ``take`` copied back."""
        if len(self.xs) > 1:
            for t, (x, y) in enumerate(zip(self.xs, self.ys, strict=True)):
                self._of(picture[t], x, y).copy_(region[t])

    def _of(self, picture: Tensor, x: int, y: int) -> Tensor:
        return picture[..., y : y + self.high, x : x + self.wide]

    def places(self, device: torch.device) -> tuple[Tensor, Tensor]:
        """Where its pixels' middles are in the frame: [T,1,wide] and [T,high,1]."""
        xs = torch.tensor(self.xs).view(-1, 1, 1) + torch.arange(self.wide).view(1, 1, -1) + 0.5
        ys = torch.tensor(self.ys).view(-1, 1, 1) + torch.arange(self.high).view(1, -1, 1) + 0.5
        return xs.to(device), ys.to(device)

    def part(self, boxes: np.ndarray) -> tuple[slice, slice] | None:
        """Its rows and columns that hold ``boxes`` [T,4] in every frame; None when it sees
        nothing.
        """
        x, y = np.array(self.xs), np.array(self.ys)
        left = max(0, math.floor((boxes[:, 0] - x).min()) - 1)
        top = max(0, math.floor((boxes[:, 1] - y).min()) - 1)
        right = min(self.wide, math.ceil((boxes[:, 2] - x).max()) + 1)
        bottom = min(self.high, math.ceil((boxes[:, 3] - y).max()) + 1)
        if right <= left or bottom <= top:
            return None
        return slice(top, bottom), slice(left, right)


def runs(keys: Sequence[K]) -> Iterator[tuple[K, int, int]]:
    """Stretches of frames with equal keys: the key, where it begins and ends."""
    start = 0
    for i in range(1, len(keys) + 1):
        if i == len(keys) or keys[i] != keys[start]:
            yield keys[start], start, i
            start = i


def composed(maps: Sequence[Affine], groups: Sequence[Group]) -> np.ndarray:
    """Every piece's map to pixels in every frame, [T,P,6], from those of the groups."""
    a, b, c, d, e, f = np.moveaxis(np.array(maps)[:, None], -1, 0)
    inner = np.array([group.maps for group in groups[: len(maps)]])
    A, B, C, D, E, G = np.moveaxis(inner, -1, 0)
    across = (a * A + b * D, a * B + b * E, a * C + b * G + c)
    down = (d * A + e * D, d * B + e * E, d * C + e * G + f)
    return np.stack((*across, *down), -1)


def boxes(whole: np.ndarray, cuts: Sequence[Cut]) -> np.ndarray:
    """x0, y0, x1, y1 of every cut in every frame, in pixels, [T,P,4]."""
    x0, y0 = np.array([cut.x0 for cut in cuts]), np.array([cut.y0 for cut in cuts])
    x1 = x0 + np.array([cut.size[0] / cut.scale for cut in cuts])
    y1 = y0 + np.array([cut.size[1] / cut.scale for cut in cuts])
    xs, ys = np.stack((x0, x1, x0, x1), -1), np.stack((y0, y0, y1, y1), -1)  # [P,4]
    px = whole[..., 0:1] * xs + whole[..., 1:2] * ys + whole[..., 2:3]
    py = whole[..., 3:4] * xs + whole[..., 4:5] * ys + whole[..., 5:6]
    return np.stack((px.min(-1), py.min(-1), px.max(-1), py.max(-1)), -1)


def inverse(whole: np.ndarray, cuts: Sequence[Cut]) -> np.ndarray:
    """Pixels -> -1..1 of every cut in every frame, [T,P,6]; a piece squeezed flat is nowhere."""
    a, b, c, d, e, f = np.moveaxis(whole, -1, 0)
    k = a * e - b * d
    flat = np.abs(k) < 1e-9
    k = np.where(flat, 1.0, k)
    x0, y0 = np.array([cut.x0 for cut in cuts]), np.array([cut.y0 for cut in cuts])
    gx = np.array([2 * cut.scale / cut.size[0] for cut in cuts])
    gy = np.array([2 * cut.scale / cut.size[1] for cut in cuts])
    A, B, D, E = e / k, -b / k, -d / k, a / k
    across = (A * gx, B * gx, (-(A * c + B * f) - x0) * gx - 1)
    down = (D * gy, E * gy, (-(D * c + E * f) - y0) * gy - 1)
    back = np.stack((*across, *down), -1)
    back[flat] = (0.0, 0.0, 9.0, 0.0, 0.0, 9.0)
    return back


def sample(plane: Tensor, back: Tensor, xs: Tensor, ys: Tensor, beyond: str = "zeros") -> Tensor:
    """A plane [1,c,h,w] seen from pixels ``xs`` [1 or T,1,W], ``ys`` [1 or T,H,1] through ``back``
    [T,6].

    ``back`` goes from pixels to -1..1 of the plane; outside is nothing, or what ``beyond`` says to
    grid_sample. Returns [T,c,H,W].
    """
    a, b, c, d, e, f = back[:, :, None, None].unbind(1)
    grid = back.new_empty(len(back), ys.shape[1], xs.shape[2], 2)
    torch.add(a * xs, b * ys + c, out=grid[..., 0])
    torch.add(d * xs, e * ys + f, out=grid[..., 1])
    planes = plane.expand(len(back), -1, -1, -1)
    return F.grid_sample(planes, grid, padding_mode=beyond, align_corners=False)
