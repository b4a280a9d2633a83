"""Marks: what the words of a sentence are known to mean, written behind them in brackets.

"Tom[A] strolls[walk] by. CLOSE-UP. [CU]" - looking words up is the application's work; who does
which of it, when and where is the director's.
"""

from __future__ import annotations

import re
from functools import cache

from engine.director.checks import asked_camera
from storyboard import deeds, lexicon

_WORD = re.compile(r"(?<![\w'-])[A-Za-z]+(?![\w'\[-])")
_GOING = frozenset(
    {"travel", "enter", "exit", "approach", "follow", "retreat", "up", "down"}
)  # motions on foot, where the art has no word of its own
_NO_DEED = frozenset({"left"})  # a side more often than who has gone


@cache
def deed(word: str) -> str:
    """The action that a verb form means ("strolls": walk); empty for other words."""
    low = word.casefold()
    if low in _NO_DEED:
        return ""
    if low in deeds.meant():
        return deeds.meant()[low]
    lemma, _ = lexicon.VERBS.get(low, ("", ""))
    if lemma in lexicon.NOUNLIKE or lexicon.MOTIONS.get(lemma) not in _GOING:
        return ""
    return "run" if lemma in lexicon.FAST else "walk"


def marked(sentence: str) -> str:
    """A sentence with its deeds marked, and at its end what it asks of the camera."""

    def mark(found: re.Match[str]) -> str:
        action = deed(found.group())
        return f"{found.group()}[{action}]" if action else found.group()

    asked = asked_camera(" ".join(sentence.casefold().split())).values()
    told = _WORD.sub(mark, sentence)
    return f"{told} [{', '.join(asked)}]" if asked else told
