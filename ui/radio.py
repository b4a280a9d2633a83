"""A row that is one of several: a ring that is filled where it is the chosen one."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QPushButton

from ui import strokes, theme

RING = 36  # pixels from the row's left edge behind which its words begin


class Radio(QPushButton):
    """``high`` pixels tall; what stands behind the ring is painted by ``paint_words``."""

    def __init__(self, name: str, high: int) -> None:
        super().__init__()
        self.is_chosen = False
        self.setStyleSheet(f"min-height: {high - 2}px; max-height: {high - 2}px; border: 0;")
        self.setFixedHeight(high)
        self.setAccessibleName(name)

    def show_choice(self, chosen: bool) -> None:
        self.is_chosen = chosen
        self.update()

    def paint_words(self, painter: QPainter, box: QRectF) -> None:
        """What the row says, in the whole row."""

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(self.rect()).adjusted(1, 1, -1, -1)
        if self.is_chosen or self.underMouse():
            fill = "acc_bg" if self.is_chosen else "bg3"
            painter.fillPath(strokes.rounded(box, 5), theme.colour(fill))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        if self.is_chosen or self.hasFocus():
            ink = "acc_hi" if self.hasFocus() else "acc"
            painter.setPen(QPen(theme.colour(ink), 2 if self.hasFocus() else 1.5))
            painter.drawRoundedRect(box, 5, 5)
        ring = QRectF(box.x() + 12, box.center().y() - 6, 12, 12)
        painter.setPen(QPen(theme.colour("acc" if self.is_chosen else "t3"), 1.4))
        painter.drawEllipse(ring)
        if self.is_chosen:
            painter.setBrush(theme.colour("acc"))
            painter.drawEllipse(ring.adjusted(3, 3, -3, -3))
        self.paint_words(painter, box)
        painter.end()
