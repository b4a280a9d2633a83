"""Joints: the small words between the parts of a sentence - and, then, while, not, who."""

from __future__ import annotations

from storyboard.breakdown.lookout import Lookout
from storyboard.breakdown.phrases import Chunk
from storyboard.breakdown.syntax import ABSENT, PRESENT, Clause
from storyboard.breakdown.times import When


class Joints(Lookout):
    """What each small word says of the clause it stands in or before."""

    def _when(self, chunk: Chunk) -> None:
        assert isinstance(chunk.what, When)
        now, when = self.now, chunk.what
        if self.nobody:  # "nothing until the second half; then a dog"
            when, self.nobody = when.rest, False
        if (now.verb or now.existential) and self._fresh_part():
            self._open(chunk.start)
        elif self.joined and now.whens and now.verb_or_shown and (now.subjects or now.objects):
            self._open(chunk.start, now.subjects or now.objects, "be")
        self.now.whens.append(when)
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
        now = self.now
        denied = self.at > 0 and self.chunks[self.at - 1].kind == "not"
        if now.negated and now.whens and now.subjects and not denied and self._ends_here():
            self._open(chunk.start, now.subjects, "be")  # "not there at first, but later"
            self.now.whens = [now.whens[-1].rest]
            return
        self.joined = True
        self.later = True
        if chunk.word == "first":
            now.hows.append("first")
        if not self.now.verb and (not self.now.sides or (self.now.subjects and not self.now.sides)):
            self.now.later = chunk.word != "first"
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
        now = self.now
        told = now.verb or now.subjects
        if chunk.word in PRESENT | ABSENT and self.joined and told and now.whens:
            self._open(chunk.start, now.subjects or now.objects, "be")  # "and gone at the end"
        elif chunk.word in ("out", "off") and self.joined and now.verb and now.subjects:
            if any(side.role == "from" for side in now.sides):  # "in from the left and out again"
                self.later = True
                self._open(chunk.start, now.subjects, now.verb)
        elif chunk.word in ABSENT and self.aux and not now.verb:
            now.verb = "be"  # "has gone"
        self.now.hows.append(chunk.word)

    def _not(self, chunk: Chunk) -> None:
        now = self.now
        if chunk.word == "nobody":
            if now.whens and not now.subjects:  # "for the first half nobody, then a cabin"
                self.now = Clause(start=chunk.end, whens=[now.whens[-1].rest])
            self.nobody = now.empty
            return
        if self.joined and now.verb_or_shown and self._ends_here():
            before = now.whens[-1:]
            self._open(chunk.start, now.subjects or now.objects, "be")
            if not self._when_ahead(self.at):
                self.now.whens = [when.rest for when in before] or [When(0.5, 1.0)]
        self.now.negated = True

    def _that(self, chunk: Chunk) -> None:
        before = self.chunks[self.at - 1] if self.at else None
        if before is not None and before.kind == "comma" and self.at > 1:
            before = self.chunks[self.at - 2]
        if before is not None and before.noun is not None:
            self.relative = before.noun

    def _to(self, chunk: Chunk) -> None:
        self.relation = None

    def _depth(self, chunk: Chunk) -> None:
        if self.joined and self.now.depth and self.now.subjects:
            self.later = True
            self._open(chunk.start, self.now.subjects, self.now.verb)
        self.now.depth = chunk.word
        self.relation = None

    def _more(self, chunk: Chunk) -> None:
        now = self.now
        if now.compared and now.verb == "be" and now.objects:
            self._open(chunk.start, [now.objects.pop()], "be")  # "..., the cat the smaller"
        self.now.compared = chunk.word
        self.relation = None
