"""Chips of subjects: who is in a shot, each with the hue that it has everywhere."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from PySide6.QtCore import QPoint, QPointF, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QContextMenuEvent,
    QIcon,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QPixmap,
    QResizeEvent,
)
from PySide6.QtWidgets import QAbstractButton, QMenu, QWidget

from ui import strokes, theme
from ui.film import Film

HIGH, GAP = 24, 6
CROSS = 20  # width at a chip's start where a click removes: its dot turns into a cross


class Chip(QAbstractButton):
    """A subject: a click picks it; its cross, or Del, takes it out of the shot."""

    dropped = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.hue = QColor()
        self.picked = self.partly = False
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)

    def show_subject(self, name: str, hue: QColor, picked: bool, partly: bool) -> None:
        """``partly``: it is in some of the chosen shots only."""
        state = (name, hue.rgb(), picked, partly)
        if state == (self.text(), self.hue.rgb(), self.picked, self.partly):
            return
        self.hue, self.picked, self.partly = hue, picked, partly
        self.setText(name)
        self.setAccessibleName(f"{name}, in this shot")
        some = " (in some of the chosen shots)" if partly else ""
        self.setToolTip(f"{name}{some}: click to see it, Del takes it out")
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(round(strokes.width(theme.font(11, 500), self.text())) + 29, HIGH)

    @property
    def _is_open(self) -> bool:
        return self.underMouse() or self.hasFocus()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        body = "bg4" if self.isDown() or self.picked else "bg3"
        painter.fillPath(strokes.rounded(box, 11.5), theme.colour(body))
        if self.hasFocus():
            painter.setPen(QPen(theme.colour("acc"), 1))
            painter.drawPath(strokes.rounded(box, 11.5))
        painter.setOpacity(0.5 if self.partly else 1)
        if self._is_open:
            strokes.icon(painter, "close", 5, 6, "t1", 12)
        else:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(self.hue)
            painter.drawEllipse(QPointF(11, HIGH / 2), 3.5, 3.5)
        token = "t2" if self.partly else "t1"
        room = box.adjusted(18.5, 0, -6, 0)
        strokes.words(painter, room, self.text(), theme.font(11, 500), token)
        painter.end()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        left = event.button() == Qt.MouseButton.LeftButton
        if left and self.isDown() and event.position().x() < CROSS:
            self.setDown(False)
            self.dropped.emit()
            return
        super().mouseReleaseEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self.dropped.emit()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        else:
            super().keyPressEvent(event)


class More(QAbstractButton):
    """The ring with a plus that ends a row of chips."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setFixedSize(HIGH, HIGH)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self.underMouse():
            painter.setBrush(theme.colour("bg3"))
        painter.setPen(QPen(theme.colour("acc" if self.hasFocus() else "line2"), 1))
        painter.drawEllipse(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5))
        strokes.icon(painter, "plus", 5, 5, "t2", 14)
        painter.end()


class CastChips(QWidget):
    """A row of chips that wraps. ``dropped`` and ``added`` name a subject."""

    dropped = Signal(str)
    added = Signal(str)

    def __init__(self, film: Film) -> None:
        super().__init__()
        self._film = film
        self._ids: list[str] = []
        self._chips: list[Chip] = []
        self.more = More(self)
        self.more.setAccessibleName("Add somebody to the shot")
        self.more.setToolTip("Add somebody of the cast to the shot")
        self.more.clicked.connect(self._offer)
        self.setAccessibleName("Cast of the shot")
        self.setFixedHeight(HIGH)

    def show_cast(self, ids: Sequence[str], everywhere: Collection[str], can_add: bool) -> None:
        """These subjects; those that are not ``everywhere`` are in some chosen shots only."""
        board = self._film.board
        hues, names = theme.hues(board), {s.id: s.name for s in board.cast}
        self._ids = list(ids)
        while len(self._chips) < len(ids):
            self._add_chip()
        for chip, id in zip(self._chips, ids, strict=False):
            hue = hues.get(id, theme.colour("t3"))
            picked = id == self._film.subject_id
            chip.show_subject(names.get(id, id), hue, picked, id not in everywhere)
        self.more.setVisible(can_add)
        self._lay()

    def chip(self, subject: str) -> Chip:
        """The chip of a subject that is shown."""
        return self._chips[self._ids.index(subject)]

    def _add_chip(self) -> None:
        chip, at = Chip(self), len(self._chips)
        chip.clicked.connect(lambda: self._film.pick(self._ids[at]))
        chip.dropped.connect(lambda: self.dropped.emit(self._ids[at]))
        self._chips.append(chip)
        QWidget.setTabOrder(chip, self.more)

    def _lay(self) -> None:
        x = y = 0
        wide = self.width()
        for at, chip in enumerate(self._chips):
            if at >= len(self._ids):
                chip.hide()
                continue
            own = min(chip.sizeHint().width(), wide)
            if x and x + own > wide:
                x, y = 0, y + HIGH + GAP
            if chip.geometry() != (place := QRect(x, y, own, HIGH)):
                chip.setGeometry(place)
            chip.show()
            x += own + GAP
        if x and x + HIGH > wide:
            x, y = 0, y + HIGH + GAP
        self.more.move(x, y)
        if self.height() != y + HIGH:
            self.setFixedHeight(y + HIGH)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._lay()

    def _offer(self) -> None:
        self.cast_menu().popup(self.more.mapToGlobal(QPoint(0, HIGH + 4)))

    def cast_menu(self) -> QMenu:
        """Everybody who is not in the shot yet."""
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        hues = theme.hues(self._film.board)
        for subject in self._film.board.cast:
            if subject.id not in self._ids:
                act = menu.addAction(_dot(hues[subject.id]), subject.name)
                act.triggered.connect(lambda _=False, id=subject.id: self.added.emit(id))
        if menu.isEmpty():
            menu.addAction("The whole cast is here").setEnabled(False)
        return menu

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        at = next((i for i, c in enumerate(self._chips) if c.underMouse()), len(self._ids))
        if at >= len(self._ids):
            return
        id, menu = self._ids[at], QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.addAction("Show", lambda: self._film.pick(id))
        menu.addAction("Take out of the shot\tDel", lambda: self.dropped.emit(id))
        menu.popup(event.globalPos())


def _dot(hue: QColor) -> QIcon:
    picture = QPixmap(32, 32)
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(hue)
    painter.drawEllipse(QPointF(16, 16), 7, 7)
    painter.end()
    return QIcon(picture)
