"""Planning a scene: ask for its shots, show each as it arrives, ask for each layout, keep whichever is best of model, rules and repair.

Two questions as in VideoDirectorGPT (section 3.1); every answer follows a grammar, is checked, and is asked again at most twice with
the checker's words. The context never overflows: a long scene is asked in parts, and each part fits with room for its answer.
"""

from __future__ import annotations

import json
import time
import zlib
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Protocol

from engine.api import EngineError, Plan, Progress, ScenePlanned
from engine.director import checks, moments, numbered, prompts, shots
from engine.director.grammar import Form, alphabet, grammar, mismatch
from engine.director.numbered import Sentence
from storyboard.board import Place, Shot, Subject

REPAIRS = 2  # times that a question is asked again
MOST_SENTENCES = 12  # told in one question: a small model loses its thread in more
ROOM = 1.15  # tokens that an answer may take beyond its usual spelling
SHORTEST_TOLD = 80  # characters of a sentence that a question shows at the very least

Report = Callable[[Progress], None]
Emit = Callable[[ScenePlanned], None]


class Speaker(Protocol):
    """What planning needs of a language model (``llama.Model``)."""

    context: int

    @property
    def name(self) -> str: ...
    def forget(self) -> None: ...
    def count(self, text: str) -> int: ...
    def prompt_tokens(self, messages: Sequence[Mapping[str, str]]) -> list[int]: ...
    def can_spell(self, characters: frozenset[str]) -> bool: ...
    def answer(
        self,
        messages: Sequence[Mapping[str, str]],
        grammar: str,
        *,
        longest: int,
        temperature: float,
        seed: int,
        heard: Callable[[str, int], None],
    ) -> Any: ...


@dataclass(slots=True)
class Tally:
    """Figures of one plan, for the log and the benchmark of the director."""

    questions: int = 0
    asked_again: int = 0
    tokens: int = 0
    prompt_tokens: int = 0
    first_shot_seconds: float = 0.0
    seconds: float = 0.0
    shots: int = 0
    makers: Counter[str] = field(default_factory=Counter)

    def facts(self) -> dict[str, Any]:
        """As the facts of ``Finished``."""
        plain = {name: getattr(self, name) for name in self.__slots__ if name != "makers"}
        return plain | {f"made_by_{maker}": count for maker, count in sorted(self.makers.items())}


@dataclass(frozen=True, slots=True)
class _Part:
    """Sentences that are planned together: a free run of them, or those of one shot (``shot``)."""

    sentences: tuple[Sentence, ...]
    shot: Shot | None = None


@dataclass(frozen=True, slots=True)
class _Reply:
    """The best answer to a question; ``value`` None when none was whole, ``text`` what there was."""

    value: Any
    text: str
    faults: int


def plan_scene(
    request: Plan, model: Speaker, report: Report, emit: Emit, *, notes: bool = False
) -> dict[str, Any]:
    """Plan ``request.scene`` and send it as it grows; the last ``ScenePlanned`` is final. Returns figures.

    ``report`` is called at every token and may raise CancelJob; the model stays usable. ``notes`` lets the model think in words before
    it answers (large models only). Raises EngineError when the context is too small for one sentence, or ``only`` names no shot.
    """
    return _Planning(request, model, report, emit, notes).run()


