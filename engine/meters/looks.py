"""Looks: is the subject of this shot the subject of that one? Crops compared by their papers.

A crop's look is the histogram of its colours in three heights (head, middle, feet), smoothed, with
the light of its scene taken off first. Cosine of two looks: 1 = the same papers at the same height.
VideoDirectorGPT (arXiv 2309.15091, section 4.2) compares CLIP features of adjacent scenes instead;
figures do not compare with theirs.
"""

from __future__ import annotations

from collections.abc import Sequence

import torch
import torch.nn.functional as F
from torch import Tensor

from engine.meters.daylight import by_day
from engine.meters.sight import Seen
from storyboard import scenery
from storyboard.cue import FrameCue

BINS = 6  # a colour channel
HEIGHTS = 3


def look(picture: Tensor, mask: Tensor) -> Tensor:
    """The look of what ``mask`` [H,W] covers of a picture [3,H,W], a unit vector; zeros for
    nothing.
    """
    rows = mask.any(1).nonzero()[:, 0]
    if not len(rows):
        return torch.zeros(HEIGHTS * BINS**3)
    top, bottom = int(rows[0]), int(rows[-1]) + 1
    parts = []
    for k in range(HEIGHTS):
        first = top + (bottom - top) * k // HEIGHTS
        last = top + (bottom - top) * (k + 1) // HEIGHTS
        pixels = picture[:, first:last][:, mask[first:last]]
        parts.append(_histogram(pixels))
    return F.normalize(torch.cat([part.flatten() for part in parts]), dim=0)


def _histogram(pixels: Tensor) -> Tensor:
    """Colours [3,M] counted in cells that overlap: a shade more or less changes little."""
    counts = torch.zeros(BINS**3)
    if pixels.shape[1]:
        at = (pixels * BINS).long().clamp(0, BINS - 1)
        index = at[0] * BINS * BINS + at[1] * BINS + at[2]
        counts = torch.bincount(index, minlength=BINS**3).float()
    cube = counts.view(1, 1, BINS, BINS, BINS)
    soft = F.avg_pool3d(F.pad(cube, (1,) * 6, mode="replicate"), 3, stride=1)
    return (0.5 * cube + 0.5 * soft)[0, 0].sqrt()


def of_figure(picture: Tensor, seen: Seen, cue: FrameCue) -> Tensor:
    """The look of a figure that was seen in a frame [3,H,W] at the eye's size."""
    return look(by_day(picture, scenery.setting(cue)[1]), seen.mask)


def alike(first: Tensor, second: Tensor) -> float:
    """Cosine of two looks, 0..1."""
    return float(first @ second)


def told_apart(looks: Sequence[tuple[str, Tensor]]) -> tuple[float, float, float]:
    """Of (subject, look) pairs: mean likeness of one subject's looks, of different subjects', and
    the share of looks whose nearest other look is of the same subject. NaN where nothing compares.
    """
    same: list[float] = []
    other: list[float] = []
    right: list[bool] = []
    for i, (name, one) in enumerate(looks):
        rank = [
            (alike(one, two), other_name) for j, (other_name, two) in enumerate(looks) if j != i
        ]
        mates = [value for value, who in rank if who == name]
        strangers = [value for value, who in rank if who != name]
        same += mates
        other += strangers
        if mates and strangers:
            right.append(max(mates) > max(strangers))
    return _mean(same), _mean(other), _mean([float(one) for one in right])


def _mean(values: Sequence[float]) -> float:
    return sum(values) / len(values) if values else float("nan")
