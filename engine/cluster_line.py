"""What a stage of a cluster was asked and has not done yet: the same on either side of the gate."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections import deque

from engine import cluster_worker
from engine.api import Cancelled, Event, Failed, Look, Render, Request
from engine.cluster_parcels import Travelling


class ClusterLine(ABC):
    """Requests that wait, the one that runs, and what is to be told of them. ``place`` is the
    machine of the worker while that is up.
    """

    def __init__(self) -> None:
        self._line: deque[Travelling] = deque()
        self._running: Travelling | None = None
        self._said: list[Event] = []
        self.place: cluster_worker.Build | None = None

    @property
    def is_up(self) -> bool:
        """Whether its worker is there and may make pictures."""
        return self.place is not None

    @property
    def is_busy(self) -> bool:
        return self._running is not None or bool(self._line)

    def send(self, request: Request) -> None:
        """Ask for pictures, or for a look at them; the director does not travel."""
        if isinstance(request, Render | Look):
            self._line.append(request)
        else:
            sentence = "A cluster only makes pictures. Plan on this machine, then render."
            self._said.append(Failed(request.job, sentence))

    def withdraw(self, job: str) -> bool:
        """Take back a job that waits in line; False when it runs already or is not here."""
        waiting = [one for one in self._line if one.job == job]
        for request in waiting:
            self._line.remove(request)
        return bool(waiting)

    def cancel(self, job: str = "") -> None:
        """Stop the running job (or the one named) at its next step; asked twice, at once."""
        if job and self.withdraw(job):
            self._said.append(Cancelled(job))
        elif self._running is not None and job in ("", self._running.job):
            self._stop(self._running)

    @abstractmethod
    def _stop(self, running: Travelling) -> None:
        """Tell the worker to stop what runs."""
