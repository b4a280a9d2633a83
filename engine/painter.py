"""The painter: display lists to pictures, many frames at once, the same pixels however frames are
batched.

A moving piece is cut once per shape and half octave of scale and sampled through its map in every
frame; colour comes last, so light and recolouring cost nothing. A still group is painted once, as a
sheet, and slid. Subjects are painted in windows that go along with them. Shadows are offset and
blurred in screen space (``look``: light from the upper left). Nothing here draws grain or vignette,
and no rim unless asked: a network would spend itself on them; export puts them on.
"""

from __future__ import annotations

import math
from collections.abc import Hashable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

import numpy as np
import torch
import torch.nn.functional as F
from torch import Tensor

from engine import rasters
from engine.rasters import Shelf
from storyboard.affine import Affine, invert, mul, put, size
from storyboard.drawing import DisplayList, Group, Piece

RASTERS, SHEETS = 128e6, 384e6  # bytes of caches
# a group's shadow, % of frame height: offset a unit of lift, sigma
FAR_SIDE, FAR_DOWN, FAR_BLUR = 0.45, 0.85, 1.0
NEAR_SIDE, NEAR_DOWN, NEAR_BLUR = 0.16, 0.30, 0.3  # a piece's own shadow
NEAR_INK = 0.9  # of the group's ink
CREAM = (1.0, 0.972, 0.92)  # the core of the paper: where shade goes beyond the colour
WHOLE = 1  # half octaves up to which a still group is painted whole, not page by page


@dataclass(frozen=True)
class Cut:
    """A piece cut out: planes [1,1,h,w] at ``scale`` pixels a unit from x0, y0 (in units)."""

    alpha: Tensor
    near: Tensor | None  # its own soft shadow; None: printed, or light
    shade: Tensor | None  # 1 = the paper's colour; None: all 1
    scale: float
    x0: float
    y0: float

    @property
    def nbytes(self) -> int:
        return sum(p.nbytes for p in (self.alpha, self.near, self.shade) if p is not None)


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


