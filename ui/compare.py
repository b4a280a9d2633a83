"""Compare: two takes of a shot side by side, or one wiped over the other, in step with the film."""

from __future__ import annotations

from collections import OrderedDict
from functools import partial

from PySide6.QtCore import QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen, QPixmap
from PySide6.QtWidgets import QWidget

from storyboard.board import Shot
from studio.takes import Take
from ui import forms, strokes, theme
from ui.acts import Act
from ui.fields import Choice
from ui.film import Film
from ui.pictures import ON, Pictures
from ui.tabs import Segments
from ui.takes import circle, level_of, number_of

KEPT = 64  # frames that stay in memory
EDGE, GAP = 12, 8
GRIP = 14  # pixels beside the divider where it is taken
CLEARLY = 1.3  # times as wide: pictures that stand below each other
STEP = 0.02  # that an arrow key moves the divider
WAYS = (("side", "Side by side"), ("wipe", "Wipe"))


class Frames:
    """Frames of takes, read when they are first shown."""

    def __init__(self, film: Film) -> None:
        self._film = film
        self._kept: OrderedDict[str, QPixmap] = OrderedDict()

    def at(self, take: Take, frame: int) -> QPixmap:
        """The take's picture at a frame, else the one before it that still stands."""
        tick = frame // ON
        held = max((at for at in take.frames if at <= tick), default=min(take.frames, default=None))
        hash = take.frames[held] if held is not None else ""
        if hash not in self._kept:
            path = self._film.session.bin.path(hash)
            self._kept[hash] = QPixmap(str(path)) if path else QPixmap()
            while len(self._kept) > KEPT:
                self._kept.popitem(last=False)
        self._kept.move_to_end(hash)
        return self._kept[hash]


