"""What is known of a place besides its picture: look, other names, whether it is indoors."""

from __future__ import annotations

from typing import Any

from PySide6.QtWidgets import QCheckBox, QWidget

from storyboard.board import Place
from storyboard.edits import cast as edits
from ui import forms
from ui.fields import LineField, Words
from ui.film import Film
from ui.labels import Above

SAID = {"look": "look", "aliases": "other names", "interior": "walls"}  # in an edit's name


class PlaceFields(QWidget):
    """The fields of one place; what is typed holds at once."""

    def __init__(self, film: Film, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._film = film
        self._place: Place | None = None
        self.look = Words("Look", self._setter("look"), least=3)
        self.look.setToolTip("What it looks like, in words; planning and drawing go by them")
        self.aliases = LineField("Other names", self._setter("aliases"), _read_names, ", ".join)
        self.aliases.setToolTip("Other names that the script has for it, with commas between")
        self.indoors = QCheckBox("Indoors")
        self.indoors.setToolTip("Whether scenes there are inside")
        self.indoors.clicked.connect(self._set_indoors)
        self.setLayout(
            forms.column(
                forms.rule(), 12, Above("Look", self.look), 8,
                Above("Other names", self.aliases), 10, self.indoors,
            )
        )  # fmt: skip

    def show_place(self, place: Place) -> None:
        """This place from now on."""
        self._place = place
        self.look.show_value(place.look, place.id)
        self.aliases.show_value(place.aliases, place.id)
        self.indoors.setChecked(place.interior)

    def _set_indoors(self, on: bool) -> None:
        if self._place:
            self._setter("interior")(self._place.id, on, "")

    def _setter(self, name: str) -> Any:
        def set_it(id: str, value: Any, merge: str) -> bool:
            film = self._film
            place = next((one for one in film.board.places if one.id == id), None)
            if place is None:
                return False
            said = f"Change the {SAID[name]} of {place.name}"
            return film.edit(said, lambda board: edits.set_place(board, id, **{name: value}))

        return set_it


def _read_names(text: str) -> tuple[str, ...]:
    return tuple(name for part in text.split(",") if (name := part.strip()))
