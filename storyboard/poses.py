"""Poses: how a rig moves - curves for joints, feet on the ground, strides measured on the figure.

A curve is ``[rest, swing, phase, swing2, phase2]``: rest + swing sin 2 pi (u + phase) + swing2 sin
2 pi (2 u + phase2), in degrees, u = phase of the action's cycle. An action's table is laid over
the rig's ``stand``.
"""

from __future__ import annotations

import math
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any

import assets
from storyboard.affine import IDENTITY, Affine, Point, about, mul, put, shift
from storyboard.puppets import Piece, Puppet
from storyboard.shapes import TAU, Polygon, hull, middle

ROOT = ("lie", "dy", "dx", "still", "half", "stride", "plant", "hop", "beats")
WHOLE = ("sleep", "swim", "fly")  # actions that do not lie over ``stand``
SECONDS = {  # of a cycle
    "talk": 1.3, "wave": 0.8, "cheer": 0.8, "dance": 1.0, "eat": 1.2, "jump": 0.9, "bounce": 0.8,
    "swim": 0.9, "laugh": 0.7, "cry": 1.2, "play": 1.1, "work": 1.0, "throw": 1.2, "kick": 1.0,
    "swing": 1.6, "sail": 2.4, "drive": 0.8, "ride": 0.7, "fall": 1.2, "hug": 2.4,
}  # fmt: skip
BREATH = 3.0  # seconds of a cycle of everything else that stands
FLUTTER, FLAP = 1 / 3, 1 / 1.2  # seconds of a beat of small and of large wings
SMALL = 0.6  # metres
WHEELED = frozenset({"drive", "roll"})
STRIDING = frozenset({"walk", "run", "crawl", "climb", "push", "pull"}) | WHEELED


MOVING = STRIDING | {"fly", "swim", "sail", "ride", "land"}  # what carries a figure along
STEPS = 12  # frames of a cycle that ``extents`` looks at

Joint = tuple[float, float, float]  # degrees, stretch in x, in y
Extents = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class Pose:
    """A posed figure: its visible pieces back to front with their maps and names, and the root map
    that carries them.

    Maps go from puppet units to puppet units; ``root`` holds the lie, the hop and the feet's
    planting only, so ``sheet`` and figure differ by joints alone.
    """

    pieces: tuple[tuple[Piece, Affine], ...]
    root: Affine
    names: tuple[str, ...]


@cache
def rigs() -> dict[str, dict[str, Any]]:
    return tomllib.loads(assets.path("poses.toml").read_text("utf-8"))


def actions(rig: str) -> tuple[str, ...]:
    """Every action of a rig; a rig without a table only stands."""
    return tuple(k for k, v in rigs().get(rig, {}).items() if isinstance(v, dict)) or ("stand",)


KIN = {
    "run": ("walk", "drive", "swim", "fly", "sail", "roll"),
    "walk": ("run", "drive", "swim", "fly", "sail", "roll", "crawl"),
    "crawl": ("walk",),
    "climb": ("walk", "fly"),
    "fly": ("float", "run", "walk", "swim", "bounce"),
    "swim": ("float", "walk", "sail", "fly"),
    "drive": ("roll", "walk", "sail", "fly"),
    "sail": ("float", "drive", "swim"),
    "float": ("swim", "fly"),
    "jump": ("cheer", "bounce", "run"),
    "dance": ("cheer", "bounce"),
    "fall": ("sleep", "bounce"),
    "lie": ("sleep",),
    "sleep": ("lie",),
    "hold": ("carry",),
    "carry": ("hold",),
    "laugh": ("talk", "cheer"),
    "cheer": ("jump", "dance"),
    "pull": ("push", "walk"),
    "push": ("pull", "walk"),
    "kneel": ("sit",),
    "ride": ("sit",),
}


def fitting(rig: str, action: str) -> str:
    """The action that this rig can do for the asked one: itself, its kin, or standing."""
    can = actions(rig)
    words = action.split()
    if len(words) == 2 and all(word in can for word in words):
        return action
    asked = words[0] if words else "stand"
    return next((a for a in (asked, *KIN.get(asked, ()), "stand") if a in can), can[0])


