"""Sight: the figures that our own networks find in pictures, each with its box, kind and colour.

It is shown the empty place beside each picture, and told nothing of who was asked for. Cells whose
told boxes agree are one figure; its box is that of its mask's pixels; what is under the mask goes
to the namer.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

import torch
import torch.nn.functional as F
from torch import Tensor

import assets
from engine.meters import namer, segmenter
from engine.meters.kinds import ANOTHER, KINDS, NAMES
from engine.meters.namer import Namer
from engine.meters.segmenter import CELL, SIZE, Reading, Segmenter
from storyboard.board import Box
from storyboard.layout import iou

AGREE = 0.45  # IoU from which two cells' boxes speak of one figure
LEAST = 4  # cells of a figure; less is dirt
DIRT = 0.0012  # of the frame: 70 pixels; less is no figure
SURE = 0.2  # a kind less likely than this is another
BATCH = 8


@dataclass(frozen=True)
class Seen:
    """One figure of a picture: ``box`` of what is visible, in frames; ``kind`` of KINDS or ANOTHER,
    ``sure`` how sure (0..1); ``colour`` of NAMES; ``mask`` bool [H,W] at the segmenter's size.
    """

    box: Box
    kind: str
    colour: str
    sure: float
    mask: Tensor = field(repr=False, compare=False)

    @property
    def share(self) -> float:
        """The part of the frame that it covers."""
        return float(self.mask.float().mean())


def small(pictures: Tensor) -> Tensor:
    """Pictures [N,3,H,W] at the segmenter's size."""
    width, height = SIZE
    if pictures.shape[-2:] == (height, width):
        return pictures
    return F.interpolate(
        pictures, size=(height, width), mode="bilinear", antialias=True, align_corners=False
    ).clamp(0, 1)


@dataclass(frozen=True)
class Eye:
    """What looks: where figures are, and what they are."""

    segmenter: Segmenter
    namer: Namer

    @torch.no_grad()
    def look(self, pictures: Tensor, empty: Tensor) -> list[list[Seen]]:
        """The figures in every picture of [N,3,H,W], 0..1, any size, beside their places without
        anyone (``lessons.empty``); the largest first.
        """
        found: list[list[Seen]] = []
        for part, place in zip(small(pictures).split(BATCH), small(empty).split(BATCH)):
            reading = self.segmenter(part, place)
            for i, picture in enumerate(part):
                found.append(self._named(picture, masks(reading, i)))
        return found

    def _named(self, picture: Tensor, found: Sequence[Tensor]) -> list[Seen]:
        if not found:
            return []
        kinds, colours = self.namer(torch.stack([namer.crop(picture, mask) for mask in found]))
        chances, best = kinds.softmax(1).max(1)
        row = []
        for k, mask in enumerate(found):
            kind = KINDS[int(best[k])] if chances[k] >= SURE else ANOTHER
            box = extent(mask)
            assert box is not None
            row.append(Seen(box, kind, NAMES[int(colours[k].argmax())], float(chances[k]), mask))
        return sorted(row, key=lambda one: -one.share)


def open_eye(folder: Path | None = None) -> Eye:
    """The bundled eye, or that of a training folder. Raises EngineError."""
    folder = folder or assets.path("meters")
    return Eye(
        segmenter.load(Segmenter(), folder / segmenter.FILE),
        segmenter.load(Namer(), folder / namer.FILE),
    )


def masks(reading: Reading, index: int) -> list[Tensor]:
    """The masks of one picture's figures, bool [H,W] each."""
    ink = reading.figure[index].sigmoid()
    cells = F.avg_pool2d(ink[None, None], CELL, ceil_mode=True)[0, 0]
    ys, xs = (cells > 0.5).nonzero(as_tuple=True)
    if len(ys) < LEAST:
        return []
    h, w = cells.shape
    reach = reading.reach[index][:, ys, xs]
    x, y = (xs + 0.5) / w, (ys + 0.5) / h
    boxes = torch.stack([x - reach[0], y - reach[1], x + reach[2], y + reach[3]], 1)
    owner = grouped(boxes, centred(reach))
    whose = torch.full((h, w), -1)
    whose[ys, xs] = owner
    fine = whose.repeat_interleave(CELL, 0).repeat_interleave(CELL, 1)
    fine = fine[: ink.shape[0], : ink.shape[1]]
    found = [(fine == number) & (ink > 0.5) for number in range(int(owner.max()) + 1)]
    return [mask for mask in found if float(mask.float().mean()) >= DIRT]


def centred(reach: Tensor) -> Tensor:
    """How near cells are to the middle of their box, 0..1 (FCOS, section 3.2) [4,M] -> [M]."""
    left, top, right, bottom = reach.clamp(min=1e-4)
    across = torch.minimum(left, right) / torch.maximum(left, right)
    down = torch.minimum(top, bottom) / torch.maximum(top, bottom)
    return (across * down).sqrt()


def grouped(boxes: Tensor, worth: Tensor) -> Tensor:
    """Which figure each of M cells belongs to, [M], -1 = none: cells whose boxes agree are one.

    The most central cell speaks first; whoever agrees with what its friends say on average joins.
    """
    owner = torch.full((len(boxes),), -1)
    free = torch.ones(len(boxes), dtype=torch.bool)
    groups: list[Tensor] = []
    while int(free.sum()) >= LEAST:
        seed = int(torch.where(free, worth, worth.new_tensor(-1.0)).argmax())
        spoken = boxes[seed]
        for _ in range(2):
            mates = free & (overlap(boxes, spoken) > AGREE)
            spoken = boxes[mates].median(0).values if bool(mates.any()) else spoken
        mates[seed] = True
        free &= ~mates
        if int(mates.sum()) >= LEAST:
            owner[mates] = len(groups)
            groups.append(spoken)
    for cell in (owner < 0).nonzero()[:, 0].tolist():  # the rest goes to whom it agrees with most
        agreed = [float(overlap(boxes[cell : cell + 1], group)[0]) for group in groups]
        if agreed and max(agreed) > 0.15:
            owner[cell] = agreed.index(max(agreed))
    return owner


def overlap(boxes: Tensor, one: Tensor) -> Tensor:
    """IoU of boxes [M,4] with one [4]."""
    low, high = torch.maximum(boxes[:, :2], one[:2]), torch.minimum(boxes[:, 2:], one[2:])
    common = (high - low).clamp(min=0).prod(1)
    area = (boxes[:, 2:] - boxes[:, :2]).clamp(min=0).prod(1)
    return common / (area + (one[2:] - one[:2]).clamp(min=0).prod() - common + 1e-9)


def extent(mask: Tensor) -> Box | None:
    """The box of a mask [H,W] in frames; None when it is empty."""
    rows, columns = mask.any(1).nonzero()[:, 0], mask.any(0).nonzero()[:, 0]
    if not len(rows):
        return None
    height, width = mask.shape
    return Box(
        int(columns[0]) / width,
        int(rows[0]) / height,
        (int(columns[-1]) + 1) / width,
        (int(rows[-1]) + 1) / height,
    )


def paired(seen: Sequence[Box], asked: Sequence[Box], least: float = 0.1) -> list[int | None]:
    """For each asked box the seen one that lies on it best, each used once; None for none.

    By IoU alone, whatever kind it is; pairs under ``least`` do not count.
    """
    rank = sorted(
        (-iou(box, want), k, i) for i, box in enumerate(seen) for k, want in enumerate(asked)
    )
    found: list[int | None] = [None] * len(asked)
    used: set[int] = set()
    for value, k, i in rank:
        if -value >= least and found[k] is None and i not in used:
            found[k] = i
            used.add(i)
    return found
