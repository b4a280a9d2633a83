"""The bin beside a project: pictures and clips under the hash of their content.

A file is written under another name, synced, renamed, and its folder synced, before any row speaks
of it. So what the project knows is whole, and what a crash leaves over is only ever nameless.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import re
import secrets
import shutil
import sys
import time
from collections.abc import Collection, Iterator
from pathlib import Path

from studio.errors import DiskTrouble

if sys.platform == "darwin":
    import fcntl

SUFFIXES = (
    ".png", ".mp4", ".mov", ".wav", ".flac", ".mp3", ".mkv", ".jpg", ".webp", ".safetensors",
)  # fmt: skip
INCOMING = "incoming"  # where the stage writes; same drive, so a result moves in by a rename
_HASH = re.compile(r"[0-9a-f]{64}")


class Bin:
    """``folder`` is made when the first file comes. Missing media is a normal state: ``None``."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._unsettled: set[Path] = set()

    @classmethod
    def beside(cls, project: Path) -> Bin:
        """The bin of ``film.longtake`` is ``film.bin``."""
        return cls(project.with_suffix(".bin"))

    # Out -------------------------------------------------------------------------------------

    def path(self, hash: str) -> Path | None:
        """Where this content lies, or None when it is not (or no longer) here."""
        if not _HASH.fullmatch(hash):
            return None
        for suffix in SUFFIXES:
            file = self.folder / hash[:2] / (hash + suffix)
            if file.is_file():
                return file
        return None

    def read(self, hash: str) -> bytes | None:
        """The content, verified; None when it is missing or no longer what its name says."""
        file = self.path(hash)
        if file is None:
            return None
        try:
            content = file.read_bytes()
        except OSError:
            return None
        return content if hashlib.sha256(content).hexdigest() == hash else None

    def is_whole(self, hash: str) -> bool:
        """Whether the file is here and still what its name says."""
        file = self.path(hash)
        return file is not None and _hash_of(file) == hash

    # In --------------------------------------------------------------------------------------

    def put_bytes(self, content: bytes, suffix: str) -> str:
        """Keep ``content``, durably. Gives its hash."""
        with _told(self.folder):
            part = self._part(suffix)
            try:
                part.write_bytes(content)
                return self._publish(part, hashlib.sha256(content).hexdigest(), suffix)
            finally:
                part.unlink(missing_ok=True)

    def put_file(self, file: Path) -> str:
        """Keep a copy of ``file``, durably; it stays where it is."""
        with _told(self.folder):
            part = self._part(file.suffix)
            try:
                shutil.copyfile(file, part)
                return self._publish(part, _hash_of(part), file.suffix.lower())
            finally:
                part.unlink(missing_ok=True)

    def adopt(self, file: Path, settle: bool = True) -> str:
        """Move a result of the stage in.

        Without ``settle`` it is found under its old name too, where the drive can do that, so that
        a window which is adopted by half is whole after a crash: call `settle` before writing its
        row, then `clear` its folder.
        """
        with _told(self.folder):
            hash = self._publish(file, _hash_of(file), file.suffix.lower(), settle)
            if settle:
                file.unlink(missing_ok=True)
            return hash

    def settle(self) -> None:
        """Make the names of everything adopted durable."""
        with _told(self.folder):
            for folder in sorted(self._unsettled, reverse=True):
                _sync(folder)
                self._unsettled.discard(folder)

    def incoming(self, job: str) -> Path:
        """A new empty folder that the stage writes the results of ``job`` into."""
        with _told(self.folder):
            folder = self.folder / INCOMING / f"{job}-{secrets.token_hex(4)}"
            folder.mkdir(parents=True)
            return folder

    def clear(self, folder: str) -> None:
        """Remove an incoming folder, by its name, whose job is over."""
        if folder:
            shutil.rmtree(self.folder / INCOMING / folder, ignore_errors=True)

    def _part(self, suffix: str) -> Path:
        if suffix.lower() not in SUFFIXES:
            raise ValueError(f"the bin keeps no {suffix!r} files")
        self.folder.mkdir(parents=True, exist_ok=True)
        return self.folder / f".{secrets.token_hex(8)}.part"

    def _publish(self, file: Path, hash: str, suffix: str, settle: bool = True) -> str:
        if suffix not in SUFFIXES:
            raise ValueError(f"the bin keeps no {suffix!r} files")
        target = self.folder / hash[:2] / (hash + suffix)
        if target.is_file() and target.stat().st_size == file.stat().st_size:
            return hash
        target.unlink(missing_ok=True)  # it is torn
        _sync(file)
        if not target.parent.is_dir():
            target.parent.mkdir(parents=True, exist_ok=True)
            self._unsettled.add(self.folder)
        try:
            os.link(file, target)
        except OSError:
            _replace(file, target)
        self._unsettled.add(target.parent)
        if settle:
            self.settle()
        return hash

    def free(self) -> int:
        """Bytes free on its drive."""
        folder = self.folder if self.folder.exists() else self.folder.parent
        with _told(folder):
            return shutil.disk_usage(folder).free

    # Order -----------------------------------------------------------------------------------

    def sweep(self) -> None:
        """Remove what a crash left over: unfinished parts and unclaimed results.

        Only for the one who holds the project's lock.
        """
        for part in self.folder.glob(".*.part"):
            part.unlink(missing_ok=True)
        shutil.rmtree(self.folder / INCOMING, ignore_errors=True)

    def unreferenced(self, used: Collection[str], older_than_days: float = 30) -> list[Path]:
        """Files that nothing in ``used`` names, left alone for so long. Deletes nothing.

        ``used`` must hold what every board of undo names, so ask with a project that is closed.
        """
        before = time.time() - older_than_days * 86_400
        return [
            file for file in self.files() if file.stem not in used and file.stat().st_mtime < before
        ]

    def files(self) -> Iterator[Path]:
        """All media in the bin."""
        for file in sorted(self.folder.glob("??/*")):
            if _HASH.fullmatch(file.stem) and file.suffix in SUFFIXES:
                yield file


@contextlib.contextmanager
def _told(folder: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise DiskTrouble(
            f"A file could not be kept in {folder.name}: {error.strerror or error}. "
            "Look for free space and whether the drive is still there."
        ) from error


def _hash_of(file: Path) -> str:
    with file.open("rb") as content:
        return hashlib.file_digest(content, "sha256").hexdigest()


def _sync(path: Path) -> None:
    if path.is_dir() and os.name == "nt":
        return
    handle = os.open(path, os.O_RDONLY if os.name != "nt" else os.O_RDWR)
    try:
        if sys.platform == "darwin":
            fcntl.fcntl(handle, fcntl.F_FULLFSYNC)  # fsync alone stops at the drive's own cache
        else:
            os.fsync(handle)
    finally:
        os.close(handle)


def _replace(file: Path, target: Path) -> None:
    """Rename; Windows refuses for a moment while a scanner or a player looks at the file."""
    for wait in (0.02, 0.1, 0.5):
        try:
            os.replace(file, target)
        except PermissionError:
            time.sleep(wait)
        else:
            return
    os.replace(file, target)
