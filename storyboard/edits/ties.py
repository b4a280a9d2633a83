"""Ties: how sounds and markers hold on to their shots while shots come, go, part and meet.

A thing is tied to a shot and lies so many frames after its start. When its shot goes, it stays as
far from the last shot before it that is still there, and is tied to the shot that lies there now.
On a board without shots its place counts from the film's start, and its shot is "".
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import TypeVar

from storyboard.board import Board, Marker, Sound

Tied = TypeVar("Tied", Sound, Marker)
Change = Callable[[Tied], Tied]


def starts(board: Board) -> dict[str, int]:
    """Shot -> its first frame in the film, in film order."""
    found: dict[str, int] = {}
    at = 0
    for scene in board.scenes:
        for shot in scene.shots:
            found[shot.id] = at
            at += shot.length
    return found


def position(board: Board, tied: Sound | Marker) -> int:
    """The film's frame at which a sound or marker lies; below 0 before the film begins."""
    return starts(board).get(tied.shot, 0) + tied.start


def tie(board: Board, frame: int) -> tuple[str, int]:
    """The shot that lies at a frame of the film, and how far after its start the frame is.

    Before the film that is the first shot, after it the last.
    """
    return _tie(starts(board), frame)


def retied(board: Board, was: Board) -> Board:
    """``board``, made from ``was``: what is tied to a shot that it no longer has gets another."""
    tied = {sound.shot for sound in board.sounds} | {marker.shot for marker in board.markers}
    if not tied:
        return board
    now = starts(board)
    if tied <= now.keys() or (tied == {""} and not now):
        return board
    then = starts(was)
    order, firsts = list(then), list(then.values())

    def kept(thing: Tied) -> Tied:
        if thing.shot in now:
            return thing
        frame = then.get(thing.shot, 0) + thing.start
        before = order.index(thing.shot) if thing.shot in then else 0
        for at in reversed(range(before)):
            if order[at] in now:
                frame += now[order[at]] - firsts[at]
                break
        shot, start = _tie(now, frame)
        return replace(thing, shot=shot, start=start)

    return with_ties(board, kept, kept)


def rescaled(board: Board, was: Board) -> Board:
    """``board``, made from ``was`` by making shots slower or faster: each thing stays at the
    picture that it lies at.
    """
    if not (board.sounds or board.markers) or board is was:
        return board
    then = {shot.id: shot.length for shot in was.shots}
    now = {shot.id: shot.length for shot in board.shots}
    held = {sound.id: sound.shot for sound in was.sounds}
    held |= {marker.id: marker.shot for marker in was.markers}

    def kept(thing: Tied) -> Tied:
        old, new = then.get(thing.shot), now.get(thing.shot)
        if old is None or new is None or old == new or held.get(thing.id) != thing.shot:
            return thing
        if thing.start <= 0:
            return thing
        if thing.start >= old:
            return replace(thing, start=thing.start - old + new)
        return replace(thing, start=round(thing.start * (new - 1) / max(1, old - 1)))

    return with_ties(board, kept, kept)


def parted(board: Board, first: str, second: str, frame: int) -> Board:
    """What lies from ``frame`` of a shot on belongs to the second half now."""

    def kept(thing: Tied) -> Tied:
        if thing.shot != first or thing.start < frame:
            return thing
        return replace(thing, shot=second, start=thing.start - frame)

    return with_ties(board, kept, kept)


def with_ties(board: Board, sound: Change[Sound], marker: Change[Marker]) -> Board:
    """The board with every sound and marker changed; the very same board if none is."""
    sounds, markers = tuple(map(sound, board.sounds)), tuple(map(marker, board.markers))
    if sounds == board.sounds and markers == board.markers:
        return board
    return replace(board, sounds=sounds, markers=markers)


def _tie(now: Mapping[str, int], frame: int) -> tuple[str, int]:
    if not now:
        return "", frame
    row = list(now)
    shot = row[max(0, bisect_right(list(now.values()), frame) - 1)]
    return shot, frame - now[shot]
