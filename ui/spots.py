"""Papers to choose from, as small squares of their colour."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton

from storyboard import light
from ui import strokes, theme


class Spot(QAbstractButton):
    """A paper to choose."""

    def __init__(self, name: str, said: str) -> None:
        super().__init__()
        self.hue = QColor.fromRgbF(*light.paper(name))
        self.setCheckable(True)
        self.setFixedSize(20, 20)
        self.setToolTip(said)
        self.setAccessibleName(said)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(self.rect()).adjusted(3, 3, -3, -3)
        painter.fillPath(strokes.rounded(box, 4), self.hue)
        painter.setPen(QPen(theme.colour("line2"), 1))
        painter.drawPath(strokes.rounded(box, 4))
        if self.isChecked() or self.hasFocus():
            painter.setPen(QPen(theme.colour("t1" if self.isChecked() else "acc"), 1.6))
            painter.drawPath(strokes.rounded(QRectF(self.rect()).adjusted(1, 1, -1, -1), 5))
