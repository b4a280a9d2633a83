"""What tests of the player share: a small film with beeps, a tape that hears what is fed."""

from __future__ import annotations

from pathlib import Path
from time import perf_counter

import numpy as np

from storyboard.board import Layout, Line
from storyboard.edits import shots
from studio import sounds
from studio.session import Session
from tests.studio import tones


class Tape:
    """A sound device that keeps what it hears; it turns at ``pace`` times real time."""

    def __init__(self, pace: float = 1.0) -> None:
        self.pace = pace
        self.written: list[np.ndarray] = []
        self.share = -1.0
        self.starts = self.stops = 0
        self._began = 0.0

    def start(self) -> None:
        self.starts += 1
        self.written.clear()
        self._began = perf_counter()

    def room(self) -> int:
        return 9600 - (self._count() - self.heard())

    def write(self, samples: np.ndarray) -> None:
        self.written.append(samples)

    def heard(self) -> int:
        return min(self._count(), int((perf_counter() - self._began) * 48000 * self.pace))

    def loudness(self, share: float) -> None:
        self.share = share

    def stop(self) -> None:
        self.stops += 1

    def _count(self) -> int:
        return sum(len(part) for part in self.written)

    @property
    def samples(self) -> np.ndarray:
        return np.concatenate(self.written)


def small(session: Session) -> None:
    """Two shots of two seconds, the first with a line."""
    one, two, *rest = [shot.id for shot in session.board.shots]
    laid = Layout({}, 9)
    session.edit("Shorten", lambda board: shots.delete_shots(board, rest))
    session.edit("Set", lambda board: shots.set_shots(board, [one, two], length=48, layout=laid))
    said = (Line("", "Well, hello there."),)
    session.edit("Say", lambda board: shots.set_shot(board, one, dialogue=said))
    session.edit("Hush", lambda board: shots.set_shot(board, two, dialogue=()))


def beeping(session: Session, folder: Path) -> None:
    """Beeps at a half and at one and a half seconds of the film."""
    sounds.import_sound(session, tones.beeps(folder / "beeps.wav", [0.5, 1.5], 3.0), 0)
