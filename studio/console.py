"""What the command line says while it works: one line that tells phase, shot, window, step and time
left.
"""

from __future__ import annotations

import math
import sys
import time
from typing import Any, TextIO

from studio.jobs import OPEN, Job, Order
from studio.pace import Paces
from studio.session import Session


class Console:
    """A line that is written over while a terminal looks, and now and then a new line where none
    does.
    """

    def __init__(self, out: TextIO | None = None, quiet: bool = False) -> None:
        self._out = out or sys.stderr
        self._quiet = quiet
        self._live = self._out.isatty()
        self._last = 0.0
        self._wide = 0

    def say(self, text: str) -> None:
        """A line that stays."""
        if not self._quiet:
            self._clear()
            print(text, file=self._out, flush=True)

    def status(self, text: str) -> None:
        """What goes on now."""
        now = time.monotonic()
        if self._quiet or now - self._last < (0.1 if self._live else 10.0):
            return
        self._last = now
        if self._live:
            self._out.write("\r" + text.ljust(self._wide))
            self._out.flush()
            self._wide = len(text)
        else:
            print(text, file=self._out, flush=True)

    def end(self) -> None:
        """What went on is over: its line goes."""
        self._clear()

    def _clear(self) -> None:
        if self._live and self._wide:
            self._out.write("\r" + " " * self._wide + "\r")
            self._wide = 0


class Watch:
    """A listener of a session: tells a console how an order goes."""

    def __init__(self, session: Session, console: Console, verb: str) -> None:
        self._console, self._verb = console, verb
        self._order: Order | None = None
        self._note = ""  # what befell a stage
        self._paces = Paces()
        self.failures: list[str] = []
        self._session = session

    def __enter__(self) -> Watch:
        self._session.listeners.append(self)
        return self

    def __exit__(self, *reason: object) -> None:
        self._session.listeners.remove(self)
        self._console.end()

    def __call__(self, name: str, what: Any) -> None:
        self._paces.hear(name, what)
        if name == "order_changed":
            self._order = what
            if what.state in OPEN and what.sentence not in ("", self._note):
                self._note = what.sentence
                self._console.say(what.sentence)
        elif name == "stage_left":
            self._console.say(what)
        elif name == "job_changed":
            if what.state == "failed" and what.sentence not in self.failures:
                self.failures.append(what.sentence)
            self._tell(what)
        elif name == "paused" and what:
            self._console.say(what)

    def _tell(self, job: Job) -> None:
        order, pace = self._order, self._paces.get(job.order_id)
        done, of = (order.done, order.of) if order else (0, 0)
        seconds = pace.left(order) if pace and order else None
        left = f", {spoken(seconds)} left" if seconds is not None else ""
        step = f", step {job.done} of {job.of}" if job.of and job.state == "running" else ""
        window = f", window {min(done + 1, of)} of {of}" if of else ""
        self._console.status(f"{self._verb}: {job.title}{window}{step}{left}")


def spoken(seconds: float) -> str:
    """Time as a person says it: seconds under a minute, tens of seconds under five, then
    minutes.
    """
    seconds = max(0.0, seconds)
    if seconds < 60:
        return f"{math.ceil(seconds)} s"
    if seconds < 300:
        tens = math.ceil(seconds / 10) * 10
        return f"{tens // 60} min {tens % 60} s" if tens % 60 else f"{tens // 60} min"
    return f"{round(seconds / 60)} min"


def many(count: int, what: str) -> str:
    """So many of something."""
    return f"{count} {what}" if count == 1 else f"{count} {what}s"


def told(facts: dict[str, Any]) -> str:
    """Facts as a table for the eye."""
    rows = [(key, value) for key, value in facts.items() if not isinstance(value, list)]
    wide = max((len(key) for key, _ in rows), default=0)
    lines = [f"{key.ljust(wide)}  {value}" for key, value in rows]
    for key, value in facts.items():
        if isinstance(value, list):
            lines.append(f"\n{key}")
            lines += ["  " + "  ".join(str(v) for v in row.values()) for row in value]
    return "\n".join(lines)