@cache
def table(rig: str, action: str) -> dict[str, Any]:
    """The curves of an action, over those of standing; of two ("talk walk") the first over the
    second.
    """
    rows = rigs().get(rig, {})
    laid = dict(rows.get("stand", {}))
    for word in reversed(action.split()):
        own = rows.get(word, rows.get("stand", {}))
        laid = dict(own) if word in WHOLE else {**laid, **own}
    return laid


def curve(value: Any, u: float) -> float:
    if value == "roll":
        return -360.0 * u
    if isinstance(value, (int, float)):
        return float(value)
    out = float(value[0])
    if len(value) >= 3:
        out += value[1] * math.sin(TAU * (u + value[2]))
    if len(value) >= 5:
        out += value[3] * math.sin(TAU * (2 * u + value[4]))
    return out


def solve(puppet: Puppet, action: str, phase: float, wearing: frozenset[str] = frozenset()) -> Pose:
    """Pose a figure. ``wearing`` switches pieces on ("hat", "lit")."""
    plan = _plan(puppet, action, wearing)
    joints = _joints(puppet, action, phase)
    maps: list[Affine] = []
    for part in plan.parts:
        m = maps[part.parent] if part.parent >= 0 else IDENTITY
        joint = joints.get(part.joint)
        if joint or part.turned:
            degrees, sx, sy = joint or (0.0, 1.0, 1.0)
            m = mul(m, about(*part.at, degrees + part.turned, sx, sy))
        if part.upright:
            m = mul(m, about(*part.at, math.degrees(math.atan2(m[3], m[0])) + part.turned))
        maps.append(m)
    root = _root(puppet, action, phase, plan, maps)
    if root != IDENTITY:
        maps = [mul(root, m) for m in maps]
    shown = tuple((plan.parts[i].piece, maps[i]) for i in plan.shown)
    return Pose(shown, root, plan.names)


@dataclass(frozen=True, slots=True)
class _Part:
    """A piece with the place of its parent in the plan (-1: none)."""

    piece: Piece
    parent: int
    joint: str
    at: Point
    turned: float
    upright: bool


@dataclass(frozen=True, slots=True)
class _Plan:
    """Pieces so that parents come first; which are shown, back to front; the outlines that may
    stand on the ground.
    """

    parts: tuple[_Part, ...]
    shown: tuple[int, ...]
    names: tuple[str, ...]
    soles: tuple[tuple[int, Polygon], ...]


@lru_cache(maxsize=4096)
def _plan(puppet: Puppet, action: str, wearing: frozenset[str]) -> _Plan:
    rows = table(puppet.rig, action)
    places: dict[str, int] = {}
    parts: list[_Part] = []

    def add(name: str) -> int:
        if name not in places:
            piece = puppet.pieces[name]
            parent = add(piece.hinge) if piece.hinge in puppet.pieces else -1
            at = piece.at or (0.0, 0.0)
            if rows.get(piece.joint) == "roll":
                at = middle(piece.polygon)
            part = _Part(piece, parent, piece.joint, at, piece.turned, piece.upright)
            places[name] = len(parts)
            parts.append(part)
        return places[name]

    doing = set(action.split())
    names = tuple(
        name
        for name, piece in puppet.pieces.items()
        if (not piece.only or piece.only & doing)
        and (not piece.when or piece.when in wearing)
        and (not piece.unless or piece.unless not in wearing)
    )
    shown = tuple(add(name) for name in names)
    soles = tuple((i, hull(parts[i].piece.polygon)) for i in shown if not parts[i].piece.loose)
    return _Plan(tuple(parts), shown, names, soles)


