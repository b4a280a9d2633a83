"""Sounds that a clip's model made along with it, cut to the time that the clip stands for."""

from __future__ import annotations

import os
import wave
from dataclasses import dataclass
from pathlib import Path

import numpy as np

RATE = 48000  # samples a second: what films have, and the bin keeps
FADE = 480  # samples at both ends, that no piece begins or ends with a click


@dataclass(frozen=True)
class Heard:
    """``samples`` float32 (channels, count) in -1..1, ``rate`` a second."""

    samples: np.ndarray
    rate: int


def fitted(heard: Heard, seconds: float) -> np.ndarray:
    """Its first ``seconds``, stereo float32 (2, count); silence follows where it is shorter.

    It keeps its own speed, so its pitch too, whatever the pace of the drawings that were picked
    from its clip. Brought to ``RATE`` by its spectrum.
    """
    row = np.atleast_2d(heard.samples)[:, : max(2, round(seconds * heard.rate))]
    count, whole = (max(2, round(length * RATE)) for length in (row.shape[1] / heard.rate, seconds))
    waves = np.fft.rfft(row, axis=1)
    kept = min(waves.shape[1], count // 2 + 1)
    found = np.fft.irfft(waves[:, :kept], count, axis=1) * (count / row.shape[1])
    fade = np.minimum(1.0, (np.arange(count) + 0.5) / min(FADE, count / 2))
    found = np.clip(found * fade * fade[::-1], -1, 1)
    found = np.pad(found, ((0, 0), (0, max(0, whole - count))))[:, :whole]
    return np.repeat(found[:1], 2, 0) if len(found) == 1 else found[:2]


def write(samples: np.ndarray, file: Path) -> str:
    """As a WAV file of 16 bits, whole or not at all."""
    part = file.with_suffix(".part")
    with wave.open(str(part), "wb") as out:
        out.setnchannels(2)
        out.setsampwidth(2)
        out.setframerate(RATE)
        out.writeframes((samples.T * 32767).round().astype("<i2").tobytes())
    os.replace(part, file)
    return str(file)
