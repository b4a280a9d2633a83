"""Variation: another of a puppet's kind for every seed - for crowds, and for a network to learn.

Every piece is stretched about its own hinge and what hangs on it moves along, so nothing comes
apart; then papers, patterns and parts change, and parts are borrowed from others of the same rig.
"""

from __future__ import annotations

import math
import random
from dataclasses import replace
from functools import lru_cache

from storyboard import light, puppets
from storyboard.affine import Point
from storyboard.puppets import Piece, Puppet
from storyboard.shapes import TAU, Polygon

PATTERNS = ("stripe", "dot", "check", "hatch", "plank")
FACES = ("eye", "eye2", "pupil", "pupil2", "eye_white", "mouth", "nose", "muzzle", "beak", "jaw")
TRUNKS = ("head", "body", "hull", "shell", "trunk")
LIMBS = ("leg", "shin", "foot", "arm", "forearm", "hand", "wing", "wheel", "toe", "tail", "fin")

Frame = tuple[float, float, float, float]


@lru_cache(maxsize=512)
def vary(puppet: Puppet, seed: str) -> Puppet:
    """Another of its kind: other proportions, papers, patterns and parts; the same seed, the same
    figure.
    """
    rng = random.Random(f"{puppet.name} {seed}")
    parts = _changed_parts(rng, puppet)
    stretches = _stretches(rng, parts)
    moves = _moves(parts, stretches)
    bends = {name: _bend(rng) for name in sorted(parts)}
    wide, tall, lean = rng.uniform(0.72, 1.4), rng.uniform(0.88, 1.12), rng.uniform(-0.05, 0.05)

    def whole(p: Point) -> Point:
        return (p[0] + lean * p[1]) * wide, p[1] * tall

    pieces = {}
    for name, piece in parts.items():
        shape = _reshaped(piece, stretches[name], moves[name], bends[_pair(name, parts)])
        pieces[name] = replace(
            shape,
            polygon=tuple(whole(p) for p in shape.polygon),
            key=f"{piece.key}~{puppet.name}~{seed}",
            at=whole(shape.at) if shape.at else None,
            pattern=_pattern(rng, piece),
            shade=piece.shade * rng.uniform(0.6, 1.4),
        )
    if not puppet.hang:  # stand on the ground again
        feet = [p for piece in pieces.values() if not piece.loose for p in piece.polygon]
        low = max(p[1] for p in feet) if feet else 0.0
        pieces = {name: _moved(piece, 0.0, -low) for name, piece in pieces.items()}
    roles = set(puppet.colours) | {p.paper for p in pieces.values() if p.paper in light.papers()}
    roles -= {"ink", "white"}  # eyes
    colours = {role: _paper(rng, puppet.colours.get(role, role)) for role in sorted(roles)}
    return replace(puppet, pieces=pieces, colours=colours, box=puppets.bounds(pieces))


# Parts -------------------------------------------------------------------------------------------


def _changed_parts(rng: random.Random, puppet: Puppet) -> dict[str, Piece]:
    """The puppet's pieces without some that it can do without, with some that others of its rig
    have.
    """
    parents = {piece.hinge for piece in puppet.pieces.values()}
    parts = {}
    for name, piece in puppet.pieces.items():
        spare = name not in parents and not _is_needed(name) and not piece.only
        if not (spare and rng.random() < 0.18):
            parts[name] = piece
    for _ in range(rng.choice((0, 0, 1, 1, 2))):
        _borrow(rng, puppet, parts)
    return parts


def _borrow(rng: random.Random, puppet: Puppet, parts: dict[str, Piece]) -> None:
    """Take a hat, a collar, a crest ... from another puppet of the rig, onto the same place of
    this one.
    """
    others = [n for n in puppets.names() if n != puppet.name and _rig(n) == puppet.rig]
    if not others:
        return
    lender = puppets.find(rng.choice(others))
    parents = {piece.hinge for piece in lender.pieces.values()}
    lent = [
        piece
        for name, piece in lender.pieces.items()
        if piece.hinge in ("head", "body")
        and piece.hinge in parts
        and name not in parents
        and name not in parts
        and not _is_needed(name)
        and not piece.only
    ]
    if not lent:
        return
    piece = rng.choice(lent)
    here, there = _frame(parts[piece.hinge].polygon), _frame(lender.pieces[piece.hinge].polygon)

    def onto(p: Point) -> Point:
        x = here[0] + (p[0] - there[0]) * here[2] / there[2]
        return x, here[1] + (p[1] - there[1]) * here[3] / there[3]

    polygon = tuple(onto(p) for p in piece.polygon)
    if not _is_near(_frame(polygon), here):
        return
    paper = piece.paper if piece.paper in light.papers() else lender.colours.get(piece.paper, "red")
    parts[piece.name] = replace(
        piece,
        polygon=polygon,
        at=onto(piece.at) if piece.at else None,
        paper=paper,
        when="",
        unless="",
    )


def _is_near(one: Frame, other: Frame) -> bool:
    """Whether the first touches the second and reaches less than half of its size beyond it."""
    return all(
        other[k] - 0.5 * other[k + 2] < one[k] < other[k] + other[k + 2]
        and other[k] < one[k] + one[k + 2] < other[k] + 1.5 * other[k + 2]
        for k in (0, 1)
    )


