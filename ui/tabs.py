"""Choosing one of a few: tabs with a line below, and a segmented control."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QButtonGroup, QPushButton, QWidget

from ui import forms

Choices = Sequence[tuple[str, str]]  # name, what is said


class OneOf(QWidget):
    """Buttons of which one is down; arrow keys go along them. ``chosen`` names the new one."""

    chosen = Signal(str)

    def __init__(self, choices: Choices, kind: str, gap: int, edge: int) -> None:
        super().__init__()
        self.setObjectName(kind)
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.buttons: dict[str, QPushButton] = {}
        self._group = QButtonGroup(self)
        for name, said in choices:
            button = forms.button(said, partial(self._take, name), kind)
            button.setCheckable(True)
            button.setAccessibleName(said)
            self.buttons[name] = button
            self._group.addButton(button)
        self.setLayout(forms.row(*self.buttons.values(), gap=gap, edge=(edge,) * 4))
        self.current = ""
        self.show_choice(choices[0][0])

    def show_choice(self, name: str) -> None:
        """This one is down from now on, without telling."""
        self.current = name
        self.buttons[name].setChecked(True)

    def _take(self, name: str) -> None:
        if name != self.current:
            self.show_choice(name)
            self.chosen.emit(name)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        way = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}.get(Qt.Key(event.key()))
        if way is None:
            super().keyPressEvent(event)
            return
        names = [name for name, button in self.buttons.items() if button.isEnabled()]
        at = names.index(self.current) if self.current in names else 0
        name = names[(at + way) % len(names)]
        self._take(name)
        self.buttons[name].setFocus(Qt.FocusReason.TabFocusReason)


class Tabs(OneOf):
    """Words in a row; the chosen one has a line of accent below."""

    def __init__(self, choices: Choices) -> None:
        super().__init__(choices, "tab", 18, 0)
        self.setFixedHeight(36)


class Segments(OneOf):
    """A track with the chosen part raised."""

    def __init__(self, choices: Choices) -> None:
        super().__init__(choices, "segment", 2, 2)
        self.setFixedHeight(28)
