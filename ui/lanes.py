"""The tracks of the timeline under the hand: pointer, wheel, keys, names written in place, files.

What a press begins is in ``pointer``; what a drag does in ``trim``, ``sound_drags`` and
``ruler_drags``; what keys and menus do in ``cutting``.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QEvent, QMimeData, QPoint, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import (
    QContextMenuEvent,
    QDragEnterEvent,
    QDragLeaveEvent,
    QDragMoveEvent,
    QDropEvent,
    QFocusEvent,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QLineEdit, QToolTip, QWidget

from storyboard.edits import markers
from studio.sounds import FORMATS
from ui import hits
from ui.cutting import Cutting
from ui.film import Film
from ui.lane_pointer import LanePointer
from ui.lane_view import LaneView
from ui.pictures import Pictures
from ui.ruler import HIGH, LABELS

BY_KEY = (
    Qt.FocusReason.TabFocusReason,
    Qt.FocusReason.BacktabFocusReason,
    Qt.FocusReason.ShortcutFocusReason,
)
NONE = Qt.KeyboardModifier.NoModifier
TURN = 1500  # of the wheel's units from the whole film to every frame


class Lanes(LaneView):
    """``asked`` tells that a menu is wanted: about what, and where on the screen."""

    asked = Signal(object, QPoint)

    def __init__(self, film: Film, pictures: Pictures, parent: QWidget | None = None) -> None:
        super().__init__(film, pictures, parent)
        self.cutting, self.pointer = Cutting(self), LanePointer(self)
        self.setAcceptDrops(True)

    def hit(self, spot: QPointF, keys: Qt.KeyboardModifier = NONE) -> hits.Hit:
        """What lies under the pointer; Ctrl makes of an end of a shot the cut that rolls."""
        hit = hits.find(self, spot)
        if hit.what in ("start", "end") and keys & Qt.KeyboardModifier.ControlModifier:
            seam = hit.at - 1 if hit.what == "start" else hit.at
            if 0 <= seam < len(self.shots.row) - 1:
                return hits.Hit("roll", self.shots.row[seam].id, seam)
        return hit

    def rename_marker(self, id: str) -> None:
        """Write the name of a marker where it stands."""
        for frame, marker in markers.frames(self.film.board, self.film.starts):
            if marker.id == id:
                self.reveal(frame)
                box = QRectF(self.scale.x(frame) + 5, 0, 160, HIGH)
                self._write(box, marker.name, lambda said: self.cutting.rename_marker(id, said))

    def rename_sound(self, id: str) -> None:
        """Write the name of a sound where it lies."""
        clip = self.sounds.clip(id)
        if clip:
            self.reveal(clip.start)
            box = self.sounds.box(clip, self.tracks)
            left = max(box.x(), LABELS + 2.0)
            room = QRectF(left, box.y() + 1, min(220.0, max(80.0, box.right() - left)), 24)
            self._write(room, clip.sound.name, lambda said: self.cutting.rename_sound(id, said))

    def _write(self, box: QRectF, said: str, done: Callable[[str], None]) -> None:
        """A field in place; Enter and a click elsewhere take the words, Esc does not."""
        field = NameField(self.viewport(), said, done)
        field.setGeometry(box.toAlignedRect())
        field.show()
        field.setFocus()
        field.selectAll()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.setFocus(Qt.FocusReason.MouseFocusReason)
        self._ring = False
        self.pointer.press(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self.pointer.move(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self.pointer.release(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        self.pointer.double(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        spot = QPointF(event.pos())
        if event.reason() == QContextMenuEvent.Reason.Keyboard:
            spot = QPointF(self.scale.x(self.film.frame) + 20, self.tracks.shots[0] + 20)
        self.asked.emit(self.hit(spot), self.viewport().mapToGlobal(spot.toPoint()))

    def wheelEvent(self, event: QWheelEvent) -> None:
        turn = event.angleDelta().y() or event.angleDelta().x()
        fine = event.pixelDelta()
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.set_zoom(self.scale.zoom + turn / TURN, event.position().x())
        elif event.modifiers() & Qt.KeyboardModifier.AltModifier:
            down = self.verticalScrollBar()
            down.setValue(down.value() - turn // 3)
        else:
            bar = self.horizontalScrollBar()
            across = fine.x() or fine.y()
            bar.setValue(bar.value() - (across or turn))
        event.accept()

    def viewportEvent(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Leave:
            self.pointer.leave()
        elif event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            QToolTip.showText(event.globalPos(), self.pointer.tip(QPointF(event.pos())), self)
            return True
        return super().viewportEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            if not self.pointer.cancel():
                self.pick()
            return
        event.ignore()

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self._ring = event.reason() in BY_KEY
        self.viewport().update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.viewport().update()

    # Files from elsewhere ------------------------------------------------------------------------

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if sound_files(event.mimeData()) and self.film.length:
            event.acceptProposedAction()

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        self._aim(event)
        event.acceptProposedAction()

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        self._aim(None)

    def dropEvent(self, event: QDropEvent) -> None:
        frame, track = self._aim(event)
        for file in sound_files(event.mimeData()):
            self.arrivals.bring(file, frame, track)
            track += 1
        self._aim(None)
        event.acceptProposedAction()

    def _aim(self, event: QDropEvent | None) -> tuple[int, int]:
        """Show where a file would land: the frame and the track."""
        self.said, self.landing = "", None
        frame = track = 0
        if event is None:
            self.snap.let_go()
        else:
            spot = event.position()
            pixels, points = self.scale.pixels, self.snap.points()
            frame = max(0, self.snap.pull(self.scale.at(spot.x()), pixels, points))
            track = self.tracks.track_at(spot.y())
            self.spot = spot
            self.said = f"Sound {track + 1}, {self.clock(frame)}"
        self.viewport().update()
        return frame, track


class NameField(QLineEdit):
    """Words written in place; ``done`` hears them once."""

    def __init__(self, parent: QWidget, said: str, done: Callable[[str], None]) -> None:
        super().__init__(said, parent)
        self._done: Callable[[str], None] | None = done
        self.setAccessibleName("Name")
        self.setPlaceholderText("Name")
        self.editingFinished.connect(self._take)

    def _take(self) -> None:
        done, self._done = self._done, None
        if done:
            done(self.text())
        self.deleteLater()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self._done = None
            self.clearFocus()
            self.deleteLater()
        else:
            super().keyPressEvent(event)


def sound_files(brought: QMimeData) -> list[Path]:
    """The sound files among what is dragged here."""
    paths = [Path(url.toLocalFile()) for url in brought.urls() if url.isLocalFile()]
    return [path for path in paths if path.suffix.lower() in FORMATS]
