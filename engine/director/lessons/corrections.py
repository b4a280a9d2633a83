"""Corrections: a wrong layout, what the checker says of it, and the right one.

What is wrong is made out of the right answer: boxes in another order, twice the same, mirrored,
gone or there at the wrong time, somebody else's.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace

from engine.director.claims import Claim
from engine.director.lessons.blocking import Deed

Boxes = list[list[int] | None]
TRIES = 4
_WAYS_OF = {"cross": "moves", "to": "moves", "rise": "moves", "enter": "enters", "leave": "leaves",
            "appear": "appears", "vanish": "vanishes", "first half": "first half",
            "second half": "second half"}  # fmt: skip


def claims(deeds: Sequence[Deed]) -> Iterator[Claim]:
    """What is true of a shot in which this is done, as the rules are sure of it of a script."""
    for deed in deeds:
        way = "" if deed.way == "any" else deed.way
        for one in deed.who:
            if deed.kind in _WAYS_OF:
                yield Claim(_WAYS_OF[deed.kind], one, way)  # type: ignore[arg-type]
            elif deed.kind == "sequence" and len(deed.spots) > 2:
                spots = ("centre" if spot == "middle" else spot for spot in deed.spots)
                yield Claim("order", one, ", ".join(spots))
            elif deed.kind == "at" and deed.spots[0] in ("left", "right"):
                yield Claim("stands", one, deed.spots[0])
            elif deed.kind == "beside":
                yield Claim("beside", one, deed.way, deed.other)
            elif deed.kind in ("bigger", "same size"):
                yield Claim(deed.kind, one, other=deed.other)  # type: ignore[arg-type]
            elif deed.kind == "follow":
                yield Claim("follows", one, other=deed.other)
            elif deed.kind == "carry":
                yield Claim("beside", deed.other, "with", one)


_OPPOSITE = {"left": "right", "right": "left", "up": "down", "down": "up", "above": "below",
             "below": "above", "behind": "front", "front": "behind"}  # fmt: skip
_TURNED = {"first half": "second half", "second half": "first half", "appear": "vanish",
           "vanish": "appear"}  # fmt: skip
OF_TWO = ("beside", "bigger", "follow")


def misread(deed: Deed, dice: random.Random) -> Deed:
    """The deed as somebody may get it wrong: who and whom, which way, when, in which order."""
    if deed.kind in OF_TWO and len(deed.who) == 1 and dice.random() < 0.7:
        return replace(deed, who=(deed.other,), other=deed.who[0])
    if deed.kind in _TURNED:
        return replace(deed, kind=_TURNED[deed.kind])
    if deed.kind == "sequence":
        return replace(deed, spots=tuple(dice.choice(deed.spots) for _ in deed.spots))
    if deed.kind == "at" and deed.spots[0] in _OPPOSITE:
        return replace(deed, spots=(_OPPOSITE[deed.spots[0]],))
    return replace(deed, way=_OPPOSITE.get(deed.way, deed.way))


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
        wrong = dice.choice(_SPOILED)(list(right[letter]), dice)
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


def _still(boxes: Boxes, dice: random.Random) -> Boxes:
    return [next(box for box in boxes if box)]


_SPOILED: Sequence[Callable[[Boxes, random.Random], Boxes]] = (
    _shuffled, _shuffled, _repeated, _repeated, _fewer, _more, _mirrored, _elsewhere, _turned,
    _still,
)  # fmt: skip