class Painter:
    """Paints frames of ``size`` (W, H) on ``device``; ``rim`` gives papers the lighter edge that
    shows in large pictures.

    The same lists give the same pictures, whichever others they are painted with.
    """

    def __init__(self, size: tuple[int, int], device: str = "cpu", rim: bool = False) -> None:
        self.size = size
        self.device = torch.device(device)
        self.rim = rim
        self._unit = size[1] / 100  # pixels of a screen unit
        self._cuts: Shelf[Cut] = Shelf(RASTERS, lambda cut: cut.nbytes)
        self._sheets: Shelf[Sheet] = Shelf(SHEETS, lambda sheet: sheet.nbytes)

    @torch.no_grad()
    def paint(self, lists: Sequence[DisplayList]) -> Tensor:
        """Frames float32 [T,3,H,W], 0..1; where there is nothing, black."""
        return self._film(lists, 3)

    @torch.no_grad()
    def paint_cutout(self, lists: Sequence[DisplayList]) -> Tensor:
        """Frames over nothing, premultiplied, float32 [T,4,H,W], 0..1; the lists' ground is left
        out.
        """
        return self._film(lists, 4)

    def _film(self, lists: Sequence[DisplayList], channels: int) -> Tensor:
        width, height = self.size
        spans = [list(span) for _, span in groupby(lists, key=_structure)]
        done = [self._span(span, channels) for span in spans]
        return torch.cat(done) if done else torch.empty(0, channels, height, width)

    def _span(self, frames: Sequence[DisplayList], channels: int) -> Tensor:
        """Frames of one structure. The picture stays single until something moves."""
        first = frames[0]
        width, height = self.size
        picture = torch.zeros(1, channels, height, width, device=self.device)
        if channels == 3 and first.ground:
            picture += picture.new_tensor(first.ground).view(1, 3, 1, 1)
        shadow = self._paper(first.shadow, channels)
        to_pixels = (width / (100 * first.aspect), 0.0, 0.0, 0.0, self._unit, 0.0)
        for groups in zip(*(frame.groups for frame in frames), strict=True):
            maps = [mul(to_pixels, group.map) for group in groups]
            if groups[0].still is None:
                picture = self._act(picture, groups, maps, shadow, first.ink)
            else:
                picture = self._lay(picture, groups, maps, first)
        return picture.expand(len(frames), -1, -1, -1)

    def _paper(self, colour: tuple[float, float, float], channels: int) -> Tensor:
        return torch.tensor((*colour, 1.0)[:channels], device=self.device).view(1, channels, 1, 1)

    # Groups that move ----------------------------------------------------------------------------

    def _act(
        self,
        picture: Tensor,
        groups: Sequence[Group],
        maps: Sequence[Affine],
        shadow: Tensor,
        ink: float,
    ) -> Tensor:
        """A moving group in all frames over ``picture`` [1 or T,C,H,W]."""
        still = all(m == maps[0] and g.maps == groups[0].maps for m, g in zip(maps, groups))
        if still:
            self._stick(picture, groups[:1], maps[:1], shadow, ink)
            return picture
        if len(picture) == 1:
            picture = picture.repeat(len(groups), 1, 1, 1)
        for _, a, b in _runs([self._step(m) for m in maps]):
            self._stick(picture[a:b], groups[a:b], maps[a:b], shadow, ink)
        return picture

    def _stick(
        self,
        picture: Tensor,
        groups: Sequence[Group],
        maps: Sequence[Affine],
        shadow: Tensor,
        ink: float,
    ) -> None:
        """A group onto ``picture``, in place: one map for all its frames, or one for each; all of
        one step of scale.
        """
        first = groups[0]
        if min(size(m) for m in maps) < 1e-3:
            return
        step = self._step(maps[0])
        cuts = [self._cut(piece, step) for piece in first.pieces]
        whole = _composed(maps, groups)  # [T,P,6]
        boxes = _boxes(whole, cuts)  # [T,P,4]
        margin = self._reach(first.lift)
        window = _Window.around(boxes, margin, self.size)
        if window is None:
            return
        region = window.take(picture)
        samples = self._sampled(first.pieces, cuts, whole, boxes, window)
        if first.lift > 0:
            dark = torch.zeros(len(maps), 1, window.high, window.wide, device=self.device)
            for (piece, _, _), (rows, columns, alpha, _, _) in samples:
                if not piece.flat and not piece.glow:
                    part = dark[:, :, rows, columns]
                    torch.maximum(part, alpha, out=part)
            _darken(region, shadow, self._softened(dark, first.lift).mul_(ink), first.inner)
        for (_, colour, _), (rows, columns, alpha, near, shade) in samples:
            part = region[:, :, rows, columns]
            if near is not None:
                _darken(part, shadow, near.mul_(NEAR_INK * ink), first.inner)
            _cover(part, colour(picture.shape[1]), shade, alpha)
        window.give(picture, region)

    def _sampled(self, pieces, cuts, whole, boxes, window):  # type: ignore[no-untyped-def]
        """For every piece that the window sees: what it is, and its planes on its rows and columns
        of the window.
        """
        side, down = NEAR_SIDE * self._unit, NEAR_DOWN * self._unit
        back = torch.from_numpy(_inverse(whole, cuts).astype(np.float32)).to(self.device)
        shifted = back.clone()
        shifted[..., 2] -= back[..., 0] * side + back[..., 1] * down
        shifted[..., 5] -= back[..., 3] * side + back[..., 4] * down
        xs, ys = window.places(self.device)
        found = []
        for i, (piece, cut) in enumerate(zip(pieces, cuts)):
            span = window.part(boxes[:, i])
            if span is None:
                continue
            rows, columns = span
            px, py = xs[:, :, columns], ys[:, rows]
            alpha = _sample(cut.alpha, back[:, i], px, py)
            if piece.alpha != 1 or piece.glow:
                alpha = alpha * (piece.glow or piece.alpha)
            near = None if cut.near is None else _sample(cut.near, shifted[:, i], px, py)
            shade = None if cut.shade is None else _sample(cut.shade, back[:, i], px, py)

            def colour(channels: int, of: Piece = piece) -> Tensor:
                return self._paper(of.colour, channels)

            found.append(((piece, colour, cut), (rows, columns, alpha, near, shade)))
        return found

    def _reach(self, lift: float) -> tuple[int, int, int, int]:
        """How far a group's shadows go beyond its pieces: pixels left, up, right, down."""
        blur = 3 * FAR_BLUR * self._unit if lift > 0 else 0.0
        side, down = lift * FAR_SIDE * self._unit, lift * FAR_DOWN * self._unit
        back = max(0, math.ceil(blur - side)), max(0, math.ceil(blur - down))
        return (*back, math.ceil(blur + side) + 1, math.ceil(blur + down) + 1)

    def _softened(self, dark: Tensor, lift: float) -> Tensor:
        """A silhouette [T,1,h,w] as a shadow: offset by its lift and blurred. Sums in a fixed
        order: no batch changes them.
        """
        sigma = FAR_BLUR * self._unit
        for axis, offset in ((3, lift * FAR_SIDE * self._unit), (2, lift * FAR_DOWN * self._unit)):
            first, last = math.floor(offset - 3 * sigma), math.ceil(offset + 3 * sigma)
            taps = [math.exp(-0.5 * ((n - offset) / sigma) ** 2) for n in range(first, last + 1)]
            length = dark.shape[axis]
            padding = (0, 0, last, -first) if axis == 2 else (last, -first, 0, 0)
            padded = F.pad(dark, padding)
            out = torch.zeros_like(dark)
            for n, tap in zip(range(first, last + 1), taps):
                out.add_(padded.narrow(axis, last - n, length), alpha=tap / sum(taps))
            dark = out
        return dark

    def _step(self, m: Affine) -> int:
        """Half octaves of scale: rasters are at least as fine as the picture, at most 1.41 times
        finer.
        """
        return math.ceil(2 * math.log2(max(size(m), 1e-9) / self._unit) - 1e-6)

    def _cut(self, piece: Piece, step: int) -> Cut:
        key = (piece.key, piece.pattern, piece.flat, bool(piece.glow), step)
        return self._cuts.get(key, lambda: self._new_cut(piece, step))

    def _new_cut(self, piece: Piece, step: int) -> Cut:
        scale = self._unit * 2 ** (step / 2)
        pad = math.ceil(3 * (FAR_BLUR if piece.glow else NEAR_BLUR) * self._unit) + 2
        x0, y0, x1, y1 = rasters.box_of(piece.polygon, (scale, 0, 0, 0, scale, 0))
        left, top = math.floor(x0) - pad, math.floor(y0) - pad
        area = (math.ceil(x1) + pad - left, math.ceil(y1) + pad - top)
        m = (scale, 0.0, -left, 0.0, scale, -top)
        blur = FAR_BLUR * self._unit if piece.glow else 0.0
        alpha = rasters.coverage(piece.polygon, m, area, blur)
        near = None
        if not piece.flat and not piece.glow:
            near = rasters.coverage(piece.polygon, m, area, NEAR_BLUR * self._unit)
        shade = self._shade(piece, m, area, alpha)
        planes = [None if p is None else self._plane(p) for p in (alpha, near, shade)]
        assert planes[0] is not None
        return Cut(planes[0], planes[1], planes[2], scale, left / scale, top / scale)

    def _shade(
        self, piece: Piece, m: Affine, area: tuple[int, int], alpha: np.ndarray
    ) -> np.ndarray | None:
        rimmed = self.rim and not piece.flat and not piece.glow
        if not piece.pattern and not rimmed:
            return None
        shade = np.ones((area[1], area[0]), np.float32)
        if piece.pattern:
            shade += rasters.pattern(piece.pattern, m, area)
        if rimmed:
            shade += rasters.rim(alpha, self.size[1])
        return shade

    def _plane(self, plane: np.ndarray) -> Tensor:
        return torch.from_numpy(np.ascontiguousarray(plane))[None, None].to(self.device)

    # Groups that are still -----------------------------------------------------------------------

    def _lay(
        self, picture: Tensor, groups: Sequence[Group], maps: Sequence[Affine], ink: DisplayList
    ) -> Tensor:
        """A still group's sheet over ``picture`` [1 or T,C,H,W], slid by ``maps``."""
        fades = [group.fade for group in groups]
        if all(m == maps[0] for m in maps) and all(f == fades[0] for f in fades):
            maps, fades = maps[:1], fades[:1]
        elif len(picture) == 1:
            picture = picture.repeat(len(groups), 1, 1, 1)
        for (step, page), a, b in _runs([self._page(m) for m in maps]):
            target = picture if len(maps) == 1 else picture[a:b]
            sheet = self._sheet(groups[a], step, page, ink)
            self._slide(target, sheet, maps[a:b], fades[a:b], step)
        return picture

    def _page(self, m: Affine) -> tuple[int, tuple[int, int] | None]:
        """Which page of its lattice a frame needs: all of it, or in close-ups one that is sure to
        hold what the frame sees.
        """
        step = self._step(m)
        if step <= WHOLE:
            return step, None
        width, height = self._leaf(step)
        back = invert(m)
        scale = self._unit * 2 ** (step / 2)
        corners = [put(back, p) for p in ((0.0, 0.0), (float(self.size[0]), float(self.size[1])))]
        x, y = min(c[0] for c in corners) * scale, min(c[1] for c in corners) * scale
        return step, (math.floor((x - 2) / width), math.floor((y - 2) / height))

    def _leaf(self, step: int) -> tuple[int, int]:
        """Pixels of a sheet that a frame sees at most, so far apart are the pages' corners; a page
        is twice as large.
        """
        return math.ceil(self.size[0] * math.sqrt(2)) + 4, math.ceil(
            self.size[1] * math.sqrt(2)
        ) + 4

    def _sheet(
        self, group: Group, step: int, page: tuple[int, int] | None, ink: DisplayList
    ) -> Sheet:
        key: Hashable = (group.still, step, page, ink.shadow, ink.ink)
        return self._sheets.get(key, lambda: self._new_sheet(group, step, page, ink))

    def _new_sheet(
        self, group: Group, step: int, page: tuple[int, int] | None, ink: DisplayList
    ) -> Sheet:
        """Paint a still group with its shadows over nothing, straight from its polygons."""
        scale = self._unit * 2 ** (step / 2)
        maps = [mul((scale, 0.0, 0.0, 0.0, scale, 0.0), m) for m in group.maps]
        boxes = [rasters.box_of(piece.polygon, m) for piece, m in zip(group.pieces, maps)]
        x0, y0, x1, y1 = rasters.union(boxes) if boxes else (0.0, 0.0, 1.0, 1.0)
        left, up, right, down = (max(2, r) for r in self._reach(group.lift))
        x0, y0, x1, y1 = x0 - left, y0 - up, x1 + right, y1 + down
        if group.crop:  # a pixel more, so that two sheets that meet leave no gap
            x0, x1 = max(x0, group.crop[0] * scale - 1), min(x1, group.crop[1] * scale + 1)
        if page is not None:
            width, height = self._leaf(step)
            x0, x1 = max(x0, page[0] * width), min(x1, (page[0] + 2) * width)
            y0, y1 = max(y0, page[1] * height), min(y1, (page[1] + 2) * height)
        at = (math.floor(x0), math.floor(y0))
        wide, high = max(1, math.ceil(x1) - at[0]), max(1, math.ceil(y1) - at[1])
        canvas = torch.zeros(1, 4, high, wide)
        parts = [
            _Part(piece, m, at, (wide, high), box)
            for piece, m, box in zip(group.pieces, maps, boxes)
        ]
        parts = [part for part in parts if part.seen(self._unit)]
        shadow = torch.tensor((*ink.shadow, 1.0)).view(1, 4, 1, 1)
        if group.lift > 0:
            dark = torch.zeros(1, 1, high, wide)
            for part in parts:
                if not part.piece.flat and not part.piece.glow:
                    view = dark[:, :, part.rows, part.columns]
                    torch.maximum(view, part.mask(), out=view)
            _darken(canvas, shadow, self._softened(dark, group.lift).mul_(ink.ink), group.inner)
        for part in parts:
            self._glue(canvas, part, shadow, ink.ink, group.inner)
        return Sheet(canvas.to(self.device), *at)

    def _glue(self, canvas: Tensor, part: _Part, shadow: Tensor, ink: float, inner: bool) -> None:
        """One piece onto a sheet."""
        piece = part.piece
        view = canvas[:, :, part.rows, part.columns]
        alpha = part.mask(blur=FAR_BLUR * self._unit) if piece.glow else part.mask()
        if not piece.flat and not piece.glow:
            offset = (NEAR_SIDE * self._unit, NEAR_DOWN * self._unit)
            near = part.mask(offset, NEAR_BLUR * self._unit)
            _darken(view, shadow, near * (NEAR_INK * ink), inner)
        shade = self._shade(piece, part.map(), part.size, alpha[0, 0].numpy())
        plane = None if shade is None else torch.from_numpy(shade)[None, None]
        colour = torch.tensor((*piece.colour, 1.0)).view(1, 4, 1, 1)
        _cover(view, colour, plane, alpha * (piece.glow or piece.alpha))

    def _slide(
        self,
        picture: Tensor,
        sheet: Sheet,
        maps: Sequence[Affine],
        fades: Sequence[float],
        step: int,
    ) -> None:
        """Lay a sheet over ``picture`` [T,C,H,W] in place, one map for all frames or one for
        each.
        """
        width, height = self.size
        h, w = sheet.pixels.shape[2:]
        scale = self._unit * 2 ** (step / 2)
        rows = [
            m[4] * (sheet.y0 + y) / scale + m[5] for m in maps for y in (0, h)
        ]  # sheets never turn
        y0, y1 = max(0, math.floor(min(rows))), min(height, math.ceil(max(rows)))
        if y1 <= y0:
            return
        back = np.array([invert(m) for m in maps]) * scale
        back[:, 2] -= sheet.x0
        back[:, 5] -= sheet.y0
        back[:, :3] *= 2 / w
        back[:, 3:] *= 2 / h
        back[:, 2] -= 1
        back[:, 5] -= 1
        theta = torch.from_numpy(back.astype(np.float32)).to(self.device)
        xs = torch.arange(width, device=self.device).view(1, 1, -1) + 0.5
        ys = torch.arange(y0, y1, device=self.device).view(1, -1, 1) + 0.5
        layer = _sample(sheet.pixels, theta, xs, ys)
        if any(fade != 1 for fade in fades):
            layer = layer * layer.new_tensor(fades).view(-1, 1, 1, 1)
        view = picture[:, :, y0:y1]
        view.mul_(1 - layer[:, 3:]).add_(layer[:, : view.shape[1]])


