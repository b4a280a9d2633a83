"""What stands still under what moves: painted once, kept, and moved along when it scrolls."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPixmap, QRegion

Paint = Callable[[QPainter, QRectF], None]


class Backing:
    """A pixmap as large as the view; parts of it that are spoilt are painted anew."""

    def __init__(self, paint: Paint) -> None:
        self._paint = paint
        self._pixmap = QPixmap()
        self._spoilt = QRegion()
        self._size, self._ratio = QSize(), 1.0

    def spoil(self, area: QRect | None = None) -> None:
        """This part, or all of it, is to be painted anew."""
        self._spoilt += area if area is not None else QRect(0, 0, self._size.width() + 1, 1 << 20)

    def scroll(self, area: QRect, by: int) -> bool:
        """Move a part sideways; whether that went, else all of it is spoilt."""
        ratio = self._ratio
        pixels = by * ratio
        whole = all(abs(v * ratio - round(v * ratio)) < 1e-6 for v in (by, area.x(), area.y()))
        if self._pixmap.isNull() or abs(by) >= area.width() or not whole:
            self.spoil()
            return False
        inside = QRect(
            round(area.x() * ratio), round(area.y() * ratio),
            round(area.width() * ratio), round(area.height() * ratio),
        )  # fmt: skip
        self._spoilt = self._spoilt.translated(by, 0)
        self._pixmap.scroll(round(pixels), 0, inside)
        bare = QRect(area)
        if by < 0:
            bare.setLeft(area.right() + by)
        else:
            bare.setRight(area.x() + by)
        self.spoil(bare)
        return True

    def draw(self, painter: QPainter, area: QRect, size: QSize, ratio: float) -> None:
        """The part of it that lies in ``area``, with what was spoilt painted first."""
        if size != self._size or ratio != self._ratio or self._pixmap.isNull():
            self._size, self._ratio = size, ratio
            self._pixmap = QPixmap(size * ratio)
            self._pixmap.setDevicePixelRatio(ratio)
            self._pixmap.fill(Qt.GlobalColor.transparent)
            self.spoil()
        if not self._spoilt.isEmpty():
            self._renew()
        source = QRectF(
            area.x() * ratio, area.y() * ratio, area.width() * ratio, area.height() * ratio
        )
        painter.drawPixmap(QRectF(area), self._pixmap, source)

    def _renew(self) -> None:
        spoilt = self._spoilt.intersected(QRect(0, 0, self._size.width(), self._size.height()))
        self._spoilt = QRegion()
        few = spoilt.rectCount() <= 12
        rects = [*iter(spoilt)] if few else [spoilt.boundingRect()]  # type: ignore[call-overload]
        painter = QPainter(self._pixmap)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        for rect in rects:
            painter.setClipRect(rect)
            self._paint(painter, QRectF(rect))
        painter.end()
