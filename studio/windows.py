"""Finished windows, as rows: key -> frames in the bin; and how long one takes on this machine."""

from __future__ import annotations

import json
import os
import platform
import time
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

from studio.bin import Bin
from studio.project import Project

LOOKED_AT = 12  # windows whose frames are weighed


@dataclass(frozen=True)
class FinishedWindow:
    """``frames``: position -> content hash. ``slate``: what the window was made with."""

    key: str
    level: int
    frames: Mapping[int, str]
    seconds: float = 0.0
    slate: Mapping[str, Any] = field(default_factory=dict)
    made_at: float = 0.0


class Windows:
    """The finished windows of one project. A window whose media is missing counts as not made."""

    def __init__(self, project: Project, bin: Bin) -> None:
        self._project = project
        self._bin = bin

    def find(self, key: str) -> FinishedWindow | None:
        """The window, if it is finished and all its frames are in the bin."""
        found = self._project.rows("SELECT * FROM windows WHERE key = ?", [key])
        if not found:
            return None
        try:
            window = _window(found[0])
        except (ValueError, TypeError, AttributeError):  # a flipped bit: it is made again
            return None
        there = all(self._bin.path(hash) for hash in window.frames.values())
        return window if there else None

    def made(self, keys: Iterable[str]) -> set[str]:
        """Which of these are finished, media and all."""
        return {key for key in keys if self.find(key)}

    def since(self, made_at: float) -> list[FinishedWindow]:
        """Windows made since this time; whether their media are there is not looked at."""
        found = []
        for row in self._project.rows("SELECT * FROM windows WHERE made_at >= ?", [made_at]):
            try:
                found.append(_window(row))
            except (ValueError, TypeError, AttributeError):  # a flipped bit: it is made again
                continue
        return found

    def add(
        self, window: FinishedWindow, family: str = "", device: str = "", stages: int = 1
    ) -> FinishedWindow:
        """Write a finished window; its frames are durable in the bin already.

        Without ``family`` its time is no measure of this computer. ``stages`` that worked at once:
        a window costs the film as many times less.
        """
        row = {
            "key": window.key,
            "level": window.level,
            "frames": json.dumps(dict(window.frames)),
            "seconds": window.seconds,
            "slate": json.dumps(dict(window.slate), default=str),
            "made_at": window.made_at or time.time(),
        }
        with self._project.transaction() as db:
            db.execute(
                "INSERT OR REPLACE INTO windows (key, level, frames, seconds, slate, made_at) "
                "VALUES (:key, :level, :frames, :seconds, :slate, :made_at)",
                row,
            )
            if window.seconds > 0 and family:
                db.execute(
                    "INSERT INTO calibration VALUES (?, ?, ?, 1, ?) "
                    "ON CONFLICT (machine, family, level) DO UPDATE SET "
                    "windows = windows + 1, seconds = seconds + excluded.seconds",
                    [
                        machine(_team(device or "cpu", stages)),
                        family,
                        window.level,
                        window.seconds / stages,
                    ],
                )
        return window

    def seconds_per_window(
        self, family: str, level: int, device: str = "", stages: int = 0
    ) -> float | None:
        """What a window of this level took here so far, on average; None before the first.

        Without ``device`` that of the device which made most windows on this computer; those by as
        many ``stages`` first.
        """
        found = self._project.rows(
            "SELECT * FROM calibration WHERE family = ? AND "
            "(machine = ? OR ? = '' AND instr(machine, ?) = 1)",
            [family, machine(device), device, machine("")],
        )

        def far(row: Mapping[str, Any]) -> tuple[int, bool, int]:
            by = row["machine"].rpartition(", ")[2]
            same = by == f"{stages} stages" if stages > 1 else not by.endswith(" stages")
            return abs(row["level"] - level), not same, -row["windows"]

        best = min(found, key=far, default=None)
        return best["seconds"] / best["windows"] if best else None

    def measured(self, family: str, device: str, facts: Mapping[str, Any]) -> None:
        """Remember the most memory that a family held on this computer, when it is another."""
        found = (facts.get("device_peak_mb", 0.0) / 1000, facts.get("peak_mb", 0.0) / 1000)
        before = self.memory(family, device) or (0.0, 0.0)
        if any(abs(now - old) > max(0.1, old / 10) for now, old in zip(found, before, strict=True)):
            key = f"memory of {family} on {machine(device or 'cpu')}"
            self._project.set_fact(key, json.dumps(found))

    def memory(self, family: str, device: str) -> tuple[float, float] | None:
        """GB of the device and of the computer that a family held here; None before the first."""
        told = self._project.fact(f"memory of {family} on {machine(device or 'cpu')}")
        try:
            vram, ram = json.loads(told) if told else (0.0, 0.0)
        except (ValueError, TypeError):  # a flipped bit: it is measured again
            return None
        return (float(vram), float(ram)) if told else None

    def bytes_a_frame(self, family: str) -> float | None:
        """What a frame of a family takes on the disk, of the newest here; None before the first."""
        rows = self._project.rows(
            "SELECT frames, slate FROM windows ORDER BY made_at DESC LIMIT ?", [LOOKED_AT]
        )
        sizes = []
        for row in rows:
            with suppress(ValueError, TypeError, AttributeError, OSError):
                if json.loads(row["slate"]).get("family") == family:
                    paths = map(self._bin.path, json.loads(row["frames"]).values())
                    sizes += [path.stat().st_size for path in paths if path]
        return sum(sizes) / len(sizes) if sizes else None

    def spread(self) -> float:
        """How much the times of windows differ here, as a share of their mean; 0 before the third.

        Of each level on its own, because levels differ anyway.
        """
        found = self._project.rows(
            "SELECT COUNT(*) AS n, AVG(seconds) AS mean, AVG(seconds * seconds) AS square "
            "FROM windows WHERE seconds > 0 GROUP BY level"
        )
        shares = [
            (row["n"], max(0.0, row["square"] - row["mean"] ** 2) ** 0.5 / row["mean"])
            for row in found
            if row["n"] > 2
        ]
        whole = sum(n for n, _ in shares)
        return sum(n * share for n, share in shares) / whole if whole else 0.0


def machine(device: str) -> str:
    """The kind of computer that measurements hold for: its processor, cores and device."""
    processor = platform.processor() or platform.machine()
    return f"{processor}, {os.cpu_count()} cores, {device}"


def _team(device: str, stages: int) -> str:
    return f"{device}, {stages} stages" if stages > 1 else device


def _window(row: dict[str, Any]) -> FinishedWindow:
    frames = {int(position): hash for position, hash in json.loads(row["frames"]).items()}
    return FinishedWindow(**{**row, "frames": frames, "slate": json.loads(row["slate"])})
