"""Crowds: random puppets in random places, with their true masks - what the eye is examined on."""

from __future__ import annotations

import random
from dataclasses import dataclass
from functools import cache

import torch
from torch import Tensor

from engine.meters import kinds, truth
from engine.painter import Painter
from storyboard import animatic, backdrops, poses, puppets
from storyboard.board import Box, Daytime, Weather
from storyboard.cue import FrameCue, SubjectCue

SIZE = (320, 180)
PAPERS = tuple(paper for row in kinds.COLOURS.values() for paper in row)
TIMES: tuple[Daytime, ...] = ("day", "day", "day", "dusk", "night", "dawn")
SKIES: tuple[Weather, ...] = ("clear", "clear", "clear", "clear", "rain", "snow")
ABREAST = 6  # subjects in a frame at most


@dataclass
class Crowd:
    """``picture`` uint8 [3,H,W] of ``cue``; ``owner`` uint8 [H,W], 0 = the place; for each of its S
    subjects ``kind``, ``colour`` (indices of KINDS, NAMES) and ``box`` [S,4], what is seen of it.
    """

    picture: Tensor
    cue: FrameCue
    owner: Tensor
    kind: Tensor
    colour: Tensor
    box: Tensor


@cache
def _painter() -> Painter:
    return Painter(SIZE)


def make(seed: int, count: int = 16) -> list[Crowd]:
    """Paint ``count`` frames of one place in one light; the same seed gives the same."""
    rng = random.Random(seed * 6007 + 3)
    backdrop = rng.choice(backdrops.names())
    indoor = backdrops.find(backdrop).indoor
    daytime = rng.choice(TIMES)
    weather: Weather = "clear" if indoor else rng.choice(SKIES)
    cues = []
    size = rng.choice((1.0, 1.0, 1.0, rng.uniform(0.6, 1.1)))  # a place is painted once for each
    for i in range(count):
        cues.append(
            FrameCue(
                shot=f"crowd{seed}",
                frame=i,
                seconds=rng.uniform(0, 60),
                backdrop=backdrop,
                camera=_camera(rng, size),
                daytime=daytime,
                weather=weather,
                subjects=_subjects(rng, backdrops.find(backdrop).ground / 100),
            )
        )
    pictures = _painter().paint([animatic.display(cue) for cue in cues])
    return [_crowd(cue, picture) for cue, picture in zip(cues, pictures, strict=True)]


def _crowd(cue: FrameCue, picture: Tensor) -> Crowd:
    owner = truth.owners(cue, SIZE)
    boxes = []
    for k in range(len(cue.subjects)):
        box = truth.extent(owner == k + 1) or Box(0, 0, 0, 0)
        boxes.append((box.x0, box.y0, box.x1, box.y1))
    return Crowd(
        (picture.clamp(0, 1) * 255).round().byte(),
        cue,
        torch.from_numpy(owner.copy()),
        torch.tensor([kinds.KINDS.index(s.puppet) for s in cue.subjects], dtype=torch.long),
        torch.tensor(
            [kinds.NAMES.index(kinds.colour_of(s.puppet, s.attributes)) for s in cue.subjects],
            dtype=torch.long,
        ),
        torch.tensor(boxes, dtype=torch.float32).view(-1, 4),
    )


def _camera(rng: random.Random, size: float) -> Box:
    x, y = rng.uniform(-0.1, 1.1 - size), rng.uniform(0.0, max(0.0, 1.0 - size))
    return Box(x, y, x + size, y + size)


def _subjects(rng: random.Random, ground: float) -> tuple[SubjectCue, ...]:
    row = []
    count = rng.choice((0, 1, 2, 2, 3, 3, 4, 4, 5, ABREAST))
    names = [rng.choice(kinds.KINDS) for _ in range(count)]
    if count > 1 and rng.random() < 0.25:  # several of a kind must be told apart
        names = [names[0]] * count
    for i, name in enumerate(names):
        row.append(_subject(rng, f"u{i}", name, ground))
    return tuple(sorted(row, key=lambda one: one.box.y1))


def _subject(rng: random.Random, id: str, name: str, ground: float) -> SubjectCue:
    puppet = puppets.find(name)
    action = rng.choice(sorted(poses.actions(puppet.rig)))
    tall = min(0.75, max(0.12, 0.5 * (puppet.size / 1.7) ** 0.55)) * rng.uniform(0.6, 1.6)
    x0, y0, x1, y1 = poses.extents(puppet, action)
    stand = poses.extents(puppet, "stand")
    unit = tall / (stand[3] - stand[1])
    height, width = (y1 - y0) * unit, (x1 - x0) * unit * 9 / 16
    x, foot = rng.uniform(0.02, 0.98), ground + rng.uniform(-0.08, 0.1)
    if action in ("fly", "swim", "float") or puppet.rig == "fish" or rng.random() < 0.1:
        foot = rng.uniform(0.25, 0.9)
    attributes = {}
    draw = rng.random()
    if draw < 0.3:
        attributes["vary"] = str(rng.randrange(10**9))
    elif draw < 0.75:
        attributes["colour"] = rng.choice(PAPERS)
    if rng.random() < 0.15:
        attributes["hat"] = "yes"
    return SubjectCue(
        id=id,
        kind=name,
        box=Box(x - width / 2, foot - height, x + width / 2, foot),
        puppet=name,
        attributes=attributes,
        action=action,
        phase=rng.random(),
        facing=rng.choice((1, -1)),
        order=0,
    )
