"""The Subject tab: who it is, how it looks, where it is in the current shot and what it does."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QPoint, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QMenu, QWidget

from storyboard import puppets
from storyboard.board import Board, Subject
from storyboard.edits import boxes, cast
from ui import forms, theme
from ui.box_fields import ActingFields, BoxFields
from ui.fields import Choice, Completing, LineField, Words
from ui.film import Film
from ui.labels import Above
from ui.lora_fields import LoraFields
from ui.references import References
from ui.shot_fields import scrolled, section
from ui.wardrobe_fields import WardrobeFields

PRONOUNS = (("Not told", ""), ("he", "he"), ("she", "she"), ("it", "it"), ("they", "they"))
TITLE = (
    "QLineEdit { background: transparent; border-color: transparent;"
    " font-size: 15px; font-weight: 600; padding: 0 3px; }"
    f"QLineEdit:hover {{ border-color: {theme.COLOURS['line2']}; }}"
    f"QLineEdit:focus {{ border-color: {theme.COLOURS['acc']}; }}"
    f"QLineEdit[wrong='true'] {{ border-color: {theme.COLOURS['err']}; }}"
)  # it reads as a title until one goes there
LISTED = 40  # shots in the menu of where somebody is


class Dot(QWidget):
    """The subject's hue."""

    def __init__(self) -> None:
        super().__init__()
        self.setFixedSize(12, 20)
        self._hue = QColor()

    def show_hue(self, hue: QColor) -> None:
        if hue != self._hue:
            self._hue = hue
            self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._hue)
        painter.drawEllipse(QRectF(0.5, 5, 10, 10))
        painter.end()


