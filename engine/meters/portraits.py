"""Portraits: single figures to learn kinds and colours from - any puppet, doing anything, anywhere
and in any light, found in the place and cut out as the eye finds and cuts.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache

import torch
import torch.nn.functional as F
from torch import Tensor

from engine.meters import daylight, ground, kinds, namer
from engine.meters.crowds import PAPERS, SIZE, SKIES, TIMES
from engine.painter import Painter
from storyboard import animatic, backdrops, poses, puppets, scenery
from storyboard.board import Box, Daytime, Weather
from storyboard.cue import FrameCue, SubjectCue
from storyboard.drawing import DisplayList
from storyboard.light import Light

FINE = 112  # pixels a side as painted
SMALLEST, LARGEST = 22, 165  # pixels a side in a place
VARIED = 0.15  # of the puppets are varied; such are hardly of a kind any more
VIEWS = 2  # how often a painted figure is set into places
LEAST = 40  # pixels of a mask; what shows less is taught by its true outline


@dataclass
class Portrait:
    """``crop`` uint8 [7,64,64] as ``namer.crop`` cuts; ``kind``, ``colour`` indices; ``paper`` the
    main paper's colour by day.
    """

    crop: Tensor
    kind: int
    colour: int
    paper: tuple[float, float, float]


@dataclass
class Place:
    """An empty place: ``picture`` uint8 [3,H,W] at SIZE in its ``light``."""

    picture: Tensor
    light: Light


@cache
def _painter() -> Painter:
    return Painter((FINE, FINE))


@cache
def _stage() -> Painter:
    return Painter(SIZE)


def place(seed: int) -> Place:
    """Some place in some light, with nobody in it; the same seed gives the same."""
    rng = random.Random(seed * 4001 + 7)
    backdrop = rng.choice(backdrops.names())
    weather: Weather = "clear" if backdrops.find(backdrop).indoor else rng.choice(SKIES)
    size = rng.choice((1.0, 1.0, rng.uniform(0.6, 1.1)))
    x, y = rng.uniform(-0.1, 1.1 - size), rng.uniform(0.0, max(0.0, 1.0 - size))
    cue = FrameCue(
        "place", 0, rng.uniform(0, 60), backdrop=backdrop, camera=Box(x, y, x + size, y + size),
        daytime=rng.choice(TIMES), weather=weather,
    )  # fmt: skip
    picture = _stage().paint([animatic.display(cue)])[0].clamp(0, 1)
    return Place((picture * 255).round().byte(), scenery.setting(cue)[1])


def figures(seed: int, count: int = 12, name: str = "") -> tuple[Tensor, Portrait]:
    """``count`` cut-outs of one puppet in one dress, uint8 [count,4,FINE,FINE], premultiplied, by
    day, and what they are (a portrait without a crop); the same seed gives the same. Lamps of half
    of those that have some are lit.
    """
    rng = random.Random(seed * 7927 + 11)
    name = name or rng.choice(kinds.KINDS)
    attributes = {}
    if rng.random() < VARIED:
        attributes["vary"] = str(rng.randrange(10**9))
    elif rng.random() < 0.55:
        attributes["colour"] = rng.choice(PAPERS)
    if rng.random() < 0.15:
        attributes["hat"] = "yes"
    puppet = puppets.find(name)
    shines = any(piece.glow or piece.lamp for piece in puppet.pieces.values())
    daytime: Daytime = "night" if shines and rng.random() < 0.5 else "day"
    actions = sorted(poses.actions(puppet.rig))
    lists = []
    for action in rng.choices(actions, k=3):
        for _ in range(count // 3):
            subject = SubjectCue(
                "u", name, Box(0.06, 0.06, 0.94, 0.94), name, attributes, action=action,
                phase=rng.random(), facing=rng.choice((1, -1)),
            )  # fmt: skip
            cue = FrameCue("portrait", 0, 0.0, subjects=(subject,), aspect=1.0, daytime=daytime)
            shown = animatic.display(cue)
            figure = tuple(
                replace(group, lift=0.0, inner=True) for group in shown.groups if group.subject
            )
            lists.append(DisplayList(figure, shown.shadow, shown.ink, 1.0))
    painted = _painter().paint_cutout(lists).clamp(0, 1)
    cover = painted[:, 3:]
    lit = scenery.setting(cue)[1]
    plain = [daylight.by_day(one, lit) for one in painted[:, :3] / cover.clamp(min=1e-3)]
    cuts = (torch.cat([torch.stack(plain) * cover, cover], 1) * 255).round().byte()
    kind = kinds.KINDS.index(name)
    colour = kinds.NAMES.index(kinds.colour_of(name, attributes))
    return cuts, Portrait(torch.empty(0), kind, colour, kinds.paper_of(name, attributes))


def make(
    seed: int, places: Sequence[Place], count: int = 12, name: str = "", views: int = VIEWS
) -> list[Portrait]:
    """Portraits of one puppet in one dress, each of ``count`` poses set into ``views`` places."""
    cuts, plain = figures(seed, count, name)
    rng = random.Random(seed * 31 + 5)
    return [
        replace(plain, crop=(posed(cut, rng.choice(places), rng) * 255).round().byte())
        for cut in cuts
        for _ in range(views)
    ]


def posed(cut: Tensor, at: Place, rng: random.Random) -> Tensor:
    """A cut-out set somewhere into a place, found there as the eye finds, and cut: [7,64,64]."""
    width, height = SIZE
    side = round(SMALLEST * (LARGEST / SMALLEST) ** rng.random())
    x, y = rng.randint(-side // 5, width - 4 * side // 5), rng.randint(-side // 5, height - side)
    edge = max(3, side // 6)
    window = (
        slice(max(0, y - edge), min(height, y + side + edge)),
        slice(max(0, x - edge), min(width, x + side + edge)),
    )
    empty = at.picture[(slice(None), *window)].float() / 255
    figure = F.interpolate(
        cut[None].float() / 255, size=(side, side), mode="bilinear", antialias=True
    )[0]
    pad = (
        x - window[1].start, window[1].stop - x - side,
        y - window[0].start, window[0].stop - y - side,
    )  # fmt: skip
    figure = F.pad(figure, pad)  # negative where the frame's edge cuts it
    cover = figure[3:]
    wears = daylight.in_light(figure[:3] / cover.clamp(min=1e-3), at.light)
    scene = shaded(empty, cover, at.light, side)
    scene = soiled(scene * (1 - cover) + wears.clamp(0, 1) * cover, rng)
    mask = ground.apart(scene[None], empty[None], [at.light])[0]
    mask &= F.max_pool2d(cover, 3, stride=1, padding=1)[0] > 0.2  # other parts are other figures
    if int(mask.sum()) < LEAST:
        mask = cover[0] > 0.5
    return namer.crop(
        daylight.by_day(scene, at.light), daylight.by_day(empty, at.light), covered(mask, rng)
    )


def shaded(empty: Tensor, cover: Tensor, lit: Light, side: int) -> Tensor:
    """The place with the figure's soft shadow on it."""
    low = max(1, side // 40)
    soft = F.avg_pool2d(cover[None], 2 * low + 1, stride=1, padding=low)[0]
    soft = soft.roll((low, low), (1, 2)) * lit.ink
    return empty * (1 - soft) + torch.tensor(lit.shadow).view(3, 1, 1) * soft


def soiled(picture: Tensor, rng: random.Random) -> Tensor:
    """Softer, noisier, with other gain: as a network's frames may be."""
    if rng.random() < 0.35:
        padded = F.pad(picture[None], (1, 1, 1, 1), mode="replicate")
        picture = torch.lerp(picture, F.avg_pool2d(padded, 3, stride=1)[0], rng.random())
    picture = picture * rng.uniform(0.97, 1.03) + rng.uniform(-0.01, 0.01)
    noise = rng.choice((0.0, 0.0, 0.01, 0.02))
    return (picture + noise * torch.randn_like(picture) if noise else picture).clamp(0, 1)


def covered(mask: Tensor, rng: random.Random) -> Tensor:
    """A mask [H,W], now and then with a part lost: it was cut off, or took another's colour."""
    if rng.random() < 0.15:
        height, width = mask.shape
        part = rng.uniform(0.2, 0.45)
        mask = mask.clone()
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
