"""The screen: the picture at the playhead with its shot, level and caption."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QContextMenuEvent,
    QFontMetricsF,
    QMouseEvent,
    QPainter,
    QPainterPath,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import QWidget

from storyboard.board import Shot
from studio import captions
from studio.beats import TWOS, Beat, shown
from ui import strokes, theme
from ui.film import Film
from ui.reel import AHEAD, Reel, Slot

EDGE = (16, 12)  # pixels round the picture
BEHIND = 3  # frames on twos kept ready behind the playhead, for stepping back


class Screen(QWidget):
    """``pressed`` tells of a click, ``opened`` of a double one, ``asked`` where a menu is wanted.

    ``ahead`` tells which frames of the film come next, from the playhead on, ``plays`` whether
    they come.
    """

    pressed = Signal()
    opened = Signal()
    asked = Signal(object)

    def __init__(self, film: Film, reel: Reel, whole: bool = False) -> None:
        super().__init__()
        self._film, self._reel, self._whole = film, reel, whole
        self.subtitles = True
        self.ahead: Callable[[], Iterator[int]] = self.onwards
        self.plays: Callable[[], bool] = lambda: False
        self._said: tuple[Shot | None, list[captions.Caption]] = None, []
        self._last: tuple[str, int] = ("", -1)  # shot and tick that were painted last
        self.setMinimumSize(200, 113)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName("Picture at the playhead")
        film.changed.connect(self._read)
        film.moved.connect(self._renew)
        film.took.connect(self._renew)
        reel.arrived.connect(self._came)
        self._read()

    def _read(self, name: str = "") -> None:
        self._row = self._film.board.shots
        self._places = {shot.id: at for at, shot in enumerate(self._row)}
        self.update()

    def _renew(self, what: object) -> None:  # a slot of its own ends with the screen
        self.update()

    def caption(self) -> str:
        """The words at the playhead."""
        found = self._film.at(self._film.frame)
        if found is None:
            return ""
        shot, here = found
        if self._said[0] is not shot:
            self._said = shot, captions.of_shot(shot, self._film.board.rate)
        return next((said.text for said in self._said[1] if said.start <= here < said.end), "")

    # What is seen --------------------------------------------------------------------------------

    def beat(self, frame: int) -> Beat | None:
        """The picture, or in a dissolve the two, at a frame of the film."""
        found = self._film.at(frame)
        if found is None:
            return None
        shot, at = found
        place = self._places[shot.id]
        before = self._row[place - 1] if place else None
        after = self._row[place + 1] if place + 1 < len(self._row) else None
        return shown(before, shot, after, at)

    def frame_box(self) -> QRectF:
        """Where the picture lies."""
        aspect = self._film.board.aspect
        wide, high = (0, 0) if self._whole else EDGE
        across = min(self.width() - wide, (self.height() - high) * aspect)
        box = QRectF(0, 0, round(across), round(across / aspect))
        box.moveCenter(QPointF(self.width() / 2, self.height() / 2))
        return box

    @property
    def is_exact(self) -> bool:
        """Whether the very frame at the playhead was painted last, none instead of it."""
        beat = self.beat(self._film.frame)
        return beat is not None and self._last == (beat.shot, beat.tick)

    def _came(self, shot: str, tick: int) -> None:
        beat = self.beat(self._film.frame)
        if beat and ((shot, tick) in _slots(beat) or self._last[0] != beat.shot):
            self.update()

    def onwards(self) -> Iterator[int]:
        """Frames round a playhead that rests: those on both sides, then those that would play."""
        here = self._film.frame
        for near in range(1, BEHIND + 1):
            yield from (here + TWOS * near, here - TWOS * near)
        yield from range(here + TWOS * (BEHIND + 1), here + TWOS * AHEAD // 2, TWOS)

    def _wish(self, beat: Beat, box: QRectF) -> None:
        ratio = self.devicePixelRatioF()
        row: dict[Slot, None] = dict.fromkeys(_slots(beat))
        for frame in self.ahead():
            if 0 <= frame < self._film.length and (coming := self.beat(frame)):
                row.update(dict.fromkeys(_slots(coming)))
        size = QSize(max(1, round(box.width() * ratio)), max(1, round(box.height() * ratio)))
        self._reel.wish(row, size, rests=not self.plays())

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.fillRect(self.rect(), theme.colour("black" if self._whole else "view"))
        film = self._film
        beat, found = self.beat(film.frame), film.at(film.frame)
        if beat and found:
            box = self.frame_box()
            self._wish(beat, box)
            self._picture(painter, box, beat)
            shot = found[0]
            if not self._whole:
                strokes.chip(painter, box.x() + 8, box.y() + 8, film.labels[shot.id], "t1")
                strokes.badge(painter, box.right() - 8, box.y() + 8, film.level(shot.id))
            if self.subtitles and (said := self.caption()):
                _subtitle(painter, box, said)
        painter.end()

    def _picture(self, painter: QPainter, box: QRectF, beat: Beat) -> None:
        slot, *rest = _slots(beat)
        image = self._reel.nearest(slot)
        if image is None:
            painter.fillRect(box, theme.colour("bg2"))
            self._last = ("", -1)
            return
        painter.drawImage(box, image)
        self._last = slot if self._reel.frame(slot) is not None else (slot[0], -1)
        for other in rest:
            if over := self._reel.nearest(other):
                painter.setOpacity(beat.share)
                painter.drawImage(box, over)
                painter.setOpacity(1.0)

    # Pointer -------------------------------------------------------------------------------------

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.setFocus(Qt.FocusReason.MouseFocusReason)
        if event.button() == Qt.MouseButton.LeftButton:
            self.pressed.emit()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self.opened.emit()

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        self.asked.emit(event.globalPos())


def _slots(beat: Beat) -> tuple[Slot, ...]:
    first = (beat.shot, beat.tick)
    return (first, beat.into) if beat.into else (first,)


def _subtitle(painter: QPainter, box: QRectF, said: str) -> None:
    """White words with a dark halo above the lower edge."""
    font = theme.font(max(12, round(box.height() * 0.06)), 600)
    metrics = QFontMetricsF(font)
    lines = [""]
    for word in said.split():
        longer = f"{lines[-1]} {word}".strip()
        if metrics.horizontalAdvance(longer) > 0.86 * box.width() and lines[-1]:
            lines.append(word)
        else:
            lines[-1] = longer
    base = box.bottom() - 0.05 * box.height() - metrics.height() * (len(lines) - 1)
    for at, line in enumerate(lines):
        path = QPainterPath()
        left = box.center().x() - metrics.horizontalAdvance(line) / 2
        path.addText(QPointF(left, base + at * metrics.height()), font, line)
        painter.strokePath(path, QPen(theme.colour("black", 180), 3))
        painter.fillPath(path, theme.colour("white"))
