"""Daylight: the light of a scene taken off its pictures again, so that a paper is the same paper at
noon and at night.
"""

from __future__ import annotations

import torch
from torch import Tensor

from storyboard.light import Light


def in_light(picture: Tensor, lit: Light) -> Tensor:
    """A picture [3,H,W], 0..1, as subjects wear the light of a scene (they keep some of their own
    colour).
    """
    rows = torch.tensor(lit.weights(lit.keep))
    return torch.einsum("cd,dhw->chw", rows[:, :3], picture) + rows[:, 3].view(3, 1, 1)


def by_day(picture: Tensor, lit: Light) -> Tensor:
    """A frame [3,H,W], 0..1, without the light that subjects wear in it."""
    rows = torch.tensor(lit.weights(lit.keep), dtype=torch.float64)
    back = torch.linalg.inv(rows[:, :3]).float()
    plain = torch.einsum("cd,dhw->chw", back, picture - rows[:, 3].float().view(3, 1, 1))
    return plain.clamp(0, 1)
