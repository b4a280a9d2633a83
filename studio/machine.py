"""What this machine has to spare: the accelerator's memory, its own, and the disk."""

from __future__ import annotations

import os
import shutil
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pynvml


@dataclass(frozen=True)
class Amount:
    """Used of a whole, in GB."""

    used: float
    whole: float

    @property
    def share(self) -> float:
        return self.used / self.whole if self.whole else 0.0

    @property
    def free(self) -> float:
        return self.whole - self.used


@cache
def _cards() -> tuple[object, ...]:
    """The accelerators, where the driver tells of them."""
    if os.environ.get("CUDA_VISIBLE_DEVICES") in ("", "-1"):  # the person hides them from models
        return ()
    try:
        pynvml.nvmlInit()
        count = pynvml.nvmlDeviceGetCount()
        return tuple(pynvml.nvmlDeviceGetHandleByIndex(at) for at in range(count))
    except pynvml.NVMLError:
        return ()


def accelerators() -> list[Amount]:
    """Memory of every GPU that tells it; none where there is none."""
    found = []
    for card in _cards():
        try:
            told = pynvml.nvmlDeviceGetMemoryInfo(card)
        except pynvml.NVMLError:
            continue
        found.append(Amount(int(told.used) / 1e9, int(told.total) / 1e9))
    return found


def accelerator() -> Amount | None:
    """Memory of the largest GPU, the freest of equals; None where there is none."""
    return max(accelerators(), key=lambda one: (round(one.whole), one.free), default=None)


def memory() -> Amount | None:
    """Memory of the computer, where the system tells it in a file."""
    try:
        lines = Path("/proc/meminfo").read_text("ascii").splitlines()
    except OSError:
        return None
    told = {line.split(":")[0]: int(line.split()[1]) for line in lines if ":" in line}
    whole = told.get("MemTotal", 0)
    return Amount((whole - told.get("MemAvailable", whole)) / 1e6, whole / 1e6)


def free(folder: Path) -> float | None:
    """GB left on the drive of a folder; None when the folder is gone."""
    try:
        return shutil.disk_usage(folder).free / 1e9
    except OSError:
        return None


def size(bytes: float) -> str:
    """As people say it: "48 MB", "0.9 GB", "212 GB"."""
    if bytes < 1e9:
        return f"{max(1, round(bytes / 1e6))} MB" if bytes else "none"
    return f"{bytes / 1e9:.1f} GB" if bytes < 1e10 else f"{bytes / 1e9:.0f} GB"
