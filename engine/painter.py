"""The painter: display lists to pictures, many frames at once, the same pixels however they are
batched.

A moving piece is cut once per shape and half octave of scale and sampled through its map in every
frame; colour comes last, so light and recolouring cost nothing. A still group is painted once, as
a sheet, and slid. Nothing here draws grain or vignette, and no rim unless asked: a network would
spend itself on them.
"""

from __future__ import annotations

import math
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

import numpy as np
import torch
from torch import Tensor

from engine import hangings, rasters, strokes, windows
from engine.prints import Prints
from engine.rasters import Shelf
from engine.sheets import Press, Sheet
from engine.windows import Cut, Window
from storyboard.affine import Affine, invert, mul, put, size
from storyboard.drawing import DisplayList, Group, Piece
from storyboard.light import Colour

CUTS, SHEETS = 128e6, 384e6  # bytes of caches
WHOLE = 1  # half octaves of zoom up to which a still group is painted whole, not page by page

Page = tuple[int, int]


@dataclass(frozen=True)
class _Seen:
    """A piece on its rows and columns of a window: [T,1,h,w] each."""

    piece: Piece
    rows: slice
    columns: slice
    alpha: Tensor
    near: Tensor | None
    shade: Tensor | None


class Painter:
    """Paints frames of ``size`` (W, H) pixels on ``device``.

    ``rim`` gives papers the lighter edge that large pictures show; ``room`` is how many bytes of
    places it remembers. The same list gives the same
    picture, whichever others it is painted with.
    """

    def __init__(
        self,
        size: tuple[int, int],
        device: str = "cpu",
        rim: bool = False,
        room: float = SHEETS,
    ) -> None:
        self.size = size
        self.device = torch.device(device)
        self._unit = size[1] / 100  # pixels of a screen unit
        self._rim = rim
        self._press = Press(self._unit, rim)
        self._cuts: Shelf[Cut] = Shelf(CUTS, lambda cut: cut.nbytes)
        self._sheets: Shelf[Sheet] = Shelf(room, lambda sheet: sheet.nbytes)
        self._prints = Prints(self._unit, self.device)

    def show(self, pictures: Mapping[str, str]) -> None:
        """Where the person's own pictures are from now on, by hash; others are left to puppets."""
        self._prints.files = dict(pictures)

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
            picture += self._paper(first.ground, 3)
        shadow = self._paper(first.shadow, channels)
        to_pixels = (width / (100 * first.aspect), 0.0, 0.0, 0.0, self._unit, 0.0)
        for groups in zip(*(frame.groups for frame in frames), strict=True):
            maps = [mul(to_pixels, group.map) for group in groups]
            own = groups[0].picture
            if own and own.hash in self._prints.files:
                light = hangings.Light(shadow, first.ink)
                picture = hangings.hang(self._prints, picture, groups, to_pixels, light, self.size)
            elif groups[0].still is None:
                picture = self._act(picture, groups, maps, shadow, first.ink)
            else:
                picture = self._lay(picture, groups, maps, first)
        return picture.expand(len(frames), -1, -1, -1)

    def _paper(self, colour: Colour, channels: int) -> Tensor:
        return torch.tensor((*colour, 1.0)[:channels], device=self.device).view(1, channels, 1, 1)

    def _step(self, m: Affine) -> int:
        """Half octaves of zoom: rasters are as fine as the picture, or up to 1.41 times finer."""
        return math.ceil(2 * math.log2(max(size(m), 1e-9) / self._unit) - 1e-6)

    def _pixels(self, step: int) -> float:
        """Pixels a unit at a step of zoom."""
        return float(self._unit * 2 ** (step / 2))

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
        if all(m == maps[0] for m in maps) and all(g.maps == groups[0].maps for g in groups):
            self._stick(picture, groups[:1], maps[:1], shadow, ink)
            return picture
        if len(picture) == 1:
            picture = picture.repeat(len(groups), 1, 1, 1)
        for _, a, b in windows.runs([self._step(m) for m in maps]):
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
        """A group onto ``picture``, in place: one map for all frames or one for each."""
        first = groups[0]
        if not first.pieces or min(size(m) for m in maps) < 1e-3:
            return
        cuts = [self._cut(piece, self._step(maps[0])) for piece in first.pieces]
        whole = windows.composed(maps, groups)
        boxes = windows.boxes(whole, cuts)
        reach = strokes.reach(first.lift, self._unit)
        window = Window.around(boxes, reach, self.size)
        if window is None:
            return
        region = window.take(picture)
        seen = self._seen(first.pieces, cuts, whole, boxes, window)
        if first.lift > 0:
            dark = torch.zeros(len(maps), 1, window.high, window.wide, device=self.device)
            for part in seen:
                if not part.piece.flat and not part.piece.glow:
                    view = dark[:, :, part.rows, part.columns]
                    torch.maximum(view, part.alpha, out=view)
            soft = strokes.softened(dark, first.lift, self._unit).mul_(ink)
            strokes.darken(region, shadow, soft, first.inner)
        for part in seen:
            view = region[:, :, part.rows, part.columns]
            if part.near is not None:
                near = part.near.mul_(strokes.NEAR_INK * ink)
                strokes.darken(view, shadow, near, first.inner)
            colour = self._paper(part.piece.colour, picture.shape[1])
            strokes.cover(view, colour, part.shade, part.alpha)
        window.give(picture, region)

    def _seen(
        self,
        pieces: Sequence[Piece],
        cuts: Sequence[Cut],
        whole: np.ndarray,
        boxes: np.ndarray,
        window: Window,
    ) -> list[_Seen]:
        """The planes of every piece that the window sees."""
        back = torch.from_numpy(windows.inverse(whole, cuts).astype(np.float32)).to(self.device)
        side, down = strokes.NEAR_SIDE * self._unit, strokes.NEAR_DOWN * self._unit
        below = back.clone()
        below[..., 2] -= back[..., 0] * side + back[..., 1] * down
        below[..., 5] -= back[..., 3] * side + back[..., 4] * down
        xs, ys = window.places(self.device)
        found = []
        for i, (piece, cut) in enumerate(zip(pieces, cuts, strict=True)):
            spot = window.part(boxes[:, i])
            if spot is None:
                continue
            px, py = xs[:, :, spot[1]], ys[:, spot[0]]
            alpha = windows.sample(cut.alpha, back[:, i], px, py)
            strength = piece.glow or piece.alpha
            alpha = alpha if strength == 1 else alpha * strength
            near = None if cut.near is None else windows.sample(cut.near, below[:, i], px, py)
            shade = None if cut.shade is None else windows.sample(cut.shade, back[:, i], px, py)
            found.append(_Seen(piece, *spot, alpha, near, shade))
        return found

    def _cut(self, piece: Piece, step: int) -> Cut:
        key = (piece.key, piece.pattern, piece.flat, bool(piece.glow), step)
        return self._cuts.get(key, lambda: self._new_cut(piece, self._pixels(step)))

    def _new_cut(self, piece: Piece, pixels: float) -> Cut:
        pad = strokes.margin(bool(piece.glow), self._unit)
        x0, y0, x1, y1 = rasters.box_of(piece.polygon, (pixels, 0.0, 0.0, 0.0, pixels, 0.0))
        left, top = math.floor(x0) - pad, math.floor(y0) - pad
        area = (math.ceil(x1) + pad - left, math.ceil(y1) + pad - top)
        m = (pixels, 0.0, -left, 0.0, pixels, -top)
        blur = strokes.FAR_BLUR * self._unit if piece.glow else 0.0
        alpha = rasters.coverage(piece.polygon, m, area, blur)
        near, cover = None, None
        if not piece.flat and not piece.glow:
            near = rasters.coverage(piece.polygon, m, area, strokes.NEAR_BLUR * self._unit)
            cover = alpha if self._rim else None
        shade = rasters.shade(piece, m, area, cover, 100 * self._unit)
        planes = [None if p is None else self._plane(p) for p in (near, shade)]
        return Cut(self._plane(alpha), planes[0], planes[1], pixels, left / pixels, top / pixels)

    def _plane(self, plane: np.ndarray) -> Tensor:
        return torch.from_numpy(np.ascontiguousarray(plane))[None, None].to(self.device)

    # Groups that are still -----------------------------------------------------------------------

    def _lay(
        self, picture: Tensor, groups: Sequence[Group], maps: Sequence[Affine], ink: DisplayList
    ) -> Tensor:
        """A still group's sheet over ``picture`` [1 or T,C,H,W], slid by ``maps``."""
        fades = [group.fade for group in groups]
        if all(m == maps[0] for m in maps) and all(fade == fades[0] for fade in fades):
            maps, fades = maps[:1], fades[:1]
        elif len(picture) == 1:
            picture = picture.repeat(len(groups), 1, 1, 1)
        for (step, page), a, b in windows.runs([self._page(m) for m in maps]):
            target = picture if len(maps) == 1 else picture[a:b]
            sheet = self._sheet(groups[a], step, page, ink)
            self._slide(target, sheet, maps[a:b], fades[a:b], self._pixels(step))
        return picture

    def _page(self, m: Affine) -> tuple[int, Page | None]:
        """Step and page for a frame: None is all of the group, else a page with all it sees."""
        step = self._step(m)
        if step <= WHOLE:
            return step, None
        (width, height), back, pixels = self._leaf(), invert(m), self._pixels(step)
        corners = [put(back, p) for p in ((0.0, 0.0), (float(self.size[0]), float(self.size[1])))]
        x, y = min(c[0] for c in corners) * pixels, min(c[1] for c in corners) * pixels
        return step, (math.floor((x - 2) / width), math.floor((y - 2) / height))

    def _leaf(self) -> tuple[int, int]:
        """What a frame sees of a sheet at most, in its pixels. Pages begin so far apart and are
        twice as large, so that every frame fits on one.
        """
        width, height = (math.ceil(side * math.sqrt(2)) + 4 for side in self.size)
        return width, height

    def _sheet(self, group: Group, step: int, page: Page | None, ink: DisplayList) -> Sheet:
        def make() -> Sheet:
            area = None
            if page:
                width, height = self._leaf()
                x, y = page[0] * width, page[1] * height
                area = (float(x), float(y), float(x + 2 * width), float(y + 2 * height))
            sheet = self._press.sheet(group, self._pixels(step), area, ink)
            return Sheet(sheet.pixels.to(self.device), sheet.x0, sheet.y0)

        return self._sheets.get((group.still, group.lift, step, page, ink.shadow, ink.ink), make)

    def _slide(
        self,
        picture: Tensor,
        sheet: Sheet,
        maps: Sequence[Affine],
        fades: Sequence[float],
        pixels: float,
    ) -> None:
        """Lay a sheet over ``picture`` [T,C,H,W] in place: one map for all frames or for each."""
        width, height = self.size
        h, w = sheet.pixels.shape[2:]
        edges = [
            m[4] * (sheet.y0 + y) / pixels + m[5] for m in maps for y in (0, h)
        ]  # never turned
        y0, y1 = max(0, math.floor(min(edges))), min(height, math.ceil(max(edges)))
        if y1 <= y0:
            return
        back = np.array([invert(m) for m in maps]) * pixels
        back = (back - (0, 0, sheet.x0, 0, 0, sheet.y0)) * ((2 / w,) * 3 + (2 / h,) * 3)
        back -= (0, 0, 1, 0, 0, 1)
        xs = torch.arange(width, device=self.device).view(1, 1, -1) + 0.5
        ys = torch.arange(y0, y1, device=self.device).view(1, -1, 1) + 0.5
        theta = torch.from_numpy(back.astype(np.float32)).to(self.device)
        layer = windows.sample(sheet.pixels, theta, xs, ys)
        if any(fade != 1 for fade in fades):
            layer = layer * layer.new_tensor(fades).view(-1, 1, 1, 1)
        view = picture[:, :, y0:y1]
        view.mul_(1 - layer[:, 3:]).add_(layer[:, : view.shape[1]])


def _structure(frame: DisplayList) -> Hashable:
    """Frames of equal structure are painted in one batch: the same pieces in the same light."""
    groups = tuple(
        (
            id(g.pieces) if g.still is None else g.still,
            g.lift,
            g.inner,
            g.picture and (g.picture.hash, g.picture.rows, len(g.picture.parts)),
        )
        for g in frame.groups
    )
    return frame.shadow, frame.ink, frame.ground, frame.aspect, groups
