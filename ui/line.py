"""The queue over the status line: what runs, what waits, what failed; all of it can be moved."""

from __future__ import annotations

import time
from collections.abc import Iterator
from functools import partial

from PySide6.QtCore import QEvent, QPoint, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QEnterEvent, QFocusEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QSizePolicy, QWidget

from studio import render
from studio.jobs import OPEN, Order
from ui import forms, orders, strokes, theme
from ui.film import FAULTS, Film
from ui.order import SLICE
from ui.pictures import Pictures
from ui.popover import Popover
from ui.status import Bar

WIDE, HIGH, MOST = 500, 46, 460
TOLD, LINE = 290, 14  # pixels of a line of what a row tells
THUMB = QSize(54, 30)
OWN_KEYS = (Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_Delete, Qt.Key.Key_Backspace)
FAILED = 5  # failed orders in sight


class QueueCard(Popover):
    """Opened by the status line."""

    def __init__(self, film: Film, pictures: Pictures, window: QWidget) -> None:
        super().__init__(window, WIDE)
        self.film, self.pictures = film, pictures
        self._counting = QTimer(self)
        self._counting.setInterval(0)
        self._counting.timeout.connect(self._count)
        self._walk: tuple[Order, Iterator[render.Estimate | None]] | None = None
        self.rows: dict[str, Row] = {}
        self.costs: dict[str, float | None] = {}  # orders that wait -> seconds, as far as known
        self.whole = forms.label("", 11, 400, "t3")
        self.hold = forms.button("Pause all", self._hold, "plain", "pause")
        self.empty = forms.label("Nothing waits. Render puts shots in here.", 12, 400, "t3")
        self._list = QWidget()
        self._list.setObjectName("list")
        self._list.setStyleSheet("QWidget#list { background: transparent; }")
        self._column = forms.column()
        self._list.setLayout(self._column)
        self._area = QScrollArea()
        self._area.setWidgetResizable(True)
        self._area.setFrameShape(QFrame.Shape.NoFrame)
        self._area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._area.setStyleSheet("background: transparent;")
        self._area.setWidget(self._list)
        head = forms.row(
            forms.label("Queue", 15, 600), 4, self.whole, None, self.hold, edge=(16, 8, 8, 6)
        )
        self.stage = forms.label("Alt+Up and Alt+Down move what has the focus.", 11, 400, "t3")
        foot = forms.row(self.stage, None, edge=(16, 6, 16, 8))
        self.empty.setContentsMargins(16, 10, 16, 10)
        self.lay(forms.column(head, forms.rule(), self.empty, self._area, forms.rule(), foot))
        film.worked.connect(self._worked)

    def open_over(self, anchor: QWidget) -> None:
        self.renew()
        self.open_at(anchor)
        first = next(iter(self.rows.values()), None)
        (first or self.hold).setFocus(Qt.FocusReason.PopupFocusReason)

    def closing(self) -> None:
        self._counting.stop()
        self._walk = None

    def _worked(self) -> None:
        if self.isVisible():
            self.renew()

    # What is in it -------------------------------------------------------------------------------

    def renew(self) -> None:
        """Rows for what is in the line now; those that stay are kept, and so is the focus."""
        queue = self.film.session.queue
        row = queue.orders() + queue.failed()[:FAILED]
        before = list(self.rows)
        after = [order.id for order in row]
        for id in before:
            if id not in after:
                gone = self.rows.pop(id)
                self._column.removeWidget(gone)
                gone.hide()
                gone.deleteLater()
        for at, order in enumerate(row):
            if order.id not in self.rows:
                self.rows[order.id] = Row(self, order)
            if self._column.indexOf(self.rows[order.id]) != at:
                self._column.insertWidget(at, self.rows[order.id])
                self.setTabOrder(self.rows[order.id], self.rows[order.id].hold)
            self.rows[order.id].show_order(order)
        self.rows = {id: self.rows[id] for id in after}
        self.empty.setVisible(not row)
        self._area.setVisible(bool(row))
        high = min(MOST, sum(self.rows[id].minimumHeight() for id in after) + 2)
        other = high != self._area.minimumHeight()
        self._area.setFixedHeight(high)
        self.hold.setText("Go on" if queue.paused else "Pause all")
        self.hold.setIcon(theme.icon("play" if queue.paused else "pause", "t1"))
        self.hold.setEnabled(bool(queue.orders()))
        self._say_whole()
        if before != after or other:
            self.place()
        self._counting.start()

    def _say_whole(self) -> None:
        """How long all of it takes, as far as it is known."""
        queue, whole, known = self.film.session.queue, 0.0, True
        for order in queue.orders():
            seconds = self.seconds(order)
            known = known and seconds is not None
            whole += seconds or 0.0
        if queue.paused and queue.orders():
            self.whole.setText(queue.paused)
        elif whole and known:
            done = time.strftime("%H:%M", time.localtime(time.time() + whole))
            self.whole.setText(f"{orders.span(whole)} left, done about {done}")
        else:
            self.whole.setText(f"{orders.span(whole)} and more" if whole else "")

    def seconds(self, order: Order) -> float | None:
        """What an order still takes: by its pace when it runs, else by earlier windows."""
        found = orders.left(self.film, order)
        return found[0] if found else self.costs.get(order.id)

    def _count(self) -> None:
        """Estimate waiting orders for a few milliseconds between two events."""
        if self._walk is None:
            row = self.film.session.queue.orders()
            todo = (o for o in row if o.id not in self.costs and o.kind == render.KIND)
            order = next((o for o in todo if o.state == "queued"), None)
            if order is None or not self.isVisible():
                self._counting.stop()
                return
            self._walk = order, render.cost(self.film.session, order)
        order, walk = self._walk
        until, found = time.monotonic() + SLICE, None
        try:
            while found is None and time.monotonic() < until:
                found = next(walk)
        except FAULTS:  # it will say so itself when it comes to it
            self.costs[order.id], self._walk = None, None
            return
        if found is not None:
            self.costs[order.id], self._walk = found.seconds, None
            if order.id in self.rows:
                self.rows[order.id].show_order(self.rows[order.id].order)
            self._say_whole()

    # What a person may do ------------------------------------------------------------------------

    def _hold(self) -> None:
        if self.film.session.queue.paused:
            self.film.resume()
        else:
            self.film.pause()

    def hold_one(self, id: str) -> None:
        queue = self.film.session.queue
        self.film.try_out(lambda: queue.release(id) if id in queue.held else queue.hold(id))

    def end(self, order: Order) -> None:
        """Cancel what is open; a failed one leaves the list."""
        queue = self.film.session.queue
        act = queue.cancel if order.state in OPEN else queue.dismiss
        self.film.try_out(lambda: act(order.id))
        self.renew()

    def again(self, id: str) -> None:
        self.film.again(id)

    def shift(self, id: str, by: int) -> None:
        """One place up or down in the line."""
        ids = [order.id for order in self.film.session.queue.orders()]
        if id in ids:
            self.move_to(id, ids.index(id) + by)

    def move_to(self, id: str, place: int) -> None:
        """To this place in the line."""
        queue = self.film.session.queue
        ids = [order.id for order in queue.orders()]
        if id not in ids:
            return
        ids.remove(id)
        ids.insert(min(max(0, place), len(ids)), id)
        queue.arrange(ids)
        self.renew()
        self.rows[id].setFocus(Qt.FocusReason.OtherFocusReason)

    def settle(self) -> None:
        """Every row back in its place."""
        self._column.invalidate()
        self._column.activate()

    def drop(self, id: str, where: QPoint) -> None:
        """Let go of a row at a point of the list."""
        self.move_to(id, where.y() // HIGH)


class Row(QWidget):
    """One order. ``dragged`` while it is pulled up or down."""

    dragged = Signal()

    def __init__(self, card: QueueCard, order: Order) -> None:
        super().__init__()
        self._card, self.order = card, order
        self._pressed: QPoint | None = None
        self.drags = False
        self.setFixedHeight(HIGH)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.title = forms.label("", 12, 600)
        self.kind = forms.label("", 12, 400, "t2")
        self.told = forms.label("", 11, 400, "t3")
        self.told.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.bar = Bar(0)
        self.left = forms.label("", 12, 500, "t2")
        self.retry = forms.button("Try again", partial(card.again, order.id), "small")
        self.hold = forms.tool("pause", "Hold this one", partial(card.hold_one, order.id))
        self.stop = forms.tool("close", "Cancel; what is finished is kept", self._end)
        names = forms.row(self.title, self.kind, None, gap=8)
        words = forms.column(None, names, 1, self.told, 3, self.bar, None)
        line = forms.row(
            40 + THUMB.width(), words, self.left, self.retry, self.hold, self.stop, gap=6,
            edge=(0, 2, 10, 2),
        )  # fmt: skip
        line.setStretch(1, 1)
        self.setLayout(line)

    def show_order(self, order: Order) -> None:
        card, film = self._card, self._card.film
        queue = film.session.queue
        self.order = order
        runs, failed = order.state == "running", order.state == "failed"
        held = order.id in queue.held
        self.title.setText(orders.what(film, order))
        self.kind.setText(orders.kind(order))
        if failed:
            told = order.sentence or "It failed. Try it again."
        else:
            told = orders.progress(film, order) or self._waits()
        lacks = orders.lacks_cluster(film, order)
        befell = "" if failed else lacks or order.sentence  # a stage, while others go on
        ink = "err" if failed else "warn" if befell else "t3"
        self.told.setStyleSheet(f"color: {theme.COLOURS[ink]}; font-size: 11px;")
        self.told.setText(f"{told}. {befell}" if befell else told)
        self.told.setWordWrap(bool(failed or befell))
        wide = self.told.fontMetrics().horizontalAdvance(self.told.text())
        lines = 2 + (wide > 2 * TOLD) if failed or befell else 1
        self.setFixedHeight(HIGH + LINE * (lines - 1))
        self.told.setToolTip(told if failed else befell)
        self.bar.setVisible(order.of > 0 and not failed)
        self.bar.show_share(order.done / order.of if order.of else 0.0)
        seconds = card.seconds(order)
        left = orders.span(seconds) if seconds else ""
        self.left.setText("Held" if held else "" if failed else left)
        self.retry.setVisible(failed or bool(lacks))
        self.hold.setVisible(not failed)
        self.hold.setIcon(theme.icon("play" if held else "pause"))
        self.hold.setToolTip("Go on with this one" if held else "Hold this one")
        self.stop.setToolTip("Leave it" if failed else "Cancel; what is finished is kept")
        self.setAccessibleName(f"{self.title.text()}, {self.kind.text()}: {self.told.text()}")
        self.setToolTip("" if failed or runs else "Drag it, or Alt+Up and Alt+Down, to move it")
        self.update()

    def _waits(self) -> str:
        if self.order.kind == "plan":
            return "waits for the director"
        many = len(self.order.what.get("shots", ()))
        return f"{many} shot{'s'[: many != 1]}, waits"

    def _end(self) -> None:
        self._card.end(self.order)

    # Moving it -----------------------------------------------------------------------------------

    def event(self, event: QEvent) -> bool:
        override = event.type() == QEvent.Type.ShortcutOverride
        if override and isinstance(event, QKeyEvent) and event.key() in OWN_KEYS:
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        ways = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}
        way = ways.get(Qt.Key(event.key()))
        if event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self._end()
        elif way and event.modifiers() & Qt.KeyboardModifier.AltModifier:
            self._card.shift(self.order.id, way)
        elif way:
            row = list(self._card.rows.values())
            row[(row.index(self) + way) % len(row)].setFocus(Qt.FocusReason.TabFocusReason)
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton and self.order.state in OPEN:
            self._pressed = event.position().toPoint()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._pressed is None:
            return
        by = event.position().toPoint() - self._pressed
        if self.drags or by.manhattanLength() > 5:
            self.drags = True
            self.raise_()
            self.move(0, self.y() + by.y())
            self.dragged.emit()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if self.drags:
            middle = self.geometry().center()
            self.drags = False
            self._card.drop(self.order.id, middle)
            self._card.settle()
        self._pressed = None

    # Looks ---------------------------------------------------------------------------------------

    def enterEvent(self, event: QEnterEvent) -> None:
        self.update()

    def leaveEvent(self, event: object) -> None:
        self.update()

    def focusInEvent(self, event: QFocusEvent) -> None:
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        body = QRectF(self.rect()).adjusted(6, 1, -6, -1)
        if self.underMouse() or self.drags or self.hasFocus():
            fill = "bg4" if self.drags else "bg3"
            painter.fillPath(strokes.rounded(body, 5), theme.colour(fill))
        if self.hasFocus():
            painter.setPen(theme.colour("acc"))
            painter.drawPath(strokes.rounded(body.adjusted(0.5, 0.5, -0.5, -0.5), 5))
        if self.order.state in OPEN and (self.underMouse() or self.hasFocus()):
            strokes.icon(painter, "grip", 9, (self.height() - 16) / 2, "t3")
        film = self._card.film
        asked = [id for id in film.shots if id in set(self.order.what.get("asked", ()))]
        box = QRectF(28, (self.height() - THUMB.height()) / 2, THUMB.width(), THUMB.height())
        found = None
        if asked:
            ratio = self.devicePixelRatioF()
            found = self._card.pictures.small(asked[0], 0, THUMB, ratio)
        painter.fillPath(strokes.rounded(box, 3), theme.colour("bg2"))
        if found:
            painter.setClipPath(strokes.rounded(box, 3))
            painter.drawPixmap(box, found, QRectF(found.rect()))
        painter.end()
