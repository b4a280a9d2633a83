"""Sizes: how large everyone usually is in a shot, so that the director need only say where.

Natural heights are no thing to guess from a word that a small model never read. The application
knows them as the puppets do, and tells them with the question, in hundredths of the frame.
"""

from __future__ import annotations

from collections.abc import Mapping

from storyboard import lexicon
from storyboard.board import Subject

GRID = 5  # hundredths of the frame: few numbers are learned well, and no eye misses the others
TALL = {"EWS": 20, "WS": 42, "FS": 66, "MS": 94, "MCU": 108, "CU": 128, "ECU": 144}  # a person
GROUND = {"EWS": 86, "WS": 88, "FS": 90, "MS": 104, "MCU": 118, "CU": 136, "ECU": 148}
BUILDS = {"person": 1.0, "child": 0.74, "large": 1.1, "thing": 0.44, "small": 0.4, "tiny": 0.24}
WIDE = {"person": 0.24, "child": 0.26, "large": 0.72, "thing": 0.56, "small": 0.6, "tiny": 0.56}
LEAST = 0.6  # of a person's height: what a shot without people is filled with
ROOM = 92.0  # hundredths of the frame that a row of figures may take

CHILDREN = lexicon.listed("girl boy child kid baby toddler son daughter lad lass grandson nephew")
SMALL = lexicon.listed(
    "cat dog bird duck rabbit mouse frog fish hen chick butterfly bee crab snail hedgehog fox owl "
    "parrot squirrel puppy kitten turtle penguin"
)
LARGE = lexicon.listed(
    "horse cow elephant whale giraffe bear lion tiger camel house tree car bus truck ship boat "
    "castle tower train barn rocket tractor lighthouse tent windmill mountain bridge"
)
TINY = lexicon.listed("apple ball key cup letter coin ring flower egg book hat lamp bell shell")


def build(word: str, pronoun: str = "") -> str:
    """How tall something stands, as far as its word or pronoun says: a key of BUILDS."""
    last = word.casefold().split()[-1] if word.split() else ""
    if last in CHILDREN:
        return "child"
    if last in lexicon.PEOPLE or pronoun in ("he", "she"):
        return "person"
    for name, table in (("small", SMALL), ("large", LARGE), ("tiny", TINY)):
        if last in table:
            return name
    return "thing"


def usual(size: str, builds: Mapping[str, str]) -> dict[str, tuple[float, float]]:
    """Width and height of each figure of a shot of this size, in hundredths of the frame: a row of
    them fits in, and small things alone come nearer.
    """
    share = {id: BUILDS[build] for id, build in builds.items()}
    tallest = max(share.values(), default=1.0)
    room = max(1.0, LEAST / tallest)
    high = {id: TALL[size] * one * room for id, one in share.items()}
    wide = {id: high[id] * WIDE[builds[id]] for id in builds}
    shrink = min(1.0, ROOM / sum(wide.values())) if wide else 1.0
    return {id: (wide[id] * shrink, high[id] * shrink) for id in builds}


def told(size: str, subjects: Mapping[str, Subject]) -> dict[str, str]:
    """The same for a question: letter -> "10x45" on the grid."""
    builds = {at: build(one.kind or one.name, one.pronoun) for at, one in subjects.items()}
    return {
        at: f"{on_grid(wide)}x{on_grid(high)}" for at, (wide, high) in usual(size, builds).items()
    }


def on_grid(side: float) -> int:
    """A length in hundredths of the frame, on the grid and not nothing."""
    return max(GRID, GRID * round(side / GRID))
