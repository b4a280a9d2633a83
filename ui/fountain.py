"""Fountain while it is written: what every line is, its ink, how far it is indented.

What a line is depends on the lines around it, up to the next blank ones. So a key press reads one
paragraph with the reader that plans the film, and a block keeps what it is as its user state.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import (
    QColor,
    QFont,
    QSyntaxHighlighter,
    QTextBlock,
    QTextBlockFormat,
    QTextCharFormat,
    QTextCursor,
    QTextDocument,
)

from storyboard import script
from ui import theme

LINE = 18
LEFT = 26  # room for fold arrows and scene numbers
KINDS = (
    "action", "heading", "character", "dialogue", "parenthetical", "transition", "centered",
    "lyric", "section", "synopsis", "note", "boneyard", "page break", "title",
)  # fmt: skip
FOLDED = 64  # beside the kind in a heading's state
OPENING = 40  # blocks in which a title page begins
INDENTS = {"character": 84.0, "dialogue": 34.0, "parenthetical": 58.0, "transition": 96.0,
           "centered": 64.0, "lyric": 34.0}  # fmt: skip
RIGHT = 26.0  # of what is said
INKS = {
    "heading": "t1", "character": "t1", "dialogue": "t1", "lyric": "t1", "action": "t2",
    "centered": "t2", "parenthetical": "t3", "note": "t3", "synopsis": "t3", "transition": "t3",
    "title": "t3", "section": "t1", "boneyard": "t4", "page break": "t4",
}  # fmt: skip
BOLD = ("heading", "section")
SLANTED = ("note", "synopsis", "lyric")
_NOTE = re.compile(r"\[\[.*?\]\]")
_OMITTED = re.compile(r"/\*.*?\*/")
_MARKED = (
    (re.compile(r"(?<!\\)(\*\*\*)(?=\S)(.+?)(?<=\S)(\*\*\*)"), "bi"),
    (re.compile(r"(?<![\\*])(\*\*)(?=[^\s*])(.+?)(?<=[^\s*])(\*\*)(?!\*)"), "b"),
    (re.compile(r"(?<![\\*])(\*)(?=[^\s*])([^*]+?)(?<=\S)(\*)(?!\*)"), "i"),
    (re.compile(r"(?<!\\)(_)(?=\S)(.+?)(?<=\S)(_)"), "u"),
)


def kind(block: QTextBlock) -> str:
    """What a block is; empty when it is blank."""
    state = block.userState()
    return KINDS[state % FOLDED] if state >= 0 else ""


def points(text: str) -> int:
    """How many letters Qt counts in a text."""
    return len(text) + sum(letter > "\uffff" for letter in text)


def is_folded(block: QTextBlock) -> bool:
    return block.userState() >= FOLDED


class Inks(QSyntaxHighlighter):
    """``restructured`` tells that headings, or how many lines there are, may be others now."""

    restructured = Signal()

    def __init__(self, document: QTextDocument) -> None:
        super().__init__(None)  # type: ignore[call-overload]
        self._document = document
        self._names: re.Pattern[str] | None = None
        self._hues: dict[str, QColor] = {}
        self._forms: dict[str, QTextCharFormat] = {}
        self._dressing = False
        self._omits = False
        self._lines = 0
        self._undressed: list[int] = []  # first and last point whose indents are to be looked at
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(0)
        self._soon.timeout.connect(self.indent)
        document.contentsChange.connect(self._hear)  # before Qt's own, which asks for the inks
        self.setDocument(document)

    @property
    def is_dressing(self) -> bool:
        """Whether the document changes by indents, and not by the person."""
        return self._dressing

    # What a line is ------------------------------------------------------------------------------

    def read_all(self) -> None:
        """Every line anew, for a text put in as a whole or with omitted parts."""
        was, self._dressing = self._dressing, True
        self._read(self._document.begin(), self._document.lastBlock(), range(0))
        self._dressing = was
        self._lines = self._document.blockCount()
        self._note(0, self._document.characterCount() - 1)
        self.restructured.emit()

    def _hear(self, point: int, removed: int, added: int) -> None:
        if self._dressing:
            return
        document = self._document
        first = document.findBlock(point)
        last = document.findBlock(min(point + added, document.characterCount() - 1))
        drawn = range(first.blockNumber(), last.blockNumber() + 1)  # by Qt, right after this
        changed = self._read(*self._paragraph(first, last), drawn)
        if changed or document.blockCount() != self._lines:
            self._lines = document.blockCount()
            self.restructured.emit()

    def _paragraph(self, first: QTextBlock, last: QTextBlock) -> tuple[QTextBlock, QTextBlock]:
        """From the blank line before to the blank line after; the title page is one piece."""
        while first.previous().isValid() and _goes_on(first.previous()):
            first = first.previous()
        while last.next().isValid() and _goes_on(last.next()):
            last = last.next()
        if first.blockNumber() < OPENING:
            before = first.previous()
            while before.isValid() and not before.text().strip():
                before = before.previous()
            if not before.isValid():
                first = self._document.begin()
        return first, last

    def _read(self, first: QTextBlock, last: QTextBlock, drawn: range) -> bool:
        """Say what these blocks are, and ink those anew that are others. Whether a heading came
        or went.
        """
        blocks = list(_between(first, last))
        texts = [block.text() for block in blocks]
        whole = "\n".join(texts)
        if "/*" in whole or "*/" in whole:
            self._omits = True
        opens = first.blockNumber() == 0
        states = _states(whole, texts, opens)
        if self._omits and not opens and kind(first.previous()) == "boneyard":
            states = [KINDS.index("boneyard") if text.strip() else -1 for text in texts]
        headings, number = False, first.blockNumber()
        for row, (block, state) in enumerate(zip(blocks, states, strict=True), number):
            was = block.userState()
            heads = state == 1
            if (was % FOLDED == 1) != heads:
                headings = True
            if heads and was >= FOLDED:
                state += FOLDED
            if was != state:
                block.setUserState(state)
                if row not in drawn:
                    self.rehighlightBlock(block)
        self._note(first.position(), last.position() + last.length())
        return headings

    def reread_omitted(self) -> None:
        """Omitted parts reach over blank lines: read all, once the person rests."""
        if self._omits:
            self.read_all()
            self._omits = "/*" in self._document.toRawText()

    # Indents -------------------------------------------------------------------------------------

    def _note(self, start: int, end: int) -> None:
        if self._undressed:
            start, end = min(start, self._undressed[0]), max(end, self._undressed[1])
        self._undressed = [start, end]
        self._soon.start()

    def indent(self) -> None:
        """Indents of what was read since the last time: a turn later, when Qt has laid it out."""
        self._soon.stop()
        if not self._undressed:
            return
        start, end = self._undressed
        self._undressed = []
        document = self._document
        last = document.findBlock(min(end, document.characterCount() - 1))
        cursor = QTextCursor(document)
        document.blockSignals(True)  # nothing is written, and the inks stay as they are
        cursor.beginEditBlock()
        for block in _between(document.findBlock(start), last):
            what = kind(block)
            wished = LEFT + INDENTS.get(what, 0.0)
            form = block.blockFormat()
            if form.leftMargin() != wished or not form.lineHeight():
                cursor.setPosition(block.position())
                cursor.setBlockFormat(_block_form(what))
        cursor.endEditBlock()
        document.blockSignals(False)

    # Inks ----------------------------------------------------------------------------------------

    def name(self, hues: dict[str, QColor]) -> None:
        """Names, casefolded, and their hues; all is drawn again only if they are others."""
        if hues == self._hues:
            return
        self._hues = hues
        names = sorted(map(re.escape, hues), key=len, reverse=True)
        self._names = re.compile(rf"\b(?:{'|'.join(names)})\b", re.IGNORECASE) if names else None
        self._dressing = True
        self.rehighlight()
        self._dressing = False

    def highlightBlock(self, text: str) -> None:
        block = self.currentBlock()
        what = kind(block)
        self.setCurrentBlockState(block.userState())
        if not what:
            return
        self.setFormat(0, points(text), self._form(what))
        if what in ("note", "boneyard", "page break", "title"):
            return
        if "*" in text or "_" in text:
            self._emphasis(text, what)
        if self._names is not None and what in ("action", "character"):
            for match in self._names.finditer(text):
                if what == "character" or match[0].isupper():  # where it is introduced or shouted
                    form = QTextCharFormat()
                    form.setForeground(self._hues[match[0].casefold()])
                    form.setFontWeight(QFont.Weight.Bold)
                    self._ink(text, *match.span(), form)
        if "[[" in text:
            for match in _NOTE.finditer(text):
                self._ink(text, *match.span(), self._form("note"))
        if "/*" in text:
            for match in _OMITTED.finditer(text):
                self._ink(text, *match.span(), self._form("boneyard"))

    def _ink(self, text: str, start: int, end: int, form: QTextCharFormat) -> None:
        """Qt counts an emoji as two."""
        if not text.isascii():
            start, end = points(text[:start]), points(text[:end])
        self.setFormat(start, end - start, form)

    def _emphasis(self, text: str, what: str) -> None:
        for pattern, how in _MARKED:
            for match in pattern.finditer(text):
                form = QTextCharFormat(self._form(what))
                if "b" in how:
                    form.setFontWeight(QFont.Weight.Bold)
                if "i" in how:
                    form.setFontItalic(True)
                if "u" in how:
                    form.setFontUnderline(True)
                self._ink(text, *match.span(2), form)
                for side in (1, 3):
                    self._ink(text, *match.span(side), self._form("boneyard"))

    def _form(self, what: str) -> QTextCharFormat:
        if what not in self._forms:
            form = QTextCharFormat()
            form.setForeground(theme.colour(INKS[what]))
            if what in BOLD:
                form.setFontWeight(QFont.Weight.Bold)
            form.setFontItalic(what in SLANTED)
            self._forms[what] = form
        return self._forms[what]


def _between(first: QTextBlock, last: QTextBlock) -> Iterator[QTextBlock]:
    end = last.blockNumber()
    block = first
    while block.isValid() and block.blockNumber() <= end:
        yield block
        block = block.next()


def _goes_on(block: QTextBlock) -> bool:
    """Whether a line belongs to the lines around it; two spaces hold a speech together."""
    text = block.text()
    return bool(text.strip()) or len(text) >= 2


def _states(whole: str, texts: list[str], opens: bool) -> list[int]:
    """The state of each line of a piece of script."""
    lead = "" if opens else "!\n\n"  # what looks like a title page is one at the top only
    told, shift = script.read(lead + whole), len(lead)
    found = [-1] * len(texts)
    starts, at = [], shift
    for text in texts:
        starts.append(at + len(text) - len(text.lstrip()))
        at += len(text) + 1
    elements = [one for one in told.elements if one.kind not in ("note", "boneyard")]
    hidden = [one for one in told.elements if one.kind in ("note", "boneyard")]
    body = min((one.start for one in elements), default=len(whole) + shift)
    n = 0
    for row, text in enumerate(texts):
        if not text.strip():
            continue
        start = starts[row]
        while n < len(elements) and elements[n].end <= start:
            n += 1
        if n < len(elements) and elements[n].start <= start + 1:  # "!" is no word of its element
            found[row] = KINDS.index(elements[n].kind)
        elif opens and told.title_page and start < body:
            found[row] = KINDS.index("title")
        else:
            found[row] = 0
    for one in hidden:
        for row in range(bisect_left(starts, one.start), bisect_right(starts, one.end)):
            if found[row] >= 0 and starts[row] + len(texts[row].strip()) <= one.end:
                found[row] = KINDS.index(one.kind)
    return found


def _block_form(what: str) -> QTextBlockFormat:
    form = QTextBlockFormat()
    form.setLeftMargin(LEFT + INDENTS.get(what, 0.0))
    form.setRightMargin(RIGHT if what in INDENTS else 0.0)
    form.setLineHeight(LINE, QTextBlockFormat.LineHeightTypes.FixedHeight.value)
    return form
