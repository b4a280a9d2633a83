"""The board as plain data: exact both ways, versioned, refused with sentences, quick."""

from __future__ import annotations

import copy
import json
import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storyboard import codec
from storyboard.board import Board, Box, Layout, Scene, Shot
from tests.storyboard.films import boards, few, film


@few
@given(boards())
def test_a_board_comes_back_exactly(board):
    assert codec.decode(codec.encode(board)) == board
    assert codec.loads(codec.dumps(board)) == board


@few
@given(boards())
def test_what_is_written_is_plain_json(board):
    plain = codec.encode(board)
    assert json.loads(json.dumps(plain)) == plain


def test_an_old_board_without_newer_fields_has_their_defaults():
    plain = codec.encode(film())
    del plain["places"][0]["aliases"]
    del plain["scenes"][0]["shots"][0]["lens"]
    del plain["seed"]
    assert codec.decode(plain) == film()


def test_a_field_of_a_newer_version_is_refused_and_not_lost():
    plain = codec.encode(film())
    plain["scenes"][0]["shots"][0]["smell"] = "toast"
    plain["version"] = [1, 7]
    with pytest.raises(codec.CodecError, match=r"newer Longtake \(format 1.7\).*'sh1'.*'smell'"):
        codec.decode(plain)
    plain["version"] = list(codec.VERSION)
    with pytest.raises(codec.CodecError, match=r"damaged: shot 'sh1' has a field 'smell'"):
        codec.decode(plain)


def test_a_newer_minor_version_that_says_nothing_new_opens():
    assert codec.decode({**codec.encode(film()), "version": [1, 99]}) == film()


@pytest.mark.parametrize(
    ("version", "sentence"),
    [
        ([2, 0], "saved in format 2.0, which this Longtake cannot read"),
        (None, "name no version"),
        ("1.0", "name no version"),
        ([], "name no version"),
    ],
)
def test_another_format_is_refused_with_a_sentence(version, sentence):
    with pytest.raises(codec.CodecError, match=sentence):
        codec.decode({**codec.encode(film()), "version": version})


@pytest.mark.parametrize("text", ["", "{", "[]", "3", '"film"', "null", "{}"])
def test_text_that_is_no_board_is_refused_with_a_sentence(text):
    with pytest.raises(codec.CodecError, match=r"This is no board: .*\.$"):
        codec.loads(text)


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (lambda shot: shot.update(length=0), "shot 'sh1', length: not a whole number above 0"),
        (lambda shot: shot.update(length=True), "length: not a whole number"),
        (lambda shot: shot.update(size="XL"), "size: 'XL' is none of CU"),
        (lambda shot: shot.update(camera=[]), "camera: a camera without a rectangle"),
        (lambda shot: shot.pop("id"), "a shot has no id"),
        (lambda shot: shot["layout"]["boxes"]["su1"].pop(), "su1 has not one box for each of 9"),
        (lambda shot: shot["layout"]["boxes"]["su1"][0].reverse(), "is no box"),
        (lambda shot: shot["layout"].update(depth=1), "a layout has a field 'depth'"),
        (lambda shot: shot.update(dialogue=["hello"]), "a line is no table of fields"),
        (lambda shot: shot.update(locked={"a": 1}), "locked: not a list"),
    ],
)
def test_damage_is_named(change, sentence):
    plain = codec.encode(film())
    change(plain["scenes"][0]["shots"][0])
    with pytest.raises(codec.CodecError, match=sentence):
        codec.decode(plain)


@few
@given(boards(), st.integers(0, 2**30))
def test_any_damage_is_a_board_or_a_sentence(board, seed):
    rng = random.Random(seed)
    plain = copy.deepcopy(codec.encode(board))
    spots = [plain]
    for spot in spots:
        spots += [v for v in (spot.values() if isinstance(spot, dict) else spot) if _holds(v)]
    spot = rng.choice(spots)
    wrong = rng.choice((None, -1, 1e400, "x", [], {}, [1], True, [[0, 0, 0, 0]]))
    if isinstance(spot, dict):
        spot[rng.choice(sorted(spot))] = wrong
    else:
        spot[rng.randrange(len(spot))] = wrong
    try:
        again = codec.decode(plain)
    except codec.CodecError as fault:
        sentence = str(fault)
    else:
        assert isinstance(again, Board)
        return
    assert sentence.endswith(".")


def _holds(value):
    return isinstance(value, dict | list) and len(value) > 0


def test_equal_boards_have_one_hash_and_others_another():
    whole = Board(scenes=(Scene("a", shots=(_shot(Box(0, 0, 1, 1)),)),))
    floats = Board(scenes=(Scene("a", shots=(_shot(Box(-0.0, 0.0, 1.0, 1.0)),)),))
    assert whole == floats
    assert codec.digest(whole) == codec.digest(floats)
    assert codec.digest(codec.loads(codec.dumps(film()))) == codec.digest(film())
    assert codec.digest(film()) != codec.digest(whole)


def _shot(box):
    return Shot("s", layout=Layout({"b": (box,), "a": (None,)}, 1))
