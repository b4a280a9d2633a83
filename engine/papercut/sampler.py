"""From noise to frames in a few steps, known frames kept bit for bit."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import torch
import torch.nn.functional as F
from torch import Tensor

from engine.papercut.conditions import Conditions
from engine.papercut.network import Papercut


@torch.no_grad()
def sample(
    net: Papercut,
    seen: Conditions,
    known: Tensor,
    mask: Tensor,
    noise: Tensor,
    steps: int = 4,
    tick: Callable[[int], None] | None = None,
) -> Tensor:
    """``drawn``, with what is known put back."""
    x = drawn(net, seen, known, mask, noise, steps, tick)
    return torch.where(mask[:, :, None, None, None] > 0, known, x)


@torch.no_grad()
def drawn(
    net: Papercut,
    seen: Conditions,
    known: Tensor,
    mask: Tensor,
    noise: Tensor,
    steps: int = 4,
    tick: Callable[[int], None] | None = None,
) -> Tensor:
    """Frames [B,T,3,H,W] in -1..1: Euler steps of a rectified flow from ``noise`` (arXiv
    2209.03003, section 2.1).

    ``known`` [B,T,3,H,W] in -1..1 counts where ``mask`` [B,T] is 1; there comes back
    what the network itself draws.
    ``seen`` and ``known`` may be a whole multiple of the network's size: it draws at its own size
    and the last step composes its fields at theirs. ``noise`` is of the network's size. ``tick(i)``
    after step i may raise.
    """
    times = known.shape[-1] // net.config["width"]
    coarse, near = shrunk(seen, times), shrink(known, times)
    keep = mask[:, :, None, None, None] > 0
    given = torch.where(keep, near, torch.zeros_like(near))
    x = noise
    for i in range(steps):
        level, after = 1 - i / steps, 1 - (i + 1) / steps
        fields = net.draw(x, x.new_full((len(x),), level), given, mask, coarse)
        if i < steps - 1:
            clean = net.paint(*fields, coarse).clamp(-1, 1)
            clean = torch.where(keep, near, clean)
            x = clean + (x - clean) * (after / level)
        else:
            x = net.paint(*fields, seen).clamp(-1, 1)
        if tick:
            tick(i)
    return x


def shrunk(seen: Conditions, times: int) -> Conditions:
    """The same conditions with pictures ``times`` smaller."""
    if times == 1:
        return seen
    return replace(
        seen,
        plate=shrink(seen.plate, times),
        front=shrink(seen.front, times),
        canvas=shrink(seen.canvas, times),
        hinges=seen.hinges[
            ..., times // 2 :: times, times // 2 :: times
        ],  # flows have no mean at an edge
    )


def shrink(pictures: Tensor, times: int) -> Tensor:
    """Pictures [...,C,H,W] averaged over squares of ``times`` pixels."""
    if times == 1:
        return pictures
    flat = F.avg_pool2d(pictures.flatten(0, -4), times)
    return flat.view(*pictures.shape[:-2], *flat.shape[-2:])
