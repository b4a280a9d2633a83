"""The application's end of the stage: start it, ask it, hear it, end it.

No threads, and nothing blocks: a timer or a loop calls ``poll``. Whatever happens to the stage - a
crash in native code, a hang, the system running out of memory - its job ends in one sentence, the
stage is started again, and the next job runs.
"""

from __future__ import annotations

import contextlib
import math
import multiprocessing
import sys
import time
import types
from collections import deque
from collections.abc import Iterator, Mapping, Sequence
from multiprocessing.connection import Connection
from multiprocessing.context import SpawnProcess
from pathlib import Path
from typing import Literal

from engine import endings, families, stage
from engine.api import (
    Cancelled,
    Event,
    Failed,
    Finished,
    Progress,
    Ready,
    Request,
)
from engine.families import Card

BACK_OFF = (0.0, 1.0, 5.0, 30.0)  # seconds before a start after so many deaths in a row
POISON = 3  # deaths after which a request is not tried again
TURN = 1.0  # seconds of silence that one poll counts at most: a sleeping computer is no hang
LEAVING = 1.0  # seconds that a stage has to end by itself when its pipe is closed


class Stage:
    """One child process in which models run. Starts with the first request, or with ``start``.

    ``extra_families`` are cards, or places ("module:Class"), that this program adds to the bundled
    ones; a project cannot. ``patience``: seconds without a word while a job runs after which the
    stage counts as hung (``opening`` while it opens a model); ``grace``: seconds without a word
    after a cancel. ``log`` is a file for what native libraries say and for traces of crashes.
    ``gpu``: the one accelerator that it sees, by number; empty = as the environment says.
    """

    def __init__(
        self,
        *,
        extra_families: Mapping[str, Card | str] | None = None,
        log: str | Path = "",
        threads: int = 0,
        gpu: str = "",
        patience: float = 120.0,
        opening: float = 600.0,
        grace: float = 5.0,
        back_off: Sequence[float] = BACK_OFF,
    ) -> None:
        cards = dict(families.CARDS)
        for name, card in (extra_families or {}).items():
            cards[name] = Card(name, card, name) if isinstance(card, str) else card
        self.cards: Mapping[str, Card] = cards
        self._setting = stage.Setting(cards, str(log), threads, gpu)
        self._patience, self._opening, self._grace = patience, opening, grace
        self._back_off = back_off
        self._process: SpawnProcess | None = None
        self._pipe: Connection | None = None
        self._line: deque[Request] = deque()
        self._said: list[Event] = []  # our own words, for the next poll
        self._running: Request | None = None
        self._progress: Progress | None = None
        self._ready = False
        self._polled = time.monotonic()  # when
        self._silence = 0.0  # seconds without a word
        self._stopping: float | None = None  # seconds since the person cancelled
        self._lost: float | None = None  # seconds since the pipe ended
        self._leaving: list[SpawnProcess] = []  # killed, not yet gone
        self._deaths = 0  # in a row
        self._not_before = 0.0
        self._killers: list[tuple[Request, int]] = []  # requests, and how often one ended the stage

    def __enter__(self) -> Stage:
        return self

    def __exit__(self, *reason: object) -> None:
        self.close()

    @property
    def is_busy(self) -> bool:
        """Whether a request runs or waits."""
        return self._running is not None or bool(self._line)

    @property
    def is_up(self) -> bool:
        """Whether the process lives and has said Ready."""
        return self._ready

    @property
    def pid(self) -> int:
        """The process's id, for those who watch its memory; 0 when there is none."""
        return (self._process.pid or 0) if self._process is not None else 0

    def start(self) -> None:
        """Start the process, unless it lives. It says Ready when it is up."""
        if self._process is not None:
            return
        context = multiprocessing.get_context("spawn")
        self._pipe, theirs = context.Pipe()
        self._process = context.Process(
            target=stage.main, args=(theirs, self._setting), name="longtake-stage", daemon=True
        )
        with without_main():
            self._process.start()
        theirs.close()
        self._ready, self._silence = False, 0.0

    def send(self, request: Request) -> None:
        """Ask for a job. Requests are served one at a time, in the order in which they came."""
        if self._deaths_by(request) >= POISON:
            sentence = (
                f"The stage was ended {POISON} times by {endings.task(request)}, so it is not "
                f"tried again. {endings.way_out(request)}"
            )
            self._said.append(Failed(request.job, sentence, kind="crash"))
            return
        self._line.append(request)
        self._go_on()

    def withdraw(self, job: str) -> bool:
        """Take back a job that waits in line; False when it runs already or is not here."""
        waiting = [one for one in self._line if one.job == job]
        for request in waiting:
            self._line.remove(request)
        return bool(waiting)

    def poll(self) -> list[Event]:
        """What was said since the last time. Never blocks."""
        self._count()
        self._hear()
        self._watch()
        self._go_on()
        events, self._said = self._said, []
        return events

    def cancel(self, job: str = "") -> None:
        """Stop the running job (or the one named) at its next step; asked twice, at once."""
        waiting = [one for one in self._line if one.job == job]
        for request in waiting:
            self._line.remove(request)
            self._said.append(Cancelled(request.job))
        running = self._running
        if running is None or (job and running.job != job):
            return
        if self._stopping is not None:
            self._end_at_once()
            return
        self._stopping = 0.0
        self._tell(stage.Stop(running.job))

    def close(self) -> None:
        """End the process. What runs is lost; what waits is forgotten."""
        self._line.clear()
        self._running = None
        if self._pipe is not None:
            self._pipe.close()
        for process in [*self._leaving, *filter(None, [self._process])]:
            process.join(LEAVING)
            if process.is_alive():
                process.kill()
                process.join()
            process.close()
        self._process, self._pipe, self._leaving = None, None, []

    # Turns -------------------------------------------------------------------------------------

    def _go_on(self) -> None:
        """Start the stage when its time has come; hand it the next request."""
        may = not self._leaving and time.monotonic() >= self._not_before
        if self._process is None and self._line and may:
            self.start()
        if self._ready and self._running is None and self._line:
            self._running = self._line.popleft()
            self._silence, self._stopping, self._progress = 0.0, None, None
            self._tell(self._running)

    def _tell(self, message: Request | stage.Stop) -> None:
        if self._pipe is not None:
            with contextlib.suppress(OSError):  # it has just died: the next poll sees that
                self._pipe.send(message)

    def _count(self) -> None:
        """Count time, and let go of what was killed and is gone."""
        now = time.monotonic()
        turn = min(now - self._polled, TURN)
        self._polled = now
        self._silence += turn
        if self._stopping is not None:
            self._stopping += turn
        if self._lost is not None:
            self._lost += turn
        for process in [one for one in self._leaving if not one.is_alive()]:
            process.close()
            self._leaving.remove(process)

    def _hear(self) -> None:
        pipe = self._pipe
        try:
            while pipe is not None and pipe.poll():
                event = pipe.recv()
                self._silence = 0.0
                self._note(event)
                self._said.append(event)
        except (EOFError, OSError):
            self._lost = self._lost or 0.0

    def _note(self, event: Event) -> None:
        match event:
            case Ready():
                self._ready = True
            case Progress():
                self._progress = event
            case Finished() | Failed() | Cancelled():
                self._running, self._stopping, self._deaths = None, None, 0

    def _watch(self) -> None:
        """End what died, hung or would not stop."""
        process = self._process
        if process is None:
            return
        if not process.is_alive():
            self._hear()  # its last words
            self._bury(process.exitcode)
        elif self._lost is not None and self._lost > LEAVING:
            process.kill()  # it closed the pipe and lives on
        elif self._stopping is not None and min(self._silence, self._stopping) > self._grace:
            self._end_at_once()
        elif self._silence > self._allowed():
            self._hung()

    def _allowed(self) -> float:
        """Seconds of silence before the stage counts as hung."""
        if self._ready and self._running is None:
            return math.inf
        opens = self._progress is not None and self._progress.unit == "model"
        return self._patience if self._ready and not opens else self._opening

    # Ends --------------------------------------------------------------------------------------

    def _bury(self, code: int | None) -> None:
        """The process ended by itself: say of what, and when it may be started again."""
        request, was_ready, stopping = self._running, self._ready, self._stopping is not None
        self._kill()
        self._died()
        if request is not None and stopping:
            self._said.append(Cancelled(request.job))
        elif request is not None:
            self._fail(request, f"{endings.ending(code)} while {self._doing(request)}.", "crash")
        elif not was_ready and self._deaths >= POISON:
            self._cannot_start(f"exit code {code}")

    def _hung(self) -> None:
        request, silence = self._running, self._silence
        self._kill()
        self._died()
        if request is None:
            self._cannot_start("it never answered")
            return
        said = f"The stage said nothing for {silence:.0f} seconds while {self._doing(request)}"
        self._fail(request, f"{said}, so it was ended.", "hang")

    def _end_at_once(self) -> None:
        """The person does not want to wait: the process goes, and a new one comes."""
        request = self._running
        self._kill()
        if request is not None:
            self._said.append(Cancelled(request.job))

    def _died(self) -> None:
        self._deaths += 1
        wait = self._back_off[min(self._deaths, len(self._back_off)) - 1]
        self._not_before = time.monotonic() + wait

    def _kill(self) -> None:
        """Be without a process, and without a running job."""
        if self._pipe is not None:
            self._pipe.close()
        if self._process is not None:
            self._process.kill()
            self._leaving.append(self._process)
        self._process, self._pipe, self._ready, self._lost = None, None, False, None
        self._running, self._stopping = None, None

    def _fail(self, request: Request, what: str, kind: Literal["crash", "hang"]) -> None:
        same, count = endings.stripped(request), self._deaths_by(request) + 1
        self._killers = [one for one in self._killers if one[0] != same] + [(same, count)]
        sentence = f"{what} It is started again for the next job. {endings.way_out(request)}"
        self._said.append(Failed(request.job, sentence + self._where(), kind=kind))

    def _cannot_start(self, reason: str) -> None:
        sentence = (
            f"The stage, in which models run, cannot be started ({reason}). "
            f"Restart Longtake; if that does not help, install it again.{self._where()}"
        )
        self._said += [Failed(request.job, sentence, kind="crash") for request in self._line]
        self._line.clear()

    # Words -------------------------------------------------------------------------------------

    def _where(self) -> str:
        return f" Its log is {self._setting.log}." if self._setting.log else ""

    def _doing(self, request: Request) -> str:
        told = self._progress
        if told is None or told.job != request.job:
            return endings.task(request)
        if told.unit == "model":
            return f"{told.note[:1].lower()}{told.note[1:]} for {endings.task(request)}"
        return f"{endings.task(request)}, {told.unit} {told.done} of {told.of}"

    def _deaths_by(self, request: Request) -> int:
        same = endings.stripped(request)
        return next((count for one, count in self._killers if one == same), 0)


@contextlib.contextmanager
def without_main() -> Iterator[None]:
    """Start a process that does not run our main module again.

    multiprocessing imports it for the sake of functions defined there; the stage needs none, the
    application's would load the window, and a script without a guard would start itself for ever.
    """
    own = sys.modules["__main__"]
    sys.modules["__main__"] = types.ModuleType("__main__")
    try:
        yield
    finally:
        sys.modules["__main__"] = own
