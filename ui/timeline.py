"""The timeline: shots in time with a cell for every window, dialogue below, and the playhead."""

from __future__ import annotations

from bisect import bisect_left

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QPolygonF,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QAbstractScrollArea, QFrame, QSlider, QWidget

from engine import schedule
from storyboard import timing
from storyboard.board import Shot
from ui import forms, strokes, theme
from ui.film import Film
from ui.pictures import ON, Pictures

LABELS = 92  # pixels at the left
RULER = 24
STEPS = (1, 2, 5, 10, 15, 30, 60, 120, 300, 600)  # seconds between two numbers on the ruler
WIDEST = 24.0  # pixels a frame


class Timeline(QWidget):
    """The row with its tools."""

    def __init__(self, film: Film, pictures: Pictures, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.lanes = Lanes(film, pictures)
        self.slider = QSlider(Qt.Orientation.Horizontal)
        self.slider.setRange(0, 100)
        self.slider.setFixedWidth(96)
        self.slider.setAccessibleName("Zoom of the timeline")
        self.slider.valueChanged.connect(lambda value: self.lanes.set_zoom(value / 100))
        bar = QWidget()
        bar.setFixedHeight(32)
        bar.setLayout(
            forms.row(
                Legend(),
                None,
                forms.tool("minus", "Zoom out", lambda: self._zoom(-10)),
                self.slider,
                forms.tool("plus", "Zoom in", lambda: self._zoom(10)),
                4,
                forms.button("Fit", lambda: self.slider.setValue(0), "plain"),
                gap=2,
                edge=(12, 0, 8, 0),
            )
        )
        self.setLayout(forms.column(bar, forms.rule(), self.lanes))
        self.lanes.zoomed.connect(lambda zoom: self.slider.setValue(round(100 * zoom)))

    def _zoom(self, by: int) -> None:
        self.slider.setValue(self.slider.value() + by)


class Legend(QWidget):
    """What the fill of a cell means."""

    def __init__(self) -> None:
        super().__init__()
        self.setFixedSize(390, 24)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        x, font = 0.0, theme.font(11)
        for level, name in enumerate(("Layout or animatic", "Keyframes", "In-betweens", "Final")):
            strokes.cell(painter, QRectF(x, 6, 9, 12), level)
            strokes.words(painter, QRectF(x + 15, 0, 150, 24), name, font, "t3", elide=False)
            x += 15 + strokes.width(font, name) + 14
        painter.end()


class Lanes(QAbstractScrollArea):
    """``zoomed`` tells 0..1 when the wheel changed it."""

    zoomed = Signal(float)

    def __init__(self, film: Film, pictures: Pictures) -> None:
        super().__init__()
        self.film, self.pictures = film, pictures
        self._zoom = 0.0
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.setAccessibleName("Timeline")
        film.changed.connect(self._lay)
        film.took.connect(lambda shot: self.viewport().update())
        film.selected.connect(lambda shot: self.viewport().update())
        film.worked.connect(self.viewport().update)
        film.moved.connect(self._follow)
        pictures.arrived.connect(lambda shot: self.viewport().update())

    # Where and when ------------------------------------------------------------------------------

    @property
    def scale(self) -> float:
        """Pixels a frame."""
        room = max(50, self.viewport().width() - LABELS - 24)
        least = room / max(1, self.film.length)
        return float(least * max(1.0, WIDEST / least) ** self._zoom)

    def x_of(self, frame: float) -> float:
        return float(LABELS + 8 + frame * self.scale - self.horizontalScrollBar().value())

    def frame_at(self, x: float) -> int:
        return int((x - LABELS - 8 + self.horizontalScrollBar().value()) / self.scale)

    def set_zoom(self, zoom: float) -> None:
        """0 shows the whole film, 1 every frame; the playhead stays where it is."""
        at = self.x_of(self.film.frame)
        self._zoom = min(1.0, max(0.0, zoom))
        self._lay()
        bar = self.horizontalScrollBar()
        bar.setValue(bar.value() + round(self.x_of(self.film.frame) - at))
        self.viewport().update()

    def _lay(self, name: str = "") -> None:
        bar = self.horizontalScrollBar()
        room = self.viewport().width()
        bar.setRange(0, max(0, round(LABELS + 24 + self.film.length * self.scale) - room))
        bar.setPageStep(room)
        self.viewport().update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._lay()

    def _follow(self, frame: int) -> None:
        x, bar = self.x_of(frame), self.horizontalScrollBar()
        if not LABELS <= x <= self.viewport().width() - 12:
            bar.setValue(bar.value() + round(x - LABELS - 40))
        self.viewport().update()

    # Painting ------------------------------------------------------------------------------------

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self.viewport())
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        whole = QRectF(self.viewport().rect())
        painter.fillRect(whole, theme.colour("bg1"))
        thumb = min(110.0, max(34.0, whole.height() - RULER - 84))
        row = QRectF(LABELS, RULER + 6, whole.width() - LABELS, thumb + 31)
        painter.save()
        painter.setClipRect(whole.adjusted(LABELS, 0, 0, 0))
        painter.fillRect(whole.adjusted(LABELS, RULER + 1, 0, 0), theme.colour("track"))
        self._ruler(painter, whole)
        for shot in self._in_sight(whole):
            left = self.x_of(self.film.starts[shot.id])
            right = self.x_of(self.film.starts[shot.id] + shot.length)
            clip = QRectF(left + 0.5, row.y(), max(2.0, right - left - 1), row.height())
            self._clip(painter, clip, thumb, shot)
            self._lines(painter, clip, row.bottom() + 6, shot)
        self._playhead(painter, whole)
        painter.restore()
        painter.fillRect(QRectF(0, RULER, whole.width(), 1), theme.colour("line"))
        painter.fillRect(QRectF(LABELS, 0, 1, whole.height()), theme.colour("line"))
        strokes.icon(painter, "film", 12, row.y() + 6, "t3", 14)
        font = theme.font(11, 500)
        strokes.words(painter, QRectF(32, row.y() + 4, 58, 18), "Shots", font, "t2")
        done = sum(self.film.level(id) == 3 for id in self.film.shots)
        said = f"{done} of {len(self.film.shots)} final"
        below = QRectF(12, row.y() + thumb, LABELS - 16, 17)
        strokes.words(painter, below, said, theme.font(10), "t3")
        strokes.icon(painter, "captions", 12, row.bottom() + 11, "t3", 14)
        below = QRectF(32, row.bottom() + 6, 58, 24)
        strokes.words(painter, below, "Dialogue", font, "t2")
        painter.end()

    def _in_sight(self, whole: QRectF) -> list[Shot]:
        shots = list(self.film.shots.values())
        starts = [self.film.starts[shot.id] for shot in shots]
        first = max(0, bisect_left(starts, self.frame_at(LABELS)) - 1)
        last = bisect_left(starts, self.frame_at(whole.right()) + 1)
        return shots[first:last]

    def _ruler(self, painter: QPainter, whole: QRectF) -> None:
        rate = self.film.board.rate
        step = next((s for s in STEPS if s * rate * self.scale >= 64), STEPS[-1])
        second = max(0, self.frame_at(LABELS) // rate // step * step)
        while (x := self.x_of(second * rate)) < whole.right():
            painter.fillRect(QRectF(x, 16, 1, 8), theme.colour("t4"))
            said = f"{second // 60:02}:{second % 60:02}"
            strokes.words(painter, QRectF(x + 5, 3, 60, 16), said, theme.font(10), "t3")
            for part in range(1, 5):
                tick = self.x_of((second + step * part / 5) * rate)
                painter.fillRect(QRectF(tick, 20, 1, 4), theme.colour("bg4"))
            second += step

    def _clip(self, painter: QPainter, clip: QRectF, thumb: float, shot: Shot) -> None:
        chosen = shot.id == self.film.shot_id
        painter.save()
        painter.setClipPath(strokes.rounded(clip, 4), Qt.ClipOperation.IntersectClip)
        painter.fillRect(clip, theme.colour("sel" if chosen else "bg2"))
        self._thumbs(painter, clip, thumb, shot)
        line = QRectF(clip.x() + 6, clip.y() + thumb, clip.width() - 11, 17)
        number, font = self.film.labels[shot.id], theme.font(11, 600)
        if line.width() > 14:
            strokes.words(painter, line, number, font, "acc" if chosen else "t1")
        x = line.x() + strokes.width(font, number) + 5
        for mark, token in (("lock", "t3"), ("stale", "warn")):
            if (shot.locked if mark == "lock" else shot.stale) and x + 12 < line.right():
                strokes.icon(painter, mark, x, line.y() + 2.5, token, 12)
                x += 15
        length = timing.seconds(shot.length, self.film.board.rate)
        if line.right() - x > strokes.width(theme.font(10), length) + 4:
            strokes.words(painter, line, length, theme.font(10), "t3", strokes.RIGHT)
        self._cells(painter, QRectF(clip.x() + 1, clip.bottom() - 13, clip.width() - 1, 12), shot)
        painter.restore()
        if chosen:
            painter.setPen(QPen(theme.colour("acc"), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(clip, 4, 4)
        if shot.join != "cut":
            self._seam(painter, QPointF(clip.right(), clip.y() + thumb / 2), shot.join)

    def _thumbs(self, painter: QPainter, clip: QRectF, high: float, shot: Shot) -> None:
        wide = high * self.film.board.aspect
        size = QSize(round(wide), round(high))
        found = self.pictures.small(shot.id, shot.length // ON // 2, size, self.devicePixelRatioF())
        if found is None:
            return
        x = clip.x()
        while x < clip.right() and x < self.viewport().width():
            if x + wide > LABELS:
                painter.drawPixmap(QRectF(x, clip.y(), wide, high), found, QRectF(found.rect()))
            x += wide

    def _cells(self, painter: QPainter, row: QRectF, shot: Shot) -> None:
        level = {0: 0, 1: 0, 2: 1, 3: 3}[self.film.level(shot.id)]
        count = max(1, -(-schedule.ticks(shot.length) // schedule.LENGTH))
        wide = row.width() / count
        running = any(shot.id in job.shots for job in self.film.running.values())
        if wide < 3:
            strokes.cell(painter, row, level, running, shot.stale)
            return
        for at in range(count):
            box = QRectF(row.x() + at * wide, row.y(), max(1.5, wide - 1), row.height())
            strokes.cell(painter, box, level, running, shot.stale)

    def _seam(self, painter: QPainter, middle: QPointF, join: str) -> None:
        box = QRectF(0, 0, 18, 18)
        box.moveCenter(middle)
        painter.setPen(QPen(theme.colour("bg1"), 2))
        painter.setBrush(theme.colour("bg4"))
        painter.drawRoundedRect(box, 4, 4)
        painter.setPen(QPen(theme.colour("t1"), 1.2))
        a, b = QPointF(4, 4), QPointF(4, -4)
        if join == "dissolve":
            painter.drawLine(middle - a, middle + a)
            painter.drawLine(middle - b, middle + b)
        else:
            painter.drawLine(middle - QPointF(5, 0), middle + QPointF(5, 0))
            painter.drawLine(middle + QPointF(2, -3), middle + QPointF(5, 0))
            painter.drawLine(middle + QPointF(2, 3), middle + QPointF(5, 0))

    def _lines(self, painter: QPainter, clip: QRectF, y: float, shot: Shot) -> None:
        hues = theme.hues(self.film.board)
        for line, (start, end) in zip(shot.dialogue, timing.speech(shot.dialogue, shot.length)):
            left = clip.x() + start * self.scale
            box = QRectF(left, y, max(4.0, (end - start) * self.scale), 24)
            painter.fillPath(strokes.rounded(box, 3), theme.colour("bg3"))
            hue = hues.get(line.speaker, theme.colour("t3"))
            painter.fillRect(QRectF(left, y + 3, 2, 18), hue)
            if box.width() > 24:
                room = box.adjusted(7, 0, -3, 0)
                strokes.words(painter, room, line.text, theme.font(11), "t2")

    def _playhead(self, painter: QPainter, whole: QRectF) -> None:
        x = round(self.x_of(self.film.frame)) + 0.5
        painter.fillRect(QRectF(x - 1.5, 20, 3, whole.height()), theme.colour("black", 90))
        painter.fillRect(QRectF(x - 0.5, 10, 1, whole.height()), theme.colour("white"))
        tab = [(-6, 5), (6, 5), (6, 13), (0, 20), (-6, 13)]
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.colour("white"))
        painter.drawPolygon(QPolygonF([QPointF(x + dx, y) for dx, y in tab]))

    # Pointer -------------------------------------------------------------------------------------

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.position().x() >= LABELS:
            self.film.seek(self.frame_at(event.position().x()))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if event.buttons() & Qt.MouseButton.LeftButton:
            self.film.seek(self.frame_at(event.position().x()))

    def wheelEvent(self, event: QWheelEvent) -> None:
        turn = event.angleDelta().y() or event.angleDelta().x()
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.set_zoom(self._zoom + turn / 1200)
            self.zoomed.emit(self._zoom)
        else:
            bar = self.horizontalScrollBar()
            bar.setValue(bar.value() - turn)
