"""How one writes a screenplay: Enter goes on to what comes next, Tab begins a cue, names and
headings are offered while they are typed.
"""

from __future__ import annotations

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QKeyEvent, QTextBlock, QTextCursor
from PySide6.QtWidgets import QListWidget, QTextEdit

from storyboard import completion
from ui import fountain, strokes, theme
from ui.film import Film

WIDEST = 262
ROW = 22
NEW_PARAGRAPH = ("heading", "action", "dialogue", "lyric", "transition", "centered")


class Offers(QListWidget):
    """What could be meant, under the line; it never takes the keyboard."""

    def __init__(self, editor: QTextEdit) -> None:
        super().__init__(editor.viewport())
        self._editor = editor
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setAccessibleName("Names and headings to choose from")
        self.setFont(theme.font(12, 400, theme.MONO))
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setStyleSheet(
            f"QListWidget {{ background: {theme.COLOURS['pop']}; border-radius: 6px;"
            f" border: 1px solid {theme.COLOURS['pop_line']}; padding: 3px; outline: 0; }}"
            f"QListWidget::item {{ height: {ROW}px; padding: 0 6px; border-radius: 3px; }}"
            f"QListWidget::item:selected {{ background: {theme.COLOURS['bg4']};"
            f" color: {theme.COLOURS['t1']}; }}"
        )
        self.hide()

    def offer(self, offers: tuple[str, ...], corner: QPoint, room: int) -> None:
        """Show these below a point, or above it where there is no room below."""
        if not offers:
            self.hide()
            return
        self.clear()
        self.addItems(offers)
        self.setCurrentRow(0)
        wide = max(strokes.width(self.font(), offer) for offer in offers) + 26
        self.resize(min(WIDEST, max(120, round(wide))), ROW * len(offers) + 8)
        y = corner.y()
        if y + self.height() > room:
            y = max(0, y - self.height() - fountain.LINE - 4)
        self.move(min(corner.x(), max(0, self._editor.viewport().width() - self.width())), y)
        self.show()
        self.raise_()

    def step(self, by: int) -> None:
        self.setCurrentRow((self.currentRow() + by) % self.count())

    @property
    def chosen(self) -> str:
        item = self.currentItem()
        return item.text() if item else ""