class Screen(QWidget):
    """Where the two takes are shown. A click goes over to the wipe; its divider is dragged."""

    clicked = Signal()

    def __init__(self, compare: Compare) -> None:
        super().__init__()
        self._compare = compare
        self._drags = False
        self.setMouseTracking(True)
        self.setMinimumSize(240, 120)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName("Two takes")
        self.setToolTip("A click wipes one over the other; arrow keys move the divider")

    def rooms(self) -> list[QRectF]:
        """Where the pictures are: two, or one for both when they wipe."""
        whole = QRectF(self.rect()).adjusted(EDGE, EDGE, -EDGE, -EDGE)
        aspect = self._compare.film.board.aspect
        if self._compare.wipes:
            return [_fitted(whole, aspect)]
        wide, high = (whole.width() - GAP) / 2, (whole.height() - GAP) / 2
        beside, below = QRectF(0, 0, wide, whole.height()), QRectF(0, 0, whole.width(), high)
        gain = _fitted(below, aspect).width() / max(1.0, _fitted(beside, aspect).width())
        if gain > CLEARLY:  # a narrow pane: below each other
            halves = [QRectF(whole.x(), whole.y() + at * (high + GAP), whole.width(), high)
                      for at in (0, 1)]  # fmt: skip
        else:
            halves = [QRectF(whole.x() + at * (wide + GAP), whole.y(), wide, whole.height())
                      for at in (0, 1)]  # fmt: skip
        return [_fitted(half, aspect) for half in halves]

    def divider(self) -> float:
        """Where the divider is across."""
        room = self.rooms()[0]
        return room.x() + self._compare.divide * room.width()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), theme.colour("view"))
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        rooms, takes = self.rooms(), self._compare.takes
        if self._compare.wipes and len(takes) == 2:
            x = self.divider()
            for at, take in enumerate(takes):
                painter.save()
                left, right = (rooms[0].x(), x) if at == 0 else (x, rooms[0].right())
                painter.setClipRect(QRectF(left, rooms[0].y(), right - left, rooms[0].height()))
                self._paint(painter, rooms[0], take, at)
                painter.restore()
            self._paint_divider(painter, rooms[0], x)
        else:
            for at, (room, take) in enumerate(zip(rooms, takes, strict=False)):
                self._paint(painter, room, take, at)
        if self.hasFocus():
            painter.setPen(QPen(theme.colour("acc"), 1))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5))
        painter.end()

    def _paint(self, painter: QPainter, room: QRectF, take: Take, at: int) -> None:
        pixmap = self._compare.frames.at(take, self._compare.frame)
        if pixmap.isNull():
            painter.fillRect(room, theme.colour("bg2"))
            said = "This picture is not in the bin any more."
            strokes.words(painter, room, said, theme.font(12), "t3", strokes.CENTRE)
        else:
            painter.drawPixmap(room, pixmap, QRectF(pixmap.rect()))
        shot = self._compare.shot
        if shot is None:
            return
        said = f"Take {number_of(shot, take.id)}"
        wide = strokes.width(theme.font(10, 500), said) + 12
        wide += 15 if take.id == shot.circled else 0
        right = at == 1 and self._compare.wipes
        x = room.right() - wide - 8 if right else room.x() + 8
        mark = "check" if take.id == shot.circled else ""
        strokes.chip(painter, x, room.y() + 8, said, "acc" if mark else "t1", mark)

    def _paint_divider(self, painter: QPainter, room: QRectF, x: float) -> None:
        painter.setPen(QPen(theme.colour("black", 160), 4))
        painter.drawLine(QPointF(x, room.y()), QPointF(x, room.bottom()))
        painter.setPen(QPen(theme.colour("white"), 1.5))
        painter.drawLine(QPointF(x, room.y()), QPointF(x, room.bottom()))
        painter.setBrush(theme.colour("plate", 220))
        painter.drawEllipse(QPointF(x, room.center().y()), 12, 12)
        painter.setPen(QPen(theme.colour("t1"), 1.3))
        for way in (-1, 1):
            tip = QPointF(x + way * 7.5, room.center().y())
            for side in (-3.5, 3.5):
                painter.drawLine(tip, QPointF(tip.x() - way * 3.5, tip.y() + side))

    # Hand ----------------------------------------------------------------------------------------

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() != Qt.MouseButton.LeftButton:
            return
        if not self._compare.wipes:
            self._compare.show_way("wipe")
        self._drags = True
        self._drag(event.position().x())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._drags:
            self._drag(event.position().x())
            return
        near = self._compare.wipes and abs(event.position().x() - self.divider()) <= GRIP
        shape = Qt.CursorShape.SizeHorCursor if near else Qt.CursorShape.ArrowCursor
        if self.cursor().shape() != shape:
            self.setCursor(shape)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self._drags = False

    def _drag(self, x: float) -> None:
        room = self.rooms()[0]
        self._compare.divide = min(1.0, max(0.0, (x - room.x()) / room.width()))
        self.update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        way = {Qt.Key.Key_Left: -STEP, Qt.Key.Key_Right: STEP}.get(Qt.Key(event.key()))
        if way and self._compare.wipes:
            self._compare.divide = min(1.0, max(0.0, self._compare.divide + way))
            self.update()
        else:
            super().keyPressEvent(event)


