"""The script: Fountain as one writes it; a bracket joins each stretch to its shot's number."""

from __future__ import annotations

import re
from bisect import bisect_right

from PySide6.QtCore import QMimeData, QPointF, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import (
    QColor,
    QKeyEvent,
    QKeySequence,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
    QSyntaxHighlighter,
    QTextBlock,
    QTextBlockFormat,
    QTextCharFormat,
    QTextCursor,
    QTextDocument,
)
from PySide6.QtWidgets import QFrame, QTextEdit, QWidget

from storyboard import link, script
from storyboard.board import Shot, Stretch
from studio import plan
from ui import strokes, theme
from ui.film import Film

PAUSE = 400  # milliseconds without a key after which what was typed is taken in
LINE = 18
GUTTER = 46
NUMBERS = 22  # room for scene numbers at the left
INDENTS = {"character": 84.0, "dialogue": 32.0, "parenthetical": 58.0, "transition": 110.0}
MARKS = {
    "heading": ("t1", True), "character": ("t1", False), "dialogue": ("t1", False),
    "action": ("t2", False), "parenthetical": ("t3", False), "note": ("t3", False),
    "boneyard": ("t4", False), "section": ("t3", False), "synopsis": ("t3", False),
    "transition": ("t3", False),
}  # fmt: skip


