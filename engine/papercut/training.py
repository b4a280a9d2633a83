"""Training papercut: paint random films in the background, learn from them, resume at any time,
tell how it goes.

Rectified flow with a clean-frame prediction: x_t = (1 - t) x_0 + t noise, the network answers x_0.
Windows are shown with no frame known (the global pass), with both ends known (the local pass) and
with anything between, so that one network serves both.
"""

from __future__ import annotations

import json
import random
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import torch
import torch.nn.functional as F
from torch import Tensor

from engine import checkpoints
from engine.papercut.ahead import Painters
from engine.papercut.conditions import Conditions
from engine.papercut.examples import Example, make
from engine.papercut.lessons import distance, known_mask, spotlight, weathered
from engine.papercut.network import Papercut
from engine.papercut.pictures import contact_sheet
from engine.papercut.sampler import sample, shrink, shrunk


@dataclass(frozen=True)
class Recipe:
    """How to train. ``minutes`` of wall clock; ``frames`` of a step over all its windows."""

    minutes: float = 30.0
    device: str = "auto"
    frames: int = 16
    rate: float = 6e-4
    warm: int = 150  # steps of a run until the full rate
    average: float = 0.998  # decay of the averaged weights, which are the ones that are kept
    kept: int = 240  # windows in memory, each used about ``reuse`` times; 17 MB each
    reuse: float = 2.5
    painters: int = 1  # processes that paint
    small: float = (
        0.7  # share of the run composed at half size: four times as fast, edges come last
    )
    # last part of the run, in which the rate falls to a twentieth; 0 for all but the last of
    # many
    rest: float = 0.35
    threads: int = 0
    seed: int = 0
    report_every: float = 300.0


def train(
    folder: Path,
    recipe: Recipe,
    say: Callable[[str], None] = print,
    config: dict[str, Any] | None = None,
) -> dict[str, float]:
    """Train the network in ``folder`` for ``recipe.minutes``, from where it stands; returns the
    figures of held-out windows.

    ``folder`` gets the averaged weights in diffusers' layout (float16), ``state/`` what resuming
    needs, ``pictures/`` held-out windows as the network sees them, ``log.jsonl`` one line a report.
    ``say`` is told every report.
    """
    if recipe.threads:
        torch.set_num_threads(recipe.threads)
    device = _device(recipe.device)
    torch.manual_seed(recipe.seed)
    run = Run(folder, device, recipe, config)
    folder.mkdir(parents=True, exist_ok=True)
    exam = [make(seed, held_out=True) for seed in range(900_000, 900_008)]
    say(f"{run.parameters / 1e6:.1f} M parameters on {device}, from step {run.step}")
    with Painters(recipe.painters, 1 + run.painted, make) as painters:
        started = told = time.monotonic()
        while (spent := time.monotonic() - started) < recipe.minutes * 60:
            part = spent / (recipe.minutes * 60)
            painters.gather(run.memory, recipe.kept, recipe.reuse, run.used)
            if len(run.memory) < min(8, recipe.kept):
                time.sleep(0.2)
                continue
            run.learn(part)
            if time.monotonic() - told > recipe.report_every:
                told = time.monotonic()
                run.painted = painters.painted
                run.save()
                say(run.report(exam, spent))
        run.painted = painters.painted
    run.save()
    say(run.report(exam, recipe.minutes * 60))
    return run.figures


