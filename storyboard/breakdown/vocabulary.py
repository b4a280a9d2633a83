"""What the words of a sentence may be: names, nouns, verbs, adverbs, openings."""

from __future__ import annotations

import re

from storyboard import lexicon
from storyboard.breakdown import people, verbs
from storyboard.breakdown.phrases import Chunk
from storyboard.breakdown.props import Props, props
from storyboard.breakdown.sentences import Sentence
from storyboard.breakdown.spans import Span, spans
from storyboard.inflection import forms

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

_LIKENING = lexicon.listed("as of the twice half three much exactly equally equal less")
_LIKENESS = re.compile(
    r"(?:of |exactly |roughly |about )*"
    r"(?P<times>(?:twice|half|three times|several times) )?(?:much )?"
    r"(?:(?:as|equally) (?:big|large|tall|high|(?P<small>small|tiny|short))(?P<than> as)?|"
    r"the (?:same |equal )?(?:size|height)(?P<than2> as| of)?|equal size|equal in size|"
    r"less (?P<less>tall|big|large|high))(?= |$)"
)

# Verbs that mean something else with the word behind them
_MEANT = lexicon.told(
    "appear: turn up, show up, pop up, crop up, fade in; vanish: fade out, fade away; "
    "end: end up, wind up, finish up; start: set off, set out, start out, start off"
)
PHRASAL = {
    f"{form} {particle}": (meaning, name)
    for verb, particle, meaning in ((*said.split(), meaning) for said, meaning in _MEANT.items())
    for form, name in {
        **forms(verb, []),
        **{form: name for form, (lemma, name) in verbs.VERBS.items() if lemma == verb},
    }.items()
}


_ADJECTIVE = ("ing", "ed", "ful", "ous", "ish", "less", "ive", "y", "al", "ic")


class Vocabulary:
    """Tells what the words of one sentence may be.

    ``names`` are the words of known names in lower case.
    """

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

    def _low(self, at: int) -> str:
        return self.words[at].low if at < len(self.words) else ""

    def _verb(self, at: int, base: bool = False) -> Chunk | None:
        if at >= len(self.words):
            return None
        word = self.words[at]
        found = PHRASAL.get(f"{word.low} {self._low(at + 1)}") or verbs.VERBS.get(word.low)
        if not found or (base and found[1] != "base"):
            return None
        return Chunk("verb", *found, start=word.start, end=word.end, raw=word.low)

    def _adverb(self, low: str) -> bool:
        return (
            low.endswith("ly")
            and low not in _LY_ADJECTIVES
            and low not in _LY_NOUNS
            and low not in self.props.nouns
        )

    def _adjective(self, low: str) -> bool:
        tables = (
            self.props.colours,
            lexicon.SIZES,
            lexicon.AGES,
            lexicon.ADJECTIVES,
            lexicon.BUILDS,
            verbs.VERBS,
            _LY_ADJECTIVES,
        )
        if low.endswith("est") and self._most(low):
            return True
        return any(low in table for table in tables) or low.endswith(_ADJECTIVE) or "-" in low

    def _most(self, low: str) -> bool:
        """Whether a word is an adjective at its most: "smallest", "biggest", "happiest"."""
        base = low.removesuffix("est")
        tables = (lexicon.SIZES, lexicon.AGES, lexicon.ADJECTIVES, lexicon.BUILDS)
        forms = (base, base + "e", base[:-1], base[:-1] + "y")
        return any(form in table for form in forms for table in tables)

    def _noun_like(self, at: int) -> bool:
        """Whether the word there is a known noun or goes before one."""
        if at >= len(self.words):
            return False
        low = self.words[at].low
        one = lexicon.singular(low)
        nouns = (self.props.nouns, people.PEOPLE, lexicon.NOT_SUBJECTS, lexicon.BODY)
        before = (self.props.colours, lexicon.SIZES, lexicon.ADJECTIVES)
        return any(one in table for table in nouns) or any(low in table for table in before)

    def _opens_noun(self, at: int, bare: bool = True) -> bool:
        """Whether a noun phrase begins there; ``bare``: it may do so without an article."""
        if at >= len(self.words):
            return False
        low = self.words[at].low
        openers = (lexicon.DETERMINERS, lexicon.POSSESSIVES, lexicon.PRONOUNS, lexicon.NUMBERS)
        if any(low in table for table in openers) or self._is_name(at):
            return True
        return bare and self._noun_like(at)

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
            word.capital or self.loud or word.text[0].isupper() == word.text[0].islower()
        ):
            return True
        if self.loud:
            return False
        if word.shouted:
            return (
                low not in self.props.colours
                and low not in lexicon.ADJECTIVES
                and not (low in verbs.VERBS and low not in verbs.NOUNLIKE)
            )
        if not word.capital:
            return False
        if low in lexicon.FEMALE or low in lexicon.MALE:
            return not (at == 0 and low in verbs.VERBS and not self._verb(1))
        if at == 0 or self.words[at - 1].text in '"“”‘.!?:':
            if self._noun_like(at) or low in verbs.VERBS or low.endswith(("ly", "ing")):
                return False
            if self._is_described(at):
                return True
            after = self._verb(at + 1)
            return (bool(after and after.form in ("s", "past")) and not low.endswith("s")) or (
                self._low(at + 1) in ("is", "was", "and") and not self._plural_like(low)
            )
        return low not in lexicon.ADJECTIVES

    def _is_described(self, at: int) -> bool:
        """Whether a sentence begins with a word and what it is: "Zelda, a nurse, sits"."""
        low = self.words[at].low
        if low in lexicon.NOT_SUBJECTS or low in lexicon.DAYTIMES or self._plural_like(low):
            return False
        if self._low(at + 1) != "," or self._low(at + 2) not in ("a", "an"):
            return False
        return any(self._low(n) == "," for n in range(at + 4, at + 12))

    def _plural_like(self, low: str) -> bool:
        return low.endswith("s") and lexicon.singular(low) != low

    def _finite(self, at: int) -> bool:
        """Whether the words at an index can only go on with a verb or with nothing."""
        low = self._low(at)
        verb = verbs.VERBS.get(low)
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
        verb = verbs.VERBS.get(low)
        return (
            not (verb and low not in verbs.NOUNLIKE and not self._noun_like(at))
            or low in lexicon.BODY
        )

    def _verb_ahead(self, at: int) -> bool:
        for ahead in range(at, min(at + 6, len(self.words))):
            low = self.words[ahead].low
            if not self.words[ahead].text[0].isalnum() or ahead in self.covered:
                return False
            found = verbs.VERBS.get(low)
            if (found and found[1] in ("s", "base", "past")) or low in ("is", "are", "was"):
                return True
        return False

    def _likeness(self, at: int) -> tuple[str, bool, int] | None:
        """ "As big as", "the same size": which comparison, whether its noun follows, the end."""
        if self.words[at].low not in _LIKENING:
            return None
        match = _LIKENESS.match(" ".join(word.low for word in self.words[at : at + 7]))
        if not match:
            return None
        times = match.group("times") or ""
        than = bool(match.group("than") or match.group("than2"))
        if match.group("less") or times.startswith("half") or (times and match.group("small")):
            name = "smaller"
        elif times:
            name = "bigger"
        elif match.group("than") or "same" in match.group() or "equal" in match.group():
            name = "same"
        else:
            return None  # "the size"
        return name, than, at + len(match.group().split())
