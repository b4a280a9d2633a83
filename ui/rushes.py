"""Clips of finished takes, made one after the other by a child while nobody waits for them."""

from __future__ import annotations

import sys

from PySide6.QtCore import QObject, QProcess, QTimer, Signal

from studio import rushes
from ui import children
from ui.film import Film

CALM = 1500  # milliseconds after a take or an edit, before a clip is made
A_TURN = 20  # shots


class Rushes(QObject):
    """``made`` names a shot whose take has a clip now."""

    made = Signal(str)

    def __init__(self, film: Film) -> None:
        super().__init__(film)
        self._film = film
        self._process: QProcess | None = None
        self._given_up: set[str] = set()  # takes of which no clip could be made
        self._calm = QTimer(self)
        self._calm.setSingleShot(True)
        self._calm.setInterval(CALM)
        self._calm.timeout.connect(self._look)
        self._row: list[str] = []
        self._turn = QTimer(self)
        self._turn.setSingleShot(True)
        self._turn.setInterval(0)
        self._turn.timeout.connect(self._next)
        film.took.connect(lambda shot: self._calm.start())
        film.closing.connect(self.close)
        self._calm.start()

    def _look(self) -> None:
        """All shots from the playhead on may lack a clip."""
        row = list(self._film.shots)
        here = row.index(self._film.shot_id) if self._film.shot_id in row else 0
        self._row = [*row[here:], *row[:here]]
        self._next()

    def _next(self) -> None:
        """Begin the next clip that is lacking; a few shots are looked at in a turn."""
        if self._process is not None:
            return
        for shot in self._row[:A_TURN]:
            self._row.remove(shot)
            found = rushes.wish(self._film.session, shot) if shot in self._film.shots else None
            if found and found[0].id not in self._given_up:
                self._begin(shot, found[0].id, found[1])
                return
        if self._row:
            self._turn.start()

    def _begin(self, shot: str, take: str, wanted: rushes.Wish) -> None:
        process = self._process = children.child(self)
        process.finished.connect(lambda code, status: self._ended(shot, take))
        program, *rest = rushes.child()
        if sys.platform != "win32":  # it may take its time: what the person looks at comes first
            program, rest = "nice", ["-n", "10", program, *rest]
        process.start(program, rest)
        process.write(rushes.asked(wanted))

    def _ended(self, shot: str, take: str) -> None:
        process, self._process = self._process, None
        if process is None:
            return
        said = bytes(process.readAllStandardOutput().data()).decode("utf-8", "replace")
        process.deleteLater()
        clip = rushes.answer(said)
        if clip and self._film.try_out(lambda: self._film.session.takes.add_clip(take, clip)):
            self.made.emit(shot)
        else:
            self._given_up.add(take)
        self._next()

    def close(self) -> None:
        """Stop what is under way."""
        self._calm.stop()
        self._turn.stop()
        process, self._process = self._process, None
        if process is not None:
            children.end(process)
