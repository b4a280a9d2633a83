"""Sightings: sentences that tell no more than who is to be seen when.

"There is a dog, and after the midpoint there is nobody." - cut into parts, each with a time, whom
it tells of, and whether they are there; the clauses of such parts need no grammar beyond that.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

from storyboard import lexicon
from storyboard.breakdown import verbs
from storyboard.breakdown.phrases import Chunk, Noun
from storyboard.breakdown.props import props
from storyboard.breakdown.spans import Side
from storyboard.breakdown.syntax import ABSENT, PRESENT, Clause
from storyboard.breakdown.times import BEGIN, END, When

_SEES = lexicon.listed(
    "see find show have feature contain bring reveal give hold meet get keep start begin open end "
    "finish belong let make"
)
_RESTS = lexicon.listed("be sit stand wait rest lie stay remain linger hang float hover exist seem")
_EMPTY = lexicon.listed("empty deserted bare blank vacant unoccupied")
_HOWS = lexicon.listed("here now still also too alone again just only even away around along back")
_BREAKS = ("and", "comma", "stop", "then", "that", "while")
_OPENS, _CLOSES = When(0.0, BEGIN, loose=True), When(END, 1.0, loose=True)
_EDGES = {
    "start": _OPENS, "begin": _OPENS, "open": _OPENS, "end": _CLOSES, "finish": _CLOSES,
}  # fmt: skip
_OF_TIME = ("in", "on", "after", "before")  # "the frame has a dog in it", "and not after it"
_IT = Noun("it", pronoun="it")


@dataclass(slots=True)
class _Part:
    """What a part of the sentence says."""

    nouns: list[Noun] = field(default_factory=list)
    whens: list[When] = field(default_factory=list)
    side: Side | None = None
    verb: str = ""
    form: str = ""
    told: bool = False  # something is said of them
    away: bool = False
    denied: bool = False
    nobody: bool = False
    later: bool = False
    framed: bool = False  # "we see"
    led: bool = False  # by "which"
    alone: bool = False
    still: bool = False
    edge: When | None = None  # what "starts" and "ends" say of the time
    swaps: list[Noun] | None = None  # who is there instead from then on
    takes: bool = False  # who is told of is there instead of who was told of before

    @property
    def whole(self) -> bool:
        """Whether it needs nothing of what follows."""
        return self.told or self.nobody or bool(self.nouns and self.whens)

    @property
    def gone(self) -> bool:
        """Whether those of whom it tells are not there."""
        return self.away != self.denied


def sightings(chunks: Sequence[Chunk]) -> list[Clause]:
    """The sentence as clauses of who is there when and who not; empty where it tells of something
    else.
    """
    parts = _parts(chunks)
    if {part.edge for part in parts} >= {_OPENS, _CLOSES}:
        for part in parts:  # "starts with a dog and ends without it"
            part.whens = part.whens or ([part.edge] if part.edge else [])
    for one, other in pairwise(parts):
        changes = other.later and one.gone != other.gone and not (one.nobody or other.nobody)
        if changes and one.gone and not (one.whens or other.whens):
            one.whens, other.whens = [When(0.0, 0.5)], [When(0.5, 1.0)]  # "is not here, then it is"
    timed = any(part.whens for part in parts)
    turns = any(
        part.nobody or part.takes or part.swaps or (part.gone and part.later) for part in parts
    )
    if not (timed or turns) or sum(part.side is not None for part in parts) > 1:
        return []
    swapped = any(part.swaps or part.takes for part in parts)
    if swapped and not (timed or any(part.later for part in parts)):
        return []  # "gives way to the bus"
    told: list[Clause] = []
    last: When | None = None
    for part in parts:
        if part.later and last and part.nouns and not part.whens and not part.gone:
            part.whens = [last.even.rest]
        last = part.whens[-1] if part.whens else last
        told += _clauses(part, told)
    for clause in told:
        clause.start, clause.end = chunks[0].start, chunks[-1].end
    return told


def _parts(chunks: Sequence[Chunk]) -> list[_Part]:
    """The parts of a sentence, in order; none where it tells of more than who is to be seen."""
    done: list[_Part] = []
    now = _Part()
    for at, chunk in enumerate(chunks):
        after = chunks[at + 1] if at + 1 < len(chunks) else None
        ahead = {chunk.kind, *(one.kind for one in chunks[at + 1 : at + 3])}
        whole = now.whole or (now.framed and now.nouns and ahead & {"then", "when", "not"})
        if chunk.kind in _BREAKS and chunk.word != "framing" and whole and after is not None:
            if chunk.kind == "comma" and after.kind == "that":
                continue
            done.append(now)
            now = _Part()
            if chunk.kind == "that":
                now = _Part(nouns=done[-1].nouns[-1:], led=True)
        if not _read(now, chunk, chunks, at):
            return []
    for part in (*done, now):
        if part.nobody and part.whens and all(noun.pronoun == "it" for noun in part.nouns):
            part.nouns = []  # "from halfway on it is empty": the picture
    if any(part.nobody and part.nouns and not part.led for part in (*done, now)):
        return []  # "the box is empty"
    if now.whole or (now.nouns and done and now.later):
        return [*done, now]  # "First an empty frame, then a cat"
    if now.nouns or now.side or (now.whens and not done):
        return []
    if now.whens and done[-1].gone:
        return [*done, replace(now, told=True)]  # "never in the first half, only in the second"
    for part in done[-1:]:
        part.whens += now.whens
    return done


def _read(now: _Part, chunk: Chunk, chunks: Sequence[Chunk], at: int) -> bool:
    """Takes up what a chunk adds to its part; whether it fits in."""
    before = chunks[at - 1] if at else None
    match chunk.kind:
        case "when":
            assert isinstance(chunk.what, When)
            now.whens.append(chunk.what)
        case "then":
            now.later = now.later or chunk.word != "first"
        case "there" | "be":
            now.told = True
        case "not":
            now.nobody = now.nobody or chunk.word == "nobody"
            now.denied = now.denied or not now.nobody
            now.told = now.told or now.denied
        case "how":
            return _read_how(now, chunk.word)
        case "verb":
            return _read_verb(now, chunk)
        case "noun":
            assert chunk.noun is not None
            return _read_noun(now, chunk.noun, before)
        case "side":
            if not isinstance(chunk.what, Side) or chunk.what.role != "at" or now.side:
                return False
            now.side = chunk.what
        case "rel":
            return _read_relation(now, chunk, chunks, at)
        case kind:
            now.framed = now.framed or chunk.word == "framing"
            return kind in _BREAKS
    return True


def _read_how(now: _Part, word: str) -> bool:
    if word in ABSENT | PRESENT and word != "here":
        now.told = True
        now.away = now.away or word in ABSENT
    now.alone = now.alone or word == "alone"
    now.still = now.still or word == "still"
    return not word or now.told or word in _HOWS or word.endswith("ly")


def _read_verb(now: _Part, chunk: Chunk) -> bool:
    word, motion = chunk.word, verbs.MOTIONS.get(chunk.word, "")
    now.told = True
    if word == "instead":
        now.takes = True
    elif word == "swap":
        now.swaps = []
    elif word == "hide":
        now.away = chunk.form == "past"  # "is shown for the first half and hidden for the second"
        return now.away
    elif motion == "show":
        now.verb, now.form = "appear", chunk.form
    elif motion == "hide" or word == "lose":
        now.away, now.verb, now.form = True, "vanish", chunk.form
    elif word in ("do", "does", "did"):
        pass  # "the second half has no dog in it, the first half does"
    elif word in _RESTS:
        now.verb, now.form = word, chunk.form
    else:
        now.edge = _EDGES.get(word)
        return word in _SEES
    return True


def _read_noun(now: _Part, noun: Noun, before: Chunk | None) -> bool:
    last = noun.head.rsplit(" ", 1)[-1]
    scenic = last in lexicon.NOT_SUBJECTS or last in props().place_words or not last
    if scenic and not noun.name and not noun.pronoun:
        now.nobody = now.nobody or bool(_EMPTY.intersection(noun.adjectives))
        return True
    if noun.pronoun == "it" and before is not None and before.raw in _OF_TIME:
        return True
    if noun.owner or last in lexicon.BODY or noun.pronoun in ("other", "another", "all"):
        return False
    if noun.article == "no":
        noun, now.denied, now.told = replace(noun, article="the"), True, True
    if now.swaps is not None:
        now.swaps.append(noun)
    elif now.nouns and before is not None and before.kind == "be" and noun.article == "a":
        now.takes = bool(now.nouns[-1].pronoun)  # "from then on it is a cat"
        now.nouns = [noun]
        return now.takes
    elif now.nouns and before is not None and before.kind not in ("and", "comma", "rel"):
        return False
    else:
        now.nouns.append(noun)
    return True


def _read_relation(now: _Part, chunk: Chunk, chunks: Sequence[Chunk], at: int) -> bool:
    """No relation fits in but "in the picture", "with a dog" and "without it"."""
    after = chunks[at + 1].noun if at + 1 < len(chunks) else None
    if chunk.raw == "without" and after is not None:
        now.told = now.away = True
        return True
    if chunk.raw in ("with", "of", "on", "about", "for") and after is not None and not now.nouns:
        now.told = now.told or chunk.raw != "on"
        return True
    if chunk.raw in _OF_TIME and after is not None and after.pronoun == "it":
        now.later = now.later or chunk.raw == "after"
        return True
    framed = after is not None and not after.name and after.head in lexicon.PICTURE
    if now.swaps is not None and chunk.raw == "to":
        return True
    return framed or (after is None and chunk.raw in ("in", "after", "before", "on"))


def _clauses(part: _Part, told: Sequence[Clause]) -> list[Clause]:
    """The clauses of a part; without a noun it tells of whom the part before told."""
    if part.nobody:
        return [Clause(nobody=True, whens=part.whens, later=part.later)]
    before = next((one.subjects for one in reversed(told) if one.subjects), [_IT])
    made = Clause(part.nouns or list(before), part.verb or "be", part.form or "s")
    made.whens, made.later = list(part.whens), part.later
    if part.denied and part.away:
        made.whens = []  # "does not vanish at the midpoint"
    elif part.still and not part.gone:
        made.whens = [When(0.0, when.end) for when in made.whens]  # "is still there at the end"
    made.nobody = part.alone and bool(made.whens) and not part.gone
    if part.gone:
        made.hows.append("absent")
    elif part.side is not None:
        made.sides.append(part.side)
    if (made.verb == "vanish") != part.gone:
        made.verb = "vanish" if part.gone and part.verb == "vanish" else "be"
    if not part.gone and part.verb == "appear":
        made.verb = "appear"
        last = told[-1] if told else None
        if not made.whens and not part.later and last is not None and last.verb == "vanish":
            made.whens = list(last.whens)  # "at the midpoint a dog vanishes and a cat appears"
    if part.swaps:  # "gives way to a cat"
        made.verb, made.hows, made.later = "vanish", ["absent"], True
        return [made, replace(made, subjects=part.swaps, verb="appear", hows=[], instead=True)]
    if part.takes and part.nouns:  # "then a cat takes its place"
        made.verb, made.later, made.instead = "appear", True, True
        gone = replace(made, subjects=list(before), verb="vanish", hows=["absent"], instead=False)
        return [gone, made]
    return [made]
