"""Sounds that people bring: decoded once with guards, kept in the bin as plain 48 kHz stereo.

So playing and export read any moment of them at once, with no decoder between. To decode a long
file takes seconds: the window lets a child do it (``python -m studio.sounds BIN FILE``), which
answers with one line of JSON.
"""

from __future__ import annotations

import os
import secrets
import subprocess
import sys
import wave
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

import av
import numpy as np

from storyboard.board import Board
from storyboard.edits import sounds
from storyboard.edits.ids import new_id
from studio import bringing
from studio.bin import Bin
from studio.errors import StudioError, nearest
from studio.ffmpeg import binary

if TYPE_CHECKING:
    from studio.session import Session

RATE = 48000  # samples a second: what films have
CHANNELS = 2
FORMATS = (".wav", ".mp3", ".flac", ".ogg", ".m4a", ".aac", ".aif", ".aiff", ".opus")
LONGEST = 6 * 3600  # seconds; above any film, below what a WAV file can hold
PEAKS = 50  # of a second: as fine as a wave is drawn
_DEMUXERS = "wav,w64,mp3,flac,ogg,mov,mp4,m4a,aac,aiff"  # no playlists: they name other files
_GUARDS = {"protocol_whitelist": "file", "format_whitelist": _DEMUXERS}
_SLICE = RATE * 20  # samples whose peaks are made at a time: a few milliseconds
_EACH = RATE // PEAKS


