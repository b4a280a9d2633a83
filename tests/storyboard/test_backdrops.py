"""Backdrops: every place can be read, found by words, and is drawn from edge to edge."""

import pytest

from storyboard import backdrops, puppets
from storyboard.backdrops import LEFT, RIGHT


@pytest.mark.parametrize("name", backdrops.names())
def test_every_place_is_whole(name):
    place = backdrops.find(name)
    assert 70 <= place.ground <= 95
    assert place.layers
    for layer in place.layers:
        assert 0 <= layer.depth <= 1.6
        for prop in layer.props:
            assert prop.puppet in puppets.names()
        for cutout in layer.cutouts:
            assert len(cutout.polygon) >= 3
    ground = [
        cutout.polygon
        for layer in place.layers
        if not layer.front
        for cutout in layer.cutouts
        if max(p[1] for p in cutout.polygon) > 100
    ]
    xs = [p[0] for polygon in ground for p in polygon]
    assert min(xs) <= LEFT
    assert max(xs) >= RIGHT


def test_words_find_a_place_and_an_unknown_one_is_answered_with_the_nearest():
    assert backdrops.find("sea bed") is backdrops.find("sea_bed")
    assert backdrops.find("shore").name == "beach"
    with pytest.raises(KeyError, match="kitchen"):
        backdrops.find("kitchin")


def test_a_place_is_the_same_in_every_run():
    first = [c.polygon for layer in backdrops.find("forest").layers for c in layer.cutouts]
    again = [
        c.polygon for layer in backdrops._built.__wrapped__("forest").layers for c in layer.cutouts
    ]
    assert first == again


def test_water_sways_about_where_it_lies_and_clouds_go_on():
    layers = backdrops.find("beach").layers
    cloud = next(layer for layer in layers if layer.drift)
    wave = next(layer for layer in layers if layer.sway)
    assert cloud.shift(10)[0] == pytest.approx(10 * cloud.drift)
    xs = [wave.shift(k / 10)[0] for k in range(200)]
    assert max(xs) <= wave.sway[0] + 1e-9
    assert abs(sum(xs) / len(xs)) < 0.2 * wave.sway[0]
