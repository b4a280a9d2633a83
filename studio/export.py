"""Export: the pictures of a board, in order and in time, as one finished film.

A picture is read, finished (see ``upscale``) and put into the pipe of ffmpeg; none is kept, so a
film of any length needs the same memory. Whether it can be made is looked at first (``delivery``).
"""

from __future__ import annotations

import math
import os
import tempfile
import time
from collections import OrderedDict
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from fractions import Fraction
from pathlib import Path

import numpy as np
from PIL import Image

from engine.api import Progress
from storyboard import numbering
from storyboard.board import Board
from studio import captions, clips, delivery, ffmpeg
from studio.beats import Beat, beats, blend, only
from studio.delivery import FrameSource, Settings
from studio.errors import StudioError
from studio.mix import Finder, Mix
from studio.upscale import Finish

_SOUNDED = 1 << 18  # samples of the mix that are made at a time


@dataclass(frozen=True)
class Exported:
    """What the finished file is.

    ``pictures`` is how many were read, ``seconds`` how long it took; ``notes`` are sentences for
    the person.
    """

    path: str
    frames: int
    width: int
    height: int
    rate: int
    bytes: int
    captions: int
    pictures: int
    seconds: float
    notes: tuple[str, ...] = ()


def export(
    board: Board,
    pictures: FrameSource,
    settings: Settings,
    report: Callable[[Progress], None] = lambda progress: None,
    draft: FrameSource | None = None,
    job: str = "export",
    sounds: Finder = lambda hash: None,
) -> Exported:
    """Make the film. ``draft``, if allowed, gives the animatic where ``pictures`` has none;
    ``sounds`` says where the film's sounds lie.

    ``report`` hears of every picture and cancels by raising (``CancelJob``): then the old file
    stays as it was. Raises StudioError with a sentence when something is missing or unwritable.
    """
    began = time.monotonic()
    names = numbering.labels(board)
    mix = Mix(board, sounds) if settings.sound else None
    stretch = delivery.stretch(board, settings)
    board, heard = only(board, settings.shots) if settings.shots else (board, (stretch,))
    start, end = (0, board.length) if settings.shots else stretch
    notes = delivery.look(beats(board, start, end), settings, pictures, draft, names, mix)
    target = delivery.target(settings, end - start)
    events = captions.within(captions.captions(board), start, end)
    if settings.burn and (strange := captions.unwritable(events)):
        notes.append(
            f"The caption font lacks the letters {strange[:20]}; the soft subtitles have them."
        )
    source = _Pictures(pictures, draft, Finish(settings.size, settings.grain, settings.vignette))
    cut = _Cut(board, settings, (start, end), target, events, source, mix, heard)

    def tell(shot: str, frames: int) -> None:
        left = (time.monotonic() - began) * (end - start - frames) / frames
        note = f"shot {names[shot]}, {math.ceil(left)} s left"
        report(Progress(job, frames, end - start, "frame", note))

    try:
        film = cut.encoded(settings.encoder, tell)
    except ffmpeg.EncodeError:
        if settings.encoder == "libx264" or settings.preset != "web":
            raise
        film = cut.encoded("libx264", tell)
        notes.append(f"The encoder {settings.encoder} stopped; libx264 made the film.")
    return Exported(
        path=str(target),
        frames=film.frames,
        width=settings.width,
        height=settings.height,
        rate=board.rate,
        bytes=film.bytes,
        captions=len(events),
        pictures=source.read,
        seconds=time.monotonic() - began,
        notes=tuple(notes),
    )


def _check_film(part: Path, settings: Settings, frames: int) -> None:
    """The finished file before it takes the old one's place: all frames there, colours named."""
    if settings.preset == "pngs":
        return
    found = clips.facts(part)
    size = (found.width, found.height)
    if (found.frames, size, found.primaries) != (frames, settings.size, "bt709"):
        raise StudioError(
            f"The export came out with {found.frames} frames of {found.width}x{found.height} "
            f"instead of {frames} of {settings.width}x{settings.height}; "
            "the old file is as it was. Export again."
        )