class ScriptEditor(QTextEdit):
    """The text. Undo is the film's: the editor keeps none of its own."""

    scrolled = Signal()

    def __init__(self, film: Film, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.film = film
        self.setObjectName("script")
        self.setAccessibleName("Script")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setAcceptRichText(False)
        self.setUndoRedoEnabled(False)
        self.setTabChangesFocus(True)
        self.setFont(theme.font(13, 400, theme.MONO))
        self.document().setDefaultFont(theme.font(13, 400, theme.MONO))
        self.document().setDocumentMargin(10)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setViewportMargins(0, 0, GUTTER, 0)
        self._inks = Inks(self.document())
        self._gutter = Gutter(self)
        self._filling = False
        self._typed = QTimer(self)
        self._typed.setSingleShot(True)
        self._typed.setInterval(PAUSE)
        self._typed.timeout.connect(self.take_in)
        self.textChanged.connect(self._note)
        self.cursorPositionChanged.connect(self._cursor_moved)
        self.verticalScrollBar().valueChanged.connect(self._gutter.update)
        film.changed.connect(self._renew)
        film.selected.connect(self._follow)
        self._fill()

    # The text and the board ----------------------------------------------------------------------

    def take_in(self) -> None:
        """What was typed becomes the film's script: touched shots turn stale."""
        self._typed.stop()
        text = self.toPlainText()
        if text != self.film.board.script:
            self.film.try_out(lambda: plan.set_script(self.film.session, text))

    def _note(self) -> None:
        if not self._filling:
            self._typed.start()

    def _renew(self, name: str = "") -> None:
        if not self._typed.isActive() and self.toPlainText() != self.film.board.script:
            self._fill()
        self._dress()

    def _fill(self) -> None:
        self._filling = True
        at, bar = self.textCursor().position(), self.verticalScrollBar().value()
        self.setPlainText(self.film.board.script)
        cursor = self.textCursor()
        cursor.setPosition(min(at, len(self.toPlainText())))
        self.setTextCursor(cursor)
        self.verticalScrollBar().setValue(bar)
        self._filling = False
        self._dress()

    def _dress(self) -> None:
        """Indents, inks and the selected stretch, as the script reads now."""
        self._filling = True
        self._inks.read(self.toPlainText(), self.film)
        cursor = QTextCursor(self.document())
        cursor.beginEditBlock()
        block = self.document().begin()
        while block.isValid():
            wished = self._inks.indent(block)
            if block.blockFormat().leftMargin() != wished or not block.blockFormat().lineHeight():
                form = QTextBlockFormat()
                form.setLeftMargin(wished)
                form.setRightMargin(18 if wished > NUMBERS else 0)
                form.setLineHeight(LINE, QTextBlockFormat.LineHeightTypes.FixedHeight.value)
                cursor.setPosition(block.position())
                cursor.setBlockFormat(form)
            block = block.next()
        cursor.endEditBlock()
        self._inks.rehighlight()
        self._filling = False
        self._follow(self.film.shot_id)

    # The selected shot ---------------------------------------------------------------------------

    def _cursor_moved(self) -> None:
        if self._filling or not self.hasFocus():
            return
        here = self._inks.place(self.textCursor().position())
        shots = link.shots_at(self.film.board, here)
        if shots and self.film.shot_id not in shots:
            self.film.select(shots[0])

    def _follow(self, shot: str) -> None:
        chosen = self.film.shot
        if chosen and chosen.stretch:
            box = self._box(chosen.stretch)
            if not self.hasFocus() and not 0 <= box.top() <= self.viewport().height() - LINE:
                bar = self.verticalScrollBar()
                bar.setValue(bar.value() + round(box.top()) - 2 * LINE)
        self.viewport().update()
        self._gutter.update()

    def _cursor(self, stretch: Stretch) -> QTextCursor:
        cursor = QTextCursor(self.document())
        last = self.document().characterCount() - 1
        cursor.setPosition(min(last, self._inks.point(stretch.start)))
        keep = QTextCursor.MoveMode.KeepAnchor
        cursor.setPosition(min(last, self._inks.point(stretch.end)), keep)
        return cursor

    def _box(self, stretch: Stretch) -> QRectF:
        """From the first to the last line of a stretch, in the viewport."""
        cursor = self._cursor(stretch)
        ends = []
        for at in (
            cursor.selectionStart(),
            max(cursor.selectionStart(), cursor.selectionEnd() - 1),
        ):
            cursor.setPosition(at)
            ends.append(QRectF(self.cursorRect(cursor)))
        return QRectF(0, ends[0].top(), self.viewport().width(), ends[1].bottom() - ends[0].top())

    def marks(self) -> list[tuple[Shot, QRectF]]:
        """The shots whose brackets are in sight, and how high they reach."""
        found, high = [], self.viewport().height()
        for shot in self.film.board.shots:
            if shot.stretch and shot.stretch.start < shot.stretch.end:
                box = self._box(shot.stretch)
                if box.bottom() > 0 and box.top() < high:
                    found.append((shot, box))
        return found

    def paintEvent(self, event: QPaintEvent) -> None:
        """The selected stretch behind the words, scene numbers beside them."""
        painter = QPainter(self.viewport())
        chosen = self.film.shot
        if chosen and chosen.stretch and chosen.stretch.start < chosen.stretch.end:
            box = self._box(chosen.stretch)
            painter.fillRect(box, theme.colour("acc_bg"))
            painter.fillRect(QRectF(0, box.y(), 2, box.height()), theme.colour("acc"))
        for scene in self.film.board.scenes:
            if scene.stretch and scene.stretch.start < scene.stretch.end:
                box = self._box(Stretch(scene.stretch.start, scene.stretch.start + 1))
                place = QRectF(4, box.y(), NUMBERS, LINE)
                number = self.film.labels[scene.id]
                strokes.words(painter, place, number, theme.font(11, 600), "t3", strokes.CENTRE)
        painter.end()
        super().paintEvent(event)

    # Qt's own ------------------------------------------------------------------------------------

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        inside = self.viewport().geometry()
        self._gutter.setGeometry(inside.right() + 1, inside.top(), GUTTER, inside.height())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Undo and redo are the film's, also while one types."""
        for key, act in (
            (QKeySequence.StandardKey.Undo, self.film.undo),
            (QKeySequence.StandardKey.Redo, self.film.redo),
        ):
            if event.matches(key):
                self.take_in()
                act()
                return
        super().keyPressEvent(event)

    def insertFromMimeData(self, source: QMimeData) -> None:
        self.insertPlainText(source.text())


class Gutter(QWidget):
    """The brackets at the right edge."""

    def __init__(self, editor: ScriptEditor) -> None:
        super().__init__(editor)
        self._editor = editor

    def sizeHint(self) -> QSize:
        return QSize(GUTTER, 0)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), theme.colour("bg1"))
        film = self._editor.film
        for shot, box in self._editor.marks():
            chosen = shot.id == film.shot_id
            if chosen:
                painter.fillRect(QRectF(0, box.y(), GUTTER, box.height()), theme.colour("acc_bg"))
            if shot.stale:
                strokes.hatching(painter, QRectF(GUTTER - 4, box.y(), 4, box.height()))
            ink = "acc" if chosen else "warn" if shot.stale else "t4"
            painter.setPen(QPen(theme.colour(ink), 1.5 if chosen else 1))
            x, top, end = 12.5, round(box.top()) + 3.5, round(box.bottom()) - 3.5
            painter.drawPolyline(
                [QPointF(x - 5, top), QPointF(x, top), QPointF(x, end), QPointF(x - 5, end)]
            )
            ink = "acc" if chosen else "warn" if shot.stale else "t3"
            place = QRectF(x + 5, top - 5, GUTTER - x - 5, 18)
            strokes.words(painter, place, film.labels[shot.id], theme.font(11, 600), ink)
        painter.end()


