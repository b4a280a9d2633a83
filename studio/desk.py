"""A desk: one stage, the jobs that lie on it, and what came from it and is not yet put away.

There is one for each stage; a job that its stage did not survive goes back into the line. Putting
away takes many syncs of the disk, so it goes in steps of a few milliseconds, and while one
job's results are put away the stage works on the next.
"""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from typing import Any, Protocol

from engine import api
from studio.bin import Bin
from studio.errors import DiskTrouble, StudioError
from studio.jobs import OPEN, Job
from studio.windows import FinishedWindow, Windows

AHEAD = 2  # jobs on a stage: one that runs and one that waits there, so that it never stands still


class Stage(Protocol):
    """What the queue needs of `engine.client.Stage`."""

    def send(self, request: api.Request) -> None: ...

    def poll(self) -> Sequence[api.Event]: ...

    def cancel(self, job: str = "") -> None: ...

    def withdraw(self, job: str) -> bool: ...

    @property
    def is_up(self) -> bool: ...


class Line(Protocol):
    """What a desk needs of the queue."""

    @property
    def paused(self) -> str: ...

    def pause(self, reason: str = ...) -> None: ...

    def tell(self, name: str, what: Any) -> None: ...

    def keep(self, job: Job) -> None: ...

    def pass_on(self, job: Job, event: api.Event) -> None: ...

    def give_back(self, desk: Desk, given: Given, event: api.Failed) -> bool: ...

    def count(self, desk: Desk) -> int: ...


@dataclass
class Given:
    """A job on the desk. ``lost`` says why results of it could not be kept; ``begun``: the stage is
    at it; ``ended``: the desks whose stages it, or its machine's end, has ended.
    """

    job: Job
    request: api.Request
    slate: Mapping[str, Any] | None = None
    lost: str = ""
    begun: bool = False
    ended: list[Desk] = field(default_factory=list)

    @property
    def family(self) -> str:
        return self.request.family if isinstance(self.request, api.Render) else ""