class Compare(QWidget):
    """A pane over the centre; not modal: the film plays on. ``closed`` tells that it is left."""

    closed = Signal()

    def __init__(self, film: Film, pictures: Pictures, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.film = film
        self.frames = Frames(film)
        self.divide = 0.5
        self._shot_id = ""
        self._ids = ["", ""]
        self.ways = Segments(WAYS)
        self.ways.chosen.connect(self.show_way)
        self.choices = [
            Choice(said, partial(self._choose, at))
            for at, said in enumerate(("Left take", "Right take"))
        ]
        self.circles = [forms.button("Circle", partial(self.circle, at)) for at in (0, 1)]
        self.title = forms.label("", 12, 600)
        self.out = forms.tool("close", "Close (Esc)", self.leave)
        self.view = Screen(self)
        self.setFocusProxy(self.view)
        for box, tip in zip(self.choices, ("The take on the left", "The take on the right")):
            box.setToolTip(tip)
            box.setMinimumWidth(72)
            box.setMaximumWidth(150)
        for button in self.circles:
            button.setToolTip("Choose this take")
        bar = QWidget()
        bar.setFixedHeight(40)
        bar.setLayout(
            forms.row(
                self.title, 6, self.ways, None, self.choices[0], self.circles[0], 8,
                self.choices[1], self.circles[1], 6, self.out, gap=6, edge=(12, 0, 8, 0),
            )
        )  # fmt: skip
        lay = forms.column(bar, forms.rule(), self.view)
        lay.setStretch(2, 1)
        self.setLayout(lay)
        self.setObjectName("pane")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setStyleSheet(f"QWidget#pane {{ background: {theme.COLOURS['bg1']}; }}")
        film.moved.connect(self._moved)
        film.changed.connect(self.renew)
        film.took.connect(self.renew)
        film.selected.connect(self._selected)

    # What is shown -------------------------------------------------------------------------------

    def show_takes(self, one: str, other: str) -> None:
        """These two takes of the current shot, side by side."""
        self._shot_id = self.film.shot_id
        self._ids = [one, other]
        self.divide = 0.5
        self.show_way("side")
        self.renew()
        self.view.setFocus()

    @property
    def shot(self) -> Shot | None:
        """The shot whose takes are shown."""
        return self.film.shots.get(self._shot_id)

    @property
    def wipes(self) -> bool:
        return self.ways.current == "wipe"

    @property
    def takes(self) -> list[Take]:
        """The two takes that are shown."""
        return [self.film.session.takes.take(id) for id in self._ids if id]

    @property
    def frame(self) -> int:
        """The playhead's frame in the shot."""
        shot = self.shot
        if shot is None:
            return 0
        return min(max(0, self.film.frame - self.film.starts[shot.id]), shot.length - 1)

    def show_way(self, way: str) -> None:
        """Side by side, or wiped."""
        self.ways.show_choice(way)
        self.view.update()

    def renew(self, *_: object) -> None:
        """Read the takes and which is circled."""
        shot = self.shot
        if shot is None:
            if self._shot_id:
                self.leave()
            return
        self.title.setText(f"Takes of {self.film.labels[shot.id]}")
        read = self.film.session.takes.take
        options = [
            (f"Take {number_of(shot, id)}, {level_of(read(id)).lower()}", id) for id in shot.takes
        ]
        for at, (box, button) in enumerate(zip(self.choices, self.circles, strict=True)):
            box.set_options(options)
            box.show_value(self._ids[at], shot.id)
            button.setText("Let go" if self._ids[at] == shot.circled else "Circle")
        self.view.update()

    def _choose(self, at: int, target: object, take: str, merge: str) -> None:
        if take == self._ids[1 - at]:  # the other one: they change places
            self._ids.reverse()
        self._ids[at] = take
        self.renew()

    def circle(self, at: int) -> None:
        """Choose one of the two, or let it go."""
        if self.shot and self._ids[at]:
            circle(self.film, self.shot, self._ids[at])

    def _moved(self, frame: int) -> None:
        if self.isVisible():
            self.view.update()

    def _selected(self, shot: str) -> None:
        """Another shot: its takes, if it has two, else this pane goes."""
        if not self._shot_id or not self.isVisible() or shot == self._shot_id:
            return
        now = self.film.shot
        if now is None or len(now.takes) < 2:
            self.view.update()
            return
        self._shot_id, way = shot, self.ways.current
        playing = self.film.session.takes.best(self.film.board, shot)
        one = now.circled or (playing.id if playing else now.takes[-1])
        self._ids = [one, next(take for take in reversed(now.takes) if take != one)]
        self.show_way(way)
        self.renew()

    def leave(self) -> None:
        """Close the pane."""
        self._shot_id, self._ids = "", ["", ""]
        self.closed.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.leave()
        else:
            super().keyPressEvent(event)

    def acts(self) -> list[Act]:
        """What can be done while two takes are compared."""
        why = "Compare two takes first."
        return [
            Act("compare.wipe", "Wipe one take over the other",
                lambda: self.show_way("side" if self.wipes else "wipe"), "View",
                why_not=lambda: "" if self._shot_id else why, checked=lambda: self.wipes),
        ]  # fmt: skip


def _fitted(room: QRectF, aspect: float) -> QRectF:
    """The largest place of an aspect in the middle of a room."""
    wide = min(room.width(), room.height() * aspect)
    box = QRectF(0, 0, wide, wide / aspect)
    box.moveCenter(room.center())
    return box
