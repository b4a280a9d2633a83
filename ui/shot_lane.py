"""The shots on the timeline: thumbnails, a line with the number, a cell for every window, joins."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Collection, Iterator
from functools import lru_cache

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from storyboard import timing
from storyboard.board import Shot
from studio.cells import Cells
from ui import cells as cell_strokes
from ui import strokes, theme
from ui.film import Film
from ui.pictures import ON, Pictures
from ui.ruler import LABELS, Scale
from ui.tracks import FOOT, LINE, Tracks

SEAM = 18  # side of the square of a join
BARE = 3.0  # pixels; narrower shots are bars only
PICTURED = 8.0  # pixels; narrower shots have no thumbnail
PLACES = 4  # a row of thumbnails shows so many moments of its shot


_speech = lru_cache(4096)(timing.speech)  # every paint of the whole film asks for all of them


class ShotLane:
    """Paints the shots, and says where they are."""

    def __init__(self, film: Film, pictures: Pictures, cells: Cells, scale: Scale) -> None:
        self.film, self.pictures, self.cells, self.scale = film, pictures, cells, scale
        self.renew()

    def renew(self) -> None:
        """The board is another."""
        self.row = list(self.film.shots.values())
        self.starts = [self.film.starts[shot.id] for shot in self.row]
        self.places = {shot.id: at for at, shot in enumerate(self.row)}
        self.hues = theme.hues(self.film.board)

    # Where ---------------------------------------------------------------------------------------

    def at(self, frame: float) -> int:
        """The place in the row of the shot at a frame; the nearest if there is none."""
        return min(max(0, bisect_right(self.starts, frame) - 1), len(self.row) - 1)

    def seen(self, area: QRectF) -> Iterator[int]:
        """Places in the row of the shots in an area."""
        if not self.row:
            return
        last = self.at(self.scale.at(area.right()))
        yield from range(self.at(self.scale.at(area.x()) - 1), last + 1)

    def box(self, at: int, tracks: Tracks) -> QRectF:
        """Where a shot is painted."""
        shot, start = self.row[at], self.starts[at]
        left, right = self.scale.x(start), self.scale.x(start + shot.length)
        y, high = tracks.shots
        gap = 0.5 if right - left > BARE else 0.0
        return QRectF(left + gap, y, max(1.0, right - left - 2 * gap), high)

    def seam(self, at: int, tracks: Tracks) -> QRectF:
        """The square of the join after a shot."""
        x = self.scale.x(self.starts[at] + self.row[at].length)
        return QRectF(x - SEAM / 2, tracks.shots[0] + tracks.thumb / 2 - SEAM / 2, SEAM, SEAM)

    # Painting ------------------------------------------------------------------------------------

    def paint(
        self, painter: QPainter, area: QRectF, tracks: Tracks, chosen: Collection[str], current: str
    ) -> None:
        """The shots that lie in ``area``."""
        seen = list(self.seen(area))
        joins, at = [], seen[0] if seen else 0
        plain: QRectF | None = None  # bars of nothing but layouts, side by side
        while seen and at <= seen[-1]:
            box = self.box(at, tracks)
            bar = QRectF(box.x(), box.y(), BARE, box.height())
            narrow = box.width() < BARE
            if narrow and cell_strokes.is_plain(self.cells.peek(self.row[at].id)):
                plain = bar if plain is None else plain.united(bar)
            else:
                self._plain(painter, plain)
                plain = None
                if narrow:
                    self._bar(painter, at, bar)
                else:
                    self.paint_clip(painter, area, at, box, tracks, chosen, current)
                if self.row[at].join != "cut" and box.width() > SEAM:
                    joins.append(at)
            if narrow:  # many in a few pixels: the first of them stands for all
                at = max(at + 1, self.at(self.scale.at(box.x() + BARE)))
            else:
                at += 1
        self._plain(painter, plain)
        for id in chosen:
            place = self.places.get(id, -1)
            if seen and seen[0] <= place <= seen[-1]:
                self._outline(painter, self.box(place, tracks))
        for at in joins:
            paint_seam(painter, self.seam(at, tracks), self.row[at].join)

    def _plain(self, painter: QPainter, box: QRectF | None) -> None:
        """Many shots of which there are only layouts, at once."""
        if box is not None:
            painter.fillRect(box, theme.colour("bg2"))
            cell_strokes.bar(painter, _foot(box), ())

    def _bar(self, painter: QPainter, at: int, box: QRectF) -> None:
        painter.fillRect(box, theme.colour("bg3" if at % 2 else "bg2"))
        cell_strokes.bar(painter, _foot(box), self.cells.peek(self.row[at].id))

    def paint_clip(
        self,
        painter: QPainter,
        area: QRectF,
        at: int,
        box: QRectF,
        tracks: Tracks,
        chosen: Collection[str],
        current: str,
    ) -> None:
        """One shot, wide enough for more than a bar."""
        shot = self.row[at]
        lit = shot.id == current and shot.id in chosen
        row = QRectF(box.x() + 1, box.bottom() - FOOT + 1, box.width() - 1, FOOT - 2)
        if box.width() < PICTURED:
            painter.fillRect(box, theme.colour("sel" if lit else "bg2"))
            cell_strokes.bar(painter, row, self.cells.peek(shot.id))
            return
        painter.save()
        painter.setClipPath(strokes.rounded(box, 4), Qt.ClipOperation.IntersectClip)
        painter.fillRect(box, theme.colour("sel" if lit else "bg2"))
        self._thumbs(painter, area, box, tracks.thumb, shot)
        painter.restore()
        self._line(painter, box, tracks, shot, lit)
        cell_strokes.paint(painter, row, self.cells.peek(shot.id), self.scale.pixels)

    def _line(self, painter: QPainter, box: QRectF, tracks: Tracks, shot: Shot, lit: bool) -> None:
        """Number, lock, stale mark and length, as far as they fit."""
        left = max(box.x(), LABELS) + 6  # the number stays in sight
        line = QRectF(left, box.y() + tracks.thumb, box.right() - 5 - left, LINE)
        number, font = self.film.labels.get(shot.id, ""), theme.font(11, 600)
        wide = strokes.width(font, number)
        if line.width() + 4 < wide:
            return
        strokes.words(painter, line, number, font, "acc" if lit else "t1", elide=False)
        x = line.x() + wide + 5
        for mark, token in (("lock", "t3"), ("stale", "warn")):
            if (shot.locked if mark == "lock" else shot.stale) and x + 12 < line.right():
                strokes.icon(painter, mark, x, line.y() + 2.5, token, 12)
                x += 15
        length = timing.seconds(shot.length, self.film.board.rate)
        if line.right() - x > strokes.width(theme.font(10), length) + 4:
            strokes.words(painter, line, length, theme.font(10), "t3", strokes.RIGHT)

    def _thumbs(
        self, painter: QPainter, area: QRectF, box: QRectF, high: float, shot: Shot
    ) -> None:
        wide = high * self.film.board.aspect
        size, ratio = QSize(round(wide), round(high)), painter.device().devicePixelRatioF()
        count = max(1, -(-int(box.width()) // int(wide)))
        first = max(0, int((max(area.x(), LABELS) - box.x()) // wide))
        for n in range(first, count):
            x = box.x() + n * wide
            if x > area.right():
                break
            place = round(PLACES * (n + 0.5) / count) / PLACES if count > 2 else 0.5
            tick = min(shot.length - 1, int(place * shot.length)) // ON
            found = self.pictures.small(shot.id, tick, size, ratio)
            if found is not None:
                painter.drawPixmap(QRectF(x, box.y(), wide, high), found, QRectF(found.rect()))

    def _outline(self, painter: QPainter, box: QRectF) -> None:
        if box.width() < BARE:
            y = box.bottom() + 1
            painter.fillRect(QRectF(box.x(), y, 2, 3), theme.colour("acc"))
            painter.fillRect(QRectF(box.x(), box.y(), 2, box.height()), theme.colour("acc", 150))
            return
        painter.setPen(QPen(theme.colour("acc"), 2))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(box, 4, 4)

    # Dialogue ------------------------------------------------------------------------------------

    def paint_lines(self, painter: QPainter, area: QRectF, tracks: Tracks) -> None:
        """What is said in the shots of an area."""
        for at in self.seen(area):
            if self.row[at].length * self.scale.pixels < 2 * BARE:
                continue
            for box, hue, text in self.lines(at, tracks):
                if box.width() < 2 or box.right() < area.x() or box.x() > area.right():
                    continue
                painter.fillPath(strokes.rounded(box, 3), theme.colour("bg3"))
                painter.fillRect(QRectF(box.x(), box.y() + 3, 2, box.height() - 6), hue)
                if box.width() > 24:
                    room = box.adjusted(7, 0, -3, 0)
                    strokes.words(painter, room, text, theme.font(11), "t2")

    def lines(self, at: int, tracks: Tracks) -> Iterator[tuple[QRectF, QColor, str]]:
        """Box, hue and words of every line of a shot."""
        shot, start = self.row[at], self.starts[at]
        y, high = tracks.dialogue
        for line, (first, end) in zip(shot.dialogue, _speech(shot.dialogue, shot.length)):
            left = self.scale.x(start + first)
            box = QRectF(left, y, max(2.0, (end - first) * self.scale.pixels), high)
            yield box, self.hues.get(line.speaker, theme.colour("t3")), line.text


def _foot(box: QRectF) -> QRectF:
    """Where the cells of a bar are."""
    return QRectF(box.x(), box.bottom() - FOOT + 1, box.width(), FOOT - 2)


def paint_seam(painter: QPainter, box: QRectF, join: str, lit: bool = False) -> None:
    """How two shots meet, on a square on their seam."""
    middle = box.center()
    painter.setPen(QPen(theme.colour("bg1"), 2))
    painter.setBrush(theme.colour("t4" if lit else "bg4"))
    painter.drawRoundedRect(box, 4, 4)
    painter.setPen(QPen(theme.colour("t1"), 1.2))
    painter.setBrush(Qt.BrushStyle.NoBrush)

    def line(x0: float, y0: float, x1: float, y1: float) -> None:
        painter.drawLine(middle + QPointF(x0, y0), middle + QPointF(x1, y1))

    if join == "dissolve":
        line(-4, 4, 4, -4)
        line(-4, -4, 4, 4)
    elif join == "continuous":
        line(-5, 0, 5, 0)
        line(2, -3, 5, 0)
        line(2, 3, 5, 0)
    elif join == "bridge":
        painter.drawArc(QRectF(middle.x() - 4.5, middle.y() - 3, 9, 9), 0, 180 * 16)
        line(-5.5, 1.5, 5.5, 1.5)
    else:
        line(0, -5, 0, 5)
