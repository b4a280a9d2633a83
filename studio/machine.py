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
