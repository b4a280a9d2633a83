"""Training the meters' networks: paint, learn from each picture a few times, go on at any time."""

from __future__ import annotations

import json
import math
import os
import random
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

import torch
import torch.nn.functional as F
from safetensors.torch import load_file, save_file
from torch import Tensor, nn

from engine.meters import lessons, namer, portraits, segmenter
from engine.meters.lessons import Lesson
from engine.meters.namer import Namer
from engine.meters.portraits import Portrait
from engine.meters.segmenter import CELL, Reading, Segmenter

OUTSIDE = 0.3  # what a cell without a figure counts in the mask's loss


@dataclass(frozen=True)
class Recipe:
    """How to train. ``minutes`` of processor time."""

    minutes: float = 15.0
    rate: float = 2e-3
    warm: int = 30
    average: float = 0.997
    rest: float = 0.45  # last part of the run, in which the rate falls
    seed: int = 1
    report_every: float = 60.0


def train(
    pupil: Pupil, folder: Path, recipe: Recipe, say: Callable[[str], None] = print
) -> dict[str, Any]:
    """Train in ``folder`` for ``recipe.minutes`` of processor time, from where it stands."""
    torch.manual_seed(recipe.seed)
    run = Run(pupil, folder, recipe)
    say(f"{pupil.name}: {run.facts()['parameters'] / 1e6:.2f} M parameters, from step {run.step}")
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


class Pupil(Protocol):
    """A network and what it learns from."""

    name: str
    file: str
    net: nn.Module
    painted: int  # pictures
    seed: int  # of the last that was painted

    def losses(self, rng: random.Random) -> tuple[Tensor, ...]:
        """What is wrong with its answers to some pictures."""
        ...


class Run:
    """A network in training: weights, their average, the optimiser."""

    def __init__(self, pupil: Pupil, folder: Path, recipe: Recipe) -> None:
        self.pupil, self.folder, self.recipe = pupil, folder, recipe
        self.net = pupil.net
        self.optimiser = torch.optim.AdamW(self.net.parameters(), recipe.rate, weight_decay=0.02)
        self.step = self.first = 0
        self.seconds = self.before = 0.0
        self.losses: list[tuple[float, ...]] = []
        self.state = folder / "state" / pupil.name
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
        self.pupil.seed, self.pupil.painted = progress["seed"], progress["painted"]
        self.before = self.seconds = progress["seconds"]
        self.net.load_state_dict(load_file(self.state / "weights.safetensors"))
        moments = load_file(self.state / "moments.safetensors")
        for name, p in self.net.named_parameters():
            self.optimiser.state[p] = {
                "step": torch.tensor(float(self.step)),
                "exp_avg": moments[f"{name}.m"],
                "exp_avg_sq": moments[f"{name}.v"],
            }

    def learn(self, part: float) -> None:
        """One step; ``part`` 0..1 of the run is over."""
        rest = self.recipe.rest
        fall = max(0.0, (part - (1 - rest)) / rest) if rest else 0.0
        rate = self.recipe.rate * (0.02 + 0.98 * (1 + math.cos(math.pi * min(1.0, fall))) / 2)
        for group in self.optimiser.param_groups:
            group["lr"] = rate * min(1.0, (self.step - self.first + 1) / self.recipe.warm)
        losses = self.pupil.losses(self.rng)
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
        save_file({k: v.contiguous() for k, v in half.items()}, self.folder / self.pupil.file)

    def facts(self) -> dict[str, Any]:
        return {
            "step": self.step,
            "seed": self.pupil.seed,
            "painted": self.pupil.painted,
            "seconds": round(self.seconds, 1),
            "parameters": sum(p.numel() for p in self.net.parameters()),
        }

    def report(self) -> str:
        recent = self.losses[-100:]
        count = len(recent[0]) if recent else 0
        means = [sum(row[i] for row in recent) / len(recent) for i in range(count)]
        told = "  ".join(f"{value:.4f}" for value in means)
        return f"{self.seconds / 60:5.1f} min  step {self.step}  {self.pupil.painted}  {told}"


class SegmenterPupil:
    """Learns masks and boxes from crowds; each is looked at REUSE times."""

    name: str = "segmenter"
    file: str = segmenter.FILE

    def __init__(self, count: int = 4, kept: int = 900, reuse: float = 3.0) -> None:
        self.net: nn.Module = Segmenter()
        self.count, self.kept, self.reuse = count, kept, reuse
        self.seed = self.painted = 0
        self._memory: list[Lesson] = []
        self._used = self._fresh = 0

    def losses(self, rng: random.Random) -> tuple[Tensor, ...]:
        while not self._memory or self._used > self.reuse * self._fresh:
            self.seed += 1
            made = lessons.make(self.seed)
            self._memory += made
            self.painted += len(made)
            self._fresh += len(made)
            del self._memory[: max(0, len(self._memory) - self.kept)]
        picked = [rng.choice(self._memory) for _ in range(self.count)]
        self._used += len(picked)
        pictures = torch.stack([lesson.picture for lesson in picked]).float() / 255
        empty = torch.stack([lesson.empty for lesson in picked]).float() / 255
        pictures, targets = lessons.soiled(pictures, rng), Targets.of(picked)
        if rng.random() < 0.5:
            pictures, empty, targets = pictures.flip(-1), empty.flip(-1), targets.mirrored()
        return distance(self.net(pictures, empty), targets)


