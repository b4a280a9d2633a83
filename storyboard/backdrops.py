"""Backdrops: places of layered paper, read from a file. Time and weather are never in a place; the light brings them.

Units: % of frame height; the frame is 0..177.8 x 0..100, drawn from LEFT to RIGHT beyond it for pans.
"""

from __future__ import annotations

import difflib
import math
import random
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

import assets
from storyboard.affine import Point
from storyboard.shapes import TAU, Polygon, outline

LEFT, RIGHT = -75, 255
ABOVE, BELOW = -45, 160  # a camera that tilts or pulls back sees beyond the frame


@dataclass(frozen=True, slots=True, eq=False)
class Cutout:
    """One piece of a layer where it lies. ``lit`` = a window or lamp that shines at dusk and night."""

    key: str
    polygon: Polygon
    paper: str
    shade: float = 0.0
    pattern: str = ""
    alpha: float = 1.0
    flat: bool = False
    glow: float = 0.0
    keep: float = 0.0  # how much of its own colour it keeps in any light
    lit: bool = False
    snowy: float = 0.0  # how much snow lies on it


@dataclass(frozen=True, slots=True, eq=False)
class Prop:
    """A puppet as dressing: feet at x, y, so high."""

    puppet: str
    x: float
    y: float
    height: float
    shade: float = 0.0
    colour: str = ""
    when: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, eq=False)
class Layer:
    """``depth`` 0 sky .. 1 subjects .. 1.4 front; ``lift`` its shadow; ``sway`` (width, phase) and ``drift`` (a second) move it."""

    key: str
    depth: float
    lift: float
    sky: bool = False
    front: bool = False
    sway: tuple[float, float] | None = None
    drift: float = 0.0
    cutouts: tuple[Cutout, ...] = ()
    props: tuple[Prop, ...] = ()

    def shift(self, seconds: float) -> Point:
        """How far it has moved."""
        x, y = self.drift * seconds, 0.0
        if self.sway:
            width, phase = self.sway
            x += width * math.sin(TAU * (0.35 * seconds + phase))
            y = 0.35 * math.cos(TAU * (0.35 * seconds + phase))
        return x, y


@dataclass(frozen=True, slots=True, eq=False)
class Backdrop:
    """A place. ``ground`` is where feet stand, in % of frame height."""

    name: str
    words: tuple[str, ...]
    ground: float
    indoor: bool
    water: bool
    layers: tuple[Layer, ...]


@cache
def _raw() -> dict[str, dict[str, Any]]:
    return tomllib.loads(assets.path("places.toml").read_text("utf-8"))


@cache
def names() -> tuple[str, ...]:
    return tuple(_raw())


@cache
def words() -> dict[str, str]:
    """Everyday words -> backdrop."""
    table: dict[str, str] = {}
    for name, row in _raw().items():
        for word in row.get("words", ()):
            table.setdefault(word.lower(), name)
    for name in names():
        table[name.replace("_", " ")] = name
    return table


@cache
def find(word: str) -> Backdrop:
    """The backdrop of this name or synonym. Raises KeyError naming the nearest."""
    name = word if word in _raw() else words().get(word.lower().replace("_", " "), "")
    if not name:
        close = difflib.get_close_matches(word, list(words()), 1)
        hint = f" Did you mean {close[0]}?" if close else ""
        raise KeyError(f"There is no place {word!r}.{hint}")
    row = _raw()[name]
    return Backdrop(
        name=name,
        words=tuple(row.get("words", ())),
        ground=float(row["ground"]),
        indoor=bool(row.get("indoor")),
        water=bool(row.get("water")),
        layers=tuple(_layer(name, i, layer) for i, layer in enumerate(row["layers"])),
    )


def _layer(name: str, index: int, row: Mapping[str, Any]) -> Layer:
    cutouts: list[Cutout] = []
    for i, piece in enumerate(row.get("pieces", ())):
        polygons = _many(piece) or [_one(piece, index * 31 + i)]
        cutouts += [
            _cutout(f"{name}.{index}.{i}.{k}", polygon, piece, row["depth"])
            for k, polygon in enumerate(polygons)
        ]
    if "houses" in row:
        cutouts += _houses(f"{name}.{index}", row)
    props = tuple(
        Prop(
            puppet=p["of"],
            x=p["x"],
            y=p["y"],
            height=p["h"],
            shade=p.get("shade", 0.0),
            colour=p.get("colour", ""),
            when=tuple(p.get("when", ())),
        )
        for p in row.get("props", ())
    )
    sway = row.get("sway")
    return Layer(
        key=f"{name}.{index}",
        depth=float(row["depth"]),
        lift=float(row.get("lift", 0.8)),
        sky=bool(row.get("sky")),
        front=bool(row.get("front")),
        sway=(float(sway[0]), float(sway[1])) if sway else None,
        drift=float(row.get("drift", 0.0)),
        cutouts=tuple(cutouts),
        props=props,
    )


def _cutout(key: str, polygon: Polygon, piece: Mapping[str, Any], depth: float) -> Cutout:
    paper = piece["paper"]
    land = ("ridge" in piece or "strip" in piece) and depth > 0.1
    wet = paper in ("blue", "teal", "aqua", "slate")
    snowy = 0.8 if land and not wet else 0.45 if "strip" in piece and paper == "slate" else 0.0
    return Cutout(
        key=key,
        polygon=polygon,
        paper=paper,
        shade=piece.get("shade", 0.0),
        pattern=piece.get("pattern", ""),
        alpha=piece.get("alpha", 1.0),
        flat=piece.get("flat", False),
        glow=piece.get("glow", 0.0),
        keep=piece.get("keep", 0.0),
        lit=bool(piece.get("lamp")),
        snowy=snowy,
    )


# Generators: one line of a file draws a hill, a wood, a row of houses ----------------------------


def _one(piece: Mapping[str, Any], seed: int) -> Polygon:
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


def _many(piece: Mapping[str, Any]) -> list[Polygon]:
    """Generators that cut several pieces; empty for any other piece."""
    if "trunks" in piece:
        return _trunks(*piece["trunks"], bare=bool(piece.get("bare")))
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


def _houses(key: str, row: Mapping[str, Any]) -> list[Cutout]:
    """A row of houses with roofs, windows, doors and awnings."""
    out: list[Cutout] = []
    base = row["base"]

    def add(points: list[Point], paper: str, shade: float = 0.0, **more: Any) -> None:
        out.append(Cutout(f"{key}.h{len(out)}", tuple(points), paper, shade, **more))

    for i, house in enumerate(row["houses"]):
        _house(add, house, base, random.Random(i * 7 + 1))
    return out


def _house(add: Any, house: Mapping[str, Any], base: float, rng: random.Random) -> None:
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


def _window(add: Any, x: float, y: float, lit: bool) -> None:
    w, h = 2.3, 8.4
    add(_square(x - w - 0.8, y - 0.8, x + w + 0.8, y + h + 0.8), "white", -0.04)
    add(_square(x - w, y, x + w, y + h), "navy", 0.12, flat=True, lit=lit)
    add(_square(x - w, y + 0.45 * h, x + w, y + 0.55 * h), "white", -0.04, flat=True)


def _shop(add: Any, x: float, w: float, ground: float, awning: str) -> None:
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
