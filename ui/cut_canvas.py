"""The picture that is cut out, with its marks: brush strokes and fills by mouse or by keys."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator

import numpy as np
from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import (
    QImage,
    QKeyEvent,
    QKeySequence,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QWidget

from studio.cutout import KEEP, LEAVE, Cutout, Stroke
from ui import strokes, theme
from ui.images import as_image, chequers, from_pixels

BUDGET = 0.008  # seconds of cutting between two events
EDGE = 16
REACH = 0.10  # of a fill that was only clicked
UNDO = QKeySequence.StandardKey.Undo
KEYS = {Qt.Key.Key_B: "keep", Qt.Key.Key_E: "leave", Qt.Key.Key_F: "fill"}

MOVES = {
    int(Qt.Key.Key_Left): (-1, 0), int(Qt.Key.Key_Right): (1, 0), int(Qt.Key.Key_Up): (0, -1),
    int(Qt.Key.Key_Down): (0, 1), int(Qt.Key.Key_Space): (0, 0),
}  # fmt: skip


class CutCanvas(QWidget):
    """The picture with its marks. ``cut_again`` tells that what stays is another."""

    cut_again = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.work: Cutout | None = None
        self.tool = "fill"
        self.radius = 8.0  # pixels of the working picture
        self.shows_cut = False
        self._zoom, self._shift = 1.0, QPointF()
        self._images: dict[str, QImage] = {}
        self._line: list[tuple[float, float]] = []
        self._label = KEEP
        self._fill: tuple[QPointF, bool] | None = None  # where it was pressed, ready to reach
        self._reach = REACH
        self._pan: QPointF | None = None
        self._pointer: QPointF | None = None
        self._steps: Iterator[None] | None = None
        self._then: Callable[[], None] | None = None
        self._timer = QTimer(self)
        self._timer.setInterval(0)
        self._timer.timeout.connect(self._go_on)
        self.setAccessibleName("Picture to cut out")
        self.setAccessibleDescription("Arrows move the brush, Space applies it")
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMinimumSize(240, 160)

    # The cut -------------------------------------------------------------------------------------

    def show_work(self, work: Cutout | None) -> None:
        """Cut this picture from now on."""
        self._timer.stop()
        self._steps = self._then = None
        self.work, self._zoom, self._shift, self._pointer = work, 1.0, QPointF(), None
        self._line, self._fill = [], None
        self._images.clear()
        if work:
            self._images["whole"] = as_image(work.small)
            self._renew()
        self.update()

    @property
    def busy(self) -> bool:
        """Whether the marks still spread."""
        return self._steps is not None

    def cut(self) -> None:
        """Spread the marks, a little at a time between events."""
        if self.work:
            self._start(self.work.steps(), self._renew)

    def undo(self) -> bool:
        """Take the last stroke or fill back."""
        if self.work is None or not self.work.undo():
            return False
        self.cut()
        return True

    def suggest(self) -> bool:
        """Let a background of one colour leave."""
        if self.work is None or not self.work.suggested():
            return False
        self.cut()
        return True

    def set_tool(self, tool: str) -> None:
        self.tool = tool
        self.update()

    def show_cut(self, on: bool) -> None:
        """Only what stays, or the whole picture with its marks."""
        self.shows_cut = on
        self.update()

    def finish(self) -> None:
        """Bring what is under way to its end now."""
        while self._steps:
            self._go_on()

    def _start(self, steps: Iterator[None], then: Callable[[], None]) -> None:
        self._steps, self._then = steps, then
        self._go_on()
        if self._steps:
            self._timer.start()

    def _go_on(self) -> None:
        until = time.perf_counter() + BUDGET
        while self._steps and time.perf_counter() < until:
            if next(self._steps, self) is self:
                self._steps = None
        if self._steps is None:
            self._timer.stop()
            then, self._then = self._then, None
            if then:
                then()

    def _renew(self) -> None:
        if self.work is None:
            return
        pixels = np.asarray(self.work.small).copy()
        pixels[..., 3] = (self.work.alpha * 255).astype(np.uint8)
        self._images["cut"] = from_pixels(pixels)
        self._renew_marks()
        self.cut_again.emit()

    def _renew_marks(self) -> None:
        if self.work is None:
            return
        inks = np.zeros((3, 4), np.uint8)
        for label, token in ((KEEP, "acc"), (LEAVE, "err")):
            hue = theme.colour(token)
            inks[label] = hue.red(), hue.green(), hue.blue(), 96
        self._images["marks"] = from_pixels(np.ascontiguousarray(inks[self.work.labels]))
        self.update()

    # Where things lie ----------------------------------------------------------------------------

    @property
    def scale(self) -> float:
        """Pixels of the window for a pixel of the working picture."""
        if self.work is None:
            return 1.0
        wide, high = self.work.size
        room = min((self.width() - 2 * EDGE) / wide, (self.height() - 2 * EDGE) / high)
        return max(0.05, room) * self._zoom

    def frame(self) -> QRectF:
        """Where the picture lies."""
        wide, high = self.work.size if self.work else (1, 1)
        box = QRectF(0, 0, wide * self.scale, high * self.scale)
        box.moveCenter(QRectF(self.rect()).center() + self._shift)
        return box

    def to_window(self, x: float, y: float) -> QPointF:
        """A place of the working picture in the window."""
        return self.frame().topLeft() + QPointF(x, y) * self.scale

    def _to_picture(self, where: QPointF) -> tuple[float, float]:
        place = (where - self.frame().topLeft()) / self.scale
        return place.x(), place.y()

    # Painting ------------------------------------------------------------------------------------

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), theme.colour("view"))
        if self.work is None or "cut" not in self._images:
            return
        box = self.frame()
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        chequers(painter, box.intersected(QRectF(self.rect())))
        if not self.shows_cut:
            painter.setOpacity(0.28)
            painter.drawImage(box, self._images["whole"])
            painter.setOpacity(1.0)
        painter.drawImage(box, self._images["cut"])
        if not self.shows_cut:
            painter.drawImage(box, self._images["marks"])
            self._paint_stroke(painter)
        if self._pointer is not None and not self.shows_cut:
            self._paint_brush(painter, self._pointer)
        if self.hasFocus():
            painter.setPen(QPen(theme.colour("acc"), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(QRectF(self.rect()).adjusted(1, 1, -1, -1))

    def _paint_stroke(self, painter: QPainter) -> None:
        if not self._line:
            return
        ink = theme.colour("acc" if self._label == KEEP else "err", 150)
        pen = QPen(ink, 2 * self.radius * self.scale)
        pen.setCapStyle(Qt.PenCapStyle.RoundCap)
        pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
        painter.setPen(pen)
        points = [self.to_window(x, y) for x, y in self._line]
        painter.drawPolyline(
            points if len(points) > 1 else [points[0], points[0] + QPointF(0.1, 0)]
        )

    def _paint_brush(self, painter: QPainter, where: QPointF) -> None:
        painter.setBrush(Qt.BrushStyle.NoBrush)
        radius = 5.0 if self.tool == "fill" else self.radius * self.scale
        for token, wide in (("black", 3.0), ("white", 1.3)):
            painter.setPen(QPen(theme.colour(token, 200), wide))
            painter.drawEllipse(where, radius, radius)
        if self._fill:
            said = f"Reach {round(100 * self._reach)} %"
            box = QRectF(
                where.x() + 14, where.y() - 9, strokes.width(theme.font(11), said) + 12, 18
            )
            painter.fillPath(strokes.rounded(box, 4), theme.colour("plate", 215))
            strokes.words(painter, box.adjusted(6, 0, 0, 0), said, theme.font(11), elide=False)

    # Marks by mouse and keys ---------------------------------------------------------------------

    def mousePressEvent(self, event: QMouseEvent) -> None:
        where = event.position()
        if event.button() == Qt.MouseButton.MiddleButton:
            self._pan = where - self._shift
        elif event.button() in (Qt.MouseButton.LeftButton, Qt.MouseButton.RightButton):
            other = event.button() == Qt.MouseButton.RightButton
            other = other or bool(event.modifiers() & Qt.KeyboardModifier.AltModifier)
            self._press(where, other)

    def _press(self, where: QPointF, other: bool) -> None:
        """The tool at this place; ``other``: it keeps instead of letting go, or the reverse."""
        if self.work is None or self.shows_cut:
            return
        self._label = KEEP if (self.tool == "keep") != other else LEAVE
        x, y = self._to_picture(where)
        if self.tool != "fill":
            self._line = [(x, y)]
            self.update()
            return
        wide, high = self.work.size
        if 0 <= x < wide and 0 <= y < high:
            self._fill, self._reach = (where, False), REACH
            self._start(self.work.filling(int(x), int(y), self._label), self._filled)

    def _filled(self) -> None:
        """The way from the click is known: now its reach can follow the pointer at once."""
        if self._fill:
            self._fill = (self._fill[0], True)
        if self.work:
            self.work.reach(self._reach)
            self._renew_marks()
            if self._fill is None:
                self.cut()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        where = event.position()
        if self._pan is not None:
            self._shift = where - self._pan
        elif self._line:
            last = self._line[-1]
            x, y = self._to_picture(where)
            if abs(x - last[0]) + abs(y - last[1]) > 0.5:
                self._line.append((x, y))
        elif self._fill and self.work:
            far = where.x() - self._fill[0].x() + self._fill[0].y() - where.y()
            self._reach = min(1.0, max(0.01, REACH + far / 500))
            if self._fill[1]:
                self.work.reach(self._reach)
                self._renew_marks()
        self._pointer = where
        self.update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self._pan = None
        self._release()

    def _release(self) -> None:
        if self.work is None:
            return
        if self._line:
            self.work.mark(Stroke(tuple(self._line), self.radius), self._label)
            self._line = []
            self.cut()
        elif self._fill:
            ready, self._fill = self._fill[1], None
            if ready:
                self.cut()

    def wheelEvent(self, event: QWheelEvent) -> None:
        before = self._to_picture(event.position())
        self._zoom = min(16.0, max(0.5, self._zoom * 1.0015 ** event.angleDelta().y()))
        self._shift += event.position() - self.to_window(*before)
        self.update()

    def leaveEvent(self, event: QEvent) -> None:
        self._pointer = None
        self.update()

    def event(self, event: QEvent) -> bool:
        # these keys mark the picture; elsewhere in the window they play and step
        if (
            event.type() == QEvent.Type.ShortcutOverride
            and isinstance(event, QKeyEvent)
            and (event.key() in KEYS or event.key() in MOVES or event.matches(UNDO))
        ):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = event.key()
        if event.matches(UNDO):
            self.undo()
        elif key in MOVES and MOVES[key] != (0, 0):
            far = 10 if event.modifiers() & Qt.KeyboardModifier.ShiftModifier else 2
            across, down = MOVES[key]
            where = self._pointer or self.frame().center()
            self._pointer = where + QPointF(across * far, down * far)
            self.update()
        elif key == Qt.Key.Key_Space:
            self._press(self._pointer or self.frame().center(), other=False)
            self._release()
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QEvent) -> None:
        self.update()

    def focusOutEvent(self, event: QEvent) -> None:
        self.update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(640, 400)
