"""Parcels: what travels to a stage on another machine and back, so that no path is shared.

A picture is called by the hash of its content. A machine keeps what it was sent, and is sent each
picture once.
"""

from __future__ import annotations

import hashlib
import os
import re
from collections import OrderedDict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath

from engine import families, keys
from engine.api import Event, Look, Render, WindowDone
from engine.families import Card
from engine.hub import folder as places

Travelling = Render | Look  # what a cluster does; the director works here

KEPT = 1000  # pictures that a machine keeps for the next window, a few hundred megabytes
TRAVELS = (*keys.WEIGHTS, ".jinja")  # endings of files that a model is read from
CHUNK = 32 << 20  # bytes of a weights file that travel at once
_HASH = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True)
class Weights:
    """A model's folder: where it lies at the sender's (empty: bundled) and what it is."""

    folder: str
    fingerprint: str


@dataclass(frozen=True)
class Parcel:
    """A request in which names of ``pictures`` stand for paths. ``old`` may be thrown away; without
    ``weights`` it needs none.
    """

    request: Travelling
    weights: Weights | None
    pictures: Mapping[str, bytes]
    old: tuple[str, ...] = ()


@dataclass(frozen=True)
class Chunk:
    """A piece of a weights file, ``at`` bytes from its beginning."""

    name: str
    at: int
    content: bytes


@dataclass(frozen=True)
class Said:
    """An event, and of a finished window its pictures (position -> PNG) and its ``sound``, a WAV
    file's bytes where it has one.
    """

    event: Event
    pictures: Mapping[int, bytes]
    sound: bytes = b""


def renamed(request: Travelling, name: Callable[[str], str]) -> Travelling:
    """The request with every path of a picture replaced by what ``name`` calls it."""
    pictures = {hash: name(file) for hash, file in request.pictures.items()}
    if isinstance(request, Look):
        return replace(request, frames=tuple(map(name, request.frames)), pictures=pictures)
    windows = tuple(
        replace(
            window,
            known={at: name(file) for at, file in window.known.items()},
            onto={at: name(file) for at, file in window.onto.items()},
        )
        for window in request.windows
    )
    return replace(request, windows=windows, pictures=pictures)


class Packing:
    """What one machine has been sent, and what it must still be sent. Raises OSError for a picture
    that cannot be read.
    """

    def __init__(self) -> None:
        self._there: OrderedDict[str, None] = OrderedDict()

    def parcel(self, request: Travelling, cards: Mapping[str, Card]) -> Parcel:
        """The request for another machine. Raises EngineError when its weights are not here."""
        pictures: dict[str, bytes] = {}
        used: dict[str, None] = {}

        def name(file: str) -> str:
            path = Path(file)
            found = path.name if _HASH.fullmatch(path.stem) else ""
            if not found or found not in self._there:
                content = path.read_bytes()
                found = hashlib.sha256(content).hexdigest() + path.suffix
                if found not in self._there:
                    pictures[found] = content
            used[found] = None
            return found

        told = renamed(request, name)
        for one in used:
            self._there.pop(one, None)
            self._there[one] = None  # used last
        old = list(self._there)[: -max(KEPT, len(used))]
        for one in old:
            del self._there[one]
        if isinstance(told, Render):
            told = replace(told, folder="", weights="")
        return Parcel(told, _weights(request, cards), pictures, tuple(old))


def _weights(request: Travelling, cards: Mapping[str, Card]) -> Weights | None:
    if isinstance(request, Look):
        return None
    card = families.card(request.family, cards)
    bundled = request.weights in ("", families.folder(card) if card.weights else "")
    folder = "" if bundled else request.weights
    return Weights(folder, families.fingerprint(card, request.weights))


def _files(folder: str) -> Iterator[tuple[str, Path]]:
    """(name there, file here) of all that travels of a weights folder. The parts of a fetched model
    lie anywhere here; there each is in a folder of its name.
    """
    home = Path(folder)
    for part, root in (places.listed(home) or {"": home}).items():
        for file in sorted(root.rglob("*")):
            if file.suffix.lower() in TRAVELS and file.is_file():
                yield (PurePosixPath(part) / file.relative_to(root).as_posix()).as_posix(), file


def size(folder: str) -> int:
    """Bytes of a weights folder that travel."""
    return sum(file.stat().st_size for _, file in _files(folder))


def chunks(folder: str) -> Iterator[Chunk]:
    """The files of a weights folder, piece by piece."""
    for name, file in _files(folder):
        with file.open("rb") as stream:
            at = 0
            while content := stream.read(CHUNK):
                yield Chunk(name, at, content)
                at += len(content)


def unpacked(done: WindowDone, said: Said, folder: str) -> WindowDone:
    """A finished window from another machine, what came with it written into ``folder`` here.
    Raises OSError.
    """
    home = Path(folder)
    frames = {at: _put(home / f"{done.key}-{at}.png", one) for at, one in said.pictures.items()}
    sound = _put(home / f"{done.key}.wav", said.sound) if said.sound else ""
    return replace(done, frames=frames, sound=sound)


def _put(file: Path, content: bytes) -> str:
    """Whole or not at all."""
    part = file.with_suffix(".part")
    part.write_bytes(content)
    os.replace(part, file)
    return str(file)
