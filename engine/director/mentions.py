"""Mentions: whom the words of a shot name, and whom a pronoun among them means."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from storyboard import lexicon
from storyboard.board import Subject


@dataclass(frozen=True, slots=True)
class Mention:
    """A word or a name in a lower-case text, and the subjects that it means."""

    start: int
    end: int
    subjects: tuple[str, ...]
    word: str


class Mentions:
    """Finds mentions in clauses read in order; a pronoun means the last one that it fits."""

    def __init__(self, subjects: Sequence[Subject]) -> None:
        self.subjects = {one.id: one for one in subjects}
        self.words = _words_of(subjects)
        longest = sorted(self.words, key=len, reverse=True)
        words = "|".join(re.escape(word) for word in longest)
        pronouns = "he|him|she|her|it|they|them"
        self.pattern = re.compile(
            rf"(?<![\w-])(?:({words})|({pronouns}))(?![\w-])" if words else r"(?!)()()"
        )
        self.last: list[str] = []

    def remember(self, low: str) -> None:
        for _ in self.mentions(low):
            pass

    def mentions(self, low: str) -> list[Mention]:
        found = []
        for match in self.pattern.finditer(low):
            ids = self.words[match.group(1)] if match.group(1) else self.meant(match.group(2))
            if ids:
                found.append(Mention(match.start(), match.end(), ids, match.group()))
                if len(ids) == 1:
                    self.last = [one for one in self.last if one != ids[0]] + [ids[0]]
        return found

    def meant(self, pronoun: str) -> tuple[str, ...]:
        wanted = {"him": "he", "her": "she", "them": "they"}.get(pronoun, pronoun)
        for id in reversed(self.last):
            if self.subjects[id].pronoun == wanted:
                return (id,)
        return ()


def _words_of(subjects: Sequence[Subject]) -> dict[str, tuple[str, ...]]:
    """Words -> the subjects that go by them. A word of two subjects means neither, unless it is
    their plural.
    """
    words: dict[str, tuple[str, ...]] = {}
    for one in subjects:
        for word in {one.name.casefold(), one.kind.casefold(), *map(str.casefold, one.aliases)}:
            if word:
                words[word] = (*words.get(word, ()), one.id)
    kinds: dict[str, tuple[str, ...]] = {}
    for one in subjects:
        if one.kind:
            many = lexicon.plural(one.kind.casefold())
            kinds[many] = (*kinds.get(many, ()), one.id)
    single = {word: ids for word, ids in words.items() if len(set(ids)) == 1}
    single = {word: (ids[0],) for word, ids in single.items()}
    return single | {word: ids for word, ids in kinds.items() if word not in single}
