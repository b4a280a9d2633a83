"""Clips: a shot's finished frames as a film of key frames only, and any film's frames by number."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from fractions import Fraction
from types import TracebackType

import av
import numpy as np

from studio.errors import StudioError
from studio.ffmpeg import Encoder, Encoding, open_film

QUALITY = 14  # crf; every frame is a key frame, so a clip can afford to be close to its pictures


def write_clip(
    path: str | os.PathLike[str], frames: Iterable[np.ndarray], rate: Fraction | int = 24
) -> int:
    """Write frames, uint8 (height, width, 3) of one even size, as an all-intra MP4; their count.

    The clip appears whole or not at all. Raises StudioError.
    """
    coming = iter(frames)
    try:
        first = next(coming)
    except StopIteration:
        raise StudioError("A clip needs at least one frame; render the shot first.") from None
    height, width = first.shape[:2]
    if width % 2 or height % 2:
        raise StudioError(f"A clip of {width}x{height} cannot be made; both must be even.")
    with Encoder(path, Encoding("intra", width, height, rate, quality=QUALITY)) as film:
        film.write(first)
        for frame in coming:
            film.write(frame)
    return film.frames


class Clip:
    """A film file whose frames are read by number: ``with Clip(path) as clip: clip.frame(12)``.

    It keeps its file open and remembers where it is, so frames in order cost no seek. Raises
    StudioError when the file is missing or no film.
    """

    def __init__(self, path: str | os.PathLike[str]) -> None:
        self.path = os.path.abspath(path)
        self._film = open_film(path)
        if not self._film.streams.video:
            self._film.close()
            raise StudioError(f"{self.path} has no picture in it.")
        self._stream = self._film.streams.video[0]
        self._stream.thread_type = "SLICE"  # frame threads delay the first frame after a seek
        self.rate = Fraction(self._stream.average_rate or self._stream.base_rate or 24)
        self.length = self._stream.frames or self._counted()
        self.size = (self._stream.codec_context.width, self._stream.codec_context.height)
        self._frames: Iterator[av.VideoFrame] = self._film.decode(self._stream)
        self._next = 0
        self._unit = Fraction(self._stream.time_base or Fraction(1, 24))
        self._first = self._stream.start_time or 0

    def __enter__(self) -> Clip:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        fault: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        self._film.close()

    def frame(self, index: int) -> np.ndarray:
        """Frame ``index`` as uint8 (height, width, 3).

        Raises IndexError outside the clip, StudioError where the file is damaged.
        """
        if not 0 <= index < self.length:
            raise IndexError(f"{self.path} has frames 0 to {self.length - 1}, not {index}")
        tick = 1 / (self.rate * self._unit)  # one frame in the stream's units
        wanted = self._first + index * tick
        try:
            if index != self._next:
                self._film.seek(round(wanted), stream=self._stream, backward=True)
                self._frames = self._film.decode(self._stream)
            for frame in self._frames:
                if frame.pts is not None and frame.pts >= wanted - tick / 2:
                    self._next = index + 1
                    return frame.to_ndarray(format="rgb24")
        except (av.error.FFmpegError, OSError) as fault:
            self._next = -1
            raise StudioError(
                f"Frame {index} of {self.path} cannot be read ({fault.strerror}); "
                "render the shot again."
            ) from fault
        self._next = -1
        raise StudioError(f"{self.path} ends before frame {index}; render the shot again.")

    def __iter__(self) -> Iterator[np.ndarray]:
        return (self.frame(i) for i in range(self.length))

    def _counted(self) -> int:
        """How many frames there are, for files whose header does not say."""
        count = sum(packet.size > 0 for packet in self._film.demux(self._stream))
        self._film.seek(0, stream=self._stream)
        return count
