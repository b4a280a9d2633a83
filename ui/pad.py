"""A small drawing pad: a brush, an eraser, papers to draw with, and the way back."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QImage,
    QKeyEvent,
    QKeySequence,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QTabletEvent,
)
from PySide6.QtWidgets import QButtonGroup, QGridLayout, QSlider, QWidget

from storyboard import light
from ui import forms, theme
from ui.images import chequers
from ui.spots import Spot

SHEET, PLATE = QSize(640, 640), QSize(1024, 576)  # pixels of a drawn subject, of a place
BACK = 40  # strokes that can be taken back
SPOTS = 15  # papers in a row


class Page(QWidget):
    """The sheet that is drawn on. ``drawn`` tells that it looks otherwise now."""

    drawn = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.ink = QColor.fromRgbF(*light.paper("ink"))
        self.radius = 6.0  # pixels of the drawing
        self.erases = False
        self.ground: light.Colour | None = None
        self.image = _blank(SHEET)
        self.ghost = QImage()  # to draw over; no part of the drawing
        self._past: list[QImage] = []
        self._last: QPointF | None = None
        self._pointer: QPointF | None = None
        self.setAccessibleName("Drawing")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setMinimumSize(240, 160)

    def begin(self, image: QImage) -> None:
        """Draw on this from now on."""
        self.image = image
        self._past = []
        self.update()
        self.drawn.emit()

    def put(self, image: QImage) -> None:
        """Lay a picture on the page, as one step that can be taken back."""
        self._keep()
        self.image = image
        self._tell()

    def clear(self) -> None:
        self.put(_blank(self.image.size(), self.ground))

    def undo(self) -> None:
        if self._past:
            self.image = self._past.pop()
            self._tell()

    @property
    def steps(self) -> int:
        """How many strokes can be taken back."""
        return len(self._past)

    def frame(self) -> QRectF:
        """Where the page lies in the window."""
        size = QSize(self.image.size())
        size.scale(self.width() - 24, self.height() - 24, Qt.AspectRatioMode.KeepAspectRatio)
        box = QRectF(0, 0, size.width(), size.height())
        box.moveCenter(QRectF(self.rect()).center())
        return box

    def _tell(self) -> None:
        self.update()
        self.drawn.emit()

    def _keep(self) -> None:
        self._past = [*self._past[1 - BACK :], self.image.copy()]

    def _place(self, where: QPointF) -> QPointF:
        box = self.frame()
        return (where - box.topLeft()) * (self.image.width() / box.width())

    # Drawing -------------------------------------------------------------------------------------

    def _press(self, where: QPointF) -> None:
        self._keep()
        self._last = self._place(where)
        self._stroke(self._last, 1.0)

    def _stroke(self, to: QPointF, pressure: float) -> None:
        painter = QPainter(self.image)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        ink = self.ink
        if self.erases and self.ground:
            ink = QColor.fromRgbF(*self.ground)
        elif self.erases:
            painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_Clear)
        pen = QPen(ink, max(1.0, 2 * self.radius * pressure))
        pen.setCapStyle(Qt.PenCapStyle.RoundCap)
        painter.setPen(pen)
        start = self._last or to
        painter.drawLine(start, to if to != start else to + QPointF(0.01, 0))
        painter.end()
        self._last = to
        self.update()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self._press(event.position())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._pointer = event.position()
        if self._last is not None and event.buttons() & Qt.MouseButton.LeftButton:
            self._stroke(self._place(event.position()), 1.0)
        self.update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if self._last is not None:
            self._last = None
            self.drawn.emit()

    def tabletEvent(self, event: QTabletEvent) -> None:
        """A pen draws as thick as it is pressed."""
        kind, where = event.type(), event.position()
        if kind == QEvent.Type.TabletPress:
            self._press(where)
        elif kind == QEvent.Type.TabletMove and self._last is not None:
            self._stroke(self._place(where), max(0.15, event.pressure()))
        elif kind == QEvent.Type.TabletRelease:
            self._last = None
            self.drawn.emit()
        event.accept()

    def leaveEvent(self, event: QEvent) -> None:
        self._pointer = None
        self.update()

    def event(self, event: QEvent) -> bool:
        if (
            event.type() == QEvent.Type.ShortcutOverride
            and isinstance(event, QKeyEvent)
            and (event.matches(UNDO) or event.key() in (Qt.Key.Key_B, Qt.Key.Key_E))
        ):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(UNDO):
            self.undo()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.fillRect(self.rect(), theme.colour("view"))
        box = self.frame()
        chequers(painter, box)
        if not self.ghost.isNull():
            painter.setOpacity(0.22)
            painter.drawImage(box, self.ghost)
            painter.setOpacity(1.0)
        painter.drawImage(box, self.image)
        if self._pointer is not None and box.contains(self._pointer):
            wide = self.radius * box.width() / self.image.width()
            painter.setBrush(Qt.BrushStyle.NoBrush)
            for token, line in (("black", 3.0), ("white", 1.3)):
                painter.setPen(QPen(theme.colour(token, 200), line))
                painter.drawEllipse(self._pointer, wide, wide)
        if self.hasFocus():
            painter.setPen(QPen(theme.colour("acc"), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(QRectF(self.rect()).adjusted(1, 1, -1, -1))

    def focusInEvent(self, event: QEvent) -> None:
        self.update()

    def focusOutEvent(self, event: QEvent) -> None:
        self.update()


UNDO = QKeySequence.StandardKey.Undo


class Pad(QWidget):
    """The page with its tools. ``finished`` gives the drawing."""

    finished = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.page = Page()
        tools = QButtonGroup(self)
        self.draws = forms.tool("brush", "Brush (B)", partial(self.erase, False), True)
        self.erases = forms.tool("eraser", "Eraser (E)", partial(self.erase, True), True)
        tools.addButton(self.draws)
        tools.addButton(self.erases)
        self.draws.setChecked(True)
        self.brush = QSlider(Qt.Orientation.Horizontal)
        self.brush.setRange(1, 48)
        self.brush.setValue(6)
        self.brush.setFixedWidth(96)
        self.brush.setToolTip("Size of the brush ([ and ])")
        self.brush.setAccessibleName("Size of the brush")
        self.brush.valueChanged.connect(self._set_radius)
        self.undo_button = forms.tool("undo", "Take the last stroke back (Ctrl+Z)", self.page.undo)
        self.clear_button = forms.button("Clear", self.page.clear, "plain")
        self.start_button = forms.button("Start from the puppet", self._start)
        bar = forms.row(
            self.draws, self.erases, 4, self.brush, 8, self.undo_button, self.clear_button, None,
            self.start_button, gap=2, edge=(8, 4, 12, 4),
        )  # fmt: skip
        self.papers = QButtonGroup(self)
        grid = QGridLayout()
        grid.setContentsMargins(12, 8, 0, 10)
        grid.setSpacing(0)
        self.spots: dict[str, Spot] = {}
        for at, name in enumerate(light.papers()):
            said = f"Skin {name[4:]}" if name.startswith("skin") else name.capitalize()
            spot = self.spots[name] = Spot(name, said)
            spot.clicked.connect(partial(self.take_paper, name))
            self.papers.addButton(spot)
            grid.addWidget(spot, at // SPOTS, at % SPOTS)
        self.spots["ink"].setChecked(True)
        self.done = forms.button("Use the drawing", self._finish, "primary")
        foot = forms.row(grid, None, self.done, edge=(0, 0, 12, 0))
        whole = forms.column(bar, forms.rule(), self.page, foot)
        whole.setStretch(2, 1)
        self.setLayout(whole)
        self._start_with = QImage()
        self.page.drawn.connect(self._renew)
        self._renew()

    def open(self, size: QSize, said: str, ground: light.Colour | None = None) -> None:
        """An empty page, of paper if ``ground`` is one; ``said`` is what will lie under it."""
        self.page.ground = ground
        self.show_ghost(QImage())
        self.start_button.setText(f"Start from the {said}")
        self.start_button.setToolTip(f"Lay the {said} on the page and draw on it")
        self.page.begin(_blank(size, ground))

    def show_ghost(self, ghost: QImage) -> None:
        """What shines through the page, to draw over or to start from."""
        self._start_with = self.page.ghost = ghost
        self.start_button.setEnabled(not ghost.isNull())
        self.page.update()

    def erase(self, on: bool) -> None:
        self.page.erases = on
        (self.erases if on else self.draws).setChecked(True)

    def take_paper(self, name: str) -> None:
        """Draw with this paper."""
        self.page.ink = self.spots[name].hue
        self.spots[name].setChecked(True)
        self.erase(False)

    def _start(self) -> None:
        self.page.put(self._start_with.scaled(self.page.image.size()))

    def _set_radius(self, value: int) -> None:
        self.page.radius = float(value)
        self.page.update()

    def _finish(self) -> None:
        self.finished.emit(self.page.image)

    def _renew(self) -> None:
        drawn = self.page.steps > 0
        self.undo_button.setEnabled(drawn)
        self.done.setEnabled(drawn)
        self.done.setToolTip("" if drawn else "Draw something first")
        self.undo_button.setToolTip(
            "Take the last stroke back (Ctrl+Z)" if drawn else "No stroke to take back yet"
        )

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_B, Qt.Key.Key_E):
            self.erase(event.key() == Qt.Key.Key_E)
        elif event.text() in ("[", "]"):
            self.brush.setValue(self.brush.value() + (2 if event.text() == "]" else -2))
        else:
            super().keyPressEvent(event)


def _blank(size: QSize, ground: light.Colour | None = None) -> QImage:
    found = QImage(size, QImage.Format.Format_ARGB32_Premultiplied)
    found.fill(QColor.fromRgbF(*ground) if ground else QColor(0, 0, 0, 0))
    return found
