"""Waves of sounds for painting, made a little at a time, and sound files brought in by a child."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
from PySide6.QtCore import QObject, QProcess, QTimer, Signal

from studio import sounds
from studio.errors import StudioError
from ui import children
from ui.film import Film


class Waves(QObject):
    """``arrived`` names a sound whose wave is there now."""

    arrived = Signal(str)

    def __init__(self, film: Film) -> None:
        super().__init__(film)
        self._bin = film.session.bin
        self._known: dict[str, np.ndarray] = {}
        self._wanted: dict[str, Iterator[None] | None] = {}
        self._worker = QTimer(self)
        self._worker.setInterval(0)
        self._worker.timeout.connect(self._make_some)

    def peaks(self, hash: str) -> np.ndarray | None:
        """Least and greatest of every 1/50 s, (count, 2) in -1..1; None: ``arrived`` may come."""
        if hash not in self._known and hash not in self._wanted:
            found = sounds.peaks(self._bin, hash)
            if found is not None:
                self._known[hash] = found
            elif self._bin.path(hash):
                self._wanted[hash] = sounds.peaks_in_slices(self._bin, hash)
                self._worker.start()
        return self._known.get(hash)

    def _make_some(self) -> None:
        hash, slices = next(((h, s) for h, s in self._wanted.items() if s), ("", None))
        if slices is None:
            self._worker.stop()
            return
        try:
            if next(slices, self) is not self:
                return
        except (StudioError, OSError):  # a damaged sound has no wave; the mix says that it is gone
            self._wanted[hash] = None
            return
        del self._wanted[hash]
        if self.peaks(hash) is not None:
            self.arrived.emit(hash)
        else:
            self._wanted[hash] = None


class Arrivals(QObject):
    """Sound files on their way into the film; each is decoded by a process of its own.

    ``moved`` tells that ``coming``, the names of the files under way, is another.
    """

    moved = Signal()

    def __init__(self, film: Film) -> None:
        super().__init__(film)
        self._film = film
        self._running: dict[QProcess, tuple[str, int, int | None]] = {}
        film.closing.connect(self.close)

    @property
    def coming(self) -> list[str]:
        return [name for name, _, _ in self._running.values()]

    def bring(self, file: str | Path, frame: int, track: int | None = None) -> None:
        """Lay a sound file under the film from this frame on, as soon as it is decoded."""
        process = children.child(self)
        process.finished.connect(lambda code, status: self._ended(process))
        self._running[process] = Path(file).name, frame, track
        program, *rest = sounds.child(self._film.session.bin, file)
        process.start(program, rest)
        self.moved.emit()

    def _ended(self, process: QProcess) -> None:
        _, frame, track = self._running.pop(process)
        said = bytes(process.readAllStandardOutput().data()).decode("utf-8", "replace")
        process.deleteLater()
        self._film.try_out(
            lambda: sounds.lay(self._film.session, sounds.answer(said), frame, track)
        )
        self.moved.emit()

    def close(self) -> None:
        """Stop what is under way; nothing of it is left in the film."""
        for process in list(self._running):
            children.end(process)
        self._running.clear()
