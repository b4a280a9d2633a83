"""The inspector: every field of the chosen shots, the current subject, the take that plays."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtWidgets import QMenu, QStackedWidget, QWidget

from storyboard import numbering
from storyboard.edits import scenes, shots
from studio.takes import Take
from ui import forms, theme
from ui.acts import Act
from ui.dialogue_fields import needed
from ui.film import Film
from ui.pictures import Pictures
from ui.shot_fields import NAMES, ShotFields
from ui.subject_fields import SubjectFields
from ui.tabs import Tabs
from ui.take_fields import TakeFields
from ui.takes import show_file

TABS = (("shot", "Shot"), ("subject", "Subject"), ("take", "Take"))
SCHEMES = tuple(numbering.SCHEMES)


class Inspector(QWidget):
    """Tabs on what is selected. ``compared`` carries two takes to lay side by side,
    ``look_asked`` a subject that wants another look.
    """

    compared = Signal(str, str)
    look_asked = Signal(str)

    def __init__(self, film: Film, pictures: Pictures, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.film = film
        self._old: set[str] = set(dict(TABS))  # tabs that are to be read anew when they are shown
        self._moment = -1
        self.shot = ShotFields(film)
        self.panes: dict[str, ShotFields | SubjectFields | TakeFields] = {"shot": self.shot}
        self.tabs = Tabs(TABS)
        self.tabs.chosen.connect(self.show_tab)
        self.lock = forms.tool("unlock", "Lock the shot (Ctrl+L)", self.shot.toggle_lock, True)
        self.more = forms.tool("more", "More about this shot", self._offer)
        self._stack = QStackedWidget()
        self._stack.addWidget(self.shot)
        top = QWidget()
        top.setFixedHeight(36)
        top.setLayout(forms.row(self.tabs, None, self.lock, self.more, gap=2, edge=(12, 0, 8, 0)))
        self.none = QWidget()
        self.none.setLayout(
            forms.column(
                forms.label("No shot yet", 13, 600), 4,
                forms.label("Plan the script, or make a new shot.", 12, 400, "t3"), None,
                edge=(12, 12, 12, 12),
            )
        )  # fmt: skip
        self._stack.addWidget(self.none)
        self.setLayout(forms.column(top, forms.rule(), self._stack))
        self.shot.compared.connect(self.compared)
        film.changed.connect(self.renew)
        film.chose.connect(self.renew)  # after every change of the shot, too
        film.took.connect(self.renew)
        film.picked.connect(self._picked)
        film.moved.connect(self._moved)
        film.closing.connect(self.take_in)
        self.renew()

    @property
    def subject(self) -> SubjectFields:
        """The tab of the subject, made when it is first needed."""
        if not isinstance(found := self.panes.get("subject"), SubjectFields):
            found = self.panes["subject"] = SubjectFields(self.film)
            found.pictures.asked.connect(self.look_asked)
            self._stack.addWidget(found)
        return found

    @property
    def take(self) -> TakeFields:
        """The tab of the take, made when it is first needed."""
        if not isinstance(found := self.panes.get("take"), TakeFields):
            found = self.panes["take"] = TakeFields(self.film)
            found.compared.connect(self.compared)
            self._stack.addWidget(found)
        return found

    def pane(self, name: str) -> ShotFields | SubjectFields | TakeFields:
        """A tab by its name."""
        if name == "subject":
            return self.subject
        return self.take if name == "take" else self.shot

    # Showing -------------------------------------------------------------------------------------

    def show_tab(self, name: str) -> None:
        """Show one of the tabs: shot, subject, take."""
        if self.tabs.current != name:
            self.tabs.show_choice(name)
        self._read()

    def renew(self, *_: object) -> None:
        """Something is otherwise: the tab that is shown reads it now, the others when they are."""
        self._old = set(dict(TABS))
        self._read()
        self._show_lock()

    def _read(self) -> None:
        name = self.tabs.current
        if self.film.shot is None and name != "subject":
            self._stack.setCurrentWidget(self.none)
            return
        if name in self._old:
            self._old.discard(name)
            self.pane(name).renew()
        self._stack.setCurrentWidget(self.pane(name))

    def _show_lock(self) -> None:
        row = [self.film.shots[id] for id in self.film.chosen if id in self.film.shots]
        whole = bool(row) and all(shots.is_locked(shot) for shot in row)
        partly = any(shot.locked for shot in row)
        self.lock.setEnabled(bool(row))
        self.lock.setChecked(partly)
        self.lock.setIcon(theme.icon("lock" if partly else "unlock", "t1" if partly else "t2"))
        if whole or not partly:
            verb = "Let plans change the shot" if whole else "Lock the shot against plans"
            self.lock.setToolTip(f"{verb} (Ctrl+L)")
        else:
            self.lock.setToolTip("Some fields are locked: let plans change them (Ctrl+L)")

    def _picked(self, subject: str) -> None:
        """Who is picked is shown; with nobody picked, the shot again."""
        self._old.add("subject")
        if self.tabs.current != "subject" and subject:
            self.show_tab("subject")
        elif self.tabs.current == "subject" and not subject:
            self.show_tab("shot")
        else:
            self._read()
        if subject and self.tabs.current == "shot":
            self.shot.renew()

    def _moved(self, frame: int) -> None:
        """The playhead went on: the box at this moment is another."""
        if self.tabs.current == "subject" and self.film.moment != self._moment:
            self._moment = self.film.moment
            if self.subject.here.isVisible():
                self.subject.box.renew()

    def take_in(self) -> None:
        """Apply what is being typed, before the window goes."""
        for pane in self.panes.values():
            pane.take_in()

    # What can be done ----------------------------------------------------------------------------

    def menu(self) -> QMenu:
        """Locks of fields, numbers, the take."""
        film, menu = self.film, QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        row = [film.shots[id] for id in film.chosen if id in film.shots]
        fields = menu.addMenu("Locked against plans")
        fields.setEnabled(bool(row))
        for name in shots.PLANNED:
            said = NAMES.get(name, name).capitalize()
            act = fields.addAction(said, partial(self.shot.toggle_lock, name))
            act.setCheckable(True)
            act.setChecked(bool(row) and all(shots.is_locked(shot, name) for shot in row))
        menu.addSeparator()
        lock = menu.addAction("Lock the numbers of all shots", self.toggle_numbers)
        lock.setCheckable(True)
        lock.setChecked(film.board.numbers_locked)
        schemes = menu.addMenu("Numbers look like")
        for scheme in SCHEMES:
            act = schemes.addAction(scheme, partial(self._renumber, scheme))
            act.setCheckable(True)
            act.setChecked(film.board.numbering == scheme)
        menu.addSeparator()
        take = self._take
        for said, do, can in (
            ("Circle or let go of the take", lambda: self.take.circle_it(), take is not None),
            ("Show the take in its folder", self._show_file, take is not None),
            ("Copy the slate", lambda: self.take.copy_slate(), take is not None),
        ):
            menu.addAction(said, do).setEnabled(can)
        return menu

    def _offer(self) -> None:
        self.menu().popup(self.more.mapToGlobal(QPoint(0, self.more.height())))

    @property
    def _take(self) -> Take | None:
        """The take that plays."""
        shot = self.film.shot
        return self.film.session.takes.best(self.film.board, shot.id) if shot else None

    def _show_file(self) -> None:
        if take := self._take:
            show_file(self.film, take)

    def toggle_numbers(self) -> None:
        """Keep the numbers of all shots, or count them anew."""
        if self.film.board.numbers_locked:
            self.film.edit("Count the numbers anew", numbering.unlock)
        else:
            self.film.edit("Lock the numbers", numbering.lock)

    def _renumber(self, scheme: str) -> None:
        name = f"Number shots like {scheme}"
        self.film.edit(name, lambda board: scenes.set_board(board, numbering=scheme))

    def _no_late_lines(self) -> str:
        shot = self.film.shot
        if shot is None:
            return "There is no shot."
        late = needed(shot, self.film.board.rate)
        return "" if late else "Its lines fit the shot already."

    def _no_take(self) -> str:
        return "" if self._take else "This shot has no take yet: render it first."

    def acts(self) -> list[Act]:
        """What the inspector lets the person do from anywhere."""
        return [
            Act("shot.longer", "Make it longer for its lines", self.shot.dialogue.make_longer,
                "Shot", why_not=self._no_late_lines),
            Act("shot.line", "Add a line of dialogue", self._add_line, "Shot",
                why_not=lambda: "" if self.film.shot else "There is no shot."),
            Act("numbers.lock", "Lock shot numbers", self.toggle_numbers, "Shot",
                checked=lambda: self.film.board.numbers_locked, rule=True),
            Act("take.file", "Show the take in its folder", self._show_file, "Render",
                why_not=self._no_take),
            Act("inspector.shot", "Inspector: shot", lambda: self.show_tab("shot"), "View",
                "Ctrl+Shift+1", checked=lambda: self.tabs.current == "shot", rule=True),
            Act("inspector.subject", "Inspector: subject", lambda: self.show_tab("subject"), "View",
                "Ctrl+Shift+2", checked=lambda: self.tabs.current == "subject"),
            Act("inspector.take", "Inspector: take", lambda: self.show_tab("take"), "View",
                "Ctrl+Shift+3", checked=lambda: self.tabs.current == "take"),
        ]  # fmt: skip

    def _add_line(self) -> None:
        self.show_tab("shot")
        self.shot.dialogue.add_line()
