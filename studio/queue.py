"""The line of asked work: hands small jobs to stages, hears their events, makes results durable.

No threads: `pump` is called by a timer or a loop and takes a few milliseconds at a time. An order
becomes jobs through its program, which is asked for the next one only when a stage is free, because
each level of a render builds on frames that the level before has made.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Literal, Protocol

from PIL import Image

from engine import api
from studio.bin import INCOMING, Bin
from studio.crew import Crew
from studio.desk import Desk, Given, Stage
from studio.errors import DiskTrouble, StudioError, nearest
from studio.jobs import OPEN, TRIES, Job, Jobs, Order
from studio.project import Project
from studio.windows import FinishedWindow, Windows

LEAST = 256 << 20  # bytes free on the drive, below which no job is started
TURN = 0.006  # seconds: one pump stays well within a window's frame of 16 ms


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

    def next(self, looking: Sequence[str]) -> Task | Literal["later"] | None:
        """What can run now, nearest to what the person looks at; None: nothing, or nothing yet;
        "later": much is finished already and the looking through goes on in the next turn.

        Asked while earlier tasks still run: a task is given once, and what failed not again. An
        order ends when None comes while none of its jobs runs.
        """
        ...

    def heard(self, job: Job, event: api.Event) -> None:
        """An event of one of its jobs, after the queue has made its results durable."""
        ...

    def progress(self) -> tuple[int, int]:
        """Done, of: in windows or scenes."""
        ...


class Queue:
    """``tell(name, what)`` hears order_changed, job_changed, window_done, scene_planned, paused."""

    def __init__(
        self, project: Project, bin: Bin, windows: Windows, tell: Callable[[str, Any], None]
    ) -> None:
        self.jobs = Jobs(project)
        self.programs: dict[str, Callable[[Order], Program]] = {}
        self.leading: set[str] = set()  # kinds that come before all others: these need them
        self.looking: tuple[str, ...] = ()
        self.paused = ""  # the reason, a sentence
        self._bin = bin
        self._windows = windows
        self.tell = tell
        self._crew = Crew(
            windows, tell, lambda stage, **more: Desk(stage, bin, windows, self, **more)
        )
        self._running: dict[str, Program] = {}
        self._orders = {order.id: order for order in self.jobs.orders(*OPEN)}
        self.held: set[str] = set()  # orders that the person stopped for a while

    # What the person does --------------------------------------------------------------------

    def order(
        self, kind: str, what: Mapping[str, Any], title: str = "", priority: int = 0
    ) -> Order:
        """Put an order in the line. ``what`` is plain data that its program understands."""
        if kind not in self.programs:
            raise StudioError(f"Nothing can do {kind!r} orders.{nearest(kind, self.programs)}")
        self._crew.wake()
        return self._change(self.jobs.add_order(kind, what, title, priority))

    def orders(self) -> list[Order]:
        """Orders that are not ended, in the order in which they will be served.

        Those whose kind has no program here (a command that only plans) keep waiting.
        """
        return sorted(self._orders.values(), key=self._place)

    def look_at(self, *shots: str) -> None:
        """These shots are before the person's eyes: they come first from the next job on."""
        self.looking = shots

    def bring_forward(self, id: str) -> Order:
        """The person wants this order before all others."""
        first = max((order.priority for order in self._orders.values()), default=0) + 1
        return self._change(replace(self._open(id), priority=first))

    def arrange(self, ids: Sequence[str]) -> None:
        """These open orders are served in this order, before all that are not named."""
        for place, id in enumerate(ids):
            order = self._orders.get(id)
            if order and order.priority != len(ids) - place:
                self._change(replace(order, priority=len(ids) - place))

    def hold(self, id: str) -> None:
        """Start no new job of this order until `release`; what runs of it is finished and kept."""
        self.held.add(self._open(id).id)
        self.tell("order_changed", self._orders[id])

    def release(self, id: str) -> None:
        self.held.discard(id)
        if id in self._orders:
            self.tell("order_changed", self._orders[id])

    def failed(self) -> list[Order]:
        """Orders that failed and were neither asked for again nor dismissed, newest first."""
        return self.jobs.orders("failed")[::-1]

    def dismiss(self, id: str) -> None:
        """The person has read why it failed."""
        order = self.jobs.order(id)
        if order.state == "failed":
            self._change(replace(order, state="cancelled"))

    def pause(self, reason: str = "Paused.") -> None:
        """Start no new job; what runs is finished and kept."""
        self.paused = reason
        self.tell("paused", reason)

    def resume(self) -> None:
        self.paused = ""
        self.tell("paused", "")

    def cancel(self, id: str) -> Order:
        """End an order; finished windows stay. A running job of it stops at its next step."""
        running = [(d.stage, job) for d in self._crew.desks for job in d.jobs_of(id)]
        for stage, job in running:
            stage.cancel(job.id)
        for given in self._crew.take_back(id):
            self.keep(replace(given.job, state="cancelled"))
            self._bin.clear(given.job.folder)
        if running and id not in self._orders:
            return self.jobs.order(id)  # asked twice: the stage makes an end of it
        return self._change(replace(self._open(id), state="cancelled"))

    def retry(self, id: str) -> Order:
        """Ask an ended order once more; only what is not made yet is made."""
        order = self._orders.get(id) or self.jobs.order(id)
        self.jobs.forgive(id)
        self._running.pop(id, None)
        return self._change(replace(order, state="queued", sentence="", ended_at=0.0))

    def program(self, id: str) -> Program | None:
        """The program of an order that was begun and is not ended."""
        return self._running.get(id)

    @property
    def is_idle(self) -> bool:
        """Nothing runs, nothing that can be done waits, nothing is being put away."""
        waiting = any(
            order.kind in self.programs and order.id not in self.held
            for order in self._orders.values()
        )
        return not waiting and self._crew.is_idle

    def attach(self, stage: Stage, name: str = "", only: frozenset[str] = frozenset()) -> None:
        """Count this stage among those that serve the line; ``only`` these kinds, empty = all."""
        self._crew.desk(stage, name, only)

    def has_others(self, stage: Stage) -> bool:
        """Whether other stages serve the kinds of orders that this one does."""
        return len(self._crew.peers(self._crew.desk(stage))) > 1

    def forget(self, stage: Stage) -> None:
        """The stage is closed; jobs that lay on it go back into the line."""
        for given in self._crew.leave(stage):
            job = given.job
            self.keep(replace(job, state="queued", sentence="", tries=max(0, job.tries - 1)))
            self._running.pop(job.order_id, None)  # its program is made anew: it waits for this job

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
        desk = self._crew.desk(stage)
        until = time.monotonic() + seconds
        moved = desk.turn(until)
        while self._crew.wants(desk) and not self.paused and self._hand_out(desk):
            moved = True
            if time.monotonic() > until:
                break
        return moved

    def _hand_out(self, desk: Desk) -> bool:
        """Put the next job on the desk. Whether anything moved."""
        if self._crew.give_again(desk, self.held):
            return True
        for order in self.orders():
            if order.kind not in self.programs or order.id in self.held:
                continue
            if not desk.serves(order.kind):
                if order.kind in self.leading:
                    return False
                continue
            if (free := self._bin.free()) < LEAST:
                self.pause(
                    f"Only {free >> 20} MB are left on the drive of {self._bin.folder.name}. "
                    "Free some space, then resume; nothing is lost."
                )
                return False
            try:
                program = self._program(order)
                task = program.next(self.looking)
                if task == "later":
                    return True
                if task and not self._crew.has(_id(order, task)):
                    self._start(desk, order, task)
                    return True
            except DiskTrouble as fault:
                self.pause(str(fault))
                return False
            except (StudioError, api.EngineError) as fault:
                self._end(order, str(fault))
                return True
            if not self._crew.is_at(order.id):
                self._end(order)
            elif order.kind in self.leading:
                return False  # others are made of what this one finds
        return self._crew.shift(desk)

    def _program(self, order: Order) -> Program:
        if order.id not in self._running:
            self._running[order.id] = self.programs[order.kind](order)
        return self._running[order.id]

    def _start(self, desk: Desk, order: Order, task: Task) -> None:
        job = Job(_id(order, task), order.id, order.kind, task.title, shots=task.shots)
        request = replace(task.request, job=job.id)
        if isinstance(request, api.Render):
            folder = self._bin.incoming(job.id)
            request = replace(request, folder=str(folder))
            windows = {window.key: (window.level, window.wanted) for window in request.windows}
            job = replace(job, folder=folder.name, windows=windows, of=len(windows))
        job = replace(job, facts={"slate": dict(task.slate)})
        if order.state == "queued":
            self._change(replace(order, state="running"))
        if self.jobs.tries(job.id) >= TRIES:
            sentence = (
                f"{task.title or 'A job'} was started {TRIES} times and the program ended each "
                "time, so it is left alone. Try again by hand, smaller if it is large."
            )
            self.keep(replace(job, state="failed", sentence=sentence, tries=TRIES))
            self._running[order.id].heard(job, api.Failed(job.id, sentence))
            return
        job = self.jobs.start(job)
        self.tell("job_changed", job)
        desk.give(Given(job, request, task.slate))

    # What a desk tells -----------------------------------------------------------------------

    def keep(self, job: Job) -> None:
        """Write a job as it is now."""
        self.tell("job_changed", self.jobs.keep(job))

    def count(self, desk: Desk) -> int:
        """How many stages work together with this one."""
        return len(self._crew.peers(desk))

    def give_back(self, desk: Desk, given: Given, event: api.Failed) -> bool:
        """Whether another stage makes the job whose stage has ended; nobody when the person does
        not want it any more. The order says what has happened.
        """
        order = self._orders.get(given.job.order_id)
        if order is None or given.lost or not self._crew.give_back(desk, given, event):
            return False
        told = replace(order, sentence=self._crew.ended(desk, given, event))
        self._orders[order.id] = told
        self.tell("order_changed", told)
        return True

    def pass_on(self, job: Job, event: api.Event) -> None:
        """The job's program hears the event, after its results are durable."""
        program, order = self._running.get(job.order_id), self._orders.get(job.order_id)
        if program is None or order is None:
            return
        program.heard(job, event)
        done, of = program.progress()
        if (done, of) != (order.done, order.of):
            self._orders[order.id] = replace(order, done=done, of=of)  # no row: it is derived
            self.tell("order_changed", self._orders[order.id])

    # Rows ------------------------------------------------------------------------------------

    def _place(self, order: Order) -> tuple[bool, int, bool, float]:
        seen = bool(set(self.looking) & set(order.what.get("shots", ())))
        return order.kind not in self.leading, -order.priority, not seen, order.made_at

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
            self.held.discard(order.id)
        self.tell("order_changed", order)
        return order

    def _end(self, order: Order, sentence: str = "") -> None:
        failed = self.jobs.jobs("failed", order_id=order.id)
        sentence = sentence or (failed[0].sentence if failed else "")
        self.jobs.drop(order.id)
        self._change(replace(order, state="failed" if sentence else "done", sentence=sentence))


def _id(order: Order, task: Task) -> str:
    return f"{order.id}-{task.name}"


def _is_whole(file: Path) -> bool:
    """Whether this picture was written to its end: every chunk of a PNG carries a checksum."""
    try:
        with Image.open(file, formats=("PNG",)) as picture:
            picture.verify()
    except (OSError, SyntaxError, ValueError):
        return False
    return True
