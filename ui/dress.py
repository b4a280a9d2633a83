"""What a puppet wears, as chips: a part to colour and papers for it; hat, build, age, size."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QPushButton, QWidget

from storyboard import light, puppets, wardrobe
from storyboard.board import Subject
from storyboard.edits import cast as edits
from ui import forms, portraits, theme
from ui.film import Film
from ui.spots import Spot

LIFELESS = ("thing", "plant", "vehicle", "boat", "aircraft")


class Dress(QWidget):
    """What the puppet wears, as chips: a part to colour and the papers for it, hat, build, age."""

    def __init__(self, film: Film, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.film = film
        self.subject: Subject | None = None
        self.role = ""
        self._roles = QHBoxLayout()
        self._roles.setSpacing(4)
        self.parts: dict[str, QPushButton] = {}
        self._group = QButtonGroup(self)
        self.spots: dict[str, Spot] = {}
        papers = QHBoxLayout()
        papers.setSpacing(0)
        for name in light.papers():
            said = f"Skin {name[4:]}" if name.startswith("skin") else name.capitalize()
            spot = self.spots[name] = Spot(name, said)
            spot.setFixedSize(18, 20)
            spot.clicked.connect(partial(self.colour, name))
            papers.addWidget(spot)
        papers.addStretch(1)
        self.traits: dict[str, QPushButton] = {}
        traits = [
            self._trait(name, value, said, tip)
            for name, value, said, tip in (
                ("hat", "yes", "Hat", "With or without its hat"),
                ("build", "thin", "Thin", "A thinner figure"),
                ("build", "fat", "Stout", "A broader figure"),
                ("age", "young", "Young", "A larger head, as the young have"),
                ("size", "small", "Small", "Smaller in shots that are planned from now on"),
                ("size", "big", "Big", "Larger in shots that are planned from now on"),
            )
        ]
        self.other = forms.button("Another one", self.vary, "small")
        self.other.setToolTip("The same kind, cut a little differently")
        self.setLayout(
            forms.column(
                forms.row(self._roles, None, *traits, self.other, gap=4), papers, gap=6,
                edge=(0, 0, 8, 0),
            )
        )  # fmt: skip

    def show_subject(self, subject: Subject) -> None:
        """The parts of the puppet that plays this subject."""
        self.subject = subject
        puppet = portraits.of_subject(subject).puppet
        figure = puppets.find(puppet)
        roles = sorted(figure.colours, key=lambda role: role != figure.main)[:5]
        if list(self.parts) != roles:
            for button in self.parts.values():
                self._group.removeButton(button)
                button.deleteLater()
            self.parts = {}
            for role in roles:
                button = self.parts[role] = chip(
                    spoken(role), f"Colour the {role.replace('_', ' ')}", partial(self._part, role)
                )
                self._group.addButton(button)
                self._roles.addWidget(button)
        if self.role not in roles:
            self.role = roles[0] if roles else ""
        if self.role:
            self.parts[self.role].setChecked(True)
        worn = wardrobe.colour(figure, self.role, subject.attributes) if self.role else None
        for name, spot in self.spots.items():
            self._check(spot, light.paper(name) == worn)
        living = figure.rig not in LIFELESS
        has_hat = any(piece.when == "hat" for piece in figure.pieces.values())
        for key, button in self.traits.items():
            name, value = key.split()
            self._check(button, subject.attributes.get(name) == value)
            button.setVisible(has_hat if name == "hat" else living or name == "size")

    def colour(self, paper: str) -> None:
        """This part is of this paper."""
        if self.subject and self.role:
            figure = puppets.find(portraits.of_subject(self.subject).puppet)
            worn = {k: v for k, v in self.subject.attributes.items() if k != self.role}
            if self.role == figure.main:
                worn = {k: v for k, v in worn.items() if k not in wardrobe.GARMENTS}
                worn["colour"] = paper
            else:
                worn[self.role] = paper
            self._wear(f"Colour the {self.role.replace('_', ' ')} of {self.subject.name}", worn)

    def set_trait(self, name: str, value: str) -> None:
        """Put a trait on; off if it is on."""
        if self.subject:
            worn = dict(self.subject.attributes)
            on = worn.get(name) != value
            worn.pop(name, None)
            if on:
                worn[name] = value
            self._wear(f"Change the {name} of {self.subject.name}", worn)

    def vary(self) -> None:
        """The next one of its kind."""
        if self.subject:
            last = self.subject.attributes.get("vary", "")
            seed = str(int(last) + 1) if last.isdigit() else "1"
            worn = {**self.subject.attributes, "vary": seed}
            self._wear(f"Cut {self.subject.name} differently", worn)

    def _wear(self, name: str, worn: dict[str, str]) -> None:
        subject = self.subject
        if subject:
            self.film.edit(
                name, lambda board: edits.set_subject(board, subject.id, attributes=worn, sheet="")
            )

    def _part(self, role: str) -> None:
        self.role = role
        if self.subject:
            self.show_subject(self.subject)

    def _trait(self, name: str, value: str, said: str, tip: str) -> QPushButton:
        button = chip(said, tip, partial(self.set_trait, name, value))
        self.traits[f"{name} {value}"] = button
        return button

    def _check(self, button: QPushButton | Spot, on: bool) -> None:
        group = button.group()
        if group is not None:
            group.setExclusive(False)
        button.setChecked(on)
        if group is not None:
            group.setExclusive(True)


def chip(said: str, tip: str, act: Callable[[], object]) -> QPushButton:
    """A small switch."""
    found = forms.button(said, act, "small")
    found.setStyleSheet(
        f"QPushButton:checked {{ background: {theme.COLOURS['sel']};"
        f" border: 1px solid {theme.COLOURS['acc']}; }}"
        f"QPushButton:focus {{ border: 1px solid {theme.COLOURS['acc_hi']}; }}"
    )
    found.setCheckable(True)
    found.setToolTip(tip)
    return found


def spoken(name: str) -> str:
    """A name of the files as people write it."""
    return name.replace("_", " ").capitalize()
