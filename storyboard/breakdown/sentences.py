"""Sentences and their words, each with its stretch of the script."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from storyboard import lexicon
from storyboard.lexicon import MALE

LONGEST = 90  # words; what is longer is cut at a comma, so that an endless line can be planned

_END = re.compile(r"[.!?…]+[\"'”’)\]]*(?=\s|$)|\n[ \t]*\n")
# What is said between quotation marks, within a paragraph
_QUOTED = re.compile(r"\"(?:[^\"\n]|\n(?![ \t]*\n)){1,600}\"|“(?:[^”\n]|\n(?![ \t]*\n)){1,600}”")
_WORD = re.compile(r"[^\W_]+(?:['’\-‐][^\W_]+)*['’]?|[^\w\s]")
_CONTRACTED = re.compile(r"(it|he|she|there|here|we|they|you)(['’](?:s|re|ve|ll|d))", re.I)
_SHORT = lexicon.listed("mr mrs ms dr prof capt sgt lt col gen rev hon jr sr st vs etc no")


@dataclass(frozen=True, slots=True)
class Word:
    """A word or a mark.

    ``low`` is in lower case with straight apostrophes; ``start`` and ``end`` lie in the script.
    """

    text: str
    low: str
    start: int
    end: int

    @property
    def capital(self) -> bool:
        """Whether it begins with a capital."""
        return self.text[:1].isupper()

    @property
    def shouted(self) -> bool:
        """Whether it is all capitals and longer than one letter."""
        return len(self.text) > 1 and self.text.isupper()


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence: its words, its stretch, and its text on one line."""

    text: str
    words: tuple[Word, ...]
    start: int
    end: int


def sentences(plain: str, start: int, end: int) -> Iterator[Sentence]:
    """The sentences of a stretch of a script's plain text, in order."""
    at = start
    quoted = [(one.start(), one.end()) for one in _QUOTED.finditer(plain, start, end)]
    for match in _END.finditer(plain, start, end):
        if _abbreviation(plain, match.start(), at) or match.end() <= at:
            continue
        if _goes_on(plain, match, quoted):
            continue
        stop = match.end()
        if not plain[stop:end].strip():
            stop = end
        yield from _cut(plain, at, stop)
        at = stop
    if plain[at:end].strip():
        yield from _cut(plain, at, end)


def _goes_on(plain: str, match: re.Match[str], quoted: Sequence[tuple[int, int]]) -> bool:
    """Whether a stop ends only what somebody says and not the sentence: "Who are you?" he asks."""
    for low, high in quoted:
        if low < match.start() < high:
            after = plain[high : high + 3].lstrip(" ")[:1]
            return match.end() < high or after.islower() or after == ","
    return False


def _abbreviation(plain: str, dot: int, at: int) -> bool:
    """Whether the stop at ``dot`` belongs to "Mr." or to an initial."""
    if plain[dot : dot + 1] != "." or plain[dot : dot + 2] == "..":
        return False
    word = re.search(r"([^\W\d_]+)$", plain[max(at, dot - 12) : dot])
    if not word:
        return False
    text = word.group(1)
    after = plain[dot + 1 : dot + 3].strip()
    return (len(text) == 1 and text.isupper() and text != "I") or (
        text.lower() in _SHORT and text.lower() not in MALE and after[:1].isupper()
    )


def _cut(plain: str, start: int, end: int) -> Iterator[Sentence]:
    words = list(words_of(plain, start, end))
    while words:
        stop = len(words)
        if stop > LONGEST:
            commas = [at for at in range(LONGEST // 2, LONGEST) if words[at].text == ","]
            stop = commas[-1] + 1 if commas else LONGEST
        part, words = words[:stop], words[stop:]
        first, last = part[0].start, part[-1].end
        if any(word.text[0].isalnum() for word in part):
            yield Sentence(" ".join(plain[first:last].split()), tuple(part), first, last)


def words_of(plain: str, start: int, end: int) -> Iterator[Word]:
    """Words and marks of a stretch."""
    for match in _WORD.finditer(plain, start, end):
        text = match.group()
        if len(text) > 1 and text[-1] in "'’" and not text.lower().endswith(("s'", "s’")):
            text = text[:-1]  # a closing quotation mark
        begin = match.start()
        short = _CONTRACTED.fullmatch(text)
        if short:  # "it's" is two words
            begin = match.start() + len(short.group(1))
            yield Word(short.group(1), short.group(1).lower(), match.start(), begin)
            text = short.group(2)
        yield Word(text, text.lower().replace("’", "'").replace("‐", "-"), begin, begin + len(text))
