"""Shapes: every kind of description becomes one polygon, the same in every run."""

import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from storyboard.shapes import hull, middle, outline

SHAPES = [
    {"cut": "-10,0* 0,-20 10,0*"},
    {"poly": "0,0 10,0 10,10"},
    {"ellipse": [0, 0, 10, 5]},
    {"rect": [0, 0, 10, 5]},
    {"rect": [0, 0, 10, 5], "round": 1},
    {"limb": [0, 0, 3, 0, 20, 2]},
    {"star": [0, 0, 10, 4, 5]},
]


def area(polygon):
    pairs = zip(polygon, polygon[1:] + polygon[:1], strict=True)
    return abs(sum(a[0] * b[1] - b[0] * a[1] for a, b in pairs)) / 2


@pytest.mark.parametrize("piece", SHAPES)
def test_every_kind_of_shape_becomes_a_polygon(piece):
    polygon = outline(piece, 5)
    assert len(polygon) >= 3
    assert area(polygon) > 10
    assert polygon == outline(piece, 5)
    assert polygon != outline(piece, 6)


def test_an_ellipse_has_nearly_the_area_of_an_ellipse():
    polygon = outline({"ellipse": [3, 4, 20, 10]}, jitter=0)
    assert area(polygon) == pytest.approx(math.pi * 200, rel=0.02)


def test_a_corner_stays_sharp_and_a_curve_goes_through_its_points():
    polygon = outline({"cut": "-10,0* 0,-20 10,0*"}, jitter=0)
    for point in ((-10, 0), (0, -20), (10, 0)):
        assert any(math.dist(point, p) < 1e-9 for p in polygon)


def test_scissors_are_off_by_a_hair_only():
    true, cut = outline(SHAPES[2], jitter=0), outline(SHAPES[2], 9)
    assert all(math.dist(a, b) < 0.15 for a, b in zip(true, cut, strict=True))


def test_a_piece_without_a_shape_is_named():
    with pytest.raises(ValueError, match="none of the shapes"):
        outline({"paper": "red"})


@settings(max_examples=30)
@given(st.lists(st.tuples(st.integers(-20, 20), st.integers(-20, 20)), min_size=3, max_size=20))
def test_the_hull_reaches_as_far_as_the_polygon_in_every_direction(points):
    polygon = tuple((float(x), float(y)) for x, y in points)
    for degrees in range(0, 360, 30):
        x, y = math.cos(math.radians(degrees)), math.sin(math.radians(degrees))
        reach = max(x * p[0] + y * p[1] for p in polygon)
        assert max(x * p[0] + y * p[1] for p in hull(polygon)) == pytest.approx(reach)


def test_the_middle_is_that_of_the_box():
    assert middle(((0.0, 0.0), (10.0, 0.0), (10.0, 4.0))) == (5.0, 2.0)
