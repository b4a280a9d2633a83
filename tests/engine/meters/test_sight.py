"""Sight: painted frames through the bundled eye, and pairs of boxes."""

from __future__ import annotations

import torch

from engine.meters import crowds
from engine.meters.examination import FIRST, examine
from engine.meters.sight import Eye, cuts, paired
from storyboard import scenery
from storyboard.board import Box
from storyboard.cue import FrameCue


def test_the_bundled_eye_finds_and_names_figures_that_it_never_saw() -> None:
    error = examine(Eye(), many=4, first=FIRST + 5000)
    judged = error.judged.shares()
    assert judged["n"] > 10
    assert judged["found"] > 0.8
    assert judged["iou"] > 0.7
    assert judged["kind"] > 0.5  # by chance: 1 of 125
    assert judged["colour"] > 0.5
    assert error.ghosts < error.frames


def test_what_another_figure_covers_of_a_crop_is_shown_as_the_place() -> None:
    lit = scenery.setting(FrameCue("s", 0, 0.0))[1]
    picture, place = torch.full((3, 40, 60), 0.9), torch.full((3, 40, 60), 0.3)
    mine = torch.zeros(40, 60, dtype=torch.bool)
    mine[10:30, 10:30] = True
    near = torch.zeros_like(mine)
    near[10:30, 30:33] = True
    alone, beside = (cuts(picture, place, masks, lit)[0] for masks in ([mine], [mine, near]))
    gone = (alone[0] > 0.7) & (beside[0] < 0.5)
    assert gone.any()
    assert torch.equal(alone[3:], beside[3:])


def test_frames_of_any_size_are_looked_at() -> None:
    crowd = crowds.make(FIRST + 6000, 2)[1]
    picture = crowd.picture.float()[None] / 255
    large = torch.nn.functional.interpolate(picture, scale_factor=2, mode="nearest")
    (one,), (other,) = Eye().look(picture, [crowd.cue]), Eye().look(large, [crowd.cue])
    assert len(one) == len(other)


def test_each_figure_is_paired_once_with_the_box_that_it_fits_best() -> None:
    near, far = Box(0.2, 0.5, 0.45, 0.9), Box(0.7, 0.5, 0.9, 0.9)
    assert paired([far, near], [near, far, near]) == [1, 0, None]
