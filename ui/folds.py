"""Scenes of the script folded to their headings."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from PySide6.QtGui import QTextBlock, QTextDocument

from ui import fountain


class Folds:
    """A folded scene shows its heading, the blank line below it and the one before the next."""

    def __init__(self, document: QTextDocument, changed: Callable[[], object]) -> None:
        self._document = document
        self._changed = changed
        self.any = False  # whether something may be folded

    def heading(self, block: QTextBlock) -> QTextBlock | None:
        """The heading that a line stands under, or is."""
        while block.isValid():
            if fountain.kind(block) == "heading":
                return block
            block = block.previous()
        return None

    def headings(self) -> Iterator[QTextBlock]:
        block = self._document.begin()
        while block.isValid():
            if fountain.kind(block) == "heading":
                yield block
            block = block.next()

    def fold(self, heading: QTextBlock, folded: bool) -> None:
        """Fold a scene, or unfold it."""
        self._mark(heading, folded)
        self._show()

    def fold_all(self, folded: bool) -> None:
        for heading in self.headings():
            self._mark(heading, folded)
        self._show()

    def reveal(self, block: QTextBlock) -> bool:
        """Unfold the scene of a hidden line. Whether there was need."""
        if block.isVisible():
            return False
        if heading := self.heading(block):
            self.fold(heading, False)
        return True

    def renew(self) -> None:
        """Headings came or went: show what no folded scene holds any more."""
        if self.any:
            self._show()

    def hidden(self, heading: QTextBlock) -> int:
        """How many written lines of a folded scene are out of sight."""
        count, block = 0, heading.next()
        while block.isValid() and fountain.kind(block) != "heading":
            count += not block.isVisible() and bool(block.text().strip())
            block = block.next()
        return count

    def _mark(self, heading: QTextBlock, folded: bool) -> None:
        kind = heading.userState() % fountain.FOLDED
        heading.setUserState(kind + fountain.FOLDED if folded else kind)
        self.any = self.any or folded

    def _show(self) -> None:
        first: QTextBlock | None = None
        last = self._document.begin()
        folded, below = False, 0
        self.any = False
        block = self._document.begin()
        while block.isValid():
            if fountain.kind(block) == "heading":
                folded, below = fountain.is_folded(block), 0
                self.any = self.any or folded
                visible = True
            else:
                blank = not block.text().strip()
                following = block.next()
                ends = blank and (not following.isValid() or _is_heading(following))
                visible = not folded or (below == 0 and blank) or ends
                below += 1
            if block.isVisible() != visible:
                block.setVisible(visible)
                first, last = first or block, block
            block = block.next()
        if first is not None:
            end = last.position() + last.length()
            self._document.markContentsDirty(first.position(), end - first.position())
            self._changed()


def _is_heading(block: QTextBlock) -> bool:
    return fountain.kind(block) == "heading"
