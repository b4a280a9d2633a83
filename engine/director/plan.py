"""Planning a scene: its shots, then each shot's layout, shown as they arrive.

Two questions as in VideoDirectorGPT (section 3.1), each the best of model, rules and repair. The
context never overflows: a long scene is asked in parts, and each part fits with room for its
answer.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from engine.api import EngineError, Plan, Progress, ScenePlanned
from engine.director import checks, moments, numbered, prompts, shots, wishes
from engine.director.floor import Accounts
from engine.director.grammar import Form
from engine.director.interview import SILENCE, Interview, Speaker, records_in
from engine.director.numbered import Sentence
from engine.director.parts import Part, parts
from storyboard.board import Maker, Place, Shot, Subject

MOST_SENTENCES = 12  # told in one question: a small model loses its thread in more
LONGEST_TOLD = 600  # characters of one sentence that a question shows
SHORTEST_TOLD = 80  # and at the very least, where the context is small
LEAST_ANSWER = 64  # tokens without which a layout is not worth asking for

Report = Callable[[Progress], None]
Emit = Callable[[ScenePlanned], None]


def plan_scene(
    request: Plan, model: Speaker, report: Report, emit: Emit, *, notes: bool = False
) -> dict[str, Any]:
    """Plan ``request.scene`` and send it as it grows; the last ``ScenePlanned`` is final.

    ``report`` is called at every token and may raise CancelJob; the model stays usable. ``notes``
    lets the model think in words before it answers (large models only). Returns figures
    (``interview.Tally``). Raises EngineError when the context is too small for one sentence, or
    ``only`` names no shot.
    """
    return _Planning(request, model, report, emit, notes).run()


@dataclass(frozen=True, slots=True)
class _Question:
    """The first question about the first ``count`` of some sentences, with room for its answer."""

    count: int
    messages: list[prompts.Message]
    form: Form
    longest: int


class _Planning:
    def __init__(
        self, request: Plan, model: Speaker, report: Report, emit: Emit, notes: bool
    ) -> None:
        self.request, self.report, self.emit = request, report, emit
        scene = request.scene
        self.interview = Interview(model, scene.id, request.seed, request.temperature, notes)
        self.cast: tuple[Subject, ...] = request.cast
        places: dict[str, Place] = {one.id: one for one in request.places}
        self.place = places.get(scene.place)
        backdrop = self.place.backdrop if self.place else ""
        self.sentences = numbered.sentences(request.text, scene, request.cast)
        accounts = Accounts(self.sentences)
        self.told = shots.Told(
            request.text, scene, request.rate, backdrop, accounts, small=not notes
        )
        self.done: list[Shot] = []  # planned or kept, in order
        self.open: set[str] = set()  # ids that still need a layout
        self.granted = False  # the person's wish is in a shot
        self.started = time.monotonic()

    def run(self) -> dict[str, Any]:
        for part in parts(self.request, self.sentences):
            if isinstance(part, Shot):
                self.done.append(part)
            else:
                self.cut(part)
        for at, shot in enumerate(self.done):
            if shot.id in self.open:
                self.done[at] = self.lay(at, shot)
                self.open.discard(shot.id)
                self.show(self.done)
        self.show(self.done, final=True)
        tally = self.interview.tally
        tally.seconds = time.monotonic() - self.started
        tally.shots = len(self.done)
        for shot in self.done:
            tally.makers.update(shot.made_by.values())
        return tally.facts()

    # The first question -------------------------------------------------------------------------

    def cut(self, part: Part) -> None:
        """Plan the shots of a part, in as many questions as its length takes."""
        left = part.sentences
        while left:
            question = self.fitting(left, part.shot)
            told = self.ask_shots(left[: question.count], part.shot, question)
            left = left[told:]

    def fitting(self, left: Sequence[Sentence], one: Shot | None) -> _Question:
        """As many of these sentences as one question can take; it ends with a paragraph where it
        can.
        """
        shown = LONGEST_TOLD
        count = len(left) if one else min(len(left), MOST_SENTENCES)
        while True:
            question = self.question(left[:count], one, shown)
            room = self.interview.left(question.messages)
            if question.longest <= room:
                break
            if one is None and count > 1:
                count -= 1
            elif shown > SHORTEST_TOLD:
                shown //= 2
            elif room >= question.longest // 2:  # the answer may be cut: what is whole of it counts
                return replace(question, longest=room)
            else:
                model = self.interview.model
                needed = model.context - room + question.longest
                raise EngineError(
                    f"{model.name} sees {model.context} tokens at once and needs about {needed} "
                    "for one sentence; choose a larger context in the preferences."
                )
        if one is None and count < len(left):
            ends = range(count, count // 2, -1)
            new = (n for n in ends if left[n - 1].paragraph != left[n].paragraph)
            better = next(new, count)
            if better < count:
                question = self.question(left[:better], one, shown)
        return question

    def question(self, own: Sequence[Sentence], one: Shot | None, shown: int) -> _Question:
        letters = self.letters(own)
        words = self.interview.spellable(numbered.unknown_words(own, self.cast))
        names = tuple(letters)
        notes = self.interview.notes
        form = prompts.scene_form(names, words, len(own), one=one is not None, notes=notes)
        heard = self.told.accounts.heard(own, self.cast)
        messages = prompts.scene_messages(
            heard, letters, self.request.scene, self.place, self.request.note, shown
        )
        longest = prompts.longest_shot(names, words, len(own))
        room = self.interview.room(longest, 1 if one else len(own))
        return _Question(len(own), messages, form, room)

    def letters(self, own: Sequence[Sentence]) -> dict[str, Subject]:
        text = " ".join(one.text for one in own)
        return numbered.letters(self.cast, self.request.scene, text)

    def ask_shots(self, own: Sequence[Sentence], one: Shot | None, question: _Question) -> int:
        """Ask for the shots of these sentences; returns how many of the sentences they cover."""
        letters, shown = self.letters(own), 0

        def read(
            records: Sequence[Mapping[str, Any]],
        ) -> tuple[tuple[Shot, ...], tuple[Subject, ...]]:
            return shots.read(records, own, letters, self.cast, self.told)

        def heard(text: str, tokens: int) -> None:
            nonlocal shown
            self.progress(tokens)
            if text.count("}") > shown:  # one more shot is whole: show it at once
                shown = text.count("}")
                drafts, cast = read(records_in(text, question.form))
                if one is None:
                    sketches = [shots.sketched(shot, cast, self.told) for shot in drafts]
                    self.show([*self.done, *shots.unlike(sketches, self.ids())], cast=cast)

        def judge(value: Any) -> list[str]:
            drafts, cast = read(value["shots"])
            said = [words for shot in drafts for words in self.said_of(shot, cast)]
            return [*said, *shots.torn(drafts, cast, self.told)]

        reply = self.interview.ask(
            question.messages, question.form, question.longest, "shots", judge, heard
        )
        records = (
            reply.value["shots"]
            if reply.value is not None
            else records_in(reply.text, question.form)
        )
        if not records:
            self.done += self.by_rules(own, one)
            return len(own)
        drafts, self.cast = read(records)
        if reply.by_code:
            drafts = tuple(shots.by_code(shot) for shot in drafts)
        if one is None and (theirs := self.safer(own[: int(records[-1]["to"])], drafts)):
            self.done += theirs
            self.show(self.done)
            return int(records[-1]["to"])
        if one is not None:
            drafts = tuple(self.pinned(shot, one) for shot in drafts[:1])
        self.take(shots.unlike(drafts, self.ids()))
        return int(records[-1]["to"]) if one is None else len(own)

    def safer(self, own: Sequence[Sentence], drafts: Sequence[Shot]) -> list[Shot]:
        """The rules' shots of these sentences, where the model's are not to be believed. Empty
        otherwise.

        That is so where who is meant is not sure somewhere, and the model has it wrong where it is.
        A small model is not believed either where the rules only guess and it says otherwise: the
        bundled one reads pronouns worse than they (its card has figures). No model is believed that
        cuts apart what tells of places in turn.
        """
        accounts = [one for shot in drafts for one in self.told.accounts.of(shot, self.cast)]
        doubtful = any(one.subjects and not one.sure for one in accounts)
        small = not self.interview.notes
        misled = doubtful and any(self.misled(shot, guesses=small) for shot in drafts)
        if not misled and not shots.torn(drafts, self.cast, self.told):
            return []
        theirs = self.whole_shots(own)
        by_rules = all(shot.made_by.get("subjects", "rules") == "rules" for shot in theirs)
        return theirs if by_rules else []

    def misled(self, shot: Shot, guesses: bool = False) -> bool:
        """Whether a shot shows somebody else than its words mean, as far as the rules are sure of
        it, or with ``guesses`` as they guess.
        """
        found = shots.faults(shot, self.cast, self.told, guesses)
        return any(one.kind in ("meant", "stranger") for one in found)

    def ids(self) -> list[str]:
        return [shot.id for shot in self.done]

    def take(self, drafts: Sequence[Shot]) -> None:
        """Settle the drafts' choices, sketch their layouts, and show them.

        A model that still has wrong who is meant, where the rules are sure of it, is not believed
        where they only guess.
        """
        wrong = any(self.misled(draft) for draft in drafts)
        for draft in drafts:
            shot = shots.settled(draft, self.cast, self.told, guesses=wrong)
            self.done.append(shots.sketched(shot, self.cast, self.told))
            self.open.add(shot.id)
        self.show(self.done)

    def said_of(self, shot: Shot, cast: Sequence[Subject]) -> list[str]:
        found = shots.faults(shot, cast, self.told)
        name = prompts.quoted(shot.action or "of the dialogue", 60)
        return [f'The shot "{name}": {one.words}' for one in found]

    def pinned(self, shot: Shot, kept: Shot) -> Shot:
        """A shot planned by itself stays what it was: id, stretch and all that hangs on it."""
        names = ("size", "angle", "movement", "subjects", "acting", "length")
        planned = {name: getattr(shot, name) for name in names}
        made = {**kept.made_by, **{name: shot.made_by[name] for name in names}}
        return shots.locked_back(replace(kept, **planned, stale=False, made_by=made), kept)

    def by_rules(self, own: Sequence[Sentence], one: Shot | None) -> list[Shot]:
        """The rules' shots of sentences about which the model could say nothing."""
        if one is not None:
            return [one]
        if theirs := self.whole_shots(own):
            return theirs
        record = {"to": len(own), "who": [], "size": "WS", "angle": "eye level"}
        record |= {"move": "hold", "time": "medium"}
        plain, _ = shots.read([record], own, {}, self.cast, self.told)
        made: dict[str, Maker] = dict.fromkeys(shots.CHOSEN, "repair")
        shot = replace(shots.unlike(plain, self.ids())[0], made_by=made)
        shot = shots.settled(shot, self.cast, self.told)
        return [shots.sketched(shot, self.cast, self.told)]

    def whole_shots(self, own: Sequence[Sentence]) -> list[Shot]:
        """The rules' shots that show just these sentences, if there are such."""
        places = [at for at, sentence in enumerate(self.sentences) if sentence in own]
        theirs: list[Shot] = []
        reached: list[int] = []
        for shot in self.request.scene.shots:
            covers = numbered.covered(self.sentences, shot)
            if covers and set(covers) <= set(places):
                theirs.append(shot)
                reached += covers
        said = [line.text for shot in theirs for line in shot.dialogue]
        whole = said == [one.line.text for one in own if one.line]  # no word may be lost
        return theirs if whole and reached == places else []

    def before(self, shot: Shot) -> str:
        """What the scene told before this shot: pronouns point back to it."""
        start = shot.stretch.start if shot.stretch else 0
        told = [one.text for one in self.sentences if one.line is None and one.end <= start]
        return " ".join(told[-4:])

    # The second question ------------------------------------------------------------------------

    def lay(self, at: int, shot: Shot) -> Shot:
        """The shot with its layout and camera."""
        if {"layout", "camera"} <= shot.locked or not shot.subjects:
            return shot
        before = self.before(shot)
        known = {one.id: one for one in self.cast}
        letters = dict(zip(prompts.LETTERS, (known[id] for id in shot.subjects), strict=False))
        previous = moments.written(self.done[at - 1], letters) if at else ""
        form = prompts.layout_form(tuple(letters), notes=self.interview.notes)
        own = [self.sentences[at] for at in numbered.covered(self.sentences, shot)]
        meant = numbered.meant_in(shot.action, self.told.accounts.heard(own, self.cast))
        messages = prompts.layout_messages(
            shot, letters, self.place, self.request.rate, previous, self.request.note, meant=meant
        )
        longest = self.interview.room(prompts.longest_layout(tuple(letters)))
        room = self.interview.left(messages)

        ground, words = shots.ground_of(shot, self.cast, self.told), shot.action
        last = shots.seen_before(shot, self.done[:at])
        wish = self.wish(shot)
        if wish is not None:
            ground, words = wishes.granted(ground, wish), wish.note

        def judge(value: Any) -> list[str]:
            layout, camera = moments.read(value, letters)
            asked = replace(shot, layout=layout, camera=camera)
            found = checks.about_layout(asked, self.cast, words, before, ground.sure, last)
            return [one.words for one in found]

        reply = SILENCE
        if room >= min(longest, LEAST_ANSWER):
            reply = self.interview.ask(
                messages, form, min(longest, room), "layout", judge, lambda _, n: self.progress(n)
            )
        answer = moments.read(reply.value, letters) if reply.value is not None else None
        laid = moments.chosen(shot, answer, ground, self.cast, before, last, words)
        if wish is not None:
            laid = wishes.acted(laid, wish)
        if reply.by_code:
            laid = shots.by_code(laid, ("layout", "camera"))
        kept = next((one for one in self.request.scene.shots if one.id == shot.id), None)
        return shots.locked_back(laid, kept) if kept is not None else laid

    def wish(self, shot: Shot) -> wishes.Wish | None:
        """What the note asks of this shot: it is granted in the first that shows whom it means."""
        if self.granted:
            return None
        found = wishes.wish(self.request.note, shot, self.cast, self.told)
        self.granted = found is not None
        return found

    # What the person sees -----------------------------------------------------------------------

    def progress(self, tokens: int) -> None:
        """Tell how many shots have their layout, of those that are known by now."""
        known = len(self.done) or len(self.request.scene.shots) or 1
        laid = sum(shot.id not in self.open for shot in self.done)
        note = f"{tokens} tokens"
        self.report(Progress(self.request.job, laid, max(known, laid), "shot", note))

    def show(
        self, planned: Sequence[Shot], final: bool = False, cast: Sequence[Subject] = ()
    ) -> None:
        """Send the scene as it is now: what is planned, and the rules' shots behind it."""
        tally = self.interview.tally
        if planned and not tally.first_shot_seconds:
            tally.first_shot_seconds = time.monotonic() - self.started
        rest: list[Shot] = []
        if not final:
            reached = max((one.stretch.end for one in planned if one.stretch), default=-1)
            ids = {shot.id for shot in planned}
            rest = [
                one
                for one in self.request.scene.shots
                if one.id not in ids and (one.stretch is None or one.stretch.start >= reached)
            ]
        scene = replace(self.request.scene, shots=(*planned, *rest))
        known = tuple(cast) or self.cast
        self.emit(ScenePlanned(self.request.job, scene, known, self.request.places, final))
