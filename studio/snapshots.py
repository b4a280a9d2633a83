"""Snapshots of a project in the person's own data folder: the way back when its file is damaged."""

from __future__ import annotations

import hashlib
import time
from datetime import datetime
from pathlib import Path

from studio import settings
from studio.project import SUFFIX, Project

APART = 600.0  # seconds between two
RECENT = 12  # kept whatever their age
DAYS = 30  # after those, the newest of each of so many days

_STAMP = "%Y-%m-%d %H.%M.%S"


def folder(project: Path) -> Path:
    """Where the snapshots of the project at this path lie."""
    path = str(project.absolute())
    name = f"{project.stem[:40]} {hashlib.sha256(path.encode()).hexdigest()[:12]}"
    return settings.data_folder() / "snapshots" / name


def all_of(project: Path) -> list[Path]:
    """Snapshots, newest first. Each opens as a project; copy it to where you want it."""
    return sorted(folder(project).glob(f"*{SUFFIX}"), reverse=True)


def make(project: Project, now: float | None = None) -> Path | None:
    """Copy the project, unless a snapshot is fresh or the file is as it was at the last one.

    ``project`` has just been checked, so a snapshot is never a copy of damage.
    """
    now = time.time() if now is None else now
    earlier = all_of(project.path)
    changed = project.path.stat().st_mtime
    if earlier and (now - _made_at(earlier[0]) < APART or changed <= earlier[0].stat().st_mtime):
        return None
    there = folder(project.path)
    there.mkdir(parents=True, exist_ok=True)
    made = project.save_copy(there / f"{datetime.fromtimestamp(now).strftime(_STAMP)}{SUFFIX}")
    for old in _too_many([made, *earlier]):
        old.unlink(missing_ok=True)
    return made


def _made_at(snapshot: Path) -> float:
    try:
        return datetime.strptime(snapshot.stem, _STAMP).timestamp()
    except ValueError:  # somebody's own file
        return 0.0


def _too_many(snapshots: list[Path]) -> list[Path]:
    """Those to remove of ``snapshots``, newest first."""
    days: set[str] = set()
    gone = []
    for snapshot in snapshots[RECENT:]:
        day = snapshot.stem[:10]
        if _made_at(snapshot) and (day in days or len(days) >= DAYS):
            gone.append(snapshot)
        days.add(day)
    return gone
