"""Bounds: where a noun phrase begins and where it ends."""

from __future__ import annotations

from collections.abc import Sequence

from storyboard import lexicon
from storyboard.breakdown import people, verbs
from storyboard.breakdown.fillers import DEGREES, NAMELESS
from storyboard.breakdown.leads import Leads
from storyboard.breakdown.phrases import Chunk, Noun
from storyboard.breakdown.spans import Skipped

_ENDS = (
    lexicon.DETERMINERS,
    lexicon.PRONOUNS,
    lexicon.POSSESSIVES,
    lexicon.AUXILIARIES,
    lexicon.CONJUNCTIONS,
    lexicon.SEQUENCE,
    lexicon.TOGETHER,
    lexicon.NEGATIONS,
    lexicon.listed(
        "who which there here away up down off again now still together alone than more also just "
        "both all named called i we you else too nor"
    ),
)

_ENDING = lexicon.listed("much more less where what why how whether either neither none")


class Bounds(Leads):
    """Tells which words go on with a noun phrase."""

    def _all_of(self, at: int) -> bool:
        """Whether "all" or "both" goes before a noun and is no pronoun of its own."""
        low, after = self._low(at), self._low(at + 1)
        if low != "all":
            return False
        return (
            after in lexicon.DETERMINERS
            or after in ("of", "over", "around")
            or self._noun_like(at + 1)
        )

    def _points(self, at: int) -> bool:
        """Whether "this" and "that" stand alone: "that makes the baby laugh"."""
        if self._low(at) not in ("this", "that"):
            return False
        low = self._low(at + 1)
        deed = verbs.VERBS.get(low)
        points = deed is not None and deed[1] == "s" and not self._thing(low)
        return points or low in lexicon.AUXILIARIES

    def _bare_order(self, at: int) -> bool:
        """Whether a number of order names nobody: "the second in the middle and third on the
        left"."""
        return not self._noun_like(at + 1) and not self._adjective(self._low(at + 1))

    def _deed_like(self, at: int, made: Sequence[Chunk]) -> bool:
        """Whether a word in -s that names nothing to see is what the noun before it does: "a rat
        steps to the left"."""
        low, before = self._low(at), made[-1].noun
        alone = before is not None and before.count == 1 and not before.plural
        return low != lexicon.singular(low) and not self._thing(low) and alone

    def _thing(self, low: str) -> bool:
        """Whether a word or its singular names something or somebody to see."""
        one = lexicon.singular(low)
        return one in self.props.nouns or one in people.PEOPLE

    def _only_verb(self, low: str) -> bool:
        return low in verbs.VERBS and low not in verbs.NOUNLIKE

    def _degree(self, at: int) -> bool:
        """Whether a word only tells how much the next one holds: "an incredibly tall man"."""
        low, after = self._low(at), self._low(at + 1)
        return (
            (low in DEGREES or self._adverb(low))
            and self._adjective(after)
            and (after not in lexicon.COMPARED)
        )

    def _spanned(self, at: int, sure: bool) -> bool:
        """Whether a side or a time begins there; a bare "left" only after a whole phrase."""
        if at not in self.covered or isinstance(self.covered[at][0].what, Skipped):
            return False
        return sure or getattr(self.covered[at][0].what, "role", "") != "bare"

    def _goes_on(self, at: int, collected: list[str], sure: bool, noun: Noun) -> bool:
        """Whether the word at ``at`` belongs to the noun phrase."""
        if at >= len(self.words):
            return False
        word, low = self.words[at], self.words[at].low
        if not word.text[0].isalnum() or (low.isdigit() and collected):
            return False
        if any(low in table for table in _ENDS) or low in lexicon.COMPARED:
            return False
        if sure and low in ("opposite", "facing", "only"):
            return False
        if low in NAMELESS and (sure or low in _ENDING):
            return False
        if low in lexicon.PREPOSITIONS:
            shaped = low == "round" and noun.article and (not collected or self._noun_like(at + 1))
            if not shaped:
                return False
        if (low == "side" and self._low(at + 1) == "by") or (low in lexicon.NUMBERS and collected):
            return False
        together = at > 0 and word.shouted and self.words[at - 1].shouted and not self.loud
        if together and collected and low not in self.names and low not in verbs.VERBS:
            return True  # "a TIGHTROPE WALKER"
        if self._adverb(low) or (collected and sure and self._is_name(at)):
            return False
        if sure and low in ("present", "visible", "absent", "invisible", "first"):
            return False
        if low in verbs.VERBS:
            return self._verb_goes_on(at, collected, sure, noun)
        third = low.endswith("s") and not low.endswith("ss")
        alone = sure and third and noun.article == "a" and noun.count == 1
        if alone and not self._thing(low) and not low.endswith("us"):
            return False  # "a vessel steps to the right"
        if sure and third and not collected[-1].endswith("s") and not self._noun_like(at):
            # an unknown word in -s after a singular phrase: the deed ("a zorp glimbers")
            return bool(noun.plural) or self._verb_ahead(at + 1)
        return not (sure and low.endswith("ed"))

    def _verb_goes_on(self, at: int, collected: list[str], sure: bool, noun: Noun) -> bool:
        """Whether a word that may be a deed names a thing here."""
        low = self._low(at)
        form, thing = verbs.VERBS[low][1], self._thing(low)
        if not collected:
            led = noun.article or noun.owner or noun.count > 1
            return bool(led) or thing or low in verbs.NOUNLIKE
        if not sure:
            described = form == "ing" or (form == "past" and self._noun_like(at + 1))
            return thing or low in verbs.NOUNLIKE or described
        # "the toy boat": a thing after a thing; but "the girl ducks" is a deed
        if not thing or form != "base" or noun.plural or self._plural_like(collected[-1]):
            return False
        return noun.article in ("a", "the", "another")
