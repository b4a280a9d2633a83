"""Checks of a shot's choices: who is seen, how large, how long, and what the text asks for."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Literal

from engine.director.claims import claims
from engine.director.findings import Finding
from storyboard import lexicon, timing
from storyboard.board import Line, Shot, Subject
from storyboard.breakdown.witness import Account

MOST = 6  # subjects that an answer can name


def about_choice(
    shot: Shot,
    cast: Sequence[Subject],
    text: str,
    rate: int = 24,
    accounts: Sequence[Account] = (),
) -> tuple[Finding, ...]:
    """Faults of subjects, size, angle, movement, length and dialogue. ``accounts`` are what the
    rules say of the shot's sentences; only where they are sure they count.
    """
    known = {one.id: one for one in cast}
    found: list[Finding] = []
    found += _known(shot, known)
    found += _named(shot, cast, text)
    found += _meant(shot, known, accounts, text)
    found += _counted(shot, cast, text)
    found += _spoken(shot, rate)
    found += _camera_words(shot, text)
    return tuple(found)


def _known(shot: Shot, known: Mapping[str, Subject]) -> Iterator[Finding]:
    for id in shot.subjects:
        if id not in known:
            yield Finding("subjects", "unknown", f"{id} is not in the cast.", id)
        elif shot.subjects.count(id) > 1:
            yield Finding("subjects", "twice", f"{known[id].name} is named twice.", id)


def _named(shot: Shot, cast: Sequence[Subject], text: str) -> Iterator[Finding]:
    """Whoever the text calls by name is seen."""
    low = f" {' '.join(_tokens(text))} "
    for one in cast:
        names = [one.name, *one.aliases]
        if one.id not in shot.subjects and any(
            f" {' '.join(_tokens(name))} " in low for name in names if name
        ):
            yield Finding(
                "subjects", "named", f"{one.name} is in these sentences and must be in who.", one.id
            )


def _meant(
    shot: Shot, known: Mapping[str, Subject], accounts: Sequence[Account], text: str
) -> Iterator[Finding]:
    """Whoever does something under a pronoun or a description is seen; nobody else is, of whom
    nothing is told.
    """
    doers = dict.fromkeys(id for one in accounts if one.sure for id in one.doers if id in known)
    if len(doers) <= MOST:
        for id in doers:
            if id not in shot.subjects:
                words = f"{known[id].name} is meant in these sentences and must be in who."
                yield Finding("subjects", "meant", words, id)
    if not accounts or not all(one.sure for one in accounts):
        return
    here = {id for one in accounts for id in one.subjects} | set(_speakers(shot.dialogue))
    if not any(one.subjects for one in accounts):
        return  # speech alone: who listens may be seen
    here |= _worded(text, known)
    for id in shot.subjects:
        if id in known and id not in here and known[id].made_by != "director":
            words = f"Nothing in these sentences tells of {known[id].name}; leave it out of who."
            yield Finding("subjects", "stranger", words, id)


def _worded(text: str, known: Mapping[str, Subject]) -> set[str]:
    """Those whose kind the text has as a word, where nobody else is of that kind."""
    words = set(_tokens(text))
    kinds = Counter(one.kind.casefold() for one in known.values())
    alone = {kind for kind, number in kinds.items() if number == 1 and kind in words}
    return {id for id, one in known.items() if one.kind.casefold() in alone}


def _counted(shot: Shot, cast: Sequence[Subject], text: str) -> Iterator[Finding]:
    kinds = [one.kind for one in cast if one.id in shot.subjects]
    for claim in claims(text, cast):
        have = kinds.count(claim.subject)
        if claim.what == "count" and have != claim.number:
            many = lexicon.plural(claim.subject)
            words = f"There must be {claim.number} {many}, not {have}."
            yield Finding("subjects", "count", words, claim=claim)


def _spoken(shot: Shot, rate: int) -> Iterator[Finding]:
    if (
        shot.dialogue
        and not any(line.speaker in shot.subjects for line in shot.dialogue)
        and _speakers(shot.dialogue)
    ):
        yield Finding(
            "subjects", "speaker", "Someone who speaks must be seen.", _speakers(shot.dialogue)[0]
        )
    needed = timing.dialogue_length(shot.dialogue, rate)
    if needed > shot.length:
        words = (
            f"The dialogue takes {needed / rate:.1f} seconds and the shot {shot.length / rate:.1f}."
        )
        yield Finding("length", "short", words, wanted=str(needed))


def _speakers(lines: Sequence[Line]) -> list[str]:
    return [line.speaker for line in lines if line.speaker]


def _camera_words(shot: Shot, text: str) -> Iterator[Finding]:
    """Camera language in the text binds: CLOSE ON, PAN LEFT."""
    low = " ".join(text.casefold().split())
    wanted = asked_camera(low)
    fields: tuple[Literal["size", "movement", "angle"], ...] = ("size", "movement", "angle")
    for field in fields:
        right = wanted.get(field, "")
        if right and right != getattr(shot, field):
            words = f"The text asks for the {field} {right}."
            yield Finding(field, "words", words, wanted=right)


def asked_camera(low: str) -> dict[str, str]:
    """Size, movement and angle that lower-case words ask for; the longest wording wins."""
    tables = {
        "size": lexicon.SIZE_WORDS,
        "movement": lexicon.MOVEMENT_WORDS,
        "angle": lexicon.ANGLE_WORDS,
    }
    asked = {}
    told = low.replace("at the close on", "at the end on")
    for field, table in tables.items():
        found = [words for words in table if len(words) > 3 and words in told]
        if found:
            asked[field] = table[max(found, key=len)]
    return asked


def _tokens(text: str) -> list[str]:
    kept = "".join(character if character.isalnum() else " " for character in text.casefold())
    return kept.split()
