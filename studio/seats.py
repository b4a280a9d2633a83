"""Seats: where the stages of this machine work - how many there are, on which GPU, with which share
of the processor.
"""

from __future__ import annotations

import argparse
import os
from dataclasses import dataclass
from typing import Any

from studio import machine, settings
from studio.settings import Settings


@dataclass(frozen=True)
class Seat:
    """``gpu`` by number, empty = as the environment says; ``threads`` 0 = all cores."""

    gpu: str = ""
    threads: int = 0


def seats(chosen: Settings, stages: int = 0) -> list[Seat]:
    """One seat for each GPU, unless ``stages`` or the settings say how many; the processor's cores
    are shared evenly.
    """
    gpus = [] if chosen.device == "cpu" else _gpus()
    count = stages or chosen.stages or max(1, len(gpus))
    if count == 1:
        return [Seat("", chosen.threads)]
    share = max(1, (chosen.threads or _cores()) // count)
    return [Seat(gpus[at % len(gpus)] if len(gpus) > 1 else "", share) for at in range(count)]


def crew(given: argparse.Namespace) -> dict[str, Any]:
    """How many stages a command asks for, and where (for ``work.staged``). Raises StudioError."""
    settings.changed(settings.load(), "stages", str(given.stages))
    return {"stages": given.stages, "cluster": given.cluster}


def _gpus() -> list[str]:
    """Their numbers, of those that the environment lets programs see."""
    seen = os.environ.get("CUDA_VISIBLE_DEVICES")
    if seen is not None:
        return [name.strip() for name in seen.split(",") if name.strip() not in ("", "-1")]
    return [str(number) for number in range(len(machine.accelerators()))]


def _cores() -> int:
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1