class Screenwriting:
    """The conventions, laid over an editor: ``press`` tells whether a key is dealt with."""

    def __init__(self, editor: QTextEdit, film: Film) -> None:
        self._editor = editor
        self._film = film
        self.offers = Offers(editor)
        self.offers.itemClicked.connect(lambda _: self._accept(go_on=False))
        self._parted = -1  # where Enter began a new paragraph just now
        self._cueing = -1  # block that Tab made a cue of

    def press(self, event: QKeyEvent) -> bool:
        key, plain = event.key(), event.modifiers() in _PLAIN
        if self.offers.isVisible() and plain and self._choose(key):
            return True
        parted, self._parted = self._parted, -1
        if not plain:
            return False
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            return self._enter(parted)
        if key == Qt.Key.Key_Tab:
            return self._tab()
        return False

    def pressed(self, event: QKeyEvent) -> None:
        """After a key: offer what could be meant."""
        erased = event.key() == Qt.Key.Key_Backspace and self.offers.isVisible()
        if erased or (event.text() and event.text().isprintable()):
            self.offer()
        elif event.key() not in (Qt.Key.Key_Shift, Qt.Key.Key_Control, Qt.Key.Key_Alt):
            self.offers.hide()

    # Enter and Tab -------------------------------------------------------------------------------

    def _enter(self, parted: int) -> bool:
        """At the end of a paragraph a blank line comes by itself; who types it all the same has
        it once.
        """
        cursor = self._editor.textCursor()
        block = cursor.block()
        if parted == cursor.position():
            return True
        ends = cursor.atBlockEnd() and not cursor.hasSelection()
        if not ends or fountain.kind(block) not in NEW_PARAGRAPH:
            return False
        if _is_cue(block):
            return False
        below = block.next()
        if below.isValid() and below.text().strip():
            return False
        cursor.insertText("\n\n")
        self._editor.setTextCursor(cursor)
        self._editor.ensureCursorVisible()
        self._parted = cursor.position()
        return True

    def _tab(self) -> bool:
        cursor = self._editor.textCursor()
        block = cursor.block()
        text = block.text()
        if not text.strip() and _is_blank(block.previous()):
            self._cueing = block.blockNumber()
            self.offer()
            return self.offers.isVisible()
        if cursor.atBlockEnd() and _is_cue(block):
            cursor.insertText(" (")
            self._editor.setTextCursor(cursor)
            self.offer()
            return True
        return False

    # Offers --------------------------------------------------------------------------------------

    def offer(self) -> None:
        """Offer what goes on from the line up to the cursor, if it begins a paragraph."""
        cursor = self._editor.textCursor()
        block = cursor.block()
        typed = block.text()
        cueing = self._cueing == block.blockNumber()
        found: tuple[str, ...] = ()
        if cursor.atBlockEnd() and _is_blank(block.previous()) and (typed.strip() or cueing):
            found = self._found(block, typed.lstrip(), cueing)
        place = self._editor.cursorRect(cursor)
        corner = QPoint(place.left() - 8, place.bottom() + 4)
        self.offers.offer(found, corner, self._editor.viewport().height())

    def _found(self, block: QTextBlock, typed: str, cueing: bool) -> tuple[str, ...]:
        if not cueing and completion.is_opening(typed):
            found = completion.headings(self._texts(block, "heading"), typed)
            if found:
                return found
        if cueing or typed == typed.upper() != typed.lower():
            return completion.cues(self._said(block), self._names(block), typed)
        return ()

    def _said(self, block: QTextBlock) -> list[str]:
        """The cues of this scene up to a line."""
        found = []
        block = block.previous()
        while block.isValid() and fountain.kind(block) != "heading":
            if fountain.kind(block) == "character":
                found.append(_bare(block.text()))
            block = block.previous()
        return found[::-1]

    def _names(self, block: QTextBlock) -> list[str]:
        """Who speaks in the script, then the rest of the cast."""
        known = dict.fromkeys(map(_bare, self._texts(block, "character")))
        names = [subject.name for subject in self._film.board.cast if subject.name]
        return [*known, *sorted(names, key=lambda name: name[0].islower())]  # people before things

    def _texts(self, apart: QTextBlock, kind: str) -> list[str]:
        block, found = self._editor.document().begin(), []
        while block.isValid():
            if fountain.kind(block) == kind and block != apart:
                found.append(block.text().strip())
            block = block.next()
        return found

    def _choose(self, key: int) -> bool:
        """A key while offers are shown."""
        if key in (Qt.Key.Key_Down, Qt.Key.Key_Up):
            self.offers.step(1 if key == Qt.Key.Key_Down else -1)
        elif key == Qt.Key.Key_Escape:
            self.offers.hide()
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._accept(go_on=True)
        elif key == Qt.Key.Key_Tab:
            self._accept(go_on=False)
        else:
            return False
        return True

    def _accept(self, go_on: bool) -> None:
        """The offer instead of the line; Enter after a name goes on to what is said."""
        said = self.offers.chosen
        self.offers.hide()
        cursor = self._editor.textCursor()
        cursor.movePosition(QTextCursor.MoveOperation.StartOfBlock)
        cursor.movePosition(QTextCursor.MoveOperation.EndOfBlock, QTextCursor.MoveMode.KeepAnchor)
        name = not completion.is_opening(said)
        cursor.insertText(said + ("\n" if go_on and name else ""))
        self._cueing = -1
        self._editor.setTextCursor(cursor)
        if not name:
            self.offer()


_PLAIN = (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier)


def _is_blank(block: QTextBlock) -> bool:
    return not block.isValid() or not block.text().strip()


def _is_cue(block: QTextBlock) -> bool:
    """Whether a line reads as a name that something is said under, which may not be there yet."""
    text = block.text().strip()
    if fountain.kind(block) == "character":
        return True
    if not _is_blank(block.previous()) or fountain.kind(block) != "action":
        return False
    bare = _bare(text)
    return bare == bare.upper() != bare.lower() and len(bare) <= 45 and bare[-1] not in ".!?:,;-"


def _bare(cue: str) -> str:
    """A cue's name."""
    return cue.partition("(")[0].strip().lstrip("@").rstrip("^").strip()
