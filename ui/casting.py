"""Casting: who comes into the shot - someone of the cast, or a name that is new to it."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QColor, QIcon, QPainter, QPixmap
from PySide6.QtWidgets import QFrame, QLineEdit, QPushButton, QScrollArea, QWidget

from storyboard import puppets
from ui import forms, theme
from ui.easel import Newcomer
from ui.film import Film
from ui.popover import Popover

WIDE, ROW, MOST = 264, 30, 8


class Casting(Popover):
    """``chose`` carries the Newcomer."""

    chose = Signal(object)

    def __init__(self, film: Film, window: QWidget) -> None:
        super().__init__(window, WIDE)
        self.film = film
        self.field = QLineEdit()
        self.field.setPlaceholderText("Name of someone, or someone new")
        self.field.setAccessibleName("Name")
        self.field.textChanged.connect(self.renew)
        self.field.returnPressed.connect(self._first)
        self.rows: list[QPushButton] = []
        self._list = QWidget()
        self._column = forms.column(gap=2)
        self._list.setLayout(self._column)
        self._scroll = QScrollArea()
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.setWidgetResizable(True)
        self._scroll.setWidget(self._list)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll.viewport().setAutoFillBackground(False)
        self._list.setAutoFillBackground(False)
        self.lay(
            forms.column(
                forms.label("Add a subject", 15, 600), 10, self.field, 8, self._scroll,
                edge=(14, 12, 14, 12),
            )
        )  # fmt: skip

    def open_for(self, anchor: QWidget) -> None:
        self.field.clear()
        self.renew()
        self.open_at(anchor)
        self.field.setFocus(Qt.FocusReason.PopupFocusReason)

    def renew(self, *_: object) -> None:
        """Those whose name is meant, and the one who is new."""
        shot, said = self.film.shot, self.field.text().strip()
        there = set(shot.layout.boxes) if shot else set()
        for row in self.rows:
            row.deleteLater()
        self.rows = []
        hues = theme.hues(self.film.board)
        for subject in self.film.board.cast:
            if subject.id not in there and said.casefold() in subject.name.casefold():
                self._add(subject.name, Newcomer(subject.id), hues[subject.id])
        known = {subject.name.casefold() for subject in self.film.board.cast}
        if said and said.casefold() not in known:
            puppet = puppets.nearest(said)
            drawn = puppet.replace("_", " ") if puppet else "parcel, until it has a sheet"
            name = said[:1].upper() + said[1:]
            self._add(f"New: {name}, drawn as a {drawn}", Newcomer("", name, puppet), None)
        if not self.rows:
            words = "Everyone is here. Type a new name." if not said else "In this shot already."
            self._add(words, None, None)
        high = ROW * min(MOST, len(self.rows)) + 2 * len(self.rows)
        self._scroll.setFixedHeight(min(high, MOST * (ROW + 2)))
        if self.isVisible():
            self.place()

    def _add(self, said: str, newcomer: Newcomer | None, hue: QColor | None) -> None:
        row = forms.button(said, partial(self._take, newcomer), "plain")
        row.setStyleSheet("text-align: left; padding: 0 8px;")
        row.setIcon(_spot(hue) if hue else theme.icon("plus") if newcomer else QIcon())
        row.setEnabled(newcomer is not None)
        row.setToolTip(said)
        self.rows.append(row)
        self._column.addWidget(row)

    def _take(self, newcomer: Newcomer | None) -> None:
        self.hide()
        if newcomer:
            self.chose.emit(newcomer)

    def _first(self) -> None:
        if self.rows and self.rows[0].isEnabled():
            self.rows[0].click()


def _spot(hue: QColor) -> QIcon:
    """A dot in a subject's hue."""
    found = QPixmap(32, 32)
    found.fill(Qt.GlobalColor.transparent)
    painter = QPainter(found)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(hue)
    painter.drawEllipse(QRectF(7, 7, 18, 18))
    painter.end()
    found.setDevicePixelRatio(2.0)
    return QIcon(found)
