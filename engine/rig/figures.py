"""Figures to learn rigs from: bundled puppets varied at random, posed, bent, seen from the front.

Geometry only: polygons on a sheet's unit square, with the truth that the puppet's own rig tells.
``HELD_OUT`` puppets never enter training; the examination is made of them.
"""

from __future__ import annotations

import math
import random
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import lru_cache

from engine.rig import anatomy
from storyboard import light, poses, puppets, wardrobe
from storyboard.affine import Point, put
from storyboard.animatic import FEET, ROOM
from storyboard.light import Colour
from storyboard.puppets import Piece, Puppet
from storyboard.shapes import Polygon
from storyboard.variation import vary

HELD_OUT = ("chef", "cow", "guitar", "owl", "rabbit", "truck")
SHARES = {"biped": 9.0, "quad": 5.0, "bird": 2.5, "fish": 1.0, "insect": 0.8, "vehicle": 1.6}
THINGS = 2.2
# what a figure may be doing on a drawing: nothing that lies or flies
DOINGS = ("stand", "walk", "wave", "talk", "run", "point", "hold", "dance", "look", "work")
LOOSE = {  # degrees that joints may be off their pose
    "arm": 34, "forearm": 26, "leg": 9, "shin": 9, "fore_leg": 8, "hind_leg": 8, "head": 9,
    "tail": 14, "wing": 14, "body": 4,
}  # fmt: skip


@dataclass(frozen=True)
class Bit:
    """One polygon of a drawn figure, on the sheet's unit square; ``part`` indexes
    ``anatomy.PARTS``; ``flat`` is printed on what lies under it.
    """

    part: int
    polygon: Polygon
    colour: Colour
    flat: bool


@dataclass(frozen=True)
class Figure:
    """A figure back to front, with its truth. ``joints`` on the sheet's unit square; ``facing`` +1
    right, -1 left.
    """

    plan: str
    bits: tuple[Bit, ...]
    joints: dict[str, Point]
    facing: int


def figure(seed: int, held_out: bool = False) -> Figure:
    """A random figure of any kind, pose and proportion; the same seed gives the same one."""
    rng = random.Random(seed * 7907 + (1 if held_out else 0))
    name = _name(rng, held_out)
    puppet = wardrobe.figure(name, {})
    if rng.random() < 0.75:
        puppet = vary(puppet, str(rng.randrange(10**9)))
    # whoever looks at us has no far side: what is left on the picture counts as near
    front = puppet.rig == "biped" and rng.random() < 0.4
    if front:
        puppet = _from_front(puppet, rng)
    return posed(puppet, rng, facing=-1 if not front and rng.random() < 0.25 else 1)


def posed(puppet: Puppet, rng: random.Random, plainly: bool = False, facing: int = 1) -> Figure:
    """A figure of this puppet as somebody might have drawn it; ``plainly``: as it stands on its
    sheet.
    """
    action = poses.fitting(puppet.rig, rng.choice(DOINGS) if rng.random() < 0.5 else "stand")
    if plainly:
        action = "stand"
    else:
        lean = dict(_leans(rng, puppet))
        puppet = replace(puppet, pose={**puppet.pose, **lean})
    wearing = frozenset({"hat"}) if rng.random() < 0.3 and not plainly else frozenset[str]()
    pose = poses.solve(puppet, action, 0.0 if plainly else rng.random(), wearing)
    bend = (lambda p: p) if plainly else _bent(rng, facing)
    maps = {piece.name: m for piece, m in pose.pieces}
    bits = []
    for piece, m in pose.pieces:
        if piece.glow or piece.alpha < 0.3 or (_is_detail(piece) and rng.random() < 0.2):
            continue
        colour = light.tone(wardrobe.colour(puppet, piece.paper, {}), piece.shade)
        part = anatomy.PARTS.index(anatomy.part_of(puppet, piece.name))
        shape = tuple(bend(put(m, p)) for p in piece.polygon)
        bits.append(Bit(part, shape, colour, piece.flat))
    found = anatomy.pivots(puppet)
    joints = {
        joint: bend(put(maps[name], at)) for joint, (name, at) in found.items() if name in maps
    }
    return _on_sheet(anatomy.plan_of(puppet.rig), bits, joints, facing)


def _on_sheet(plan: str, bits: list[Bit], joints: dict[str, Point], facing: int) -> Figure:
    """Fitted into a sheet's room, feet on its line (``shown.own_sheet``)."""
    points = [p for bit in bits for p in bit.polygon]
    xs, ys = [p[0] for p in points], [p[1] for p in points]
    x0, x1, y0, y1 = min(xs), max(xs), min(ys), max(ys)
    k = 0.01 * ROOM / max(x1 - x0, y1 - y0)

    def put_on(p: Point) -> Point:
        return 0.5 + k * (p[0] - (x0 + x1) / 2), 0.01 * FEET + k * (p[1] - y1)

    laid = tuple(replace(bit, polygon=tuple(map(put_on, bit.polygon))) for bit in bits)
    return Figure(plan, laid, {name: put_on(at) for name, at in joints.items()}, facing)


def _name(rng: random.Random, held_out: bool) -> str:
    by_plan = _by_plan(held_out)
    weights = [SHARES.get(plan, THINGS) for plan in by_plan]
    return rng.choice(by_plan[rng.choices(list(by_plan), weights)[0]])


@lru_cache(maxsize=2)
def _by_plan(held_out: bool) -> dict[str, tuple[str, ...]]:
    found: dict[str, list[str]] = {}
    for name in puppets.names():
        if (name in HELD_OUT) == held_out:
            found.setdefault(anatomy.plan_of(puppets.find(name).rig), []).append(name)
    return {plan: tuple(names) for plan, names in sorted(found.items())}


