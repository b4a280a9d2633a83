"""Keys on the stage: walk from box to box, nudge, remove, pan; everything the pointer does."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QKeyEvent

from storyboard import layout
from storyboard.board import Box
from storyboard.edits import boxes
from ui.drags import filmed
from ui.easel import Change
from ui.handles import LEAST, nudged

if TYPE_CHECKING:
    from ui.canvas import Canvas

STEP, STRIDE = 0.005, 0.05  # of the frame, that an arrow key moves; with Shift
REST = 700  # milliseconds after which the next nudge is an edit of its own
Key, Keys = Qt.Key, Qt.KeyboardModifier
ARROWS = {
    Key.Key_Left: (-1, 0), Key.Key_Right: (1, 0), Key.Key_Up: (0, -1), Key.Key_Down: (0, 1),
}  # fmt: skip
GONE = (Key.Key_Delete, Key.Key_Backspace)


class StageKeys:
    """A held arrow key is tried until it is let go, and is one edit then."""

    def __init__(self, canvas: Canvas) -> None:
        self.canvas, self.easel, self.film = canvas, canvas.easel, canvas.film
        self.grasp, self.deeds = canvas.grasp, canvas.deeds
        self._nudged: tuple[str, Change] | None = None
        self._rest = QTimer(canvas)
        self._rest.setSingleShot(True)
        self._rest.setInterval(REST)
        self._rest.timeout.connect(self.film.session.settle)

    def takes(self, event: QKeyEvent) -> bool:
        """Whether a key is the stage's, though it means something else elsewhere."""
        key, keys = Key(event.key()), event.modifiers()
        if key in ARROWS:
            return self._has_pick() and not keys & Keys.AltModifier
        if key in GONE:
            return bool(self.film.subject_id)
        if key == Key.Key_Escape:
            return bool(self.grasp.drag) or self.easel.tool != "select" or self._has_pick()
        if key == Key.Key_Z and keys & Keys.ControlModifier and self.easel.tool == "pen":
            return bool(self.canvas.sketch.strokes or self.canvas.sketch.undone)
        return key == Key.Key_Space and not keys

    def press(self, event: QKeyEvent) -> bool:
        """Whether the key meant something."""
        key, keys = Key(event.key()), event.modifiers()
        if key == Key.Key_Space:
            if not event.isAutoRepeat():
                self.grasp.space, self.grasp.panned = True, False
                self.grasp.show_cursor()
        elif key == Key.Key_Escape:
            self._escape()
        elif key in ARROWS and self._has_pick():
            self._nudge(key, keys, event.isAutoRepeat())
        elif key in GONE and self.film.subject_id:
            self.deeds.remove(altogether=bool(keys & Keys.ShiftModifier))
        elif key == Key.Key_Z and self.easel.tool == "pen":
            sketch = self.canvas.sketch
            _ = sketch.redo() if keys & Keys.ShiftModifier else sketch.undo()
            self.easel.altered.emit()
        else:
            return False
        return True

    def release(self, event: QKeyEvent) -> bool:
        if event.isAutoRepeat():
            return False
        if event.key() == Key.Key_Space and self.grasp.space:
            self.grasp.space = False
            self.grasp.show_cursor()
            if not self.grasp.panned:
                self.canvas.wanted.emit("player.play")
            return True
        if Key(event.key()) in ARROWS:
            self._take_in()
        return False

    def walk(self, forward: bool) -> bool:
        """Tab: from box to box, then to the camera, then away from the stage."""
        shot = self.film.shot
        if shot is None or self.easel.tool != "select":
            return False
        names = self.canvas.overlay.names
        row = [id for id, path in shot.layout.boxes.items() if id in names and any(path)]
        stops = [*row, ""] if self.easel.switches["camera"] else row
        here = self.film.subject_id
        if not self._has_pick() or here not in stops:
            at = 0 if forward else len(stops) - 1
        else:
            at = stops.index(here) + (1 if forward else -1)
        if not 0 <= at < len(stops):
            self.film.pick("")
            self.easel.pick_camera(False)
            return False
        if stops[at]:
            self.film.pick(stops[at])
        else:
            self.easel.pick_camera()
        return True

    def settle(self) -> None:
        """Nothing is half done any more."""
        self._take_in()
        if self._rest.isActive():
            self._rest.stop()
            self.film.session.settle()

    def _escape(self) -> None:
        if self.grasp.drag:
            self.grasp.let_go()
        elif self.easel.tool != "select":
            self.easel.hold("select")
        else:
            self.film.pick("")
            self.easel.pick_camera(False)

    def _has_pick(self) -> bool:
        return bool(self.film.subject_id) or self.easel.camera

    def _nudge(self, key: Qt.Key, keys: Qt.KeyboardModifier, again: bool) -> None:
        far = STRIDE if keys & Keys.ShiftModifier else STEP
        dx, dy = (far * way for way in ARROWS[key])
        moment = self.deeds.at_moment()
        if self.easel.camera:
            found = self._camera_nudged(moment, dx, dy)
        else:
            found = self._box_nudged(moment, dx, dy, bool(keys & Keys.ControlModifier))
        if found is None:
            return
        name, change = found
        if again:
            self._nudged = found
            self.easel.attempt(change)
        else:
            self._nudged = None
            merge = f"nudge {name} {self.film.shot_id} {moment}"
            self.easel.commit(name, change, merge)
        self._rest.start()

    def _box_nudged(
        self, moment: int, dx: float, dy: float, resized: bool
    ) -> tuple[str, Change] | None:
        shot, subject = self.easel.shot, self.film.subject_id
        box = layout.boxes_of(shot.layout, subject)[moment] if shot else None
        if shot is None or box is None:
            return None
        if resized:
            wide, high = max(LEAST, box.width + dx), max(LEAST, box.height + dy)
            box, verb = Box(box.x0, box.y0, box.x0 + wide, box.y0 + high), "Resize"
        else:
            box, verb = nudged(box, dx, dy), "Move"
        change = partial(boxes.set_box, shot_id=shot.id, subject=subject, moment=moment, box=box)
        return f"{verb} box of {self.deeds.name}", change

    def _camera_nudged(self, moment: int, dx: float, dy: float) -> tuple[str, Change] | None:
        shot = self.easel.shot
        if shot is None:
            return None
        rects = shot.camera.rects
        rect = nudged(rects[min(moment, len(rects) - 1)], dx, dy)
        change = partial(filmed, shot_id=shot.id, moment=moment, rect=rect)
        return f"Move the camera of {self.easel.number}", change

    def _take_in(self) -> None:
        """Do what a held key tried."""
        if self._nudged:
            (name, change), self._nudged = self._nudged, None
            self.easel.commit(name, change)
