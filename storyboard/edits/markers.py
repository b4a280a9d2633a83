"""Edits of markers: notes on the timeline, tied to shots so that they move along with them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from storyboard.board import Board, Marker
from storyboard.edits.ids import new_id, one, shot_of

PREFIX = "mk"  # of their ids


def add_marker(board: Board, shot_id: str, start: int, name: str = "") -> Board:
    """A marker ``start`` frames after a shot begins; its id: ``new_id(board, PREFIX)``.

    Where one is already, the board stays as it is.
    """
    shot_of(board, shot_id)
    if any((marker.shot, marker.start) == (shot_id, start) for marker in board.markers):
        return board
    marker = Marker(new_id(board, PREFIX), shot_id, start, name.strip())
    return replace(board, markers=(*board.markers, marker))


def move_marker(board: Board, id: str, shot_id: str, start: int) -> Board:
    """The marker at another frame, of this shot from now on."""
    shot_of(board, shot_id)
    return _put(board, replace(_marker(board, id), shot=shot_id, start=start))


def rename_marker(board: Board, id: str, name: str) -> Board:
    """Other words at the marker; it may have none."""
    return _put(board, replace(_marker(board, id), name=" ".join(name.split())))


def remove_marker(board: Board, id: str) -> Board:
    """The board without this marker."""
    gone = _marker(board, id)
    return replace(board, markers=tuple(marker for marker in board.markers if marker is not gone))


def frames(board: Board, starts: Mapping[str, int]) -> tuple[tuple[int, Marker], ...]:
    """Where in the film the markers are, first to last; ``starts``: shot -> its first frame.

    A marker whose shot is gone has no place; undo brings it back with its shot.
    """
    found = [
        (max(0, starts[marker.shot] + marker.start), marker)
        for marker in board.markers
        if marker.shot in starts
    ]
    return tuple(sorted(found, key=lambda placed: (placed[0], placed[1].id)))


def _marker(board: Board, id: str) -> Marker:
    return one(board.markers, id, "marker")


def _put(board: Board, marker: Marker) -> Board:
    if marker in board.markers:
        return board
    row = tuple(marker if old.id == marker.id else old for old in board.markers)
    return replace(board, markers=row)
