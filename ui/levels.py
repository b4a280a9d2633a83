"""The levels that may be asked for, each as a row with what it costs."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter

from studio import render
from studio.console import many
from ui import strokes, theme
from ui.orders import span
from ui.radio import RING, Radio


@dataclass(frozen=True)
class Choice:
    """A level that may be asked for."""

    level: str
    name: str
    what: str
    fill: int


CHOICES = (
    Choice("layout", "Animatic", "Painted puppets, in colour, no model", 0),
    Choice("keyframes", "Keyframes", "First and last frame of every shot", 1),
    Choice("final", "Final", "Every frame", 3),
)


class Row(Radio):
    """One level with its cost."""

    def __init__(self, choice: Choice, taken: Callable[[], object]) -> None:
        super().__init__(choice.name, 46)
        self._choice = choice
        self._cost = self._windows = ""
        self.clicked.connect(lambda: taken())

    def show_cost(self, found: str | render.Estimate | None, chosen: bool) -> None:
        self._cost = self._windows = ""
        if isinstance(found, render.Estimate):
            self._cost = span(found.seconds) if found.seconds else ""
            self._windows = many(found.windows, "window") if found.windows else "made already"
        elif found:
            self._windows = "not here"
        self.show_choice(chosen)

    def paint_words(self, painter: QPainter, box: QRectF) -> None:
        cell = QRectF(box.x() + RING, box.center().y() - 8, 9, 16)
        strokes.cell(painter, cell, self._choice.fill)
        upper = QRectF(box.x() + 56, box.y() + 5, box.width() - 68, 17)
        lower = upper.translated(0, 17)
        strokes.words(painter, upper, self._choice.name, theme.font(12, 600))
        strokes.words(painter, upper, self._cost, theme.font(12, 600), "t1", strokes.RIGHT)
        strokes.words(painter, lower, self._choice.what, theme.font(11), "t3")
        strokes.words(painter, lower, self._windows, theme.font(11), "t3", strokes.RIGHT)
