"""Markers are put, moved, named and removed, and go along with their shots."""

from __future__ import annotations

import pytest

from storyboard.board import Board
from storyboard.edits import markers, shots
from storyboard.edits.ids import new_id
from tests.storyboard.films import film


def starts(board: Board) -> dict[str, int]:
    return {shot.id: board.start(shot.id) for shot in board.shots}


def marked() -> Board:
    """A film with two markers, the later one first in the list."""
    board = film()
    a, b = board.shots[:2]
    board = markers.add_marker(board, b.id, 5, "Door")
    return markers.add_marker(board, a.id, 3)


def test_a_marker_has_the_next_id_and_its_place_in_the_film() -> None:
    board = film()
    shot = board.shots[1]
    id = new_id(board, markers.PREFIX)
    board = markers.add_marker(board, shot.id, 7, "  Look ")
    ((frame, marker),) = markers.frames(board, starts(board))
    assert (marker.id, marker.name, frame) == (id, "Look", board.start(shot.id) + 7)
    assert new_id(board, markers.PREFIX) != id


def test_markers_come_in_the_order_of_the_film() -> None:
    board = marked()
    assert [marker.name for _, marker in markers.frames(board, starts(board))] == ["", "Door"]


def test_two_markers_at_one_frame_are_one() -> None:
    board = marked()
    first = board.markers[0]
    assert markers.add_marker(board, first.shot, first.start, "Again") is board


def test_a_marker_moves_along_when_earlier_shots_get_longer() -> None:
    board = marked()
    before = markers.frames(board, starts(board))[1][0]
    longer = shots.set_length(board, board.shots[0].id, board.shots[0].length + 10)
    assert markers.frames(longer, starts(longer))[1][0] == before + 10


def test_a_marker_is_moved_to_another_shot_renamed_and_removed() -> None:
    board = marked()
    door, other = board.markers
    target = board.shots[2].id
    board = markers.move_marker(board, door.id, target, 1)
    board = markers.rename_marker(board, door.id, " The  door\nopens ")
    found = board.markers[0]
    assert (found.shot, found.start, found.name) == (target, 1, "The door opens")
    assert markers.rename_marker(board, door.id, "The door opens") is board
    assert markers.remove_marker(board, door.id).markers == (other,)


def test_a_marker_of_a_deleted_shot_lies_where_it_lay_in_the_film() -> None:
    board = marked()
    gone = shots.delete_shots(board, [board.shots[0].id])
    first = gone.shots[0]
    assert [(marker.shot, marker.start, marker.name) for marker in gone.markers] == [
        (first.id, 5, "Door"),
        (first.id, 3, ""),
    ]


def test_a_marker_that_is_not_there_is_named_in_a_sentence() -> None:
    with pytest.raises(KeyError, match="There is no marker 'mk9' on this board"):
        markers.remove_marker(marked(), "mk9")
    with pytest.raises(KeyError, match="There is no shot 'nowhere'"):
        markers.add_marker(film(), "nowhere", 0)
