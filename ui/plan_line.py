"""How far a plan is, and how the script and the shots differ, in words."""

from __future__ import annotations

import time
from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from studio.jobs import Order
from ui import forms
from ui.film import Film
from ui.orders import span
from ui.status import Bar

SURE = 0.12  # share of the work after which the pace tells something


class PlanLine(QWidget):
    """A plan that goes on: what, how far, how long still, and a way to end it."""

    def __init__(self, film: Film, cancel: Callable[[], object]) -> None:
        super().__init__()
        self.film = film
        self._began = 0.0
        self._order = ""
        self.verb = forms.label("", 12, 600)
        self.what = forms.label("", 11, 400, "t2")
        self.left = forms.label("", 11, 400, "t3")
        self.bar = Bar()
        self.bar.setFixedHeight(10)
        self.stop = forms.tool("close", "Cancel the plan; shots that are planned stay", cancel)
        line = forms.row(self.verb, self.what, None, self.left, self.stop, gap=6)
        self.bar.setMinimumWidth(40)
        self.bar.setMaximumWidth(16_777_215)
        self.setLayout(forms.column(forms.rule(), line, self.bar, gap=0, edge=(12, 0, 8, 0)))
        self.hide()

    def show_share(self, what: str, unit: str, share: float, began: float) -> None:
        """Planning ``what``: so much of it is done since this monotonic time."""
        self.verb.setText(f"Planning {what}")
        self.what.setText(unit)
        self.bar.show_share(share)
        gone = time.monotonic() - began
        left = gone * (1 - share) / share if share > SURE else 0.0
        self.left.setText(f"about {span(left)} left" if left >= 1 else "")
        self.show()

    def show_order(self, order: Order, waits: str = "") -> None:
        """An order of a director."""
        if order.id != self._order:
            self._order, self._began = order.id, time.monotonic()
        job = next((one for one in self.film.running.values() if one.order_id == order.id), None)
        parts = []
        if order.of > 1:
            parts.append(f"scene {min(order.done + 1, order.of)} of {order.of}")
        inside = 0.0
        if job and job.of and job.unit == "shot":
            inside = job.done / job.of
            parts.append(f"shot {min(job.done + 1, job.of)} of {job.of}")
        if waits:
            parts = [waits]
        elif not parts:
            parts = ["the director reads" if job else "the director gets ready"]
        share = (order.done + inside) / order.of if order.of else 0.0
        self.show_share(what_of(self.film, order), ", ".join(parts), share, self._began)


def what_of(film: Film, order: Order) -> str:
    """What an order plans, in a word or two."""
    if only := order.what.get("only"):
        return f"shot {film.labels.get(only, '')}".strip()
    asked = [id for id in order.what.get("scenes", ()) if id in film.labels]
    if len(asked) == 1:
        return f"scene {film.labels[asked[0]]}"
    return "the film" if len(asked) == len(film.board.scenes) else f"{len(asked)} scenes"


def stale_words(film: Film, unplanned: int) -> str:
    """How the script and the shots differ, as a sentence; empty when they agree."""
    stale = sum(shot.stale for shot in film.shots.values())
    if stale:
        return (
            f"{stale} shots differ from the script"
            if stale > 1
            else ("1 shot differs from the script")
        )
    if unplanned:
        many = f"{unplanned} paragraphs have" if unplanned > 1 else "1 paragraph has"
        return f"{many} no shot yet"
    return ""
