"""PSNR and SSIM of pictures whose answers are known."""

from __future__ import annotations

import pytest
import torch

from engine.meters.similarity import psnr, ssim


def test_equal_pictures_are_as_alike_as_can_be() -> None:
    picture = torch.rand(2, 3, 20, 30, generator=torch.Generator().manual_seed(1))
    assert ssim(picture, picture).tolist() == pytest.approx([1.0, 1.0])
    assert psnr(picture, picture).tolist() == [100.0, 100.0]


def test_a_tenth_off_everywhere_is_twenty_decibels() -> None:
    flat = torch.full((1, 3, 16, 16), 0.5)
    assert psnr(flat, flat + 0.1).item() == pytest.approx(20.0, abs=1e-3)


def test_flat_pictures_differ_by_the_luminance_term_alone() -> None:
    dark, light = torch.full((1, 3, 16, 16), 0.2), torch.full((1, 3, 16, 16), 0.6)
    expected = (2 * 0.2 * 0.6 + 1e-4) / (0.2**2 + 0.6**2 + 1e-4)
    assert ssim(dark, light).item() == pytest.approx(expected, abs=1e-4)


def test_a_negative_has_structure_turned_round() -> None:
    picture = torch.rand(1, 3, 24, 24, generator=torch.Generator().manual_seed(2))
    assert ssim(picture, 1 - picture).item() < -0.5
