"""Puppets: figures of hinged paper pieces, read from a file and found by everyday words.

Units: a standing figure is about 100 high, feet at y = 0, up is negative, it faces right. Pieces
are listed back to front.
"""

from __future__ import annotations

import difflib
import tomllib
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any

import assets
from storyboard.affine import Point
from storyboard.shapes import Polygon, outline

SPARE = "box"  # a parcel stands in for what no puppet draws


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
    at: Point | None = None  # the pivot of its joint
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
    """A figure. ``size`` in metres; ``colours`` role -> paper; ``main`` the role that "a red
    snail" recolours.

    ``box`` is x0, y0, x1, y1 of all pieces where they are drawn; ``hang`` = it hangs or floats, no
    feet. Of a person's own drawing (``rigs``): ``unit`` is % of its sheet's side a puppet unit,
    ``rest`` at how many degrees its joints were drawn, ``copies`` which piece's paper another one
    shows.
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
    unit: float = 0.0
    rest: Mapping[str, float] | None = None
    copies: Mapping[str, str] | None = None

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
    """``own`` laid over ``model``: pieces replaced in place, dropped, put before or after others,
    or on top.
    """
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
    """The puppet for a word, or for its last part ("fire engine" -> "engine"); "" when nothing
    fits.
    """
    said = word.lower().replace("_", " ").strip()
    parts = said.split()
    for i in range(len(parts)):
        tail = " ".join(parts[i:])
        for form in (tail, tail.removesuffix("s"), tail.removesuffix("es")):
            if form in words():
                return words()[form]
    return ""


@lru_cache(maxsize=1024)
def playing(puppet: str, kind: str, pronoun: str = "") -> str:
    """The puppet that plays a subject: its own, the nearest to its kind, a person, or a parcel."""
    for word in (puppet, kind):
        found = nearest(word) if word else ""
        if found:
            return found
    person = {"he": "man", "she": "woman", "they": "man"}.get(pronoun, "")
    return next((name for name in (person, SPARE) if name in names()), names()[0])


def find(word: str, stout: float = 1.0, head: float = 1.0) -> Puppet:
    """The puppet of this name or synonym, its body and its head so much wider than drawn.

    Raises KeyError naming the nearest.
    """
    name = word if word in _rows() else words().get(word.lower().replace("_", " "), "")
    if not name:
        close = difflib.get_close_matches(word, list(words()), 1)
        hint = f" Did you mean {close[0]}?" if close else ""
        raise KeyError(f"There is no puppet {word!r}.{hint}")
    return _built(name, stout, head)


@lru_cache(maxsize=512)
def _built(name: str, stout: float, head: float) -> Puppet:
    row = _rows()[name]
    grown_by = "" if stout == head == 1.0 else f"*{stout}*{head}"
    stout, head = stout * row.get("stout", 1.0), head * row.get("big_head", 1.0)
    table = row["pieces"]
    neck = tuple(table.get("head", {}).get("at", (0, 0)))
    heads = {k for k in table if _is_under(table, k, "head")}
    pieces: dict[str, Piece] = {}
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
            key=f"{name}.{key}{grown_by}",
            paper=value.get("paper", "main"),
            shade=value.get("shade", 0.0),
            pattern=value.get("pattern", ""),
            alpha=value.get("alpha", 1.0),
            hinge=value.get("hinge", ""),
            at=grown(tuple(value["at"])) if "at" in value else None,
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
        box=bounds(pieces),
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


def bounds(pieces: Mapping[str, Piece]) -> tuple[float, float, float, float]:
    """x0, y0, x1, y1 of all pieces where they are drawn."""
    points = [p for piece in pieces.values() for p in piece.polygon]
    xs, ys = [p[0] for p in points], [p[1] for p in points]
    return min(xs), min(ys), max(xs), max(ys)
