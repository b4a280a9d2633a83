"""A board without shots says what to do."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from studio import plan
from ui import forms, theme
from ui.film import Film

WIDE, HIGH = 420, 148


class Nothing(QWidget):
    """A dashed field with one sentence and two buttons."""

    def __init__(self, film: Film, draw: Callable[[], object], parent: QWidget) -> None:
        super().__init__(parent)
        self._film = film
        title = forms.label("No shots yet", 13, 600)
        words = forms.label("Plan the script, or draw the first shot yourself.", 12, 400, "t2")
        for label in (title, words):
            label.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.plan = forms.button("Plan script", self._plan, "primary")
        self.plan.setToolTip("Break the script into shots")
        self.draw = forms.button("New shot", draw)
        self.draw.setToolTip("An empty shot to draw in (N)")
        buttons = forms.row(None, self.plan, 4, self.draw, None)
        self.setLayout(forms.column(None, title, 4, words, 14, buttons, None))

    def _plan(self) -> None:
        film = self._film
        film.try_out(lambda: plan.again(film.session, film.board.script))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(0, 0, min(WIDE, self.width() - 2), HIGH)
        box.moveCenter(QRectF(self.rect()).center())
        painter.setPen(QPen(theme.colour("line2"), 1, Qt.PenStyle.DashLine))
        painter.drawRoundedRect(box, 6, 6)
        painter.end()