@lru_cache(maxsize=1024)
def _rig(name: str) -> str:
    return puppets.find(name).rig


def _is_needed(name: str) -> bool:
    return name in FACES or name in TRUNKS or name.endswith(LIMBS)


def _frame(polygon: Polygon) -> Frame:
    """Corner, width and height."""
    xs, ys = [p[0] for p in polygon], [p[1] for p in polygon]
    x0, y0 = min(xs), min(ys)
    return x0, y0, max(max(xs) - x0, 1e-6), max(max(ys) - y0, 1e-6)


# Proportions -------------------------------------------------------------------------------------


def _stretches(rng: random.Random, parts: dict[str, Piece]) -> dict[str, Point]:
    """How much each piece is stretched across and along; left and right stay a pair, faces stay on
    their heads.
    """
    found = {name: _stretch(rng, name) for name in sorted(parts)}
    for name, piece in parts.items():
        found[name] = found[_pair(name, parts)]
        if piece.flat and piece.hinge in found and name not in FACES:
            sx, sy = found[piece.hinge]  # printed on its parent: never wider
            found[name] = (min(found[name][0], sx), min(found[name][1], sy))
    return found


def _pair(name: str, parts: dict[str, Piece]) -> str:
    """The near one of a pair speaks for both."""
    near = "near_" + name[4:]
    return near if name.startswith("far_") and near in parts else name


def _stretch(rng: random.Random, name: str) -> Point:
    if name in FACES or name == "cheek":
        k = rng.uniform(0.8, 1.4)
        return k, k * rng.uniform(0.9, 1.1)
    if name == "head":
        k = rng.uniform(0.85, 1.25)
        return k * rng.uniform(0.92, 1.1), k
    if name in TRUNKS:
        return rng.uniform(0.85, 1.25), rng.uniform(0.85, 1.2)
    return rng.uniform(0.75, 1.4), rng.uniform(0.85, 1.2)


def _moves(parts: dict[str, Piece], stretches: dict[str, Point]) -> dict[str, Point]:
    """How far each piece goes because what it hangs on was stretched."""
    done: dict[str, Point] = {}

    def move(name: str) -> Point:
        if name not in done:
            piece = parts[name]
            done[name] = (0.0, 0.0)
            if piece.hinge in parts:
                parent = parts[piece.hinge]
                (x, y), (px, py) = _anchor(piece), _anchor(parent)
                (sx, sy), (dx, dy) = stretches[piece.hinge], move(piece.hinge)
                done[name] = (dx + (x - px) * (sx - 1), dy + (y - py) * (sy - 1))
        return done[name]

    return {name: move(name) for name in parts}


def _bend(rng: random.Random) -> tuple[float, float, float]:
    """A slow wave in an outline - other bellies, other trouser legs: how much, how long, where it
    begins.
    """
    return rng.uniform(0, 0.08), rng.uniform(25, 60), rng.uniform(0, TAU)


def _reshaped(piece: Piece, stretch: Point, move: Point, bend: tuple[float, float, float]) -> Piece:
    ax, ay = _anchor(piece)
    (sx, sy), (dx, dy), (most, wave, phase) = stretch, move, bend
    polygon = []
    for x, y in piece.polygon:
        across, along = (x - ax) * sx, (y - ay) * sy
        across *= 1 + most * math.sin(TAU * along / wave + phase)
        polygon.append((ax + dx + across, ay + dy + along))
    at = (piece.at[0] + dx, piece.at[1] + dy) if piece.at else None
    return replace(piece, polygon=tuple(polygon), at=at)


def _anchor(piece: Piece) -> Point:
    """What a piece is stretched about: its pivot, or its middle."""
    if piece.at:
        return piece.at
    polygon = piece.polygon
    return sum(p[0] for p in polygon) / len(polygon), sum(p[1] for p in polygon) / len(polygon)


def _moved(piece: Piece, dx: float, dy: float) -> Piece:
    at = (piece.at[0] + dx, piece.at[1] + dy) if piece.at else None
    return replace(piece, polygon=tuple((x + dx, y + dy) for x, y in piece.polygon), at=at)


# Papers ------------------------------------------------------------------------------------------


def _pattern(rng: random.Random, piece: Piece) -> str:
    if piece.flat or piece.name in FACES:
        return piece.pattern
    draw = rng.random()
    if draw < 0.1:
        return rng.choice(PATTERNS)
    return "" if draw < 0.2 else piece.pattern


def _paper(rng: random.Random, own: str) -> str:
    """Its own paper, another, or one that no palette has."""
    draw = rng.random()
    if draw < 0.25:
        return own
    if draw < 0.6:
        return rng.choice(sorted(light.papers()))
    hue, chroma, level = rng.random() * TAU, rng.uniform(0.0, 0.35), rng.uniform(0.15, 0.88)
    parts = (level + chroma * math.cos(hue + k * TAU / 3) for k in range(3))
    return "#" + "".join(f"{round(255 * min(1.0, max(0.0, part))):02x}" for part in parts)
