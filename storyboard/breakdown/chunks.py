"""The chunks of a sentence: noun phrases, verbs, relations, sides, and the words between."""

from __future__ import annotations

from dataclasses import replace

from storyboard import lexicon
from storyboard.breakdown import verbs
from storyboard.breakdown.fillers import NAMELESS
from storyboard.breakdown.nouns import Nouns
from storyboard.breakdown.phrases import Chunk, ChunkKind, Noun
from storyboard.breakdown.spans import Aside, Skipped, Span, Turn
from storyboard.breakdown.vocabulary import PHRASAL

_MORE = lexicon.told(
    "without: instead of, rather than, in place of; about: because of, thanks to, due to, owing "
    "to, despite, in spite of, according to, as to, regarding; except: except for, except, save "
    "for, apart from, but for, aside from, other than"
)


def _tree() -> dict[str, list[tuple[tuple[str, ...], str]]]:
    tree: dict[str, list[tuple[tuple[str, ...], str]]] = {}
    for phrase, name in (*lexicon.RELATIONS.items(), *_MORE.items()):
        words = tuple(phrase.split())
        tree.setdefault(words[0], []).append((words, name))
    for entries in tree.values():
        entries.sort(key=lambda entry: -len(entry[0]))
    return tree


_RELATIONS = _tree()


_HOWS = lexicon.listed(
    "here away out back again fast together alone very too now still home along aside forward "
    "backward backwards"
)

_SEEN = lexicon.listed("present visible absent invisible")
_BEFORE_SEEN = lexicon.listed("noun be and comma then how not when")
# Adverbs that change nothing of what is seen
_SAYINGS = lexicon.listed(
    "always ever further farther onwards onward too also even only just quite rather perhaps maybe"
)

_IS = ("is", "are", "was", "were")


