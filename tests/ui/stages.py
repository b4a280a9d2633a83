"""What tests of the stage share: a drag as a hand does it, the boxes of the shot on it."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from storyboard import layout
from storyboard.board import Box, Shot
from ui.stage import StageView

LEFT = Qt.MouseButton.LeftButton
NONE, SHIFT, CONTROL, ALT = (
    Qt.KeyboardModifier.NoModifier,
    Qt.KeyboardModifier.ShiftModifier,
    Qt.KeyboardModifier.ControlModifier,
    Qt.KeyboardModifier.AltModifier,
)


def shot_of(stage: StageView) -> Shot:
    found = stage.film.shot
    assert found is not None
    return found


def is_there(stage: StageView, subject: str, moment: int) -> bool:
    return layout.boxes_of(shot_of(stage).layout, subject)[moment] is not None


def box_of(stage: StageView, subject: str = "pip", moment: int = 0) -> Box:
    found = layout.boxes_of(shot_of(stage).layout, subject)[moment]
    assert found is not None
    return found


def middle(stage: StageView, subject: str = "pip") -> QPoint:
    """The middle of a subject's box on the canvas."""
    return stage.canvas.sight.box(stage.easel.boxes()[subject]).center().toPoint()


def drag(widget: QWidget, start: QPoint, end: QPoint, keys: Qt.KeyboardModifier = NONE) -> None:
    """Press, come there in a few steps, let go."""
    QTest.mousePress(widget, LEFT, keys, start)
    for step in range(1, 5):
        QApplication.sendEvent(
            widget,
            moved(widget, start + (end - start) * (step / 4), keys),
        )
    QTest.mouseRelease(widget, LEFT, keys, end)


def moved(widget: QWidget, where: QPoint, keys: Qt.KeyboardModifier) -> QMouseEvent:
    """A move of the pointer with the left button down."""
    spot = QPointF(where)
    return QMouseEvent(QEvent.Type.MouseMove, spot, widget.mapToGlobal(spot), LEFT, LEFT, keys)
