"""Disguise: a shot's words with foreign ones wherever its marks do not need them.

No number of wordings is all that the world has. Where the marks of a sentence say everything, its
other words are now and then any words at all, so that a turn never heard before is read all the
same.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from engine.director import marks, numbered
from engine.director.lessons import wordings, words
from engine.director.lessons.blocking import Deed
from storyboard import lexicon
from storyboard.board import Subject
from storyboard.breakdown.witness import Meant

SHARE = 0.5  # of the shots that can be disguised
MOST = 5  # words of one shot
MUDDLED = 0.7  # of the words, where nothing but the checker's words shall tell what is right
_WORD = re.compile(r"(?<![\w'-])[A-Za-z]{3,}(?![\w'-])")
_SIZES = re.compile(r"^(?:bigger|smaller|same)$")
_TELLING = {  # what a mark must be like that tells of a deed by itself
    "sequence": marks.PLACE,
    "at": marks.PLACE,
    "beside": re.compile(r" of$|^(?:above|below|on|behind|in front)$"),
    "cross": re.compile(r"^(?:from|to) (?:left|right)$"),
    "rise": re.compile(r"^(?:up|down)$"),
    "bigger": _SIZES,
    "same size": _SIZES,
}
_HALVES = (  # a row of marks without letters -> the half of the shot that it tells
    (re.compile(r"(?:until 50|0-50)(?:,(?:vanish|out))?|not,50-100|50-100,(?:vanish|out)|"
                r"(?:vanish|out),50-100"), "first half"),
    (re.compile(r"(?:50-100|not,until 50|not,0-50)(?:,(?:appear|in))*|(?:appear,|in,)+50-100"),
     "second half"),
)  # fmt: skip
_KEPT = frozenset(  # with them a sentence says the contrary, or of whom it says it
    lexicon.listed(
        "has have had with and not but the its his her their both other while without only"
    )
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
    if len(deeds) != 1 or "middle" in deeds[0].spots:
        return False  # the very middle is marked as any middle: its words must be read
    known = marks.placed(text)
    if "half" in deeds[0].kind:
        return half(list(known.values())) == deeds[0].kind
    telling = _TELLING.get(deeds[0].kind)
    return telling is not None and any(map(telling.search, known.values()))


def half(row: Sequence[str]) -> str:
    """The half of a shot that such marks say somebody is seen in; empty where they leave it open.

    Only rows in which nothing but who comes, goes or is not there stands beside one time.
    """
    told = ",".join(row)
    return next((kind for pattern, kind in _HALVES if pattern.fullmatch(told)), "")


def disguised(
    text: str, letters: Mapping[str, Subject], meant: Sequence[Meant], dice: random.Random
) -> tuple[str, tuple[Meant, ...]]:
    """The text with other words, and whom its phrases mean now. The row of its marks stays as it
    is, letter by letter.
    """
    row = _row(text, letters, meant)
    foreign = [found for found in _WORD.finditer(text) if found.group().casefold() not in _KEPT]
    chosen = dice.sample(foreign, min(MOST, len(foreign)))
    return _other(
        text, meant, chosen, dice, lambda *other: _row(other[0], letters, other[1]) == row
    )


def muddled(
    text: str, letters: Mapping[str, Subject], meant: Sequence[Meant], dice: random.Random
) -> tuple[str, tuple[Meant, ...]]:
    """The text with most words foreign: it tells whom it is about, and nothing of what they do."""
    known = _whom(text, letters, meant)
    chosen = [found for found in _WORD.finditer(text) if dice.random() < MUDDLED]
    return _other(
        text, meant, chosen, dice, lambda *other: _whom(other[0], letters, other[1]) == known
    )


def _other(
    text: str,
    meant: Sequence[Meant],
    chosen: Sequence[re.Match[str]],
    dice: random.Random,
    fits: Callable[[str, Sequence[Meant]], bool],
) -> tuple[str, tuple[Meant, ...]]:
    """The text with foreign words for the ``chosen`` ones, as far as it ``fits`` then."""
    for found in sorted(chosen, key=re.Match.start, reverse=True):
        word = dice.choice(_FOREIGN) if dice.random() < 0.6 else words.made_up(dice)
        if found.group()[0].isupper():
            word = word.capitalize()
        longer = len(word) - len(found.group())
        other = text[: found.start()] + word + text[found.end() :]
        moved = tuple(
            replace(one, end=one.end + longer) if one.end >= found.end() else one for one in meant
        )
        if fits(other, moved):
            text, meant = other, moved
    return text, tuple(meant)


def _whom(text: str, letters: Mapping[str, Subject], meant: Sequence[Meant]) -> list[str]:
    known = numbered.marks(text, letters, meant)
    return [known[at] for at in sorted(known)]


def _row(text: str, letters: Mapping[str, Subject], meant: Sequence[Meant]) -> str:
    return marks.row(marks.placed(text) | numbered.marks(text, letters, meant))
