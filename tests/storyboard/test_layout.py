"""Layouts: boxes at any frame, sampling, overlap."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storyboard import layout
from storyboard.board import Box, Layout
from tests.storyboard.films import boxes, few, layouts, paths

A = Box(0.0, 0.0, 0.2, 0.4)
B = Box(0.8, 0.5, 1.0, 0.9)


def test_frames_at_moments_show_the_moments_boxes_exactly():
    row = tuple(Box(k / 10, 0.0, k / 10 + 0.1, 1.0) for k in range(9))
    laid = Layout({"a": row})
    assert [layout.at(laid, 6 * k, 49)["a"] for k in range(9)] == list(row)


def test_a_box_goes_in_a_straight_line_between_two_moments():
    laid = Layout({"a": (A, B)}, 2)
    assert layout.at(laid, 12, 25)["a"] == Box(0.4, 0.25, 0.6, 0.65)


def test_a_subject_appears_and_disappears_halfway_between_moments():
    laid = Layout({"a": (None, A, None)}, 3)
    there = [bool(layout.at(laid, j, 41)) for j in range(41)]
    assert there.index(True) == 10
    assert there[10:30] == [True] * 20
    assert not any(there[30:])


def test_a_shot_of_one_frame_shows_the_first_moment():
    assert layout.at(Layout({"a": layout.line(A, B)}), 0, 1) == {"a": A}


def test_frames_outside_the_shot_are_its_ends():
    laid = Layout({"a": layout.line(A, B)})
    assert layout.at(laid, -5, 24)["a"] == A
    assert layout.at(laid, 99, 24)["a"] == B


def test_a_layout_of_one_moment_stands_still():
    assert layout.at(Layout({"a": (A,)}, 1), 17, 24) == {"a": A}


@few
@given(layouts(), st.integers(1, 60), st.data())
def test_every_box_lies_between_its_neighbours_in_time(laid, length, data):
    frame = data.draw(st.integers(0, length - 1))
    for id, box in layout.at(laid, frame, length).items():
        u = layout.moment_at(frame, length, laid.moments)
        near = [b for b in laid.boxes[id][int(u) : int(u) + 2] if b]
        assert min(b.x0 for b in near) - 1e-6 <= box.x0 <= max(b.x0 for b in near) + 1e-6
        assert min(b.y1 for b in near) - 1e-6 <= box.y1 <= max(b.y1 for b in near) + 1e-6


@few
@given(paths(), st.integers(2, 120))
def test_a_path_is_symmetric_in_time_but_for_the_halfway_frame(row, length):
    for j in range(length):
        there = layout.box_at(row, j, length)
        back = layout.box_at(row[::-1], length - 1 - j, length)
        if 2 * (j * 8 % (length - 1)) != length - 1:  # not exactly halfway between moments
            assert layout.alike(there, back)


@few
@given(layouts(), st.integers(1, 4))
def test_resampling_at_a_multiple_keeps_every_moment_that_coincides(laid, factor):
    finer = layout.resample(laid, (laid.moments - 1) * factor + 1)
    for id, row in laid.boxes.items():
        again = finer.boxes[id][::factor] if laid.moments > 1 else finer.boxes[id]
        assert all(layout.alike(a, b, 1e-9) for a, b in zip(row, again, strict=True))


@few
@given(boxes(), boxes(), st.integers(2, 30))
def test_a_straight_line_survives_any_resampling(a, b, moments):
    laid = Layout({"a": layout.line(a, b)})
    again = layout.resample(layout.resample(laid, moments), 9)
    for one, other in zip(laid.boxes["a"], again.boxes["a"], strict=True):
        assert layout.alike(one, other, 1e-9)


@few
@given(paths(), st.integers(1, 70), st.integers(0, 30), st.integers(1, 40))
def test_recutting_shows_the_same_at_every_frame(row, length, start, count):
    def shown(frame):
        return layout.box_at(row, frame + start, length)

    rows, moments = layout.recut({"a": shown}, count)
    assert len(rows["a"]) == moments
    for j in range(count):
        assert layout.alike(layout.box_at(rows["a"], j, count), shown(j))


def test_recutting_a_straight_line_needs_no_more_moments():
    row = layout.line(A, B)
    rows, moments = layout.recut({"a": lambda j: layout.box_at(row, j + 7, 48)}, 31)
    assert moments == 9
    assert rows["a"][0] == layout.box_at(row, 7, 48)


def test_setting_a_box_leaves_the_other_moments_and_subjects():
    laid = Layout({"a": layout.still(A), "b": layout.still(B)})
    moved = layout.set_box(laid, "a", 3, None)
    assert moved.boxes["a"] == (A,) * 3 + (None,) + (A,) * 5
    assert moved.boxes["b"] is laid.boxes["b"]
    assert layout.set_box(laid, "c", 0, B).boxes["c"] == (B, *(None,) * 8)


def test_a_moment_that_is_not_there_is_refused_with_a_sentence():
    with pytest.raises(KeyError, match="no moment 9: this layout has 9"):
        layout.set_box(Layout(), "a", 9, A)


def test_a_motion_path_is_the_centres_of_the_boxes():
    laid = Layout({"a": (A, None, B)}, 3)
    assert layout.path(laid, "a") == ((0.1, 0.2), None, (0.9, 0.7))
    assert layout.path(laid, "nobody") == (None, None, None)


def test_renaming_joins_two_rows_and_the_new_ones_own_boxes_win():
    laid = Layout({"a": (A, A), "b": (None, B)}, 2)
    assert layout.rename(laid, "a", "b").boxes == {"b": (A, B)}
    assert layout.clear(laid, "a").boxes == {"b": (None, B)}


@few
@given(boxes(), boxes())
def test_overlap_is_symmetric_and_never_more_than_whole(a, b):
    assert 0 <= layout.iou(a, b) <= 1 + 1e-9
    assert layout.iou(a, b) == pytest.approx(layout.iou(b, a))
    assert layout.iou(a, a) == pytest.approx(1)


def test_overlap_of_half_covered_boxes_is_a_third():
    assert layout.iou(Box(0, 0, 1, 1), Box(0.5, 0, 1.5, 1)) == pytest.approx(1 / 3)
    assert layout.iou(Box(0, 0, 1, 1), Box(1, 0, 2, 1)) == 0


@few
@given(st.integers(1, 300), st.integers(2, 17))
def test_the_frame_of_a_moment_is_the_nearest_one(length, moments):
    frames = [layout.frame_at(k, length, moments) for k in range(moments)]
    assert frames[0] == 0
    assert frames[-1] == length - 1
    for k, frame in enumerate(frames):
        assert abs(frame - k * (length - 1) / (moments - 1)) <= 0.5


@few
@given(boxes(), st.floats(0.1, 5), st.floats(-1, 1), st.floats(-1, 1))
def test_scaling_and_shifting_move_the_centre_as_asked(box, factor, dx, dy):
    x, y = box.centre
    assert layout.scale(box, factor).centre == pytest.approx((x, y), abs=1e-6)
    assert layout.shift(box, dx, dy).centre == pytest.approx((x + dx, y + dy), abs=1e-6)
