"""The animatic: from a cue to a display list of paper pieces, which the window and the engine paint alike.

Screen units: % of frame height; the frame is 0..100 aspect x 0..100. The camera is applied already.
"""

from __future__ import annotations

import math
import random
from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache

from storyboard import backdrops, light, poses, puppets
from storyboard.affine import IDENTITY, Affine, invert, mul, put, scale, shift
from storyboard.backdrops import Backdrop, Cutout, Prop
from storyboard.board import Box
from storyboard.cue import FrameCue, SubjectCue
from storyboard.light import Colour, Light
from storyboard.puppets import Puppet
from storyboard.shapes import TAU, Polygon, outline

WIDE = 1600 / 9  # backdrops are drawn for a frame of 16:9
FEET, ROOM = 94.0, 88.0  # a sheet's ground line, and what its figure may take, in % of its side
ALOFT = frozenset({"fly", "swim"})  # fitted by the middle of the box, not by feet
BARE = Backdrop("", (), 87.0, False, False, ())


@dataclass(frozen=True, slots=True, eq=False)
class Piece:
    """One piece of paper on the screen. Equal ``key``s have equal polygons and patterns, so a raster serves all of them."""

    key: Hashable
    polygon: Polygon
    map: Affine
    colour: Colour
    alpha: float = 1.0
    flat: bool = False
    glow: float = 0.0
    pattern: str = ""


@dataclass(frozen=True, slots=True, eq=False)
class Group:
    """Pieces that throw one shadow together. ``still`` names a layer whose pieces never move against each other: it may be painted
    once under IDENTITY and moved by ``view``; pieces' maps hold ``view`` already."""

    pieces: tuple[Piece, ...]
    lift: float
    still: Hashable = None
    view: Affine = IDENTITY
    subject: str = ""


@dataclass(frozen=True, slots=True, eq=False)
class DisplayList:
    """Groups back to front, the colour and strength of shadows."""

    groups: tuple[Group, ...]
    shadow: Colour
    ink: float
    aspect: float = 16 / 9


def display(cue: FrameCue) -> DisplayList:
    """The whole frame, in its light."""
    backdrop, lit = _setting(cue)
    view = _view(cue)
    groups = _layers(cue, backdrop, lit, False, cue.seconds)
    groups += [_figure(subject, lit, view(1.0), cue.aspect) for subject in cue.subjects]
    groups += _layers(cue, backdrop, lit, True, cue.seconds)
    if not backdrop.indoor:
        groups += _fall(cue, lit)
    return DisplayList(tuple(groups), lit.shadow, lit.ink, cue.aspect)


def plate(cue: FrameCue) -> tuple[DisplayList, DisplayList]:
    """The place through the same camera by day: behind the subjects, and before them.

    Clouds and water lie where they are at this moment, and what falls from the sky falls before the subjects: none of it can be
    guessed from words. The light is the day's, whatever the cue's.
    """
    day = FrameCue(cue.shot, 0, cue.seconds, cue.backdrop, camera=cue.camera, aspect=cue.aspect)
    backdrop, lit = _setting(day)
    behind = _layers(day, backdrop, lit, False, cue.seconds)
    before = _layers(day, backdrop, lit, True, cue.seconds)
    if not backdrop.indoor:
        before += _fall(cue, lit)
    return (
        DisplayList(tuple(behind), lit.shadow, lit.ink, cue.aspect),
        DisplayList(tuple(before), lit.shadow, lit.ink, cue.aspect),
    )


def is_lively(cue: FrameCue) -> bool:
    """Whether the place looks different from one moment to the next while the camera holds still."""
    backdrop, _ = _setting(cue)
    falls = cue.weather != "clear" and not backdrop.indoor
    return falls or any(layer.sway or layer.drift for layer in backdrop.layers)


def sheet(puppet: str, attributes: Mapping[str, str]) -> DisplayList:
    """One puppet standing, by day, facing right, on nothing, in a square of 100 x 100: feet at FEET, within ROOM."""
    figure = puppets.find(puppet, attributes.get("vary", ""))
    lit = light.light("day", "clear")
    pieces = _pieces(figure, "stand", 0.0, _sheet_map(figure), attributes, lit)
    return DisplayList((Group(pieces, 0.0),), lit.shadow, lit.ink, 1.0)


def seat(subject: SubjectCue, camera: Box, aspect: float) -> Affine:
    """The map of a sheet's unit square to screen units: where the sheet lies in this frame.

    It is the posed figure's root - fit to the box, mirror, lie, hop, planting - so the sheet's head and body lie where the posed
    figure has them, and only joints differ.
    """
    figure = _figure_of(subject)
    action = poses.fitting(figure.rig, subject.action)
    posed = poses.solve(figure, action, subject.phase, _wearing(subject.attributes))
    standing = poses.solve(figure, "stand", 0.0, _wearing(subject.attributes))
    placed = mul(_fit(subject, figure, action, aspect), posed.root)
    on_stage = mul(placed, mul(invert(standing.root), invert(_sheet_map(figure))))
    return mul(mul(_camera_map(camera, aspect, 1.0), on_stage), scale(100.0))


