"""Marks of a shot on the board: the one thing to see about it, its progress, its picture fading."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from PySide6.QtCore import QElapsedTimer, QObject, QTimer, Signal
from PySide6.QtGui import QPixmap

from storyboard.board import Shot
from storyboard.continuity import Finding
from studio.jobs import Job
from ui import strokes
from ui.film import Film
from ui.findings import Findings

FRAME = 16  # milliseconds between two steps of a fade
SAID = {
    "line": "Crosses the line",
    "direction": "Turns around",
    "jump": "Jump cut",
    "missing": "Someone is missing",
    "dialogue": "Too short to say",
    "empty": "Nobody is there",
    "offstage": "Out of the frame",
}


@dataclass(frozen=True, slots=True)
class Chip:
    """The one thing about a shot that a person should see; ``sentence`` says all of it."""

    said: str
    ink: str
    icon: str
    sentence: str


class Marks(QObject):
    """``faded`` names a shot whose picture is on its way; ``touched`` one whose marks moved on."""

    faded = Signal(str)
    touched = Signal(str)

    def __init__(self, film: Film, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.film = film
        self._findings = Findings.of(film)
        self._running: dict[str, tuple[int, str]] = {}
        self._shown: dict[str, QPixmap] = {}
        self._fading: dict[str, tuple[QPixmap, QElapsedTimer]] = {}
        self._clock = QTimer(self)
        self._clock.setInterval(FRAME)
        self._clock.timeout.connect(self._step)
        film.worked.connect(self._work)
        self._work()

    # What needs a person -------------------------------------------------------------------------

    def chip(self, shot: Shot) -> Chip | None:
        """Failed, else stale, else continuity, else repaired."""
        if failed := self.film.failed.get(shot.id):
            return Chip("Failed, retry", "err", "warn", failed)
        if shot.stale:
            sentence = "The script changed here after the shot was planned. Plan it again."
            return Chip("Script changed", "warn", "stale", sentence)
        if self.film.is_outdated(shot.id):
            sentence = "The take shows the shot as it was. Render it again to see the change."
            return Chip("Changed since", "warn", "again", sentence)
        if finding := self._finding(shot):
            return Chip(SAID[finding.kind], "warn", "warn", finding.sentence)
        if "repair" in shot.made_by.values():
            what = ", ".join(sorted(n for n, by in shot.made_by.items() if by == "repair"))
            sentence = f"The director's plan did not hold here and was repaired: {what}."
            return Chip("Repaired plan, look", "warn", "eye", sentence)
        return None

    def _finding(self, shot: Shot) -> Finding | None:
        scene = self.film.scene_of(shot.id)
        found = self._findings.of_scene(scene.id) if scene else ()
        return next((one for one in found if one.shot == shot.id), None)

    # What runs -----------------------------------------------------------------------------------

    def running(self, shot: str) -> tuple[int, str] | None:
        """Percent done and the level that a shot is on its way to."""
        return self._running.get(shot)

    def is_planned_now(self, shot: str) -> bool:
        """Whether the director is at this shot."""
        return shot in self.film.planning

    def _work(self) -> None:
        before, self._running = self._running, dict(self._jobs())
        for shot in {*before, *self._running}:
            if before.get(shot) != self._running.get(shot):
                self.touched.emit(shot)

    def _jobs(self) -> Iterator[tuple[str, tuple[int, str]]]:
        orders = {order.id: order for order in self.film.session.queue.orders()}
        for job in self.film.running.values():
            order = orders.get(job.order_id)
            share = order.done / order.of if order and order.of else 0.0
            for shot in job.shots:
                yield shot, (round(100 * share), _level(job))

    # Fading --------------------------------------------------------------------------------------

    def fade(self, shot: str, now: QPixmap, at_once: bool) -> tuple[QPixmap | None, float]:
        """What the picture fades from and how far it has come; nothing when it simply is."""
        before = self._shown.get(shot)
        self._shown[shot] = now
        same = before is None or before.cacheKey() == now.cacheKey()
        if at_once or (not same and before is not None and before.size() != now.size()):
            self._fading.pop(shot, None)
            return None, 1.0
        if not same and before is not None and strokes.moves():
            clock = QElapsedTimer()
            clock.start()
            self._fading[shot] = before, clock
            self._clock.start()
        if (going := self._fading.get(shot)) is None:
            return None, 1.0
        share = going[1].elapsed() / strokes.FADE
        if share >= 1:
            del self._fading[shot]
            return None, 1.0
        return going[0], share

    @property
    def is_fading(self) -> bool:
        return bool(self._fading)

    def forget(self, seen: set[str]) -> None:
        """Only these are in sight: a picture that comes back later need not fade."""
        for table in (self._shown, self._fading):
            for shot in [shot for shot in table if shot not in seen]:
                del table[shot]

    def _step(self) -> None:
        if not self._fading:
            self._clock.stop()
        for shot in tuple(self._fading):
            self.faded.emit(shot)
            going = self._fading.get(shot)
            if going and going[1].elapsed() > 2 * strokes.FADE:
                del self._fading[shot]  # scrolled away meanwhile


def _level(job: Job) -> str:
    """The level that a job's windows make."""
    highest = max((level for level, _ in job.windows.values()), default=0)
    return "Animatic" if highest == 0 else "Keyframe" if highest == 1 else "In-between"
