"""Sheets: still groups painted once, straight from their polygons, to be slid over pictures."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor

from engine import rasters, strokes
from storyboard.affine import Affine, mul, scale
from storyboard.drawing import DisplayList, Group, Piece

Area = tuple[float, float, float, float]  # x0, y0, x1, y1 in pixels


@dataclass(frozen=True)
class Sheet:
    """A still group with its shadows, premultiplied [1,4,h,w], from pixel x0, y0 of its own
    lattice.
    """

    pixels: Tensor
    x0: int
    y0: int

    @property
    def nbytes(self) -> int:
        return self.pixels.nbytes


@dataclass(frozen=True)
class Press:
    """How sheets are made for a frame: ``unit`` pixels a screen unit; ``rim`` for papers' light
    edges.
    """

    unit: float
    rim: bool = False

    def sheet(self, group: Group, pixels: float, page: Area | None, ink: DisplayList) -> Sheet:
        """Paint a still group at ``pixels`` a unit, all of it or what lies on ``page``, over
        nothing.
        """
        maps = [mul(scale(pixels), m) for m in group.maps]
        parts = [_Part(piece, m) for piece, m in zip(group.pieces, maps, strict=True)]
        x0, y0, x1, y1 = self._area(group, parts, pixels, page)
        at = (math.floor(x0), math.floor(y0))
        size = max(1, math.ceil(x1) - at[0]), max(1, math.ceil(y1) - at[1])
        canvas = torch.zeros(1, 4, size[1], size[0])
        parts = [part for part in parts if part.put(at, size, self.unit)]
        shadow = torch.tensor((*ink.shadow, 1.0)).view(1, 4, 1, 1)
        if group.lift > 0:
            dark = torch.zeros(1, 1, size[1], size[0])
            for part in parts:
                if not part.piece.flat and not part.piece.glow:
                    view = dark[:, :, part.rows, part.columns]
                    torch.maximum(view, part.mask, out=view)
            soft = strokes.softened(dark, group.lift, self.unit)
            strokes.darken(canvas, shadow, soft * ink.ink, group.inner)
        for part in parts:
            self._glue(canvas, part, shadow, ink.ink, group.inner)
        return Sheet(canvas, *at)

    def _area(self, group: Group, parts: list[_Part], pixels: float, page: Area | None) -> Area:
        """What the sheet shows: its pieces with their shadows, within the group's crop and the
        page.
        """
        if not parts:
            return 0.0, 0.0, 1.0, 1.0
        left, up, right, down = (max(2, r) for r in strokes.reach(group.lift, self.unit))
        x0, y0, x1, y1 = rasters.union([part.box for part in parts])
        x0, y0, x1, y1 = x0 - left, y0 - up, x1 + right, y1 + down
        if group.crop:  # a pixel more, so that two sheets that meet leave no gap
            x0, x1 = max(x0, group.crop[0] * pixels - 1), min(x1, group.crop[1] * pixels + 1)
        if page:
            x0, y0, x1, y1 = (
                max(x0, page[0]), max(y0, page[1]), min(x1, page[2]), min(y1, page[3])
            )  # fmt: skip
        return x0, y0, x1, y1

    def _glue(self, canvas: Tensor, part: _Part, shadow: Tensor, ink: float, inner: bool) -> None:
        """One piece onto a sheet, over its own soft shadow."""
        piece, unit = part.piece, self.unit
        view = canvas[:, :, part.rows, part.columns]
        paper = not piece.flat and not piece.glow
        if paper:
            offset = (strokes.NEAR_SIDE * unit, strokes.NEAR_DOWN * unit)
            near = part.drawn(offset, strokes.NEAR_BLUR * unit)
            strokes.darken(view, shadow, near * (strokes.NEAR_INK * ink), inner)
        alpha = part.drawn(blur=strokes.FAR_BLUR * unit) if piece.glow else part.mask
        cover = alpha[0, 0].numpy() if self.rim and paper else None
        shade = rasters.shade(piece, part.map(), part.size, cover, 100 * unit)
        plane = None if shade is None else torch.from_numpy(shade)[None, None]
        colour = torch.tensor((*piece.colour, 1.0)).view(1, 4, 1, 1)
        strokes.cover(view, colour, plane, alpha * (piece.glow or piece.alpha))


class _Part:
    """A piece of a still group: where it lies on the canvas of its sheet."""

    def __init__(self, piece: Piece, m: Affine) -> None:
        self.piece, self._m = piece, m
        self.box = rasters.box_of(piece.polygon, m)
        self.rows = self.columns = slice(0, 0)
        self._corner = (0, 0)
        self._mask: Tensor | None = None

    def put(self, at: tuple[int, int], size: tuple[int, int], unit: float) -> bool:
        """Find its rows and columns on a canvas of ``size`` from ``at``; whether there are any."""
        pad = strokes.margin(bool(self.piece.glow), unit)
        x0, y0, x1, y1 = self.box
        left = max(0, math.floor(x0) - pad - at[0])
        top = max(0, math.floor(y0) - pad - at[1])
        right = min(size[0], math.ceil(x1) + pad - at[0])
        bottom = min(size[1], math.ceil(y1) + pad - at[1])
        self.rows, self.columns = slice(top, bottom), slice(left, right)
        self._corner = (at[0] + left, at[1] + top)
        return right > left and bottom > top

    @property
    def size(self) -> tuple[int, int]:
        return self.columns.stop - self.columns.start, self.rows.stop - self.rows.start

    @property
    def mask(self) -> Tensor:
        if self._mask is None:
            self._mask = self.drawn()
        return self._mask

    def map(self, offset: tuple[float, float] = (0.0, 0.0)) -> Affine:
        a, b, c, d, e, f = self._m
        return (a, b, c - self._corner[0] + offset[0], d, e, f - self._corner[1] + offset[1])

    def drawn(self, offset: tuple[float, float] = (0.0, 0.0), blur: float = 0.0) -> Tensor:
        """Its coverage on its rows and columns [1,1,h,w]."""
        plane = rasters.coverage(self.piece.polygon, self.map(offset), self.size, blur)
        return torch.from_numpy(np.ascontiguousarray(plane))[None, None]