class NamerPupil:
    """Learns kinds and colours from portraits."""

    name: str = "namer"
    file: str = namer.FILE

    def __init__(self, count: int = 64, kept: int = 6000, reuse: float = 3.0) -> None:
        self.net: nn.Module = Namer()
        self.count, self.kept, self.reuse = count, kept, reuse
        self.seed = self.painted = 0
        self._memory: list[Portrait] = []
        self._used = self._fresh = 0

    def losses(self, rng: random.Random) -> tuple[Tensor, ...]:
        while len(self._memory) < self.count or self._used > self.reuse * self._fresh:
            self.seed += 1
            made = portraits.make(self.seed)
            self._memory += made
            self.painted += len(made)
            self._fresh += len(made)
            del self._memory[: max(0, len(self._memory) - self.kept)]
        picked = [rng.choice(self._memory) for _ in range(self.count)]
        self._used += len(picked)
        kind, colour = self.net(portraits.crops(picked, rng))
        return (
            F.cross_entropy(kind, torch.tensor([one.kind for one in picked]), label_smoothing=0.05),
            0.5 * F.cross_entropy(colour, torch.tensor([one.colour for one in picked])),
        )


@dataclass
class Targets:
    """What a segmenter should say: ``figure`` [N,H,W] 0 or 1; of each cell ``reach`` [N,4,h,w];
    ``weight`` [N,h,w] is 0 where there is no figure.
    """

    figure: Tensor
    reach: Tensor
    weight: Tensor

    @staticmethod
    def of(row: list[Lesson]) -> Targets:
        height, width = row[0].owner.shape
        ys, xs = torch.meshgrid(
            (torch.arange(-(-height // CELL)) + 0.5) * CELL / height,
            (torch.arange(-(-width // CELL)) + 0.5) * CELL / width,
            indexing="ij",
        )
        reaches, weights = [], []
        for lesson in row:
            cell = lesson.owner[CELL // 2 :: CELL, CELL // 2 :: CELL].long()
            box = torch.cat([torch.zeros(1, 4), lesson.box])[cell]  # [h,w,4]
            sides = (xs - box[..., 0], ys - box[..., 1], box[..., 2] - xs, box[..., 3] - ys)
            reaches.append(torch.stack(sides).clamp(min=0))
            many = torch.bincount(cell.flatten(), minlength=len(lesson.kind) + 1).clamp(min=1)
            weights.append((1 / many.float().sqrt())[cell] * (cell > 0))
        weight = torch.stack(weights)
        return Targets(
            torch.stack([(lesson.owner > 0).float() for lesson in row]),
            torch.stack(reaches),
            weight / weight.sum().clamp(min=1e-6),
        )

    def mirrored(self) -> Targets:
        swapped = self.reach[:, [2, 1, 0, 3]].flip(-1)
        return Targets(self.figure.flip(-1), swapped, self.weight.flip(-1))


def distance(said: Reading, true: Targets) -> tuple[Tensor, Tensor]:
    """Losses: mask (cross-entropy and Dice) and box (1 - IoU, UnitBox, arXiv 1608.01471, section
    3.2); small figures count nearly as much as large ones.
    """
    pixel = F.binary_cross_entropy_with_logits(said.figure, true.figure, reduction="none")
    mask = (pixel * (OUTSIDE + (1 - OUTSIDE) * true.figure)).mean() * 4
    chance = said.figure.sigmoid()
    common = (chance * true.figure).sum()
    mask = mask + 1.0 * (1 - (2 * common + 1) / (chance.sum() + true.figure.sum() + 1))
    box = (overlap_loss(said.reach, true.reach) * true.weight).sum()
    return mask, box


def overlap_loss(said: Tensor, true: Tensor) -> Tensor:
    """1 - IoU of boxes told as distances from the same cell, [N,4,h,w] -> [N,h,w]."""
    low = torch.minimum(said, true)
    common = (low[:, 0] + low[:, 2]) * (low[:, 1] + low[:, 3])
    one = (said[:, 0] + said[:, 2]) * (said[:, 1] + said[:, 3])
    other = (true[:, 0] + true[:, 2]) * (true[:, 1] + true[:, 3])
    return 1 - (common + 1e-5) / (one + other - common + 1e-5)
