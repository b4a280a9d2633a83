"""Outlines on the stage: boxes with names, motion paths, the camera, readable on any picture."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import inf
from typing import Literal

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen, QPolygonF

from ui import handles, strokes, theme

State = Literal["rest", "hover", "picked", "absent"]

TAB = 17.0  # height of a name tab
LEAST = 28.0  # pixels of a name tab that stands before another
DOT, NOW = 4.0, 6.0  # radii on a path
CORNER = 14.0  # arms of the camera's corners
HALO = 160


def tab(box: QRectF, name: str, most: float = inf) -> QRectF:
    """Where a box's name tab lies: above its left corner, so wide at most."""
    wide = min(most, strokes.width(theme.font(11, 600), name) + 12)
    return QRectF(box.left() - 0.75, box.top() - TAB, wide, TAB)


def tab_rooms(boxes: Mapping[str, QRectF]) -> dict[str, float]:
    """How wide each one's tab may be so that it does not cover the next one's at its right."""
    found = {}
    for id, box in boxes.items():
        beside = [
            other.left() - box.left() - 2
            for other in boxes.values()
            if other.left() > box.left() and abs(other.top() - box.top()) < TAB
        ]
        found[id] = max(LEAST, min(beside, default=inf))
    return found


def box(
    painter: QPainter, rect: QRectF, hue: QColor, name: str, state: State, most: float = inf
) -> None:
    """A subject's box and its name, so wide at most."""
    fill, ink = QColor(hue), QColor(hue)
    if state in ("hover", "picked"):
        fill.setAlphaF(0.10)
        painter.fillRect(rect, fill)
    if state == "absent":
        ink.setAlphaF(0.5)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(theme.colour("black", HALO // (2 if state == "absent" else 1)), 3))
    painter.drawRect(rect)
    pen = QPen(ink, 2.0 if state in ("hover", "picked") else 1.5)
    if state == "absent":
        pen.setDashPattern([4, 3])
    painter.setPen(pen)
    painter.drawRect(rect)
    plate = tab(rect, name, most)
    back = QColor(hue).darker(170) if state == "absent" else hue
    painter.fillPath(strokes.rounded(plate, 3), back)
    painter.fillRect(plate.adjusted(0, TAB / 2, 0, 0), back)
    font = theme.font(11, 600)
    said = strokes.elided(font, name, plate.width() - 8)
    strokes.words(painter, plate, said, font, "bg0", strokes.CENTRE, elide=False)


def grips(painter: QPainter, rect: QRectF, which: Sequence[str] = handles.GRIPS) -> None:
    """White squares to pull."""
    painter.setPen(QPen(theme.colour("black", 190), 1))
    painter.setBrush(theme.colour("white"))
    for grip in which:
        middle = handles.spot(rect, grip)
        painter.drawRect(QRectF(middle.x() - 4, middle.y() - 4, 8, 8))


def readout(painter: QPainter, rect: QRectF, said: str, room: QRectF) -> None:
    """Numbers on a dark plate below a box, kept in the room."""
    font = theme.font(11, 600)
    plate = QRectF(0, 0, strokes.width(font, said) + 14, 20)
    plate.moveCenter(QPointF(rect.center().x(), rect.bottom() + 18))
    if plate.bottom() > room.bottom() - 4:
        plate.moveBottom(min(rect.bottom() - 6, room.bottom() - 4))
    plate.moveLeft(min(max(plate.left(), room.left() + 4), room.right() - plate.width() - 4))
    painter.fillPath(strokes.rounded(plate, 4), theme.colour("plate", 215))
    strokes.words(painter, plate, said, font, "t1", strokes.CENTRE, elide=False)


def path(
    painter: QPainter,
    spots: Sequence[QPointF | None],
    hue: QColor,
    now: int,
    strong: bool,
) -> None:
    """A motion path: lines between the moments, a dot at each; the strong one can be pulled."""
    painter.setBrush(Qt.BrushStyle.NoBrush)
    lines = QPainterPath()
    before: QPointF | None = None
    for spot in spots:
        if spot is not None:
            if before is None:
                lines.moveTo(spot)
            else:
                lines.lineTo(spot)
        before = spot
    if not strong:
        ink = QColor(hue)
        ink.setAlphaF(0.55)
        painter.setPen(QPen(theme.colour("black", 90), 2.5))
        painter.drawPath(lines)
        painter.setPen(QPen(ink, 1))
        painter.drawPath(lines)
        return
    painter.setPen(QPen(theme.colour("black", HALO), 3.5))
    painter.drawPath(lines)
    painter.setPen(QPen(hue, 1.5))
    painter.drawPath(lines)
    there = [at for at, spot in enumerate(spots) if spot is not None]
    for at in there:
        if at != now:
            _dot(painter, spots[at], DOT, hue)
    if now in there:
        _dot(painter, spots[now], NOW, theme.colour("white"))
    for at in {there[0], there[-1]} if there else ():
        if (spot := spots[at]) is not None:
            _haloed(painter, QPointF(spot.x() - 4, spot.y() + 18), str(at + 1), hue)


def camera(painter: QPainter, rect: QRectF, picked: bool) -> None:
    """What the frame shows: a white line, strong corners."""
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(theme.colour("black", 120), 3))
    painter.drawRect(rect)
    painter.setPen(QPen(theme.colour("white", 255 if picked else 225), 2 if picked else 1.5))
    painter.drawRect(rect)
    pen = QPen(theme.colour("white"), 3)
    pen.setCapStyle(Qt.PenCapStyle.FlatCap)
    pen.setJoinStyle(Qt.PenJoinStyle.MiterJoin)
    painter.setPen(pen)
    arm = min(CORNER, rect.width() / 4, rect.height() / 4)
    for corner, x, y in (
        (rect.topLeft(), 1, 1), (rect.topRight(), -1, 1),
        (rect.bottomLeft(), 1, -1), (rect.bottomRight(), -1, -1),
    ):  # fmt: skip
        painter.drawPolyline(
            QPolygonF([corner + QPointF(x * arm, 0), corner, corner + QPointF(0, y * arm)])
        )


def camera_tab(rect: QRectF, said: str) -> QRectF:
    """Where the camera's name lies: inside its upper left corner."""
    wide = strokes.width(theme.font(11, 600), said) + 32
    return QRectF(rect.x() + 8, rect.y() + 8, wide, 20)


def camera_name(painter: QPainter, rect: QRectF, said: str, lit: bool) -> None:
    plate = camera_tab(rect, said)
    painter.fillPath(strokes.rounded(plate, 4), theme.colour("bg4" if lit else "plate", 215))
    strokes.icon(painter, "camera", plate.x() + 6, plate.y() + 3, "t1", 14)
    font = theme.font(11, 600)
    strokes.words(painter, plate.adjusted(25, 0, 0, 0), said, font, "t1", elide=False)


def ghost(painter: QPainter, rect: QRectF, said: str, right: bool) -> None:
    """Where the camera begins or ends: dashed, its name below a corner."""
    pen = QPen(theme.colour("white", 140), 1)
    pen.setDashPattern([4, 3])
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(pen)
    painter.drawRect(rect)
    font = theme.font(10, 600)
    x = rect.right() - strokes.width(font, said) if right else rect.x()
    _haloed(painter, QPointF(x, rect.bottom() + 12), said, theme.colour("white", 210), 10)


def line(painter: QPainter, room: QRectF, x: float | None, y: float | None) -> None:
    """What a dragged edge lies on."""
    painter.setPen(QPen(theme.colour("acc", 200), 1))
    if x is not None:
        painter.drawLine(QPointF(x, room.top()), QPointF(x, room.bottom()))
    if y is not None:
        painter.drawLine(QPointF(room.left(), y), QPointF(room.right(), y))


def _dot(painter: QPainter, spot: QPointF | None, radius: float, ink: QColor) -> None:
    if spot is not None:
        painter.setPen(QPen(theme.colour("black", 190), 1.5))
        painter.setBrush(ink)
        painter.drawEllipse(spot, radius, radius)


def _haloed(painter: QPainter, where: QPointF, said: str, ink: QColor, pixels: int = 11) -> None:
    words = QPainterPath()
    words.addText(where, theme.font(pixels, 600), said)
    painter.strokePath(words, QPen(theme.colour("black", 190), 3))
    painter.fillPath(words, ink)
