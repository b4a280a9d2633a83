"""Pairs: a story as the two questions of ``prompts`` and their right answers.

The questions are made by the very functions that ask a model, from the board's own types.
"""

from __future__ import annotations

import random
import string
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from engine.director import checks, moments, numbered, prompts
from engine.director.claims import Claim
from engine.director.layouts import against
from engine.director.lessons import corrections, disguise, words
from engine.director.lessons.blocking import Blocking, Deed
from engine.director.lessons.stories import Beat, Person, Story, figures
from engine.director.lessons.tales import story
from engine.director.numbered import Sentence
from storyboard import camera
from storyboard.board import Acting, Line, Place, Scene, Shot, Subject
from storyboard.breakdown import witness

RATE = 24
PLAIN = 0.75  # share of the layouts left out in which one stands and nothing more
CORRECTED = 0.35  # share of the layouts that are asked for again after a wrong answer
MUDDLED = 0.6  # share of these whose question does not tell what the checker's words tell
UNHEARD = 0.15  # share of the stories without the rules' marks for whom a phrase means
MOST = prompts.MOST_SEEN


@dataclass(frozen=True, slots=True)
class Pair:
    """One question as the model reads it, and the answer that is right."""

    question: str
    answer: str


def pairs(told: Story, dice: random.Random) -> Iterator[Pair]:
    """The first question about a story, and the second one about each of its shots."""
    cast = {one.id: _subject(one) for one in told.cast}
    place = Place("p", told.place)
    scene = Scene("s", place="p", daytime=told.daytime, weather=told.weather)  # type: ignore[arg-type]
    heard = _heard(told, cast, dice)
    first = _scene_pair(told, heard, cast, scene, place, dice)
    if first:
        yield first
    before: dict[str, tuple[int, int, int, int]] = {}
    for beat, own in zip(told.beats, heard, strict=True):
        pair, before = _shot_pair(beat, own, cast, place, before, dice)
        plain = not beat.deeds and len(beat.who) == 1
        if pair and not (plain and dice.random() < PLAIN):
            yield pair


def _subject(one: Person) -> Subject:
    look = f"{one.adjective} {one.kind}" if one.adjective in words.COLOURS else ""
    return Subject(one.id, one.name, one.kind, look, pronoun=one.pronoun)  # type: ignore[arg-type]


# The first question
# -----------------------------------------------------------------------------------------


def _scene_pair(
    told: Story,
    heard: Sequence[Sequence[Sentence]],
    cast: Mapping[str, Subject],
    scene: Scene,
    place: Place,
    dice: random.Random,
) -> Pair | None:
    seen = [one for beat in told.beats for one in beat.who]
    known = list(dict.fromkeys(one for one in seen if one.known))
    known += [one for one in told.cast if one not in seen and one.proper and one.known]
    if dice.random() < 0.2:
        dice.shuffle(known)
    if len(known) > numbered.MOST_LETTERS:
        return None
    letters = {
        letter: cast[one.id] for letter, one in zip(string.ascii_uppercase, known, strict=False)
    }
    letter_of = {subject.id: letter for letter, subject in letters.items()}
    sentences: list[Sentence] = []
    shots = []
    for beat, own in zip(told.beats, heard, strict=True):
        sentences += own
        who = _who(beat, letter_of)
        if len(who) > MOST:
            return None
        shot = {"to": len(sentences), "who": who, "size": beat.size, "angle": beat.angle}
        shots.append({**shot, "move": beat.move, "time": beat.time})
    messages = prompts.scene_messages(sentences, letters, scene, place)
    return Pair(messages[-1]["content"], prompts.written({"shots": shots}))


def _sentences(beat: Beat) -> list[Sentence]:
    if beat.speaker is not None:
        line = Line(beat.speaker.id, beat.sentences[0])
        return [Sentence(0, 1, beat.sentences[0], line)]
    return [Sentence(0, 1, text) for text in beat.sentences]


def _heard(told: Story, cast: Mapping[str, Subject], dice: random.Random) -> list[list[Sentence]]:
    """Each beat's sentences with whom the rules say they mean, as when a film is planned; now and
    then without, so that the words themselves are read, too.
    """
    rows = [_sentences(beat) for beat in told.beats]
    if dice.random() < UNHEARD:
        return rows
    known = [cast[one.id] for one in told.cast if one.known]
    every = [
        (one.text, (one.line.speaker or "?") if one.line is not None else "")
        for row in rows
        for one in row
    ]
    accounts = iter(witness.told(every, known))
    return [[replace(one, meant=next(accounts).meant) for one in row] for row in rows]


def _who(beat: Beat, letter_of: Mapping[str, str]) -> list[list[object]]:
    found: list[list[object]] = []
    new: dict[str, list[object]] = {}
    for one in beat.who:
        action = beat.actions.get(one.id, "stand")
        if one.id in letter_of:
            found.append([letter_of[one.id], action])
        elif one.word in new:
            new[one.word][2] = int(str(new[one.word][2])) + 1
        else:
            new[one.word] = [one.word.casefold(), action, 1]
            found.append(new[one.word])
    return found


# The second question
# -----------------------------------------------------------------------------------------


