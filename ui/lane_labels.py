"""The names of the tracks at the left of the timeline."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPen

from ui import hits, strokes, theme
from ui.ruler import HIGH, LABELS
from ui.tracks import LINE

if TYPE_CHECKING:
    from ui.lane_view import LaneView

ICON, WORDS = 10, 30  # pixels from the left


def paint(painter: QPainter, lanes: LaneView, final: int) -> None:
    """All of them; ``final`` shots are."""
    painter.save()
    high = lanes.viewport().height()
    painter.setClipRect(QRectF(0, 0, LABELS, high), Qt.ClipOperation.IntersectClip)
    painter.fillRect(QRectF(0, 0, LABELS, high), theme.colour("bg1"))
    painter.setClipRect(QRectF(0, HIGH + 1, LABELS, high), Qt.ClipOperation.IntersectClip)
    y, _ = lanes.tracks.shots
    _name(painter, "film", "Shots", y, 25)
    if count := len(lanes.film.shots):
        below = QRectF(ICON, y + lanes.tracks.thumb, LABELS - ICON - 2, LINE)
        strokes.words(painter, below, f"{final} of {count} final", theme.font(10), "t3")
    _name(painter, "captions", "Dialogue", *lanes.tracks.dialogue)
    for track in range(lanes.rows):
        said = f"Sound {track + 1}" if lanes.rows > 1 else "Sound"
        lit = lanes.hover == hits.Hit("mute", at=track)
        muted = lanes.is_muted(track)
        icon = "muted" if muted else "sound"
        _name(painter, icon, said, *lanes.tracks.track(track), dim=muted, lit=lit)
    painter.restore()


def _name(
    painter: QPainter, icon: str, said: str, y: float, high: float, *, dim: bool = False,
    lit: bool = False,
) -> None:  # fmt: skip
    strokes.icon(painter, icon, ICON, y + high / 2 - 7, "t1" if lit else "t3", 14)
    room = QRectF(WORDS, y, LABELS - WORDS, high)
    strokes.words(painter, room, said, theme.font(11, 500), "t3" if dim else "t2")


def paint_empty(painter: QPainter, room: QRectF) -> None:
    """What to do while there are no shots."""
    painter.fillRect(room.adjusted(-16, -15, 16, 16), theme.colour("bg1"))
    painter.setPen(QPen(theme.colour("line2"), 1, Qt.PenStyle.DashLine))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRoundedRect(room.adjusted(0.5, 0.5, -0.5, -0.5), 6, 6)
    middle = room.center().y()
    title = QRectF(room.x(), middle - 20, room.width(), 20)
    strokes.words(painter, title, "No shots yet", theme.font(13, 600), "t1", strokes.CENTRE)
    said = "Plan the script, or draw the first shot on the board. It then lies here in time."
    below = QRectF(room.x() + 8, middle + 2, room.width() - 16, 18)
    strokes.words(painter, below, said, theme.font(12), "t2", strokes.CENTRE)
