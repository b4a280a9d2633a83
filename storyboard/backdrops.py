"""Backdrops: places of layered paper, read from a file; the light brings time and weather.

Units: % of frame height; the frame is 0..177.8 x 0..100, drawn from LEFT to RIGHT for pans.
"""

from __future__ import annotations

import difflib
import math
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

import assets
from storyboard import generators
from storyboard.affine import Point
from storyboard.generators import LEFT as LEFT
from storyboard.generators import RIGHT as RIGHT
from storyboard.shapes import TAU, Polygon


@dataclass(frozen=True, slots=True, eq=False)
class Cutout:
    """One piece of a layer where it lies. ``lit`` = a window or lamp that shines at dusk and
    night.
    """

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
    """``depth`` 0 sky .. 1 subjects .. 1.4 front; ``lift`` its shadow; ``sway`` (width, phase) and
    ``drift`` (a second) move it.
    """

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


def find(word: str) -> Backdrop:
    """The backdrop of this name or synonym. Raises KeyError naming the nearest."""
    name = word if word in _raw() else words().get(word.lower().replace("_", " "), "")
    if not name:
        close = difflib.get_close_matches(word, list(words()), 1)
        hint = f" Did you mean {close[0]}?" if close else ""
        raise KeyError(f"There is no place {word!r}.{hint}")
    return _built(name)


@cache
def _built(name: str) -> Backdrop:
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
        polygons = generators.shapes(piece) or [generators.shape(piece, index * 31 + i)]
        cutouts += [
            _cutout(f"{name}.{index}.{i}.{k}", polygon, piece, row["depth"])
            for k, polygon in enumerate(polygons)
        ]
    if "houses" in row:

        def add(points: list[Point], paper: str, shade: float = 0.0, **more: Any) -> None:
            key = f"{name}.{index}.h{len(cutouts)}"
            cutouts.append(Cutout(key, tuple(points), paper, shade, **more))

        generators.houses(row, add)
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
