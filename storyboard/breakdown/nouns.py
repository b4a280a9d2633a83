"""Noun phrases, found with word lists and the shapes of words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from storyboard import lexicon
from storyboard.breakdown import people, verbs
from storyboard.breakdown.bounds import Bounds
from storyboard.breakdown.fillers import HEAPS, NAMELESS, ONTO
from storyboard.breakdown.phrases import Chunk, Noun

_BEFORE_VERBS = lexicon.listed("noun that and comma then how to be")
_BEFORE_NOUNS = lexicon.listed("rel and comma stop verb then while there be")
_ADVERBS = lexicon.listed(
    "away up down off back again fast together alone here very too now still out in soon "
    "already yet once twice always often sometimes almost nearly just even only quite rather "
    "maybe perhaps instead today tonight tomorrow anyway indeed also everywhere somewhere "
    "nowhere alas"
)
# "Most of the time": parts of what follows
_PARTS = lexicon.listed(
    "most none neither either plenty lots tons loads less more much many all half each enough any "
    "either both"
)


class Nouns(Bounds):
    """Finds the noun phrase that begins at a word."""

    def _noun_phrase(self, at: int, made: Sequence[Chunk]) -> tuple[Noun, int] | None:
        """The noun phrase that begins at a word, and the word after it; None when none does."""
        word, low = self.words[at], self.words[at].low
        if low == "others":
            others = Noun(word.text, pronoun="other", article="other", count=0, plural=True)
            return replace(others, start=word.start, end=word.end), at + 1
        part = self._part(at, made)
        if part:
            return part
        if low.rstrip("s").isdigit() and not low.isdigit():
            return None  # "in her 50s"
        if (
            low in NAMELESS
            or self._points(at)
            or (low in lexicon.ORDINALS and self._bare_order(at))
        ):
            return None
        if low == "all" and self._low(at + 1) in lexicon.PREPOSITIONS and self._low(at + 1) != "of":
            return None  # "all in black"
        if low in lexicon.PRONOUNS and not self._all_of(at):
            return self._pronoun(at)
        if low in lexicon.POSSESSIVES:
            if low != "her" or self._opens_object(at + 1):
                return self._owned(at, at + 1, lexicon.POSSESSIVES[low])
            return Noun(word.text, pronoun="she", start=word.start, end=word.end), at + 1
        if self._is_name(at) or (low in lexicon.TITLES and word.capital and self._is_name(at + 1)):
            return self._named(at)
        start, noun = self._lead(at)
        if start > at or noun.pronoun:
            return self._led(at, start, noun)
        last = made[-1].kind if made else ""
        if self._noun_like(at) and not (
            last == "noun" and (self._only_verb(low) or self._deed_like(at, made))
        ):
            deed = low in verbs.VERBS and last in _BEFORE_VERBS
            return None if deed and not self._plain_subject(at) else self._after(at, at, Noun())
        if made and last not in _BEFORE_NOUNS:
            return None
        if low in verbs.VERBS or low in lexicon.PREPOSITIONS or low in _ADVERBS:
            return None
        if self._adverb(low) or not word.text[0].isalnum():
            return None
        if low.endswith(("ed", "ing")) and last in ("and", "comma", "be"):
            return None
        return self._after(at, at, Noun())

    def _part(self, at: int, made: Sequence[Chunk]) -> tuple[Noun, int] | None:
        """ "Most of the children", "none of them": who they are a part of."""
        best = self._low(at + 1)
        if self._low(at) == "the" and self._low(at + 2) == "of" and (
            (best.endswith("est") and len(best) > 4) or best in lexicon.ORDINALS or best == "last"
        ):  # fmt: skip
            inner = self._noun_phrase(at + 3, made)  # "the tallest of them"
            if inner and (inner[0].plural or inner[0].pronoun == "they"):
                one = replace(inner[0], part=True, count=1, start=self.words[at].start)
                return one, inner[1]
            return None
        if self._low(at) not in _PARTS or self._low(at + 1) != "of":
            return None
        inner = self._noun_phrase(at + 2, made) if self._opens_noun(at + 2) else None
        return (replace(inner[0], start=self.words[at].start), inner[1]) if inner else None

    def _owned(self, at: int, start: int, owner: str) -> tuple[Noun, int] | None:
        """What somebody has, with its number: "her two kittens"."""
        noun = Noun(owner=owner, article="the")
        number = lexicon.NUMBERS.get(self._low(start), 0)
        if number and self._low(start) not in lexicon.GROUPS and self._noun_like(start + 1):
            noun, start = replace(noun, count=number, plural=number > 1), start + 1
        return self._after(at, start, noun)

    def _pronoun(self, at: int) -> tuple[Noun, int] | None:
        word, low = self.words[at], self.words[at].low
        after = self._low(at + 1)
        if low == "both" and (
            after in lexicon.DETERMINERS or after == "of" or self._noun_like(at + 1)
        ):
            return self._both(at)
        who = lexicon.PRONOUNS[low]
        plural = who in ("they", "all")
        count = (2 if low == "both" else 0) if plural else 1
        noun = Noun(word.text, pronoun=who, count=count, plural=plural)
        return replace(noun, start=word.start, end=word.end), at + 1

    def _led(self, at: int, start: int, noun: Noun) -> tuple[Noun, int] | None:
        """What follows an article or a number; "the other" and "two" may stand alone."""
        word = self.words[at]
        if not noun.pronoun:
            if noun.article in ("other", "another") and self._finite(start):
                noun = replace(noun, pronoun=noun.article)
            else:
                found = self._after(at, start, noun)
                if found or (noun.article in ("the", "a") and noun.count <= 1):
                    return found
                noun = replace(noun, pronoun="they" if noun.count > 1 else "")
        text = " ".join(part.text for part in self.words[at:start])
        noun = replace(noun, text=text, start=word.start, end=self.words[start - 1].end)
        return noun, start

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

    def _named(self, at: int) -> tuple[Noun, int]:
        """A proper name, with its title, possibly an owner: "Mr. Fox", "OLD TOM", "Mia's dog"."""
        stop = at
        parts: list[str] = []
        shouted = self.words[at].shouted
        if self._low(at) in lexicon.TITLES and at + 1 < len(self.words):
            after = at + (2 if self._low(at + 1) == "." else 1)
            shouted = self.words[min(after, len(self.words) - 1)].shouted
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
            numbered = bool(parts) and shouted and word.shouted and word.low in lexicon.NUMBERS
            if not (title or numbered) and not (
                self._is_name(stop) and (stop == at or word.capital)
            ):
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
                found = self._owned(at, stop + 1, " ".join(parts))
                if found:
                    return found
                stop += 1
                break
            parts.append(text)
            stop += 1
        stop = max(stop, at + 1)
        return self._proper(at, stop, " ".join(parts) or self.words[at].text, shouted)

    def _proper(self, at: int, stop: int, name: str, shouted: bool) -> tuple[Noun, int]:
        """A name as a phrase; a shouted noun of everyday ("THE DOG") is none."""
        low = name.lower()
        one = " ".join([*low.split()[:-1], lexicon.singular(low.split()[-1])])
        if shouted and low not in self.names and (self.props.kind(one) or self.props.person(one)):
            kind = self._split(low.split())
            many = low.split()[-1] != lexicon.singular(low.split()[-1])
            first, last = self.words[at], self.words[stop - 1]
            made = Noun(
                name,
                head=kind[1],
                adjectives=kind[0],
                article="the",
                shouted=True,
                plural=many,
                count=0 if many else 1,
                start=first.start,
                end=last.end,
            )
            return made, stop
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
            if phrase not in self.props.nouns:
                phrase = phrase.replace("-", " ")  # "hot-air balloon"
            if phrase in self.props.nouns and start < len(words) - 1:
                hues = [word for word in words[start:-1] if word in self.props.colours]
                return (*words[:start], *hues), phrase
        if len(words) > 1 and not self._adjective(words[-2]):
            return tuple(words[:-2]), " ".join(words[-2:])
        return tuple(words[:-1]), words[-1]

    def _after(self, at: int, start: int, noun: Noun) -> tuple[Noun, int] | None:
        """The adjectives and the head from ``start`` on; None when no noun stands there."""
        collected: list[str] = []
        sure = False  # a real noun is among the collected words
        stop = start
        while stop < len(self.words) and len(collected) < 6:
            low = self.words[stop].low
            if self._spanned(stop, sure):
                break
            if start > at and not sure and self._degree(stop):
                stop += 1
                continue
            if (
                low == ","
                and collected
                and not sure
                and self._adjective(collected[-1])
                and self._goes_on(stop + 1, collected, sure, noun)
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
            owner = low.endswith(("'s", "s'"))
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
                or one in people.PEOPLE
                or one in lexicon.NOT_SUBJECTS
            ):
                if not (collected[-1] in self.props.colours and self._noun_like(stop)):
                    sure = True
            elif not self._adjective(collected[-1]):
                sure = True
        if not collected:
            return None
        return self._headed(at, stop, collected, noun)

    def _content(self, at: int, stop: int, head: str, noun: Noun) -> tuple[Noun, int] | None:
        """What a heap is made of, whose shadow it is: "a slice of bread", "a tower of plates"."""
        many = self._plural_like(self._low(stop + 1))
        onto = head.rsplit(" ", 1)[-1] in ONTO or (head in HEAPS and many)
        if self._low(stop) != "of" or not onto or not (many or self._opens_noun(stop + 1)):
            return None
        inner = self._noun_phrase(stop + 1, ()) or self._after(stop + 1, stop + 1, Noun())
        if not inner:
            return None
        text = " ".join(word.text for word in self.words[at : inner[1]])
        article = inner[0].article or noun.article
        return replace(inner[0], article=article, start=self.words[at].start, text=text), inner[1]

    def _headed(
        self, at: int, stop: int, collected: list[str], noun: Noun
    ) -> tuple[Noun, int] | None:
        """The finished phrase; a name that follows its noun is taken along ("her dog Biscuit")."""
        last = collected[-1]
        many = lexicon.singular(last) != last or (lexicon.plural(last) == last and noun.count > 1)
        adjectives, head = self._split(collected)
        if many and noun.article == "a" and noun.count == 1 and head not in self.props.nouns:
            head = head.removesuffix(lexicon.singular(last)) + last  # "a zebrus" is one
        content = self._content(at, stop, head, noun)
        if content:
            return content
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
        made = replace(
            noun,
            text=text,
            head=head,
            name=name,
            adjectives=adjectives,
            count=count,
            plural=plural,
            shouted=loud,
            start=self.words[at].start,
            end=self.words[stop - 1].end,
        )
        return made, stop
