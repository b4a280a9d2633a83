"""Small form widgets that several panes use."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, TypeAlias, TypeVar

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QBoxLayout,
    QComboBox,
    QFrame,
    QHBoxLayout,
    QLabel,
    QLayout,
    QLineEdit,
    QPushButton,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from ui import strokes, theme

LABELS = 150  # pixels of the names on a page

Part: TypeAlias = QWidget | QLayout | int | None
Box = TypeVar("Box", bound=QBoxLayout)


def label(said: str = "", pixels: int = 12, weight: int = 400, token: str = "t1") -> QLabel:
    """Words in one of the type sizes; colour by palette, so that no sheet can outrank it."""
    found = QLabel(said)
    found.setFont(theme.font(pixels, weight))
    found.setStyleSheet(
        f"color: {theme.COLOURS[token]}; font-size: {pixels}px; font-weight: {weight};"
    )
    return found


class Elided(QLabel):
    """Words that are shortened at their end where the room is less; a tooltip tells them whole."""

    def __init__(self, pixels: int = 12, weight: int = 400, token: str = "t1") -> None:
        super().__init__()
        self._font, self._token = theme.font(pixels, weight), token
        self.setFont(self._font)

    def setText(self, said: str) -> None:
        super().setText(said)
        self.setToolTip(said)

    def minimumSizeHint(self) -> QSize:
        return QSize(24, super().minimumSizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        strokes.words(
            painter, QRectF(self.rect()), self.text(), self._font, self._token, self.alignment()
        )
        painter.end()


def button(said: str, act: Callable[[], object], kind: str = "", icon: str = "") -> QPushButton:
    found = QPushButton(said)
    found.setProperty("kind", kind)
    if icon:
        found.setIcon(theme.icon(icon, "acc_ink" if kind == "primary" else "t1"))
        found.setIconSize(QSize(14, 14))
    found.clicked.connect(lambda: act())
    return found


def tool(icon: str, tip: str, act: Callable[[], object], checkable: bool = False) -> QToolButton:
    found = QToolButton()
    found.setIcon(theme.icon(icon))
    found.setIconSize(QSize(16, 16))
    found.setFixedSize(26, 26)
    found.setToolTip(tip)
    found.setAccessibleName(tip)
    found.setCheckable(checkable)
    found.clicked.connect(lambda: act())
    return found


def rule() -> QFrame:
    """A hairline."""
    found = QFrame()
    found.setFixedHeight(1)
    found.setStyleSheet(f"background: {theme.COLOURS['line']};")
    return found


def row(*parts: Part, gap: int = 8, edge: Sequence[int] = ()) -> QHBoxLayout:
    """Parts side by side: a number is a space, None takes what is left."""
    return _fill(QHBoxLayout(), parts, gap, edge)


def column(*parts: Part, gap: int = 0, edge: Sequence[int] = ()) -> QVBoxLayout:
    """Parts below each other."""
    return _fill(QVBoxLayout(), parts, gap, edge)


def _fill(box: Box, parts: Sequence[Part], gap: int, edge: Sequence[int]) -> Box:
    box.setSpacing(gap)
    box.setContentsMargins(*(edge or (0, 0, 0, 0)))
    for part in parts:
        if part is None:
            box.addStretch(1)
        elif isinstance(part, int):
            box.addSpacing(part)
        elif isinstance(part, QLayout):
            box.addLayout(part)
        else:
            box.addWidget(part)
    return box


def pane(*parts: Part, edge: Sequence[int] = (), token: str = "bg1") -> QWidget:
    """A plain surface with parts below each other."""
    found = QWidget()
    found.setObjectName("pane")
    found.setStyleSheet(f"QWidget#pane {{ background: {theme.COLOURS[token]}; }}")
    found.setLayout(column(*parts, edge=edge))
    return found


def columns(*parts: QWidget | QLayout) -> QHBoxLayout:
    """Parts of equal width side by side."""
    found = row(*parts)
    for at in range(len(parts)):
        found.setStretch(at, 1)
    return found


def choice(title: str, keep: Callable[[Any], object]) -> QComboBox:
    """A list to choose from; ``keep`` hears the value of what is chosen."""
    found = QComboBox()
    found.setAccessibleName(title)
    found.activated.connect(lambda at: keep(found.itemData(at)))
    return found


def section(title: str, said: str) -> QWidget:
    """The head of a part of a page."""
    found = QWidget()
    found.setLayout(
        row(label(title, 12, 600), 4, label(said, 11, 400, "t3"), None, edge=(0, 12, 0, 4))
    )
    return found


def line(name: str, field: QWidget, button: QWidget | None = None, note: str = "") -> QWidget:
    """A field behind its name."""
    title = label(name, 12, 400, "t3")
    title.setFixedWidth(LABELS)
    found = QWidget()
    parts: list[Part] = [title, field]
    if isinstance(field, QComboBox):
        field.setMinimumWidth(220)
    if note:
        parts.append(label(note, 11, 400, "t3"))
    if button:
        parts.append(button)
    elif not isinstance(field, QLineEdit) and not (isinstance(field, QLabel) and field.wordWrap()):
        parts.append(None)
    whole = row(*parts)
    if button:
        whole.setStretch(1, 1)
    field.setAccessibleName(field.accessibleName() or name)
    found.setLayout(whole)
    return found


def page(*parts: QWidget) -> QWidget:
    """A page of a dialog: its parts from the top."""
    found = QWidget()
    lay = column(*parts, None, gap=8, edge=(20, 6, 20, 12))
    lay.setAlignment(Qt.AlignmentFlag.AlignTop)
    found.setLayout(lay)
    return found