class Desk:
    """``turn`` is called again and again; ``give`` puts a job on the stage.

    ``name`` is how the person knows the stage; ``only`` these kinds of orders are for it, empty =
    all. ``short``: how often in a row its memory ran out.
    """

    def __init__(
        self,
        stage: Stage,
        bin: Bin,
        windows: Windows,
        line: Line,
        name: str = "",
        only: frozenset[str] = frozenset(),
    ) -> None:
        self.stage, self.name, self.only = stage, name or "A stage", only
        self.short = 0
        self.given: dict[str, Given] = {}
        self._bin = bin
        self._windows = windows
        self._line = line
        self._inbox: deque[api.Event] = deque()
        self._step: Iterator[bool] | None = None
        self._device = ""

    @property
    def is_idle(self) -> bool:
        return not (self.given or self._inbox or self._step)

    @property
    def has_room(self) -> bool:
        return len(self.given) < AHEAD

    def serves(self, kind: str) -> bool:
        """Whether orders of this kind are for it."""
        return not self.only or kind in self.only

    def jobs_of(self, order_id: str) -> list[Job]:
        """The jobs of an order that lie here."""
        return [given.job for given in self.given.values() if given.job.order_id == order_id]

    def give(self, given: Given) -> None:
        """Send the request of a job whose row is written."""
        given.begun = False
        self.given[given.job.id] = given
        self.stage.send(given.request)

    def withdraw(self, other: Desk) -> Given | None:
        """Take a job that only waits here away, for a desk that has none."""
        if len(self.given) == 1 and self.stage.is_up:
            return None  # it is about to begin
        for given in self.given.values():
            may = not given.begun and other not in given.ended[-1:]
            if may and self.stage.withdraw(given.job.id):
                return self.given.pop(given.job.id)
        return None

    def turn(self, until: float) -> bool:
        """Hear the stage and put away, until this monotonic time. Whether anything moved."""
        self._inbox.extend(self.stage.poll())
        moved = False
        while self._step or self._inbox:
            if self._step is None:
                self._step = self._hear(self._inbox.popleft())
            going = next(self._step, None)
            if going is False:  # it waits for the person
                break
            moved = True
            if going is None:
                self._step = None
            if time.monotonic() > until:
                break
        return moved

    def _hear(self, event: api.Event) -> Iterator[bool]:
        """One event, in short steps; False while it waits for the person."""
        if isinstance(event, api.Ready):
            self._device = event.device
            return
        given = self.given.get(event.job)
        if given is None:
            return  # late words of a job that is over
        job = given.job
        if isinstance(event, api.Failed) and not given.lost and self._is_made(given):
            event = api.Finished(job.id)
        match event:
            case api.WindowDone():
                yield from self._arrive(given, event)
                if given.lost:
                    return
            case api.Progress():
                job = replace(job, done=event.done, of=event.of, unit=event.unit)
                given.job = replace(job, sentence=event.note)
                self._line.tell("job_changed", given.job)
            case api.ScenePlanned():
                self._line.tell("scene_planned", event)
            case api.Failed() if self._line.give_back(self, given, event):
                del self.given[job.id]
                return
            case api.Finished() if given.lost:
                event = api.Failed(job.id, given.lost)
                given.job = _failed(job, event)
            case api.Finished(facts=facts):
                if given.family and self._device and facts:
                    self._windows.measured(given.family, self._device, facts)
                given.job = replace(job, state="done", sentence="", facts={**job.facts, **facts})
            case api.Cancelled():
                given.job = replace(job, state="cancelled", sentence="")
            case api.Failed():
                given.job = _failed(job, event)
            case api.Started():
                given.begun = True
                given.job = replace(job, unit="window" if job.windows else "scene")
                self._line.tell("job_changed", given.job)
        yield from self._pass_on(given, event)

    def _is_made(self, given: Given) -> bool:
        """Whether all that the job asked for is there, whatever then became of its stage."""
        return bool(given.job.windows) and all(map(self._windows.find, given.job.windows))

    def _pass_on(self, given: Given, event: api.Event) -> Iterator[bool]:
        """The program hears the event; a job that is over leaves the desk."""
        try:
            yield from self._patiently(partial(self._line.pass_on, given.job, event))
        except StudioError as fault:
            given.lost = given.lost or str(fault)
        if given.job.state in OPEN:
            return
        if given.lost and given.job.state == "done":
            given.job = replace(given.job, state="failed", sentence=given.lost)
        yield from self._patiently(partial(self._line.keep, given.job))
        self._bin.clear(given.job.folder)
        del self.given[given.job.id]

    def _arrive(self, given: Given, event: api.WindowDone) -> Iterator[bool]:
        """Take a window into the bin frame by frame; when all of it is durable, write its row."""
        frames: dict[int, str] = {}

        def adopt(position: int, file: Path) -> None:
            frames[position] = self._bin.adopt(file, settle=False)

        for position, name in event.frames.items():
            if not Path(name).is_file():
                given.lost = f"{Path(name).name} was made and is gone. Ask for it again."
                return
            yield from self._patiently(partial(adopt, position, Path(name)))
        slate = dict(given.slate or {})

        def adopt_sound() -> None:
            slate["sound"] = self._bin.adopt(Path(event.sound), settle=False)

        if event.sound and Path(event.sound).is_file():
            yield from self._patiently(adopt_sound)
        yield from self._patiently(self._bin.settle)
        window = FinishedWindow(event.key, event.level, frames, event.seconds, slate)
        family = given.family if self._device else ""
        team = self._line.count(self)
        write = partial(self._windows.add, window, family, self._device, team)
        yield from self._patiently(write)
        self.short = 0
        self._line.tell("window_done", window)

    def _patiently(self, action: Callable[[], object]) -> Iterator[bool]:
        """Do it; when the disk will not, pause the queue with its sentence and do it on resume."""
        while True:
            try:
                action()
            except DiskTrouble as fault:
                self._line.pause(str(fault))
                while self._line.paused:
                    yield False
            else:
                yield True
                return


def _failed(job: Job, event: api.Failed) -> Job:
    if not event.ours:
        return replace(job, state="failed", sentence=event.sentence)
    return replace(
        job,
        state="failed",
        sentence=f"Longtake made a mistake at {job.title or 'a job'}; its details are kept.",
        facts={**job.facts, "trace": event.sentence},
    )
