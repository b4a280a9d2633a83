"""Puppets: figures of hinged paper pieces, read from a file, found by everyday words, varied at will.

Units: a standing figure is about 100 high, feet at y = 0, up is negative, it faces right. Pieces are listed back to front.
"""

from __future__ import annotations

import difflib
import math
import random
import tomllib
import zlib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from typing import Any

import assets
from storyboard import light
from storyboard.affine import Point
from storyboard.shapes import Polygon, outline

LOOSE_PATTERNS = ("stripe", "dot", "check", "hatch", "plank")


@dataclass(frozen=True, slots=True, eq=False)
class Piece:
    """One paper piece. ``key`` names its raster: equal keys, equal pictures."""

    name: str
    polygon: Polygon
    key: str
    paper: str = "main"
    shade: float = 0.0
    pattern: str = ""
    alpha: float = 1.0
    hinge: str = ""
    at: Point = (0.0, 0.0)
    joint: str = ""
    flat: bool = False  # printed: no shadow, no rim
    pin: bool = False
    glow: float = 0.0
    lamp: bool = False
    upright: bool = False  # undoes its parents' turn: canes, cups
    turned: float = 0.0
    loose: bool = False  # never a foot
    when: str = ""
    unless: str = ""
    only: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True, eq=False)
class Puppet:
    """A figure. ``size`` in metres; ``colours`` role -> paper; ``main`` the role that "a red snail" recolours.

    ``box`` is x0, y0, x1, y1 of all pieces where they are drawn; ``hang`` = it hangs or floats, no feet.
    """

    name: str
    words: tuple[str, ...]
    rig: str
    size: float
    main: str
    colours: Mapping[str, str]
    pieces: Mapping[str, Piece]
    pose: Mapping[str, float]
    hang: bool
    box: tuple[float, float, float, float]

    @property
    def height(self) -> float:
        """Height of the figure in its own units."""
        return self.box[3] - self.box[1] if self.hang else -self.box[1]


@cache
def _raw() -> dict[str, dict[str, Any]]:
    return tomllib.loads(assets.path("puppets.toml").read_text("utf-8"))


@cache
def _rows() -> dict[str, dict[str, Any]]:
    """Every puppet's table with what it takes from the one that it is ``like``."""
    done: dict[str, dict[str, Any]] = {}

    def row(name: str) -> dict[str, Any]:
        if name not in done:
            own = _raw()[name]
            done[name] = _alike(row(own["like"]), own) if "like" in own else own
        return done[name]

    return {name: row(name) for name in _raw()}


def _alike(model: Mapping[str, Any], own: Mapping[str, Any]) -> dict[str, Any]:
    """``own`` laid over ``model``: pieces replaced in place, dropped, put before or after others, or on top."""
    added = dict(own.get("pieces", {}))
    pieces: dict[str, Any] = {}
    kept = {k: v for k, v in model["pieces"].items() if k not in own.get("drop", ())}
    new = {k: v for k, v in added.items() if k not in kept}
    for name, piece in kept.items():
        for side, here in (("before", True), ("after", False)):
            if not here:
                pieces[name] = added.get(name, piece)
            for other in [k for k, v in new.items() if v.get(side) == name]:
                pieces[other] = new.pop(other)
    pieces.update(new)
    words = own.get("words", ())
    colours = {**model.get("colours", {}), **own.get("colours", {})}
    return {**model, **own, "words": words, "colours": colours, "pieces": pieces}


@cache
def names() -> tuple[str, ...]:
    """Every bundled puppet, dressing included."""
    return tuple(_rows())


@cache
def words() -> dict[str, str]:
    """Everyday words -> puppet: names and synonyms, lower case, spaces for underscores."""
    table: dict[str, str] = {}
    for name in names():
        for word in _rows()[name].get("words", ()):
            table.setdefault(word.lower().replace("_", " "), name)
    for name in names():
        table[name.replace("_", " ")] = name
    return table


