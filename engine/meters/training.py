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
from engine.meters.portraits import Place, Portrait

PLACES = 500  # empty places in memory at most
POSES = 3  # painted of a puppet in one dress: many dresses teach more than many poses
DYED = 0.3  # of the portraits are shown in other colours, so that kinds are told by their shapes
PLACE_EVERY = 16  # puppets; a place takes as long to paint as 40 portraits


@dataclass(frozen=True)
class Recipe:
    """How to train. ``minutes`` of processor time; ``count`` portraits a step."""

    minutes: float = 15.0
    count: int = 64
    kept: int = 12000  # portraits in memory, 29 kB each
    reuse: float = 4.0  # how often each is looked at
    ahead: int = 2400  # portraits before a run's first step: few would be learned by heart
    places: int = 40  # empty places to start with
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


def jittered(crops: Tensor, dyed: Tensor, dice: torch.Generator) -> Tensor:
    """Crops [N,7,H,W] mirrored or not, a little larger or smaller, wider or narrower, moved; those
    that are ``dyed`` [N] in other colours throughout.
    """
    n = len(crops)

    def spread(low: float, high: float, *shape: int) -> Tensor:
        return low + (high - low) * torch.rand(*shape, generator=dice)

    maps = torch.zeros(n, 2, 3)
    size = spread(0.88, 1.15, n)
    maps[:, 0, 0] = size * spread(0.92, 1.08, n) * torch.where(spread(0, 1, n) < 0.5, -1.0, 1.0)
    maps[:, 1, 1] = size
    maps[:, :, 2] = spread(-0.08, 0.08, n, 2)
    grid = F.affine_grid(maps, list(crops.shape), align_corners=False)
    moved = F.grid_sample(crops, grid, align_corners=False)
    mix = spread(0, 1, n, 3, 3)
    mix = mix / mix.sum(2, keepdim=True)  # any channel out of all three
    mix = torch.where(dyed.view(-1, 1, 1), mix, torch.eye(3).expand(n, 3, 3))
    power = torch.where(dyed.view(-1, 1, 1, 1), spread(0.6, 1.6, n, 1, 1, 1), torch.ones(1))
    picture, place = (
        torch.einsum("nij,njhw->nihw", mix, part).clamp(1e-4, 1) ** power
        for part in (moved[:, :3], moved[:, 3:6])
    )
    return torch.cat([picture, place, moved[:, 6:]], 1)


class Run:
    """A namer in training: weights, their average, the optimiser, portraits in memory."""

    def __init__(self, folder: Path, recipe: Recipe) -> None:
        self.folder, self.recipe = folder, recipe
        self.net = Namer()
        self.seed = self.painted = 0
        self._memory: list[Portrait] = []
        self._places: list[Place] = []
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
        self.dice = torch.Generator().manual_seed(recipe.seed + self.step)

    def _paint(self) -> None:
        """A few more portraits, and one more place for those to come."""
        self.seed += 1
        if not self._places:
            self._places = [portraits.place(self.seed + 1 + i) for i in range(self.recipe.places)]
        elif self.seed % PLACE_EVERY == 0:
            self._places.append(portraits.place(self.seed))
            del self._places[:-PLACES]
        made = portraits.make(self.seed, self._places, count=POSES)
        self._memory += made
        self.painted += len(made)
        self._fresh += len(made)
        del self._memory[: max(0, len(self._memory) - self.recipe.kept)]

    def _losses(self) -> tuple[Tensor, Tensor, Tensor]:
        """Cross-entropy of kinds and of colours for some portraits, mirrored or not; squared error
        of the main papers.
        """
        least = max(self.recipe.count, self.recipe.ahead)
        while len(self._memory) < least or self._used > self.recipe.reuse * self._fresh:
            self._paint()
        picked = [self.rng.choice(self._memory) for _ in range(self.recipe.count)]
        self._used += len(picked)
        crops = torch.stack([one.crop for one in picked]).float() / 255
        dyed = torch.rand(len(picked), generator=self.dice) < DYED
        kind, colour, paper = self.net(jittered(crops, dyed, self.dice))
        told = ~dyed
        kinds, colours = (
            torch.tensor([getattr(one, name) for one in picked]) for name in ("kind", "colour")
        )
        papers = torch.tensor([one.paper for one in picked])
        return (
            F.cross_entropy(kind, kinds, label_smoothing=0.05),
            0.5 * F.cross_entropy(colour[told], colours[told]),
            5 * F.mse_loss(paper[told], papers[told]),
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
