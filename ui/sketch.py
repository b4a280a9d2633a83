"""A sketch: strokes of a pen over the picture that the camera shows, until they are pinned."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import pairwise

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPainterPath, QPen

WIDTHS = (0.004, 0.010, 0.028)  # of the frame's height: fine, middle, broad
WIDE = 1280  # pixels of a pinned sketch


@dataclass
class Stroke:
    """One line of the pen; points are in the frame, 0..1, each with its pressure."""

    colour: QColor
    width: float
    erases: bool = False
    points: list[tuple[float, float, float]] = field(default_factory=list)


class Sketch:
    """Strokes, oldest first. ``blank`` puts them on white paper instead of on the picture;
    ``place`` is the shot and the frame that they were drawn over.
    """

    def __init__(self) -> None:
        self.strokes: list[Stroke] = []
        self.undone: list[Stroke] = []
        self.blank = False
        self.place: tuple[str, int] = ("", 0)
        self.colour = QColor(Qt.GlobalColor.black)
        self.width = WIDTHS[1]
        self.erases = False
        self._inked = QImage()
        self._upto = 0  # strokes that are in the image already

    def __bool__(self) -> bool:
        return bool(self.strokes) or self.blank

    def begin(
        self, x: float, y: float, place: tuple[str, int] = ("", 0), pressure: float = 1.0
    ) -> None:
        self.undone.clear()
        self.place = place
        stroke = Stroke(QColor(self.colour), self.width, self.erases)
        stroke.points.append((x, y, pressure))
        self.strokes.append(stroke)

    def draw(self, x: float, y: float, pressure: float = 1.0) -> None:
        self.strokes[-1].points.append((x, y, pressure))

    def undo(self) -> bool:
        """Take the last stroke back; whether there was one."""
        if not self.strokes:
            return False
        self.undone.append(self.strokes.pop())
        self._upto = len(self.strokes) + 1  # more than there are: ink all anew
        return True

    def redo(self) -> bool:
        if not self.undone:
            return False
        self.strokes.append(self.undone.pop())
        return True

    def clear(self) -> None:
        self.strokes.clear()
        self.undone.clear()
        self.blank = False
        self._inked, self._upto = QImage(), 0

    def image(self, size: QSize) -> QImage:
        """All strokes on nothing. The last one may still be growing, the others are kept inked."""
        done = len(self.strokes) - 1
        if self._inked.size() != size or self._upto > max(0, done):
            self._inked = _clear(size)
            self._upto = 0
        while self._upto < done:
            _ink(self._inked, self.strokes[self._upto])
            self._upto += 1
        if not self.strokes:
            return self._inked
        found = self._inked.copy()
        _ink(found, self.strokes[-1])
        return found

    def onto(self, picture: QImage, aspect: float) -> QImage:
        """The picture, or white paper, with the strokes on it: what is pinned."""
        size = QSize(WIDE, round(WIDE / aspect))
        found = QImage(size, QImage.Format.Format_RGB32)
        found.fill(Qt.GlobalColor.white)
        painter = QPainter(found)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        whole = QRectF(0, 0, size.width(), size.height())
        if not self.blank:
            painter.drawImage(whole, picture)
        inked = _clear(size)
        for stroke in self.strokes:
            _ink(inked, stroke)
        painter.drawImage(whole, inked)
        painter.end()
        return found


def _clear(size: QSize) -> QImage:
    found = QImage(size, QImage.Format.Format_ARGB32_Premultiplied)
    found.fill(Qt.GlobalColor.transparent)
    return found


def _ink(image: QImage, stroke: Stroke) -> None:
    """A smooth line through the middles of its points, as wide as the pen was pressed."""
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    if stroke.erases:
        painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_Clear)
    wide, high = image.width(), image.height()
    spots = [QPointF(x * wide, y * high) for x, y, _ in stroke.points]
    pen = QPen(stroke.colour, 1.0)
    pen.setCapStyle(Qt.PenCapStyle.RoundCap)
    pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    even = all(pressure == 1.0 for _, _, pressure in stroke.points)
    full = max(1.0, stroke.width * high * (2.5 if stroke.erases else 1.0))
    pen.setWidthF(full)
    painter.setPen(pen)
    if len(spots) == 1:
        painter.drawPoint(spots[0])
    elif even:
        line = QPainterPath(spots[0])
        for a, b in pairwise(spots[1:]):
            line.quadTo(a, (a + b) / 2)
        line.lineTo(spots[-1])
        painter.drawPath(line)
    else:
        for at, (a, b) in enumerate(pairwise(spots)):
            pen.setWidthF(max(0.6, full * stroke.points[at + 1][2]))
            painter.setPen(pen)
            painter.drawLine(a, b)
    painter.end()
