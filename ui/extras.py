"""What of the chosen models may be switched on: a box for each, with what it brings and costs."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QWidget

from engine import families
from studio.settings import Settings
from ui import forms

NOTHING = "The chosen models have none."


class Extras(QWidget):
    """``kept`` carries the names that are switched on."""

    kept = Signal(tuple)

    def __init__(self) -> None:
        super().__init__()
        self._on: tuple[str, ...] = ()
        self.boxes: dict[str, QCheckBox] = {}
        self._lines: list[QWidget] = []
        self.none = forms.label(NOTHING, 12, 400, "t3")
        self._lay = forms.column(self.none, gap=4)
        self.setLayout(self._lay)

    def show_for(self, chosen: Settings) -> None:
        """Those of who makes the keyframes and of who fills the time between."""
        self._on = chosen.extras
        for line in self._lines:
            self._lay.removeWidget(line)
            line.hide()
            line.deleteLater()
        self.boxes, self._lines = {}, []
        for family in dict.fromkeys(filter(None, (chosen.family, chosen.inbetween))):
            card = families.CARDS[family].hub if family in families.CARDS else None
            for name, extra in (card.extras if card else {}).items():
                self.boxes.setdefault(name, self._box(name, extra.title, extra.what))
        self.none.setVisible(not self.boxes)

    def _box(self, name: str, title: str, what: str) -> QCheckBox:
        found = QCheckBox(title)
        found.setToolTip(what)
        found.setChecked(name in self._on)
        found.toggled.connect(lambda on: self._switch(name, on))
        line = QWidget()
        line.setLayout(forms.row(found, forms.label(what, 11, 400, "t3"), None))
        self._lines.append(line)
        self._lay.addWidget(line)
        return found

    def _switch(self, name: str, on: bool) -> None:
        others = tuple(one for one in self._on if one != name)
        self._on = (*others, name) if on else others
        self.kept.emit(self._on)
