"""The lines that are spoken in a shot: who, how and what; whether there is time for them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtWidgets import QMenu, QWidget

from storyboard import timing
from storyboard.board import Line, Shot
from storyboard.edits import shots
from ui import forms
from ui.fields import Choice, LineField, Words
from ui.film import Film

OFF = "Nobody of the cast"


class LineRow(QWidget):
    """One line of dialogue."""

    def __init__(self, fields: DialogueFields, at: int) -> None:
        super().__init__()
        self._fields, self.at = fields, at
        self.speaker = Choice("Speaker", lambda target, value, _: self._set(target, speaker=value))
        self.speaker.setToolTip("Who says it")
        self.how = LineField(
            "How it is said", lambda target, value, _: self._set(target, how=value)
        )
        self.how.setToolTip("How it is said, as in brackets in the script: whispers")
        self.words = Words(
            "Line", lambda target, value, _: self._set(target, text=value), least=1, most=5
        )
        self.words.setToolTip("What is said")
        self.more = forms.tool("more", "Move or remove this line", self._offer)
        head = forms.row(self.speaker, self.how, self.more, gap=4)
        head.setStretch(0, 3)
        head.setStretch(1, 3)
        self.setLayout(forms.column(head, self.words, gap=4))

    def show_line(self, line: Line, target: Any) -> None:
        self.speaker.set_options(self._fields.speakers)
        self.speaker.show_value(line.speaker, target)
        self.how.show_value(line.how, target)
        if not self.how.placeholderText():
            self.how.setPlaceholderText("how")
        self.words.show_value(line.text, target)

    def _set(self, target: tuple[str, int], **values: str) -> bool:
        shot, at = target

        def changed(lines: list[Line]) -> None:
            if at < len(lines):
                lines[at] = replace(lines[at], **values)

        return self._fields.edit("Change a line of", shot, changed)

    def menu(self) -> QMenu:
        """What can be done with the line."""
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        last = self._fields.count - 1
        for said, act, can in (
            ("Move up", lambda: self._fields.shift(self.at, -1), self.at > 0),
            ("Move down", lambda: self._fields.shift(self.at, 1), self.at < last),
            ("Remove this line", lambda: self._fields.remove(self.at), True),
        ):
            menu.addAction(said, act).setEnabled(can)
        return menu

    def _offer(self) -> None:
        self.menu().popup(self.more.mapToGlobal(QPoint(0, self.more.height())))

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        self.menu().popup(event.globalPos())


class DialogueFields(QWidget):
    """All lines of the current shot."""

    def __init__(self, film: Film) -> None:
        super().__init__()
        self._film = film
        self._rows: list[LineRow] = []
        self.speakers: list[tuple[str, str]] = []
        self.count = 0
        self.add = forms.tool("plus", "Add a line of dialogue to this shot", self.add_line)
        self.add.setFixedSize(20, 20)
        self.warning = forms.label("", 12, 400, "warn")
        self.warning.setWordWrap(True)
        self.longer = forms.button("Make it longer", self.make_longer, "link")
        self.longer.setToolTip("Give the shot the time that its lines need")
        self.late = QWidget()
        self.late.setLayout(forms.column(self.warning, forms.row(self.longer, None), gap=2))
        self._column = forms.column(gap=8)
        self.setLayout(forms.column(self._column, self.late, gap=4))

    @property
    def rows(self) -> list[LineRow]:
        """The rows that are shown."""
        return self._rows[: self.count]

    def show_shot(self, shot: Shot) -> None:
        board = self._film.board
        self.speakers = [(s.name, s.id) for s in board.cast] + [(OFF, "")]
        self.count = len(shot.dialogue)
        while len(self._rows) < self.count:
            row = LineRow(self, len(self._rows))
            self._rows.append(row)
            self._column.addWidget(row)
        for at, row in enumerate(self._rows):
            if at < self.count:
                row.show_line(shot.dialogue[at], (shot.id, at))
            if row.isHidden() == (at < self.count):
                row.setVisible(at < self.count)
        need = needed(shot, board.rate)
        if need:
            asked, has = timing.seconds(need, board.rate), timing.seconds(shot.length, board.rate)
            self.warning.setText(f"These lines need {asked} to be said; the shot lasts {has}.")
        self.late.setVisible(bool(need))

    def take_in(self) -> None:
        """Apply what is being typed."""
        for row in self.rows:
            row.how.take_in()
            row.words.take_in()

    def add_line(self) -> None:
        shot = self._film.shot
        if shot is None:
            return
        self.take_in()
        spoken = [line.speaker for line in shot.dialogue]
        others = [id for id in shot.subjects if not spoken or id != spoken[-1]]
        speaker = next(iter(others or shot.subjects), "")
        if self.edit("Add a line to", shot.id, lambda lines: lines.append(Line(speaker, ""))):
            self.rows[-1].words.setFocus()

    def remove(self, at: int) -> None:
        if shot := self._film.shot:
            self.edit("Remove a line of", shot.id, lambda lines: lines.pop(at))

    def shift(self, at: int, way: int) -> None:
        """A line before or after its neighbour."""
        shot = self._film.shot
        if shot and 0 <= at + way < len(shot.dialogue):
            name = "Reorder the lines of"
            self.edit(name, shot.id, lambda lines: lines.insert(at + way, lines.pop(at)))

    def make_longer(self) -> None:
        """The shot as long as its lines need with a rest after them."""
        shot = self._film.shot
        if shot is None:
            return
        length = timing.dialogue_length(shot.dialogue, self._film.board.rate)
        name = f"Make {self._film.labels[shot.id]} longer for its lines"
        self._film.edit(name, lambda board: shots.set_length(board, shot.id, length))

    def edit(self, what: str, shot_id: str, change: Callable[[list[Line]], object]) -> bool:
        shot = self._film.shots.get(shot_id)
        if shot is None:
            return False
        lines = list(shot.dialogue)
        change(lines)
        name = f"{what} {self._film.labels[shot_id]}"
        row = tuple(lines)
        return self._film.edit(name, lambda board: shots.set_shot(board, shot_id, dialogue=row))


def needed(shot: Shot, rate: int) -> int:
    """Frames that the lines take to say, if the shot has not as many; else 0."""
    spoken = sum(timing.words(line.text) for line in shot.dialogue) * timing.DIALOGUE_WORD
    need = timing.frames(spoken, rate)
    return need if need > shot.length else 0
