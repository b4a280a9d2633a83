"""The grasp: what the pointer does on the stage - pick, pull, draw, pan."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QPainter, QRegion
from PySide6.QtWidgets import QApplication

from storyboard import layout
from ui import outlines, strokes, theme, touch
from ui.drags import BoxDrag, CameraDrag, Drag, Lines, NewBox, PathDrag, called
from ui.easel import Change
from ui.touch import NOTHING, Touch

if TYPE_CHECKING:
    from ui.canvas import Canvas

Keys, Buttons = Qt.KeyboardModifier, Qt.MouseButton
ROOM = 48  # pixels round a box: its name, its numbers
CURSORS = {
    "nw": Qt.CursorShape.SizeFDiagCursor, "se": Qt.CursorShape.SizeFDiagCursor,
    "ne": Qt.CursorShape.SizeBDiagCursor, "sw": Qt.CursorShape.SizeBDiagCursor,
    "n": Qt.CursorShape.SizeVerCursor, "s": Qt.CursorShape.SizeVerCursor,
    "e": Qt.CursorShape.SizeHorCursor, "w": Qt.CursorShape.SizeHorCursor,
}  # fmt: skip
PULLED = ("box", "dot", "path", "camera", "ghost")


class Grasp:
    """``hover`` lies under the pointer; ``space`` is held down, so that a drag pans."""

    def __init__(self, canvas: Canvas) -> None:
        self.canvas, self.easel, self.film = canvas, canvas.easel, canvas.film
        self.deeds = canvas.deeds
        self.hover = NOTHING
        self.drag: Drag | None = None
        self.space = False
        self.pressure = 1.0  # of the pen
        self.panned = False
        self._pressed: QPointF | None = None
        self._held = NOTHING  # what was pressed on
        self._change: Change | None = None
        self._pans: QPointF | None = None
        self._pen = False

    @property
    def lines(self) -> Lines | None:
        """What a drag lies on; None while nothing is dragged."""
        return self.drag.lines if self.drag else None

    @property
    def moves_a_box(self) -> bool:
        return isinstance(self.drag, BoxDrag) and not self.drag.grip

    def press(self, where: QPointF, button: Qt.MouseButton, keys: Qt.KeyboardModifier) -> None:
        if button == Buttons.MiddleButton or (button == Buttons.LeftButton and self.space):
            self._pans = where
            self.canvas.setCursor(Qt.CursorShape.ClosedHandCursor)
            return
        if button != Buttons.LeftButton or self.film.shot is None:
            return
        if self.easel.tool == "pen":
            self._pen = True
            place = self.film.shot_id, self.easel.frame
            self.canvas.sketch.begin(*self._in_frame(where), place, self.pressure)
            self.easel.altered.emit()
        elif self.easel.tool == "add" and self.easel.newcomer:
            self._pressed, self._held = where, NOTHING
        elif keys & Keys.AltModifier and self._find(where).what == "box":
            self._pick_below(where)
        else:
            self._pressed = where
            self.take_up(where)

    def take_up(self, where: QPointF) -> None:
        """Pick what lies here."""
        held = self._held = self._find(where)
        if held.what in ("camera", "camera grip", "ghost"):
            self.easel.pick_camera()
        elif held.subject:
            self.film.pick(held.subject)
        else:
            self.film.pick("")
            self.easel.pick_camera(False)

    def move(self, where: QPointF, buttons: Qt.MouseButton, keys: Qt.KeyboardModifier) -> None:
        if self._pans is not None:
            self.panned = True
            across, self._pans = where - self._pans, where
            self.canvas.look(self.canvas.sight.moved(across))
        elif self._pen:
            self.canvas.sketch.draw(*self._in_frame(where), self.pressure)
            self.canvas.update()
        elif self._pressed is not None:
            self._pull(self._pressed, where, keys)
        elif not buttons & Buttons.LeftButton:
            self._look(where)

    def _pull(self, start: QPointF, where: QPointF, keys: Qt.KeyboardModifier) -> None:
        if self.drag is None:
            if (where - start).manhattanLength() < QApplication.startDragDistance() // 2:
                return
            self.drag = self._begin(start)
        if self.drag and (change := self.drag.change(where, keys)):
            self._change = change
            self.easel.attempt(change)

    def release(self, where: QPointF) -> None:
        if self._pans is not None:
            self._pans = None
            self.show_cursor()
            return
        if self._pen:
            self._pen = False
            self.easel.altered.emit()
            return
        pressed, drag, change = self._pressed, self.drag, self._change
        self.let_go()
        if pressed is None:
            return
        if drag and change:
            self.easel.commit(drag.name, change)
            if isinstance(drag, NewBox):
                self.deeds.joined()
        elif self.easel.tool == "add" and self.easel.newcomer:
            self.deeds.add()
        elif self._held.what == "absent":
            self.deeds.bring_back(self._held.subject)
        elif self._held.what == "dot":
            self.film.go_to_moment(self._held.moment)
        elif self._held.what == "box" and (row := self._below(where)):
            self.film.pick(row[0])
        self._look(where)

    def let_go(self) -> None:
        """Nothing is pulled any more; what was tried is forgotten."""
        self._pressed, self.drag, self._change = None, None, None
        self.easel.drop()

    def leave(self) -> None:
        if self.hover != NOTHING:
            self.hover = NOTHING
            self.canvas.update()

    def show_cursor(self) -> None:
        shape = CURSORS.get(self.hover.grip)
        if shape is None:
            if self.space:
                shape = Qt.CursorShape.OpenHandCursor
            elif self.easel.tool != "select":
                shape = Qt.CursorShape.CrossCursor
            elif self.hover.what in PULLED:
                shape = Qt.CursorShape.SizeAllCursor
            elif self.hover.what == "absent":
                shape = Qt.CursorShape.PointingHandCursor
            else:
                shape = Qt.CursorShape.ArrowCursor
        self.canvas.setCursor(shape)

    def paint(self, painter: QPainter) -> None:
        """The box of a newcomer while it is drawn."""
        newcomer = self.easel.newcomer
        if self.easel.tool != "add" or newcomer is None:
            return
        if isinstance(self.drag, NewBox) and self.drag.box:
            hue = self.canvas.overlay.hues.get(newcomer.subject) or theme.colour("t1")
            rect = self.canvas.sight.box(self.drag.box)
            outlines.box(painter, rect, hue, called(self.easel, newcomer), "hover")
        else:
            said = f"Draw a box for {called(self.easel, newcomer)}, or click to place it"
            strokes.chip(painter, 14, 14, said, "t1", "add-box")

    def touched(self) -> QRegion:
        """Where the dragged box leaves marks; empty when that may be anywhere."""
        drag, shot = self.drag, self.easel.trial
        if not isinstance(drag, BoxDrag) or shot is None:
            return QRegion()
        sight = self.canvas.sight
        box = layout.boxes_of(shot.layout, drag.subject)[drag.moment]
        if box is None:
            return QRegion()
        found = sight.box(box)
        room = max(ROOM, 0.4 * found.width(), 0.4 * found.height())  # what it waves, its shadow
        found = found.adjusted(-room, -room, room, room)
        for at in touch.spots(self.easel, sight, drag.subject)[max(0, drag.moment - 1) :][:3]:
            if at is not None:
                found = found.united(QRectF(at.x() - 12, at.y() - 12, 24, 36))
        whole = QRegion(found.toAlignedRect())
        frame = sight.box(touch.view(self.easel)).toAlignedRect().adjusted(-1, -1, 1, 1)
        x, y = (sight.left + drag.lines[0] * sight.wide, sight.top + drag.lines[1] * sight.high)
        if not math.isnan(x):
            whole += QRect(round(x) - 2, frame.y(), 4, frame.height())
        if not math.isnan(y):
            whole += QRect(frame.x(), round(y) - 2, frame.width(), 4)
        return whole

    def _find(self, where: QPointF) -> Touch:
        return touch.find(self.easel, self.canvas.sight, where, self.canvas.overlay.names)

    def _below(self, where: QPointF) -> list[str]:
        return touch.below(self.easel, self.canvas.sight, where, self.canvas.overlay.names)

    def _look(self, where: QPointF) -> None:
        found = self._find(where) if self.easel.tool == "select" else NOTHING
        if found != self.hover:
            self.hover = found
            self.canvas.update()
        self.show_cursor()

    def _pick_below(self, where: QPointF) -> None:
        """Who lies next below the picked one here, and after the last the first again."""
        if row := self._below(where):
            at = row.index(self.film.subject_id) + 1 if self.film.subject_id in row else 0
            self.film.pick(row[at % len(row)])

    def _begin(self, press: QPointF) -> Drag | None:
        """The drag of what was pressed on; the playhead goes to the moment that is changed."""
        held, easel, sight = self._held, self.easel, self.canvas.sight
        if easel.tool == "add" and easel.newcomer:
            return NewBox(easel, sight, press, easel.newcomer)
        if held.what in ("box", "grip"):
            moment = self.deeds.at_moment()
            if self.deeds.box(held.subject, moment) is None:
                return None
            return BoxDrag(easel, sight, press, held.subject, moment, held.grip)
        if held.what == "dot":
            return BoxDrag(easel, sight, press, held.subject, held.moment)
        if held.what == "path":
            return PathDrag(easel, sight, press, held.subject)
        if held.what in ("camera", "camera grip"):
            return CameraDrag(easel, sight, press, self.deeds.at_moment(), held.grip)
        if held.what == "ghost":
            return CameraDrag(easel, sight, press, held.moment)
        return None

    def _in_frame(self, where: QPointF) -> tuple[float, float]:
        x, y = self.canvas.sight.stage(where)
        view = touch.view(self.easel)
        return (x - view.x0) / view.width, (y - view.y0) / view.height
