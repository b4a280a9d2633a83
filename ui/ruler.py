"""Time across the timeline: frames and pixels, and the ruler with in, out and markers."""

from __future__ import annotations

from bisect import bisect_left
from math import log

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPen, QPolygonF

from storyboard import timing
from storyboard.board import Marker
from ui import strokes, theme

LABELS = 92  # pixels at the left
GAP = 8  # between them and the film's first frame
TAIL = 24  # after its last
HIGH = 24
WIDEST = 24.0  # pixels a frame
APART = 62  # pixels between two numbers, at least
SECONDS = (1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 1800, 3600)  # between two numbers
FLAG = 9  # width of a marker's flag


class Scale:
    """Which pixel of the view a frame of the film lies at. ``left`` is what is scrolled away."""

    def __init__(self) -> None:
        self.zoom = 0.0  # 0 the whole film, 1 every frame
        self.left = 0
        self.pixels = 1.0  # a frame
        self.length = 0
        self._room = 100.0

    def fit(self, width: float, length: int, hold: bool = False) -> None:
        """The view is so wide, the film so long.

        A film that was in sight whole stays so; otherwise, or to ``hold``, a frame stays as wide.
        """
        before = self.length
        self._room, self.length = max(50.0, width - LABELS - GAP - TAIL), length
        if hold or (self.zoom and before and before != length):
            self.zoom = _share(self._room / max(1, length), self.pixels)
        else:
            self.set_zoom(self.zoom)

    def set_zoom(self, zoom: float) -> None:
        self.zoom = min(1.0, max(0.0, zoom))
        least = self._room / max(1, self.length)
        self.pixels = least * max(1.0, WIDEST / least) ** self.zoom

    def zoom_to(self, frames: int) -> None:
        """As near as lets so many frames fill the view."""
        self.widen(self._room / max(1, frames))

    def widen(self, pixels: float) -> None:
        """As near as makes a frame so wide."""
        self.set_zoom(_share(self._room / max(1, self.length), pixels))

    @property
    def whole(self) -> int:
        """Pixels that the film and the labels take."""
        return round(LABELS + GAP + TAIL + self.length * self.pixels)

    def x(self, frame: float) -> float:
        return LABELS + GAP + frame * self.pixels - self.left

    def at(self, x: float) -> float:
        """The moment at a pixel, in frames."""
        return (x - LABELS - GAP + self.left) / self.pixels

    def frame(self, x: float) -> int:
        """The frame that lies under a pixel."""
        return int(self.at(x) // 1)


def _share(least: float, wanted: float) -> float:
    """The zoom at which a frame is so wide."""
    if wanted <= least or least >= WIDEST:
        return 0.0
    return log(wanted / least) / log(WIDEST / least)


def step(pixels: float, rate: int) -> int:
    """Frames between two numbers of the ruler."""
    parts = [n for n in (1, 2, 5, 10) if n < rate]
    row = [*parts, *(seconds * rate for seconds in SECONDS)]
    return next((frames for frames in row if frames * pixels >= APART), row[-1])


def paint(painter: QPainter, area: QRectF, scale: Scale, rate: int) -> None:
    """Numbers and ticks of the part of the ruler that lies in ``area``."""
    painter.fillRect(QRectF(area.x(), 0, area.width(), HIGH), theme.colour("bg1"))
    apart = step(scale.pixels, rate)
    fine = apart / 5 if apart % 5 == 0 or apart >= rate else apart
    first = max(0, int(scale.at(area.x() - APART) // apart)) * apart
    font, frame = theme.font(10), first
    while (x := scale.x(frame)) < area.right():
        painter.fillRect(QRectF(x, 16, 1, 8), theme.colour("t4"))
        said = timing.short_timecode(frame, rate)
        said = said if apart < rate else said[:-3]
        place = QRectF(x + 8, 1, 80, 13)  # beside the playhead, too
        strokes.words(painter, place, said, font, "t3", elide=False)
        for at in range(1, round(apart / fine)):
            painter.fillRect(QRectF(scale.x(frame + at * fine), 20, 1, 4), theme.colour("bg4"))
        frame += apart


def paint_stretch(painter: QPainter, scale: Scale, stretch: tuple[int, int], height: float) -> None:
    """The stretch between in and out, lighter, with its brackets."""
    start, end = scale.x(stretch[0]), scale.x(stretch[1])
    painter.fillRect(QRectF(start, 0, end - start, height), theme.colour("white", 13))
    painter.setPen(QPen(theme.colour("t1"), 1.5))
    for x, way in ((start, 4), (end, -4)):
        row = [QPointF(x + way, 1), QPointF(x, 1), QPointF(x, 23)]
        painter.drawPolyline(QPolygonF(row))


def paint_markers(
    painter: QPainter,
    scale: Scale,
    row: tuple[tuple[int, Marker], ...],
    picked: str,
    area: QRectF,
) -> None:
    """Flags at the foot of the ruler, each with its name as far as there is room."""
    font = theme.font(10, 500)
    first = bisect_left(row, scale.at(area.x() - 240), key=lambda placed: placed[0])
    for at in range(first, len(row)):
        frame, marker = row[at]
        x = scale.x(frame)
        if x > area.right() + FLAG:
            break
        lit = marker.id == picked
        if marker.name:
            after = scale.x(row[at + 1][0]) - FLAG if at + 1 < len(row) else area.right() + 300
            room = min(after - x - 10, 180.0, strokes.width(font, marker.name) + 8)
            if room > 14:
                plate = QRectF(x + 1, 12, room, 12)
                painter.fillRect(plate, theme.colour("acc_bg" if lit else "bg3"))
                strokes.words(
                    painter, plate.adjusted(6, 0, -1, 0), marker.name, font, "t1" if lit else "t2"
                )
        flag = [(-4.5, 11.5), (4.5, 11.5), (4.5, 18.5), (0, 23.5), (-4.5, 18.5)]
        painter.setPen(QPen(theme.colour("bg0"), 1))
        painter.setBrush(theme.colour("acc" if lit else "t2"))
        painter.drawPolygon(QPolygonF([QPointF(x + dx, y) for dx, y in flag]))


def paint_playhead(painter: QPainter, x: float, height: float) -> None:
    """White, with a dark halo: the accent would drown in the selection."""
    x = round(x) + 0.5
    painter.fillRect(QRectF(x - 1.5, 20, 3, height), theme.colour("black", 90))
    painter.fillRect(QRectF(x - 0.5, 10, 1, height), theme.colour("white"))
    tab = [(-6, 5), (6, 5), (6, 13), (0, 20), (-6, 13)]
    painter.setPen(QPen(theme.colour("black", 120), 1))
    painter.setBrush(theme.colour("white"))
    painter.drawPolygon(QPolygonF([QPointF(x + dx, y) for dx, y in tab]))
    painter.setBrush(Qt.BrushStyle.NoBrush)
