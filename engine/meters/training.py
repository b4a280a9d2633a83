"""Training the namer: paint portraits, learn from each a few times, go on at any time."""

from __future__ import annotations

import json
import math
import os
import random
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch
import torch.nn.functional as F
from safetensors.torch import load_file, save_file
from torch import Tensor

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
        self.optimiser = torch.optim.AdamW(self.net.parameters(), recipe.rate, weight_decay=0.02)
        self.step = self.first = 0
        self.seconds = self.before = 0.0
        self.losses: list[tuple[float, ...]] = []
        self.state = folder / "state" / "namer"
        if (self.state / "progress.json").exists():
            self._resume()
        self.average = {
            name: value.detach().clone() for name, value in self.net.state_dict().items()
        }
        if (self.state / "average.safetensors").exists():
            self.average = load_file(self.state / "average.safetensors")
        self.rng = random.Random(recipe.seed + self.step)

    def _resume(self) -> None:
        progress = json.loads((self.state / "progress.json").read_text())
        self.step = self.first = progress["step"]
        self.seed, self.painted = progress["seed"], progress["painted"]
        self.before = self.seconds = progress["seconds"]
        self.net.load_state_dict(load_file(self.state / "weights.safetensors"))
        moments = load_file(self.state / "moments.safetensors")
        for name, p in self.net.named_parameters():
            self.optimiser.state[p] = {
                "step": torch.tensor(float(self.step)),
                "exp_avg": moments[f"{name}.m"],
                "exp_avg_sq": moments[f"{name}.v"],
            }

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
        rest = self.recipe.rest
        fall = max(0.0, (part - (1 - rest)) / rest) if rest else 0.0
        rate = self.recipe.rate * (0.02 + 0.98 * (1 + math.cos(math.pi * min(1.0, fall))) / 2)
        for group in self.optimiser.param_groups:
            group["lr"] = rate * min(1.0, (self.step - self.first + 1) / self.recipe.warm)
        losses = self._losses()
        self.optimiser.zero_grad(set_to_none=True)
        torch.stack(losses).sum().backward()
        torch.nn.utils.clip_grad_norm_(self.net.parameters(), 2.0)
        self.optimiser.step()
        decay = min(self.recipe.average, (1 + self.step) / (10 + self.step))
        with torch.no_grad():
            for name, value in self.net.state_dict().items():
                if value.is_floating_point():
                    self.average[name].lerp_(value, 1 - decay)
                else:
                    self.average[name].copy_(value)
        self.step += 1
        self.losses.append(tuple(float(loss.detach()) for loss in losses))

    def save(self) -> None:
        """Write weights, average, moments, progress; a kill in between leaves the older state."""
        self.state.mkdir(parents=True, exist_ok=True)
        moments = {}
        for name, p in self.net.named_parameters():
            if p in self.optimiser.state:
                moments[f"{name}.m"] = self.optimiser.state[p]["exp_avg"]
                moments[f"{name}.v"] = self.optimiser.state[p]["exp_avg_sq"]
        tables = {"weights": self.net.state_dict(), "average": self.average, "moments": moments}
        for file, tensors in tables.items():
            save_file({k: v.contiguous() for k, v in tensors.items()}, self.state / f"{file}.part")
            os.replace(self.state / f"{file}.part", self.state / f"{file}.safetensors")
        (self.state / "progress.json").write_text(json.dumps(self.facts()))
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
