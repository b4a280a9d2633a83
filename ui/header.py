"""The window's upper edge: menus, the film's title, when it was saved, undo, export, render."""

from __future__ import annotations

import time

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QMenuBar, QSizePolicy, QWidget

from ui import forms, theme
from ui.commands import Commands
from ui.film import Film

HIGH = 40
NO_SHOTS = "There are no shots yet: plan the script, or make a new shot."
TITLE = 300  # pixels that the film's title takes at most


class Header(QWidget):
    """``export_asked`` and ``render_asked`` tell of the two buttons."""

    export_asked = Signal()
    render_asked = Signal()

    def __init__(self, film: Film) -> None:
        super().__init__()
        self.film = film
        self.setFixedHeight(HIGH)
        self.title = forms.Elided(13, 600)
        self.title.setMaximumWidth(TITLE)
        self.saved = forms.label("", 12, 400, "t3")
        self.undo = forms.tool("undo", "Undo", film.undo)
        self.redo = forms.tool("redo", "Redo", film.redo)
        self.export_film = forms.button("Export", self.export_asked.emit, "", "export")
        self.render_film = forms.button("Render", self.render_asked.emit, "primary", "play")
        self.menus = QMenuBar()
        self.menus.setNativeMenuBar(False)
        self.menus.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.menus.setFixedHeight(28)
        logo = forms.label()
        logo.setPixmap(theme.picture("logo", "acc", 26, self.devicePixelRatioF()))
        left, right = QWidget(), QWidget()
        left.setLayout(forms.row(logo, self.menus, None, gap=8))
        right.setLayout(
            forms.row(None, self.undo, self.redo, 6, self.export_film, self.render_film)
        )
        line = forms.row(left, self.title, self.saved, right, gap=10, edge=(12, 0, 12, 0))
        line.setStretch(0, 1)
        line.setStretch(3, 1)
        self.setLayout(line)

    def renew(self, commands: Commands) -> None:
        """The film, or what can be done with it, is otherwise."""
        film, session = self.film, self.film.session
        self.title.setText(film.board.title or session.path.stem)
        self.saved.setText(time.strftime("Saved %H:%M", time.localtime(film.saved)))
        for button, verb, act, what in (
            (self.undo, "Undo", "edit.undo", session.undo_name),
            (self.redo, "Redo", "edit.redo", session.redo_name),
        ):
            button.setEnabled(bool(what))
            said = f"{verb}: {what[:1].lower()}{what[1:]}" if what else f"Nothing to {verb.lower()}"
            button.setToolTip(said + commands.press_keys(commands.act(act)))
        for pushed, name in ((self.export_film, "film.export"), (self.render_film, "render.open")):
            offer = commands.act(name)
            pushed.setEnabled(bool(film.shots))
            said = offer.said.rstrip("…") + commands.press_keys(offer)
            pushed.setToolTip(said if film.shots else NO_SHOTS)
