"""Puppets: all of them can be read, found by words, and stand on the ground."""

import math

import pytest

from storyboard import light, poses, puppets


@pytest.mark.parametrize("name", puppets.names())
def test_every_bundled_puppet_is_whole(name):
    puppet = puppets.find(name)
    assert puppet.pieces
    assert puppet.rig in poses.rigs()
    assert puppet.size > 0
    for piece in puppet.pieces.values():
        assert len(piece.polygon) >= 3
        assert not piece.hinge or piece.hinge in puppet.pieces
        paper = puppet.colours.get(piece.paper, piece.paper)
        assert all(0 <= part <= 1 for part in light.paper(paper))


def test_a_puppet_like_another_takes_its_pieces_and_puts_its_own_in_place():
    man, king = puppets.find("man"), puppets.find("king")
    legs = zip(king.pieces["near_leg"].polygon, man.pieces["near_leg"].polygon, strict=True)
    assert all(math.dist(a, b) < 0.5 for a, b in legs)  # cut by other scissors
    assert len(king.pieces["body"].polygon) != len(man.pieces["body"].polygon)
    assert "lapel" not in king.pieces
    order = list(king.pieces)
    assert order.index("cape") < order.index("far_arm")
    assert order.index("body") < order.index("trim") < order.index("near_arm")


def test_words_find_the_puppet_and_names_come_first():
    assert puppets.find("hound") is puppets.find("dog")
    assert puppets.nearest("old man") == "old_man"
    assert puppets.nearest("little dogs") == "dog"
    assert puppets.nearest("quarterly report") == ""


def test_an_unknown_puppet_is_answered_with_the_nearest():
    with pytest.raises(KeyError, match="elephant"):
        puppets.find("elefant")


def test_whoever_no_puppet_draws_is_a_person_or_a_parcel():
    assert puppets.playing("", "puppy") == "dog"
    assert puppets.playing("king", "puppy") == "king"
    assert puppets.playing("", "Xylo", "she") == "woman"
    assert puppets.playing("", "contraption") == puppets.SPARE


def test_stout_makes_wider_and_big_heads_larger():
    plain, stout = puppets.find("man"), puppets.find("man", 1.3)
    assert stout.box[2] - stout.box[0] > 1.1 * (plain.box[2] - plain.box[0])
    assert stout.height == pytest.approx(plain.height)
    assert puppets.find("man", 1.0, 1.3).height > plain.height
    keys = {piece.key for piece in plain.pieces.values()}
    assert keys.isdisjoint(piece.key for piece in stout.pieces.values())
