"""Fitting: a figure into the box that a frame gives it.

By the action's extents over its whole cycle, one scale for both axes: feet at the bottom centre of
the box, or, of what flies, swims or hangs, the middle at the box's middle.
"""

from __future__ import annotations

from storyboard import poses
from storyboard.affine import Affine
from storyboard.board import Box
from storyboard.puppets import Puppet

ALOFT = frozenset({"fly", "swim", "float"})
TIGHT = 1.35  # a box up to so much too narrow does not shrink its figure


def scale(figure: Puppet, action: str, box: Box, aspect: float) -> float:
    """Stage units (% of frame height) of a puppet unit."""
    x0, y0, x1, y1 = poses.extents(figure, action)
    wide, high = box.width * 100 * aspect, box.height * 100
    return max(1e-6, min(high / (y1 - y0), TIGHT * wide / (x1 - x0)))


def is_aloft(figure: Puppet, action: str) -> bool:
    """Whether it flies, swims or hangs, so that no feet are on any ground."""
    return action in ALOFT or figure.hang or figure.rig == "fish"


def fit(figure: Puppet, action: str, box: Box, facing: int, aspect: float) -> Affine:
    """Puppet units -> stage units (% of frame height), mirrored for ``facing`` -1."""
    x0, y0, x1, y1 = poses.extents(figure, action)
    k = scale(figure, action, box, aspect)
    x = box.centre[0] * 100 * aspect - k * facing * (x0 + x1) / 2
    y = box.y1 * 100 - k * y1
    if is_aloft(figure, action):
        y = box.centre[1] * 100 - k * (y0 + y1) / 2
    return (k * facing, 0.0, x, 0.0, k, y)
