"""The line of asked work: hands small jobs to stages, hears their events, makes results durable.

No threads: `pump` is called by a timer or a loop and takes a few milliseconds at a time. An order
becomes jobs through its program, which is asked for the next one only when a stage is free, because
each level of a render builds on frames that the level before has made.
"""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from typing import Any, Protocol

from PIL import Image

from engine import api
from studio.bin import INCOMING, Bin
from studio.errors import DiskTrouble, StudioError, nearest
from studio.jobs import OPEN, TRIES, Job, Jobs, Order
from studio.project import Project
from studio.windows import FinishedWindow, Windows

LEAST = 256 << 20  # bytes free on the drive, below which no job is started
TURN = 0.006  # seconds: one pump stays well within a window's frame of 16 ms


class Stage(Protocol):
    """What the queue needs of `engine.client.Stage`."""

    def send(self, request: api.Request) -> None: ...

    def poll(self) -> Sequence[api.Event]: ...

    def cancel(self, job: str = "") -> None: ...


@dataclass(frozen=True)
class Task:
    """A small job that a program asks for.

    ``name`` is the same whenever the same work is asked again; the request's job and folder are
    filled in by the queue. ``slate`` is kept with its windows.
    """

    name: str
    request: api.Request
    title: str = ""
    shots: tuple[str, ...] = ()
    slate: Mapping[str, Any] = field(default_factory=dict)


class Program(Protocol):
    """How an order becomes small jobs. Made anew from its order after a restart."""

    def next(self, looking: Sequence[str]) -> Task | None:
        """What can run now, nearest to what the person looks at; None: nothing, or nothing yet.

        Work that failed is not asked for again. An order ends when None comes while none of its
        jobs runs.
        """
        ...

    def heard(self, job: Job, event: api.Event) -> None:
        """An event of one of its jobs, after the queue has made its results durable."""
        ...

    def progress(self) -> tuple[int, int]:
        """Done, of: in windows or scenes."""
        ...


@dataclass
class _Desk:
    """A stage, what it runs, and what came from it and is not yet worked through."""

    inbox: deque[api.Event] = field(default_factory=deque)
    turn: Iterator[bool] | None = None
    job: Job | None = None
    slate: Mapping[str, Any] = field(default_factory=dict)
    family: str = ""
    device: str = ""
    lost: str = ""  # why results of the running job could not be kept