class _Part:
    """A piece of a still group on the canvas of its sheet."""

    def __init__(
        self,
        piece: Piece,
        m: Affine,
        at: tuple[int, int],
        area: tuple[int, int],
        box: tuple[float, float, float, float],
    ) -> None:
        self.piece, self._m, self._at, self._area, self._box = piece, m, at, area, box
        self.rows = self.columns = slice(0, 0)
        self.size = (0, 0)
        self._mask: Tensor | None = None

    def seen(self, unit: float) -> bool:
        """Whether any of it is on the canvas; finds its rows and columns."""
        pad = math.ceil(3 * (FAR_BLUR if self.piece.glow else NEAR_BLUR) * unit) + 2
        x0, y0, x1, y1 = self._box
        left, top = (
            max(0, math.floor(x0) - pad - self._at[0]),
            max(0, math.floor(y0) - pad - self._at[1]),
        )
        right = min(self._area[0], math.ceil(x1) + pad - self._at[0])
        bottom = min(self._area[1], math.ceil(y1) + pad - self._at[1])
        self.rows, self.columns = slice(top, bottom), slice(left, right)
        self.size = (right - left, bottom - top)
        return right > left and bottom > top

    def map(self, offset: tuple[float, float] = (0.0, 0.0)) -> Affine:
        a, b, c, d, e, f = self._m
        x, y = self._at[0] + self.columns.start, self._at[1] + self.rows.start
        return (a, b, c - x + offset[0], d, e, f - y + offset[1])

    def mask(self, offset: tuple[float, float] = (0.0, 0.0), blur: float = 0.0) -> Tensor:
        plain = not blur and offset == (0.0, 0.0)
        if plain and self._mask is not None:
            return self._mask
        plane = rasters.coverage(self.piece.polygon, self.map(offset), self.size, blur)
        mask = torch.from_numpy(np.ascontiguousarray(plane))[None, None]
        if plain:
            self._mask = mask
        return mask


