"""Models that the person fetches: what there is to fetch, fetch and resume, check, remove.

A file is fetched into a part beside its place and goes on there after any interruption; it takes
its place when its SHA-256 is the one that the Hub names for it (an LFS file's ETag). The Hub's own
client begins again after every kill and compares sizes only, so only the file's facts are asked
through it.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import tomllib
import urllib.error
import urllib.request
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import assets
from studio import settings
from studio.errors import StudioError, nearest

PIECE = 1 << 20  # bytes between two looks at the cancel button
SPARE = 500_000_000  # bytes that stay free on the disk
PATIENCE = 30  # seconds without a byte
Heard = Callable[[int, int], None]


@dataclass(frozen=True)
class Known:
    """A model of the list. Sizes in GB; ``what`` says in a line what it is good for."""

    name: str
    title: str
    repo: str
    file: str
    licence: str
    size_gb: float
    memory_gb: float
    what: str


@dataclass(frozen=True)
class Facts:
    """What the Hub says of a file: its ``commit``, ``sha256`` and length in bytes."""

    repo: str
    file: str
    commit: str
    sha256: str
    bytes: int
    url: str


@cache
def known() -> dict[str, Known]:
    """The list of models that Longtake recommends, by name."""
    rows = tomllib.loads(assets.path("directors.toml").read_text("utf-8"))
    return {name: Known(name, **row) for name, row in rows.items()}


def folder() -> Path:
    """Where fetched models lie: the settings' folder, else Longtake's own."""
    chosen = settings.load().models
    return Path(chosen) if chosen else settings.data_folder() / "models"


def place(name: str) -> Path:
    """Where this model lies, or would. Raises StudioError for a name that nobody knows."""
    _, file = source(name)
    return folder() / file


def source(name: str) -> tuple[str, str]:
    """Repository and file of a name of the list, or of ``owner/repository/file.gguf``."""
    if name in known():
        return known()[name].repo, known()[name].file
    parts = name.split("/")
    if len(parts) >= 3 and name.endswith(".gguf") and all(part.strip(".") for part in parts):
        return "/".join(parts[:2]), parts[-1] if len(parts) == 3 else "/".join(parts[2:])
    raise StudioError(
        f"There is no model {name!r} in the list.{nearest(name, known())} "
        "A file of the Hub is named as owner/repository/file.gguf."
    )


def facts(name: str) -> Facts:
    """Ask the Hub about a file. Raises StudioError with the reason and a way out."""
    from huggingface_hub import errors as hub
    from huggingface_hub import get_hf_file_metadata, hf_hub_url  # slow to import

    repo, file = source(name)
    endpoint = os.environ.get("HF_ENDPOINT") or None
    url = hf_hub_url(repo, file, endpoint=endpoint)
    try:
        found = get_hf_file_metadata(url, endpoint=endpoint, timeout=PATIENCE)
    except hub.GatedRepoError as fault:
        raise StudioError(
            f"{repo} asks for its licence to be accepted: do that on its page on huggingface.co, "
            "log in with `hf auth login`, then fetch again."
        ) from fault
    except (hub.RepositoryNotFoundError, hub.EntryNotFoundError) as fault:
        raise StudioError(f"{file} is not in {repo} any more; choose another model.") from fault
    except (hub.OfflineModeIsEnabled, hub.HTTPError, OSError) as fault:
        raise StudioError(
            f"The Hub could not be asked for {file}: {fault}. Look whether this machine is online, "
            "or put a GGUF file into the models folder yourself."
        ) from fault
    return _facts(repo, file, found)


def _facts(repo: str, file: str, found: Any) -> Facts:
    sha = str(found.etag or "").strip('"')
    if len(sha) != 64 or not found.size or not found.commit_hash:
        raise StudioError(
            f"The Hub names no SHA-256 for {file}, so that it could not be checked; it was not "
            "fetched."
        )
    return Facts(repo, file, found.commit_hash, sha, int(found.size), found.location)


# Fetching ----------------------------------------------------------------------------------------


def pull(name: str, heard: Heard = lambda done, of: None) -> Path:
    """Fetch a model, or go on where the last try stopped; where it is then.

    ``heard(done, of)`` in bytes is called after every piece; what it raises ends the fetch, and the
    part stays for the next time. Raises StudioError: no room, no network, another file than the Hub
    named.
    """
    target = place(name)
    if target.exists() and _noted(target):
        return target
    what = facts(name)
    part = target.with_name(f"{target.name}.{what.sha256[:12]}.part")
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        have = part.stat().st_size if part.exists() else 0
        _check_room(target, what.bytes - have)
        if have < what.bytes:
            _stream(what, part, have, heard)
        _check_hash(part, what, heard)
        part.replace(target)
        _note(target, what)
    except urllib.error.URLError as fault:
        raise StudioError(
            f"{what.file} stopped at {_size(_length(part))} of {_size(what.bytes)}: "
            f"{fault.reason}. What came is kept; fetch it again to go on."
        ) from fault
    except OSError as fault:
        raise StudioError(
            f"{what.file} could not be written to {target.parent}: {fault.strerror or fault}. "
            "What came is kept; look for room, or choose another folder."
        ) from fault
    return target


def _stream(what: Facts, part: Path, have: int, heard: Heard) -> None:
    request = urllib.request.Request(what.url, headers={"Range": f"bytes={have}-"})
    with urllib.request.urlopen(request, timeout=PATIENCE) as answer:
        goes_on = answer.status == 206
        with part.open("ab" if goes_on else "wb") as out:
            done = have if goes_on else 0
            while piece := answer.read(PIECE):
                out.write(piece)
                done += len(piece)
                heard(done, what.bytes)
    if _length(part) < what.bytes:
        raise urllib.error.URLError("the connection was closed")


def _check_room(target: Path, needed: int) -> None:
    free = shutil.disk_usage(target.parent).free
    if free < needed + SPARE:
        raise StudioError(
            f"{target.name} needs {_size(needed)} and {target.parent} has {_size(free)} free. "
            "Make room, or choose another models folder."
        )


def _check_hash(part: Path, what: Facts, heard: Heard) -> None:
    if digest(part, lambda done, of: heard(of, of)) != what.sha256:
        part.unlink()
        raise StudioError(
            f"What came for {what.file} is not the file that the Hub names; it was thrown away. "
            "Fetch it again."
        )


def digest(file: Path, heard: Heard = lambda done, of: None) -> str:
    """SHA-256 of a file, read in pieces."""
    sum, done, of = hashlib.sha256(), 0, _length(file)
    with file.open("rb") as stream:
        while piece := stream.read(PIECE):
            sum.update(piece)
            done += len(piece)
            heard(done, of)
    return sum.hexdigest()


# What is here ------------------------------------------------------------------------------------


def installed() -> list[Path]:
    """Every model file in the folder, also those that the person put there."""
    here = folder()
    return sorted(here.rglob("*.gguf")) if here.is_dir() else []


def check(name: str, heard: Heard = lambda done, of: None) -> str:
    """A sentence about a fetched model: whether it still is the file that was fetched."""
    target = _here(name)
    noted = _noted(target)
    if not noted:
        return f"{target.name} was put there by hand: nothing is known to compare it with."
    if digest(target, heard) == noted["sha256"]:
        return f"{target.name} is whole."
    return f"{target.name} is damaged. Remove it and fetch it again."


def remove(name: str) -> int:
    """Remove a model and what is left of its fetches; how many bytes became free."""
    target = place(name)
    parts = list(target.parent.glob(f"{target.name}.*.part")) if target.parent.is_dir() else []
    rows = [file for file in (target, _sheet(target), *parts) if file.exists()]
    if not rows:
        raise StudioError(f"{target.name} is not in {folder()}; there is nothing to remove.")
    free = sum(_length(file) for file in rows)
    for file in rows:
        file.unlink()
    return free


def _here(name: str) -> Path:
    target = place(name)
    if not target.exists():
        raise StudioError(f"{target.name} is not in {folder()}. Fetch it first.")
    return target


def _sheet(target: Path) -> Path:
    return target.with_name(f"{target.name}.json")


def _note(target: Path, what: Facts) -> None:
    text = json.dumps({**vars(what), "url": ""}, indent=1)
    _sheet(target).write_text(text, "utf-8")


def _noted(target: Path) -> dict[str, Any]:
    try:
        found = json.loads(_sheet(target).read_text("utf-8"))
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) and "sha256" in found else {}


def _length(file: Path) -> int:
    return file.stat().st_size if file.exists() else 0


def _size(bytes: int) -> str:
    return f"{bytes / 1e9:.1f} GB" if bytes >= 1e9 else f"{bytes / 1e6:.1f} MB"
