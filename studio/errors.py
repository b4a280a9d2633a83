"""The world's fault, as a finished sentence, and the nearest name to an unknown one."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches


class StudioError(Exception):
    """What happened, to what, and what to do: a sentence for the filmmaker, never a trace."""


def nearest(word: str, choices: Iterable[str]) -> str:
    """`` Did you mean X?`` for the choice most like ``word``, or nothing; put it after a sentence."""
    names = {choice.casefold(): choice for choice in choices}
    close = get_close_matches(word.casefold(), names, n=1, cutoff=0.6)
    return f" Did you mean {names[close[0]]}?" if close else ""
