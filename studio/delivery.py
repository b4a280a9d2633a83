"""What leaves the house: its settings, and whether they can be met.

Everything that can be wrong is looked at before the first frame is made.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from storyboard.board import Board
from studio import ffmpeg
from studio.beats import Beat
from studio.errors import StudioError, nearest
from studio.mix import Mix
from studio.upscale import GRAIN, VIGNETTE

FrameSource = Callable[[str, int], str | None]
"""(shot id, tick) -> the best lossless picture file there is of it, or None."""

ENDINGS = {"web": (".mp4", ".m4v"), "master": (".mov",), "pngs": ("",)}
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


def stretch(board: Board, settings: Settings) -> tuple[int, int]:
    """The frames of the film that are asked for."""
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


def look(
    film: Iterable[Beat],
    settings: Settings,
    pictures: FrameSource,
    draft: FrameSource | None,
    names: Mapping[str, str],
    mix: Mix | None,
) -> list[str]:
    """Notes on what the film will be without. Raises StudioError where it cannot be made at all;
    ``names`` are what its shots are called.
    """
    _check_settings(settings)
    notes = _check_pictures(film, pictures, draft, names)
    if mix and mix.missing:
        notes.append(_silenced(mix.missing))
    return notes


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


def target(settings: Settings, frames: int) -> Path:
    """Where a film of so many frames goes; a missing last folder is made. Raises StudioError."""
    found = _place(settings)
    _check_disk(found, settings, frames)
    return found


def _place(settings: Settings) -> Path:
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


def _check_disk(file: Path, settings: Settings, frames: int) -> None:
    pixels = settings.width * settings.height * frames
    need = int(pixels * _BYTES_A_PIXEL[settings.preset]) + 20_000_000
    free = shutil.disk_usage(file.parent).free
    if free < need:
        raise StudioError(
            f"The disk of {file.parent} has {free / 1e9:.1f} GB free and this film may need "
            f"{need / 1e9:.1f} GB; free some space or choose another folder."
        )
