"""What papercut is shown: plates, sheets laid into their boxes, what everyone does, light and words
- all dense.

``Conditions`` are tensors; ``lay`` puts sheets where the subjects are. How a cue becomes conditions
is ``shown``'s subject.
"""

from __future__ import annotations

from collections.abc import Sequence
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
    ``canvas`` [T,2,4,H,W] are the sheets in place (premultiplied); ``papers`` [T,2,4,H,W] are what
    frames are composed from: the same, moved aside where one would lie over another; ``hinges``
    [T,2,3,H,W] lead from the frame to ``papers`` (flow in x and y; whose figure is there, counted
    from the back, 0 = none); ``maps`` [T,2,MAPS,h,w] and ``owner`` [T,2,S,h,w] say where in which
    sheet a token lies; ``doing`` [T,S] and ``saying`` [T] index ``phrases`` [U,WORDS,GRAMS];
    ``daytime``, ``weather`` [T] index DAYTIMES, WEATHERS (the last index + 1 = not told); ``shot``
    [T] tells shots apart; ``tick`` [T]
    is time in ticks.
    """

    plate: Tensor
    front: Tensor
    canvas: Tensor
    papers: Tensor
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
    stacks: Sequence[Sequence[tuple[int, int]]],
    phase: Tensor,
    size: tuple[int, int],
    patch: int,
) -> tuple[Tensor, Tensor, Tensor]:
    """Lay S sheets into T frames: ``canvas`` [T,2,4,H,W], ``maps`` [T,2,MAPS,h,w], ``owner``
    [T,2,S,h,w].

    ``sheets`` [S,4,n,n] premultiplied; ``seats`` [T,S,2,3] map a sheet's unit square to the frame's
    unit square; ``stacks`` are each frame's subjects with their canvas, back to front; ``phase``
    [T,S] in cycles; ``size`` (W, H).
    """
    width, height = size
    T, S = phase.shape
    w, h = width // patch, height // patch
    canvas = torch.zeros(T, 2, 4, height, width)
    maps = torch.zeros(T, 2, MAPS, h, w)
    owner = torch.zeros(T, 2, S, h, w)
    pyramid = [sheets]
    while pyramid[-1].shape[-1] > 24:
        pyramid.append(F.avg_pool2d(pyramid[-1], 2))
    yy, xx = torch.meshgrid((torch.arange(h) + 0.5) / h, (torch.arange(w) + 0.5) / w, indexing="ij")
    for f in range(T):
        for rank, (s, side) in enumerate(stacks[f]):
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
