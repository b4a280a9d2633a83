"""Clips: a shot's frames as a film of key frames only; any film's frames by number, its facts."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from types import TracebackType

import av
import numpy as np

from studio.errors import StudioError
from studio.ffmpeg import Encoder, Encoding

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
        # threads delay the first frame after a seek, and one frame at a time has no use for them
        self._stream.codec_context.thread_count = 1
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
        return self._decoded(index).to_ndarray(format="rgb24")

    def small(self, index: int, width: int, height: int) -> np.ndarray:
        """Frame ``index`` at another size, for a screen: uint8 (height, width, 4), blue first."""
        found = self._decoded(index)
        return found.reformat(width, height, "bgra", interpolation="AREA").to_ndarray()

    def _decoded(self, index: int) -> av.VideoFrame:
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
                    return frame
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


# What a film file is ------------------------------------------------------------------------------

_MOV = "mov,mp4,m4a,3gp,3g2,mj2"
_PRIMARIES = {1: "bt709", 5: "bt470bg", 6: "smpte170m", 9: "bt2020"}
_TRANSFER = {1: "bt709", 6: "smpte170m", 13: "srgb", 14: "bt2020-10", 16: "pq", 18: "hlg"}
_MATRIX = {0: "rgb", 1: "bt709", 5: "bt470bg", 6: "smpte170m", 9: "bt2020nc"}
_RANGE = {1: "tv", 2: "pc"}


@dataclass(frozen=True)
class Facts:
    """What a film file holds, read from the file itself. ``streams`` are (kind, codec) in order."""

    path: str
    frames: int
    width: int
    height: int
    rate: Fraction
    seconds: float
    codec: str
    pixels: str
    primaries: str
    transfer: str
    matrix: str
    range: str
    streams: tuple[tuple[str, str], ...]
    faststart: bool
    bytes: int


def open_film(path: str | os.PathLike[str]) -> av.container.InputContainer:
    """An MP4 or MOV file, opened as nothing else. Raises StudioError."""
    name = os.path.abspath(path)
    try:
        return av.open(name, format=_MOV, options={"protocol_whitelist": "file"})
    except FileNotFoundError as fault:
        raise StudioError(f"{name} is not there any more; export or render it again.") from fault
    except (av.error.FFmpegError, OSError) as fault:
        raise StudioError(f"{name} is no film that can be read ({fault.strerror}).") from fault


def facts(path: str | os.PathLike[str]) -> Facts:
    """What the film file is; its frames are counted, not believed. Raises StudioError."""
    with open_film(path) as film:
        if not film.streams.video:
            raise StudioError(f"{os.path.abspath(path)} has no picture in it.")
        stream = film.streams.video[0]
        code = stream.codec_context
        frames = sum(packet.size > 0 for packet in film.demux(stream))
        rate = Fraction(stream.average_rate or stream.base_rate or 0)
        return Facts(
            path=os.path.abspath(path),
            frames=frames,
            width=code.width,
            height=code.height,
            rate=rate,
            seconds=float(frames / rate) if rate else 0.0,
            codec=code.name,
            pixels=code.pix_fmt or "",
            primaries=_PRIMARIES.get(int(code.color_primaries), "unknown"),
            transfer=_TRANSFER.get(int(code.color_trc), "unknown"),
            matrix=_MATRIX.get(int(code.colorspace), "unknown"),
            range=_RANGE.get(int(code.color_range), "unknown"),
            streams=tuple((each.type, each.codec_context.name) for each in film.streams),
            faststart=_boxes(path)[:3].count("moov") == 1,
            bytes=os.path.getsize(path),
        )


def _boxes(path: str | os.PathLike[str]) -> Sequence[str]:
    """The top boxes of an MP4 or MOV file; ``moov`` before ``mdat`` lets it play while it loads."""
    names: list[str] = []
    with open(path, "rb") as file:
        while (head := file.read(8)) and len(head) == 8:
            size, name = int.from_bytes(head[:4], "big"), head[4:].decode("latin-1")
            names.append(name)
            if size == 1:
                size = int.from_bytes(file.read(8), "big") - 8
            if size < 8 or name == "mdat":
                break
            file.seek(size - 8, os.SEEK_CUR)
    return names
