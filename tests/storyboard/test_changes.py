"""What changed between two texts."""

from __future__ import annotations

import random
import time
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from storyboard.changes import Change, changes
from tests.storyboard.films import few

TEXTS = st.text("ab \n\r.é", max_size=30)


def redone(old, row, new):
    """The old text with the changes done to it."""
    parts, at = [], 0
    for change in row:
        parts += [old[at : change.start], new[change.new_start : change.new_end]]
        at = change.end
    return "".join(parts) + old[at:]


@few
@given(TEXTS, TEXTS)
def test_the_changes_turn_one_text_into_the_other(old, new):
    assert redone(old, changes(old, new), new) == new


@few
@given(TEXTS, TEXTS, TEXTS, TEXTS)
def test_changes_are_in_order_and_apart(head, tail, old, new):
    row = changes(head + old + tail, head + new + tail)
    for one, other in pairwise(row):
        assert one.end < other.start
        assert one.new_end < other.new_start
    assert all(change.start <= change.end for change in row)


def test_one_word_is_one_change():
    assert changes("The dog runs.\nIt barks.\n", "The cat runs.\nIt barks.\n") == (
        Change(4, 7, 4, 7),
    )
    assert changes("same", "same") == ()


def test_a_paragraph_between_two_that_begin_alike_is_taken_out_as_itself():
    old = "Mia runs.\n\nMia rests.\n\nMia reads.\n"
    new = "Mia runs.\n\nMia reads.\n"
    (change,) = changes(old, new)
    assert old[change.start : change.end].split() == ["Mia", "rests."]


def test_other_line_ends_change_nothing_but_the_line_ends():
    old = "One.\n\nTwo.\nThree.\n"
    for change in changes(old, old.replace("\n", "\r\n")):
        assert old[change.start : change.end].strip() == ""


def test_a_long_script_is_compared_in_less_than_a_second():
    rng = random.Random(5)
    words = [
        "the",
        "dog",
        "Biscuit",
        "runs",
        "sits",
        "barks",
        "at",
        "a",
        "door",
        "in",
        "rain",
        "while",
        "Mia",
        "waits",
    ]
    lines = [" ".join(rng.choices(words, k=11)) + "." for _ in range(10_000)]
    old = "\n\n".join(lines)
    assert len(old) > 500_000
    shuffled = "\n\n".join(rng.sample(lines, len(lines)))
    typed, renamed = old[:300_000] + "!" + old[300_000:], old.replace("Biscuit", "Rex")
    for new in (typed, renamed, shuffled):
        begun = time.process_time()
        row = changes(old, new)
        assert time.process_time() - begun < 1
        assert redone(old, row, new) == new
