"""What can be exported, and what of it goes out: presets, stretches, sizes, levels."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Any, Literal

from PySide6.QtCore import QSettings

from ui.film import Film
from ui.strokes import LEVELS

Range = Literal["film", "stretch", "chosen"]
STORE = ("Longtake", "Longtake")


@dataclass(frozen=True)
class Preset:
    """One way out of the house. ``endings`` are those that its file may have."""

    name: str
    said: str
    what: str
    icon: str
    endings: tuple[str, ...]


PRESETS = (
    Preset("web", "Web", "H.264, AAC, MP4", "film", (".mp4",)),
    Preset("master", "Master", "ProRes 422 HQ, MOV", "star", (".mov",)),
    Preset("pngs", "Image sequence", "PNG, one a frame", "stack", ("",)),
    Preset("cut", "For the editor", "OTIO, EDL, XML", "cut", (".otio", ".edl", ".xml")),
)
SIZES = ((640, 360), (1280, 720), (1920, 1080), (2560, 1440), (3840, 2160))
QUALITIES = (("High", 17), ("Small file", 23), ("Best", 13))


def sizes(aspect: float) -> list[tuple[int, int]]:
    """The sizes for a film of this shape, as wide as the usual ones; even numbers of pixels."""
    if abs(aspect - 16 / 9) < 0.01:
        return list(SIZES)
    return [(wide, round(wide / aspect / 2) * 2) for wide, _ in SIZES]


def shots(film: Film, range: Range) -> list[str]:
    """The shots that go out, some of them in part."""
    if range == "chosen":
        return list(film.chosen)
    start, end = stretch(film, range)
    lengths = film.shots
    return [id for id, at in film.starts.items() if at < end and at + lengths[id].length > start]


def stretch(film: Film, range: Range) -> tuple[int, int]:
    """Frames of the film that go out; of chosen shots, from the first to the last."""
    if range == "stretch" and film.stretch:
        return film.stretch
    return 0, film.length


def frames(film: Film, range: Range) -> int:
    if range == "chosen":
        return sum(film.shots[id].length for id in film.chosen)
    start, end = stretch(film, range)
    return end - start


def levels(film: Film, ids: list[str]) -> Counter[str]:
    """How many of these shots there are of each level; a film is as good as its least one."""
    return Counter(LEVELS[film.level(id)] for id in ids)


def settings(film: Film, range: Range) -> dict[str, Any]:
    """The stretch as the export's settings say it."""
    if range == "chosen":
        return {"shots": list(film.chosen)}
    start, end = stretch(film, range)
    return {"start": start, "end": end}


# What earlier exports took on this machine -------------------------------------------------------


def learn(preset: str, pixels: int, seconds: float, bytes: int) -> None:
    """Remember what so many pixels took, to tell the next one."""
    if pixels > 0 and seconds > 0:
        store = QSettings(*STORE)
        store.setValue(f"export/{preset}/seconds", seconds / pixels)
        store.setValue(f"export/{preset}/bytes", bytes / pixels)


def known(preset: str, pixels: int) -> tuple[float, float] | None:
    """Seconds and bytes that so many pixels would take; None before the first export."""
    store = QSettings(*STORE)
    told = [store.value(f"export/{preset}/{name}") for name in ("seconds", "bytes")]
    try:
        seconds, bytes = (float(str(value)) for value in told)
    except ValueError:
        return None
    return seconds * pixels, bytes * pixels
