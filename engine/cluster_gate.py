"""The gate: a process that joins a cluster and speaks with it, so that whoever asks never waits.

To join takes Ray seconds, and it brings threads of its own; neither belongs into a window. The
application's end (`Gate`) is polled like a stage: nothing in it blocks. Behind it stand as many
stages as the cluster has for us; each is given one job at a time, what waits stays on this side.
"""

from __future__ import annotations

import contextlib
import multiprocessing
import os
import signal
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from multiprocessing.connection import Connection
from multiprocessing.context import SpawnProcess
from pathlib import Path

from engine import cluster, cluster_worker, endings, families
from engine.api import Cancelled, EngineError, Event, Failed, Finished, Request, Unfit
from engine.client import LEAVING, without_main
from engine.cluster import Size
from engine.cluster_line import ClusterLine
from engine.cluster_parcels import Travelling
from engine.cluster_stage import RemoteStage
from engine.families import Card

WAIT = 0.01  # seconds between two looks at the cluster
JOINING = 90.0  # seconds that a cluster has to answer; a busy machine starts Ray in twenty


# What goes through the pipe -----------------------------------------------------------------------


@dataclass(frozen=True)
class Ask:
    """A request for a stage, by number; without one the job there is to be stopped."""

    stage: int
    job: str
    request: Request | None = None


@dataclass(frozen=True)
class Joined:
    """The cluster answers, and has so many stages for us."""

    stages: int
    size: Size


@dataclass(frozen=True)
class Heard:
    """What a stage said; ``place`` is its machine while its worker is up; ``fault`` a sentence why
    it makes no pictures of this film. The stage -1 is the cluster itself.
    """

    stage: int
    events: tuple[Event, ...] = ()
    place: cluster_worker.Build | None = None
    fault: str = ""


@dataclass(frozen=True)
class Setting:
    address: str
    stages: int
    cards: Mapping[str, Card]
    log: str


# The application's end ----------------------------------------------------------------------------


class Gate:
    """The way to the cluster at ``address``; as many stages as ``stages``, 0 = as it has.

    ``stages`` is empty until the cluster answered; ``fault`` says why it did not, or that it is
    gone. ``log`` is a file for what Ray prints.
    """

    def __init__(
        self,
        address: str,
        stages: int = 0,
        *,
        cards: Mapping[str, Card] | None = None,
        log: str | Path = os.devnull,
    ) -> None:
        self.address = address
        self.stages: list[FarStage] = []
        self.size: Size | None = None
        self.fault = ""
        self._began = time.monotonic()
        context = multiprocessing.get_context("spawn")
        self._pipe: Connection | None
        self._pipe, theirs = context.Pipe()
        setting = Setting(address, stages, dict(cards or families.CARDS), str(log))
        self._process: SpawnProcess = context.Process(
            target=main, args=(theirs, setting), name="longtake-gate", daemon=True
        )
        with without_main():
            self._process.start()
        theirs.close()

    @property
    def is_settled(self) -> bool:
        """Whether all is known: every stage is up or has said why not, or there is no cluster."""
        return bool(self.fault) or (
            bool(self.stages) and all(one.is_up or one.fault for one in self.stages)
        )

    def hear(self) -> None:
        """Take in what was said. Never blocks."""
        try:
            while self._pipe is not None and self._pipe.poll():
                self._note(self._pipe.recv())
        except (EOFError, OSError):
            self._end()
        if not self.stages and not self.fault and time.monotonic() - self._began > JOINING:
            self.fault = (
                f"What answers at {self.address} did not let us join for {JOINING:.0f} seconds. "
                "Look whether it is Ray, and of the same version, then try again."
            )
            self._process.kill()

    def tell(self, message: Ask) -> None:
        """Say something to the cluster; when it has just gone, the next ``hear`` knows."""
        if self._pipe is not None:
            with contextlib.suppress(OSError):
                self._pipe.send(message)

    def leave(self) -> None:
        """Want nothing more of the cluster: what was started for us there ends, in its time."""
        if self._pipe is not None:
            self._pipe.close()
            self._pipe = None

    @property
    def is_gone(self) -> bool:
        """Whether all of it has ended."""
        return not self._process.is_alive()

    def close(self) -> None:
        """Leave, and wait until all has ended."""
        self.leave()
        self._process.join(LEAVING + cluster.LEAVING)
        if self._process.is_alive():
            self._process.kill()
            self._process.join()
        self._process.close()

    def _note(self, said: Joined | Heard) -> None:
        match said:
            case Joined(stages=count, size=size):
                self.stages += [FarStage(self, number) for number in range(count)]
                self.size = size
            case Heard(stage=-1, fault=fault):
                self.fault = fault
            case Heard():
                self.stages[said.stage].note(said)

    def _end(self) -> None:
        """The process is gone, and with it what it was at."""
        self.leave()
        self.fault = self.fault or (
            f"The way to the cluster at {self.address} broke off. What is finished is kept; "
            "go on, and it is joined again."
        )
        for stage in self.stages:
            stage.lose(self.fault)


