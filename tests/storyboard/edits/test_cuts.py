"""Trims ripple, rolls do not, and what is tied to a shot stays with its pictures."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storyboard import layout
from storyboard.board import Board, Box, Keyframe, Sound
from storyboard.edits import cuts, markers, shots
from tests.storyboard.films import few, film


def tied() -> Board:
    """A film whose second shot has a marker, a sound and a keyframe."""
    board = film()
    shot = board.shots[1]
    board = markers.add_marker(board, shot.id, 20, "Here")
    board = shots.set_keyframe(board, shot.id, Keyframe(2, "p"))
    return replace(board, sounds=(Sound("so1", "f", shot=shot.id, start=12, length=30),))


def boxes(board: Board, shot_id: str, frame: int) -> dict[str, tuple[float, ...]]:
    shot = board.shot(shot_id)
    found: dict[str, Box] = layout.at(shot.layout, frame, shot.length)
    return {id: tuple(round(v, 3) for v in (b.x0, b.y0, b.x1, b.y1)) for id, b in found.items()}


def test_a_trim_at_the_start_takes_frames_away_and_what_is_tied_stays_with_its_picture() -> None:
    board = tied()
    shot = board.shots[1]
    after = cuts.trim_start(board, shot.id, 8)
    assert after.shot(shot.id).length == shot.length - 8
    assert after.length == board.length - 8
    assert after.start(shot.id) == board.start(shot.id)
    assert boxes(after, shot.id, 0) == boxes(board, shot.id, 8)
    assert after.markers[0].start == 12
    assert after.sounds[0].start == 4
    assert 2 not in {pin.frame + 8 for pin in after.shot(shot.id).keyframes}


def test_a_trim_at_the_end_leaves_what_is_tied_where_it_is() -> None:
    board = tied()
    shot = board.shots[1]
    after = cuts.trim_end(board, shot.id, 12)
    assert after.shot(shot.id).length == shot.length + 12
    assert (after.markers, after.sounds) == (board.markers, board.sounds)
    assert boxes(after, shot.id, shot.length - 1) == boxes(board, shot.id, shot.length - 1)


def test_a_roll_moves_the_cut_and_nothing_else() -> None:
    board = tied()
    first, second, third = board.shots[:3]
    after = cuts.roll(board, first.id, 6)
    assert after.length == board.length
    assert after.start(second.id) == board.start(second.id) + 6
    assert after.start(third.id) == board.start(third.id)
    there = after.start(second.id) + after.markers[0].start
    assert there == board.start(second.id) + board.markers[0].start


def test_nothing_can_be_trimmed_away_whole() -> None:
    board = film()
    shot = board.shots[0]
    for trimmed in (cuts.trim_start, lambda b, i, by: cuts.trim_end(b, i, -by)):
        with pytest.raises(ValueError, match="one has to stay"):
            trimmed(board, shot.id, shot.length)
    with pytest.raises(ValueError, match="last shot of the film"):
        cuts.roll(board, board.shots[-1].id, 1)


@few
@given(st.integers(-40, 40), st.integers(-40, 40))
def test_a_drag_starts_anew_from_what_was(early: int, late: int) -> None:
    board = tied()
    ids = (board.shots[1].id,)
    dragged = cuts.trim_start(board, ids[0], early)
    again = cuts.trim_start(cuts.put_back(dragged, board, ids), ids[0], late)
    assert again == cuts.trim_start(board, ids[0], late)
    assert cuts.put_back(dragged, board, ids) == board


def test_takes_made_during_a_drag_are_kept() -> None:
    board = tied()
    id = board.shots[1].id
    made = shots.add_take(cuts.trim_end(board, id, 5), id, "t1")
    back = cuts.put_back(made, board, (id,))
    assert back.shot(id).takes[-1] == "t1"
    assert back.shot(id).length == board.shot(id).length