class _Planning:
    def __init__(
        self, request: Plan, model: Speaker, report: Report, emit: Emit, notes: bool
    ) -> None:
        self.request, self.model, self.report, self.emit, self.notes = (
            request,
            model,
            report,
            emit,
            notes,
        )
        self.cast: tuple[Subject, ...] = request.cast
        self.place: Place | None = next(
            (one for one in request.places if one.id == request.scene.place), None
        )
        backdrop = self.place.backdrop if self.place else ""
        self.told = shots.Told(request.text, request.scene, request.rate, backdrop)
        self.sentences = numbered.sentences(request.text, request.scene, request.cast)
        self.done: list[Shot] = []  # planned or kept, in order
        self.open: set[str] = set()  # ids that still need a layout
        self.tally = Tally()
        self.started = time.monotonic()

    def run(self) -> dict[str, Any]:
        self.model.forget()
        for part in self.parts():
            if isinstance(part, Shot):
                self.done.append(part)
            else:
                self.cut(part)
        for at, shot in enumerate(self.done):
            if shot.id in self.open:
                self.done[at] = self.lay(at, shot)
                self.show(self.done)
        self.show(self.done, final=True)
        self.tally.seconds = time.monotonic() - self.started
        self.tally.shots = len(self.done)
        for shot in self.done:
            self.tally.makers.update(shot.made_by.values())
        return self.tally.facts()

    # What is planned together ----------------------------------------------------------------------------------------

    def parts(self) -> list[_Part | Shot]:
        """The scene in order: free runs of sentences, shots with locked fields by themselves, and shots that stay."""
        scene, only = self.request.scene, self.request.only
        if only and all(shot.id != only for shot in scene.shots):
            raise EngineError(
                f"This scene has no shot {only!r} to plan; choose a shot that is on the board."
            )
        owner: dict[int, Shot] = {}
        for shot in scene.shots:
            if only or shot.locked:
                owner.update(
                    (at, shot) for at in numbered.covered(self.sentences, shot) if at not in owner
                )
        parts: list[_Part | Shot] = []
        placed: set[str] = set()
        run: list[Sentence] = []

        def close() -> None:
            if run:
                parts.append(_Part(tuple(run)))
                run.clear()

        for at, sentence in enumerate(self.sentences):
            its = owner.get(at)
            if its is None:
                if not only:
                    run.append(sentence)
            elif its.id not in placed:
                close()
                placed.add(its.id)
                parts.append(self.fixed(its, [self.sentences[i] for i in owner if owner[i] is its]))
        close()
        return self.with_loose(parts, placed, owner)

    def with_loose(
        self, parts: list[_Part | Shot], placed: set[str], owner: Mapping[int, Shot]
    ) -> list[_Part | Shot]:
        """Also the shots that no sentence owns but that must stay: each after the shot or sentence that comes before it."""
        only = self.request.only
        owned = set(owner)
        for number, shot in enumerate(self.request.scene.shots):
            own = set(numbered.covered(self.sentences, shot))
            loose = shot.stretch is None or shot.locked or only or (own and own <= owned)
            if shot.id in placed or not loose:
                continue
            placed.add(shot.id)
            ahead = {one.id for one in self.request.scene.shots[:number]}
            behind = max((_end(one) for one in self.request.scene.shots[:number]), default=-1)
            at = sum(1 for part in parts if _begins(part, ahead, behind))
            told = [Sentence(-1, -1, shot.action)] if shot.action else []
            parts.insert(at, self.fixed(shot, told) if shot.id == only else shot)
        return parts

    def fixed(self, shot: Shot, own: Sequence[Sentence]) -> _Part | Shot:
        """A shot whose stretch may not change: kept whole, or planned by itself."""
        wanted = not self.request.only or self.request.only == shot.id
        if not wanted or "*" in shot.locked or not own:
            return shot
        return _Part(tuple(own), shot)

    # The first question ----------------------------------------------------------------------------------------------

    def cut(self, part: _Part) -> None:
        """Plan the shots of a part, in as many questions as its length takes."""
        left = part.sentences
        while left:
            count, messages, form, longest = self.fitting(left, part.shot)
            self.ask_shots(left[:count], part.shot, messages, form, longest)
            left = left[count:]

    def fitting(
        self, left: Sequence[Sentence], one: Shot | None
    ) -> tuple[int, list[prompts.Message], Form, int]:
        """How many of these sentences one question can take, and the question. Ends with a paragraph where it can."""
        told = 600
        count = len(left) if one else min(len(left), MOST_SENTENCES)
        while True:
            messages, form, longest = self.question(left[:count], one, told)
            room = self.model.context - len(self.model.prompt_tokens(messages))
            if longest <= room:
                break
            if one is None and count > 1:
                count -= 1
            elif told > SHORTEST_TOLD:
                told //= 2
            elif room >= longest // 2:  # the answer may be cut: what is whole of it counts
                return count, messages, form, room
            else:
                raise EngineError(
                    f"{self.model.name} sees {self.model.context} tokens at once and needs about "
                    f"{self.model.context - room + longest} for one sentence; choose a larger context in the preferences."
                )
        if one is None and count < len(left):
            ends = [
                n
                for n in range(count, count // 2, -1)
                if left[n - 1].paragraph != left[n].paragraph
            ]
            if ends and ends[0] < count:
                count = ends[0]
                messages, form, longest = self.question(left[:count], one, told)
        return count, messages, form, longest

    def question(
        self, own: Sequence[Sentence], one: Shot | None, told: int
    ) -> tuple[list[prompts.Message], Form, int]:
        letters, words = self.letters(own), self.words(own)
        form = prompts.scene_form(
            tuple(letters), words, 1, len(own), one=one is not None, notes=self.notes
        )
        messages = prompts.scene_messages(
            own, 1, letters, self.request.scene, self.place, self.request.note, told
        )
        longest = prompts.longest_shot(tuple(letters), words, len(own))
        tokens = self.model.count(longest) * (1 if one else len(own)) + self.model.count(
            '{"shots":[]}'
        )
        return messages, form, self.room(tokens)

    def room(self, tokens: int) -> int:
        return round(tokens * ROOM) + 8 + (prompts.NOTES if self.notes else 0)

    def letters(self, own: Sequence[Sentence]) -> dict[str, Subject]:
        return numbered.letters(self.cast, self.request.scene, " ".join(one.text for one in own))

    def words(self, own: Sequence[Sentence]) -> tuple[str, ...]:
        found = numbered.unknown_words(own, self.cast)
        return tuple(word for word in found if self.model.can_spell(frozenset(word)))

    def ask_shots(
        self,
        own: Sequence[Sentence],
        one: Shot | None,
        messages: list[prompts.Message],
        form: Form,
        longest: int,
    ) -> None:
        letters, shown = self.letters(own), 0

        def read(
            records: Sequence[Mapping[str, Any]],
        ) -> tuple[tuple[Shot, ...], tuple[Subject, ...]]:
            return shots.read(records, own, 1, letters, self.cast, self.told)

        def heard(text: str, tokens: int) -> None:
            nonlocal shown
            self.progress(tokens)
            if text.count("}") > shown:  # a shot more is whole: show it at once
                shown = text.count("}")
                drafts, cast = read(records_in(text))
                self.show(
                    [*self.done, *(shots.sketched(shot, cast, self.told) for shot in drafts)],
                    cast=cast,
                )

        def judge(value: Any) -> list[str]:
            drafts, cast = read(value["shots"])
            return [words for shot in drafts for words in self.said_of(shot, cast)]

        reply = self.ask(messages, form, longest, "shots", judge, heard)
        records = reply.value["shots"] if reply.value is not None else records_in(reply.text)
        drafts, self.cast = read(records)
        if one is not None:
            drafts = tuple(self.pinned(shot, one) for shot in drafts[:1])
        settled = [
            self.settle(shot) for shot in shots.unlike(drafts, [shot.id for shot in self.done])
        ]
        self.done += settled
        self.open.update(shot.id for shot in settled)
        missing = own[records[-1]["to"] if records else 0 :]
        if missing:  # the answer was cut: the rules' shots fill the rest
            self.done += self.by_rules(missing, one)
        self.show(self.done)

    def said_of(self, shot: Shot, cast: Sequence[Subject]) -> list[str]:
        found = checks.about_choice(shot, cast, shot.action, self.before(shot), self.request.rate)
        return [
            f'The shot "{prompts.quoted(shot.action or "of the dialogue", 60)}": {one.words}'
            for one in found
        ]

    def pinned(self, shot: Shot, kept: Shot) -> Shot:
        """A shot planned by itself stays the shot that it was: id, stretch and everything that hangs on it."""
        names = ("size", "angle", "movement", "subjects", "acting", "length")
        planned = {name: getattr(shot, name) for name in names}
        made = {**kept.made_by, **{name: shot.made_by[name] for name in names}}
        return shots.locked_back(replace(kept, **planned, stale=False, made_by=made), kept)

    def settle(self, shot: Shot) -> Shot:
        shot = shots.settled(shot, self.cast, shot.action, self.before(shot), self.told)
        return shots.sketched(shot, self.cast, self.told)

    def by_rules(self, missing: Sequence[Sentence], one: Shot | None) -> list[Shot]:
        """The rules' shots of these sentences, cut so that they cover nothing else."""
        if one is not None:
            return [one]
        taken = {shot.id for shot in self.done}
        return [
            shot
            for shot in self.request.scene.shots
            if shot.id not in taken and set(numbered.covered(missing, shot))
        ]

    def before(self, shot: Shot) -> str:
        """What the scene told before this shot: pronouns point back to it."""
        start = shot.stretch.start if shot.stretch else 0
        told = [one.text for one in self.sentences if one.line is None and one.end <= start]
        return " ".join(told[-4:])

    # The second question ---------------------------------------------------------------------------------------------

    def lay(self, at: int, shot: Shot) -> Shot:
        """The shot with its layout and camera."""
        floor = shots.ground_of(shot, self.cast, self.told)
        if {"layout", "camera"} <= shot.locked or not shot.subjects:
            return shot
        before = self.before(shot)
        known = {one.id: one for one in self.cast}
        letters = dict(zip(prompts.LETTERS, (known[id] for id in shot.subjects), strict=False))
        previous = moments.written(self.done[at - 1], letters) if at else ""
        form = prompts.layout_form(tuple(letters), notes=self.notes)
        messages = prompts.layout_messages(
            shot,
            shot.action or "They talk.",
            letters,
            self.place,
            self.request.rate,
            previous,
            self.request.note,
        )
        longest = self.room(self.model.count(prompts.longest_layout(tuple(letters))))
        room = self.model.context - len(self.model.prompt_tokens(messages))

        def judge(value: Any) -> list[str]:
            layout, camera = moments.read(value, letters)
            asked = replace(shot, layout=layout, camera=camera)
            return [one.words for one in checks.about_layout(asked, self.cast, shot.action, before)]

        reply = _Reply(None, "", 0)
        if room >= min(longest, 64):
            reply = self.ask(
                messages,
                form,
                min(longest, room),
                f"layout {at}",
                judge,
                lambda _, n: self.progress(n),
            )
        answer = moments.read(reply.value, letters) if reply.value is not None else None
        laid = moments.chosen(shot, answer, floor, self.cast, shot.action, before)
        kept = next((one for one in self.request.scene.shots if one.id == shot.id), None)
        return shots.locked_back(laid, kept) if kept is not None else laid

    # Both ------------------------------------------------------------------------------------------------------------

    def ask(
        self,
        messages: list[prompts.Message],
        form: Form,
        longest: int,
        about: str,
        judge: Callable[[Any], list[str]],
        heard: Callable[[str, int], None],
    ) -> _Reply:
        """The best of at most three answers: the one in which the checker finds least."""
        if not self.model.can_spell(alphabet(form)):
            raise EngineError(
                f"{self.model.name} cannot write a plan: its vocabulary lacks letters; choose another model."
            )
        rules, question = grammar(form), messages
        best: _Reply | None = None
        for attempt in range(1 + REPAIRS):
            if len(self.model.prompt_tokens(messages)) + longest > self.model.context:
                break
            answer = self.model.answer(
                messages,
                rules,
                longest=longest,
                temperature=self.request.temperature,
                seed=self.seed(about, attempt),
                heard=heard,
            )
            self.tally.questions += 1
            self.tally.asked_again += attempt > 0
            self.tally.tokens += answer.tokens
            self.tally.prompt_tokens += answer.prompt_tokens
            value = _value(answer.text, form) if answer.whole else None
            said = judge(value) if value is not None else ["The answer is too long."]
            reply = _Reply(value, answer.text, len(said))
            if best is None or (best.value is None, best.faults) > (value is None, reply.faults):
                best = reply
            if not said:
                break
            messages = prompts.again(question, answer.text, said)
        return best or _Reply(None, "", 0)

    def seed(self, about: str, attempt: int) -> int:
        words = f"{self.request.seed}/{self.request.scene.id}/{len(self.done)}/{about}/{attempt}"
        return zlib.crc32(words.encode())

    def progress(self, tokens: int) -> None:
        """Tell how far it is: half of a shot is its first question, half its layout."""
        known = len(self.done) or len(self.request.scene.shots) or 1
        laid = sum(shot.id not in self.open for shot in self.done)
        self.report(Progress(self.request.job, laid, max(known, laid), "shot", f"{tokens} tokens"))

    def show(
        self, planned: Sequence[Shot], final: bool = False, cast: Sequence[Subject] = ()
    ) -> None:
        """Send the scene as it is now: what is planned, and the rules' shots behind it."""
        if planned and not self.tally.first_shot_seconds:
            self.tally.first_shot_seconds = time.monotonic() - self.started
        rest: list[Shot] = []
        if not final:
            reached = max((_end(shot) for shot in planned), default=-1)
            ids = {shot.id for shot in planned}
            rest = [
                one
                for one in self.request.scene.shots
                if one.id not in ids and _start(one) >= reached
            ]
        scene = replace(self.request.scene, shots=(*planned, *rest))
        self.emit(
            ScenePlanned(
                self.request.job, scene, tuple(cast) or self.cast, self.request.places, final
            )
        )


def records_in(text: str) -> list[dict[str, Any]]:
    """The whole records at the start of an unfinished answer."""
    at = text.find('"shots":[')
    if at < 0:
        return []
    reader, found = json.JSONDecoder(), []
    at += len('"shots":[')
    while at < len(text) and text[at] in "{,":
        try:
            record, at = reader.raw_decode(text, at + (text[at] == ","))
        except ValueError:
            break
        found.append(record)
    return found


def _value(text: str, form: Form) -> Any:
    """The answer read back; None when it is not of the form."""
    try:
        value = json.loads(text)
    except ValueError:
        return None
    return None if mismatch(form, value) else value


def _end(shot: Shot) -> int:
    return shot.stretch.end if shot.stretch else -1


def _start(shot: Shot) -> int:
    return shot.stretch.start if shot.stretch else -1


def _begins(part: _Part | Shot, ahead: set[str], behind: int) -> bool:
    """Whether a part comes before a shot that follows the shots ``ahead``, the last of which ends at ``behind``."""
    if isinstance(part, Shot):
        return part.id in ahead
    if part.shot is not None:
        return part.shot.id in ahead
    return part.sentences[0].start < behind