def subject_box(subject: SubjectCue, aspect: float = 16 / 9) -> Box:
    """What the drawn figure takes in this frame, in stage coordinates."""
    figure = _figure_of(subject)
    action = poses.fitting(figure.rig, subject.action)
    fit = _fit(subject, figure, action, aspect)
    xs, ys = [], []
    for piece, m in poses.solve(figure, action, subject.phase, _wearing(subject.attributes)).pieces:
        whole = mul(fit, m)
        for p in piece.polygon if not piece.glow else ():
            x, y = put(whole, p)
            xs.append(x / (100 * aspect))
            ys.append(y / 100)
    return Box(min(xs), min(ys), max(xs), max(ys))


# Figures -----------------------------------------------------------------------------------------


def _figure_of(subject: SubjectCue) -> Puppet:
    name = subject.puppet or puppets.nearest(subject.kind) or puppets.names()[0]
    return puppets.find(name, subject.attributes.get("vary", ""))


def _wearing(attributes: Mapping[str, str]) -> frozenset[str]:
    """Pieces that attributes switch on: {"hat": "yes"} -> hat."""
    return frozenset(k for k, v in attributes.items() if v in ("yes", "on", "true"))


def _fit(subject: SubjectCue, figure: Puppet, action: str, aspect: float) -> Affine:
    """Puppet units -> stage units (% of frame height), by the action's extents over its whole cycle."""
    x0, y0, x1, y1 = poses.extents(figure, action)
    box = subject.box
    wide, high = box.width * 100 * aspect, box.height * 100
    k = min(
        high / (y1 - y0), 1.35 * wide / (x1 - x0)
    )  # a box a little too narrow does not shrink it
    cx, feet = box.centre[0] * 100 * aspect, box.y1 * 100
    middle = (x0 + x1) / 2 * subject.facing
    y = feet - k * y1
    if action in ALOFT or figure.hang:
        y = box.centre[1] * 100 - k * (y0 + y1) / 2
    return (k * subject.facing, 0.0, cx - k * middle, 0.0, k, y)


def _sheet_map(figure: Puppet) -> Affine:
    """Puppet units -> % of a sheet's side."""
    x0, y0, x1, y1 = poses.extents(figure, "stand")
    k = ROOM / max(x1 - x0, y1 - y0)
    return (k, 0.0, 50 - k * (x0 + x1) / 2, 0.0, k, FEET - k * y1)


def _figure(subject: SubjectCue, lit: Light, view: Affine, aspect: float) -> Group:
    figure = _figure_of(subject)
    action = poses.fitting(figure.rig, subject.action)
    fit = mul(view, _fit(subject, figure, action, aspect))
    pieces = _pieces(figure, action, subject.phase, fit, subject.attributes, lit, lit.keep)
    return Group(pieces, 1.15, subject=subject.id)


def _pieces(
    figure: Puppet,
    action: str,
    phase: float,
    fit: Affine,
    attributes: Mapping[str, str],
    lit: Light,
    keep: float = 0.0,
) -> tuple[Piece, ...]:
    out = []
    brad = figure.height * 0.0105
    for piece, m in poses.solve(figure, action, phase, _wearing(attributes)).pieces:
        if piece.glow and not lit.lamps:
            continue
        colour = light.tone(_colour(figure, piece.paper, attributes), piece.shade)
        whole = mul(fit, m)
        shining = piece.lamp and lit.lamps
        colour = light.paper("yellow") if shining else colour
        out.append(
            Piece(
                piece.key,
                piece.polygon,
                whole,
                lit.lit(colour, 0.9 if shining else keep),
                piece.alpha,
                piece.flat,
                piece.glow,
                piece.pattern,
            )
        )
        if piece.pin:
            x, y = piece.at
            place = mul(whole, (brad, 0.0, x, 0.0, brad, y + 0.6 * brad))
            out.append(Piece("brad", _brad(), place, lit.lit(light.paper("brass"), keep)))
    return tuple(out)


def _colour(figure: Puppet, role: str, attributes: Mapping[str, str]) -> Colour:
    name = attributes.get(role) or figure.colours.get(role, role)
    if role == figure.main and "colour" in attributes:
        name = attributes["colour"]
    name = light.colour_words().get(name, name)
    if not name.startswith("#") and name not in light.papers():
        name = figure.colours.get(role, "grey")
    return light.paper(name)


@cache
def _brad() -> Polygon:
    return outline({"ellipse": [0, 0, 1, 1]}, 3, 0.6, 0.03)


# Places ------------------------------------------------------------------------------------------


