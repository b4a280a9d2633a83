"""Layouts: a beat as the director's second question and its right answer; now and then as it is
asked again after a wrong one.
"""

from __future__ import annotations

import random
import string
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from engine.director import checks, moments, numbered, prompts
from engine.director.claims import Claim
from engine.director.layouts import against
from engine.director.lessons import corrections, disguise
from engine.director.lessons.blocking import Blocking, Deed
from engine.director.lessons.stories import Beat, figures
from engine.director.numbered import Sentence
from storyboard import camera
from storyboard.board import Acting, Box, Line, Place, Shot, Subject
from storyboard.breakdown.witness import Meant

RATE = 24
CORRECTED = 0.35  # share of the layouts that are asked for again after a wrong answer
CORRECTED_TWO = 0.6  # ... of those in which one stands to another, which are hard to turn round
MIXED = 0.4  # share of the layouts in which who does it need not be the first letter
MISREAD = 0.6  # share of the wrong answers that take the words another way, not other boxes
MUDDLED = 0.6  # share of these whose question does not tell what the checker's words tell
MOST = prompts.MOST_SEEN
Corners = tuple[int, int, int, int]


@dataclass(frozen=True, slots=True)
class Pair:
    """One question as the model reads it, and the answer that is right."""

    question: str
    answer: str


@dataclass(frozen=True, slots=True)
class _Lesson:
    """A shot to ask about, its right answer, and whom its letters and phrases mean; ``before``
    tells where they stood, ``play`` gives the boxes of other deeds.
    """

    shot: Shot
    answer: Mapping[str, Any]
    letters: Mapping[str, Subject]
    cast: Sequence[Subject]
    place: Place
    before: str
    meant: Sequence[Meant]
    play: Callable[[Sequence[Deed]], Mapping[str, corrections.Boxes]]

    def messages(self, action: str, meant: Sequence[Meant]) -> list[prompts.Message]:
        """The question, with these words for the shot's own."""
        shot = replace(self.shot, action=action)
        return prompts.layout_messages(
            shot, self.letters, self.place, RATE, self.before, meant=meant
        )

    def asked(self, deeds: Sequence[Deed], dice: random.Random) -> Pair:
        action, meant = self.shot.action, self.meant
        if disguise.fits(action, deeds) and dice.random() < disguise.SHARE:
            action, meant = disguise.disguised(action, self.letters, meant, dice)
        question = self.messages(action, meant)[-1]["content"]
        return Pair(question, prompts.written(self.answer))

    def asked_again(self, deeds: Sequence[Deed], dice: random.Random) -> Pair | None:
        """The question after a wrong answer, as an interview asks it. Faults that any answer may
        have, whatever the words are, are not taught by themselves.
        """
        sure = self.true(deeds)

        def faults(tried: Mapping[str, object]) -> list[str]:
            found = self.faults({**self.answer, **tried}, sure)
            told = dict.fromkeys(one.words for one in found if one.field == "layout")
            return list(told) if any(one.claim for one in found) else []

        wrong: Mapping[str, corrections.Boxes] = {}
        words: Sequence[str] = ()
        if deeds and dice.random() < MISREAD:
            wrong = self.play([corrections.misread(deeds[0], dice), *deeds[1:]])
            words = faults(wrong)
        if not words:
            boxes = {at: [box and list(box) for box in self.answer[at]] for at in self.letters}
            spoiled = corrections.spoiled(boxes, dice, faults)
            if spoiled is None:
                return None
            wrong, words = spoiled
        action, meant = self.shot.action, self.meant
        if dice.random() < MUDDLED:
            action, meant = disguise.muddled(action, self.letters, meant, dice)
        given = prompts.written({**self.answer, **wrong})
        said = prompts.again(self.messages(action, meant), given, words)
        heard = "\n".join(one["content"] for one in said if one["role"] != "system")
        return Pair(heard, prompts.written(self.answer))

    def true(self, deeds: Sequence[Deed]) -> tuple[Claim, ...]:
        """What the deeds claim and the answer keeps."""
        layout, _ = moments.read(self.answer, self.letters)
        names = {subject.id: subject.name for subject in self.letters.values()}
        return tuple(
            claim
            for claim in corrections.claims(deeds)
            if {claim.subject, claim.other or claim.subject} <= set(names)
            and against(claim, layout.boxes, names) is None
        )

    def faults(
        self, answer: Mapping[str, object], sure: Sequence[Claim] = ()
    ) -> Sequence[checks.Finding]:
        """What the director's own checker has against an answer."""
        layout, view = moments.read(answer, self.letters)
        asked = replace(self.shot, layout=layout, camera=view)
        return checks.about_layout(asked, self.cast, self.shot.action, sure=sure)


