"""Pictures between Qt and everything else."""

from __future__ import annotations

from functools import cache

import numpy as np
from numpy.typing import NDArray
from PIL import Image
from PySide6.QtCore import QRectF
from PySide6.QtGui import QBrush, QImage, QPainter, QPixmap

from ui import theme

SQUARE = 8


def chequers(painter: QPainter, box: QRectF) -> None:
    """The pattern that stands for nothing."""
    painter.save()
    painter.setBrushOrigin(box.topLeft())
    painter.fillRect(box, QBrush(_chequer()))
    painter.restore()


@cache
def _chequer() -> QPixmap:
    found = QPixmap(2 * SQUARE, 2 * SQUARE)
    found.fill(theme.colour("bg2"))
    painter = QPainter(found)
    for x, y in ((0, 0), (SQUARE, SQUARE)):
        painter.fillRect(x, y, SQUARE, SQUARE, theme.colour("bg3"))
    painter.end()
    return found


def as_image(picture: Image.Image) -> QImage:
    """A picture for Qt."""
    return from_pixels(np.asarray(picture.convert("RGBA")))


def as_picture(image: QImage) -> Image.Image:
    """A picture of Qt for everything else."""
    found = image.convertToFormat(QImage.Format.Format_RGBA8888)
    rows = np.frombuffer(found.constBits(), np.uint8)
    pixels = rows.reshape(found.height(), found.bytesPerLine())[:, : 4 * found.width()]
    return Image.fromarray(pixels.reshape(found.height(), found.width(), 4).copy())


def from_pixels(pixels: NDArray[np.uint8]) -> QImage:
    """Pixels [H,W,4], straight alpha, for Qt."""
    high, wide = pixels.shape[:2]
    found = QImage(pixels.tobytes(), wide, high, 4 * wide, QImage.Format.Format_RGBA8888)
    return found.convertToFormat(QImage.Format.Format_ARGB32_Premultiplied)
