"""The mix: what the film sounds like at any moment, for playing and for export alike.

Samples of the film at 48 kHz; frame f begins at sample f * 48000 / rate. Every sound lies where its
shot puts it, with its gain in decibels and straight fades; where several meet they add up.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from storyboard.board import Board, Sound
from storyboard.edits import ties
from storyboard.edits.sounds import QUIETEST
from studio import sounds
from studio.errors import StudioError
from studio.sounds import CHANNELS, RATE

KNEE = 0.97  # of full scale: what is louder is bent instead of cut off

Finder = Callable[[str], Path | None]
"""Content hash -> where the sound lies, or None when it is gone."""


@dataclass(frozen=True)
class _Cue:
    """One sound: samples ``first`` to ``last`` of the film are ``row[skip:]``."""

    first: int
    last: int
    skip: int
    row: np.ndarray
    gain: float
    fade_in: int
    fade_out: int


class Mix:
    """``missing`` names the sounds whose files are gone or damaged: the film is silent there."""

    def __init__(self, board: Board, find: Finder) -> None:
        self.rate = board.rate
        self.length = self.sample(board.length)
        self._cues: list[_Cue] = []
        self.missing: list[str] = []
        starts = ties.starts(board)
        for sound in board.sounds:
            at = starts.get(sound.shot, 0) + sound.start
            if sound.gain > QUIETEST and not sound.muted:
                self._place(sound, at, find(sound.file))
        self._cues.sort(key=lambda cue: cue.first)

    def sample(self, frame: int) -> int:
        """The film's sample at which a frame begins."""
        return frame * RATE // self.rate

    @property
    def is_silent(self) -> bool:
        """Whether nothing is heard from the first frame to the last."""
        return not any(cue.first < self.length and cue.last > 0 for cue in self._cues)

    def _place(self, sound: Sound, at: int, path: Path | None) -> None:
        try:
            row = sounds.samples(path) if path else None
        except StudioError:
            row = None
        if row is None:
            self.missing.append(sound.name or "a sound")
            return
        first, skip = self.sample(at), self.sample(sound.skip)
        heard = min(self.sample(at + sound.length) - first, len(row) - skip)
        if heard > 0:
            gain = 10 ** (sound.gain / 20)
            fades = self.sample(sound.fade_in), self.sample(sound.fade_out)
            self._cues.append(_Cue(first, first + heard, skip, row, gain, *fades))

    def read(self, start: int, count: int) -> np.ndarray:
        """Samples ``start`` to ``start + count`` of the film: float32 (count, 2) in -1..1.

        Outside the film, and where no sound lies, they are 0.
        """
        heard = np.zeros((count, CHANNELS), np.float32)
        end = min(start + count, self.length)
        for cue in self._cues:
            first, last = max(cue.first, start, 0), min(cue.last, end)
            if first >= last:
                continue
            at = cue.skip + first - cue.first
            part = cue.row[at : at + last - first].astype(np.float32)
            part *= cue.gain / 32768
            heard[first - start : last - start] += _faded(part, cue, first, last)
        return _bent(heard)


def _faded(part: np.ndarray, cue: _Cue, first: int, last: int) -> np.ndarray:
    """The part, quieter where the sound fades in or out."""
    if first < cue.first + cue.fade_in:
        up = (np.arange(first, last, dtype=np.float32) - cue.first + 0.5) / cue.fade_in
        part *= np.minimum(up, 1)[:, None]
    if last > cue.last - cue.fade_out:
        down = (cue.last - np.arange(first, last, dtype=np.float32) - 0.5) / cue.fade_out
        part *= np.minimum(down, 1)[:, None]
    return part


def _bent(heard: np.ndarray) -> np.ndarray:
    """Peaks above the knee bent below full scale; all that is quieter stays as it is."""
    size = np.abs(heard)
    loud = size > KNEE
    if loud.any():
        over = (size[loud] - KNEE) / (1 - KNEE)
        heard[loud] = np.sign(heard[loud]) * (KNEE + (1 - KNEE) * np.tanh(over))
    return heard