@dataclass(frozen=True)
class _Window:
    """A part of the frame as large in every frame, that goes along with what it shows: its corners
    in each frame.
    """

    xs: tuple[int, ...]
    ys: tuple[int, ...]
    wide: int
    high: int

    @staticmethod
    def around(
        boxes: np.ndarray, margin: tuple[int, int, int, int], frame: tuple[int, int]
    ) -> _Window | None:
        """The smallest that shows ``boxes`` [T,P,4] and ``margin`` around them; None when nothing
        is on the screen.
        """
        width, height = frame
        low = np.floor(boxes[..., :2].min(1)) - margin[:2]
        high = np.ceil(boxes[..., 2:].max(1)) + margin[2:]
        low = np.clip(low, 0, (width, height)).astype(int)
        high = np.clip(high, 0, (width, height)).astype(int)
        wide, tall = (high - low).max(0).tolist()
        if wide <= 0 or tall <= 0:
            return None
        xs = np.minimum(low[:, 0], width - wide).tolist()
        ys = np.minimum(low[:, 1], height - tall).tolist()
        return _Window(tuple(xs), tuple(ys), wide, tall)

    def take(self, picture: Tensor) -> Tensor:
        """The window's pixels: of one for all frames the picture's own, else a copy."""
        if len(self.xs) == 1:
            return picture[
                :, :, self.ys[0] : self.ys[0] + self.high, self.xs[0] : self.xs[0] + self.wide
            ]
        return torch.stack(
            [
                picture[t, :, y : y + self.high, x : x + self.wide]
                for t, (x, y) in enumerate(zip(self.xs, self.ys))
            ]
        )

    def give(self, picture: Tensor, region: Tensor) -> None:
        """Put the pixels back."""
        if len(self.xs) > 1:
            for t, (x, y) in enumerate(zip(self.xs, self.ys)):
                picture[t, :, y : y + self.high, x : x + self.wide] = region[t]

    def places(self, device: torch.device) -> tuple[Tensor, Tensor]:
        """Where its pixels' middles are in the frame: [T,1,wide] and [T,high,1]."""
        xs = torch.tensor(self.xs).view(-1, 1, 1) + torch.arange(self.wide).view(1, 1, -1) + 0.5
        ys = torch.tensor(self.ys).view(-1, 1, 1) + torch.arange(self.high).view(1, -1, 1) + 0.5
        return xs.to(device), ys.to(device)

    def part(self, boxes: np.ndarray) -> tuple[slice, slice] | None:
        """Rows and columns of the window that hold ``boxes`` [T,4] in every frame."""
        x, y = np.array(self.xs), np.array(self.ys)
        left, top = int((boxes[:, 0] - x).min()), int((boxes[:, 1] - y).min())
        right, bottom = math.ceil((boxes[:, 2] - x).max()), math.ceil((boxes[:, 3] - y).max())
        left, top = max(0, left - 1), max(0, top - 1)
        right, bottom = min(self.wide, right + 1), min(self.high, bottom + 1)
        if right <= left or bottom <= top:
            return None
        return slice(top, bottom), slice(left, right)


