"""The moments strip: the layout of a shot at each of its moments, small; a drag edits it there."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QEvent, QPointF, QRectF, Qt
from PySide6.QtGui import (
    QColor,
    QFocusEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QApplication, QSizePolicy, QWidget

from storyboard import layout, timing
from storyboard.board import Box, Shot
from storyboard.edits import boxes
from ui import forms, strokes, theme, touch
from ui import sight as sights
from ui.drags import BoxDrag, copied
from ui.easel import Change, Easel
from ui.sight import Sight

HIGH, LABEL, GAP = 88, 96, 8
CELL, NARROW = 46.0, 60.0  # height of a thumbnail, least width of a moment
FEWEST, MOST = 2, 65
Keys = Qt.KeyboardModifier


class Moments(QWidget):
    """Thumbnails of the layout; the current one is outlined."""

    def __init__(self, easel: Easel) -> None:
        super().__init__()
        self.easel, self.film = easel, easel.film
        self.setFixedHeight(HIGH)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setAccessibleName("Moments")
        self.setToolTip("Click to go there, drag a box to move it, Alt+drag to copy it")
        self.more = forms.tool("plus", "One moment more", partial(self.change_count, 1))
        self.fewer = forms.tool("minus", "One moment less", partial(self.change_count, -1))
        for button, x in ((self.fewer, 10), (self.more, 34)):
            button.setParent(self)
            button.setFixedSize(22, 22)
            button.move(x, 52)
        self._left = 0.0  # how far the strip is scrolled
        self._hover = -1
        self._press: tuple[QPointF, int, str] | None = None
        self._drag: BoxDrag | None = None
        self._change: Change | None = None
        self._copies = -1  # the moment that a copy would go to
        easel.tried.connect(self._tried)
        easel.altered.connect(self.update)
        self.film.changed.connect(self._renew)
        self.film.selected.connect(self._renew)
        self.film.picked.connect(self._renew)
        self.film.moved.connect(self._follow)
        self._now = self.film.moment
        self._renew()

    # Where things lie ----------------------------------------------------------------------------

    @property
    def count(self) -> int:
        shot = self.easel.shot
        return shot.layout.moments if shot else 0

    def _step(self) -> float:
        room = self.width() - LABEL - 12
        return max(NARROW, (room + GAP) / max(1, self.count))

    def cell(self, moment: int) -> QRectF:
        """Where a thumbnail is."""
        step = self._step()
        return QRectF(LABEL + moment * step - self._left, 10, step - GAP, CELL)

    def moment_at(self, where: QPointF) -> int:
        """The moment under the pointer; -1 for none."""
        if where.x() < LABEL:
            return -1
        at = int((where.x() - LABEL + self._left) // self._step())
        return at if 0 <= at < self.count else -1

    def _sight(self, box: QRectF) -> Sight:
        part = sights.extent(self.film.shot, (0.03, 0.03))
        return sights.fitted(part, box.adjusted(2, 2, -2, -2), self.film.board.aspect)

    def _follow(self, frame: int) -> None:
        if self.film.moment != self._now:
            self._show_now()
            self.update()

    def _show_now(self) -> None:
        """Scroll only when the current moment is out of sight."""
        self._now = self.film.moment
        step, room = self._step(), self.width() - LABEL - 12
        left, right = self._now * step, (self._now + 1) * step - GAP
        most = max(0.0, self.count * step - GAP - room)
        self._left = min(max(self._left, right - room), left, most) if most else 0.0
        self._left = max(0.0, self._left)

    def _renew(self, *_: object) -> None:
        self._show_now()
        for button, why, tip in (
            (self.more, self.why_not_more(), "One moment more"),
            (self.fewer, self.why_not_fewer(), "One moment less"),
        ):
            button.setEnabled(not why)
            button.setToolTip(why or tip)
        self.update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._show_now()

    def _tried(self) -> None:
        """Paint only the moments at which a drag changes a box."""
        new, old = self.easel.trial, self.film.shot
        if new is None or old is None or new.camera != old.camera:
            self.update()
            return
        for subject, row in new.layout.boxes.items():
            before = layout.boxes_of(old.layout, subject)
            for moment, (one, other) in enumerate(zip(row, before, strict=False)):
                if one is not other:
                    self.update(self.cell(moment).adjusted(-3, -3, 3, 3).toAlignedRect())

    # Painting ------------------------------------------------------------------------------------

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(event.rect(), theme.colour("bg1"))
        shot = self.easel.shot
        title = QRectF(12, 10, LABEL - 16, 18)
        strokes.words(painter, title, "Moments", theme.font(12, 600))
        if shot:
            length = timing.seconds(shot.length, self.film.board.rate)
            said = f"{shot.layout.moments} over {length}"
            strokes.words(painter, title.translated(0, 18), said, theme.font(11), "t3")
            hues = theme.hues(self.film.board)
            painter.setClipRect(QRectF(LABEL - 3, 0, self.width() - LABEL + 3, HIGH))
            for moment in range(shot.layout.moments):
                box = self.cell(moment)
                if box.right() >= LABEL and box.left() <= self.width():
                    self._thumbnail(painter, box, moment, shot, hues)
        painter.setClipping(False)
        if self.hasFocus():
            painter.setPen(QPen(theme.colour("acc"), 1))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(2.5, 2.5, -2.5, -2.5), 4, 4)
        painter.end()

    def _thumbnail(
        self, painter: QPainter, box: QRectF, moment: int, shot: Shot, hues: dict[str, QColor]
    ) -> None:
        now = moment == self.film.moment
        painter.fillPath(strokes.rounded(box, 4), theme.colour("view"))
        painter.save()
        painter.setClipRect(box.adjusted(1, 1, -1, -1), Qt.ClipOperation.IntersectClip)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        sight = self._sight(box)
        rects = shot.camera.rects
        view = layout.box_along(rects, moment * (len(rects) - 1) / max(1, self.count - 1))
        painter.setPen(QPen(theme.colour("white", 150 if now else 90), 1))
        if view:
            painter.drawRect(sight.box(view))
        here = {id: row[moment] for id, row in shot.layout.boxes.items() if id in hues}
        there = {id: place for id, place in here.items() if place is not None}
        for subject in touch.order(shot, there):
            fill = QColor(hues[subject])
            fill.setAlphaF(0.75 if subject == self.film.subject_id else 0.16)
            rect = sight.box(there[subject])
            painter.fillRect(rect, fill)
            painter.setPen(QPen(hues[subject], 1))
            painter.drawRect(rect)
        painter.restore()
        painter.setBrush(Qt.BrushStyle.NoBrush)
        if now or moment == self._copies:
            painter.setPen(QPen(theme.colour("acc" if now else "white"), 2))
            painter.drawRoundedRect(box.adjusted(-1, -1, 1, 1), 5, 5)
        else:
            rest = theme.colour("t4") if moment == self._hover else theme.colour("line2")
            painter.setPen(QPen(rest, 1))
            painter.drawRoundedRect(box.adjusted(0.5, 0.5, -0.5, -0.5), 4, 4)
        line = QRectF(box.x(), box.bottom() + 4, box.width(), 16)
        token = "acc" if now else "t1"
        strokes.words(painter, line, str(moment + 1), theme.font(11, 600), token)
        frame = layout.frame_at(moment, shot.length, shot.layout.moments)
        said = timing.seconds(frame, self.film.board.rate)
        number = strokes.width(theme.font(11, 600), str(moment + 1))
        if strokes.width(theme.font(11), said) + number + 8 < line.width():
            strokes.words(painter, line, said, theme.font(11), "t3", strokes.RIGHT)

    # Pointer and keys ----------------------------------------------------------------------------

    def mousePressEvent(self, event: QMouseEvent) -> None:
        where = event.position()
        moment = self.moment_at(where)
        if event.button() == Qt.MouseButton.LeftButton and moment >= 0:
            subject = self._box_at(where, moment)
            self._press = where, moment, subject
            if subject:
                self.film.pick(subject)
            if not event.modifiers() & Keys.AltModifier:
                self.film.go_to_moment(moment)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        where = event.position()
        if self._press is None:
            self._lighten(self.moment_at(where))
            return
        start, moment, subject = self._press
        if (where - start).manhattanLength() < QApplication.startDragDistance() // 2:
            return
        if event.modifiers() & Keys.AltModifier or self._copies >= 0:
            other = self.moment_at(where)
            self._copies = other if other != moment else -1
            self.setCursor(Qt.CursorShape.DragCopyCursor)
            self.update()
        elif subject:
            if self._drag is None:
                sight = self._sight(self.cell(moment))
                self._drag = BoxDrag(self.easel, sight, start, subject, moment)
            # a thumbnail is too small to snap in: as if Ctrl were held
            self._change = self._drag.change(where, event.modifiers() | Keys.ControlModifier)
            if self._change:
                self.easel.attempt(self._change)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        press, drag, change, other = self._press, self._drag, self._change, self._copies
        self._press, self._drag, self._change, self._copies = None, None, None, -1
        self.unsetCursor()
        if press and other >= 0:
            self.copy(press[2], press[1], other)
        elif drag and change:
            self.easel.commit(drag.name, change)
        self.update()

    def leaveEvent(self, event: QEvent) -> None:
        self._lighten(-1)

    def wheelEvent(self, event: QWheelEvent) -> None:
        step, room = self._step(), self.width() - LABEL - 12
        most = max(0.0, self.count * step - GAP - room)
        turned = event.angleDelta().y() or event.angleDelta().x()
        self._left = min(max(0.0, self._left - turned / 2), most)
        self.update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        steps = {
            Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1,
            Qt.Key.Key_Home: -self.count, Qt.Key.Key_End: self.count,
        }  # fmt: skip
        step = steps.get(Qt.Key(event.key()))
        if step is None:
            super().keyPressEvent(event)
        else:
            self.film.go_to_moment(min(self.count - 1, max(0, self.film.moment + step)))

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            keys = (Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Home, Qt.Key.Key_End)
            if Qt.Key(event.key()) in keys and not event.modifiers():
                event.accept()
                return True
        return super().event(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        self.update()

    def _lighten(self, moment: int) -> None:
        if moment != self._hover:
            self._hover = moment
            self.update()

    def _box_at(self, where: QPointF, moment: int) -> str:
        """Who stands here in a thumbnail, the picked one first."""
        shot, sight = self.film.shot, self._sight(self.cell(moment))
        if shot is None:
            return ""
        here = {id: row[moment] for id, row in shot.layout.boxes.items()}
        there: dict[str, Box] = {id: box for id, box in here.items() if box is not None}
        row = list(reversed(touch.order(shot, there)))
        row.sort(key=lambda id: id != self.film.subject_id)
        grown = (sight.box(there[id]).adjusted(-2, -2, 2, 2) for id in row)
        return next((id for id, rect in zip(row, grown, strict=True) if rect.contains(where)), "")

    # Deeds ---------------------------------------------------------------------------------------

    def copy(self, subject: str, moment: int, other: int) -> None:
        """A box, or without ``subject`` everyone's, also at another moment."""
        shot = self.film.shot
        if shot is None:
            return
        who = [subject] if subject else list(shot.layout.boxes)
        name = self.film.board.subject(subject).name if subject else "everyone"
        self.easel.commit(
            f"Copy {name} to moment {other + 1}",
            partial(copied, shot_id=shot.id, subjects=who, moment=moment, others=[other]),
        )
        self.film.go_to_moment(other)

    def why_not_more(self) -> str:
        if self.film.shot is None:
            return "There is no shot yet."
        return "" if self.count < MOST else f"A shot has at most {MOST} moments."

    def why_not_fewer(self) -> str:
        if self.film.shot is None:
            return "There is no shot yet."
        return "" if self.count > FEWEST else f"A shot has at least {FEWEST} moments."

    def change_count(self, more: int) -> None:
        """More or fewer moments; what lies between stays where it is."""
        shot = self.film.shot
        if shot is None:
            return
        count = min(MOST, max(FEWEST, shot.layout.moments + more))
        self.easel.commit(
            f"Set {count} moments",
            partial(boxes.set_moments, shot_id=shot.id, moments=count),
            f"moments {shot.id}",
        )
