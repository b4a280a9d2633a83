"""What tests of the board share: a hand on its cards, an act by its name."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from ui.board import BoardView

LEFT = Qt.MouseButton.LeftButton
NONE, SHIFT, CONTROL, ALT = (
    Qt.KeyboardModifier.NoModifier,
    Qt.KeyboardModifier.ShiftModifier,
    Qt.KeyboardModifier.ControlModifier,
    Qt.KeyboardModifier.AltModifier,
)


def ids(board: BoardView) -> list[str]:
    return list(board.film.shots)


def spot(board: BoardView, shot: str) -> QPoint:
    return board.place_of(shot).center().toPoint()


def click(board: BoardView, shot: str, keys: Qt.KeyboardModifier = NONE) -> None:
    QTest.mouseClick(board.viewport(), LEFT, keys, spot(board, shot))


def move(board: BoardView, where: QPoint, held: bool = True) -> None:
    """The pointer to a place of the view, with the button down."""
    view, buttons = board.viewport(), LEFT if held else Qt.MouseButton.NoButton
    at = QPointF(where)
    kind, none = QEvent.Type.MouseMove, Qt.MouseButton.NoButton
    QApplication.sendEvent(view, QMouseEvent(kind, at, view.mapToGlobal(at), none, buttons, NONE))


def drag(board: BoardView, start: QPoint, end: QPoint, drop: bool = True) -> None:
    QTest.mousePress(board.viewport(), LEFT, NONE, start)
    for part in (0.3, 0.7, 1.0):
        move(board, start + (end - start) * part)
    if drop:
        QTest.mouseRelease(board.viewport(), LEFT, NONE, end)


def do(board: BoardView, name: str) -> None:
    """An act by its name, as menus and keys do it."""
    act = next(act for act in board.acts() if act.name == name)
    assert not (act.why_not and act.why_not())
    act.do()
