"""The keyboard page: every act with its keys, found by name or key, and changed by pressing."""

from __future__ import annotations

import time
from functools import partial

from PySide6.QtCore import QEvent, Qt, QTimer, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QKeySequence, QMouseEvent
from PySide6.QtWidgets import QFrame, QLineEdit, QScrollArea, QWidget

from ui import forms, theme
from ui.acts import Act
from ui.commands import MENUS, Commands
from ui.keys import Keys, native, schemes
from ui.tabs import Segments

SLICE = 0.006  # seconds of a turn in which rows are made
LONE = (
    Qt.Key.Key_Shift, Qt.Key.Key_Control, Qt.Key.Key_Alt, Qt.Key.Key_Meta, Qt.Key.Key_AltGr,
    Qt.Key.Key_CapsLock, Qt.Key.Key_unknown,
)  # fmt: skip


class Keyboard(QWidget):
    """``changed`` carries the keys as they are from now on."""

    changed = Signal(object)

    def __init__(self, commands: Commands, keys: Keys) -> None:
        super().__init__()
        self.keys = keys
        self._acts = _sorted(commands.acts)
        self.rows: dict[str, KeyRow] = {}
        self.scheme = Segments([(name, name) for name in schemes()])
        self.scheme.show_choice(keys.scheme)
        self.scheme.chosen.connect(self.use_scheme)
        self.search = QLineEdit()
        self.search.setPlaceholderText("Find an act or a key")
        self.search.setAccessibleName("Find an act or a key")
        self.search.textChanged.connect(self._find)
        self.said = forms.label("Click a key, then press another one.", 12, 400, "t3")
        self.back = forms.button("Undo", self._undo, "small")
        self.back.hide()
        self._before: Keys | None = None
        self.all_usual = forms.button("Forget all changes", self._forget, "plain")
        inner = QWidget()
        inner.setObjectName("list")
        inner.setStyleSheet("QWidget#list { background: transparent; }")
        self._column = column = forms.column(edge=(20, 4, 12, 8))
        self.none = forms.label("No act has this name or key.", 12, 400, "t3")
        self.none.hide()
        column.addWidget(self.none)
        column.addStretch(1)
        inner.setLayout(column)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setStyleSheet("QScrollArea { background: transparent; }")
        area.viewport().setAutoFillBackground(False)
        area.setWidget(inner)
        top = forms.row(self.scheme, None, self.search, edge=(20, 10, 20, 10))
        self.search.setFixedWidth(210)
        foot = forms.row(self.said, self.back, None, self.all_usual, edge=(20, 6, 12, 6))
        whole = forms.column(top, forms.rule(), area, forms.rule(), foot)
        whole.setStretch(2, 1)
        self.setLayout(whole)
        self._show()
        self._coming = iter(self._acts)
        self._turn = QTimer(self)
        self._turn.setInterval(0)
        self._turn.timeout.connect(self._go_on)
        self._turn.start()

    @property
    def is_whole(self) -> bool:
        """Whether every act has its row by now."""
        return len(self.rows) == len(self._acts)

    def _go_on(self) -> None:
        """More rows, between two events."""
        until = time.monotonic() + SLICE
        for act in self._coming:
            self._add(act)
            if time.monotonic() > until:
                return
        self._turn.stop()

    def _add(self, act: Act) -> None:
        above = self._acts[len(self.rows) - 1].menu if self.rows else ""
        row = KeyRow(act, self, act.menu if act.menu != above else "")
        self._column.insertWidget(len(self.rows), row)  # shown before, it would be a window
        row.setVisible(self._hits(act))
        row.show_keys(self.keys.of(act), act.name in self.keys.changes)
        self.rows[act.name] = row

    def use_scheme(self, name: str) -> None:
        """The keys of another editor; the person's own changes stay on top."""
        self._take(Keys(name, self.keys.changes), "")

    def give(self, act: Act, key: str) -> None:
        """This key is the act's from now on; who had it loses it, and that is said."""
        keys, said = self.keys.given(act, (key,), self._acts)
        self._take(keys, said)

    def clear(self, act: Act) -> None:
        keys, _ = self.keys.given(act, (), self._acts)
        self._take(keys, f"“{act.said.rstrip('…')}” has no key now.")

    def usual(self, act: Act) -> None:
        self._take(self.keys.usual(act), "")

    def _forget(self) -> None:
        self._take(Keys(self.keys.scheme), "All keys are those of the scheme again.")

    def _undo(self) -> None:
        if self._before:
            self._take(self._before, "")
            self._before = None

    def _take(self, keys: Keys, said: str) -> None:
        before, self.keys = self.keys, keys
        self._before = before
        self.said.setText(said or "Click a key, then press another one.")
        self.back.setVisible(bool(said))
        self.scheme.show_choice(keys.scheme)
        self._show()
        self.changed.emit(keys)

    def _show(self) -> None:
        for act in self._acts[: len(self.rows)]:
            self.rows[act.name].show_keys(self.keys.of(act), act.name in self.keys.changes)
        self.all_usual.setEnabled(bool(self.keys.changes))
        self.all_usual.setToolTip("" if self.keys.changes else "No key was changed.")

    def _find(self, told: str) -> None:
        for act in self._acts[: len(self.rows)]:
            self.rows[act.name].setVisible(self._hits(act))
        self.none.setVisible(not any(map(self._hits, self._acts)))

    def _hits(self, act: Act) -> bool:
        """Whether what is searched for is in its name, or is its key."""
        told = self.search.text().strip().casefold()
        keys = " ".join(native(key) for key in self.keys.of(act)).casefold()
        named = told in f"{act.menu} {act.said}".casefold()
        return named or told == keys or told in keys.split()