def _leans(rng: random.Random, puppet: Puppet) -> list[tuple[str, float]]:
    """Every joint a little off, arms much: people draw arms anywhere."""
    wild = rng.choice((0.3, 1.0, 1.0, 1.8))
    joints = {piece.joint for piece in puppet.pieces.values()}
    found = []
    for joint in sorted(joints):
        most = LOOSE.get(joint.removeprefix("near_").removeprefix("far_"), 0.0)
        if most:
            found.append((joint, max(-150.0, min(150.0, rng.gauss(0.0, most * wild)))))
    return found


def _is_detail(piece: Piece) -> bool:
    return piece.flat or piece.name in ("eye", "cheek", "mouth", "belt", "collar", "ear_in")


def _bent(rng: random.Random, facing: int) -> Callable[[Point], Point]:
    """A hand's own geometry: turned, sheared, in perspective, wobbling; mirrored for ``facing``."""
    turn, shear = math.radians(rng.gauss(0, 4)), rng.gauss(0, 0.06)
    wide = math.exp(rng.gauss(0, 0.08))
    far = rng.gauss(0, 0.0006), rng.gauss(0, 0.0009)
    waves = [
        (rng.uniform(0.05, 0.28), rng.uniform(0.05, 0.28), rng.uniform(0, 6.3), rng.gauss(0, 0.5))
        for _ in range(4)
    ]
    c, s = math.cos(turn), math.sin(turn)

    def bend(p: Point) -> Point:
        x, y = p[0] * wide + shear * p[1], p[1]
        for i, (a, b, phase, much) in enumerate(waves):
            wave = much * math.sin(a * x + b * y + phase)
            x, y = (x + wave, y) if i % 2 else (x, y + wave)
        x, y = c * x - s * y, s * x + c * y
        depth = max(0.6, 1 + far[0] * x + far[1] * (y + 50))
        return facing * x / depth, y / depth

    return bend


# Seen from the front -----------------------------------------------------------------------------


def _from_front(puppet: Puppet, rng: random.Random) -> Puppet:
    """A figure that looks at us: arms and legs to both sides, a round head with two eyes."""
    body = puppet.pieces.get("body")
    head = puppet.pieces.get("head")
    if body is None or head is None:
        return puppet
    xs = [p[0] for p in body.polygon]
    half = (max(xs) - min(xs)) / 2
    arms, legs = half * rng.uniform(0.55, 0.95), half * rng.uniform(0.25, 0.6)
    moved = {}
    for name, piece in puppet.pieces.items():
        part = anatomy.part_of(puppet, name)
        dx = 0.0
        if part.endswith("_arm"):
            dx = arms
        elif part.endswith("_leg"):
            dx = legs
        dx *= -1 if part.startswith("near_") else 1
        moved[name] = _shifted(piece, dx, mirror=name == "near_foot")
    moved = _faced(moved, rng)
    if rng.random() < 0.5:  # both arms before the body
        order = [n for n in moved if n.startswith("far_") and "leg" not in n and "shin" not in n]
        arms_last = [n for n in order if anatomy.part_of(puppet, n) == "far_arm"]
        moved = {n: moved[n] for n in (*[m for m in moved if m not in arms_last], *arms_last)}
    lean = {"near_arm": -rng.uniform(0, 40), "far_arm": rng.uniform(0, 40)}
    return replace(puppet, pieces=moved, pose={**puppet.pose, **lean})


def _shifted(piece: Piece, dx: float, mirror: bool) -> Piece:
    at = (piece.at[0] + dx, piece.at[1]) if piece.at else None
    flip = -1.0 if mirror else 1.0
    about = piece.at[0] if piece.at else 0.0
    shape = tuple((about + flip * (x - about) + dx, y) for x, y in piece.polygon)
    shade = 0.0 if piece.name.startswith("far_") else piece.shade
    return replace(piece, polygon=shape, at=at, shade=shade)


def _faced(pieces: dict[str, Piece], rng: random.Random) -> dict[str, Piece]:
    """A round head, two eyes and a mouth in its middle instead of a profile."""
    head = pieces["head"]
    xs, ys = zip(*head.polygon, strict=True)
    cx, cy = (min(xs) + max(xs)) / 2, (min(ys) + max(ys)) / 2
    rx, ry = (max(xs) - min(xs)) * 0.44, (max(ys) - min(ys)) / 2
    kept = {n: p for n, p in pieces.items() if n not in ("eye", "mouth", "cheek", "nose")}
    kept["head"] = replace(head, polygon=_ring(cx, cy, rx, ry))
    size = rx * rng.uniform(0.08, 0.2)
    apart = rx * rng.uniform(0.3, 0.5)
    for name, x, y, w, h in (
        ("eye", cx - apart, cy - 0.1 * ry, size, size * 1.3),
        ("eye2", cx + apart, cy - 0.1 * ry, size, size * 1.3),
        ("mouth", cx, cy + 0.45 * ry, rx * rng.uniform(0.15, 0.4), ry * rng.uniform(0.04, 0.12)),
    ):
        kept[name] = Piece(
            name, _ring(x, y, w, h), name, "ink", hinge="head", joint=name, flat=True
        )
    return kept


def _ring(cx: float, cy: float, rx: float, ry: float) -> Polygon:
    turns = [2 * math.pi * i / 20 for i in range(20)]
    return tuple((cx + rx * math.cos(t), cy + ry * math.sin(t)) for t in turns)
