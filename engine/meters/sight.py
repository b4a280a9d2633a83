"""Sight: the figures in pictures, each with its box, kind and colour.

Nothing is told of who was asked for: where figures are comes from the empty place (``ground``),
what they are from our own namer.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

import torch
import torch.nn.functional as F
from torch import Tensor

import assets
from engine.meters import daylight, ground, namer
from engine.meters.kinds import ANOTHER, KINDS, NAMES
from engine.painter import Painter
from storyboard import animatic, scenery
from storyboard.board import Box
from storyboard.cue import FrameCue
from storyboard.layout import iou
from storyboard.light import Light

SIZE = (320, 180)  # pixels that are looked at
SURE = 0.2  # a kind less likely than this is another


@dataclass(frozen=True)
class Seen:
    """One figure of a picture: ``box`` of what is visible, in frames; ``kind`` of KINDS or ANOTHER,
    ``sure`` how sure (0..1); ``colour`` of NAMES; ``mask`` bool [H,W] at SIZE.
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


class Eye:
    """What looks. Made with the bundled namer, or that of a training folder. Raises EngineError."""

    def __init__(self, folder: Path | None = None) -> None:
        self._namer = namer.load((folder or assets.path("meters")) / namer.FILE)
        self._painter = Painter(SIZE)

    @torch.no_grad()
    def look(self, pictures: Tensor, cues: Sequence[FrameCue]) -> list[list[Seen]]:
        """The figures in every picture of [N,3,H,W], 0..1, any size, of the places of ``cues``; the
        largest first.
        """
        shown = small(pictures)
        bare = [animatic.display(replace(cue, subjects=())) for cue in cues]
        places = self._painter.paint(bare).clamp(0, 1)
        masks = ground.figures(shown, places, cues)
        return [
            self._named(picture, place, ground.parted(mask), scenery.setting(cue)[1])
            for picture, place, mask, cue in zip(shown, places, masks, cues, strict=True)
        ]

    def _named(
        self, picture: Tensor, place: Tensor, masks: Sequence[Tensor], lit: Light
    ) -> list[Seen]:
        if not masks:
            return []
        crops = torch.stack(cuts(picture, place, masks, lit))
        both = [self._namer(crops), self._namer(crops.flip(-1))]  # mirrored as well: surer
        chances, best = (sum(kind.softmax(1) for kind, _, _ in both) / 2).max(1)
        colours = sum(colour.softmax(1) for _, colour, _ in both)
        row = []
        for k, mask in enumerate(masks):
            kind = KINDS[int(best[k])] if chances[k] >= SURE else ANOTHER
            colour = NAMES[int(colours[k].argmax())]
            row.append(Seen(extent(mask), kind, colour, float(chances[k]), mask))
        return row


def cuts(picture: Tensor, place: Tensor, masks: Sequence[Tensor], lit: Light) -> list[Tensor]:
    """What the namer is shown of every mask [H,W] of a picture and its empty place [3,H,W]: where
    another figure is, there is the place.
    """
    day, bare = daylight.by_day(picture, lit), daylight.by_day(place, lit)
    everyone = torch.stack(list(masks)).any(0)
    return [namer.crop(torch.where(everyone & ~mask, bare, day), bare, mask) for mask in masks]


def small(pictures: Tensor) -> Tensor:
    """Pictures [N,3,H,W] at SIZE."""
    width, height = SIZE
    if pictures.shape[-2:] == (height, width):
        return pictures
    return F.interpolate(
        pictures, size=(height, width), mode="bilinear", antialias=True, align_corners=False
    ).clamp(0, 1)


def extent(mask: Tensor) -> Box:
    """The box of a mask [H,W] that is not empty, in frames, pixels taken whole."""
    rows, columns = mask.any(1).nonzero()[:, 0], mask.any(0).nonzero()[:, 0]
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
