"""The painter: display lists to pictures, many frames at once.

A piece is cut once per polygon and octave of scale, at four times its size, with its blurred silhouettes for shadows; colour comes
last, so light and recolouring cost nothing. Layers whose pieces never move against each other are painted once, as a sheet.
Nothing here draws grain, rim or vignette: the network would spend itself on them; ``studio.upscale`` puts them on at the end.
"""

from __future__ import annotations

import math
from collections import OrderedDict
from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from itertools import groupby

import numpy as np
import torch
import torch.nn.functional as F
from PIL import Image, ImageDraw, ImageFilter
from torch import Tensor

from storyboard.affine import Affine, invert, mul, put, scale, size
from storyboard.animatic import DisplayList, Group, Piece
from storyboard.backdrops import LEFT, RIGHT

OVERSAMPLING = 4
RASTERS, SHEETS = 96e6, 256e6  # bytes of caches
TOP, BOTTOM = -30.0, 140.0  # a sheet's rows, % of frame height
FAR_SIDE, FAR_DOWN = 0.45, 0.85  # a group's shadow, % of frame height a unit of lift
NEAR_SIDE, NEAR_DOWN = 0.16, 0.30  # a piece's own shadow


@dataclass(frozen=True)
class _Raster:
    """Planes [1,4,h,w]: alpha, shade (1 = the colour itself), near blur, far blur; ``scale`` pixels a unit from x0, y0."""

    planes: Tensor
    scale: float
    x0: float
    y0: float

    @property
    def bytes(self) -> int:
        return self.planes.nbytes


