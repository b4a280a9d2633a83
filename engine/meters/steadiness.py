"""Steadiness: does a film flicker, jump where two windows meet, or fade on its way?

Frames are float [T,3,H,W] in 0..1, in the order in which they are shown. Nothing here needs weights
or a true picture.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import torch
import torch.nn.functional as F
from torch import Tensor

ENDS = 0.15  # of a film: its head and its tail, as FramePack (arXiv 2504.12626) measures drift
NEAR = 4  # steps on either side of a seam that it is compared with
GREY = (0.299, 0.587, 0.114)


def steps(frames: Tensor) -> Tensor:
    """Mean absolute difference of neighbouring frames, [T-1], 0..1."""
    if len(frames) < 2:
        return frames.new_zeros(0)
    gaps = [(b - a).abs().mean() for a, b in pairwise(frames)]
    return torch.stack(gaps)


def flicker(frames: Tensor) -> float:
    """VBench's temporal flickering: (255 - mean absolute difference of neighbouring frames) / 255
    (arXiv 2311.17982, supplement; the formula needs no weights). 1 = a still.

    VBench first keeps films without motion only; here motion counts too, so compare only films of
    the same shots.
    """
    gaps = steps(frames)
    return 1 - float(gaps.mean()) if len(gaps) else 1.0


def seam_jumps(frames: Tensor, seams: Sequence[int]) -> list[float]:
    """How much larger the step onto each frame of ``seams`` is than the steps around it (median of
    NEAR on either side, other seams left out): 1 = no seam to be seen.
    """
    gaps = steps(frames).tolist()
    closed = {seam - 1 for seam in seams}
    found = []
    for seam in seams:
        at = seam - 1
        if not 0 <= at < len(gaps):
            continue
        around = [
            gaps[i]
            for i in range(max(0, at - NEAR), min(len(gaps), at + NEAR + 1))
            if i not in closed
        ]
        if around:
            usual = float(torch.tensor(around).median())
            found.append((gaps[at] + 1e-4) / (usual + 1e-4))
    return found


def sharpness(frames: Tensor) -> Tensor:
    """Mean absolute Laplacian of the grey picture, [T]: edges lost to blur make it fall."""
    weight = frames.new_tensor(GREY).view(1, 3, 1, 1)
    grey = (frames * weight).sum(1, keepdim=True)
    kernel = frames.new_tensor([[0.0, 1, 0], [1, -4, 1], [0, 1, 0]]).view(1, 1, 3, 3)
    return F.conv2d(grey, kernel).abs().flatten(1).mean(1)


def tint(frames: Tensor) -> Tensor:
    """Mean colour of each frame, [T,3]."""
    return frames.flatten(2).mean(2)


def drift(values: Tensor) -> float:
    """|mean of the head - mean of the tail| of a meter's values [T] or [T,C], head and tail each
    ENDS of it; of several channels the length of the difference.
    """
    count = max(1, round(ENDS * len(values)))
    gap = values[:count].float().mean(0) - values[-count:].float().mean(0)
    return float(gap.norm()) if gap.ndim else float(gap.abs())


def slope(values: Sequence[float]) -> float:
    """The straight line through a meter's blocks: change from the first to the last block, as a
    share of its mean.
    """
    if len(values) < 2:
        return 0.0
    y = torch.tensor(values, dtype=torch.float64)
    x = torch.linspace(-0.5, 0.5, len(y), dtype=torch.float64)
    return float((x * (y - y.mean())).sum() / x.square().sum() / y.mean().clamp(min=1e-9))
