"""The Take tab: the take that plays for the current shot, and what it was made from."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from typing import Any

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QGuiApplication, QPainter, QPaintEvent
from PySide6.QtWidgets import QGridLayout, QLabel, QWidget

from engine import families
from storyboard import timing
from storyboard.edits import scenes
from studio import take_sounds
from studio.takes import Take
from ui import forms, strokes
from ui.contacts import still
from ui.fields import NumberField
from ui.film import Film
from ui.labels import Above
from ui.lora_fields import LoraFields
from ui.shot_fields import scrolled, section
from ui.stills import Stills
from ui.takes import (
    TakeStrip,
    circle,
    counted,
    level_of,
    middle,
    no_other,
    number_of,
    render_other,
    show_file,
)

LARGEST_SEED = 2**31 - 1


class Portrait(QWidget):
    """The picture of a take, as wide as the pane."""

    def __init__(self, film: Film) -> None:
        super().__init__()
        self._film, self._hash = film, ""
        self._stills = Stills.of(film)
        self._stills.arrived.connect(self._arrived)
        self.level = 0
        self.setAccessibleName("Picture of the take")

    def show_take(self, take: Take) -> None:
        self._hash, self.level = middle(take), {0: 1, 1: 2}.get(take.level, 3)
        self._fit()
        self.update()

    def _fit(self) -> None:
        high = round(max(1, self.width()) / self._film.board.aspect)
        if self.height() != high:
            self.setFixedHeight(high)

    def resizeEvent(self, event: object) -> None:
        self._fit()

    def _arrived(self, hash: str) -> None:
        if hash == self._hash:
            self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        still(painter, QRectF(self.rect()), self._stills, self._hash, self.devicePixelRatioF())
        strokes.badge(painter, self.width() - 6, 6, self.level)
        painter.end()


class Slate(QWidget):
    """What a take was made from, fact by fact."""

    def __init__(self) -> None:
        super().__init__()
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(10)
        self._grid.setVerticalSpacing(5)
        self._grid.setColumnStretch(1, 1)
        self._cells: list[tuple[QLabel, QLabel]] = []
        self.facts: Sequence[tuple[str, str]] = ()

    def show_facts(self, facts: Sequence[tuple[str, str]]) -> None:
        self.facts = facts
        while len(self._cells) < len(facts):
            cells = forms.label("", 11, 400, "t3"), forms.label("", 12, 400, "t2")
            cells[1].setWordWrap(True)
            cells[1].setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            for column, cell in enumerate(cells):
                top = Qt.AlignmentFlag.AlignTop
                self._grid.addWidget(cell, len(self._cells), column, top)
            self._cells.append(cells)
        for at, (name, value) in enumerate(self._cells):
            shown = at < len(facts)
            if shown:
                name.setText(facts[at][0])
                value.setText(facts[at][1])
            name.setVisible(shown)
            value.setVisible(shown)


class TakeFields(QWidget):
    """The slate of the take that plays. ``compared`` carries two takes to lay side by side."""

    compared = Signal(str, str)

    def __init__(self, film: Film) -> None:
        super().__init__()
        self.film = film
        self.title = forms.label("", 15, 600)
        self.state = forms.label("", 11, 400, "t3")
        self.picture = Portrait(film)
        self.stale = forms.label("", 12, 400, "warn")
        self.stale.setWordWrap(True)
        self.circle = forms.button("Circle", self.circle_it)
        self.circle.setToolTip("Choose this take, whatever is rendered later")
        self.again = forms.button("Another take", lambda: render_other(film))
        self.folder = forms.tool("folder", "Show the file in its folder", self._show_file)
        self.copy = forms.tool("copy", "Copy the slate as text", self.copy_slate)
        self.sound = forms.button("Lay its sound under the shot", self.lay_sound)
        self.sound.setToolTip("What the model heard along with it becomes a sound of the film")
        self.slate = Slate()
        self.strip = TakeStrip(film, columns=3)
        self.strip.asked.connect(self.compared)
        self.count = forms.label("", 11, 400, "t3")
        self.seed = NumberField(
            "Seed of the film", self._set_seed, _read_seed, lambda n: f"{n:,}".replace(",", " "),
            1, 0, LARGEST_SEED,
        )  # fmt: skip
        self.seed.setToolTip("Another seed makes other pictures of every shot; takes are kept")
        self.seed.ended.connect(film.session.settle)
        self.loras = LoraFields(film)
        self.none = forms.label(
            "What you see is the layout. Render makes the first take.", 12, 400, "t3"
        )
        self.none.setWordWrap(True)
        self._lay()

    def _lay(self) -> None:
        acts = forms.row(self.circle, self.again, None, self.folder, self.copy, gap=4)
        self.full = QWidget()
        self.full.setLayout(
            forms.column(
                forms.row(self.title, self.state, None), 8, self.picture, 6, self.stale, 4, acts,
                self.sound,
                section(forms.label("Slate", 12, 600), 8, self.slate),
                section(
                    forms.row(forms.label("Takes", 12, 600), None, self.count), 6, self.strip
                ),
            )
        )  # fmt: skip
        self.empty = QWidget()
        self.empty.setLayout(forms.column(forms.label("No takes yet", 13, 600), 4, self.none))
        inside = QWidget()
        inside.setLayout(
            forms.column(
                self.full, self.empty, section(Above("Seed of the film", self.seed)),
                section(forms.label("LoRAs of the film", 12, 600), 8, self.loras), None,
                edge=(12, 10, 12, 12),
            )
        )  # fmt: skip
        self.setLayout(forms.column(scrolled(inside)))

    @property
    def take(self) -> Take | None:
        """The take that plays."""
        shot = self.film.shot
        return self.film.session.takes.best(self.film.board, shot.id) if shot else None

    def renew(self) -> None:
        """Read the slate of what plays."""
        film, shot, take = self.film, self.film.shot, self.take
        self.seed.show_value(film.board.seed, "film")
        self.loras.show_subject("")
        self.full.setVisible(take is not None)
        self.empty.setVisible(take is None)
        if take is None or shot is None:
            return
        chosen = take.id == shot.circled
        self.title.setText(f"Take {number_of(shot, take.id)}")
        self.state.setText(f"{film.labels[shot.id]}, {'circled' if chosen else 'plays now'}")
        self.picture.show_take(take)
        fits = film.session.takes.fits(film.board, take)
        self.stale.setText("" if fits else "Made before the shot was edited.")
        self.stale.setVisible(not fits)
        self.circle.setText("Let go" if chosen else "Circle")
        why = no_other(film)
        self.again.setEnabled(not why)
        self.again.setToolTip(why or "Render the same shot with other noise (Ctrl+Shift+R)")
        self.sound.setVisible(not take_sounds.are_laid(film.board, shot.id, take))
        self.slate.show_facts(self.facts(take))
        self.strip.show_shot(shot)
        self.count.setText(counted(shot))

    def facts(self, take: Take) -> list[tuple[str, str]]:
        """The slate as it reads."""
        slate, names = take.slate, {s.id: s.name for s in self.film.board.cast}
        seconds, print_ = float(slate.get("seconds") or 0), str(slate.get("fingerprint", ""))
        steps = int(slate.get("steps") or 0)
        ticks = len(take.frames)
        cast = ", ".join(names.get(id, "somebody gone") for id in slate.get("subjects", ()))
        found = [
            ("Level", level_of(take)),
            ("Model", _made_by(slate)),
            ("Left out", ", ".join(slate.get("lacks", ()))),
            ("Remarks", " ".join(slate.get("notes", ()))),
            ("Weights", print_[:12]),
            ("Seed", f"{slate['seed']:,}".replace(",", " ") if "seed" in slate else ""),
            ("Variation", str(slate.get("variation") or "")),
            ("Steps", str(steps) if steps else ""),
            ("Pictures", str(ticks)),
            ("Cast", cast),
            ("Time", _lasted(seconds)),
            ("Made", time.strftime("%d %b %Y, %H:%M", time.localtime(take.made_at))),
            ("Id", take.id),
        ]
        return [(name, value) for name, value in found if value]

    # Changing ------------------------------------------------------------------------------------

    def circle_it(self) -> None:
        """Choose the take that plays, or let it go."""
        if (shot := self.film.shot) and (take := self.take):
            circle(self.film, shot, take.id)

    def lay_sound(self) -> None:
        """What the take sounds like lies under its shot from now on."""
        if shot := self.film.shot:
            self.film.try_out(lambda: take_sounds.lay(self.film.session, [shot.id]))

    def _show_file(self) -> None:
        if take := self.take:
            show_file(self.film, take)

    def copy_slate(self) -> None:
        """The slate as text on the clipboard."""
        if take := self.take:
            text = "\n".join(f"{name}: {value}" for name, value in self.facts(take))
            QGuiApplication.clipboard().setText(text)

    def take_in(self) -> None:
        self.seed.take_in()

    def _set_seed(self, target: Any, value: int, merge: str) -> bool:
        return self.film.edit(
            "Change the seed of the film", lambda b: scenes.set_board(b, seed=value), merge
        )


def _made_by(slate: Mapping[str, Any]) -> str:
    """Who made the keyframes, and who the time between them when it was another."""
    names = (str(slate.get(role, "")) for role in ("family", "inbetween"))
    fetched = {card.name: card.title for card in families.CARDS.values() if card.hub}
    found = (fetched.get(name, name.capitalize()) for name in names if name)
    return ", in-betweens by ".join(found)


def _lasted(seconds: float) -> str:
    if not seconds:
        return ""
    return f"{seconds:.1f} s" if seconds < 60 else timing.seconds(round(seconds), 1)


def _read_seed(text: str) -> int:
    said = "".join(text.split())
    if not said.isdigit() or int(said) > LARGEST_SEED:
        raise ValueError(f"A seed is a whole number from 0 to {LARGEST_SEED:,}.".replace(",", " "))
    return int(said)
