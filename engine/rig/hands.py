"""Hands: the same figure as others would have made it - paper, ink, watercolour, vector, a toy.

Pictures are float32 [4,SIDE,SIDE] of a sheet, premultiplied. Geometry stays the figure's, so that
its truth does; only edges, papers and light are a hand's.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

import numpy as np
from PIL import Image, ImageDraw, ImageFilter

from engine.rig.figures import Bit, Figure
from storyboard import light
from storyboard.animatic import FEET, ROOM
from storyboard.light import Colour
from storyboard.shapes import Polygon

Array = np.ndarray
SIDE = 96  # pixels a side that the network looks at


def draw(
    figure: Figure, hand: str, seed: int, plainly: bool = False, side: int = SIDE, fine: int = 1
) -> tuple[Array, Figure]:
    """The figure in a hand [4,side,side], and where it lies there (a cut that leaves a margin
    makes it smaller). ``plainly`` leaves out blots and accidents; a hand draws ``fine`` times
    finer.
    """
    rng = random.Random(f"{hand} {seed}")
    noise = np.random.default_rng(rng.getrandbits(32))
    margin = rng.uniform(0.005, 0.03) if rng.random() < 0.35 and not plainly else 0.0
    figure = _within(figure, margin)
    pixels = side * fine
    inked = _silhouette(figure.bits, pixels, margin)
    rgb = HANDS[hand](figure.bits, pixels, rng, noise)
    alpha = _edge(inked, rng, noise, hand, plainly)
    if not plainly:
        rgb = _accident(rgb, rng, noise)
    if fine == 1:  # edges as soft as a camera's
        rgb = np.stack([_blur(rgb[..., i], 0.5) for i in range(3)], -1)
    whole = np.concatenate([rgb.clip(0, 1) * alpha[..., None], alpha[..., None]], -1)
    small = whole.reshape(side, fine, side, fine, 4).mean((1, 3))
    return np.ascontiguousarray(small.transpose(2, 0, 1).astype(np.float32)), figure


def _within(figure: Figure, margin: float) -> Figure:
    k = (0.01 * ROOM - 2 * margin) / (0.01 * ROOM)
    foot = 0.01 * FEET

    def put(p: tuple[float, float]) -> tuple[float, float]:
        return 0.5 + k * (p[0] - 0.5), foot - margin + k * (p[1] - foot)

    bits = tuple(replace(b, polygon=tuple(map(put, b.polygon))) for b in figure.bits)
    return replace(figure, bits=bits, joints={n: put(p) for n, p in figure.joints.items()})


def _points(polygon: Polygon, pixels: int) -> list[tuple[float, float]]:
    return [(x * pixels - 0.5, y * pixels - 0.5) for x, y in polygon]


def _silhouette(bits: Sequence[Bit], pixels: int, margin: float) -> Array:
    mask = Image.new("L", (pixels, pixels))
    pen = ImageDraw.Draw(mask)
    for bit in bits:
        pen.polygon(_points(bit.polygon, pixels), fill=255)
    if margin:
        wide = 2 * max(1, round(margin * pixels)) + 1
        mask = mask.filter(ImageFilter.MaxFilter(wide)).filter(ImageFilter.GaussianBlur(2))
        mask = mask.point(lambda v: 255 if v > 100 else 0)
    return np.asarray(mask, np.float32) / 255


def _edge(
    inked: Array, rng: random.Random, noise: np.random.Generator, hand: str, plainly: bool
) -> Array:
    """How the outline was cut: clean, soft, or uneven."""
    soft = {"wash": 2.5, "toy": 1.2}.get(hand, 0.6) * rng.uniform(0.6, 1.4)
    alpha = _blur(inked, soft)
    if hand == "wash" or (not plainly and rng.random() < 0.3):
        ragged = np.clip((alpha + 0.35 * _field(noise, len(inked), 24) - 0.3) * 2.2, 0, 1)
        alpha = ragged * (alpha > 0.02)
    return alpha


def _accident(rgb: Array, rng: random.Random, noise: np.random.Generator) -> Array:
    """Scanners, cameras and tired pens: tint, contrast, blur, grain, little or none of it."""
    if rng.random() < 0.5:
        tint = np.array([rng.uniform(0.85, 1.1) for _ in range(3)], np.float32)
        rgb = (rgb - 0.5) * rng.uniform(0.7, 1.15) + 0.5 + rng.uniform(-0.08, 0.08)
        rgb = rgb * tint
    if rng.random() < 0.12:
        rgb = rgb.mean(-1, keepdims=True).repeat(3, -1)
    if rng.random() < 0.3:
        rgb = np.stack([_blur(rgb[..., i], rng.uniform(0.5, 2.2)) for i in range(3)], -1)
    if rng.random() < 0.4:
        rgb = rgb + noise.normal(0, rng.uniform(0.01, 0.06), rgb.shape).astype(np.float32)
    return rgb


# The hands ---------------------------------------------------------------------------------------


def _paper(
    bits: Sequence[Bit], pixels: int, rng: random.Random, noise: np.random.Generator
) -> Array:
    """Cut papers, each over its own soft shadow."""
    return _filled(bits, pixels, [b.colour for b in bits], shadow=rng.choice((0, 40, 70)))


def _ink(bits: Sequence[Bit], pixels: int, rng: random.Random, noise: np.random.Generator) -> Array:
    """Dark lines on pale paper; hair or shoes may be blacked in."""
    paper = np.array([rng.uniform(0.85, 1), rng.uniform(0.83, 0.98), rng.uniform(0.75, 0.96)])
    ink = tuple(round(255 * rng.uniform(0, 0.25)) for _ in range(3))
    image = Image.new("RGB", (pixels, pixels), tuple(round(255 * v) for v in paper))
    pen = ImageDraw.Draw(image)
    wide = max(1, round(rng.uniform(0.006, 0.016) * pixels))
    blacked, toned = rng.uniform(0, 0.4), rng.random() < 0.3
    for bit in bits:
        points = _wobbly(_points(bit.polygon, pixels), rng, 0.004 * pixels)
        dark = sum(bit.colour) / 3 < 0.35 and rng.random() < blacked * 2
        fill = ink if dark else tuple(round(255 * v) for v in paper)
        if toned and not dark:
            grey = 0.6 + 0.4 * sum(bit.colour) / 3
            fill = tuple(round(255 * v * grey) for v in paper)
        pen.polygon(points, fill=fill)
        if not bit.flat or rng.random() < 0.7:
            pen.line([*points, points[0]], fill=ink, width=wide, joint="curve")
    rgb = np.asarray(image, np.float32) / 255
    if rng.random() < 0.3:
        rgb = (
            rgb * (1 - 0.25 * _hatching(pixels, rng) * (_field(noise, pixels, 6) > 0.55))[..., None]
        )
    return rgb


def _wash(
    bits: Sequence[Bit], pixels: int, rng: random.Random, noise: np.random.Generator
) -> Array:
    """Watercolour: pigment that bleeds, pools at the edges and lets the paper's grain through."""
    pale = rng.uniform(0.1, 0.45)
    colours = [tuple(c + (1 - c) * pale for c in b.colour) for b in bits]
    flat = _filled(bits, pixels, colours, outline=(90, 80, 80) if rng.random() < 0.35 else None)
    spread = rng.uniform(1.5, 4.0)
    soft = np.stack([_blur(flat[..., i], spread) for i in range(3)], -1)
    rgb = flat + (soft - flat) * rng.uniform(0.5, 0.95)
    pooled = np.abs(soft - np.stack([_blur(flat[..., i], 3 * spread) for i in range(3)], -1))
    rgb = rgb - rng.uniform(0.2, 0.9) * pooled.mean(-1, keepdims=True)
    wet = _field(noise, pixels, 5) * 0.6 + _field(noise, pixels, 17) * 0.4
    rgb = rgb + (1 - rgb) * (rng.uniform(0.1, 0.5) * wet)[..., None]
    return rgb * (1 - 0.1 * _field(noise, pixels, pixels // 3))[..., None]


def _vector(
    bits: Sequence[Bit], pixels: int, rng: random.Random, noise: np.random.Generator
) -> Array:
    """Flat areas of another palette, with or without a bold outline."""
    told: dict[Colour, Colour] = {}
    strong = rng.random() < 0.6
    for bit in bits:
        if bit.colour not in told:
            other = (rng.random(), rng.random(), rng.random())
            told[bit.colour] = other if strong or rng.random() < 0.5 else bit.colour
    outline = None
    if rng.random() < 0.45:
        dark = rng.uniform(0, 90)
        outline = (round(dark), round(dark * rng.random()), round(dark * rng.random()))
    wide = rng.uniform(0.005, 0.02)
    return _filled(bits, pixels, [told[b.colour] for b in bits], outline=outline, wide=wide)


def _toy(bits: Sequence[Bit], pixels: int, rng: random.Random, noise: np.random.Generator) -> Array:
    """A toy before a camera: rounded, lit from somewhere, with shine, noise and a soft lens."""
    colours = [b.colour for b in bits]
    if rng.random() < 0.4:  # wood, clay, plush: one stuff for most of it
        stuff = (rng.uniform(0.3, 0.85), rng.uniform(0.25, 0.7), rng.uniform(0.15, 0.6))
        colours = [light.mix(stuff, b.colour, 0.25) for b in bits]
    rgb = _filled(bits, pixels, colours, shadow=rng.choice((0, 60)))
    down, across = np.gradient(_blur(_height(bits, pixels, rng), 1.5))
    x, y = rng.uniform(-1, 1), rng.uniform(-1, -0.2)
    shade = (across * -x + down * -y) * rng.uniform(3, 9)
    shine = np.clip(-shade - 0.25, 0, 1) * rng.uniform(0, 1.2)
    rgb = rgb * (1 - np.clip(shade, -0.6, 0.7))[..., None] + shine[..., None]
    fall = np.linspace(0, 1, pixels, dtype=np.float32)
    fall = fall[None, :] * rng.uniform(-0.3, 0.3) + fall[:, None] * rng.uniform(-0.35, 0.1)
    rgb = rgb * (1 + fall)[..., None]
    rgb = np.stack([_blur(rgb[..., i], rng.uniform(0.3, 1.5)) for i in range(3)], -1)
    return rgb + noise.normal(0, rng.uniform(0.01, 0.05), rgb.shape).astype(np.float32)


def _height(bits: Sequence[Bit], pixels: int, rng: random.Random) -> Array:
    """How far the rounded parts stand out towards the camera [pixels,pixels]."""
    height = np.zeros((pixels, pixels), np.float32)
    for part in dict.fromkeys(bit.part for bit in bits):
        mask = Image.new("L", (pixels, pixels))
        pen = ImageDraw.Draw(mask)
        for bit in bits:
            if bit.part == part:
                pen.polygon(_points(bit.polygon, pixels), fill=255)
        inside = np.asarray(mask, np.float32) / 255
        height += (_blur(inside, rng.uniform(4, 9)) - 0.5 * height) * inside
    return height


Hand = Callable[[Sequence[Bit], int, random.Random, np.random.Generator], Array]
HANDS: Mapping[str, Hand] = {
    "paper": _paper, "ink": _ink, "wash": _wash, "vector": _vector, "toy": _toy,
}  # fmt: skip


# What they share ---------------------------------------------------------------------------------


def _filled(
    bits: Sequence[Bit],
    pixels: int,
    colours: Sequence[Sequence[float]],
    shadow: int = 0,
    outline: tuple[int, int, int] | None = None,
    wide: float = 0.006,
) -> Array:
    """Polygons over each other [pixels,pixels,3]."""
    image = Image.new("RGB", (pixels, pixels), tuple(round(255 * c) for c in colours[0]))
    pen = ImageDraw.Draw(image, "RGBA")
    thick = max(1, round(wide * pixels))
    off = 0.008 * pixels
    for bit, colour in zip(bits, colours, strict=True):
        points = _points(bit.polygon, pixels)
        if shadow and not bit.flat:
            pen.polygon([(x + 0.5 * off, y + off) for x, y in points], fill=(20, 16, 40, shadow))
        pen.polygon(points, fill=(*(round(255 * c) for c in colour), 255))
        if outline:
            pen.line([*points, points[0]], fill=(*outline, 255), width=thick, joint="curve")
    return np.asarray(image, np.float32) / 255


def _wobbly(
    points: list[tuple[float, float]], rng: random.Random, much: float
) -> list[tuple[float, float]]:
    return [(x + rng.gauss(0, much), y + rng.gauss(0, much)) for x, y in points]


def _hatching(pixels: int, rng: random.Random) -> Array:
    ys, xs = np.mgrid[:pixels, :pixels].astype(np.float32)
    slope = rng.uniform(-1.5, 1.5)
    return ((ys + slope * xs) / rng.uniform(5, 9) % 1 < 0.3).astype(np.float32)


def _field(noise: np.random.Generator, pixels: int, cells: int) -> Array:
    """Smooth noise 0..1 of so many cells a side [pixels,pixels]."""
    coarse = Image.fromarray((noise.random((cells, cells)) * 255).astype(np.uint8))
    return np.asarray(coarse.resize((pixels, pixels), Image.Resampling.BICUBIC), np.float32) / 255


def _blur(plane: Array, pixels: float) -> Array:
    mask = Image.fromarray((plane.clip(0, 1) * 255).astype(np.uint8))
    return np.asarray(mask.filter(ImageFilter.GaussianBlur(pixels)), np.float32) / 255
