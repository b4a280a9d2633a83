"""Fields that an inspector is made of: they apply at once, refuse with a rule, and never overwrite
what is being typed.

A field remembers for what its words are meant (``target``): when the selection moves on while the
person types, what is typed still goes where it was begun.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QComboBox, QCompleter, QLineEdit, QPlainTextEdit

MIXED = "mixed"  # what a field says when the chosen things differ in it
FAST = 10  # steps at once with Shift

Taken = Callable[[Any, Any, str], object]  # target, value, key under which steps are one undo
UP, DOWN = Qt.Key.Key_Up, Qt.Key.Key_Down


class LineField(QLineEdit):
    """A line that is taken in by Enter and when it is left; Esc gives the old one back.

    ``read`` makes a value of the words or raises ValueError with a sentence, which ``refused``
    carries (empty when all is well again); ``write`` makes words of a value.
    """

    refused = Signal(str)

    def __init__(
        self,
        name: str,
        taken: Taken,
        read: Callable[[str], Any] = str.strip,
        write: Callable[[Any], str] = str,
    ) -> None:
        super().__init__()
        self._taken, self._read, self._write = taken, read, write
        self.value: Any = None
        self.target: Any = None
        self._wrong = False
        self.setAccessibleName(name)
        self.editingFinished.connect(self.take_in)

    @property
    def is_busy(self) -> bool:
        """Whether the person types in it."""
        return self.isModified() and (self.hasFocus() or self._wrong)

    def show_value(self, value: Any, target: Any) -> None:
        """This value of these things; None says that they differ in it."""
        if self.is_busy and (self.hasFocus() or target == self.target):
            return
        words = "" if value is None else self._write(value)
        self.value, self.target = value, target
        if self.text() != words:
            self.setText(words)
            self.setCursorPosition(0)
        mixed = MIXED if value is None else ""
        if self.placeholderText() != mixed:
            self.setPlaceholderText(mixed)
        self.setModified(False)
        self._refuse("")

    def take_in(self) -> None:
        """Apply what was typed; what is no value is refused and stays to be mended."""
        if not self.isModified():
            return
        try:
            value = self._read(self.text())
        except ValueError as fault:
            self._refuse(str(fault))
            return
        self.setModified(False)
        self._refuse("")
        old, self.value = self.value, value
        if value == old or self._taken(self.target, value, "") is False:
            self.value = old
            self.setText("" if old is None else self._write(old))
        elif self.value == value:  # else the board made something else of it, and that is shown
            self.setText(self._write(value))

    def _refuse(self, sentence: str) -> None:
        if bool(sentence) != self._wrong:
            self._wrong = bool(sentence)
            self.setProperty("wrong", self._wrong)
            self.style().polish(self)
        self.refused.emit(sentence)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self.isModified():
            self.setModified(False)
            self.setText("" if self.value is None else self._write(self.value))
            self._refuse("")
            return
        super().keyPressEvent(event)


class NumberField(LineField):
    """A number: Up and Down change it by a step, with Shift by ten; a drag on its label scrubs.

    What follows each other without a pause of the hand is one undo: ``ended`` closes it.
    """

    ended = Signal()

    def __init__(
        self,
        name: str,
        taken: Taken,
        read: Callable[[str], Any],
        write: Callable[[Any], str],
        step: float = 1,
        least: float | None = None,
        most: float | None = None,
    ) -> None:
        super().__init__(name, taken, read, write)
        self._step, self._least, self._most = step, least, most

    def move_by(self, steps: int) -> None:
        """So many steps on from the value that stands."""
        if self.value is None or not self.isEnabled():
            return
        value = self.value + steps * self._step
        if isinstance(value, float):
            value = round(value, 6)
        if self._least is not None:
            value = max(self._least, value)
        if self._most is not None:
            value = min(self._most, value)
        if value == self.value:
            return
        self.setModified(False)
        self._refuse("")
        if self._taken(self.target, value, f"{self.accessibleName()} {self.target}") is not False:
            self.value = value
            self.setText(self._write(value))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (UP, DOWN):
            if self.isModified():
                self.take_in()
            fast = event.modifiers() & Qt.KeyboardModifier.ShiftModifier
            self.move_by((1 if event.key() == UP else -1) * (FAST if fast else 1))
            return
        super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.ended.emit()


class Choice(QComboBox):
    """One of a few words. The wheel scrolls what it lies in and never changes it."""

    def __init__(self, name: str, taken: Taken, options: Sequence[tuple[str, Any]] = ()) -> None:
        super().__init__()
        self._taken = taken
        self.value: Any = None
        self.target: Any = None
        self._options: list[tuple[str, Any]] = []
        self.setAccessibleName(name)
        self.setPlaceholderText(MIXED)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(4)
        self.set_options(options)
        self.activated.connect(self._chosen)

    def set_options(self, options: Sequence[tuple[str, Any]]) -> None:
        if self._options != list(options):
            self._options = list(options)
            self.clear()
            for said, value in options:
                self.addItem(said, value)

    def show_value(self, value: Any, target: Any) -> None:
        """This value of these things; one that is no option shows as mixed."""
        self.value, self.target = value, target
        at = next((i for i, (_, known) in enumerate(self._options) if known == value), -1)
        if at != self.currentIndex():
            self.setCurrentIndex(at)

    def _chosen(self, at: int) -> None:
        value = self._options[at][1]
        if self._taken(self.target, value, "") is False:
            self.show_value(self.value, self.target)

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()


class Words(QPlainTextEdit):
    """A short text, taken in when the person leaves it, by Enter (Ctrl+Enter if it has
    ``paragraphs``); Esc gives the old one back. It grows with its words up to ``most`` lines.
    """

    def __init__(
        self, name: str, taken: Taken, paragraphs: bool = False, least: int = 2, most: int = 7
    ) -> None:
        super().__init__()
        self._taken, self._paragraphs, self._least, self._most = taken, paragraphs, least, most
        self.value: str | None = ""
        self.target: Any = None
        self.setAccessibleName(name)
        self.setTabChangesFocus(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.document().setDocumentMargin(4)
        self.document().documentLayout().documentSizeChanged.connect(self._grow)
        self._grow()

    @property
    def is_busy(self) -> bool:
        """Whether the person types in it."""
        return self.hasFocus() and self.document().isModified()

    def show_value(self, value: str | None, target: Any) -> None:
        """These words of these things; None says that they differ in them."""
        if self.is_busy:
            return
        self.value, self.target = value, target
        words = value or ""
        if self.toPlainText() != words:
            self.setPlainText(words)
        self.document().setModified(False)
        mixed = MIXED if value is None else ""
        if self.placeholderText() != mixed:
            self.setPlaceholderText(mixed)

    def take_in(self) -> None:
        """Apply what was typed."""
        if not self.document().isModified():
            return
        self.document().setModified(False)
        text = self.toPlainText()
        words = text.strip() if self._paragraphs else " ".join(text.split())
        old, self.value = self.value, words
        if words != old and self._taken(self.target, words, "") is False:
            self.value = old
        if self.value in (words, old) and self.toPlainText() != (self.value or ""):
            self.setPlainText(self.value or "")
            self.document().setModified(False)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        if event.reason() != Qt.FocusReason.PopupFocusReason:
            self.take_in()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            control = event.modifiers() & Qt.KeyboardModifier.ControlModifier
            if control or not self._paragraphs:
                self.take_in()
                return
        if event.key() == Qt.Key.Key_Escape and self.document().isModified():
            self.setPlainText(self.value or "")
            self.document().setModified(False)
            return
        super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._grow()

    def _grow(self, size: object = None) -> None:
        lines = round(self.document().size().height())  # a plain text document counts in lines
        shown = min(max(lines, self._least), self._most)
        fits = lines <= self._most
        policy = Qt.ScrollBarPolicy
        self.setVerticalScrollBarPolicy(
            policy.ScrollBarAlwaysOff if fits else policy.ScrollBarAsNeeded
        )
        high = round(shown * self.fontMetrics().lineSpacing() + 2 * 4 + 6)
        if high != self.height():
            self.setFixedHeight(high)


class Completing(LineField):
    """A line that offers words of a list while one types."""

    def __init__(
        self,
        name: str,
        taken: Taken,
        options: Sequence[str] = (),
        read: Callable[[str], Any] = str.strip,
        write: Callable[[Any], str] = str,
    ) -> None:
        super().__init__(name, taken, read, write)
        self._options: tuple[str, ...] = ()
        self.set_options(options)

    def set_options(self, options: Sequence[str]) -> None:
        if self._options == tuple(options):
            return
        self._options = tuple(options)
        completer = QCompleter(list(options), self)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        completer.activated.connect(lambda words: QTimer.singleShot(0, self, self._completed))
        self.setCompleter(completer)

    def _completed(self) -> None:
        self.setModified(True)
        self.take_in()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == DOWN:  # with the list open, the list has the keys
            self.completer().setCompletionPrefix("")
            self.completer().complete()
            return
        super().keyPressEvent(event)