def nearest(word: str) -> str:
    """The puppet for a word, or for its last part ("fire engine" -> "engine"); "" when nothing fits."""
    said = word.lower().replace("_", " ").strip()
    parts = said.split()
    for i in range(len(parts)):
        tail = " ".join(parts[i:])
        for form in (tail, tail.removesuffix("s"), tail.removesuffix("es")):
            if form in words():
                return words()[form]
    return ""


@lru_cache(maxsize=512)
def find(word: str, vary: str = "") -> Puppet:
    """The puppet of this name or synonym, varied if a seed is given. Raises KeyError naming the nearest."""
    name = word if word in _rows() else words().get(word.lower().replace("_", " "), "")
    if not name:
        close = difflib.get_close_matches(word, list(words()), 1)
        hint = f" Did you mean {close[0]}?" if close else ""
        raise KeyError(f"There is no puppet {word!r}.{hint}")
    puppet = _build(name, _rows()[name])
    return varied(puppet, vary) if vary else puppet


def _build(name: str, row: Mapping[str, Any]) -> Puppet:
    stout, head = row.get("stout", 1.0), row.get("big_head", 1.0)
    table = row["pieces"]
    neck = tuple(table.get("head", {}).get("at", (0, 0)))
    heads = {k for k in table if _is_under(table, k, "head")}
    pieces = {}
    for key, value in table.items():

        def grown(p: Point, k: str = key) -> Point:
            if k in heads:
                return neck[0] * stout + (p[0] - neck[0]) * head, neck[1] + (p[1] - neck[1]) * head
            return p[0] * stout, p[1]

        polygon = tuple(grown(p) for p in outline(value, zlib.crc32((name + key).encode())))
        only = value.get("only", ())
        pieces[key] = Piece(
            name=key,
            polygon=polygon,
            key=f"{name}.{key}",
            paper=value.get("paper", "main"),
            shade=value.get("shade", 0.0),
            pattern=value.get("pattern", ""),
            alpha=value.get("alpha", 1.0),
            hinge=value.get("hinge", ""),
            at=grown(tuple(value.get("at", (0.0, 0.0)))),
            joint=value.get("joint", key),
            flat=value.get("flat", False),
            pin=value.get("pin", False),
            glow=value.get("glow", 0.0),
            lamp=value.get("lamp", False),
            upright=value.get("upright", False),
            turned=value.get("turned", 0.0),
            loose=value.get("loose", False),
            when=value.get("when", ""),
            unless=value.get("unless", ""),
            only=frozenset([only] if isinstance(only, str) else only),
        )
    colours = row.get("colours", {})
    return Puppet(
        name=name,
        words=tuple(row.get("words", ())),
        rig=row.get("rig", "thing"),
        size=row.get("size", 1.0),
        main=row.get("main", next(iter(colours), "main")),
        colours=colours,
        pieces=pieces,
        pose=row.get("pose", {}),
        hang=bool(row.get("hang")),
        box=_bounds(pieces),
    )


def _is_under(table: Mapping[str, Any], name: str, root: str) -> bool:
    while name:
        if name == root:
            return True
        name = table[name].get("hinge", "")
    return False


def _bounds(pieces: Mapping[str, Piece]) -> tuple[float, float, float, float]:
    points = [p for piece in pieces.values() for p in piece.polygon]
    xs, ys = [p[0] for p in points], [p[1] for p in points]
    return min(xs), min(ys), max(xs), max(ys)


