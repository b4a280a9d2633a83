"""Disguise: a shot's words with foreign ones wherever its marks do not need them.

No number of wordings is all that the world has. Where the marks of a sentence say everything, its
other words are now and then any words at all, so that a turn never heard before is read all the
same.
"""

from __future__ import annotations

import random
import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from engine.director import marks, numbered
from engine.director.lessons import wordings, words
from engine.director.lessons.blocking import Deed
from storyboard import lexicon
from storyboard.board import Subject
from storyboard.breakdown.witness import Meant

SHARE = 0.5  # of the shots that can be disguised
MOST = 5  # words of one shot
_WORD = re.compile(r"(?<![\w'-])[A-Za-z]{3,}(?![\w'-])")
_SIZES = re.compile(r"^(?:bigger|smaller|same)$")
_PLACES = re.compile(r"\b(?:top|bottom|left|right|centre)\b(?! of)")
_TELLING = {  # what a mark must be like that tells of a deed by itself
    "sequence": _PLACES,
    "at": _PLACES,
    "beside": re.compile(r" of$|^(?:above|below|on|behind|in front)$"),
    "cross": re.compile(r"^(?:from|to) (?:left|right)$"),
    "rise": re.compile(r"^(?:up|down)$"),
    "bigger": _SIZES,
    "same size": _SIZES,
}
_KEPT = frozenset(  # with them a sentence says the contrary, or of whom it says it
    lexicon.listed("has have had with and not but the its his her their both other while without")
)
_FOREIGN = tuple(
    sorted(
        {
            word
            for row in wordings.TOLD.values()
            for text in row
            for word in re.findall(r"(?<![<{\w])[a-z]{3,}(?![>}\w])", text)
        }
        - _KEPT
    )
)


def fits(text: str, deeds: Sequence[Deed]) -> bool:
    """Whether a shot of these deeds is told by its marks alone."""
    if len(deeds) != 1 or deeds[0].kind not in _TELLING or "middle" in deeds[0].spots:
        return False  # the very middle is marked as any middle: its words must be read
    return any(map(_TELLING[deeds[0].kind].search, marks.placed(text).values()))


def disguised(
    text: str, letters: Mapping[str, Subject], meant: Sequence[Meant], dice: random.Random
) -> tuple[str, tuple[Meant, ...]]:
    """The text with other words, and whom its phrases mean now. The row of its marks stays as it
    is, letter by letter.
    """
    row = _row(text, letters, meant)
    foreign = [found for found in _WORD.finditer(text) if found.group().casefold() not in _KEPT]
    chosen = dice.sample(foreign, min(MOST, len(foreign)))
    for found in sorted(chosen, key=re.Match.start, reverse=True):
        word = dice.choice(_FOREIGN) if dice.random() < 0.6 else words.made_up(dice)
        if found.group()[0].isupper():
            word = word.capitalize()
        longer = len(word) - len(found.group())
        other = text[: found.start()] + word + text[found.end() :]
        moved = tuple(
            replace(one, end=one.end + longer) if one.end >= found.end() else one for one in meant
        )
        if _row(other, letters, moved) == row:
            text, meant = other, moved
    return text, tuple(meant)


def _row(text: str, letters: Mapping[str, Subject], meant: Sequence[Meant]) -> list[str]:
    known = marks.placed(text) | numbered.marks(text, letters, meant)
    return [known[at] for at in sorted(known)]
