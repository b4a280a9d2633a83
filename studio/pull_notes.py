"""What a pull wrote down: which files of which repositories make a model, and which are whole."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from studio import fetch, settings, shelf
from studio.catalogue import Model
from studio.hub import File

PARTS, PULL = "parts.json", "pull.json"


@dataclass(frozen=True)
class Wanted:
    """The files of a part, at a commit, under the folder ``root``. ``whole``: the paths that were
    fetched and checked; ``asked``: the commit that the list named then.
    """

    part: str
    repo: str
    commit: str
    root: Path
    files: tuple[File, ...]
    whole: frozenset[str] = frozenset()
    asked: str = "main"

    @property
    def store(self) -> Path:
        return shelf.store(self.root, self.repo)

    @property
    def tree(self) -> Path:
        return shelf.tree(self.store, self.commit)

    @property
    def bytes(self) -> int:
        return sum(file.bytes for file in self.files)

    @property
    def have(self) -> int:
        """Bytes that came already."""
        return sum(map(self.have_of, self.files))

    def have_of(self, file: File) -> int:
        if file.path in self.whole:
            return file.bytes
        target = shelf.blob(self.store, file)
        return min(file.bytes, fetch.length(target) or fetch.length(fetch.beside(target)))

    @property
    def is_there(self) -> bool:
        """Whether every file still lies in its place, in its length."""
        return all(shelf.lies(self.store, self.commit, file) for file in self.files)

    def with_whole(self, path: str) -> Wanted:
        return replace(self, whole=self.whole | {path})

    def without(self, path: str) -> Wanted:
        return replace(self, whole=self.whole - {path})


def home(model: Model) -> Path:
    """Longtake's own notes on a model: the folder that the stage opens."""
    return settings.data_folder() / "models" / model.name.replace("/", "--")


def plan(model: Model) -> list[Wanted]:
    """What the last pull wanted; nothing without one, or when the list pins others by now."""
    there = {wanted.part: wanted for wanted in written(model)}
    for name, part in model.parts.items():
        wanted = there.get(name)
        if wanted is None and part.optional:
            continue
        pins = ("main", wanted.commit, wanted.asked) if wanted else ()
        if wanted is None or wanted.repo != part.repo or part.commit not in pins:
            return []
    return list(there.values())


def written(model: Model) -> list[Wanted]:
    """What the last pull wrote down, whatever the list says now."""
    return _rows(model, "parts")


def before(model: Model) -> list[Wanted]:
    """What an update that has not come to its end shall replace, and stands until then."""
    return _rows(model, "before")


def _rows(model: Model, of: str) -> list[Wanted]:
    try:
        return [
            Wanted(
                str(row["part"]),
                str(row["repo"]),
                str(row["commit"]),
                Path(row["root"]),
                tuple(File(str(p), int(b), str(h)) for p, b, h in row["files"]),
                frozenset(map(str, row["whole"])),
                str(row.get("asked", "main")),
            )
            for row in _read(home(model) / PULL).get(of, [])
        ]
    except (KeyError, TypeError, ValueError):
        return []


def keep(model: Model, plan: Sequence[Wanted], old: Sequence[Wanted] | None = None) -> None:
    """Write down what is wanted, what is whole and the ``old`` that it replaces (None: as told)."""
    old = before(model) if old is None else old
    _write(home(model) / PULL, {"parts": _told(plan), **({"before": _told(old)} if old else {})})


def _told(plan: Sequence[Wanted]) -> list[dict[str, Any]]:
    return [
        {
            "part": wanted.part,
            "repo": wanted.repo,
            "commit": wanted.commit,
            "root": str(wanted.root),
            "files": [(file.path, file.bytes, file.hash) for file in wanted.files],
            "whole": sorted(wanted.whole),
            "asked": wanted.asked,
        }
        for wanted in plan
    ]


def places(model: Model) -> dict[str, Path]:
    """Where the parts lie, as it was written down for the stage."""
    return {str(k): Path(str(place)) for k, place in _read(home(model) / PARTS).items()}


def keep_places(model: Model, places: Mapping[str, Path]) -> None:
    """Tell the stage where the parts lie."""
    _write(home(model) / PARTS, {name: str(place) for name, place in places.items()})


def forget_places(model: Model) -> None:
    (home(model) / PARTS).unlink(missing_ok=True)


def forget(model: Model) -> None:
    """No notes on this model any more."""
    for name in (PARTS, PULL):
        (home(model) / name).unlink(missing_ok=True)


def _read(file: Path) -> dict[str, Any]:
    try:
        found = json.loads(file.read_text("utf-8"))
    except (OSError, ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}


def _write(file: Path, told: Mapping[str, Any]) -> None:
    """Whole or not at all."""
    file.parent.mkdir(parents=True, exist_ok=True)
    part = file.with_name(f".{file.name}.part")
    with part.open("w", encoding="utf-8") as out:
        json.dump(told, out, indent=1)
        out.flush()
        os.fsync(out.fileno())
    part.replace(file)
