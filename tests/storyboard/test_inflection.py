"""Plurals and verb forms."""

import pytest

from storyboard.inflection import forms, plural, singular
from storyboard.lexicon import MOTIONS, NUMBERS, RELATIONS, VERBS


@pytest.mark.parametrize(
    ("one", "many"),
    [
        ("dog", "dogs"),
        ("box", "boxes"),
        ("baby", "babies"),
        ("man", "men"),
        ("fisherman", "fishermen"),
        ("child", "children"),
        ("wolf", "wolves"),
        ("sheep", "sheep"),
        ("bus", "buses"),
        ("horse", "horses"),
        ("house", "houses"),
        ("key", "keys"),
    ],
)
def test_plurals_come_back_as_their_singulars(one, many):
    assert plural(one) == many
    assert singular(many) == one
    assert singular(one) == one


def test_verbs_have_all_their_forms():
    assert forms("stop", []) == {
        "stop": "base",
        "stops": "s",
        "stopping": "ing",
        "stopped": "past",
        "stoping": "ing",
        "stoped": "past",
    }
    assert forms("carry", [])["carries"] == "s"
    assert forms("lie", ["lay"])["lying"] == "ing"
    assert VERBS["ran"] == ("run", "past")
    assert VERBS["is"] == ("be", "s")
    assert MOTIONS["walk"] == "travel"


def test_tables_are_whole():
    assert NUMBERS["three"] == 3
    assert RELATIONS["to the left of"] == "left"
