"""Pairs: a story as the two questions of ``prompts`` and their right answers.

The questions are made by the very functions that ask a model, from the board's own types.
"""

from __future__ import annotations

import random
import string
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from engine.director import numbered, prompts
from engine.director.lessons import layouts, words
from engine.director.lessons.layouts import Corners, Pair
from engine.director.lessons.stories import Beat, Person, Story
from engine.director.lessons.tales import story
from engine.director.numbered import Sentence
from storyboard.board import Line, Place, Scene, Subject
from storyboard.breakdown import witness

__all__ = ["Pair", "endless", "pairs"]

PLAIN = 0.75  # share of the layouts left out in which one stands and nothing more
UNHEARD = 0.15  # share of the stories without the rules' marks for whom a phrase means


def pairs(told: Story, dice: random.Random) -> Iterator[Pair]:
    """The first question about a story, and the second one about each of its shots."""
    cast = {one.id: _subject(one) for one in told.cast}
    place = Place("p", told.place)
    scene = Scene("s", place="p", daytime=told.daytime, weather=told.weather)  # type: ignore[arg-type]
    heard = _heard(told, cast, dice)
    first = _scene_pair(told, heard, cast, scene, place, dice)
    if first:
        yield first
    before: dict[str, Corners] = {}
    for beat, own in zip(told.beats, heard, strict=True):
        asked, before = layouts.pair(beat, own, cast, place, before, dice)
        plain = not beat.deeds and len(beat.who) == 1
        if asked and not (plain and dice.random() < PLAIN):
            yield asked


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
        if len(who) > layouts.MOST:
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


def endless(seed: int) -> Iterator[Pair]:
    """Pairs without end."""
    dice = random.Random(seed)
    while True:
        yield from pairs(story(dice), dice)
