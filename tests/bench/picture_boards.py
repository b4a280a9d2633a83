"""Boards that no training saw, and the network at work on them: the picture benchmark's own studio.

Frames are made by the bundled weights at the network's own size, 320x180, with the sampler, sheets
and noise of the application; the eye looks at that size anyway.
"""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

import torch
from torch import Tensor

import assets
from engine import families
from engine.keys import noise_seed
from engine.painter import Painter
from engine.papercut import films
from engine.papercut.conditions import Conditions
from engine.papercut.network import Papercut
from engine.papercut.sampler import sample
from engine.papercut.shown import Show
from storyboard import animatic, staging
from storyboard.board import Board, Shot
from storyboard.cue import FrameCue

FIRST = 800_000  # films from here on are never trained on: training counts from nought
Change = Callable[[Conditions], Conditions]


def board(number: int, held_out: bool) -> tuple[Board, Shot]:
    """The ``number``-th random board with subjects, and its shot with most of them. Its puppets
    are as bundled - a varied one may be of any kind - and half of them get a colour.
    """
    seed = FIRST + 20 * number
    while True:
        found = films.film(seed, held_out)
        shot = max(found.shots, key=lambda shot: len(shot.subjects))
        if shot.subjects:
            break
        seed += 1
    return plain(found, seed), shot


def plain(board: Board, seed: int) -> Board:
    """The board with its puppets as bundled, half of them in a colour of their own."""
    dice = random.Random(seed)
    cast = []
    for subject in board.cast:
        kept = {name: said for name, said in subject.attributes.items() if name != "vary"}
        if "colour" not in kept and dice.random() < 0.5:
            kept["colour"] = dice.choice(films.PAPERS)
        cast.append(replace(subject, attributes=kept))
    return replace(board, cast=tuple(cast))


def spread_cues(board: Board, shot: Shot, count: int) -> tuple[FrameCue, ...]:
    """``count`` cues evenly over a shot, both ends among them."""
    ticks = (shot.length + 1) // 2
    return staging.cues(
        board, shot.id, [2 * round(i * (ticks - 1) / (count - 1)) for i in range(count)]
    )


class Maker:
    """The bundled network; counts its calls and the seconds that they took."""

    def __init__(self, detail: int = 1) -> None:
        self.net = Papercut.from_pretrained(assets.path("papercut")).eval()
        config = self.net.config
        self.size = (config["width"] * detail, config["height"] * detail)
        self.show = Show(self.size, config["patch"] * detail)
        self.painter = Painter(self.size)
        self.steps = families.card("papercut").steps
        self.calls, self.seconds = 0, 0.0

    def make(
        self,
        cues: Sequence[FrameCue],
        known: Mapping[int, Tensor] | None = None,
        level: int = 1,
        seed: int = 1,
        change: Change | None = None,
    ) -> Tensor:
        """Frames [T,3,H,W] in 0..1 on the 8-bit grid; ``known`` positions come back as they are.

        ``change`` alters what the network is shown.
        """
        began = time.monotonic()
        seen = self.show.window(cues)
        seen = (change(seen) if change else seen).batched()
        width, height = self.size
        given = torch.zeros(1, len(cues), 3, height, width)
        mask = torch.zeros(1, len(cues))
        for at, picture in (known or {}).items():
            given[0, at] = picture * 2 - 1
            mask[0, at] = 1
        noise = torch.stack([self._noise(seed, cue, level) for cue in cues])[None]
        made = sample(self.net, seen, given, mask, noise, self.steps)[0]
        self.calls += 1
        self.seconds += time.monotonic() - began
        return ((made + 1) * 127.5).round() / 255

    def _noise(self, seed: int, cue: FrameCue, level: int) -> Tensor:
        config = self.net.config
        dice = torch.Generator().manual_seed(noise_seed(seed, cue.shot, cue.frame, level))
        return torch.randn(3, config["height"], config["width"], generator=dice)

    def truth(self, cues: Sequence[FrameCue]) -> Tensor:
        """The painter's frames of the same cues, [T,3,H,W] in 0..1."""
        return self.painter.paint([animatic.display(cue) for cue in cues]).clamp(0, 1)