class FarStage(ClusterLine):
    """One stage of the cluster, as the queue uses it. `poll` raises Unfit when it must not make
    pictures of this film, another EngineError when the way to the cluster is gone.
    """

    def __init__(self, gate: Gate, number: int) -> None:
        super().__init__()
        self._gate, self._number = gate, number
        self._untold = False
        self.fault = ""

    def send(self, request: Request) -> None:
        """Ask, and pass it on at once where nothing runs."""
        super().send(request)
        self._go_on()

    def _stop(self, running: Travelling) -> None:
        self._gate.tell(Ask(self._number, running.job))

    def poll(self) -> list[Event]:
        """What was said since the last time. Never blocks."""
        self._gate.hear()
        self._go_on()
        events, self._said = self._said, []
        if self._untold and not events:
            self._untold = False
            raise EngineError(self.fault) if self._gate.fault else Unfit(self.fault)
        return events

    def note(self, said: Heard) -> None:
        """The gate has heard of it."""
        self.place = said.place
        if said.fault:
            self.fault, self._untold = said.fault, True
        for event in said.events:
            if isinstance(event, Finished | Failed | Cancelled):
                self._running = None
            self._said.append(event)

    def lose(self, fault: str) -> None:
        """The gate is gone."""
        self.place, self.fault, self._untold = None, fault, True
        if self._running is not None:
            words = f"The way to the cluster broke off while {endings.task(self._running)}."
            self._said.append(Failed(self._running.job, words, kind="lost"))
            self._running = None

    def _go_on(self) -> None:
        if self._running is None and self._line and not self.fault:
            self._running = self._line.popleft()
            self._gate.tell(Ask(self._number, self._running.job, self._running))


# The process --------------------------------------------------------------------------------------


def main(pipe: Connection, setting: Setting) -> None:
    """Join, and carry words to and fro until the other end closes the pipe."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl+C is for the application
    with open(setting.log, "a", encoding="utf-8") as out:
        for stream in (1, 2):  # Ray's own libraries speak there
            os.dup2(out.fileno(), stream)
    with contextlib.suppress(EOFError, OSError):  # the application is gone
        try:
            sizes: list[Size] = []
            with cluster.join(
                setting.address,
                setting.stages,
                cards=setting.cards,
                log=setting.log,
                tell=sizes.append,
            ) as crew:
                signal.signal(
                    signal.SIGTERM, signal.SIG_IGN
                )  # it ends with its pipe, and tidies up
                pipe.send(Joined(len(crew), sizes[0]))
                for stage in crew:
                    stage.start()
                _serve(pipe, crew)
        except EngineError as fault:
            pipe.send(Heard(-1, fault=str(fault)))


def _serve(pipe: Connection, crew: Sequence[RemoteStage]) -> None:
    """Until the pipe ends: EOFError, OSError."""
    places: list[cluster_worker.Build | None] = [None] * len(crew)
    while True:
        while pipe.poll():
            ask: Ask = pipe.recv()
            if ask.request is None:
                crew[ask.stage].cancel(ask.job)
            else:
                crew[ask.stage].send(ask.request)
        for number, stage in enumerate(crew):
            fault, events = "", []
            try:
                events = stage.poll()
            except EngineError as error:
                fault = str(error)
            if events or fault or stage.place != places[number]:
                places[number] = stage.place
                pipe.send(Heard(number, tuple(events), stage.place, fault))
        time.sleep(WAIT)
