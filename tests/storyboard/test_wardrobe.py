"""Wardrobe: attributes and light choose papers and parts."""

import pytest

from storyboard import light, poses, puppets, wardrobe

DAY, NIGHT = light.light("day", "clear"), light.light("night", "clear")


def worn(name, attributes, lit=DAY):
    """The colours of a standing puppet's pieces."""
    figure = wardrobe.figure(name, attributes)
    pose = poses.solve(figure, "stand", 0, wardrobe.wearing(attributes, lit))
    told = wardrobe.frozen(attributes)
    pieces = wardrobe.dressed(figure, pose.names, told, lit, 1.0)
    assert len(pieces) == len(wardrobe.placed(pose, told, lit))
    return {piece.key: piece.colour for piece in pieces}


def test_a_colour_goes_to_the_main_role():
    assert worn("dog", {"colour": "blue"})["dog.body"] == light.paper("blue")
    assert worn("dog", {"colour": "blue"})["dog.nose"] == light.paper("ink")


def test_a_role_or_a_garment_can_be_told():
    assert worn("man", {"scarf": "green"})["man.collar"] == light.paper("green")
    assert worn("man", {"jacket": "green"})["man.body"] == light.paper("green")
    assert worn("man", {"colour": "red", "scarf": "green"})["man.body"] == light.paper("red")


def test_colours_are_english_words_and_nonsense_changes_nothing():
    assert wardrobe.hue("RED") == light.paper("red")
    assert wardrobe.hue("black") == light.paper("ink")
    assert wardrobe.hue("dark red") == light.paper("red")
    assert wardrobe.hue("#010203") == light.parse("#010203")
    assert wardrobe.hue("qqqq") is None
    assert worn("dog", {"colour": "qqqq"}) == worn("dog", {})


def test_hats_are_put_on():
    assert "man.crown" not in worn("man", {})
    assert "man.crown" in worn("man", {"hat": "yes"})
    assert "man.crown" not in worn("man", {"hat": "no"})


def test_lamps_shine_after_dark_unless_told_otherwise():
    assert "street_lamp.glow" not in worn("street_lamp", {})
    assert "street_lamp.glow" in worn("street_lamp", {}, NIGHT)
    assert "street_lamp.glow" not in worn("street_lamp", {"lit": "no"}, NIGHT)
    assert "lamp.glow" in worn("lamp", {}, NIGHT)


def test_build_and_age_shape_the_figure():
    plain, fat = puppets.find("man"), wardrobe.figure("man", {"build": "fat"})
    assert fat.box[2] - fat.box[0] > plain.box[2] - plain.box[0]
    assert wardrobe.figure("man", {}) is plain
    assert wardrobe.figure("man", {"vary": "5"}) is wardrobe.figure("man", {"vary": "5"})
    with pytest.raises(KeyError, match="Did you mean"):
        wardrobe.figure("elefant", {})
