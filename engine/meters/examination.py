"""The eye's own error, on painted frames that it was never taught: a meter must be known.

Frames are crowds; portraits are what was taught. A figure counts when at least MIN_SHARE of the
frame shows it; those that touch others are told apart, for the meters do not judge them.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

import torch

from engine.meters import boxes, crowds
from engine.meters.crowds import Crowd
from engine.meters.kinds import KINDS, NAMES
from engine.meters.sight import Eye, Seen, paired
from storyboard.board import Box
from storyboard.layout import iou

FIRST = 10_000_000
MIN_SHARE = 0.002  # of the frame: 115 pixels


@dataclass
class Tally:
    """Sums over figures: how many there were and were found, IoU, right kinds and colours."""

    asked: int = 0
    found: int = 0
    overlap: float = 0.0
    kind: int = 0
    colour: int = 0

    def shares(self) -> dict[str, float]:
        """One that is missed counts nought in IoU, kind and colour."""
        asked = max(1, self.asked)
        return {
            "n": self.asked,
            "found": self.found / asked,
            "iou": self.overlap / asked,
            "kind": self.kind / asked,
            "colour": self.colour / asked,
        }


@dataclass
class Error:
    """Figures that would be judged (``boxes.asked``), of puppets as they stand or in a colour of
    their own; varied ones, which are hardly of a kind any more; others that show; figures that were
    seen where none was; which kinds and which colours were taken for which.
    """

    judged: Tally = field(default_factory=Tally)
    varied: Tally = field(default_factory=Tally)
    others: Tally = field(default_factory=Tally)
    frames: int = 0
    ghosts: int = 0
    mixed: Counter[tuple[str, str]] = field(default_factory=Counter)
    dyed: Counter[tuple[str, str]] = field(default_factory=Counter)

    def figures(self) -> dict[str, float]:
        """Shares of judged figures, of varied ones, of the others, and ghosts a frame."""
        found = self.judged.shares()
        found |= {f"varied.{name}": value for name, value in self.varied.shares().items()}
        found |= {f"others.{name}": value for name, value in self.others.shares().items()}
        return {**found, "ghosts": self.ghosts / max(1, self.frames)}


def examine(eye: Eye, many: int = 40, first: int = FIRST, each: int = 8) -> Error:
    """Look at ``many`` places, ``each`` frames of every one."""
    error = Error()
    for seed in range(first, first + many):
        rows = crowds.make(seed, each)
        pictures = torch.stack([crowd.picture for crowd in rows]).float() / 255
        cues = [crowd.cue for crowd in rows]
        for crowd, seen in zip(rows, eye.look(pictures, cues), strict=True):
            _mark(error, crowd, seen)
    return error


def _mark(error: Error, crowd: Crowd, seen: list[Seen]) -> None:
    error.frames += 1
    many = torch.bincount(crowd.owner.flatten().long(), minlength=len(crowd.kind) + 1)[1:]
    true = [Box(*row) for row in crowd.box.tolist()]
    pairs = paired([one.box for one in seen], true)
    error.ghosts += len(seen) - sum(one is not None for one in pairs)
    for k, (at, asked) in enumerate(zip(pairs, boxes.asked(crowd.cue), strict=True)):
        if many[k] < MIN_SHARE * crowd.owner.numel():
            continue
        plain = asked.judged and "vary" not in asked.subject.attributes
        tally = error.judged if plain else error.varied if asked.judged else error.others
        tally.asked += 1
        if at is None:
            continue
        kind, colour = KINDS[int(crowd.kind[k])], NAMES[int(crowd.colour[k])]
        tally.found += 1
        tally.overlap += iou(seen[at].box, true[k])
        tally.kind += seen[at].kind == kind
        tally.colour += seen[at].colour == colour
        if plain and seen[at].kind != kind:
            error.mixed[kind, seen[at].kind] += 1
        if plain and seen[at].colour != colour:
            error.dyed[colour, seen[at].colour] += 1
