"""The eye's own error, on painter's frames that it was never taught: a meter must be known.

Frames come from lessons with numbers that no training reaches. A figure counts when it is seen: at
least MIN_SHARE of the frame, at least half of what it would show alone.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

import torch

from engine.meters import lessons, sight
from engine.meters.kinds import KINDS, NAMES
from engine.meters.lessons import Lesson
from engine.meters.sight import Eye
from storyboard.board import Box
from storyboard.layout import iou

FIRST = 10_000_000  # lessons from here on are never taught
MIN_SHARE = 0.002  # of the frame: 115 pixels


@dataclass
class Error:
    """Sums over figures: how many there were and were found, IoU, right kinds and colours; figures
    that were seen where none was; which kinds were taken for which.
    """

    asked: int = 0
    found: int = 0
    frames: int = 0
    ghosts: int = 0
    overlap: float = 0.0
    kind: int = 0
    colour: int = 0
    mixed: Counter[tuple[str, str]] = field(default_factory=Counter)

    def figures(self) -> dict[str, float]:
        """Shares; IoU, kind and colour are of all figures, one that is missed counts nought."""
        asked = max(1, self.asked)
        return {
            "n": self.asked,
            "found": self.found / asked,
            "iou": self.overlap / asked,
            "kind": self.kind / asked,
            "colour": self.colour / asked,
            "ghosts": self.ghosts / max(1, self.frames),
        }


def examine(eye: Eye, many: int = 40, first: int = FIRST, each: int = 8) -> Error:
    """Look at ``many`` places, ``each`` frames of every one."""
    error = Error()
    for seed in range(first, first + many):
        rows = lessons.make(seed, each)
        pictures = torch.stack([lesson.picture for lesson in rows]).float() / 255
        places = torch.stack([lesson.empty for lesson in rows]).float() / 255
        for lesson, seen in zip(rows, eye.look(pictures, places), strict=True):
            _mark(error, lesson, seen)
    return error


def _mark(error: Error, lesson: Lesson, seen: list[sight.Seen]) -> None:
    error.frames += 1
    many = torch.bincount(lesson.owner.flatten().long(), minlength=len(lesson.kind) + 1)[1:]
    counts = many >= MIN_SHARE * lesson.owner.numel()
    boxes = [Box(*row) for row in lesson.box.tolist()]
    pairs = sight.paired([one.box for one in seen], boxes)
    error.ghosts += len(seen) - sum(one is not None for one in pairs)
    for k, at in enumerate(pairs):
        if not counts[k]:
            continue
        error.asked += 1
        if at is None:
            continue
        error.found += 1
        error.overlap += iou(seen[at].box, boxes[k])
        kind = KINDS[int(lesson.kind[k])]
        error.kind += seen[at].kind == kind
        error.colour += seen[at].colour == NAMES[int(lesson.colour[k])]
        if seen[at].kind != kind:
            error.mixed[kind, seen[at].kind] += 1