def _shot_pair(
    beat: Beat,
    own: Sequence[Sentence],
    cast: Mapping[str, Subject],
    place: Place,
    before: dict[str, tuple[int, int, int, int]],
    dice: random.Random,
) -> tuple[Pair | None, dict[str, tuple[int, int, int, int]]]:
    who = beat.who[:MOST]
    if len(beat.who) > MOST:
        return None, {}
    letters = {
        letter: cast[one.id] for letter, one in zip(string.ascii_uppercase, who, strict=False)
    }
    seen = figures(beat)
    told_before = bool(before) and dice.random() < 0.25
    busy = {
        id
        for deed in beat.deeds
        for id in (*deed.who, deed.other, deed.third)
        if deed.kind != "reach"
    }
    if told_before:
        seen.before = {
            id: box for id, box in before.items() if id in seen.builds and id not in busy
        }
    keys = Blocking(beat.size, seen, beat.deeds).play()
    shot = _shot(beat, keys)
    read = {letter: keys[subject.id] for letter, subject in letters.items()}
    layout, _ = moments.read({**read, "camera": [[50, 50, 100]]}, letters)
    view = camera.preset(shot.movement, layout=layout, subject=who[0].id).rects
    marks = (0, len(view) - 1) if shot.movement != "follow" else (0, len(view) // 2, len(view) - 1)
    rects = [view[at] for at in dict.fromkeys(marks)]
    answer = {**read, "camera": [_rect(one) for one in rects]}
    wrong = _faults(shot, answer, letters, list(cast.values()))
    after = {id: path[-1] for id, path in keys.items() if path[-1] is not None}
    if wrong:
        return None, after
    places = ""
    if told_before:
        kept = [(one, before[one.id]) for one in who if one.id in before]
        at = {subject.id: letter for letter, subject in letters.items()}
        places = "; ".join(
            f"{at[one.id]} at {','.join(str(side) for side in box)}" for one, box in kept
        )
    meant = numbered.meant_in(shot.action, own)
    if dice.random() < CORRECTED:
        said, marked = shot.action, meant
        if dice.random() < MUDDLED:
            said, marked = disguise.muddled(shot.action, letters, meant, dice)
        asked = replace(shot, action=said)
        messages = prompts.layout_messages(asked, letters, place, RATE, places, meant=marked)
        sure = _true(beat.deeds, answer, letters)
        pair = _corrected(messages, shot, answer, letters, list(cast.values()), sure, dice)
        if pair is not None:
            return pair, after
    if disguise.fits(shot.action, beat.deeds) and dice.random() < disguise.SHARE:
        action, meant = disguise.disguised(shot.action, letters, meant, dice)
        shot = replace(shot, action=action)
    messages = prompts.layout_messages(shot, letters, place, RATE, places, meant=meant)
    return Pair(messages[-1]["content"], prompts.written(answer)), after


def _corrected(
    messages: list[prompts.Message],
    shot: Shot,
    answer: Mapping[str, Any],
    letters: Mapping[str, Subject],
    cast: list[Subject],
    sure: Sequence[Claim],
    dice: random.Random,
) -> Pair | None:
    """The question asked again after a wrong answer, as an interview asks it. Faults that any
    answer may have, whatever the words are, are not taught by themselves.
    """

    def faults(tried: Mapping[str, object]) -> list[str]:
        found = _faults(shot, {**answer, **tried}, letters, cast, sure)
        told = dict.fromkeys(one.words for one in found if one.field == "layout")
        return list(told) if any(one.claim for one in found) else []

    boxes = {letter: [box and list(box) for box in answer[letter]] for letter in letters}
    spoiled = corrections.spoiled(boxes, dice, faults)
    if spoiled is None:
        return None
    wrong, words = spoiled
    said = prompts.again(messages, prompts.written({**answer, **wrong}), words)
    heard = "\n".join(one["content"] for one in said if one["role"] != "system")
    return Pair(heard, prompts.written(answer))


def _rect(one: object) -> list[int]:
    x, y = one.centre  # type: ignore[attr-defined]
    clip = [min(max(round(100 * side), 0), 100) for side in (x, y)]
    return [*clip, min(max(round(100 * one.width), 20), 125)]  # type: ignore[attr-defined]


def _shot(beat: Beat, keys: Mapping[str, object]) -> Shot:
    action = "" if beat.speaker is not None else " ".join(beat.sentences)
    lines = (Line(beat.speaker.id, beat.sentences[0]),) if beat.speaker is not None else ()
    return Shot(
        "x",
        action=action,
        subjects=tuple(keys),
        dialogue=lines,
        size=beat.size,  # type: ignore[arg-type]
        angle=beat.angle,  # type: ignore[arg-type]
        movement=beat.move,  # type: ignore[arg-type]
        length=round(beat.length * RATE),
        acting={id: Acting(beat.actions.get(id, "stand")) for id in keys},
    )


def _true(
    deeds: Sequence[Deed], answer: Mapping[str, Any], letters: Mapping[str, Subject]
) -> tuple[Claim, ...]:
    """What the deeds claim and the answer keeps."""
    layout, _ = moments.read(answer, letters)
    names = {subject.id: subject.name for subject in letters.values()}
    return tuple(
        claim
        for claim in corrections.claims(deeds)
        if {claim.subject, claim.other or claim.subject} <= set(names)
        and against(claim, layout.boxes, names) is None
    )


def _faults(
    shot: Shot,
    answer: Mapping[str, object],
    letters: Mapping[str, Subject],
    cast: list[Subject],
    sure: Sequence[Claim] = (),
) -> Sequence[checks.Finding]:
    """What the director's own checker has against this answer: such lessons are not taught."""
    layout, view = moments.read(answer, letters)
    asked = replace(shot, layout=layout, camera=view)
    return checks.about_layout(asked, cast, shot.action, sure=sure)


def endless(seed: int) -> Iterator[Pair]:
    """Pairs without end."""
    dice = random.Random(seed)
    while True:
        yield from pairs(story(dice), dice)
