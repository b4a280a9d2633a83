"""A training's state: it goes on as if it had never stopped."""

from __future__ import annotations

from pathlib import Path

import pytest
import torch
from torch import nn

from engine import checkpoints


class Counting(nn.Module):
    """Two layers, of which one may stay unused, and a count that is no fraction."""

    def __init__(self) -> None:
        super().__init__()
        self.used, self.idle = nn.Linear(3, 1), nn.Linear(3, 1)
        self.count: torch.Tensor
        self.register_buffer("count", torch.tensor(0))


class Run:
    """A training of ``Counting`` that learns from whatever its step's number gives."""

    def __init__(self, state: Path) -> None:
        torch.manual_seed(0)
        self.state, self.step, self.net = state, 0, Counting()
        self.average = checkpoints.beginning(self.net)
        self.optimiser = torch.optim.AdamW(self.net.parameters(), 0.1)
        progress = checkpoints.progress(state)
        if progress:
            self.step = progress["step"]
            self.net.load_state_dict(checkpoints.weights(state))
            self.average = checkpoints.resume(state, self.net, self.optimiser, self.step)

    def learn(self) -> None:
        shown = torch.randn(4, 3, generator=torch.Generator().manual_seed(self.step))
        self.optimiser.zero_grad()
        (self.net.used(shown) - shown.sum(1, keepdim=True)).square().mean().backward()
        self.optimiser.step()
        self.net.count.add_(1)
        checkpoints.follow(self.average, self.net, self.step, 0.9)
        self.step += 1

    def save(self) -> None:
        progress = {"step": self.step}
        checkpoints.save(self.state, self.net, self.average, self.optimiser, progress)


def test_a_resumed_training_equals_one_that_never_stopped(tmp_path: Path) -> None:
    whole, halves = Run(tmp_path / "whole"), Run(tmp_path / "a/b/halves")
    for _ in range(4):
        whole.learn()
    for _ in range(2):
        halves.learn()
        halves.learn()
        halves.save()
        halves = Run(tmp_path / "a/b/halves")
    assert halves.step == 4
    weights = halves.net.state_dict()
    assert all(torch.equal(value, weights[name]) for name, value in whole.net.state_dict().items())
    assert all(torch.equal(value, halves.average[name]) for name, value in whole.average.items())
    assert not list(tmp_path.rglob("*.part"))


def test_a_layer_that_never_learned_resumes_without_moments(tmp_path: Path) -> None:
    run = Run(tmp_path)
    run.learn()
    run.save()
    again = Run(tmp_path)
    assert again.net.used.weight in again.optimiser.state
    assert again.net.idle.weight not in again.optimiser.state


def test_the_average_lies_between_old_and_new_weights_and_counts_are_copied(tmp_path: Path) -> None:
    run = Run(tmp_path)
    before = run.net.used.weight.detach().clone()
    run.learn()
    expected = before.lerp(run.net.used.weight.detach(), 0.9)  # decay of the first step: 1 / 10
    assert torch.allclose(run.average["used.weight"], expected)
    assert run.average["count"] == run.net.count == 1


def test_a_state_that_nobody_saved_has_no_progress(tmp_path: Path) -> None:
    assert checkpoints.progress(tmp_path / "none") is None


def test_the_rate_rests_at_full_and_ends_at_its_least() -> None:
    assert checkpoints.fall(0.5, 0.05, 0.35) == 1.0
    assert checkpoints.fall(1.2, 0.05, 0.35) == pytest.approx(0.05)
    assert checkpoints.fall(0.5, 0.02) == pytest.approx(0.51)
    assert checkpoints.fall(0.9, 0.05, rest=0.0) == 1.0