class Chunker(Nouns):
    """Cuts one sentence into chunks. ``names`` are the words of known names in lower case."""

    def chunks(self) -> list[Chunk]:
        """All chunks, in order."""
        made: list[Chunk] = []
        at = 0
        while at < len(self.words):
            at = self._next(at, made)
        return made

    def _next(self, at: int, made: list[Chunk]) -> int:
        word = self.words[at]
        if at in self.covered:
            span, stop = self.covered[at]
            return self._span(span, at, stop, made)
        low = word.low
        if not word.text[0].isalnum() and low not in lexicon.AUXILIARIES:
            return self._mark(at, made)
        if low == "as" and self._low(at + 1) == "well" and self._low(at + 2) == "as":
            made.append(Chunk("and", "and", start=word.start, end=self.words[at + 2].end))
            return at + 3
        if low == "both" and self._low(at + 1) in ("a", "an"):
            return at + 1
        beside = self._side_of_owner(at)
        if beside:
            name, owner, stop = beside
            raw = "to the left of" if name == "left" else "to the right of"
            made.append(Chunk("rel", name, start=word.start, end=word.end, raw=raw))
            made.append(Chunk("noun", noun=owner, start=owner.start, end=owner.end))
            return stop
        likeness = self._likeness(at)
        if likeness:
            name, than, stop = likeness
            made.append(Chunk("more", name, start=word.start, end=self.words[stop - 1].end))
            if than:
                made.append(
                    Chunk("rel", "than", raw="than", start=word.start, end=self.words[stop - 1].end)
                )
            return stop
        relation = self._relation(at, made)
        if relation:
            name, stop = relation
            raw = " ".join(part.low for part in self.words[at:stop])
            made.append(Chunk("rel", name, start=word.start, end=self.words[stop - 1].end, raw=raw))
            return stop
        if low == "side" and self._low(at + 1) == "by" and self._low(at + 2) == "side":
            made.append(Chunk("how", "together", start=word.start, end=self.words[at + 2].end))
            return at + 3
        single = self._single(at, made)
        if single:
            made.append(single)
            return at + 1
        noun = self._noun_phrase(at, made)
        if noun:
            phrase, stop = noun
            made.append(Chunk("noun", noun=phrase, start=word.start, end=self.words[stop - 1].end))
            return stop
        verb = self._verb(at)
        if verb:
            made.append(verb)
            phrasal = f"{low} {self._low(at + 1)}" in PHRASAL and at + 1 not in self.covered
            return at + 2 if phrasal else at + 1
        return self._unknown(at, made)

    def _single(self, at: int, made: list[Chunk]) -> Chunk | None:
        """One word that says how or when, or that nobody is there."""
        word, low = self.words[at], self.words[at].low
        last = made[-1].kind if made else ""
        if low in ("nothing", "nobody") and not (self._verb(at + 1) or self._low(at + 1) in _IS):
            return Chunk("not", "nobody", start=word.start, end=word.end)
        if low == "gone" and last in ("be", "and", "comma", "then", "how"):
            return Chunk("how", low, start=word.start, end=word.end)
        if low in _SEEN and (not made or last in _BEFORE_SEEN):
            return Chunk("how", low, start=word.start, end=word.end)
        small = self._small(at, made)
        if small:
            return small
        if low == "first" and (
            not self._noun_like(at + 1) or self._low(at + 1) in ("nothing", "nobody")
        ):
            return Chunk("then", low, start=word.start, end=word.end)
        if low in _SAYINGS:
            return Chunk("how", low, start=word.start, end=word.end)
        if low in _HOWS and not (low in ("up", "down", "off", "out") and self._opens_noun(at + 1)):
            return Chunk("how", low, start=word.start, end=word.end)
        if low in lexicon.SEQUENCE and not (low == "next" and self._low(at + 1) == "to"):
            return Chunk("then", low, start=word.start, end=word.end)
        return None

    def _span(self, span: Span, at: int, stop: int, made: list[Chunk]) -> int:
        word = self.words[at]
        if isinstance(span.what, Skipped):
            made.append(Chunk("stop", "framing", start=word.start, end=self.words[stop - 1].end))
            return stop
        if isinstance(span.what, Aside):
            made.append(Chunk(span.what.kind, start=word.start, end=self.words[stop - 1].end))
            return stop + 1 if len(made) == 1 and self._low(stop) == "," else stop
        if isinstance(span.what, Turn):
            end = self.words[stop - 1].end
            for plain, name, raw in span.what.plain:
                form = "s" if plain == "verb" else ""
                made.append(Chunk(plain, name, form, raw=raw, start=word.start, end=end))
            return stop
        role = getattr(span.what, "role", "")
        text = " ".join(part.low for part in self.words[at:stop])
        if role == "bare" and text in (
            "left",
            "right",
            "top",
            "bottom",
            "middle",
            "center",
            "centre",
        ):
            # "left" the verb, "right" the adverb: a side only after a deed that has a direction
            before = made[-1] if made else None
            verb = self._verb(at)
            if (
                text == "left"
                and before
                and before.kind == "noun"
                and verb
                and self._opens_noun(at + 1)
            ):
                made.append(verb)
                return stop
            if (
                before is None
                or before.kind not in ("verb", "how", "side", "be", "and", "then", "to", "stop")
                or text in ("top", "bottom", "middle")
            ):
                return stop if text == "right" else max(at + 1, self._loose(at, made))
        kind: ChunkKind = "side" if role else "when"
        end = self.words[stop - 1].end
        made.append(Chunk(kind, what=span.what, start=word.start, end=end, raw=text))
        return stop

    def _loose(self, at: int, made: list[Chunk]) -> int:
        noun = self._noun_phrase(at, made)
        if noun:
            made.append(
                Chunk(
                    "noun",
                    noun=noun[0],
                    start=self.words[at].start,
                    end=self.words[noun[1] - 1].end,
                )
            )
            return noun[1]
        return at + 1

    def _mark(self, at: int, made: list[Chunk]) -> int:
        word = self.words[at]
        if word.text == "(":
            stop = at + 1
            while stop < len(self.words) and self.words[stop].text != ")":
                stop += 1
            if stop < len(self.words):
                return stop + 1
        elif word.text == ",":
            made.append(Chunk("comma", start=word.start, end=word.end))
        elif word.text in ";:–—-":
            made.append(Chunk("stop", word.text, start=word.start, end=word.end))
        elif word.text == "&":
            made.append(Chunk("and", start=word.start, end=word.end))
        return at + 1

    def _small(self, at: int, made: list[Chunk]) -> Chunk | None:
        word, low = self.words[at], self.words[at].low
        follows = self._low(at + 1)
        if low == "there" and (follows in lexicon.AUXILIARIES or self._verb(at + 1)):
            return Chunk("there", start=word.start, end=word.end)
        if low == "here" and follows in ("is", "are", "was", "were"):
            return Chunk("there", start=word.start, end=word.end)
        if low in ("and", "but", "plus", "or", "nor"):
            return Chunk("and", low, start=word.start, end=word.end)
        if at == 0 and low in ("meanwhile", "simultaneously"):
            return Chunk("how", low, start=word.start, end=word.end)
        if low in lexicon.TOGETHER and not (
            low == "as"
            and self._opens_noun(at + 1)
            and made
            and made[-1].kind == "verb"
            and made[-1].word == "dress"
        ):
            return Chunk("while", low, start=word.start, end=word.end)
        if low in ("nowhere", "neither", "none"):
            return Chunk("not", low, start=word.start, end=word.end)
        if low in lexicon.NEGATIONS and not (low == "no" and self._denies_noun(at + 1)):
            return Chunk("not", low, start=word.start, end=word.end)
        if low in ("who", "which") or (
            low == "that" and made and made[-1].kind in ("noun", "comma")
        ):
            return Chunk("that", start=word.start, end=word.end)
        if low in ("is", "are", "was", "were", "be", "been", "being", "'s", "'re"):
            return Chunk("be", "be", start=word.start, end=word.end)
        if low in lexicon.AUXILIARIES and (
            self._verb(at + 1) or follows in lexicon.NEGATIONS or follows in lexicon.AUXILIARIES
        ):
            return Chunk("be", low, start=word.start, end=word.end)
        if low in lexicon.COMPARED or (low == "same" and follows in ("size", "height")):
            return Chunk("more", low, start=word.start, end=word.end)
        return None

    def _denies_noun(self, at: int) -> bool:
        """Whether the "no" before a word denies a thing: "no dog", "no florp"; not "no longer"."""
        low = self._low(at)
        if self._noun_like(at):
            return True
        if low == "more":
            return self._denies_noun(at + 1)  # "no more dogs"
        tables = (lexicon.COMPARED, lexicon.PREPOSITIONS, lexicon.CONJUNCTIONS, lexicon.NUMBERS)
        known = low in verbs.VERBS or low in NAMELESS or any(low in table for table in tables)
        return low.isalpha() and not (known or low in ("longer", "one") or self._adverb(low))

    def _relation(self, at: int, made: list[Chunk]) -> tuple[str, int] | None:
        low = self.words[at].low
        if (
            low == "to"
            and self._verb(at + 1, base=True)
            and not self._opens_noun(at + 1, bare=False)
        ):
            made.append(Chunk("to", start=self.words[at].start, end=self.words[at].end))
            return None
        if low == "to" and made and made[-1].kind == "to":
            return None
        for words, name in _RELATIONS.get(low, ()):
            if all(self._low(at + n) == word for n, word in enumerate(words)):
                stop = at + len(words)
                if any(n in self.covered for n in range(at + 1, stop)):
                    continue  # "back" before "to the left"
                if name in ("as", "before") and len(words) == 1 and not self._opens_noun(stop):
                    return None
                if name == "as":
                    return None
                return name, stop
        return None

    def _side_of_owner(self, at: int) -> tuple[str, Noun, int] | None:
        """ "On Mia's left", "to its right": the side, whose it is, the end."""
        if self._low(at) not in ("on", "to", "at"):
            return None
        for stop in range(at + 1, min(at + 6, len(self.words) - 1)):
            low, side = self._low(stop), self._low(stop + 1)
            if side not in ("left", "right") or (
                self._noun_like(stop + 2) and self._low(stop + 2) not in ("side", "hand")
            ):
                continue
            end = stop + 2 + (self._low(stop + 2) == "side")
            if low in lexicon.POSSESSIVES and stop == at + 1:
                word = self.words[stop]
                who = lexicon.POSSESSIVES[low]
                return (
                    side,
                    Noun(
                        word.text, pronoun=who, plural=who == "they", start=word.start, end=word.end
                    ),
                    end,
                )
            if low.endswith(("'s", "s'")):
                start, noun = self._lead(at + 1)
                words = [self._low(n) for n in range(start, stop)] + [
                    low[:-2] if low.endswith("'s") else low[:-1]
                ]
                text = " ".join(word.text for word in self.words[at + 1 : stop + 1])
                if start == stop and self._is_name(stop):
                    return (
                        side,
                        Noun(
                            text,
                            name=self.words[stop].text[:-2],
                            start=self.words[stop].start,
                            end=self.words[stop].end,
                        ),
                        end,
                    )
                adjectives, head = self._split(words)
                return (
                    side,
                    replace(
                        noun,
                        text=text,
                        head=head,
                        adjectives=adjectives,
                        start=self.words[at + 1].start,
                        end=self.words[stop].end,
                    ),
                    end,
                )
        return None

    def _unknown(self, at: int, made: list[Chunk]) -> int:
        """A word of no list: an adverb, or after a noun a verb by its ending."""
        word, low = self.words[at], self.words[at].low
        last = made[-1] if made else None
        if self._adverb(low) or low in (
            "fast",
            "away",
            "up",
            "down",
            "off",
            "back",
            "again",
            "together",
            "alone",
            "very",
            "too",
        ):
            made.append(Chunk("how", low, start=word.start, end=word.end))
        elif (
            last
            and (
                last.kind in ("noun", "comma", "and", "how", "when")
                or (last.kind == "be" and low.endswith(("ing", "ed")))
            )
            and low.endswith(("s", "ed", "ing"))
            and len(low) > 3
        ):
            form = "ing" if low.endswith("ing") else "past" if low.endswith("ed") else "s"
            made.append(Chunk("verb", low, form, start=word.start, end=word.end, raw=low))
        return at + 1
