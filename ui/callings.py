"""Other names: which words of the script mean this subject or place, to add, to take away, to
split off.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from storyboard.board import Board, Place, Subject
from storyboard.edits import calling
from ui import forms
from ui.film import Film
from ui.popover import Popover

WIDE = 320
Edit = Callable[[Board, str, str], Board]
HINT = "No other name yet. Type one below."


class Callings(Popover):
    """A card with the other names of one of the film."""

    def __init__(self, film: Film, window: QWidget) -> None:
        super().__init__(window, WIDE)
        self.film = film
        self.id = ""
        self.title = forms.label("", 15, 600)
        self.told = forms.label("", 11, 400, "t3")
        self.told.setWordWrap(True)
        self.rows = forms.column(gap=2)
        self.parts: dict[str, QWidget] = {}
        self.field = Words()
        self.field.setPlaceholderText("the boy")
        self.field.setAccessibleName("Words of the script that mean the same")
        self.field.setToolTip("Words of the script that mean the same (Enter adds them)")
        self.field.returnPressed.connect(self.add)
        self.more = forms.button("Add", self.add)
        self.more.setToolTip("These words mean the same from now on (Enter)")
        self.fault = forms.label("", 12, 400, "err")
        self.fault.setWordWrap(True)
        self.fault.hide()
        self.lay(
            forms.column(
                self.title, 2, self.told, 8, self.rows, 8, forms.row(self.field, self.more),
                self.fault, edge=(16, 12, 16, 14),
            )
        )  # fmt: skip
        film.changed.connect(lambda name: self._follow())

    def open_for(self, id: str, anchor: QWidget) -> None:
        """Show the names of one, at a part of the window."""
        self.id = id
        self._follow(shown=True)
        self.open_at(anchor)
        self.field.setFocus(Qt.FocusReason.PopupFocusReason)

    @property
    def one(self) -> Subject | Place | None:
        board = self.film.board
        everyone: tuple[Subject | Place, ...] = (*board.cast, *board.places)
        return next((one for one in everyone if one.id == self.id), None)

    def add(self) -> None:
        """The words in the field mean this one."""
        one, words = self.one, self.field.text().strip()
        if one and words and self._do(f"Call {one.name} {words}, too", calling.also, words):
            self.field.clear()

    def remove(self, words: str) -> None:
        """These words mean it no longer."""
        if one := self.one:
            self._do(f"Call {one.name} no longer {words}", calling.no_longer, words)

    def split(self, words: str) -> None:
        """These words mean one of its own."""
        if one := self.one:
            self._do(f"Split {words} off {one.name}", calling.split, words)

    def _do(self, name: str, edit: Edit, words: str) -> bool:
        """An edit; what it will not do is said here."""
        self.fault.hide()
        try:
            edit(self.film.board, self.id, words)
        except (KeyError, ValueError) as fault:
            self.fault.setText(str(fault.args[0]))
            self.fault.show()
            self.place()
            return False
        return self.film.edit(name, lambda board: edit(board, self.id, words))

    def _follow(self, shown: bool = False) -> None:
        """What the board holds now."""
        one = self.one
        if one is None:
            self.hide()
        if one is None or not (shown or self.isVisible()):
            return
        self.title.setText(f"Words that mean {one.name}")
        self.told.setText("The script stays as it is; later plans read it so.")
        for part in self.parts.values():
            self.rows.removeWidget(part)
            part.hide()
            part.deleteLater()
        self.parts = {words: self._row(words) for words in one.aliases}
        if not self.parts:
            self.parts = {"": forms.label(HINT, 12, 400, "t2")}
        for part in self.parts.values():
            self.rows.addWidget(part)
            part.show()  # at once, or the card would be laid out without it
        self.place()

    def _row(self, words: str) -> QWidget:
        split = forms.button("Split off", partial(self.split, words), "plain")
        split.setToolTip(f"“{words}” is one of its own: it takes over the shots that say so")
        split.setAccessibleName(f"Split {words} off")
        gone = forms.tool("close", f"“{words}” does not mean the same", partial(self.remove, words))
        gone.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        part = QWidget()
        part.setLayout(forms.row(forms.label(words), None, split, gone))
        return part


class Words(QLineEdit):
    """A field whose Enter is its own: no card around it hears it."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        super().keyPressEvent(event)
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            event.accept()
