"""Joints: a person's own drawing whose parts turn, painted by Qt.

Each part is cut out of the drawing and laid where its joint turns it. What another part covers of
it on the sheet is shown in the colour that most of it has.
"""

from __future__ import annotations

from collections.abc import Generator, Hashable, Sequence

import numpy as np
from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPainterPath, QPolygonF, QTransform

from storyboard.affine import Affine
from storyboard.drawing import Part, Picture
from storyboard.shapes import Polygon
from ui.prints import Print

KEPT = 512  # parts
SAMPLE = 48  # pixels a side of the sheet that a colour is told from
SQUARE = QRectF(0, 0, 1, 1)

_cuts: dict[Hashable, tuple[QPainterPath, QPainterPath]] = {}
_colours: dict[Hashable, QColor] = {}


def laid(picture: Picture, own: Print, view: Affine, room: QRect) -> Generator[None, None, QImage]:
    """The drawing as its parts lie now, part by part; ``room`` is what the image shows."""
    image = QImage(room.size(), QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(Qt.GlobalColor.transparent)
    sheet = transform(picture.sheet(own.wide, own.high))
    corner = QTransform.fromTranslate(-room.x(), -room.y())
    screen = transform(view) * corner
    painter = QPainter(image)
    try:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.setPen(Qt.PenStyle.NoPen)
        for part in picture.parts:
            _lay(painter, part, own, sheet, transform(part.map) * screen)
            yield
    finally:
        painter.end()
    return image


def extent(picture: Picture, view: Affine) -> QRectF:
    """What the parts take on the screen."""
    box = QRectF()
    for part in picture.parts:
        lies = transform(part.map) * transform(view)
        box = box.united(lies.mapRect(_cut(part)[0].boundingRect()))
    return box


def transform(map: Affine) -> QTransform:
    a, b, c, d, e, f = map
    return QTransform(a, d, b, e, c, f)


def _lay(painter: QPainter, part: Part, own: Print, sheet: QTransform, lies: QTransform) -> None:
    shown, hidden = _cut(part)
    painter.setTransform(lies)
    if not hidden.isEmpty():
        painter.setBrush(_colour(part, own, sheet))
        painter.drawPath(hidden)
    painter.save()
    painter.setClipPath(shown)
    painter.setTransform(sheet * lies)
    painter.drawImage(SQUARE, own.image)
    painter.restore()


def _cut(part: Part) -> tuple[QPainterPath, QPainterPath]:
    """On the sheet: where a part's own paper shows, and where others lie over it."""
    found = _cuts.get(part.key)
    if found is None:
        if len(_cuts) >= KEPT:
            _cuts.clear()
        whole, over = _path((part.shape,)), _path(part.over)
        found = _cuts[part.key] = whole.subtracted(over), whole.intersected(over)
    return found


def _path(shapes: Sequence[Polygon]) -> QPainterPath:
    path = QPainterPath()
    for shape in shapes:
        one = QPainterPath()
        one.addPolygon(QPolygonF([QPointF(x, y) for x, y in shape]))
        one.closeSubpath()
        path = path.united(one)
    return path


def _colour(part: Part, own: Print, sheet: QTransform) -> QColor:
    """What most of a part that shows has."""
    key = part.key, own.image.cacheKey()
    if key not in _colours:
        if len(_colours) >= KEPT:
            _colours.clear()
        image = QImage(SAMPLE, SAMPLE, QImage.Format.Format_ARGB32_Premultiplied)
        image.fill(Qt.GlobalColor.transparent)
        painter = QPainter(image)
        _paper(painter, part, own, sheet)
        painter.end()
        _colours[key] = _middling(image)
    return _colours[key]


def _paper(painter: QPainter, part: Part, own: Print, sheet: QTransform) -> None:
    """What shows of one part on its sheet."""
    whole = QTransform.fromScale(SAMPLE, SAMPLE)
    painter.setTransform(whole)
    painter.setClipPath(_cut(part)[0])
    painter.setTransform(sheet * whole)
    painter.drawImage(SQUARE, own.image)


def _middling(image: QImage) -> QColor:
    """The median of what is opaque on a premultiplied picture."""
    pixels = np.frombuffer(image.constBits(), np.uint8).reshape(-1, 4)
    opaque = pixels[pixels[:, 3] > 127].astype(float)
    if not len(opaque):
        return QColor(Qt.GlobalColor.transparent)
    blue, green, red = np.median(opaque[:, :3] / opaque[:, 3:], axis=0).clip(0, 1).tolist()
    return QColor.fromRgbF(red, green, blue)
