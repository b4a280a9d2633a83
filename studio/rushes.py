"""Rushes: the clip of a take, made from its pictures by a process of its own.

``python -m studio.rushes`` reads a wish from its input and answers with one line of JSON.
"""

from __future__ import annotations

import json
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from PIL import Image

from studio.beats import TWOS
from studio.bin import Bin
from studio.clips import write_clip
from studio.errors import StudioError

if TYPE_CHECKING:
    from studio.session import Session
    from studio.takes import Take

FINAL = 2  # the level from which a take has all its frames


@dataclass(frozen=True)
class Wish:
    """A clip of these pictures of a bin, one for every two frames, ``length`` frames long."""

    bin: str
    pictures: tuple[str, ...]
    length: int
    rate: int


def wish(session: Session, shot: str) -> tuple[Take, Wish] | None:
    """What a clip of the take that plays for a shot needs; None when it has one, or never will."""
    board = session.board
    take = session.takes.best(board, shot)
    if take is None or take.clip or take.level < FINAL or session.project.read_only:
        return None
    length = board.shot(shot).length
    ticks = range(-(-length // TWOS))
    if any(tick not in take.frames for tick in ticks):
        return None
    paths = [session.bin.path(take.frames[tick]) for tick in ticks]
    if not all(paths):
        return None
    return take, Wish(str(session.bin.folder), tuple(map(str, paths)), length, board.rate)


def make(wanted: Wish) -> str:
    """Make the clip and keep it in the bin. Gives its hash. Raises StudioError."""
    bin = Bin(Path(wanted.bin))
    folder = bin.incoming("clip")
    try:
        clip = folder / "clip.mp4"
        write_clip(clip, _frames(wanted.pictures, wanted.length), wanted.rate)
        return bin.adopt(clip)
    finally:
        bin.clear(folder.name)


def _frames(pictures: Sequence[str], length: int) -> Iterator[np.ndarray]:
    """Every frame in the size that most pictures have: a pinned one may have another."""
    sizes = Counter(_size(path) for path in pictures)
    ((size, _),) = sizes.most_common(1)
    for tick, path in enumerate(pictures):
        image = _opened(path)
        if image.size != size:
            image = image.resize(size, Image.Resampling.LANCZOS)
        picture = np.asarray(image)
        even = picture[: picture.shape[0] // 2 * 2, : picture.shape[1] // 2 * 2]
        for _ in range(min(TWOS, length - TWOS * tick)):
            yield even


def _size(path: str) -> tuple[int, int]:
    try:
        with Image.open(path) as file:
            return file.size
    except (OSError, SyntaxError, ValueError):
        return 0, 0  # said when it is its turn


def _opened(path: str) -> Image.Image:
    try:
        with Image.open(path) as file:
            return file.convert("RGB")
    except (OSError, SyntaxError, ValueError) as fault:
        raise StudioError(f"The picture {path} cannot be read; render its shot again.") from fault


def child() -> list[str]:
    """The command line of a child that does ``make``; its input is ``asked``."""
    return [sys.executable, "-m", "studio.rushes"]


def asked(wanted: Wish) -> bytes:
    return (json.dumps(asdict(wanted)) + "\n").encode()


def answer(said: str) -> str:
    """The clip that the child made; empty when it made none."""
    try:
        return str(json.loads(said).get("clip", ""))
    except ValueError:
        return ""


def main() -> int:
    told = json.loads(sys.stdin.readline())
    with suppress(BrokenPipeError):
        try:
            made = make(Wish(told["bin"], tuple(told["pictures"]), told["length"], told["rate"]))
        except StudioError as fault:
            print(json.dumps({"fault": str(fault)}))
            return 1
        print(json.dumps({"clip": made}))
    return 0


if __name__ == "__main__":
    sys.exit(main())
