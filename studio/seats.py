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
    are shared evenly, and so are the GPUs but where a stage has one that was chosen for it.
    """
    there = [] if chosen.device == "cpu" else gpus()
    count = stages or chosen.stages or max(1, len(there))
    share = max(1, (chosen.threads or _cores()) // count) if count > 1 else chosen.threads
    found = []
    for at in range(count):
        own = chosen.gpus[at] if at < len(chosen.gpus) else ""
        in_turn = there[at % len(there)] if len(there) > 1 and count > 1 else ""
        found.append(Seat(own if own in there else in_turn, share))
    return found


def crew(given: argparse.Namespace) -> dict[str, Any]:
    """How many stages a command asks for, and where (for ``work.staged``): on the cluster of the
    settings too, unless it wants stages of this machine. Raises StudioError.
    """
    chosen = settings.load()
    settings.changed(chosen, "stages", str(given.stages))
    cluster = given.cluster or ("" if given.stages else chosen.cluster)
    return {"stages": given.stages or (chosen.stages if cluster else 0), "cluster": cluster}


def gpus() -> list[str]:
    """Their numbers, of those that the environment lets programs see."""
    seen = os.environ.get("CUDA_VISIBLE_DEVICES")
    if seen is not None:
        return [name.strip() for name in seen.split(",") if name.strip() not in ("", "-1")]
    return [str(number) for number in range(len(machine.accelerators()))]


def _cores() -> int:
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1
