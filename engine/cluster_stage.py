"""A stage on another machine of a cluster: asked and heard like the one in a process here.

Nothing blocks. The talk with its worker is one generator that asks for one thing after another and
goes on when the answer is there; a machine that is lost costs what it was at.
"""

from __future__ import annotations

import contextlib
import math
import time
from collections.abc import Callable, Generator, Mapping, Sequence
from typing import Any, Literal

from engine import cluster_parcels, cluster_worker, endings, families
from engine.api import (
    Cancelled,
    EngineError,
    Event,
    Failed,
    Finished,
    Progress,
    Ready,
    Render,
    Unfit,
    WindowDone,
)
from engine.client import BACK_OFF, TURN
from engine.cluster_line import ClusterLine
from engine.cluster_parcels import Travelling
from engine.families import Card

WAIT = 0.05  # seconds that a worker waits for something to tell
LEAVING = 5.0  # seconds for a worker to end by itself


class RemoteStage(ClusterLine):
    """``make`` makes an actor; ``ray`` is the module. ``patience``: seconds without an answer after
    which a machine counts as lost; ``starting`` those until it takes the stage.

    `poll` raises Unfit when a machine must not make pictures of this film.
    """

    def __init__(
        self,
        ray: Any,
        make: Callable[[], Any],
        cards: Mapping[str, Card],
        *,
        patience: float = 60.0,
        starting: float = 180.0,
        back_off: Sequence[float] = BACK_OFF,
    ) -> None:
        super().__init__()
        self._ray, self._make, self._cards = ray, make, cards
        self._patience, self._starting, self._back_off = patience, starting, back_off
        self._stops = 0  # how often the person asked to stop what runs
        self._actor: Any = None
        self._talk: Generator[Any, Any, None] | None = None
        self._asked: Any = None  # what the worker has not answered yet
        self._silence, self._polled = 0.0, time.monotonic()
        self._deaths, self._not_before = 0, 0.0

    def start(self) -> None:
        """Look for a machine, before there is work for it."""
        if self._actor is None:
            self._start()

    def _stop(self, running: Travelling) -> None:
        self._stops += 1
        self._actor.cancel.remote(running.job)

    def poll(self) -> list[Event]:
        """What was said since the last time. Never blocks."""
        now = time.monotonic()
        self._silence += min(now - self._polled, TURN)
        self._polled = now
        if self._actor is None and self._line and now >= self._not_before:
            self._start()
        try:
            self._go_on()
        except EngineError:
            self._drop()
            self._not_before = math.inf  # nobody mends a machine while it is asked
            raise
        except self._ray.exceptions.RayTaskError as error:
            self._fault(error)
        except self._ray.exceptions.RayError:
            self._lose("was lost")
        if self._asked is not None and self._silence > self._allowed():
            self._lose(f"gave no answer for {self._silence:.0f} seconds")
        events, self._said = self._said, []
        return events

    def close(self) -> None:
        """End the worker. What runs is lost; what waits is forgotten."""
        self._line.clear()
        self._running = None
        if self._actor is not None:
            ended = self._actor.close.remote()
            with contextlib.suppress(self._ray.exceptions.RayError):  # it is gone already
                self._ray.get(ended, timeout=LEAVING)
            self._drop()

    # The talk ------------------------------------------------------------------------------------

    def _start(self) -> None:
        self._actor = self._make()
        self._talk = self._speak()
        self._asked, self._silence = next(self._talk), 0.0

    def _go_on(self) -> None:
        """Hand every answer that is there to the talk, which asks the next thing."""
        talk = self._talk
        if talk is None or (self._asked is None and not self._line):
            return
        answer = None
        while True:
            if self._asked is not None:
                ready, _ = self._ray.wait([self._asked], timeout=0)
                if not ready:
                    return
                self._silence = 0.0
                answer = self._ray.get(self._asked)
            self._asked = talk.send(answer)
            if self._asked is None:
                return

    def _speak(self) -> Generator[Any, Any, None]:
        """Yields what the worker is asked, is sent its answer; yields None when there is nothing to
        ask.
        """
        actor, packing = self._actor, cluster_parcels.Packing()
        there: cluster_worker.Build = yield actor.build.remote()
        if words := cluster_worker.build().differs(there):
            raise Unfit(
                f"{there.host} cannot make pictures of this film: {words}. Install the same on "
                "every machine of the cluster, then render again."
            )
        self.place = there
        self._said.append(Ready(""))
        while True:
            if self._line:
                self._running, self._stops = self._line.popleft(), 0
                yield from self._hand_over(self._running, actor, packing)
            while self._running:
                for said in (yield actor.poll.remote(WAIT)):
                    self._hear(said)
            if not self._line:
                yield None

    def _hand_over(
        self, request: Travelling, actor: Any, packing: cluster_parcels.Packing
    ) -> Generator[Any, Any, None]:
        """Get the request under way at the worker, and its weights before it."""
        try:
            parcel = packing.parcel(request, self._cards)
        except EngineError as fault:
            self._end(Failed(request.job, str(fault)))
            return
        except OSError as error:
            self._end(Failed(request.job, endings.disk(error)))
            return
        answer = yield actor.take.remote(parcel)
        weights = parcel.weights
        if answer == cluster_worker.WEIGHTS and weights and isinstance(request, Render):
            title = families.card(request.family, self._cards).title or request.family
            done, of = 0, cluster_parcels.size(weights.folder)
            for chunk in cluster_parcels.chunks(weights.folder):
                if self._stops:
                    self._end(Cancelled(request.job))
                    return
                if trouble := (yield actor.take_weights.remote(weights.fingerprint, chunk)):
                    self._end(Failed(request.job, trouble))
                    return
                done += len(chunk.content)
                note = f"Sending {title} to {self._host}"
                self._said.append(Progress(request.job, done, of, "model", note))
            answer = yield actor.take.remote(parcel)
        if answer:
            self._end(Failed(request.job, answer))

    def _hear(self, said: cluster_parcels.Said) -> None:
        event, request = said.event, self._running
        if isinstance(event, Ready) or request is None or event.job != request.job:
            return
        if isinstance(event, WindowDone) and isinstance(request, Render):
            try:
                event = cluster_parcels.unpacked(event, said, request.folder)
            except OSError as error:
                self._actor.cancel.remote(request.job)
                event = Failed(request.job, endings.disk(error))
        if isinstance(event, Finished | Failed | Cancelled):
            self._deaths = 0
            self._end(event)
        else:
            self._said.append(event)

    def _end(self, event: Finished | Failed | Cancelled) -> None:
        self._running = None
        self._said.append(event)

    # Ends ----------------------------------------------------------------------------------------

    def _allowed(self) -> float:
        if self._asked is None:
            return math.inf
        return self._patience if self.is_up else self._starting

    @property
    def _host(self) -> str:
        return self.place.host if self.place else "a machine of the cluster"

    def _lose(self, how: str) -> None:
        """The machine is gone: what ran there is lost, what waits goes elsewhere."""
        host = self._host
        self._drop()
        self._deaths += 1
        wait = self._back_off[min(self._deaths, len(self._back_off)) - 1]
        self._not_before = time.monotonic() + wait
        request = self._running or (self._line.popleft() if self._line else None)
        if request is None:
            return
        words = f"{host[:1].upper()}{host[1:]} {how} while {endings.task(request)}"
        self._break(request, f"{words}. Look whether it still runs, then render again.", "lost")

    def _fault(self, error: Exception) -> None:
        """The worker itself made a mistake, or there is no Longtake where it should run."""
        self._drop()
        if "No module named" in str(error):
            raise Unfit(
                "Longtake is not installed on every machine of the cluster. Install it there, in "
                "the environment that Ray was started in, then render again."
            ) from error
        request = self._running or (self._line.popleft() if self._line else None)
        if request is not None:
            self._running = None
            self._said.append(Failed(request.job, str(error), ours=True))

    def _break(self, request: Travelling, sentence: str, kind: Literal["lost"]) -> None:
        self._running = None
        stopped = self._stops > 0
        self._said.append(
            Cancelled(request.job) if stopped else Failed(request.job, sentence, kind=kind)
        )

    def _drop(self) -> None:
        """Be without a worker."""
        if self._actor is not None:
            self._ray.kill(self._actor, no_restart=True)
        self._actor, self._talk, self._asked, self.place = None, None, None, None
