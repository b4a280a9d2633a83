"""Phrases as data: a noun phrase, and the chunk of a sentence."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

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
    "noun", "verb", "rel", "side", "when", "and", "comma", "then", "while", "be", "not", "how",
    "that", "there", "to", "more", "stop", "or", "depth",
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
