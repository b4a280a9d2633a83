"""What a painter needs: pieces of paper, groups that share one shadow, the display list of a
frame.

Screen units: the frame is 100 x aspect wide and 100 high, y downwards. Any painter draws the same
list: torch in the engine, Qt in the window.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterator
from dataclasses import dataclass

from storyboard.affine import IDENTITY, Affine, mul
from storyboard.light import Colour
from storyboard.shapes import Polygon


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


@dataclass(frozen=True, slots=True, eq=False)
class Group:
    """Pieces back to front that cast one common shadow: a layer of a place, a puppet.

    ``maps`` bring each piece into the group's units, ``map`` brings those onto the screen, the
    camera included. ``still`` names a group whose pieces and maps never change (equal names, equal
    pieces), so it can be painted once and slid; None = it moves. ``lift`` is how far it stands off
    what lies behind; ``inner`` keeps its shadows on itself; ``fade`` is opacity; only what lies
    between the two x of ``crop`` (group units) is drawn. Of a group that moves, only ``map``
    should scale: its pieces are cut as fine as that asks for.
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
