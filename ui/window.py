"""The main window: script, board, inspector; player and timeline below; one film in all of them."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QByteArray, QPoint, QSettings, Qt, Signal
from PySide6.QtGui import QAction, QCloseEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QApplication,
    QComboBox,
    QFileDialog,
    QLineEdit,
    QMainWindow,
    QMenu,
    QMenuBar,
    QPlainTextEdit,
    QSizePolicy,
    QSlider,
    QSplitter,
    QTextEdit,
    QWidget,
)

from storyboard import timing
from storyboard.edits import shots
from studio import plan
from studio.project import SUFFIX
from ui import forms, theme
from ui.banner import Banner
from ui.board import BoardView
from ui.export import ExportDialog
from ui.film import Film
from ui.inspector import Inspector, toggle_lock
from ui.order import RenderCard
from ui.pictures import Pictures
from ui.player import Player
from ui.script import ScriptEditor
from ui.status import Status
from ui.timeline import Timeline

UPPER, LOWER, ROWS = (316, 860, 264), (404, 1036), (560, 272)


class MainWindow(QMainWindow):
    """A film being worked on. ``left`` tells that the person wants another film."""

    left = Signal()

    def __init__(self, film: Film) -> None:
        super().__init__()
        self.film = film
        film.setParent(self)
        self.setWindowTitle(f"{film.board.title} – Longtake")
        self.pictures = Pictures(film)
        self.script = ScriptEditor(film)
        self.board = BoardView(film, self.pictures)
        self.inspector = Inspector(film, self.pictures)
        self.player = Player(film, self.pictures)
        self.timeline = Timeline(film, self.pictures)
        self.status = Status(film)
        self.trouble = Banner("err", "Close", lambda: self.trouble.say(""))
        self.stale = Banner("warn", "Plan again", self.plan_again)
        self.card = RenderCard(film, self)
        self.dialog: ExportDialog | None = None
        self._quiet: list[QShortcut] = []
        self._closed = False
        self._header()
        self._lay()
        self._keys()
        film.said.connect(self.trouble.say)
        film.changed.connect(self._renew)
        self.board.asked.connect(self._shot_menu)
        self._renew()
        if film.session.notices:
            self.trouble.say(" ".join(film.session.notices))
        self._remember(False)
        self.board.setFocus()

    # The parts -----------------------------------------------------------------------------------

    def _header(self) -> None:
        self.title = forms.label("", 13, 600)
        self.saved = forms.label("", 12, 400, "t3")
        self.undo_button = forms.tool("undo", "Undo", self.film.undo)
        self.redo_button = forms.tool("redo", "Redo", self.film.redo)
        self.export_button = forms.button("Export", self.open_export, "", "export")
        self.render_button = forms.button("Render", self.open_render, "primary", "play")
        self.menus = QMenuBar()
        self.menus.setNativeMenuBar(False)
        self.menus.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self.menus.setFixedHeight(28)

    def _lay(self) -> None:
        logo = forms.label()
        logo.setPixmap(theme.picture("logo", "acc", 26, self.devicePixelRatioF()))
        left, right = QWidget(), QWidget()
        left.setLayout(forms.row(logo, self.menus, None, gap=8))
        right.setLayout(
            forms.row(
                None, self.undo_button, self.redo_button, 6, self.export_button, self.render_button
            )
        )
        line = forms.row(left, self.title, self.saved, right, gap=10, edge=(12, 0, 12, 0))
        head = forms.pane(line)
        head.setFixedHeight(40)
        line.setStretch(0, 1)
        line.setStretch(3, 1)
        plan_now = forms.button("Plan again", self.plan_again)
        plan_now.setToolTip("Break the script into shots again; what is locked stays")
        self.shown = forms.label("", 12, 400, "t2")
        self.zoom = QSlider(Qt.Orientation.Horizontal)
        self.zoom.setRange(60, 200)
        self.zoom.setValue(100)
        self.zoom.setFixedWidth(96)
        self.zoom.setToolTip("Size of the panels")
        self.zoom.setAccessibleName("Size of the panels")
        self.zoom.valueChanged.connect(lambda value: self.board.set_zoom(value / 100))
        grid = forms.label()
        grid.setPixmap(theme.picture("grid", "t2", 16, self.devicePixelRatioF()))
        script = forms.pane(
            _bar(forms.label("Script", 12, 600), None, plan_now),
            forms.rule(),
            self.script,
            self.stale,
        )
        board = forms.pane(
            _bar(forms.label("Board", 12, 600), 6, self.shown, None, grid, self.zoom),
            forms.rule(),
            self.board,
        )
        self.upper_row = _split(Qt.Orientation.Horizontal, UPPER, script, board, self._inspector())
        self.upper_row.setStretchFactor(1, 1)
        self.lower_row = _split(
            Qt.Orientation.Horizontal, LOWER, forms.pane(self.player), forms.pane(self.timeline)
        )
        self.lower_row.setStretchFactor(1, 1)
        self.rows = _split(Qt.Orientation.Vertical, ROWS, self.upper_row, self.lower_row)
        self.rows.setStretchFactor(0, 1)
        whole = QWidget()
        parts = forms.column(head, forms.rule(), self.trouble, self.rows, forms.pane(self.status))
        parts.setStretch(3, 1)
        whole.setLayout(parts)
        self.setCentralWidget(whole)

    def _inspector(self) -> QWidget:
        return forms.pane(self.inspector)

    # Keys and menus ------------------------------------------------------------------------------

    def _keys(self) -> None:
        self._menu(
            "File",
            ("New or other film…", "Ctrl+N", self.left.emit),
            ("Save a copy…", "Ctrl+Shift+S", self.save_copy),
            ("Export…", "Ctrl+E", self.open_export),
            ("Close", "Ctrl+W", self.close),
        )
        self.edit_menu = self._menu(
            "Edit", ("Undo", "Ctrl+Z", self.film.undo), ("Redo", "Ctrl+Shift+Z", self.film.redo)
        )
        self.shot_menu = self._menu(
            "Shot",
            ("Split at the playhead", "Ctrl+K", self._split_shot),
            ("Join with the next", "Ctrl+J", self._join_shot),
            ("Duplicate", "Ctrl+D", self._duplicate),
            ("Lock or unlock", "Ctrl+L", lambda: toggle_lock(self.film)),
            ("Delete", "Ctrl+Backspace", self._delete),
        )
        self._menu(
            "Render",
            ("Render…", "Ctrl+R", self.open_render),
            ("Pause or go on", "Ctrl+P", self.status.hold.click),
        )
        for key, act in (
            ("Space", self.player.toggle),
            ("K", lambda: self.player.shuttle(0)),
            ("J", lambda: self.player.faster(-1)),
            ("L", lambda: self.player.faster(1)),
            ("C", self.player.subtitles.click),
            ("PgUp", lambda: self.player.cut(-1)),
            ("PgDown", lambda: self.player.cut(1)),
            ("Left", lambda: self.player.step(-1)),
            ("Right", lambda: self.player.step(1)),
            ("Delete", self._delete),
        ):
            shortcut = QShortcut(QKeySequence(key), self)
            shortcut.activated.connect(act)
            self._quiet.append(shortcut)
        app = QApplication.instance()
        if isinstance(app, QApplication):
            app.focusChanged.connect(self._focus_moved)

    def _menu(self, name: str, *acts: tuple[str, str, Callable[[], object]]) -> QMenu:
        menu = self.menus.addMenu(name)
        for said, key, act in acts:
            action = QAction(said, self)
            action.setShortcut(QKeySequence(key))
            action.triggered.connect(lambda checked=False, act=act: act())
            menu.addAction(action)
        return menu

    def _focus_moved(self, old: QWidget | None, now: QWidget | None) -> None:
        """Keys of the player are silent while the person types."""
        typing = isinstance(now, QLineEdit | QTextEdit | QPlainTextEdit | QComboBox)
        for shortcut in self._quiet:
            arrows = shortcut.key().toString() in ("Left", "Right")
            shortcut.setEnabled(not typing and not (arrows and now is self.board))

    def _shot_menu(self, where: QPoint) -> None:
        self.shot_menu.popup(where)

    # Acts ----------------------------------------------------------------------------------------

    def plan_again(self) -> None:
        """Plan the script as it is now; locked shots stay, shots that are the same stay too."""
        self.script.take_in()
        self.film.try_out(lambda: plan.again(self.film.session, self.film.board.script))

    def open_render(self) -> None:
        self.card.open_under(self.render_button)

    def open_export(self) -> None:
        self.dialog = ExportDialog(self.film, self)
        self.dialog.open()

    def save_copy(self) -> None:
        name, _ = QFileDialog.getSaveFileName(
            self, "Save a copy", str(self.film.session.path.parent), f"Films (*{SUFFIX})"
        )
        if name:
            self.film.try_out(lambda: self.film.session.save_copy(Path(name)))

    def _duplicate(self) -> None:
        self._change("Duplicate", lambda board, id: shots.duplicate_shots(board, [id]))

    def _delete(self) -> None:
        self._change("Delete", lambda board, id: shots.delete_shots(board, [id]))

    def _join_shot(self) -> None:
        self._change("Join", shots.join_shots)

    def _split_shot(self) -> None:
        found = self.film.at(self.film.frame)
        if found:
            self._change("Split", lambda board, id: shots.split_shot(board, id, found[1]))

    def _change(self, verb: str, function: Callable) -> None:  # type: ignore[type-arg]
        shot = self.film.shot
        if shot:
            name = f"{verb} shot {self.film.labels[shot.id]}"
            self.film.edit(name, lambda board: function(board, shot.id))

    # What changed --------------------------------------------------------------------------------

    def _renew(self, name: str = "") -> None:
        board, session = self.film.board, self.film.session
        self.title.setText(board.title or session.path.stem)
        self.saved.setText(time.strftime("Saved %H:%M", time.localtime(self.film.saved)))
        count = len(self.film.shots)
        length = timing.seconds(self.film.length, board.rate)
        self.shown.setText(f"{count} shots · {length}" if count != 1 else f"1 shot · {length}")
        for button, verb, key, what in (
            (self.undo_button, "Undo", "Ctrl+Z", session.undo_name),
            (self.redo_button, "Redo", "Ctrl+Shift+Z", session.redo_name),
        ):
            button.setEnabled(bool(what))
            said = f"{verb}: {what[:1].lower()}{what[1:]}" if what else f"Nothing to {verb.lower()}"
            button.setToolTip(f"{said} ({key})")
        stale = sum(shot.stale for shot in self.film.shots.values())
        many = f"{stale} shots differ" if stale > 1 else "1 shot differs"
        self.stale.say(f"{many} from the script" if stale else "")

    # Opening and closing -------------------------------------------------------------------------

    def _remember(self, store: bool) -> None:
        """Where the panes were parted the last time."""
        kept = QSettings("Longtake", "Longtake")
        for name in ("upper_row", "lower_row", "rows"):
            splitter: QSplitter = getattr(self, name)
            if store:
                kept.setValue(f"window/{name}", splitter.saveState())
            elif isinstance(state := kept.value(f"window/{name}"), QByteArray):
                splitter.restoreState(state)

    def closeEvent(self, event: QCloseEvent) -> None:
        if self._closed:
            return
        self._closed = True
        self.script.take_in()
        self.inspector.action.take_in()
        self.player.shuttle(0)
        self.card.hide()
        if self.dialog:
            self.dialog.reject()
        self._remember(True)
        app = QApplication.instance()
        if isinstance(app, QApplication):
            app.focusChanged.disconnect(self._focus_moved)
        self.film.close()
        super().closeEvent(event)


def _bar(*parts: QWidget | int | None) -> QWidget:
    found = QWidget()
    found.setFixedHeight(40)
    found.setLayout(forms.row(*parts, edge=(12, 0, 12, 0)))
    return found


def _split(way: Qt.Orientation, sizes: tuple[int, ...], *parts: QWidget) -> QSplitter:
    found = QSplitter(way)
    found.setHandleWidth(1)
    found.setChildrenCollapsible(False)
    for part in parts:
        found.addWidget(part)
    found.setSizes(list(sizes))
    return found
