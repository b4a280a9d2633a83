"""Flats: the two places of a bridge side by side, sliding past the frame as a stage's flats do."""

from __future__ import annotations

from collections.abc import Sequence

import torch
from torch import Tensor

DEPTH = 1 / 40  # frame widths: how far the nearer flat's shadow falls on the other
INK = 0.35  # of that shadow at its darkest

Plate = tuple[Tensor, Tensor]


def slid(places: Sequence[Plate], lefts: Sequence[float]) -> Plate:
    """One plate [3,H,W] and front [4,H,W] of several, each with its left edge at ``lefts`` (frame
    widths). The last one is the nearest: its edge throws a soft shadow on what lies beside it.
    """
    back, front = (torch.zeros_like(picture) for picture in places[0])
    width = back.shape[-1]
    for (plate, before), left in zip(places, lefts, strict=True):
        x = round(left * width)
        a, b = max(0, x), min(width, x + width)
        if a < b:
            back[..., a:b] = plate[..., a - x : b - x]
            front[..., a:b] = before[..., a - x : b - x]
    _shade(back, round(lefts[-1] * width))
    return back, front


def _shade(back: Tensor, x: int) -> None:
    """The shadow of a flat whose left edge is at ``x``, on either side of it, in place."""
    width = back.shape[-1]
    reach = max(2, round(DEPTH * width))
    ink = INK * torch.linspace(0, 1, reach, device=back.device) ** 2
    for edge, dark in ((x - reach, ink), (x + width, ink.flip(0))):
        a, b = max(0, edge), min(width, edge + reach)
        if a < b:
            back[..., a:b] *= 1 - dark[a - edge : b - edge]