def _structure(frame: DisplayList) -> Hashable:
    """Frames of equal structure are painted in one batch: the same pieces in the same light, only
    maps differ.
    """
    groups = tuple(
        (id(g.pieces) if g.still is None else g.still, g.lift, g.inner) for g in frame.groups
    )
    return frame.shadow, frame.ink, frame.ground, frame.aspect, groups


def _runs(keys: Sequence[Hashable]) -> Iterator[tuple[Hashable, int, int]]:
    """Stretches of equal keys: the key, where it begins and ends."""
    start = 0
    for i in range(1, len(keys) + 1):
        if i == len(keys) or keys[i] != keys[start]:
            yield keys[start], start, i
            start = i


def _composed(maps: Sequence[Affine], groups: Sequence[Group]) -> np.ndarray:
    """Every piece's map to pixels in every frame, [T,P,6]."""
    outer = np.array(maps)[:, None]
    inner = np.array([group.maps for group in groups[: len(maps)]])
    a, b, c, d, e, f = np.moveaxis(outer, -1, 0)
    A, B, C, D, E, F_ = np.moveaxis(inner, -1, 0)
    rows = (a * A + b * D, a * B + b * E, a * C + b * F_ + c)
    return np.stack((*rows, d * A + e * D, d * B + e * E, d * C + e * F_ + f), -1)


