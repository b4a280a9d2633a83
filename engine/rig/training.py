"""Training the rig network: figures are drawn in the background; it resumes at any time."""

from __future__ import annotations

import json
import random
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch
import torch.nn.functional as F
from torch import Tensor

from engine import checkpoints
from engine.papercut.ahead import Painters
from engine.rig import exam
from engine.rig.examples import Example, make
from engine.rig.network import Found, RigNet

SPREAD = 1.3  # places that a joint's target spreads over, of half the sheet's pixels


@dataclass(frozen=True)
class Recipe:
    """How to train. ``minutes`` of processor time of the whole training, all runs together."""

    minutes: float = 20.0
    batch: int = 16
    rate: float = 2.5e-3
    warm: int = 60
    average: float = 0.995
    kept: int = 6000  # drawings in memory; 0.3 MB each
    reuse: float = 4.0  # times that a drawing is learned from
    seed: int = 0
    report_every: float = 600.0


class Lessons:
    """A batch as tensors: pictures and truth."""

    def __init__(self, examples: Sequence[Example]) -> None:
        self.picture = torch.from_numpy(np.stack([e.picture for e in examples])).float() / 255
        self.seen = torch.from_numpy(np.stack([e.seen for e in examples])).long()
        self.whole = torch.from_numpy(np.stack([e.whole for e in examples])).float()
        self.joints = torch.from_numpy(np.stack([e.joints for e in examples]))
        self.plan = torch.tensor([e.plan for e in examples])
        self.facing = torch.tensor([float(e.facing > 0) for e in examples])


def coloured(picture: Tensor, rng: random.Random) -> Tensor:
    """The drawings [N,4,S,S] in other colours: channels swapped, brighter or darker."""
    out = []
    for one in picture:
        order = [0, 1, 2]
        if rng.random() < 0.4:
            rng.shuffle(order)
        gain = one.new_tensor([rng.uniform(0.8, 1.15) for _ in range(3)]).view(3, 1, 1)
        colour = one[order] * gain
        if rng.random() < 0.05:  # pale ink on dark paper
            colour = one[3:] - colour
        out.append(torch.cat([torch.minimum(colour.clamp(0, 1), one[3:]), one[3:]]))
    return torch.stack(out)


def distance(found: Found, truth: Lessons) -> Tensor:
    """How far the network is from the truth: parts on top, parts whole, joints, plan, facing."""
    alpha = F.avg_pool2d(truth.picture[:, 3:], 2)[:, 0]
    weight = 0.06 + 0.94 * (alpha > 0.3).float()
    near = F.max_pool2d(alpha[:, None], 5, 1, 2)[:, 0] > 0.1  # all else is empty
    part = truth.seen[:, ::2, ::2][near]
    top = F.cross_entropy(found.seen.permute(0, 2, 3, 1)[near].float(), part, reduction="none")
    seen = (top * weight[near]).sum() / weight[near].sum()
    hidden = F.binary_cross_entropy_with_logits(
        found.whole.float(), F.avg_pool2d(truth.whole, 2), reduction="none"
    )
    whole = (hidden * weight[:, None]).sum() / weight.sum()
    plan = F.cross_entropy(found.plan.float(), truth.plan)
    facing = F.binary_cross_entropy_with_logits(found.facing.float(), truth.facing)
    return seen + 0.7 * whole + 0.12 * _joints(found.joints, truth) + 0.25 * plan + 0.1 * facing


def _joints(logits: Tensor, truth: Lessons) -> Tensor:
    """Cross entropy with a small hill about every joint that there is."""
    side = logits.shape[-1]
    there = ~truth.joints[..., 0].isnan()
    places = (torch.arange(side) + 0.5) / side
    at = truth.joints[there]  # [M,2]
    across = torch.exp(-(((places[None] - at[:, :1]) * side / SPREAD) ** 2) / 2)
    down = torch.exp(-(((places[None] - at[:, 1:]) * side / SPREAD) ** 2) / 2)
    hill = (down[:, :, None] * across[:, None]).flatten(1)
    hill = hill / hill.sum(1, keepdim=True).clamp(min=1e-6)
    return F.cross_entropy(logits.float()[there].flatten(1), hill)


