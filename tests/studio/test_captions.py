"""Captions say every line within its shot, legibly, in files that other programs read."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import numpy as np
import pysubs2
import pytest
from hypothesis import given
from hypothesis import strategies as st

from storyboard.board import Board, Line, Scene, Shot, Subject
from studio.captions import (
    LETTERS,
    Burner,
    Caption,
    as_text,
    captions,
    pieces,
    unwritable,
    within,
    write_text,
)
from studio.errors import StudioError

ANNA = Subject("a", "Anna")


def board(*shots: Shot) -> Board:
    return Board(cast=(ANNA,), scenes=(Scene("s", shots=shots),))


said = st.text("ab .!?*_é漢", max_size=200).map(lambda text: Line("a", text))
lines = st.lists(said, max_size=6)
shots = st.lists(st.tuples(st.integers(1, 240), lines), min_size=1, max_size=5)


@given(shots)
def test_captions_are_in_order_and_none_crosses_a_cut(plan: list[tuple[int, list[Line]]]) -> None:
    film = board(
        *(Shot(str(i), length=n, dialogue=tuple(said)) for i, (n, said) in enumerate(plan))
    )
    events = captions(film)
    assert all(event.start < event.end for event in events)
    assert all(left.end <= right.start for left, right in pairwise(events))
    starts = [film.start(shot.id) for shot in film.shots]
    for event in events:
        inside = [s for s, shot in zip(starts, film.shots) if s <= event.start < s + shot.length]
        assert event.end <= inside[0] + film.shots[starts.index(inside[0])].length


@given(st.text("abc de,.!? ", max_size=400))
def test_a_line_loses_no_word_in_its_pieces(text: str) -> None:
    cut = pieces(text)
    assert "".join(cut).replace(" ", "") == "".join(text.split())
    assert all(0 < len(piece) <= LETTERS for piece in cut)


def test_lines_share_their_shot_by_length() -> None:
    said = (Line("a", "No."), Line("b", "I would not go there for all the tea in China."))
    short, long = captions(board(Shot("1", length=48), Shot("2", length=96, dialogue=said)))
    assert (short.start, short.speaker, short.text) == (48, "Anna", "No.")
    assert (long.end, long.speaker) == (144, "b")
    assert long.end - long.start > 3 * (short.end - short.start)


def test_a_line_that_is_read_leaves_the_screen() -> None:
    (event,) = captions(board(Shot("1", length=480, dialogue=(Line("a", "Stop!"),))))
    assert 24 <= event.end - event.start <= 72


def test_sentences_stay_whole_and_emphasis_is_not_read_aloud() -> None:
    text = "Hello *there*, my _old_ friend. I have not seen you since the **summer** of the boats."
    assert pieces(text) == [
        "Hello there, my old friend.",
        "I have not seen you since the summer of the boats.",
    ]


def test_more_lines_than_frames_are_shown_at_once() -> None:
    said = tuple(Line("a", word) for word in ("One.", "Two.", "Three."))
    assert captions(board(Shot("1", length=2, dialogue=said))) == (
        Caption(0, 2, "One. Two. Three.", "Anna"),
    )


def test_a_stretch_of_the_film_keeps_the_captions_that_touch_it() -> None:
    events = (Caption(0, 10, "a"), Caption(10, 20, "b"), Caption(30, 40, "c"))
    assert within(events, 15, 30) == (Caption(0, 5, "b"),)
    assert within(events, 5, 35) == (Caption(0, 5, "a"), Caption(5, 15, "b"), Caption(25, 30, "c"))


@pytest.mark.parametrize("format", ["srt", "vtt", "ass"])
def test_files_are_read_back_with_the_same_times_and_words(tmp_path: Path, format: str) -> None:
    events = (Caption(12, 36, "Héllo, wörld", "Anna"), Caption(48, 60, "Привет 漢字"))
    write_text(tmp_path / f"film.{format}", events, 24)
    read = pysubs2.load(str(tmp_path / f"film.{format}"))
    assert [(e.start, e.end, e.plaintext) for e in read] == [
        (500, 1500, "Héllo, wörld"),
        (2000, 2500, "Привет 漢字"),
    ]


def test_words_that_formats_read_as_commands_stay_words() -> None:
    wild = Caption(0, 24, r"a --> b {\an8} <i>c</i> \N d")
    (read,) = pysubs2.SSAFile.from_string(as_text([wild], 24))
    assert read.plaintext == "a → b (/an8) ‹i›c‹/i› /N d"


def test_an_unknown_ending_is_answered_with_the_known_ones(tmp_path: Path) -> None:
    with pytest.raises(StudioError, match=r"\.srt, \.vtt, \.ass\. Did you mean \.vtt\?"):
        write_text(tmp_path / "film.vttt", (), 24)
    with pytest.raises(StudioError, match="no such file or directory"):
        write_text(tmp_path / "gone" / "film.srt", (), 24)


def test_letters_that_the_font_lacks_are_named() -> None:
    assert unwritable([Caption(0, 1, "Žluťoučký kůň, Привет, Γειά")]) == ""
    assert unwritable([Caption(0, 1, "Hi 漢字 漢")]) == "字漢"


def test_a_caption_is_light_letters_in_a_dark_halo_low_in_the_middle() -> None:
    grey = np.full((360, 640, 3), 128, np.uint8)
    burn = Burner([Caption(5, 10, "Hello there"), Caption(12, 14, "Bye")], 640, 360)
    assert burn(grey, 4) is grey
    assert burn(grey, 10) is grey
    shown = burn(grey, 5)
    assert grey.min() == grey.max() == 128  # the frame given is left alone
    rows, columns = np.nonzero((shown != grey).any(2))
    assert rows.min() > 0.8 * 360
    assert rows.max() < 0.97 * 360
    assert abs((columns.min() + columns.max()) / 2 - 320) < 4
    assert shown.max() > 240
    assert shown.min() < 60
    assert not np.array_equal(shown, burn(grey, 12))


def test_a_very_long_line_stays_inside_a_small_frame() -> None:
    white = np.full((90, 160, 3), 255, np.uint8)
    words = "Rhubarb " * 9 + "x" * 70
    shown = Burner([Caption(0, 1, words)], 160, 90)(white, 0)
    rows, columns = np.nonzero((shown != white).any(2))
    assert rows.size
    assert columns.min() > 0
    assert columns.max() < 159
    assert rows.min() > 0
