"""The enlarger: a small convolution, trained here, that draws a frame four times as large.

Its layers see three pixels each way; what they find is added to a bicubic enlargement.
Without biases, and with a first layer that sums to zero, flat paper stays exactly flat. It learns
from random boards, painted small as papercut paints them and large with the rim of light that cut
paper has: so it draws that rim too. ``studio.upscale`` runs it, in numpy. A sub-pixel network as in
Shi et al. 2016 (arXiv 1609.05158), section 3.1.

    python -m engine.enlarger --steps 6000 --out assets/enlarger.npz
"""

from __future__ import annotations

import argparse
import math
import random
from itertools import pairwise
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F
from PIL import Image, ImageFilter
from torch import Tensor, nn

from engine.painter import Painter
from engine.papercut import films
from storyboard import animatic, staging

FACTOR = 4
SMALL = (320, 180)  # the network's size
CHANNELS, HIDDEN = 16, 2  # 24 channels would take half as long again
REACH = HIDDEN + 1  # pixels that an output sees each way
PATCH = 24


class Enlarger(nn.Module):
    """Small frames [B,3,h,w], 0..1 -> what their bicubic enlargement lacks, [B,3,4(h-6),4(w-6)]."""

    def __init__(self) -> None:
        super().__init__()
        sizes = [3, *[CHANNELS] * HIDDEN, 3 * FACTOR**2]
        self.layers = nn.ModuleList(nn.Conv2d(i, o, 3, bias=False) for i, o in pairwise(sizes))
        nn.init.normal_(self.weights()[-1], std=0.01)

    def weights(self) -> list[Tensor]:
        """[out,in,3,3] of each layer; the first sees differences only."""
        found = [next(layer.parameters()) for layer in self.layers]
        return [found[0] - found[0].mean((2, 3), keepdim=True), *found[1:]]

    def forward(self, small: Tensor) -> Tensor:
        *hidden, last = self.weights()
        for weight in hidden:
            small = F.relu(F.conv2d(small, weight))
        return F.pixel_shuffle(F.conv2d(small, last), FACTOR)


def pair(seed: int) -> tuple[np.ndarray, np.ndarray]:
    """A frame of a random board, small and large, uint8 [h,w,3]."""
    rng = random.Random(seed)
    board = films.film(seed)
    shot = rng.choice(board.shots)
    frame = animatic.display(staging.cue(board, shot.id, rng.randrange(shot.length)))
    large = (SMALL[0] * FACTOR, SMALL[1] * FACTOR)
    small, big = Painter(SMALL).paint([frame]), Painter(large, rim=True).paint([frame])
    return _bytes(small), _bytes(big)


def _bytes(picture: Tensor) -> np.ndarray:
    return (picture[0].permute(1, 2, 0) * 255).round().byte().numpy()


