"""The world's fault, as a finished sentence, and the nearest name to an unknown one."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches


class StudioError(Exception):
    """What happened, to what, and what to do: a sentence for the filmmaker, never a trace."""


class DiskTrouble(StudioError):  # noqa: N818 - the state that the person can end
    """The drive is full, gone or locked: what was asked can be asked again when that is over."""


class DamagedProject(StudioError):  # noqa: N818 - a state of the file
    """A project file that is not what was written; an earlier copy is the way out."""


def nearest(word: str, choices: Iterable[str]) -> str:
    """`` Did you mean X?`` for the choice most like ``word`` or beginning with it, or nothing:
    ends a sentence.
    """
    names, said = {choice.casefold(): choice for choice in choices}, word.casefold()
    close = get_close_matches(said, names, n=1, cutoff=0.6)
    close = close or [name for name in names if len(said) > 2 and name.startswith(said)]
    return f" Did you mean {names[close[0]]}?" if close else ""
