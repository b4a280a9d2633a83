"""A panel of the board, painted: picture, words and marks of one shot; and a scene's heading.

Words are drawn once for a shot as it is and kept, so that scrolling only lays pictures down.
"""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen, QPixmap

from storyboard import timing
from storyboard.board import Scene, Shot
from ui import strokes, theme
from ui.film import Film
from ui.grid import NARROW, Grid
from ui.marks import Chip, Marks
from ui.pictures import ON, Pictures

KEPT = 240  # panels whose words are kept
ROUND = 6  # of a panel's corners


@dataclass(frozen=True, slots=True)
class Pose:
    """How a panel is shown: one of the chosen, the current one, under the pointer at ``scrub``
    of its length, or ``lifted`` and being dragged elsewhere."""

    chosen: bool = False
    current: bool = False
    hover: bool = False
    scrub: float | None = None
    lifted: bool = False


class Panels:
    """Paints panels and headings of a film."""

    def __init__(self, film: Film, pictures: Pictures, marks: Marks) -> None:
        self.film, self.pictures, self.marks = film, pictures, marks
        self._faces: OrderedDict[str, tuple[Any, QPixmap]] = OrderedDict()
        self._painted: OrderedDict[str, tuple[Any, QRectF]] = OrderedDict()  # and where

    def panel(self, painter: QPainter, box: QRectF, grid: Grid, shot: Shot, pose: Pose) -> None:
        """One panel in its box."""
        chip = self.marks.chip(shot)
        self._note(shot, box, self._looks(shot, chip))
        if pose.lifted:
            painter.setOpacity(0.35)
        picture = QRectF(box.x(), box.y(), box.width(), grid.picture)
        self._picture(painter, picture, shot, pose)
        face = self._face(grid, shot, pose.current, painter.device().devicePixelRatioF())
        painter.drawPixmap(QPointF(box.x(), picture.bottom()), face)
        self._over(painter, picture, shot, pose, chip)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        if pose.chosen:
            painter.setPen(QPen(theme.colour("acc"), 2))
            painter.drawRoundedRect(box, ROUND, ROUND)
        else:
            edge = theme.colour("t4") if pose.hover else theme.colour("white", 13)
            painter.setPen(QPen(edge, 1))
            painter.drawRoundedRect(box.adjusted(0.5, 0.5, -0.5, -0.5), ROUND, ROUND)
        painter.setOpacity(1.0)

    def _looks(self, one: Scene | Shot, chip: Chip | None = None) -> tuple[Any, ...]:
        """All that shapes a heading or a panel, but for its picture."""
        board, number = self.film.board, self.film.labels.get(one.id)
        if isinstance(one, Shot):
            return one, number, chip, board.cast, board.rate
        return one.heading, number, len(one.shots), sum(shot.length for shot in one.shots)

    def _note(self, one: Scene | Shot, box: QRectF, looks: tuple[Any, ...]) -> None:
        self._painted.pop(one.id, None)
        self._painted[one.id] = looks, box
        while len(self._painted) > KEPT:
            self._painted.popitem(last=False)

    def spoilt(self, grid: Grid, area: QRectF) -> list[QRectF] | None:
        """Boxes in an area that look otherwise than they were painted; None: they lie elsewhere."""
        seen: list[tuple[Scene | Shot, QRectF]] = [*grid.panels_in(area)]
        heads = [(band.scene, grid.head_of(band)) for band in grid.bands_in(*_span(area))]
        seen += [(scene, box) for scene, box in heads if box.intersects(area)]
        before = {id for id, (_, box) in self._painted.items() if box.intersects(area)}
        if before != {one.id for one, _ in seen}:
            return None
        found = []
        for one, box in seen:
            looks, place = self._painted[one.id]
            if place != box:
                return None
            chip = self.marks.chip(one) if isinstance(one, Shot) else None
            if looks != self._looks(one, chip):
                found.append(box)
        return found

    # The picture ---------------------------------------------------------------------------------

    def tick(self, shot: Shot, scrub: float | None) -> int:
        """Which picture stands for a shot: its middle, or where the pointer is in it."""
        if scrub is None:
            return shot.length // ON // 2
        return min(int(scrub * shot.length), shot.length - 1) // ON

    def _picture(self, painter: QPainter, box: QRectF, shot: Shot, pose: Pose) -> None:
        size = QSize(int(box.width()), int(box.height()))
        ratio = painter.device().devicePixelRatioF()
        if self.marks.is_planned_now(shot.id):
            painter.fillRect(box, theme.colour("bg1"))
            self._boxes(painter, box, shot)
        else:
            found = self.pictures.small(shot.id, self.tick(shot, pose.scrub), size, ratio)
            if found is None:
                painter.fillRect(box, theme.colour("bg3"))
            else:
                before, share = self.marks.fade(shot.id, found, pose.scrub is not None)
                _lay(painter, box, found if before is None else before)
                if before is not None:
                    opacity = painter.opacity()
                    painter.setOpacity(opacity * share)
                    _lay(painter, box, found)
                    painter.setOpacity(opacity)
        corners = _corners(ratio)
        painter.drawPixmap(box.topLeft(), corners[0])
        painter.drawPixmap(box.topRight() - QPointF(ROUND, 0), corners[1])

    def _boxes(self, painter: QPainter, box: QRectF, shot: Shot) -> None:
        """The layout as it comes from the director: who is where, at the middle of the shot."""
        hues = theme.hues(self.film.board)
        for id, row in shot.layout.boxes.items():
            place = row[len(row) // 2] if row else None
            hue = hues.get(id, theme.colour("t3"))
            at = place or next((one for one in row if one), None)
            if at is None:
                continue
            rect = QRectF(
                box.x() + at.x0 * box.width(), box.y() + at.y0 * box.height(),
                at.width * box.width(), at.height * box.height(),
            )  # fmt: skip
            painter.setBrush(_clear(hue, 40))
            dashed = Qt.PenStyle.DashLine if place is None else Qt.PenStyle.SolidLine
            painter.setPen(QPen(hue, 1.5, dashed))
            painter.drawRect(rect.intersected(box.adjusted(1, 1, -1, -1)))

    def _over(
        self, painter: QPainter, box: QRectF, shot: Shot, pose: Pose, chip: Chip | None
    ) -> None:
        """What lies on the picture: level, progress, one chip, the play mark."""
        running = self.marks.running(shot.id)
        if not self.marks.is_planned_now(shot.id):
            level, percent, said = self.film.level(shot.id), -1, ""
            if running:
                percent, said = running
            wide = box.width() >= NARROW
            strokes.badge(painter, box.right() - 6, box.y() + 6, level, percent, said, wide)
        failed = bool(self.film.failed.get(shot.id))
        if running or failed:
            bar = QRectF(box.x(), box.bottom() - 3, box.width(), 3)
            painter.fillRect(bar, theme.colour("black", 120))
            if running:
                bar.setWidth(box.width() * running[0] / 100)
            painter.fillRect(bar, theme.colour("acc" if running else "err"))
        if pose.hover and box.width() >= NARROW * 0.6:
            _play(painter, box.center())
        if pose.scrub is not None:
            x = box.x() + pose.scrub * box.width()
            painter.fillRect(QRectF(x - 1.5, box.bottom() - 12, 3, 12), theme.colour("black", 120))
            painter.fillRect(QRectF(x - 0.5, box.bottom() - 12, 1, 12), theme.colour("white"))
        if chip:
            where = QPointF(box.x() + 6, box.bottom() - strokes.HIGH - 6)
            said = chip.said if strokes.chip_width(chip.said, chip.icon) < box.width() - 12 else ""
            strokes.chip(painter, where.x(), where.y(), said, chip.ink, chip.icon)

    # The words -----------------------------------------------------------------------------------

    def _face(self, grid: Grid, shot: Shot, current: bool, ratio: float) -> QPixmap:
        """Everything of a panel below its picture."""
        number = self.film.labels[shot.id]
        planned = self.marks.is_planned_now(shot.id)
        speaker = shot.dialogue[0].speaker if shot.dialogue else ""
        voice = self._voice(speaker)
        key = (
            number, current, planned, voice, grid.wide, grid.words, ratio, shot.locked, shot.size,
            shot.length, self.film.board.rate, shot.action, shot.dialogue,
        )  # fmt: skip
        known = self._faces.get(shot.id)
        if known is not None and known[0] == key:
            self._faces.move_to_end(shot.id)
            return known[1]
        found = QPixmap(round(grid.wide * ratio), round(grid.words * ratio))
        found.setDevicePixelRatio(ratio)
        found.fill(Qt.GlobalColor.transparent)
        painter = QPainter(found)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        body = strokes.rounded(QRectF(0, -20, grid.wide, grid.words + 20), ROUND)
        painter.fillPath(body, theme.colour("sel" if current else "bg2"))
        self._line(painter, grid, shot, number, current, planned)
        if grid.words > 60:
            self._said(painter, grid, shot, voice, planned)
        painter.end()
        self._faces[shot.id] = key, found
        while len(self._faces) > KEPT:
            self._faces.popitem(last=False)
        return found

    def _voice(self, speaker: str) -> tuple[str, QColor] | None:
        """Who speaks: the name and the hue."""
        if not speaker:
            return None
        for subject in self.film.board.cast:
            if subject.id == speaker:
                return subject.name, theme.hues(self.film.board)[speaker]
        return speaker, theme.colour("t2")

    def _line(
        self,
        painter: QPainter,
        grid: Grid,
        shot: Shot,
        number: str,
        current: bool,
        planned: bool,
    ) -> None:
        """Number, lock, size, length."""
        edge = 10.0 if grid.words > 60 else 8.0
        top = 8.0 if grid.words > 60 else 7.0
        line = QRectF(edge, top, grid.wide - 2 * edge, 18)
        bold, small = theme.font(13, 600), theme.font(11, 500)
        length = timing.seconds(shot.length, self.film.board.rate)
        end = line.right() - strokes.width(small, length)
        strokes.words(painter, line, length, small, "t2", strokes.RIGHT)
        room = QRectF(line.x(), line.y(), max(8.0, end - line.x() - 6), 18)
        strokes.words(painter, room, number, bold, "acc" if current else "t1")
        x = line.x() + strokes.width(bold, number) + 7
        if shot.locked and x + 14 < end:
            painter.drawPixmap(
                QPointF(x, line.y() + 2),
                theme.picture("lock", "t3", 14, painter.device().devicePixelRatioF()),
            )
            x += 19
        said, ink = ("planning", "acc") if planned else (shot.size, "t3")
        if end - x > strokes.width(theme.font(11), said) + 6:
            strokes.words(painter, line.adjusted(x - line.x(), 0, 0, 0), said, theme.font(11), ink)

    def _said(
        self,
        painter: QPainter,
        grid: Grid,
        shot: Shot,
        voice: tuple[str, QColor] | None,
        planned: bool,
    ) -> None:
        """The action in two lines, a line of dialogue; a caret where the director writes."""
        text = QRectF(10, 30, grid.wide - 20, 34)
        if shot.action:
            end = strokes.paragraph(painter, text, shot.action, theme.font(), "t2", 16, 2)
        else:
            end = QPointF(text.x(), text.y())
        if planned:
            painter.fillRect(QRectF(end.x() + 2, end.y() + 1, 5, 13), theme.colour("acc"))
            if end.y() < 40:
                wide = 0.6 * text.width()
                painter.fillRect(QRectF(10, end.y() + 21, wide, 4), theme.colour("bg3"))
        if not shot.dialogue or voice is None:
            return
        line = QRectF(10, grid.words - 27 if shot.action else 30, grid.wide - 20, 18)
        name, font = voice[0].upper(), theme.font(10, 600)
        strokes.words(painter, line, name, font, voice[1])
        if not shot.action:  # the room is the speech's
            text.moveTop(line.bottom() - 1)
            spoken = f"“{shot.dialogue[0].text}”"
            strokes.paragraph(painter, text, spoken, theme.font(), "t2", 16, 2)
            return
        room = strokes.width(font, name) + 7
        if line.width() - room > 20:
            said = f"“{shot.dialogue[0].text}”"
            strokes.words(painter, line.adjusted(room, 0, 0, 0), said, theme.font(11), "t3")

    # A heading -----------------------------------------------------------------------------------

    def heading(
        self, painter: QPainter, box: QRectF, scene: Scene, folded: bool, hover: bool
    ) -> None:
        """A scene's number, heading, shots and length."""
        self._note(scene, box, self._looks(scene))
        y = round(box.center().y()) + 0.5
        self._fold(painter, QPointF(box.x() + 7, y), folded, "t1" if hover else "t3")
        number, bold, small = self.film.labels[scene.id], theme.font(12, 600), theme.font(11)
        strokes.words(painter, box.adjusted(22, 0, 0, 0), number, bold, "t2")
        left = box.x() + 22 + strokes.width(bold, number) + 10
        length = sum(shot.length for shot in scene.shots)
        shots = f"{len(scene.shots)} shots" if len(scene.shots) != 1 else "1 shot"
        said = f"{shots} · {timing.told(length, self.film.board.rate)}"
        right = strokes.width(small, said)
        room = QRectF(left, box.y(), max(20.0, box.right() - left - right - 24), box.height())
        strokes.words(painter, room, scene.heading or "Scene", bold, "t1")
        strokes.words(painter, box, said, small, "t3", strokes.RIGHT)
        start = left + min(room.width(), strokes.width(bold, scene.heading or "Scene")) + 12
        painter.setPen(QPen(theme.colour("line"), 1))
        if start < box.right() - right - 16:
            painter.drawLine(QPointF(start, y), QPointF(box.right() - right - 12, y))

    def _fold(self, painter: QPainter, middle: QPointF, folded: bool, ink: str) -> None:
        path = QPainterPath()
        if folded:
            path.moveTo(middle + QPointF(-2, -4))
            path.lineTo(middle + QPointF(2, 0))
            path.lineTo(middle + QPointF(-2, 4))
        else:
            path.moveTo(middle + QPointF(-4, -2))
            path.lineTo(middle + QPointF(0, 2))
            path.lineTo(middle + QPointF(4, -2))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(theme.colour(ink), 1.3))
        painter.drawPath(path)


