"""The status line: what runs, how far it is, when it is done; the accelerator, memory, disk."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QRectF, Qt, QTimer, Signal
from PySide6.QtGui import QHideEvent, QPainter, QPaintEvent, QPen, QShowEvent
from PySide6.QtWidgets import QWidget

from studio import catalogue, machine
from studio.jobs import Order
from ui import forms, orders, strokes, theme
from ui.film import Film
from ui.pulls import VERBS, Pulls

LOOK = 5000  # milliseconds between two looks at memory and disk
TURN = 50  # milliseconds between two steps of the ring


class Status(QWidget):
    """``film`` may be none: on the first page only the machine is shown. ``asked``: the queue."""

    asked = Signal()

    def __init__(self, film: Film | None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._film = film
        self.setFixedHeight(29)
        self.ring = Ring()
        self.verb = forms.label("", 11, 600)
        self.what = forms.label("", 11, 400, "t2")
        self.bar = Bar()
        self.left = forms.label("", 11, 500)
        self.hold = forms.tool("pause", "Pause", self._toggle)
        self.stop = forms.tool("close", "Cancel; what is finished is kept", self._cancel)
        self.waits = forms.button("Queue", self.asked.emit, "quiet")
        self.waits.setToolTip("What waits and what failed")
        self.fetching = forms.button("", lambda: self._look_at_models(), "quiet")
        self._look_at_models: Callable[[], object] = lambda: None
        self.fetching.setToolTip("Models on their way")
        self.fetching.hide()
        self.gpu, self.memory, self.disk = Gauge("GPU"), Gauge("Memory"), Gauge("Disk")
        line = forms.row(
            self.ring,
            self.verb,
            self.what,
            4,
            self.bar,
            4,
            self.left,
            self.hold,
            self.stop,
            self.waits,
            self.fetching,
            None,
            self.gpu,
            12,
            self.memory,
            12,
            self.disk,
            edge=(12, 0, 12, 0),
        )
        self.setLayout(forms.column(forms.rule(), line))
        self._look = QTimer(self)
        self._look.setInterval(LOOK)
        self._look.timeout.connect(self._see)
        self._look.start()
        self._failed = -1
        if film is not None:
            film.worked.connect(self.show_work)
        self.show_work()
        self._see()

    def order(self) -> Order | None:
        """What runs, else what comes next."""
        row = self._film.session.queue.orders() if self._film else []
        return next((o for o in row if o.state == "running"), row[0] if row else None)

    def hint(self, sentence: str) -> None:
        """Say why a pressed key does nothing now, until the work moves on."""
        self.what.setText(sentence)

    def watch(self, pulls: Pulls, look: Callable[[], object]) -> None:
        """Tell of models on their way; a click looks at them."""
        self._look_at_models = look
        pulls.moved.connect(lambda: self._show_pulls(pulls))

    def _show_pulls(self, pulls: Pulls) -> None:
        """How far models are that come; that one did not come, until it is looked at."""
        names = pulls.running()
        failed = [name for name in pulls.failed() if name not in names]
        name = next(iter(names or failed), "")
        pull = pulls.of(name)
        if pull is not None:
            title = catalogue.find(name).title
            share = f", {100 * pull.done // pull.of} %" if pull.of else ""
            more = f" and {len(names) - 1} more" if len(names) > 1 else ""
            self.fetching.setText(
                f"{VERBS[pull.verb]} {title}{share}{more}"
                if pull.runs
                else f"{title} stopped: look"
            )
        self.fetching.setVisible(pull is not None)

    def show_work(self) -> None:
        order, film = self.order(), self._film
        for part in (self.bar, self.left, self.hold, self.stop):
            part.setVisible(order is not None)
        self.waits.setVisible(film is not None)
        if film is None:
            self.verb.setText("Ready.")
            self.what.setText("The bundled models need no download.")
            self.ring.turn(False)
            return
        queue = film.session.queue
        waiting = len(queue.orders()) - 1
        self.waits.setText(
            f"{waiting} {'wait' if waiting > 1 else 'waits'}  ⌃" if waiting > 0 else "Queue  ⌃"
        )
        self.ring.turn(order is not None and order.state == "running" and not queue.paused)
        if order is None:
            self.verb.setText("Ready.")
            self.what.setText("")
            return
        paused = queue.paused
        at = dict.fromkeys(id for job in orders.running(film, order) for id in job.shots)
        numbers = [film.labels[id] for id in at if id in film.labels][:3]
        verb = "Planning" if order.kind == "plan" else "Rendering"
        self.verb.setText("Paused" if paused else f"{verb} {', '.join(numbers)}".strip())
        told = orders.progress(film, order) or f"{orders.what(film, order)}, {orders.kind(order)}"
        self.what.setText(paused if paused not in ("", "Paused.") else told)
        self.what.setToolTip(order.sentence)  # what befell a stage
        self.bar.show_share(order.done / order.of if order.of else 0.0)
        self.left.setText("" if paused else orders.left_said(film, order))
        self.hold.setIcon(theme.icon("play" if paused else "pause"))
        self.hold.setToolTip("Go on" if paused else "Pause")
        self.hold.setAccessibleName(self.hold.toolTip())

    def _toggle(self) -> None:
        if self._film is None:
            return
        if self._film.session.queue.paused:
            self._film.resume()
        else:
            self._film.pause()

    def _cancel(self) -> None:
        order = self.order()
        if self._film and order:
            self._film.cancel(order)

    def _see(self) -> None:
        folder = self._film.session.path.parent if self._film else Path.home()
        self.gpu.show_amount(machine.accelerator())
        self.memory.show_amount(machine.memory())
        free = machine.free(folder)
        self.disk.show_words("gone" if free is None else f"{free:.0f} GB free")


class Bar(QWidget):
    """A thin line of progress."""

    def __init__(self, wide: int = 120) -> None:
        super().__init__()
        self._share = 0.0
        self.setFixedHeight(28 if wide else 3)
        if wide:
            self.setFixedWidth(wide)

    def show_share(self, share: float) -> None:
        if share != self._share:
            self._share = share
            self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        line = QRectF(0, self.height() / 2 - 1.5, self.width(), 3)
        painter.fillPath(strokes.rounded(line, 1.5), theme.colour("bg4"))
        line.setWidth(self.width() * self._share)
        painter.fillPath(strokes.rounded(line, 1.5), theme.colour("acc"))
        painter.end()


class Ring(QWidget):
    """Turns while something runs: the only thing that moves without end."""

    def __init__(self) -> None:
        super().__init__()
        self.setFixedSize(14, 14)
        self._at, self._turns = 0, False
        self._beat = QTimer(self)
        self._beat.setInterval(TURN)
        self._beat.timeout.connect(self._step)

    def turn(self, turns: bool) -> None:
        if turns != self._turns:
            self._turns = turns
            self._wake()
            self.update()

    def _wake(self) -> None:
        if self._turns and self.isVisible() and strokes.moves():
            self._beat.start()
        else:
            self._beat.stop()

    def showEvent(self, event: QShowEvent) -> None:
        self._wake()

    def hideEvent(self, event: QHideEvent) -> None:
        self._beat.stop()

    def _step(self) -> None:
        self._at = (self._at + 24) % 360
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self._turns:
            box = QRectF(1.5, 1.5, 11, 11)
            painter.setPen(QPen(theme.colour("bg4"), 2))
            painter.drawEllipse(box)
            pen = QPen(theme.colour("acc"), 2)
            pen.setCapStyle(Qt.PenCapStyle.RoundCap)
            painter.setPen(pen)
            painter.drawArc(box, -16 * self._at, 16 * 110)
        else:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.colour("t4"))
            painter.drawEllipse(QRectF(4, 4, 6, 6))
        painter.end()


class Gauge(QWidget):
    """A name, a small bar, an amount; hidden where the machine has no such thing."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self._bar = Bar(28)
        self._words = forms.label("", 11, 400, "t2")
        self.setAccessibleName(name)
        self.setLayout(forms.row(forms.label(name, 11, 400, "t3"), self._bar, self._words, gap=6))

    def show_amount(self, amount: machine.Amount | None) -> None:
        self.setVisible(amount is not None)
        if amount:
            self._bar.show_share(amount.share)
            self._words.setText(f"{amount.used:.1f} of {amount.whole:.0f} GB")

    def show_words(self, words: str) -> None:
        self._bar.hide()
        self._words.setText(words)
