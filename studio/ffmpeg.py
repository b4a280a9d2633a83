"""The one place that runs ffmpeg: raw pictures into a pipe, a finished file out of it.

Frames stream through the pipe, so memory does not grow with the film. The file is written under a
temporary name beside its own and takes its place only when it is whole: a cancelled or failed
encode leaves the old file as it was.
"""

from __future__ import annotations

import glob
import os
import shutil
import subprocess
import tempfile
import time
from contextlib import suppress
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from pathlib import Path
from types import TracebackType
from typing import IO, Literal

import imageio_ffmpeg
import numpy as np

from studio.errors import StudioError, nearest

Kind = Literal["web", "master", "pngs", "intra"]

# ffmpeg's flags -color_primaries and -color_trc do not reach the file; tags in the filter graph do.
_TAGS = "setparams=color_primaries=bt709:color_trc=bt709:colorspace=bt709:range=tv"
_COLOUR = f"scale=out_color_matrix=bt709:out_range=tv:flags=accurate_rnd,format={{}},{_TAGS}"

_HARDWARE = ("h264_nvenc", "h264_qsv", "h264_amf", "h264_videotoolbox")
_QUALITY = {  # about what crf 17 looks like
    "h264_nvenc": ("-preset", "p5", "-rc", "vbr", "-cq", "19", "-b:v", "0"),
    "h264_qsv": ("-global_quality", "19"),
    "h264_amf": ("-rc", "cqp", "-qp_i", "18", "-qp_p", "19"),
    "h264_videotoolbox": ("-q:v", "70"),
}


class EncodeError(StudioError):
    """The encoder stopped by itself; the sentence ends with its last words."""


@dataclass(frozen=True)
class Encoding:
    """What the file shall be. ``frames`` is its length, needed for silence; 0 = not known.

    ``kind`` web: H.264 in MP4 that starts while it loads; master: ProRes 422 HQ in MOV; pngs: a
    folder of numbered pictures; intra: H.264 with every frame a key frame, for scrubbing.
    ``subtitles`` is an SRT file; ``sound`` one of raw samples, 32-bit floats, 48 kHz stereo.
    """

    kind: Kind
    width: int
    height: int
    rate: Fraction | int = 24
    frames: int = 0
    quality: int = 17  # x264's crf: 16 cannot be told from the original, 18 hardly
    preset: str = "veryfast"
    encoder: str = "libx264"
    subtitles: str = ""
    subtitles_shown: bool = False  # whether players show them unasked
    sound: str = ""
    silence: bool = False


def binary() -> str:
    """Where ffmpeg is. Raises StudioError when this installation has none."""
    try:
        return os.path.abspath(str(imageio_ffmpeg.get_ffmpeg_exe()))
    except RuntimeError as fault:
        raise StudioError(
            "No ffmpeg was found to make films with; install the imageio-ffmpeg package again."
        ) from fault


def encoder_works(encoder: str, width: int, height: int) -> bool:
    """Whether this machine really encodes H.264 with it: five frames of the real size are tried."""
    if encoder != "libx264" and encoder not in _HARDWARE:
        raise StudioError(
            f"{encoder} is no H.264 encoder that films are made with."
            + nearest(encoder, ("libx264", *_HARDWARE))
        )
    return _tried(encoder, width, height)


@lru_cache(maxsize=64)
def _tried(encoder: str, width: int, height: int) -> bool:
    source = f"color=c=gray:s={width}x{height}:r=24:d=1"
    line = [binary(), "-hide_banner", "-nostdin", "-loglevel", "error", "-f", "lavfi", "-i", source]
    line += ["-frames:v", "5", "-pix_fmt", "yuv420p", "-c:v", encoder, *_QUALITY.get(encoder, ())]
    try:
        done = subprocess.run(
            [*line, "-f", "null", os.devnull], capture_output=True, timeout=20, check=False
        )
    except subprocess.TimeoutExpired:
        return False
    return done.returncode == 0


def encoders(width: int, height: int) -> tuple[str, ...]:
    """The H.264 encoders that work on this machine at this size, hardware first, libx264 last."""
    return (*(name for name in _HARDWARE if _tried(name, width, height)), "libx264")


