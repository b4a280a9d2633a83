"""A tiny network and random conditions, small enough for every test."""

import torch

from engine.papercut.conditions import MAPS, Conditions
from engine.papercut.network import Papercut
from engine.papercut.words import table


def tiny(seed: int = 0, awake: bool = True) -> Papercut:
    """A real Papercut of 40x20 pixels.

    ``awake``: nudge the zero layers, which would hide what they read.
    """
    torch.manual_seed(seed)
    net = Papercut(
        width=40, height=20, patch=5, channels=(8, 12), blocks=(1, 1), heads=2, said_width=16,
        word_width=8, deed_width=4,
    )  # fmt: skip
    if awake:
        with torch.no_grad():
            for p in net.parameters():
                if p.abs().max() == 0:
                    p.normal_(0, 0.05)
    return net.eval()


def conditions(T: int = 5, S: int = 2, B: int = 1, times: int = 1, seed: int = 0) -> Conditions:
    g = torch.Generator().manual_seed(seed)
    H, W = 20 * times, 40 * times

    def rand(*shape: int) -> torch.Tensor:
        return torch.rand(*shape, generator=g)

    return Conditions(
        plate=rand(B, T, 3, H, W),
        front=rand(B, T, 4, H, W) * 0.2,
        canvas=rand(B, T, 2, 4, H, W) * 0.5,
        papers=rand(B, T, 2, 4, H, W) * 0.5,
        hinges=torch.cat([rand(B, T, 2, 2, H, W) * 0.1, torch.ones(B, T, 2, 1, H, W)], 3),
        maps=rand(B, T, 2, MAPS, 4, 8),
        owner=(rand(B, T, 2, S, 4, 8) > 0.5).float(),
        phrases=table(["", "a dog runs", "at night"]),
        doing=torch.ones(B, T, S, dtype=torch.long),
        saying=torch.full((B, T), 2),
        daytime=torch.zeros(B, T, dtype=torch.long),
        weather=torch.zeros(B, T, dtype=torch.long),
        shot=torch.zeros(B, T, dtype=torch.long),
        tick=torch.arange(T).float().expand(B, T).clone(),
    )
