"""Marks: what the words of a sentence are known to mean, written behind them in brackets.

"Tom[A] strolls[walk] by. CLOSE-UP.[CU]", "The kite[A] climbs[up] to the left edge[to left]" -
looking words up is the application's work; who does which of it, when and where is the director's.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Mapping
from functools import cache

from engine.director.checks import asked_camera
from storyboard import deeds, lexicon
from storyboard.breakdown.spans import Side, Turn, spans
from storyboard.breakdown.times import When

_WORD = re.compile(r"(?<![\w'-])[A-Za-z]+(?![\w'-])")
_GOING = frozenset(
    {"travel", "enter", "exit", "approach", "follow", "retreat", "up", "down"}
)  # motions on foot, where the art has no word of its own
_ABSENT = re.compile(
    r"\b(?:not|cannot|never|nowhere|missing|gone|absent|empty|nobody|(?<!into )(?<!out of )nothing|"
    r"lost(?=\s+(?:from|to)\b)|no\s+(?:longer|more|one))\b|n't\b"
)
_COVER = frozenset({"hide", "cover"})  # what is behind, and not that somebody is gone
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
    low = sentence.casefold()
    sided = [  # "the lower left" lowers nothing
        one for one in spans(low) if isinstance(one.what, Side) and len(low) == len(sentence)
    ]
    for word in _WORD.finditer(sentence):
        action = deed(word.group())
        if action and not any(one.start <= word.start() and word.end() <= one.end for one in sided):
            found[word.end()] = action
    asked = asked_camera(" ".join(sentence.casefold().split())).values()
    if asked:
        found[len(sentence)] = ",".join(asked)
    return found


PLACE = re.compile(r"\b(?:top|bottom|left|right|centre)\b(?! of)")


def row(known: Mapping[int, str]) -> str:
    """All marks of a text in their order. Where it names several places, these are numbered: who
    goes from one to the next is at the first one first.
    """
    told = [known[at] for at in sorted(known)]
    if sum(bool(PLACE.search(mark)) for mark in told) > 1:
        number = itertools.count(1)
        told = [f"{next(number)} {mark}" if PLACE.search(mark) else mark for mark in told]
    return f"[{','.join(told)}]" if told else ""


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
_BIG = "|".join(word for word, scale in lexicon.SIZES.items() if scale > 1)
_SMALL = "|".join(word for word, scale in lexicon.SIZES.items() if scale < 1)
_BEING = r"\b(?:is|are|was|were|be|being|seems?|looks?|appears?)\s+(?:\w+ly\s+|so\s+|very\s+)?"
_LARGE = r"(?:big|large|tall|high|small|wide|great)"
_SIZED = tuple(
    (re.compile(pattern), mark)
    for pattern, mark in (
        (rf"(?:\bnot|n't)\s+(?:\w+\s+)?as\s+{_LARGE}\s+as\b|\bless\s+{_LARGE}\b", "smaller"),
        (
            rf"\bas\s+{_LARGE}\s+as\b|\bsame\s+(?:size|height)\b|"
            rf"\bequal(?:ly)?\s+(?:in\s+size|{_LARGE})\b",
            "same",
        ),
        (rf"{_BEING}(?:{_BIG})\b", "big"),
        (rf"{_BEING}(?:{_SMALL})\b", "small"),
    )
)
_TURNED = {"swap": "vanish", "instead": "appear"}  # who gives way to another, who takes its place
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
        held = [one.span() for one in _RELATION.finditer(low) if " " in one.group()]
        phrases = [
            span
            for span in spans(low)  # "up above" is no way up
            if not any(first <= span.start and span.end <= last for first, last in held)
        ]
        taken = [(span.start, span.end) for span in phrases]
        for span in phrases:
            if mark := _told(span.what):
                found[start + span.end] = mark
        for first, last, mark in _words(low):
            if not any(first < high and least < last for least, high in taken):
                found.setdefault(start + last, mark)
                taken.append((first, last))
    return found


def _told(what: object) -> str:
    """The mark of what a phrase says; empty for phrases that say nothing of place and time."""
    if isinstance(what, Turn):
        return next(filter(None, (_plain(kind, word) for kind, word, _ in what.plain)), "")
    if isinstance(what, When):
        part = f"{round(100 * what.start)}-{round(100 * what.end)}"
        return f"until {round(100 * what.end)}" if what.until else part
    if not isinstance(what, Side):
        return ""
    sides = []
    if what.y is not None:
        sides.append("top" if what.y < 0.4 else "bottom" if what.y > 0.6 else "")
    if what.x is not None:
        sides.append("left" if what.x < 0.4 else "right" if what.x > 0.6 else "centre")
    role = {"enter": "in", "exit": "out", "bare": ""}.get(what.role, what.role)
    return " ".join(word for word in (role, *sides) if word)


def _plain(kind: str, word: str) -> str:
    match kind:
        case "more":
            return word
        case "not":
            return "not"
        case "how":
            return "not" if word == "absent" else ""
        case "rel":
            return _RELATED.get(word, "below" if word == "bears" else "")
        case "verb":
            return _TURNED.get(word) or _MOVED.get(lexicon.MOTIONS.get(word, ""), "")
        case _:
            return ""


def _words(low: str) -> Iterator[tuple[int, int, str]]:
    """Sizes, relations and the ways of verbs, with their stretches; the earlier ones win."""
    for pattern, mark in _SIZED:
        for found in pattern.finditer(low):
            yield found.start(), found.end(), mark
    for found in _RELATION.finditer(low):
        yield found.start(), found.end(), _PHRASES[found.group()]
    for found in _ABSENT.finditer(low):
        yield found.start(), found.end(), "not"
    for found in _WORD.finditer(low):
        word = found.group()
        if word in lexicon.COMPARED:
            yield found.start(), found.end(), "bigger" if lexicon.COMPARED[word] > 1 else "smaller"
        lemma, _ = lexicon.VERBS.get(word, ("", ""))
        way = lemma if lemma in _COVER else _MOVED.get(lexicon.MOTIONS.get(lemma, ""), "")
        if way and word not in _NO_DEED:
            yield found.start(), found.end(), way
