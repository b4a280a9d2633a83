"""Claims: what a shot's words say about its picture - who moves where, how many, who stands where.

A narrow reading on purpose: it claims only what it is sure of, because each claim that a layout
breaks costs the model another try. It is not the rule-based breakdown's reading, which must draw
something from every sentence; two readings that agree are worth more.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Literal

from engine.director.mentions import Mention, Mentions
from storyboard import lexicon
from storyboard.board import Subject
from storyboard.breakdown.times import times

What = Literal[
    "moves", "enters", "leaves", "appears", "vanishes", "stands", "beside", "bigger", "same size",
    "count", "first half", "second half", "order", "follows", "grounded",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Claim:
    """``subject`` does ``what``; ``way`` is a direction, a side or a relation to ``other``, for
    "order" the spots in turn.

    For "count", ``subject`` is a kind and ``number`` how many of it are told of.
    """

    what: What
    subject: str
    way: str = ""
    other: str = ""
    number: int = 0


_PICTURE = r"(?:frame|screen|picture|image|scene|stage)"
_SIDE = rf"(left|right)(?: (?:hand )?side| edge)?(?: of (?:the )?{_PICTURE})?"
_ACROSS = re.compile(rf"(?:from (?:the )?(?:far )?)?{_SIDE} to (?:the )?(?:far )?{_SIDE}\b(?! of)")
_TOWARDS = re.compile(
    rf"\b(?:to|towards?) (?:the |his |her |its |their )?(?:far )?{_SIDE}\b(?! of)"
)
_WARDS = re.compile(r"\b(leftwards?|rightwards?|upwards?|downwards?)\b")
_FROM = re.compile(rf"\bfrom (?:the )?(?:far )?{_SIDE}\b(?! of)")
_UPDOWN = re.compile(r"\bfrom (?:the )?(top|bottom)(?: of [a-z ]*?)? to (?:the )?(?:top|bottom)\b")
_AT = re.compile(rf"\b(?:on|at|in) (?:the )?(?:far )?{_SIDE}(?=[\s.,;!]|$)(?! of)")
_INWARD = re.compile(r"\s*(?:[a-z]+ly )?in(?= from\b| on\b|\s*$)")
_OUTWARD = re.compile(
    rf"\s*(?:[a-z]+ly )?(?:off(?= on\b|\s*$)|out of (?:the )?{_PICTURE}\b|out(?=\s*$))"
)
_SIZED = re.compile(r"\b(?:tiny|small|little|minute|big|large|huge|tall|enormous|giant) $")
_FROM_SIDE = re.compile(
    r"\s*the (?:far |very )?(?:left|right|cent(?:er|re)|middle|top|bottom|upper|lower)\b"
)
_CLOSE = re.compile(
    r"\b(?:on|in|inside|into|onto|with|at|behind|against|over|under|through|around|past|after|"
    r"holds?|holding|carries|carrying|rides?|riding|hugs?|hugging|wears?|wearing|pushes|pulls)\b"
)
_RELATIONS = (
    (re.compile(r"\b(?:to|on|at) the (left|right)(?: side)? of\b|\b(left|right) of\b"), ""),
    (re.compile(r"\babove\b"), "above"),
    (re.compile(r"\b(?:below|under|underneath|beneath)\b"), "below"),
    (re.compile(r"\b(?:on top of|atop)\b"), "on"),
    (re.compile(r"\bbehind\b"), "behind"),
    (re.compile(r"\bin front of\b"), "front"),
    (re.compile(r"\b(?:next to|beside|alongside)\b"), "beside"),
)
_GONE = re.compile(
    r"\b(?:gone|missing|absent|away|nothing|nobody|empty|hidden|vanish|disappear|leav|exit|out\b)"
)
_COMPARED = re.compile(r"\b(bigger|larger|taller|smaller|shorter|tinier) than\b")
_AS_BIG = re.compile(
    r"(?<!twice )(?<!half )(?<!times )\b(?:as (?:big|large|tall|small) as|the same size as)\b"
)
_NEGATED = re.compile(
    r"\b(?:not|never|no|neither|nor|without|n't|almost|nearly|would|could|(?<!as )if)\b|n't\b"
)
_CLAUSE = re.compile(
    r"[.;:!?]|,|\b(?:and then|then|while|as soon as|when|but)\b"
    r"|\band\b(?= (?:he|she|it|they|the|a|an|[a-z]+s)\b)"
)
_VERTICAL = {
    "rise": "up", "ascend": "up", "soar": "up",
    "sink": "down", "descend": "down", "fall": "down", "plummet": "down",
}  # fmt: skip
_COUNTS = {"two": 2, "three": 3, "four": 4, "five": 5, "six": 6}
_FIXED = {"moves": ("left", "right", "up", "down")}


def claims(text: str, subjects: Sequence[Subject], before: str = "") -> tuple[Claim, ...]:
    """What the words claim of these subjects, in order, none twice.

    ``before`` is text that pronouns may point back to.
    """
    reader = _Reader(subjects)
    reader.remember(before.casefold())
    found: dict[Claim, None] = {}
    low = text.casefold().replace("\u2019", "'")
    timed = tells_of_times(low)
    for clause in _clauses(low):
        for claim in reader.read(clause):
            found.setdefault(claim)
    elsewhere = len(set(_PLACE.findall(low))) > 1
    kept = list(_of_the_whole_shot(list(found), timed, elsewhere))
    return (*kept, *reader.half(low)) if timed else tuple(kept)


def tells_of_times(low: str) -> bool:
    """Whether lower-case words tell of more than one moment of a shot: what is true at one of them
    need not be true of the others, so that nothing is claimed of where and when.
    """
    told = _OPENED.sub("", low)
    return _IN_ORDER.search(told) is not None or any(when for _, _, when in times(low))


_ORDER = (
    "first", "then", "later", "after that", "afterwards?", "finally", "lastly", "last of all",
    "at last", "in turn", "one after", "before long", "soon", "next(?! to)", "no longer", "no more",
    "any ?more", "by way of", "now [^.]*\\bnow", "until (?:he|she|it|they)", "before [a-z]+ing",
    "(?:start|begin|end|finish)(?:s|es|ing|ning)?(?: up| off)? (?:at|in|on|by|from)",
    "and (?:is|are) gone", "places", "and out", "briefly", "into view and", "from there",
    "for a (?:moment|second|while)", "sets? (?:off|out)", "setting (?:off|out)", "reach(?:es|ing)?",
)  # fmt: skip
_IN_ORDER = re.compile(rf"\b(?:{'|'.join(_ORDER)})\b")
_OPENED = re.compile(r"^\W*(?:then|soon|next|later|at last|finally|before long|afterwards)\b")
_PLACE = re.compile(
    r"\b(left|right|cent(?:er|re)|middle|top|bottom|upper|lower|halfway|high|low)\b"
)
_WAYS = ("moves", "enters", "leaves")
_TIMES = ("appears", "vanishes")


def _of_the_whole_shot(found: list[Claim], timed: bool, elsewhere: bool) -> Iterator[Claim]:
    """The claims that hold from the first moment to the last; with ``timed`` the words tell of
    several, and the rules' reading of them (``floor``) is the better one; with ``elsewhere`` they
    name more than one place.

    Who enters and leaves again is inside at neither end; who is told to be here, then there, is
    mostly at neither place. Such a shot has more than one act, and a claim tells only of one.
    """
    acts: dict[str, list[Claim]] = {}
    for claim in found:
        acts.setdefault(claim.subject, []).append(claim)
    for claim in found:
        own = acts[claim.subject]
        ways = {one.what for one in own if one.what in _WAYS}
        changes = {one.what for one in own if one.what in _TIMES}
        spots = {one.way for one in own if one.what == "stands"}
        moved = {one.way for one in own if one.what == "moves"}
        if claim.what in _WAYS and ({"enters", "leaves"} <= ways or len(moved) > 1):
            continue
        if timed and claim.what not in ("count", "bigger", "same size"):
            continue
        if claim.what == "moves" and spots - {claim.way}:
            continue  # "hops to the right and stops on the left"
        if claim.what in _TIMES and len(changes) > 1:
            continue
        if claim.what == "stands" and (len(spots) > 1 or ways or (elsewhere and len(acts) == 1)):
            continue
        yield claim


def together(text: str, subjects: Sequence[Subject], before: str = "") -> frozenset[frozenset[str]]:
    """Pairs of subjects that the words bring so close together that they may hide each other."""
    reader = _Reader(subjects)
    reader.remember(before.casefold())
    found: set[frozenset[str]] = set()
    for clause in _clauses(text.casefold().replace("\u2019", "'")):
        mentions = reader.mentions(clause)
        for one, two in combinations(mentions, 2):
            if _CLOSE.search(clause[one.end : two.start]):
                found |= {frozenset((a, b)) for a in one.subjects for b in two.subjects if a != b}
    return frozenset(found)


def _clauses(low: str) -> Iterator[str]:
    at = 0
    for match in _CLAUSE.finditer(low):
        # "from the left and exits" begins a new clause; "the cat and the dog walk" does not
        if match.group() == "and" and not _has_verb(low[at : match.start()]):
            continue
        yield low[at : match.start()]
        at = match.end()
    yield low[at:]


def _has_verb(clause: str) -> bool:
    return any(_verb(word) for word in re.findall(r"[a-z'-]+", clause))


def _verb(word: str) -> str:
    if word in ("left", "rose"):  # a side and a flower far more often than deeds
        return ""
    found = lexicon.VERBS.get(word)
    return found[0] if found and not (found[0] in lexicon.NOUNLIKE and found[1] == "base") else ""


class _Reader(Mentions):
    """Reads clauses in order. ``did``: whose deed the clause before told."""

    did: list[str] | None = None

    def read(self, clause: str) -> Iterator[Claim]:
        held = self.last[-1:] if self.did is None else self.did
        mentions = self.mentions(clause)
        if mentions:
            self.did = list(mentions[0].subjects)
        yield from self.counted(clause)
        if _NEGATED.search(clause):
            return
        yield from self.related(clause, mentions)
        if mentions:
            first = mentions[0]
            doer = first.subjects
            verb_at = self.verb(clause, first.end)
        else:
            doer, verb_at = _elided(clause, held), self.verb(clause, 0)
        if len(doer) != 1 or verb_at is None:
            return
        lemma, at = verb_at
        # a second mention between the verb and the words of direction takes the movement over:
        # "throws the ball to the left"
        later = [one for one in mentions if one.start > at]
        yield from self.moved(clause, doer[0], lemma, at, later)

    def half(self, low: str) -> Iterator[Claim]:
        """ "Is seen in the second half": one time, one subject, and nobody who is away."""
        told = [one for one in times(low) if one[2]]
        if len(told) != 1 or low[told[0][0] : told[0][1]] == "halfway":  # which may be a place
            return
        start, end, when = told[0]
        rest, mentions = low[:start] + low[end:], self.mentions(low)
        ids = [id for one in mentions for id in one.subjects]
        if len(ids) != 1 or any(one.search(rest) for one in (_GONE, _NEGATED, _IN_ORDER)):
            return
        if when is not None and not when.loose and 0.5 in (when.start, when.end):
            yield Claim("second half" if when.late else "first half", ids[0])

    def verb(self, clause: str, start: int) -> tuple[str, int] | None:
        for match in re.finditer(r"[a-z'-]+", clause[start:]):
            lemma = _verb(match.group())
            if lemma and lemma not in ("be", "have", "do"):
                return lemma, start + match.end()
        found = re.search(r"\b(?:is|are|was|were)\b", clause[start:])
        return ("be", start + found.end()) if found else None

    def moved(
        self, clause: str, doer: str, lemma: str, at: int, later: list[Mention]
    ) -> Iterator[Claim]:
        motion = lexicon.MOTIONS.get(lemma, "stay")
        tail = clause[at:]
        side = _FROM.search(tail)
        across = _ACROSS.search(tail)
        goal = _TOWARDS.search(tail)
        if motion in (
            "travel",
            "enter",
            "exit",
            "up",
            "down",
            "follow",
            "approach",
            "retreat",
        ) and not _blocked(tail, later, at):
            if across and across.group(1) != across.group(2):
                yield Claim("moves", doer, across.group(2))
            elif motion == "travel" and goal:
                yield Claim("moves", doer, goal.group(1))
            yield from self.vertical(tail, doer, lemma)
        inward = motion in ("travel", "enter") and _INWARD.match(tail)
        outward = motion in ("travel", "exit") and _OUTWARD.match(tail)
        if lemma in ("enter", "arrive") or inward:
            yield Claim("enters", doer, side.group(1) if side and not across else "")
        elif lemma in ("exit", "leave", "depart") and _FROM_SIDE.match(tail):
            return  # "leaves the left side": one goes on from there
        elif lemma in ("exit", "leave", "depart") or outward:
            out = re.search(rf"\b(?:on|at|to|from|by) (?:the )?{_SIDE}", tail) or re.search(
                r"\b(left|right)\b", tail
            )
            yield Claim("leaves", doer, out.group(1) if out else "")
        elif motion == "show" or (lemma == "fade" and tail.startswith(" in")):
            yield Claim("appears", doer)
        elif motion == "hide":
            yield Claim("vanishes", doer)
        elif motion in ("stay", "face"):
            place = _AT.search(tail)
            if place and not later:
                yield Claim("stands", doer, place.group(1))

    def vertical(self, tail: str, doer: str, lemma: str) -> Iterator[Claim]:
        named = _UPDOWN.search(tail)
        wards = _WARDS.search(tail)
        if named:
            yield Claim("moves", doer, "down" if named.group(1) == "top" else "up")
        elif wards:
            word = wards.group(1)
            yield Claim("moves", doer, next(way for way in _FIXED["moves"] if word.startswith(way)))
        elif lemma in _VERTICAL and not re.search(r"\b(?:asleep|in love|silent|behind)\b", tail):
            yield Claim("moves", doer, _VERTICAL[lemma])

    def counted(self, clause: str) -> Iterator[Claim]:
        """ "three dogs": a number word, two words at most, and the plural of a kind of the cast."""
        kinds = {lexicon.plural(one.kind): one.kind for one in self.subjects.values() if one.kind}
        if not kinds:
            return
        plurals = "|".join(map(re.escape, sorted(kinds, key=len, reverse=True)))
        for match in re.finditer(rf"\b([a-z]+) (?:[a-z-]+ ){{0,2}}?({plurals})\b", clause):
            number = _COUNTS.get(match.group(1), 0)
            if number:
                yield Claim("count", kinds[match.group(2)], number=number)

    def related(self, clause: str, mentions: list[Mention]) -> Iterator[Claim]:
        singles = [one for one in mentions if len(one.subjects) == 1]
        patterns = [*_RELATIONS, (_COMPARED, "compared"), (_AS_BIG, "same size")]
        for pattern, name in patterns:
            for match in pattern.finditer(clause):
                left = [one for one in singles if one.end <= match.start()]
                right = [one for one in singles if one.start >= match.end()]
                if not left or not right:
                    continue
                if _SIZED.search(clause[: match.start()]):
                    continue  # "small next to the tower" compares
                one, other = left[-1].subjects[0], right[0].subjects[0]
                between = clause[match.end() : right[0].start]
                if (
                    one == other
                    or not re.fullmatch(r"\s*(?:[a-z-]+ ){0,4}", between)
                    or _from(clause, match.start())
                ):
                    continue
                yield _relation(match, name, one, other)


def _elided(clause: str, held: Sequence[str]) -> tuple[str, ...]:
    """Whoever did the last thing, if the clause goes on with a verb: "and leaves", but not "a spoon
    falls".
    """
    words = [word for word in re.findall(r"[a-z'-]+", clause) if not word.endswith("ly")]
    words = words[1:] if words and words[0] in ("and", "then") else words
    return tuple(held) if words and _verb(words[0]) else ()


def _from(clause: str, at: int) -> bool:
    """ "from behind the tree" and "walks under the bridge" tell a way, not a standing."""
    ahead = clause[:at].split()[-3:]
    return any(
        word == "from"
        or lexicon.MOTIONS.get(_verb(word)) in ("travel", "up", "down", "enter", "exit", "hide")
        for word in ahead
    )


def _relation(match: re.Match[str], name: str, one: str, other: str) -> Claim:
    if name == "compared":
        smaller = match.group(1) in ("smaller", "shorter", "tinier")
        return Claim("bigger", other, other=one) if smaller else Claim("bigger", one, other=other)
    if name == "same size":
        return Claim("same size", one, other=other)
    way = name or match.group(1) or match.group(2)
    return Claim("beside", one, way, other)


def _blocked(tail: str, later: list[Mention], at: int) -> bool:
    """Whether another subject comes between the verb and the direction."""
    found = _ACROSS.search(tail) or _TOWARDS.search(tail) or _WARDS.search(tail)
    return found is not None and any(one.start < at + found.start() for one in later)
