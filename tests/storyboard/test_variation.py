"""Variation: others of a kind, never broken, the same for the same seed."""

import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from storyboard import light, poses, puppets
from storyboard.variation import vary

KINDS = ("man", "girl", "king", "dog", "bird", "fish", "car", "boat", "butterfly", "robot")


@pytest.mark.parametrize("name", KINDS)
def test_the_same_seed_makes_the_same_figure_and_others_differ(name):
    one, same, other = (vary.__wrapped__(puppets.find(name), s) for s in ("7", "7", "8"))
    assert [p.polygon for p in one.pieces.values()] == [p.polygon for p in same.pieces.values()]
    assert one.colours == same.colours
    assert one.colours != other.colours
    assert one.box != other.box


def gap(pieces, piece):
    """How far a pivot is from the piece that it hangs on."""
    return min(math.dist(piece.at, p) for p in pieces[piece.hinge].polygon)


@settings(max_examples=40, deadline=None)
@given(st.sampled_from(KINDS), st.integers(0, 10**6))
def test_a_varied_figure_stands_and_holds_together(name, seed):
    puppet = vary(puppets.find(name), str(seed))
    feet = [p[1] for piece in puppet.pieces.values() if not piece.loose for p in piece.polygon]
    assert max(feet) == pytest.approx(0, abs=1e-6)
    plain = puppets.find(name).pieces
    size = max(puppet.box[2] - puppet.box[0], puppet.box[3] - puppet.box[1])
    for piece in puppet.pieces.values():
        assert not piece.hinge or piece.hinge in puppet.pieces
        if piece.name in plain and piece.at and piece.hinge:
            assert gap(puppet.pieces, piece) < 1.7 * gap(plain, plain[piece.name]) + 0.15 * size
        assert all(0 <= c <= 1 for c in light.paper(puppet.colours.get(piece.paper, piece.paper)))
    x0, y0, x1, y1 = poses.extents(puppet, "stand")
    assert 10 < x1 - x0 < 600
    assert 10 < y1 - y0 < 300


def test_rasters_of_a_varied_figure_are_its_own():
    plain, one = puppets.find("dog"), vary(puppets.find("dog"), "3")
    keys = [{piece.key for piece in puppet.pieces.values()} for puppet in (plain, one)]
    assert keys[0].isdisjoint(keys[1])


def test_parts_come_and_go():
    plain = set(puppets.find("girl").pieces)
    seen = [set(vary(puppets.find("girl"), str(seed)).pieces) for seed in range(30)]
    assert any(plain - names for names in seen)
    assert any(names - plain for names in seen)
