"""The pen's bar: colours, widths, eraser, paper; pin what was drawn, or throw it away."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QIcon, QPainter, QPen, QPixmap
from PySide6.QtWidgets import QToolButton, QWidget

from ui import forms, theme
from ui.easel import Easel
from ui.sketch import WIDTHS, Sketch

INKS = (
    ("Black", "black"), ("White", "white"), ("Grey", "t3"),
    ("Red", theme.HUES[0]), ("Yellow", theme.HUES[1]), ("Blue", theme.HUES[2]),
)  # fmt: skip
NIBS = ("Fine pen", "Middle pen", "Broad pen")


class PenBar(QWidget):
    """``pins`` asks that the sketch be pinned."""

    pins = Signal()

    def __init__(self, easel: Easel, sketch: Sketch, parent: QWidget) -> None:
        super().__init__(parent)
        self.easel, self.sketch = easel, sketch
        self.setObjectName("pens")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setCursor(Qt.CursorShape.ArrowCursor)
        self.setStyleSheet(
            f"QWidget#pens {{ background: {theme.COLOURS['pop']}; border-radius: 8px;"
            f" border: 1px solid {theme.COLOURS['pop_line']}; }}"
        )
        ratio = self.devicePixelRatioF()
        self.inks: dict[str, QToolButton] = {}
        for said, name in INKS:
            ink = QColor(theme.COLOURS.get(name, name))
            button = forms.tool("pen", said, partial(self._dip, ink), True)
            button.setIcon(_blot(ink, 5, ratio))
            self.inks[said] = button
        self.nibs: list[QToolButton] = []
        for said, width, radius in zip(NIBS, WIDTHS, (1.2, 2.4, 4.5), strict=True):
            button = forms.tool("pen", said, partial(self._nib, width), True)
            button.setIcon(_blot(theme.colour("t1"), radius, ratio))
            self.nibs.append(button)
        self.eraser = forms.tool("eraser", "Eraser", self._erase, True)
        self.undo = forms.tool("undo", "Take the last stroke back (Ctrl+Z)", self._undo)
        self.paper = forms.button("Blank paper", self._blank)
        self.paper.setCheckable(True)
        self.paper.setToolTip("Draw on white paper instead of over the picture")
        self.discard = forms.button("Discard", self._discard, "plain")
        self.discard.setToolTip("Throw the sketch away")
        self.pin = forms.button("Pin", self.pins.emit, "primary")
        self.setLayout(
            forms.row(
                *self.inks.values(), 6, *self.nibs, 6, self.eraser, self.undo, 6,
                self.paper, 12, self.discard, self.pin, gap=2, edge=(8, 6, 8, 6),
            )
        )  # fmt: skip
        easel.altered.connect(self.renew)
        easel.film.moved.connect(self.renew)
        self.hide()
        self.renew()

    def renew(self, *_: object) -> None:
        sketch = self.sketch
        held = self.easel.tool == "pen" and self.easel.film.shot is not None
        self.setVisible(held)
        if not held:
            return
        for (_said, token), button in zip(INKS, self.inks.values(), strict=True):
            ink = QColor(theme.COLOURS.get(token, token))
            button.setChecked(ink == sketch.colour and not sketch.erases)
        for button, width in zip(self.nibs, WIDTHS, strict=True):
            button.setChecked(width == sketch.width)
        self.eraser.setChecked(sketch.erases)
        self.paper.setChecked(sketch.blank)
        self.undo.setEnabled(bool(sketch.strokes))
        drawn = bool(sketch.strokes)
        self.pin.setEnabled(drawn)
        self.discard.setEnabled(bool(sketch))
        self.pin.setText(f"Pin at frame {self.easel.frame + 1}")
        why = "Draw something first" if not drawn else "Keep the sketch as a keyframe of this shot"
        self.discard.setToolTip("Throw the sketch away" if sketch else "Nothing is drawn yet")
        self.pin.setToolTip(why)

    def place(self, room: QSize) -> None:
        """In the middle of the lower edge."""
        self.adjustSize()
        self.move((room.width() - self.width()) // 2, room.height() - self.height() - 12)

    def _dip(self, ink: QColor) -> None:
        self.sketch.colour, self.sketch.erases = ink, False
        self.easel.altered.emit()

    def _nib(self, width: float) -> None:
        self.sketch.width = width
        self.easel.altered.emit()

    def _erase(self) -> None:
        self.sketch.erases = not self.sketch.erases
        self.easel.altered.emit()

    def _undo(self) -> None:
        self.sketch.undo()
        self.easel.altered.emit()

    def _blank(self) -> None:
        self.sketch.blank = not self.sketch.blank
        self.easel.altered.emit()

    def _discard(self) -> None:
        self.sketch.clear()
        self.easel.altered.emit()


def _blot(ink: QColor, radius: float, ratio: float) -> QIcon:
    """A dot of ink."""
    pixels = round(16 * ratio)
    found = QPixmap(pixels, pixels)
    found.fill(Qt.GlobalColor.transparent)
    painter = QPainter(found)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.scale(ratio, ratio)
    painter.setPen(QPen(theme.colour("line2"), 1))
    painter.setBrush(ink)
    painter.drawEllipse(QRectF(8 - radius, 8 - radius, 2 * radius, 2 * radius))
    painter.end()
    found.setDevicePixelRatio(ratio)
    return QIcon(found)
