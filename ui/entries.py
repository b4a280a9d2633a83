"""The rows of a list of cast or places, and how they are painted."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPixmap

from ui import portraits, strokes, theme
from ui.portraits import Face

HEADING, ROW, GAP = 36, 64, 13  # heights: of a section's title, of a row, between two sections

State = Literal["", "hovered", "chosen", "focused", "aimed"]  # aimed: something is let go on it
CARDS = {"hovered": "bg2", "chosen": "bg3", "focused": "bg3", "aimed": "sel"}


@dataclass(frozen=True)
class Entry:
    """One row. ``hue`` None = no dot."""

    id: str
    name: str
    look: str
    count: str
    face: Face
    hue: QColor | None = None
    words: str = ""  # what a search finds it by


@dataclass(frozen=True)
class Section:
    """A title and its rows; one without rows says ``empty``."""

    title: str
    entries: tuple[Entry, ...]
    empty: str = ""
    counted: bool = True


def title(painter: QPainter, section: Section, y: int, wide: int) -> None:
    """A section's title, how many rows it has, or what it says without any."""
    box = QRectF(12, y, wide - 24, HEADING)
    strokes.words(painter, box, section.title, theme.font(12, 500), "t3")
    if section.counted:
        count = str(len(section.entries))
        strokes.words(painter, box, count, theme.font(11), "t3", strokes.RIGHT)
    if not section.entries and section.empty:
        below = QRectF(12, y + HEADING - 6, wide - 24, 24)
        strokes.words(painter, below, section.empty, theme.font(12), "t3")


def row(
    painter: QPainter,
    box: QRectF,
    entry: Entry,
    pixmap: QPixmap | None,
    state: State,
    told: str,
    named: bool,
) -> None:
    """One row; ``told`` stands at its right, the name only where it is not being typed."""
    card = box.adjusted(6, 2, -6, -2)
    if state:
        painter.fillPath(strokes.rounded(card, 6), theme.colour(CARDS[state]))
    if state in ("focused", "aimed"):
        painter.setPen(QPen(theme.colour("acc"), 2))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(card.adjusted(1, 1, -1, -1), 6, 6)
    size = portraits.WIDE if entry.face.whole else portraits.SQUARE
    plate = QRectF(12, box.center().y() - size.height() / 2, size.width(), size.height())
    portraits.tile(painter, plate, pixmap)
    left, top, right = plate.right() + 12, box.center().y() - 19, box.right() - 12
    if entry.hue is not None:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(entry.hue)
        painter.drawEllipse(QPointF(left + 4, top + 9), 4, 4)
    indent = 15 if entry.hue is not None else 0
    small = theme.font(11)
    taken = strokes.width(small, told) + 10
    line = QRectF(left, top, right - left, 18)
    if named:
        strokes.words(painter, line, told, small, "t3", strokes.RIGHT)
        name = line.adjusted(indent, 0, -taken, 0)
        strokes.words(painter, name, entry.name, theme.font(13, 600))
    strokes.words(painter, line.translated(0, 20), entry.look, theme.font(12), "t2")


def empty(painter: QPainter, hint: str, wide: int) -> None:
    """What to do while the list is empty: a title, and a sentence after the line break."""
    box = QRectF(12, 12, wide - 24, 108)
    painter.setPen(QPen(theme.colour("line2"), 1, Qt.PenStyle.DashLine))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRoundedRect(box, 6, 6)
    said, _, rest = hint.partition("\n")
    line = QRectF(box.x() + 12, box.y() + 12, box.width() - 24, 18)
    strokes.words(painter, line, said, theme.font(13, 600))
    strokes.paragraph(painter, line.translated(0, 21), rest, theme.font(12), "t2", 17, 4)
