"""The script: Fountain as one writes it; what is written is the film's after a rest."""

from __future__ import annotations

import time
from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QMimeData, QPoint, QPointF, QRect, QRectF, Qt, QTimer, Signal
from PySide6.QtGui import (
    QContextMenuEvent,
    QFocusEvent,
    QKeyEvent,
    QKeySequence,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
    QTextBlock,
    QTextCursor,
)
from PySide6.QtWidgets import QFrame, QTextEdit, QWidget

from storyboard import changes
from storyboard.board import Shot
from studio import plan
from ui import fountain, strokes, theme
from ui.brackets import EDGE, GUTTER, Gutter, Stretches
from ui.drift import Drift
from ui.film import Film
from ui.folds import Folds
from ui.fountain import LEFT, LINE
from ui.screenwriting import Screenwriting

PAUSE = 400  # milliseconds without a key after which what was typed is taken in
LONGEST_PAUSE = 2500  # and at most, where taking in takes long
REST = 3.0  # seconds without a key after which writing is a new step of undo
SCRIPTS = (".fountain", ".txt", ".fdx", ".md", ".spmd")
TOP = 10  # above the first line


class ScriptEditor(QTextEdit):
    """The text. Undo is the film's: the editor keeps none of its own, so there is one order of
    things done. A step is a run of writing: it ends with the paragraph, with a jump of the cursor,
    between writing and deleting, and after a rest.
    """

    asked = Signal(QPoint)  # the menu, here on the screen
    rewritten = Signal()  # the text is another than a moment ago
    restructured = Signal()  # headings, or the number of lines, may be others
    dropped = Signal(Path)  # a file, to be opened as the script
    seen = Signal()  # scrolled or laid out anew

    def __init__(self, film: Film, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.film = film
        self.setObjectName("script")
        self.setAccessibleName("Script")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setAcceptRichText(False)
        self.setUndoRedoEnabled(False)
        self.setReadOnly(film.session.project.read_only)
        self.setFont(theme.font(13, 400, theme.MONO))
        document = self.document()
        document.setDefaultFont(theme.font(13, 400, theme.MONO))
        document.setDocumentMargin(TOP)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setViewportMargins(0, 0, GUTTER, 0)
        self.inks = fountain.Inks(document)
        self.drift = Drift()
        self.stretches = Stretches()
        self.folds = Folds(document, self._laid_out)
        self.writing = Screenwriting(self, film)
        self.found: list[tuple[int, int]] = []  # what a search found, as points
        self.found_at = -1
        self._gutter = Gutter(self, self)
        self._filling = False
        self._source = self._shown = ""  # the film's script, and how the document gives it back
        self._last = 0.0  # when a key was pressed last
        self._deleting = self._ends = False
        self._typed = QTimer(self)
        self._typed.setSingleShot(True)
        self._typed.setInterval(PAUSE)
        self._typed.timeout.connect(self._rest)
        document.contentsChange.connect(self._hear)
        self.inks.restructured.connect(self._restructure)
        self.cursorPositionChanged.connect(self._cursor_moved)
        self.verticalScrollBar().valueChanged.connect(self._laid_out)
        film.changed.connect(self._renew)
        film.selected.connect(self._follow)
        film.chose.connect(self._laid_out)
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
        self._laid_out()

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
        self._laid_out()

    def _show(self, box: QRect) -> None:
        """Scroll if this is out of sight, two lines below the top."""
        top = box.top()
        if not 0 <= top <= self.viewport().height() - 2 * LINE:
            bar = self.verticalScrollBar()
            bar.setValue(bar.value() + round(top) - 2 * LINE)

    def _restructure(self) -> None:
        self.folds.renew()
        self.restructured.emit()

    def _laid_out(self) -> None:
        self.viewport().update()
        self._gutter.update()
        self.seen.emit()

    # What is in sight ----------------------------------------------------------------------------

    def blocks(self) -> list[tuple[QTextBlock, QRectF]]:
        """The lines in sight and where they are in the viewport."""
        layout, high = self.document().documentLayout(), self.viewport().height()
        layout.pageCount()  # makes Qt finish laying out: until then later lines have no places
        by = self.verticalScrollBar().value()
        block = self._top(by)
        found = []
        while block.isValid():
            if block.isVisible():
                box = layout.blockBoundingRect(block).translated(0, -by)
                if box.top() > high:
                    break
                found.append((block, box))
            block = block.next()
        return found

    def _top(self, by: int) -> QTextBlock:
        """The line at this height of the whole text, found by halves: asking Qt for the letter at
        a point reads all that is not laid out yet.
        """
        document = self.document()
        layout = document.documentLayout()
        low, high = 0, document.blockCount() - 1
        while low < high:
            middle = (low + high) // 2
            block = document.findBlockByNumber(middle)
            while not block.isVisible() and block.blockNumber() < high:
                block = block.next()
            if block.isVisible() and layout.blockBoundingRect(block).bottom() <= by:
                low = block.blockNumber() + 1
            else:
                high = middle
        return document.findBlockByNumber(low)

    def span(self) -> tuple[int, int]:
        """The first and last point in sight."""
        rows = self.blocks()
        if not rows:
            return 0, 0
        last = rows[-1][0]
        return rows[0][0].position(), last.position() + last.length()

    def marks(self) -> list[tuple[Shot, QRectF]]:
        """The shots whose brackets are in sight, and how high they reach."""
        start, end = self.span()
        found = []
        for shot in self.stretches.shots(self.drift.place(start), self.drift.place(end) + 1):
            assert shot.stretch is not None
            box = self._box(
                self.drift.point(shot.stretch.start), self.drift.point(shot.stretch.end)
            )
            if box is not None:
                found.append((shot, box))
        return found

    def _box(self, start: int, end: int) -> QRectF | None:
        """From the first to the last line of these points; none where all of it is folded."""
        document = self.document()
        last = document.characterCount() - 1
        start, end = min(start, last), max(start, min(end, last + 1) - 1)
        first_block, last_block = document.findBlock(start), document.findBlock(end)
        if not first_block.isVisible():
            while first_block.isValid() and not first_block.isVisible():
                first_block = first_block.next()
            if not first_block.isValid() or first_block.position() > end:
                return None
            if not first_block.text().strip():  # the blank line that stands for a folded scene
                return None
            start = first_block.position()
        cursor = QTextCursor(document)
        cursor.setPosition(start)
        top = self.cursorRect(cursor).top()
        if last_block.isVisible():
            cursor.setPosition(end)
            bottom = self.cursorRect(cursor).bottom()
        else:
            bottom = top + LINE
        return QRectF(0, top, self.viewport().width(), bottom - top)

    # Painting ------------------------------------------------------------------------------------

    def paintEvent(self, event: QPaintEvent) -> None:
        """The selected stretch and what was found behind the words, scenes beside them."""
        painter = QPainter(self.viewport())
        start, end = self.span()
        for shot, box in self.marks():
            if shot.id in self.film.chosen:
                wide = box.adjusted(0, -EDGE, 0, EDGE)
                painter.fillRect(wide, theme.colour("acc_bg"))
                if shot.id == self.film.shot_id:
                    painter.fillRect(QRectF(0, wide.y(), 2, wide.height()), theme.colour("acc"))
            if shot.stale:
                left = 3 if shot.id == self.film.shot_id else 0
                strokes.hatching(painter, QRectF(left, box.y(), 4, box.height()))
        for at, (first, last) in enumerate(self.found):
            if start <= first < end:
                self._paint_found(painter, first, last, at == self.found_at)
        for block, box in self.blocks():
            if fountain.kind(block) == "heading":
                self._paint_heading(painter, block, box)
        painter.end()
        super().paintEvent(event)

    def _paint_found(self, painter: QPainter, first: int, last: int, current: bool) -> None:
        cursor = QTextCursor(self.document())
        cursor.setPosition(first)
        box = QRectF(self.cursorRect(cursor))
        cursor.setPosition(last)
        right = self.cursorRect(cursor)
        if not self.document().findBlock(first).isVisible():
            return
        wide = right.left() - box.left() if right.top() == box.top() else 60
        painter.fillRect(
            QRectF(box.left(), box.top() + 1, wide, box.height() - 2),
            theme.colour("acc_lo" if current else "bg4"),
        )

    def _paint_heading(self, painter: QPainter, block: QTextBlock, box: QRectF) -> None:
        """Its arrow and number; how many lines are folded away."""
        folded = fountain.is_folded(block)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(theme.colour("t3"), 1.3))
        x, y = 8.0, box.top() + LINE / 2
        if folded:
            painter.drawPolyline([QPointF(x - 2, y - 4), QPointF(x + 2, y), QPointF(x - 2, y + 4)])
        else:
            painter.drawPolyline([QPointF(x - 4, y - 2), QPointF(x, y + 2), QPointF(x + 4, y - 2)])
        start = self.drift.place(block.position())
        scene = self.stretches.scene_in(start, start + max(1, block.length()))
        if scene is not None:
            number = self.film.labels[scene.id]
            place = QRectF(11, box.top(), LEFT + TOP - 17, LINE)
            strokes.words(painter, place, number, theme.font(11, 600), "t3", strokes.RIGHT)
        if folded and (count := self.folds.hidden(block)):
            said = f"{count} lines" if count > 1 else "1 line"
            place = QRectF(LEFT + TOP, box.bottom(), 120, LINE)
            strokes.words(painter, place, f"···  {said}", theme.font(11), "t3")

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
            self.focusNextPrevChild(event.key() == Qt.Key.Key_Tab)
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
        if event.button() == Qt.MouseButton.LeftButton:
            for block, box in self.blocks():
                if fountain.kind(block) != "heading":
                    continue
                arrow = QRectF(0, box.top(), LEFT + TOP - 4, LINE)
                rest = QRectF(0, box.bottom(), self.viewport().width(), LINE)
                folded = fountain.is_folded(block)
                if arrow.contains(QPointF(where)) or (folded and rest.contains(QPointF(where))):
                    self.folds.fold(block, not folded)
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

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        inside = self.viewport().geometry()
        self._gutter.setGeometry(inside.right() + 1, inside.top(), GUTTER, inside.height())
        self._laid_out()

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
