"""Rigs of a person's own drawings: text, and the puppet that it makes."""

from __future__ import annotations

import pytest

from storyboard import animatic, poses, rigs
from storyboard.board import FRAME, Box
from storyboard.cue import SubjectCue
from storyboard.rigs import Cut, Rig

BODY = Cut("body", "", (50.0, 60.0), ((40, 30), (60, 30), (60, 64), (40, 64)))
LEG = Cut("near_leg", "body", (50.0, 62.0), ((46, 60), (54, 60), (54, 94), (46, 94)), rest=20.0)
FAR = Cut("far_leg", "body", (52.0, 62.0), LEG.shape, like="near_leg")
TEXT = rigs.write(Rig("biped", (FAR, LEG, BODY)))


def _cue(rig: str, action: str = "stand", phase: float = 0.0) -> SubjectCue:
    return SubjectCue("a", "man", Box(0.4, 0.2, 0.6, 0.9), "man", sheet="f" * 8, rig=rig,
                      action=action, phase=phase)  # fmt: skip


def test_a_rig_comes_back_from_its_text() -> None:
    assert rigs.read(TEXT) == Rig("biped", (FAR, LEG, BODY))


@pytest.mark.parametrize("text", ["", rigs.WHOLE, "[", '["biped",1,[["a"]]]', '["biped",1,[]]'])
def test_a_text_without_limbs_moves_as_a_whole(text: str) -> None:
    assert rigs.figure(text) is None
    assert animatic.limbs(_cue(text), FRAME, 16 / 9) == []


def test_standing_it_lies_as_it_was_drawn() -> None:
    cue = _cue(TEXT)
    figure = rigs.figure(TEXT)
    assert figure

    pose = poses.solve(figure, "stand", 0.0)

    for _, (a, b, _, d, e, _) in pose.pieces:
        assert (a, b, d, e) == pytest.approx((1, 0, 0, 1), abs=0.05)  # breath at most
    assert len(animatic.limbs(cue, FRAME, 16 / 9)) == 3


def test_the_degrees_at_which_a_leg_was_drawn_are_taken_off_a_walk() -> None:
    straight = rigs.write(Rig("biped", (FAR, Cut("near_leg", "body", LEG.at, LEG.shape), BODY)))
    leaning, plain = rigs.figure(TEXT), rigs.figure(straight)
    assert leaning
    assert plain

    turned = poses._joints(leaning, "walk", 0.0)["near_leg"][0]

    assert turned == pytest.approx(poses._joints(plain, "walk", 0.0)["near_leg"][0] - 20)


def test_a_copy_shows_the_paper_of_the_other() -> None:
    far, near, _ = animatic.cuts(_cue(TEXT))

    assert far.like == "near_leg"
    assert far.paper[2] - near.paper[2] == pytest.approx(-0.02)


def test_what_was_found_is_told_in_words() -> None:
    assert rigs.described(TEXT) == "a figure: 2 legs, body"
    assert rigs.described(rigs.WHOLE) == "moves as a whole"


def test_outlines_lie_on_the_drawing_as_it_looks() -> None:
    assert rigs.outlines(TEXT) == [("near_leg", LEG.shape), ("body", BODY.shape)]
    looks_left = rigs.write(Rig("biped", (FAR, LEG, BODY), facing=-1))
    assert rigs.outlines(looks_left)[1][1][0] == (60.0, 30.0)
    assert rigs.outlines(rigs.WHOLE) == []
