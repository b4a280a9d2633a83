"""The brackets at the right edge of the script: each stretch is joined to its shot's number."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from typing import Protocol

from PySide6.QtCore import QEvent, QPoint, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QHelpEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QToolTip, QWidget

from storyboard.board import Board, Scene, Shot
from ui import strokes, theme
from ui.film import Film

GUTTER = 46
EDGE = 3  # by which a selected stretch reaches over its lines


class Stretches:
    """Shots and scenes by where they stand in the script, found without looking at all of them."""

    def __init__(self) -> None:
        self._board: Board | None = None
        self._shots: list[Shot] = []
        self._starts: list[int] = []
        self._reach: list[int] = []  # how far any shot up to this one goes
        self._scenes: list[Scene] = []
        self._scene_starts: list[int] = []

    def load(self, board: Board) -> None:
        if self._board is not None and board.scenes is self._board.scenes:
            return
        self._board = board
        self._shots = [s for s in board.shots if s.stretch and s.stretch.start < s.stretch.end]
        self._shots.sort(key=_start)
        self._starts = [_start(shot) for shot in self._shots]
        self._reach, far = [], 0
        for shot in self._shots:
            far = max(far, shot.stretch.end if shot.stretch else 0)
            self._reach.append(far)
        self._scenes = [s for s in board.scenes if s.stretch and s.stretch.start < s.stretch.end]
        self._scenes.sort(key=_start)
        self._scene_starts = [_start(scene) for scene in self._scenes]

    def shots(self, start: int, end: int) -> list[Shot]:
        """The shots that touch these places; half-open."""
        first = bisect_right(self._reach, start)
        last = bisect_left(self._starts, end)
        return [s for s in self._shots[first:last] if s.stretch and s.stretch.end > start]

    def scene(self, place: int) -> Scene | None:
        """The scene that a place belongs to; none before the first."""
        at = bisect_right(self._scene_starts, place) - 1
        return self._scenes[at] if at >= 0 else None

    def scene_in(self, start: int, end: int) -> Scene | None:
        """The scene that begins at one of these places."""
        at = bisect_left(self._scene_starts, start)
        if at < len(self._scenes) and self._scene_starts[at] < end:
            return self._scenes[at]
        return None


def _start(one: Shot | Scene) -> int:
    return one.stretch.start if one.stretch else 0


class Marked(Protocol):
    """What the gutter needs of the editor."""

    film: Film

    def marks(self) -> list[tuple[Shot, QRectF]]: ...


class Gutter(QWidget):
    """A click on a bracket selects its shot."""

    def __init__(self, editor: Marked, parent: QWidget) -> None:
        super().__init__(parent)
        self._editor = editor
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAccessibleName("Shots beside the script")

    def sizeHint(self) -> QSize:
        return QSize(GUTTER, 0)

    def shot_at(self, where: QPoint) -> Shot | None:
        """The shot whose bracket is here."""
        for shot, box in self._editor.marks():
            if box.top() <= where.y() < box.bottom():
                return shot
        return None

    def mousePressEvent(self, event: QMouseEvent) -> None:
        shot = self.shot_at(event.position().toPoint())
        if shot and event.button() == Qt.MouseButton.LeftButton:
            self._editor.film.select(shot.id)

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            shot = self.shot_at(event.pos())
            if shot is None:
                QToolTip.hideText()
            else:
                stale = ". The script was changed here since it was planned" if shot.stale else ""
                number = self._editor.film.labels[shot.id]
                QToolTip.showText(event.globalPos(), f"Shot {number}{stale}", self)
            return True
        return super().event(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), theme.colour("bg1"))
        film = self._editor.film
        for shot, box in self._editor.marks():
            chosen = shot.id == film.shot_id
            if chosen or shot.id in film.chosen:
                wide = QRectF(0, box.y() - EDGE, GUTTER, box.height() + 2 * EDGE)
                painter.fillRect(wide, theme.colour("acc_bg"))
            ink = "acc" if chosen else "warn" if shot.stale else "t4"
            painter.setPen(QPen(theme.colour(ink), 1.5 if chosen else 1))
            x, top, end = 11.5, round(box.top()) + 2.5, round(box.bottom()) - 2.5
            painter.drawPolyline(
                [QPointF(x - 5, top), QPointF(x, top), QPointF(x, end), QPointF(x - 5, end)]
            )
            ink = "acc" if chosen else "warn" if shot.stale else "t3"
            place = QRectF(x + 6, top - 4, GUTTER - x - 6, 16)
            strokes.words(painter, place, film.labels[shot.id], theme.font(11, 600), ink)
        painter.end()
