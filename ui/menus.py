"""Acts as a menu, for a right click."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QMenu, QWidget

from ui.acts import Act


def menu(acts: Iterable[Act], parent: QWidget, hints: Mapping[str, str] | None = None) -> QMenu:
    """A menu of these acts as they can be done now; it goes when it is closed. ``hints`` are keys
    by the last word of an act's name, where they are no keys of the window.
    """
    found = QMenu(parent)
    found.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    found.setToolTipsVisible(True)
    for act in acts:
        if act.rule and not found.isEmpty():
            found.addSeparator()
        key = _key(act, parent) if hints is None else hints.get(act.name.partition(".")[2], "")
        action = found.addAction(f"{act.said}\t{key}" if key else act.said)
        action.triggered.connect(lambda checked=False, act=act: act.do())
        why = act.why_not() if act.why_not else ""
        action.setEnabled(not why)
        action.setToolTip(why or act.said)
        if act.checked:
            action.setCheckable(True)
            action.setChecked(act.checked())
    return found


def _key(act: Act, parent: QWidget) -> str:
    """The key of an act in the scheme of its window; its own where there is no window around."""
    commands = getattr(parent.window(), "commands", None)
    keys = tuple(commands.keys.of(act)) if commands else act.keys
    return QKeySequence(keys[0]).toString(QKeySequence.SequenceFormat.NativeText) if keys else ""
