"""Sound files to test with: a tone, and beeps at known moments."""

from __future__ import annotations

import subprocess
import wave
from pathlib import Path

import numpy as np

from studio.ffmpeg import binary


def write(path: Path, samples: np.ndarray, rate: int = 48000) -> Path:
    """A WAV file of float samples -1..1, mono (count,) or (count, channels)."""
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1 if samples.ndim == 1 else samples.shape[1])
        file.setsampwidth(2)
        file.setframerate(rate)
        file.writeframes(np.round(samples * 32767).astype("<i2").tobytes())
    return path


def tone(path: Path, seconds: float = 2.0, size: float = 0.5, rate: int = 48000) -> Path:
    """A 1 kHz tone of this amplitude."""
    at = np.arange(round(seconds * rate)) / rate
    return write(path, size * np.sin(2 * np.pi * 1000 * at), rate)


def beeps(path: Path, moments: list[float], seconds: float, rate: int = 48000) -> Path:
    """Silence with a beep of 50 ms at each of these seconds."""
    row = np.zeros(round(seconds * rate))
    beep = 0.5 * np.sin(2 * np.pi * 1000 * np.arange(rate // 20) / rate + np.pi / 2)
    for moment in moments:
        first = round(moment * rate)
        row[first : first + len(beep)] = beep
    return write(path, row, rate)


def recoded(path: Path, suffix: str) -> Path:
    """The same sound in another format."""
    target = path.with_name(f"{path.stem} again{suffix}")
    line = [binary(), "-v", "error", "-nostdin", "-y", "-i", str(path), str(target)]
    subprocess.run(line, check=True)
    return target


def heard(film: str | Path) -> np.ndarray:
    """The sound of a film as a player hears it: (count, 2) at 48 kHz."""
    line = [binary(), "-v", "error", "-nostdin", "-i", str(film), "-f", "f32le", "-ar", "48000"]
    done = subprocess.run([*line, "-ac", "2", "-"], capture_output=True, check=True)
    return np.frombuffer(done.stdout, "<f4").reshape(-1, 2)


def onsets(samples: np.ndarray, least: float = 0.25) -> list[int]:
    """The samples at which something louder than ``least`` begins after 20 ms of less."""
    loud = np.flatnonzero(np.abs(samples).max(1) > least)
    if not loud.size:
        return []
    return [int(loud[0]), *(int(at) for at in loud[1:][np.diff(loud) > 960])]
