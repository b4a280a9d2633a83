"""Papers: what an arm covered shows the paper of its own piece."""

from __future__ import annotations

import numpy as np

from engine.papercut.papers import SIDE, Papers
from storyboard.affine import IDENTITY
from storyboard.animatic import Limb

COAT = ((0.2, 0.2), (0.8, 0.2), (0.8, 0.8), (0.2, 0.8))
ARM = ((0.4, 0.3), (0.6, 0.3), (0.6, 0.7), (0.4, 0.7))


def test_what_an_arm_covers_is_taken_from_the_nearest_bit_of_the_coat() -> None:
    papers = Papers([Limb("body", COAT, IDENTITY), Limb("near_arm", ARM, IDENTITY)])

    u, v, paper = papers.found("body", np.array([0.42, 0.25]), np.array([0.5, 0.5]))

    assert paper.all()
    assert u[0] < 0.4 - 1 / SIDE  # left of the arm
    assert abs(v[0] - 0.5) < 2 / SIDE
    assert (u[1], v[1]) == (0.25, 0.5)  # nothing covers it


def test_an_arm_shows_its_own_paper() -> None:
    papers = Papers([Limb("body", COAT, IDENTITY), Limb("near_arm", ARM, IDENTITY)])

    u, v, _ = papers.found("near_arm", np.array([0.5]), np.array([0.5]))

    assert (u[0], v[0]) == (0.5, 0.5)


def test_a_far_arm_that_the_coat_hides_shows_the_paper_of_the_near_one() -> None:
    hidden = tuple((x - 0.1, y) for x, y in ARM)
    cuts = [
        Limb("far_arm", hidden, IDENTITY),
        Limb("body", COAT, IDENTITY),
        Limb("near_arm", ARM, IDENTITY),
    ]

    u, v, paper = Papers(cuts).found("far_arm", np.array([0.4]), np.array([0.5]))

    assert paper.all()
    assert abs(u[0] - 0.5) < 1e-6
    assert v[0] == 0.5


def test_a_piece_that_the_sheet_hides_shows_another_one_cut_from_the_same_paper() -> None:
    hand = tuple((x, y + 0.05) for x, y in ARM)
    cuts = [
        Limb("near_hand", hand, IDENTITY, stock="skin"),
        Limb("head", ((0.4, 0.02), (0.6, 0.02), (0.6, 0.15), (0.4, 0.15)), IDENTITY, stock="skin"),
        Limb("body", COAT, IDENTITY, stock="main"),
    ]

    _, v, paper = Papers(cuts).found("near_hand", np.array([0.5]), np.array([0.5]))

    assert paper.all()
    assert v[0] < 0.15  # of the head, and no longer of the coat that lies over it


def test_outside_a_drawing_there_is_no_paper() -> None:
    alpha = np.zeros((SIDE, SIDE), np.float32)
    alpha[: SIDE // 2] = 1
    papers = Papers([Limb("body", COAT, IDENTITY)], alpha)

    _, _, paper = papers.found("body", np.array([0.5, 0.5]), np.array([0.3, 0.7]))

    assert paper.tolist() == [True, False]
