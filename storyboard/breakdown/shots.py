"""Shots: the paragraphs and the speeches of a scene become camera set-ups."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from storyboard import lexicon, timing
from storyboard.board import Join, Line, Maker, Movement, Shot, Size, Stretch
from storyboard.breakdown.boxes import Sides
from storyboard.breakdown.cast import Memory
from storyboard.breakdown.clauses import Clause, clauses
from storyboard.breakdown.deeds import Beat, Deed, Reader
from storyboard.breakdown.phrases import Noun
from storyboard.breakdown.props import props
from storyboard.breakdown.sentences import Sentence, sentences
from storyboard.breakdown.spans import lens
from storyboard.breakdown.staging import Postures, Staged, speech, stage
from storyboard.script import Element

LONG = 27  # words that about six seconds hold: more than that wants another shot
ENOUGH = 9  # words after which a new subject gets its own shot
SPEECH = 34  # spoken words that a shot holds, about eleven seconds

PLANNED = ("action", "subjects", "dialogue", "size", "angle", "movement", "lens", "length", "layout", "camera", "acting", "join")  # fmt: skip
MADE: dict[str, Maker] = dict.fromkeys(PLANNED, "rules")

_QUOTE = re.compile(r"[\"“«]([^\"“”«»]{1,400})[\"”»]")


@dataclass(slots=True)
class Draft:
    """Sentences that will be one shot."""

    sentences: list[Sentence] = field(default_factory=list)
    reader: Reader | None = None
    size: str = ""
    movement: str = ""
    angle: str = ""
    lines: list[Line] = field(default_factory=list)
    lead: tuple[str, ...] = ()
    verbs: dict[str, str] = field(default_factory=dict)

    @property
    def words(self) -> int:
        """How many words it holds."""
        return sum(timing.words(sentence.text) for sentence in self.sentences)


class Shooter:
    """Makes the shots of one scene, in order."""

    def __init__(
        self,
        plain: str,
        text: str,
        memory: Memory,
        scene_id: str,
        backdrop: str,
        aspect: float,
        rate: int,
    ) -> None:
        self.plain = plain
        self.text = text
        self.memory = memory
        self.scene_id = scene_id
        self.backdrop = backdrop
        self.aspect = aspect
        self.rate = rate
        self.shots: list[Shot] = []
        self.sides = Sides()
        self.postures = Postures()
        self.spoken = 0
        self.draft: Draft | None = None

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

    # -- action

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
        if draft.words + words > LONG or draft.lines:
            return True
        if draft.words >= ENOUGH and self._other_lead(draft, told):
            return True
        return draft.words >= 6 and self._other_pose(draft, told)

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
            clause.verb and lexicon.MOTIONS.get(clause.verb) == "stay" and clause.verb != "be"
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

    def _standing(self, beat: Beat) -> Beat:
        """A shot about nobody in particular shows those who are there."""
        here = [id for id in self.memory.present() if self.memory.members[id].animate][:2]
        for id in self.memory.in_order(here):
            beat.note((id,))
            posture, _ = self.postures.of.get(id, ("", ""))
            beat.deeds.append(Deed((id,), posture or "stand", "stay"))
        return beat

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

    def _large(self, beat: Beat) -> bool:
        """Whether something is to be seen that only a wide shot holds."""
        table = props()
        for id in beat.seen:
            member = self.memory.members[id]
            kind = table.kind(self.memory.puppet(member) or member.kind)
            if kind is not None and kind.size > 2.4:
                return True
        return False

    # -- dialogue

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
                    found = lexicon.VERBS.get(word)
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
        assert xa is not None and xb is not None
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
            if id not in speakers and self.memory.members[id].animate
        ]
        people = [id for id in others if self.memory.members[id].person]
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
                and (table.kind(low) or table.person(low))
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

    # -- the shot

    def _transition(self, text: str) -> None:
        if self.shots and "DISSOLVE" in text.upper():
            join: Join = "dissolve"
            self._flush()
            self.shots[-1] = replace(self.shots[-1], join=join)

    def _stage(self, beat: Beat, size: Size, movement: Movement) -> Staged:
        return stage(
            beat,
            self.memory,
            size=size,
            movement=movement,
            backdrop=self.backdrop,
            aspect=self.aspect,
            sides=self.sides,
            postures=self.postures,
        )

    def _add(
        self,
        action: str,
        staged: Staged,
        size: Size,
        movement: Movement,
        angle: str,
        lines: tuple[Line, ...],
        start: int,
        end: int,
    ) -> None:
        shot = Shot(
            id=f"{self.scene_id}.{len(self.shots) + 1}",
            action=action,
            subjects=staged.subjects,
            dialogue=lines,
            size=size,
            angle=angle,  # type: ignore[arg-type]
            movement=movement,
            lens=staged.lens,
            length=timing.shot_length(action, lines, self.rate),
            layout=staged.layout,
            camera=staged.camera,
            acting=staged.acting,
            stretch=Stretch(start, end, self.text[start:end]),
            made_by=MADE,
        )
        self.shots.append(shot)


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
