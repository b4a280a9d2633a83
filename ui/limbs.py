"""Limbs of a person's own drawing: which were found, and whether they move."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from storyboard import rigs
from storyboard.board import Subject
from studio import rigging
from ui import forms
from ui.dress import chip
from ui.film import Film

UNSEEN = "Limbs are looked for before the first render, or now."
NONE = "No limbs were found on it: it moves as one piece."


class LimbFields(QWidget):
    """What moves on a drawing, in words, and the switch that lets it move as one piece.

    ``tinted`` carries the rig whose limbs are to be shown on the drawing; "" for none.
    """

    tinted = Signal(str)

    def __init__(self, film: Film) -> None:
        super().__init__()
        self._film = film
        self._subject: Subject | None = None
        self.told = forms.label("", 12, 400, "t2")
        self.told.setWordWrap(True)
        self.switch = chip(
            "Moves its limbs", "Off: the drawing slides and turns as one piece", self.turn
        )
        self.show_them = chip("Show them", "Tint what was found on the drawing", self._tint)
        self.look = forms.button("Look for limbs", partial(rigging.order, film.session), "small")
        self.look.setToolTip("Find arms, legs, wings, wheels on this drawing")
        row = forms.row(self.switch, self.show_them, self.look, None, gap=6)
        self.setLayout(forms.column(self.told, row, gap=6))

    def show_subject(self, subject: Subject) -> None:
        """The limbs of this subject's drawing; hidden for who has none."""
        self._subject = subject
        self.setVisible(bool(subject.sheet))
        if not subject.sheet:
            return
        rig = subject.rig
        lacks = rigging.found(self._film.session, subject.sheet) == rigs.WHOLE
        self.switch.setChecked(rigs.read(rig) is not None)
        self.switch.setVisible(bool(rig))
        self.switch.setEnabled(not lacks)
        self.show_them.setVisible(rigs.read(rig) is not None)
        self.look.setVisible(not rig)
        self._tint()
        said = rigs.described(rig)
        self.told.setText(
            UNSEEN if not rig else NONE if lacks else said[:1].upper() + said[1:] + "."
        )

    def _tint(self) -> None:
        shown = self._subject if self.show_them.isChecked() else None
        self.tinted.emit(shown.rig if shown else "")

    def turn(self) -> None:
        """Limbs that move become one piece, and the other way round."""
        if self._subject:
            turn(self._film, self._subject)


def why_not(film: Film, subject: Subject | None) -> str:
    """Why there is nothing to switch; empty when there is."""
    if subject is None:
        return "Pick a subject first."
    if not subject.sheet:
        return f"{subject.name} has no drawing of its own."
    lacks = rigging.found(film.session, subject.sheet) == rigs.WHOLE
    return f"No limbs were found on the drawing of {subject.name}." if lacks else ""


def turn(film: Film, subject: Subject) -> None:
    """Let a drawing move as one piece, or by its limbs, found now if nobody looked yet."""
    whole = subject.rig != rigs.WHOLE
    said = f"Let {subject.name} move {'as one piece' if whole else 'its limbs'}"
    film.edit(said, lambda board: rigging.set_whole(board, subject.id, whole))
    if not whole:
        rigging.order(film.session)
