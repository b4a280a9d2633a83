"""Export: the pictures of a board, in order and in time, as one finished film.

A picture is read, finished (see ``upscale``) and put into the pipe of ffmpeg; none is kept, so a
film of any length needs the same memory. Everything that can be wrong is looked at before the first
frame is made.
"""

from __future__ import annotations

import math
import os
import shutil
import tempfile
import time
from collections import OrderedDict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from fractions import Fraction
from pathlib import Path
from typing import Literal

import numpy as np
from PIL import Image

from engine.api import Progress
from storyboard import numbering
from storyboard.board import Board
from studio import captions, clips, ffmpeg
from studio.beats import Beat, beats, blend, only
from studio.errors import StudioError, nearest
from studio.mix import Finder, Mix
from studio.upscale import GRAIN, VIGNETTE, Finish

FrameSource = Callable[[str, int], str | None]
"""(shot id, tick) -> the best lossless picture file there is of it, or None."""

ENDINGS = {"web": (".mp4", ".m4v"), "master": (".mov",), "pngs": ("",)}
_SOUNDED = 1 << 18  # samples of the mix that are made at a time
_BYTES_A_PIXEL = {"web": 0.08, "master": 0.6, "pngs": 2.0}  # on the safe side, for the disk


@dataclass(frozen=True)
class Settings:
    """What leaves the house: ``start`` to ``end``, a half-open stretch of the film in frames, or,
    if there are any, these ``shots`` alone, each of them whole.

    ``preset`` web: H.264 MP4 that plays everywhere; master: ProRes MOV for the cutting room; pngs:
    a folder of pictures. ``burn`` draws the captions into the picture; the soft track is there
    unless ``subtitles`` is off. ``sound`` is the film's own; with ``silence`` a film without has a
    silent track. ``fast`` takes a third of the encoder's time, with less care.
    """

    path: str
    width: int = 1280
    height: int = 720
    preset: Literal["web", "master", "pngs"] = "web"
    start: int = 0
    end: int | None = None
    shots: Collection[str] = ()
    burn: bool = False
    subtitles: bool = True
    sound: bool = True
    silence: bool = False
    fast: bool = True
    quality: int = 17
    encoder: str = "libx264"
    grain: float = GRAIN
    vignette: float = VIGNETTE

    @property
    def size(self) -> tuple[int, int]:
        return self.width, self.height


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
    stretch = _stretch(board, settings)
    board, heard = only(board, settings.shots) if settings.shots else (board, (stretch,))
    start, end = (0, board.length) if settings.shots else stretch
    _check_settings(settings)
    notes = _check_pictures(beats(board, start, end), pictures, draft, names)
    if mix and mix.missing:
        notes.append(_silenced(mix.missing))
    target = _target(settings)
    _check_disk(target, settings, end - start)
    events = captions.within(captions.captions(board), start, end)
    if settings.burn and (strange := captions.unwritable(events)):
        notes.append(
            f"The caption font lacks the letters {strange[:20]}; the soft subtitles have them."
        )
    source = _Pictures(pictures, draft, Finish(settings.size, settings.grain, settings.vignette))
    burner = captions.Burner(events, *settings.size) if settings.burn else None

    def run(encoder: str) -> ffmpeg.Encoder:
        with (
            _encoding(board, settings, events, encoder, end - start) as encoding,
            _heard(target, encoding, mix, heard) as encoding,
            ffmpeg.Encoder(target, encoding) as film,
        ):
            for beat in beats(board, start, end):
                _put(film, beat, source, burner)
                left = (time.monotonic() - began) * (end - start - film.frames) / film.frames
                note = f"shot {names[beat.shot]}, {math.ceil(left)} s left"
                report(Progress(job, film.frames, end - start, "frame", note))
            film.close()
            _check_film(film.part, settings, end - start)
        return film

    try:
        film = run(settings.encoder)
    except ffmpeg.EncodeError:
        if settings.encoder == "libx264" or settings.preset != "web":
            raise
        film = run("libx264")
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


# Looking before leaping --------------------------------------------------------------------------


def _stretch(board: Board, settings: Settings) -> tuple[int, int]:
    if not board.length:
        raise StudioError("The film has no shots yet; write a script and plan it, or add a shot.")
    if settings.shots:
        for id in set(settings.shots) - {shot.id for shot in board.shots}:
            raise StudioError(f"The film has no shot {id} any more; choose the shots again.")
    end = board.length if settings.end is None else settings.end
    if not 0 <= settings.start < end <= board.length:
        raise StudioError(
            f"Frames {settings.start} to {end} are no stretch of this film; it has {board.length}."
        )
    return settings.start, end


