"""Time: how long words take, and times typed and read."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storyboard import timing
from storyboard.board import Line
from tests.storyboard.films import few


def said(*texts):
    return tuple(Line("su1", text) for text in texts)


def test_action_takes_a_fifth_of_a_second_a_word_and_half_a_second():
    assert timing.action_length(" ".join(["walks"] * 20)) == 24 * 4 + 12


def test_dialogue_takes_three_tenths_a_word_and_a_second():
    assert timing.dialogue_length(said("one two three four five", "six seven eight nine ten")) == 96


def test_a_shot_lasts_two_seconds_at_least_and_as_long_as_what_is_said():
    assert timing.shot_length("He nods.") == 48
    assert timing.shot_length("He nods.", said(" ".join(["no"] * 20))) == 24 * 7
    assert timing.shot_length("", (), 25) == 50


def test_words_are_counted_in_every_script():
    assert timing.words("Don't stop — the dog's well-behaved!") == 5
    assert timing.words("Он идёт домой") == 3
    assert timing.words("彼女は庭で犬を呼ぶ。") == 5
    assert timing.words(" ... ") == 0


@few
@given(st.integers(0, 10**6), st.sampled_from((12, 24, 25, 30, 60)))
def test_frames_last_at_least_as_long_as_asked_and_less_than_one_more(milliseconds, rate):
    count = timing.frames(milliseconds, rate)
    assert (count - 1) * 1000 < milliseconds * rate <= count * 1000


@pytest.mark.parametrize(
    ("typed", "frames"),
    [
        ("4", 96),
        ("4s", 96),
        ("96f", 96),
        ("00:04:00", 96),
        (" 4 s ", 96),
        ("4 sec", 96),
        ("4,5", 108),
        ("2.5s", 60),
        (".5", 12),
        ("4s 12f", 108),
        ("1m 30s", 90 * 24),
        ("1h", 3600 * 24),
        ("04:00", 96),
        ("01:00:00:01", 3600 * 24 + 1),
        ("00:00:00:23", 23),
        ("0", 0),
    ],
)
def test_times_are_understood_as_people_type_them(typed, frames):
    assert timing.parse(typed) == frames


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("", "A time is missing"),
        ("soon", "'soon' is not a time: type 4, 4s, 96f or 00:04:00."),
        ("-4", "is not a time"),
        ("4x", "is not a time"),
        ("00:04:24", "has 24 frames in its last place; a second has 24"),
        ("00:61:00:00", "minutes and seconds go to 59"),
        ("99999999", "longer than a day"),
    ],
)
def test_what_is_no_time_is_refused_with_a_sentence(typed, sentence):
    with pytest.raises(ValueError, match=sentence):
        timing.parse(typed)


@few
@given(st.integers(0, 24 * 3600 * 24 - 1), st.sampled_from((12, 24, 25, 30)))
def test_a_timecode_is_read_back_as_the_same_frame(frame, rate):
    if frame < 24 * 3600 * rate:
        assert timing.parse(timing.timecode(frame, rate), rate) == frame
        assert timing.parse(timing.short_timecode(frame, rate), rate) == frame
        assert timing.parse(f"{frame}f", rate) == frame


@few
@given(st.text(max_size=12))
def test_any_text_is_a_time_or_a_sentence(text):
    try:
        found = timing.parse(text)
    except ValueError as fault:
        sentence = str(fault)
    else:
        assert found >= 0
        return
    assert sentence.endswith(".")


def test_timecodes_and_lengths_read_as_the_trade_writes_them():
    assert timing.timecode(3 * 3600 * 24 + 25) == "03:00:01:01"
    assert timing.timecode(-25) == "-00:00:01:01"
    assert timing.short_timecode(96) == "00:04:00"
    assert timing.seconds(96) == "4.0 s"
    assert timing.seconds(59 * 24 + 23) == "1:00"
    assert timing.seconds(3661 * 24) == "1:01:01"


def test_a_length_in_words_names_its_units():
    assert timing.told(96) == "4.0 s"
    assert timing.told(59 * 24 + 23) == "1 min"
    assert timing.told(65 * 24) == "1 min 5 s"
    assert timing.told(3660 * 24) == "1 h 1 min"
    assert timing.told(7200 * 24) == "2 h"


@few
@given(st.lists(st.text("ab ", max_size=30), min_size=1, max_size=5), st.integers(1, 400))
def test_lines_are_said_one_after_the_other_within_their_shot(texts, length):
    ranges = timing.speech(said(*texts), length)
    ends = [0, *(edge for pair in ranges for edge in pair), length]
    assert ends == sorted(ends)
    assert len(ranges) == len(texts)
