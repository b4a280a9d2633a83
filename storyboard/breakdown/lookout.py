"""What a parser sees of a sentence: the open clause, and the chunks ahead."""

from __future__ import annotations

from collections.abc import Sequence

from storyboard import lexicon
from storyboard.breakdown import verbs
from storyboard.breakdown.apposition import joined
from storyboard.breakdown.phrases import Chunk, Noun
from storyboard.breakdown.sentences import Sentence
from storyboard.breakdown.spans import Side
from storyboard.breakdown.syntax import Clause, Relation

# "The second half shows a dog"
SHOWS = lexicon.listed("show feature have hold contain bring reveal give")


class Lookout:
    """The clause that is being read, and a look at what comes."""

    def __init__(self, chunks: Sequence[Chunk], sentence: Sentence) -> None:
        self.chunks = joined(list(chunks))
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
        self.nobody = False  # "nothing" was told of, and not when yet
        self.main: list[Noun] = []  # the subjects of the last finite verb
        self.passed = False  # a side or relation came after this clause's verb

    def _close(self, end: int) -> None:
        if not self.now.empty:
            now = self.now
            if now.later and now.sides and not (now.subjects or now.verb or now.objects):
                now.inherits = True  # "Then centre."
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

    def _ends_here(self) -> bool:
        """Whether nothing but a time follows in this part of the sentence: "and later not"."""
        for chunk in self.chunks[self.at + 1 :]:
            if chunk.kind in ("and", "comma", "stop"):
                return True
            if chunk.kind not in ("when", "how", "more", "then"):
                return False
        return True

    def _fresh_part(self) -> bool:
        """Whether a time after a semicolon begins a clause of somebody: "; for the second, a dog
        sits there"."""
        if self.at == 0 or self.chunks[self.at - 1].kind != "stop":
            return False
        rest = [at for at in (self.at + 1, self.at + 2) if at < len(self.chunks)]
        ahead = next((at for at in rest if self.chunks[at].kind != "comma"), None)
        if ahead is None:
            return False
        told = self.chunks[ahead]
        shows = told.kind == "verb" and told.word in SHOWS
        return shows or (told.kind == "noun" and self._opens_clause(ahead))

    def _when_ahead(self, at: int, far: int = 2) -> bool:
        for number, chunk in enumerate(self.chunks[at + 1 : at + 1 + far]):
            if chunk.kind == "when":
                return True
            if number > 1 and chunk.kind in ("and", "comma", "stop", "then", "while"):
                return False
        return False

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

    def _dangling(self, after: Chunk | None) -> bool:
        return after is None or after.kind != "noun"

    def _inverted(self, after: Chunk | None) -> bool:
        """ "Behind the tree stands a dog", "and under it a cat": place first, then the subject."""
        if after is None or after.kind != "noun" or not (self.now.verb or self.now.subjects):
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

    def _completes(self, side: Side) -> bool:
        """Whether a further end says only what the first left open: "up to the left"."""
        ends = [other for other in self.now.sides if other.role == "to"]
        return all(
            ((other.x is None or side.x is None) and (other.y is None or side.y is None))
            or other == side
            for other in ends
        ) or any(other.x is None and other.y is not None and side.y is not None for other in ends)

    def _intransitive(self, verb: str) -> bool:
        return verbs.MOTIONS.get(verb) in (
            "travel",
            "enter",
            "exit",
            "show",
            "hide",
        ) and verb not in ("drive", "ride", "sail", "row", "fly", "pass", "leave")
