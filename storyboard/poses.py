"""Poses: how a rig moves. Curves for joints, feet on the ground, strides measured on the figure itself.

A curve is ``[rest, swing, phase, swing2, phase2]``: rest + swing sin 2 pi (u + phase) + swing2 sin 2 pi (2 u + phase2), in
degrees, u = phase of the action's cycle. An action's table is laid over the rig's ``stand``.
"""

from __future__ import annotations

import math
import tomllib
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any

import assets
from storyboard.affine import IDENTITY, Affine, about, mul, put, shift
from storyboard.puppets import Piece, Puppet
from storyboard.shapes import TAU

ROOT = ("lie", "dy", "dx", "still", "half", "stride", "plant", "hop", "beats")
WHOLE = ("sleep", "swim", "fly")  # actions that do not lie over ``stand``
SECONDS = {
    "talk": 1.3,
    "wave": 0.8,
    "cheer": 0.8,
    "dance": 1.0,
    "eat": 1.2,
    "jump": 0.9,
    "bounce": 0.8,
}
BREATH = 3.0  # seconds of a cycle of everything else that stands
MOVING = frozenset({"walk", "run", "fly", "swim", "drive", "sail", "roll", "climb", "crawl"})

Joint = tuple[float, float, float]  # degrees, stretch in x, in y
Extents = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class Pose:
    """A posed figure: its visible pieces back to front with their maps, and the root map that carries all of them.

    Maps go from puppet units to puppet units; ``root`` holds the lie, the hop and the feet's planting only, so ``sheet`` and
    figure differ by joints alone.
    """

    pieces: tuple[tuple[Piece, Affine], ...]
    root: Affine


@cache
def rigs() -> dict[str, dict[str, Any]]:
    return tomllib.loads(assets.path("poses.toml").read_text("utf-8"))


def actions(rig: str) -> tuple[str, ...]:
    """Every action of a rig; a rig without a table only stands."""
    return tuple(k for k, v in rigs().get(rig, {}).items() if isinstance(v, dict)) or ("stand",)


def fitting(rig: str, action: str) -> str:
    """The action that this rig can do for the asked one: itself, its kin, or standing."""
    can = actions(rig)
    kin = {
        "run": ("walk", "drive", "swim", "fly", "roll"),
        "walk": ("run", "drive", "swim", "fly", "roll", "crawl"),
        "fly": ("run", "walk", "swim", "bounce"),
        "swim": ("walk", "sail", "fly"),
        "drive": ("roll", "walk", "sail", "fly"),
        "sail": ("drive", "swim"),
        "jump": ("cheer", "bounce", "run"),
        "dance": ("cheer", "bounce"),
        "fall": ("sleep", "bounce"),
    }
    return next((a for a in (action, *kin.get(action, ()), "stand") if a in can), can[0])


@cache
def table(rig: str, action: str) -> dict[str, Any]:
    """The curves of an action, over those of standing."""
    rows = rigs().get(rig, {})
    own = rows.get(action, rows.get("stand", {}))
    return dict(own) if action in WHOLE else {**rows.get("stand", {}), **own}


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
    rows = table(puppet.rig, action)
    joints = _joints(puppet, rows, phase)
    done: dict[str, Affine] = {}

    def map_of(name: str) -> Affine:
        if name in done:
            return done[name]
        piece = puppet.pieces[name]
        m = map_of(piece.hinge) if piece.hinge in puppet.pieces else IDENTITY
        joint = joints.get(piece.joint)
        if joint or piece.turned:
            degrees, sx, sy = joint or (0.0, 1.0, 1.0)
            m = mul(m, about(*piece.at, degrees + piece.turned, sx, sy))
        if piece.upright:
            m = mul(m, about(*piece.at, math.degrees(math.atan2(m[3], m[0])) + piece.turned))
        done[name] = m
        return m

    shown = [
        (piece, map_of(name))
        for name, piece in puppet.pieces.items()
        if (not piece.only or action in piece.only)
        and (not piece.when or piece.when in wearing)
        and (not piece.unless or piece.unless not in wearing)
    ]
    root = IDENTITY
    lie = curve(rows.get("lie", 0), phase)
    if lie:
        x0, y0, x1, y1 = puppet.box
        root = about((x0 + x1) / 2, (y0 + y1) / 2, lie)
    dx, dy = curve(rows.get("dx", 0), phase), curve(rows.get("dy", 0), phase)
    if "hop" in rows:
        dy -= rows["hop"][0] * abs(math.sin(TAU * (phase + rows["hop"][1])))
    if rows.get("plant", rigs().get(puppet.rig, {}).get("plant", 1)):
        dy -= _lowest(shown, root)
    root = mul(shift(dx, dy), root)
    return Pose(tuple((piece, mul(root, m)) for piece, m in shown), root)


