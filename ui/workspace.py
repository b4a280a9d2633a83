"""Where the panes hang: three above, player and timeline below; each view keeps its own splits."""

from __future__ import annotations

from PySide6.QtCore import QSettings, Qt
from PySide6.QtGui import QCursor, QResizeEvent
from PySide6.QtWidgets import QApplication, QSplitter, QWidget

from ui import forms
from ui.film import View

STORE = ("Longtake", "Longtake")


class Workspace(QWidget):
    """``view`` says which splits hold. On the stage the player is folded away."""

    def __init__(
        self, left: QWidget, centre: QWidget, right: QWidget, player: QWidget, timeline: QWidget
    ) -> None:
        super().__init__()
        self.view: View = "board"
        self.panes = (left, centre, right, player, timeline)
        self.maximised: QWidget | None = None
        self._player = player
        self._upper = _split(Qt.Orientation.Horizontal, left, centre, right)
        self._lower = _split(Qt.Orientation.Horizontal, player, timeline)
        self._rows = _split(Qt.Orientation.Vertical, self._upper, self._lower)
        self._upper.setStretchFactor(1, 1)
        self._lower.setStretchFactor(1, 1)
        self._rows.setStretchFactor(0, 1)
        self._kept: dict[str, dict[str, int]] = {view: _read(view) for view in ("board", "stage")}
        for splitter in (self._upper, self._lower, self._rows):
            splitter.splitterMoved.connect(self._moved)
        self.setLayout(forms.column(self._rows))

    # One view or the other -----------------------------------------------------------------------

    def show_view(self, view: View) -> None:
        """Lay the panes as this view was left."""
        self.restore()
        self.view = view
        self._player.setVisible(view == "board")
        self._arrange()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def _arrange(self) -> None:
        if self.maximised:
            return
        wide, high = self.width(), self.height()
        parts = usual(self.view, wide, high) | self._kept[self.view]
        left, right, bottom = parts["left"], parts["right"], parts["bottom"]
        self._upper.setSizes([left, max(1, wide - left - right), right])
        self._rows.setSizes([max(1, high - bottom), bottom])
        if self.view == "board":
            self._lower.setSizes([parts["player"], max(1, wide - parts["player"])])

    def _moved(self) -> None:
        """The person parted the panes: so they stay, in this view."""
        left, _, right = self._upper.sizes()
        kept = {"left": left, "right": right, "bottom": self._rows.sizes()[1]}
        if self.view == "board":
            kept["player"] = self._lower.sizes()[0]
        self._kept[self.view] = kept

    def keep(self) -> None:
        """Write the splits down for the next time."""
        store = QSettings(*STORE)
        for view, parts in self._kept.items():
            for name, size in parts.items():
                store.setValue(f"window/{view}/{name}", size)

    def as_usual(self) -> None:
        """Forget how the panes were parted in this view."""
        self._kept[self.view] = {}
        store = QSettings(*STORE)
        store.remove(f"window/{self.view}")
        self._arrange()

    # One pane alone ------------------------------------------------------------------------------

    def maximise(self) -> None:
        """The pane under the pointer alone, else the one with the focus; again: all panes."""
        if self.maximised:
            self.restore()
            return
        at = QApplication.widgetAt(QCursor.pos())
        pane = self._pane_of(at) or self._pane_of(QApplication.focusWidget()) or self.panes[1]
        self.alone(pane)

    def alone(self, pane: QWidget) -> None:
        """This pane takes the whole room."""
        self.maximised = pane
        for other in self.panes:
            other.setVisible(other is pane)
        for row in (self._upper, self._lower):
            row.setVisible(row.isAncestorOf(pane))

    def restore(self) -> None:
        """All panes again."""
        if self.maximised is None:
            return
        self.maximised = None
        for row in (self._upper, self._lower):
            row.show()
        for pane in self.panes:
            pane.setVisible(pane is not self._player or self.view == "board")
        self._arrange()

    def _pane_of(self, widget: QWidget | None) -> QWidget | None:
        if widget is None:
            return None
        return next((p for p in self.panes if p is widget or p.isAncestorOf(widget)), None)


def usual(view: View, wide: int, high: int) -> dict[str, int]:
    """Widths and heights nobody chose: more room goes to pictures and tracks, not to words."""
    left = 0.22 * wide if view == "board" else 0.184 * wide
    most = 420 if view == "board" else 336
    bottom = 272 + 0.21 * (high - 830) if view == "board" else 172 + 0.05 * (high - 830)
    return {
        "left": round(min(most, max(250, left))),
        "right": round(min(336, max(264, 0.13 * wide))),
        "bottom": round(max(150, bottom)),
        "player": round(max(300, 404 + 0.175 * (wide - 1440))),
    }


def _read(view: str) -> dict[str, int]:
    store, found = QSettings(*STORE), {}
    for name in ("left", "right", "bottom", "player"):
        size = store.value(f"window/{view}/{name}")
        if isinstance(size, int | str) and str(size).isdigit() and int(size) > 0:
            found[name] = int(size)
    return found


def _split(way: Qt.Orientation, *parts: QWidget) -> QSplitter:
    found = QSplitter(way)
    found.setHandleWidth(1)
    found.setChildrenCollapsible(False)
    for part in parts:
        found.addWidget(part)
    return found
