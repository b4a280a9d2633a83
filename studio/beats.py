"""Beats: which picture of which shot is seen when, and for how long.

Each shot's pictures come on twos: one picture for every two frames. Where two shots dissolve,
every frame is a beat of its own.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np

from storyboard.board import Board, Scene, Shot

TWOS = 2  # frames that each picture is held
DISSOLVE = 12  # frames of a dissolve: half a second


@dataclass(frozen=True)
class Beat:
    """A picture, held. In a dissolve ``share`` of the next shot's picture ``into`` lies over it."""

    shot: str
    tick: int
    frames: int
    into: tuple[str, int] | None = None
    share: float = 0.0


def beats(board: Board, start: int = 0, end: int | None = None) -> Iterator[Beat]:
    """The film as held pictures in order; their frames sum to the stretch.

    A dissolve lies around its cut: before it the coming shot waits on its first picture, after it
    the leaving one on its last. So it takes no frames away, and the cut stays where it is.
    """
    end = board.length if end is None else end
    shots = board.shots
    first = 0
    for before, shot, after in zip((None, *shots), shots, (*shots[1:], None)):
        at, stop = max(0, start - first), min(shot.length, end - first)
        while at < stop:
            beat = shown(before, shot, after, at)
            yield replace(beat, frames=min(beat.frames, stop - at))
            at += beat.frames
        first += shot.length


def shown(before: Shot | None, shot: Shot, after: Shot | None, at: int) -> Beat:
    """What is seen at frame ``at`` of a shot between its neighbours, and for how many frames."""
    tick = at // TWOS
    head, tail = overlap(before, shot), shot.length - overlap(shot, after)
    if before is not None and at < head:
        last = (before.length - 1) // TWOS
        return Beat(before.id, last, 1, (shot.id, tick), (head + at + 0.5) / (2 * head))
    if after is not None and at >= tail:
        share = (at - tail + 0.5) / (2 * (shot.length - tail))
        return Beat(shot.id, tick, 1, (after.id, 0), share)
    return Beat(shot.id, tick, min(shot.length, (tick + 1) * TWOS, tail) - at)


def overlap(left: Shot | None, right: Shot | None) -> int:
    """How many frames a dissolve takes on each side of the cut; fewer in very short shots."""
    if left is None or right is None or left.join != "dissolve":
        return 0
    return min(DISSOLVE // 2, left.length // 2, right.length // 2)


def blend(left: np.ndarray, right: np.ndarray, share: float) -> np.ndarray:
    """``share`` 0..1 of the right picture over the left one; both uint8 of one shape."""
    weight = round(256 * share)
    light = left.astype(np.uint16) * np.uint16(256 - weight)
    light += right.astype(np.uint16) * np.uint16(weight)
    light += np.uint16(127)  # 255 * 256 + 127 still fits
    return (light >> 8).astype(np.uint8)


def only(board: Board, shots: Collection[str]) -> tuple[Board, tuple[tuple[int, int], ...]]:
    """The film of these shots alone, and the stretches of the whole film that they are.

    Where a shot between is left out, there is a cut: a dissolve into it would show it.
    """
    scenes: list[Scene] = []
    stretches: list[tuple[int, int]] = []
    at = 0
    row = board.shots
    follows = {shot.id: after.id for shot, after in pairwise(row)}
    for scene in board.scenes:
        kept = []
        for shot in scene.shots:
            if shot.id in shots:
                whole = follows.get(shot.id) in shots
                kept.append(shot if whole else replace(shot, join="cut"))
                if stretches and stretches[-1][1] == at:
                    stretches[-1] = (stretches[-1][0], at + shot.length)
                else:
                    stretches.append((at, at + shot.length))
            at += shot.length
        scenes.append(replace(scene, shots=tuple(kept)))
    return replace(board, scenes=tuple(scenes)), tuple(stretches)
