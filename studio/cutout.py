"""Cut a figure out of a picture: marks of what stays and what leaves, spread as far as the picture
looks alike.

Marks grow over a distance that a change of colour makes long (geodesic distance: Bai and Sapiro,
"A geodesic framework for fast interactive image and video segmentation", ICCV 2007), measured by
sweeps over rows and columns (Toivanen 1996). A whole row is one prefix minimum, so plain numpy is
fast enough. Everything happens at WORK pixels a side; the edge is brought up at the end.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFilter

from studio.errors import StudioError

Field = NDArray[np.float32]  # [H,W] or [H,W,3]
Labels = NDArray[np.uint8]  # [H,W] of NONE, KEEP, LEAVE

NONE, KEEP, LEAVE = 0, 1, 2
WORK = 640  # pixels of the longer side on which marks spread
KEPT = 1024  # pixels of the longer side of a finished cut-out: a sheet is drawn at 384
SMALLEST = 48  # pixels of the shorter side of a picture that is worth cutting
SLICE = 24  # rows between two chances to stop
STEP = 0.004  # what a pixel costs where nothing changes, so that near beats far
NOISE = 0.02  # a change of colour that is none
ROUNDS = 2  # sweeps there and back: figures have few corners to go round
WALL = 9.0  # further than anything that hangs together
PLAIN = 0.06  # a corner-to-corner difference below which a background is one colour


@dataclass(frozen=True, slots=True)
class Stroke:
    """A line of the brush, in pixels of the working picture."""

    points: tuple[tuple[float, float], ...]
    radius: float


class Cutout:
    """One picture and the marks on it. ``alpha`` is what stays, at working size, 0..1."""

    def __init__(self, picture: Image.Image) -> None:
        if min(picture.size) < SMALLEST:
            raise StudioError(
                f"The picture measures {picture.width} x {picture.height}; a look needs at least "
                f"{SMALLEST} pixels a side. Choose a larger one."
            )
        self.whole = picture.convert("RGBA")
        small = self.whole.copy()
        small.thumbnail((WORK, WORK), Image.Resampling.BOX)
        self.small = small
        pixels: Field = np.asarray(small, np.float32) / np.float32(255)
        self.own: Field = np.ascontiguousarray(pixels[..., 3])
        self.colours = _seen(pixels)
        self._across = _change(self.colours, 1)
        self._down = _change(self.colours, 0)
        self._marks: list[Labels] = []
        self.labels: Labels = np.zeros(self.own.shape, np.uint8)
        self.alpha: Field = self.own.copy()

    @property
    def size(self) -> tuple[int, int]:
        """Width and height of the working picture."""
        return self.small.size

    @property
    def has_cut(self) -> bool:
        """Whether anything of the picture leaves."""
        return bool((self.alpha < 0.5).mean() > 0.002)

    @property
    def is_empty(self) -> bool:
        """Whether nothing of the picture stays."""
        return bool((self.alpha >= 0.5).sum() < 16)

    # Marks -----------------------------------------------------------------------------------

    def mark(self, stroke: Stroke, label: int) -> None:
        """A stroke of the brush: this stays, or leaves, whatever was said of it before."""
        self._put(_covered(stroke, self.size), label)

    def fill(self, x: int, y: int, reach: float, label: int) -> None:
        """All that hangs together with this pixel and looks like it; ``reach`` 0..1 is how much
        else its colour may be.
        """
        for _ in (steps := self.filling(x, y, label)):
            pass
        del steps
        self.reach(reach)

    def filling(self, x: int, y: int, label: int) -> Iterator[None]:
        """As ``fill``, a little at a time; ``reach`` then says how far it goes."""
        seed = np.zeros((1, *self.own.shape), bool)
        seed[0, y, x] = True
        near = self.colours[max(0, y - 1) : y + 2, max(0, x - 1) : x + 2].mean((0, 1))
        other = np.sqrt(((self.colours - near) ** 2).sum(-1))
        across = 0.35 * self._across + np.maximum(other[:, 1:], other[:, :-1]) * 0.02
        down = 0.35 * self._down + np.maximum(other[1:], other[:-1]) * 0.02
        field = np.empty((1, *self.own.shape), np.float32)
        yield from _spread(field, seed, across, down)
        self._put(np.zeros(self.own.shape, bool), label)
        self._far, self._filled = np.maximum(field[0], 0.8 * other), label

    def reach(self, reach: float) -> None:
        """How far the last fill goes: 0..1."""
        under = self._marks[-1]
        self.labels = np.where(self._far <= reach, np.uint8(self._filled), under)

    def undo(self) -> bool:
        """Take the last mark back. Whether there was one."""
        if not self._marks:
            return False
        self.labels = self._marks.pop()
        return True

    @property
    def marks(self) -> int:
        """How many marks can be taken back."""
        return len(self._marks)

    def _put(self, covered: NDArray[np.bool_], label: int) -> None:
        self._marks = [*self._marks[-99:], self.labels]
        self.labels = np.where(covered, np.uint8(label), self.labels)

    # The cut ---------------------------------------------------------------------------------

    def cut(self) -> None:
        """Spread the marks over the whole picture."""
        for _ in self.steps():
            pass

    def steps(self) -> Iterator[None]:
        """As ``cut``, a little at a time; ``alpha`` changes when it is through.

        Where nothing is marked to stay, all stays that is not marked; where nothing is marked to
        leave, the picture's border does.
        """
        keep, leave = self.labels == KEEP, self.labels == LEAVE
        if not keep.any():
            self.alpha = self.own * ~leave if leave.any() else self.own.copy()
            return
        leave |= self.own < 0.5
        if not leave.any():
            leave = _border(leave.shape) & ~keep
        likely = self._likely(keep, leave)
        across = STEP + self._across + 2.0 * np.abs(likely[:, 1:] - likely[:, :-1])
        down = STEP + self._down + 2.0 * np.abs(likely[1:] - likely[:-1])
        yield
        field = np.empty((2, *keep.shape), np.float32)
        yield from _spread(field, np.stack([keep, leave]), across, down)
        lone = field[0] + 0.15 * (1 - likely) < field[1] + 0.15 * likely
        stays = keep | (lone & ~leave)
        yield from _spread(field[:1], keep[None], *_walls(stays))
        self.alpha = np.where(stays & (field[0] < WALL), self.own, np.float32(0))

    def _likely(self, keep: NDArray[np.bool_], leave: NDArray[np.bool_]) -> Field:
        """How likely each pixel's colour is one of those that stay, by the marks' own colours."""
        bins = np.clip((self.colours * 11.99).astype(np.int32), 0, 11)
        at = (bins[..., 0] * 12 + bins[..., 1]) * 12 + bins[..., 2]
        counts = []
        for mask in (keep, leave):
            cube = np.bincount(at[mask], minlength=12**3).astype(np.float32).reshape(12, 12, 12)
            for axis in range(3):  # colours next to a marked one are likely too
                cube = cube + 0.5 * (np.roll(cube, 1, axis) + np.roll(cube, -1, axis))
            counts.append(cube.ravel() / max(1.0, float(cube.sum())))
        kept, left = counts[0][at], counts[1][at]
        found: Field = ((kept + 1e-5) / (kept + left + 2e-5)).astype(np.float32)
        return found

    def suggested(self) -> bool:
        """Mark a background of one colour to leave. Whether there was one."""
        rim = np.concatenate(
            [self.colours[0], self.colours[-1], self.colours[:, 0], self.colours[:, -1]]
        )
        middle = np.median(rim, 0)
        other = np.sqrt(((rim - middle) ** 2).sum(-1))
        if np.quantile(other, 0.8) > PLAIN or self.own.min() < 0.5:
            return False
        seed = _border(self.own.shape)
        near = np.sqrt(((self.colours - middle) ** 2).sum(-1)) < 2.5 * PLAIN
        field = np.empty((1, *self.own.shape), np.float32)
        for _ in _spread(field, (seed & near)[None], *_walls(near)):
            pass
        self._put(field[0] < WALL, LEAVE)
        return True

    def finished(self) -> Image.Image:
        """The cut-out, cropped, its edge one pixel soft and free of the background's colour.

        Raises StudioError when nothing stays.
        """
        if self.is_empty:
            raise StudioError(
                "Nothing of the picture stays. Paint over what should stay with the keep brush."
            )
        stays = self.alpha >= 0.5
        grown = self.whole.width / self.size[0]
        box = _room(stays, grown, self.whole.size)
        mask = Image.fromarray(stays.astype(np.uint8) * 255)
        mask = mask.filter(ImageFilter.ModeFilter(3))  # single pixels are no figure
        mask = mask.resize(self.whole.size, Image.Resampling.BICUBIC).crop(box)
        whole = self.whole.crop(box)
        if max(whole.size) > KEPT:
            grown *= KEPT / max(whole.size)
            whole.thumbnail((KEPT, KEPT), Image.Resampling.BOX)
            mask = mask.resize(whole.size, Image.Resampling.BOX)
        soft = mask.filter(ImageFilter.GaussianBlur(0.9 * grown))
        edge: Field = np.asarray(soft, np.float32) / np.float32(255)
        # a steep ramp whose middle lies half a pixel inside: one soft pixel, no rim of background
        ramp = np.clip((edge - 0.54) * 1.6 * max(1.0, grown) + 0.5, 0, 1).astype(np.float32)
        pixels = np.asarray(whole, np.float32).copy()
        own: Field = pixels[..., 3] / np.float32(255)
        alpha: Field = np.minimum(ramp, own) if self.has_cut else own
        pixels[..., :3] = _clean(pixels[..., :3], alpha)
        pixels[..., 3] = alpha * 255
        image = Image.fromarray(np.clip(pixels + 0.5, 0, 255).astype(np.uint8))
        return image.crop(
            image.getchannel("A").point([255 * (v > 4) for v in range(256)]).getbbox()
        )


def is_cut(picture: Image.Image) -> bool:
    """Whether an RGBA picture has a background that lets through."""
    counts = picture.getchannel("A").histogram()
    return sum(counts[:128]) > 0.01 * sum(counts)


def is_inked(picture: Image.Image) -> bool:
    """Whether anything is on an RGBA picture."""
    return sum(picture.getchannel("A").histogram()[128:]) > 24


def _room(
    stays: NDArray[np.bool_], grown: float, size: tuple[int, int]
) -> tuple[int, int, int, int]:
    """The part of the whole picture that holds what stays, and a little around it."""
    ys, xs = np.flatnonzero(stays.any(1)), np.flatnonzero(stays.any(0))
    return (
        max(0, int((xs[0] - 4) * grown)),
        max(0, int((ys[0] - 4) * grown)),
        min(size[0], int((xs[-1] + 5) * grown) + 1),
        min(size[1], int((ys[-1] + 5) * grown) + 1),
    )


def _seen(pixels: Field) -> Field:
    """Colours in which equal steps look about equal: a square root, light and two contrasts."""
    red, green, blue = (np.sqrt(pixels[..., at]) for at in range(3))
    light = 0.35 * red + 0.5 * green + 0.15 * blue
    return np.stack(
        [light, 0.5 + 0.7 * (red - green), 0.5 + 0.5 * (0.5 * (red + green) - blue)], -1
    ).astype(np.float32)


def _change(colours: Field, axis: int) -> Field:
    """How much the colour changes from each pixel to the next."""
    change = np.sqrt((np.diff(colours, axis=axis) ** 2).sum(-1))
    return np.maximum(0, change - NOISE).astype(np.float32)


def _border(shape: tuple[int, ...]) -> NDArray[np.bool_]:
    found = np.ones(shape, bool)
    found[1:-1, 1:-1] = False
    return found


def _walls(inside: NDArray[np.bool_]) -> tuple[Field, Field]:
    """Ways that are free within an area and closed at its edge."""
    wall = np.float32(WALL)
    across = np.where(inside[:, 1:] & inside[:, :-1], np.float32(0), wall)
    return across, np.where(inside[1:] & inside[:-1], np.float32(0), wall)


def _covered(stroke: Stroke, size: tuple[int, int]) -> NDArray[np.bool_]:
    """The pixels under a stroke."""
    mask = Image.new("1", size)
    draw, r = ImageDraw.Draw(mask), max(0.5, stroke.radius)
    points = list(stroke.points)
    if len(points) > 1:
        draw.line(points, fill=1, width=max(1, round(2 * r)), joint="curve")
    for x, y in points:
        draw.ellipse((x - r, y - r, x + r, y + r), fill=1)
    return np.asarray(mask)


def _spread(
    field: NDArray[np.float32], seeds: NDArray[np.bool_], across: Field, down: Field
) -> Iterator[None]:
    """Fill ``field`` [n,H,W] with the shortest way to the seeds of each of n kinds.

    Each row takes what comes from the row before, then spreads within itself: along a row the
    shortest way is a prefix minimum of the field less the way so far.
    """
    field[:] = np.where(seeds, np.float32(0), np.float32(1e6))
    way_x = np.pad(np.cumsum(across, 1, dtype=np.float32), ((0, 0), (1, 0)))
    high = field.shape[1]
    done = 0
    for _ in range(ROUNDS):
        for order in (range(high), range(high - 1, -1, -1)):
            before = -1
            for y in order:
                row = field[:, y]
                if before >= 0:
                    np.minimum(row, field[:, before] + down[min(y, before)], out=row)
                way = way_x[y]
                np.minimum(row, np.minimum.accumulate(row - way, 1) + way, out=row)
                back = (row + way)[:, ::-1]
                np.minimum(row, np.minimum.accumulate(back, 1)[:, ::-1] - way, out=row)
                before = y
                done += 1
                if done % SLICE == 0:
                    yield


def _clean(colours: Field, alpha: Field) -> Field:
    """Colours in which the soft edge and what is gone take on those of what stays beside it."""
    solid = alpha > 0.96
    kept = np.where(solid[..., None], colours, 0).astype(np.uint8)
    blur = ImageFilter.BoxBlur(2)
    spread = np.asarray(Image.fromarray(kept).filter(blur), np.float32)
    weight = Image.fromarray(solid.astype(np.uint8) * 255).filter(blur)
    share = np.asarray(weight, np.float32)[..., None] / 255
    near = ~solid[..., None] & (share > 0.1)
    return np.where(near, spread / np.maximum(share, 0.1), colours).astype(np.float32)
