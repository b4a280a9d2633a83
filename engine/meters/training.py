"""Training the namer: paint portraits, learn from each a few times, go on at any time."""

from __future__ import annotations

import random
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch
import torch.nn.functional as F
from safetensors.torch import save_file
from torch import Tensor

from engine import checkpoints
from engine.meters import namer, portraits
from engine.meters.namer import Namer
from engine.meters.portraits import Portrait


@dataclass(frozen=True)
class Recipe:
    """How to train. ``minutes`` of processor time; ``count`` portraits a step."""

    minutes: float = 15.0
    count: int = 64
    kept: int = 6000  # portraits in memory
    reuse: float = 3.0  # how often each is looked at
    rate: float = 2e-3
    warm: int = 30
    average: float = 0.98
    rest: float = 0.45  # last part of the run, in which the rate falls
    seed: int = 1
    report_every: float = 60.0


def train(folder: Path, recipe: Recipe, say: Callable[[str], None] = print) -> dict[str, Any]:
    """Train in ``folder`` for ``recipe.minutes`` of processor time, from where it stands."""
    torch.manual_seed(recipe.seed)
    run = Run(folder, recipe)
    say(f"{run.facts()['parameters'] / 1e6:.2f} M parameters, from step {run.step}")
    began = told = time.process_time()
    budget = recipe.minutes * 60
    while (spent := time.process_time() - began) < budget:
        run.learn(spent / budget)
        run.seconds = run.before + spent
        if time.process_time() - told > recipe.report_every:
            told = time.process_time()
            run.save()
            say(run.report())
    run.save()
    say(run.report())
    return run.facts()


class Run:
    """A namer in training: weights, their average, the optimiser, portraits in memory."""

    def __init__(self, folder: Path, recipe: Recipe) -> None:
        self.folder, self.recipe = folder, recipe
        self.net = Namer()
        self.seed = self.painted = 0
        self._memory: list[Portrait] = []
        self._used = self._fresh = 0
        self.average = checkpoints.beginning(self.net)
        self.optimiser = torch.optim.AdamW(self.net.parameters(), recipe.rate, weight_decay=0.02)
        self.step = self.first = 0
        self.seconds = self.before = 0.0
        self.losses: list[tuple[float, ...]] = []
        self.state = folder / "state" / "namer"
        progress = checkpoints.progress(self.state)
        if progress:
            self.net.load_state_dict(checkpoints.weights(self.state))
            self.step = self.first = progress["step"]
            self.seed, self.painted = progress["seed"], progress["painted"]
            self.before = self.seconds = progress["seconds"]
            self.average = checkpoints.resume(self.state, self.net, self.optimiser, self.step)
        self.rng = random.Random(recipe.seed + self.step)

    def _losses(self) -> tuple[Tensor, Tensor]:
        """Cross-entropy of kinds and of colours for some portraits."""
        while len(self._memory) < self.recipe.count or self._used > self.recipe.reuse * self._fresh:
            self.seed += 1
            made = portraits.make(self.seed)
            self._memory += made
            self.painted += len(made)
            self._fresh += len(made)
            del self._memory[: max(0, len(self._memory) - self.recipe.kept)]
        picked = [self.rng.choice(self._memory) for _ in range(self.recipe.count)]
        self._used += len(picked)
        kind, colour = self.net(portraits.crops(picked, self.rng))
        true = torch.tensor([one.kind for one in picked])
        dyed = torch.tensor([one.colour for one in picked])
        return (
            F.cross_entropy(kind, true, label_smoothing=0.05),
            0.5 * F.cross_entropy(colour, dyed),
        )

    def learn(self, part: float) -> None:
        """One step; ``part`` 0..1 of the run is over."""
        rate = self.recipe.rate * checkpoints.fall(part, 0.02, self.recipe.rest)
        for group in self.optimiser.param_groups:
            group["lr"] = rate * min(1.0, (self.step - self.first + 1) / self.recipe.warm)
        losses = self._losses()
        self.optimiser.zero_grad(set_to_none=True)
        torch.stack(losses).sum().backward()
        torch.nn.utils.clip_grad_norm_(self.net.parameters(), 2.0)
        self.optimiser.step()
        checkpoints.follow(self.average, self.net, self.step, self.recipe.average)
        self.step += 1
        self.losses.append(tuple(float(loss.detach()) for loss in losses))

    def save(self) -> None:
        """Write weights, average, moments, progress; a kill in between leaves the older state."""
        checkpoints.save(self.state, self.net, self.average, self.optimiser, self.facts())
        half = {k: v.half() if v.is_floating_point() else v for k, v in self.average.items()}
        save_file({k: v.contiguous() for k, v in half.items()}, self.folder / namer.FILE)

    def facts(self) -> dict[str, Any]:
        return {
            "step": self.step,
            "seed": self.seed,
            "painted": self.painted,
            "seconds": round(self.seconds, 1),
            "parameters": sum(p.numel() for p in self.net.parameters()),
        }

    def report(self) -> str:
        recent = self.losses[-100:]
        count = len(recent[0]) if recent else 0
        means = [sum(row[i] for row in recent) / len(recent) for i in range(count)]
        told = "  ".join(f"{value:.4f}" for value in means)
        return f"{self.seconds / 60:5.1f} min  step {self.step}  {self.painted}  {told}"
