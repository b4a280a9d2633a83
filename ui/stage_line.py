"""The line under the stage: time, moment, steps through time, and what stands where titles do."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QGridLayout, QSizePolicy, QWidget

from storyboard import timing
from ui import forms, guides, touch
from ui.easel import Easel

HIGH = 36
NAMED = 3  # subjects that are called by name


class StageLine(QWidget):
    """``wanted`` names an act of the player."""

    wanted = Signal(str)

    def __init__(self, easel: Easel) -> None:
        super().__init__()
        self.easel, self.film = easel, easel.film
        self.setFixedHeight(HIGH)
        self.time = forms.label("", 13, 600)
        self.whole = forms.label("", 12, 400, "t3")
        self.moment = forms.label("", 12, 400, "t1")
        self.safe = forms.Elided(12, 400, "t3")
        self.safe.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.safe.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.first = forms.tool("first", "To the first moment", partial(self.go, -1000))
        self.back = forms.tool("back", "Moment before (,)", partial(self.go, -1))
        self.play = forms.tool("play", "Play or pause (Space)", partial(self.ask, "player.play"))
        self.on = forms.tool("on", "Next moment (.)", partial(self.go, 1))
        self.last = forms.tool("last", "To the last moment", partial(self.go, 1000))
        self.loop = forms.tool("loop", "Loop the shot", partial(self.ask, "player.loop_shot"))
        self.full = forms.tool("full", "Full screen", partial(self.ask, "player.full"))
        steps = forms.row(self.first, self.back, self.play, self.on, self.last, gap=2)
        left = forms.row(self.time, self.whole, 6, self.moment, None, gap=6)
        right = forms.row(self.safe, 6, self.loop, self.full, gap=2)
        right.setStretch(0, 1)
        line = QGridLayout()
        line.setContentsMargins(12, 0, 10, 0)
        line.setHorizontalSpacing(8)
        for at, part in enumerate((left, steps, right)):
            line.addLayout(part, 0, at)
        line.setColumnStretch(0, 1)
        line.setColumnStretch(2, 1)
        self.setLayout(line)
        self.film.moved.connect(self.renew)
        self.film.changed.connect(self.renew)
        self.film.selected.connect(self.renew)
        easel.tried.connect(self.renew)
        self.renew()

    def ask(self, act: str) -> None:
        self.wanted.emit(act)

    def go(self, way: int) -> None:
        """So many moments on, or back, within the shot."""
        shot = self.film.shot
        if shot:
            last = shot.layout.moments - 1
            self.film.go_to_moment(min(last, max(0, self.film.moment + way)))

    def showEvent(self, event: QShowEvent) -> None:
        self.renew()

    def renew(self, *_: object) -> None:
        if not self.isVisible():
            return
        shot, rate = self.film.shot, self.film.board.rate
        for button in (self.first, self.back, self.play, self.on, self.last):
            button.setEnabled(shot is not None)
            button.setToolTip(button.accessibleName() if shot else "There is no shot yet")
        if shot is None:
            for label in (self.time, self.whole, self.moment, self.safe):
                label.setText("")
            return
        self.time.setText(timing.timecode(self.easel.frame, rate))
        self.whole.setText(f"/ {timing.timecode(shot.length, rate)}")
        self.moment.setText(f"Moment {self.film.moment + 1} of {shot.layout.moments}")
        self.safe.setText(self._said())

    def _said(self) -> str:
        """Who is where titles are safe."""
        view = touch.view(self.easel)
        names = {subject.id: subject.name for subject in self.film.board.cast}
        here = self.easel.boxes()
        inside = [names[id] for id in here if id in names and guides.inside_title(here[id], view)]
        if not here:
            return ""
        if not inside:
            return "Nobody is wholly inside title safe"
        if len(inside) > NAMED:
            return f"{len(inside)} subjects are inside title safe"
        return f"{_listed(inside)} {'is' if len(inside) == 1 else 'are'} inside title safe"


def _listed(names: Sequence[str]) -> str:
    if len(names) == 1:
        return names[0]
    return f"{', '.join(names[:-1])} and {names[-1]}"