def _check_settings(settings: Settings) -> None:
    if settings.preset not in ENDINGS:
        raise StudioError(
            f"There is no export called {settings.preset}." + nearest(settings.preset, ENDINGS)
        )
    if any(not 16 <= side <= 8192 or side % 2 for side in settings.size):
        raise StudioError(
            f"A film of {settings.width}x{settings.height} cannot be made; "
            "both sides must be even and between 16 and 8192."
        )
    if settings.preset == "web" and not ffmpeg.encoder_works(settings.encoder, *settings.size):
        raise StudioError(
            f"The encoder {settings.encoder} does not work on this machine; choose libx264."
        )


def _check_pictures(
    film: Iterable[Beat], pictures: FrameSource, draft: FrameSource | None, names: Mapping[str, str]
) -> list[str]:
    """A note on what the animatic draws; a StudioError that names the shots without pictures."""
    missing: dict[str, None] = {}  # sets that keep the film's order
    drafted: dict[str, None] = {}
    for beat in film:
        for shot, tick in ((beat.shot, beat.tick), *([beat.into] if beat.into else [])):
            if pictures(shot, tick) is None:
                if draft is None or draft(shot, tick) is None:
                    missing[shot] = None
                else:
                    drafted[shot] = None
    if missing:
        raise StudioError(
            f"{_shots(missing, names)} not rendered to the end; render, "
            "or allow the animatic in the film."
        )
    return [f"{_shots(drafted, names)} shown as the animatic."] if drafted else []


def _shots(ids: Iterable[str], names: Mapping[str, str]) -> str:
    """What a filmmaker calls them: Shot 3A is; Shots 3A, 4A and 4B are."""
    found = [names[shot] for shot in ids]
    if len(found) == 1:
        return f"Shot {found[0]} is"
    if len(found) > 8:
        return f"Shots {', '.join(found[:7])} and {len(found) - 7} more are"
    return f"Shots {', '.join(found[:-1])} and {found[-1]} are"


def _silenced(names: Sequence[str]) -> str:
    """What a filmmaker reads about sounds whose files are gone."""
    are = "are" if len(names) > 1 else "is"
    return (
        f"{', '.join(names[:3])}{' and more' if len(names) > 3 else ''} {are} not in the bin any "
        "more: the film is silent there. Import the sound again."
    )


def _target(settings: Settings) -> Path:
    """Where the film goes; a missing last folder is made. Raises StudioError."""
    if not settings.path or "\0" in settings.path:
        raise StudioError("The export has no file name; give one, such as film.mp4.")
    path = Path(os.path.abspath(os.path.expanduser(settings.path)))
    endings = ENDINGS[settings.preset]
    if settings.preset != "pngs":
        if path.is_dir():
            raise StudioError(f"{path} is a folder; give a file in it, such as film{endings[0]}.")
        if path.suffix.lower() not in endings:
            raise StudioError(f"{path.name} must end in {' or '.join(endings)} for this export.")
    folder = path.parent
    try:
        folder.mkdir(exist_ok=True)
        with tempfile.TemporaryFile(dir=folder):
            pass
    except FileExistsError as fault:
        raise StudioError(f"{folder} is a file, not a folder; choose another place.") from fault
    except FileNotFoundError as fault:
        raise StudioError(f"There is no folder {folder}; make it or choose another.") from fault
    except OSError as fault:
        reason = (fault.strerror or str(fault)).lower()
        raise StudioError(
            f"Nothing can be written to {folder} ({reason}); choose another folder."
        ) from fault
    return path


def _check_disk(target: Path, settings: Settings, frames: int) -> None:
    pixels = settings.width * settings.height * frames
    need = int(pixels * _BYTES_A_PIXEL[settings.preset]) + 20_000_000
    free = shutil.disk_usage(target.parent).free
    if free < need:
        raise StudioError(
            f"The disk of {target.parent} has {free / 1e9:.1f} GB free and this film may need "
            f"{need / 1e9:.1f} GB; free some space or choose another folder."
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


# Making it ---------------------------------------------------------------------------------------


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


def _put(
    film: ffmpeg.Encoder, beat: Beat, pictures: _Pictures, burner: captions.Burner | None
) -> None:
    picture = pictures(beat.shot, beat.tick)
    if beat.into:
        picture = blend(picture, pictures(*beat.into), beat.share)
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
