"""What is painted over the timeline's tracks: what the pointer is over, and what a drag says."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPen

from ui import strokes, theme
from ui.hits import SOUNDS, Hit
from ui.ruler import HIGH, LABELS
from ui.shot_lane import paint_seam

if TYPE_CHECKING:
    from ui.lane_view import LaneView

WAYS = {"start": (1,), "end": (-1,), "roll": (-1, 1)}


def paint(painter: QPainter, lanes: LaneView) -> None:
    """What the pointer is over."""
    hit = lanes.hover
    if hit.at >= len(lanes.shots.row) and hit.what in (*WAYS, "seam", "shot"):
        return
    if hit.what in WAYS:
        _edges(painter, lanes.shots.box(hit.at, lanes.tracks), hit)
    elif hit.what == "seam":
        box = lanes.shots.seam(hit.at, lanes.tracks)
        paint_seam(painter, box, lanes.shots.row[hit.at].join, lit=True)
    elif hit.what == "shot":
        box = lanes.shots.box(hit.at, lanes.tracks)
        if hit.id not in lanes.film.chosen and box.width() > 6:
            _ring(painter, box, 4)
    else:
        _sound(painter, lanes, hit)


def _edges(painter: QPainter, box: QRectF, hit: Hit) -> None:
    """Brackets at the ends that a drag would move."""
    painter.setPen(QPen(theme.colour("acc_hi"), 2))
    x = box.x() if hit.what == "start" else box.right()
    for way in WAYS[hit.what]:
        at, end = x + 1.5 * way, x + 6 * way
        top, foot = box.y() + 1, box.bottom() - 1
        row = [QPointF(end, top), QPointF(at, top), QPointF(at, foot), QPointF(end, foot)]
        painter.drawPolyline(row)


def _sound(painter: QPainter, lanes: LaneView, hit: Hit) -> None:
    if hit.what not in SOUNDS:
        return
    clip = lanes.sounds.clip(hit.id)
    if clip is None:
        return
    box, ink = lanes.sounds.box(clip, lanes.tracks), theme.colour("acc_hi")
    if hit.what in ("sound start", "sound end"):
        x = box.x() + 1 if hit.what == "sound start" else box.right() - 1
        painter.fillRect(QRectF(x - 1, box.y(), 2, box.height()), ink)
    elif hit.what == "gain":
        y = lanes.sounds.gain_y(box, clip.sound.gain)
        painter.fillRect(QRectF(box.x(), y - 1, box.width(), 2), ink)
    elif hit.id != lanes.sound_id:
        _ring(painter, box, 3)
    if box.width() > 30:
        lanes.sounds.paint_grips(painter, clip, box)


def _ring(painter: QPainter, box: QRectF, radius: float) -> None:
    painter.setPen(QPen(theme.colour("t4"), 1))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRoundedRect(box.adjusted(0.5, 0.5, -0.5, -0.5), radius, radius)


def paint_drag(painter: QPainter, lanes: LaneView, whole: QRectF) -> None:
    """Where a drag would land, what it holds on to, and its read-out."""
    y, high = lanes.tracks.shots
    if lanes.carried in lanes.shots.places:
        _card(painter, lanes, lanes.shots.places[lanes.carried])
    if lanes.landing is not None:
        painter.fillRect(QRectF(lanes.landing - 1.5, y - 3, 3, high + 6), theme.colour("acc"))
    if lanes.snap.line is not None:
        x = lanes.scale.x(lanes.snap.line)
        painter.setPen(QPen(theme.colour("acc"), 1, Qt.PenStyle.DashLine))
        painter.drawLine(QPointF(x, HIGH), QPointF(x, whole.height()))
    if lanes.said:
        font = theme.font(11, 500)
        wide = strokes.width(font, lanes.said) + 16
        x = min(max(LABELS + 4.0, lanes.spot.x() + 12), whole.width() - wide - 4)
        box = QRectF(x, max(HIGH + 2.0, lanes.spot.y() - 30), wide, 20)
        painter.fillPath(strokes.rounded(box, 4), theme.colour("plate", 235))
        strokes.words(painter, box.adjusted(8, 0, 0, 0), lanes.said, font, "t1", elide=False)


def _card(painter: QPainter, lanes: LaneView, at: int) -> None:
    """The clip that is carried, lifted under the pointer."""
    home = lanes.shots.box(at, lanes.tracks)
    wide = min(max(home.width(), 48.0), lanes.tracks.thumb * lanes.film.board.aspect)
    box = QRectF(lanes.spot.x() - wide / 2, home.y() + 8, wide, home.height())
    painter.save()
    painter.setOpacity(0.88)
    chosen = lanes.film.chosen
    if len(chosen) > 1:
        painter.fillPath(strokes.rounded(box.translated(4, -4), 4), theme.colour("bg4"))
    lanes.shots.paint_clip(painter, box, at, box, lanes.tracks, chosen, chosen[-1])
    _ring(painter, box, 4)
    painter.restore()
