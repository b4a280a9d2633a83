"""Tests of the lessons' disguises: foreign words, the same marks."""

import random

import pytest

from engine.director import marks, numbered
from engine.director.lessons import disguise
from engine.director.lessons.blocking import Deed
from storyboard.board import Subject

CAT, DOG = Subject("cat", "cat", "cat"), Subject("dog", "dog", "dog")
LETTERS = {"A": CAT, "B": DOG}


@pytest.mark.parametrize(
    ("text", "deed"),
    [
        (
            "First a cat appears at the top left, then it moves on to the right.",
            Deed("sequence", ("cat",), spots=("top left", "right")),
        ),
        ("A cat crouches quietly above a dog.", Deed("beside", ("cat",), "above", other="dog")),
        ("Everybody says the dog is tiny beside the cat.", Deed("bigger", ("cat",), other="dog")),
    ],
)
def test_a_disguised_text_has_other_words_and_the_same_row_of_marks(text, deed):
    assert disguise.fits(text, [deed])

    row = list(marks.placed(text).values())
    texts = set()
    for seed in range(12):
        other, _ = disguise.disguised(text, LETTERS, (), random.Random(seed))
        texts.add(other)
        assert list(marks.placed(other).values()) == row
        assert list(numbered.marks(other, LETTERS).values()) == list(
            numbered.marks(text, LETTERS).values()
        )
    assert len(texts - {text}) > 6


@pytest.mark.parametrize(
    ("row", "half"),
    [
        ("0-50", "first half"),
        ("until 50,vanish", "first half"),
        ("not,50-100", "first half"),
        ("50-100,out", "first half"),
        ("50-100", "second half"),
        ("not,until 50,appear", "second half"),
        ("50-100,in,in", "second half"),
        ("until 50,not", ""),  # "stays until halfway, then not" as well as "until halfway nobody"
        ("0-50,50-100", ""),
        ("at left", ""),
    ],
)
def test_marks_with_one_time_tell_the_half_that_somebody_is_seen_in(row, half):
    assert disguise.half(row.split(",")) == half


def test_a_half_is_disguised_where_its_marks_tell_it_and_only_there():
    first = Deed("first half", ("cat",))
    assert disguise.fits("A cat naps in the first half.", [first])
    assert not disguise.fits("A cat naps in the second half.", [first])
    assert not disguise.fits("A cat naps at first and later not.", [first])


def test_a_shot_whose_marks_do_not_tell_all_of_it_is_not_disguised():
    assert not disguise.fits("A cat follows a dog.", [Deed("follow", ("cat",), other="dog")])
    assert not disguise.fits("A cat sits.", [])
    middle = Deed("at", ("cat",), spots=("middle",))
    assert not disguise.fits("A cat is in the very middle.", [middle])
