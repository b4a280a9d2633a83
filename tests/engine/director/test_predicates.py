import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.director.predicates import (
    alike,
    enters,
    in_half,
    inside,
    leaves,
    moves,
    related,
    sound_rect,
    stands,
)
from storyboard.board import FRAME, Box
from storyboard.camera import rect
from tests.engine.director.scenes import going

LEFT, RIGHT = Box(0.1, 0.4, 0.3, 0.9), Box(0.7, 0.4, 0.9, 0.9)
sides = st.floats(-0.4, 1.4)
boxes = st.tuples(sides, sides, st.floats(0.05, 0.4), st.floats(0.05, 0.4)).map(
    lambda t: Box(t[0], t[1], t[0] + t[2], t[1] + t[3])
)


def mirrored(box: Box) -> Box:
    return Box(1 - box.x1, box.y0, 1 - box.x0, box.y1)


@pytest.mark.parametrize(
    ("way", "one", "other"),
    [
        ("left", LEFT, RIGHT),
        ("right", RIGHT, LEFT),
        ("above", Box(0.4, 0.1, 0.5, 0.3), Box(0.4, 0.5, 0.6, 0.9)),
        ("below", Box(0.4, 0.5, 0.6, 0.9), Box(0.4, 0.1, 0.5, 0.3)),
        ("on", Box(0.4, 0.3, 0.5, 0.5), Box(0.3, 0.5, 0.6, 0.9)),
        ("behind", Box(0.3, 0.2, 0.5, 0.8), Box(0.3, 0.4, 0.6, 0.9)),
        ("front", Box(0.3, 0.4, 0.6, 0.95), Box(0.3, 0.2, 0.5, 0.8)),
    ],
)
def test_a_relation_holds_one_way_only(way: str, one: Box, other: Box) -> None:
    assert related(way, one, other)
    assert not related(way, other, one)


def test_beside_means_near() -> None:
    assert related("beside", LEFT, Box(0.32, 0.4, 0.5, 0.9))
    assert not related("beside", LEFT, RIGHT)


@given(st.floats(-0.5, 1.2), st.floats(-0.5, 1.2), st.floats(0.05, 0.5), st.floats(0.05, 0.5))
def test_the_share_inside_is_the_area_counted_point_by_point(
    x: float, y: float, width: float, height: float
) -> None:
    box = Box(x, y, x + width, y + height)
    points = [
        (x + width * (i + 0.5) / 40, y + height * (j + 0.5) / 40)
        for i in range(40)
        for j in range(40)
    ]
    counted = sum(0 <= u <= 1 and 0 <= v <= 1 for u, v in points) / 1600
    assert abs(inside(box) - counted) < 0.06


@given(boxes, boxes)
def test_whoever_moves_left_moves_right_in_the_mirror_and_in_reverse(one: Box, two: Box) -> None:
    path = going(one, two)
    mirror = tuple(mirrored(box) for box in path)
    assert moves(path, "left") == moves(mirror, "right") == moves(path[::-1], "right")
    assert not (moves(path, "left") and moves(path, "right"))
    assert not (moves(path, "up") and moves(path, "down"))


@given(boxes, boxes, st.sampled_from(["", "left", "right"]))
def test_leaving_is_entering_backwards(one: Box, two: Box, side: str) -> None:
    path = going(one, two)
    assert leaves(path, side) == enters(path[::-1], side)


@given(boxes, boxes)
def test_left_of_is_right_of_the_other_way_round(one: Box, two: Box) -> None:
    assert related("left", one, two) == related("right", two, one)
    assert related("above", one, two) == related("below", two, one)
    assert alike(one, two) == alike(two, one)


def test_a_half_is_seen_in_itself_and_hidden_in_the_other() -> None:
    first = (LEFT,) * 4 + (None,) * 5
    assert in_half(first, first=True)
    assert not in_half(first, first=False)
    assert in_half(first[::-1], first=False)
    assert in_half((LEFT,) * 5 + (None,) * 4, first=True)  # the middle is free
    assert not in_half((LEFT,) * 9, first=True)


def test_standing_is_where_most_boxes_are() -> None:
    assert stands((LEFT,) * 6 + (RIGHT,) * 3, "left")
    assert not stands((LEFT,) * 6 + (RIGHT,) * 3, "right")


def test_a_camera_shows_rectangles_of_the_frames_shape_within_its_limits() -> None:
    assert sound_rect(FRAME)
    assert sound_rect(rect(0.2, 0.8, 0.2))
    assert not sound_rect(Box(0, 0, 1, 0.9))
    assert not sound_rect(Box(0, 0, 0.1, 0.1))
    assert not sound_rect(Box(0, 0, 2, 2))
    assert not sound_rect(Box(4, 0, 5, 1))


def test_whoever_stays_at_the_edge_does_not_come_in() -> None:
    still, low = Box(0.8, 0.3, 1.0, 0.9), Box(0.76, 0.9, 0.81, 1.2)
    for box in (still, low):
        assert not enters((box, box, box), "right")
        assert not leaves((box, box, box), "right")
    assert enters((Box(1.05, 0.3, 1.25, 0.9), still), "right")
    assert enters((still, Box(0.5, 0.3, 0.7, 0.9)), "right")
    assert enters((None, still), "right")