class Run:
    """A network in training: weights, their average, the optimiser, the windows in memory."""

    def __init__(
        self, folder: Path, device: torch.device, recipe: Recipe, config: dict[str, Any] | None
    ) -> None:
        self.folder, self.device, self.recipe = folder, device, recipe
        self.state = folder / "state"
        progress = checkpoints.progress(self.state)
        if progress:
            self.net = Papercut.from_config(Papercut.load_config(folder))
            self.net.load_state_dict(checkpoints.weights(self.state))
        else:
            self.net = Papercut(**(config or {}))
        self.net.to(device)
        self.average = checkpoints.beginning(self.net)
        self.optimiser = torch.optim.AdamW(
            self.net.parameters(), lr=recipe.rate, betas=(0.9, 0.98), weight_decay=0.01
        )
        self.step = self.first = self.painted = 0
        self.used = 0.0
        self.losses: list[float] = []
        self.figures: dict[str, float] = {}
        self.seconds = 0.0
        self.memory: list[Example] = []
        if progress:
            self.step = self.first = progress["step"]
            self.painted, self.seconds = progress["painted"], progress["seconds"]
            self.average = checkpoints.resume(self.state, self.net, self.optimiser, self.step)
        self.rng = random.Random(recipe.seed + self.step)

    @property
    def parameters(self) -> int:
        return sum(p.numel() for p in self.net.parameters())

    def learn(self, part: float) -> None:
        """One step; ``part`` 0..1 of the run is over."""
        began = time.monotonic()
        rate = self.recipe.rate * checkpoints.fall(part, 0.05, self.recipe.rest)
        for group in self.optimiser.param_groups:
            group["lr"] = rate * min(1.0, (self.step - self.first + 1) / self.recipe.warm)
        shortest = min(len(example.target) for example in self.memory)
        length = min(shortest, self.rng.choice((4, 8, 8, 16)))
        picked = [
            cutout(self.rng.choice(self.memory), length, self.rng)
            for _ in range(max(1, self.recipe.frames // length))
        ]
        self.used += len(picked) * length / 16
        seen, clean = batch(picked, self.device)
        small = part < self.recipe.small
        loss = self._loss(seen, clean, small)
        self.optimiser.zero_grad(set_to_none=True)
        loss.backward()
        torch.nn.utils.clip_grad_norm_(self.net.parameters(), 1.0)
        self.optimiser.step()
        checkpoints.follow(self.average, self.net, self.step, self.recipe.average)
        self.step += 1
        self.losses.append(float(loss.detach()))
        self.seconds += time.monotonic() - began

    def _loss(self, seen: Conditions, clean: Tensor, small: bool) -> Tensor:
        b, t = clean.shape[:2]
        mask = torch.stack([known_mask(t, seen.shot[i], self.rng) for i in range(b)]).to(
            self.device
        )
        level = torch.rand(b, device=self.device)
        level = torch.where(torch.rand_like(level) < 0.4, torch.ones_like(level), level)
        at = level.view(b, 1, 1, 1, 1)
        noisy = (1 - at) * clean + at * torch.randn_like(clean)
        known = weathered(clean, self.rng) * mask.view(b, t, 1, 1, 1)
        fields, rest = self.net.draw(noisy, level, known, mask, seen)
        if small:
            seen, clean = shrunk(seen, 2), shrink(clean, 2)
        drawn = self.net.paint(fields, rest, seen)
        weight = (1 - mask).view(b, t, 1, 1, 1) * spotlight(seen, clean.shape[-2:]) + 0.02
        return distance(drawn, clean, weight)

    def save(self) -> None:
        """Write weights, average, moments and progress; a kill in between leaves the older state
        whole.
        """
        progress = {"step": self.step, "painted": self.painted, "seconds": self.seconds}
        checkpoints.save(self.state, self.net, self.average, self.optimiser, progress)
        self.averaged().half().save_pretrained(self.folder, max_shard_size="15MB")

    def averaged(self) -> Papercut:
        net = Papercut.from_config(self.net.config)
        net.load_state_dict(self.average)
        return net.to(self.device).eval()

    def report(self, exam: list[Example], spent: float) -> str:
        """Measure held-out windows with four steps, write their pictures and a line of the log."""
        net = self.averaged()
        pictures = self.folder / "pictures"
        pictures.mkdir(exist_ok=True)
        squares, absolutes = [], []
        rows = []
        for i, example in enumerate(exam):
            seen, clean = batch([example], self.device)
            mask = torch.zeros(clean.shape[:2], device=self.device)
            if i % 2:
                mask[:, 0] = mask[:, -1] = 1
            noise = torch.randn(clean.shape, generator=torch.Generator().manual_seed(i))
            made = sample(net, seen, clean, mask, noise.to(self.device), steps=4)
            new = mask[0] == 0
            squares.append(float(((made - clean)[0, new] / 2).square().mean()))
            absolutes.append(float(((made - clean)[0, new] / 2).abs().mean()))
            rows += [clean[0, ::3].cpu(), made[0, ::3].cpu()]
        contact_sheet(rows, pictures / f"step-{self.step:06d}.png")
        recent = self.losses[-200:]
        self.figures = {
            "step": self.step,
            "minutes": round(self.seconds / 60, 1),
            "loss": round(sum(recent) / max(1, len(recent)), 5),
            "held_out_mse": round(sum(squares) / len(squares), 5),
            "held_out_mae": round(sum(absolutes) / len(absolutes), 5),
            "windows_painted": self.painted,
        }
        with open(self.folder / "log.jsonl", "a") as log:
            log.write(json.dumps(self.figures) + "\n")
        return f"{spent / 60:5.1f} min  " + "  ".join(f"{k} {v}" for k, v in self.figures.items())


def cutout(example: Example, length: int, rng: random.Random) -> Example:
    """``length`` frames of a window: neighbours, or every second or so."""
    whole = len(example.target)
    stride = rng.randint(1, max(1, (whole - 1) // max(1, length - 1)))
    first = rng.randint(0, whole - 1 - stride * (length - 1))
    return example.take(slice(first, first + stride * (length - 1) + 1, stride))


def batch(examples: list[Example], device: torch.device) -> tuple[Conditions, Tensor]:
    """Windows of one length as conditions [B,T,...] and clean frames [B,T,3,H,W] in -1..1."""
    windows = [example.conditions() for example in examples]
    subjects = max(w.doing.shape[1] for w in windows)
    phrases, shifted, offset = [], [], 0
    for w in windows:
        phrases.append(w.phrases)
        short = subjects - w.doing.shape[1]
        shifted.append(
            replace(
                w,
                doing=F.pad(w.doing, (0, short)) + offset,
                saying=w.saying + offset,
                owner=F.pad(w.owner, (0, 0, 0, 0, 0, short)),
            )
        )
        offset += len(w.phrases)
    stacked = {
        name: torch.stack([getattr(w, name) for w in shifted])
        for name in Conditions.__dataclass_fields__
        if name != "phrases"
    }
    seen = Conditions(**stacked, phrases=torch.cat(phrases)).to(device)
    clean = torch.stack([example.clean() for example in examples]).to(device)
    return seen, clean * 2 - 1


def _device(name: str) -> torch.device:
    if name == "auto":
        name = "cuda" if torch.cuda.is_available() else "cpu"
    return torch.device(name)
