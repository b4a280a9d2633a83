"""Memory: what is free, and which row of a card is tried first."""

from __future__ import annotations

import importlib.util
from dataclasses import dataclass

from engine.api import EngineError
from engine.hub.card import HubCard, Row

PACKAGES = {"int8": "torchao", "nf4": "bitsandbytes", "gguf": "gguf"}  # what a row asks for
WHOLE = Row(0.0)


@dataclass(frozen=True)
class Free:
    """GB that may be used: on the device (0 without one) and in main memory. ``limit``: as many the
    person allows where the model runs (0: all).
    """

    vram: float
    ram: float
    limit: float = 0.0


def rows(card: HubCard) -> tuple[Row, ...]:
    """The card's rows that this installation can do, greediest first."""
    able = tuple(row for row in card.memory if _is_able(row))
    return able or (WHOLE,)


def first(card: HubCard, free: Free) -> int:
    """The place in ``rows`` of the greediest that fits; the thriftiest when only the device's
    memory is short, for its figures are those of one resolution.

    Without a device everything lies in main memory, once. Raises EngineError when that is short.
    """
    able = rows(card)
    on_cpu = free.vram <= 0
    for at, row in enumerate(able):
        need = max(row.vram, row.ram) if on_cpu else row.ram
        if need <= free.ram and (on_cpu or row.vram <= free.vram):
            return at
    last = able[-1]
    need = max(last.vram, last.ram) if on_cpu else last.ram
    if need > free.ram:
        limited = on_cpu and 0 < free.limit <= free.ram
        there = f"may use {free.limit:g} GB" if limited else f"{free.ram:.0f} GB are free"
        way = "Let models use more in the preferences" if limited else "Close other programs"
        raise EngineError(
            f"{card.title} needs {need:.0f} GB of main memory and {there}. "
            f"{way}, or choose a smaller model."
        )
    return len(able) - 1


def _is_able(row: Row) -> bool:
    package = PACKAGES.get(row.quantise)
    return package is None or importlib.util.find_spec(package) is not None
