"""A card over the window with an arrow to what opened it; Esc or a click beside it closes it."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QPoint, QPointF, QRectF, Qt
from PySide6.QtGui import (
    QHideEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPainterPath,
    QPaintEvent,
    QPen,
    QShowEvent,
)
from PySide6.QtWidgets import QApplication, QLayout, QWidget

from ui import forms, theme

SHADE = 12  # pixels around the card for its shadow
TIP = 8  # height of the arrow


class Popover(QWidget):
    """Never modal: what plays goes on."""

    def __init__(self, window: QWidget, wide: int) -> None:
        super().__init__(window)
        self._window = window
        self._wide = wide
        self._anchor: QWidget | None = None
        self._below = True
        self._tip = 0.0

    def lay(self, layout: QLayout) -> None:
        """This is what the card holds."""
        edge = SHADE + TIP
        self.setLayout(forms.column(layout, edge=(SHADE, edge, SHADE, edge)))
        self.setFixedWidth(self._wide + 2 * SHADE)
        self.hide()

    def open_at(self, anchor: QWidget) -> None:
        """Show it at what opened it, below where there is room, else above."""
        self._anchor = anchor
        self.place()
        self.show()
        self.raise_()
        app = QApplication.instance()
        if app is not None:
            app.installEventFilter(self)

    def place(self) -> None:
        """Where the card lies now that it is as large as it is."""
        anchor = self._anchor
        if anchor is None:
            return
        if lay := self.layout():
            lay.activate()  # else it knows nothing of a part that has just grown
        self.adjustSize()
        box = QRectF(anchor.mapTo(self._window, QPoint(0, 0)), anchor.size().toSizeF())
        self._below = box.bottom() + self.height() < self._window.height()
        most = self._window.width() - self.width()
        x = min(max(0.0, box.center().x() - self.width() / 2), float(most))
        y = box.bottom() - SHADE + 2 if self._below else box.top() - self.height() + SHADE - 2
        self._tip = min(max(box.center().x() - x, SHADE + 16.0), self.width() - SHADE - 16.0)
        self.move(round(x), round(max(0.0, y)))
        self.update()

    def closing(self) -> None:
        """What a card stops when it goes out of sight."""

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._window.installEventFilter(self)

    def hideEvent(self, event: QHideEvent) -> None:
        self.closing()
        super().hideEvent(event)
        app = QApplication.instance()
        if app is not None:
            app.removeEventFilter(self)
        self._window.removeEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QMouseEvent) and event.type() == QEvent.Type.MouseButtonPress:
            where = event.globalPosition().toPoint()
            inside = self.rect().contains(self.mapFromGlobal(where))
            if not inside and not isinstance(watched, QWidget):
                return False
            if not inside and not _is_of_a_menu(watched):
                self.hide()
                anchor = self._anchor
                return anchor is not None and anchor.rect().contains(anchor.mapFromGlobal(where))
        elif (
            isinstance(event, QKeyEvent)
            and event.type() in (QEvent.Type.KeyPress, QEvent.Type.ShortcutOverride)
            and event.key() == Qt.Key.Key_Escape
        ):
            self.hide()
            return True
        elif event.type() == QEvent.Type.Resize and watched is self._window:
            self.place()
        return False

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        edge = SHADE + TIP - 2.0
        box = QRectF(self.rect()).adjusted(SHADE, edge, -SHADE, -edge)
        painter.setPen(Qt.PenStyle.NoPen)
        for grown in range(SHADE, 0, -2):
            painter.setBrush(theme.colour("black", 14))
            around = box.adjusted(-grown, 3 - grown, grown, grown + 3)
            painter.drawRoundedRect(around, 8 + grown, 8 + grown)
        shape = QPainterPath()
        shape.addRoundedRect(box.adjusted(0.5, 0.5, -0.5, -0.5), 8, 8)
        base = box.top() + 0.5 if self._below else box.bottom() - 0.5
        way = -1 if self._below else 1
        arrow = QPainterPath(QPointF(self._tip - TIP, base))
        arrow.lineTo(self._tip, base + way * (TIP - 1))
        arrow.lineTo(self._tip + TIP, base)
        shape = shape.united(arrow)
        painter.setBrush(theme.colour("pop"))
        painter.setPen(QPen(theme.colour("pop_line"), 1))
        painter.drawPath(shape)
        painter.end()


def _is_of_a_menu(watched: QObject) -> bool:
    """A click into a menu or list that the card itself opened."""
    return isinstance(watched, QWidget) and watched.window().windowType() == Qt.WindowType.Popup
