"""Pace: how long the windows of an order take, and how long the rest of it will, however many
stages work at once.

Only what is made here and now counts: windows that were found in the bin took no time, and while
the queue is paused nothing is timed. A model that is opened or sent first does not slow the rest.
"""

from __future__ import annotations

import time
from collections.abc import Mapping
from typing import Any

from studio.checkup import PREFIX
from studio.jobs import Job, Order

SURE = 3  # windows after which the pace is known
NEARLY = 0.95  # of a window, at most, that is taken for made while it is not


class Pace:
    """``hear`` every job of one order; ``left`` says how long its rest takes."""

    def __init__(self) -> None:
        self.made = 0  # windows, or scenes
        self._spent = 0.0  # seconds of stages
        self._begun: dict[str, float] = {}  # job -> when its stage began to work on it
        self._steps: dict[str, float] = {}  # job -> share of its steps that is done

    def hear(self, job: Job, now: float | None = None) -> None:
        """A job has changed."""
        now = time.monotonic() if now is None else now
        if job.state == "running" and job.unit:
            if job.unit == "model" or job.id not in self._begun:
                self._begun[job.id] = now
            if job.unit == "step" and job.of:
                self._steps[job.id] = job.done / job.of
            return
        began = self._begun.pop(job.id, None)
        self._steps.pop(job.id, None)
        if job.state == "done" and began is not None and PREFIX not in job.id:
            self.made += max(1, len(job.windows))
            self._spent += now - began

    @property
    def is_sure(self) -> bool:
        return self.made >= SURE

    def left(self, order: Order, now: float | None = None) -> float | None:
        """Seconds until all of the order is there; None before the first window is well on its
        way.
        """
        now = time.monotonic() if now is None else now
        ages = {job: now - began for job, began in self._begun.items() if PREFIX not in job}
        each = self._spent / self.made if self.made else self._first(ages)
        if not each or not order.of:
            return None
        begun = sum(self._share(job, age, each) for job, age in ages.items())
        rest = max(0.0, order.of - order.done - begun)
        return rest * each / max(1, len(ages))

    def _first(self, ages: Mapping[str, float]) -> float:
        """What a window takes, from one that is half made; 0 when none is."""
        known = [
            age / share for job, age in ages.items() if (share := self._steps.get(job, 0)) > 0.5
        ]
        return sum(known) / len(known) if known else 0.0

    def _share(self, job: str, age: float, each: float) -> float:
        return min(NEARLY, max(self._steps.get(job, 0.0), age / each))


class Paces(dict[str, Pace]):
    """Order -> its pace, from what a session tells (``Session.listeners``)."""

    def hear(self, name: str, what: Any) -> None:
        if name == "job_changed":
            self.setdefault(what.order_id, Pace()).hear(what)
        elif name == "order_changed" and what.state not in ("queued", "running"):
            self.pop(what.id, None)
