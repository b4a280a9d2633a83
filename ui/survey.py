"""What a script holds: its headings in order, words, pages, time, and what has no shot yet.

It is read a few hundred lines a turn, after the person has stopped writing for a moment.
"""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtGui import QTextBlock

from storyboard import pages
from storyboard.scope import TOLD
from ui import fountain
from ui.script import ScriptEditor

TURN = 250  # lines a turn: about three milliseconds
WAIT = 250
STEPS = ("heading", "section", "synopsis")


@dataclass(frozen=True, slots=True)
class Step:
    """A line of the outline. ``point`` is where it stands in the text."""

    kind: str
    text: str
    point: int
    depth: int = 0


class Survey(QObject):
    """``done`` tells that it is whole again."""

    done = Signal()

    def __init__(self, editor: ScriptEditor) -> None:
        super().__init__(editor)
        self._editor = editor
        self.steps: list[Step] = []
        self.measure = pages.Measure()
        self.unplanned = 0  # paragraphs without a shot
        self._known: dict[tuple[str, str], pages.Measure] = {}
        self._block: QTextBlock | None = None
        self._found: list[Step] = []
        self._sum, self._bare, self._last = pages.Measure(), 0, -2
        self._wait = QTimer(self)
        self._wait.setSingleShot(True)
        self._wait.setInterval(WAIT)
        self._wait.timeout.connect(self._begin)
        self._turn = QTimer(self)
        self._turn.setInterval(0)
        self._turn.timeout.connect(self._go_on)
        editor.rewritten.connect(self.renew)
        editor.film.changed.connect(self.renew)
        self.renew()

    def renew(self, name: str = "") -> None:
        """Look again, soon."""
        self._turn.stop()
        self._wait.start()

    def _begin(self) -> None:
        self._block = self._editor.document().begin()
        self._found, self._sum, self._bare, self._last = [], pages.Measure(), 0, -2
        if len(self._known) > 50_000:
            self._known.clear()
        self._turn.start()

    def _go_on(self) -> None:
        block = self._block
        for _ in range(TURN):
            if block is None or not block.isValid():
                self._end()
                return
            kind = fountain.kind(block)
            if kind:
                self._look(block, kind)
            block = block.next()
        self._block = block

    def _look(self, block: QTextBlock, kind: str) -> None:
        text = block.text()
        key = (kind, text)
        if key not in self._known:
            self._known[key] = pages.measure(kind, text)
        one = self._known[key]
        if one.lines:
            self._sum += one
        if kind in STEPS:
            bare = text.strip().lstrip("#=.").strip()
            depth = len(text.strip()) - len(text.strip().lstrip("#"))
            self._found.append(Step(kind, bare, block.position(), depth))
        elif kind in TOLD and self._last != block.blockNumber() - 1:
            place = self._editor.drift.place(block.position() + len(text) - len(text.lstrip()))
            if not self._editor.stretches.shots(place, place + 1):
                self._bare += 1
        if kind in TOLD:
            self._last = block.blockNumber()

    def _end(self) -> None:
        self._turn.stop()
        self._block = None
        self.steps, self.measure, self.unplanned = self._found, self._sum, self._bare
        self.done.emit()
