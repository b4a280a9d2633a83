"""Acts as a menu, for a right click."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QMenu, QWidget

from ui.acts import Act


def menu(acts: Iterable[Act], parent: QWidget) -> QMenu:
    """A menu of these acts as they can be done now; it goes when it is closed."""
    found = QMenu(parent)
    found.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    found.setToolTipsVisible(True)
    for act in acts:
        if act.rule and not found.isEmpty():
            found.addSeparator()
        keys = _keys(act, parent)
        key = QKeySequence(keys[0]).toString(QKeySequence.SequenceFormat.NativeText) if keys else ""
        action = found.addAction(f"{act.said}\t{key}" if key else act.said)
        action.triggered.connect(lambda checked=False, act=act: act.do())
        why = act.why_not() if act.why_not else ""
        action.setEnabled(not why)
        action.setToolTip(why or act.said)
        if act.checked:
            action.setCheckable(True)
            action.setChecked(act.checked())
    return found


def _keys(act: Act, parent: QWidget) -> tuple[str, ...]:
    """The keys of an act in the scheme of its window; its own where there is no window around."""
    commands = getattr(parent.window(), "commands", None)
    return tuple(commands.keys.of(act)) if commands else act.keys
