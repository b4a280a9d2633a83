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


def test_a_shot_whose_marks_do_not_tell_all_of_it_is_not_disguised():
    assert not disguise.fits("A cat follows a dog.", [Deed("follow", ("cat",), other="dog")])
    assert not disguise.fits("A cat sits.", [])
    middle = Deed("at", ("cat",), spots=("middle",))
    assert not disguise.fits("A cat is in the very middle.", [middle])
