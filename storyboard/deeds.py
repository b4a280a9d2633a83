"""Deeds: the words for what a puppet can do, as the art tells them: strolls, ambles -> walk."""

from __future__ import annotations

import tomllib
from functools import cache

import assets


@cache
def spoken() -> dict[str, tuple[str, ...]]:
    """Every action of the pose tables -> the English verb forms that mean it."""
    table = tomllib.loads(assets.path("actions.toml").read_text("utf-8"))["actions"]
    return {
        action: tuple(row["words"] if isinstance(row, dict) else row)
        for action, row in table.items()
    }


@cache
def meant() -> dict[str, str]:
    """Verb form -> action."""
    return {word: action for action, words in spoken().items() for word in words}
