"""What a painter needs: pieces of paper, groups that share one shadow, the display list of a
frame.

Screen units: the frame is 100 x aspect wide and 100 high, y downwards. Any painter draws the same
list: torch in the engine, Qt in the window.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterator
from dataclasses import dataclass

from storyboard.affine import IDENTITY, Affine, Point, mul, put, scale
from storyboard.light import PLAIN, Colour, Rows
from storyboard.shapes import Polygon

FEET, ROOM = 94.0, 88.0  # a sheet's ground line, and what its figure may take, in % of its side


@dataclass(frozen=True, slots=True, eq=False)
class Piece:
    """One piece of paper as it looks in its light. Equal ``key``: equal shape, so its raster can
    be kept.

    ``flat`` is printed: no shadow. ``glow`` > 0 is light: only its blur shows, that strong.
    """

    key: Hashable
    polygon: Polygon
    colour: Colour
    alpha: float = 1.0
    flat: bool = False
    glow: float = 0.0
    pattern: str = ""


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a drawing that turns by itself. On the drawing's sheet, a unit square, its paper
    lies in ``shape``, but for what others there lie ``over``; ``map`` brings the square onto the
    screen. Equal ``key``: equal on the sheet.
    """

    key: Hashable
    shape: Polygon
    over: tuple[Polygon, ...]
    map: Affine


@dataclass(frozen=True, slots=True)
class Picture:
    """A person's own picture, by the hash of its content, where a group lies.

    ``turn`` tells how it lies - mirrored, lying down; how large counts for nothing, for it is made
    as large as ``room`` (width, height) allows, on its middle at ``at``: the middle of its bottom,
    or with ``aloft`` its own. One that ``covers`` fills the room instead, keeps its margins and
    goes on beside it as its mirror image. ``view`` brings all this onto the screen. ``rows`` are
    the light of the frame (``Light.weights``). A drawing that bends is its ``parts``, back to
    front, and lies nowhere as a whole; ``flipped`` = its sheet is its mirror image.
    """

    hash: str
    room: tuple[float, float]
    at: Point
    turn: Affine = IDENTITY
    aloft: bool = False
    covers: bool = False
    view: Affine = IDENTITY
    rows: Rows = PLAIN
    parts: tuple[Part, ...] = ()
    flipped: bool = False

    def sheet(self, width: float, height: float) -> Affine:
        """The unit square of a picture of this shape, cut to what is on it, to its sheet's."""
        wide, high = (0.01 * ROOM * side / max(width, height) for side in (width, height))
        flip = -1 if self.flipped else 1
        return (flip * wide, 0.0, 0.5 - flip * wide / 2, 0.0, high, 0.01 * FEET - high)

    def map(self, width: float, height: float) -> Affine:
        """The unit square of a picture of this shape, cut to what is on it, to screen units."""
        a, b, _, d, e, _ = self.turn
        flat = mul((a, b, 0.0, d, e, 0.0), scale(width, height))
        corners = (put(flat, (x, y)) for x in (0.0, 1.0) for y in (0.0, 1.0))
        xs, ys = zip(*corners, strict=True)
        across, down = self.room[0] / (max(xs) - min(xs)), self.room[1] / (max(ys) - min(ys))
        k = max(across, down) if self.covers else min(across, down)
        foot = sum(ys) / 4 if self.aloft else max(ys)
        laid = (k, 0.0, self.at[0] - k * sum(xs) / 4, 0.0, k, self.at[1] - k * foot)
        return mul(self.view, mul(laid, flat))


@dataclass(frozen=True, slots=True, eq=False)
class Group:
    """Pieces back to front that cast one common shadow: a layer of a place, a puppet.

    ``maps`` bring each piece into the group's units, ``map`` brings those onto the screen, the
    camera included. ``still`` names a group whose pieces and maps never change (equal names, equal
    pieces), so it can be painted once and slid; None = it moves. ``lift`` is how far it stands off
    what lies behind; ``inner`` keeps its shadows on itself; ``fade`` is opacity; only what lies
    between the two x of ``crop`` (group units) is drawn. Of a group that moves, only ``map``
    should scale: its pieces are cut as fine as that asks for. With a ``picture`` the pieces are
    drawn only by who has not got that picture.
    """

    pieces: tuple[Piece, ...]
    maps: tuple[Affine, ...]
    map: Affine = IDENTITY
    lift: float = 0.8
    still: Hashable = None
    subject: str = ""
    inner: bool = False
    fade: float = 1.0
    crop: tuple[float, float] | None = None
    picture: Picture | None = None

    def drawn(self) -> Iterator[tuple[Piece, Affine]]:
        """Every piece with its map to the screen."""
        for piece, m in zip(self.pieces, self.maps, strict=True):
            yield piece, mul(self.map, m)


@dataclass(frozen=True, slots=True, eq=False)
class DisplayList:
    """A frame: groups back to front, the colour and strength (0..1) of their shadows, width over
    height.

    ``ground`` is the paper under everything; None = nothing is there.
    """

    groups: tuple[Group, ...]
    shadow: Colour
    ink: float
    aspect: float = 16 / 9
    ground: Colour | None = None
