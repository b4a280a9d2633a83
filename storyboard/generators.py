"""Generators: one line of a file draws a hill, a wood, a street. Seeded, so always the same one.

Units: % of frame height, from LEFT to RIGHT, from ABOVE to BELOW what a camera that holds still
sees.
"""

from __future__ import annotations

import math
import random
from collections.abc import Callable, Mapping
from typing import Any

from storyboard.affine import Point
from storyboard.shapes import TAU, Polygon, outline

LEFT, RIGHT = -75, 255
ABOVE, BELOW = -45, 160  # a camera that tilts or pulls back sees beyond the frame

Add = Callable[..., None]  # outline, paper, shade, and what else a cutout has


def shape(piece: Mapping[str, Any], seed: int) -> Polygon:
    """The outline of any other piece of a place. Raises ValueError when it has no shape."""
    if "strip" in piece:
        top, bottom = piece["strip"]
        top, bottom = ABOVE if top <= -10 else top, BELOW if bottom >= 100 else bottom
        return ((LEFT, top), (RIGHT, top), (RIGHT, bottom), (LEFT, bottom))
    if "ridge" in piece:
        return _ridge(*piece["ridge"])
    if "scallop" in piece:
        return _scallop(*piece["scallop"])
    return outline(piece, seed, 1.7, 0.06)


def _ridge(y: float, swell: float, wave: float, seed: int) -> Polygon:
    rng = random.Random(seed)
    a, b, c = (rng.uniform(0, TAU) for _ in range(3))
    points = []
    for x in range(LEFT, RIGHT + 1, 3):
        u = TAU * x / wave
        hill = 0.6 * math.sin(u + a) + 0.3 * math.sin(2.1 * u + b) + 0.16 * math.sin(4.3 * u + c)
        points.append((float(x), y - swell * hill + rng.uniform(-0.12, 0.12)))
    return (*points, (RIGHT, BELOW), (LEFT, BELOW))


def _scallop(y: float, width: float) -> Polygon:
    points, x = [], float(LEFT)
    while x < RIGHT:
        points += [(x + width * k / 8, y + 1.9 * math.sin(math.pi * k / 8)) for k in range(8)]
        x += width
    return (*points, (RIGHT, BELOW), (LEFT, BELOW))


def shapes(piece: Mapping[str, Any]) -> list[Polygon]:
    """The pieces of a generator that cuts several; empty for any other piece."""
    if "trunks" in piece:
        every, thin, thick, seed = piece["trunks"]
        return _trunks(every, thin, thick, seed, bool(piece.get("bare")))
    if "grass" in piece:
        return _grass(*piece["grass"])
    if "canopy" in piece:
        return _canopy(*piece["canopy"])
    if "skyline" in piece:
        return [_skyline(*piece["skyline"])]
    if "dashes" in piece:
        y0, y1, every, w = piece["dashes"]
        return [
            ((x, y0), (x + w, y0), (x + w - 1, y1), (x - 1, y1))
            for x in range(LEFT, RIGHT, int(every * 2))
        ]
    return []


def _trunks(every: float, thin: float, thick: float, seed: int, bare: bool) -> list[Polygon]:
    rng = random.Random(seed)
    out: list[Polygon] = []
    x = float(LEFT)
    while x < RIGHT:
        w, lean = rng.uniform(thin, thick), rng.uniform(-2.5, 2.5)
        at = x + rng.uniform(-0.3, 0.3) * every
        side, fork = rng.choice((-1, 1)), rng.uniform(22, 44)
        out.append(
            (
                (at + lean - 0.4 * w, ABOVE),
                (at + 0.6 * lean - 0.42 * w, 30),
                (at - 0.5 * w, 60),
                (at - 0.9 * w, 100),
                (at + 0.9 * w, 100),
                (at + 0.5 * w, 60),
                (at + 0.6 * lean + 0.42 * w, 30),
                (at + lean + 0.4 * w, ABOVE),
            )
        )
        if not bare:
            root = at + 0.6 * lean
            out.append(
                (
                    (root, fork + w),
                    (at + side * (1.2 * w + 3), fork - 5),
                    (at + side * (2 * w + 7), fork - 9.5),
                    (at + side * (1.2 * w + 4), fork - 3),
                    (root, fork + 1.8 * w),
                )
            )
        x += every
    return out


def _grass(
    y: float, high: float, gap: float, seed: int, first: float, last: float
) -> list[Polygon]:
    """Four interleaved combs: one comb would cross itself, and even-odd filling leaves holes."""
    rng = random.Random(seed)
    rows: list[list[Point]] = [[], [], [], []]
    x, i = first, 0
    while x < last:
        edge = min(1.0, (x - first) / 12 + 0.35, (last - x) / 12 + 0.35)
        h = high * rng.uniform(0.45, 1) * edge
        lean = max(-1.7 * gap, min(1.7 * gap, rng.uniform(-0.28, 0.28) * h))
        rows[i % 4] += [
            (x - 0.5 * gap, y - 0.1 * h),
            (x - 0.12 * gap + 0.4 * lean, y - 0.6 * h),
            (x + lean, y - h),
            (x + 0.2 * gap + 0.4 * lean, y - 0.55 * h),
            (x + 0.5 * gap, y - 0.1 * h),
        ]
        x += gap
        i += 1
    return [((row[0][0], BELOW), *row, (row[-1][0], BELOW)) for row in rows if row]