class Painter:
    """Paints frames of ``size`` (W, H) on ``device``. The same lists give the same pictures."""

    def __init__(self, size: tuple[int, int], device: str = "cpu") -> None:
        self.size = size
        self.device = torch.device(device)
        self._unit = size[1] / 100
        self._rasters: OrderedDict[Hashable, _Raster] = OrderedDict()
        self._sheets: OrderedDict[Hashable, tuple[Tensor, float, float]] = OrderedDict()
        self._weights = {"raster": 0.0, "sheet": 0.0}

    @torch.no_grad()
    def paint(self, lists: Sequence[DisplayList]) -> Tensor:
        """Frames float32 [T,3,H,W], 0..1."""
        return self._over(lists, 0.0).clamp(0, 1)

    @torch.no_grad()
    def paint_cutout(self, lists: Sequence[DisplayList]) -> Tensor:
        """Frames over nothing, premultiplied, float32 [T,4,H,W], 0..1: painted on black and on white, alpha is the rest."""
        black, white = self._over(lists, 0.0), self._over(lists, 1.0)
        alpha = (1 - (white - black).mean(1, keepdim=True)).clamp(0, 1)
        return torch.cat([black.clamp(0, 1), alpha], 1)

    def _over(self, lists: Sequence[DisplayList], ground: float) -> Tensor:
        done = []
        for _, run in groupby(lists, key=_structure):
            frames = list(run)
            width, height = self.size
            picture = torch.full((1, 3, height, width), ground, device=self.device)
            for groups in zip(*(frame.groups for frame in frames), strict=True):
                picture = self._group(picture, groups, frames[0])
            done.append(picture.expand(len(frames), -1, -1, -1))
        return torch.cat(done) if len(done) > 1 else done[0]

    # Groups --------------------------------------------------------------------------------------

    def _group(self, picture: Tensor, groups: Sequence[Group], ink: DisplayList) -> Tensor:
        """One group in all frames over ``picture`` [1 or T,3,H,W]."""
        first = groups[0]
        if first.still is not None and len(first.pieces) > 1:
            return self._lay(picture, self._sheet(first, ink), [g.view for g in groups])
        draws = [
            draw
            for i in range(len(first.pieces))
            if (draw := self._draw([g.pieces[i] for g in groups], first.lift)) is not None
        ]
        if any(len(draw.back) > len(picture) for draw in draws):
            picture = picture.expand(len(groups), -1, -1, -1).clone()
        shadow = torch.tensor(ink.shadow, device=self.device).view(1, 3, 1, 1)
        if first.lift > 0:
            picture = self._cast(picture, draws, first.lift, shadow, ink.ink)
        elif len(picture) == 1:
            picture = picture.clone()
        for draw in draws:
            self._stick(picture, draw, shadow, ink.ink)
        return picture

    def _cast(
        self, picture: Tensor, draws: Sequence[_Draw], lift: float, shadow: Tensor, ink: float
    ) -> Tensor:
        """The whole group's shadow: the union of its silhouettes, so that overlaps are not twice as dark."""
        dark = torch.zeros(len(picture), 1, *picture.shape[2:], device=self.device)
        offset = (FAR_SIDE * lift * self._unit, FAR_DOWN * lift * self._unit)
        for draw in draws:
            if not draw.piece.flat and not draw.piece.glow:
                x0, y0, x1, y1 = draw.box
                part = self._sample(draw, slice(3, 4), offset)
                region = dark[:, :, y0:y1, x0:x1]
                torch.maximum(region, part.expand_as(region), out=region)
        return picture + (shadow - picture) * (dark * ink)

    def _stick(self, picture: Tensor, draw: _Draw, shadow: Tensor, ink: float) -> None:
        """One piece onto ``picture``, in place, with its own close shadow."""
        piece = draw.piece
        x0, y0, x1, y1 = draw.box
        planes = self._sample(draw, slice(0, 4))
        alpha, shade, near, far = planes.split(1, 1)
        alpha = far * piece.glow if piece.glow else alpha * piece.alpha
        colour = torch.tensor(piece.colour, device=self.device).view(1, 3, 1, 1)
        painted = colour * shade.clamp(max=1) + (1 - colour) * (shade - 1).clamp(min=0)
        region = picture[:, :, y0:y1, x0:x1]
        if not piece.flat and not piece.glow:
            region = region + (shadow - region) * (near * (0.8 * ink))
        picture[:, :, y0:y1, x0:x1] = region + (painted - region) * alpha

    def _draw(self, pieces: Sequence[Piece], lift: float) -> _Draw | None:
        """One piece in all frames; None when it is nowhere on the screen."""
        piece = pieces[0]
        to_pixels = scale(self._unit)
        maps = [mul(to_pixels, p.map) for p in pieces]
        if all(m == maps[0] for m in maps):
            maps = maps[:1]
        largest = max(size(m) for m in maps)
        if largest < 1e-3 or any(abs(m[0] * m[4] - m[1] * m[3]) < 1e-9 for m in maps):
            return None
        raster = self._raster(piece, math.ceil(math.log2(largest) - 1e-6))
        h, w = raster.planes.shape[2:]
        ends = [
            (x, y)
            for x in (raster.x0, raster.x0 + w / raster.scale)
            for y in (raster.y0, raster.y0 + h / raster.scale)
        ]
        corners = [put(m, end) for m in maps for end in ends]
        low = FAR_DOWN * lift * self._unit
        width, height = self.size
        box = (
            max(0, math.floor(min(x for x, _ in corners))),
            max(0, math.floor(min(y for _, y in corners))),
            min(width, math.ceil(max(x for x, _ in corners) + low)),
            min(height, math.ceil(max(y for _, y in corners) + low)),
        )
        if box[2] <= box[0] or box[3] <= box[1]:
            return None
        back = torch.tensor([invert(m) for m in maps], device=self.device).view(-1, 2, 3)
        return _Draw(piece, raster, back, box)

    def _sample(
        self, draw: _Draw, planes: slice, offset: tuple[float, float] = (0.0, 0.0)
    ) -> Tensor:
        """The piece's planes on its box [1 or T,planes,h,w], moved by ``offset`` pixels."""
        raster, back, (x0, y0, x1, y1) = draw.raster, draw.back, draw.box
        h, w = raster.planes.shape[2:]
        s = back.new_tensor([[2 * raster.scale / w], [2 * raster.scale / h]])
        zero = back.new_tensor(
            [-2 * raster.x0 * raster.scale / w - 1, -2 * raster.y0 * raster.scale / h - 1]
        )
        linear, move = back[:, :, :2] * s, back[:, :, 2] * s[:, 0] + zero
        half = back.new_tensor([(x1 - x0) / 2, (y1 - y0) / 2])
        middle = back.new_tensor([(x0 + x1) / 2 - offset[0], (y0 + y1) / 2 - offset[1]])
        theta = torch.cat([linear * half, (linear @ middle + move)[:, :, None]], 2)
        shape = (len(back), 1, y1 - y0, x1 - x0)
        grid = F.affine_grid(theta, shape, align_corners=False)
        source = raster.planes[:, planes].expand(len(back), -1, -1, -1)
        return F.grid_sample(source, grid, align_corners=False)

    # Sheets of still layers ----------------------------------------------------------------------

    def _sheet(self, group: Group, ink: DisplayList) -> tuple[Tensor, float, float]:
        """A still layer with its shadow, premultiplied [1,4,h,w], and the rows that it covers."""
        key = (group.still, ink.shadow, ink.ink)
        if key not in self._sheets:
            wide, high = int((RIGHT - LEFT) * self._unit), int((BOTTOM - TOP) * self._unit)
            inner = Painter((wide, high), str(self.device))
            inner._unit = self._unit
            inner._rasters, inner._weights = self._rasters, self._weights
            home = mul((1.0, 0.0, -LEFT, 0.0, 1.0, -TOP), invert(group.view))
            moved = tuple(
                Piece(
                    p.key, p.polygon, mul(home, p.map), p.colour, p.alpha, p.flat, p.glow, p.pattern
                )
                for p in group.pieces
            )
            flat = DisplayList((Group(moved, group.lift),), ink.shadow, ink.ink)
            sheet = inner.paint_cutout([flat])
            rows = (sheet[0, 3].amax(1) > 0.004).nonzero()[:, 0].tolist() or [0]
            top, bottom = (rows[0] - 1) / self._unit + TOP, (rows[-1] + 2) / self._unit + TOP
            self._keep(self._sheets, "sheet", key, (sheet, top, bottom), sheet.nbytes, SHEETS)
        self._sheets.move_to_end(key)
        return self._sheets[key]

    def _lay(
        self, picture: Tensor, sheet: tuple[Tensor, float, float], views: Sequence[Affine]
    ) -> Tensor:
        """A sheet over ``picture``, moved by ``views``, one per frame."""
        pixels, top, bottom = sheet
        if all(v == views[0] for v in views):
            views = views[:1]
        width, height = self.size
        k = self._unit
        ys = [(v[4] * y + v[5]) * k for v in views for y in (top, bottom)]
        y0, y1 = max(0, math.floor(min(ys))), min(height, math.ceil(max(ys)))
        if y1 <= y0:
            return picture
        back = torch.tensor([invert(v) for v in views], device=self.device).view(-1, 2, 3)
        h, w = pixels.shape[2:]
        s = back.new_tensor([[2 * k / w], [2 * k / h]])
        zero = back.new_tensor([-2 * LEFT * k / w - 1, -2 * TOP * k / h - 1])
        linear, move = back[:, :, :2] * s, back[:, :, 2] * s[:, 0] + zero
        half = back.new_tensor([width / 2 / k, (y1 - y0) / 2 / k])
        middle = back.new_tensor([width / 2 / k, (y0 + y1) / 2 / k])
        theta = torch.cat([linear * half, (linear @ middle + move)[:, :, None]], 2)
        grid = F.affine_grid(theta, (len(back), 1, y1 - y0, width), align_corners=False)
        layer = F.grid_sample(pixels.expand(len(back), -1, -1, -1), grid, align_corners=False)
        frames = max(len(picture), len(back))
        picture = picture.expand(frames, -1, -1, -1).clone()
        region = picture[:, :, y0:y1]
        region.mul_(1 - layer[:, 3:]).add_(layer[:, :3])
        return picture

    # Rasters -------------------------------------------------------------------------------------

    def _raster(self, piece: Piece, octave: int) -> _Raster:
        key = (piece.key, piece.pattern, octave)
        if key not in self._rasters:
            raster = _cut(piece, 2.0**octave, self.size[1])
            raster = _Raster(raster.planes.to(self.device), raster.scale, raster.x0, raster.y0)
            self._keep(self._rasters, "raster", key, raster, raster.bytes, RASTERS)
        self._rasters.move_to_end(key)
        return self._rasters[key]

    def _keep(
        self, cache: OrderedDict, name: str, key: Hashable, value: object, weight: int, most: float
    ) -> None:
        cache[key] = value
        self._weights[name] += weight
        while self._weights[name] > most and len(cache) > 1:
            _, old = cache.popitem(last=False)
            self._weights[name] -= old.bytes if isinstance(old, _Raster) else old[0].nbytes


