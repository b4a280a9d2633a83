"""Shots: the paragraphs and the speeches of a scene become camera set-ups."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from storyboard import lexicon, timing
from storyboard.board import Join, Line, Movement, Shot, Size
from storyboard.breakdown import verbs
from storyboard.breakdown.clauses import Clause, clauses
from storyboard.breakdown.deeds import Beat
from storyboard.breakdown.reading import Reader
from storyboard.breakdown.sentences import Sentence, sentences
from storyboard.breakdown.setups import Draft
from storyboard.breakdown.spans import lens
from storyboard.breakdown.speeches import Speeches
from storyboard.script import Element

LONG = 27  # words that about six seconds hold: more than that wants another shot


ENOUGH = 9  # words after which a new subject gets its own shot


SPEECH = 34  # spoken words that a shot holds, about eleven seconds


_QUOTE = re.compile(r"[\"“«]([^\"“”«»]{1,400})[\"”»]")


class Shooter(Speeches):
    """Makes the shots of one scene, in order."""

    def shoot(self, elements: Sequence[Element]) -> tuple[Shot, ...]:
        """The shots of these elements."""
        at = 0
        while at < len(elements):
            element = elements[at]
            if element.kind in ("action", "centered", "lyric"):
                self._action(list(sentences(self.plain, element.start, element.end)))
                at += 1
            elif element.kind == "character":
                stop = at + 1
                while stop < len(elements) and elements[stop].kind in (
                    "dialogue",
                    "parenthetical",
                    "lyric",
                    "note",
                ):
                    stop += 1
                while (
                    stop < len(elements)
                    and elements[stop].kind == "character"
                    and elements[stop].dual
                ):
                    stop += 1
                    while stop < len(elements) and elements[stop].kind in (
                        "dialogue",
                        "parenthetical",
                        "lyric",
                        "note",
                    ):
                        stop += 1
                self._flush()
                self._speech(elements[at:stop])
                at = stop
            else:
                if element.kind == "transition":
                    self._transition(element.text)
                at += 1
        self._flush()
        return tuple(self.shots)

    def told(self, parts: Sequence[Sentence]) -> tuple[Shot, ...]:
        """The shots of sentences of prose."""
        self._action(parts)
        self._flush()
        return tuple(self.shots)

    def _action(self, parts: Sequence[Sentence]) -> None:
        for sentence in parts:
            self.memory.introduce(sentence.text)
            lines, silent = self._quoted(sentence)
            told = clauses(silent, self.memory.words)
            if self.draft is not None and self._breaks(self.draft, sentence, told):
                self._flush()
            draft = self.draft or Draft(reader=Reader(self.memory))
            self.draft = draft
            assert draft.reader is not None
            looks = lens(sentence.text.lower())
            draft.size, draft.movement, draft.angle = (
                draft.size or looks.size,
                draft.movement or looks.movement,
                draft.angle or looks.angle,
            )
            draft.sentences.append(sentence)
            draft.reader.sentence(told)
            draft.lines.extend(self._spoken(lines, draft.reader))
            for deed in draft.reader.beat.deeds:
                draft.lead = draft.lead or deed.who
        if self.draft is not None and self.draft.reader is not None and self.draft.reader.beat.seen:
            self._flush()

    def _breaks(self, draft: Draft, sentence: Sentence, told: Sequence[Clause]) -> bool:
        """Whether a sentence opens a new shot."""
        reader = draft.reader
        assert reader is not None
        if not reader.beat.seen:
            return draft.words > LONG
        looks = lens(sentence.text.lower())
        if looks.size or (
            looks.movement in ("pan left", "pan right", "tilt up", "tilt down", "push", "pull")
            and draft.movement
        ):
            return True
        words = timing.words(sentence.text)
        if draft.words + words <= 2 * LONG and self._tours(draft, told):
            return False
        if draft.words + words > LONG or draft.lines:
            return True
        if self._joins(told):
            return False
        if draft.words >= ENOUGH and self._other_lead(draft, told):
            return True
        return draft.words >= 6 and self._other_pose(draft, told)

    def _tours(self, draft: Draft, told: Sequence[Clause]) -> bool:
        """Whether somebody who was told to be at a place goes on to the next one."""
        assert draft.reader is not None
        deeds = draft.reader.beat.deeds
        placed = bool(deeds) and bool(deeds[-1].stay or deeds[-1].end)
        alone = len({deed.who for deed in deeds}) == 1 and not draft.lines
        here = all(
            any(
                side.role == "at" or (side.role == "to" and side.x is not None)
                for side in clause.sides
            )
            and not clause.objects
            for clause in told
        )
        return placed and alone and here and bool(told) and not self._other_lead(draft, told)

    def _joins(self, told: Sequence[Clause]) -> bool:
        """Whether someone comes into the picture that is there, or goes after someone in it."""
        return any(
            verbs.MOTIONS.get(clause.verb) in ("enter", "follow")
            or (
                verbs.MOTIONS.get(clause.verb) == "travel"
                and any(
                    relation.raw == "after" or (relation.raw == "in" and not relation.nouns)
                    for relation in clause.relations
                )
            )
            for clause in told[:1]
        )

    def _other_lead(self, draft: Draft, told: Sequence[Clause]) -> bool:
        noun = next((clause.subjects[0] for clause in told if clause.subjects), None)
        if noun is None or noun.pronoun:
            return False
        if noun.name:
            id = self.memory.names.get(noun.name.lower())
            return id is None or id not in draft.lead
        members = [self.memory.members[id] for id in draft.lead]
        return not any(
            noun.head == member.kind or noun.head in member.aliases for member in members
        )

    def _other_pose(self, draft: Draft, told: Sequence[Clause]) -> bool:
        """Whether someone who moved now does something in its place: a walk does not end in a wave
        on its own."""
        reader = draft.reader
        assert reader is not None
        moved = any(
            deed.motion in ("travel", "enter", "approach", "follow") for deed in reader.beat.deeds
        )
        return moved and any(
            clause.verb and verbs.MOTIONS.get(clause.verb) == "stay" and clause.verb != "be"
            for clause in told
        )

    def _quoted(self, sentence: Sentence) -> tuple[list[str], Sentence]:
        """What is said between quotation marks, and the sentence without it."""
        raw = self.plain[sentence.start : sentence.end]
        found = list(_QUOTE.finditer(raw))
        if not found:
            return [], sentence
        holes = [(sentence.start + match.start(), sentence.start + match.end()) for match in found]
        words = tuple(
            word
            for word in sentence.words
            if not any(low <= word.start < high for low, high in holes)
        )
        return [" ".join(match.group(1).split()).strip(" ,") for match in found], replace(
            sentence, words=words
        )

    def _spoken(self, lines: Sequence[str], reader: Reader) -> list[Line]:
        if not lines:
            return []
        speaker = next(
            (deed.who[0] for deed in reversed(reader.beat.deeds) if deed.verb in lexicon.SPEECH), ""
        )
        speaker = speaker or (reader.last[0] if reader.last else "")
        return [Line(speaker, line) for line in lines if speaker]

    def _flush(self) -> None:
        draft, self.draft = self.draft, None
        if draft is None or draft.reader is None:
            return
        beat = draft.reader.finish()
        if not beat.seen:
            beat = self._standing(beat)
        size = self._size(draft, beat)
        movement: Movement = draft.movement or "hold"  # type: ignore[assignment]
        if (
            movement == "hold"
            and any(deed.motion == "follow" for deed in beat.deeds)
            and size in ("FS", "MS")
        ):
            movement = "follow"
        staged = self._stage(beat, size, movement)
        start, end = draft.sentences[0].start, draft.sentences[-1].end
        action = " ".join(sentence.text for sentence in draft.sentences)
        self._add(
            action,
            staged,
            size,
            movement,
            draft.angle or "eye level",
            tuple(draft.lines),
            start,
            end,
        )

    def _size(self, draft: Draft, beat: Beat) -> Size:
        if draft.size:
            return draft.size  # type: ignore[return-value]
        if not self.shots:
            return "WS"
        moving = any(deed.motion not in ("stay", "face", "show", "hide") for deed in beat.deeds)
        people = [id for id in beat.seen if self.memory.members[id].animate]
        if len(beat.seen) > 3 or (moving and len(people) > 1) or self._large(beat):
            return "WS"
        last = self.shots[-1].size
        if moving or len(people) > 1 or not people:
            return "FS" if last != "FS" or len(people) < 2 else "WS"
        return "MS" if last in ("WS", "FS") and len(beat.seen) == 1 else "FS"

    def _transition(self, text: str) -> None:
        if self.shots and "DISSOLVE" in text.upper():
            join: Join = "dissolve"
            self._flush()
            self.shots[-1] = replace(self.shots[-1], join=join)
