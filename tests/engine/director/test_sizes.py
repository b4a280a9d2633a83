"""How large everyone usually is in a shot."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.director import sizes
from storyboard.board import Subject


def test_who_is_far_away_is_small_and_who_is_near_is_large() -> None:
    anna = {"A": Subject("anna", "ANNA", "girl", pronoun="she")}
    tall = [int(sizes.told(size, anna)["A"].split("x")[1]) for size in ("EWS", "WS", "FS", "CU")]
    assert tall == sorted(tall)
    assert len(set(tall)) == 4


@pytest.mark.parametrize(
    ("word", "pronoun", "build"),
    [
        ("whale", "", "large"),
        ("old sailor", "he", "person"),
        ("boy", "he", "child"),
        ("ring", "", "tiny"),
    ],
)
def test_a_word_tells_how_tall_something_stands(word: str, pronoun: str, build: str) -> None:
    assert sizes.build(word, pronoun) == build


@given(
    st.sampled_from(sorted(sizes.TALL)),
    st.lists(st.sampled_from(sorted(sizes.BUILDS)), min_size=1, max_size=6),
)
def test_a_row_of_figures_fits_into_the_frame(size: str, builds: list[str]) -> None:
    found = sizes.usual(size, {str(at): build for at, build in enumerate(builds)})
    assert sum(wide for wide, _ in found.values()) <= sizes.ROOM + 1e-9
    for wide, high in found.values():
        assert sizes.on_grid(wide) % sizes.GRID == 0
        assert sizes.on_grid(high) >= sizes.GRID