class _Pictures:
    """Finished pictures by shot and tick. The last few are kept: a dissolve shows two in turn."""

    def __init__(self, best: FrameSource, draft: FrameSource | None, finish: Finish) -> None:
        self._best, self._draft, self._finish = best, draft, finish
        self._kept: OrderedDict[str, np.ndarray] = OrderedDict()
        self.read = 0

    def __call__(self, shot: str, tick: int) -> np.ndarray:
        path = self._best(shot, tick) or (self._draft and self._draft(shot, tick))
        if not path:
            raise StudioError("A picture vanished during the export; render and export again.")
        if path in self._kept:
            self._kept.move_to_end(path)
            return self._kept[path]
        try:
            with Image.open(path) as file:
                picture = np.asarray(file.convert("RGB"))
        except (OSError, SyntaxError, ValueError) as fault:
            raise StudioError(
                f"The picture {path} cannot be read; render its shot again."
            ) from fault
        self.read += 1
        self._kept[path] = self._finish(picture)
        if len(self._kept) > 3:
            self._kept.popitem(last=False)
        return self._kept[path]


@dataclass(frozen=True)
class _Cut:
    """What was looked at and can be made: frames ``stretch`` of the board with ``events`` as
    captions and what is ``heard`` of the mix.
    """

    board: Board
    settings: Settings
    stretch: tuple[int, int]
    target: Path
    events: tuple[captions.Caption, ...]
    source: _Pictures
    mix: Mix | None
    heard: Sequence[tuple[int, int]]

    def encoded(self, encoder: str, tell: Callable[[str, int], None]) -> ffmpeg.Encoder:
        """The finished film; ``tell`` hears of every shot's picture and how many frames there are
        by then.
        """
        start, end = self.stretch
        count = end - start
        burner = captions.Burner(self.events, *self.settings.size) if self.settings.burn else None
        with (
            _encoding(self.board, self.settings, self.events, encoder, count) as encoding,
            _heard(self.target, encoding, self.mix, self.heard) as encoding,
            ffmpeg.Encoder(self.target, encoding) as film,
        ):
            for beat in beats(self.board, start, end):
                self._put(film, beat, burner)
                tell(beat.shot, film.frames)
            film.close()
            _check_film(film.part, self.settings, count)
        return film

    def _put(self, film: ffmpeg.Encoder, beat: Beat, burner: captions.Burner | None) -> None:
        picture = self.source(beat.shot, beat.tick)
        if beat.into:
            picture = blend(picture, self.source(*beat.into), beat.share)
        if burner is None:
            film.write(picture, beat.frames)
            return
        for _ in range(beat.frames):
            film.write(burner(picture, film.frames))


@contextmanager
def _encoding(
    board: Board,
    settings: Settings,
    events: tuple[captions.Caption, ...],
    encoder: str,
    frames: int,
) -> Iterator[ffmpeg.Encoding]:
    """The settings as ffmpeg's, with the subtitles in a file that is there while it is needed."""
    encoding = ffmpeg.Encoding(
        settings.preset,
        settings.width,
        settings.height,
        Fraction(board.rate),
        frames,
        quality=settings.quality,
        preset="veryfast" if settings.fast else "medium",
        encoder=encoder,
        silence=settings.silence,
        subtitles_shown=not settings.burn,
    )
    if not (events and settings.subtitles) or settings.preset == "pngs":
        yield encoding
        return
    with tempfile.TemporaryDirectory() as folder:
        file = os.path.join(folder, "captions.srt")
        captions.write_text(file, events, board.rate)
        yield replace(encoding, subtitles=file)


@contextmanager
def _heard(
    target: Path, encoding: ffmpeg.Encoding, mix: Mix | None, stretches: Sequence[tuple[int, int]]
) -> Iterator[ffmpeg.Encoding]:
    """The encoding with these stretches of the mix in a file that is there while it is needed."""
    if mix is None or mix.is_silent or encoding.kind == "pngs":
        yield encoding
        return
    part = target.with_name(f".{target.name}.{os.getpid()}.sound.part")
    try:
        _write_mix(part, mix, stretches)
        yield replace(encoding, sound=str(part))
    finally:
        part.unlink(missing_ok=True)


def _write_mix(part: Path, mix: Mix, stretches: Sequence[tuple[int, int]]) -> None:
    try:
        with part.open("wb") as file:
            for start, end in stretches:
                last = mix.sample(end)
                for at in range(mix.sample(start), last, _SOUNDED):
                    file.write(mix.read(at, min(_SOUNDED, last - at)).astype("<f4").tobytes())
    except OSError as fault:
        raise StudioError(
            f"The sound of the film cannot be written to {part.parent} "
            f"({(fault.strerror or str(fault)).lower()}); free some space, then export again."
        ) from fault
