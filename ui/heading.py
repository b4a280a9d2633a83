"""A scene's heading while it is written anew, in its place on the board."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from ui import theme


class HeadingField(QLineEdit):
    """Enter or leaving takes the words (``editingFinished``), Esc lets them go (``left``)."""

    left = Signal()

    def __init__(self, said: str, parent: QWidget) -> None:
        super().__init__(said, parent)
        self.setFont(theme.font(12, 600))
        self.setAccessibleName("Heading of the scene")
        self.setToolTip("Enter takes it, Esc leaves it as it was")
        self.selectAll()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                event.accept()  # the board would open the shot
