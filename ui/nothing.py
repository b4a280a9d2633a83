"""A board without shots says what to do."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from studio import plan
from ui import forms, theme
from ui.film import Film

WIDE, HIGH = 420, 148


class Nothing(QWidget):
    """A dashed field with one sentence and two buttons. ``script_asked``: there is none yet."""

    script_asked = Signal()

    def __init__(self, film: Film, draw: Callable[[], object], parent: QWidget) -> None:
        super().__init__(parent)
        self._film = film
        title = forms.label("No shots yet", 13, 600)
        self.words = forms.label("", 12, 400, "t2")
        for label in (title, self.words):
            label.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.plan = forms.button("Plan script", self._plan, "primary")
        self.draw = forms.button("New shot", draw)
        self.draw.setToolTip("An empty shot to draw in (N)")
        buttons = forms.row(None, self.plan, 4, self.draw, None)
        self.setLayout(forms.column(None, title, 4, self.words, 14, buttons, None))

        film.changed.connect(self._renew)
        self._renew()

    @property
    def _lacks_script(self) -> bool:
        return not self._film.board.script.strip()

    def _renew(self, name: str = "") -> None:
        first = "Write" if self._lacks_script else "Plan"
        self.words.setText(f"{first} the script, or draw the first shot yourself.")
        self.plan.setText(f"{first} script")
        self.plan.setToolTip(
            "Write or paste at the left" if self._lacks_script else "Break the script into shots"
        )

    def _plan(self) -> None:
        film = self._film
        if self._lacks_script:
            self.script_asked.emit()
            return
        film.try_out(lambda: plan.again(film.session, film.board.script))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(0, 0, min(WIDE, self.width() - 2), HIGH)
        box.moveCenter(QRectF(self.rect()).center())
        painter.setPen(QPen(theme.colour("line2"), 1, Qt.PenStyle.DashLine))
        painter.drawRoundedRect(box, 6, 6)
        painter.end()