def command(encoding: Encoding, target: str) -> list[str]:
    """The command line that reads raw RGB frames from its standard input and writes ``target``."""
    size = f"{encoding.width}x{encoding.height}"
    line = [binary(), "-hide_banner", "-nostdin", "-loglevel", "error", "-y"]
    line += ["-f", "rawvideo", "-pix_fmt", "rgb24", "-s", size, "-framerate", str(encoding.rate)]
    line += ["-i", "pipe:0"]
    if encoding.kind == "pngs":
        line += ["-c:v", "png", "-compression_level", "3", "-start_number", "1"]
        return [*line, "-f", "image2", os.path.join(target, "frame_%06d.png")]
    if encoding.subtitles:
        line += ["-f", "srt", "-i", os.path.abspath(encoding.subtitles)]
    heard = str(2 if encoding.subtitles else 1) + ":a"
    if encoding.sound:
        line += ["-f", "f32le", "-ar", "48000", "-ac", "2", "-i", os.path.abspath(encoding.sound)]
    elif encoding.silence:
        line += ["-f", "lavfi", "-i", _silence(encoding)]
    formats = {"master": "yuv422p10le"}
    graph = f"[0:v]{_COLOUR.format(formats.get(encoding.kind, 'yuv420p'))}[picture]"
    line += ["-filter_complex", graph, "-map", "[picture]"]
    if encoding.sound or encoding.silence:
        line += ["-map", heard]
    if encoding.subtitles:
        line += ["-map", "1:s", "-c:s", "mov_text", "-metadata:s:s:0", "title=Dialogue"]
        line += ["-disposition:s:0", "default" if encoding.subtitles_shown else "0"]
    line += ["-fps_mode", "passthrough", *_codec(encoding)]
    if encoding.sound or encoding.silence:
        codec = ("pcm_s24le",) if encoding.kind == "master" else ("aac", "-b:a", "192k")
        line += ["-c:a", *codec, "-ar", "48000", "-ac", "2"]
    # without this, ffmpeg's name and version make two equal films differ
    line += ["-map_metadata", "-1", "-fflags", "+bitexact"]
    return [*line, "-f", "mov" if encoding.kind == "master" else "mp4", target]


def _codec(encoding: Encoding) -> list[str]:
    if encoding.kind == "master":
        return ["-c:v", "prores_ks", "-profile:v", "3", "-vendor", "apl0"]
    if encoding.kind == "intra":
        line = ["-c:v", "libx264", "-preset", "ultrafast", "-crf", str(encoding.quality)]
        return [*line, "-g", "1", "-bf", "0", "-movflags", "+faststart"]
    second = round(Fraction(encoding.rate))
    if encoding.encoder == "libx264":
        line = ["-c:v", "libx264", "-preset", encoding.preset, "-crf", str(encoding.quality)]
        line += ["-tune", "animation", "-profile:v", "high"]
    else:
        line = ["-c:v", encoding.encoder, *_QUALITY[encoding.encoder]]
    # a key frame every two seconds lets players and editors jump
    return [*line, "-g", str(2 * second), "-movflags", "+faststart"]


def _silence(encoding: Encoding) -> str:
    """Exactly as long as the film."""
    if not encoding.frames:
        raise ValueError("silence needs the film's length in frames")
    end = float(encoding.frames / Fraction(encoding.rate))
    return f"anullsrc=r=48000:cl=stereo,atrim=end={end:.6f}"


