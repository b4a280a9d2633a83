"""Easing: a known picture from elsewhere - drawn, imported - without a jump before and after it.

The network draws every frame of a window, those that are known too. Where a known picture is far
from what it drew there, the difference is carried to the frames around it: along with everyone's
box and the camera, and fading out until the next known frame, where none is left. So the first
frame after a drawing looks like the drawing, moved on; the last before the next keyframe like the
network's own. It is a fade of a difference, not more: what the drawing does not show stays the
network's.
"""

from __future__ import annotations

from collections.abc import Sequence

import torch
import torch.nn.functional as F
from torch import Tensor

from storyboard import camera
from storyboard.board import FRAME, Box
from storyboard.cue import FrameCue

FOREIGN = 0.05  # mean difference of a known picture from the drawn one (range -1..1): no own work
REACH = 9  # ticks in which a difference fades where no other known frame ends it
ON = 2  # frames a tick
GROWN = 0.08  # of a box: limbs reach beyond it


def eased(made: Tensor, known: Tensor, mask: Tensor, cues: Sequence[FrameCue]) -> Tensor:
    """Frames [T,3,H,W] in -1..1 as the network drew them, with the differences of foreign known
    pictures carried on; ``known`` [T,3,H,W] counts where ``mask`` [T] is 1. Known frames come back
    unchanged.
    """
    keep = mask[:, None, None, None] > 0
    gaps: dict[int, Tensor] = {}
    for p in mask.nonzero()[:, 0].tolist():
        apart = known[p] - made[p]
        if float(apart.abs().mean()) > FOREIGN:
            gaps[p] = apart
    if gaps:
        made = made.clone()
        there = mask.nonzero()[:, 0].tolist()
        for q in range(len(cues)):
            if not mask[q]:
                for p, share in _shares(q, there, cues):
                    if p in gaps and share > 0:
                        made[q] += share * _moved(gaps[p], cues[p], cues[q])
        made = made.clamp(-1, 1)
    return torch.where(keep, known, made)


def _shares(q: int, known: Sequence[int], cues: Sequence[FrameCue]) -> list[tuple[int, float]]:
    """How much of each neighbouring known frame's difference a frame gets."""
    own = [p for p in known if cues[p].shot == cues[q].shot]
    before = max((p for p in own if p < q), default=None)
    after = min((p for p in own if p > q), default=None)

    def away(p: int) -> float:
        return abs(cues[q].frame - cues[p].frame) / ON

    if before is not None and after is not None:
        whole = away(before) + away(after)
        return [(before, away(after) / whole), (after, away(before) / whole)]
    return [(p, 1 - away(p) / REACH) for p in (before, after) if p is not None]


def _moved(apart: Tensor, at: FrameCue, to: FrameCue) -> Tensor:
    """A difference [3,H,W] of one frame where its things lie in another: the place through the
    camera, everyone in their boxes, back to front.
    """
    size = int(apart.shape[-2]), int(apart.shape[-1])
    now = camera.through(to.camera, at.camera)  # where the old view lies in the new picture
    place = apart
    for subject in at.subjects:  # what is drawn of somebody goes along and leaves no ghost
        own = _inside(camera.through(at.camera, subject.box), size, apart)
        place = place * (own < 1)
    found = _through(place, now, FRAME, size)
    before = {subject.id: subject for subject in at.subjects}
    for subject in to.subjects:
        if subject.id not in before:
            continue
        old = camera.through(at.camera, before[subject.id].box)
        new = camera.through(to.camera, subject.box)
        share = _inside(new, size, apart)
        if share.any():
            turned = before[subject.id].facing != subject.facing
            found = found * (1 - share) + share * _through(apart, new, old, size, turned)
    return found


def _through(apart: Tensor, a: Box, b: Box, size: tuple[int, int], turned: bool = False) -> Tensor:
    """The difference with what lies in ``b`` brought to where ``a`` is (both of the screen)."""
    height, width = size
    y = (torch.arange(height) + 0.5) / height
    x = (torch.arange(width) + 0.5) / width
    u, v = (x - a.x0) / a.width, (y - a.y0) / a.height
    if turned:
        u = 1 - u
    gx, gy = (b.x0 + u * b.width) * 2 - 1, (b.y0 + v * b.height) * 2 - 1
    grid = torch.stack(torch.meshgrid(gx, gy, indexing="xy"), -1)[None].to(apart)
    return F.grid_sample(apart[None], grid, padding_mode="border", align_corners=False)[0]


def _inside(box: Box, size: tuple[int, int], like: Tensor) -> Tensor:
    """[1,H,W]: 1 in the box, 0 beyond its margin."""
    height, width = size
    y = (torch.arange(height) + 0.5) / height
    x = (torch.arange(width) + 0.5) / width
    mx, my = GROWN * box.width, GROWN * box.height
    across = torch.minimum(x - box.x0, box.x1 - x) / mx + 1
    down = torch.minimum(y - box.y0, box.y1 - y) / my + 1
    return torch.minimum(across[None], down[:, None]).clamp(0, 1)[None].to(like)
