"""The status line: what runs, how far it is, when it is done; memory and disk."""

from __future__ import annotations

import shutil
import time
from pathlib import Path

from PySide6.QtCore import QRectF, QTimer
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from studio.jobs import Order
from ui import forms, strokes, theme
from ui.film import Film

LOOK = 5000  # milliseconds between two looks at memory and disk


class Status(QWidget):
    """``film`` may be none: on the first page only the machine is shown."""

    def __init__(self, film: Film | None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._film = film
        self.setFixedHeight(29)
        self.verb = forms.label("", 11, 600)
        self.what = forms.label("", 11, 400, "t2")
        self.bar = Bar()
        self.left = forms.label("", 11, 400, "t1")
        self.hold = forms.tool("pause", "Pause", self._toggle)
        self.stop = forms.tool("close", "Cancel; what is finished is kept", self._cancel)
        self.waits = forms.label("", 11, 400, "t3")
        self.machine = forms.label("", 11, 400, "t3")
        line = forms.row(
            self.verb,
            self.what,
            self.bar,
            self.left,
            self.hold,
            self.stop,
            self.waits,
            None,
            self.machine,
            edge=(12, 0, 12, 0),
        )
        self.setLayout(forms.column(forms.rule(), line))
        self._look = QTimer(self)
        self._look.setInterval(LOOK)
        self._look.timeout.connect(self._see)
        self._look.start()
        if film is not None:
            film.worked.connect(self.show_work)
        self.show_work()
        self._see()

    def order(self) -> Order | None:
        """What runs, else what comes next."""
        orders = self._film.session.queue.orders() if self._film else []
        return next((o for o in orders if o.state == "running"), orders[0] if orders else None)

    def hint(self, sentence: str) -> None:
        """Say why a pressed key does nothing now, until the work moves on."""
        self.what.setText(sentence)

    def show_work(self) -> None:
        order, film = self.order(), self._film
        busy = order is not None
        for part in (self.bar, self.left, self.hold, self.stop, self.waits):
            part.setVisible(busy)
        if order is None or film is None:
            self.verb.setText("Ready.")
            self.what.setText("The bundled models need no download." if film is None else "")
            return
        paused = film.session.queue.paused
        job = next((j for j in film.running.values() if j.order_id == order.id), None)
        shots = job.shots if job else ()
        numbers = [film.labels[id] for id in shots if id in film.labels][:3]
        verb = "Planning" if order.kind == "plan" else "Rendering"
        self.verb.setText("Paused" if paused else f"{verb} {', '.join(numbers)}".strip())
        unit = "scene" if order.kind == "plan" else "window"
        parts = [job.title if job else "", f"{unit} {min(order.done + 1, order.of)} of {order.of}"]
        if job and job.unit == "step" and job.of:
            parts.append(f"step {job.done} of {job.of}")
        if paused and paused != "Paused.":
            parts = [paused]
        elif not order.of:
            parts = ["getting ready" if order.state == "running" else order.title]
        self.what.setText(", ".join(part for part in parts if part))
        self.bar.show_share(order.done / order.of if order.of else 0.0)
        self.left.setText("" if paused else self._left(film, order))
        self.hold.setIcon(theme.icon("play" if paused else "pause"))
        self.hold.setToolTip("Go on" if paused else "Pause")
        waiting = len(film.session.queue.orders()) - 1
        self.waits.setText(f"{waiting} more wait" if waiting else "")

    def _left(self, film: Film, order: Order) -> str:
        """Time left at the pace of this order so far; nothing before there is a pace."""
        began, done = film.began.get(order.id, (0.0, 0))
        made = order.done - done
        if made < 1:
            return ""
        seconds = (time.monotonic() - began) / made * (order.of - order.done)
        return f"{'about ' if made < 3 else ''}{span(seconds)} left"

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
        parts = []
        if memory := _memory():
            parts.append("Memory  {:.1f} of {:.0f} GB".format(*memory))
        try:
            parts.append(f"Disk  {shutil.disk_usage(folder).free / 1e9:.0f} GB free")
        except OSError:
            parts.append("Disk  gone")
        self.machine.setText("      ".join(parts))


class Bar(QWidget):
    """A thin line of progress."""

    def __init__(self) -> None:
        super().__init__()
        self._share = 0.0
        self.setFixedSize(120, 28)

    def show_share(self, share: float) -> None:
        self._share = share
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        line = QRectF(0, 12.5, self.width(), 3)
        painter.fillPath(strokes.rounded(line, 1.5), theme.colour("bg4"))
        line.setWidth(self.width() * self._share)
        painter.fillPath(strokes.rounded(line, 1.5), theme.colour("acc"))
        painter.end()


def span(seconds: float) -> str:
    """A time for the eye: seconds under a minute, tens under five, then minutes."""
    if seconds < 60:
        return f"{max(1, round(seconds))} s"
    if seconds < 300:
        tens = round(seconds / 10) * 10
        return f"{tens // 60} min {tens % 60} s" if tens % 60 else f"{tens // 60} min"
    return f"{round(seconds / 60)} min"


def _memory() -> tuple[float, float] | None:
    """Used and whole memory in GB, where the system tells it in a file."""
    try:
        lines = Path("/proc/meminfo").read_text("ascii").splitlines()
    except OSError:
        return None
    told = {line.split(":")[0]: int(line.split()[1]) for line in lines if ":" in line}
    whole = told.get("MemTotal", 0)
    return (whole - told.get("MemAvailable", whole)) / 1e6, whole / 1e6
