"""What papercut is shown: plates, sheets laid into their boxes, what everyone does, light and words
- all dense.

``Conditions`` are tensors; ``lay`` puts sheets where the subjects are. How a cue becomes conditions
is ``shown``'s subject.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import get_args

import torch
import torch.nn.functional as F
from torch import Tensor

from storyboard.board import Daytime, Weather

DAYTIMES = get_args(Daytime)
WEATHERS = get_args(Weather)
MAPS = 7  # per canvas: inside, u, v, sin phase, cos phase, facing, order
MARGIN = 0.2  # a limb may swing this far out of its sheet and still belong to it


@dataclass
class Conditions:
    """One window of T frames for S subjects; H, W pixels, h, w tokens. A leading batch dimension is
    allowed everywhere.

    ``plate`` [T,3,H,W] and ``front`` [T,4,H,W] (premultiplied) lie behind and before the subjects;
    ``canvas`` [T,2,4,H,W] are the sheets in place (premultiplied; canvas 1 nearer than 0); ``maps``
    [T,2,MAPS,h,w] and ``owner`` [T,2,S,h,w] say where in which sheet a token lies; ``doing`` [T,S]
    and ``saying`` [T] index ``phrases`` [U,WORDS,GRAMS]; ``daytime``, ``weather`` [T] index
    DAYTIMES, WEATHERS (the last index + 1 = not told); ``shot`` [T] tells shots apart; ``tick`` [T]
    is time in ticks.
    """

    plate: Tensor
    front: Tensor
    canvas: Tensor
    maps: Tensor
    hinges: Tensor
    owner: Tensor
    phrases: Tensor
    doing: Tensor
    saying: Tensor
    daytime: Tensor
    weather: Tensor
    shot: Tensor
    tick: Tensor

    def batched(self) -> Conditions:
        """This window as a batch of one."""
        values = {f.name: getattr(self, f.name)[None] for f in fields(self)}
        return Conditions(**{**values, "phrases": self.phrases})

    def to(self, device: torch.device | str) -> Conditions:
        return Conditions(**{f.name: getattr(self, f.name).to(device) for f in fields(self)})


def lay(
    sheets: Tensor,
    seats: Tensor,
    present: Tensor,
    nearness: Tensor,
    phase: Tensor,
    size: tuple[int, int],
    patch: int,
) -> tuple[Tensor, Tensor, Tensor]:
    """Lay S sheets into T frames: ``canvas`` [T,2,4,H,W], ``maps`` [T,2,MAPS,h,w], ``owner``
    [T,2,S,h,w].

    ``sheets`` [S,4,n,n] premultiplied; ``seats`` [T,S,2,3] map a sheet's unit square to the frame's
    unit square; ``present`` [T,S] bool; ``nearness`` [T,S] grows towards the camera; ``phase``
    [T,S] in cycles; ``size`` (W, H). Neighbours in depth go to different canvases, so that a
    subject keeps what another one covers.
    """
    width, height = size
    T, S = present.shape
    w, h = width // patch, height // patch
    canvas = torch.zeros(T, 2, 4, height, width)
    maps = torch.zeros(T, 2, MAPS, h, w)
    owner = torch.zeros(T, 2, S, h, w)
    pyramid = [sheets]
    while pyramid[-1].shape[-1] > 24:
        pyramid.append(F.avg_pool2d(pyramid[-1], 2))
    yy, xx = torch.meshgrid((torch.arange(h) + 0.5) / h, (torch.arange(w) + 0.5) / w, indexing="ij")
    for f in range(T):
        for rank, (s, side) in enumerate(stacked(present[f], nearness[f])):
            forward = seats[f, s]
            square = torch.cat([forward, torch.tensor([[0.0, 0.0, 1.0]])])
            if abs(float(torch.det(square[:2, :2]))) < 1e-8:
                continue
            back = torch.linalg.inv(square)[:2]  # frame unit -> sheet unit
            _draw(canvas[f, side], pyramid, s, back, forward, size)
            u = back[0, 0] * xx + back[0, 1] * yy + back[0, 2]
            v = back[1, 0] * xx + back[1, 1] * yy + back[1, 2]
            inside = ((u > -MARGIN) & (u < 1 + MARGIN) & (v > -MARGIN) & (v < 1 + MARGIN)).float()
            turn = 2 * torch.pi * phase[f, s]
            mirror = 1.0 if float(torch.det(square[:2, :2])) > 0 else -1.0
            values = torch.stack(
                [
                    torch.ones_like(u),
                    u * 2 - 1,
                    v * 2 - 1,
                    torch.sin(turn).expand_as(u),
                    torch.cos(turn).expand_as(u),
                    torch.full_like(u, mirror),
                    torch.full_like(u, (rank + 1) / 4),
                ]
            )
            maps[f, side] = maps[f, side] * (1 - inside) + values * inside
            owner[f, side] = owner[f, side] * (1 - inside)
            owner[f, side, s] = inside
    return canvas, maps, owner


def stacked(present: Tensor, nearness: Tensor) -> list[tuple[int, int]]:
    """(subject, its canvas) of one frame back to front; the nearest goes to canvas 1."""
    here = [s for s in nearness.argsort(stable=True).tolist() if present[s]]
    return [(s, canvas_of(rank, len(here))) for rank, s in enumerate(here)]


def canvas_of(rank: int, count: int) -> int:
    """Canvas of one of ``count`` subjects ranked back to front; neighbours get different ones."""
    return (count - rank) % 2


def _draw(
    canvas: Tensor,
    pyramid: list[Tensor],
    s: int,
    back: Tensor,
    forward: Tensor,
    size: tuple[int, int],
) -> None:
    """One sheet over a canvas [4,H,W], in place, only where it falls."""
    width, height = size
    corners = forward @ torch.tensor([[0.0, 1, 0, 1], [0, 0, 1, 1], [1, 1, 1, 1]])
    x0 = max(0, int(corners[0].min() * width) - 1)
    x1 = min(width, int(corners[0].max() * width) + 2)
    y0 = max(0, int(corners[1].min() * height) - 1)
    y1 = min(height, int(corners[1].max() * height) + 2)
    if x1 <= x0 or y1 <= y0:
        return
    n = pyramid[0].shape[-1]
    drawn = float(
        (forward[:, 0] * torch.tensor([width, height])).norm()
    )  # pixels a sheet's side takes
    level = 0
    while level + 1 < len(pyramid) and n / 2 ** (level + 1) >= drawn:
        level += 1
    gy, gx = torch.meshgrid(
        (torch.arange(y0, y1) + 0.5) / height, (torch.arange(x0, x1) + 0.5) / width, indexing="ij"
    )
    u = back[0, 0] * gx + back[0, 1] * gy + back[0, 2]
    v = back[1, 0] * gx + back[1, 1] * gy + back[1, 2]
    grid = torch.stack([u * 2 - 1, v * 2 - 1], -1)[None]
    cut = F.grid_sample(pyramid[level][s : s + 1], grid, align_corners=False)[0]
    region = canvas[:, y0:y1, x0:x1]
    region.mul_(1 - cut[3:]).add_(cut)
