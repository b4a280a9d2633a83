"""Turns of the event loop: how long it is away from the person's next key or move.

A turn is one call of the dispatcher without waiting: it delivers what lies there - input, timers,
painting - and comes back. Input is put into the queue as the platform would, one piece a screen
frame, and whatever it sets off is counted too. Turns that delivered nothing are not counted: they
would only make the figures look better.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from PySide6.QtCore import QAbstractEventDispatcher, QCoreApplication, QEvent, QEventLoop, QTimer

FRAME = 1 / 60  # seconds between two pieces of input
REST = 20.0  # seconds that painting in the background may take at most


@dataclass
class Turns:
    """Milliseconds of every turn in which something was delivered, in order: by the clock, and
    those in which this process had the processor, which a busy machine does not change.
    """

    name: str
    took: list[float] = field(default_factory=list)
    worked: list[float] = field(default_factory=list)

    def told(self) -> str:
        over = sum(turn > 16 for turn in self.took)
        return (
            f"  {self.name:30} {len(self.took):6} {share(self.took, 0.5):8.2f} "
            f"{share(self.took, 0.95):8.2f} {max(self.took, default=0):8.1f} {over:6} "
            f"{share(self.worked, 0.5):8.2f} {share(self.worked, 0.95):8.2f} "
            f"{max(self.worked, default=0):8.1f}"
        )


HEAD = (
    f"  {'turns of':30} {'count':>6} {'50 %':>8} {'95 %':>8} {'max':>8} {'>16 ms':>6} "
    f"{'cpu 50':>8} {'cpu 95':>8} {'cpu max':>8}"
)


def share(row: list[float], part: float) -> float:
    """What this share of a row does not exceed."""
    ordered = sorted(row)
    return ordered[min(len(ordered) - 1, int(part * len(ordered)))] if ordered else 0.0


class Pace:
    """How fast this machine lets us work while others do: the same small sum, again and again."""

    def __init__(self) -> None:
        self.took: list[float] = []

    def look(self) -> None:
        for _ in range(5):
            began = time.thread_time()
            sum(number * number for number in range(20_000))
            self.took.append(1000 * (time.thread_time() - began))

    def told(self) -> str:
        best, usual = min(self.took), share(self.took, 0.5)
        return f"the same sum took {best:.2f} ms of the processor at best, {usual:.2f} as a rule"


def turn(row: Turns | None = None) -> bool:
    """One turn of the loop. Whether anything was delivered."""
    dispatcher = QAbstractEventDispatcher.instance()
    began, worked = time.perf_counter(), time.thread_time()
    moved = dispatcher.processEvents(QEventLoop.ProcessEventsFlag.AllEvents)
    took = 1000 * (time.perf_counter() - began)
    if moved and row is not None:
        row.took.append(took)
        row.worked.append(1000 * (time.thread_time() - worked))
    return moved


def of(name: str, inputs: Iterable[Callable[[], object]], frame: float = FRAME) -> Turns:
    """Deliver pieces of input, one a screen frame, and measure every turn meanwhile.

    A piece either posts events to a widget, or is itself what a timer of the window would do.
    """
    row = Turns(name)
    due = time.perf_counter()
    for piece in inputs:
        QTimer.singleShot(0, piece)
        due = max(due + frame, time.perf_counter())
        turn(row)
        while time.perf_counter() < due:
            if not turn(row):
                time.sleep(0.0005)
    settle(row)
    return row


def settle(row: Turns | None = None, idle: float = 0.05) -> None:
    """Go on until nothing was delivered for a while; what a deletion waits for is done too."""
    end, rest = time.perf_counter() + REST, time.perf_counter() + idle
    while time.perf_counter() < min(rest, end):
        if turn(row):
            rest = time.perf_counter() + idle
        else:
            time.sleep(0.0005)
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