class KeyRow(QWidget):
    """An act and its keys."""

    def __init__(self, act: Act, page: Keyboard, menu: str) -> None:
        super().__init__()
        self.setFixedHeight(30)
        group = forms.label(menu, 12, 600)
        group.setFixedWidth(76)
        self.field = KeyField(act, page)
        self.drop = forms.tool("close", "No key", partial(page.clear, act))
        self.usual = forms.tool("undo", "The scheme's key again", partial(page.usual, act))
        for button in (self.drop, self.usual):
            kept = button.sizePolicy()
            kept.setRetainSizeWhenHidden(True)
            button.setSizePolicy(kept)
        line = forms.row(
            group, forms.label(act.said.rstrip("…"), 12, 400, "t2"), None, self.field, self.drop,
            self.usual, gap=6,
        )  # fmt: skip
        self.setLayout(line)

    def show_keys(self, keys: tuple[str, ...], changed: bool) -> None:
        self.field.show_keys(keys)
        self.drop.setVisible(bool(keys))
        self.usual.setVisible(changed)


class KeyField(QLineEdit):
    """Takes the next key that is pressed, after a click or Enter."""

    def __init__(self, act: Act, page: Keyboard) -> None:
        super().__init__()
        self._act, self._page = act, page
        self._keys: tuple[str, ...] = ()
        self.listens = False
        self.setReadOnly(True)
        self.setFixedWidth(190)
        self.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.setFont(theme.font(12, 500))
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAccessibleName(f"Key of {act.said}")

    def show_keys(self, keys: tuple[str, ...]) -> None:
        self._keys = keys
        self._renew()

    def _renew(self) -> None:
        shown = "  or  ".join(native(key) for key in self._keys)
        self.setText("Press a key, Esc keeps" if self.listens else shown)
        self.setCursorPosition(0)  # of many keys the first ones are in sight
        self.setToolTip(shown)
        self.setPlaceholderText("none")

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.listens = True
        self._renew()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        self.listens = False
        self._renew()
        super().focusOutEvent(event)

    def event(self, event: QEvent) -> bool:
        if (
            self.listens
            and isinstance(event, QKeyEvent)
            and event.type() in (QEvent.Type.ShortcutOverride, QEvent.Type.KeyPress)
        ):
            event.accept()
            if event.type() == QEvent.Type.KeyPress:
                self._hear(event)
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self.listens = True
            self._renew()
        else:
            super().keyPressEvent(event)

    def _hear(self, event: QKeyEvent) -> None:
        if event.key() in LONE:
            return
        self.listens = False
        if event.key() == Qt.Key.Key_Escape:
            self._renew()
            return
        modifiers = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        sequence = QKeySequence(modifiers.value | event.key())
        self._page.give(self._act, sequence.toString(QKeySequence.SequenceFormat.PortableText))


def _sorted(acts: list[Act]) -> list[Act]:
    """By menu, in the order of the bar; acts without a menu last."""
    menus = [*MENUS, *sorted({act.menu for act in acts} - set(MENUS) - {""}), ""]
    return sorted(acts, key=lambda act: menus.index(act.menu))
