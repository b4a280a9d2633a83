"""One training window: what papercut is shown and what the painter made of the same cues, kept as
bytes.
"""

from __future__ import annotations

import random
from dataclasses import dataclass, fields, replace
from functools import cache

import torch
from torch import Tensor

from engine.painter import Painter
from engine.papercut import films
from engine.papercut.conditions import DAYTIMES, WEATHERS, Conditions
from engine.papercut.shown import Show
from storyboard import animatic, staging

SIZE = (320, 180)
PATCH = 5
HALVES = ("maps", "owner", "hinges")
BYTES = ("plate", "front", "canvas", "papers")  # 0..1 pictures, kept as bytes


@dataclass
class Example:
    """``target`` uint8 [T,3,H,W]; ``seen`` are Conditions whose pictures are bytes and whose maps
    are half floats.
    """

    target: Tensor
    seen: Conditions

    def take(self, frames: slice) -> Example:
        picked = {
            f.name: getattr(self.seen, f.name)[frames]
            for f in fields(Conditions)
            if f.name != "phrases"
        }
        return Example(self.target[frames], replace(self.seen, **picked))

    def conditions(self) -> Conditions:
        pictures = {name: getattr(self.seen, name).float() / 255 for name in BYTES}
        return replace(
            self.seen, **pictures, **{name: getattr(self.seen, name).float() for name in HALVES}
        )

    def clean(self) -> Tensor:
        """Target frames float32 [T,3,H,W], 0..1."""
        return self.target.float() / 255


@cache
def _tools() -> tuple[Painter, Show]:
    return Painter(SIZE), Show(SIZE, PATCH)


@torch.no_grad()
def make(seed: int, held_out: bool = False, length: int = 16) -> Example:
    """Paint one window of a random film; the same seed gives the same window."""
    painter, show = _tools()
    rng = random.Random(seed * 104729 + 7)
    board = films.film(seed, held_out)
    cues = [staging.cue(board, shot, frame) for shot, frame in films.slots(board, rng, length)]
    target = painter.paint([animatic.display(cue) for cue in cues])
    chatter = rng.getrandbits(
        32
    )  # one way of talking for a window: words do not change from frame to frame
    seen = show.window(cues, [films.told(cue, chatter, held_out) for cue in cues])
    if rng.random() < 0.3:
        seen.daytime.fill_(len(DAYTIMES))  # not told: the words must do
    if rng.random() < 0.3:
        seen.weather.fill_(len(WEATHERS))
    pictures = {name: _bytes(getattr(seen, name)) for name in BYTES}
    return Example(
        _bytes(target),
        replace(seen, **pictures, **{name: getattr(seen, name).half() for name in HALVES}),
    )


def _bytes(picture: Tensor) -> Tensor:
    return (picture.clamp(0, 1) * 255).round().byte()
