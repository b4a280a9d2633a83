"""The models page: everything that can direct or make pictures, what fits here, fetch and use."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import (
    QBoxLayout,
    QFileDialog,
    QFrame,
    QLineEdit,
    QScrollArea,
    QWidget,
)

from engine import families
from studio import catalogue, directors, fit, models
from studio.catalogue import KINDS, Kind
from studio.errors import StudioError
from studio.models import State
from studio.settings import Settings
from ui import forms
from ui.model_row import Entry, ModelRow
from ui.pulls import Pulls

PAPERCUT = "papercut"
SAID: dict[Kind, str] = {
    "directors": "break the script into shots and place who stands where",
    "pictures": "make the keyframes",
    "video": "fill the time between keyframes",
}


class ModelsPage(QWidget):
    """``kept`` carries settings to write; ``refused`` a sentence."""

    kept = Signal(dict)
    refused = Signal(str)

    def __init__(self, pulls: Pulls, chosen: Callable[[], Settings]) -> None:
        super().__init__()
        self._pulls, self._settings = pulls, chosen
        self.rows: dict[tuple[Kind, str], ModelRow] = {}
        self.machine = forms.label("", 11, 400, "t3")
        self.places = QLineEdit(chosen().models)
        self.places.setPlaceholderText(str(models.folder()))
        self.places.setAccessibleName("Fetched models go to")
        self.places.setToolTip("Empty: the cache that all programs of the Hub share")
        self.places.editingFinished.connect(self._take_folder)
        self.links = forms.column(gap=4)
        self._columns: dict[Kind, QBoxLayout] = {}
        self._lay()
        self._unmade = _entries(chosen())
        self._waiting: list[ModelRow] = []
        self._turn = QTimer(self)
        self._turn.setInterval(0)
        self._turn.timeout.connect(self._look)
        pulls.moved.connect(self._moved)

    def _lay(self) -> None:
        inner = QWidget()
        inner.setObjectName("list")
        inner.setStyleSheet("QWidget#list { background: transparent; }")
        column = forms.column(edge=(20, 2, 14, 10))
        for kind, title in KINDS.items():
            said = forms.label(SAID[kind], 12, 400, "t3")
            head = forms.row(forms.label(title, 15, 600), said, None, edge=(0, 14, 0, 2))
            self._columns[kind] = forms.column()
            column.addLayout(head)
            column.addLayout(self._columns[kind])
        column.addStretch(1)
        inner.setLayout(column)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setStyleSheet("QScrollArea { background: transparent; }")
        area.viewport().setAutoFillBackground(False)
        area.setWidget(inner)
        self.area = area
        choose = forms.button("Choose…", self._choose_folder)
        link = forms.button("Link a folder…", self._choose_link)
        link.setToolTip("Models in it are used where they are; nothing is ever written there")
        for button in (choose, link):
            button.setAutoDefault(False)
        name = forms.label("Fetched models go to", 12, 400, "t3")
        line = forms.row(name, self.places, choose, link)
        line.setStretch(1, 1)
        top = forms.row(self.machine, None, edge=(20, 9, 20, 9))
        foot = forms.column(line, self.links, gap=6, edge=(20, 9, 20, 9))
        whole = forms.column(top, forms.rule(), area, forms.rule(), foot)
        whole.setStretch(2, 1)
        self.setLayout(whole)

    # Looking -------------------------------------------------------------------------------------

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if not event.spontaneous():
            self.look_all()

    def look_all(self) -> None:
        """Look at the machine now, and make and look at each row between two events."""
        self._on = fit.here(models.folder(), self._settings().memory_gb)
        self.machine.setText(_machine(self._on))
        self._show_links()
        self._waiting = list(self.rows.values())
        self._turn.start()

    def _look(self) -> None:
        if self._waiting:
            self._look_at(self._waiting.pop(0))
        elif self._unmade:
            entry = self._unmade.pop(0)
            row = self.rows[entry.kind, entry.key] = ModelRow(entry)
            row.asked.connect(partial(self._act, row))
            self._columns[entry.kind].addWidget(row)
            self._waiting.append(row)
        else:
            self._turn.stop()

    def _look_at(self, row: ModelRow) -> None:
        model = row.entry.model
        if model is None:
            row.show_state(State("here"), None, self._is_used(row))
            return
        state = models.state(model)
        left = 0.0 if state.kind == "here" else max(0.0, model.gb - state.have / 1e9)
        row.show_pull(self._pulls.of(model.name))
        row.show_state(state, fit.judge(model.rows, self._on, left), self._is_used(row))

    def _is_used(self, row: ModelRow) -> bool:
        """Whether the settings name it, as the next plan or render will read them."""
        chosen, key = self._settings(), row.entry.key
        if row.entry.kind == "directors":
            if row.entry.model is None:
                return directors.chosen(chosen).setting == key
            file = models.place(row.entry.model)
            return file is not None and chosen.director == str(file)
        if row.entry.kind == "pictures":
            return chosen.family == key
        makes = families.card(chosen.family).makes if chosen.family in families.CARDS else "all"
        return (chosen.inbetween or (PAPERCUT if makes == "stills" else chosen.family)) == key

    # Acts ----------------------------------------------------------------------------------------

    def _act(self, row: ModelRow, act: str) -> None:
        key = row.entry.key
        pull = self._pulls.of(key)
        if act == "use":
            self._use(row)
        elif act in ("get", "again"):
            self._pulls.start(key, pull.verb if act == "again" and pull else "pull")
        elif act in ("check", "update"):
            self._pulls.start(key, "check" if act == "check" else "update")
        elif act == "stay":
            self._pulls.stay(key)
        elif act == "pause":
            self._pulls.pause(key)
        elif act == "cancel":
            self._pulls.cancel(key)
        elif act == "read":
            self._pulls.forget(key)
            self._look_at(row)

    def _use(self, row: ModelRow) -> None:
        """Let the settings name it."""
        entry = row.entry
        try:
            if entry.kind == "directors":
                file = models.place(entry.model) if entry.model else None
                self.kept.emit({"director": str(file) if file else entry.key})
            elif entry.kind == "pictures":
                self.kept.emit({"family": entry.key, "weights": "", "steps": 0})
            else:
                self.kept.emit({"inbetween": entry.key})
        except StudioError as fault:
            self.refused.emit(str(fault))
        self.look_all()

    def _moved(self, name: str) -> None:
        if not self.isVisible():  # all are looked at when it is shown again
            return
        for row in self.rows.values():
            if row.entry.model and row.entry.model.name == name:
                pull = self._pulls.of(name)
                row.show_pull(pull)
                if pull is None or not pull.runs:
                    self._look_at(row)

    # Folders -------------------------------------------------------------------------------------

    def _take_folder(self) -> None:
        if self.places.text().strip() != self._settings().models:
            self.kept.emit({"models": self.places.text().strip()})
            self.look_all()

    def _choose_folder(self) -> None:
        if name := QFileDialog.getExistingDirectory(self, "Folder for fetched models"):
            self.places.setText(name)
            self._take_folder()

    def _choose_link(self) -> None:
        if name := QFileDialog.getExistingDirectory(self, "Folder that has models already"):
            self.link(Path(name))

    def link(self, folder: Path) -> None:
        """Look for models in a folder of the person, too."""
        row = [name for name in self._settings().links if Path(name) != folder]
        self.kept.emit({"links": (*row, str(folder))})
        self.look_all()

    def unlink(self, name: str) -> None:
        self.kept.emit({"links": tuple(n for n in self._settings().links if n != name)})
        self.look_all()

    def _show_links(self) -> None:
        while (item := self.links.takeAt(0)) is not None:
            if widget := item.widget():
                widget.deleteLater()
        for name in self._settings().links:
            line = QWidget()
            cross = forms.tool("close", f"Look in {name} no more", partial(self.unlink, name))
            line.setLayout(
                forms.row(forms.label("Also looks in", 12, 400, "t3"), forms.label(name, 12),
                          forms.label("never written to", 11, 400, "t3"), None, cross)
            )  # fmt: skip
            self.links.addWidget(line)


def _entries(chosen: Settings) -> list[Entry]:
    """What came with Longtake first, then what can be fetched."""
    said = {
        directors.RULES: "Plan at once, by the words of the script, without a model.",
        directors.BUNDLED: "A small model of its own. Plans a shot in a second or two.",
    }
    found = [
        Entry(one.setting, "directors", one.name, said[one.setting])
        for one in directors.directors(chosen)
        if one.setting in said
    ]
    for kind, what in (
        ("pictures", "Paper cut-outs that move as your sheets and plates look. Runs anywhere."),
        ("video", "Joins any keyframes, those of other models too. Runs anywhere."),
    ):
        found.append(Entry(PAPERCUT, kind, "Papercut", what))  # type: ignore[arg-type]
    return found + [
        Entry(model.name, model.kind, model.title, model.what, model)
        for model in catalogue.known().values()
    ]


def _machine(on: fit.Machine) -> str:
    told = [f"{name}: {free}" for name, free in on.free()]
    return " · ".join(["This machine", *([] if on.gpu else ["No GPU to use"]), *told])
