"""Skeletons: what the network saw becomes pieces with hinges, or one piece."""

from __future__ import annotations

import random

import numpy as np
import pytest

from engine.rig import anatomy, examples, figures
from engine.rig.figures import Figure
from engine.rig.skeleton import SIDE, Guess, rigged
from storyboard import poses, rigs, wardrobe


def _figure(name: str) -> Figure:
    return figures.posed(wardrobe.figure(name, {}), random.Random(1), plainly=True)


def _seen(figure: Figure, sure: float = 1.0) -> Guess:
    """What a network without fault would see."""
    top, whole = examples.truth(figure, SIDE)
    seen = np.stack([top == part for part in range(1 + len(anatomy.PARTS))]).astype(np.float32)
    joints = dict.fromkeys(anatomy.JOINTS, (0.5, 0.5, 0.0))
    joints |= {name: (x, y, sure) for name, (x, y) in figure.joints.items()}
    plan = {name: float(name == figure.plan) for name in anatomy.PLANS}
    return Guess(plan, seen, whole.astype(np.float32), joints, (top > 0).astype(np.float32))


@pytest.mark.parametrize(
    ("name", "limbs"),
    [
        ("man", {"near_arm", "near_forearm", "far_arm", "near_leg", "near_shin", "far_leg"}),
        ("cow", {"near_fore_leg", "far_fore_leg", "near_hind_leg", "far_hind_leg", "head"}),
        ("owl", {"near_wing", "far_wing"}),
        ("fish", {"tail"}),
        ("truck", {"wheel0", "wheel1"}),
    ],
)
def test_limbs_are_found_where_they_are(name: str, limbs: set[str]) -> None:
    rig = rigged(_seen(_figure(name)))

    assert rig
    assert limbs <= {cut.name for cut in rig.pieces}


def test_a_leg_turns_about_the_hip_that_was_seen() -> None:
    figure = _figure("man")
    rig = rigged(_seen(figure))

    assert rig
    leg = next(cut for cut in rig.pieces if cut.name == "near_leg")
    x, y = figure.joints["near_hip"]
    assert leg.at == pytest.approx((100 * x, 100 * y))


def test_a_thing_moves_as_a_whole() -> None:
    assert rigged(_seen(_figure("guitar"))) is None


def test_a_figure_of_whose_joints_nothing_is_sure_moves_as_a_whole() -> None:
    assert rigged(_seen(_figure("man"), sure=0.05)) is None


def test_a_found_rig_walks_by_the_pose_tables() -> None:
    rig = rigged(_seen(_figure("man")))
    assert rig
    figure = rigs.figure(rigs.write(rig))
    assert figure

    def leg(phase: float) -> tuple[float, ...]:
        return {p.name: m for p, m in poses.solve(figure, "walk", phase).pieces}["near_leg"]

    assert leg(0.0) != pytest.approx(leg(0.5))
    assert poses.stride(figure, "walk") > 0.2
