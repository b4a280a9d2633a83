"""Guides inside the camera frame: thirds, centre, safe areas, and what another shape would cut."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPen

from storyboard.board import Box
from ui import theme
from ui.easel import MASKS

ACTION, TITLE = 0.93, 0.90  # of the frame, as television has them since flat screens
CLOSE_ACTION, CLOSE_TITLE = 0.90, 0.80  # and as they were
FAINT, CLEAR = 51, 72  # 20 and 28 % white
COVER = 150


def paint(
    painter: QPainter, frame: QRectF, switches: Mapping[str, bool], mask: str, aspect: float
) -> None:
    """Everything that is switched on, in this camera frame."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
    if mask:
        cut = masked(frame, MASKS[mask] / aspect)
        _outside(painter, frame, cut)
    if switches["thirds"]:
        painter.setPen(QPen(theme.colour("white", FAINT), 1))
        for share in (1 / 3, 2 / 3):
            _upright(painter, frame, share)
            _level(painter, frame, share)
    for name, share, strength, dashed in (
        ("action", ACTION, CLEAR, False),
        ("title", TITLE, CLEAR, True),
        ("close", CLOSE_ACTION, FAINT, False),
        ("close", CLOSE_TITLE, FAINT, True),
    ):
        if switches[name]:
            pen = QPen(theme.colour("white", strength), 1)
            pen.setStyle(Qt.PenStyle.DashLine if dashed else Qt.PenStyle.SolidLine)
            painter.setPen(pen)
            painter.drawRect(safe(frame, share).toRect())
    if switches["centre"]:
        painter.setPen(QPen(theme.colour("white", CLEAR), 1))
        middle, arm = frame.center(), min(frame.width(), frame.height()) * 0.04
        painter.drawLine(middle - QPointF(arm, 0), middle + QPointF(arm, 0))
        painter.drawLine(middle - QPointF(0, arm), middle + QPointF(0, arm))
    painter.restore()


def safe(frame: QRectF, share: float) -> QRectF:
    """The middle of a frame, so large a share of it."""
    side, rise = frame.width() * (1 - share) / 2, frame.height() * (1 - share) / 2
    return frame.adjusted(side, rise, -side, -rise)


def masked(frame: QRectF, ratio: float) -> QRectF:
    """What a frame ``ratio`` times as wide for its height keeps of this one."""
    if ratio >= 1:
        cut = frame.height() * (1 - 1 / ratio) / 2
        return frame.adjusted(0, cut, 0, -cut)
    cut = frame.width() * (1 - ratio) / 2
    return frame.adjusted(cut, 0, -cut, 0)


def lines(camera: Box) -> tuple[list[float], list[float]]:
    """What a dragged edge snaps to inside a camera, in stage units: x's and y's."""
    shares = [0.0, 1 / 3, 0.5, 2 / 3, 1.0]
    for share in (ACTION, TITLE):
        shares += [(1 - share) / 2, (1 + share) / 2]
    return (
        [camera.x0 + share * camera.width for share in shares],
        [camera.y0 + share * camera.height for share in shares],
    )


def inside_title(box: Box, camera: Box) -> bool:
    """Whether a stage box lies wholly where titles are safe."""
    rest = (1 - TITLE) / 2
    side, rise = rest * camera.width, rest * camera.height
    return (
        box.x0 >= camera.x0 + side
        and box.x1 <= camera.x1 - side
        and box.y0 >= camera.y0 + rise
        and box.y1 <= camera.y1 - rise
    )


def _outside(painter: QPainter, frame: QRectF, kept: QRectF) -> None:
    dark = theme.colour("black", COVER)
    for part in (
        QRectF(frame.x(), frame.y(), frame.width(), kept.y() - frame.y()),
        QRectF(frame.x(), kept.bottom(), frame.width(), frame.bottom() - kept.bottom()),
        QRectF(frame.x(), kept.y(), kept.x() - frame.x(), kept.height()),
        QRectF(kept.right(), kept.y(), frame.right() - kept.right(), kept.height()),
    ):
        painter.fillRect(part, dark)


def _upright(painter: QPainter, frame: QRectF, share: float) -> None:
    x = round(frame.x() + share * frame.width())
    painter.drawLine(x, round(frame.y()), x, round(frame.bottom()))


def _level(painter: QPainter, frame: QRectF, share: float) -> None:
    y = round(frame.y() + share * frame.height())
    painter.drawLine(round(frame.x()), y, round(frame.right()), y)
