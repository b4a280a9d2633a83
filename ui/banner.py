"""A sentence above what it is about, with the act that answers it."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui import forms, theme


class Banner(QWidget):
    """Amber when a person should look, red when something failed. Hidden while it has no words."""

    def __init__(self, kind: str, act: str, taken: Callable[[], object]) -> None:
        super().__init__()
        self.setObjectName("banner")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setStyleSheet(
            f"QWidget#banner {{ background: {theme.COLOURS[f'{kind}_bg']}; }}"
            f"QPushButton {{ color: {theme.COLOURS[kind]}; }}"
        )
        sign = forms.label()
        picture = "stale" if kind == "warn" else "warn"
        sign.setPixmap(theme.picture(picture, kind, 16, self.devicePixelRatioF()))
        self.words = forms.label("")
        self.words.setWordWrap(True)
        self.words.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self.button = forms.button(act, taken, "link")
        line = forms.row(sign, self.words, self.button, edge=(12, 5, 10, 5))
        line.setStretch(1, 1)
        self.setLayout(line)
        self.hide()

    def say(self, sentence: str) -> None:
        """Show this sentence; an empty one hides the banner."""
        self.words.setText(sentence)
        self.setVisible(bool(sentence))