def _canopy(y: float, radius: float, seed: int) -> list[Polygon]:
    rng = random.Random(seed)
    out: list[Polygon] = []
    x = float(LEFT)
    while x < RIGHT:
        r = radius * rng.uniform(0.75, 1.15)
        cy = y + rng.uniform(-3, 3) - 0.15 * r
        out.append(
            tuple(
                (
                    x + 1.15 * r * math.cos(TAU * k / 26) + rng.uniform(-0.2, 0.2),
                    cy + 0.8 * r * math.sin(TAU * k / 26) + rng.uniform(-0.2, 0.2),
                )
                for k in range(26)
            )
        )
        x += 1.15 * radius
    return out


def _skyline(y: float, rise: float, width: float, seed: int) -> Polygon:
    rng = random.Random(seed)
    points: list[Point] = [(LEFT, BELOW)]
    x = float(LEFT)
    while x < RIGHT:
        w, top, kind = width * rng.uniform(0.6, 1.3), y - rise * rng.random(), rng.random()
        if kind < 0.25:
            points += [(x, top), (x + 0.5 * w, top - 6), (x + w, top)]
        elif kind < 0.4:
            chimney = [(x + 0.4 * w, top), (x + 0.4 * w, top - 7), (x + 0.6 * w, top - 7)]
            points += [(x, top), *chimney, (x + 0.6 * w, top), (x + w, top)]
        else:
            points += [(x, top), (x + w, top)]
        x += w
    return (*points, (x, BELOW))


def houses(row: Mapping[str, Any], add: Add) -> None:
    """A row of houses with roofs, windows, doors and awnings; ``add`` takes each piece."""
    for i, house in enumerate(row["houses"]):
        _house(add, house, row["base"], random.Random(i * 7 + 1))


def _house(add: Add, house: Mapping[str, Any], base: float, rng: random.Random) -> None:
    x, w, high, paper = house["x"], house["w"], house["h"], house["paper"]
    top = base - high
    gable = house["roof"] == "gable"
    if gable:
        chimney = [(x + 0.68 * w, top - 13), (x + 0.8 * w, top - 13)]
        add([*chimney, (x + 0.8 * w, top - 2), (x + 0.68 * w, top - 5)], "brown")
        roof = "rust" if paper != "rust" else "slate"
        add([(x - 1.5, top + 1), (x + w / 2, top - 11), (x + w + 1.5, top + 1)], roof, snowy=0.8)
    add([(x, top), (x + w, top), (x + w, base + 4), (x, base + 4)], paper, 0.06)
    if not gable:
        ledge = [(x - 1, top - 1.5), (x + w + 1, top - 1.5), (x + w + 1, top + 2.2)]
        add([*ledge, (x - 1, top + 2.2)], "white", -0.05)
    columns = 3 if w > 30 else 2
    for a in range(max(2, int((high - 22) / 15))):
        for b in range(columns):
            _window(add, x + w * (b + 0.5) / columns, top + 6.5 + 14 * a, rng.random() < 0.6)
    ground = base + 4
    if "awning" in house:
        _shop(add, x, w, ground, house["awning"])
    else:
        door = [(x + 0.38 * w, ground), (x + 0.38 * w, ground - 12), (x + 0.5 * w, ground - 15)]
        door += [(x + 0.62 * w, ground - 12), (x + 0.62 * w, ground)]
        add(door, "pine" if paper != "teal" else "red")


def _square(x0: float, y0: float, x1: float, y1: float) -> list[Point]:
    return [(x0, y0), (x1, y0), (x1, y1), (x0, y1)]


def _window(add: Add, x: float, y: float, lit: bool) -> None:
    w, h = 2.3, 8.4
    add(_square(x - w - 0.8, y - 0.8, x + w + 0.8, y + h + 0.8), "white", -0.04)
    add(_square(x - w, y, x + w, y + h), "navy", 0.12, flat=True, lit=lit)
    add(_square(x - w, y + 0.45 * h, x + w, y + 0.55 * h), "white", -0.04, flat=True)


def _shop(add: Add, x: float, w: float, ground: float, awning: str) -> None:
    add(_square(x + 3, ground - 14, x + 0.62 * w, ground), "sky", -0.1, flat=True, lit=True)
    add(_square(x + 0.7 * w, ground - 14, x + 0.92 * w, ground), "brown")
    k = 7
    xs = [x + w - 1 - (w - 2) * j / k for j in range(k + 1)]
    points: list[Point] = [(x + 2.5, ground - 17.5), (x + w - 2.5, ground - 17.5)]
    for j in range(k):
        near, far = 0.75 * xs[j] + 0.25 * xs[j + 1], 0.25 * xs[j] + 0.75 * xs[j + 1]
        points += [(xs[j], ground - 11.5), (near, ground - 10), (far, ground - 10)]
        points.append((xs[j + 1], ground - 11.5))
    add(points, awning)
    for j in range(0, k, 2):
        u0, u1 = j / k, (j + 1) / k
        top, bottom, hem = ground - 17.5, ground - 11.5, ground - 10
        stripe = [(x + 2.5 + (w - 5) * u0, top), (x + 2.5 + (w - 5) * u1, top)]
        stripe += [(x + 1 + (w - 2) * u1, bottom), (x + 1 + (w - 2) * (0.25 * u0 + 0.75 * u1), hem)]
        stripe += [(x + 1 + (w - 2) * (0.75 * u0 + 0.25 * u1), hem), (x + 1 + (w - 2) * u0, bottom)]
        add(stripe, "white", flat=True)
