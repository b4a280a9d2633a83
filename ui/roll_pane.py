"""What the panes of cast and places have in common: tools, search, the list, a note below it."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Callable

from PySide6.QtCore import QEvent, QPoint, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QLineEdit, QMenu, QWidget

from ui import forms, menus, theme
from ui.acts import Act
from ui.callings import Callings
from ui.entries import Entry, Section
from ui.film import Film
from ui.looks import LookWindow
from ui.roll import Roll


class RollPane(QWidget):
    """``tools`` are its buttons: they lie in the pane's own head unless the window takes them.

    ``needed`` tells that an act of a menu goes on in this pane, so that it must be in sight.
    """

    needed = Signal()
    noun = ""  # what one of them is called
    title = ""

    def __init__(self, film: Film, hint: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.film = film
        self.looks: LookWindow | None = None
        self.callings: Callings | None = None
        self.roll = Roll(film, self.title)
        self.roll.hint = hint
        self.setFocusProxy(self.roll)
        self.search_button = forms.tool("search", "Search (Ctrl+F)", self._toggle_search, True)
        self.add_button = forms.tool("plus", f"Add a {self.noun}", self.add)
        self.tools = QWidget()
        self.tools.setLayout(forms.row(None, self.search_button, self.add_button, gap=2))
        self.head = QWidget()
        self.head.setFixedHeight(36)
        self.head.setLayout(
            forms.row(forms.label(self.title, 12, 600), None, self.tools, edge=(12, 0, 8, 0))
        )
        self.field = QLineEdit()
        self.field.setPlaceholderText("Name, look or kind")
        self.field.setAccessibleName(f"Search in {self.title.lower()}")
        self.field.setClearButtonEnabled(False)
        self.field.textChanged.connect(lambda: self.renew())
        self.field.installEventFilter(self)
        self.search = QWidget()
        self.search.setLayout(forms.row(self.field, edge=(12, 6, 12, 6)))
        self.search.hide()
        self.note = Note()
        whole = forms.column(self.head, forms.rule(), self.search, self.roll, self.note)
        whole.setStretch(3, 1)
        self.setLayout(whole)
        self.roll.asked.connect(self._show_menu)
        self.roll.named.connect(self._named)
        self.roll.merged.connect(self.merge)
        self.roll.removed.connect(lambda id: self.remove())
        self.roll.opened.connect(lambda id: self.open_look())
        self.roll.dropped.connect(self.open_look)
        film.changed.connect(self._heard)

    def take_tools(self) -> QWidget:
        """The tools, for a window that lays them beside its tabs; the pane's own head goes."""
        self.head.hide()
        return self.tools

    # What each pane says itself: mypy holds it to that, for Qt takes no ABCMeta -------------------

    @abstractmethod
    def sections(self) -> list[Section]:
        """Everyone there is, as the list shows them."""

    @abstractmethod
    def acts(self) -> list[Act]:
        """What menus and keys can do here."""

    @abstractmethod
    def admit(self, name: str) -> None:
        """Someone new of this name."""

    @abstractmethod
    def call(self, id: str, name: str) -> None:
        """One of them has another name."""

    @abstractmethod
    def merge(self, kept: str, gone: str) -> None:
        """Two of them are one; the first stays."""

    @abstractmethod
    def remove(self) -> None:
        """The one that is chosen goes."""

    # What they do alike --------------------------------------------------------------------------

    def renew(self) -> None:
        """Show what the board holds now, as far as it is searched for."""
        told = self.field.text().strip().casefold()
        found = self.sections()
        if told:
            hits = [_found(section, told) for section in found]
            found = [section for section in hits if section.entries]
            if not found:
                said = f"No {self.noun} is called “{self.field.text().strip()}”."
                found = [Section("Search", (), said, counted=False)]
        self.roll.show_sections(found)

    def add(self) -> None:
        """Type the name of someone new below the list."""
        self.needed.emit()
        self.field.clear()
        self.roll.name_in_place()

    def rename(self) -> None:
        self.needed.emit()
        self.roll.name_in_place(self.roll.current)

    def open_look(self, id: str = "", file: str = "") -> None:
        """Where a look is chosen, drawn or cut out; ``file`` is a picture let go on a row."""
        id = id or self.roll.current
        if not id:
            return
        if self.looks is None:
            self.looks = LookWindow(self.film, self.window())
        self.looks.open(id, file)

    def open_callings(self) -> None:
        """Which words mean the chosen one."""
        self.needed.emit()
        if self.callings is None:
            self.callings = Callings(self.film, self.window())
        self.callings.open_for(self.roll.current, self.search_button)

    def merge_menu(self) -> QMenu:
        """Everyone that the chosen one may be merged with."""
        menu = QMenu(self)
        own = self.roll.entry(self.roll.current)
        for section in self.sections():
            for entry in section.entries:
                if own and entry.id != own.id and entry.face.whole == own.face.whole:
                    action = menu.addAction(entry.name)
                    action.triggered.connect(
                        lambda checked=False, id=entry.id: self.merge(id, self.roll.current)
                    )
        return menu

    def ask_merge(self) -> None:
        """Choose whom the chosen one is the same as."""
        self.needed.emit()
        box = self.roll.place_of(self.roll.current)
        self.merging = self.merge_menu()
        self.merging.popup(self.roll.viewport().mapToGlobal(box.bottomLeft() + QPoint(72, -8)))

    def tell(self, said: str) -> None:
        """Say what an edit touched, with the way back."""
        edit = self.film.session.undo_name
        self.note.say(said, "Undo", self.film.undo, lambda: self.film.session.undo_name == edit)

    def _named(self, id: str, name: str) -> None:
        if id:
            self.call(id, name)
        else:
            self.admit(name)

    def _heard(self, name: str) -> None:
        self.note.check()
        self.renew()

    def begin_search(self) -> None:
        """Search the list; again to leave the search."""
        self.needed.emit()
        self.search_button.click()

    def _toggle_search(self) -> None:
        self.search.setVisible(self.search_button.isChecked())
        if self.search_button.isChecked():
            self.field.setFocus()
        else:
            self.field.clear()
            self.roll.setFocus()

    def _show_menu(self, id: str, where: QPoint) -> None:
        if id:
            menus.menu(self.acts(), self, HINTS).popup(where)

    def eventFilter(self, watched: object, event: QEvent) -> bool:
        if watched is self.field and isinstance(event, QKeyEvent):
            pressed = event.type() == QEvent.Type.KeyPress
            if pressed and event.key() == Qt.Key.Key_Escape:
                self.search_button.click()
                return True
            if pressed and event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self.roll.setFocus()
                if ids := self.roll.ids():
                    self.roll.choose(ids[0])
                    self.roll.chosen.emit(ids[0])
                return True
        return False

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Find):
            self.search_button.click()
        else:
            super().keyPressEvent(event)


