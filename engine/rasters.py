"""Rasters: polygons to planes of pixels - coverage, patterns, rims - and a shelf for the latest.

Everything is cut at OVERSAMPLING times its size and reduced, as scissors know no pixels.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable, Sequence
from typing import Generic, TypeVar

import numpy as np
from PIL import Image, ImageDraw, ImageFilter

from storyboard.affine import Affine, invert
from storyboard.drawing import Piece
from storyboard.shapes import Polygon

OVERSAMPLING = 4
LARGE = 4e6  # pixels of an oversampled mask beyond which half of the oversampling must do
RIM, FACING = (
    0.07,
    0.26,
)  # how much lighter a paper's edge is, and how much more where it faces the light

Array = np.ndarray
T = TypeVar("T")


class Shelf(Generic[T]):
    """Keeps the things asked for last, up to ``room`` bytes."""

    def __init__(self, room: float, weigh: Callable[[T], int]) -> None:
        self.room, self.weigh, self.held = room, weigh, 0
        self._things: OrderedDict[Hashable, T] = OrderedDict()

    def get(self, key: Hashable, make: Callable[[], T]) -> T:
        """The thing of this key, made if it is not there."""
        if key in self._things:
            self._things.move_to_end(key)
            return self._things[key]
        thing = make()
        self._things[key] = thing
        self.held += self.weigh(thing)
        while self.held > self.room and len(self._things) > 1:
            _, old = self._things.popitem(last=False)
            self.held -= self.weigh(old)
        return thing

    def __len__(self) -> int:
        return len(self._things)


def coverage(polygon: Polygon, m: Affine, size: tuple[int, int], blur: float = 0.0) -> Array:
    """How much of each pixel of a (w, h) canvas the mapped polygon covers, float32 [h,w] 0..1,
    blurred by ``blur`` pixels.
    """
    w, h = size
    fine = OVERSAMPLING if w * h * OVERSAMPLING**2 < LARGE else OVERSAMPLING // 2
    a, b, c, d, e, f = (fine * v for v in m)
    mask = Image.new("L", (w * fine, h * fine))
    points = [(a * x + b * y + c - 0.5, d * x + e * y + f - 0.5) for x, y in polygon]
    ImageDraw.Draw(mask).polygon(points, fill=255)
    small = mask.reduce(fine)
    if blur:
        small = small.filter(ImageFilter.GaussianBlur(blur))
    return np.asarray(small, np.float32) / 255


def blurred(alpha: Array, pixels: float) -> Array:
    """A plane of coverage, blurred."""
    mask = Image.fromarray((alpha * 255).round().astype(np.uint8))
    return np.asarray(mask.filter(ImageFilter.GaussianBlur(pixels)), np.float32) / 255


def rim(alpha: Array, height: float) -> Array:
    """How much lighter a paper of this coverage is at its edges, most where they face the upper
    left (frame of ``height``).
    """
    mask = Image.fromarray((alpha * 255).astype(np.uint8))
    blurred, soft = (
        np.asarray(mask.filter(ImageFilter.GaussianBlur(sigma * height / 720)), np.float32) / 255
        for sigma in (1.1, 2.2)
    )
    edge = np.clip(2 - 2 * blurred, 0, 1)
    down, across = np.gradient(soft)
    facing = (across * 0.5 + down * 0.85) / (np.hypot(across, down) + 1e-6)
    return (edge * (FACING * np.clip(facing, -0.25, 1) + RIM) * alpha).astype(np.float32)


def pattern(name: str, m: Affine, size: tuple[int, int]) -> Array:
    """What a printed pattern adds to the shade of each pixel of a (w, h) canvas, float32 [h,w].
    Raises ValueError.
    """
    a, b, c, d, e, f = invert(m)
    px = np.arange(size[0], dtype=np.float32)[None] + 0.5
    py = np.arange(size[1], dtype=np.float32)[:, None] + 0.5
    x, y = a * px + b * py + c, d * px + e * py + f
    if name not in PATTERNS:
        raise ValueError(f"There is no pattern {name!r}; there are {', '.join(PATTERNS)}.")
    return np.asarray(PATTERNS[name](x, y), np.float32)


def shade(
    piece: Piece, m: Affine, size: tuple[int, int], rimmed: Array | None, height: float
) -> Array | None:
    """The shade of each pixel of a piece, float32 [h,w]; None where all of it is the paper's
    colour.

    ``rimmed`` is its coverage, if it shows a rim, in a frame of ``height`` pixels.
    """
    if not piece.pattern and rimmed is None:
        return None
    out = np.ones((size[1], size[0]), np.float32)
    if piece.pattern:
        out += pattern(piece.pattern, m, size)
    if rimmed is not None:
        out += rim(rimmed, height)
    return out


def _stripe(x: Array, y: Array) -> Array:
    return (y / 5.2 % 1 < 0.46) * 0.62


def _dot(x: Array, y: Array) -> Array:
    v = y / 4.8
    u = x / 5.6 + 0.5 * (np.floor(v) % 2)
    return np.clip((0.30 - np.hypot(u % 1 - 0.5, v % 1 - 0.5)) * 12, 0, 1) * 0.75


def _check(x: Array, y: Array) -> Array:
    return -0.11 * ((x / 9 % 1 < 0.5).astype(np.float32) + (y / 9 % 1 < 0.5))


def _hatch(x: Array, y: Array) -> Array:
    return (np.abs((x + y) / 4.4 % 1 - 0.5) < 0.10) * 0.22


def _plank(x: Array, y: Array) -> Array:
    return (np.abs(y / 7 % 1 - 0.5) > 0.46) * -0.16 + 0 * x


def _tile(x: Array, y: Array) -> Array:
    return ((x / 8 % 1 < 0.05) | (y / 8 % 1 < 0.05)) * 0.35


def _wall(x: Array, y: Array) -> Array:
    v = y / 9
    u = x / 9 + 0.5 * (np.floor(v) % 2)
    return np.clip((0.20 - np.abs(u % 1 - 0.5) - np.abs(v % 1 - 0.5)) * 10, 0, 1) * 0.35


PATTERNS: dict[str, Callable[[Array, Array], Array]] = {
    "stripe": _stripe,
    "dot": _dot,
    "check": _check,
    "hatch": _hatch,
    "plank": _plank,
    "tile": _tile,
    "wall": _wall,
}


def box_of(polygon: Polygon, m: Affine) -> tuple[float, float, float, float]:
    """x0, y0, x1, y1 of a mapped polygon."""
    a, b, c, d, e, f = m
    xs = [a * x + b * y + c for x, y in polygon]
    ys = [d * x + e * y + f for x, y in polygon]
    return min(xs), min(ys), max(xs), max(ys)


def union(boxes: Sequence[tuple[float, float, float, float]]) -> tuple[float, float, float, float]:
    """The box around boxes."""
    return (
        min(b[0] for b in boxes),
        min(b[1] for b in boxes),
        max(b[2] for b in boxes),
        max(b[3] for b in boxes),
    )
