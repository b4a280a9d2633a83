"""Corrections: a wrong layout, what the checker says of it, and the right one.

What is wrong is made out of the right answer: boxes in another order, twice the same, mirrored,
gone or there at the wrong time, somebody else's.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping, Sequence

Boxes = list[list[int] | None]
TRIES = 4


def spoiled(
    right: Mapping[str, Boxes],
    dice: random.Random,
    faults: Callable[[dict[str, Boxes]], Sequence[str]],
) -> tuple[dict[str, Boxes], Sequence[str]] | None:
    """Another answer with somebody's boxes wrong, and the words that ``faults`` has for it. None
    when the checker finds nothing against what was tried. ``right``: letter -> boxes.
    """
    for _ in range(TRIES):
        letter = dice.choice(list(right))
        wrong = _WAYS[dice.randrange(len(_WAYS))](list(right[letter]), dice)
        tried = {**right, letter: wrong}
        if len(right) > 1 and dice.random() < 0.15:
            other = dice.choice([one for one in right if one != letter])
            tried = {**right, letter: right[other], other: right[letter]}
        if tried != right and any(tried[letter]) and (words := faults(tried)):
            return tried, words
    return None


def _shuffled(boxes: Boxes, dice: random.Random) -> Boxes:
    return dice.sample(boxes, len(boxes))


def _repeated(boxes: Boxes, dice: random.Random) -> Boxes:
    at = dice.randrange(len(boxes))
    boxes[at] = dice.choice(boxes)
    return boxes


def _fewer(boxes: Boxes, dice: random.Random) -> Boxes:
    del boxes[dice.randrange(len(boxes))]
    return boxes


def _more(boxes: Boxes, dice: random.Random) -> Boxes:
    boxes.insert(dice.randrange(len(boxes) + 1), dice.choice((None, dice.choice(boxes))))
    return boxes


def _mirrored(boxes: Boxes, dice: random.Random) -> Boxes:
    return [box and [100 - box[2], box[1], 100 - box[0], box[3]] for box in boxes]


def _elsewhere(boxes: Boxes, dice: random.Random) -> Boxes:
    at = dice.randrange(len(boxes))
    box = boxes[at]
    if box is not None:
        x, y = (dice.choice((-40, -30, 30, 40)) * dice.randrange(2) for _ in range(2))
        boxes[at] = [box[0] + x, box[1] + y, box[2] + x, box[3] + y]
    return boxes


def _turned(boxes: Boxes, dice: random.Random) -> Boxes:
    """There where it should be gone, and gone where it should be there."""
    box = next((box for box in boxes if box), None)
    if all(boxes):
        return [*boxes, None] if dice.random() < 0.5 else [None, *boxes]
    return [None if one else box for one in boxes]


_WAYS: Sequence[Callable[[Boxes, random.Random], Boxes]] = (
    _shuffled, _shuffled, _repeated, _repeated, _fewer, _more, _mirrored, _elsewhere, _turned,
)  # fmt: skip
