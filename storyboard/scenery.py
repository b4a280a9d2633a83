"""Scenery: a place in its light, seen through the camera - sky, layers, what falls from the sky.

A layer's pieces depend on place, time and weather only; they are made once. A frame moves them:
parallax, sway, drift.
"""

from __future__ import annotations

import math
import random
from functools import cache, lru_cache

from storyboard import backdrops, light, poses, wardrobe
from storyboard.affine import IDENTITY, Affine, about, mul, scale, shift
from storyboard.backdrops import LEFT, RIGHT, Backdrop, Cutout, Layer, Prop
from storyboard.board import Box, Daytime, Weather
from storyboard.cue import FrameCue
from storyboard.drawing import Group, Piece
from storyboard.light import Colour, Light
from storyboard.shapes import TAU, Polygon, outline

MIDDLE = 800 / 9  # the middle of a backdrop: they are drawn for a frame of 16:9
BARE = Backdrop("", (), 87.0, False, False, ())
SNOW = (0.93, 0.94, 0.96)
LAMPLIT = frozenset({"win1", "win2", "attic"})  # a house's windows
STARS, TWINKLES = 34, 3
DEPTHS, DROPS, FALL = (
    3,
    46,
    130.0,
)  # sheets of rain or snow, drops a sheet; it repeats after FALL % of frame height
SEAM = 4.0  # a backdrop is folded so far within its ends, where no edge casts a shadow
SLANT = 0.21  # rain goes so much to the left while it falls

Still = tuple[tuple[Piece, ...], tuple[Affine, ...]]


def setting(cue: FrameCue) -> tuple[Backdrop, Light]:
    """The place and its light; in a bridge, light on its way from one place's to the other's."""
    if cue.flats:
        (first, left), (last, _) = cue.flats
        backdrop = backdrops.find(cue.backdrop) if cue.backdrop else BARE
        return backdrop, light.between(setting(first)[1], setting(last)[1], abs(left))
    backdrop = backdrops.find(cue.backdrop) if cue.backdrop else BARE
    return backdrop, light.light(cue.daytime, cue.weather, backdrop.indoor, backdrop.water)


def through(camera: Box, aspect: float, depth: float = 1.0, middle: float | None = None) -> Affine:
    """Stage units (% of frame height) -> screen units for a layer: far layers zoom and pan less.

    ``middle`` is the stage's x that lies in the middle of a camera that holds still; that of the
    frame without it.
    """
    half = 50.0 * aspect
    middle = half if middle is None else middle
    power = 0.35 + 0.65 * depth
    zx, zy = (1 / camera.width) ** power, (1 / camera.height) ** power
    cx, cy = camera.centre
    x, y = middle + depth * (2 * cx - 1) * half, 50 + depth * (100 * cy - 50)
    return (zx, 0.0, half - zx * x, 0.0, zy, 50 - zy * y)


def groups(cue: FrameCue, front: bool, reach: float = 0.0) -> list[Group]:
    """The layers behind the subjects, or those in ``front``, back to front.

    ``reach`` is how far they go on beside the frame, in its widths.
    """
    backdrop, _ = setting(cue)
    found: list[Group] = []
    for index, layer in enumerate(backdrop.layers):
        if layer.front == front:
            found += _sky(cue) if layer.sky else _layer(cue, backdrop, index, layer, reach)
    return found


def ground(cue: FrameCue) -> Colour:
    """The paper under everything: the outermost band of the sky, or a plain sheet."""
    backdrop, lit = setting(cue)
    if any(layer.sky for layer in backdrop.layers):
        return light.sky(cue.daytime, cue.weather).bands[0]
    return lit.lit(light.paper("cream"))


def is_lively(cue: FrameCue) -> bool:
    """Whether the place changes from moment to moment while the camera holds still."""
    backdrop, _ = setting(cue)
    return _falls(cue) or any(layer.sway or layer.drift for layer in backdrop.layers)


# Layers ------------------------------------------------------------------------------------------


def _layer(
    cue: FrameCue, backdrop: Backdrop, index: int, layer: Layer, reach: float
) -> list[Group]:
    pieces, maps = _made(backdrop.name, index, cue.daytime, cue.weather)
    name = (backdrop.name, index, cue.daytime, cue.weather)
    view = through(cue.camera, cue.aspect, layer.depth, MIDDLE)
    world = RIGHT - LEFT - 2 * SEAM
    x, y = layer.shift(cue.seconds)
    moves = [shift(x, y)]
    if layer.drift:  # what drifts out on one side comes in on the other
        x %= world
        moves = [shift(x - world, y), shift(x, y)]
    moves += [mul(fold, moves[-1]) for fold in _folds(view, cue.aspect, reach)]
    return [
        Group(pieces, maps, mul(view, move), layer.lift, name, crop=(LEFT + SEAM, RIGHT - SEAM))
        for move in moves
    ]


