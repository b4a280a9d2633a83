"""One file of the Hub onto this disk: it goes on after any end, and it is the right one or none.

What came lies in a part beside its place; it takes its place when its hash is the one that the Hub
names.
"""

from __future__ import annotations

import hashlib
import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from studio import hub
from studio.errors import StudioError
from studio.hub import File, Hindered

PIECE = 1 << 20  # bytes between two looks at the cancel button
WAITS = (1.0, 2.0, 4.0, 8.0, 15.0, 30.0)  # seconds before the next try while nothing comes
Heard = Callable[[int, str], None]  # bytes that are there, what goes on besides


def fetch(file: File, repo: str, commit: str, target: Path, heard: Heard) -> None:
    """Bring a file to ``target``, or go on where the last try stopped.

    What ``heard`` raises ends it; the part stays. Raises StudioError: refused, another file than
    the Hub names, no network for good.
    """
    part = beside(target)
    resumed = part.exists()
    _Fetch(file, repo, commit, part, heard).run()
    if _sum(part, file, heard) != file.hash:
        part.unlink()
        if resumed:  # what lay there was not what came; once more from the start
            fetch(file, repo, commit, target, heard)
            return
        raise StudioError(
            f"What came for {file.path} is not the file that the Hub names; it was thrown away. "
            "Fetch it again."
        )
    with part.open("rb+") as out:
        os.fsync(out.fileno())
    part.replace(target)


def beside(target: Path) -> Path:
    """Where a file lies while it comes."""
    return target.with_name(f"{target.name}.longtake")


class _Fetch:
    """Tries until the part is as long as the file."""

    def __init__(self, file: File, repo: str, commit: str, part: Path, heard: Heard) -> None:
        self.file, self.repo, self.part, self.heard = file, repo, part, heard
        self.url = hub.address(repo, commit, file.path)

    def run(self) -> None:
        self.part.parent.mkdir(parents=True, exist_ok=True)
        if length(self.part) > self.file.bytes:
            self.part.unlink()
        tries = 0
        while (have := length(self.part)) < self.file.bytes or not self.part.exists():
            try:
                self._stream(have)
            except Hindered as trouble:
                tries = 0 if length(self.part) > have else tries + 1
                if tries >= len(WAITS):
                    raise StudioError(
                        f"{self.file.path} stopped at {size(length(self.part))} of "
                        f"{size(self.file.bytes)}: {trouble}. What came is kept; fetch it again "
                        "to go on."
                    ) from trouble
                rest(max(trouble.wait, WAITS[tries]), str(trouble), self._tell)

    def _tell(self, note: str) -> None:
        self.heard(length(self.part), note)

    def _stream(self, have: int) -> None:
        with hub.ask(self.repo, self.url, have) as answer:
            goes_on = answer.status == 206
            if goes_on and _start(answer.headers.get("Content-Range", "")) != have:
                raise Hindered("it sends another stretch than was asked for")
            self._compare(answer, have if goes_on else 0)
            done = have if goes_on else 0
            with self.part.open("ab" if goes_on else "wb") as out:
                while piece := self._read(answer, self.file.bytes - done):
                    out.write(piece)
                    done += len(piece)
                    self.heard(done, "")
        if done < self.file.bytes:
            raise Hindered("the connection was closed")

    def _read(self, answer: Any, left: int) -> bytes:
        try:
            found: bytes = answer.read1(min(PIECE, left)) if left else b""
        except hub.FALLS as fault:
            raise Hindered(hub.reason(fault)) from fault
        return found

    def _compare(self, answer: Any, start: int) -> None:
        """What is on its way must be as long as the listing said."""
        told = answer.headers.get("Content-Length", "")
        if told.isdigit() and start + int(told) != self.file.bytes:
            self.part.unlink(missing_ok=True)
            raise StudioError(
                f"The Hub names {size(self.file.bytes)} for {self.file.path} and sends "
                f"{size(start + int(told))}; nothing of it was kept. Fetch it again later."
            )


def rest(seconds: float, why: str, tell: Callable[[str], None]) -> None:
    """Until the next try, telling why and how long."""
    until = time.monotonic() + seconds
    while (left := until - time.monotonic()) > 0:
        tell(f"{why[:1].upper()}{why[1:]}, again in {left:.0f} s")
        time.sleep(min(left, 0.5))


def check(target: Path, file: File, heard: Heard) -> bool:
    """Whether a file on the disk still is the one that the Hub named."""
    return length(target) == file.bytes and _sum(target, file, heard) == file.hash


def _sum(target: Path, file: File, heard: Heard) -> str:
    if len(file.hash) == 64:
        sum, done = hashlib.sha256(), 0
    else:  # git's name of a small file
        sum, done = hashlib.sha1(b"blob %d\0" % length(target), usedforsecurity=False), 0
    with target.open("rb") as stream:
        while piece := stream.read(PIECE):
            sum.update(piece)
            done += len(piece)
            heard(done, "Checking")
    return sum.hexdigest()


def _start(told: str) -> int:
    """Where a stretch begins: ``bytes 200-999/1000``."""
    first = told.removeprefix("bytes").strip().partition("-")[0]
    return int(first) if first.isdigit() else -1


def length(file: Path) -> int:
    """Bytes of a file; 0 where there is none."""
    try:
        return file.stat().st_size
    except FileNotFoundError:
        return 0


def size(bytes: float) -> str:
    """To the tenth: "4.2 GB", "3.0 MB"."""
    return f"{bytes / 1e9:.1f} GB" if bytes >= 1e9 else f"{bytes / 1e6:.1f} MB"


@contextmanager
def disk(what: str, folder: Path) -> Iterator[None]:
    """Tell a fault of the disk as a sentence."""
    try:
        yield
    except OSError as fault:
        raise StudioError(
            f"{what} could not be written to {folder}: {fault.strerror or fault}. "
            "What came is kept; look for room, or choose another folder."
        ) from fault
