"""Models on their way: each pull, check or removal is a process of its own, so that the window
stays free and a pause is nothing but the end of a process.
"""

from __future__ import annotations

import json
import sys
import time
from collections import deque
from dataclasses import dataclass, field
from typing import Literal

from PySide6.QtCore import QObject, QProcess, Signal

from ui import children

LOG = "models.log"
RECENT = 10.0  # seconds that a speed is measured over
SURE = 2.0  # seconds after which a speed is told
Verb = Literal["pull", "check", "update", "stay", "remove"]
VERBS: dict[Verb, str] = {
    "pull": "Fetching", "check": "Checking", "update": "Updating", "stay": "Going back",
    "remove": "Removing",
}  # fmt: skip


@dataclass
class Pull:
    """One of them: ``done`` of ``of`` bytes, what goes on besides, and how it ended."""

    verb: Verb
    process: QProcess | None = None
    done: int = 0
    of: int = 0
    note: str = ""
    fault: str = ""
    said: str = ""
    heard: bytes = b""
    samples: deque[tuple[float, int]] = field(default_factory=deque)

    @property
    def runs(self) -> bool:
        return self.process is not None

    def hear(self, told: dict[str, object]) -> None:
        """A line of the process."""
        if "done" in told:
            self.done, self.of = int(str(told["done"])), int(str(told["of"]))
            self.note = str(told["note"])
            now = time.monotonic()
            if self.samples and self.done < self.samples[-1][1]:
                self.samples.clear()  # another pass over the bytes
            self.samples.append((now, self.done))
            while now - self.samples[0][0] > RECENT:
                self.samples.popleft()
        self.fault = str(told.get("fault", self.fault))
        self.said = str(told.get("said", self.said))

    @property
    def speed(self) -> float | None:
        """Bytes a second of late; None until it is known."""
        if len(self.samples) < 2:
            return None
        (began, at), (now, done) = self.samples[0], self.samples[-1]
        return (done - at) / (now - began) if now - began >= SURE else None

    @property
    def left(self) -> float | None:
        """Seconds still to go."""
        speed = self.speed
        return (self.of - self.done) / speed if speed else None


class Pulls(QObject):
    """All of a window's. ``moved`` names the model that went on or ended."""

    moved = Signal(str)

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._pulls: dict[str, Pull] = {}

    def of(self, name: str) -> Pull | None:
        """What goes on with a model, or how the last of it ended."""
        return self._pulls.get(name)

    def running(self) -> list[str]:
        return [name for name, pull in self._pulls.items() if pull.runs]

    def failed(self) -> list[str]:
        return [name for name, pull in self._pulls.items() if pull.fault]

    def start(self, name: str, verb: Verb = "pull") -> None:
        """Begin, or go on where it stopped."""
        if (old := self.of(name)) and old.runs:
            return
        process = children.child(self, LOG, longer=True)
        pull = self._pulls[name] = Pull(verb, process)
        process.readyReadStandardOutput.connect(lambda: self._hear(name, pull))
        process.finished.connect(lambda: self._ended(name, pull))
        process.start(sys.executable, ["-m", "studio.pull_job", verb, name])
        self.moved.emit(name)

    def pause(self, name: str) -> None:
        """End it for now; what came stays."""
        pull = self._pulls.pop(name, None)
        if pull is not None:
            _kill(pull)
        self.moved.emit(name)

    def cancel(self, name: str) -> None:
        """End it, and throw away what came."""
        self.pause(name)
        self.start(name, "remove")

    def stay(self, name: str) -> None:
        """End an update, and throw away what came of it; what was there stays."""
        self.pause(name)
        self.start(name, "stay")

    def forget(self, name: str) -> None:
        """How it ended has been read."""
        if (pull := self.of(name)) and not pull.runs:
            del self._pulls[name]
            self.moved.emit(name)

    def stop(self) -> None:
        """The window closes; all go on when they are asked for again."""
        for pull in self._pulls.values():
            _kill(pull)
        self._pulls.clear()

    def _hear(self, name: str, pull: Pull) -> None:
        if pull.process is None:
            return
        pull.heard += pull.process.readAllStandardOutput().data()
        *lines, pull.heard = pull.heard.split(b"\n")
        for line in lines:
            pull.hear(json.loads(line))
        if lines:
            self.moved.emit(name)

    def _ended(self, name: str, pull: Pull) -> None:
        self._hear(name, pull)
        process, pull.process = pull.process, None
        if process is None:
            return
        if process.exitCode() and not pull.fault:
            pull.fault = f"It stopped before its end; {LOG} among the logs says why. Try again."
        process.deleteLater()
        self.moved.emit(name)


def _kill(pull: Pull) -> None:
    process, pull.process = pull.process, None
    if process is not None:
        children.end(process)
