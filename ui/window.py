"""The main window: script, cast, places; board or stage; inspector; player and timeline below."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt, QUrl, Signal
from PySide6.QtGui import QCloseEvent, QDesktopServices
from PySide6.QtWidgets import (
    QApplication,
    QFileDialog,
    QMainWindow,
    QMenu,
    QStackedWidget,
    QWidget,
)

from studio import settings
from studio.errors import StudioError
from studio.jobs import Order
from studio.project import SUFFIX
from ui import forms, recent
from ui.acts import Act
from ui.banner import Troubles
from ui.board import BoardView
from ui.board_bar import BoardBar
from ui.cast import CastPane
from ui.commands import Commands
from ui.compare import Compare
from ui.export import ExportDialog
from ui.film import Film, View
from ui.header import NO_SHOTS, Header
from ui.inspector import Inspector
from ui.keys import Keys
from ui.line import QueueCard
from ui.order import RenderCard
from ui.pictures import Pictures
from ui.places import PlacesPane
from ui.player import Player
from ui.preferences import Preferences
from ui.pulls import Pulls
from ui.script_pane import ScriptPane
from ui.stage import StageView
from ui.status import Status
from ui.tabs import Segments, Tabs
from ui.timeline import Timeline
from ui.workspace import Workspace

VIEWS = (("board", "Board"), ("stage", "Stage"))


class MainWindow(QMainWindow):
    """A film being worked on. ``left`` tells that the person wants the first page, ``wanted``
    another film or script.
    """

    left = Signal()
    wanted = Signal(Path)

    def __init__(self, film: Film) -> None:
        super().__init__()
        self.film = film
        film.setParent(self)
        self.setWindowTitle(f"{film.board.title} – Longtake")
        self.pictures = Pictures(film)
        self.script = ScriptPane(film, self.pictures)
        self.cast = CastPane(film, self.pictures)
        self.places = PlacesPane(film, self.pictures)
        self.board = BoardView(film, self.pictures)
        self.stage = StageView(film, self.pictures)
        self.compare = Compare(film, self.pictures)
        self.inspector = Inspector(film, self.pictures)
        self.player = Player(film, self.pictures)
        self.timeline = Timeline(film, self.pictures)
        self.status = Status(film)
        self.trouble = Troubles()
        self.trouble.counted.connect(self.open_queue)
        self.card = RenderCard(film, self)
        self.card.plan_asked.connect(self.script.plan_again)
        self.queue = QueueCard(film, self.pictures, self)
        self.status.asked.connect(self.open_queue)
        self.dialog: ExportDialog | None = None
        self.preferences: Preferences | None = None
        self.pulls = Pulls(self)
        self.status.watch(self.pulls, lambda: self.open_preferences("models"))
        self.is_closed = False
        self.commands = Commands(self, self.status.hint)
        self.header = Header(film)
        self.header.export_asked.connect(self.open_export)
        self.header.render_asked.connect(self.open_render)
        self._lay()
        self._offer()
        film.said.connect(self.trouble.say)
        film.gave_up.connect(self._failed)
        film.changed.connect(self._renew)
        film.viewed.connect(self._show_view)
        self._renew()
        if film.session.notices:
            self.trouble.say(" ".join(film.session.notices))
        self.board.setFocus()

    # The parts -----------------------------------------------------------------------------------

    def _lay(self) -> None:
        self.workspace = Workspace(
            self._side(),
            self._centre(),
            forms.pane(self.inspector),
            forms.pane(self.player),
            forms.pane(self.timeline),
        )
        whole = QWidget()
        parts = forms.column(
            forms.pane(self.header),
            forms.rule(),
            self.trouble,
            self.workspace,
            forms.pane(self.status),
        )
        parts.setStretch(3, 1)
        whole.setLayout(parts)
        self.setCentralWidget(whole)

    def _side(self) -> QWidget:
        """Script, cast and places behind tabs; the tools of the one in sight beside them."""
        self.sides: dict[str, QWidget] = {
            "script": self.script,
            "cast": self.cast,
            "places": self.places,
        }
        said = {"script": "Script", "cast": "Cast", "places": "Places"}
        self.side_tabs = Tabs([(name, said[name]) for name in self.sides])
        self.side_stack, self.side_tools = QStackedWidget(), QStackedWidget()
        self._fill(self.sides, self.side_stack, self.side_tools)
        self.side_tabs.chosen.connect(self.show_side)
        self._side_of: dict[str, str] = {"board": "script", "stage": "cast"}
        self.script.needed.connect(lambda: self.show_side("script"))
        self.cast.needed.connect(lambda: self.show_side("cast"))
        self.places.needed.connect(lambda: self.show_side("places"))
        self.inspector.look_asked.connect(self.cast.open_look)
        bar = QWidget()
        bar.setFixedHeight(36)
        bar.setLayout(forms.row(self.side_tabs, None, self.side_tools, edge=(12, 0, 8, 0)))
        return forms.pane(bar, forms.rule(), self.side_stack)

    def _centre(self) -> QWidget:
        """Board or stage below their tools."""
        self.views: dict[str, QWidget] = {"board": self.board, "stage": self.stage}
        self.view_choice = Segments(VIEWS)
        self.view_stack, self.view_tools = QStackedWidget(), QStackedWidget()
        for pane in (self.board, self.stage, self.compare):
            self.view_stack.addWidget(pane)
        self.view_tools.addWidget(BoardBar(self.film, self.board))
        self.view_tools.addWidget(self.stage.bar)
        self.view_choice.chosen.connect(self.film.show_view)
        self.board.nothing.script_asked.connect(self._write_script)
        self.compare.closed.connect(lambda: self._show_view(self.film.view))
        for compared in (self.inspector.compared, self.stage.takes.asked):
            compared.connect(self.open_compare)
        self.stage.wanted.connect(lambda name: self.commands.act(name).do())
        bar = QWidget()
        bar.setFixedHeight(40)
        line = forms.row(self.view_choice, self.view_tools, edge=(12, 0, 0, 0))
        line.setStretch(1, 1)
        bar.setLayout(line)
        return forms.pane(bar, forms.rule(), self.view_stack)

    def _fill(
        self, panes: dict[str, QWidget], stack: QStackedWidget, tools: QStackedWidget
    ) -> None:
        for pane in panes.values():
            stack.addWidget(pane)
            take_tools: Callable[[], QWidget] = getattr(pane, "take_tools", QWidget)
            tools.addWidget(take_tools())
        stack.setMinimumWidth(200)

    # Views ---------------------------------------------------------------------------------------

    def show_side(self, name: str) -> None:
        """Script, cast or places; each view comes back to the one it was left with."""
        if name not in self.sides:
            return
        at = list(self.sides).index(name)
        self.side_tabs.show_choice(name)
        self.side_stack.setCurrentIndex(at)
        self.side_tools.setCurrentIndex(at)
        self._side_of[self.film.view] = name

    def _write_script(self) -> None:
        self.show_side("script")
        self.script.editor.setFocus()

    def _show_view(self, view: View) -> None:
        at = [name for name, _ in VIEWS].index(view)
        self.view_choice.show_choice(view)
        self.view_stack.setCurrentIndex(at)
        self.view_tools.setCurrentIndex(at)
        self.show_side(self._side_of[view])
        self.workspace.show_view(view)
        self.views[view].setFocus()

    def open_compare(self, one: str, other: str) -> None:
        """Two takes of the current shot where board or stage are."""
        self.compare.show_takes(one, other)
        self.view_stack.setCurrentWidget(self.compare)
        self.compare.setFocus()

    # Acts ----------------------------------------------------------------------------------------

    def _offer(self) -> None:
        """Menus and keys, from what every pane and the window can do."""
        self.commands.add(self.acts())
        for pane, anywhere in (
            (self.script, True),
            (self.board, True),
            (self.stage, False),
            (self.stage.keyframes, False),
            (self.stage.takes, True),
            *((pane, True) for name, pane in self.sides.items() if name != "script"),
            (self.inspector, True),
            (self.player, True),
            (self.timeline, True),
        ):  # the order in which panes in sight get a key that nobody with the focus wants
            offered: Callable[[], list[Act]] = getattr(pane, "acts", list)
            self.commands.add(offered(), pane, anywhere)
        self.recent = QMenu("Open recent", self)
        self.recent.aboutToShow.connect(self._list_recent)
        self.commands.fill(self.header.menus, self._submenu)
        self.use_keys()

    def _submenu(self, after: str, menu: QMenu) -> None:
        if after == "film.open":
            menu.addMenu(self.recent)

    def use_keys(self) -> None:
        """The keys that the settings say."""
        try:
            chosen = settings.load()
        except StudioError as fault:
            self.trouble.say(str(fault))
            return
        keys = Keys(chosen.keys, chosen.key_changes)
        if keys != self.commands.keys or not self.commands.used:
            self.commands.use(keys)
            self._renew()

    def acts(self) -> list[Act]:
        film, session = self.film, self.film.session
        return [
            Act("film.new", "New film…", self.left.emit, "File", "Ctrl+N"),
            Act("film.open", "Open…", self.open_other, "File", "Ctrl+O"),
            Act("film.copy", "Save a copy…", self.save_copy, "File", "Ctrl+Shift+S", rule=True),
            Act("film.export", "Export…", self.open_export, "File", "Ctrl+E",
                why_not=lambda: "" if film.shots else NO_SHOTS),
            Act("film.folder", "Show in its folder", self._open_folder, "File"),
            Act("film.preferences", "Preferences…", self.open_preferences, "File", "Ctrl+,",
                rule=True),
            Act("film.models", "Models…", lambda: self.open_preferences("models"), "File"),
            Act("film.close", "Close", self.close, "File", ("Ctrl+W", "Ctrl+Q"), rule=True),
            Act("edit.undo", "Undo", film.undo, "Edit", "Ctrl+Z",
                why_not=lambda: "" if session.undo_name else "There is nothing to undo."),
            Act("edit.redo", "Redo", film.redo, "Edit", ("Ctrl+Shift+Z", "Ctrl+Y"),
                why_not=lambda: "" if session.redo_name else "There is nothing to redo."),
            Act("render.open", "Render…", self.open_render, "Render", "Ctrl+R",
                why_not=lambda: "" if film.shots else NO_SHOTS),
            Act("render.hold", "Pause or go on", self.status.hold.click, "Render", "Ctrl+P",
                why_not=lambda: "" if session.queue.orders() else "Nothing is being rendered."),
            Act("render.queue", "Queue", self.open_queue, "Render", "Ctrl+Shift+Q"),
            Act("view.board", "Board", lambda: film.show_view("board"), "View", "Ctrl+1",
                checked=lambda: film.view == "board"),
            Act("view.stage", "Stage", lambda: film.show_view("stage"), "View", "Ctrl+2",
                checked=lambda: film.view == "stage"),
            Act("view.script", "Script", lambda: self.show_side("script"), "View", "Ctrl+3",
                rule=True),
            Act("view.cast", "Cast", lambda: self.show_side("cast"), "View", "Ctrl+4"),
            Act("view.places", "Places", lambda: self.show_side("places"), "View", "Ctrl+5"),
            Act("view.alone", "One pane alone", self.workspace.maximise, "View", "`",
                checked=lambda: self.workspace.maximised is not None, rule=True),
            Act("view.usual", "Panes as usual", self.workspace.as_usual, "View"),
            Act("view.full", "Window on the full screen", self._full, "View", "F11",
                checked=self.isFullScreen),
            Act("help.keys", "Keyboard…", lambda: self.open_preferences("keys"), "Help", "F1"),
            Act("help.log", "Show the logs", _open_logs, "Help"),
            Act("help.about", "About Longtake", lambda: self.open_preferences("about"), "Help",
                rule=True),
        ]  # fmt: skip

    def open_preferences(self, page: str = "general") -> None:
        self.preferences = asked = Preferences(self.commands, self.film, self.pulls, self)
        asked.altered.connect(self.use_keys)
        asked.altered.connect(self.timeline.lanes.cells.choose)
        self.preferences.show_page(page)
        self.preferences.open()

    def open_render(self) -> None:
        self.card.open_under(self.header.render_film)

    def open_queue(self) -> None:
        self.queue.open_over(self.status.waits)

    def open_export(self) -> None:
        self.dialog = ExportDialog(self.film, self.pictures, self)
        self.dialog.render_asked.connect(self.open_render)
        self.dialog.open()

    def open_other(self) -> None:
        """Another film, or a new one of a script; this one is saved as it is."""
        name, _ = QFileDialog.getOpenFileName(
            self, "Open", str(self.film.session.path.parent),
            f"Films and scripts (*{SUFFIX} *.fountain *.txt *.fdx *.md);;All files (*)",
        )  # fmt: skip
        if name:
            self.wanted.emit(Path(name))

    def save_copy(self) -> None:
        name, _ = QFileDialog.getSaveFileName(
            self, "Save a copy", str(self.film.session.path.parent), f"Films (*{SUFFIX})"
        )
        if name:
            self.film.try_out(lambda: self.film.session.save_copy(Path(name)))

    def _list_recent(self) -> None:
        self.recent.clear()
        here = self.film.session.path
        try:
            paths = [Path(name) for name in settings.load().recent]
        except StudioError:
            paths = []
        for path in (path for path in paths if path != here and path.exists()):
            action = self.recent.addAction(path.stem)
            action.setToolTip(str(path))
            action.triggered.connect(lambda _=False, path=path: self.wanted.emit(path))
        if self.recent.isEmpty():
            self.recent.addAction("No other films yet").setEnabled(False)

    def _open_folder(self) -> None:
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(self.film.session.path.parent)))

    def _full(self) -> None:
        self.setWindowState(self.windowState() ^ Qt.WindowState.WindowFullScreen)

    def _failed(self, order: Order) -> None:
        """A render that failed says why, with the way to ask again."""
        said = order.sentence or "The work failed; ask for it again."
        self.trouble.say(said, "Try again", lambda: self.film.again(order.id))

    # What changed --------------------------------------------------------------------------------

    def _renew(self, name: str = "") -> None:
        self.header.renew(self.commands)

    # Opening and closing -------------------------------------------------------------------------

    def closeEvent(self, event: QCloseEvent) -> None:
        if self.is_closed:
            return
        self.is_closed = True
        focused = QApplication.focusWidget()
        if focused is not None:
            focused.clearFocus()  # a field that is being typed in takes its words now
        self.script.take_in()
        self.player.shuttle(0)
        self.card.hide()
        self.queue.hide()
        for dialog in filter(None, (self.dialog, self.preferences)):
            dialog.reject()
        self.pulls.stop()
        self.workspace.keep()
        self.commands.close()
        recent.leave(self.pictures)
        self.film.close()
        super().closeEvent(event)


def _open_logs() -> None:
    QDesktopServices.openUrl(QUrl.fromLocalFile(str(settings.data_folder())))
