"""The enlarger learns, and what it learnt is drawn alike here and in the studio."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import torch
from PIL import Image

from engine import enlarger
from engine.enlarger import FACTOR, REACH, SMALL, Enlarger, save, train
from studio import upscale

torch.set_num_threads(1)


def patchwork(width: int, height: int, cell: int) -> np.ndarray:
    """Squares of papers of all colours."""
    size = (height // cell, width // cell, 3)
    few = np.random.default_rng(2).integers(0, 256, size, dtype=np.uint8)
    return few.repeat(cell, 0).repeat(cell, 1)


def test_the_studio_draws_what_the_network_draws(tmp_path: Path) -> None:
    torch.manual_seed(3)
    model = Enlarger()
    with torch.no_grad():
        model.layers[-1].weight.mul_(20)  # type: ignore[operator]
    save(model, tmp_path / "weights.npz")
    small = patchwork(40, 30, 5)
    drawn = upscale.enlarge(small, upscale.load(tmp_path / "weights.npz"))
    padded = np.pad(small, ((REACH, REACH), (REACH, REACH), (0, 0)), "edge")
    with torch.no_grad():
        missing = model(torch.from_numpy(padded).permute(2, 0, 1)[None].float())[0]
    whole = enlarger.enlarged(small) + missing.permute(1, 2, 0).numpy()
    assert np.abs(missing.numpy()).mean() > 1  # it does something
    assert np.abs(drawn - np.clip(whole, 0, 255)).max() <= 0.51


def test_flat_paper_asks_for_nothing() -> None:
    flat = torch.full((1, 3, 12, 12), 0.37)
    assert Enlarger()(flat).abs().max() < 1e-6


def test_it_learns(tmp_path: Path) -> None:
    torch.manual_seed(0)
    large = patchwork(SMALL[0] * FACTOR, SMALL[1] * FACTOR, 40)
    pairs = [(np.asarray(Image.fromarray(large).resize(SMALL, Image.Resampling.BOX)), large)]
    model = Enlarger()
    parts = enlarger.batch(pairs, np.random.default_rng(9))

    def off() -> float:
        with torch.no_grad():
            return float(enlarger.distance(model(parts[0]) + parts[1], parts[2]))

    before = off()
    train(model, pairs, tmp_path / "weights.npz", steps=20)
    assert off() < 0.99 * before
    assert len(upscale.load(tmp_path / "weights.npz")) == 3
