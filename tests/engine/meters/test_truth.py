"""True masks of painted frames."""

from __future__ import annotations

import numpy as np
import pytest
import torch

from engine.meters import truth
from engine.meters.truth import extent, owners
from engine.painter import Painter
from storyboard import animatic
from storyboard.board import Box
from storyboard.cue import FrameCue, SubjectCue

SIZE = (160, 90)


def cue(*subjects: SubjectCue) -> FrameCue:
    return FrameCue("s", 0, 0.0, backdrop="beach", subjects=subjects)


DOG = SubjectCue("dog", "dog", Box(0.1, 0.5, 0.45, 0.95), "dog")
GIRL = SubjectCue("girl", "girl", Box(0.3, 0.2, 0.6, 0.95), "girl", order=1)


def test_masks_are_where_a_painted_figure_changes_the_picture() -> None:
    with_dog, without = Painter(SIZE).paint([animatic.display(cue(DOG)), animatic.display(cue())])
    changed = ((with_dog - without).abs().amax(0) > 0.15).numpy()
    mask = owners(cue(DOG), SIZE) == 1
    assert (changed & mask).sum() > 0.85 * mask.sum()  # some paper is as light as the sand
    assert (changed & ~mask).sum() < 0.1 * mask.sum()  # its shadow is not the figure


def test_who_stands_in_front_hides_who_is_behind() -> None:
    both = owners(cue(DOG, GIRL), SIZE)
    alone = truth.alone(cue(DOG, GIRL), 0, SIZE)
    girl = truth.alone(cue(DOG, GIRL), 1, SIZE)
    assert (both[girl] == 2).all()
    assert ((both == 1) == (alone & ~girl)).all()


def test_the_extent_of_a_mask_is_its_box_in_frames() -> None:
    mask = np.zeros((90, 160), bool)
    mask[9:45, 16:80] = True
    assert extent(mask) == Box(0.1, 0.1, 0.5, 0.5)
    assert extent(np.zeros((4, 4), bool)) is None


def test_a_figure_takes_the_box_that_its_hinges_say() -> None:
    found = extent(owners(cue(DOG), SIZE) == 1)
    said = animatic.subject_box(DOG)
    assert found is not None
    sides = torch.tensor([found.x0 - said.x0, found.y0 - said.y0, found.x1 - said.x1])
    assert sides.abs().max().item() == pytest.approx(0, abs=0.02)
