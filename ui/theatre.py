"""The theatre: the frame fills the screen; the transport comes when the pointer moves."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from ui import theme
from ui.screen import Screen
from ui.transport import Transport

if TYPE_CHECKING:
    from ui.player import Player

STAYS = 2200  # milliseconds that the transport stays after the pointer moved
WIDEST = 640


class Theatre(QWidget):
    """It lies over the whole window, so every key does what it does there. ``left`` tells its end.

    Esc and F leave it.
    """

    left = Signal()

    def __init__(self, player: Player) -> None:
        window = player.window()
        super().__init__(window)
        self._window, self._before = window, window.windowState()
        self._focus = window.focusWidget()
        self.view = Screen(player.film, player.reel, whole=True)
        self.view.setParent(self)
        player.use(self.view)
        self.view.pressed.connect(player.toggle)
        self.transport = Transport(player, full=True)
        self.transport.setParent(self)
        self.transport.setObjectName("over")
        self.transport.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.transport.setStyleSheet(
            f"QWidget#over {{ background: {theme.COLOURS['pop']}; border-radius: 8px; }}"
        )
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(STAYS)
        self._rest.timeout.connect(self._hide)
        for widget in (self, self.view):
            widget.setMouseTracking(True)
        self.view.installEventFilter(self)
        self.transport.installEventFilter(self)
        window.installEventFilter(self)
        window.showFullScreen()
        self._lay()
        self.show()
        self.raise_()
        self.view.setFocus()
        self._wake()

    def leave(self) -> None:
        """The window as it was."""
        self._rest.stop()
        self._window.removeEventFilter(self)
        self._window.setWindowState(self._before)
        self.hide()
        self.transport.card.deleteLater()
        if self._focus:
            self._focus.setFocus()
        self.deleteLater()
        self.left.emit()

    def _lay(self) -> None:
        self.setGeometry(self._window.rect())
        self.view.setGeometry(self.rect())
        wide = min(WIDEST, self.width() - 32)
        high = self.transport.height()
        self.transport.setGeometry(
            (self.width() - wide) // 2, self.height() - high - 24, wide, high
        )

    def _wake(self) -> None:
        self.transport.show()
        self.transport.raise_()
        self.view.unsetCursor()
        self._rest.start()

    def _hide(self) -> None:
        inside = self.transport.isAncestorOf(self._window.focusWidget() or self)
        if self.transport.underMouse() or inside:
            self._rest.start()
            return
        self.transport.hide()
        self.view.setCursor(Qt.CursorShape.BlankCursor)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self._window and event.type() == QEvent.Type.Resize:
            self._lay()
        elif event.type() == QEvent.Type.MouseMove or _is_tab(event):
            self._wake()
        elif watched is self._window and _is_escape(event):  # wherever the focus is
            self.leave()
            return True
        return False

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.leave()
            return
        super().keyPressEvent(event)


def _is_escape(event: QEvent) -> bool:
    pressed = isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Escape
    return pressed and event.type() == QEvent.Type.KeyPress


def _is_tab(event: QEvent) -> bool:
    return isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Tab
