"""Acts: what a pane lets the person do, by name; menus, keys and key schemes are made from them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class Act:
    """One thing that can be done.

    ``name`` is stable ("shot.split"): key schemes and preferences call it so. ``said`` is what the
    menu says; ``menu`` its menu ("" = only a key). ``key`` is a QKeySequence text of the preset
    Longtake, or several. ``plain`` keys (single letters, arrows, space) are silent while the person
    types. ``why_not`` gives the sentence why it cannot be done now, empty when it can. ``rule``
    puts a line above it in the menu. ``checked`` makes it a switch and tells its state.
    """

    name: str
    said: str
    do: Callable[[], object]
    menu: str = ""
    key: str | tuple[str, ...] = ()
    plain: bool = False
    why_not: Callable[[], str] | None = None
    checked: Callable[[], bool] | None = None
    rule: bool = False

    @property
    def keys(self) -> tuple[str, ...]:
        """Its keys in the preset Longtake."""
        return (self.key,) if isinstance(self.key, str) else self.key
