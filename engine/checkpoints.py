"""Where a training stands, on disk: weights, their running average and AdamW's moments, so that it
goes on as if it had never stopped; and the two curves that every training here follows.

A state is a folder: ``weights``, ``average`` and ``moments`` (``NAME.m``, ``NAME.v``: AdamW's two
moments of each parameter, Loshchilov and Hutter 2019) as ``.safetensors``, and ``progress.json``.
"""

from __future__ import annotations

import json
import math
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import torch
from safetensors.torch import load_file, save_file
from torch import Tensor
from torch.nn import Module
from torch.optim import Optimizer

PROGRESS = "progress.json"


def save(
    state: Path,
    net: Module,
    average: Mapping[str, Tensor],
    optimiser: Optimizer,
    progress: Mapping[str, Any],
) -> None:
    """Write where the training stands into ``state``; a kill in between leaves every file whole."""
    state.mkdir(parents=True, exist_ok=True)
    moments = {}
    for name, p in net.named_parameters():
        if p in optimiser.state:
            moments[f"{name}.m"] = optimiser.state[p]["exp_avg"]
            moments[f"{name}.v"] = optimiser.state[p]["exp_avg_sq"]
    tables = {"weights": net.state_dict(), "average": average, "moments": moments}
    for file, tensors in tables.items():
        save_file({k: v.contiguous() for k, v in tensors.items()}, state / f"{file}.part")
        os.replace(state / f"{file}.part", state / f"{file}.safetensors")
    (state / f"{PROGRESS}.part").write_text(json.dumps(progress))
    os.replace(state / f"{PROGRESS}.part", state / PROGRESS)


def progress(state: Path) -> dict[str, Any] | None:
    """What ``save`` was told last; None where no training has saved yet."""
    file = state / PROGRESS
    return json.loads(file.read_text()) if file.exists() else None


def weights(state: Path) -> dict[str, Tensor]:
    """The weights as they were learned (the average of them is what is used)."""
    return load_file(state / "weights.safetensors")


def resume(state: Path, net: Module, optimiser: Optimizer, step: int) -> dict[str, Tensor]:
    """Give ``optimiser`` the moments of ``net``'s parameters after ``step`` steps and return the
    average, all on the devices where ``net`` is.

    A parameter that no step has touched yet has no moments; AdamW begins them.
    """
    moments = load_file(state / "moments.safetensors")
    for name, p in net.named_parameters():
        if f"{name}.m" in moments:
            optimiser.state[p] = {
                "step": torch.tensor(float(step)),
                "exp_avg": moments[f"{name}.m"].to(p.device),
                "exp_avg_sq": moments[f"{name}.v"].to(p.device),
            }
    average = load_file(state / "average.safetensors")
    return {name: average[name].to(value.device) for name, value in net.state_dict().items()}


def beginning(net: Module) -> dict[str, Tensor]:
    """The average before the first step: a copy of the weights."""
    return {name: value.detach().clone() for name, value in net.state_dict().items()}


@torch.no_grad()
def follow(average: Mapping[str, Tensor], net: Module, step: int, decay: float) -> None:
    """Let ``average`` follow the weights after step ``step`` (from 0); it follows fast at first
    and with ``decay`` in the end. What is no fraction (counts) is copied.
    """
    decay = min(decay, (1 + step) / (10 + step))
    for name, value in net.state_dict().items():
        if value.is_floating_point():
            average[name].lerp_(value, 1 - decay)
        else:
            average[name].copy_(value)


def fall(part: float, least: float, rest: float = 1.0) -> float:
    """The share of the full learning rate when ``part`` (0..1) of the training is over: whole until
    the last ``rest`` of it, then half a cosine down to ``least``.
    """
    down = min(1.0, max(0.0, (part - (1 - rest)) / rest)) if rest else 0.0
    return least + (1 - least) * (1 + math.cos(math.pi * down)) / 2
