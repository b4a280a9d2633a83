"""Sight: where the stage lies in the canvas, and how large."""

from __future__ import annotations

from dataclasses import dataclass, replace

from PySide6.QtCore import QPointF, QRectF

from storyboard.board import FRAME, Box, Shot

MARGIN = (0.16, 0.07)  # of the frame, left and right, above and below: where subjects come in
PAINTED = Box(-0.41, -0.30, 1.42, 1.16)  # what backdrops are drawn for while the camera holds
FURTHEST = 1.2  # frames beyond the frame that a stray box may pull the stage out
FULL = 1280  # pixels of the frame's width at 100 %: the width of an exported film
NEAREST, SMALLEST = 8.0, 0.04


@dataclass(frozen=True)
class Sight:
    """Stage 0..1 is ``wide`` x ``high`` pixels at ``left``, ``top`` of the canvas."""

    left: float = 0.0
    top: float = 0.0
    wide: float = 1.0
    high: float = 1.0

    def box(self, box: Box) -> QRectF:
        """A stage box in the canvas."""
        return QRectF(
            self.left + box.x0 * self.wide,
            self.top + box.y0 * self.high,
            box.width * self.wide,
            box.height * self.high,
        )

    def spot(self, x: float, y: float) -> QPointF:
        return QPointF(self.left + x * self.wide, self.top + y * self.high)

    def stage(self, where: QPointF) -> tuple[float, float]:
        """A point of the canvas on the stage."""
        return (where.x() - self.left) / self.wide, (where.y() - self.top) / self.high

    def way(self, across: QPointF) -> tuple[float, float]:
        """A way over the canvas as one over the stage."""
        return across.x() / self.wide, across.y() / self.high

    def moved(self, across: QPointF) -> Sight:
        return replace(self, left=self.left + across.x(), top=self.top + across.y())

    def zoomed(self, factor: float, around: QPointF) -> Sight:
        """Nearer or further; what lies at ``around`` stays there."""
        factor = min(max(factor, SMALLEST * FULL / self.wide), NEAREST * FULL / self.wide)
        x, y = self.stage(around)
        wide, high = self.wide * factor, self.high * factor
        return Sight(around.x() - x * wide, around.y() - y * high, wide, high)

    @property
    def percent(self) -> int:
        return round(100 * self.wide / FULL)


def extent(shot: Shot | None, margin: tuple[float, float] = MARGIN) -> Box:
    """The part of the stage that matters in a shot: frame, cameras and boxes with a margin."""
    found = [FRAME]
    if shot:
        found += shot.camera.rects
        found += [box for row in shot.layout.boxes.values() for box in row if box]
    side, rise = margin
    x0, x1 = min(b.x0 for b in found), max(b.x1 for b in found)
    y0, y1 = min(b.y0 for b in found), max(b.y1 for b in found)
    return Box(
        max(-FURTHEST, min(-side, x0 - side / 3)),
        max(-FURTHEST, min(-rise, y0 - rise / 3)),
        min(1 + FURTHEST, max(1 + side, x1 + side / 3)),
        min(1 + FURTHEST, max(1 + rise, y1 + rise / 3)),
    )


def filling(sight: Sight, part: Box, room: QRectF) -> Box:
    """As much more of the stage than ``part`` as the room shows and places are painted for."""
    (x0, y0), (x1, y1) = sight.stage(room.topLeft()), sight.stage(room.bottomRight())
    return Box(
        min(part.x0, max(x0, PAINTED.x0)),
        min(part.y0, max(y0, PAINTED.y0)),
        max(part.x1, min(x1, PAINTED.x1)),
        max(part.y1, min(y1, PAINTED.y1)),
    )


def fitted(part: Box, room: QRectF, aspect: float) -> Sight:
    """The sight that shows this part of the stage whole in the middle of ``room``."""
    high = min(room.height() / part.height, room.width() / (part.width * aspect))
    high = max(high, 8.0)
    wide = high * aspect
    middle = room.center()
    x, y = part.centre
    return Sight(middle.x() - x * wide, middle.y() - y * high, wide, high)
