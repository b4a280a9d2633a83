"""The rig network: a small U-Net (arXiv 1505.04597) that looks at a sheet and tells parts, joints,
plan and facing.

Shapes: N pictures [N,4,SIDE,SIDE] premultiplied, 0..1. Masks and joints come back at half of that,
where a core learns in minutes (outlines are the drawing's own anyway); attention joins the coarsest
level, so that a far leg knows of the head.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import torch
import torch.nn.functional as F
from diffusers.configuration_utils import ConfigMixin, register_to_config
from diffusers.models.modeling_utils import ModelMixin
from torch import Tensor, nn

from engine.rig.anatomy import JOINTS, PARTS, PLANS


@dataclass
class Found:
    """Logits: ``seen`` [N,1+PARTS,S/2,S/2] which part is on top (0 = nothing); ``whole``
    [N,PARTS,S/2,S/2] each part with what is hidden of it; ``joints`` [N,JOINTS,S/2,S/2]; ``plan``
    [N,PLANS]; ``facing`` [N], > 0 right.
    """

    seen: Tensor
    whole: Tensor
    joints: Tensor
    plan: Tensor
    facing: Tensor


class Block(nn.Module):
    """Two 3x3 convolutions beside a skip."""

    def __init__(self, c: int) -> None:
        super().__init__()
        self.norm1 = nn.GroupNorm(8, c)
        self.conv1 = nn.Conv2d(c, c, 3, padding=1)
        self.norm2 = nn.GroupNorm(8, c)
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
        side: int = 96,
        patch: int = 4,  # pixels a token's side: a core has no time for finer levels
        channels: tuple[int, ...] = (48, 80, 128),  # at 24, 12 and 6 tokens a side
        heads: int = 4,
    ) -> None:
        super().__init__()
        self.stem = nn.Conv2d(6, channels[0], 2 * patch, stride=patch, padding=patch // 2)
        self.shrink = nn.ModuleList(nn.Conv2d(a, b, 2, stride=2) for a, b in pairwise(channels))
        self.down = nn.ModuleList(Block(c) for c in channels)
        last = channels[-1]
        self.look = Look(last, heads, (side // patch // 2 ** (len(channels) - 1)) ** 2)
        self.deep = Block(last)
        self.widen = nn.ModuleList(
            nn.Conv2d(channels[i + 1], 4 * channels[i], 1) for i in range(len(channels) - 1)
        )
        self.join = nn.ModuleList(nn.Conv2d(2 * c, c, 1) for c in channels[:-1])
        self.up = nn.ModuleList(Block(c) for c in channels[:-1])
        c = channels[0]
        told = (patch // 2) ** 2 * (1 + 2 * len(PARTS) + len(JOINTS))
        self.last = nn.Conv2d(c, 2 * c, 3, padding=1)
        self.tell = nn.Conv2d(2 * c, told, 1)
        self.told = nn.Sequential(nn.Linear(last, last), nn.SiLU())
        self.plan = nn.Linear(last, len(PLANS))
        self.facing = nn.Linear(last, 1)

    def forward(self, picture: Tensor) -> Found:
        x = self.stem(torch.cat([picture, _places(picture)], 1))
        kept = []
        for i, block in enumerate(self.down):
            if i:
                x = self.shrink[i - 1](F.relu(x))
            x = block(x)
            kept.append(x)
        x = self.deep(self.look(kept.pop()))
        told = x.mean((2, 3))
        for i in reversed(range(len(self.up))):
            wide = F.pixel_shuffle(self.widen[i](x), 2)
            x = self.up[i](self.join[i](torch.cat([wide, kept.pop()], 1)))
        x = F.pixel_shuffle(self.tell(F.relu(self.last(F.relu(x)))), int(self.config["patch"]) // 2)
        seen, whole, joints = x.split([1 + len(PARTS), len(PARTS), len(JOINTS)], 1)
        told = self.told(told)
        return Found(seen, whole, joints, self.plan(told), self.facing(told)[:, 0])


def _places(picture: Tensor) -> Tensor:
    """Where each pixel is, -1..1 [N,2,S,S]: feet are at the bottom."""
    n, _, h, w = picture.shape
    ys = torch.linspace(-1, 1, h, device=picture.device).view(1, 1, h, 1).expand(n, 1, h, w)
    xs = torch.linspace(-1, 1, w, device=picture.device).view(1, 1, 1, w).expand(n, 1, h, w)
    return torch.cat([xs, ys], 1)
