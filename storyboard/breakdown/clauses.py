"""Clauses: who does what, to whom, where, in which order; from the chunks of a sentence."""

from __future__ import annotations

from dataclasses import replace

from storyboard import lexicon
from storyboard.breakdown.apposition import SAME
from storyboard.breakdown.bearing import Bearing
from storyboard.breakdown.chunks import Chunker
from storyboard.breakdown.lookout import SHOWS
from storyboard.breakdown.phrases import Chunk, Noun
from storyboard.breakdown.sentences import Sentence
from storyboard.breakdown.sightings import sightings
from storyboard.breakdown.spans import Side
from storyboard.breakdown.stations import row, stations
from storyboard.breakdown.syntax import Clause as Clause
from storyboard.breakdown.syntax import Relation as Relation
from storyboard.breakdown.syntax import animate

_SAID = lexicon.SPEECH - {"tell", "ask", "call", "answer", "beg"}  # "says the farmer"
_BORNE = lexicon.listed("on above below under behind front beside left right in")
_LEADS = lexicon.listed("start begin continue keep stop come go")
_INTENTS = lexicon.listed(
    "want need like love hope wish decide ask tell let wait refuse know remember forget plan "
    "think dream mean"
)


def clauses(sentence: Sentence, names: frozenset[str] = frozenset()) -> list[Clause]:
    """The clauses of one sentence, in order; ``names`` are the words of names known so far, in
    lower case."""
    chunks = Chunker(sentence, names).chunks()
    told = row(chunks) or stations(chunks) or sightings(chunks)
    return told or Parser(chunks, sentence).parse()


