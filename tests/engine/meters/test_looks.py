"""Looks: the same papers are alike, others are not, whatever the light."""

from __future__ import annotations

import pytest
import torch

from engine.meters import daylight, looks
from storyboard import light

MASK = torch.zeros(30, 20, dtype=torch.bool)
MASK[3:27, 5:15] = True


def dressed(top: tuple[float, ...], middle: tuple[float, ...], feet: tuple[float, ...]):
    picture = torch.zeros(3, 30, 20)
    for k, colour in enumerate((top, middle, feet)):
        picture[:, 3 + 8 * k : 11 + 8 * k] = torch.tensor(colour).view(3, 1, 1)
    return picture


RED, BLUE, SKIN = (0.8, 0.3, 0.2), (0.25, 0.4, 0.6), (0.9, 0.7, 0.6)


def test_a_look_is_like_itself_and_unlike_another_dress() -> None:
    one = looks.look(dressed(SKIN, RED, BLUE), MASK)
    other = looks.look(dressed(SKIN, BLUE, RED), MASK)
    assert looks.alike(one, one) == pytest.approx(1.0)
    assert looks.alike(one, other) < 0.6


def test_the_light_of_the_scene_is_taken_off() -> None:
    lit = light.light("night", "clear")
    picture = dressed(SKIN, RED, BLUE)
    rows = torch.tensor(lit.weights(lit.keep))
    dark = torch.einsum("cd,dhw->chw", rows[:, :3], picture) + rows[:, 3].view(3, 1, 1)
    assert torch.allclose(daylight.by_day(dark, lit), picture, atol=2e-3)


def test_subjects_that_look_like_themselves_are_told_apart() -> None:
    mia, tom = dressed(SKIN, RED, BLUE), dressed(SKIN, BLUE, RED)
    row = [(name, looks.look(one, MASK)) for name, one in (("mia", mia), ("tom", tom)) * 2]
    same, other, apart = looks.told_apart(row)
    assert same == pytest.approx(1.0)
    assert other < same
    assert apart == 1.0


def test_one_subject_alone_compares_with_nobody() -> None:
    same, other, _ = looks.told_apart([("mia", looks.look(dressed(SKIN, RED, BLUE), MASK))])
    assert same != same
    assert other != other
