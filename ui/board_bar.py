"""The tools above the board: how much there is, how large the panels are, a new shot."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QSlider, QWidget

from storyboard import timing
from ui import forms, theme
from ui.board import LARGEST, SMALLEST, BoardView
from ui.film import Film


class BoardBar(QWidget):
    """Beside the choice between board and stage."""

    def __init__(self, film: Film, board: BoardView) -> None:
        super().__init__()
        self.film = film
        self.shown = forms.label("", 12, 400, "t2")
        self.zoom = QSlider(Qt.Orientation.Horizontal)
        self.zoom.setRange(round(100 * SMALLEST), round(100 * LARGEST))
        self.zoom.setValue(100)
        self.zoom.setFixedWidth(96)
        self.zoom.setToolTip("Size of the panels (Ctrl+= and Ctrl+-)")
        self.zoom.setAccessibleName("Size of the panels")
        self.zoom.valueChanged.connect(lambda value: board.set_zoom(value / 100))
        board.zoomed.connect(lambda zoom: self.zoom.setValue(round(100 * zoom)))
        grid = forms.label()
        grid.setPixmap(theme.picture("grid", "t2", 16, self.devicePixelRatioF()))
        new = forms.tool("plus", "New shot after the chosen one (N)", board.shots.insert_after)
        self.setLayout(forms.row(4, self.shown, None, grid, self.zoom, 6, new, edge=(0, 0, 12, 0)))
        film.changed.connect(self._renew)
        film.chose.connect(self._renew)
        self._renew()

    def _renew(self, name: str = "") -> None:
        film = self.film
        count, chosen = len(film.shots), len(film.chosen)
        length = timing.told(film.length, film.board.rate)
        said = f"{count} shots · {length}" if count != 1 else f"1 shot · {length}"
        self.shown.setText(f"{chosen} of {said}" if chosen > 1 else said)