class Encoder:
    """A file in the making: ``with Encoder(path, encoding) as film: film.write(picture, times=2)``.

    Leaving the block whole finishes the file and puts it in its place; leaving it by any exception
    stops ffmpeg, removes what was written and leaves the old file as it was. To look at the
    finished file before it takes the old one's place, ``close()`` it and read ``part``.
    """

    def __init__(self, path: str | os.PathLike[str], encoding: Encoding) -> None:
        self.path = Path(os.path.abspath(path))
        self.encoding = encoding
        self.frames = 0
        self.bytes = 0
        self._part = self.path.with_name(f".{self.path.name}.{os.getpid()}.part")
        self._words: IO[bytes] | None = None
        self._process: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Encoder:
        try:
            _sweep(self.path)
            _clear(self._part)
            if self.encoding.kind == "pngs":
                _refuse_strangers(self.path)
                self._part.mkdir()
            line = command(self.encoding, str(self._part))
            self._words = (
                tempfile.TemporaryFile()
            )  # a file, unlike a pipe, needs no thread to drain it
            self._process = subprocess.Popen(
                line, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, stderr=self._words
            )
        except OSError as fault:
            self.discard()
            raise StudioError(f"{self.path} cannot be written: {_reason(fault)}.") from fault
        return self

    def write(self, picture: np.ndarray, times: int = 1) -> None:
        """One frame, uint8 (height, width, 3), held so many times. Raises EncodeError."""
        size = (self.encoding.height, self.encoding.width, 3)
        if picture.shape != size or picture.dtype != np.uint8:
            raise ValueError(
                f"a frame of {size} uint8 is wanted, not {picture.shape} {picture.dtype}"
            )
        pipe, raw = self._pipe(), np.ascontiguousarray(picture).data.cast("B")
        try:
            for _ in range(times):
                pipe.write(raw)
                self.frames += 1
        except OSError as fault:  # a broken pipe: ffmpeg is gone, its words say why
            raise self._fault() from fault

    def close(self) -> None:
        """Wait for ffmpeg's end; afterwards ``part`` holds the whole file, not yet in its place."""
        try:
            self._pipe().close()
        except OSError as fault:
            raise self._fault() from fault
        if self._running().wait() != 0:
            raise self._fault()

    def _running(self) -> subprocess.Popen[bytes]:
        if self._process is None:
            raise ValueError("an Encoder works inside a with block")
        return self._process

    def _pipe(self) -> IO[bytes]:
        pipe = self._running().stdin
        assert pipe is not None
        return pipe

    @property
    def part(self) -> Path:
        """The unfinished file, or the finished one before it takes its place."""
        return self._part

    def publish(self) -> None:
        """Put the finished file in its place, safe against a power cut."""
        try:
            if self.encoding.kind == "pngs":
                self.bytes = sum(file.stat().st_size for file in self._part.iterdir())
                _swap_folders(self._part, self.path)
                return
            self.bytes = self._part.stat().st_size
            with open(self._part, "rb") as file:
                os.fsync(file.fileno())
            os.replace(self._part, self.path)
        except OSError as fault:
            self.discard()
            raise StudioError(
                f"The film is made, but cannot take the name {self.path}: {_reason(fault)}. "
                "Close what has the old file open, or choose another name."
            ) from fault

    def discard(self) -> None:
        """Stop ffmpeg and remove what was written."""
        if self._process is not None:
            self._process.kill()
            with suppress(OSError):
                if self._process.stdin is not None:
                    self._process.stdin.close()
            self._process.wait()
        if self._words is not None:
            self._words.close()
            self._words = None
        _clear(self._part)

    def __exit__(
        self,
        kind: type[BaseException] | None,
        fault: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if kind is not None:
            self.discard()
            return
        try:
            self.close()  # a second time does nothing
            self.publish()
        finally:
            self.discard()

    def _fault(self) -> EncodeError:
        """The sentence for an ffmpeg that stopped: its last words, and what to do about them."""
        with suppress(subprocess.TimeoutExpired):
            self._running().wait(timeout=10)
        assert self._words is not None
        self._words.seek(0)
        lines = self._words.read().decode("utf-8", "replace").strip().splitlines()
        tail = "; ".join(line.strip() for line in lines[-3:])[-400:]
        if "No space left" in tail:
            advice = "The disk is full; free some space."
        elif "Permission denied" in tail:
            advice = "Choose a folder that you may write to."
        elif self.encoding.encoder != "libx264":
            advice = "Choose the encoder libx264."
        else:
            advice = "Export again, or to another place."
        said = f" ffmpeg said: {tail}." if tail else ""
        return EncodeError(
            f"The export of {self.path.name} stopped after frame {self.frames}. {advice}{said}"
        )


def _reason(fault: OSError) -> str:
    return (fault.strerror or str(fault)).lower()


def _clear(part: Path) -> None:
    """Remove a temporary file or folder of ours, if it is there."""
    if part.is_dir() and not part.is_symlink():
        shutil.rmtree(part, ignore_errors=True)
    else:
        with suppress(FileNotFoundError):
            part.unlink()


def _sweep(path: Path) -> None:
    """Remove what a killed export left here: parts that nobody has written to for an hour."""
    for old in path.parent.glob(f".{glob.escape(path.name)}.*.part"):
        if time.time() - old.stat().st_mtime > 3600:
            _clear(old)


def _refuse_strangers(folder: Path) -> None:
    """A folder of frames is replaced whole, so it may hold nothing but frames of ours."""
    if not folder.exists():
        return
    if not folder.is_dir():
        raise StudioError(f"{folder} is a file; frames need a folder. Choose another name.")
    for file in folder.iterdir():
        if not (file.name.startswith("frame_") and file.suffix == ".png"):
            raise StudioError(
                f"The folder {folder} holds other things ({file.name}); "
                "choose an empty or a new one."
            )


def _swap_folders(new: Path, old: Path) -> None:
    aside = old.with_name(f".{old.name}.{os.getpid()}.old")
    _clear(aside)
    if old.exists():
        os.replace(old, aside)
    try:
        os.replace(new, old)
    except OSError:
        if aside.exists():
            os.replace(aside, old)
        raise
    _clear(aside)
