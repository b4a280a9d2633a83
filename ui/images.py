"""Pictures between Qt and everything else."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from PIL import Image
from PySide6.QtCore import QRectF
from PySide6.QtGui import QImage, QPainter

from ui import theme


def chequers(painter: QPainter, box: QRectF) -> None:
    """The pattern that stands for nothing."""
    painter.fillRect(box, theme.colour("bg2"))
    brush = theme.colour("bg3")
    side = 8
    for row in range(int(box.height() // side) + 1):
        for column in range(row % 2, int(box.width() // side) + 1, 2):
            spot = QRectF(box.x() + column * side, box.y() + row * side, side, side)
            painter.fillRect(spot.intersected(box), brush)


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
