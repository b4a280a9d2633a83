"""Sentences above what they are about, each with the act that answers it."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QBoxLayout, QLabel, QSizePolicy, QWidget

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


MOST = 2  # banners above each other


class Troubles(QWidget):
    """What went wrong, newest first: two banners, the rest counted. ``counted`` asks for them."""

    counted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._said: list[tuple[str, str, Callable[[], object] | None]] = []
        self.banners = [Trouble(self, at) for at in range(MOST)]
        self.more = forms.button("", self.counted.emit, "quiet")
        self.more.hide()
        last = self.banners[-1].layout()
        if isinstance(last, QBoxLayout):
            last.insertWidget(2, self.more)
        self.setLayout(forms.column(*self.banners))
        self.hide()

    @property
    def words(self) -> QLabel:
        """The newest sentence."""
        return self.banners[0].words

    def say(self, sentence: str, act: str = "", do: Callable[[], object] | None = None) -> None:
        """Say this until it is answered or closed; an empty sentence closes all."""
        if not sentence:
            self._said.clear()
        else:
            self._said = [one for one in self._said if one[0] != sentence]
            self._said.insert(0, (sentence, act, do))
        self._show()

    def answer(self, at: int, does: bool) -> None:
        """The act of a banner, or its cross: either way it was read."""
        _, _, do = self._said.pop(at)
        self._show()
        if does and do:
            do()

    def _show(self) -> None:
        for at, banner in enumerate(self.banners):
            sentence, act, _ = self._said[at] if at < len(self._said) else ("", "", None)
            banner.button.setText(act)
            banner.button.setVisible(bool(act))
            banner.say(sentence)
        rest = len(self._said) - MOST
        self.more.setText(f"and {rest} more")
        self.more.setVisible(rest > 0)
        self.setVisible(bool(self._said))


class Trouble(Banner):
    """One of them, with a cross beside its act."""

    def __init__(self, troubles: Troubles, at: int) -> None:
        super().__init__("err", "", lambda: troubles.answer(at, True))
        self.cross = forms.tool("close", "Close", lambda: troubles.answer(at, False))
        line = self.layout()
        if line is not None:
            line.addWidget(self.cross)
