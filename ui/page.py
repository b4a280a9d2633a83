"""The page that a script is written on: what is in sight, and what is painted beside the words."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QPointF, QRectF, QSizeF, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPen, QResizeEvent, QTextBlock, QTextCursor
from PySide6.QtWidgets import QFrame, QTextEdit, QWidget

from storyboard.board import Shot
from ui import fountain, strokes, theme
from ui.brackets import EDGE, GUTTER, Gutter, Stretches
from ui.drift import Drift
from ui.film import Film
from ui.folds import Folds
from ui.fountain import LEFT, LINE

TOP = 10  # above the first line
EXAMPLE = (
    "EXT. BEACH - MORNING\n\nMIA, a girl in a red coat, walks along the water.\n\nMIA\nWhat a day!"
)


class Page(QTextEdit):
    """Brackets at the right, arrows and scene numbers at the left, the selected stretch and what
    a search found behind the words. Only what is in sight is looked at.
    """

    seen = Signal()  # scrolled or laid out anew

    def __init__(self, film: Film, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.film = film
        self.setObjectName("script")
        self.setAccessibleName("Script")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setAcceptRichText(False)
        self.setUndoRedoEnabled(False)
        self.setFont(theme.font(13, 400, theme.MONO))
        document = self.document()
        document.setDefaultFont(theme.font(13, 400, theme.MONO))
        document.setDocumentMargin(TOP)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setViewportMargins(0, 0, GUTTER, 0)
        self.inks = fountain.Inks(document)
        self.drift = Drift()
        self.stretches = Stretches()
        self.folds = Folds(document, self.laid_out)
        self.found: list[tuple[int, int]] = []  # what a search found, as points
        self.found_at = -1
        self._gutter = Gutter(self, self)
        self.verticalScrollBar().valueChanged.connect(self.laid_out)
        film.chose.connect(self.laid_out)

    def laid_out(self) -> None:
        """Something is elsewhere, or looks otherwise."""
        self.viewport().update()
        self._gutter.update()
        self.seen.emit()

    def heading_at(self, where: QPoint) -> QTextBlock | None:
        """The heading whose arrow is here, or whose folded lines are."""
        point = QPointF(where)
        for block, box in self.blocks():
            if fountain.kind(block) != "heading":
                continue
            arrow = QRectF(0, box.top(), LEFT + TOP - 2, LINE)
            rest = QRectF(0, box.bottom(), self.viewport().width(), LINE)
            if arrow.contains(point) or (fountain.is_folded(block) and rest.contains(point)):
                return block
        return None

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        inside = self.viewport().geometry()
        self._gutter.setGeometry(inside.right() + 1, inside.top(), GUTTER, inside.height())
        self.laid_out()

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
            end = self.drift.point(shot.stretch.end, ends=True)
            box = self._box(self.drift.point(shot.stretch.start), end)
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
                strip = QRectF(left, box.y(), 4, box.height())
                strokes.hatching(painter, strip.intersected(QRectF(self.viewport().rect())))
        for at, (first, last) in enumerate(self.found):
            if start <= first < end:
                self._paint_found(painter, first, last, at == self.found_at)
        for block, box in self.blocks():
            if fountain.kind(block) == "heading":
                self._paint_heading(painter, block, box)
        if self.document().isEmpty():
            self._paint_example(painter)
        painter.end()
        super().paintEvent(event)

    def _paint_example(self, painter: QPainter) -> None:
        """How a script looks, as long as there is none."""
        room = QRectF(self.viewport().rect()).adjusted(LEFT + TOP, TOP, -TOP, 0)
        for line in EXAMPLE.split("\n"):
            for row in strokes.broken(self.font(), line, room.width(), 9) or [""]:
                strokes.words(painter, QRectF(room.topLeft(), QSizeF(room.width(), LINE)), row,
                              self.font(), "t3")  # fmt: skip
                room.translate(0, LINE)

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
