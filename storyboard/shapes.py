"""Shapes cut from paper: a description from a TOML file becomes one simple polygon.

Curves become short chords and corners are off by a hair, as scissors leave them; the seed is the
piece's name, so a shape is the same in every run.
"""

from __future__ import annotations

import math
import random
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from storyboard.affine import Point

Polygon = tuple[Point, ...]
TAU = 2 * math.pi
FACET, JITTER = 3.2, 0.10  # chord and error of the scissors, in puppet units (100 = a figure)
KINDS = ("cut", "poly", "ellipse", "rect", "limb", "star")


def outline(
    piece: Mapping[str, Any], seed: int = 0, facet: float = FACET, jitter: float = JITTER
) -> Polygon:
    """The polygon of a piece. Raises ValueError when it names none of KINDS."""
    for kind in KINDS:
        if kind in piece:
            points = _MAKERS[kind](piece, facet)
            break
    else:
        raise ValueError(f"A piece has none of the shapes {', '.join(KINDS)}: {dict(piece)}")
    rng = random.Random(seed)
    off = float(piece.get("jitter", jitter))
    return tuple((x + rng.uniform(-off, off), y + rng.uniform(-off, off)) for x, y in points)


@lru_cache(maxsize=1 << 15)
def hull(polygon: Polygon) -> Polygon:
    """The corners of a polygon that can be the outermost in any direction (Andrew's monotone
    chain).
    """
    points = sorted(set(polygon))
    if len(points) < 4:
        return tuple(points)

    def chain(ordered: list[Point]) -> list[Point]:
        found: list[Point] = []
        for p in ordered:
            while len(found) > 1 and _turn(found[-2], found[-1], p) <= 0:
                found.pop()
            found.append(p)
        return found[:-1]

    return tuple(chain(points) + chain(points[::-1]))


def middle(polygon: Polygon) -> Point:
    """The middle of its box: what a wheel turns about."""
    xs, ys = [p[0] for p in polygon], [p[1] for p in polygon]
    return (min(xs) + max(xs)) / 2, (min(ys) + max(ys)) / 2


def _turn(a: Point, b: Point, c: Point) -> float:
    return (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0])


def _parse(text: str) -> tuple[list[Point], list[bool]]:
    points, corners = [], []
    for word in text.split():
        corners.append(word.endswith("*"))
        x, y = word.rstrip("*").split(",")
        points.append((float(x), float(y)))
    return points, corners


def _cut(piece: Mapping[str, Any], facet: float) -> list[Point]:
    """A smooth closed curve (cubic Hermite) through the points; * marks a corner."""
    points, corners = _parse(piece["cut"])
    out: list[Point] = []
    n = len(points)
    for i in range(n):
        p0, p1, p2, p3 = points[i - 1], points[i], points[(i + 1) % n], points[(i + 2) % n]
        length = math.dist(p1, p2)
        straight = (0.6 * (p2[0] - p1[0]), 0.6 * (p2[1] - p1[1]))
        at1, at2 = corners[i], corners[(i + 1) % n]
        m1 = straight if at1 else (0.5 * (p2[0] - p0[0]), 0.5 * (p2[1] - p0[1]))
        m2 = straight if at2 else (0.5 * (p3[0] - p1[0]), 0.5 * (p3[1] - p1[1]))
        m1, m2 = _short(m1, 1.2 * length), _short(m2, 1.2 * length)
        chords = 1 if at1 and at2 else max(2, min(14, round(length / facet) + 1))
        for j in range(chords):
            t = j / chords
            t2, t3 = t * t, t * t * t
            a, b, c, d = 2 * t3 - 3 * t2 + 1, t3 - 2 * t2 + t, 3 * t2 - 2 * t3, t3 - t2
            out.append(
                (
                    a * p1[0] + b * m1[0] + c * p2[0] + d * m2[0],
                    a * p1[1] + b * m1[1] + c * p2[1] + d * m2[1],
                )
            )
    return out


def _short(v: Point, most: float) -> Point:
    k = min(1.0, most / (math.hypot(*v) + 1e-9))
    return v[0] * k, v[1] * k


def _poly(piece: Mapping[str, Any], facet: float) -> list[Point]:
    return _parse(piece["poly"])[0]


def _ellipse(piece: Mapping[str, Any], facet: float) -> list[Point]:
    cx, cy, rx, ry = piece["ellipse"]
    turn = math.radians(piece.get("turn", 0))
    n = max(16, min(44, int(TAU * max(rx, ry) / facet)))
    out = []
    for i in range(n):
        x, y = rx * math.cos(TAU * i / n), ry * math.sin(TAU * i / n)
        out.append(
            (
                cx + x * math.cos(turn) - y * math.sin(turn),
                cy + x * math.sin(turn) + y * math.cos(turn),
            )
        )
    return out


def _rect(piece: Mapping[str, Any], facet: float) -> list[Point]:
    x0, y0, x1, y1 = piece["rect"]
    r = piece.get("round", 0)
    if not r:
        return [(x0, y0), (x1, y0), (x1, y1), (x0, y1)]
    corners = (
        (x1 - r, y0 + r, -90),
        (x1 - r, y1 - r, 0),
        (x0 + r, y1 - r, 90),
        (x0 + r, y0 + r, 180),
    )
    return [_around(cx, cy, r, first + k * 22.5) for cx, cy, first in corners for k in range(5)]


def _limb(piece: Mapping[str, Any], facet: float) -> list[Point]:
    x0, y0, r0, x1, y1, r1 = piece["limb"]
    along = math.degrees(math.atan2(y1 - y0, x1 - x0))
    ends = ((x0, y0, r0, 90), (x1, y1, r1, -90))
    return [
        _around(cx, cy, r, along + first + k * 30) for cx, cy, r, first in ends for k in range(7)
    ]


def _star(piece: Mapping[str, Any], facet: float) -> list[Point]:
    cx, cy, far, near, n = piece["star"]
    n = int(n)
    return [
        _around(cx, cy, far if i % 2 == 0 else near, 360 * i / (2 * n) - 90) for i in range(2 * n)
    ]


def _around(cx: float, cy: float, r: float, degrees: float) -> Point:
    t = math.radians(degrees)
    return cx + r * math.cos(t), cy + r * math.sin(t)


_MAKERS = {
    "cut": _cut,
    "poly": _poly,
    "ellipse": _ellipse,
    "rect": _rect,
    "limb": _limb,
    "star": _star,
}