def _folds(view: Affine, aspect: float, reach: float) -> list[Affine]:
    """Where the camera sees beyond a backdrop's ends it goes on as its mirror image."""
    wide = 100 * aspect
    left, right = (-reach * wide - view[2]) / view[0], ((1 + reach) * wide - view[2]) / view[0]
    folds = []
    if left < LEFT + 2 * SEAM:
        folds.append((-1.0, 0.0, 2.0 * (LEFT + SEAM), 0.0, 1.0, 0.0))
    if right > RIGHT - 2 * SEAM:
        folds.append((-1.0, 0.0, 2.0 * (RIGHT - SEAM), 0.0, 1.0, 0.0))
    return folds


@lru_cache(maxsize=2048)
def _made(name: str, index: int, daytime: Daytime, weather: Weather) -> Still:
    """A layer's pieces and its props' where they lie, in their light."""
    backdrop = backdrops.find(name)
    layer = backdrop.layers[index]
    paint = _Paint(backdrop, layer, daytime, weather)
    pieces, maps = [paint.cutout(cutout) for cutout in layer.cutouts if paint.shows(cutout)], []
    maps += [IDENTITY] * len(pieces)
    for prop in layer.props:
        more, places = paint.prop(prop)
        pieces += more
        maps += places
    return tuple(pieces), tuple(maps)


class _Paint:
    """Colours of one layer: its light, the air before it, the snow on it."""

    def __init__(
        self, backdrop: Backdrop, layer: Layer, daytime: Daytime, weather: Weather
    ) -> None:
        self.light = light.light(daytime, weather, backdrop.indoor, backdrop.water)
        self.sky = light.sky(daytime, weather)
        thick = 0.0 if backdrop.indoor or layer.front else max(0.0, 0.30 * (0.85 - layer.depth))
        self.air = thick * (0.6 if backdrop.water else 1.0)
        bands = self.sky.bands
        self.far = light.parse("#4ea0a8") if backdrop.water else light.mix(bands[3], bands[2], 0.5)
        self.snows = weather == "snow" and not backdrop.indoor and not backdrop.water

    def shows(self, cutout: Cutout) -> bool:
        return not cutout.glow or self.light.lamps

    def cutout(self, cutout: Cutout) -> Piece:
        shining = cutout.lit and self.light.lamps
        keep = 0.85 if shining else cutout.keep
        own = light.tone(self._paper(cutout.paper), cutout.shade)
        colour = self._seen(light.paper("yellow") if shining else own, keep, cutout.snowy)
        return Piece(
            cutout.key,
            cutout.polygon,
            colour,
            cutout.alpha,
            cutout.flat,
            cutout.glow,
            cutout.pattern,
        )

    def prop(self, prop: Prop) -> Still:
        """A puppet that stands there."""
        told = {"colour": prop.colour} if prop.colour else {}
        told |= dict.fromkeys(prop.when, "yes")
        puppet = wardrobe.figure(prop.puppet, told)
        k = prop.height / puppet.height
        place = mul(shift(prop.x, prop.y), scale(-k if int(prop.x) % 2 else k, k))
        pose = poses.solve(puppet, "stand", prop.x * 0.013 % 1, wardrobe.wearing(told, self.light))
        pieces, maps = [], []
        for part, m in pose.pieces:
            if part.glow and not self.light.lamps:
                continue
            shining = (part.lamp or part.name in LAMPLIT) and self.light.lamps
            own = light.tone(wardrobe.colour(puppet, part.paper, told), part.shade)
            own = light.paper("yellow") if shining else light.tone(own, prop.shade)
            snowy = 0.8 if part.name.startswith("roof") else 0.0
            colour = self._seen(own, 0.9 if shining else 0.0, snowy)
            pieces.append(
                Piece(
                    part.key, part.polygon, colour, part.alpha, part.flat, part.glow, part.pattern
                )
            )
            maps.append(mul(place, m))
        return tuple(pieces), tuple(maps)

    def _paper(self, name: str) -> Colour:
        if name == "sky2":  # what a window shows
            return self.sky.bands[2]
        return self.sky.disc if name == "disc" else light.paper(name)

    def _seen(self, colour: Colour, keep: float, snowy: float) -> Colour:
        out = self.light.lit(colour, keep)
        if self.air and keep < 0.5:
            out = light.mix(out, self.far, self.air)
        return light.mix(out, SNOW, snowy) if self.snows and snowy else out


# The sky -----------------------------------------------------------------------------------------


