"""Keys: what a window's result is called, and where its noise comes from.

A key is a hash of everything that shaped the pictures; the same key is the same result, so it is
taken from the bin. Nothing of the film's order enters a key, so a shot that moves in the film keeps
its pictures: frames count within their shot, and staging gives every shot a clock of its own.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import fields, is_dataclass
from functools import cache
from pathlib import Path
from typing import Any

from storyboard.cue import FrameCue

REVISION = 4  # raise it when the engine makes other pictures from the same request
WEIGHTS = (".safetensors", ".json", ".toml", ".gguf", ".txt", ".model")


def window_key(
    cues: Sequence[FrameCue],
    known: Mapping[int, str],
    *,
    level: int,
    fingerprint: str,
    seed: int,
    steps: int,
    family: str = "papercut",
) -> str:
    """The name of a window's result: sha256 as 64 hex digits.

    ``known`` maps positions to content hashes of the pictures there - their
    files' names and how they were made do not matter; ``fingerprint`` is the model's
    (``fingerprint``); ``seed`` the film's.
    """
    return _hash(
        {
            "revision": REVISION,
            "family": family,
            "model": fingerprint,
            "seed": seed,
            "steps": steps,
            "level": level,
            "cues": cues,
            "known": sorted(known.items()),
        }
    )


def shot_key(
    cues: Sequence[FrameCue],
    pinned: Mapping[int, str],
    *,
    fingerprint: str,
    seed: int,
    steps: int,
    family: str = "papercut",
) -> str:
    """What a whole shot asks for by itself, whatever stands around it.

    A take keeps it in its slate. While it is still the same, nothing in the shot was edited: its
    keyframes stand (``schedule.plan(kept=...)``). ``cues`` one per tick; ``pinned`` maps ticks to
    pictures that the person pinned.
    """
    return window_key(
        cues, pinned, level=0, fingerprint=fingerprint, seed=seed, steps=steps, family=family
    )


def noise_seed(film_seed: int, shot_id: str, frame: int, level: int) -> int:
    """The seed of one frame's noise, 63 bits: from what it is, never from the order of work."""
    told = json.dumps([film_seed, shot_id, frame, level], ensure_ascii=False)
    return int.from_bytes(hashlib.sha256(told.encode()).digest()[:8], "big") >> 1


def fingerprint(*folders: str | Path) -> str:
    """A hash of the weights, configs and word lists in ``folders`` (or single files), 64 hex
    digits.

    A file is read once and again when its size or time changed. A folder that is missing counts as
    empty.
    """
    found = []
    for folder in map(Path, folders):
        files = (
            [folder] if folder.is_file() else sorted(p for p in folder.rglob("*") if p.is_file())
        )
        for file in files:
            if file.suffix.lower() in WEIGHTS:
                name = file.name if file == folder else file.relative_to(folder).as_posix()
                state = file.stat()
                found.append([name, _content(str(file), state.st_size, state.st_mtime_ns)])
    return _hash(found)


def combined(*parts: str) -> str:
    """One name for what several fingerprints shape together, 64 hex digits."""
    return _hash(list(parts))


@cache
def _content(file: str, size: int, changed: int) -> str:
    """An altered file has another ``size`` or time, so it is another entry of the cache."""
    with open(file, "rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def _hash(thing: Any) -> str:
    text = json.dumps(_plain(thing), ensure_ascii=True, separators=(",", ":"), sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()


def _plain(thing: Any) -> Any:
    """As JSON knows it, one spelling for what is equal: 1, 1.0 and 0.99999999 are one number."""
    match thing:
        case bool() | str() | None:
            return thing
        case int() | float():
            return _number(thing)
        case Mapping():
            return {str(name): _plain(value) for name, value in thing.items()}
        case tuple() | list():
            return [_plain(value) for value in thing]
        case _ if is_dataclass(thing):
            return {
                field.name: _plain(value)
                for field in fields(thing)
                if (value := getattr(thing, field.name)) or not field.metadata.get("added")
            }  # a field that was added later and is empty shapes nothing: older keys stay
    raise TypeError(f"a key cannot hold a {type(thing).__name__}")


def _number(value: float) -> int | str:
    rounded = round(value, 6)
    return int(rounded) if rounded == rounded // 1 else repr(rounded)