class Parser(Bearing):
    """Walks the chunks once, with a look ahead where a comma or an "and" may open a clause."""

    def parse(self) -> list[Clause]:
        """All clauses."""
        for at, chunk in enumerate(self.chunks):
            self.at = at
            getattr(self, "_" + chunk.kind)(chunk)
            if chunk.kind not in ("and", "comma", "then", "while", "stop", "how", "not"):
                self.joined = False
                self.now.end = max(self.now.end, chunk.end)
        self._close(self.sentence.end)
        return self.done

    def _noun(self, chunk: Chunk) -> None:
        noun = chunk.noun
        assert noun is not None
        now = self.now
        before = self.chunks[self.at - 1].noun if self.at else None
        if chunk.raw == SAME and before is not None and now.verb:
            now.about.append((before, noun))  # "next to her floats K-9, a small robot"
            return
        if noun.article == "no" and (now.whens or self._when_ahead(self.at, 6)):
            now.negated, noun = True, replace(noun, article="the")  # "no cat in the first half"
        if self.than:
            now.relations.append(Relation("than", "than", [noun]))
            self.than = False
        elif self._follows_a_place(noun):
            self.relation = None
            self._first(noun)
        elif self.relation is not None and (not self.joined or self._shares_relation()):
            if not self._in_hand(noun) and not self._described(noun):
                self.relation.nouns.append(noun)
        elif self.joined and now.about and self._also_worn(noun):
            now.about.append((now.about[-1][0], noun))
        elif self.joined and self._opens_another(noun, chunk.start):
            return
        elif not now.verb or not now.subjects:
            self._first(noun)
        elif now.existential and self.joined and not now.relations and now.verb == "be":
            now.subjects.append(noun)
        elif self._is_said(now):
            now.about.append((now.subjects[-1], noun))
        else:
            now.objects.append(noun)

    def _follows_a_place(self, noun: Noun) -> bool:
        """Whether the noun is told of after a place without a verb between: "in the rain a dog"."""
        relation, now = self.relation, self.now
        if relation is None or not relation.nouns or self.joined or relation.name == "between":
            return False
        return not (now.verb or now.subjects)

    def _is_said(self, now: Clause) -> bool:
        """Whether a noun tells what the subject is: "Mia is a girl"."""
        plain = now.verb == "be" and not now.passive and not now.existential
        return plain and not now.objects and not self.joined

    def _opens_another(self, noun: Noun, start: int) -> bool:
        """Whether a noun after "and" or a comma begins a clause of its own, and if so begins it."""
        now = self.now
        sided = self.chunks[self.at - 1].kind == "side"
        if now.verb and not now.subjects and not now.existential and self._opens_clause(self.at):
            self._fronted(noun, start)
            return True
        if not now.subjects or not (now.verb or now.sides or now.whens):
            return False
        if self._opens_clause(self.at):
            self._open(start, [noun])
        elif (now.sides or now.whens) and (self._sided_ahead(self.at) or self._when_ahead(self.at)):
            self._open(start, [noun], now.verb or "be")
        elif now.sides and sided and not now.objects:
            now.subjects.append(noun)
        elif now.sides and sided and now.verb:
            self._open(start, [noun], now.verb)
        else:
            return False
        return True

    def _first(self, noun: Noun) -> None:
        """A noun before the verb, or after it where nothing has been the subject yet."""
        now = self.now
        said = now.verb in _SAID and self.chunks[self.at - 1].kind == "verb"
        said = said or (now.verb in lexicon.SPEECH and self.at == 1)  # "..." asked the king
        placed = (now.sides or now.relations) and not now.objects and not self.passed
        if not now.verb or not now.inherits or said or placed:
            now.inherits = False
            self._subject(noun)
        else:
            now.objects.append(noun)

    def _fronted(self, noun: Noun, start: int) -> None:
        """ "Seen at the left, a dog runs off": the words before the comma are the dog's as well."""
        before = self.now
        self._open(start, [noun])
        if before.verb in ("begin", "start") and not before.sides:
            if self.done and self.done[-1] is before:
                self.done.pop()
            return
        before.subjects, before.inherits = [noun], False
        if before.form == "past":
            before.verb = "be"

    def _shares_relation(self) -> bool:
        """Whether "and NOUN" goes on with the relation: "between the tree and the house"."""
        relation = self.relation
        assert relation is not None
        if self._opens_clause(self.at):
            return (
                relation.name == "between"
                and len(relation.nouns) < 2
                and not self._finite_right_after()
            )
        if relation.name == "between" and len(relation.nouns) < 2:
            return True
        if self.chunks[self.at - 1].kind == "comma" and self._sided_or_related(self.at):
            return False  # "sits on the grass, the golden cup beside her"
        if self.now.verb in ("", "be") and self.now.relations and self._sided_or_related(self.at):
            return False
        return bool(self.now.verb) and self.now.verb != "be"

    def _subject(self, noun: Noun) -> None:
        now = self.now
        if now.subjects and not self.joined and not now.verb:
            # two phrases side by side without a verb: the later one is said of the first
            now.about.append((now.subjects[-1], noun))
            return
        now.subjects.append(noun)
        if now.start == 0 or len(now.subjects) == 1:
            now.start = min(now.start or noun.start, noun.start)

    def _verb(self, chunk: Chunk) -> None:
        now = self.now
        before = self.chunks[self.at - 1] if self.at else None
        last = before.kind if before is not None else ""
        if last == "when" and not now.subjects and chunk.word in SHOWS:
            now.existential = True
            return
        if self.relative is not None:
            subject, self.relative = self.relative, None
            self._open(chunk.start, [subject])
            self.now.together = True
            self._set_verb(chunk)
        elif self.aux or (
            now.verb == "be" and last in ("be", "how", "not", "then") and chunk.form != "s"
        ):
            past = now.verb == "be" and chunk.form == "past"
            now.passive = past and not self._intransitive(chunk.word)
            self.aux = False
            self._set_verb(chunk)
        elif not now.verb:
            now.inherits = now.inherits or not now.subjects
            self._set_verb(chunk)
        elif last == "to":
            self._infinitive(chunk)
        elif last == "verb" and chunk.form == "ing" and now.verb in _LEADS:
            self._set_verb(chunk)  # "starts running", "comes crashing down"
        elif last == "verb" and chunk.form == "past" and now.verb == "get":
            now.passive = True  # "gets dragged away"
            self._set_verb(chunk)
        else:
            subjects, inherits = self._subjects_of(chunk, before)
            self._open(chunk.start, subjects)
            self.now.inherits = inherits
            self.now.together = self.now.together or chunk.form == "ing"
            self._set_verb(chunk)

    def _infinitive(self, chunk: Chunk) -> None:
        """ "Starts to run" runs; "wants to run" does not; "stops to rest" does both."""
        now = self.now
        if now.verb in ("start", "begin", "continue", "try", "get"):
            self._set_verb(chunk)
            return
        intent = now.verb in _INTENTS
        asked = now.verb in ("ask", "tell", "help", "let", "make") and now.objects
        subjects = now.objects if asked else now.subjects
        self._open(chunk.start, subjects)
        self.now.intent = intent
        self.now.inherits = not subjects
        self._set_verb(chunk)

    def _subjects_of(self, chunk: Chunk, before: Chunk | None) -> tuple[list[Noun], bool]:
        """Whose deed a further verb is."""
        now = self.now
        last = before.noun if before is not None and before.kind == "noun" else None
        seen = (
            now.verb in lexicon.SENSES
            or now.verb in ("be", "have", "show", "feature", "contain", "include", "depict")
            or now.existential
        )
        if (
            last is not None
            and (chunk.form == "ing" or (seen and chunk.form == "base"))
            and not self.joined
        ) and (seen or animate(last)):
            return [last], False
        if self.joined and now.form == "ing" and chunk.form in ("s", "past") and self.main:
            return self.main, False
        return now.subjects, now.inherits or not now.subjects

    def _set_verb(self, chunk: Chunk) -> None:
        self.now.verb = chunk.word
        self.now.form = chunk.form
        self.relation = None
        if self.now.start == 0:
            self.now.start = chunk.start

    def _be(self, chunk: Chunk) -> None:
        if chunk.word != "be":
            self.aux = True
            if self.now.verb and self.joined:
                self._open(chunk.start, self.now.subjects)
                self.aux = True
            return
        if self.relative is not None:
            subject, self.relative = self.relative, None
            self._open(chunk.start, [subject], "be")
            self.now.together = True
            return
        if self.now.verb and (self.now.verb != "be" or (self.joined and self.now.subjects)):
            if not self.joined and not self.aux:
                return
            self._open(chunk.start, self.now.subjects, "be")
        self.now.verb = self.now.verb or "be"
        self.relation = None
        if not self.now.subjects and not self.now.existential:
            self.now.inherits = bool(self.joined)

    def _there(self, chunk: Chunk) -> None:
        timed = self.at > 0 and self.chunks[self.at - 1].kind == "when" and self.now.subjects
        after = self._peek(2)
        if timed and (after is None or after.kind in ("not", "comma", "stop", "and")):
            return  # "but in the end there is none", "by the end there is one"
        if self.now.verb or self.now.subjects:
            self._open(chunk.start)
        self.now.existential = True

    def _rel(self, chunk: Chunk) -> None:
        after = self._peek()
        if chunk.word == "than":
            self.than = True
            return
        if (
            chunk.word in ("front", "after")
            and chunk.raw in ("before", "after")
            and after is not None
            and after.kind == "verb"
        ):
            self.later = True
            self.joined = True
            return
        if self.joined and self.now.subjects and self.now.verb and not self._dangling(after):
            previous = self.chunks[self.at - 1].kind
            if previous == "then" or self.later:
                self._open(chunk.start, self.now.subjects, self.now.verb)
        if self.joined and self.now.verb == "be" and self.now.whens and chunk.word == "in":
            self._open(chunk.start, self.now.subjects, "be")  # "and in the picture at the end"
        elif self.joined and self._inverted(after):
            self._open(chunk.start)
        self.passed = self.passed or bool(self.now.verb)
        if self._borne(after):
            return
        self.relation = Relation(chunk.word, chunk.raw)
        self.now.relations.append(self.relation)

    def _borne(self, after: Chunk | None) -> bool:
        """ "A chest with a cat on it": it is the cat that is on the chest; a clause of its own."""
        chunk, held, now = self.chunks[self.at], self.relation, self.now
        whom = after.noun if after is not None else None
        if not (held and held.raw == "with" and held.nouns and whom and now.subjects):
            return False
        if whom.pronoun not in ("he", "she", "it", "they") or chunk.word not in _BORNE:
            return False
        self._open(chunk.start, [held.nouns[-1]], "be")
        self.relation = Relation(chunk.word, chunk.raw)
        self.now.relations.append(self.relation)
        self.now.together = True
        return True

    def _side(self, chunk: Chunk) -> None:
        side = chunk.what
        assert isinstance(side, Side)
        now = self.now
        if now.verb == "leave" and chunk.raw.startswith("the ") and side.role in ("bare", "from"):
            now.verb, side = "go", replace(side, role="from")  # "leaves the left side"
        after = self._peek()
        held, self.relation = self.relation, None
        if held and held.raw == "with" and held.nouns and chunk.raw in ("on top", "on the top"):
            bearer = (now.subjects or now.objects)[-1:]  # "a box with a bird on top"
            self._open(chunk.start, [held.nouns[-1]], "be")
            self.now.relations.append(Relation("on", "on", bearer))
            self.now.together = True
            return
        if (
            self.joined
            and now.subjects
            and (now.verb or now.sides)
            and after is not None
            and (after.kind == "noun" or (after.kind in ("there", "be")))
        ):
            self._open(chunk.start, None, "be" if after.kind == "noun" and now.verb == "be" else "")
            if after.kind == "noun" and not self._opens_clause(self.at + 1):
                self.now.verb = now.verb or "be"
        elif (
            self.joined
            and now.subjects
            and side.role in ("to", "bare")
            and any(other.role in ("to", "bare") for other in now.sides)
        ):
            self.later = True
            self._open(chunk.start, now.subjects, now.verb)
        elif self.joined and now.subjects and self.later and (now.sides or now.relations):
            self._open(chunk.start, now.subjects, now.verb)
        elif self.joined and side.role == "at" and any(other.role == "at" for other in now.sides):
            self.later = True
            self._open(chunk.start, now.subjects, now.verb)
        if (
            side.role == "to"
            and any(other.role == "to" for other in self.now.sides)
            and not self._completes(side)
        ):
            self.later = True
            self._open(chunk.start, self.now.subjects, self.now.verb)
        self.passed = self.passed or bool(self.now.verb)
        self.now.sides.append(side)
