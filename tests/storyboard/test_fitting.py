"""Fitting: the figure that is drawn fills the box that was asked for."""

import pytest

from storyboard import fitting, poses, puppets
from storyboard.affine import put
from storyboard.animatic import subject_box
from storyboard.board import Box
from storyboard.cue import SubjectCue
from storyboard.layout import iou

PEOPLE_AND_ANIMALS = [
    name
    for name in puppets.names()
    if puppets.find(name).rig in ("biped", "quad", "bird", "fish", "vehicle")
]


def natural(name, action, height=0.5, aspect=16 / 9):
    """A box of the figure's own shape."""
    x0, y0, x1, y1 = poses.extents(puppets.find(name), action)
    width = height * (x1 - x0) / (y1 - y0) / aspect
    return Box(0.5 - width / 2, 0.4, 0.5 + width / 2, 0.4 + height)


@pytest.mark.parametrize("name", PEOPLE_AND_ANIMALS)
def test_a_figure_fills_its_box_standing_and_walking(name):
    rig = puppets.find(name).rig
    for action in {poses.fitting(rig, asked) for asked in ("stand", "walk")}:
        box = natural(name, action)
        found = [
            iou(box, subject_box(SubjectCue("a", name, box, name, action=action, phase=k / 6)))
            for k in range(6)
        ]
        assert sum(found) / len(found) >= 0.75


def test_a_box_of_another_shape_is_filled_as_far_as_one_scale_can():
    for box in (Box(0.2, 0.1, 0.9, 0.6), Box(0.4, 0.1, 0.47, 0.9)):
        drawn = subject_box(SubjectCue("a", "man", box, "man"))
        assert drawn.y1 == pytest.approx(box.y1, abs=0.02)
        assert drawn.centre[0] == pytest.approx(box.centre[0], abs=0.02)
        assert drawn.height <= box.height * 1.03


def test_facing_left_mirrors_the_figure_in_its_box():
    figure, box = puppets.find("dog"), natural("dog", "stand")
    right = fitting.fit(figure, "stand", box, 1, 16 / 9)
    left = fitting.fit(figure, "stand", box, -1, 16 / 9)
    nose = figure.pieces["nose"].polygon[0]
    middle = box.centre[0] * 1600 / 9
    assert put(right, nose)[0] - middle == pytest.approx(middle - put(left, nose)[0])


def test_what_flies_is_held_by_its_middle():
    box = Box(0.3, 0.1, 0.5, 0.6)
    drawn = subject_box(SubjectCue("a", "bird", box, "bird", action="fly", phase=0.1))
    assert drawn.centre[1] == pytest.approx(box.centre[1], abs=0.05)
    assert drawn.y1 < box.y1
