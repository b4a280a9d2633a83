"""Leads: what goes before a noun - articles, numbers, ordinals, "two of the"."""

from __future__ import annotations

from dataclasses import replace

from storyboard import lexicon
from storyboard.breakdown.phrases import Article, Noun
from storyboard.breakdown.vocabulary import Vocabulary

_ARTICLES = lexicon.told(
    "a: a, an, any, such; another: another; other: other; each: each, every; no: no"
)

# Who of a group is meant by "the eldest", "the last": from the front or from the end
_RANKS = {
    **dict.fromkeys(("eldest", "oldest", "tallest", "biggest", "largest", "leader"), 1),
    **dict.fromkeys(("youngest", "smallest", "shortest", "last", "littlest"), -1),
}
_LARGE = lexicon.listed("great good large small whole entire huge")


class Leads(Vocabulary):
    """Reads the words before a noun."""

    def _lead(self, at: int) -> tuple[int, Noun]:
        """Article, number, ordinal before the noun; the index after them."""
        noun, start = Noun(), at
        if self._low(start) in ("all", "both"):
            noun = replace(noun, article="the", plural=True, count=0)
            start += 2 if self._low(start + 1) == "of" else 1
        if self._low(start) in lexicon.DETERMINERS:
            start, noun = self._article(start, noun)
            if noun.pronoun:
                return start, noun
        low = self._low(start)
        amount = lexicon.NUMBERS.get(self._low(start + 1), 0)
        if noun.article and low in _LARGE and amount and (
            self._low(start + 1) == "many" or self._low(start + 2) == "of"
        ):  # fmt: skip
            start += 1  # "a great many ants", "a whole herd of sheep"
            low = self._low(start)
        order = _RANKS.get(low, lexicon.ORDINALS.get(low, 0))
        deed = self._verb(start + 1)
        if order and noun.article == "the" and deed and deed.form in ("s", "past") and (
            not self._noun_like(start + 1)
        ):  # fmt: skip
            return start + 1, replace(noun, pronoun="they", part=True, ordinal=order)
        if low in lexicon.ORDINALS and noun.article:
            noun = replace(noun, ordinal=lexicon.ORDINALS[low])
            start += 1
            low = self._low(start)
        number = int(low) if low.isdigit() and len(low) <= 2 else lexicon.NUMBERS.get(low, 0)
        if not number:
            return start, noun
        openers = (lexicon.DETERMINERS, lexicon.PRONOUNS, lexicon.POSSESSIVES)
        whole = low.isdigit() or low in lexicon.GROUPS or self._low(start + 1) != "of"
        if whole or any(self._low(start + 2) in table for table in openers):
            return self._number(start, noun, number)
        return start, noun

    def _article(self, at: int, noun: Noun) -> tuple[int, Noun]:
        """The article there, and "other" after it."""
        low = self._low(at)
        article: Article = _ARTICLES.get(low, "the")  # type: ignore[assignment]
        noun = replace(noun, article=article)
        if low in ("these", "those"):
            noun = replace(noun, plural=True, count=0)
        if low == "no" and self._low(at + 1) == "more":
            return at + 2, noun
        if self._low(at + 1) not in ("other", "others"):
            return at + 1, noun
        noun = replace(noun, article="another" if article == "a" else "other")
        if self._low(at + 1) == "others":
            noun = replace(noun, plural=True, count=0, pronoun="other")
        return at + 2, noun

    def _number(self, at: int, noun: Noun, number: int) -> tuple[int, Noun]:
        """A number, and what it is a number of: "two of the", "a pair of", "three more"."""
        low = self._low(at)
        group = low in lexicon.GROUPS
        if group and self._low(at + 1) != "of":
            deed = self._verb(at + 1)
            many = self._plural_like(self._low(at + 1)) and not deed
            if low in ("dozen", "couple") and (
                many or (self._noun_like(at + 1) and not (deed and deed.form == "s"))
            ):
                return at + 1, replace(noun, count=number, plural=True)
            return at, noun
        noun = replace(noun, count=number, plural=number > 1)
        if low == "one" and not noun.article:
            noun = replace(noun, article="a")
        at += 1
        if self._low(at) == "more":
            noun = replace(noun, article="another")
            at += 1
        if self._low(at) != "of":
            return at, noun
        at += 1
        after = self._low(at)
        if after in ("them", "us", "you", "these", "those"):
            return at + 1, replace(noun, pronoun="they", part=True)
        if after in lexicon.DETERMINERS or after in lexicon.POSSESSIVES:
            noun = replace(noun, part=not group, article=noun.article if group else "the")
            at += 1
        inner = lexicon.NUMBERS.get(self._low(at), 0)
        if inner:
            count = number if noun.part else inner
            return at + 1, replace(noun, count=count, plural=inner > 1 or noun.part)
        return at, noun