@dataclass(frozen=True)
class Brought:
    """A sound in the bin. ``name`` is its file's."""

    hash: str
    name: str
    samples: int

    def frames(self, rate: int) -> int:
        """How many frames of a film it lasts."""
        return max(1, -(-self.samples * rate // RATE))


def bring(bin: Bin, file: str | Path) -> Brought:
    """Decode a sound file and keep it. Raises StudioError with what to do instead."""
    path = Path(os.path.abspath(file))
    _check(path)
    folder = bin.incoming("sound")
    try:
        plain = folder / "sound.wav"
        _decode(path, plain)
        samples = len(_samples(plain))
        if samples == 0:
            raise StudioError(f"{path.name} has no sound in it; choose another file.")
        hash = bin.adopt(plain)
        for _ in peaks_in_slices(bin, hash):
            pass
    finally:
        bin.clear(folder.name)
    return Brought(hash, path.name, samples)


def lay(session: Session, brought: Brought, frame: int, track: int | None = None) -> str:
    """Put a sound of the bin under the film, whole, from a frame on. Gives the new sound's id."""
    board = session.board
    values = {} if track is None else {"track": track}
    length = brought.frames(board.rate)

    def laid(board: Board) -> Board:
        return sounds.add_sound(board, frame, brought.hash, length, brought.name, **values)

    id = new_id(board, sounds.PREFIX)
    session.edit(f"Import {brought.name}", laid)
    return id


def import_sound(session: Session, file: str | Path, frame: int) -> str:
    """Decode a sound file and lay it under the film; waits until that is done. Gives its id."""
    return lay(session, bring(session.bin, file), frame)


def child(bin: Bin, file: str | Path) -> list[str]:
    """The command line of a child that does ``bring``; it answers what ``answer`` reads."""
    return bringing.child("studio.sounds", bin, file)


def answer(line: str) -> Brought:
    """What the child said. Raises StudioError with its sentence."""
    return Brought(**bringing.answer(line, "The sound"))


def longest(bin: Bin, hash: str, rate: int) -> int | None:
    """How many frames of a film a sound of the bin lasts; None when it is not there."""
    path = bin.path(hash)
    return Brought(hash, "", len(samples(path))).frames(rate) if path else None


def samples(path: Path) -> np.ndarray:
    """The samples of a sound of the bin: int16 (count, 2), read from the file as they are used.

    Raises StudioError when it is no sound that ``bring`` made.
    """
    try:
        return _samples(path)
    except (OSError, EOFError, ValueError, wave.Error) as fault:
        raise StudioError(f"The sound {path.name} is damaged; import it again.") from fault


# What the eye sees -------------------------------------------------------------------------------


def peaks(bin: Bin, hash: str) -> np.ndarray | None:
    """The least and the greatest sample of every 1/50 s, float32 (count, 2) in -1..1.

    None while they are not made yet (``peaks_in_slices``) or the sound is gone.
    """
    try:
        return _read_peaks(str(_peaks_file(bin, hash)))
    except (OSError, ValueError):
        return None


def peaks_in_slices(bin: Bin, hash: str) -> Iterator[None]:
    """Make the peaks, a few milliseconds of work at a time, and keep them beside the sound."""
    path = bin.path(hash)
    if path is None:
        return
    row = samples(path)
    found = []
    for start in range(0, len(row), _SLICE):
        part = np.asarray(row[start : start + _SLICE])
        lacking = -len(part) % _EACH
        whole = np.pad(part, ((0, lacking), (0, 0)), mode="edge").reshape(-1, _EACH * CHANNELS)
        found.append(np.stack([whole.min(1), whole.max(1)], 1))
        yield
    target = _peaks_file(bin, hash)
    part_file = target.with_name(f".{secrets.token_hex(8)}.part")
    content = np.concatenate(found) if found else np.zeros((0, 2), np.int16)
    try:
        part_file.write_bytes(content.astype("<i2").tobytes())
        os.replace(part_file, target)
    finally:
        part_file.unlink(missing_ok=True)


def _peaks_file(bin: Bin, hash: str) -> Path:
    return bin.folder / hash[:2] / f"{hash}.peaks"


@lru_cache(maxsize=64)
def _read_peaks(path: str) -> np.ndarray:
    found = np.fromfile(path, "<i2").reshape(-1, 2).astype(np.float32) / 32768
    found.flags.writeable = False
    return found


# Bringing in -------------------------------------------------------------------------------------


def _check(path: Path) -> None:
    if path.suffix.lower() not in FORMATS:
        raise StudioError(
            f"{path.name} is no sound that Longtake reads. Use WAV, MP3, FLAC, OGG or M4A."
            + nearest(path.suffix.lower(), FORMATS)
        )
    try:
        if path.stat().st_size == 0:
            raise StudioError(f"{path.name} is empty. Export it again from where it came.")
        with path.open("rb"):
            pass
    except OSError as fault:
        said = (fault.strerror or str(fault)).lower()
        raise StudioError(f"{path} cannot be read: {said}.") from fault


def _decode(path: Path, plain: Path) -> None:
    line = [binary(), "-hide_banner", "-nostdin", "-loglevel", "error", "-y"]
    line += [word for name, value in _GUARDS.items() for word in (f"-{name}", value)]
    line += ["-i", str(path)]
    line += ["-map", "0:a:0", "-t", str(LONGEST), "-ar", str(RATE), "-ac", str(CHANNELS)]
    if _is_mono(path):
        line += ["-af", "pan=stereo|c0=c0|c1=c0"]  # else it becomes 3 dB quieter
    line += ["-c:a", "pcm_s16le", "-map_metadata", "-1", "-fflags", "+bitexact"]
    done = subprocess.run(
        [*line, "-flags", "+bitexact", str(plain)],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        check=False,
    )
    if done.returncode == 0:
        return
    said = done.stderr.decode("utf-8", "replace")
    if "No space left" in said:
        raise StudioError("The disk of the film is full; free some space, then import again.")
    if "matches no streams" in said:
        raise StudioError(f"{path.name} has no sound in it; choose another file.")
    raise StudioError(f"{path.name} is damaged or no sound. Export it again from where it came.")


def _is_mono(path: Path) -> bool:
    try:
        with av.open(str(path), options=_GUARDS) as file:
            return bool(file.streams.audio) and file.streams.audio[0].channels == 1
    except (av.error.FFmpegError, OSError):
        return False  # what is wrong with it, the decoder says


def _samples(path: Path) -> np.ndarray:
    with wave.open(str(path)) as head:
        form = (head.getnchannels(), head.getsampwidth(), head.getframerate())
        count = head.getnframes()
    if form != (CHANNELS, 2, RATE):
        raise ValueError(f"{path.name} is not {RATE} Hz stereo in 16 bits")
    if count == 0:
        return np.zeros((0, CHANNELS), np.int16)
    before = path.stat().st_size - 2 * CHANNELS * count  # the samples are the last thing in it
    return np.memmap(path, "<i2", "r", before, (count, CHANNELS))


def main() -> int:
    return bringing.main(bring)


if __name__ == "__main__":
    sys.exit(main())
