"""The keyframes of the current shot: go to one, pin it, replace it, have it made again."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QEvent, QRectF, Qt
from PySide6.QtGui import (
    QContextMenuEvent,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QFileDialog, QMenu, QSizePolicy, QToolTip, QWidget

from storyboard.board import Board
from storyboard.edits import shots
from studio import keyframes
from studio.keyframes import Standing
from ui import forms, strokes, theme
from ui.acts import Act
from ui.film import Film
from ui.pictures import ON, Pictures
from ui.references import FILES
from ui.stills import Stills
from ui.takes import GAP, WIDE, WORDS, no_other, still

PIN = 16  # width at a cell's end where a click pins
ADD = 40  # width of the place that adds one
SHOT = "There is no shot."


class KeyframeStrip(QWidget):
    """Small pictures of the keyframes, with a place to add one. The current one is outlined."""

    def __init__(self, row: KeyframeRow) -> None:
        super().__init__()
        self._row, self._film = row, row.film
        self.keyframes: tuple[Standing, ...] = ()
        self._first = self._over = 0
        self._at = -1
        self._stills = Stills.of(self._film)
        self._stills.arrived.connect(self.update)
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName("Keyframes")
        self.setFixedHeight(self.high + WORDS)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    @property
    def high(self) -> int:
        return round(WIDE / self._film.board.aspect)

    def show_keyframes(self, found: tuple[Standing, ...]) -> None:
        self.keyframes = found
        self._keep_in_sight()
        self.update()

    @property
    def here(self) -> int:
        """Which keyframe the playhead stands on; -1 for none."""
        shot, film = self._film.shot, self._film
        if shot is None:
            return -1
        frame = film.frame - film.starts[shot.id]
        ticks = [one.frame // ON for one in self.keyframes]
        return ticks.index(frame // ON) if frame // ON in ticks else -1

    def _room(self) -> int:
        return max(1, (self.width() - ADD) // (WIDE + GAP))

    def _keep_in_sight(self) -> None:
        """With more of them than fit, those round the playhead are shown."""
        room, here = self._room(), self.here
        last = max(0, len(self.keyframes) - room)
        if here >= 0 and not self._first <= here < self._first + room:
            self._first = here - room // 2
        self._first = min(max(0, self._first), last)

    def places(self) -> list[tuple[QRectF, Standing]]:
        """Where each shown keyframe is."""
        shown = self.keyframes[self._first : self._first + self._room()]
        return [
            (QRectF(at * (WIDE + GAP), 0, WIDE, self.high), one) for at, one in enumerate(shown)
        ]

    def add_place(self) -> QRectF:
        """Where one is added."""
        return QRectF(len(self.places()) * (WIDE + GAP), 0, ADD, self.high)

    def at(self, x: float, y: float) -> Standing | None:
        for box, one in self.places():
            if box.adjusted(0, 0, 0, WORDS).contains(x, y):
                return one
        return None

    # Painting ------------------------------------------------------------------------------------

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        here = self.here
        for at, (box, one) in enumerate(self.places()):
            self._paint(painter, box, one, self._first + at == here, at)
        self._paint_add(painter, self.add_place())
        painter.end()

    def _paint(self, painter: QPainter, box: QRectF, one: Standing, here: bool, at: int) -> None:
        still(painter, box, self._stills, one.picture, self.devicePixelRatioF())
        focused = self.hasFocus() and at == self._at
        if here or focused or at == self._over:
            token = "acc" if focused else "white" if here else "t4"
            painter.setPen(QPen(theme.colour(token), 1.5))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(box.adjusted(1, 1, -1, -1), 4, 4)
        below = QRectF(box.x(), box.bottom() + 4, box.width() - PIN, 16)
        strokes.words(painter, below, f"Frame {one.frame + 1}", theme.font(11), "t1")
        if one.pinned:
            strokes.icon(painter, "pin", box.right() - 14, box.bottom() + 5, "t1", 14)
        elif at == self._over:
            strokes.icon(painter, "pin", box.right() - 14, box.bottom() + 5, "t4", 14)

    def _paint_add(self, painter: QPainter, box: QRectF) -> None:
        focused = self.hasFocus() and self._at == len(self.places())
        over = self._over == len(self.places())
        pen = QPen(theme.colour("acc" if focused else "t4" if over else "line2"), 1)
        pen.setStyle(Qt.PenStyle.DashLine)
        painter.setPen(pen)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(box.adjusted(0.5, 0.5, -0.5, -0.5), 4, 4)
        strokes.icon(painter, "plus", box.center().x() - 7, box.center().y() - 7, "t2", 14)
        below = QRectF(box.x(), box.bottom() + 4, box.width(), 16)
        strokes.words(painter, below, "Add", theme.font(11), "t3")

    # Hand ----------------------------------------------------------------------------------------

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() != Qt.MouseButton.LeftButton:
            return
        x, y = event.position().x(), event.position().y()
        if self.add_place().adjusted(0, 0, 0, WORDS).contains(x, y):
            self._row.add()
            return
        for at, (box, one) in enumerate(self.places()):
            if box.adjusted(0, 0, 0, WORDS).contains(x, y):
                self._at = at
                if y > box.bottom() and x > box.right() - PIN - 2:
                    self._row.toggle(one)
                else:
                    self._row.go(one)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        x, y = event.position().x(), event.position().y()
        boxes = [*(box for box, _ in self.places()), self.add_place()]
        under = (at for at, box in enumerate(boxes) if box.adjusted(0, 0, 0, WORDS).contains(x, y))
        over = next(under, -1)
        if over != self._over:
            self._over = over
            self.update()

    def leaveEvent(self, event: QEvent) -> None:
        self._over = -1
        self.update()

    def focusInEvent(self, event: object) -> None:
        self._at = max(0, self._at)
        self.update()

    def focusOutEvent(self, event: object) -> None:
        self.update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._keep_in_sight()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """More of them than fit go by."""
        way = event.angleDelta().y() or event.angleDelta().x()
        last = max(0, len(self.keyframes) - self._room())
        self._first = min(max(0, self._first + (-1 if way > 0 else 1)), last)
        self.update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}.get(Qt.Key(event.key()))
        row = self.places()
        if step:
            self._at = min(max(0, self._at + step), len(row))
            self.update()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            if 0 <= self._at < len(row):
                self._row.go(row[self._at][1])
            else:
                self._row.add()
        elif event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace) and self._at < len(row):
            if row[self._at][1].pinned:
                self._row.toggle(row[self._at][1])
        else:
            super().keyPressEvent(event)

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            one = self.at(event.pos().x(), event.pos().y())
            said = "Pin the picture at the playhead (Ctrl+Shift+K)"
            if one:
                said = f"Frame {one.frame + 1}: click goes there. "
                said += "Pinned: it stays as it is." if one.pinned else "The pin keeps it."
            QToolTip.showText(event.globalPos(), said, self)
            return True
        return super().event(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        one = self.at(event.pos().x(), event.pos().y())
        row = self.places()
        if event.reason() == QContextMenuEvent.Reason.Keyboard and 0 <= self._at < len(row):
            one = row[self._at][1]
        self._row.menu(one).popup(event.globalPos())


class KeyframeRow(QWidget):
    """The keyframes of the current shot, with a place to add one at the playhead."""

    def __init__(self, film: Film, pictures: Pictures, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.film = film
        self.count = forms.label("", 11, 400, "t3")
        side = QWidget()
        side.setFixedWidth(86)
        self.count.setWordWrap(True)
        side.setLayout(forms.column(forms.label("Keyframes", 12, 600), self.count, None, gap=2))
        self.strip = KeyframeStrip(self)
        self.setLayout(forms.row(side, self.strip, gap=10))
        film.selected.connect(self.renew)
        film.changed.connect(self.renew)
        film.took.connect(self.renew)
        film.moved.connect(self._moved)
        self._here = -1
        self.renew()

    def renew(self, *_: object) -> None:
        """Read the keyframes of the current shot."""
        shot = self.film.shot
        found = keyframes.of_shot(self.film.session, shot.id) if shot else ()
        pinned = sum(one.pinned for one in found)
        words = {0: "", 1: ", one pinned"}.get(pinned, f", {pinned} pinned")
        self.count.setText(f"{len(found)}{words}" if found else "none yet")
        self.strip.show_keyframes(found)

    def _moved(self, frame: int) -> None:
        if self.strip.here != self._here:
            self._here = self.strip.here
            self.strip.show_keyframes(self.strip.keyframes)

    # What can be done ----------------------------------------------------------------------------

    @property
    def frame(self) -> int:
        """The playhead's frame in the current shot."""
        shot = self.film.shot
        return self.film.frame - self.film.starts[shot.id] if shot else 0

    def go(self, one: Standing) -> None:
        if shot := self.film.shot:
            self.film.seek(self.film.starts[shot.id] + one.frame)

    def add(self) -> None:
        """Pin the picture that stands at the playhead; without one, a picture from a file."""
        shot = self.film.shot
        if shot is None:
            return
        if self._no_picture():
            self.use_file(self.frame)
        else:
            self.pin(self.frame)

    def pin(self, frame: int) -> None:
        """The picture that stands at this frame stays, whatever is rendered later."""
        if shot := self.film.shot:
            name = f"Pin frame {frame + 1} of {self.film.labels[shot.id]}"
            self.film.try_out(lambda: keyframes.pin(self.film.session, shot.id, frame, name))

    def unpin(self, frame: int) -> None:
        if shot := self.film.shot:
            name = f"Unpin frame {frame + 1} of {self.film.labels[shot.id]}"
            self.film.edit(name, lambda board: shots.remove_keyframe(board, shot.id, frame))

    def toggle(self, one: Standing) -> None:
        """Pin it, or let it go."""
        if one.pinned:
            self.unpin(one.frame)
        else:
            self.pin(one.frame)

    def use_file(self, frame: int) -> None:
        """Ask for a picture, and pin it to this frame."""
        name, _ = QFileDialog.getOpenFileName(self, "Use a picture as keyframe", "", FILES)
        if name:
            self.use(frame, Path(name))

    def use(self, frame: int, file: Path) -> None:
        """This picture is what the shot shows at this frame."""
        if shot := self.film.shot:
            self.film.try_out(lambda: self.film.session.pin_keyframe(shot.id, frame, file))

    def redo(self, one: Standing | None = None) -> None:
        """The keyframes that are not pinned once more, with other noise; ``one`` is let go."""
        shot = self.film.shot
        if shot is None:
            return
        pinned = one is not None and one.pinned

        def again(board: Board) -> Board:
            if one is not None and pinned:
                board = shots.remove_keyframe(board, shot.id, one.frame)
            return shots.vary(board, [shot.id])

        label = self.film.labels[shot.id]
        name = f"Redo frame {one.frame + 1} of {label}" if one else f"Redo keyframes of {label}"
        if self.film.edit(name, again):
            self.film.render([shot.id], "keyframes")

    def menu(self, one: Standing | None) -> QMenu:
        """What can be done with a keyframe, or with the frame at the playhead."""
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        if one:
            menu.addAction("Go there", lambda: self.go(one))
            menu.addAction("Unpin" if one.pinned else "Pin", lambda: self.toggle(one))
            menu.addAction("Replace by a picture…", lambda: self.use_file(one.frame))
            menu.addAction("Redo", lambda: self.redo(one)).setEnabled(not no_other(self.film))
            menu.addSeparator()
        for act in self.acts():
            why = act.why_not() if act.why_not else ""
            menu.addAction(act.said, act.do).setEnabled(not why)
        return menu

    def _pinned_here(self) -> bool:
        shot = self.film.shot
        return shot is not None and any(pin.frame == self.frame for pin in shot.keyframes)

    def _no_picture(self) -> str:
        shot = self.film.shot
        if shot is None:
            return SHOT
        try:
            keyframes.picture_at(self.film.session, shot.id, self.frame)
        except ValueError as fault:
            return str(fault)
        return ""

    def acts(self) -> list[Act]:
        """What can be done with keyframes at the playhead."""
        return [
            Act("keyframe.pin", "Pin the picture at the playhead", lambda: self.pin(self.frame),
                "Shot", "Ctrl+Shift+K", why_not=self._no_picture, rule=True),
            Act("keyframe.unpin", "Unpin the picture at the playhead",
                lambda: self.unpin(self.frame), "Shot",
                why_not=lambda: "" if self._pinned_here() else "Nothing is pinned to this frame."),
            Act("keyframe.import", "Use a picture as keyframe…",
                lambda: self.use_file(self.frame), "Shot",
                why_not=lambda: "" if self.film.shot else SHOT),
            Act("keyframe.redo", "Redo the keyframes that are not pinned", self.redo, "Render",
                why_not=lambda: no_other(self.film)),
        ]  # fmt: skip
