"""Pace: how long the windows of an order take, and how long the rest of it will, however many
stages work at once.

Only what is made here and now counts: windows that were found in the bin took no time, and while
the queue is paused nothing is timed. A model that is opened or sent first does not slow the rest.
"""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import Any

from studio.checkup import PREFIX
from studio.jobs import Job, Order
from studio.windows import FinishedWindow

SURE = 3  # windows after which the pace is known
NEARLY = 0.95  # of a window, at most, that is taken for made while it is not


class Pace:
    """``hear`` every job and window of one order; ``left`` says how long its rest takes."""

    def __init__(self) -> None:
        self.made = 0  # windows, or scenes
        self._spent = 0.0  # seconds of stages
        self._begun: dict[str, _Begun] = {}
        self._most = (0, 0.0)  # stages at work at once, and when last

    def hear(self, job: Job, now: float | None = None) -> None:
        """A job has changed."""
        now = time.monotonic() if now is None else now
        if job.state == "running" and job.unit:
            begun = self._begun.setdefault(job.id, _Begun(now, job))
            begun.opens = begun.opens or job.unit == "model"
            if job.unit == "step" and job.of:
                begun.steps = job.done / job.of
            self._count(now)
            return
        self._count(now)
        ended = self._begun.pop(job.id, None)
        if job.state == "done" and ended is not None and not _looks(job.id):
            self.made += max(1, len(job.windows))
            self._spent += (ended.opens and ended.seconds) or now - ended.at

    def note(self, window: FinishedWindow) -> None:
        """A window is there, of a job or of none of these."""
        for begun in self._begun.values():
            if window.key in begun.job.windows:
                begun.seconds += window.seconds

    @property
    def is_sure(self) -> bool:
        return self.made >= SURE

    def left(self, order: Order, now: float | None = None) -> float | None:
        """Seconds until all of the order is there; None before the first window is well on its
        way.
        """
        now = time.monotonic() if now is None else now
        each = self._spent / self.made if self.made else self._first(now)
        if not each or not order.of:
            return None
        begun = sum(one.share(now, each) for one in self._working())
        rest = max(0.0, order.of - order.done - begun)
        return rest * each / self._team(now, each)

    def _working(self) -> list[_Begun]:
        return [one for id, one in self._begun.items() if not _looks(id)]

    def _count(self, now: float) -> None:
        """As many as ever, or more, are at work now."""
        if (count := len(self._working())) >= self._most[0]:
            self._most = count, now

    def _team(self, now: float, each: float) -> int:
        """Stages at work at once: between two windows of a stage it counts for a while yet."""
        self._count(now)
        if now - self._most[1] > each:
            self._most = len(self._working()), now
        return max(1, self._most[0])

    def _first(self, now: float) -> float:
        """What a window takes, from those that are half made; 0 when none is."""
        half = [one for one in self._working() if one.steps > 0.5 and not one.opens]
        return sum((now - one.at) / one.steps for one in half) / len(half) if half else 0.0


@dataclass
class _Begun:
    """A job that a stage works on since ``at``. ``opens``: it had to open or send a model first;
    ``seconds`` that its finished windows took by themselves.
    """

    at: float
    job: Job
    opens: bool = False
    steps: float = 0.0
    seconds: float = 0.0

    def share(self, now: float, each: float) -> float:
        """How much of it is made, as far as can be told."""
        by_time = 0.0 if self.opens else (now - self.at) / each
        return min(NEARLY, max(self.steps, by_time))


def _looks(job: str) -> bool:
    """Whether it only looks at finished pictures, which nobody counts."""
    return PREFIX in job


class Paces(dict[str, Pace]):
    """Order -> its pace, from what a session tells (``Session.listeners``)."""

    def hear(self, name: str, what: Any) -> None:
        if name == "job_changed":
            self.setdefault(what.order_id, Pace()).hear(what)
        elif name == "window_done":
            for pace in self.values():
                pace.note(what)
        elif name == "order_changed" and what.state not in ("queued", "running"):
            self.pop(what.id, None)
