"""What the export dialog paints: the ways out, the picture, the levels of what goes out."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QPushButton, QWidget

from ui import strokes, theme
from ui.export_wish import Preset
from ui.film import Film
from ui.pictures import Pictures


class PresetRow(QPushButton):
    """One way out, with what it is made of."""

    def __init__(self, preset: Preset, choose: Callable[[str], object]) -> None:
        super().__init__()
        self.preset = preset
        self.setCheckable(True)
        self.setAutoDefault(False)
        self.setAccessibleName(f"{preset.said}, {preset.what}")
        self.setStyleSheet("min-height: 48px; max-height: 48px; border: 0;")
        self.setFixedHeight(50)
        self.clicked.connect(lambda: choose(preset.name))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(self.rect())
        if self.isChecked() or self.underMouse():
            fill = theme.colour("bg4" if self.isChecked() else "bg3")
            painter.fillPath(strokes.rounded(box, 5), fill)
        if self.isChecked():
            painter.fillRect(QRectF(0, 16, 3, box.height() - 32), theme.colour("acc"))
        if self.hasFocus():
            painter.setPen(theme.colour("acc"))
            painter.drawPath(strokes.rounded(box.adjusted(0.5, 0.5, -0.5, -0.5), 5))
        strokes.icon(painter, self.preset.icon, 14, 17, "t1" if self.isChecked() else "t2")
        words = QRectF(42, 7, box.width() - 50, 18)
        strokes.words(painter, words, self.preset.said, theme.font(13, 600))
        strokes.words(painter, words.translated(0, 18), self.preset.what, theme.font(11), "t3")
        painter.end()


class Still(QWidget):
    """The picture at the playhead: what the export will look like."""

    def __init__(self, film: Film, pictures: Pictures) -> None:
        super().__init__()
        self._film, self._pictures = film, pictures
        self.setFixedSize(264, round(264 / film.board.aspect))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.setClipPath(strokes.rounded(QRectF(self.rect()), 4))
        painter.fillRect(self.rect(), theme.colour("view"))
        if found := self._film.at(self._film.frame):
            ratio = self.devicePixelRatioF()
            size = QSize(round(self.width() * ratio), round(self.height() * ratio))
            painter.drawImage(self.rect(), self._pictures.frame(found[0].id, found[1], size))
        painter.end()


class GoesOut(QWidget):
    """A cell for every shot, as wide as it is long, as full as its level."""

    def __init__(self, film: Film) -> None:
        super().__init__()
        self._film = film
        self._shots: list[str] = []
        self.setFixedHeight(16)
        self.setAccessibleName("Levels of what goes out")

    def show_shots(self, shots: list[str]) -> None:
        self._shots = shots
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        whole = sum(self._film.shots[id].length for id in self._shots) or 1
        x = 0.0
        for id in self._shots:
            wide = self.width() * self._film.shots[id].length / whole
            level = {0: 0, 1: 0, 2: 1}.get(self._film.level(id), 3)
            strokes.cell(painter, QRectF(x, 0, max(1.0, wide - 1), 16), level)
            x += wide
        painter.end()
