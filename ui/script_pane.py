"""The script pane: the editor with its tools above and what is to be said below."""

from __future__ import annotations

from collections.abc import Collection
from functools import partial
from pathlib import Path

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtWidgets import QFileDialog, QMenu, QWidget

from storyboard import scope as scopes
from storyboard.scope import Scope
from studio import directors, plan, scripts, settings
from studio.directors import Director
from studio.errors import StudioError
from studio.jobs import OPEN, Order
from ui import forms, plan_line
from ui.acts import Act
from ui.banner import Banner
from ui.film import Film
from ui.find import FindBar
from ui.fountain import is_folded
from ui.orders import span
from ui.outline import Outline
from ui.pictures import Pictures
from ui.plan_line import PlanLine
from ui.plan_run import PlanRun
from ui.planning import PlanCard
from ui.script import ScriptEditor
from ui.survey import Survey

SCRIPTS = "Scripts (*.fountain *.txt *.fdx *.md);;All files (*)"


class ScriptPane(QWidget):
    """``tools`` are its buttons: they lie in the pane's own head unless the window takes them.
    ``needed`` tells that an act wants the pane in sight.
    """

    needed = Signal()

    def __init__(self, film: Film, pictures: Pictures, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.film = film
        self.editor = ScriptEditor(film)
        self.setFocusProxy(self.editor)
        self.survey = Survey(self.editor)
        self.search = FindBar(self.editor)
        self.outline = Outline(self.editor, self.survey)
        self.stale = Banner("warn", "Plan again", lambda: self.plan_again())
        self.stale.button.setToolTip("Plan what changed; all other shots stay as they are")
        self.trouble = Banner("err", "Try again", self._try_again)
        self.line = PlanLine(film, self.cancel)
        self.card: PlanCard | None = None
        self.count = forms.label("", 11, 400, "t3")
        self._failed: Order | None = None
        self.run = PlanRun(film)
        self._lay()
        film.changed.connect(self._renew)
        film.worked.connect(self._show_work)
        self.run.moved.connect(self._show_work)
        self.run.refused.connect(self._say)
        film.plan_failed.connect(self._fail)
        film.closing.connect(self.run.stop)
        self.survey.done.connect(self._renew)
        self.editor.asked.connect(self._menu)
        self.editor.dropped.connect(self.open_script)
        self.editor.selectionChanged.connect(self._count)
        self._renew()
        self._show_work()

    def _lay(self) -> None:
        self.tools = QWidget()
        self.search_button = forms.tool("search", "Find in the script (Ctrl+F)", self.open_find)
        self.outline_button = forms.tool("outline", "Outline (Ctrl+Shift+O)", self.toggle_outline)
        self.outline_button.setCheckable(True)
        self.plan_button = forms.button("Plan", self.open_plan)
        self.plan_button.setToolTip("Plan shots from the script; what is locked stays")
        tools = (self.search_button, self.outline_button, 4, self.plan_button)
        self.tools.setLayout(forms.row(*tools, gap=2))
        self.head = QWidget()
        self.head.setFixedHeight(36)
        self.head.setLayout(
            forms.row(forms.label("Script", 12, 600), None, self.tools, edge=(12, 0, 8, 0))
        )
        self.head_rule = forms.rule()
        foot = forms.row(self.count, None, edge=(12, 4, 12, 5))
        whole = forms.column(
            self.head,
            self.head_rule,
            self.search,
            self.outline,
            self.editor,
            forms.rule(),
            foot,
            self.line,
            self.trouble,
            self.stale,
        )
        whole.setStretch(3, 2)
        whole.setStretch(4, 3)
        self.setLayout(whole)

    def take_tools(self) -> QWidget:
        """The tools, for a window that lays them beside its tabs; the pane's own head goes."""
        self.head.hide()
        self.head_rule.hide()
        return self.tools

    def take_in(self) -> None:
        """What was typed last becomes the film's script."""
        self.editor.take_in()

    # Planning ------------------------------------------------------------------------------------

    def open_plan(self, scope: str = "") -> None:
        """Ask what to plan, under the button."""
        self.needed.emit()
        if self.card is None:
            self.card = PlanCard(self.film, self.editor, self.window())
            self.card.asked.connect(self.plan)
        if self.card.isVisible():
            self.card.hide()
        else:
            button = self.plan_button if self.plan_button.isVisible() else self.window()
            self.card.open_for(button, scope)

    def plan_again(self, among: Collection[str] | None = None) -> None:
        """Plan what changed, ``among`` these shots or in all of the film, by the director of the
        settings; all other shots stay.
        """
        self.editor.take_in()
        try:
            director = directors.chosen(settings.load())
        except StudioError:  # said in the plan card, which reads them again
            director = directors.directors(settings.Settings())[0]
        changed = scopes.changes(self.film.board, among)
        if changed.parts or among is not None:
            self.plan(changed, director)
        else:
            self.plan(scopes.film(self.film.board), director)

    def plan(self, scope: Scope, director: Director, note: str = "") -> None:
        """Plan a scope by this director."""
        self.editor.take_in()
        self.trouble.say("")
        self.run.plan(scope, director, note)

    def cancel(self) -> None:
        """End the plan that goes on; what is planned stays."""
        self.run.cancel()

    def _show_work(self) -> None:
        rules, order = self.run.rules, self.run.order()
        if rules is not None:
            unit = f"scene {min(rules.done + 1, rules.of)} of {rules.of}"
            self.line.show_share("by rules", unit, rules.done / max(1, rules.of), self.run.began)
        elif order is not None and order.state in OPEN:
            paused = self.film.session.queue.paused
            waits = "paused" if paused else "waits" if order.state == "queued" else ""
            self.line.show_order(order, waits)
        else:
            self.line.hide()
        self._show_stale()

    def _fail(self, order: Order) -> None:
        self._failed = order
        self.trouble.button.show()
        self.trouble.say(order.sentence or "The plan failed; ask for it again.")

    def _say(self, sentence: str) -> None:
        """What the world does not allow; asking again would not help."""
        self._failed = None
        self.trouble.button.hide()
        self.trouble.say(sentence)

    def _try_again(self) -> None:
        order, self._failed = self._failed, None
        self.trouble.say("")
        if order is not None:
            self.run.attempt(lambda: self.film.session.queue.retry(order.id))
            self.film.resume()

    # Finding and folding -------------------------------------------------------------------------

    def open_find(self) -> None:
        self.needed.emit()
        self.search.open_bar()

    def open_replace(self) -> None:
        self.needed.emit()
        self.search.open_bar(replacing=True)

    def toggle_outline(self) -> None:
        self.needed.emit()
        shown = not self.outline.isVisibleTo(self)
        self.outline.setVisible(shown)
        self.outline_button.setChecked(shown)
        if shown:
            self.outline.field.setFocus(Qt.FocusReason.ShortcutFocusReason)
        else:
            self.editor.setFocus(Qt.FocusReason.OtherFocusReason)

    def toggle_fold(self) -> None:
        """Fold the scene of the cursor, or unfold it."""
        heading = self.editor.folds.heading(self.editor.textCursor().block())
        if heading is not None:
            self.editor.folds.fold(heading, not is_folded(heading))

    def next_stale(self) -> None:
        """To the next shot that differs from the script, round the end."""
        row = list(self.film.shots)
        at = row.index(self.film.shot_id) if self.film.shot_id in row else -1
        order = [*row[at + 1 :], *row[: at + 1]]
        found = next((id for id in order if self.film.shots[id].stale), "")
        self.film.select(found)
        self.needed.emit()

    # Files ---------------------------------------------------------------------------------------

    def choose_script(self) -> None:
        name, _ = QFileDialog.getOpenFileName(
            self, "Open a script into the film", str(self.film.session.path.parent), SCRIPTS
        )
        if name:
            self.open_script(Path(name))

    def open_script(self, path: Path) -> None:
        """Another script instead of this one, planned by rules; all of it is one step of undo."""
        group, name = plan.new_group(), f"Open {path.name}"

        def read() -> None:
            source = scripts.load(path)
            self.editor.take_in()
            self.editor.rewrite(source.text, name, group)
            if source.notice:
                self.film.said.emit(source.notice)

        self.trouble.say("")
        if self.run.attempt(read):
            self.run.begin(scopes.film(self.film.board), group, name)

    def save_script(self) -> None:
        self.editor.take_in()
        here = self.film.session.path.with_suffix(".fountain")
        name, _ = QFileDialog.getSaveFileName(self, "Save the script as", str(here), SCRIPTS)
        if name:
            self.run.attempt(lambda: scripts.save(Path(name), self.film.board.script))

    # What there is to do -------------------------------------------------------------------------

    def acts(self) -> list[Act]:
        menu = "Script"
        search, folds = self.search, self.editor.folds
        return [
            Act("script.plan", "Plan…", self.open_plan, menu, "Ctrl+Shift+P"),
            Act("script.changes", "Plan what changed", lambda: self.plan_again(), menu,
                "Ctrl+Shift+U", why_not=self._no_changes),
            Act("script.changes_chosen", "Plan what changed in the chosen shots",
                lambda: self.plan_again(self.film.chosen), menu, why_not=self._no_chosen),
            Act("script.plan_shot", "Plan this shot…", partial(self.open_plan, "shot"), menu,
                why_not=self._no_shot),
            Act("script.plan_scene", "Plan this scene…", partial(self.open_plan, "scene"), menu,
                why_not=self._no_shot),
            Act("script.cancel", "Cancel the plan", self.cancel, menu, why_not=self._no_plan),
            Act("script.next_stale", "Next shot that differs", self.next_stale, menu, "F8",
                why_not=self._no_stale),
            Act("script.find", "Find…", self.open_find, menu, "Ctrl+F", rule=True),
            Act("script.replace", "Replace…", self.open_replace, menu, "Ctrl+H",
                why_not=self._read_only),
            Act("script.find_next", "Find next", lambda: search.go(1), menu, "F3"),
            Act("script.find_back", "Find previous", lambda: search.go(-1), menu, "Shift+F3"),
            Act("script.outline", "Outline", self.toggle_outline, menu, "Ctrl+Shift+O", rule=True,
                checked=lambda: self.outline.isVisibleTo(self)),
            Act("script.fold", "Fold or unfold the scene", self.toggle_fold, menu, "Ctrl+Shift+-"),
            Act("script.fold_all", "Fold all scenes", lambda: folds.fold_all(True), menu),
            Act("script.unfold_all", "Unfold all scenes", lambda: folds.fold_all(False), menu),
            Act("script.open", "Open a script into the film…", self.choose_script, menu, rule=True,
                why_not=self._read_only),
            Act("script.save", "Save the script as…", self.save_script, menu),
        ]  # fmt: skip

    def _no_changes(self) -> str:
        agrees = not any(shot.stale for shot in self.film.shots.values())
        agrees = agrees and not self.survey.unplanned
        return "The script and the shots agree." if agrees else ""

    def _no_chosen(self) -> str:
        stale = any(self.film.shots[id].stale for id in self.film.chosen)
        return "" if stale else "The script and the chosen shots agree."

    def _no_stale(self) -> str:
        stale = any(shot.stale for shot in self.film.shots.values())
        return "" if stale else "No shot differs from the script."

    def _no_shot(self) -> str:
        return "" if self.film.shot else "There are no shots yet; plan the script first."

    def _no_plan(self) -> str:
        return "" if self.run.is_busy else "Nothing is being planned."

    def _read_only(self) -> str:
        if self.film.session.project.read_only:
            return "This film is open to look at only."
        return ""

    def _menu(self, where: QPoint) -> None:
        """The same acts under the right button."""
        editor, session = self.editor, self.film.session
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for said, act, can in (
            (f"Undo: {session.undo_name}", self.film.undo, bool(session.undo_name)),
            (f"Redo: {session.redo_name}", self.film.redo, bool(session.redo_name)),
            ("", None, False),
            ("Cut", editor.cut, editor.textCursor().hasSelection()),
            ("Copy", editor.copy, editor.textCursor().hasSelection()),
            ("Paste", editor.paste, editor.canPaste()),
            ("Select all", editor.selectAll, True),
            ("", None, False),
        ):
            if act is None:
                menu.addSeparator()
            else:
                menu.addAction(said.removesuffix(": "), act).setEnabled(can)
        for one in self.acts():
            if one.name in ("script.find", "script.fold"):
                menu.addSeparator()
            if one.name not in ("script.cancel", "script.open", "script.save"):
                action = menu.addAction(one.said, one.do)
                action.setEnabled(not (one.why_not and one.why_not()))
        menu.popup(where)

    # What is said --------------------------------------------------------------------------------

    def _renew(self, name: str = "") -> None:
        self._show_stale()
        self._count()

    def _show_stale(self) -> None:
        said = plan_line.stale_words(self.film, self.survey.unplanned)
        self.stale.say("" if self.run.is_busy else said)
        new = said.endswith("yet")
        self.stale.button.setText("Plan" if new else "Plan again")

    def _count(self) -> None:
        """Words, pages and time: of the script, or of what is selected."""
        start, end = (
            self.editor.textCursor().selectionStart(),
            self.editor.textCursor().selectionEnd(),
        )
        if end > start:
            words = len(self.editor.textCursor().selectedText().split())
            self.count.setText("1 word selected" if words == 1 else f"{words:,} words selected")
            return
        found = self.survey.measure
        if not found.words:
            empty = "An empty script: write, paste, or drop a file here."
            self.count.setText(empty if self.editor.document().isEmpty() else "")
            return
        many = "1 page" if found.pages == 1 else f"{found.pages:,} pages"
        said = f"{many} · {found.words:,} words · about {span(found.milliseconds / 1000)}"
        self.count.setText(said)
        self.count.setToolTip("Time as the words take it: 200 ms a word of action, 300 ms spoken")
