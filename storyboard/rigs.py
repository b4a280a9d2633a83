"""Rigs of a person's own drawings: what was found on a sheet, as a puppet that its poses can move.

A rig is text, so that it lies in the board, in a cue and in a key like any word: JSON of a plan
(the pose table) and of pieces back to front - each with its hinge, pivot and outline in % of the
sheet's side, the degrees at which its joint was drawn, and whose paper it shows if not its own (a
far leg that the near one hides).
"""

from __future__ import annotations

import json
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from storyboard.affine import Point
from storyboard.drawing import FEET as FEET
from storyboard.drawing import ROOM as ROOM
from storyboard.puppets import Piece, Puppet, bounds
from storyboard.shapes import Polygon

WHOLE = "whole"  # a rig of nothing that turns: the drawing moves as one piece
TALL = 100.0  # puppet units that a standing figure is high
WORDS = {"biped": "a figure", "quad": "an animal", "bird": "a bird", "fish": "a fish",
         "insect": "an insect", "vehicle": "a vehicle"}  # fmt: skip


@dataclass(frozen=True)
class Cut:
    """One piece of a found rig; ``at`` and ``shape`` in % of the sheet's side; ``rest`` the degrees
    at which its joint was drawn; ``like`` names the piece whose paper it shows.
    """

    name: str
    hinge: str
    at: Point
    shape: Polygon
    rest: float = 0.0
    joint: str = ""
    like: str = ""


@dataclass(frozen=True)
class Rig:
    """What was found: ``plan`` is a pose table; ``pieces`` back to front. Of a drawing that looks
    left (``facing`` -1) they lie on its mirror image: every sheet looks right.
    """

    plan: str
    pieces: tuple[Cut, ...]
    facing: int = 1


def write(rig: Rig) -> str:
    """As text, the same for the same rig."""
    rows = [
        [
            cut.name,
            cut.hinge,
            [_short(v) for v in cut.at],
            _short(cut.rest),
            cut.joint,
            cut.like,
            [_short(v) for point in cut.shape for v in point],
        ]
        for cut in rig.pieces
    ]
    return json.dumps([rig.plan, rig.facing, rows], separators=(",", ":"))


@lru_cache(maxsize=256)
def read(text: str) -> Rig | None:
    """The rig of this text; None for one that moves as a whole, or that nobody can read."""
    if not text or text == WHOLE:
        return None
    try:
        plan, facing, rows = json.loads(text)
        pieces = tuple(_cut(row) for row in rows)
    except (ValueError, TypeError, IndexError):
        return None
    return Rig(str(plan), pieces, -1 if facing == -1 else 1) if pieces else None


def is_mirrored(text: str) -> bool:
    """Whether the drawing of this rig looks left, so that it is turned round."""
    rig = read(text)
    return rig is not None and rig.facing < 0


def _cut(row: Sequence[Any]) -> Cut:
    name, hinge, at, rest, joint, like, flat = row
    shape = tuple(zip(map(float, flat[::2]), map(float, flat[1::2]), strict=True))
    if len(shape) < 3:
        raise ValueError("an outline of fewer than three corners")
    return Cut(str(name), str(hinge), (float(at[0]), float(at[1])), shape, float(rest), joint, like)


def _short(value: float) -> float:
    return round(value, 1) + 0.0


@lru_cache(maxsize=256)
def figure(text: str) -> Puppet | None:
    """The puppet of a found rig, 100 high, feet at 0; None for one that moves as a whole."""
    rig = read(text)
    if rig is None:
        return None
    top = min(y for cut in rig.pieces for _, y in cut.shape)
    unit = max(FEET - top, 1.0) / TALL

    def put(p: Point) -> Point:
        return (p[0] - 50) / unit, (p[1] - FEET) / unit

    pieces = {
        cut.name: Piece(
            name=cut.name,
            polygon=tuple(put(p) for p in cut.shape),
            key=f"{cut.name}@{zlib.crc32(text.encode())}",
            hinge=cut.hinge,
            at=put(cut.at),
            joint=cut.joint or cut.name,
        )
        for cut in rig.pieces
    }
    copies = {cut.name: cut.like for cut in rig.pieces if cut.like in pieces}
    return Puppet(
        name="own",
        words=(),
        rig=rig.plan,
        size=1.0,
        main="paper",
        colours={"paper": "cream"},
        pieces=pieces,
        pose={},
        hang=False,
        box=bounds(pieces),
        unit=unit,
        rest={cut.joint or cut.name: cut.rest for cut in rig.pieces},
        copies=copies,
    )


def outlines(text: str) -> list[tuple[str, Polygon]]:
    """The pieces of a drawing, back to front, by name, with their outlines in % of the sheet's
    side, as the drawing itself looks; a copy has no outline of its own.
    """
    rig = read(text)
    if rig is None:
        return []
    return [
        (
            cut.name,
            tuple((100 - x, y) if rig.facing < 0 else (x, y) for x, y in cut.shape),
        )
        for cut in rig.pieces
        if not cut.like
    ]


def described(text: str) -> str:
    """What was found, in words: "an animal: body, head, 4 legs, tail"."""
    rig = read(text)
    if rig is None:
        return "moves as a whole"
    counts: dict[str, int] = {}
    for cut in rig.pieces:
        part = _word(cut.name)
        if part:
            counts[part] = counts.get(part, 0) + 1
    told = [f"{n} {part}s" if n > 1 else part for part, n in counts.items()]
    return f"{WORDS.get(rig.plan, rig.plan)}: {', '.join(told)}"


NAMES: Mapping[str, str] = {
    "body": "body", "head": "head", "tail": "tail", "arm": "arm", "leg": "leg",
    "fore_leg": "leg", "hind_leg": "leg", "wing": "wing",
}  # fmt: skip


def _word(name: str) -> str:
    if name.startswith("wheel"):
        return "wheel"
    return NAMES.get(name.removeprefix("near_").removeprefix("far_"), "")
