"""A grid of pictures to choose one from: puppets, bundled places, imported pictures, frames."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QPoint, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPalette,
    QPen,
    QResizeEvent,
)
from PySide6.QtWidgets import QAbstractScrollArea, QFrame, QWidget

from ui import portraits, strokes, theme
from ui.portraits import Face, Portraits

GAP, CAPTION = 8, 22


@dataclass(frozen=True)
class Tile:
    """One picture. ``tip`` tells more than its caption."""

    id: str
    said: str
    face: Face
    tip: str = ""


class Tiles(QAbstractScrollArea):
    """``taken`` names the tile that was clicked, or chosen with Enter or Space."""

    taken = Signal(str)

    def __init__(
        self, pictures: Portraits, said: str, size: QSize, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.tiles: tuple[Tile, ...] = ()
        self.used = ""  # the one that holds now
        self.current = 0  # where the keys are
        self.empty = ""
        self._size = size
        self._hover = -1
        self._pictures = pictures
        pictures.arrived.connect(self._show)
        self.setAccessibleName(said)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.viewport().setMouseTracking(True)
        self.viewport().setBackgroundRole(QPalette.ColorRole.Window)

    def show_tiles(self, tiles: Sequence[Tile], used: str = "") -> None:
        """These from now on; ``used`` is outlined."""
        if (tuple(tiles), used) == (self.tiles, self.used):
            return
        self.tiles, self.used = tuple(tiles), used
        at = next((i for i, tile in enumerate(self.tiles) if tile.id == used), self.current)
        self.current = min(at, max(0, len(self.tiles) - 1))
        self._measure()
        self.viewport().update()

    @property
    def columns(self) -> int:
        """How many lie side by side."""
        return max(1, (self.viewport().width() - 6 + GAP) // (self._size.width() + GAP))

    def place_of(self, at: int) -> QRect:
        """Where a tile lies in the viewport, its caption with it."""
        columns = self.columns
        row, column = divmod(at, columns)
        room = self.viewport().width() - 6 - self._size.width()
        wide = room / (columns - 1) if columns > 1 else 0.0
        if len(self.tiles) < columns:
            wide = min(wide, 2 * GAP + self._size.width())
        top = row * (self._size.height() + CAPTION + GAP) - self.verticalScrollBar().value()
        return QRect(
            round(column * wide) + 3, top + 3, self._size.width(), self._size.height() + CAPTION
        )

    def show_current(self) -> None:
        """Scroll to where the keys are."""
        box, bar = self.place_of(self.current), self.verticalScrollBar()
        if box.top() < 0:
            bar.setValue(bar.value() + box.top() - GAP)
        elif box.bottom() > self.viewport().height():
            bar.setValue(bar.value() + box.bottom() - self.viewport().height() + GAP)

    def _at(self, where: QPoint) -> int:
        return next((i for i in self._seen() if self.place_of(i).contains(where)), -1)

    def _seen(self) -> range:
        """The tiles that may be in sight."""
        high, columns = self._size.height() + CAPTION + GAP, self.columns
        first = self.verticalScrollBar().value() // high
        rows = self.viewport().height() // high + 2
        return range(first * columns, min(len(self.tiles), (first + rows) * columns))

    def _measure(self) -> None:
        rows = -(-len(self.tiles) // self.columns)
        high = rows * (self._size.height() + CAPTION + GAP)
        bar = self.verticalScrollBar()
        bar.setRange(0, max(0, high - self.viewport().height()))
        bar.setPageStep(self.viewport().height())
        bar.setSingleStep(self._size.height() // 2)

    def _show(self, face: Face) -> None:
        for at in self._seen():
            if self.tiles[at].face == face:
                self.viewport().update(self.place_of(at))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self.viewport())
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if not self.tiles and self.empty:
            room = QRectF(4, 12, self.viewport().width() - 8, 60)
            strokes.paragraph(painter, room, self.empty, theme.font(12), "t2", 17, 3)
        for at in self._seen():
            box = self.place_of(at)
            if box.intersects(event.rect()):
                self._tile(painter, at, QRectF(box))

    def _tile(self, painter: QPainter, at: int, box: QRectF) -> None:
        tile = self.tiles[at]
        plate = QRectF(box.x(), box.y(), self._size.width(), self._size.height())
        ratio = self.devicePixelRatioF()
        portraits.tile(painter, plate, self._pictures.small(tile.face, self._size, ratio))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        used = tile.id == self.used
        if used or (at == self.current and self.hasFocus()):
            painter.setPen(QPen(theme.colour("acc" if used else "t1"), 2))
            painter.drawRoundedRect(plate.adjusted(-1, -1, 1, 1), 5, 5)
            if used and at == self.current and self.hasFocus():
                painter.setPen(QPen(theme.colour("acc"), 1))
                painter.drawRoundedRect(plate.adjusted(2, 2, -2, -2), 3, 3)
        elif at == self._hover:
            painter.setPen(QPen(theme.colour("t4"), 1))
            painter.drawRoundedRect(plate, 4, 4)
        under = QRectF(box.x() + 2, plate.bottom() + 2, box.width() - 4, CAPTION - 4)
        ink = "t1" if used or at == self._hover else "t2"
        strokes.words(painter, under, tile.said, theme.font(11), ink)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        at = self._at(event.position().toPoint())
        if at >= 0 and event.button() == Qt.MouseButton.LeftButton:
            self.current = at
            self.viewport().update()
            self.taken.emit(self.tiles[at].id)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        at = self._at(event.position().toPoint())
        if at != self._hover:
            self._hover = at
            self.viewport().setToolTip(self.tiles[at].tip if at >= 0 else "")
            self.viewport().update()

    def leaveEvent(self, event: QEvent) -> None:
        self._hover = -1
        self.viewport().update()

    def event(self, event: QEvent) -> bool:
        # Enter, Space and the arrows choose here; elsewhere in the window they play and step
        if (
            event.type() == QEvent.Type.ShortcutOverride
            and isinstance(event, QKeyEvent)
            and not event.modifiers()
            and (event.key() in STEPS or event.key() in TAKES)
        ):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = event.key()
        if key in STEPS and self.tiles:
            across, down = STEPS[key]
            at = self.current + across + down * self.columns
            if 0 <= at < len(self.tiles):
                self.current = at
                self.setAccessibleDescription(self.tiles[at].said)
                self.show_current()
                self.viewport().update()
        elif key in TAKES and self.tiles:
            self.taken.emit(self.tiles[self.current].id)
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._measure()

    def scrollContentsBy(self, dx: int, dy: int) -> None:
        self.viewport().update()

    def focusInEvent(self, event: QEvent) -> None:
        self.viewport().update()

    def focusOutEvent(self, event: QEvent) -> None:
        self.viewport().update()


STEPS = {
    int(Qt.Key.Key_Left): (-1, 0), int(Qt.Key.Key_Right): (1, 0),
    int(Qt.Key.Key_Up): (0, -1), int(Qt.Key.Key_Down): (0, 1),
}  # fmt: skip
TAKES = (int(Qt.Key.Key_Return), int(Qt.Key.Key_Enter), int(Qt.Key.Key_Space))
