"""Flicker, seams and drift of films whose answers are known."""

from __future__ import annotations

import pytest
import torch

from engine.meters import steadiness


def brighter(levels: list[float]) -> torch.Tensor:
    """Flat frames of these levels."""
    return torch.tensor(levels).view(-1, 1, 1, 1).expand(-1, 3, 8, 8)


def test_a_still_does_not_flicker() -> None:
    assert steadiness.flicker(brighter([0.3] * 5)) == 1.0


def test_flicker_is_one_minus_the_mean_step() -> None:
    assert steadiness.flicker(brighter([0.0, 0.2, 0.0, 0.2])) == pytest.approx(0.8)


def test_a_seam_shows_as_many_times_the_usual_step() -> None:
    levels = [0.01 * i for i in range(8)] + [0.4 + 0.01 * i for i in range(8)]
    (jump,) = steadiness.seam_jumps(brighter(levels), [8])
    assert jump == pytest.approx(0.33 / 0.01, rel=0.02)


def test_where_nothing_jumps_a_seam_is_one() -> None:
    (jump,) = steadiness.seam_jumps(brighter([0.02 * i for i in range(12)]), [6])
    assert jump == pytest.approx(1.0, abs=1e-3)


def test_blur_makes_a_picture_less_sharp() -> None:
    noisy = torch.rand(1, 3, 32, 32, generator=torch.Generator().manual_seed(3))
    soft = torch.nn.functional.avg_pool2d(noisy, 3, 1, 1)
    assert steadiness.sharpness(soft).item() < 0.5 * steadiness.sharpness(noisy).item()


def test_drift_compares_head_with_tail() -> None:
    values = torch.tensor([1.0] * 10 + [5.0] * 10 + [3.0] * 10)
    assert steadiness.drift(values) == pytest.approx(2.0)
    assert steadiness.drift(brighter([0.5] * 20).flatten(2).mean(2)) == 0.0


def test_slope_is_the_change_from_first_to_last_block_by_the_mean() -> None:
    assert steadiness.slope([1.0, 1.0, 1.0]) == 0.0
    assert steadiness.slope([1.0, 0.9, 0.8]) == pytest.approx(-0.2 / 0.9)
