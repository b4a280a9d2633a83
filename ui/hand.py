"""The hand on the board: choosing with the pointer, lifting shots, laying them down elsewhere."""

from __future__ import annotations

from typing import Protocol

from PySide6.QtCore import QObject, QPointF, QRectF, QSizeF, Qt, QTimer
from PySide6.QtGui import QMouseEvent, QPainter, QPen, QPixmap
from PySide6.QtWidgets import QApplication, QScrollBar, QWidget

from ui import strokes, theme
from ui.film import Film
from ui.grid import Grid, Slot

BORDER = 36  # pixels from an edge of the view in which a drag scrolls
FASTEST = 26  # pixels a turn, at the very edge
TURN = 16  # milliseconds
LIFTED, TILT = 0.88, 2.0  # how a lifted card shines through, and leans (degrees)
SHIFT, CTRL = Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.ControlModifier


class Desk(Protocol):
    """What the hand needs of the board that it moves over."""

    film: Film
    grid: Grid

    def viewport(self) -> QWidget: ...
    def verticalScrollBar(self) -> QScrollBar: ...
    def spot(self, where: QPointF) -> QPointF: ...
    def card(self, shot: str) -> QPixmap: ...
    def lay_down(self, slot: Slot) -> None: ...


class Hand(QObject):
    """One gesture at a time: a click, a rubber band, or a drag; Esc takes it back."""

    def __init__(self, desk: Desk, parent: QObject) -> None:
        super().__init__(parent)
        self._desk = desk
        self._pressed: QPointF | None = None  # on the board
        self._grip = QPointF()  # from the card's corner
        self._on = ""  # the shot under the press
        self._waits = False  # a click into a choice of several chooses one, unless it is dragged
        self._before: tuple[tuple[str, ...], str] = ((), "")
        self._at = QPointF()  # in the viewport
        self._anchor = ""
        self.card: QPixmap | None = None
        self.slot: Slot | None = None
        self.band: QRectF | None = None
        self._scroll = QTimer(self)
        self._scroll.setInterval(TURN)
        self._scroll.timeout.connect(self._turn)

    @property
    def is_busy(self) -> bool:
        """Whether something is lifted or a band is drawn."""
        return self.card is not None or self.band is not None

    # Choosing ------------------------------------------------------------------------------------

    def extend(self, shot: str) -> None:
        """From where the choice began to this shot."""
        film = self._desk.film
        row = list(film.shots)
        if self._anchor not in row or self._anchor not in film.chosen:
            self._anchor = film.shot_id
        if shot not in row or self._anchor not in row:
            return
        one, other = sorted((row.index(self._anchor), row.index(shot)))
        film.choose(set(row[one : other + 1]), shot)

    def press(self, event: QMouseEvent, shot: str) -> None:
        film, keys = self._desk.film, event.modifiers()
        self._at = event.position()
        self._pressed, self._on, self._waits = self._desk.spot(self._at), shot, False
        self._before = film.chosen, film.shot_id
        if not shot:
            return
        self._grip = self._pressed - self._desk.grid.box(shot).topLeft()
        if keys & SHIFT:
            self.extend(shot)
        elif keys & CTRL:
            self._anchor = shot
            others = set(film.chosen) ^ {shot}
            if others:
                film.choose(others, shot if shot in others else "")
        elif shot in film.chosen and len(film.chosen) > 1:
            self._waits = True
        else:
            self._anchor = shot
            film.select(shot)

    def move(self, event: QMouseEvent) -> None:
        if self._pressed is None:
            return
        self._at = event.position()
        far = (self._desk.spot(self._at) - self._pressed).manhattanLength()
        if not self.is_busy and far < QApplication.startDragDistance():
            return
        if self._on and self._on in self._desk.film.chosen:
            self._drag()
        elif not self._on:
            self._stretch(bool(event.modifiers() & (CTRL | SHIFT)))
        self._follow_edge()

    def release(self) -> None:
        if self.card is not None and self.slot is not None:
            slot = self.slot
            self._drop()
            self._desk.lay_down(slot)
        elif self._waits and not self.is_busy:
            self._anchor = self._on
            self._desk.film.select(self._on)
        self._drop()

    def cancel(self) -> None:
        """As it was before."""
        if self.band is not None:
            self._desk.film.choose(set(self._before[0]), self._before[1])
        self._drop()

    def _drop(self) -> None:
        self._pressed, self._on, self._waits = None, "", False
        self.card = self.slot = self.band = None
        self._scroll.stop()
        self._desk.viewport().update()

    # Dragging ------------------------------------------------------------------------------------

    def _drag(self) -> None:
        if self.card is None:
            self.card = self._desk.card(self._on)
        self.slot = self._desk.grid.slot(self._desk.spot(self._at))
        self._desk.viewport().update()

    def _stretch(self, more: bool) -> None:
        """The rubber band, and what it touches."""
        desk, pressed = self._desk, self._pressed
        if pressed is None:
            return
        self.band = QRectF(pressed, desk.spot(self._at)).normalized()
        touched = {shot.id for shot, _ in desk.grid.panels_in(self.band)}
        if more:
            touched |= set(self._before[0])
        if touched:
            desk.film.choose(touched, desk.film.shot_id)
        desk.viewport().update()

    def _follow_edge(self) -> None:
        if self._push() and not self._scroll.isActive():
            self._scroll.start()

    def _push(self) -> int:
        """How far to scroll in a turn: the nearer to the edge, the faster."""
        high = self._desk.viewport().height()
        above, below = BORDER - self._at.y(), self._at.y() - (high - BORDER)
        if above > 0:
            return -round(FASTEST * min(1.0, above / BORDER))
        return round(FASTEST * min(1.0, below / BORDER)) if below > 0 else 0

    def _turn(self) -> None:
        push, bar = self._push(), self._desk.verticalScrollBar()
        before = bar.value()
        bar.setValue(before + push)
        if not push or bar.value() == before:
            self._scroll.stop()
        elif self.card is not None:
            self._drag()
        elif self.band is not None:
            self._stretch(False)

    # Painting ------------------------------------------------------------------------------------

    def paint(self, painter: QPainter) -> None:
        """Band, line and lifted card, in board coordinates."""
        if self.band is not None:
            painter.fillRect(self.band, theme.colour("acc", 28))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(theme.colour("acc"), 1))
            painter.drawRect(self.band)
        if self.slot is not None:
            painter.fillRect(self.slot.line, theme.colour("acc"))
        if self.card is None:
            return
        ratio = self.card.devicePixelRatio()
        size = QSizeF(self.card.width() / ratio, self.card.height() / ratio)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.setOpacity(LIFTED)
        painter.translate(self._desk.spot(self._at) - self._grip)
        painter.rotate(TILT)
        painter.drawPixmap(QPointF(), self.card)
        number = len(self._desk.film.chosen)
        if number > 1:
            _count(painter, size, number)
        painter.restore()


def _count(painter: QPainter, size: QSizeF, number: int) -> None:
    """How many are carried."""
    font, said = theme.font(11, 600), str(number)
    wide = max(22.0, strokes.width(font, said) + 14)
    box = QRectF(size.width() - wide + 8, -8, wide, 22)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(theme.colour("acc"))
    painter.drawRoundedRect(box, 11, 11)
    strokes.words(painter, box, said, font, "acc_ink", strokes.CENTRE)
