"""The lock beside an open project: one program writes it at a time.

The operating system's file lock is the truth on one computer, because it ends with its process; the
words in the file (computer, process, time) are for people, and for other computers on a shared
drive.
"""

from __future__ import annotations

import contextlib
import errno
import json
import os
import platform
import sys
import time
from pathlib import Path

from studio.errors import StudioError

if sys.platform == "win32":
    import msvcrt
else:
    import fcntl


class ProjectInUse(StudioError):  # noqa: N818 - a state that the person can answer, not a fault
    """Another program has this project open. It can still be opened to look at."""


class Lock:
    """Held from construction to ``release``.

    Raises ProjectInUse, and StudioError where the folder cannot be written.
    """

    def __init__(self, project: Path) -> None:
        self.path = project.with_name(project.name + ".lock")
        self._handle = self._take(project)

    def _take(self, project: Path) -> int:
        for _ in range(20):  # a lock that is released between our open and our lock is opened again
            try:
                handle = os.open(self.path, os.O_RDWR | os.O_CREAT, 0o644)
            except OSError as error:
                raise StudioError(
                    f"The folder of {project.name} cannot be written ({error.strerror}). "
                    "Open the project to look at, or copy it to a folder of your own."
                ) from error
            owner = _words(handle)
            if not _claim(handle):
                os.close(handle)
                raise ProjectInUse(_in_use(project, owner))
            if not _same_file(handle, self.path):
                os.close(handle)
                continue
            if owner and owner.get("computer") != platform.node():
                os.close(handle)
                raise ProjectInUse(
                    f"{_in_use(project, owner)} If that computer is off, "
                    f"delete {self.path.name} beside the project."
                )
            words = {"computer": platform.node(), "process": os.getpid(), "since": time.time()}
            os.ftruncate(handle, 0)
            os.lseek(handle, 0, os.SEEK_SET)
            os.write(handle, json.dumps(words).encode())
            return handle
        raise ProjectInUse(_in_use(project, {}))

    def release(self) -> None:
        if self._handle < 0:
            return
        if sys.platform == "win32":  # an open file cannot be deleted there
            os.close(self._handle)
            self.path.unlink(missing_ok=True)
        else:
            with contextlib.suppress(OSError):  # the drive may be gone
                self.path.unlink()
            os.close(self._handle)
        self._handle = -1


def _claim(handle: int) -> bool:
    """Whether this process now holds the file; True too on drives that know no locks."""
    try:
        if sys.platform == "win32":
            os.lseek(handle, 1 << 30, os.SEEK_SET)  # beyond the words, which others still read
            msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
        else:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        return error.errno in (errno.ENOLCK, errno.ENOSYS, errno.EOPNOTSUPP)
    return True


def _same_file(handle: int, path: Path) -> bool:
    try:
        return os.path.samestat(os.fstat(handle), os.stat(path))
    except FileNotFoundError:
        return False


def _words(handle: int) -> dict[str, object]:
    os.lseek(handle, 0, os.SEEK_SET)
    try:
        words = json.loads(os.read(handle, 4096))
    except (ValueError, RecursionError):
        return {}  # its owner died before it wrote them
    return words if isinstance(words, dict) else {}


def _in_use(project: Path, owner: dict[str, object]) -> str:
    where = ""
    if owner:
        where = f" (process {owner.get('process')} on {owner.get('computer')})"
    return (
        f"{project.name} is open in another Longtake{where}. "
        "Close it there first, or open it here to look at only."
    )