def varied(puppet: Puppet, seed: str) -> Puppet:
    """Another of its kind: other proportions, colours, patterns and parts; the same seed, the same figure.

    Every piece is stretched about its own hinge, and what hangs on it moves along, so nothing comes apart.
    """
    rng = random.Random(f"{puppet.name} {seed}")
    wide, tall = rng.uniform(0.75, 1.35), rng.uniform(0.85, 1.15)
    stretch = {name: _stretch(rng, name) for name in sorted(puppet.pieces)}
    for name in list(stretch):  # left and right stay a pair
        if name.startswith("far_") and "near_" + name[4:] in stretch:
            stretch[name] = stretch["near_" + name[4:]]
    moved: dict[str, Point] = {}

    def shifted(name: str) -> Point:
        """How far the hinge of this piece moves because its parents were stretched."""
        piece = puppet.pieces[name]
        if name not in moved:
            if piece.hinge and piece.hinge in puppet.pieces:
                parent = puppet.pieces[piece.hinge]
                sx, sy = stretch[piece.hinge]
                px, py = shifted(piece.hinge)
                at = piece.at if piece.at != (0.0, 0.0) else _middle(piece.polygon)
                moved[name] = (
                    px + (at[0] - parent.at[0]) * (sx - 1),
                    py + (at[1] - parent.at[1]) * (sy - 1),
                )
            else:
                moved[name] = (0.0, 0.0)
        return moved[name]

    pieces = {}
    dropped = {
        n for n, p in puppet.pieces.items() if p.flat and not _is_face(n) and rng.random() < 0.15
    }
    for name, piece in puppet.pieces.items():
        if name in dropped:
            continue
        (sx, sy), (dx, dy) = stretch[name], shifted(name)
        anchor = piece.at if piece.at != (0.0, 0.0) else _middle(piece.polygon)

        def placed(p: Point, a: Point = anchor, s: Point = (sx, sy), d: Point = (dx, dy)) -> Point:
            x, y = a[0] + (p[0] - a[0]) * s[0] + d[0], a[1] + (p[1] - a[1]) * s[1] + d[1]
            return x * wide, y * tall

        pattern = piece.pattern
        if not piece.flat and rng.random() < 0.12:
            pattern = rng.choice(LOOSE_PATTERNS)
        pieces[name] = replace(
            piece,
            polygon=tuple(placed(p) for p in piece.polygon),
            key=f"{piece.key}~{seed}",
            at=placed(piece.at) if piece.at != (0.0, 0.0) else piece.at,
            pattern=pattern,
        )
    if not puppet.hang:  # stand on the ground again
        low = max(p[1] for piece in pieces.values() if not piece.loose for p in piece.polygon)
        pieces = {n: _lowered(p, -low) for n, p in pieces.items()}
    colours = {role: _colour(rng, value) for role, value in puppet.colours.items()}
    return replace(puppet, pieces=pieces, colours=colours, box=_bounds(pieces))


def _stretch(rng: random.Random, name: str) -> Point:
    if name.endswith(("eye", "pupil", "cheek", "mouth")):
        k = rng.uniform(0.85, 1.35)
        return k, k
    if name in ("head", "body", "trunk", "hull", "shell"):
        return rng.uniform(0.85, 1.25), rng.uniform(0.85, 1.2)
    return rng.uniform(0.8, 1.3), rng.uniform(0.88, 1.15)


def _is_face(name: str) -> bool:
    return name.endswith(("eye", "pupil", "mouth"))


def _middle(polygon: Polygon) -> Point:
    return sum(p[0] for p in polygon) / len(polygon), sum(p[1] for p in polygon) / len(polygon)


def _lowered(piece: Piece, by: float) -> Piece:
    at = piece.at if piece.at == (0.0, 0.0) else (piece.at[0], piece.at[1] + by)
    return replace(piece, polygon=tuple((x, y + by) for x, y in piece.polygon), at=at)


def _colour(rng: random.Random, own: str) -> str:
    kind = rng.random()
    if kind < 0.25:
        return own
    if kind < 0.6:
        return rng.choice(sorted(light.papers()))
    hue, chroma, level = rng.random() * math.tau, rng.uniform(0.0, 0.35), rng.uniform(0.2, 0.85)
    parts = (level + chroma * math.cos(hue + k * math.tau / 3) for k in range(3))
    return "#" + "".join(f"{round(255 * min(1.0, max(0.0, part))):02x}" for part in parts)
