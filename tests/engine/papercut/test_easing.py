"""Easing: what is drawn by hand and what is made meet without a jump."""

from __future__ import annotations

import torch
from torch import Tensor

from engine.papercut.easing import eased
from storyboard.board import Box
from storyboard.cue import FrameCue, SubjectCue

SIZE = (18, 32)


def cues(count: int, shot: str = "s", pan: float = 0.0, walk: float = 0.0) -> list[FrameCue]:
    found = []
    for k in range(count):
        x, at = pan * k, 0.1 + walk * k
        subject = SubjectCue("ann", "girl", Box(at, 0.2, at + 0.25, 0.8))
        found.append(FrameCue(shot, 2 * k, 0.0, camera=Box(x, 0, x + 1, 1), subjects=(subject,)))
    return found


def window(count: int, known: dict[int, float]) -> tuple[Tensor, Tensor, Tensor]:
    """What the network drew (0 everywhere), known pictures of one value, their mask."""
    made = torch.zeros(count, 3, *SIZE)
    given, mask = torch.zeros_like(made), torch.zeros(count)
    for at, value in known.items():
        given[at], mask[at] = value, 1
    return made, given, mask


def test_a_drawing_fades_evenly_to_the_next_keyframe() -> None:
    made, given, mask = window(9, {0: 0.8, 8: 0.0})
    found = eased(made, given, mask, cues(9)).mean((1, 2, 3))
    steps = found[:-1] - found[1:]
    assert found[0] > 0.799
    assert found[-1] == 0
    assert (steps > 0).all()
    assert steps.max() < 0.2 * 0.8  # no step is a jump


def test_between_two_drawings_it_goes_from_the_one_to_the_other() -> None:
    made, given, mask = window(5, {0: 0.8, 4: -0.4})
    found = eased(made, given, mask, cues(5)).mean((1, 2, 3))
    assert torch.allclose(found[2], torch.tensor(0.2), atol=1e-3)
    assert (found[:-1] > found[1:]).all()


def test_known_frames_come_back_bit_for_bit() -> None:
    made, given, mask = window(5, {2: 0.8})
    given[2] = torch.rand(3, *SIZE)
    found = eased(made, given, mask, cues(5))
    assert torch.equal(found[2], given[2])
    assert found[1].mean() > 0.3  # nothing ends it: it fades by itself
    assert found[0].mean() < found[1].mean()


def test_the_networks_own_frames_are_left_as_they_are() -> None:
    made, given, mask = window(5, {0: 0.03, 4: -0.02})
    found = eased(made, given, mask, cues(5))
    assert (found[1:4] == 0).all()


def test_nothing_is_carried_across_a_cut() -> None:
    made, given, mask = window(4, {0: 0.8})
    found = eased(made, given, mask, [*cues(2, "s"), *cues(2, "t")])
    assert found[1].mean() > 0.5
    assert (found[2:] == 0).all()


def test_what_was_drawn_on_a_subject_goes_along_with_it() -> None:
    made, given, mask = window(3, {0: 0.0, 2: 0.0})
    given[0, :, 8:11, 5:8] = 1.0  # a mark in the middle of its box at the first frame
    mask[2] = 0
    row = cues(3, walk=0.25)
    apart = given[0].abs().mean()
    given[0, :, :2] = 4 * 0.05 / max(float(apart), 0.05)  # enough to count as foreign
    found = eased(made, given.clamp(-1, 1), mask, row)
    mark = found[1, 0, 9]
    assert int(mark.argmax()) in range(13, 17)  # a quarter of 32 pixels further
    assert mark.max() > 0.6
    assert mark[:8].abs().max() < 0.2  # and leaves nothing behind


def test_what_was_drawn_on_the_place_stays_with_it_when_the_camera_pans() -> None:
    made, given, mask = window(2, {0: 0.0})
    given[0, :, :, 20:24] = 1.0
    row = [FrameCue(c.shot, c.frame, 0.0, camera=c.camera) for c in cues(2, pan=0.25)]
    found = eased(made, given, mask, row)[1, 0, 9]
    assert int(found.argmax()) in range(12, 16)
