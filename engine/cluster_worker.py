"""The worker: what runs on a machine of a cluster - a stage, with a folder for what was sent to it.

An actor of Ray is made of it; it knows nothing of Ray itself. Its models live in the stage's
process, so that a crash in native code costs no actor, and a cancel asked twice ends the stage.
"""

from __future__ import annotations

import hashlib
import os
import platform
import shutil
import tempfile
import time
from collections.abc import Mapping
from dataclasses import dataclass, replace
from importlib import metadata
from pathlib import Path

import storyboard
from engine import cores, endings, families
from engine.api import EngineError, Event, Render, WindowDone
from engine.client import Stage
from engine.cluster_parcels import Chunk, Parcel, Said, renamed
from engine.families import Card

PREFIX = "longtake-worker-"  # of folders that hold what was sent; then comes the process
LOOK = 0.005  # seconds between two looks at the stage
WEIGHTS = "weights"  # what ``take`` answers when it has not got them


@dataclass(frozen=True)
class Build:
    """What must be the same on every machine, for the same pictures; and who says so."""

    host: str
    pid: int
    version: str
    code: str
    torch: str

    def differs(self, other: Build) -> str:
        """What is not the same there, as words; empty when all is."""
        for name, mine, theirs in (
            ("Longtake", self.version, other.version),
            ("Longtake's code", self.code[:8], other.code[:8]),
            ("torch", self.torch, other.torch),
        ):
            if mine != theirs:
                return f"{name} is {theirs} there and {mine} here"
        return ""


def build() -> Build:
    """Of this process."""
    code = hashlib.sha256()
    for package in (Path(__file__).parent, Path(storyboard.__file__).parent):
        for file in sorted(package.rglob("*.py")):
            code.update(file.relative_to(package).as_posix().encode())
            code.update(file.read_bytes())
    torch = metadata.version("torch").partition("+")[0]
    version = metadata.version("longtake")
    return Build(platform.node(), os.getpid(), version, code.hexdigest(), torch)


class Worker:
    """One stage on this machine. ``threads`` 0 = all cores; ``whole`` (``cores``) as where the film
    is, 0 = as here.
    """

    def __init__(self, cards: Mapping[str, Card | str], threads: int = 0, whole: int = 0) -> None:
        if whole:
            os.environ[cores.WHOLE] = str(whole)
        self.folder = own_folder(PREFIX)
        self._stage = Stage(extra_families=cards, log=self.folder / "stage.log", threads=threads)
        self._weights: dict[str, str] = {}  # fingerprint -> folder

    def build(self) -> Build:
        return build()

    def take(self, parcel: Parcel) -> str:
        """Start a job. Gives "" when it began, `WEIGHTS` when its weights must be sent first, else
        a sentence why it cannot.
        """
        request = parcel.request
        out = self.folder / "out"
        try:
            for name in parcel.old:
                (self.folder / name).unlink(missing_ok=True)
            for name, content in parcel.pictures.items():
                (self.folder / name).write_bytes(content)
            shutil.rmtree(out, ignore_errors=True)
            out.mkdir()
            weights = self._find(parcel)
        except EngineError as fault:
            return str(fault)
        except OSError as error:
            return endings.disk(error)
        if weights is None:
            return WEIGHTS
        told = renamed(request, lambda name: str(self.folder / name))
        if isinstance(told, Render):
            told = replace(told, folder=str(out), weights=weights)
        self._stage.send(told)
        return ""

    def take_weights(self, fingerprint: str, chunk: Chunk) -> str:
        """Keep a piece of a model. Gives a sentence when the drive will not have it."""
        file = self._sent(fingerprint) / chunk.name
        if not file.resolve().is_relative_to(self._sent(fingerprint).resolve()):
            raise ValueError(f"{chunk.name} is no name of a weights file")
        try:
            file.parent.mkdir(parents=True, exist_ok=True)
            with file.open("r+b" if chunk.at else "wb") as stream:
                stream.seek(chunk.at)
                stream.write(chunk.content)
        except OSError as error:
            return endings.disk(error)
        return ""

    def poll(self, seconds: float) -> list[Said]:
        """What the stage said, waited for so long."""
        until = time.monotonic() + seconds
        while not (events := self._stage.poll()) and time.monotonic() < until:
            time.sleep(LOOK)
        return [told(event) for event in events]

    def cancel(self, job: str) -> None:
        self._stage.cancel(job)

    def close(self) -> None:
        """End the stage, and leave nothing behind."""
        self._stage.close()
        shutil.rmtree(self.folder, ignore_errors=True)

    def _sent(self, fingerprint: str) -> Path:
        return self.folder / "weights" / fingerprint

    def _find(self, parcel: Parcel) -> str | None:
        """The folder of the weights that it needs: at the same path, or among what was sent."""
        wanted = parcel.weights
        if wanted is None or not isinstance(parcel.request, Render):
            return ""
        card = families.card(parcel.request.family, self._stage.cards)
        if wanted.fingerprint in self._weights:
            return self._weights[wanted.fingerprint]
        if not wanted.folder:
            found = families.folder(card) if card.weights else ""
            if families.fingerprint(card) != wanted.fingerprint:
                raise EngineError(
                    f"The {card.title or card.name} of {platform.node()} is not the one of this "
                    "film. Install the same Longtake on every machine of the cluster, then render "
                    "again."
                )
            self._weights[wanted.fingerprint] = found
            return found
        for place in (Path(wanted.folder), self._sent(wanted.fingerprint)):
            if place.is_dir() and families.fingerprint(card, str(place)) == wanted.fingerprint:
                self._weights[wanted.fingerprint] = str(place)
                return str(place)
        return None


def told(event: Event) -> Said:
    """With what a finished window left on this machine, which is not kept here."""
    if not isinstance(event, WindowDone):
        return Said(event, {})
    pictures = {at: _taken(name) for at, name in event.frames.items()}
    return Said(event, pictures, _taken(event.sound) if event.sound else b"")


def _taken(name: str) -> bytes:
    content = Path(name).read_bytes()
    Path(name).unlink()
    return content


def own_folder(prefix: str) -> Path:
    """A new temporary folder of this process; what killed ones left under this name is removed."""
    sweep(prefix)
    return Path(tempfile.mkdtemp(prefix=f"{prefix}{os.getpid()}-", dir=_place()))


def sweep(prefix: str) -> None:
    """Remove the folders of processes that are gone."""
    for folder in _place().glob(f"{prefix}*"):
        owner = folder.name.removeprefix(prefix).partition("-")[0]
        if owner.isdigit() and not _lives(int(owner)):
            shutil.rmtree(folder, ignore_errors=True)


def _place() -> Path:
    """Where temporary folders lie; a short name, for sockets in them have room for 100 letters."""
    short = Path("/tmp")
    return short if short.is_dir() else Path(tempfile.gettempdir())


def _lives(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except OSError:
        return True  # another person's
    return True
