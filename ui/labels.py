"""What stands around a field: its name, which scrubs numbers, its lock, the rule it refuses by."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QEnterEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QMenu, QSizePolicy, QVBoxLayout, QWidget

from ui import forms, strokes, theme
from ui.fields import FAST, LineField, NumberField

PIXELS = 4  # that a label is dragged for one step


class FieldLabel(QWidget):
    """What stands above a field: its name, a lock if plans may not change it; a drag scrubs.

    ``locked`` None: it has no lock. ``asked`` tells that the lock was clicked.
    """

    asked = Signal()

    def __init__(self, said: str, field: QWidget, locked: bool | None = None) -> None:
        super().__init__()
        self.said, self.field, self.locked = said, field, locked
        self._from: QPointF | None = None
        self._gone = 0
        self._over = False
        self.setFixedHeight(16)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        if isinstance(field, NumberField):
            self.setCursor(Qt.CursorShape.SizeHorCursor)

    def set_locked(self, locked: bool) -> None:
        if locked != self.locked:
            self.locked = locked
            self.update()

    def minimumSizeHint(self) -> QSize:
        return QSize(8, 16)

    def sizeHint(self) -> QSize:
        return QSize(
            round(strokes.width(theme.font(11), self.said)) + (0 if self.locked is None else 18), 16
        )

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        room = QRectF(self.rect()).adjusted(0, 0, 0 if self.locked is None else -18, 0)
        token = "t2" if self._over and isinstance(self.field, NumberField) else "t3"
        strokes.words(painter, room, self.said, theme.font(11), token)
        if self.locked:
            strokes.icon(painter, "lock", self.width() - 14, 2, "t2", 12)
        elif self.locked is not None and self._over:
            strokes.icon(painter, "unlock", self.width() - 14, 2, "t3", 12)
        painter.end()

    def enterEvent(self, event: QEnterEvent) -> None:
        self._over = True
        self.update()

    def leaveEvent(self, event: QEvent) -> None:
        self._over = False
        self.update()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() != Qt.MouseButton.LeftButton:
            return
        if self.locked is not None and event.position().x() >= self.width() - 18:
            self.asked.emit()
        elif isinstance(self.field, NumberField):
            self._from, self._gone = event.position(), 0
        else:
            self.field.setFocus(Qt.FocusReason.MouseFocusReason)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._from is None or not isinstance(self.field, NumberField):
            return
        steps = int((event.position().x() - self._from.x()) / PIXELS)
        if steps != self._gone:
            fast = event.modifiers() & Qt.KeyboardModifier.ShiftModifier
            self.field.move_by((steps - self._gone) * (FAST if fast else 1))
            self._gone = steps

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if self._from is None or not isinstance(self.field, NumberField):
            return
        self._from = None
        if self._gone:
            self.field.ended.emit()
        else:
            self.field.setFocus(Qt.FocusReason.MouseFocusReason)
            self.field.selectAll()

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        if self.locked is None:
            return
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        said = f"Let plans change the {self.said.lower()}" if self.locked else (
            f"Lock the {self.said.lower()} against plans"
        )  # fmt: skip
        menu.addAction(said, self.asked.emit)
        menu.popup(event.globalPos())


class Fault(QLabel):
    """The rule that a field refuses by, while it does."""

    def __init__(self, field: QWidget) -> None:
        super().__init__()
        self.setStyleSheet(f"color: {theme.COLOURS['err']}; font-size: 11px;")
        self.setWordWrap(True)
        self.hide()
        if isinstance(field, LineField):
            field.refused.connect(self.say)

    def say(self, sentence: str) -> None:
        if sentence != self.text():
            self.setText(sentence)
            self.setVisible(bool(sentence))


class Above(QWidget):
    """A field with its label above, ``beside`` the label, and when it refuses the rule below."""

    def __init__(
        self,
        said: str,
        field: QWidget,
        locked: bool | None = None,
        beside: QWidget | None = None,
    ) -> None:
        super().__init__()
        self.label = FieldLabel(said, field, locked)
        self.field = field
        self.fault = Fault(field)
        head = forms.row(self.label, beside) if beside else self.label
        lay: QVBoxLayout = forms.column(head, field, self.fault, None, gap=3)
        self.setLayout(lay)


class Beside(QWidget):
    """A field with its label to the left: one letter, or a word of a column of labels."""

    def __init__(self, said: str, field: QWidget, wide: int = 18) -> None:
        super().__init__()
        self.label = FieldLabel(said, field)
        self.label.setFixedWidth(wide)
        self.field = field
        self.fault = Fault(field)
        lay: QHBoxLayout = forms.row(self.label, field, gap=4)
        lay.setStretch(1, 1)
        self.setLayout(forms.column(lay, self.fault, gap=3))
