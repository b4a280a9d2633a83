"""Rasters: pixels cover what polygons cover; the shelf keeps the latest."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.rasters import PATTERNS, Shelf, box_of, coverage, pattern, rim, shade, union
from storyboard.drawing import Piece
from storyboard.shapes import outline


def perimeter(polygon):
    return sum(math.dist(a, b) for a, b in zip(polygon, polygon[1:] + polygon[:1], strict=True))


PLAIN = (1.0, 0.0, 0.0, 0.0, 1.0, 0.0)


def area(polygon):
    pairs = zip(polygon, polygon[1:] + polygon[:1], strict=True)
    return abs(sum(a[0] * b[1] - b[0] * a[1] for a, b in pairs)) / 2


@settings(max_examples=15, deadline=None)
@given(st.floats(8, 24), st.floats(8, 24), st.floats(25, 40), st.floats(25, 40))
def test_the_pixels_of_a_piece_add_up_to_its_area(rx, ry, cx, cy):
    polygon = outline({"ellipse": [cx, cy, rx, ry]}, 1)
    plane = coverage(polygon, PLAIN, (66, 66))
    assert plane.sum() == pytest.approx(area(polygon), abs=0.15 * perimeter(polygon))
    assert plane.min() >= 0
    assert plane.max() <= 1


def test_coverage_lies_where_the_map_puts_it():
    square = ((0.0, 0.0), (4.0, 0.0), (4.0, 4.0), (0.0, 4.0))
    plane = coverage(square, (2.0, 0.0, 3.0, 0.0, 1.0, 5.0), (20, 12))
    assert plane[5:9, 3:11].min() > 0.7
    assert plane.sum() == pytest.approx(32, rel=0.1)
    assert plane[:4].max() == plane[:, 13:].max() == 0


def test_a_blur_keeps_the_weight_and_softens_the_edge():
    square = ((10.0, 10.0), (30.0, 10.0), (30.0, 30.0), (10.0, 30.0))
    sharp, soft = (coverage(square, PLAIN, (40, 40), blur) for blur in (0.0, 2.0))
    assert soft.sum() == pytest.approx(sharp.sum(), rel=0.02)
    assert 0.05 < soft[20, 9] < 0.6
    assert sharp[20, 8] == 0


@pytest.mark.parametrize("name", sorted(PATTERNS))
def test_every_pattern_has_two_tones(name):
    plane = pattern(name, (2.0, 0.0, 0.0, 0.0, 2.0, 0.0), (90, 90))
    assert plane.shape == (90, 90)
    assert plane.dtype == np.float32
    assert len(np.unique(plane.round(2))) >= 2


def test_an_unknown_pattern_is_answered_with_those_there_are():
    with pytest.raises(ValueError, match="stripe"):
        pattern("tartan", PLAIN, (4, 4))


def test_a_rim_is_lighter_where_it_faces_the_light():
    square = ((40.0, 40.0), (160.0, 40.0), (160.0, 160.0), (40.0, 160.0))
    alpha = coverage(square, PLAIN, (200, 200))
    light = rim(alpha, 720)
    assert light[40, 100] > light[159, 100] + 0.1
    assert light[100, 100] == pytest.approx(0, abs=1e-6)
    piece = Piece("square", square, (1.0, 0.0, 0.0))
    assert shade(piece, PLAIN, (200, 200), None, 720) is None
    assert shade(piece, PLAIN, (200, 200), alpha, 720)[40, 100] > 1.1


def test_the_shelf_keeps_what_was_asked_for_last_within_its_room():
    shelf: Shelf[bytes] = Shelf(100, len)
    made = []

    def make(key, size):
        return shelf.get(key, lambda: made.append(key) or bytes(size))

    for key in ("a", "b", "c"):
        make(key, 40)
    assert shelf.held <= 100
    assert len(shelf) == 2
    make("b", 40)
    make("d", 40)  # pushes out c, not b
    make("b", 40)
    assert made == ["a", "b", "c", "d"]
    make("huge", 500)
    assert len(shelf) == 1


def test_boxes_hold_mapped_polygons():
    square = ((0.0, 0.0), (4.0, 0.0), (4.0, 4.0), (0.0, 4.0))
    box = box_of(square, (-2.0, 0.0, 1.0, 0.0, 1.0, 5.0))
    assert box == (-7, 5, 1, 9)
    assert union([box, (0, 0, 3, 3)]) == (-7, 0, 3, 9)
