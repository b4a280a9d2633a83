"""The preferences: who plans and paints, what this machine gives, the models, where things lie, the
keys.

Everything applies at once; there is nothing to confirm.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator
from functools import cached_property
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt, QTimer, QUrl, Signal
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDialog,
    QFileDialog,
    QLineEdit,
    QStackedWidget,
    QWidget,
)

from engine import families
from studio import catalogue, directors, machine, models, settings
from studio.bin import Bin
from studio.errors import StudioError
from studio.settings import Settings
from ui import about, first, forms, theme
from ui.commands import Commands
from ui.extras import Extras
from ui.film import Film
from ui.keyboard import Keyboard
from ui.keys import Keys
from ui.machines import MachinesPage
from ui.models import ModelsPage
from ui.pulls import Pulls
from ui.tabs import Tabs

WIDE, HIGH = 800, 620
PAGES = (
    ("general", "General"),
    ("models", "Models"),
    ("machines", "Machines"),
    ("files", "Files"),
    ("keys", "Keys"),
    ("about", "About"),
)
PRESETS = (
    ("fine", "Fine, every drawing as large as it gets"),
    ("draft", "Draft, half the drawings, smaller"),
)
PACES = (("Draft", 0.5), ("Usual", 1.0), ("Fine", 2.0))


class Preferences(QDialog):
    """``altered`` tells that settings were written. On the first page there is no ``film``."""

    altered = Signal()

    def __init__(
        self,
        commands: Commands,
        film: Film | None,
        pulls: Pulls,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle("Preferences")
        self.setFixedSize(WIDE, HIGH)
        self.setObjectName("dialog")
        self.setStyleSheet(f"QDialog#dialog {{ background: {theme.COLOURS['pop']}; }}")
        self._project = film.session.path if film else None
        self._walk: list[str] = []
        self._bytes = 0
        self.said = forms.label("", 12, 400, "err")
        self.said.setWordWrap(True)
        self.settings = self._load()
        self.tabs = Tabs(PAGES)
        self.pages = QStackedWidget()
        self._commands, self._pulls, self._film = commands, pulls, film
        pulls.moved.connect(self._reread)
        self._made = {"general": self._general(), "files": self._files(), "about": about.page()}
        for page in self._made.values():
            self.pages.addWidget(page)
        self.tabs.chosen.connect(self.show_page)
        self.close_button = close = forms.button("Close", self.accept)
        close.setAutoDefault(False)
        head = forms.row(
            forms.label("Preferences", 15, 600), 20, self.tabs, None, edge=(20, 8, 20, 0)
        )
        foot = forms.row(self.said, None, close, edge=(20, 10, 20, 12))
        whole = forms.column(head, forms.rule(), self.pages, forms.rule(), foot)
        whole.setStretch(2, 1)
        self.setLayout(whole)
        self._measuring = QTimer(self)
        self._measuring.setInterval(0)
        self._measuring.timeout.connect(self._measure)
        if self._walk:
            self._measuring.start()

    @cached_property
    def keyboard(self) -> Keyboard:
        """The page of the keys, made when it is first needed, as those of models and machines."""
        keys = Keys(self.settings.keys, self.settings.key_changes)
        found = Keyboard(self._commands, keys)
        found.changed.connect(self._take_keys)
        return found

    @cached_property
    def models(self) -> ModelsPage:
        found = ModelsPage(self._pulls, lambda: self.settings)
        found.kept.connect(lambda values: self._keep(**values))
        found.refused.connect(self.said.setText)
        return found

    @cached_property
    def machines(self) -> MachinesPage:
        film = self._film
        found = MachinesPage(lambda: self.settings, lambda: film.connected if film else "")
        found.kept.connect(lambda values: self._keep(**values))
        return found

    def _page(self, name: str) -> QWidget:
        if name not in self._made:
            made: dict[str, Callable[[], QWidget]] = {
                "models": lambda: self.models,
                "machines": lambda: self.machines,
                "keys": lambda: self.keyboard,
            }
            self._made[name] = made[name]()
            self.pages.addWidget(self._made[name])
        return self._made[name]

    def show_page(self, name: str) -> None:
        self.tabs.show_choice(name)
        self.pages.setCurrentWidget(self._page(name))
        if name == "general":  # the models page may have changed who does what
            self._list_directors()
            self._list_families()
        self._first_of(name).setFocus(Qt.FocusReason.OtherFocusReason)

    def _first_of(self, name: str) -> QWidget:
        """What has the focus when a page is shown."""
        match name:
            case "general":
                return self.director
            case "models":
                return self.models.area
            case "machines":
                return self.machines.device
            case "files":
                return self.films
            case "keys":
                return self.keyboard.search
        return self.close_button

    def done(self, result: int) -> None:
        self._measuring.stop()
        if "machines" in self._made:
            self.machines.stop()
        super().done(result)

    # General -------------------------------------------------------------------------------------

    def _general(self) -> QWidget:
        chosen = self.settings
        self.director = forms.choice("Director", lambda value: self._keep(director=value))
        self._list_directors()
        gguf = forms.button("Choose…", self._choose_director)
        gguf.setToolTip("A GGUF file of an instruct model")
        self.family = forms.choice("Pictures", lambda value: self._keep_family(value))
        self.extras = Extras()
        self.extras.kept.connect(lambda names: self._keep(extras=names))
        self._list_families()
        self.weights = _field(chosen.weights, "The bundled ones")
        self.weights.editingFinished.connect(self._keep_weights)
        folder = forms.button("Choose…", self._choose_weights)
        self.steps = self._setting("Steps", "steps", _paces(chosen.family))
        self.preset = self._setting("Preset", "preset", PRESETS)
        return forms.page(
            forms.section("Who plans", "The director breaks the script into shots."),
            forms.line("Director", self.director, gguf),
            forms.section("Who makes the pictures", "A change holds from the next render on."),
            forms.line("Pictures", self.family),
            forms.line("Weights", self.weights, folder),
            forms.line("Preset", self.preset),
            forms.line("Steps", self.steps),
            forms.line("Extras", self.extras),
        )

    def _setting(
        self, title: str, name: str, options: Iterable[tuple[str | int, str]]
    ) -> QComboBox:
        """A list of the values that the setting ``name`` can have, with what each is called."""
        found = forms.choice(title, lambda value: self._keep(**{name: value}))
        for value, said in options:
            found.addItem(said, value)
        found.setCurrentIndex(max(0, found.findData(getattr(self.settings, name))))
        return found

    def _list_directors(self) -> None:
        self.director.clear()
        for one in directors.directors(self.settings):
            self.director.addItem(f"{one.name}: {one.what[:1].lower()}{one.what[1:]}", one.setting)
        now = directors.chosen(self.settings).setting
        self.director.setCurrentIndex(max(0, self.director.findData(now)))

    def _list_families(self) -> None:
        """Who can make pictures now: papercut, and what was fetched."""
        self.family.clear()
        chosen = self.settings.family
        drafts = {card.draft for card in families.CARDS.values()}
        for name, card in families.CARDS.items():
            if name in drafts:
                continue
            there = card.hub is None or models.state(catalogue.find(name)).kind == "here"
            if name == chosen or (there and name != "animatic" and card.makes != "spans"):
                self.family.addItem(card.title, name)
        self.family.setCurrentIndex(max(0, self.family.findData(chosen)))
        self.extras.show_for(self.settings)

    def _keep_family(self, name: str) -> None:
        self._keep(family=name)
        self.extras.show_for(self.settings)

    def _choose_director(self) -> None:
        name, _ = QFileDialog.getOpenFileName(self, "Choose a director", "", "Models (*.gguf)")
        if name:
            self._keep(director=name)
            self._list_directors()

    def _choose_weights(self) -> None:
        name = QFileDialog.getExistingDirectory(self, "Choose a folder of weights")
        if name:
            self.weights.setText(name)
            self._keep_weights()

    def _keep_weights(self) -> None:
        """A folder that is not there is refused; the old one stays."""
        told = self.weights.text().strip()
        wrong = bool(told) and not Path(told).is_dir()
        self.weights.setProperty("wrong", wrong)
        self.weights.style().polish(self.weights)
        if wrong:
            self.said.setText(f"There is no folder {told}. Choose one, or leave the field empty.")
        else:
            self._keep(weights=told)

    # Files ---------------------------------------------------------------------------------------

    def _files(self) -> QWidget:
        self.films = _field(self.settings.films, str(first.films_folder()))
        self.films.editingFinished.connect(lambda: self._keep(films=self.films.text().strip()))
        choose = forms.button("Choose…", self._choose_films)
        self.captions = QCheckBox("Burn captions into an export unless told otherwise")
        self.captions.setChecked(self.settings.captions)
        self.captions.toggled.connect(lambda on: self._keep(captions=on))
        parts = [
            forms.section("Films", "Where new films are made."),
            forms.line("Folder", self.films, choose),
            forms.line("Captions", self.captions),
        ]
        self.bin_size = forms.label("", 12)
        if self._project:
            place = Bin.beside(self._project)
            free = machine.free(self._project.parent)
            room = "gone" if free is None else f"{free:.0f} GB"
            self._walk = [str(place.folder)]
            parts += [
                forms.section("This film", "Takes and pictures are kept for ever in its bin."),
                forms.line(
                    "Bin", forms.label(str(place.folder), 12, 400, "t2"), _opens(place.folder)
                ),
                forms.line("In the bin", self.bin_size),
                forms.line("Free on its drive", forms.label(room)),
            ]
        log = settings.data_folder()
        parts += [
            forms.section("Longtake's own", "To look at, or to report a fault with."),
            forms.line("Settings", forms.label(str(settings.file()), 12, 400, "t2"),
                  _opens(settings.file().parent)),
            forms.line("Logs, snapshots", forms.label(str(log), 12, 400, "t2"), _opens(log)),
        ]  # fmt: skip
        return forms.page(*parts)

    def _choose_films(self) -> None:
        name = QFileDialog.getExistingDirectory(self, "Folder for new films")
        if name:
            self.films.setText(name)
            self._keep(films=name)

    def _measure(self) -> None:
        """Add up the bin, one folder between two events."""
        if not self._walk:
            self._measuring.stop()
            self.bin_size.setText(machine.size(self._bytes))
            return
        try:
            with os.scandir(self._walk.pop()) as found:
                for entry in found:
                    if entry.is_dir(follow_symlinks=False):
                        self._walk.append(entry.path)
                    else:
                        self._bytes += entry.stat(follow_symlinks=False).st_size
        except OSError:  # a folder that went while we counted
            return
        self.bin_size.setText(f"{machine.size(self._bytes)} so far")

    # Keeping -------------------------------------------------------------------------------------

    def _load(self) -> Settings:
        try:
            return settings.load()
        except StudioError as fault:
            self.said.setText(str(fault))
            return Settings()

    def _reread(self, name: str) -> None:
        """A director that was updated lies elsewhere, and the settings have followed it."""
        pull = self._pulls.of(name)
        if pull is not None and pull.verb == "update" and not pull.runs:
            self.settings = self._load()
            self._list_directors()

    def _take_keys(self, keys: Keys) -> None:
        self._keep(keys=keys.scheme, key_changes=dict(keys.changes))

    def _keep(self, **values: Any) -> None:
        """Write these at once."""
        self.said.setText("")
        try:
            self.settings = Settings.model_validate({**settings.load().model_dump(), **values})
            settings.save(self.settings)
        except StudioError as fault:
            self.said.setText(str(fault))
            return
        self.altered.emit()


def _paces(family: str) -> Iterator[tuple[int, str]]:
    """Steps a window; 0 is what the family does by itself."""
    usual = families.card(family).steps
    for said, pace in PACES:
        steps = max(1, round(usual * pace))
        many = f"{steps} steps" if steps > 1 else "1 step"
        yield 0 if pace == 1 else steps, f"{said}, {many} a window"


def _field(value: str, empty: str) -> QLineEdit:
    found = QLineEdit(value)
    found.setPlaceholderText(empty)
    return found


def _opens(folder: Path) -> QWidget:
    act: Callable[[], object] = lambda: QDesktopServices.openUrl(QUrl.fromLocalFile(str(folder)))  # noqa: E731
    found = forms.button("Open", act)
    found.setAccessibleName(f"Open {folder}")
    found.setAutoDefault(False)
    return found