def weathered(small: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """A frame as a network may leave it, half of the time: a little soft, a little noisy."""
    if rng.random() < 0.5:
        blur = ImageFilter.GaussianBlur(rng.uniform(0.2, 0.9))
        small = np.asarray(Image.fromarray(small).filter(blur))
    if rng.random() < 0.5:
        noise = rng.normal(0, rng.uniform(0, 2), small.shape)
        small = np.clip(np.rint(small + noise), 0, 255).astype(np.uint8)
    return small


def batch(
    pairs: list[tuple[np.ndarray, np.ndarray]], rng: np.random.Generator, frames: int = 4
) -> tuple[Tensor, Tensor, Tensor]:
    """Patches [24,3,30,30], their bicubic enlargement and the painted truth [24,3,96,96], 0..1."""
    found: list[list[np.ndarray]] = [[], [], []]
    side = PATCH + 2 * REACH
    for _ in range(frames):
        small, large = pairs[rng.integers(len(pairs))]
        small = weathered(small, rng)
        corners = [
            (rng.integers(SMALL[1] - side + 1), rng.integers(SMALL[0] - side + 1))
            for _ in range(12)
        ]
        corners.sort(key=lambda at: small[at[0] : at[0] + side, at[1] : at[1] + side].std())
        for y, x in corners[6:]:  # the busier half: flat paper teaches nothing
            patch = small[y : y + side, x : x + side]
            base = enlarged(patch)[
                FACTOR * REACH : -FACTOR * REACH, FACTOR * REACH : -FACTOR * REACH
            ]
            top, left = FACTOR * (y + REACH), FACTOR * (x + REACH)
            truth = large[top : top + FACTOR * PATCH, left : left + FACTOR * PATCH]
            for pile, picture in zip(found, (patch, base, truth)):
                pile.append(picture)
    piles = [torch.from_numpy(np.stack(pile)).permute(0, 3, 1, 2).float() / 255 for pile in found]
    return piles[0], piles[1], piles[2]


def enlarged(picture: np.ndarray) -> np.ndarray:
    """The bicubic enlargement that the convolution adds to, as ``studio.upscale`` makes it."""
    height, width = picture.shape[:2]
    size = (width * FACTOR, height * FACTOR)
    return np.asarray(Image.fromarray(picture).resize(size, Image.Resampling.BICUBIC))


def distance(drawn: Tensor, truth: Tensor) -> Tensor:
    """Mean absolute error of light and of its steps: blur costs more than a grey value."""
    off = drawn - truth
    steps = off.diff(dim=2).abs().mean() + off.diff(dim=3).abs().mean()
    return off.abs().mean() + 0.5 * steps


def train(
    model: Enlarger,
    pairs: list[tuple[np.ndarray, np.ndarray]],
    out: Path,
    steps: int,
    seed: int = 0,
) -> None:
    """Train on frames small and large; prints the loss, writes ``out`` now and then and last."""
    rng, loss = np.random.default_rng(seed), 0.0
    optimiser = torch.optim.AdamW(model.parameters(), 3e-3, weight_decay=1e-6)
    for step in range(1, steps + 1):
        fall = 0.5 + 0.5 * math.cos(math.pi * step / steps)
        optimiser.param_groups[0]["lr"] = 3e-3 * min(10 * step / steps, fall)
        small, base, truth = batch(pairs, rng)
        error = distance(model(small) + base, truth)
        optimiser.zero_grad()
        torch.autograd.backward(error)
        optimiser.step()
        loss += max(0.01, 1 / step) * (error.item() - loss)
        if step % 250 == 0:
            print(f"step {step} of {steps}: {loss:.5f}", flush=True)
            save(model, out)
    save(model, out)


def save(model: Enlarger, out: Path) -> None:
    """Each layer as float32 [9 in,out], rows by (y, x, in); the last's columns by (y, x, rgb)."""
    matrices = [
        weight.detach().permute(2, 3, 1, 0).reshape(-1, weight.shape[0]).numpy()
        for weight in model.weights()
    ]
    last = matrices[-1].reshape(-1, 3, FACTOR, FACTOR).transpose(0, 2, 3, 1)
    matrices[-1] = np.ascontiguousarray(last.reshape(len(last), -1))
    np.savez(out, *matrices)


def main() -> None:
    parser = argparse.ArgumentParser(description="Train the enlarger on painted frames.")
    parser.add_argument("--frames", type=int, default=120, help="painted first, seconds each")
    parser.add_argument("--steps", type=int, default=6000, help="20 to the second on a core")
    parser.add_argument("--out", type=Path, required=True)
    wanted = parser.parse_args()
    torch.set_num_threads(1)
    torch.manual_seed(0)
    pairs = []
    for seed in range(wanted.frames):
        pairs.append(pair(seed))
        print(f"frame {seed + 1} of {wanted.frames} painted", flush=True)
    train(Enlarger(), pairs, wanted.out, wanted.steps)


if __name__ == "__main__":
    main()
