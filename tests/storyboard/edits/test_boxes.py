"""Edits of layouts and cameras."""

from __future__ import annotations

import math

import pytest

from storyboard import camera, layout
from storyboard.board import FRAME, Box, Camera
from storyboard.edits import boxes
from tests.storyboard.films import film

BOX = Box(0.2, 0.2, 0.5, 0.8)


def test_a_box_is_set_at_one_moment_by_the_user():
    board = boxes.set_box(film(), "sh1", "su2", 4, BOX)
    shot = board.shot("sh1")
    assert shot.layout.boxes["su2"][4] == BOX
    assert shot.layout.boxes["su2"][3] == film().shot("sh1").layout.boxes["su2"][3]
    assert shot.made_by["layout"] == "user"
    assert boxes.set_box(board, "sh1", "su2", 4, BOX) is board


def test_a_subject_new_to_a_shot_joins_it_with_its_first_box():
    board = boxes.set_box(film(), "sh4", "su1", 0, BOX)
    assert board.shot("sh4").subjects == ("su2", "su1")
    with pytest.raises(KeyError, match="There is no subject 'su9'"):
        boxes.set_box(film(), "sh4", "su9", 0, BOX)


def test_a_box_is_copied_to_other_moments():
    board = boxes.copy_box(film(), "sh4", "su2", 8, [0, 1])
    row = board.shot("sh4").layout.boxes["su2"]
    assert row[0] == row[1] == row[8]
    with pytest.raises(KeyError, match="no moment 12"):
        boxes.copy_box(film(), "sh4", "su2", 12, [0])


def test_a_path_is_shifted_as_a_whole_and_absence_stays():
    board = boxes.set_box(film(), "sh4", "su2", 3, None)
    moved = boxes.shift_path(board, "sh4", "su2", 0.1, 0.0).shot("sh4").layout
    before = board.shot("sh4").layout
    assert moved.boxes["su2"][3] is None
    assert moved.boxes["su2"][0].x0 == pytest.approx(before.boxes["su2"][0].x0 + 0.1)


def test_a_mirrored_path_lies_on_the_other_side_and_faces_the_other_way():
    board = boxes.set_acting(
        boxes.set_box(film(), "sh4", "su2", 3, None), "sh4", "su2", facing="left"
    )
    before = board.shot("sh4").layout.boxes["su2"]
    mirrored = boxes.mirror_path(board, "sh4", "su2")
    after = mirrored.shot("sh4").layout.boxes["su2"]
    assert after[3] is None
    assert after[0].x0 == pytest.approx(1 - before[0].x1)
    assert mirrored.shot("sh4").acting["su2"].facing == "right"
    once = boxes.mirror_path(board, "sh4", "su2", [0])
    assert once.shot("sh4").layout.boxes["su2"][0] == after[0]
    assert once.shot("sh4").layout.boxes["su2"][1] == before[1]
    assert once.shot("sh4").acting["su2"].facing == "left"


@pytest.mark.parametrize(
    "box", [Box(0.5, 0.1, 0.5, 0.9), Box(0.9, 0.1, 0.2, 0.9), Box(math.nan, 0, 1, 1)]
)
def test_a_box_without_width_or_number_is_refused(box):
    with pytest.raises(ValueError, match="A box needs"):
        boxes.set_box(film(), "sh1", "su1", 0, box)


def test_a_subject_is_added_where_there_is_room():
    board = boxes.add_subject(film(), "sh2", "su1")
    laid = board.shot("sh2").layout
    assert layout.iou(laid.boxes["su1"][0], laid.boxes["su2"][0]) < 0.2
    assert len(set(laid.boxes["su1"])) == 1


def test_a_removed_subject_leaves_its_lines_but_no_box():
    board = boxes.remove_subject(film(), "sh3", "su1")
    shot = board.shot("sh3")
    assert shot.subjects == ()
    assert shot.layout.boxes == {}
    assert shot.dialogue == film().shot("sh3").dialogue
    with pytest.raises(KeyError, match="not in this shot"):
        boxes.remove_subject(board, "sh3", "su1")


def test_whoever_sat_on_a_removed_subject_sits_on_nothing():
    board = boxes.set_acting(film(), "sh1", "su1", on="su2", action="sit")
    board = boxes.remove_subject(board, "sh1", "su2")
    assert board.shot("sh1").acting["su1"].on == ""
    assert board.shot("sh1").acting["su1"].action == "sit"


def test_acting_is_set_field_by_field():
    board = boxes.set_acting(film(), "sh1", "su2", facing="left")
    acting = board.shot("sh1").acting["su2"]
    assert (acting.action, acting.facing, acting.order) == ("walk", "left", 1)
    with pytest.raises(KeyError, match=r"no field 'actoin'.*'action'"):
        boxes.set_acting(film(), "sh1", "su2", actoin="run")
    with pytest.raises(KeyError, match="not in this shot"):
        boxes.set_acting(film(), "sh4", "su1", action="run")


def test_a_movement_brings_its_camera_and_starts_where_the_camera_is():
    board = boxes.move_camera(film(), "sh1", "push")
    shot = board.shot("sh1")
    assert shot.movement == "push"
    assert shot.camera.rects[0] == FRAME
    assert shot.made_by["camera"] == "user"
    assert boxes.move_camera(board, "sh1", "hold").shot("sh1").camera == Camera((FRAME,))
    with pytest.raises(ValueError, match="'spin' is no movement"):
        boxes.move_camera(film(), "sh1", "spin")


def test_following_goes_with_the_subject_that_is_named():
    shot = boxes.move_camera(film(), "sh1", "follow", "su2").shot("sh1")
    first, last = shot.camera.rects[0], shot.camera.rects[-1]
    assert last.centre[0] - first.centre[0] == pytest.approx(0.3)


def test_camera_rectangles_are_brought_to_the_frames_aspect():
    board = boxes.set_rect(film(), "sh1", 8, Box(0.1, 0.1, 0.5, 0.7))
    rect = board.shot("sh1").camera.rects[8]
    assert rect.width == pytest.approx(rect.height) == pytest.approx(0.5)
    held = boxes.set_camera(film(), "sh1", Camera((FRAME,) * 9))
    assert held.shot("sh1").camera == Camera((FRAME,))


def test_other_moments_resample_layout_and_camera_together():
    board = boxes.set_camera(film(), "sh4", camera.preset("pan left"))
    shot = boxes.set_moments(board, "sh4", 5).shot("sh4")
    assert shot.layout.moments == len(shot.camera.rects) == 5
    assert shot.layout.boxes["su2"][2] == board.shot("sh4").layout.boxes["su2"][4]


def test_a_subject_enters_and_leaves_at_the_moments_it_is_told():
    left, right = BOX, layout.shift(BOX, 0.3, 0.0)
    laid = boxes.set_path(film(), "sh1", "su2", [None, None, left, right, *[None] * 5])
    longer = boxes.stay(laid, "sh1", "su2", 1, 5).shot("sh1").layout.boxes["su2"]
    assert longer == (None, left, left, right, right, right, None, None, None)
    shorter = boxes.stay(laid, "sh1", "su2", 3, 3).shot("sh1").layout.boxes["su2"]
    assert shorter == (None, None, None, right, None, None, None, None, None)
    with pytest.raises(ValueError, match="from moment 1 to 9"):
        boxes.stay(laid, "sh1", "su2", 4, 2)
    never = boxes.set_path(film(), "sh1", "su2", [None] * 9)
    with pytest.raises(ValueError, match="draw its box first"):
        boxes.stay(never, "sh1", "su2", 0, 8)
