"""The bar over the stage: which shot, which tool in the hand, what is shown."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QPoint, QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QToolButton, QWidget

from ui import forms, theme
from ui.acts import Act
from ui.easel import Easel, Tool
from ui.menus import menu
from ui.tabs import Segments

HIGH = 40
TOOLS: tuple[tuple[Tool, str, str], ...] = (
    ("select", "select", "Select and move boxes (V)"),
    ("add", "add-box", "Add a subject (A)"),
    ("pen", "pen", "Draw over the picture (P)"),
)
TIPS: dict[str, str] = {name: tip for name, _, tip in TOOLS}
ICONS: dict[str, str] = {name: icon for name, icon, _ in TOOLS}


class StageBar(QWidget):
    """``lead`` is room at its left end for what the window puts there."""

    adds = Signal(QWidget)

    def __init__(self, easel: Easel, masks: Callable[[], list[Act]]) -> None:
        super().__init__()
        self.easel, self.film = easel, easel.film
        self._masks = masks
        self.setFixedHeight(HIGH)
        self.lead = QHBoxLayout()
        self.number = forms.label("", 13, 600)
        self.number.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.number.setMinimumWidth(30)
        self.before = forms.tool("back", "Shot before", partial(self._step, -1))
        self.after = forms.tool("on", "Next shot", partial(self._step, 1))
        self.tools: dict[str, QToolButton] = {}
        for name, icon, tip in TOOLS:
            self.tools[name] = forms.tool(icon, tip, partial(self._take, name), True)
        self.switches = {
            "thirds": forms.tool("thirds", "Thirds", partial(easel.turn, "thirds"), True),
            "safe": forms.tool("safe", "Safe areas: action 93 %, title 90 %", self._safe, True),
            "mask": forms.tool("mask", "Aspect masks and other guides", self._open_masks, True),
            "onion": forms.tool("onion", "Onion skin", partial(easel.turn, "onion"), True),
            "path": forms.tool("path", "Motion paths", partial(easel.turn, "path"), True),
            "camera": forms.tool("camera", "Camera", partial(easel.turn, "camera"), True),
        }  # fmt: skip
        self.mode = Segments((("layout", "Layout"), ("picture", "Picture")))
        self.mode.setToolTip("The layout alone, or the best picture there is")
        self.mode.chosen.connect(lambda name: easel.show_picture(name == "picture"))
        self._line = forms.row(
            self.lead, self.before, self.number, self.after, 8, *self.tools.values(),
            4, _upright(), 4, *self.switches.values(), None, self.mode,
            gap=2, edge=(12, 0, 12, 0),
        )  # fmt: skip
        self.setLayout(self._line)
        easel.altered.connect(self.renew)
        self.film.changed.connect(self.renew)
        self.film.selected.connect(self.renew)
        self.renew()

    def minimumSizeHint(self) -> QSize:
        """Without the choice at its end, which the menu View has, too."""
        whole = self._line.minimumSize().width()
        shown = self.mode.minimumSizeHint().width() if self.mode.isVisibleTo(self) else 0
        return QSize(whole - shown, HIGH)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        bare = self.minimumSizeHint().width()
        self.mode.setVisible(self.width() >= bare + self.mode.sizeHint().width())

    def renew(self, *_: object) -> None:
        film, easel = self.film, self.easel
        row = list(film.shots)
        at = row.index(film.shot_id) if film.shot_id in film.shots else -1
        self.number.setText(easel.number or "–")
        self.before.setEnabled(at > 0)
        self.before.setToolTip("Shot before" if at > 0 else "There is no shot before")
        more = 0 <= at < len(row) - 1
        self.after.setEnabled(more)
        self.after.setToolTip("Next shot" if more else "There is no shot after this one")
        for name, button in self.tools.items():
            button.setToolTip(TIPS[name] if row else "There is no shot yet")
            button.setChecked(name == easel.tool)
            button.setEnabled(bool(row))
            button.setIcon(theme.icon(ICONS[name], "t1" if button.isChecked() else "t2"))
        shown = {**easel.switches, "mask": bool(easel.mask)}
        shown["safe"] = easel.switches["action"] or easel.switches["title"]
        for name, button in self.switches.items():
            button.setChecked(shown[name])
            button.setIcon(theme.icon(name, "t1" if button.isChecked() else "t2"))
        self.mode.show_choice("picture" if easel.picture else "layout")

    def _step(self, way: int) -> None:
        row = list(self.film.shots)
        if self.film.shot_id in row:
            at = row.index(self.film.shot_id) + way
            if 0 <= at < len(row):
                self.film.select(row[at])

    def _take(self, name: Tool) -> None:
        if name == "add":
            self.adds.emit(self.tools["add"])
            self.renew()
        else:
            self.easel.hold(name)

    def _safe(self) -> None:
        on = self.easel.switches["action"] or self.easel.switches["title"]
        for name in ("action", "title"):
            if self.easel.switches[name] == on:
                self.easel.turn(name)

    def _open_masks(self) -> None:
        button = self.switches["mask"]
        self.renew()
        menu(self._masks(), self).popup(button.mapToGlobal(QPoint(0, button.height() + 4)))


def _upright() -> QFrame:
    found = QFrame()
    found.setFixedSize(1, 20)
    found.setStyleSheet(f"background: {theme.COLOURS['line2']};")
    return found
