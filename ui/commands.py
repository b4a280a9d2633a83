"""All acts of the window by name: its menus and its keys are made of them."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import QObject
from PySide6.QtGui import QAction, QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication, QMenu, QMenuBar, QWidget

from ui.acts import Act
from ui.keys import Keys, native, taken_by

TWICE = frozenset(("mark.in", "mark.out", "mark.shot", "mark.clear"))  # the player offers them
MENUS = (
    "File", "Edit", "Script", "Shot", "Cast", "Stage", "Timeline", "Play", "Render", "View", "Help",
)  # fmt: skip


@dataclass(frozen=True)
class Offer:
    """An act and the pane whose it is; ``anywhere``: its key works wherever the person is."""

    act: Act
    pane: QWidget | None
    anywhere: bool


class Commands(QObject):
    """``cannot`` hears why the act of a pressed key cannot be done now."""

    def __init__(self, window: QWidget, cannot: Callable[[str], object]) -> None:
        super().__init__(window)
        self._window, self._cannot = window, cannot
        self.offers: list[Offer] = []
        self.keys = Keys()
        self.used = False
        self.menus: dict[str, QMenu] = {}
        self._shortcuts: dict[str, QShortcut] = {}
        app = QApplication.instance()
        if isinstance(app, QApplication):
            app.focusChanged.connect(self._focus_moved)

    def add(self, acts: Iterable[Act], pane: QWidget | None = None, anywhere: bool = True) -> None:
        """Acts of a pane; those that another pane offers already are left out."""
        known = {act.name for act in self.acts} | TWICE
        self.offers += [Offer(act, pane, anywhere) for act in acts if act.name not in known]

    @property
    def acts(self) -> list[Act]:
        return [offer.act for offer in self.offers]

    def act(self, name: str) -> Act:
        """Raises KeyError."""
        found = next((act for act in self.acts if act.name == name), None)
        if found is None:
            raise KeyError(name)
        return found

    # Menus ---------------------------------------------------------------------------------------

    def fill(self, bar: QMenuBar, submenus: Callable[[str, QMenu], None]) -> None:
        """A menu for each name, in house order; ``submenus`` may add what is no act."""
        others = {act.menu for act in self.acts} - set(MENUS) - {""}
        for name in (*MENUS[:-2], *sorted(others), *MENUS[-2:]):
            menu = self.menus[name] = bar.addMenu(name)
            menu.setToolTipsVisible(True)
            for act in (act for act in self.acts if act.menu == name):
                if act.rule and menu.actions():
                    menu.addSeparator()
                self._add(menu, act)
                submenus(act.name, menu)
            menu.aboutToShow.connect(partial(self.renew, menu))

    def _add(self, menu: QMenu, act: Act) -> None:
        action = QAction(act.said, menu)
        action.triggered.connect(lambda: act.do())
        menu.addAction(action)
        action.setData(act)

    def renew(self, menu: QMenu) -> None:
        """Say what can be done now and by which key."""
        for action in menu.actions():
            act = action.data()
            if not isinstance(act, Act):
                continue
            keys = self.keys.of(act)
            action.setText(f"{act.said}\t{native(keys[0])}" if keys else act.said)
            why = act.why_not() if act.why_not else ""
            action.setEnabled(not why)
            action.setToolTip(why)
            if act.checked:
                action.setCheckable(True)
                action.setChecked(act.checked())

    # Keys ----------------------------------------------------------------------------------------

    def use(self, keys: Keys) -> None:
        """These keys from now on."""
        self.keys, self.used = keys, True
        for shortcut in self._shortcuts.values():
            shortcut.setEnabled(False)
            shortcut.deleteLater()
        offers: dict[str, list[Offer]] = {}
        for offer in self.offers:
            for key in keys.of(offer.act):
                offers.setdefault(key, []).append(offer)
        self._shortcuts = {}
        for key, row in offers.items():
            shortcut = QShortcut(QKeySequence(key), self._window)
            shortcut.activated.connect(partial(self._press, tuple(row)))
            shortcut.activatedAmbiguously.connect(partial(self._press, tuple(row)))
            self._shortcuts[key] = shortcut
        self._focus_moved(None, QApplication.focusWidget())

    def _press(self, offers: tuple[Offer, ...]) -> None:
        """Do the act of the pane that has the focus; else one that is in sight."""
        here = QApplication.focusWidget()
        row = [one for one in offers if one.pane and here and _holds(one.pane, here)]
        if not row:  # in sight: the first pane alone, so that no other one answers for it
            seen = [one for one in offers if one.pane and one.pane.isVisible()]
            row = [one for one in seen if one.pane is seen[0].pane]
        row = row or [one for one in offers if one.anywhere]
        acts = [one.act for one in row]
        fit = next((act for act in acts if not (act.why_not and act.why_not())), None)
        if fit:
            fit.do()
        elif acts and acts[0].why_not:
            self._cannot(acts[0].why_not())

    def _focus_moved(self, old: QWidget | None, now: QWidget | None) -> None:
        """Plain keys are silent while the person types."""
        for key, shortcut in self._shortcuts.items():
            shortcut.setEnabled(not taken_by(now, key))

    def close(self) -> None:
        app = QApplication.instance()
        if isinstance(app, QApplication):
            app.focusChanged.disconnect(self._focus_moved)

    def press_keys(self, act: Act) -> str:
        """The keys of an act as words, for a tooltip: " (Ctrl+K)"; empty without one."""
        keys = self.keys.of(act)
        return f" ({native(keys[0])})" if keys else ""


def _holds(pane: QWidget, widget: QWidget) -> bool:
    return pane is widget or pane.isAncestorOf(widget)
