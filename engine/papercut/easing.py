"""Easing: a known picture from elsewhere - drawn, imported - without a jump before and after it.

The network draws every frame of a window, those that are known too. Where a known picture is far
from what it drew there, the frames around it are eased: the difference in light and colour, without
its detail, is carried to them and fades out until the next known frame; and the picture itself,
moved along with everyone's box and the camera, dissolves into them, sooner. So the first frame
after a drawing looks like the drawing, moved on, and the last before the next keyframe like the
network's own. It is a fade, not more: the network does not redraw what a hand drew.
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
SOFT = 20  # pixels that a difference is averaged over, so that no edge of a pose is in it
GROWN = 0.08  # of a box: limbs reach beyond it


def eased(made: Tensor, known: Tensor, mask: Tensor, cues: Sequence[FrameCue]) -> Tensor:
    """Frames [T,3,H,W] in -1..1 as the network drew them, with the differences of foreign known
    pictures carried on; ``known`` [T,3,H,W] counts where ``mask`` [T] is 1. Known frames come back
    unchanged.
    """
    keep = mask[:, None, None, None] > 0
    there = mask.nonzero()[:, 0].tolist()
    apart = {p: known[p] - made[p] for p in there}
    apart = {p: gap for p, gap in apart.items() if float(gap.abs().mean()) > FOREIGN}
    if apart:
        made = made.clone()
        for q in range(len(cues)):
            shares = [] if mask[q] else _shares(q, there, cues)
            shares = [(p, share) for p, share in shares if p in apart and share > 0]
            for p, share in shares:
                made[q] += share * _panned(_soft(apart[p]), cues[p], cues[q])
            own = made[q].clone()
            for p, share in shares:
                picture = torch.cat([known[p], torch.ones_like(known[p][:1])])
                moved = _moved(picture, cues[p], cues[q])
                made[q] += share * share * (moved[:3] - moved[3:] * own)
        made = made.clamp(-1, 1)
    return torch.where(keep, known, made)


def _soft(apart: Tensor) -> Tensor:
    """A difference [3,H,W] without its detail."""
    rows = (max(1, apart.shape[-2] // SOFT), max(1, apart.shape[-1] // SOFT))
    small = F.adaptive_avg_pool2d(apart[None], rows)
    size = apart.shape[-2:]
    return F.interpolate(small, size=size, mode="bilinear", align_corners=False)[0]


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


def _moved(picture: Tensor, at: FrameCue, to: FrameCue) -> Tensor:
    """A picture [C,H,W] of one frame with its things where they lie in another: the place through
    the camera, everyone in their boxes, back to front; nothing where they were.
    """
    size = int(picture.shape[-2]), int(picture.shape[-1])
    place = picture
    for subject in at.subjects:  # what is drawn of somebody goes along and leaves no ghost
        own = _inside(camera.through(at.camera, subject.box), size, picture)
        place = place * (own < 1)
    found = _panned(place, at, to)
    before = {subject.id: subject for subject in at.subjects}
    for subject in to.subjects:
        if subject.id not in before:
            continue
        old = camera.through(at.camera, before[subject.id].box)
        new = camera.through(to.camera, subject.box)
        share = _inside(new, size, picture)
        if share.any():
            turned = before[subject.id].facing != subject.facing
            found = found * (1 - share) + share * _through(picture, new, old, size, turned)
    return found


def _panned(picture: Tensor, at: FrameCue, to: FrameCue) -> Tensor:
    """A picture [C,H,W] of one frame as another's camera sees it."""
    now = camera.through(to.camera, at.camera)  # where the old view lies in the new picture
    return _through(picture, now, FRAME, (int(picture.shape[-2]), int(picture.shape[-1])))


def _through(
    picture: Tensor, a: Box, b: Box, size: tuple[int, int], turned: bool = False
) -> Tensor:
    """The picture with what lies in ``b`` brought to where ``a`` is (both of the screen)."""
    height, width = size
    y = (torch.arange(height) + 0.5) / height
    x = (torch.arange(width) + 0.5) / width
    u, v = (x - a.x0) / a.width, (y - a.y0) / a.height
    if turned:
        u = 1 - u
    gx, gy = (b.x0 + u * b.width) * 2 - 1, (b.y0 + v * b.height) * 2 - 1
    grid = torch.stack(torch.meshgrid(gx, gy, indexing="xy"), -1)[None].to(picture)
    return F.grid_sample(picture[None], grid, padding_mode="border", align_corners=False)[0]


def _inside(box: Box, size: tuple[int, int], like: Tensor) -> Tensor:
    """[1,H,W]: 1 in the box, 0 beyond its margin."""
    height, width = size
    y = (torch.arange(height) + 0.5) / height
    x = (torch.arange(width) + 0.5) / width
    mx, my = GROWN * box.width, GROWN * box.height
    across = torch.minimum(x - box.x0, box.x1 - x) / mx + 1
    down = torch.minimum(y - box.y0, box.y1 - y) / my + 1
    return torch.minimum(across[None], down[:, None]).clamp(0, 1)[None].to(like)
