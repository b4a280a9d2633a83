"""Places of the script in a text that is being written."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from ui.drift import Drift


def test_what_is_typed_moves_what_comes_behind_it():
    drift = Drift("abcdef")
    drift.move(2, 0, 3)
    assert [drift.point(place) for place in (0, 1, 2, 3, 6)] == [0, 1, 2, 6, 9]
    assert [drift.place(point) for point in (0, 1, 2, 5, 6, 9)] == [0, 1, 2, 2, 3, 6]
    assert drift.point(2, ends=True) == 5


def test_words_typed_one_after_the_other_are_one_move():
    drift = Drift("abcdef")
    for n in range(100):
        drift.move(2 + n, 0, 1)
    for n in range(98):
        drift.move(101 - n, 1, 0)
    assert drift.point(3) == 5
    drift.settle("ab12cdef")
    assert drift.is_settled


def test_a_wide_letter_is_one_place_and_two_points():
    drift = Drift("a🎂b")
    assert [drift.point(place) for place in range(4)] == [0, 1, 3, 4]
    assert [drift.place(point) for point in (0, 1, 3, 4)] == [0, 1, 2, 3]


edits = st.lists(
    st.tuples(st.floats(0, 1), st.integers(0, 5), st.text("xy", max_size=6)), max_size=8
)


@settings(deadline=None)
@given(edits)
def test_letters_that_nobody_touched_are_found_again(row):
    text = "".join(chr(0x4E00 + n) for n in range(60))  # every letter once
    now, drift = text, Drift(text)
    for share, removed, added in row:
        at = round(share * len(now))
        removed = min(removed, len(now) - at)
        now = now[:at] + added + now[at + removed :]
        if removed or added:
            drift.move(at, removed, len(added))
    for place, letter in enumerate(text):
        if letter in now:
            assert now[drift.point(place, ends=True)] == letter
            assert drift.place(now.index(letter)) == place
