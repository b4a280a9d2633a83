"""Clauses: who does what, to whom, where, in which order; from the chunks of a sentence."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from storyboard import lexicon
from storyboard.breakdown.phrases import Chunk, Chunker, Noun
from storyboard.breakdown.props import props
from storyboard.breakdown.sentences import Sentence
from storyboard.breakdown.spans import Side, When

_INTENTS = lexicon.listed(
    "want need like love hope wish decide ask tell let wait refuse know remember forget plan "
    "think dream mean"
)
_CALLED = frozenset(["name", "call"])


@dataclass(slots=True)
class Relation:
    """A preposition with its nouns: ``name`` canonical, ``raw`` as written."""

    name: str
    raw: str
    nouns: list[Noun] = field(default_factory=list)


@dataclass(slots=True)
class Clause:
    """One deed as the words tell it.

    ``later``: after the one before; ``together``: at the same time.

    ``about`` are pairs of phrases of which the second describes the first. ``compared`` is the
    word of a comparison with the nouns of ``than``.
    """

    subjects: list[Noun] = field(default_factory=list)
    verb: str = ""
    form: str = ""
    objects: list[Noun] = field(default_factory=list)
    relations: list[Relation] = field(default_factory=list)
    sides: list[Side] = field(default_factory=list)
    whens: list[When] = field(default_factory=list)
    hows: list[str] = field(default_factory=list)
    about: list[tuple[Noun, Noun]] = field(default_factory=list)
    compared: str = ""
    negated: bool = False
    intent: bool = False
    passive: bool = False
    existential: bool = False
    inherits: bool = False
    later: bool = False
    together: bool = False
    start: int = 0
    end: int = 0
    words: str = ""

    @property
    def empty(self) -> bool:
        """Whether nothing was said."""
        return not (
            self.subjects or self.verb or self.objects or self.sides or self.relations or self.whens
        )


def clauses(sentence: Sentence, names: frozenset[str] = frozenset()) -> list[Clause]:
    """The clauses of one sentence, in order; ``names`` are the words of names known so far, in
    lower case."""
    return Parser(Chunker(sentence, names).chunks(), sentence).parse()


class Parser:
    """Walks the chunks once, with a look ahead where a comma or an "and" may open a new clause."""

    def __init__(self, chunks: Sequence[Chunk], sentence: Sentence) -> None:
        self.chunks = _appositions(list(chunks))
        self.sentence = sentence
        self.done: list[Clause] = []
        self.now = Clause(start=sentence.start)
        self.at = 0
        self.later = False
        self.together = False
        self.joined = False  # the last chunk was "and", a comma, "then"
        self.relation: Relation | None = None
        self.aux = False
        self.relative: Noun | None = None
        self.than = False
        self.main: list[Noun] = []  # the subjects of the last finite verb
        self.passed = False  # a side or relation came after this clause's verb

    def parse(self) -> list[Clause]:
        """All clauses."""
        for self.at, chunk in enumerate(self.chunks):
            getattr(self, "_" + chunk.kind)(chunk)
            if chunk.kind not in ("and", "comma", "then", "while", "stop", "how", "not"):
                self.joined = False
                self.now.end = max(self.now.end, chunk.end)
        self._close(self.sentence.end)
        return self.done

    # -- opening and closing

    def _close(self, end: int) -> None:
        if not self.now.empty:
            self.now.end = min(end, self.now.end or end)
            text = self.sentence.text
            low, high = self.now.start - self.sentence.start, self.now.end - self.sentence.start
            self.now.words = (
                text[max(0, low) : high].strip(" ,;")
                if len(text) == self.sentence.end - self.sentence.start
                else text
            )
            self.done.append(self.now)

    def _open(self, start: int, subjects: list[Noun] | None = None, verb: str = "") -> None:
        before = self.now
        self._close(start)
        if before.subjects and before.form != "ing":
            self.main = before.subjects
        self.now = Clause(
            list(subjects or ()), verb, start=start, later=self.later, together=self.together
        )
        self.now.existential = before.existential and verb == "be"
        self.later = False
        self.relation = None
        self.aux = False
        self.than = False
        self.passed = bool(verb)

    def _peek(self, ahead: int = 1) -> Chunk | None:
        at = self.at + ahead
        return self.chunks[at] if at < len(self.chunks) else None

    def _opens_clause(self, at: int) -> bool:
        """Whether the noun at ``at`` is the subject of a finite verb further on, before any other
        break."""
        while at < len(self.chunks):
            kind = self.chunks[at].kind
            if kind == "verb":
                return self.chunks[at].form != "ing"
            if kind == "be":
                return True
            if kind == "rel" and at + 1 < len(self.chunks) and self.chunks[at + 1].kind == "noun":
                at += 2
                continue
            if kind == "and" and at + 1 < len(self.chunks) and self.chunks[at + 1].kind == "noun":
                at += 2
                continue
            if kind == "that":
                return True
            if kind not in ("noun", "how", "not", "then", "when") or (
                kind == "noun" and self.chunks[at - 1].kind == "noun"
            ):
                return False
            at += 1
        return False

    def _sided_ahead(self, at: int) -> bool:
        """Whether the noun at ``at`` has a side of its own: "and a cat on the right"."""
        for chunk in self.chunks[at + 1 : at + 4]:
            if chunk.kind == "side":
                return True
            if chunk.kind in ("and", "comma", "verb", "stop", "then"):
                return False
        return False

    # -- one method for each kind of chunk

    def _noun(self, chunk: Chunk) -> None:
        noun = chunk.noun
        assert noun is not None
        now = self.now
        if self.than:
            now.relations.append(Relation("than", "than", [noun]))
            self.than = False
            return
        if self.relation is not None and (not self.joined or self._shares_relation()):
            if not self._described(noun):
                self.relation.nouns.append(noun)
            return
        if (
            self.joined
            and now.verb
            and not now.subjects
            and not now.existential
            and self._opens_clause(self.at)
        ):
            self._fronted(noun, chunk.start)
            return
        if self.joined and not now.empty and (now.verb or now.sides or now.whens) and now.subjects:
            if self._opens_clause(self.at):
                self._open(chunk.start, [noun])
                return
            if (now.sides or now.whens) and (
                self._sided_ahead(self.at) or self._when_ahead(self.at)
            ):
                self._open(chunk.start, [noun], now.verb or "be")
                return
            if now.sides and not now.objects and self.chunks[self.at - 1].kind == "side":
                now.subjects.append(noun)
                return
        if (
            self.joined
            and now.sides
            and self.chunks[self.at - 1].kind == "side"
            and now.subjects
            and now.verb
        ):
            self._open(chunk.start, [noun], now.verb)
            return
        if not now.verb or not now.subjects:
            inverted = bool(
                now.verb and (now.sides or now.relations) and not now.objects and not self.passed
            )
            if not now.verb or not now.inherits or inverted:
                now.inherits = False
                self._subject(noun)
            else:
                now.objects.append(noun)
        elif now.existential and self.joined and not now.relations and now.verb == "be":
            now.subjects.append(noun)
        elif (
            now.verb == "be"
            and not now.passive
            and not now.existential
            and now.subjects
            and not now.objects
            and not self.joined
        ):
            now.about.append((now.subjects[-1], noun))
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

    def _when_ahead(self, at: int) -> bool:
        return any(chunk.kind == "when" for chunk in self.chunks[at + 1 : at + 3])

    def _shares_relation(self) -> bool:
        """Whether "and NOUN" goes on with the relation's nouns: "between the tree and the house"."""
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
        if self.now.verb in ("", "be") and self.now.relations and self._sided_or_related(self.at):
            return False
        return bool(self.now.verb) and self.now.verb != "be"

    def _finite_right_after(self) -> bool:
        after = self._peek()
        return (
            after is not None
            and after.kind in ("verb", "be")
            and bool(self.relation and len(self.relation.nouns) >= 2)
        )

    def _sided_or_related(self, at: int) -> bool:
        after = self.chunks[at + 1] if at + 1 < len(self.chunks) else None
        return after is not None and after.kind in ("rel", "side")

    def _described(self, noun: Noun) -> bool:
        """Clothes and colours after "in", "with", "wearing" describe; they do not stand in the
        picture."""
        relation = self.relation
        if relation is None or relation.raw not in ("in", "with") or relation.nouns:
            return False
        if not _worn(noun):
            return False
        bearer = (self.now.objects or self.now.subjects or [None])[-1]
        for other in self.now.relations[:-1]:
            if other.nouns:
                bearer = other.nouns[-1]
        if bearer is None or (relation.raw == "in" and noun.head in ("bed",)):
            return False
        self.now.about.append((bearer, noun))
        self.now.relations.remove(relation)
        self.relation = None
        return True

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
        if self.relative is not None:
            subject, self.relative = self.relative, None
            self._open(chunk.start, [subject])
            self.now.together = True
            self._set_verb(chunk)
            return
        before = self.chunks[self.at - 1] if self.at else None
        if self.aux or (
            now.verb == "be"
            and before is not None
            and before.kind in ("be", "how", "not", "then")
            and chunk.form in ("ing", "past", "base")
        ):
            now.passive = (
                now.verb == "be" and chunk.form == "past" and not self._intransitive(chunk.word)
            )
            self.aux = False
            self._set_verb(chunk)
            return
        if not now.verb:
            if not now.subjects:
                now.inherits = True
            self._set_verb(chunk)
            return
        if before is not None and before.kind == "to":
            if (
                now.verb in ("start", "begin", "continue", "try", "go", "come", "get")
                and now.verb not in _INTENTS
                and now.verb not in ("come", "go")
            ):
                self._set_verb(chunk)
            else:
                intent = now.verb in _INTENTS
                subjects = (
                    now.objects
                    if now.verb in ("ask", "tell", "help", "let", "make") and now.objects
                    else now.subjects
                )
                self._open(chunk.start, subjects)
                self.now.intent = intent
                self.now.inherits = not subjects
                self._set_verb(chunk)
            return
        if (
            now.verb in ("start", "begin", "continue", "keep", "stop")
            and chunk.form == "ing"
            and before is not None
            and before.kind == "verb"
        ):
            self._set_verb(chunk)
            return
        subjects, inherits = self._subjects_of(chunk, before)
        together = chunk.form == "ing"
        self._open(chunk.start, subjects)
        self.now.inherits = inherits
        self.now.together = self.now.together or together
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
        ):
            if seen or animate(last):
                return [last], False
        if self.joined and now.form == "ing" and chunk.form in ("s", "past") and self.main:
            return self.main, False
        return now.subjects, now.inherits or not now.subjects

    def _intransitive(self, verb: str) -> bool:
        return lexicon.MOTIONS.get(verb) in (
            "travel",
            "enter",
            "exit",
            "show",
            "hide",
        ) and verb not in ("drive", "ride", "sail", "row", "fly", "pass", "leave")

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
        if self.joined and self._inverted(after):
            self._open(chunk.start)
        self.passed = self.passed or bool(self.now.verb)
        self.relation = Relation(chunk.word, chunk.raw)
        self.now.relations.append(self.relation)

    def _dangling(self, after: Chunk | None) -> bool:
        return after is None or after.kind != "noun"

    def _inverted(self, after: Chunk | None) -> bool:
        """ "Behind the tree stands a dog", "and under it a cat": place first, then the subject."""
        if after is None or after.kind != "noun" or not self.now.verb:
            return False
        further = self._peek(2)
        last = self._peek(3)
        return further is not None and (
            further.kind == "noun"
            or (
                further.kind in ("verb", "be")
                and last is not None
                and last.kind == "noun"
                and self.now.empty
            )
        )

    def _side(self, chunk: Chunk) -> None:
        side = chunk.what
        assert isinstance(side, Side)
        now = self.now
        after = self._peek()
        self.relation = None
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

    def _completes(self, side: Side) -> bool:
        """Whether a further end says only what the first left open: "up to the left"."""
        ends = [other for other in self.now.sides if other.role == "to"]
        return all(
            ((other.x is None or side.x is None) and (other.y is None or side.y is None))
            or other == side
            for other in ends
        ) or any(other.x is None and other.y is not None and side.y is not None for other in ends)

    def _when(self, chunk: Chunk) -> None:
        assert isinstance(chunk.what, When)
        self.now.whens.append(chunk.what)
        self.relation = None

    def _and(self, chunk: Chunk) -> None:
        self.joined = True

    def _comma(self, chunk: Chunk) -> None:
        self.joined = True
        after = self._peek()
        if after is not None and after.kind not in ("noun", "and"):
            self.relation = None

    def _or(self, chunk: Chunk) -> None:
        self.joined = True

    def _then(self, chunk: Chunk) -> None:
        self.joined = True
        self.later = True
        if not self.now.verb and (not self.now.sides or (self.now.subjects and not self.now.sides)):
            self.now.later = not (chunk.word == "first")
            self.later = False

    def _while(self, chunk: Chunk) -> None:
        if self.now.empty:
            self.together = True
            return
        after = self._peek()
        self.together = True
        if after is not None and after.kind == "noun":
            self.joined = True
            self._close(chunk.start)
            self.now = Clause(start=chunk.end, together=True)
            self.relation = None
        else:
            self.joined = True
        self.together = False

    def _stop(self, chunk: Chunk) -> None:
        if chunk.word == "framing":
            if not self.now.empty and self.now.verb:
                self._open(chunk.end)
            self.now.existential = True
            self.relation = None
            return
        self.joined = True
        self.relation = None
        if chunk.word == ";":
            self.later = True

    def _how(self, chunk: Chunk) -> None:
        self.now.hows.append(chunk.word)

    def _not(self, chunk: Chunk) -> None:
        self.now.negated = True

    def _that(self, chunk: Chunk) -> None:
        before = self.chunks[self.at - 1] if self.at else None
        if before is not None and before.kind == "comma" and self.at > 1:
            before = self.chunks[self.at - 2]
        if before is not None and before.noun is not None:
            self.relative = before.noun

    def _to(self, chunk: Chunk) -> None:
        self.relation = None

    def _more(self, chunk: Chunk) -> None:
        self.now.compared = chunk.word
        self.relation = None


