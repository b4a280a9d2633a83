"""Recipes: what shapes the pictures besides the board - the family, its weights, steps, device."""

from __future__ import annotations

from dataclasses import dataclass

from engine import families
from studio import settings

LEVELS = {"layout": 0, "keyframes": 1, "final": 9}  # what a person may ask for


@dataclass(frozen=True)
class Recipe:
    """Who makes the pictures, and how. Unknown families and missing weights raise EngineError."""

    family: str = "papercut"
    weights: str = ""  # a folder; empty = the bundled ones
    steps: int = 0  # 0 = the family's own
    device: str = "auto"

    @property
    def folder(self) -> str:
        """Where the weights lie."""
        return families.folder(families.card(self.family), self.weights)

    @property
    def calls(self) -> int:
        """Model calls a window."""
        return self.steps or families.card(self.family).steps

    def fingerprint(self) -> str:
        """Of the weights and of the bundled art that the family is shown."""
        return families.fingerprint(families.card(self.family), self.weights)


def recipe(level: str, chosen: settings.Settings | None = None) -> Recipe:
    """What the person's settings say; the level "layout" is painted, without a network."""
    chosen = chosen or settings.load()
    if level == "layout":
        return Recipe("animatic", device=chosen.device)
    return Recipe(chosen.family, chosen.weights, chosen.steps, chosen.device)
