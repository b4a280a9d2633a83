"""Speeches: dialogue becomes shots of those who speak and those who listen."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from storyboard import timing
from storyboard.board import Line, Size, Stretch
from storyboard.breakdown import verbs
from storyboard.breakdown.deeds import Beat
from storyboard.breakdown.phrases import Noun
from storyboard.breakdown.props import Kind, props
from storyboard.breakdown.sentences import sentences
from storyboard.breakdown.setups import Setups
from storyboard.breakdown.staging import speech
from storyboard.script import Element

SPEECH = 34  # spoken words that a shot holds, about eleven seconds


class Speeches(Setups):
    """The shots in which somebody speaks."""

    def _speech(self, elements: Sequence[Element]) -> None:
        lines: list[Line] = []
        speakers: list[str] = []
        off, verb = False, "talk"
        how, speaker = "", ""
        for element in elements:
            if element.kind == "character":
                ids = self.speakers(element.text)
                speaker = ids[0] if ids else ""
                speakers.extend(id for id in ids if id not in speakers)
                off = off or bool(
                    re.search(r"\b(?:V\.?\s?O|O\.?\s?S|O\.?\s?C|VO|OS)\b", element.how.upper())
                )
                how = ""
            elif element.kind == "parenthetical":
                how = element.text
                for word in re.findall(r"[a-z]+", how.lower()):
                    found = verbs.VERBS.get(word)
                    if (
                        found
                        and found[1] == "ing"
                        and found[0] in ("wave", "point", "cheer", "laugh", "sit", "dance", "jump")
                    ):
                        verb = found[0]
            elif element.kind in ("dialogue", "lyric"):
                lines.append(Line(speaker, element.text, how))
                how = ""
        start, end = elements[0].start, elements[-1].end
        if not speakers:
            return
        if off and self.shots:
            self._over(lines, end)
            return
        self.memory.mention(speakers)
        for part in _portions(lines):
            self._say(part, speakers, off, verb, start, end)

    def _over(self, lines: Sequence[Line], end: int) -> None:
        """A voice from outside the picture speaks over the last shot."""
        shot = self.shots[-1]
        dialogue = (*shot.dialogue, *lines)
        stretch = shot.stretch
        if stretch is not None:
            stretch = Stretch(stretch.start, end, self.text[stretch.start : end])
        length = max(shot.length, timing.shot_length(shot.action, dialogue, self.rate))
        self.shots[-1] = replace(shot, dialogue=dialogue, length=length, stretch=stretch)

    def _say(
        self,
        lines: Sequence[Line],
        speakers: Sequence[str],
        off: bool,
        verb: str,
        start: int,
        end: int,
    ) -> None:
        listener = self._listener(speakers)
        people = set(speakers)
        last = self.shots[-1] if self.shots else None
        both = bool(listener) and (self.spoken == 0 or self.spoken % 4 == 3 or last is None)
        if off:
            beat = self._standing(Beat())
            if not beat.seen:
                beat = speech(speakers, "", self.memory, self.postures, verb)
            size: Size = "WS" if last is None else "FS"
        elif len(people) > 1 or both:
            beat = speech(
                speakers, listener if len(people) == 1 else "", self.memory, self.postures, verb
            )
            size = "FS"
            self._face_off(speakers, listener)
        else:
            beat = speech(speakers, "", self.memory, self.postures, verb)
            close = last is not None and last.size == "MS" and last.subjects == tuple(beat.seen)
            size = "MCU" if close else "MS"
            if self._large(beat):
                size = "FS"  # what they sit in would not fit a closer one
            if listener:
                self._face_off(speakers, listener)
        self.spoken += 1
        before = dict(self.sides.x)
        staged = self._stage(beat, size, "hold")
        self.sides.x = before | {id: x for id, x in self.sides.x.items() if id not in before}
        self._add("", staged, size, "hold", "eye level", tuple(lines), start, end)

    def _face_off(self, speakers: Sequence[str], listener: str) -> None:
        """Gives two who talk a left and a right that stay for the scene."""
        pair = [*speakers, *([listener] if listener and listener not in speakers else [])][:2]
        if len(pair) < 2:
            return
        a, b = pair
        xa, xb = self.sides.x.get(a), self.sides.x.get(b)
        if xa is None and xb is None:
            xa, xb = 0.32, 0.68
        elif xa is None and xb is not None:
            xa = 0.32 if xb >= 0.5 else 0.68
        elif xb is None and xa is not None:
            xb = 0.68 if xa < 0.5 else 0.32
        assert xa is not None
        assert xb is not None
        if xa == xb:
            xb = xa + 0.01
        self.sides.x[a], self.sides.x[b] = (
            (min(xa, 0.45), max(xb, 0.55)) if xa < xb else (max(xa, 0.55), min(xb, 0.45))
        )

    def _listener(self, speakers: Sequence[str]) -> str:
        """The one who is near: the last of the others that was seen or heard in this scene."""
        others = [
            id
            for id in self.memory.present()
            if id not in speakers and id not in self.gone and self.memory.members[id].animate
        ]
        people = [id for id in others if self.memory.members[id].person]
        # one of those who have lines sooner than the crowd that was told of last
        people.sort(
            key=lambda id: not set(self.memory.members[id].name.lower().split()) & self.memory.cues
        )
        named = [id for id in others if self.memory.members[id].proper]
        return next(iter((*people, *named)), "")

    def speakers(self, cue: str) -> tuple[str, ...]:
        """The cast of a character cue."""
        found: list[str] = []
        parts = re.split(r"\s+(?:AND|&)\s+|\s*/\s*|,\s*", cue)
        for part in parts:
            name = re.sub(r"'S VOICE$|#\d+$", "", part.strip().upper()).strip() or part.strip()
            low = name.lower()
            if low in ("both", "all", "everyone", "together"):
                found.extend(id for id in self.memory.present() if self.memory.members[id].person)
                continue
            words = low.split()
            table = props()
            if (
                low not in self.memory.names
                and not any(word in self.memory.names for word in words)
                and (table.person(low) or _alive(table.kind(low)))
            ):
                noun = Noun(
                    part,
                    head=words[-1] if " ".join(words) not in table.nouns else low,
                    adjectives=tuple(words[:-1]) if low not in table.nouns else (),
                    article="the",
                    shouted=True,
                )
            else:
                noun = Noun(part, name=part.strip(), shouted=True)
            found.extend(self.memory.resolve(noun, agent=True))
        return tuple(dict.fromkeys(found))


def _alive(kind: Kind | None) -> bool:
    """Whether a puppet may speak by its own name: COACH is no bus."""
    return kind is not None and kind.rig not in ("vehicle", "boat", "aircraft")


def _portions(lines: Sequence[Line]) -> list[list[Line]]:
    """Lines in portions that one shot holds; a long speech is cut between its sentences."""
    pieces: list[Line] = []
    for line in lines:
        if timing.words(line.text) <= SPEECH:
            pieces.append(line)
            continue
        held = ""
        for sentence in sentences(line.text, 0, len(line.text)):
            if held and timing.words(held) + timing.words(sentence.text) > SPEECH:
                pieces.append(replace(line, text=held))
                held = ""
            held = f"{held} {sentence.text}".strip()
        if held:
            pieces.append(replace(line, text=held))
    portions: list[list[Line]] = []
    count = 0
    for piece in pieces:
        words = timing.words(piece.text)
        if portions and count + words <= SPEECH:
            portions[-1].append(piece)
            count += words
        else:
            portions.append([piece])
            count = words
    return portions or [[]]