def _sky(cue: FrameCue) -> list[Group]:
    """Bands of paper around the sun or moon, and stars."""
    sky = light.sky(cue.daytime, cue.weather)
    name = ("sky", cue.daytime, cue.weather)
    # the sun keeps its share of the frame's width in a frame of another shape
    aside = shift((sky.at[0] - MIDDLE) * (0.5625 * cue.aspect - 1), 0.0)
    view = mul(through(cue.camera, cue.aspect, 0.0, MIDDLE), aside)
    near = mul(through(cue.camera, cue.aspect, 0.02, MIDDLE), aside)
    found = []
    for i in range(4):
        ring = Piece(("ring", i, sky.at), _ring(i, sky.at), sky.bands[i + 1])
        found.append(Group((ring,), (IDENTITY,), view, 0.55, (*name, i)))
    if sky.radius:
        disc = Piece(("disc", sky.at, sky.radius), _disc(sky.at, sky.radius), sky.disc)
        found.append(Group((disc,), (IDENTITY,), near, 0.6, (*name, "disc")))
    if sky.stars:
        for i in range(TWINKLES):
            bright = 0.8 + 0.2 * math.sin(TAU * (0.5 * cue.seconds + i / TWINKLES))
            pieces, maps = _stars(i, sky.at)
            found.append(Group(pieces, maps, view, 0.3, (*name, "stars", i), fade=bright))
    return found


@cache
def _ring(i: int, at: tuple[float, float]) -> Polygon:
    """One wobbling disc of the sky."""
    radius, (cx, cy) = (96, 66, 42, 24)[i], at
    phase = random.Random(i + 3).uniform(0, 9)
    points = []
    for k in range(60):
        t = TAU * k / 60
        wobble = 1 + 0.025 * math.sin(3 * t + phase)
        x = wobble + 0.015 * math.sin(5 * t + 2 * phase)
        points.append((cx + radius * x * math.cos(t), cy + 0.92 * radius * wobble * math.sin(t)))
    return tuple(points)


@cache
def _disc(at: tuple[float, float], radius: float) -> Polygon:
    return outline({"ellipse": [*at, radius, radius]}, 5, 2.0)


@cache
def _stars(share: int, at: tuple[float, float]) -> Still:
    """Every third star: those that twinkle together."""
    rng = random.Random(4)
    shape = outline({"star": [0, 0, 50, 20, 4]}, 7, jitter=1.0)
    pieces, maps = [], []
    for i in range(STARS):
        x, y, z = rng.uniform(-20, 200), rng.uniform(2, 52), rng.choice((0.9, 1.2, 1.2, 2.4))
        if i % TWINKLES == share and math.dist((x, y), at) >= 20:
            pieces.append(Piece("star", shape, (1.0, 0.95, 0.8), flat=z < 2))
            maps.append((z / 50, 0.0, x, 0.0, z / 50, y))
    return tuple(pieces), tuple(maps)


# Rain and snow -----------------------------------------------------------------------------------


def _falls(cue: FrameCue) -> bool:
    """Whether rain or snow reaches this place."""
    backdrop, _ = setting(cue)
    return cue.weather != "clear" and not backdrop.indoor and not backdrop.water


def falling(cue: FrameCue) -> list[Group]:
    """Rain or snow between the camera and everything: sheets of drops at three depths that slide
    and repeat.
    """
    if not _falls(cue):
        return []
    found = []
    for depth in range(DEPTHS):
        pieces, maps = _drops(cue.weather, depth, cue.aspect)
        speed = (95.0 if cue.weather == "rain" else 12.0) * (1 + 0.4 * depth)
        down = speed * cue.seconds % FALL
        if cue.weather == "rain":
            aside = -SLANT * down
        else:
            aside = 2 * math.sin(TAU * (0.3 * cue.seconds + depth / DEPTHS))
        lift = 0.4 if cue.weather == "snow" else 0.0
        name = (cue.weather, depth, cue.aspect)
        found.append(Group(pieces, maps, shift(aside, down), lift, name))
    return found


@lru_cache(maxsize=64)
def _drops(weather: Weather, depth: int, aspect: float) -> Still:
    """A sheet of drops from FALL above the frame to its foot, so that it may slide by FALL."""
    rng = random.Random(11 + depth)
    rain = weather == "rain"
    slant = SLANT if rain else 0.0
    z = (0.55 if rain else 0.45) + 0.3 * depth
    shape = _flake(weather)
    lean = about(0, 0, -12) if rain else IDENTITY
    piece = (
        Piece("rain", shape, (0.66, 0.76, 0.82), 0.75, flat=True)
        if rain
        else Piece("snow", shape, (0.97, 0.97, 0.96))
    )
    left, wide = -slant * FALL - 6, 100 * aspect + 6
    maps = []
    for _ in range(round(DROPS * (wide + slant * FALL - left) / 222)):
        x, y = rng.uniform(left, wide + slant * FALL), rng.uniform(0, FALL)
        for k in (-2, -1, 0):
            high = y + k * FALL
            if -FALL - 6 < high < 106:
                maps.append(mul((z, 0.0, x - slant * k * FALL, 0.0, z, high), lean))
    return (piece,) * len(maps), tuple(maps)


@cache
def _flake(weather: Weather) -> Polygon:
    if weather == "rain":
        return ((-0.16, -4.2), (0.16, -4.2), (0.16, 4.2), (-0.16, 4.2))
    return outline({"star": [0, 0, 1, 0.55, 6]}, 2)
