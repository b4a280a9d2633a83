"""Marks: what the words of a sentence are known to mean, written behind them in brackets.

"Tom[A] strolls[walk] by. CLOSE-UP.[CU]", "The kite[A] climbs[up] to the left edge[to left]" -
looking words up is the application's work; who does which of it, when and where is the director's.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from engine.director.checks import asked_camera
from storyboard import deeds, lexicon
from storyboard.breakdown.spans import Side, spans
from storyboard.breakdown.times import When

_WORD = re.compile(r"(?<![\w'-])[A-Za-z]+(?![\w'-])")
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


def acted(sentence: str) -> dict[int, str]:
    """Marks for the deeds of a sentence, by where they stand, and at its end for what it asks of
    the camera.
    """
    found = {}
    for word in _WORD.finditer(sentence):
        action = deed(word.group())
        if action:
            found[word.end()] = action
    asked = asked_camera(" ".join(sentence.casefold().split())).values()
    if asked:
        found[len(sentence)] = ",".join(asked)
    return found


# When and where ------------------------------------------------------------------------------

_SENTENCE = re.compile(r"[^.!?;]+[.!?;]*")
_RELATED = {
    "left": "left of", "right": "right of", "above": "above", "below": "below", "under": "below",
    "on": "on", "behind": "behind", "front": "in front", "between": "between",
}  # fmt: skip
_PHRASES = {
    phrase: _RELATED[name]
    for phrase, name in lexicon.RELATIONS.items()
    if name in _RELATED and phrase not in ("on", "before")  # these two mean much else
}
_RELATION = re.compile(
    rf"(?<![\w'-])(?:{'|'.join(sorted(map(re.escape, _PHRASES), key=len, reverse=True))})(?![\w-])"
)
_MOVED = {
    "up": "up", "down": "down", "enter": "in", "exit": "out", "show": "appear", "hide": "vanish",
    "retreat": "away", "approach": "nearer", "follow": "after",
}  # fmt: skip


def placed(text: str) -> dict[int, str]:
    """Marks for when and where something is, by where they stand in ``text``: the sides of the
    picture that its phrases name, the part of the shot's time in hundredths, relations, sizes
    compared, and the way of verbs that have one.
    """
    found: dict[int, str] = {}
    for part in _SENTENCE.finditer(text):
        low, start = part.group().casefold(), part.start()
        if len(low) != len(part.group()):  # places would not be the text's own
            continue
        phrases = spans(low)
        taken = [(span.start, span.end) for span in phrases]
        for span in phrases:
            if isinstance(span.what, Side | When):
                found[start + span.end] = _told(span.what)
        for first, last, mark in _words(low):
            if not any(first < high and least < last for least, high in taken):
                found.setdefault(start + last, mark)
    return found


def _told(what: Side | When) -> str:
    if isinstance(what, When):
        return f"{round(100 * what.start)}-{round(100 * what.end)}"
    sides = []
    if what.y is not None:
        sides.append("top" if what.y < 0.4 else "bottom" if what.y > 0.6 else "")
    if what.x is not None:
        sides.append("left" if what.x < 0.4 else "right" if what.x > 0.6 else "centre")
    role = {"enter": "in", "exit": "out", "bare": ""}.get(what.role, what.role)
    return " ".join(word for word in (role, *sides) if word)


def _words(low: str) -> Iterator[tuple[int, int, str]]:
    """Relations, compared sizes and the ways of verbs, with their stretches."""
    for found in _RELATION.finditer(low):
        yield found.start(), found.end(), _PHRASES[found.group()]
    for found in _WORD.finditer(low):
        word = found.group()
        if word in lexicon.COMPARED:
            yield found.start(), found.end(), "bigger" if lexicon.COMPARED[word] > 1 else "smaller"
        lemma, _ = lexicon.VERBS.get(word, ("", ""))
        way = _MOVED.get(lexicon.MOTIONS.get(lemma, ""), "")
        if way and word not in _NO_DEED:
            yield found.start(), found.end(), way
