"""One model of the list: what it is good for, what it takes, whether it fits, and its acts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from PySide6.QtCore import Qt, QUrl, Signal
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QLabel, QProgressBar, QPushButton, QSizePolicy, QWidget

from studio import hub, licences, machine
from studio.catalogue import Kind, Model
from studio.fit import WORDS, Fit
from studio.models import SHORT, State
from ui import forms, theme
from ui.orders import span
from ui.pulls import VERBS, Pull

Question = Literal["", "licence", "remove"]
USE = {"yes": "commercial use allowed", "no": "no commercial use"}


@dataclass(frozen=True)
class Entry:
    """What a row is about: a model that can be fetched, or one that came with Longtake."""

    key: str
    kind: Kind
    title: str
    what: str
    model: Model | None = None


class ModelRow(QWidget):
    """``asked`` carries an act: get, pause, cancel, check, update, stay, remove, use."""

    asked = Signal(str)

    def __init__(self, entry: Entry) -> None:
        super().__init__()
        self.entry = entry
        self.state, self.used = State("away"), False
        self.pull: Pull | None = None
        self.fit: Fit | None = None
        self._question: Question = ""
        self.title = forms.label(entry.title, 13, 600)
        self.mark = forms.label("", 11, 500, "acc")
        self.what = _wrapped(entry.what, 12, "t2")
        self.facts = _wrapped("", 11, "t3")
        self.warning = _wrapped("", 11, "warn")
        self.buttons = {name: self._button(name, said) for name, said in BUTTONS.items()}
        self._strip: Strip | None = None
        head = forms.row(self.title, self.mark, None, *self.buttons.values(), gap=6)
        self._parts = forms.column(
            head, self.what, self.facts, self.warning, 9, forms.rule(), gap=3, edge=(0, 9, 0, 0)
        )
        self.setLayout(self._parts)
        self.show_all()

    @property
    def strip(self) -> Strip:
        """Below the words, made when it is first needed: most rows never need one."""
        if self._strip is None:
            self._strip = Strip(self)
            self._parts.insertWidget(self._parts.count() - 2, self._strip)
        return self._strip

    def _button(self, name: str, said: str) -> QPushButton:
        found = forms.button(said, lambda: self._act(name), "small")
        found.setAutoDefault(False)
        found.setAccessibleName(f"{said} {self.entry.title}")
        return found

    def _act(self, name: str) -> None:
        """An act; the two that want a word first put their question into the row."""
        model = self.entry.model
        if name == "get" and model and not licences.accepted(model):
            self.ask("licence")
        elif name == "remove":
            self.ask("remove")
        elif name == "cancel" and model and self.state.kind == "here":
            self.asked.emit("stay")  # the model that is here does
        else:
            self.asked.emit(name)

    def ask(self, question: Question) -> None:
        self._question = question
        self.show_all()
        if question:
            self.strip.yes.setFocus(Qt.FocusReason.OtherFocusReason)

    def answered(self, yes: bool) -> None:
        """The question of the strip, or what it told, is read."""
        question, self._question = self._question, ""
        if yes and question == "licence" and self.entry.model:
            licences.accept(self.entry.model)
            self.asked.emit("get")
        elif yes and question == "remove":
            self.asked.emit("cancel")
        elif not question:
            self.asked.emit("again" if yes else "read")
        self.show_all()

    # What it says --------------------------------------------------------------------------------

    def show_state(self, state: State, fit: Fit | None, used: bool) -> None:
        """What is on this machine of it, whether it fits, whether it is the one in use."""
        self.state, self.fit, self.used = state, fit, used
        self.show_all()

    def show_pull(self, pull: Pull | None) -> None:
        """What goes on with it."""
        self.pull = pull
        self.show_all()

    def show_all(self) -> None:
        mine = [*self.buttons.values(), *(self._strip.buttons if self._strip else ())]
        focused = next((button for button in mine if button.hasFocus()), None)
        self._show_mark()
        self.facts.setText(" · ".join(self._facts()))
        self.facts.setVisible(bool(self.facts.text()))
        fit = self.fit
        self.warning.setVisible(fit is not None and fit.says in ("slow", "tight", "no"))
        self.warning.setText(WORDS[fit.says] + fit.why if fit else "")
        self.facts.setToolTip(f"Held {fit.row.words}" if fit and fit.row and fit.row.vram else "")
        self._show_buttons()
        self._show_strip()
        if focused is not None and focused.isHidden():
            there = (button for button in self.buttons.values() if not button.isHidden())
            next(there, self).setFocus(Qt.FocusReason.OtherFocusReason)

    def _show_mark(self) -> None:
        said = "Linked" if self.state.foreign else "On this machine"
        if self.entry.model is None:
            said = "Comes with Longtake"
        said = said if self.state.kind == "here" or self.entry.model is None else ""
        self.mark.setText("In use" if self.used else said)
        token = "acc" if self.used else "t3"
        self.mark.setStyleSheet(f"color: {theme.COLOURS[token]}; font-size: 11px;")

    def _facts(self) -> list[str]:
        model = self.entry.model
        if model is None:
            return []
        size = self.state.of or model.gb * 1e9
        told = [machine.size(size) if size else "Size told before it comes"]
        use = model.licence.commercial
        if self.state.commit:
            told.append(f"commit {self.state.commit[:SHORT]}")
        told += [model.licence.name, USE.get(use, f"commercial use: {use}")]
        if model.licence.gated:
            told.append("asks for a login")
        if self.fit is not None and self.fit.says == "fits":
            why = self.fit.why
            told.append(f"Fits: {why[:1].lower()}{why[1:].rstrip('.')}")
        return told

    def _show_buttons(self) -> None:
        model, kind = self.entry.model, self.state.kind
        runs = self.pull is not None and self.pull.runs
        rest = not runs and not self._question
        begun, verb = kind == "begun", self.pull.verb if self.pull and runs else ""
        ours = model is not None and kind == "here" and not self.state.foreign
        newer = self.state.newer is not None
        shown = {
            "use": rest and (model is None or kind == "here") and not self.used,
            "get": rest and model is not None and kind != "here",
            "pause": verb in ("pull", "check", "update"),
            "cancel": verb in ("pull", "update") or (rest and ours and newer),
            "check": rest and ours and not newer,
            "update": rest and ours,
            "remove": rest and model is not None and (begun or kind == "here"),
        }
        for name, on in shown.items():
            self.buttons[name].setVisible(on)
        self.buttons["get"].setText("Go on" if begun else "Get")
        self.buttons["pause"].setText("Stop" if verb == "check" else "Pause")
        self.buttons["update"].setText("Go on" if newer else "Update")
        foreign = kind == "here" and self.state.foreign
        self.buttons["remove"].setEnabled(not foreign)
        where = f"It lies in {self.state.where}, where Longtake did not put it."
        for name, tip in TIPS.items():
            self.buttons[name].setToolTip(where if name == "remove" and foreign else tip)

    def _show_strip(self) -> None:
        model, pull = self.entry.model, self.pull
        if self._question == "licence" and model:
            page = QUrl(licences.terms(model))
            self.strip.show_question(licences.told(model), "Accept and get", "Not now", page)
        elif self._question == "remove":
            size = machine.size(self.state.have) if self.state.have else "It"
            said = f"{size} goes from the disk. It can be fetched again."
            self.strip.show_question(said, "Remove", "Keep")
        elif pull and pull.runs:
            self.strip.show_progress(pull)
        elif pull and pull.fault:
            home = hub.page(model.parts["model"].repo) if model else ""
            self.strip.show_fault(pull.fault, QUrl(home) if home and home in pull.fault else None)
        elif pull and pull.said:
            self.strip.show_told(pull.said)
        elif self.state.kind == "begun":
            self.strip.show_paused("Paused", self.state.have, self.state.of)
        elif self.state.newer:
            self.strip.show_paused("An update is paused", *self.state.newer)
        elif self._strip:
            self._strip.hide()


BUTTONS = {
    "use": "Use", "get": "Get", "check": "Check", "update": "Update", "pause": "Pause",
    "cancel": "Cancel", "remove": "Remove",
}  # fmt: skip
TIPS = {
    "use": "From the next plan or render on",
    "get": "Fetch it; a stopped fetch goes on where it was",
    "check": "Compare every byte with what the Hub names",
    "update": "Fetch what the Hub has newer of it; this one serves until all of that is here",
    "pause": "What came is kept",
    "cancel": "What came is thrown away",
    "remove": "Take it from the disk",
}


class Strip(QWidget):
    """Below a row: a question, how far a fetch is, or what went wrong."""

    def __init__(self, row: ModelRow) -> None:
        super().__init__()
        self.setObjectName("strip")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.words = _wrapped("", 11, "t2")
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setRange(0, 1000)
        self.bar.setAccessibleName(f"{row.entry.title} on its way")
        self.page = forms.button("Read it", self._open, "small")
        self.no = forms.button("", lambda: row.answered(False), "small")
        self.yes = forms.button("", lambda: row.answered(True), "small")
        self.buttons = (self.page, self.no, self.yes)
        for button in self.buttons:
            button.setAutoDefault(False)
        self._page: QUrl | None = None
        line = forms.row(self.words, self.page, self.no, self.yes, gap=6)
        line.setStretch(0, 1)
        self.setLayout(forms.column(self.bar, line, gap=5, edge=(8, 6, 8, 6)))
        self.hide()

    def show_question(self, said: str, yes: str, no: str, page: QUrl | None = None) -> None:
        self._say(said, "t1", "bg3", yes=yes, no=no, page=page)
        primary = "primary" if page else "small"
        self.yes.setProperty("kind", primary)
        self.yes.style().polish(self.yes)

    def show_progress(self, pull: Pull) -> None:
        """Bytes, speed, time left."""
        verb = "" if pull.verb == "pull" else VERBS[pull.verb]
        told = [verb] if verb else []
        if pull.of:
            told.append(_of(pull.done, pull.of))
        speed, left = pull.speed, pull.left
        if speed:
            told.append(f"{speed / 1e6:.1f} MB/s")
        if left is not None:
            told.append(f"{span(left)} left")
        if pull.note and pull.note != verb:
            told.append(pull.note)
        self._say(" · ".join(told) or "Starting", "t2", "bg3")
        self.bar.setVisible(bool(pull.of))
        self.bar.setValue(round(1000 * pull.done / pull.of) if pull.of else 0)

    def show_paused(self, what: str, done: int, of: int) -> None:
        self._say(f"{what} at {_of(done, of)}. It goes on from there.", "t2", "bg3")
        self.bar.show()
        self.bar.setValue(round(1000 * done / of) if of else 0)

    def show_fault(self, said: str, page: QUrl | None) -> None:
        self._say(said, "err", "err_bg", yes="Try again", no="Close", page=page)
        self.page.setText("Open its page")

    def show_told(self, said: str) -> None:
        self._say(said, "t1", "bg3", no="Close")

    def _say(
        self, said: str, ink: str, ground: str, yes: str = "", no: str = "",
        page: QUrl | None = None,
    ) -> None:  # fmt: skip
        self.setStyleSheet(
            f"QWidget#strip {{ background: {theme.COLOURS[ground]}; border-radius: 4px; }}"
        )
        self.words.setText(said)
        self.words.setStyleSheet(f"color: {theme.COLOURS[ink]}; font-size: 11px;")
        self._page = page
        self.page.setText("Read it")
        self.page.setVisible(page is not None)
        for button, name in ((self.yes, yes), (self.no, no)):
            button.setText(name)
            button.setVisible(bool(name))
            button.setProperty("kind", "small")
            button.style().polish(button)
        self.bar.hide()
        self.show()

    def _open(self) -> None:
        if self._page is not None:
            QDesktopServices.openUrl(self._page)


def _wrapped(said: str, pixels: int, token: str) -> QLabel:
    found = forms.label(said, pixels, 400, token)
    found.setWordWrap(True)
    found.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
    return found


def _of(done: int, of: int) -> str:
    """So much of the whole, in one unit: "4.21 of 9.10 GB"."""
    if of >= 1e9:
        return f"{done / 1e9:.2f} of {of / 1e9:.2f} GB"
    return f"{done / 1e6:.1f} of {of / 1e6:.1f} MB"