class Inks(QSyntaxHighlighter):
    """Headings bold, names in their subject's hue, notes quiet: as the elements of the text say."""

    def __init__(self, document: QTextDocument) -> None:
        super().__init__(document)
        self._starts: list[int] = []
        self._elements: list[script.Element] = []
        self._names: re.Pattern[str] | None = None
        self._hues: dict[str, QColor] = {}
        self._wide: list[int] = []  # places of characters that Qt counts twice

    def read(self, text: str, film: Film) -> None:
        self._elements = [e for e in script.read(text).elements if e.kind != "page break"]
        self._starts = [element.start for element in self._elements]
        self._wide = [at for at, letter in enumerate(text) if letter > "\uffff"]
        hues = theme.hues(film.board)
        self._hues = {
            name.casefold(): hues[subject.id]
            for subject in film.board.cast
            for name in (subject.name, *subject.aliases)
            if len(name) > 1
        }
        names = sorted(map(re.escape, self._hues), key=len, reverse=True)
        self._names = re.compile(rf"\b(?:{'|'.join(names)})\b", re.IGNORECASE) if names else None

    def place(self, point: int) -> int:
        """A position in the document as a place in the text."""
        return point - sum(1 for n, at in enumerate(self._wide) if at + n < point)

    def point(self, place: int) -> int:
        """And the other way round."""
        return place + bisect_right(self._wide, place - 1)

    def indent(self, block: QTextBlock) -> float:
        element = self._element(block)
        return NUMBERS + (INDENTS.get(element.kind, 0.0) if element else 0.0)

    def highlightBlock(self, text: str) -> None:
        element = self._element(self.currentBlock())
        kind = element.kind if element else "action"
        token, bold = MARKS.get(kind, ("t2", False))
        form = QTextCharFormat()
        form.setForeground(theme.colour(token))
        if bold:
            form.setFontWeight(700)
        self.setFormat(0, len(text), form)
        if self._names is None or kind not in ("action", "character"):
            return
        for match in self._names.finditer(text):
            if kind == "action" and not match[0].isupper():
                continue  # in full only where the script introduces or shouts them
            form = QTextCharFormat()
            form.setForeground(self._hues[match[0].casefold()])
            form.setFontWeight(700)
            self.setFormat(match.start(), match.end() - match.start(), form)

    def _element(self, block: QTextBlock) -> script.Element | None:
        if not block.text().strip():
            return None
        text = block.text()
        at = self.place(block.position()) + len(text) - len(text.lstrip())
        found = bisect_right(self._starts, at) - 1
        if found < 0 or self._elements[found].end <= at:
            return None
        return self._elements[found]