def _setting(cue: FrameCue) -> tuple[Backdrop, Light]:
    backdrop = backdrops.find(cue.backdrop) if cue.backdrop else BARE
    return backdrop, light.light(cue.daytime, cue.weather, backdrop.indoor, backdrop.water)


def _camera_map(camera: Box, aspect: float, depth: float) -> Affine:
    """Stage units -> screen units for a layer: far layers zoom and pan less."""
    wide = 100 * aspect
    zoom = (1 / camera.width) ** (0.35 + 0.65 * depth)
    x = wide / 2 + depth * (camera.centre[0] * wide - wide / 2)
    y = 50 + depth * (camera.centre[1] * 100 - 50)
    return (zoom, 0.0, wide / 2 - zoom * x, 0.0, zoom, 50 - zoom * y)


def _view(cue: FrameCue):  # type: ignore[no-untyped-def]
    return lambda depth: _camera_map(cue.camera, cue.aspect, depth)


def _layers(
    cue: FrameCue, backdrop: Backdrop, lit: Light, front: bool, seconds: float
) -> list[Group]:
    groups: list[Group] = []
    if not backdrop.layers and not front:
        bare = Piece("bare", _square(), _view(cue)(0.0), lit.lit(light.paper("cream")), flat=True)
        return [Group((bare,), 0.0)]
    stretch = cue.aspect * 100 / WIDE  # other aspects: the same backdrop, wider or narrower
    for layer in backdrop.layers:
        if layer.front != front:
            continue
        if layer.sky:
            groups += _sky(cue, seconds)
            continue
        x, y = layer.shift(seconds)
        view = mul(_camera_map(cue.camera, cue.aspect, layer.depth), shift(x * stretch, y))
        view = mul(view, scale(stretch, 1.0)) if abs(stretch - 1) > 1e-6 else view
        setting = (backdrop.name, cue.daytime, cue.weather)
        pieces = _dressed(setting, layer.key)
        placed = tuple(
            Piece(p.key, p.polygon, mul(view, p.map), p.colour, p.alpha, p.flat, p.glow, p.pattern)
            for p in pieces
        )
        groups.append(Group(placed, layer.lift, (*setting, layer.key), view))
    return groups


@lru_cache(maxsize=2048)
def _dressed(setting: tuple[str, str, str], key: str) -> tuple[Piece, ...]:
    """A layer's pieces where they lie, lit; props stand in it. They depend on place, time and weather only."""
    name, daytime, weather = setting
    backdrop = backdrops.find(name)
    layer = next(layer for layer in backdrop.layers if layer.key == key)
    lit = light.light(daytime, weather, backdrop.indoor, backdrop.water)  # type: ignore[arg-type]
    sky = light.sky(daytime, weather)  # type: ignore[arg-type]
    far = light.parse("#4ea0a8") if backdrop.water else light.mix(sky.bands[3], sky.bands[2], 0.5)
    air = 0.0 if backdrop.indoor or layer.front else max(0.0, 0.30 * (0.85 - layer.depth))
    air *= 0.6 if backdrop.water else 1.0
    snow = weather == "snow" and not backdrop.indoor

    def coloured(colour: Colour, keep: float, snowy: float) -> Colour:
        out = lit.lit(colour, keep)
        if air and keep < 0.5:
            out = light.mix(out, far, air)
        return light.mix(out, (0.93, 0.94, 0.96), snowy) if snow and snowy else out

    out = [_laid(cutout, lit, sky, coloured) for cutout in layer.cutouts]
    for prop in layer.props:
        out += _prop(prop, lit, coloured)
    return tuple(out)


def _laid(cutout: Cutout, lit: Light, sky: light.Sky, coloured) -> Piece:  # type: ignore[no-untyped-def]
    if cutout.paper == "sky2":
        base = sky.bands[2]
    elif cutout.paper == "disc":
        base = sky.disc
    else:
        base = light.paper(cutout.paper)
    shining = cutout.lit and lit.lamps
    colour = light.paper("yellow") if shining else light.tone(base, cutout.shade)
    return Piece(
        cutout.key,
        cutout.polygon,
        IDENTITY,
        coloured(colour, 0.85 if shining else 0.0, cutout.snowy),
        cutout.alpha,
        cutout.flat,
        cutout.glow,
        cutout.pattern,
    )


