"""Small form widgets that several panes use."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeAlias, TypeVar

from PySide6.QtCore import QSize
from PySide6.QtWidgets import (
    QBoxLayout,
    QFrame,
    QHBoxLayout,
    QLabel,
    QLayout,
    QPushButton,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from ui import theme

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
