"""The keyframes of the current shot: go to one, pin it, replace it, have it made again."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QKeyEvent, QPainter, QPen
from PySide6.QtWidgets import QFileDialog, QMenu, QWidget

from storyboard.board import Board
from storyboard.edits import shots
from studio import keyframes
from studio.keyframes import Standing
from ui import forms, strokes, theme
from ui.acts import Act
from ui.contacts import Contacts
from ui.film import Film
from ui.pictures import ON, Pictures
from ui.references import FILES
from ui.takes import no_other

PIN = 16  # width at a cell's end where a click pins
ADD = 40  # width of the place that adds one
SHOT = "There is no shot."


class KeyframeStrip(Contacts):
    """Small pictures of the keyframes, with a place to add one. The current one is outlined."""

    def __init__(self, row: KeyframeRow) -> None:
        super().__init__(row.film, ending=ADD)
        self._row = row
        self.setAccessibleName("Keyframes")

    @property
    def keyframes(self) -> Sequence[Standing]:
        """What is shown."""
        return self.items

    @property
    def here(self) -> int:
        """Which keyframe the playhead stands on; -1 for none."""
        shot, film = self.film.shot, self.film
        if shot is None:
            return -1
        frame = film.frame - film.starts[shot.id]
        ticks = [one.frame // ON for one in self.items]
        return ticks.index(frame // ON) if frame // ON in ticks else -1

    def paint_one(self, painter: QPainter, box: QRectF, one: Standing, at: int) -> None:
        self.still(painter, box, one.picture)
        focused, here = self.hasFocus() and at == self.at, at == self.here
        if here or focused or at == self.over:
            token = "acc" if focused else "white" if here else "t4"
            painter.setPen(QPen(theme.colour(token), 1.5))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(box.adjusted(1, 1, -1, -1), 4, 4)
        below = QRectF(box.x(), box.bottom() + 4, box.width() - PIN, 16)
        strokes.words(painter, below, f"Frame {one.frame + 1}", theme.font(11), "t1")
        if one.pinned or one.asked or at == self.over:
            token = "t1" if one.pinned else "t4"
            strokes.icon(painter, "pin", box.right() - 14, box.bottom() + 5, token, 14)

    def paint_ending(self, painter: QPainter, box: QRectF) -> None:
        last = len(self.items)
        focused, over = self.hasFocus() and self.at == last, self.over == last
        pen = QPen(theme.colour("acc" if focused else "t4" if over else "line2"), 1)
        pen.setStyle(Qt.PenStyle.DashLine)
        painter.setPen(pen)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(box.adjusted(0.5, 0.5, -0.5, -0.5), 4, 4)
        strokes.icon(painter, "plus", box.center().x() - 7, box.center().y() - 7, "t2", 14)
        below = QRectF(box.x(), box.bottom() + 4, box.width(), 16)
        strokes.words(painter, below, "Add", theme.font(11), "t3")

    def press(self, at: int, x: float, y: float) -> None:
        if at < len(self.items):
            box = self.places()[at - self.first][0]
            if y > box.bottom() and x > box.right() - PIN - 2:
                self._row.toggle(self.items[at])
                return
        self.choose(at)

    def choose(self, at: int) -> None:
        if at < len(self.items):
            self._row.go(self.items[at])
        else:
            self._row.add()

    def said(self, at: int) -> str:
        if at >= len(self.items):
            return "Pin the picture at the playhead (Ctrl+Shift+K)"
        one = self.items[at]
        kept = "Pinned: it stays as it is." if one.pinned else "The pin below keeps it."
        kept = "Asked for: it is made with the shot's other keyframes." if one.asked else kept
        return f"Frame {one.frame + 1}: click goes there. {kept}"

    def menu_of(self, at: int) -> QMenu:
        return self._row.menu(self.items[at] if 0 <= at < len(self.items) else None)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            one = self.items[self.at] if 0 <= self.at < len(self.items) else None
            if one is not None and (one.pinned or one.asked):
                self._row.unpin(one.frame)
        else:
            super().keyPressEvent(event)


class KeyframeRow(QWidget):
    """The keyframes of the current shot, with a place to add one at the playhead."""

    def __init__(self, film: Film, pictures: Pictures, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.film = film
        self.count = forms.label("", 11, 400, "t3")
        side = QWidget()
        side.setFixedWidth(78)
        self.count.setWordWrap(True)
        side.setLayout(forms.column(forms.label("Keyframes", 12, 600), self.count, None, gap=2))
        self.strip = KeyframeStrip(self)
        self.setLayout(forms.row(side, self.strip, gap=8))
        film.selected.connect(self.renew)
        film.changed.connect(self.renew)
        film.took.connect(self.renew)
        film.moved.connect(self._moved)
        self._here = (-1, -1)
        self.renew()

    def renew(self, *_: object) -> None:
        """Read the keyframes of the current shot."""
        shot = self.film.shot
        found = keyframes.of_shot(self.film.session, shot.id) if shot else ()
        pinned = sum(one.pinned for one in found)
        words = {0: "", 1: ", one pinned"}.get(pinned, f", {pinned} pinned")
        self.count.setText(f"{len(found)}{words}" if found else "none yet")
        self.strip.show_items(found, self._seen(found))

    def _seen(self, found: Sequence[Standing]) -> int:
        """The last keyframe before the playhead: it is kept in sight."""
        return sum(one.frame <= self.frame for one in found) - 1

    def _moved(self, frame: int) -> None:
        here = (self.strip.here, self._seen(self.strip.items))
        if here != self._here:
            self._here = here
            self.strip.see(here[1])
            self.strip.update()

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

    def ask(self, frame: int) -> None:
        """A keyframe is to be made at this frame, and the time around it made anew."""
        if shot := self.film.shot:
            name = f"Add a keyframe at frame {frame + 1} of {self.film.labels[shot.id]}"
            if self.film.edit(name, lambda board: shots.ask_keyframe(board, shot.id, frame)):
                self.film.render([shot.id], "final")

    def _why_not_ask(self) -> str:
        shot = self.film.shot
        if shot is None:
            return SHOT
        there = any(pin.frame // ON == self.frame // ON for pin in shot.keyframes)
        return "There is a keyframe at this frame already." if there else ""

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
            Act("keyframe.ask", "Add a keyframe at the playhead",
                lambda: self.ask(self.frame // ON * ON), "Shot", why_not=self._why_not_ask),
            Act("keyframe.import", "Use a picture as keyframe…",
                lambda: self.use_file(self.frame), "Shot",
                why_not=lambda: "" if self.film.shot else SHOT),
            Act("keyframe.redo", "Redo the keyframes that are not pinned", self.redo, "Render",
                why_not=lambda: no_other(self.film)),
        ]  # fmt: skip