def _prop(prop: Prop, lit: Light, coloured) -> list[Piece]:  # type: ignore[no-untyped-def]
    figure = puppets.find(prop.puppet)
    k = prop.height / figure.height
    face = -1 if int(prop.x) % 2 else 1
    place: Affine = (k * face, 0.0, prop.x, 0.0, k, prop.y)
    attributes = {"colour": prop.colour} if prop.colour else {}
    phase = prop.x * 0.013 % 1
    out = []
    for piece, m in poses.solve(figure, "stand", phase).pieces:
        if piece.glow and not lit.lamps:
            continue
        shining = (piece.lamp or piece.name in ("win1", "win2", "attic")) and lit.lamps
        own = light.tone(_colour(figure, piece.paper, attributes), piece.shade)
        colour = light.paper("yellow") if shining else light.tone(own, prop.shade)
        snowy = 0.8 if piece.name == "roof" else 0.0
        lit_colour = coloured(colour, 0.9 if shining else 0.0, snowy)
        out.append(
            Piece(
                piece.key,
                piece.polygon,
                mul(place, m),
                lit_colour,
                piece.alpha,
                piece.flat,
                piece.glow,
                piece.pattern,
            )  # fmt: skip
        )
    return out


@cache
def _square() -> Polygon:
    return (
        (backdrops.LEFT, -40.0), (backdrops.RIGHT, -40.0),
        (backdrops.RIGHT, 160.0), (backdrops.LEFT, 160.0),
    )  # fmt: skip


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


def _sky(cue: FrameCue, seconds: float) -> list[Group]:
    """Five bands of paper around the sun or moon, and stars."""
    sky = light.sky(cue.daytime, cue.weather)
    name = (cue.daytime, cue.weather)
    stretch = scale(cue.aspect * 100 / WIDE, 1.0)
    view = mul(_camera_map(cue.camera, cue.aspect, 0.0), stretch)
    groups = [
        Group((Piece("sky", _square(), view, sky.bands[0], flat=True),), 0.0, (*name, "sky"), view)
    ]
    for i in range(4):
        ring = Piece(("ring", i, sky.at), _ring(i, sky.at), view, sky.bands[i + 1])
        groups.append(Group((ring,), 0.55, (*name, "ring", i), view))
    near = mul(_camera_map(cue.camera, cue.aspect, 0.02), stretch)
    if sky.radius:
        disc = Piece(("disc", sky.at, sky.radius), _disc(sky.at, sky.radius), near, sky.disc)
        groups.append(Group((disc,), 0.6, (*name, "disc"), near))
    if sky.stars:
        groups.append(Group(_stars(sky, view, seconds), 0.3))
    return groups


def _stars(sky: light.Sky, view: Affine, seconds: float) -> tuple[Piece, ...]:
    rng = random.Random(4)
    shape = _star()
    out = []
    for _ in range(34):
        x, y = rng.uniform(-20, 200), rng.uniform(2, 52)
        z = rng.choice([0.9, 1.2, 1.2, 2.4])
        z *= 1 + 0.12 * math.sin(TAU * (0.5 * seconds + rng.random()))
        if math.dist((x, y), sky.at) < 20:
            continue
        place = mul(view, (z / 50, 0.0, x, 0.0, z / 50, y))
        out.append(Piece("star", shape, place, (1.0, 0.95, 0.8), flat=z < 2))
    return tuple(out)


@cache
def _star() -> Polygon:
    return outline({"star": [0, 0, 50, 20, 4]}, 7, jitter=1.0)


@cache
def _flake(kind: str) -> Polygon:
    if kind == "rain":
        return ((-0.16, -4.2), (0.16, -4.2), (0.16, 4.2), (-0.16, 4.2))
    return outline({"star": [0, 0, 1, 0.55, 6]}, 2)


def _fall(cue: FrameCue, lit: Light) -> list[Group]:
    """Rain or snow in three depths; heights run modulo 130, so it loops without a seam."""
    if cue.weather == "clear":
        return []
    rng = random.Random(11)
    groups = []
    wide = 100 * cue.aspect
    slant = math.radians(12)
    for depth in range(3):
        pieces = []
        for _ in range(46):
            x, y = rng.uniform(-20, wide + 22), rng.uniform(0, 130)
            speed = rng.uniform(0.85, 1.15) * (1 + 0.4 * depth)
            if cue.weather == "rain":
                fallen = (y + speed * 95 * cue.seconds) % 130 - 15
                z = 0.55 + 0.3 * depth
                c, s = math.cos(slant), math.sin(slant)
                place = mul((z, 0.0, x - 0.21 * fallen, 0.0, z, fallen), (c, -s, 0.0, s, c, 0.0))
                pieces.append(
                    Piece("rain", _flake("rain"), place, (0.66, 0.76, 0.82), 0.75, flat=True)
                )
            else:
                fallen = (y + speed * 12 * cue.seconds) % 130 - 15
                z = 0.45 + 0.3 * depth
                sideways = x + 2 * math.sin(TAU * (0.3 * cue.seconds + x))
                place = (z, 0.0, sideways, 0.0, z, fallen)
                pieces.append(Piece("snow", _flake("snow"), place, (0.97, 0.97, 0.96)))
        groups.append(Group(tuple(pieces), 0.4 if cue.weather == "snow" else 0.0))
    return groups