HINTS = {"rename": "F2", "delete": "Del", "look": "Enter"}  # keys of the list itself


class Note(QWidget):
    """A quiet sentence about what was just done, and the way back. Hidden while it has none."""

    def __init__(self) -> None:
        super().__init__()
        self.words = forms.label("", 12, 400, "t1")
        self.words.setWordWrap(True)
        self.button = forms.button("", self._take, "plain")
        line = forms.row(self.words, self.button, edge=(12, 6, 6, 6))
        line.setStretch(0, 1)
        self.setObjectName("note")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setStyleSheet(f"QWidget#note {{ background: {theme.COLOURS['bg3']}; }}")
        self.setLayout(line)
        self._act: Callable[[], object] | None = None
        self._holds: Callable[[], bool] | None = None
        self.hide()

    def say(
        self, said: str, act: str, taken: Callable[[], object], holds: Callable[[], bool]
    ) -> None:
        """Say this until it no longer ``holds``."""
        self.words.setText(said)
        self.button.setText(act)
        self._act, self._holds = taken, holds
        self.show()

    def check(self) -> None:
        """The film changed: what no longer holds goes."""
        if self._holds and not self._holds():
            self.hide()

    def _take(self) -> None:
        self.hide()
        if self._act:
            self._act()


def _found(section: Section, told: str) -> Section:
    kept: tuple[Entry, ...] = tuple(
        entry for entry in section.entries if told in entry.words.casefold()
    )
    return Section(section.title, kept, "", section.counted)
