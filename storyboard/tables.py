"""Tables of words written as text, so that a reader can add one: "meaning: word, word; ..."."""

from __future__ import annotations


def listed(text: str) -> frozenset[str]:
    """The words of a text as a set."""
    return frozenset(text.split())


def phrases(text: str) -> frozenset[str]:
    """The phrases of a text, parted by commas, as a set."""
    return frozenset(phrase.strip() for phrase in text.split(","))


def told(text: str) -> dict[str, str]:
    """Word -> meaning, from "meaning: word, word; meaning: word"."""
    table: dict[str, str] = {}
    for entry in text.split("; "):
        meaning, _, said = entry.partition(": ")
        table |= {word.strip(): meaning.strip() for word in said.split(",")}
    return table


def factors(text: str) -> dict[str, float]:
    """Word -> factor, from "1.5: word, word"."""
    return {word: float(factor) for word, factor in told(text).items()}