def train(
    folder: Path,
    recipe: Recipe,
    say: Callable[[str], None] = print,
    config: dict[str, Any] | None = None,
) -> dict[str, Any]:
    """Train the network in ``folder`` until ``recipe.minutes`` of processor time are used, from
    where it stands; returns the figures of held-out drawings.

    ``folder`` gets the averaged weights in diffusers' layout (float16), ``state/`` what resuming
    needs, ``log.jsonl`` one line a report.
    """
    torch.set_num_threads(1)
    torch.manual_seed(recipe.seed)
    folder.mkdir(parents=True, exist_ok=True)
    run = Run(folder, recipe, config)
    say(f"{run.parameters / 1e6:.2f} M parameters, from step {run.step}")
    with Painters(1, 1 + run.drawn, make, ahead=64, nice=0) as painters:
        told = time.monotonic()
        while run.seconds < recipe.minutes * 60:
            painters.gather(run.memory, recipe.kept, recipe.reuse, run.used)
            if len(run.memory) < min(48, recipe.kept):
                time.sleep(0.2)
                continue
            run.learn()
            if time.monotonic() - told > recipe.report_every:
                told = time.monotonic()
                run.drawn = painters.painted
                run.save()
                say(run.report())
        run.drawn = painters.painted
    run.save()
    say(run.report())
    return run.figures


class Run:
    """A network in training: weights, their average, the optimiser, the drawings in memory."""

    def __init__(self, folder: Path, recipe: Recipe, config: dict[str, Any] | None) -> None:
        self.folder, self.recipe = folder, recipe
        self.state = folder / "state"
        progress = checkpoints.progress(self.state)
        if progress:
            self.net = RigNet.from_config(RigNet.load_config(folder))
            self.net.load_state_dict(checkpoints.weights(self.state))
        else:
            self.net = RigNet(**(config or {}))
        self.net.to(memory_format=torch.channels_last)
        self.average = checkpoints.beginning(self.net)
        self.optimiser = torch.optim.AdamW(
            self.net.parameters(), lr=recipe.rate, betas=(0.9, 0.98), weight_decay=0.01
        )
        self.step = self.drawn = 0
        self.seconds = self.used = 0.0
        self.losses: list[float] = []
        self.figures: dict[str, Any] = {}
        self.memory: list[Example] = []
        if progress:
            self.step, self.drawn = progress["step"], progress["drawn"]
            self.seconds = progress["seconds"]
            self.average = checkpoints.resume(self.state, self.net, self.optimiser, self.step)
        self.rng = random.Random(recipe.seed + self.step)

    @property
    def parameters(self) -> int:
        return sum(p.numel() for p in self.net.parameters())

    def learn(self) -> None:
        """One step; the rate follows how much of the time is used."""
        began = time.process_time()
        part = min(1.0, self.seconds / (self.recipe.minutes * 60))
        rate = self.recipe.rate * checkpoints.fall(part, 0.02)
        for group in self.optimiser.param_groups:
            group["lr"] = rate * min(1.0, (self.step + 1) / self.recipe.warm)
        truth = Lessons([self.rng.choice(self.memory) for _ in range(self.recipe.batch)])
        self.used += self.recipe.batch
        picture = coloured(truth.picture, self.rng)
        with torch.autocast("cpu", torch.bfloat16):
            found = self.net(picture.contiguous(memory_format=torch.channels_last))
        loss = distance(found, truth)
        self.optimiser.zero_grad(set_to_none=True)
        loss.backward()
        torch.nn.utils.clip_grad_norm_(self.net.parameters(), 1.0)
        self.optimiser.step()
        checkpoints.follow(self.average, self.net, self.step, self.recipe.average)
        self.step += 1
        self.losses.append(float(loss.detach()))
        self.seconds += time.process_time() - began

    def save(self) -> None:
        """Write weights, average, moments and progress; a kill in between leaves what was there."""
        progress = {"step": self.step, "drawn": self.drawn, "seconds": self.seconds}
        checkpoints.save(self.state, self.net, self.average, self.optimiser, progress)
        self.averaged().half().save_pretrained(self.folder)

    def averaged(self) -> RigNet:
        net = RigNet.from_config(self.net.config)
        net.load_state_dict(self.average)
        return net.eval()

    def report(self) -> str:
        """Examine held-out drawings and write a line of the log."""
        recent = self.losses[-100:]
        self.figures = {
            "step": self.step,
            "minutes": round(self.seconds / 60, 1),
            "drawn": self.drawn,
            "loss": round(sum(recent) / max(1, len(recent)), 4),
            **exam.examine(self.averaged(), exam.paper(1)),
        }
        with open(self.folder / "log.jsonl", "a") as log:
            log.write(json.dumps(self.figures) + "\n")
        return "  ".join(f"{k} {v}" for k, v in self.figures.items())
