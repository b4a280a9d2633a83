"""Papers and light: one palette, one rule that lights every colour of a frame."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

import assets
from storyboard.board import Daytime, Weather

Colour = tuple[float, float, float]
Rows = tuple[tuple[float, float, float, float], ...]  # red, green, blue from red, green, blue, 1
PLAIN: Rows = ((1.0, 0.0, 0.0, 0.0), (0.0, 1.0, 0.0, 0.0), (0.0, 0.0, 1.0, 0.0))  # by day
DARK, PALE = (0.10, 0.09, 0.20), (1.0, 0.97, 0.90)  # what shade -1 and +1 go to


def parse(text: str) -> Colour:
    """``#rrggbb`` as red, green, blue in 0..1."""
    digits = text.lstrip("#")
    return (int(digits[:2], 16) / 255, int(digits[2:4], 16) / 255, int(digits[4:6], 16) / 255)


def mix(a: Colour, b: Colour, t: float) -> Colour:
    return (a[0] + (b[0] - a[0]) * t, a[1] + (b[1] - a[1]) * t, a[2] + (b[2] - a[2]) * t)


def tone(colour: Colour, shade: float) -> Colour:
    """Darker (shade < 0) or lighter paper of the same colour; -1..1."""
    return mix(colour, DARK, -shade) if shade < 0 else mix(colour, PALE, shade)


@cache
def _file() -> dict[str, Any]:
    return tomllib.loads(assets.path("paper.toml").read_text("utf-8"))


@cache
def papers() -> dict[str, Colour]:
    """Every paper by name."""
    return {name: parse(text) for name, text in _file()["paper"].items()}


def paper(name: str) -> Colour:
    """A paper by name, or any colour as ``#rrggbb``. Raises KeyError."""
    return parse(name) if name.startswith("#") else papers()[name]


@cache
def colour_words() -> dict[str, str]:
    """English colour words -> papers ("scarlet" -> "red"); every paper is a word for itself."""
    table = {name: name for name in papers()}
    for word, name in _file().get("colour_words", {}).items():
        if isinstance(name, str):
            table[word] = name
        else:  # paper -> list of words
            table.update(dict.fromkeys(name, word))
    return table


@dataclass(frozen=True, slots=True)
class Light:
    """How a frame is lit: grey a little, multiply by ``key``, pull towards ``cast``; shadows in
    ``shadow`` at ``ink``.
    """

    key: Colour
    cast: Colour
    pull: float
    grey: float
    shadow: Colour
    ink: float
    keep: float  # how much of its own colour a subject keeps, so that it stands out
    lamps: bool  # lit windows and lamps

    def lit(self, colour: Colour, keep: float = 0.0) -> Colour:
        """One colour in this light; ``keep`` of it stays as it was."""
        level = 0.3 * colour[0] + 0.59 * colour[1] + 0.11 * colour[2]
        out = mix(colour, (level, level, level), self.grey)
        out = (out[0] * self.key[0], out[1] * self.key[1], out[2] * self.key[2])
        return mix(mix(out, self.cast, self.pull), colour, keep)

    def weights(self, keep: float = 0.0) -> Rows:
        """``lit`` as three rows of an affine map (red, green, blue, 1), for whole pictures."""
        zero = self.lit((0.0, 0.0, 0.0), keep)
        ends = [self.lit(end, keep) for end in ((1.0, 0.0, 0.0), (0.0, 1.0, 0.0), (0.0, 0.0, 1.0))]
        return tuple(
            (ends[0][i] - zero[i], ends[1][i] - zero[i], ends[2][i] - zero[i], zero[i])
            for i in range(3)
        )


def between(a: Light, b: Light, t: float) -> Light:
    """The light ``t`` (0..1) of the way from ``a`` to ``b``."""
    if a == b:
        return a
    return Light(
        key=mix(a.key, b.key, t),
        cast=mix(a.cast, b.cast, t),
        pull=a.pull + (b.pull - a.pull) * t,
        grey=a.grey + (b.grey - a.grey) * t,
        shadow=mix(a.shadow, b.shadow, t),
        ink=a.ink + (b.ink - a.ink) * t,
        keep=a.keep + (b.keep - a.keep) * t,
        lamps=b.lamps if t >= 0.5 else a.lamps,
    )


@dataclass(frozen=True, slots=True)
class Sky:
    """Bands of paper around a disc; ``at`` in % of frame height, from the frame's upper left."""

    bands: tuple[Colour, ...]
    disc: Colour
    at: tuple[float, float]
    radius: float
    stars: bool


@cache
def light(daytime: Daytime, weather: Weather, indoor: bool = False, water: bool = False) -> Light:
    """The light of a time and weather, in a room or under water."""
    row = _file()["times"][daytime]
    made = Light(
        key=parse(row["key"]),
        cast=parse(row["cast"]),
        pull=row.get("pull", 0.0),
        grey=row.get("grey", 0.0),
        shadow=parse(row["shadow"]),
        ink=row["ink"],
        keep=0.42 if daytime == "night" else 0.22,
        lamps=daytime in ("night", "dusk"),
    )
    sheltered = indoor or water
    if weather == "rain" and not sheltered:
        wet = parse("#e4ecf0")
        made = replace(
            made,
            key=(made.key[0] * wet[0], made.key[1] * wet[1], made.key[2] * wet[2]),
            cast=mix(made.cast, parse("#6f8090"), 1.0 if daytime == "day" else 0.35),
            pull=max(0.16, made.pull),
            grey=0.35,
        )
    if weather == "snow" and not sheltered:
        cast = parse("#cdd8e4") if daytime == "day" else made.cast
        made = replace(made, grey=0.15, pull=0.16, cast=cast)
    if indoor and daytime == "night":
        key, cast, shadow = parse("#ffd9a6"), parse("#7a3b4a"), parse("#2a1436")
        made = replace(made, key=key, cast=cast, shadow=shadow, pull=0.10, grey=0.0, ink=0.42)
    if water:
        made = replace(made, cast=parse("#2f8296"), pull=0.3 if daytime == "night" else 0.10)
    return made


@cache
def sky(daytime: Daytime, weather: Weather) -> Sky:
    """The sky of a time and weather; clouds take its colour and its disc (radius 0)."""
    row = _file()["sky"][daytime]
    bands = [parse(text) for text in row["bands"]]
    if weather != "clear":
        haze = (0.1, 0.12, 0.2) if daytime == "night" else (0.62, 0.67, 0.71)
        for i, c in enumerate(bands):
            level = 0.3 * c[0] + 0.59 * c[1] + 0.11 * c[2]
            bands[i] = mix(mix(c, (level, level, level), 0.65), haze, 0.25)
    clear = weather == "clear"
    x, y = row["disc_at"]
    return Sky(
        bands=tuple(bands),
        disc=parse(row["disc"]),
        at=(x, y),
        radius=row["r"] if clear else 0.0,
        stars=bool(row.get("stars")) and clear,
    )
