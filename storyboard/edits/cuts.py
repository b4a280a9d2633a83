"""Edits of the cut: shots trimmed at their ends with ripple, and rolled against each other.

What is tied to a shot - sounds, markers - stays with the pictures that it belongs to. The picture
holds beyond its old ends, so a shot can also grow.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import replace
from typing import TypeVar

from storyboard.board import Board, Marker, Shot, Sound
from storyboard.edits.ids import change_shots, shot_of
from storyboard.edits.shots import trim

Tied = TypeVar("Tied", Sound, Marker)


def trim_start(board: Board, shot_id: str, by: int) -> Board:
    """The first ``by`` frames of a shot left out (added, if negative); what follows moves along."""
    if not by:
        return board
    length = shot_of(board, shot_id).length
    return _shifted(trim(board, shot_id, _within(by, length), length), shot_id, by)


def trim_end(board: Board, shot_id: str, by: int) -> Board:
    """``by`` frames more at the end of a shot (fewer, if negative); what follows moves along."""
    if not by:
        return board
    length = shot_of(board, shot_id).length
    return trim(board, shot_id, 0, length - _within(-by, length))


def roll(board: Board, shot_id: str, by: int) -> Board:
    """The cut after a shot ``by`` frames later (sooner, if negative); nothing else moves.

    Raises ValueError for the last shot of the film, and when a shot would have no frame left.
    """
    row = board.shots
    at = row.index(shot_of(board, shot_id))
    if at + 1 == len(row):
        raise ValueError("This is the last shot of the film: there is no cut after it to move.")
    return trim_start(trim_end(board, shot_id, by), row[at + 1].id, by)


def put_back(board: Board, was: Board, shot_ids: tuple[str, ...]) -> Board:
    """The board with these shots, and what is tied to them, as they were; takes made since stay.

    A drag starts anew from here at every step, so what it cut off a moment ago comes back.
    """
    old = {id: shot_of(was, id) for id in shot_ids}

    def restored(shot: Shot) -> Shot:
        then = old[shot.id]
        return then if then.takes == shot.takes else replace(then, takes=shot.takes)

    board = change_shots(board, shot_ids, restored)
    sounds = _tied_as(board.sounds, was.sounds, old.keys())
    markers = _tied_as(board.markers, was.markers, old.keys())
    if sounds is board.sounds and markers is board.markers:
        return board
    return replace(board, sounds=sounds, markers=markers)


def _shifted(board: Board, shot_id: str, by: int) -> Board:
    """What is tied to the shot goes ``by`` frames towards its start, as its pictures did."""

    def moved(thing: Tied) -> Tied:
        return replace(thing, start=thing.start - by) if thing.shot == shot_id else thing

    sounds = _each(board.sounds, moved)
    markers = _each(board.markers, moved)
    if sounds is board.sounds and markers is board.markers:
        return board
    return replace(board, sounds=sounds, markers=markers)


def _tied_as(
    row: tuple[Tied, ...], was: tuple[Tied, ...], shots: Collection[str]
) -> tuple[Tied, ...]:
    old = {thing.id: thing for thing in was if thing.shot in shots}
    return _each(row, lambda thing: old.get(thing.id, thing))


def _each(row: tuple[Tied, ...], change: Callable[[Tied], Tied]) -> tuple[Tied, ...]:
    found = tuple(map(change, row))
    return row if found == row else found


def _within(by: int, length: int) -> int:
    if by >= length:
        raise ValueError(
            f"This shot has {length} frames; {by} cannot be taken away, one has to stay."
        )
    return by
