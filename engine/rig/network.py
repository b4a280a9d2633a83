"""The rig network: a small U-Net (arXiv 1505.04597) that looks at a sheet and tells parts, joints,
plan and facing.

Shapes: N pictures [N,4,SIDE,SIDE] premultiplied, 0..1. What is seen comes back at that size,
what is hidden and joints at half of it; attention joins the coarsest level, so that a far leg knows of the head.
"""

from __future__ import annotations

from dataclasses import dataclass

import torch
import torch.nn.functional as F
from diffusers.configuration_utils import ConfigMixin, register_to_config
from diffusers.models.modeling_utils import ModelMixin
from torch import Tensor, nn

from engine.rig.anatomy import JOINTS, PARTS, PLANS


@dataclass
class Found:
    """Logits: ``seen`` [N,1+PARTS,S,S] which part is on top (0 = nothing); ``whole``
    [N,PARTS,S/2,S/2] each part with what is hidden of it; ``joints`` [N,JOINTS,S/2,S/2]; ``plan``
    [N,PLANS]; ``facing`` [N], > 0 right.
    """

    seen: Tensor
    whole: Tensor
    joints: Tensor
    plan: Tensor
    facing: Tensor


class Block(nn.Module):
    """Two 3x3 convolutions beside a skip; ``normed`` where norms cost less than convolutions."""

    def __init__(self, c: int, normed: bool) -> None:
        super().__init__()
        self.norm1 = nn.GroupNorm(8, c) if normed else nn.Identity()
        self.conv1 = nn.Conv2d(c, c, 3, padding=1)
        self.norm2 = nn.GroupNorm(8, c) if normed else nn.Identity()
        self.conv2 = nn.Conv2d(c, c, 3, padding=1)
        nn.init.zeros_(self.conv2.weight)

    def forward(self, x: Tensor) -> Tensor:
        h = self.conv1(F.relu(self.norm1(x)))
        return x + self.conv2(F.relu(self.norm2(h)))


class Look(nn.Module):
    """Attention over all places of the coarsest level."""

    def __init__(self, c: int, heads: int, places: int) -> None:
        super().__init__()
        self.heads = heads
        self.norm = nn.GroupNorm(1, c)
        self.place = nn.Parameter(torch.zeros(1, places, c))
        self.qkv = nn.Linear(c, 3 * c)
        self.out = nn.Linear(c, c)

    def forward(self, x: Tensor) -> Tensor:
        n, c, h, w = x.shape
        y = self.norm(x).flatten(2).transpose(1, 2) + self.place
        q, k, v = self.qkv(y).view(n, h * w, 3, self.heads, -1).permute(2, 0, 3, 1, 4)
        y = F.scaled_dot_product_attention(q, k, v).transpose(1, 2).reshape(n, h * w, c)
        return x + self.out(y).transpose(1, 2).reshape(n, c, h, w)


class RigNet(ModelMixin, ConfigMixin):
    """Pictures [N,4,S,S] -> Found."""

    config_name = "config.json"  # type: ignore[assignment]

    @register_to_config
    def __init__(
        self,
        side: int = 128,
        first: int = 16,  # channels at full size: edges only, it is the dearest level
        channels: tuple[int, ...] = (40, 72, 112, 144),  # at 64, 32, 16 and 8 places a side
        heads: int = 4,
    ) -> None:
        super().__init__()
        self.stem = nn.Conv2d(6, first, 3, padding=1)
        widths = (first, *channels)
        self.shrink = nn.ModuleList(nn.Conv2d(a, b, 2, stride=2) for a, b in zip(widths, channels))
        self.down = nn.ModuleList(Block(c, i > 0) for i, c in enumerate(channels))
        last = channels[-1]
        self.look = Look(last, heads, (side // 2 ** len(channels)) ** 2)
        self.deep = Block(last, True)
        self.widen = nn.ModuleList(
            nn.Conv2d(channels[i + 1], 4 * channels[i], 1) for i in range(len(channels) - 1)
        )
        self.join = nn.ModuleList(nn.Conv2d(2 * c, c, 1) for c in channels[:-1])
        self.up = nn.ModuleList(Block(c, i > 0) for i, c in enumerate(channels[:-1]))
        c = channels[0]
        self.joints = nn.Sequential(
            nn.Conv2d(c, c, 3, padding=1), nn.SiLU(), nn.Conv2d(c, len(JOINTS), 1)
        )
        self.fine = nn.Conv2d(c, 4 * first, 1)
        self.edge = nn.Conv2d(2 * first, 2 * first, 3, padding=1)
        self.seen = nn.Conv2d(2 * first, 1 + len(PARTS), 1)
        self.whole = nn.Conv2d(c, len(PARTS), 1)
        self.told = nn.Sequential(nn.Linear(last, last), nn.SiLU())
        self.plan = nn.Linear(last, len(PLANS))
        self.facing = nn.Linear(last, 1)

    def forward(self, picture: Tensor) -> Found:
        first = self.stem(torch.cat([picture, _places(picture)], 1))
        x, kept = first, []
        for shrink, block in zip(self.shrink, self.down, strict=True):
            x = block(shrink(F.relu(x)))
            kept.append(x)
        x = self.deep(self.look(kept.pop()))
        told = x.mean((2, 3))
        for i in reversed(range(len(self.up))):
            wide = F.pixel_shuffle(self.widen[i](x), 2)
            x = self.up[i](self.join[i](torch.cat([wide, kept.pop()], 1)))
        x = F.silu(x)
        # relu: at full size activations cost more than convolutions
        fine = torch.cat([F.pixel_shuffle(self.fine(x), 2), first], 1)
        seen = self.seen(F.relu(self.edge(F.relu(fine))))
        told = self.told(told)
        return Found(seen, self.whole(x), self.joints(x), self.plan(told), self.facing(told)[:, 0])


def _places(picture: Tensor) -> Tensor:
    """Where each pixel is, -1..1 [N,2,S,S]: feet are at the bottom."""
    n, _, h, w = picture.shape
    ys = torch.linspace(-1, 1, h, device=picture.device).view(1, 1, h, 1).expand(n, 1, h, w)
    xs = torch.linspace(-1, 1, w, device=picture.device).view(1, 1, 1, w).expand(n, 1, h, w)
    return torch.cat([xs, ys], 1)