def _lowest(shown: list[tuple[Piece, Affine]], root: Affine) -> float:
    low = -math.inf
    for piece, m in shown:
        if not piece.loose:
            _, _, _, d, e, f = mul(root, m)
            low = max(low, max(d * x + e * y for x, y in piece.polygon) + f)
    return low if low > -math.inf else 0.0


def _joints(puppet: Puppet, rows: dict[str, Any], phase: float) -> dict[str, Joint]:
    half = rows.get("half", 0.0)
    names = set(rows) | {"far_" + k[5:] for k in rows if k.startswith("near_")}
    turns: dict[str, float] = {}
    stretches: dict[str, dict[str, float]] = {}
    for name in names:
        if name in ROOT:
            continue
        value, late = rows.get(name), 0.0
        if value is None:  # the far side does what the near side does, half a cycle later
            value, late = rows["near_" + name[4:]], half
        now = curve(value, phase + late)
        if name.endswith(("_sx", "_sy")):
            stretches.setdefault(name[:-3], {})[name[-2:]] = now
        else:
            turns[name] = now
    for name, lean in puppet.pose.items():
        turns[name] = turns.get(name, 0.0) + lean
    for side in ("near_", "far_"):
        for limb in ("", "fore_", "hind_"):
            leg, foot = f"{side}{limb}leg", f"{side}{limb}foot"
            if leg in turns and foot not in turns:  # a foot stays nearly level
                turns[foot] = -0.8 * (turns[leg] + turns.get(f"{side}{limb}shin", 0.0))
    return {
        name: (
            turns.get(name, 0.0),
            stretches.get(name, {}).get("sx", 1.0),
            stretches.get(name, {}).get("sy", 1.0),
        )
        for name in set(turns) | set(stretches)
    }


@lru_cache(maxsize=4096)
def extents(puppet: Puppet, action: str) -> Extents:
    """x0, y0, x1, y1 that a figure takes over the whole cycle of an action, in puppet units, feet at 0.

    A box is fitted by this, never by one frame, or the size would pulse.
    """
    x0 = y0 = math.inf
    x1 = y1 = -math.inf
    for i in range(12):
        for piece, m in solve(puppet, action, i / 12).pieces:
            if piece.glow:
                continue
            a, b, c, d, e, f = m
            for x, y in piece.polygon:
                px, py = a * x + b * y + c, d * x + e * y + f
                x0, x1 = min(x0, px), max(x1, px)
                y0, y1 = min(y0, py), max(y1, py)
    return x0, y0, x1, y1


@lru_cache(maxsize=1024)
def stride(puppet: Puppet, action: str) -> float:
    """Heights that a figure gains in one cycle of a gait: the backward travel of whichever foot is planted, summed.

    Walks count 1.15 of it and runs with a hop 1.5, for the push. Wheels roll without sliding; 0 where nothing gains ground.
    """
    rows = table(puppet.rig, action)
    if action not in MOVING:
        return 0.0
    wheels = [
        p for n, p in puppet.pieces.items() if rows.get(p.joint) == "roll" or rows.get(n) == "roll"
    ]
    if wheels:
        ys = [y for _, y in wheels[0].polygon]
        return math.pi * (max(ys) - min(ys)) / puppet.height
    feet = [n for n in puppet.pieces if n.endswith(("_foot", "_toe"))]
    feet = feet or [n for n in puppet.pieces if n.endswith("_shin")]
    feet = feet or [n for n in puppet.pieces if n.endswith("_leg")]
    if not feet or not rows.get("plant", rigs()[puppet.rig].get("plant", 1)):
        return float(rows.get("stride", 1.0))
    travel, before = 0.0, None
    steps = 32
    for i in range(steps + 1):
        soles = {}
        for piece, m in solve(puppet, action, i / steps).pieces:
            if piece.name in feet:
                top = max(p[1] for p in piece.polygon)
                points = [put(m, p) for p in piece.polygon if p[1] > top - 2]
                low = max(put(m, p)[1] for p in piece.polygon)
                soles[piece.name] = (low, sum(p[0] for p in points) / len(points))
        planted = max(soles, key=lambda name: soles[name][0])
        if before:
            travel += max(0.0, before[planted][1] - soles[planted][1])
        before = soles
    measured = travel / puppet.height * (1.5 if "hop" in rows else 1.15)
    return measured if measured > 0.05 else float(rows.get("stride", 1.0))


def beat(puppet: Puppet, action: str) -> float:
    """Seconds of one cycle of an action that gains no ground: breathing, talking, a beat of wings."""
    rows = table(puppet.rig, action)
    if "beats" in rows:
        return 1.0 / float(rows["beats"])
    if action == "fly":
        return 1.0 / 3.0 if puppet.size < 0.6 else 1.0 / 1.2
    if action == "swim":
        return 0.9
    return SECONDS.get(action, BREATH)