def _span(area: QRectF) -> tuple[float, float]:
    return area.top(), area.bottom()


def _lay(painter: QPainter, box: QRectF, picture: QPixmap) -> None:
    """A picture into its box; one that was made for it goes down pixel by pixel."""
    if picture.deviceIndependentSize() == box.size():
        painter.drawPixmap(box.topLeft(), picture)
    else:
        painter.drawPixmap(box, picture, QRectF(picture.rect()))


def _clear(hue: QColor, alpha: int) -> QColor:
    found = QColor(hue)
    found.setAlpha(alpha)
    return found


def _play(painter: QPainter, middle: QPointF) -> None:
    """The mark that says: move across to see it."""
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(theme.colour("plate", 170))
    painter.drawEllipse(middle, 16, 16)
    ratio = painter.device().devicePixelRatioF()
    painter.drawPixmap(middle - QPointF(9, 9), theme.picture("play", "t1", 18, ratio))


_cut: dict[float, tuple[QPixmap, QPixmap]] = {}


def _corners(ratio: float) -> tuple[QPixmap, QPixmap]:
    """The board's grey over the two upper corners of a picture; far cheaper than a clip."""
    if ratio not in _cut:
        pair = []
        for left in (0.0, -float(ROUND)):
            found = QPixmap(round(ROUND * ratio), round(ROUND * ratio))
            found.setDevicePixelRatio(ratio)
            found.fill(Qt.GlobalColor.transparent)
            painter = QPainter(found)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            path = QPainterPath()
            path.addRect(QRectF(0, 0, ROUND, ROUND))
            painter.fillPath(
                path - strokes.rounded(QRectF(left, 0, 2 * ROUND, 2 * ROUND), ROUND),
                theme.colour("bg1"),
            )
            painter.end()
            pair.append(found)
        _cut[ratio] = pair[0], pair[1]
    return _cut[ratio]
