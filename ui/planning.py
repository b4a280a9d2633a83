"""Plan again: for what, by which director, with which wish."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter
from PySide6.QtWidgets import QApplication, QFileDialog, QPlainTextEdit, QWidget

from storyboard import scope as scopes
from storyboard.scope import Scope
from studio import directors, settings
from studio.directors import Director
from studio.errors import StudioError
from ui import forms, strokes, theme
from ui.banner import Banner
from ui.film import Film
from ui.popover import Popover
from ui.radio import RING, Radio
from ui.script import ScriptEditor
from ui.servers import ServerRow
from ui.tabs import Segments

WIDE = 404
SCOPES = ("changes", "shot", "selection", "scene", "film")


class PlanCard(Popover):
    """``asked`` carries the scope, the director and the note."""

    asked = Signal(object, object, str)

    def __init__(self, film: Film, editor: ScriptEditor, window: QWidget) -> None:
        super().__init__(window, WIDE)
        self.film = film
        self._editor = editor
        self.scope = "film"
        self._back: QWidget | None = None
        self.director: Director | None = None
        self.segments = Segments([(name, name.title()) for name in SCOPES])
        self.segments.chosen.connect(self.choose_scope)
        for part in self.segments.buttons.values():
            part.setStyleSheet("padding: 0 4px;")
            part.setSizePolicy(part.sizePolicy().Policy.Expanding, part.sizePolicy().Policy.Fixed)
        self.rows: dict[str, Row] = {}
        self._choices = forms.column(gap=0)
        self.other = forms.button("Choose a model…", self.choose_file, "plain", "folder")
        self.other.setToolTip("An instruct model as a GGUF file on this machine")
        self.server = ServerRow()
        self.server.hide()
        self.server.chosen.connect(self._choose_served)
        self.server.grown.connect(self.place)
        self.serve = forms.button("On a server…", self.show_server, "plain")
        self.serve.setToolTip("A model of Ollama, LM Studio or llama.cpp on this machine")
        self.note = Note()
        self.note.gone.connect(self._go)
        self.facts = {name: forms.label("", 12, 500) for name in ("Shots", "Kept")}
        self.titles = {name: forms.label(name, 12, 400, "t3") for name in self.facts}
        self.fault = Banner("err", "", self.hide)
        self.fault.button.hide()
        self.go = forms.button("Plan", self._go, "primary")
        self._lay()

    def _lay(self) -> None:
        facts: list[forms.Part] = []
        for name, value in self.facts.items():
            self.titles[name].setFixedWidth(84)
            facts += [forms.row(self.titles[name], value, None), 6]
        self.by = forms.label("", 11, 400, "t3")
        self.lay(
            forms.column(
                forms.row(forms.label("Plan", 15, 600), None, self.by),
                10,
                self.segments,
                10,
                self._choices,
                self.server,
                10,
                forms.label("Note to the director", 11, 400, "t3"),
                4,
                self.note,
                12,
                *facts,
                self.fault,
                8,
                forms.row(self.other, self.serve, None, self.go),
                edge=(16, 12, 16, 14),
            )
        )

    # Opening and choosing ------------------------------------------------------------------------

    def open_for(self, button: QWidget, scope: str = "") -> None:
        """Show it under its button, for this scope or what is nearest at hand."""
        self._editor.take_in()
        self._list_directors()
        start, end = self._editor.selection()
        nearest = "selection" if end > start else "changes" if self._changed() else "film"
        wished = scope or nearest
        self.choose_scope(wished if self._find(wished) else "film")
        self._back = QApplication.focusWidget()
        self.open_at(button)
        self.go.setFocus(Qt.FocusReason.PopupFocusReason)

    def closing(self) -> None:
        """One goes on where one was."""
        self.server.close_child()
        here = QApplication.focusWidget()
        if self._back is not None and here is not None and self.isAncestorOf(here):
            self._back.setFocus(Qt.FocusReason.PopupFocusReason)
        self._back = None

    def _changed(self) -> bool:
        return bool(scopes.changes(self.film.board).parts)

    def _find(self, name: str) -> Scope | None:
        """The scope of this name; none where there is no such thing now."""
        board, shot = self.film.board, self.film.shot
        if name == "film":
            return scopes.film(board)
        if name == "changes":
            found = scopes.changes(board)
            return found if found.parts else None
        if name == "selection":
            start, end = self._editor.selection()
            try:
                return scopes.selection(board, start, end) if end > start else None
            except ValueError:
                return None
        if shot is None:
            return None
        if name == "shot":
            return scopes.shot(board, shot.id)
        return scopes.scene(board, board.scene_of(shot.id).id)

    def choose_scope(self, name: str) -> None:
        self.scope = name
        shot, labels = self.film.shot, self.film.labels
        names = {"changes": "Changes", "selection": "Selection", "film": "Film"}
        names["shot"] = f"Shot {labels[shot.id]}" if shot else "Shot"
        scene = labels[self.film.board.scene_of(shot.id).id] if shot else ""
        names["scene"] = f"Scene {scene}".strip()
        lacks = {
            "changes": "The script and the shots agree.",
            "selection": "Select some of the script first.",
            "shot": "There is no shot yet.",
            "scene": "There is no scene yet.",
        }
        for each, button in self.segments.buttons.items():
            button.setText(names[each])
            there = each == name or self._find(each) is not None
            button.setEnabled(there)
            button.setToolTip("" if there else lacks.get(each, ""))
        self.segments.show_choice(name)
        self._show()

    def _list_directors(self) -> None:
        """The directors there are, in rows; the one of the settings is chosen."""
        self.fault.say("")
        try:
            chosen = settings.load()
        except StudioError as fault:
            self.fault.say(str(fault))
            chosen = settings.Settings()
        for row in self.rows.values():
            row.deleteLater()
        self.rows = {}
        self.director = directors.chosen(chosen)
        for one in directors.directors(chosen):
            row = Row(one, partial(self.choose_director, one))
            self.rows[one.setting] = row
            self._choices.addWidget(row)
        self._show_director()

    def choose_director(self, director: Director) -> None:
        """This one plans from now on; the settings remember it."""
        self.director = director
        self._show_director()
        self._show()
        try:
            kept = settings.load()
            settings.save(kept.model_copy(update={"director": director.setting}))
        except StudioError as fault:
            self.fault.say(str(fault))
            self.place()

    def choose_file(self) -> None:
        name, _ = QFileDialog.getOpenFileName(
            self._window, "Choose a model", str(Path.home()), "Models (*.gguf)"
        )
        if name:
            self.choose_director(directors.named(name))
            self._list_directors()
            self._show()

    def show_server(self) -> None:
        """Look for model servers on this machine, or put the search away."""
        self.server.setVisible(not self.server.isVisible())
        if self.server.isVisible():
            self.server.look()
            self.server.field.setFocus()
        self.place()

    def _choose_served(self, model: str) -> None:
        self.choose_director(directors.named(model))
        self._list_directors()
        self.server.hide()
        self._show()

    def _show_director(self) -> None:
        for setting, row in self.rows.items():
            row.show_choice(self.director is not None and setting == self.director.setting)
        model = bool(self.director and self.director.model)
        self.note.setEnabled(model)
        self.note.setToolTip(
            "What you wish for this plan; it is not kept in the script"
            if model
            else "The rules go by the script alone; choose a director to tell it something."
        )

    def _show(self) -> None:
        """What is planned and what stays."""
        found = self._find(self.scope)
        if found is None:
            return
        whole, partly = scopes.locked(self.film.board, found)
        count = len(found.shots) - whole
        new = len(found.parts) - len(found.shots) if self.scope == "changes" else 0
        said = "1 is planned again" if count == 1 else f"{count} are planned again"
        if new > 0 and not count:
            said = "new ones from new words"
        elif not self.film.shots:
            said = "all, from the whole script"
        self.facts["Shots"].setText(said)
        stays = []
        if whole:
            many = f"{whole} shots are locked and stay"
            stays.append("1 shot is locked and stays" if whole == 1 else many)
        if partly:
            stays.append(f"{partly} {'keeps' if partly == 1 else 'keep'} locked fields")
        self.facts["Kept"].setText(", ".join(stays))
        for part in (self.facts["Kept"], self.titles["Kept"]):
            part.setVisible(bool(stays))
        every = bool(found.shots) and not count and not new
        self.go.setEnabled(not every and not self.film.session.project.read_only)
        self.go.setToolTip("All of it is locked." if every else "Plan it now (Enter)")
        self.go.setText(f"Plan {self._called()}")
        self.by.setText(self._behind(found))
        self.place()

    def _called(self) -> str:
        said = self.segments.buttons[self.scope].text()
        return said[:1].lower() + said[1:]

    def _behind(self, found: Scope) -> str:
        stale = sum(shot.stale for shot in scopes.shots(self.film.board, found))
        if not stale:
            return ""
        return "1 shot differs" if stale == 1 else f"{stale} shots differ"

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.go.isEnabled():
            self._go()
        else:
            super().keyPressEvent(event)

    def _go(self) -> None:
        found = self._find(self.scope)
        if found is not None and self.director is not None and self.go.isEnabled():
            note = self.note.toPlainText().strip() if self.note.isEnabled() else ""
            self.hide()
            self.asked.emit(found, self.director, note)


class Note(QPlainTextEdit):
    """A wish in a few words. Enter plans; Shift+Enter is a new line."""

    gone = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setPlaceholderText("The dog enters from the right")
        self.setAccessibleName("Note to the director")
        self.setTabChangesFocus(True)
        self.setFixedHeight(48)
        self.setStyleSheet(f"background: {theme.COLOURS['bg1']};")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        plain = event.modifiers() == Qt.KeyboardModifier.NoModifier
        if plain and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.gone.emit()
        else:
            super().keyPressEvent(event)


class Row(Radio):
    """One director."""

    def __init__(self, director: Director, act: Callable[[], object]) -> None:
        super().__init__(director.name, 40)
        self._director = director
        self.setToolTip(director.model or director.what)
        self.clicked.connect(lambda: act())

    def paint_words(self, painter: QPainter, box: QRectF) -> None:
        line = QRectF(box.x() + RING, box.y() + 3, box.width() - RING - 12, 17)
        strokes.words(painter, line, self._director.name, theme.font(12, 600))
        strokes.words(painter, line.translated(0, 15), self._director.what, theme.font(11), "t3")