class SubjectFields(QWidget):
    """Fields of the film's current subject."""

    def __init__(self, film: Film) -> None:
        super().__init__()
        self.film = film
        self._counted: tuple[Board, str] | None = None
        self._uses: tuple[str, ...] = ()
        self.dot = Dot()
        self.name = LineField("Name", self._setter("name"), _read_name)
        self.name.setStyleSheet(TITLE)
        self.name.setToolTip("Its name; a new one is changed everywhere, the old one is kept")
        self.uses = forms.button("", self._offer_uses, "plain")
        self.uses.setToolTip("Go to a shot that it is in")
        self.look = Words("Look", self._setter("look"))
        self.look.setToolTip("How it looks, in words (Enter takes it in)")
        self.pictures = References(film)
        self.kind = LineField("Kind", self._setter("kind"))
        self.kind.setToolTip("The everyday word for it: girl, dog, boat")
        self.pronoun = Choice("Pronoun", self._setter("pronoun"), PRONOUNS)
        self.pronoun.setToolTip("How the script speaks of it")
        every = tuple(sorted(name.replace("_", " ") for name in puppets.names()))
        self.puppet = Completing(
            "Puppet", self._setter("puppet"), every, _read_puppet, _write_puppet
        )
        self.puppet.setToolTip("The bundled puppet that plays it; empty: the nearest to its kind")
        self.aliases = LineField("Other names", self._setter("aliases"), _read_names, ", ".join)
        self.aliases.setToolTip("Other names that the script has for it, with commas between")
        self.wardrobe = WardrobeFields(film)
        self.loras = LoraFields(film)
        self.box = BoxFields(film)
        self.acting = ActingFields(film)
        self.absent = forms.label("", 12, 400, "t2")
        self.absent.setWordWrap(True)
        self.add = forms.button("Add to this shot", self._add)
        self.add.setToolTip("It stands where there is most room")
        self.empty = forms.label(
            "Click somebody in the cast, a chip of the shot, or a box on the stage.", 12, 400, "t3"
        )
        self.empty.setWordWrap(True)
        self._lay()

    def _lay(self) -> None:
        self.here = QWidget()
        self.here.setLayout(forms.column(12, forms.rule(), 10, self.box, self.acting))
        self.away = section(self.absent, 6, forms.row(self.add, None))
        self.full = QWidget()
        head = forms.row(self.dot, self.name, self.uses, gap=4)
        head.setStretch(1, 1)
        self.full.setLayout(
            forms.column(
                head, 8, self.look, 10, self.pictures, self.here, self.away,
                section(
                    forms.columns(Above("Kind", self.kind), Above("Pronoun", self.pronoun)), 8,
                    forms.columns(Above("Puppet", self.puppet), Above("Other names", self.aliases)),
                ),
                section(forms.label("Paper", 12, 600), 8, self.wardrobe),
                section(forms.label("LoRAs", 12, 600), 8, self.loras),
            )
        )  # fmt: skip
        nobody = QWidget()
        nobody.setLayout(forms.column(forms.label("Nobody is picked", 13, 600), 4, self.empty))
        nobody.hide()
        self.nobody = nobody
        inside = QWidget()
        inside.setLayout(forms.column(self.full, nobody, None, edge=(12, 10, 12, 12)))
        self.setLayout(forms.column(scrolled(inside)))

    @property
    def subject(self) -> Subject | None:
        """The subject that is shown."""
        id = self.film.subject_id
        return next((s for s in self.film.board.cast if s.id == id), None)

    # Showing -------------------------------------------------------------------------------------

    def renew(self) -> None:
        """Read all fields from the board; what is being typed is left alone."""
        subject, shot, film = self.subject, self.film.shot, self.film
        if self.full.isHidden() == (subject is not None):
            self.full.setVisible(subject is not None)
            self.nobody.setVisible(subject is None)
        if subject is None:
            return
        target = subject.id
        self.dot.show_hue(theme.hues(film.board)[subject.id])
        self.name.show_value(subject.name, target)
        self.look.show_value(subject.look, target)
        self.kind.show_value(subject.kind, target)
        self.pronoun.show_value(subject.pronoun, target)
        self.puppet.show_value(subject.puppet, target)
        playing = puppets.playing(subject.puppet, subject.kind or subject.name, subject.pronoun)
        if self.puppet.placeholderText() != (said := playing.replace("_", " ")):
            self.puppet.setPlaceholderText(said)
        self.aliases.show_value(subject.aliases, target)
        self.pictures.show_subject(subject)
        self.wardrobe.show_subject(subject)
        self.loras.show_subject(subject.id)
        self._count(subject)
        is_here = shot is not None and (
            subject.id in shot.subjects or subject.id in shot.layout.boxes
        )
        if self.here.isHidden() == is_here or self.away.isHidden() != is_here:
            self.here.setVisible(is_here)
            self.away.setVisible(not is_here and shot is not None)
        if shot is not None and is_here:
            self.box.renew()
            self.acting.show_subject(shot, subject)
        elif shot is not None:
            label = film.labels[shot.id]
            self.absent.setText(f"{subject.name} is not in {label}.")
            self.add.setText(f"Add to {label}")

    def _count(self, subject: Subject) -> None:
        now = (self.film.board, subject.id)
        if self._counted is None or self._counted[0] is not now[0] or self._counted[1] != now[1]:
            self._counted = now
            self._uses = cast.uses(*now)
        many = len(self._uses)
        self.uses.setText(f"in {many} shot{'s' if many != 1 else ''}")
        self.uses.setEnabled(many > 0)

    def take_in(self) -> None:
        """Apply what is being typed."""
        lines = (self.name, self.kind, self.puppet, self.aliases, *self.box.numbers.values())
        for field in (*lines, *self.wardrobe.papers.values(), self.acting.action):
            field.take_in()
        self.look.take_in()

    # Changing ------------------------------------------------------------------------------------

    def _setter(self, field: str) -> Any:
        said = {"aliases": "other names"}.get(field, field)

        def set_it(subject_id: str, value: Any, merge: str) -> bool:
            film = self.film
            old = next((s.name for s in film.board.cast if s.id == subject_id), "")
            name = f"Rename {old} {value}" if field == "name" else f"Change the {said} of {old}"
            return film.edit(name, lambda b: cast.set_subject(b, subject_id, **{field: value}))

        return set_it

    def _add(self) -> None:
        subject, shot = self.subject, self.film.shot
        if subject and shot:
            name = f"Add {subject.name} to {self.film.labels[shot.id]}"
            self.film.edit(name, lambda b: boxes.add_subject(b, shot.id, subject.id))

    def uses_menu(self) -> QMenu:
        """The shots that the subject is in; a click goes there."""
        film, menu = self.film, QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        ids = list(self._uses)
        at = ids.index(film.shot_id) if film.shot_id in ids else 0
        first = max(0, min(at - LISTED // 2, len(ids) - LISTED))
        for id in ids[first : first + LISTED]:
            words = film.shots[id].action
            short = f"{words[:40]}…" if len(words) > 41 else words
            act = menu.addAction(f"{film.labels[id]}   {short}")
            act.triggered.connect(lambda _=False, id=id: film.select(id))
            act.setCheckable(True)
            act.setChecked(id == film.shot_id)
        if len(ids) > LISTED:
            menu.addAction(f"and {len(ids) - LISTED} more").setEnabled(False)
        return menu

    def _offer_uses(self) -> None:
        self.uses_menu().popup(self.uses.mapToGlobal(QPoint(0, self.uses.height())))


def _read_name(text: str) -> str:
    if not text.strip():
        raise ValueError("A subject needs a name.")
    return text.strip()


def _read_puppet(text: str) -> str:
    said = " ".join(text.lower().split())
    if not said:
        return ""
    try:
        return puppets.nearest(said) or puppets.find(said).name
    except KeyError as fault:  # it names the nearest
        raise ValueError(str(fault.args[0])) from None


def _write_puppet(name: str) -> str:
    return name.replace("_", " ")


def _read_names(text: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(name for part in text.split(",") if (name := part.strip())))