def _root(puppet: Puppet, action: str, phase: float, plan: _Plan, maps: list[Affine]) -> Affine:
    """What carries the whole figure: the lie, the hop, the feet's planting."""
    rows = table(puppet.rig, action)
    root = IDENTITY
    lie = curve(rows.get("lie", 0), phase)
    if lie:
        x0, y0, x1, y1 = puppet.box
        root = about((x0 + x1) / 2, (y0 + y1) / 2, lie)
    dx, dy = curve(rows.get("dx", 0), phase), curve(rows.get("dy", 0), phase)
    if "hop" in rows:
        dy -= rows["hop"][0] * abs(math.sin(TAU * (phase + rows["hop"][1])))
    planted = action == "roll" or rows.get("plant", rigs().get(puppet.rig, {}).get("plant", 1))
    if planted and plan.soles:
        low = -math.inf
        for i, polygon in plan.soles:
            _, _, _, d, e, f = mul(root, maps[i])
            low = max(low, max(d * x + e * y for x, y in polygon) + f)
        dy -= low
    return mul(shift(dx, dy), root) if dx or dy else root


def _joints(puppet: Puppet, action: str, phase: float) -> dict[str, Joint]:
    """Degrees and stretches of every joint at a phase."""
    turns: dict[str, float] = {}
    stretches: dict[str, list[float]] = {}
    for name, value, late in _curves(puppet.rig, action):
        now = curve(value, phase + late)
        if name.endswith("_sx"):
            stretches.setdefault(name[:-3], [1.0, 1.0])[0] = now
        elif name.endswith("_sy"):
            stretches.setdefault(name[:-3], [1.0, 1.0])[1] = now
        else:
            turns[name] = now
    if puppet.rest is not None:
        _as_drawn(turns, puppet.rest, puppet.rig, action)
    for name, lean in puppet.pose.items():
        turns[name] = turns.get(name, 0.0) + lean
    for leg, shin, foot in _LEGS:
        if leg in turns and foot not in turns:  # a foot stays nearly level
            turns[foot] = -0.8 * (turns[leg] + turns.get(shin, 0.0))
    joints = {name: (degrees, 1.0, 1.0) for name, degrees in turns.items()}
    for name, (sx, sy) in stretches.items():
        joints[name] = (turns.get(name, 0.0), sx, sy)
    return joints


def _as_drawn(turns: dict[str, float], rest: Mapping[str, float], rig: str, action: str) -> None:
    """Of a person's own drawing, in place: what an action asks for is told from hanging straight
    down, so the degrees at which a joint was drawn are taken off; of what only standing asks for,
    the swing alone is kept, about the joint as it was drawn.
    """
    standing = rigs().get(rig, {}).get("stand", {})
    asked = {
        name for word in action.split() if word != "stand" for name in rigs()[rig].get(word, {})
    }
    for name in turns:
        near = "near_" + name[4:] if name.startswith("far_") else name
        if name in asked or near in asked:
            turns[name] -= rest.get(name, 0.0)
        else:
            value = standing.get(name, standing.get(near, 0.0))
            if isinstance(value, (int, float, list)):
                turns[name] -= float(value[0] if isinstance(value, list) else value)


_LEGS = tuple(
    tuple(f"{side}{limb}{part}" for part in ("leg", "shin", "foot"))
    for side in ("near_", "far_")
    for limb in ("", "fore_", "hind_")
)


@cache
def _curves(rig: str, action: str) -> tuple[tuple[str, Any, float], ...]:
    """Joint, curve, lateness: the far side does what the near side does, ``half`` a cycle later,
    unless told otherwise.
    """
    rows = table(rig, action)
    found = [(name, value, 0.0) for name, value in rows.items() if name not in ROOT]
    for name, value, _ in tuple(found):
        far = "far_" + name[5:]
        if name.startswith("near_") and far not in rows:
            found.append((far, value, rows.get("half", 0.0)))
    return tuple(found)


@lru_cache(maxsize=4096)
def extents(puppet: Puppet, action: str) -> Extents:
    """x0, y0, x1, y1 that a figure takes in the mean over the whole cycle of an action, in puppet
    units, feet at 0.

    A box is fitted by this, never by one frame, or the size would pulse; and by the mean, not by
    the widest stride, because a box that is asked for should hold the figure well in every frame.
    """
    sums = [0.0, 0.0, 0.0, 0.0]
    for i in range(STEPS):
        for k, side in enumerate(bounds(solve(puppet, action, i / STEPS))):
            sums[k] += side / STEPS
    return sums[0], sums[1], sums[2], sums[3]


