"""What a puppet wears: a paper for each of its parts, its build, its age."""

from __future__ import annotations

import re
from typing import Any

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QAction, QColor, QIcon, QPainter, QPixmap
from PySide6.QtWidgets import QGridLayout, QLineEdit, QWidget

from storyboard import light, wardrobe
from storyboard.board import Subject
from storyboard.edits import cast
from storyboard.puppets import Puppet
from ui import portraits, strokes, theme
from ui.fields import Choice, Completing
from ui.film import Film
from ui.labels import Above

BUILDS = (("As drawn", ""), ("Stout", "fat"), ("Thin", "thin"))
AGES = (("As drawn", ""), ("Young", "young"))
YES = (("No", ""), ("Yes", "yes"))
TIPS = {
    "build": "How broad the puppet is", "age": "A young one has a larger head",
    "hat": "Whether it wears its hat", "lit": "Whether its lamp burns after dark",
}  # fmt: skip


class PaperField(Completing):
    """A colour by its word, with a swatch of the paper that it means."""

    def __init__(self, name: str, taken: Any) -> None:
        super().__init__(name, taken, tuple(sorted(light.papers())), _read_paper)
        self._swatch = QAction(self)
        self.addAction(self._swatch, QLineEdit.ActionPosition.LeadingPosition)
        self._shown = ""

    def show_paper(self, said: str, colour: light.Colour, own: str, target: Any) -> None:
        """``said`` of the subject, empty: the puppet's ``own``; ``colour`` is what it comes to."""
        self.show_value(said, target)
        if self.placeholderText() != own:
            self.setPlaceholderText(own)
        found = QColor.fromRgbF(*colour)
        if found.name() != self._shown:
            self._shown = found.name()
            self._swatch.setIcon(_swatch(found))


class WardrobeFields(QWidget):
    """The attributes of a subject as its puppet takes them."""

    def __init__(self, film: Film) -> None:
        super().__init__()
        self._film = film
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(8)
        self._grid.setVerticalSpacing(8)
        for column in (0, 1):
            self._grid.setColumnStretch(column, 1)
        self.papers: dict[str, PaperField] = {}
        self.choices: dict[str, Choice] = {}
        self._rows: dict[str, Above] = {}
        self._shown: list[str] = []
        for name, options in (("build", BUILDS), ("age", AGES), ("hat", YES), ("lit", YES)):
            said = {"lit": "lamp"}.get(name, name).capitalize()
            self.choices[name] = Choice(said, self._setter(name), options)
            self.choices[name].setToolTip(TIPS[name])
            self._rows[f"{name}?"] = Above(said, self.choices[name])

    def show_subject(self, subject: Subject) -> None:
        """The fields that this subject's puppet has."""
        puppet = wardrobe.figure(portraits.of_subject(subject).puppet, subject.attributes)
        shown = [*puppet.colours, *self._switches(puppet)]
        for role in puppet.colours:
            self._paper(role)
        self._arrange(shown)
        told, target = subject.attributes, subject.id
        for role, own in puppet.colours.items():
            said = told.get(role, "") or (told.get("colour", "") if role == puppet.main else "")
            colour = wardrobe.colour(puppet, role, told)
            self.papers[role].show_paper(said, colour, own, target)
        for name, box in self.choices.items():
            value = told.get(name, "")
            known = [value for _, value in (*BUILDS, *AGES, *YES)]
            box.show_value(value if value in known else None, target)

    def _switches(self, puppet: Puppet) -> list[str]:
        told = {piece.when for piece in puppet.pieces.values()}
        living = puppet.rig not in ("thing", "plant", "vehicle", "boat", "aircraft")
        names = [*(["build", "age"] if living else []), *(n for n in ("hat", "lit") if n in told)]
        return [f"{name}?" for name in names]  # apart from a paper of that name

    def _paper(self, role: str) -> PaperField:
        if role not in self.papers:
            said = role.replace("_", " ").capitalize()
            self.papers[role] = PaperField(said, self._setter(role))
            self.papers[role].setToolTip("A colour: red, teal, #c04030. Empty: the puppet's own")
            self._rows[role] = Above(said, self.papers[role])
        return self.papers[role]

    def _arrange(self, shown: list[str]) -> None:
        if shown == self._shown:
            return
        self._shown = shown
        for row in self._rows.values():
            self._grid.removeWidget(row)
            row.hide()
        for at, name in enumerate(shown):
            self._grid.addWidget(self._rows[name], at // 2, at % 2, Qt.AlignmentFlag.AlignTop)
            self._rows[name].show()

    def _setter(self, name: str) -> Any:
        def set_it(subject_id: str, value: str, merge: str) -> bool:
            film = self._film
            subject = next((s for s in film.board.cast if s.id == subject_id), None)
            if subject is None:
                return False
            told = {key: said for key, said in subject.attributes.items() if key != name}
            puppet = wardrobe.figure(portraits.of_subject(subject).puppet, subject.attributes)
            if name == puppet.main:
                told.pop("colour", None)
            if value:
                told[name] = value
            said = f"Change the {name.replace('_', ' ')} of {subject.name}"
            return film.edit(said, lambda b: cast.set_subject(b, subject_id, attributes=told))

        return set_it


def _read_paper(text: str) -> str:
    said = text.strip().lower()
    known = re.fullmatch("#[0-9a-f]{6}", said) if said[:1] == "#" else wardrobe.hue(said)
    if said and not known:
        raise ValueError(f"Nobody knows the colour {said!r}. Type red, teal or #c04030.")
    return said


def _swatch(hue: QColor) -> QIcon:
    picture = QPixmap(32, 32)
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.fillPath(strokes.rounded(QRectF(5, 5, 22, 22), 5), hue)
    painter.setPen(theme.colour("line2"))
    painter.drawPath(strokes.rounded(QRectF(5, 5, 22, 22), 5))
    painter.end()
    return QIcon(picture)
