"""Prints: a person's own pictures as paper wants them - cut to what is on them, in a light, as fine
as they are shown.

A picture is known by the hash of its content, so it is the same in every film that has it.
"""

from __future__ import annotations

import math
from collections import OrderedDict
from collections.abc import Generator, Hashable
from dataclasses import dataclass
from weakref import WeakSet

import numpy as np
from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QColor, QImage, QImageReader, QPainter

from storyboard.affine import size
from storyboard.drawing import Picture
from storyboard.light import Rows
from studio.bin import Bin

BYTES = 64 << 20  # of pictures that are kept
FAINT = bytes(range(6))  # alpha of what counts as nothing
STRIP = 1 << 16  # pixels lit between two chances to stop
COARSE = 2  # how many times coarser than its picture a shadow may be

Form = QImage.Format


@dataclass(frozen=True, slots=True)
class Print:
    """``image`` is as fine as it is shown; ``wide`` and ``high`` are its own shape."""

    image: QImage
    wide: int
    high: int


class Prints:
    """Finds, reads and keeps them."""

    def __init__(self, most: int = BYTES) -> None:
        self._most = most
        self._bins: WeakSet[Bin] = WeakSet()
        self._kept: OrderedDict[Hashable, QImage] = OrderedDict()
        self._shapes: dict[tuple[str, bool], tuple[int, int]] = {}  # of pictures that were read
        self.bytes = 0

    def look_in(self, bin: Bin) -> None:
        """Find pictures in this bin, too, for as long as it is open."""
        self._bins.add(bin)

    def ready(
        self, picture: Picture, pixels: float, rows: Rows
    ) -> Generator[None, None, Print | None]:
        """The print for a screen unit of so many ``pixels``, made a little at a time; None when the
        picture is not there or cannot be read.
        """
        if (picture.hash, picture.covers) not in self._shapes and self._whole(picture) is None:
            return None
        wide, high = self._shapes[picture.hash, picture.covers]
        fine = pixels * size(picture.map(wide, high)) / math.sqrt(wide * high)
        step = min(0, math.ceil(2 * math.log2(max(fine, 1e-3)) - 1e-6))  # half octaves
        key = (picture.hash, picture.covers, step, rows)
        found = self._get(key)
        if found is None:
            yield
            small = self._whole(picture)
            if small is None:
                return None
            if step:
                room = QSize(*(max(1, round(side * 2 ** (step / 2))) for side in (wide, high)))
                ignore = Qt.AspectRatioMode.IgnoreAspectRatio
                small = small.scaled(room, ignore, Qt.TransformationMode.SmoothTransformation)
                yield
            found = yield from _lit(small, rows)
            self._put(key, found)
        return Print(found, wide, high)

    def shadow(self, print: Print, colour: QColor) -> QImage:
        """The shape of a print in one colour."""
        key = (print.image.cacheKey(), colour.rgb())
        found = self._get(key)
        if found is None:
            small = QSize(print.image.width() // COARSE + 1, print.image.height() // COARSE + 1)
            found = print.image.scaled(small)
            painter = QPainter(found)
            painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_SourceIn)
            painter.fillRect(found.rect(), colour)
            painter.end()
            self._put(key, found)
        return found

    def _whole(self, picture: Picture) -> QImage | None:
        """What is on the picture by day; all of one that covers."""
        key = (picture.hash, picture.covers)
        found = self._get(key)
        if found is None:
            path = next((p for bin in self._bins if (p := bin.path(picture.hash))), None)
            read = QImageReader(str(path)).read() if path else QImage()
            if read.isNull():
                return None
            found = read.convertToFormat(Form.Format_RGBA8888_Premultiplied)
            if not picture.covers:
                found = found.copy(inked(read))
            self._shapes[key] = found.width(), found.height()
            self._put(key, found)
        return found

    def _get(self, key: Hashable) -> QImage | None:
        found = self._kept.get(key)
        if found is not None:
            self._kept.move_to_end(key)
        return found

    def _put(self, key: Hashable, image: QImage) -> None:
        old = self._kept.pop(key, None)
        self.bytes += image.sizeInBytes() - (old.sizeInBytes() if old else 0)
        self._kept[key] = image
        while self.bytes > self._most and len(self._kept) > 1:
            _, gone = self._kept.popitem(last=False)
            self.bytes -= gone.sizeInBytes()


PRINTS = Prints()


def inked(image: QImage) -> QRect:
    """What of a picture is not clear; all of it when nothing is there."""
    if not image.hasAlphaChannel():
        return image.rect()
    alpha = image.convertToFormat(Form.Format_Alpha8)
    wide, stride = alpha.width(), alpha.bytesPerLine()
    pixels = bytes(alpha.constBits())
    left, right, rows = wide, 0, []
    for y in range(alpha.height()):
        line = pixels[y * stride : y * stride + wide]
        begun = line.lstrip(FAINT)
        if begun:
            rows.append(y)
            left = min(left, wide - len(begun))
            right = max(right, len(line.rstrip(FAINT)))
    if not rows:
        return image.rect()
    return QRect(left, rows[0], right - left, rows[-1] + 1 - rows[0])


def _lit(image: QImage, rows: Rows) -> Generator[None, None, QImage]:
    """A picture by day, premultiplied, in another light."""
    source = image.convertToFormat(Form.Format_RGBA8888_Premultiplied)
    found = QImage(source.size(), Form.Format_RGBA8888_Premultiplied)
    wide, high = source.width(), source.height()
    rule = np.array((*rows, (0.0, 0.0, 0.0, 1.0)), np.float32).T
    day = np.frombuffer(source.constBits(), np.uint8).reshape(high, wide, 4)
    lit = np.frombuffer(found.bits(), np.uint8).reshape(high, wide, 4)
    lines = max(1, STRIP // wide)
    for y in range(0, high, lines):
        part = day[y : y + lines].astype(np.float32)
        colours = part @ rule + np.float32(0.5)
        np.clip(colours, 0, part[..., 3:] + 0.5, out=colours)  # premultiplied: never above alpha
        lit[y : y + lines] = colours
        yield
    return found.convertToFormat(Form.Format_ARGB32_Premultiplied)