def _boxes(whole: np.ndarray, cuts: Sequence[Cut]) -> np.ndarray:
    """x0, y0, x1, y1 of every cut in every frame, in pixels, [T,P,4]."""
    ends = np.array(
        [
            (c.x0, c.y0, c.x0 + c.alpha.shape[3] / c.scale, c.y0 + c.alpha.shape[2] / c.scale)
            for c in cuts
        ]
    )
    xs, ys = ends[:, (0, 2, 0, 2)], ends[:, (1, 1, 3, 3)]  # [P,4]
    px = whole[..., 0:1] * xs + whole[..., 1:2] * ys + whole[..., 2:3]
    py = whole[..., 3:4] * xs + whole[..., 4:5] * ys + whole[..., 5:6]
    return np.stack((px.min(-1), py.min(-1), px.max(-1), py.max(-1)), -1)


def _inverse(whole: np.ndarray, cuts: Sequence[Cut]) -> np.ndarray:
    """Pixels -> -1..1 of every cut in every frame, [T,P,6]; a piece squeezed flat lies outside."""
    a, b, c, d, e, f = np.moveaxis(whole, -1, 0)
    k = a * e - b * d
    flat = np.abs(k) < 1e-9
    k = np.where(flat, 1.0, k)
    h = np.array([cut.alpha.shape[2] for cut in cuts])
    w = np.array([cut.alpha.shape[3] for cut in cuts])
    s = np.array([cut.scale for cut in cuts])
    x0, y0 = np.array([cut.x0 for cut in cuts]), np.array([cut.y0 for cut in cuts])
    A, B, D, E = e / k, -b / k, -d / k, a / k
    gx, gy = 2 * s / w, 2 * s / h
    back = np.stack(
        (A * gx, B * gx, (-(A * c + B * f) - x0) * gx - 1, D * gy, E * gy, (-(D * c + E * f) - y0) * gy - 1),
        -1,
    )  # fmt: skip
    back[flat] = (0.0, 0.0, 9.0, 0.0, 0.0, 9.0)
    return back


