"""Affine maps: composing, inverting, turning about a pivot."""

import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from storyboard.affine import IDENTITY, about, invert, mul, put, scale, shift, size

numbers = st.floats(-50, 50)
factors = st.floats(0.2, 5)
points = st.tuples(numbers, numbers)


@settings(max_examples=30)
@given(points, numbers, factors, factors, points)
def test_a_map_and_its_inverse_leave_every_point_where_it_was(pivot, degrees, sx, sy, p):
    m = about(*pivot, degrees, sx, sy)
    assert put(mul(invert(m), m), p) == pytest.approx(p, abs=1e-6)


@settings(max_examples=30)
@given(points, numbers, factors, factors)
def test_turning_about_a_pivot_leaves_the_pivot(pivot, degrees, sx, sy):
    assert put(about(*pivot, degrees, sx, sy), pivot) == pytest.approx(pivot, abs=1e-6)


@settings(max_examples=30)
@given(points, points, factors)
def test_the_right_hand_map_comes_first(p, by, k):
    assert put(mul(scale(k), shift(*by)), p) == pytest.approx(put(scale(k), put(shift(*by), p)))


def test_a_positive_angle_swings_a_hanging_limb_forward():
    x, y = put(about(0, 0, 90), (0, 10))
    assert (x, y) == pytest.approx((10, 0), abs=1e-9)


@settings(max_examples=30)
@given(factors, factors, numbers)
def test_size_is_the_mean_growth_of_lengths(sx, sy, degrees):
    assert size(about(1, 2, degrees, sx, sy)) == pytest.approx(math.sqrt(sx * sy))


def test_nothing_is_nowhere():
    assert put(IDENTITY, (3.0, 4.0)) == (3.0, 4.0)
    with pytest.raises(ZeroDivisionError):
        invert(scale(1, 0))