def animate(noun: Noun) -> bool:
    """Whether a phrase names someone or something that does deeds."""
    if noun.name or noun.pronoun in ("he", "she", "they"):
        return True
    if noun.head in lexicon.NOT_SUBJECTS or noun.head in lexicon.BODY:
        return False
    kind = props().kind(noun.head)
    return props().person(noun.head) or (kind is not None and kind.rig not in ("thing", "plant"))


def _worn(noun: Noun) -> bool:
    """Whether a phrase names clothes, hair, a colour alone."""
    table = props()
    return (
        noun.head in lexicon.GARMENTS or noun.head in lexicon.HATS or noun.head in lexicon.BODY or noun.head in table.colours
        or lexicon.plural(noun.head) in lexicon.GARMENTS
        or noun.head in ("glasses", "spectacles", "stripe", "spot", "dot", "collar", "ribbon", "bow", "belt", "tie", "sunglasses", "uniform", "mask", "cane")
    )  # fmt: skip


def _appositions(chunks: list[Chunk]) -> list[Chunk]:
    """ "MIA, a girl in a yellow dress, runs" and "a yellow dog, BISCUIT, barks": one phrase, the
    other said of it."""
    made: list[Chunk] = []
    at = 0
    while at < len(chunks):
        chunk = chunks[at]
        if (
            chunk.kind == "noun" and chunk.noun is not None and at + 2 < len(chunks)
            and chunks[at + 1].kind == "comma" and chunks[at + 2].kind == "noun"
        ):  # fmt: skip
            second = chunks[at + 2].noun
            assert second is not None
            stop = at + 3
            while (
                stop + 1 < len(chunks)
                and chunks[stop].kind == "rel"
                and chunks[stop + 1].kind == "noun"
            ):
                stop += 2
            closes = stop >= len(chunks) or chunks[stop].kind in (
                "comma",
                "verb",
                "stop",
                "that",
                "be",
            )
            lists = any(part.kind == "and" for part in chunks[stop : stop + 2]) or (
                stop + 1 < len(chunks)
                and chunks[stop].kind == "comma"
                and chunks[stop + 1].kind == "noun"
                and not _names_and_kind(chunk.noun, second)
            )
            if (
                closes
                and not lists
                and _names_and_kind(chunk.noun, second)
                and not (made and made[-1].kind in ("and", "comma") and not made[-1].raw)
            ):
                made += [chunk, chunks[at + 2], *chunks[at + 3 : stop]]
                at = stop
                if (
                    at < len(chunks)
                    and chunks[at].kind == "comma"
                    and at + 1 < len(chunks)
                    and chunks[at + 1].kind in ("verb", "be", "how", "rel", "side")
                ):
                    at += 1
                continue
        made.append(chunk)
        at += 1
    return made


def _names_and_kind(first: Noun, second: Noun) -> bool:
    """Whether one phrase is a name and the other an everyday noun that may describe it."""
    if (
        first.name
        and not first.head
        and second.head
        and second.article in ("a", "the", "")
        and not second.name
        and second.count <= 1
    ):
        return second.article == "a" or not second.shouted
    return bool(
        second.name
        and not second.head
        and first.head
        and not first.name
        and first.count == 1
        and not first.plural
    )