def _sample(plane: Tensor, back: Tensor, xs: Tensor, ys: Tensor) -> Tensor:
    """A plane [1,c,h,w] seen from pixels ``xs`` [1 or T,1,W] and ``ys`` [1 or T,H,1] through
    ``back`` [T,6]: [T,c,H,W].

    The frame's own pixel coordinates enter the sums, so neither window nor batch changes a result
    by a bit.
    """
    a, b, c, d, e, f = back[:, :, None, None].unbind(1)
    grid = back.new_empty(len(back), ys.shape[1], xs.shape[2], 2)
    torch.add(a * xs, b * ys + c, out=grid[..., 0])
    torch.add(d * xs, e * ys + f, out=grid[..., 1])
    return F.grid_sample(plane.expand(len(back), -1, -1, -1), grid, align_corners=False)


def _darken(picture: Tensor, shadow: Tensor, amount: Tensor, inner: bool) -> None:
    """A shadow of ``amount`` [T,1,h,w] over ``picture`` [T,C,h,w], in place; ``inner``: only on
    what is there.
    """
    if inner and picture.shape[1] == 4:
        colour, alpha = picture[:, :3], picture[:, 3:]
        colour.add_((shadow[:, :3] * alpha - colour) * amount)
    else:
        picture.lerp_(shadow, amount)


def _cover(picture: Tensor, colour: Tensor, shade: Tensor | None, alpha: Tensor) -> None:
    """Paper of ``colour`` [1,C,1,1] over ``picture`` [T,C,h,w], in place. Shade beyond 1 goes to
    cream, not to brighter.
    """
    if shade is not None:
        paper, pale = colour[:, :3], colour.new_tensor(CREAM).view(1, 3, 1, 1)
        painted = paper * shade.clamp(max=1) + (pale - paper) * (shade - 1).clamp(min=0)
        if picture.shape[1] == 4:
            painted = torch.cat([painted, torch.ones_like(painted[:, :1])], 1)
        picture.lerp_(painted, alpha)
    else:
        picture.lerp_(colour, alpha)
