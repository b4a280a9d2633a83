"""Lessons: which frames of a training window are given, and how far a drawing is from the truth."""

from __future__ import annotations

import random

import torch
import torch.nn.functional as F
from torch import Tensor

from engine.papercut.conditions import Conditions

SUBJECT = 4.0  # what a pixel of a subject's box weighs against one of the place


def known_mask(length: int, shot: Tensor, rng: random.Random) -> Tensor:
    """Which of ``length`` frames are given: none, first, both ends, scattered, or a memory of other
    shots.
    """
    mask = torch.zeros(length)
    kind = rng.random()
    if kind < 0.35:
        return mask
    if kind < 0.45:
        mask[0] = 1
    elif kind < 0.8:
        mask[0] = mask[-1] = 1
    else:
        for i in rng.sample(range(length), rng.randint(1, max(1, length // 3))):
            mask[i] = 1
    return mask


def weathered(clean: Tensor, rng: random.Random) -> Tensor:
    """Known frames as they come at use: made by the network, a little soft or noisy, so that errors
    do not feed on themselves.
    """
    kind = rng.random()
    if kind < 0.5:
        return clean
    flat = clean.flatten(0, 1)
    soft = F.avg_pool2d(F.pad(flat, (1, 1, 1, 1), mode="replicate"), 3, stride=1)
    mixed = torch.lerp(flat, soft, rng.random())
    return (mixed + 0.03 * rng.random() * torch.randn_like(mixed)).view_as(clean)


def spotlight(seen: Conditions, size: torch.Size) -> Tensor:
    """Where to look [B,T,1,H,W]: a limb covers few pixels, but it is what moves, so subjects count
    SUBJECT fold.
    """
    inside = seen.maps[:, :, :, 0].amax(2, keepdim=True)
    wide = F.interpolate(inside.flatten(0, 1), size=size)
    return 1 + (SUBJECT - 1) * wide.view(*inside.shape[:2], 1, *size)


def distance(drawn: Tensor, clean: Tensor, weight: Tensor) -> Tensor:
    """Absolute and squared difference, and that of neighbouring pixels: edges count as much as
    areas.
    """
    gap = drawn - clean
    across = (gap[..., 1:] - gap[..., :-1]).abs()
    down = (gap[..., 1:, :] - gap[..., :-1, :]).abs()
    total = (weight * (gap.abs() + gap.square())).mean()
    return total + 0.5 * ((weight[..., 1:] * across).mean() + (weight[..., 1:, :] * down).mean())