class Queue:
    """``tell(name, what)`` hears order_changed, job_changed, window_done, scene_planned, paused."""

    def __init__(
        self, project: Project, bin: Bin, windows: Windows, tell: Callable[[str, Any], None]
    ) -> None:
        self.jobs = Jobs(project)
        self.programs: dict[str, Callable[[Order], Program]] = {}
        self.looking: tuple[str, ...] = ()
        self.paused = ""  # the reason, a sentence
        self._bin = bin
        self._windows = windows
        self._tell = tell
        self._desks: dict[int, tuple[Stage, _Desk]] = {}
        self._running: dict[str, Program] = {}
        self._orders = {order.id: order for order in self.jobs.orders(*OPEN)}

    # What the person does --------------------------------------------------------------------

    def order(
        self, kind: str, what: Mapping[str, Any], title: str = "", priority: int = 0
    ) -> Order:
        """Put an order in the line. ``what`` is plain data that its program understands."""
        if kind not in self.programs:
            raise StudioError(f"Nothing can do {kind!r} orders.{nearest(kind, self.programs)}")
        return self._change(self.jobs.add_order(kind, what, title, priority))

    def orders(self) -> list[Order]:
        """Orders that are not ended, in the order in which they will be served."""
        return sorted(self._orders.values(), key=self._place)

    def look_at(self, *shots: str) -> None:
        """These shots are before the person's eyes: they come first from the next job on."""
        self.looking = shots

    def bring_forward(self, id: str) -> Order:
        """The person wants this order before all others."""
        first = max((order.priority for order in self._orders.values()), default=0) + 1
        return self._change(replace(self._open(id), priority=first))

    def pause(self, reason: str = "Paused.") -> None:
        """Start no new job; what runs is finished and kept."""
        self.paused = reason
        self._tell("paused", reason)

    def resume(self) -> None:
        self.paused = ""
        self._tell("paused", "")

    def cancel(self, id: str) -> Order:
        """End an order; finished windows stay. A running job of it stops at its next step."""
        running = [
            (stage, desk.job)
            for stage, desk in self._desks.values()
            if desk.job and desk.job.order_id == id
        ]
        for stage, job in running:
            stage.cancel(job.id)
        if running and id not in self._orders:
            return self.jobs.order(id)  # asked twice: the stage makes an end of it
        return self._change(replace(self._open(id), state="cancelled"))

    def retry(self, id: str) -> Order:
        """Ask an ended order once more; only what is not made yet is made."""
        order = self._orders.get(id) or self.jobs.order(id)
        self.jobs.forgive(id)
        self._running.pop(id, None)
        return self._change(replace(order, state="queued", sentence="", ended_at=0.0))

    @property
    def is_idle(self) -> bool:
        """Nothing runs, nothing waits, nothing is being put away."""
        desks = (desk for _, desk in self._desks.values())
        return not self._orders and not any(d.job or d.inbox or d.turn for d in desks)

    def forget(self, stage: Stage) -> None:
        """The stage is closed; a job that it ran goes back into the line."""
        _, desk = self._desks.pop(id(stage), (stage, _Desk()))
        if desk.job:
            self._keep(replace(desk.job, state="queued", tries=max(0, desk.job.tries - 1)))

    # After a crash ---------------------------------------------------------------------------

    def recover(self) -> int:
        """What ran is queued again; windows that were whole but not yet claimed are adopted."""
        adopted = 0
        for job in self.jobs.recover():
            for key, (level, wanted) in job.windows.items():
                folder = self._bin.folder / INCOMING / job.folder
                files = {position: folder / f"{key}-{position}.png" for position in wanted}
                if self._windows.find(key) or not all(map(_is_whole, files.values())):
                    continue
                frames = {at: self._bin.adopt(file, settle=False) for at, file in files.items()}
                self._bin.settle()
                slate = job.facts.get("slate", {})
                self._windows.add(FinishedWindow(key, level, frames, slate=slate))
                adopted += 1
            if job.windows and all(map(self._windows.find, job.windows)):
                self.jobs.keep(replace(job, state="done"))
        self._bin.sweep()
        self._orders = {order.id: order for order in self.jobs.orders(*OPEN)}
        return adopted

    # The turn --------------------------------------------------------------------------------

    def pump(self, stage: Stage, seconds: float = TURN) -> bool:
        """Hear the stage, put results away, hand out work, for about so long.

        Gives whether anything moved.
        """
        _, desk = self._desks.setdefault(id(stage), (stage, _Desk()))
        until = time.monotonic() + seconds
        desk.inbox.extend(stage.poll())
        moved = False
        while desk.turn or desk.inbox:
            if desk.turn is None:
                desk.turn = self._hear(desk, desk.inbox.popleft())
            going = next(desk.turn, None)
            if going is False:  # it waits for the person
                return moved
            moved = True
            if going is None:
                desk.turn = None
            if time.monotonic() > until:
                return True
        if desk.job is None and not self.paused:
            moved = self._hand_out(stage, desk) or moved
        return moved

    def _hand_out(self, stage: Stage, desk: _Desk) -> bool:
        for order in self.orders():
            if (free := self._bin.free()) < LEAST:
                self.pause(
                    f"Only {free >> 20} MB are left on the drive of {self._bin.folder.name}. "
                    "Free some space, then resume; nothing is lost."
                )
                return False
            try:
                program = self._program(order)
                task = program.next(self.looking)
                if task:
                    self._start(stage, desk, order, task)
                    return True
            except DiskTrouble as fault:
                self.pause(str(fault))
                return False
            except (StudioError, api.EngineError) as fault:
                self._end(order, str(fault))
                return True
            if not any(d.job and d.job.order_id == order.id for _, d in self._desks.values()):
                self._end(order)
        return False

    def _program(self, order: Order) -> Program:
        if order.id not in self._running:
            if order.kind not in self.programs:
                raise StudioError(
                    f"This Longtake cannot do {order.kind!r} orders; install a newer."
                )
            self._running[order.id] = self.programs[order.kind](order)
        return self._running[order.id]

    def _start(self, stage: Stage, desk: _Desk, order: Order, task: Task) -> None:
        job = Job(f"{order.id}-{task.name}", order.id, order.kind, task.title, shots=task.shots)
        request = replace(task.request, job=job.id)
        if isinstance(request, api.Render):
            folder = self._bin.incoming(job.id)
            request = replace(request, folder=str(folder))
            windows = {window.key: (window.level, window.wanted) for window in request.windows}
            job = replace(job, folder=folder.name, windows=windows, of=len(windows), unit="window")
            desk.family = request.family
        job = replace(job, facts={"slate": dict(task.slate)})
        if order.state == "queued":
            self._change(replace(order, state="running"))
        if self.jobs.tries(job.id) >= TRIES:
            sentence = (
                f"{task.title or 'A job'} was started {TRIES} times and the program ended each "
                "time, so it is left alone. Try again by hand, smaller if it is large."
            )
            self._keep(replace(job, state="failed", sentence=sentence, tries=TRIES))
            self._running[order.id].heard(job, api.Failed(job.id, sentence))
            return
        desk.job, desk.slate, desk.lost = self.jobs.start(job), task.slate, ""
        self._tell("job_changed", desk.job)
        stage.send(request)

    # Events ----------------------------------------------------------------------------------

    def _hear(self, desk: _Desk, event: api.Event) -> Iterator[bool]:
        """One event, in steps of a few milliseconds; False while it waits for the person."""
        if isinstance(event, api.Ready):
            desk.device = event.device
            return
        job = desk.job
        if job is None or event.job != job.id:
            return  # late words of a job that is over
        match event:
            case api.WindowDone():
                yield from self._arrive(desk, event)
                if desk.lost:
                    return
            case api.Progress():
                now = replace(job, done=event.done, of=event.of, unit=event.unit)
                desk.job = replace(now, sentence=event.note)
                self._tell("job_changed", desk.job)
            case api.ScenePlanned():
                self._tell("scene_planned", event)
            case api.Finished() if desk.lost:
                event = api.Failed(job.id, desk.lost)
                desk.job = _failed(job, event)
            case api.Finished(facts=facts):
                desk.job = replace(job, state="done", sentence="", facts={**job.facts, **facts})
            case api.Cancelled():
                desk.job = replace(job, state="cancelled", sentence="")
            case api.Failed():
                desk.job = _failed(job, event)
            case api.Started():
                pass
        yield from self._pass_on(desk, event)

    def _pass_on(self, desk: _Desk, event: api.Event) -> Iterator[bool]:
        """The program hears the event; a job that is over leaves the desk."""
        job = desk.job
        assert job is not None, "only events of the running job are passed on"
        program = self._running.get(job.order_id)
        if program and job.order_id in self._orders:
            try:
                yield from self._patiently(partial(program.heard, job, event))
            except StudioError as fault:
                desk.lost = desk.lost or str(fault)
        if job.state not in OPEN:
            if desk.lost and job.state == "done":
                job = replace(job, state="failed", sentence=desk.lost)
            yield from self._patiently(partial(self._keep, job))
            self._bin.clear(job.folder)
            desk.job = None
        order = self._orders.get(job.order_id)
        if program and order:
            done, of = program.progress()
            if (done, of) != (order.done, order.of):
                self._orders[order.id] = replace(order, done=done, of=of)  # no row: it is derived
                self._tell("order_changed", self._orders[order.id])

    def _arrive(self, desk: _Desk, event: api.WindowDone) -> Iterator[bool]:
        """Move a window into the bin frame by frame; when all of it is durable, write its row."""
        frames: dict[int, str] = {}

        def adopt(position: int, file: Path) -> None:
            frames[position] = self._bin.adopt(file, settle=False)

        for position, name in event.frames.items():
            if not Path(name).is_file():
                desk.lost = f"{Path(name).name} was made and is gone. Ask for it again."
                return
            yield from self._patiently(partial(adopt, position, Path(name)))
        yield from self._patiently(self._bin.settle)
        window = FinishedWindow(event.key, event.level, frames, event.seconds, desk.slate)
        yield from self._patiently(lambda: self._windows.add(window, desk.family, desk.device))
        self._tell("window_done", window)

    def _patiently(self, action: Callable[[], object]) -> Iterator[bool]:
        """Do it; when the disk will not, pause the queue with its sentence and do it on resume."""
        while True:
            try:
                action()
            except DiskTrouble as fault:
                self.pause(str(fault))
                while self.paused:
                    yield False
            else:
                yield True
                return

    # Rows ------------------------------------------------------------------------------------

    def _place(self, order: Order) -> tuple[int, bool, float]:
        seen = bool(set(self.looking) & set(order.what.get("shots", ())))
        return -order.priority, not seen, order.made_at

    def _open(self, id: str) -> Order:
        if id not in self._orders:
            raise StudioError("That work has ended already.")
        return self._orders[id]

    def _change(self, order: Order) -> Order:
        order = self.jobs.keep_order(order)
        if order.state in OPEN:
            self._orders[order.id] = order
        else:
            self._orders.pop(order.id, None)
            self._running.pop(order.id, None)
        self._tell("order_changed", order)
        return order

    def _end(self, order: Order, sentence: str = "") -> None:
        failed = self.jobs.jobs("failed", order_id=order.id)
        sentence = sentence or (failed[0].sentence if failed else "")
        self.jobs.drop(order.id)
        self._change(replace(order, state="failed" if sentence else "done", sentence=sentence))

    def _keep(self, job: Job) -> None:
        self._tell("job_changed", self.jobs.keep(job))


def _failed(job: Job, event: api.Failed) -> Job:
    if not event.ours:
        return replace(job, state="failed", sentence=event.sentence)
    return replace(
        job,
        state="failed",
        sentence=f"Longtake made a mistake at {job.title or 'a job'}; its details are kept.",
        facts={**job.facts, "trace": event.sentence},
    )


def _is_whole(file: Path) -> bool:
    """Whether this picture was written to its end: every chunk of a PNG carries a checksum."""
    try:
        with Image.open(file, formats=("PNG",)) as picture:
            picture.verify()
    except (OSError, SyntaxError, ValueError):
        return False
    return True
