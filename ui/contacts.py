"""A contact sheet: small pictures in a row, by pointer and keys; one too long scrolls."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QEvent, QRectF, QSize, Qt
from PySide6.QtGui import (
    QContextMenuEvent,
    QFocusEvent,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QMenu, QSizePolicy, QToolTip, QWidget

from ui import strokes, theme
from ui.film import Film
from ui.stills import Stills

WIDE, GAP, WORDS = 84, 8, 20  # of a small picture; below it its name
NARROW = 74  # as far as pictures draw in when that shows all of them
CLOSE = 6  # between pictures that wrap
WAYS = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}


class Contacts(QWidget):
    """``items`` are what is shown. With ``columns`` they wrap in as many, else they are one row.

    ``ending`` is the width of a place after the last one, which is not of them.
    """

    def __init__(self, film: Film, columns: int = 0, ending: int = 0) -> None:
        super().__init__()
        self.film, self._columns, self._ending = film, columns, ending
        self.items: Sequence[Any] = ()
        self.first = 0
        self.at = self.over = -1  # where the keys and where the pointer are; len(items) = ending
        self.stills = Stills.of(film)
        self.stills.arrived.connect(self.update)
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        if not columns:
            self.setFixedHeight(self._size().height() + WORDS)
            self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    # Where things lie ----------------------------------------------------------------------------

    def show_items(self, items: Sequence[Any], seen: int = -1) -> None:
        """These from now on; the one at ``seen`` is brought into sight."""
        self.items = items
        self.at = min(self.at, len(items))
        if self._columns:
            rows = -(-len(items) // self._columns)
            high = rows * (self._size().height() + WORDS + 2)
            if self.height() != high:
                self.setFixedHeight(high)
            if self.isHidden() == (rows > 0):
                self.setVisible(rows > 0)
        self.see(seen)
        self.update()

    def see(self, at: int) -> None:
        """Scroll no further than needed, so that this one is in sight."""
        room = self.room()
        if at >= 0:
            self.first = min(max(self.first, at - room + 1), at)
        self.first = min(max(0, self.first), max(0, len(self.items) - room))

    def room(self) -> int:
        """How many are shown at once."""
        if self._columns:
            return max(1, len(self.items))
        return max(1, int(self._span / (self._size().width() + GAP)))

    @property
    def _span(self) -> int:
        """What the pictures of a row may take, each with the gap after it."""
        return self.width() + GAP - (self._ending + GAP if self._ending else 0)

    def _size(self) -> QSize:
        if self._columns:
            wide = max(24, (self.width() - (self._columns - 1) * CLOSE) // self._columns)
            return QSize(wide, round(wide / self.film.board.aspect))
        fits = self._span // max(1, len(self.items)) - GAP
        return QSize(fits if NARROW <= fits < WIDE else WIDE, round(WIDE / self.film.board.aspect))

    def places(self) -> list[tuple[QRectF, Any]]:
        """Where each of those in sight is."""
        size = self._size()
        wide, high = size.width(), size.height()
        shown = self.items[self.first : self.first + self.room()]
        if not self._columns:
            return [(QRectF(i * (wide + GAP), 0, wide, high), one) for i, one in enumerate(shown)]
        across, down = wide + CLOSE, high + WORDS + 2
        return [
            (QRectF(i % self._columns * across, i // self._columns * down, wide, high), one)
            for i, one in enumerate(shown)
        ]

    def ending(self) -> QRectF:
        """The place after the last one."""
        size = self._size()
        x = len(self.places()) * (size.width() + GAP)
        return QRectF(x, 0, self._ending, size.height())

    def index_at(self, x: float, y: float) -> int:
        """Which item lies there; -1 for none, as many as there are for the ending."""
        for i, (box, _) in enumerate(self.places()):
            if box.adjusted(0, 0, 0, WORDS).contains(x, y):
                return self.first + i
        ending = self._ending and self.ending().adjusted(0, 0, 0, WORDS).contains(x, y)
        return len(self.items) if ending else -1

    # Painting ------------------------------------------------------------------------------------

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        places = self.places()
        for i, (box, one) in enumerate(places):
            if event.rect().intersects(box.adjusted(0, 0, 0, WORDS).toAlignedRect()):
                self.paint_one(painter, box, one, self.first + i)
        if self._ending:
            self.paint_ending(painter, self.ending())
        after = len(self.items) - self.first - len(places)
        if places and self.first:
            strokes.chip(painter, 4, 4, f"{self.first} before", "t1")
        if places and after > 0:
            said, right = f"{after} after", places[-1][0].right()
            wide = strokes.width(theme.font(10, 500), said) + 12
            strokes.chip(painter, right - wide - 4, 4, said, "t1")
        painter.end()

    @abstractmethod
    def paint_one(self, painter: QPainter, box: QRectF, one: Any, at: int) -> None:
        """An item in its place."""

    def paint_ending(self, painter: QPainter, box: QRectF) -> None:
        """The place after the last one."""

    def still(self, painter: QPainter, box: QRectF, hash: str) -> None:
        """A picture in its place."""
        still(painter, box, self.stills, hash, self.devicePixelRatioF())

    # Hand ----------------------------------------------------------------------------------------

    def press(self, at: int, x: float, y: float) -> None:
        """A click on an item or on the ending."""

    def choose(self, at: int) -> None:
        """The same by keys."""

    def said(self, at: int) -> str:
        """What the tooltip says of an item or of the ending."""
        return ""

    def menu_of(self, at: int) -> QMenu | None:
        """What the right click offers; -1: beside all of them."""

    def mousePressEvent(self, event: QMouseEvent) -> None:
        x, y = event.position().x(), event.position().y()
        at = self.index_at(x, y)
        if event.button() == Qt.MouseButton.LeftButton and at >= 0:
            self.at = at
            self.press(at, x, y)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        over = self.index_at(event.position().x(), event.position().y())
        if over != self.over:
            self.over = over
            self.update()

    def leaveEvent(self, event: QEvent) -> None:
        self.over = -1
        self.update()

    def wheelEvent(self, event: QWheelEvent) -> None:
        if self._columns or len(self.items) <= self.room():
            event.ignore()
            return
        way = event.angleDelta().y() or event.angleDelta().x()
        self.first += -1 if way > 0 else 1
        self.see(-1)
        self.update()

    def focusInEvent(self, event: QFocusEvent) -> None:
        self.at = max(self.first, self.at)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        self.update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        self.show_items(self.items)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        way, last = WAYS.get(Qt.Key(event.key())), len(self.items) - (0 if self._ending else 1)
        if way and last >= 0:
            self.at = min(max(0, self.at + way), last)
            self.see(min(self.at, len(self.items) - 1))
            self.update()
        elif event.key() in (Qt.Key.Key_Space, Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if 0 <= self.at <= last:
                self.choose(self.at)
        else:
            super().keyPressEvent(event)

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            at = self.index_at(event.pos().x(), event.pos().y())
            QToolTip.showText(event.globalPos(), self.said(at) if at >= 0 else "", self)
            return True
        return super().event(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        at = self.index_at(event.pos().x(), event.pos().y())
        if event.reason() == QContextMenuEvent.Reason.Keyboard:
            at = self.at
        if menu := self.menu_of(at):
            menu.popup(event.globalPos())


def still(painter: QPainter, box: QRectF, stills: Stills, hash: str, ratio: float) -> None:
    """A picture of the bin in its rounded place; the bare plate until there is one."""
    painter.save()
    painter.setClipPath(strokes.rounded(box, 4))
    painter.fillRect(box, theme.colour("bg3"))
    if hash and (pixmap := stills.small(hash, box.size().toSize(), ratio)):
        painter.drawPixmap(box, pixmap, QRectF(pixmap.rect()))
    painter.restore()
