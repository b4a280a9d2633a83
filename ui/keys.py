"""Which key does what: the acts' own keys, a scheme of another editor over them, then the person's.

A key may stand for acts of several panes (Delete on the board and on the stage): the pane with the
focus gets it.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache

from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSlider,
    QAbstractSpinBox,
    QComboBox,
    QKeySequenceEdit,
    QLineEdit,
    QPlainTextEdit,
    QTabBar,
    QTextEdit,
    QWidget,
)

import assets
from ui.acts import Act
from ui.tabs import OneOf

OWN = "Longtake"
TYPING = (QLineEdit, QTextEdit, QPlainTextEdit, QAbstractSpinBox, QComboBox, QKeySequenceEdit)
WAYS = frozenset(("Left", "Right", "Up", "Down", "Home", "End", "PgUp", "PgDown"))
PRESSES = frozenset(("Space", "Return", "Enter"))


@cache
def schemes() -> dict[str, dict[str, tuple[str, ...]]]:
    """Scheme -> act -> its keys there; acts that a scheme does not name keep their own."""
    told = tomllib.loads(assets.path("keys.toml").read_text("utf-8"))
    found: dict[str, dict[str, tuple[str, ...]]] = {OWN: {}}
    for scheme, acts in told.items():
        found[scheme] = {name: tuple(keys) for name, keys in acts.items()}
    return found


@dataclass(frozen=True)
class Keys:
    """A scheme with the person's changes on top."""

    scheme: str = OWN
    changes: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def of(self, act: Act) -> tuple[str, ...]:
        """The keys of an act, as portable texts ("Ctrl+K")."""
        chosen = self.changes.get(act.name)
        if chosen is None:
            chosen = schemes().get(self.scheme, {}).get(act.name, act.keys)
        return tuple(spelled(key) for key in chosen if key)

    def given(self, act: Act, keys: Iterable[str], all_acts: Iterable[Act]) -> tuple[Keys, str]:
        """With these keys for one act; acts that had one of them lose it. Then what to say."""
        keys = tuple(spelled(key) for key in keys if key)
        changes = {**self.changes, act.name: keys}
        losers = []
        for other in all_acts:
            own = self.of(other)
            if other.name != act.name and set(own) & set(keys) and not may_share(act, other):
                changes[other.name] = tuple(key for key in own if key not in keys)
                losers.append(other.said.rstrip("…"))
        said = ""
        if losers:
            shown = ", ".join(native(key) for key in keys)
            said = f"{shown} is no longer the key of “{'”, “'.join(losers)}”."
        return Keys(self.scheme, changes), said

    def usual(self, act: Act) -> Keys:
        """Without the person's change of this act."""
        kept = {name: keys for name, keys in self.changes.items() if name != act.name}
        return Keys(self.scheme, kept)


def may_share(one: Act, other: Act) -> bool:
    """Acts of different panes may have one key: the focus decides."""
    groups = {one.name.split(".")[0], other.name.split(".")[0]}
    return len(groups) == 2 and not groups & {"film", "view", "edit", "render", "help", "player"}


def spelled(key: str) -> str:
    """A key as Qt writes it, the same for all ways to say it."""
    return QKeySequence(key).toString(QKeySequence.SequenceFormat.PortableText)


def native(key: str) -> str:
    """A key as this platform's menus write it."""
    return QKeySequence(key).toString(QKeySequence.SequenceFormat.NativeText)


@cache
def is_plain(key: str) -> bool:
    """Whether a person who types could mean it as a letter or a move of the cursor."""
    *bound, last = spelled(key).split("+")
    f_key = len(last) > 1 and last[0] == "F" and last[1:].isdigit()
    return bool(key) and not f_key and not {"Ctrl", "Alt", "Meta"} & set(bound)


def taken_by(widget: QWidget | None, key: str) -> bool:
    """Whether the widget with the focus needs this key for itself."""
    if widget is None or not is_plain(key):
        return False
    if isinstance(widget, QLineEdit | QTextEdit | QPlainTextEdit) and widget.isReadOnly():
        return False
    if isinstance(widget, TYPING):
        return True
    if isinstance(widget, QAbstractButton):
        if not widget.property("ring"):
            return False  # it was clicked: the keys are the film's again
        along = isinstance(widget.parentWidget(), OneOf) and key in ("Left", "Right")
        return along or key in PRESSES
    if isinstance(widget, QAbstractItemView):
        return key in WAYS or key in PRESSES
    return isinstance(widget, QAbstractSlider | QTabBar) and key in WAYS
