"""The speaker: the film's mix onto the machine's sound device; while it sounds it is the clock.

QtMultimedia is loaded when a film first sounds: on Linux it needs libpulse, and a machine may have
no device. Then the film plays silently and ``why_silent`` says so.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import dataclass
from time import perf_counter
from typing import Protocol

import numpy as np
from PySide6.QtCore import QIODevice, QLoggingCategory, QObject, Signal

from studio.mix import Mix
from studio.sounds import CHANNELS, RATE
from ui.film import Film

HELD = RATE // 5  # samples that the device is fed ahead
STALLED = 4.0  # seconds without a sample heard, after which the device is given up
PATIENCE = 0.3  # seconds that the clock goes on without news from the device
DRIFT = 0.08  # seconds between device and clock from which the clock jumps


class NoSound(Exception):  # noqa: N818 - a normal state: the sentence why nothing is heard
    """There is no way to the ear; the sentence says why and what to do."""


class Outlet(Protocol):
    """A way to the ear: 48 kHz stereo, 16 bits."""

    def start(self) -> None: ...
    def room(self) -> int:
        """How many samples it takes now."""
        ...

    def write(self, samples: np.ndarray) -> None: ...
    def heard(self) -> int:
        """How many samples since the start have left it."""
        ...

    def loudness(self, share: float) -> None: ...
    def stop(self) -> None: ...


class Device:
    """The machine's own sound device, through Qt. Raises NoSound when it has none."""

    def __init__(self) -> None:
        # the platform's plug-ins whisper about every library that they do without
        QLoggingCategory.setFilterRules("qt.multimedia.*=false\ndefault.warning=true")
        try:
            from PySide6.QtMultimedia import QAudioFormat, QAudioSink, QMediaDevices
        except ImportError as fault:
            linux = "install libpulse0 to hear it" if sys.platform == "linux" else str(fault)
            raise NoSound(f"The film plays without sound: {linux}.") from fault
        device = QMediaDevices.defaultAudioOutput()
        if device.isNull():
            raise NoSound("The film plays without sound: this machine has no sound device.")
        form = QAudioFormat()
        form.setSampleRate(RATE)
        form.setChannelCount(CHANNELS)
        form.setSampleFormat(QAudioFormat.SampleFormat.Int16)
        if not device.isFormatSupported(form):
            raise NoSound(
                f"The film plays without sound: {device.description()} takes no 48 kHz stereo."
            )
        self._sink = QAudioSink(device, form)
        self._sink.setBufferSize(HELD * 2 * CHANNELS)
        self._pipe: QIODevice | None = None
        self._written = 0

    def start(self) -> None:
        self._written = 0
        self._pipe = self._sink.start()

    def room(self) -> int:
        return int(self._sink.bytesFree()) // (2 * CHANNELS)

    def write(self, samples: np.ndarray) -> None:
        if self._pipe is not None:
            taken = self._pipe.write(samples.tobytes())
            self._written += max(0, int(taken)) // (2 * CHANNELS)

    def heard(self) -> int:
        waiting = (self._sink.bufferSize() - self._sink.bytesFree()) // (2 * CHANNELS)
        return int(max(0, self._written - waiting))

    def loudness(self, share: float) -> None:
        self._sink.setVolume(share)

    def stop(self) -> None:
        self._pipe = None
        self._sink.reset()


@dataclass
class Run:
    """Playing from frame ``start``, in ``first`` to ``last`` again and again if it ``loops``."""

    start: int
    first: int
    last: int
    loops: bool


class Speaker(QObject):
    """``fell_silent`` says once in words why nothing is heard. ``outlet`` opens the device."""

    fell_silent = Signal(str)

    def __init__(self, film: Film, outlet: Callable[[], Outlet] = Device) -> None:
        super().__init__(film)
        self._film, self._open = film, outlet
        self._outlet: Outlet | None = None
        self._run: Run | None = None
        self._mix: Mix | None = None
        self._fed = 0  # samples since the start
        self._ahead = 0.0  # seconds from the wall's clock to what is heard
        self._news = (0, 0.0)  # samples heard, and when that was new
        self.volume = 1.0
        self.muted = False
        self.why_silent = ""
        film.changed.connect(self._edited)
        film.closing.connect(self.stop)

    @property
    def mix(self) -> Mix:
        if self._mix is None:
            self._mix = Mix(self._film.board, self._film.session.bin.path)
        return self._mix

    @property
    def missing(self) -> list[str]:
        """Sounds whose files are gone, as far as the film has been mixed."""
        return self._mix.missing if self._mix else []

    @property
    def sounds(self) -> bool:
        """Whether the device is being fed: then ``moment`` is the clock."""
        return self._run is not None

    def start(self, run: Run) -> bool:
        """Sound from here, if the film has sounds and the machine can. Whether it does."""
        self.stop()
        if not self._film.board.sounds or self.mix.is_silent or not self._opened():
            return False
        assert self._outlet is not None
        self.set_loudness(self.volume, self.muted)
        self._outlet.start()
        self._run, self._fed = run, 0
        self._ahead, self._news = -perf_counter(), (0, perf_counter())
        self.feed()
        return True

    def stop(self) -> None:
        if self._run is not None and self._outlet is not None:
            self._outlet.stop()
        self._run = None

    def feed(self) -> None:
        """Give the device what it has room for."""
        if self._run is None or self._outlet is None:
            return
        count = min(HELD, self._outlet.room())
        if count > 0:
            samples = self._samples(self._run, self._fed, count)
            self._outlet.write(np.rint(samples * 32767).astype("<i2"))
            self._fed += count
        self._listen()

    def moment(self) -> float:
        """Seconds since the start, by what is heard; it waits for a device that hesitates."""
        return max(0.0, min(perf_counter() + self._ahead, self._news[0] / RATE + PATIENCE))

    def set_loudness(self, volume: float, muted: bool) -> None:
        """0..1 as a hand means it; at once."""
        self.volume, self.muted = min(1.0, max(0.0, volume)), muted
        if self._outlet is not None:
            # ears hear in powers: half the slider is about half as loud
            self._outlet.loudness(0.0 if muted else self.volume**2)

    # Feeding -------------------------------------------------------------------------------------

    def _samples(self, run: Run, at: int, count: int) -> np.ndarray:
        """Samples ``at`` and so on since the start of the run, round and round if it loops."""
        mix = self.mix
        first, last = mix.sample(run.first), mix.sample(run.last)
        place = mix.sample(run.start) + at
        if not run.loops:
            return mix.read(place, min(count, max(0, last - place)))
        parts = []
        while count > 0:
            place = first + (place - first) % max(1, last - first)
            part = mix.read(place, min(count, last - place))
            parts.append(part)
            place += len(part)
            count -= len(part)
        return np.concatenate(parts)

    def _listen(self) -> None:
        """Draw the clock to what the device has let out; give up one that does not go on."""
        assert self._outlet is not None
        heard, now = self._outlet.heard(), perf_counter()
        if heard != self._news[0]:
            self._news = heard, now
            error = heard / RATE - (now + self._ahead)
            self._ahead += error if abs(error) > DRIFT else 0.1 * error
        elif now - self._news[1] > STALLED:
            self.stop()
            self._silent("The film plays without sound: the sound device stopped.")

    def _opened(self) -> bool:
        if self._outlet is None and not self.why_silent:
            try:
                self._outlet = self._open()
            except NoSound as fault:
                self._silent(str(fault))
        return self._outlet is not None and not self.why_silent

    def _silent(self, why: str) -> None:
        self.why_silent = why
        self.fell_silent.emit(why)

    def _edited(self, name: str = "") -> None:
        self._mix = None