@dataclass(frozen=True)
class _Draw:
    """A piece in all frames of a batch: ``back`` [1 or T,2,3] pixels -> puppet units, ``box`` the pixels that it may touch."""

    piece: Piece
    raster: _Raster
    back: Tensor
    box: tuple[int, int, int, int]


def _structure(frame: DisplayList) -> Hashable:
    """Frames of equal structure are painted in one batch: the same pieces in the same colours, only maps differ."""
    return (
        frame.shadow,
        frame.ink,
        tuple(
            (g.still, g.lift)
            if g.still is not None
            else (g.lift, tuple((p.key, p.pattern, p.colour, p.alpha) for p in g.pieces))
            for g in frame.groups
        ),
    )


def _cut(piece: Piece, pixels: float, height: int) -> _Raster:
    """Cut a polygon at ``pixels`` a unit: planes for a frame of ``height`` pixels."""
    pad = max(4.0, 0.03 * height) / pixels
    xs, ys = [p[0] for p in piece.polygon], [p[1] for p in piece.polygon]
    x0, y0 = min(xs) - pad, min(ys) - pad
    w = int((max(xs) + pad - x0) * pixels) + 2
    h = int((max(ys) + pad - y0) * pixels) + 2
    fine = OVERSAMPLING if w * h < 2e6 else 2
    mask = Image.new("L", (w * fine, h * fine))
    points = [((x - x0) * pixels * fine, (y - y0) * pixels * fine) for x, y in piece.polygon]
    ImageDraw.Draw(mask).polygon(points, fill=255)
    alpha = mask.resize((w, h), Image.Resampling.BOX)
    blur = height / 720
    near = alpha.filter(ImageFilter.GaussianBlur(2.2 * blur))
    far = alpha.filter(ImageFilter.GaussianBlur(7 * blur))
    shade = np.ones((h, w), np.float32)
    if piece.pattern:
        y, x = np.mgrid[0:h, 0:w].astype(np.float32)
        shade += _pattern(piece.pattern, x / pixels + x0, y / pixels + y0)
    planes = [np.asarray(alpha, np.float32) / 255, shade]
    planes += [np.asarray(near, np.float32) / 255, np.asarray(far, np.float32) / 255]
    return _Raster(torch.from_numpy(np.stack(planes))[None], pixels, x0, y0)


