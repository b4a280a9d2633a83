"""The camera: moves, limits, seeing through it and back."""

from __future__ import annotations

from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storyboard import camera, layout
from storyboard.board import FRAME, Box, Camera, Layout, Movement
from tests.storyboard.films import boxes, cameras, few

WALK = Layout({"a": layout.line(Box(0.0, 0.5, 0.2, 0.9), Box(0.6, 0.5, 0.8, 0.9))})


def centres(view):
    return [rect.centre for rect in view.rects]


@few
@given(boxes(), st.floats(-0.5, 1.5), st.floats(-0.5, 1.5), st.floats(0.2, 1.25))
def test_onto_undoes_through(box, x, y, side):
    rect = camera.rect(x, y, side)
    again = camera.onto(rect, camera.through(rect, box))
    assert layout.alike(again, box, 1e-9)


def test_a_camera_that_holds_shows_the_stage_as_it_is():
    box = Box(0.2, 0.3, 0.4, 0.9)
    assert camera.through(camera.at(Camera(), 10, 48), box) == box


def test_a_close_rectangle_makes_everything_bigger():
    seen = camera.through(camera.rect(0.5, 0.5, 0.5), Box(0.25, 0.25, 0.75, 0.75))
    assert seen == FRAME


@few
@given(boxes())
def test_an_allowed_rectangle_is_square_and_within_its_limits(box):
    found = camera.allowed(box)
    assert found.width == pytest.approx(found.height)
    assert camera.SMALLEST - 1e-9 <= found.width <= camera.LARGEST + 1e-9
    assert found.centre == pytest.approx(box.centre, abs=1e-9)
    assert layout.alike(camera.allowed(found), found, 1e-9)


@few
@given(
    st.sampled_from(get_args(Movement)),
    st.floats(0, 1),
    st.floats(0, 1),
    st.floats(0.2, 1.25),
    st.integers(2, 12),
)
def test_every_preset_keeps_the_aspect_and_the_limits(movement, x, y, side, moments):
    view = camera.preset(movement, camera.rect(x, y, side), WALK, "a", moments)
    assert len(view.rects) in (1, moments)
    for rect in view.rects:
        assert rect.width == pytest.approx(rect.height)
        assert camera.SMALLEST - 1e-9 <= rect.width <= camera.LARGEST + 1e-9


def test_each_preset_moves_the_way_that_its_name_says():
    def first_and_last(movement):
        view = camera.preset(movement)
        return view.rects[0], view.rects[-1]

    first, last = first_and_last("pan left")
    assert last.centre[0] < first.centre[0]
    assert last.centre[1] == first.centre[1]
    first, last = first_and_last("pan right")
    assert last.centre[0] > first.centre[0]
    first, last = first_and_last("tilt up")
    assert last.centre[1] < first.centre[1]
    first, last = first_and_last("tilt down")
    assert last.centre[1] > first.centre[1]
    first, last = first_and_last("push")
    assert last.width < first.width == 1
    first, last = first_and_last("pull")
    assert first.width < last.width == 1
    assert camera.preset("hold") == Camera((FRAME,))


def test_following_keeps_the_subject_where_it_is_in_the_frame():
    view = camera.preset("follow", FRAME, WALK, "a")
    seen = [
        camera.through(camera.at(view, j, 50), layout.at(WALK, j, 50)["a"]).centre
        for j in range(50)
    ]
    assert all(centre == pytest.approx(seen[0]) for centre in seen)


def test_following_waits_while_the_subject_is_away():
    gone = Layout({"a": (*WALK.boxes["a"][:4], *(None,) * 5)})
    rects = camera.follow(gone, "a").rects
    assert rects[4:] == (rects[3],) * 5
    assert camera.follow(Layout(), "a") == Camera((FRAME,))


def test_setting_a_rectangle_gives_a_holding_camera_its_moments():
    moved = camera.set_rect(Camera(), 8, Box(0.2, 0.2, 0.8, 0.8))
    assert len(moved.rects) == 9
    assert moved.rects[0] == FRAME
    assert moved.rects[8].width == pytest.approx(0.6)
    with pytest.raises(KeyError, match="no moment 9"):
        camera.set_rect(moved, 9, FRAME)


def test_a_camera_set_back_everywhere_holds_again():
    moved = camera.set_rect(Camera(), 3, Box(0.2, 0.2, 0.8, 0.8))
    assert camera.moves(moved)
    assert camera.set_rect(moved, 3, FRAME) == Camera((FRAME,))


def test_around_shows_every_box_with_room():
    row = [Box(0.1, 0.2, 0.3, 0.8), Box(0.5, 0.4, 0.7, 0.8)]
    rect = camera.around(row)
    assert all(layout.overlap(rect, box) == pytest.approx(box.area) for box in row)
    assert camera.around([]) == FRAME


@few
@given(cameras(), st.integers(1, 60))
def test_a_camera_at_its_ends_shows_its_end_rectangles(view, length):
    assert camera.at(view, 0, length) == view.rects[0]
    if length > 1:
        assert camera.at(view, length - 1, length) == view.rects[-1]


@few
@given(cameras(), st.integers(2, 20))
def test_resampling_keeps_both_ends(view, moments):
    again = camera.resample(view, moments)
    assert layout.alike(again.rects[0], view.rects[0], 1e-9)
    assert layout.alike(again.rects[-1], view.rects[-1], 1e-9)
