"""What tests of the queue share: a stage in this process, a program of windows, a room for both."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from PIL import Image

from engine import api
from engine.client import Stage
from storyboard.cue import FrameCue
from studio.bin import Bin
from studio.jobs import Job, Order
from studio.project import Project
from studio.queue import Queue, Task
from studio.windows import Windows


class PaintingStage:
    """A stage in this process: paints flat frames when asked, or does what the test wants."""

    def __init__(self) -> None:
        self.requests: list[api.Request] = []
        self.events: list[api.Event] = [api.Ready("cpu")]
        self.cancelled: list[str] = []
        self.answers: Callable[[api.Render], list[api.Event]] = self.painted
        self.is_up = True

    def withdraw(self, job: str) -> bool:
        return False  # it has begun whatever it was sent

    def send(self, request: api.Request) -> None:
        assert isinstance(request, api.Render)
        self.requests.append(request)
        self.events.append(api.Started(request.job))
        self.events += self.answers(request)

    def poll(self) -> Sequence[api.Event]:
        heard, self.events = self.events, []
        return heard

    def cancel(self, job: str = "") -> None:
        self.cancelled.append(job)

    def painted(self, request: api.Render) -> list[api.Event]:
        done: list[api.Event] = [paint(request, window) for window in request.windows]
        return [*done, api.Finished(request.job, {"peak_mb": 100})]

    @property
    def asked(self) -> list[str]:
        """The keys of all windows it was asked for, in order."""
        return [w.key for r in self.requests if isinstance(r, api.Render) for w in r.windows]


def paint(request: api.Render, window: api.Window) -> api.WindowDone:
    frames = {}
    for position in window.wanted:
        file = Path(request.folder) / f"{window.key}-{position}.png"
        Image.new("RGB", (16, 9), (len(window.key), position, 99)).save(file)
        frames[position] = str(file)
    return api.WindowDone(request.job, window.key, window.level, frames, 0.5)


class Rows:
    """A program that makes one window for each shot of its order, a job each."""

    def __init__(self, order: Order, windows: Windows) -> None:
        self.shots = list(order.what["shots"])
        self.windows = windows
        self.given: set[str] = set()
        self.events: list[api.Event] = []

    def next(self, looking: Sequence[str]) -> Task | None:
        made = self.windows.made(self.shots)
        left = [shot for shot in self.shots if shot not in made | self.given]
        left.sort(key=lambda shot: shot not in looking)
        self.given.update(left[:1])
        return self.task(left[0]) if left else None

    def task(self, shot: str) -> Task:
        cues = tuple(FrameCue(shot, frame, 0.0) for frame in range(3))
        window = api.Window(shot, 1, cues)
        return Task(shot, api.Render("", (window,), ""), f"Shot {shot}", (shot,), {"seed": 1})

    def heard(self, job: Job, event: api.Event) -> None:
        self.events.append(event)

    def progress(self) -> tuple[int, int]:
        return len(self.windows.made(self.shots)), len(self.shots)


class Room:
    """A queue with everything that it needs, and what it told."""

    def __init__(self, folder: Path) -> None:
        self.path = folder / "film.longtake"
        self.project = Project.open(self.path) if self.path.exists() else Project.new(self.path)
        self.bin = Bin.beside(self.path)
        self.windows = Windows(self.project, self.bin)
        self.told: list[tuple[str, Any]] = []
        self.queue = Queue(self.project, self.bin, self.windows, lambda *t: self.told.append(t))
        self.queue.programs["render"] = lambda order: Rows(order, self.windows)
        self.stage = PaintingStage()

    def work(self, turns: int = 200) -> None:
        """Pump until nothing moves."""
        for _ in range(turns):
            if not self.queue.pump(self.stage) and not self.stage.events:
                return

    def states(self) -> dict[str, str]:
        return {job.title: job.state for job in self.queue.jobs.jobs()}


def serve(room: Room, stage: Stage) -> None:
    until = time.monotonic() + 60
    while not room.queue.is_idle and time.monotonic() < until:
        if not room.queue.pump(stage):
            time.sleep(0.005)


def flat(room: Room, folder: Path) -> None:
    """Orders are rendered by the flat family; a shot named "abort" ends the stage."""

    class Flat(Rows):
        def task(self, shot: str) -> Task:
            cues = tuple(FrameCue(shot, n, 0.0, words=shot) for n in range(3))
            request = api.Render("", (api.Window(shot, 1, cues),), "", "flat", str(folder))
            return Task(shot, request, f"Shot {shot}", (shot,))

    room.queue.programs["render"] = lambda order: Flat(order, room.windows)