def _pattern(name: str, x: np.ndarray, y: np.ndarray) -> np.ndarray:
    """What a printed pattern adds to the shade at x, y in the piece's units."""
    if name == "stripe":
        return (y / 5.2 % 1 < 0.46) * 0.62
    if name == "dot":
        v = y / 4.8
        u = x / 5.6 + 0.5 * (np.floor(v) % 2)
        return np.clip((0.30 - np.hypot(u % 1 - 0.5, v % 1 - 0.5)) * 12, 0, 1) * 0.75
    if name == "check":
        return -0.11 * ((x / 9 % 1 < 0.5).astype(np.float32) + (y / 9 % 1 < 0.5))
    if name == "hatch":
        return (np.abs((x + y) / 4.4 % 1 - 0.5) < 0.10) * 0.22
    if name == "plank":
        return (np.abs(y / 7 % 1 - 0.5) > 0.46) * -0.16
    if name == "tile":
        return ((x / 8 % 1 < 0.05) | (y / 8 % 1 < 0.05)) * 0.35
    if name == "wall":
        v = y / 9
        u = x / 9 + 0.5 * (np.floor(v) % 2)
        return np.clip((0.20 - np.abs(u % 1 - 0.5) - np.abs(v % 1 - 0.5)) * 10, 0, 1) * 0.35
    raise ValueError(f"There is no pattern {name!r}.")
