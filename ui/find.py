"""Find and replace in the script. Replacing all is one step of undo."""

from __future__ import annotations

import re
from bisect import bisect_left

from PySide6.QtCore import QRegularExpression, Qt, QTimer
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QToolButton, QWidget

from ui import forms, theme
from ui.script import ScriptEditor

SHOWN = 2000  # found places that are counted; a letter occurs too often to matter
WAIT = 200  # milliseconds after a change of the script until it is searched again
_OPTION = QRegularExpression.PatternOption
_REFERENCE = re.compile(r"\\(\d)|\$(\d)|\\n|\\t|\\\\")


class FindBar(QWidget):
    """Above the script. Enter goes on, Shift+Enter back, Esc closes it."""

    def __init__(self, editor: ScriptEditor) -> None:
        super().__init__()
        self._editor = editor
        self.needle = QLineEdit()
        self.needle.setPlaceholderText("Find")
        self.needle.setAccessibleName("Find in the script")
        self.needle.setToolTip("Enter: next, Shift+Enter: previous, Esc: close")
        self.count = forms.label("", 11, 400, "t3")
        self.case = _toggle("Aa", "Match case")
        self.word = _toggle("W", "Whole words")
        self.pattern = _toggle(".*", "Regular expression")
        self.back = forms.tool("up", "Previous (Shift+F3)", lambda: self.go(-1))
        self.on = forms.tool("down", "Next (F3)", lambda: self.go(1))
        self.shut = forms.tool("close", "Close (Esc)", self.close_bar)
        self.replacement = QLineEdit()
        self.replacement.setPlaceholderText("Replace with")
        self.replacement.setAccessibleName("Replace with")
        self.one = forms.button("Replace", self.replace)
        self.one.setToolTip("Replace this one and go to the next (Enter)")
        self.every = forms.button("All", self.replace_all)
        self.every.setToolTip("Replace all, as one step of undo")
        self.fault = forms.label("", 11, 400, "err")
        self.fault.setWordWrap(True)
        self.fault.hide()
        self._lay()
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.setInterval(WAIT)
        self._later.timeout.connect(self.search)
        for toggle in (self.case, self.word, self.pattern):
            toggle.toggled.connect(self._retyped)
        self.needle.textChanged.connect(self._retyped)
        editor.rewritten.connect(self._rewritten)
        self.hide()

    def _lay(self) -> None:
        self.needle.setTextMargins(0, 0, 52, 0)
        inside = forms.row(None, self.count, edge=(0, 0, 8, 0))
        self.needle.setLayout(inside)
        self.second = QWidget()
        self.second.setLayout(forms.row(self.replacement, self.one, self.every, gap=4))
        toggles = forms.row(self.case, self.word, self.pattern, gap=0)
        steps = forms.row(self.back, self.on, self.shut, gap=0)
        first = forms.row(self.needle, toggles, steps, gap=4)
        first.setStretch(0, 1)
        self.setLayout(forms.column(first, self.second, self.fault, gap=4, edge=(10, 6, 6, 6)))

    # Opening and closing -------------------------------------------------------------------------

    def open_bar(self, replacing: bool = False) -> None:
        """Show it with what is selected, if that is of one line."""
        self.second.setVisible(replacing and not self._editor.isReadOnly())
        said = self._editor.textCursor().selectedText()
        if said and "\u2029" not in said:
            self.needle.setText(said)
        self.show()
        self.needle.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.needle.selectAll()
        self.search()

    def close_bar(self) -> None:
        self.hide()
        self._editor.found, self._editor.found_at = [], -1
        self._editor.viewport().update()
        self._editor.setFocus(Qt.FocusReason.OtherFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key, back = event.key(), bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        if key == Qt.Key.Key_Escape:
            self.close_bar()
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if self.replacement.hasFocus():
                self.replace()
            else:
                self.go(-1 if back else 1)
        else:
            super().keyPressEvent(event)

    # Searching -----------------------------------------------------------------------------------

    def _retyped(self) -> None:
        self.search()
        if self._editor.found:
            cursor = self._editor.textCursor()
            self._stand(self._nearest(cursor.selectionStart()))

    def _rewritten(self) -> None:
        if self.isVisible():
            self._later.start()

    def expression(self) -> QRegularExpression | None:
        """What is looked for; none, with a sentence, when the pattern is not whole."""
        said = self.needle.text()
        pattern = said if self.pattern.isChecked() else QRegularExpression.escape(said)
        if self.word.isChecked():
            pattern = rf"\b(?:{pattern})\b"
        options = _OPTION.UseUnicodePropertiesOption | _OPTION.MultilineOption
        if not self.case.isChecked():
            options |= _OPTION.CaseInsensitiveOption
        found = QRegularExpression(pattern, options)
        wrong = ""
        if said and not found.isValid():
            at = found.patternErrorOffset() - (4 if self.word.isChecked() else 0)
            at = min(max(0, at), len(said))
            what = found.errorString()
            wrong = f"This expression is not whole after letter {at}: {what}. Mend it there."
        self.fault.setText(wrong)
        self.fault.setVisible(bool(wrong))
        self.needle.setProperty("wrong", bool(wrong))
        self.needle.style().polish(self.needle)
        return found if said and not wrong else None

    def search(self) -> None:
        """Find all places anew; where one stands is kept."""
        self._later.stop()
        expression = self.expression()
        found: list[tuple[int, int]] = []
        if expression is not None:
            each = expression.globalMatch(self._editor.text())
            while each.hasNext() and len(found) <= SHOWN:
                match = each.next()
                if match.capturedLength():
                    found.append((match.capturedStart(), match.capturedEnd()))
        self._editor.found = found
        cursor = self._editor.textCursor()
        here = (cursor.selectionStart(), cursor.selectionEnd())
        at = bisect_left(found, here)
        self._editor.found_at = at if at < len(found) and found[at] == here else -1
        self._say()

    def _say(self) -> None:
        """How many there are and which one this is."""
        found, at = self._editor.found, self._editor.found_at
        many = f"{SHOWN}+" if len(found) > SHOWN else str(len(found))
        said = f"{at + 1} of {many}" if at >= 0 else many if found else "none"
        self.count.setText(said if self.needle.text() and not self.fault.text() else "")
        why = "" if found else "Nothing is found."
        for part, tip in (
            (self.one, "Replace this one and go to the next (Enter)"),
            (self.every, "Replace all, as one step of undo"),
        ):
            part.setEnabled(bool(found))
            part.setToolTip(why or tip)
        self._editor.viewport().update()

    def _nearest(self, point: int) -> int:
        """The first place at or behind a point, from the top again behind the last."""
        found = self._editor.found
        at = bisect_left(found, (point, 0))
        return at if at < len(found) else 0

    def _stand(self, at: int) -> None:
        self._editor.found_at = at
        start, end = self._editor.found[at]
        self._editor.go_to(start, end)
        self._say()

    def go(self, way: int) -> None:
        """To the next place or the one before, round the ends."""
        if not self.isVisible() and not self.needle.text():
            self.open_bar()
            return
        if self._later.isActive() or not self._editor.found:
            self.search()
        found = self._editor.found
        if not found:
            return
        cursor = self._editor.textCursor()
        if way > 0:
            self._stand(self._nearest(cursor.selectionEnd()))
        else:
            self._stand((bisect_left(found, (cursor.selectionStart(), 0)) - 1) % len(found))

    # Replacing -----------------------------------------------------------------------------------

    def replace(self) -> None:
        """The place where one stands, and on to the next."""
        if self._editor.found_at < 0:
            self.go(1)
            return
        start, end = self._editor.found[self._editor.found_at]
        put = self._instead(start, end)
        if put is not None:
            self._editor.replace([(start, end, put)], f"Replace {_quoted(self.needle.text())}")
            self.search()
            if self._editor.found:
                self._stand(self._nearest(start + len(put)))

    def replace_all(self) -> None:
        expression = self.expression()
        if expression is None:
            return
        each, text = expression.globalMatch(self._editor.text()), []
        while each.hasNext():
            match = each.next()
            if match.capturedLength():
                put = self._filled(match.capturedTexts())
                text.append((match.capturedStart(), match.capturedEnd(), put))
        if text:
            what = _quoted(self.needle.text())
            self._editor.replace(text, f"Replace {len(text)} times {what}")
            said = "1 place" if len(text) == 1 else f"{len(text)} places"
            self.search()
            self.count.setText(f"{said} done")

    def _instead(self, start: int, end: int) -> str | None:
        expression = self.expression()
        if expression is None:
            return None
        match = expression.match(self._editor.text(), start)
        if match.capturedStart() != start or match.capturedEnd() != end:
            self.search()
            return None
        return self._filled(match.capturedTexts())

    def _filled(self, groups: list[str]) -> str:
        """What is put in; in an expression ``\\1`` or ``$1`` is what its first group found."""
        said = self.replacement.text()
        if not self.pattern.isChecked():
            return said

        def put(match: re.Match[str]) -> str:
            if number := match[1] or match[2]:
                return groups[int(number)] if int(number) < len(groups) else ""
            return {"\\n": "\n", "\\t": "\t"}.get(match[0], "\\")

        return _REFERENCE.sub(put, said)


def _toggle(said: str, tip: str) -> QToolButton:
    found = QToolButton()
    found.setText(said)
    found.setFont(theme.font(11, 500))
    found.setFixedSize(24, 24)
    found.setCheckable(True)
    found.setToolTip(tip)
    found.setAccessibleName(tip)
    return found


def _quoted(said: str) -> str:
    short = said if len(said) <= 20 else said[:19] + "…"
    return f"“{short}”"
