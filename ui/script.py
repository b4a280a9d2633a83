"""The script: Fountain as one writes it; what is written is the film's after a rest."""

from __future__ import annotations

import time
from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QMimeData, QPoint, QRect, Qt, QTimer, Signal
from PySide6.QtGui import (
    QContextMenuEvent,
    QFocusEvent,
    QKeyEvent,
    QKeySequence,
    QMouseEvent,
    QTextCursor,
)
from PySide6.QtWidgets import QWidget

from storyboard import changes
from studio import plan
from ui import fountain, theme
from ui.drift import Drift
from ui.film import Film
from ui.fountain import LEFT, LINE
from ui.page import Page
from ui.screenwriting import Screenwriting

PAUSE = 400  # milliseconds without a key after which what was typed is taken in
LONGEST_PAUSE = 2500  # and at most, where taking in takes long
REST = 3.0  # seconds without a key after which writing is a new step of undo
SCRIPTS = (".fountain", ".txt", ".fdx", ".md", ".spmd")


class ScriptEditor(Page):
    """The text. Undo is the film's: the editor keeps none of its own, so there is one order of
    things done. A step is a run of writing: it ends with the paragraph, with a jump of the cursor,
    between writing and deleting, and after a rest.
    """

    asked = Signal(QPoint)  # the menu, here on the screen
    rewritten = Signal()  # the text is another than a moment ago
    restructured = Signal()  # headings, or the number of lines, may be others
    dropped = Signal(Path)  # a file, to be opened as the script

    def __init__(self, film: Film, parent: QWidget | None = None) -> None:
        super().__init__(film, parent)
        self.setReadOnly(film.session.project.read_only)
        self.writing = Screenwriting(self, film)
        self._filling = False
        self._source = self._shown = ""  # the film's script, and how the document gives it back
        self._last = 0.0  # when a key was pressed last
        self._deleting = self._ends = False
        self._typed = QTimer(self)
        self._typed.setSingleShot(True)
        self._typed.setInterval(PAUSE)
        self._typed.timeout.connect(self._rest)
        self.document().contentsChange.connect(self._hear)
        self.inks.restructured.connect(self._restructure)
        self.cursorPositionChanged.connect(self._cursor_moved)
        film.changed.connect(self._renew)
        film.selected.connect(self._follow)
        self._fill(film.board.script)
        self._renew()
        self._follow(film.shot_id)

    # The text and the film -----------------------------------------------------------------------

    def text(self) -> str:
        """The text as it stands; hard spaces and all, which ``toPlainText`` would not keep."""
        return self.document().toRawText().replace("\u2029", "\n")

    def take_in(self) -> None:
        """What was typed becomes the film's script: touched shots turn stale."""
        self._typed.stop()
        text = self.text()
        if text == self._shown:
            self.drift.settle(self._source)
            return
        self.put(text, "Edit the script")

    def put(self, text: str, name: str, merge: str = "script") -> bool:
        """This text, which stands in the editor, is the film's. Whether it was taken."""
        before, self._filling = time.perf_counter(), True
        source, shown = self._source, self._shown
        self._source = self._shown = text  # the film tells of the change while it makes it
        self.drift.settle(text)
        session = self.film.session
        went = self.film.try_out(lambda: plan.set_script(session, text, name, merge))
        self._filling = False
        if not went:
            self._source, self._shown = source, shown
        elif self._ends:
            session.settle()
        self._ends = False
        cost = 1000 * (time.perf_counter() - before)
        self._typed.setInterval(round(min(LONGEST_PAUSE, PAUSE + 8 * max(0.0, cost - 16))))
        return went

    def rewrite(self, text: str, name: str, merge: str = "") -> bool:
        """Another text instead, as one step of undo of this name."""
        self.take_in()
        self.film.session.settle()
        self._lay(text)
        return self.put(self.text(), name, merge)

    def replace(self, pieces: Sequence[tuple[int, int, str]], name: str) -> bool:
        """Other words from point to point, in order, as one step of undo of this name."""
        self.take_in()
        self.film.session.settle()
        cursor = QTextCursor(self.document())
        self._filling = True
        cursor.beginEditBlock()
        for start, end, words in reversed(pieces):
            cursor.setPosition(start)
            cursor.setPosition(end, QTextCursor.MoveMode.KeepAnchor)
            cursor.insertText(words)
        cursor.endEditBlock()
        self.inks.indent()
        self._filling = False
        self.rewritten.emit()
        return self.put(self.text(), name, merge="")

    def end_step(self) -> None:
        """What is written next is a step of undo of its own."""
        if self._typed.isActive():
            self._ends = True
        elif self.film.session.undo_name == "Edit the script":
            self.film.session.settle()

    def _hear(self, point: int, removed: int, added: int) -> None:
        if self._filling or self.inks.is_dressing or not (removed or added):
            return
        now, deleting = time.monotonic(), removed > added
        if now - self._last > REST or deleting != self._deleting:
            self.end_step()
        self._last, self._deleting = now, deleting
        self.drift.move(point, removed, added)
        self._typed.start()
        self.rewritten.emit()

    def _rest(self) -> None:
        self.inks.reread_omitted()
        self.take_in()

    def _renew(self, name: str = "") -> None:
        """The board is another: its script, brackets, names, marks."""
        board = self.film.board
        if board.script != self._source:
            self._lay(board.script)
            self._source, self._shown = board.script, self.text()
            self.drift.settle(board.script)
            self._typed.stop()
        self.stretches.load(board)
        hues = theme.hues(board)
        self.inks.name(
            {
                name.casefold(): hues[subject.id]
                for subject in board.cast
                for name in (subject.name, *subject.aliases)
                if len(name) > 1
            }
        )
        self.laid_out()

    def _fill(self, text: str) -> None:
        self._filling = True
        self.setPlainText(text)
        self.inks.indent()
        self._filling = False
        self._source, self._shown = text, self.text()
        self.drift.settle(text)

    def _lay(self, text: str) -> None:
        """Another text, by changing only what differs: folds and the place on the screen stay.

        The cursor goes to the end of what changed, so that an undo shows what it did.
        """
        old = self.text()
        if text == old:
            return
        head = changes.common_head(old, text)
        tail = changes.common_tail(old, text, head)
        before = Drift(old)
        cursor = QTextCursor(self.document())
        cursor.setPosition(before.point(head))
        cursor.setPosition(before.point(len(old) - tail), QTextCursor.MoveMode.KeepAnchor)
        self._filling = True
        cursor.insertText(text[head : len(text) - tail])
        self.inks.indent()
        self.setTextCursor(cursor)
        self._filling = False
        self.folds.reveal(cursor.block())
        self.ensureCursorVisible()
        self.rewritten.emit()

    # The cursor and the selected shot ------------------------------------------------------------

    def go_to(self, start: int, end: int | None = None) -> None:
        """The cursor to a point, with what is up to ``end`` selected, well in sight."""
        cursor = self.textCursor()
        cursor.setPosition(start)
        if end is not None:
            cursor.setPosition(end, QTextCursor.MoveMode.KeepAnchor)
        self.folds.reveal(self.document().findBlock(start))
        self.setTextCursor(cursor)
        self._show(self.cursorRect(cursor))

    def go_to_top(self, point: int) -> None:
        """The cursor to a point, whose line is the first in sight."""
        self.go_to(point)
        bar = self.verticalScrollBar()
        bar.setValue(bar.value() + self.cursorRect().top() - 4)

    def selection(self) -> tuple[int, int]:
        """Where the selection begins and ends in the film's script."""
        cursor = self.textCursor()
        place = self.drift.place
        return place(cursor.selectionStart()), place(cursor.selectionEnd())

    def _cursor_moved(self) -> None:
        if self._filling:
            return
        cursor = self.textCursor()
        if not cursor.block().isVisible():
            self.folds.reveal(cursor.block())
        if not self.hasFocus():
            return
        here = self.drift.place(cursor.position())
        shots = [shot.id for shot in self.stretches.shots(here, here + 1)]
        if not shots and cursor.atBlockEnd() and not cursor.atBlockStart():
            shots = [shot.id for shot in self.stretches.shots(here - 1, here)]
        if shots and self.film.shot_id not in shots:
            self.film.select(shots[0])

    def _follow(self, shot: str) -> None:
        """Another shot is selected: the cursor goes there, unless one writes."""
        chosen = self.film.shot
        if chosen and chosen.stretch and not self.hasFocus() and not self._typed.isActive():
            start = self.drift.point(chosen.stretch.start)
            cursor = self.textCursor()
            if not start <= cursor.position() <= self.drift.point(chosen.stretch.end):
                bar = self.verticalScrollBar()
                at = bar.value()
                cursor.setPosition(min(start, self.document().characterCount() - 1))
                self._filling = True  # a folded scene stays folded
                self.setTextCursor(cursor)
                self._filling = False
                bar.setValue(at)
                self._show(self.cursorRect(cursor))
        self.laid_out()

    def _show(self, box: QRect) -> None:
        """Scroll if this is out of sight, two lines below the top."""
        top = box.top()
        if not 0 <= top <= self.viewport().height() - 2 * LINE:
            bar = self.verticalScrollBar()
            bar.setValue(bar.value() + round(top) - 2 * LINE)

    def _restructure(self) -> None:
        self.folds.renew()
        self.restructured.emit()

    # Keys and the mouse --------------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Undo and redo are the film's, also while one writes."""
        for key, act in (
            (QKeySequence.StandardKey.Undo, self.film.undo),
            (QKeySequence.StandardKey.Redo, self.film.redo),
        ):
            if event.matches(key):
                self.writing.offers.hide()
                self.take_in()
                act()
                return
        before = self.textCursor().position()
        if not self.isReadOnly() and self.writing.press(event):
            self._end_step_after(event)
            return
        if event.key() in (Qt.Key.Key_Tab, Qt.Key.Key_Backtab):
            self.setTabChangesFocus(True)  # else Qt does not let the focus go
            self.focusNextPrevChild(event.key() == Qt.Key.Key_Tab)
            self.setTabChangesFocus(False)
            return
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not self.isReadOnly():
            self.textCursor().insertText("\n")  # Qt's own takes an indent back first
            self.ensureCursorVisible()
        else:
            super().keyPressEvent(event)
        self._skip_folded(before)
        self._end_step_after(event)
        if not self.isReadOnly():
            self.writing.pressed(event)

    def _end_step_after(self, event: QKeyEvent) -> None:
        """A paragraph written, or the cursor led elsewhere, ends a step of undo."""
        if event.key() in _ENDING:
            self.end_step()

    def _skip_folded(self, before: int) -> None:
        """The cursor passes over what is folded."""
        cursor = self.textCursor()
        block, down = cursor.block(), cursor.position() > before
        if block.isVisible():
            return
        while block.isValid() and not block.isVisible():
            block = block.next() if down else block.previous()
        if block.isValid():
            cursor.setPosition(block.position())
            self.setTextCursor(cursor)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.writing.offers.hide()
        self.end_step()
        where = event.position().toPoint()
        heading = self.heading_at(where) if event.button() == Qt.MouseButton.LeftButton else None
        if heading is not None:
            self.folds.fold(heading, not fountain.is_folded(heading))
            return
        super().mousePressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        super().mouseMoveEvent(event)
        beside = event.position().x() < LEFT and not event.buttons()
        shape = Qt.CursorShape.ArrowCursor if beside else Qt.CursorShape.IBeamCursor
        self.viewport().setCursor(shape)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        self.asked.emit(event.globalPos())

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Whoever does something else does it to the text as it stands."""
        super().focusOutEvent(event)
        self.writing.offers.hide()
        if self._typed.isActive():
            self.take_in()

    def canInsertFromMimeData(self, source: QMimeData) -> bool:
        return bool(_file(source)) or super().canInsertFromMimeData(source)

    def insertFromMimeData(self, source: QMimeData) -> None:
        if file := _file(source):
            self.dropped.emit(file)
            return
        self.end_step()
        self.insertPlainText(source.text().replace("\r\n", "\n").replace("\r", "\n"))
        self.end_step()


def _file(source: QMimeData) -> Path | None:
    """A script file that is dropped or pasted."""
    paths = [Path(url.toLocalFile()) for url in source.urls() if url.isLocalFile()]
    return next((path for path in paths if path.suffix.lower() in SCRIPTS), None)


_ENDING = (
    Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_Left,
    Qt.Key.Key_Right, Qt.Key.Key_Home, Qt.Key.Key_End, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown,
)  # fmt: skip
