"""Beats fill a film to the frame; chosen shots make a film of their own."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from storyboard.board import Board, Scene, Shot
from studio.beats import TWOS, beats, blend, only


def film(*shots: Shot) -> Board:
    return Board(scenes=(Scene("s", shots=shots),))


shot_plans = st.lists(st.tuples(st.integers(1, 40), st.booleans()), min_size=1, max_size=8)


@given(shot_plans, st.integers(0, 400), st.integers(1, 400))
def test_beats_fill_any_stretch_exactly(
    plan: list[tuple[int, bool]], start: int, length: int
) -> None:
    joins = ("cut", "dissolve")
    board = film(*(Shot(str(i), length=n, join=joins[fade]) for i, (n, fade) in enumerate(plan)))
    start = min(start, board.length - 1)
    end = min(start + length, board.length)
    found = list(beats(board, start, end))
    assert sum(beat.frames for beat in found) == end - start
    assert all(0 < beat.frames <= TWOS for beat in found)
    for beat in found:
        assert 0 <= beat.tick <= (board.shot(beat.shot).length - 1) // TWOS
        assert (beat.into is None) == (beat.share == 0.0)
        assert 0 <= beat.share < 1


@given(st.floats(0, 1))
def test_a_blend_of_equal_pictures_is_that_picture(share: float) -> None:
    ramp = np.arange(256, dtype=np.uint8).reshape(16, 16, 1).repeat(3, 2)
    assert np.array_equal(blend(ramp, ramp, share), ramp)


def test_chosen_shots_are_cut_where_one_is_left_out() -> None:
    shots = [Shot(id, length=10, join="dissolve") for id in "abcde"]
    found, stretches = only(film(*shots), {"a", "b", "d"})
    assert [(shot.id, shot.join) for shot in found.shots] == [
        ("a", "dissolve"),
        ("b", "cut"),
        ("d", "cut"),
    ]
    assert stretches == ((0, 20), (30, 40))


@given(shot_plans, st.integers(0, 255))
def test_the_stretches_of_chosen_shots_are_as_long_as_they_are(
    plan: list[tuple[int, bool]], bits: int
) -> None:
    board = film(*(Shot(str(i), length=n) for i, (n, _) in enumerate(plan)))
    chosen = {str(i) for i in range(len(plan)) if bits >> i & 1}
    found, stretches = only(board, chosen)
    assert {shot.id for shot in found.shots} == chosen
    assert sum(end - start for start, end in stretches) == found.length
    assert all(left[1] < right[0] for left, right in pairwise(stretches))