@lru_cache(maxsize=4096)
def sway(puppet: Puppet, action: str) -> tuple[float, float]:
    """The highest and the lowest that the root of a figure comes in a cycle: steps, hops, waves."""
    heights = [solve(puppet, action, i / STEPS).root[5] for i in range(STEPS)]
    return min(heights), max(heights)


def bounds(pose: Pose) -> Extents:
    """x0, y0, x1, y1 of a posed figure, its glow not counted."""
    xs: list[float] = []
    ys: list[float] = []
    for piece, (a, b, c, d, e, f) in pose.pieces:
        if not piece.glow:
            corners = hull(piece.polygon)
            xs += [a * x + b * y + c for x, y in corners]
            ys += [d * x + e * y + f for x, y in corners]
    return min(xs), min(ys), max(xs), max(ys)


@lru_cache(maxsize=4096)
def stride(puppet: Puppet, action: str) -> float:
    """Heights that a figure gains in one cycle of a gait; 0 for what gains no ground.

    Wheels roll without sliding. Of feet, the backward travel of whichever is planted, summed; walks
    count 1.15 of it, and gaits with a hop 1.5, for the push.
    """
    gait = action.split()[-1]
    if gait not in STRIDING:
        return 0.0
    rows = table(puppet.rig, action)
    wheels = [piece for piece in puppet.pieces.values() if rows.get(piece.joint) == "roll"]
    if gait in WHEELED:
        if not wheels:
            return 0.0
        ys = [y for _, y in wheels[0].polygon]
        return math.pi * (max(ys) - min(ys)) / puppet.height
    feet = _feet(puppet)
    written = float(rows.get("stride", 0.6))
    if gait == "climb" or not feet or not rows.get("plant", rigs()[puppet.rig].get("plant", 1)):
        return written
    measured = _travel(puppet, action, feet) / puppet.height * (1.5 if "hop" in rows else 1.15)
    return measured if measured > 0.05 else written


def _feet(puppet: Puppet) -> frozenset[str]:
    """The pieces that touch the ground: feet, or what there is instead."""
    for ends in (("_foot", "_toe"), ("_shin",), ("_leg",)):
        feet = frozenset(name for name in puppet.pieces if name.endswith(ends))
        if feet:
            return feet
    return frozenset()


def _travel(puppet: Puppet, action: str, feet: frozenset[str], steps: int = 32) -> float:
    """How far back planted feet go in a cycle, in puppet units: the method of the planted foot."""
    travel, before = 0.0, None
    for i in range(steps + 1):
        soles = {}
        for piece, m in solve(puppet, action, i / steps).pieces:
            if piece.name in feet:
                top = max(p[1] for p in piece.polygon)
                tread = [put(m, p)[0] for p in piece.polygon if p[1] > top - 2]
                low = max(put(m, p)[1] for p in piece.polygon)
                soles[piece.name] = (low, sum(tread) / len(tread))
        planted = max(soles, key=lambda name: soles[name][0])
        if before and planted in before:
            travel += max(0.0, before[planted][1] - soles[planted][1])
        before = soles
    return travel


def phase_after(
    puppet: Puppet, action: str, distance: float, height: float, seconds: float
) -> float:
    """Cycles after a way of ``distance`` by a figure ``height`` tall (same unit), or after
    ``seconds``.
    """
    gained = stride(puppet, action)
    return distance / (gained * height) if gained else seconds / beat(puppet, action)


def beat(puppet: Puppet, action: str) -> float:
    """Seconds of a cycle of an action that gains no ground: breath, talk, a beat of wings."""
    rows = table(puppet.rig, action)
    doing = action.split()[0]
    if "beats" in rows:
        return 1.0 / float(rows["beats"])
    if doing == "fly":
        return FLUTTER if puppet.size < SMALL else FLAP
    return SECONDS.get(doing, BREATH)
