"""Stations: a sentence that tells where one is first, then, and at last; rows: who stands next.

"A cat is on the left, later in the middle, and at the end on the right." Between the places stand
only little words, so the places alone tell the way; nobody else may be in the sentence.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from storyboard import lexicon
from storyboard.breakdown import verbs
from storyboard.breakdown.phrases import Chunk, Noun
from storyboard.breakdown.spans import Side
from storyboard.breakdown.syntax import Clause, Relation

_CENTRE = Side("at", 0.5, None)
_GOING = ("travel", "up", "down", "approach")
_STILL = ("stay", "face", "show")
_LEAVES = ("leave", "depart")  # "leaves the left for the right"
# Nouns that only count or time the stations
_IDLE = lexicon.listed(
    "place spot stop position point part third quarter half time moment while little bit end start "
    "last view sight turn one other second minute instant way station corner"
)
_BREAKS = ("and", "comma", "then", "stop", "verb", "be")


def stations(chunks: Sequence[Chunk]) -> list[Clause]:
    """The sentence as clauses from station to station; empty where it tells of something else."""
    chunks = _opened(chunks)
    spots = _spots(chunks)
    least = 2 if any(chunk.kind == "then" for chunk in chunks) else 3
    who = _subjects(chunks)
    if len(spots) < max(least, 2) or not who or not _plain(chunks):
        return []
    told_verbs = [chunk for chunk in chunks if chunk.kind == "verb"]
    going = [one for one in told_verbs if verbs.MOTIONS.get(one.word) in _GOING]
    lead = going[0] if going else None
    verb, form = (lead.word, lead.form) if lead is not None else ("be", "s")
    start, end = chunks[0].start, chunks[-1].end
    first, *rest = spots
    goes_on = first.role == "to" and _goes_on(chunks, who[0])
    sides = [] if goes_on else [replace(first, role="from")]
    told: list[Clause] = []
    for spot in spots if goes_on else rest:
        sides.append(replace(spot, role="to"))
        later = bool(told) or goes_on
        told.append(Clause(list(who), verb, form, sides=sides, later=later, start=start, end=end))
        sides = []
    return told


def _goes_on(chunks: Sequence[Chunk], who: Noun) -> bool:
    """Whether the first place is none to begin at: "she runs to the left, then ...", "from there it
    goes to the left". But "goes first to the left" begins there.
    """
    if any(one.kind == "then" and one.word == "first" for one in chunks):
        return False
    head = chunks[: next(at for at, one in enumerate(chunks) if one.kind == "side")]
    verb = next((one for one in reversed(head) if one.kind != "how"), None)
    if verb is not None and verb.kind == "verb" and verbs.MOTIONS.get(verb.word) in _GOING:
        return True
    return any(one.kind == "then" for one in head) and (bool(who.pronoun) or who.article == "the")


def row(chunks: Sequence[Chunk]) -> list[Clause]:
    """ "From left to right: a cat, a dog, a hen" as clauses, each of one to the left of the next;
    empty where the sentence is none such.
    """
    sides = [one.what for one in chunks[:2] if isinstance(one.what, Side)]
    if len(sides) < 2 or sides[0].role != "from" or sides[1].role != "to" or len(chunks) < 5:
        return []
    kinds = {one.kind for one in chunks[2:]}
    nouns = [one.noun for one in chunks[2:] if one.noun]
    ends = (sides[0].x, sides[1].x)
    if (
        not kinds <= {"noun", "comma", "and", "stop", "be", "there"}
        or None in ends
        or len(nouns) < 2
    ):
        return []
    name = "left" if (ends[0] or 0) < (ends[1] or 0) else "right"
    raw, start, end = f"to the {name} of", chunks[0].start, chunks[-1].end
    told = []
    for one, other in pairwise(nouns):
        beside = [Relation(name, raw, [other])]
        told.append(Clause([one], "be", relations=beside, together=True, start=start, end=end))
    return told


def _opened(chunks: Sequence[Chunk]) -> Sequence[Chunk]:
    """Without an opening that tells of nobody and no place: "Meanwhile", "When it is time,"."""
    stop = next((at for at, one in enumerate(chunks) if one.kind == "comma"), 0)
    head = chunks[:stop]
    told = [one.noun for one in head if one.noun and not one.noun.pronoun and not _idle(one.noun)]
    if not told and not any(one.kind == "side" for one in head):
        chunks = chunks[stop:] if stop else chunks
    return chunks[1:] if chunks and chunks[0].kind == "while" else chunks


def _plain(chunks: Sequence[Chunk]) -> bool:
    """Whether nothing else happens: nobody comes in or leaves, nothing is compared or denied."""
    for at, chunk in enumerate(chunks):
        if chunk.kind in ("not", "more", "that"):
            return False
        if chunk.kind == "while" and any(one.kind in ("verb", "be") for one in chunks[at:]):
            return False
        side = chunk.what if isinstance(chunk.what, Side) else None
        if side and (side.role == "exit" or (side.role == "enter" and side.x is not None)):
            return False
        if chunk.kind == "verb":
            motion = verbs.MOTIONS.get(chunk.word, "stay")
            shown = any(_is_view(one) for one in chunks[at + 1 : at + 2])
            if motion not in (*_GOING, *_STILL) and not shown and chunk.word not in _LEAVES:
                return False
        if chunk.kind == "how" and chunk.word in ("off", "out", "away"):
            return False
    return True


def _is_view(chunk: Chunk) -> bool:
    """ "Into view": to be seen, from nowhere in particular."""
    return isinstance(chunk.what, Side) and chunk.what.role == "enter" and chunk.what.x is None


def _spots(chunks: Sequence[Chunk]) -> list[Side]:
    """Every place in turn, none twice in a row; "halfway" is one where no other is named."""
    found: list[Side] = []
    for at, chunk in enumerate(chunks):
        side = chunk.what if isinstance(chunk.what, Side) else None
        if chunk.kind == "when" and chunk.raw == "halfway" and not _sided(chunks, at):
            side = _CENTRE
        if side is None or (side.x is None and side.y is None):
            continue
        via = chunk.raw.startswith(("via ", "by way of ", "through ")) and bool(found)
        if via and at and chunks[at - 1].kind == "side" and found[-1].role == "to":
            found.insert(-1, side)  # "from the right to the left via the middle"
        elif (
            at
            and found
            and (found[-1].role, side.role) == ("to", "from")
            and (chunks[at - 1].kind == "side")
        ):
            found.insert(-1, side)  # "to the left from the right"
        elif not found or (found[-1].x, found[-1].y) != (side.x, side.y):
            found.append(side)
    return found


def _sided(chunks: Sequence[Chunk], at: int) -> bool:
    """Whether the part of the sentence around ``at`` names a place."""
    low, high = at, at + 1
    while low > 0 and chunks[low - 1].kind not in _BREAKS:
        low -= 1
    while high < len(chunks) and chunks[high].kind not in ("and", "comma", "then", "stop"):
        high += 1
    return any(chunk.kind == "side" for chunk in chunks[low:high])


def _subjects(chunks: Sequence[Chunk]) -> list[Noun]:
    """Of whom the stations are: one phrase, or several joined before the first verb."""
    found: list[Noun] = []
    for at, chunk in enumerate(chunks):
        noun = chunk.noun
        bare = at > 0 and chunks[at - 1].kind in ("rel", "while") and noun and not noun.article
        if noun is None or _idle(noun) or (bare and not noun.name and not noun.pronoun):
            continue
        again = noun.pronoun in ("he", "she", "it", "they")
        if found and again:
            continue
        joined = at > 1 and chunks[at - 1].kind == "and" and chunks[at - 2].noun in found
        if found and not joined:
            return []
        found.append(noun)
    first = next((one.noun for one in chunks if one.noun), None)
    if not found and first is not None and first.head and first.head not in _IDLE:
        found.append(first)  # a door is nobody, but where nobody else is told of it is meant
    return found


def _idle(noun: Noun) -> bool:
    head = noun.head.rsplit(" ", 1)[-1]
    return not noun.name and (
        head in _IDLE
        or head in lexicon.DAYTIMES
        or head in lexicon.NOT_SUBJECTS | lexicon.BODY
        or noun.pronoun in ("all", "other", "another")
        or (not head and not noun.pronoun)
    )
