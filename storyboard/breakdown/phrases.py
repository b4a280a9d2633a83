"""Noun phrases and the other chunks of a sentence, found with word lists and the shapes of words."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

from storyboard import lexicon
from storyboard.breakdown.props import Props, props
from storyboard.breakdown.sentences import Sentence
from storyboard.breakdown.spans import Skipped, Span, spans

Article = Literal["", "a", "the", "another", "other", "each", "no", "one"]


@dataclass(frozen=True, slots=True)
class Noun:
    """A noun phrase.

    ``head`` is the singular noun; ``name`` a proper name; ``pronoun`` he, she, it, they, all,
    other or another.

    ``count`` is 0 when only "more than one" is known. ``owner`` is a name or a pronoun. ``part``
    picks from a group ("one of the birds"); ``ordinal`` numbers within it ("the second bird").
    """

    text: str = ""
    head: str = ""
    name: str = ""
    pronoun: str = ""
    article: Article = ""
    count: int = 1
    plural: bool = False
    adjectives: tuple[str, ...] = ()
    owner: str = ""
    part: bool = False
    ordinal: int = 0
    shouted: bool = False
    start: int = 0
    end: int = 0

    @property
    def known(self) -> bool:
        """Whether it may be someone or something to see (not a pronoun)."""
        return bool(self.head or self.name)


ChunkKind = Literal[
    "noun", "verb", "rel", "side", "when", "and", "comma", "then", "while", "be", "not", "how", "that", "there", "to",
    "more", "stop", "or",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Chunk:
    """A piece of a sentence.

    ``word`` is a verb's lemma, a relation's name, an adverb; ``form`` the verb's form.
    """

    kind: ChunkKind
    word: str = ""
    form: str = ""
    noun: Noun | None = None
    what: object = None
    start: int = 0
    end: int = 0
    raw: str = ""


def _tree() -> dict[str, list[tuple[tuple[str, ...], str]]]:
    tree: dict[str, list[tuple[tuple[str, ...], str]]] = {}
    for phrase, name in lexicon.RELATIONS.items():
        words = tuple(phrase.split())
        tree.setdefault(words[0], []).append((words, name))
    for entries in tree.values():
        entries.sort(key=lambda entry: -len(entry[0]))
    return tree


_RELATIONS = _tree()
_LIKENESS = re.compile(
    r"(?:of |exactly |roughly |about )*(?P<times>(?:twice|half|three times|several times) )?(?:much )?"
    r"(?:(?:as|equally) (?:big|large|tall|high|(?P<small>small|tiny|short))(?P<than> as)?|the (?:same |equal )?(?:size|height)(?P<than2> as| of)?|equal size|equal in size)(?= |$)"
)
_HOWS = lexicon.listed(
    "here away back again fast together alone very too now still home along aside forward "
    "backward backwards"
)
_LY_NOUNS = lexicon.listed(
    "family butterfly fly jelly lily belly bully monopoly assembly dragonfly firefly ally"
)
_LY_ADJECTIVES = lexicon.listed(
    "lovely friendly silly lonely elderly woolly curly early ugly holy lively wooly daily jolly "
    "only"
)
_NOT_NAMES = lexicon.listed(
    "i the a an and but or so as in on at to of we he she it they you his her its their this "
    "that there then now when while suddenly slowly finally first next later meanwhile inside "
    "outside above below behind beside near close wide angle int ext day night morning evening "
    "continuous o.s v.o pov tv ok no yes after before from with without into over under across "
    "through all both each every one two three four five six seven eight nine ten everyone "
    "everybody nobody monday tuesday wednesday thursday friday saturday sunday january february "
    "march april june july august september october november december christmas easter god "
    "still again just only even once soon today tomorrow yesterday if for by up down out off "
    "back cut fade end title super not what who why how where along around between during "
    "somewhere everything nothing something another other others somebody someone music sound "
    "silence"
)


class Chunker:
    """Cuts one sentence into chunks. ``names`` are the words of known names in lower case."""

    def __init__(self, sentence: Sentence, names: frozenset[str]) -> None:
        self.sentence = sentence
        self.words = sentence.words
        self.names = names
        self.props: Props = props()
        letters = [word for word in self.words if word.text[0].isalpha()]
        shouted = sum(word.shouted for word in letters)
        self.loud = len(letters) > 3 and shouted > 0.7 * len(letters)
        self.covered = self._cover()

    def _cover(self) -> dict[int, tuple[Span, int]]:
        """First word of each span -> the span and the word after it."""
        low, starts = [], []
        at = 0
        for word in self.words:
            starts.append(at)
            low.append(word.low)
            at += len(word.low) + 1
        found: dict[int, tuple[Span, int]] = {}
        text = " ".join(low)
        for span in spans(text):
            inside = [
                n
                for n, start in enumerate(starts)
                if start < span.end and start + len(low[n]) > span.start
            ]
            if inside:
                found[inside[0]] = (span, inside[-1] + 1)
        return found

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
        if not word.text[0].isalnum():
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
        small = self._small(at, made)
        if small:
            made.append(small)
            return at + 1
        if low == "first" and not self._noun_like(at + 1):
            made.append(Chunk("then", low, start=word.start, end=word.end))
            return at + 1
        if low == "side" and self._low(at + 1) == "by" and self._low(at + 2) == "side":
            made.append(Chunk("how", "together", start=word.start, end=self.words[at + 2].end))
            return at + 3
        if low in _HOWS and not (low in ("up", "down", "off") and self._opens_noun(at + 1)):
            made.append(Chunk("how", low, start=word.start, end=word.end))
            return at + 1
        if low in lexicon.SEQUENCE and not (low == "next" and self._low(at + 1) == "to"):
            made.append(Chunk("then", low, start=word.start, end=word.end))
            return at + 1
        noun = self._noun_phrase(at, made)
        if noun:
            phrase, stop = noun
            made.append(Chunk("noun", noun=phrase, start=word.start, end=self.words[stop - 1].end))
            return stop
        verb = self._verb(at)
        if verb:
            made.append(verb)
            return at + 1
        return self._unknown(at, made)

    # -- words that stand alone

    def _span(self, span: Span, at: int, stop: int, made: list[Chunk]) -> int:
        word = self.words[at]
        if isinstance(span.what, Skipped):
            made.append(Chunk("stop", "framing", start=word.start, end=self.words[stop - 1].end))
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
                or before.kind not in ("verb", "how", "side", "be", "and", "then", "to")
                or text in ("top", "bottom", "middle")
            ):
                return stop if text == "right" else max(at + 1, self._loose(at, made))
        kind: ChunkKind = "side" if role else "when"
        made.append(Chunk(kind, what=span.what, start=word.start, end=self.words[stop - 1].end))
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
        if low in ("and", "but", "plus", "or"):
            return Chunk("and", low, start=word.start, end=word.end)
        if low in lexicon.TOGETHER and not (
            low == "as"
            and self._opens_noun(at + 1)
            and made
            and made[-1].kind == "verb"
            and made[-1].word == "dress"
        ):
            return Chunk("while", low, start=word.start, end=word.end)
        if low in lexicon.NEGATIONS and not (low == "no" and self._noun_like(at + 1)):
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

    def _likeness(self, at: int) -> tuple[str, bool, int] | None:
        """ "as big as", "the same size as", "twice the size of": the comparison, whether its noun
        follows, the end."""
        if self.words[at].low not in (
            "as",
            "of",
            "the",
            "twice",
            "half",
            "three",
            "much",
            "exactly",
            "equally",
            "equal",
        ):
            return None
        text = " ".join(word.low for word in self.words[at : at + 7])
        match = _LIKENESS.match(text)
        if not match:
            return None
        if match.group("times"):
            name = (
                "smaller"
                if match.group("times").startswith("half") or match.group("small")
                else "bigger"
            )
        else:
            name = "same"
        if (
            name == "same"
            and "same" not in match.group()
            and "equal" not in match.group()
            and not match.group("than")
        ):
            return None
        return (
            name,
            bool(match.group("than") or match.group("than2")),
            at + len(match.group().split()),
        )

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

    def _verb(self, at: int, base: bool = False) -> Chunk | None:
        if at >= len(self.words):
            return None
        word = self.words[at]
        found = lexicon.VERBS.get(word.low)
        if not found or (base and found[1] != "base"):
            return None
        return Chunk("verb", found[0], found[1], start=word.start, end=word.end, raw=word.low)

    def _unknown(self, at: int, made: list[Chunk]) -> int:
        """A word of no list: an adverb, a verb by its ending after a noun, else a noun of its own."""
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
                last.kind in ("noun", "comma", "and", "how")
                or (last.kind == "be" and low.endswith("ing"))
            )
            and low.endswith(("s", "ed", "ing"))
            and len(low) > 3
        ):
            form = "ing" if low.endswith("ing") else "past" if low.endswith("ed") else "s"
            made.append(Chunk("verb", low, form, start=word.start, end=word.end, raw=low))
        return at + 1

    # -- noun phrases

    def _low(self, at: int) -> str:
        return self.words[at].low if at < len(self.words) else ""

    def _opens_noun(self, at: int, bare: bool = True) -> bool:
        if at >= len(self.words):
            return False
        low = self.words[at].low
        return (
            low in lexicon.DETERMINERS or low in lexicon.POSSESSIVES or low in lexicon.PRONOUNS or low in lexicon.NUMBERS
            or self._is_name(at) or (bare and self._noun_like(at))
        )  # fmt: skip

    def _adverb(self, low: str) -> bool:
        return (
            low.endswith("ly")
            and low not in _LY_ADJECTIVES
            and low not in _LY_NOUNS
            and low not in self.props.nouns
        )

    def _noun_like(self, at: int) -> bool:
        if at >= len(self.words):
            return False
        low = self.words[at].low
        one = lexicon.singular(low)
        return (
            one in self.props.nouns or one in lexicon.PEOPLE or low in self.props.colours or low in lexicon.SIZES or low in lexicon.ADJECTIVES
            or one in lexicon.NOT_SUBJECTS or one in lexicon.BODY
        )  # fmt: skip

    def _is_name(self, at: int) -> bool:
        """Whether the word there is a proper name: known, shouted, or a capital inside the
        sentence."""
        if at >= len(self.words):
            return False
        word = self.words[at]
        low = word.low[:-2] if word.low.endswith("'s") else word.low
        if not word.text[0].isalpha() or low in _NOT_NAMES:
            return False
        if low in self.names and (
            word.capital or self.loud or not word.text[0].isupper() != word.text[0].islower()
        ):
            return True
        if self.loud:
            return False
        if word.shouted:
            return (
                low not in self.props.colours
                and low not in lexicon.ADJECTIVES
                and not (low in lexicon.VERBS and low not in lexicon.NOUNLIKE)
            )
        if not word.capital:
            return False
        if low in lexicon.FEMALE or low in lexicon.MALE:
            return not (at == 0 and low in lexicon.VERBS and not self._verb(1))
        if at == 0 or self.words[at - 1].text in '"“”‘.!?:':
            if (
                self._noun_like(at)
                or low in lexicon.VERBS
                or low.endswith("ly")
                or low.endswith("ing")
            ):
                return False
            after = self._verb(at + 1)
            return (bool(after and after.form in ("s", "past")) and not low.endswith("s")) or (
                self._low(at + 1) in ("is", "was", "and") and not self._plural_like(low)
            )
        return low not in lexicon.ADJECTIVES

    def _plural_like(self, low: str) -> bool:
        return low.endswith("s") and lexicon.singular(low) != low

    def _noun_phrase(self, at: int, made: Sequence[Chunk]) -> tuple[Noun, int] | None:
        word, low = self.words[at], self.words[at].low
        after = self._low(at + 1)
        if low in lexicon.PRONOUNS and not (
            low == "all"
            and (
                after in lexicon.DETERMINERS
                or self._noun_like(at + 1)
                or after in ("of", "over", "around")
            )
        ):
            if low == "both" and (
                after in lexicon.DETERMINERS or self._noun_like(at + 1) or after == "of"
            ):
                return self._both(at)
            number = 2 if low == "both" else 0
            plural = lexicon.PRONOUNS[low] in ("they", "all")
            return Noun(
                word.text,
                pronoun=lexicon.PRONOUNS[low],
                count=number if plural else 1,
                plural=plural,
                start=word.start,
                end=word.end,
            ), at + 1
        if low in lexicon.POSSESSIVES and low != "her":
            return self._after(at, at + 1, Noun(owner=lexicon.POSSESSIVES[low], article="the"))
        if low == "her":
            if self._opens_object(at + 1):
                return self._after(at, at + 1, Noun(owner="she", article="the"))
            return Noun(word.text, pronoun="she", start=word.start, end=word.end), at + 1
        if self._is_name(at) or (low in lexicon.TITLES and word.capital and self._is_name(at + 1)):
            return self._named(at)
        start, noun = self._lead(at)
        if noun.pronoun:
            return replace(
                noun,
                text=" ".join(w.text for w in self.words[at:start]),
                start=word.start,
                end=self.words[start - 1].end,
            ), start
        if start > at and noun.article in ("other", "another") and self._finite(start):
            return replace(
                noun,
                text=word.text,
                pronoun=noun.article,
                start=word.start,
                end=self.words[start - 1].end,
            ), start
        if start > at:
            found = self._after(at, start, noun)
            if found:
                return found
            if noun.article in ("the", "a") and not noun.count > 1:
                return None
            return replace(
                noun,
                text=word.text,
                pronoun="they" if noun.count > 1 else "",
                start=word.start,
                end=self.words[start - 1].end,
            ), start
        if self._noun_like(at) and not (
            low in lexicon.VERBS
            and low not in lexicon.NOUNLIKE
            and made
            and made[-1].kind == "noun"
        ):
            verb = lexicon.VERBS.get(low)
            if (
                verb
                and made
                and made[-1].kind in ("noun", "that", "and", "comma", "then", "how", "to", "be")
                and not self._plain_subject(at)
            ):
                return None
            return self._after(at, at, Noun())
        if not made or made[-1].kind in (
            "rel",
            "and",
            "comma",
            "stop",
            "verb",
            "then",
            "while",
            "there",
            "be",
        ):
            if (
                low in lexicon.VERBS
                or low in lexicon.PREPOSITIONS
                or self._adverb(low)
                or not word.text[0].isalnum()
            ):
                return None
            if low in (
                "away",
                "up",
                "down",
                "off",
                "back",
                "again",
                "fast",
                "together",
                "alone",
                "here",
                "very",
                "too",
                "now",
                "still",
                "out",
                "in",
            ):
                return None
            if low.endswith(("ed", "ing")) and made and made[-1].kind in ("and", "comma", "be"):
                return None
            return self._after(at, at, Noun())
        return None

    def _finite(self, at: int) -> bool:
        """Whether the words at an index can only go on with a verb or with nothing."""
        low = self._low(at)
        verb = lexicon.VERBS.get(low)
        if verb and verb[1] in ("s", "past") and lexicon.singular(low) not in self.props.nouns:
            return True
        return (
            not low
            or not low[0].isalnum()
            or low in lexicon.AUXILIARIES
            or low in lexicon.PREPOSITIONS
            or low in lexicon.CONJUNCTIONS
            or self._adverb(low)
        )

    def _plain_subject(self, at: int) -> bool:
        """Whether a word that may be a verb begins a noun phrase here: a verb follows it."""
        return self._verb(at + 1) is not None or self._low(at + 1) in ("is", "are")

    def _opens_object(self, at: int) -> bool:
        """Whether a possessive can own what follows."""
        if at >= len(self.words) or not self.words[at].text[0].isalnum():
            return False
        low = self.words[at].low
        if (
            low in lexicon.PREPOSITIONS
            or low in lexicon.CONJUNCTIONS
            or low in lexicon.DETERMINERS
            or low in lexicon.AUXILIARIES
        ):
            return False
        if low in lexicon.SEQUENCE or low in lexicon.TOGETHER or self._adverb(low):
            return False
        verb = lexicon.VERBS.get(low)
        return (
            not (verb and low not in lexicon.NOUNLIKE and not self._noun_like(at))
            or low in lexicon.BODY
        )

    def _both(self, at: int) -> tuple[Noun, int] | None:
        start = at + 1
        if self._low(start) == "of":
            start += 1
        if self._low(start) in lexicon.DETERMINERS:
            start += 1
        if self._low(start) in ("them", "us", "you"):
            return Noun(
                "both",
                pronoun="they",
                count=2,
                plural=True,
                start=self.words[at].start,
                end=self.words[start].end,
            ), start + 1
        return self._after(at, start, Noun(article="the", count=2, plural=True))

    def _lead(self, at: int) -> tuple[int, Noun]:
        """Article, number, ordinal before the noun; the index after them."""
        noun = Noun()
        start = at
        low = self._low(start)
        if low in ("all", "both"):
            noun = replace(noun, article="the", plural=True, count=0)
            start += 1
            if self._low(start) == "of":
                start += 1
            low = self._low(start)
        if low in lexicon.DETERMINERS:
            article: Article = {
                "a": "a",
                "an": "a",
                "another": "another",
                "other": "other",
                "each": "each",
                "every": "each",
                "no": "no",
                "any": "a",
                "such": "a",
            }.get(low, "the")  # type: ignore[assignment]
            noun = replace(noun, article=article)
            if low in ("these", "those"):
                noun = replace(noun, plural=True, count=0)
            start += 1
            if self._low(start) in ("other", "others"):
                many = self._low(start) == "others"
                noun = replace(
                    noun,
                    article="another" if article == "a" else "other",
                    plural=many,
                    count=0 if many else 1,
                )
                start += 1
                if many:
                    return start, replace(noun, pronoun="other")
        low = self._low(start)
        if low in lexicon.ORDINALS and noun.article:
            noun = replace(noun, ordinal=lexicon.ORDINALS[low])
            start += 1
            low = self._low(start)
        number = int(low) if low.isdigit() and len(low) <= 2 else lexicon.NUMBERS.get(low, 0)
        if number and (
            low.isdigit()
            or self._low(start + 1) not in ("of",)
            or low in lexicon.GROUPS
            or self._low(start + 2)
            in (*lexicon.DETERMINERS, *lexicon.PRONOUNS, *lexicon.POSSESSIVES)
        ):
            if low in lexicon.GROUPS and self._low(start + 1) != "of":
                if low in ("dozen", "couple") and self._noun_like(start + 1):
                    return start + 1, replace(noun, count=number, plural=True)
                return start, noun
            noun = replace(noun, count=number, plural=number > 1)
            start += 1
            if self._low(start) == "more":
                noun = replace(noun, article="another")
                start += 1
            if self._low(start) == "of":
                start += 1
                if self._low(start) in ("them", "us", "you", "these", "those"):
                    return start + 1, replace(noun, pronoun="they", part=True)
                if (
                    self._low(start) in lexicon.DETERMINERS
                    or self._low(start) in lexicon.POSSESSIVES
                ):
                    noun = replace(
                        noun,
                        part=low not in lexicon.GROUPS,
                        article="the" if low not in lexicon.GROUPS else noun.article,
                    )
                    start += 1
                inner = lexicon.NUMBERS.get(self._low(start), 0)
                if inner:
                    noun = replace(
                        noun,
                        count=inner if not noun.part else number,
                        plural=inner > 1 or noun.part,
                    )
                    start += 1
        return start, noun

    def _named(self, at: int) -> tuple[Noun, int]:
        """A proper name, with its title, possibly an owner: "Mr. Fox", "OLD TOM", "Mia's dog"."""
        stop = at
        parts: list[str] = []
        shouted = self.words[at].shouted
        while stop < len(self.words):
            word = self.words[stop]
            title = (
                word.low in lexicon.TITLES
                and word.capital
                and self._is_name(stop + (2 if self._low(stop + 1) == "." else 1))
            )
            if word.text == "." and parts and parts[-1].lower() in lexicon.TITLES:
                stop += 1
                continue
            if not title and not (self._is_name(stop) and (stop == at or word.capital)):
                break
            if (
                stop > at
                and self.words[stop].shouted != shouted
                and parts[-1].lower() not in lexicon.TITLES
            ):
                break
            text = word.text
            if word.low.endswith("'s"):
                parts.append(text[:-2])
                found = self._after(at, stop + 1, Noun(owner=" ".join(parts), article="the"))
                if found:
                    return found
                stop += 1
                break
            parts.append(text)
            stop += 1
        stop = max(stop, at + 1)
        name = " ".join(parts) or self.words[at].text
        low = name.lower()
        one = " ".join([*low.split()[:-1], lexicon.singular(low.split()[-1])])
        if shouted and low not in self.names and (self.props.kind(one) or self.props.person(one)):
            kind = self._split(low.split())
            many = low.split()[-1] != lexicon.singular(low.split()[-1])
            return Noun(name, head=kind[1], adjectives=kind[0], article="the", shouted=True, plural=many, count=0 if many else 1,
                        start=self.words[at].start, end=self.words[stop - 1].end), stop  # fmt: skip
        return Noun(
            name,
            name=name,
            shouted=shouted,
            start=self.words[at].start,
            end=self.words[stop - 1].end,
        ), stop

    def _split(self, words: Sequence[str]) -> tuple[tuple[str, ...], str]:
        """Adjectives and the head noun; a puppet's name of two words ("old man") is one head."""
        words = [*words[:-1], lexicon.singular(words[-1])]
        for start in range(max(0, len(words) - 3), len(words)):
            phrase = " ".join(words[start:])
            if phrase in self.props.nouns and start < len(words) - 1:
                hues = [word for word in words[start:-1] if word in self.props.colours]
                return (*words[:start], *hues), phrase
        if len(words) > 1 and not self._adjective(words[-2]):
            return tuple(words[:-2]), " ".join(words[-2:])
        return tuple(words[:-1]), words[-1]

    def _adjective(self, low: str) -> bool:
        return (
            low in self.props.colours or low in lexicon.SIZES or low in lexicon.AGES or low in lexicon.ADJECTIVES or low in lexicon.BUILDS
            or low in _LY_ADJECTIVES or low.endswith(("ing", "ed", "ful", "ous", "ish", "less", "ive", "y", "al", "ic"))
            or low in lexicon.VERBS or "-" in low
        )  # fmt: skip

    def _after(self, at: int, start: int, noun: Noun) -> tuple[Noun, int] | None:
        """The adjectives and the head from ``start`` on; None when no noun stands there."""
        collected: list[str] = []
        sure = False  # a real noun is among the collected words
        stop = start
        while stop < len(self.words) and len(collected) < 6:
            word, low = self.words[stop], self.words[stop].low
            if stop in self.covered and not isinstance(self.covered[stop][0].what, Skipped):
                if getattr(self.covered[stop][0].what, "role", "") != "bare" or sure:
                    break
            if (
                low == ","
                and collected
                and not sure
                and self._adjective(collected[-1])
                and self._low(stop + 1) not in lexicon.DETERMINERS
                and not self._is_name(stop + 1)
            ):
                stop += 1
                continue
            if (
                low == "and"
                and collected
                and not sure
                and self._adjective(collected[-1])
                and self._adjective(self._low(stop + 1))
            ):
                stop += 1
                continue
            if not self._goes_on(stop, collected, sure, noun):
                break
            owner = low.endswith("'s") or low.endswith("s'")
            collected.append(low[:-2] if low.endswith("'s") else low.rstrip("'"))
            stop += 1
            one = lexicon.singular(collected[-1])
            if owner:
                adjectives, head = self._split(collected)
                return self._after(
                    at, stop, Noun(owner="the " + " ".join([*adjectives, head]), article="the")
                )
            phrase = " ".join([*collected[-2:-1], one])
            if (
                one in self.props.nouns
                or phrase in self.props.nouns
                or one in lexicon.PEOPLE
                or one in lexicon.NOT_SUBJECTS
            ):
                if not (collected[-1] in self.props.colours and self._noun_like(stop)):
                    sure = True
            elif not self._adjective(collected[-1]):
                sure = True
        if not collected:
            return None
        return self._headed(at, stop, collected, noun)

    def _goes_on(self, at: int, collected: list[str], sure: bool, noun: Noun) -> bool:
        """Whether the word at ``at`` belongs to the noun phrase."""
        word, low = self.words[at], self.words[at].low
        if not word.text[0].isalnum() or (low.isdigit() and collected):
            return False
        if (
            low in lexicon.PREPOSITIONS
            or low in lexicon.DETERMINERS
            or low in lexicon.PRONOUNS
            or low in lexicon.POSSESSIVES
        ):
            return False
        if (
            low in lexicon.AUXILIARIES
            or low in lexicon.CONJUNCTIONS
            or low in lexicon.SEQUENCE
            or low in lexicon.TOGETHER
        ):
            return False
        if low in (
            "who",
            "which",
            "there",
            "here",
            "away",
            "up",
            "down",
            "off",
            "again",
            "now",
            "still",
            "together",
            "alone",
            "than",
            "more",
            "also",
            "just",
            "both",
            "all",
            "named",
            "called",
            "i",
            "we",
            "you",
            "else",
        ):
            return False
        if low == "side" and self._low(at + 1) == "by":
            return False
        if low in lexicon.COMPARED or (low in lexicon.NUMBERS and collected):
            return False
        if self._adverb(low):
            return False
        if collected and self._is_name(at) and sure:
            return False
        verb = lexicon.VERBS.get(low)
        if verb:
            one = lexicon.singular(low)
            thing = one in self.props.nouns or one in lexicon.PEOPLE
            if not collected:
                return bool(
                    noun.article or noun.owner or noun.count > 1 or low in lexicon.NOUNLIKE or thing
                )
            if not sure:
                return (
                    thing
                    or low in lexicon.NOUNLIKE
                    or verb[1] == "ing"
                    or (verb[1] == "past" and self._noun_like(at + 1))
                )
            # "the toy boat", "the toy train": a thing after a thing; but "the girl ducks" is a deed
            return (
                thing
                and verb[1] == "base"
                and noun.article in ("a", "the", "another")
                and not noun.plural
                and not self._plural_like(collected[-1])
            )
        if (
            sure
            and not collected[-1].endswith("s")
            and low.endswith("s")
            and not low.endswith("ss")
            and lexicon.singular(low) not in self.props.nouns
        ):
            # an unknown word in -s after a whole singular phrase: the deed ("a zorp glimbers")
            return bool(noun.plural) or self._verb_ahead(at + 1)
        return not (sure and low.endswith("ed"))

    def _verb_ahead(self, at: int) -> bool:
        for ahead in range(at, min(at + 6, len(self.words))):
            low = self.words[ahead].low
            if not self.words[ahead].text[0].isalnum():
                return False
            found = lexicon.VERBS.get(low)
            if (found and found[1] in ("s", "base", "past")) or low in ("is", "are", "was"):
                return True
        return False

    def _headed(
        self, at: int, stop: int, collected: list[str], noun: Noun
    ) -> tuple[Noun, int] | None:
        """The finished phrase; a name that follows its noun is taken along ("her dog Biscuit")."""
        last = collected[-1]
        many = lexicon.singular(last) != last or (lexicon.plural(last) == last and noun.count > 1)
        adjectives, head = self._split(collected)
        if (
            self._low(stop) == "of"
            and head in lexicon.PICTURE | {"group", "edge", "foot", "roof", "rest", "leader"}
            and self._opens_noun(stop + 1)
        ):
            inner = self._noun_phrase(stop + 1, ())
            if inner:
                return replace(
                    inner[0],
                    start=self.words[at].start,
                    text=" ".join(word.text for word in self.words[at : inner[1]]),
                ), inner[1]
        if self._low(stop) == "of" and self._opens_noun(stop + 1) and not self._likeness(stop):
            inner = self._noun_phrase(stop + 1, ())
            stop = inner[1] if inner else stop
        plural = noun.plural or (
            many and noun.count in (0, 1) and noun.article not in ("a", "another", "each")
        )
        count = noun.count if noun.count != 1 or not plural else 0
        if noun.part:
            count, plural = noun.count, noun.count > 1
        name = ""
        if (
            self._low(stop) in ("named", "called")
            and stop + 1 < len(self.words)
            and self.words[stop + 1].capital
        ):
            found = self._named(stop + 1)
            name, stop = found[0].name or found[0].text, found[1]
        elif not plural and self._is_name(stop) and not noun.part:
            found = self._named(stop)
            if found[0].name and not found[0].owner:
                name, stop = found[0].name, found[1]
        text = " ".join(word.text for word in self.words[at:stop])
        loud = self.words[stop - 1].shouted and not self.loud
        made = replace(noun, text=text, head=head, name=name, adjectives=adjectives, count=count, plural=plural, shouted=loud,
                       start=self.words[at].start, end=self.words[stop - 1].end)  # fmt: skip
        return made, stop
