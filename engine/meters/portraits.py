"""Portraits: single figures to learn kinds and colours from - any puppet, doing anything, in any
light, cut out as roughly as the eye cuts.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache

import torch
import torch.nn.functional as F
from torch import Tensor

from engine.meters import kinds, namer
from engine.meters.crowds import PAPERS, SKIES, TIMES
from engine.painter import Painter
from storyboard import animatic, light, poses, puppets
from storyboard.board import Box
from storyboard.cue import FrameCue, SubjectCue
from storyboard.drawing import DisplayList

FINE = 96  # pixels a side as painted


@dataclass
class Portrait:
    """``cut`` uint8 [4,FINE,FINE], premultiplied, by day; ``kind``, ``colour`` indices."""

    cut: Tensor
    kind: int
    colour: int


@cache
def _painter() -> Painter:
    return Painter((FINE, FINE))


def make(seed: int, count: int = 12, name: str = "") -> list[Portrait]:
    """``count`` portraits of one puppet in one dress; the same seed gives the same."""
    rng = random.Random(seed * 7927 + 11)
    name = name or rng.choice(kinds.KINDS)
    attributes = {}
    draw = rng.random()
    if draw < 0.3:
        attributes["vary"] = str(rng.randrange(10**9))
    elif draw < 0.75:
        attributes["colour"] = rng.choice(PAPERS)
    if rng.random() < 0.15:
        attributes["hat"] = "yes"
    actions = sorted(poses.actions(puppets.find(name).rig))
    lists = []
    for action in rng.choices(actions, k=3):
        for _ in range(count // 3):
            subject = SubjectCue(
                "u", name, Box(0.06, 0.06, 0.94, 0.94), name, attributes, action=action,
                phase=rng.random(), facing=rng.choice((1, -1)),
            )  # fmt: skip
            cue = FrameCue("portrait", 0, 0.0, subjects=(subject,), aspect=1.0)
            shown = animatic.display(cue)
            figure = tuple(
                replace(group, lift=0.0, inner=True) for group in shown.groups if group.subject
            )
            lists.append(DisplayList(figure, shown.shadow, shown.ink, 1.0))
    cuts = (_painter().paint_cutout(lists).clamp(0, 1) * 255).round().byte()
    kind = kinds.KINDS.index(name)
    colour = kinds.NAMES.index(kinds.colour_of(name, attributes))
    return [Portrait(cut, kind, colour) for cut in cuts]


def crops(row: Sequence[Portrait], rng: random.Random) -> Tensor:
    """Portraits as the namer will see figures: in some light, small or large, soft, with ragged
    edges, a part covered or out of the frame. [N,4,64,64].
    """
    found = []
    for portrait in row:
        cut = portrait.cut.float() / 255
        mask = cut[3] > 0.5
        colour = cut[:3] / cut[3:].clamp(min=1e-3)
        side = rng.randint(18, FINE)
        size = (side, side)
        colour = F.interpolate(colour[None], size=size, mode="bilinear", antialias=True)[0]
        mask = F.interpolate(mask.float()[None, None], size=size, mode="area")[0, 0]
        mask = mask > rng.uniform(0.3, 0.7)
        colour = soiled(in_light(colour.clamp(0, 1), rng), rng)
        found.append(namer.crop(colour, covered(mask, rng)))
    made = torch.stack(found)
    return made.flip(-1) if rng.random() < 0.5 else made


def in_light(colour: Tensor, rng: random.Random) -> Tensor:
    """Colours [3,H,W] by day in the light of any scene, as a subject wears it."""
    lit = light.light(rng.choice(TIMES), rng.choice(SKIES), rng.random() < 0.4, rng.random() < 0.08)
    rows = torch.tensor(lit.weights(lit.keep))
    return torch.einsum("cd,dhw->chw", rows[:, :3], colour) + rows[:, 3].view(3, 1, 1)


def soiled(colour: Tensor, rng: random.Random) -> Tensor:
    """Softer, noisier, with other gain."""
    if rng.random() < 0.4:
        padded = F.pad(colour[None], (1, 1, 1, 1), mode="replicate")
        colour = F.avg_pool2d(padded, 3, stride=1)[0]
    colour = colour * rng.uniform(0.92, 1.08) + rng.uniform(-0.03, 0.03)
    return (colour + rng.choice((0.0, 0.01, 0.03)) * torch.randn_like(colour)).clamp(0, 1)


def covered(mask: Tensor, rng: random.Random) -> Tensor:
    """A mask [H,W] with a ragged edge, and sometimes a part behind something or out of frame."""
    height, width = mask.shape
    if rng.random() < 0.5:
        grown = F.avg_pool2d(mask.float()[None, None], 3, stride=1, padding=1)[0, 0]
        mask = grown + 0.25 * torch.rand_like(grown) > rng.uniform(0.35, 0.75)
    if rng.random() < 0.35:
        mask = mask.clone()
        part = rng.uniform(0.1, 0.4)
        side = rng.randrange(4)
        if side == 0:
            mask[: int(part * height)] = False
        elif side == 1:
            mask[int((1 - part) * height) :] = False
        elif side == 2:
            mask[:, : int(part * width)] = False
        else:
            mask[:, int((1 - part) * width) :] = False
    return mask