def pair(
    beat: Beat,
    own: Sequence[Sentence],
    cast: Mapping[str, Subject],
    place: Place,
    before: Mapping[str, Corners],
    dice: random.Random,
) -> tuple[Pair | None, dict[str, Corners]]:
    """The second question about a beat, None where its answer would not pass the checks, and where
    everyone stands after it. ``before`` is where they stood.
    """
    who = list(beat.who)
    if len(who) > MOST:
        return None, {}
    if dice.random() < MIXED:
        dice.shuffle(who)
    letters = dict(zip(string.ascii_uppercase, (cast[one.id] for one in who), strict=False))
    told_before = bool(before) and dice.random() < 0.25
    keys = _blocked(beat, before if told_before else {})
    after = {id: path[-1] for id, path in keys.items() if path[-1] is not None}
    shot = _shot(beat, keys)
    read = {letter: keys[subject.id] for letter, subject in letters.items()}
    answer = {**read, "camera": _camera(shot, read, letters)}
    stood = [(at, before[one.id]) for at, one in letters.items() if one.id in before]
    places = "; ".join(f"{at} at {','.join(map(str, box))}" for at, box in stood)
    own_before = before if told_before else {}

    def play(deeds: Sequence[Deed]) -> dict[str, corrections.Boxes]:
        keys = _blocked(replace(beat, deeds=list(deeds)), own_before)
        return {at: [box and list(box) for box in keys[one.id]] for at, one in letters.items()}

    lesson = _Lesson(
        shot, answer, letters, list(cast.values()), place, places if told_before else "",
        numbered.meant_in(shot.action, own), play,
    )  # fmt: skip
    if lesson.faults(answer):
        return None, after
    two = any(deed.kind in corrections.OF_TWO for deed in beat.deeds)
    if dice.random() < (CORRECTED_TWO if two else CORRECTED) and (
        again := lesson.asked_again(beat.deeds, dice)
    ):
        return again, after
    return lesson.asked(beat.deeds, dice), after


def _blocked(beat: Beat, before: Mapping[str, Corners]) -> dict[str, list[Corners | None]]:
    """Everyone's boxes. Who stood somewhere before and does nothing else stays there; who goes to a
    place goes from there.
    """
    seen = figures(beat)
    busy = {
        id
        for deed in beat.deeds
        for id in (*deed.who, deed.other, deed.third)
        if deed.kind != "reach"
    }
    seen.before = {id: box for id, box in before.items() if id in seen.builds and id not in busy}
    return Blocking(beat.size, seen, beat.deeds).play()


def _camera(
    shot: Shot, read: Mapping[str, object], letters: Mapping[str, Subject]
) -> list[list[int]]:
    """The view that a shot's word for its movement means, in the answer's numbers."""
    layout, _ = moments.read({**read, "camera": [[50, 50, 100]]}, letters)
    view = camera.preset(shot.movement, layout=layout, subject=shot.subjects[0]).rects
    marks = (0, len(view) - 1) if shot.movement != "follow" else (0, len(view) // 2, len(view) - 1)
    return [_rect(view[at]) for at in dict.fromkeys(marks)]


def _rect(one: Box) -> list[int]:
    clip = [min(max(round(100 * side), 0), 100) for side in one.centre]
    return [*clip, min(max(round(100 * one.width), 20), 125)]


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
