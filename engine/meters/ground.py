"""Ground and figure: what of a picture is figure, found by taking the empty place away.

No weights. The place without anyone is painted from the same cue; what differs from it by more than
a shadow could is figure, and what hangs together is one figure. So a renderer's faults in the place
count as figures too, and figures that touch are one: such are not judged (``boxes``).
"""

from __future__ import annotations

from collections.abc import Sequence

import torch
import torch.nn.functional as F
from torch import Tensor

from storyboard import scenery
from storyboard.cue import FrameCue
from storyboard.light import Light

APART = 0.04  # difference (0..1, the colour that differs most) from which it is another paper
CELL = 2  # pixels; parts of a figure that are nearer than two cells hang together
DIRT = 0.0012  # of the frame: 70 pixels of 320x180; less is no figure
PLACE = 0.7  # of the frame: what differs more widely is another place, and no figure
CHIP = 0.2  # a part this much smaller than what its middle lies in belongs to it


def figures(pictures: Tensor, empty: Tensor, cues: Sequence[FrameCue]) -> Tensor:
    """Bool [N,H,W]: where there is a figure in pictures [N,3,H,W], 0..1, of these empty places."""
    return apart(pictures, empty, [scenery.setting(cue)[1] for cue in cues])


def apart(pictures: Tensor, empty: Tensor, lights: Sequence[Light]) -> Tensor:
    """``figures`` in places that are lit so.

    A shadow is no deeper than its light's ink: what is darker is dark paper.
    """
    dark_paper = torch.tensor([lit.shadow for lit in lights]).view(-1, 3, 1, 1)
    deepest = torch.tensor([lit.ink for lit in lights]).view(-1, 1, 1, 1)
    gap, way = pictures - empty, dark_paper - empty
    dark = (gap * way).sum(1, keepdim=True) / (way.square().sum(1, keepdim=True) + 1e-4)
    rest = (gap - dark.clamp(min=0).minimum(deepest) * way).abs().amax(1, keepdim=True)
    inked = (rest > APART).float()
    return F.avg_pool2d(inked, 3, stride=1, padding=1)[:, 0] > 0.5  # single lines are edges


def parted(figure: Tensor) -> list[Tensor]:
    """The masks [H,W] of all figures of one picture's mask [H,W] that hang together."""
    height, width = figure.shape
    cells = F.max_pool2d(figure[None, None].float(), CELL, ceil_mode=True)
    near = F.max_pool2d(cells, 3, stride=1, padding=1)
    names = torch.arange(1, near.numel() + 1, dtype=torch.float32).view_as(near) * near
    while True:
        told = F.max_pool2d(names, 3, stride=1, padding=1) * near
        if torch.equal(told, names):
            break
        names = told
    fine = names[0, 0].repeat_interleave(CELL, 0).repeat_interleave(CELL, 1)[:height, :width]
    fine = fine * figure
    found = [fine == name for name in fine.unique().tolist() if name]
    found = [mask for mask in found if float(mask.float().mean()) <= PLACE]
    found.sort(key=lambda mask: -int(mask.sum()))
    whole: list[Tensor] = []
    for mask in found:
        home = next((i for i, large in enumerate(whole) if _is_chip(mask, large)), None)
        if home is not None:
            whole[home] = whole[home] | mask
        elif float(mask.float().mean()) >= DIRT:
            whole.append(mask)
    return whole


def _is_chip(mask: Tensor, large: Tensor) -> bool:
    """Whether a part belongs to a much larger one: its middle lies in that one's box."""
    if int(mask.sum()) > CHIP * int(large.sum()):
        return False
    ys, xs = mask.nonzero(as_tuple=True)
    rows, columns = large.nonzero(as_tuple=True)
    y, x = ys.float().mean(), xs.float().mean()
    return bool((rows.min() <= y) & (y <= rows.max()) & (columns.min() <= x) & (x <= columns.max()))
