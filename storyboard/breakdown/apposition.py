"""Appositions: "MIA, a girl in a yellow dress, runs" and "a yellow dog, BISCUIT, barks"."""

from __future__ import annotations

from dataclasses import replace

from storyboard.breakdown.phrases import Chunk, Noun
from storyboard.breakdown.props import props
from storyboard.breakdown.syntax import worn

SAME = "same"  # marks the phrase that is said of the one before


def joined(chunks: list[Chunk]) -> list[Chunk]:
    """ "MIA, a girl in a yellow dress, runs" and "a yellow dog, BISCUIT, barks": one phrase, the
    other said of it."""
    made: list[Chunk] = []
    at = 0
    while at < len(chunks):
        stop = _said_until(chunks, at, made)
        if not stop:
            made.append(chunks[at])
            at += 1
            continue
        first, second = chunks[at].noun, chunks[at + 2].noun
        assert first is not None
        assert second is not None
        made += [chunks[at], replace(chunks[at + 2], raw=SAME), *chunks[at + 3 : stop]]
        if not first.name and second.name and _told_again(chunks, stop, second):
            return [*made, *joined([chunks[stop - 1], *chunks[stop:]])[1:]]
        ahead = [chunk.kind for chunk in chunks[stop : stop + 2]]
        closed = ahead[:1] == ["comma"] and ahead[1:] in (
            ["verb"], ["be"], ["how"], ["rel"], ["side"],
        )  # fmt: skip
        at = stop + closed
    return made


def _said_until(chunks: list[Chunk], at: int, made: list[Chunk]) -> int:
    """Where the phrase ends that is said of the one at ``at``; 0 where none is."""
    if [chunk.kind for chunk in chunks[at : at + 3]] != ["noun", "comma", "noun"]:
        return 0
    first, second = chunks[at].noun, chunks[at + 2].noun
    assert first is not None
    assert second is not None
    if not _names_and_kind(first, second):
        return 0
    if made and made[-1].kind in ("and", "comma") and not made[-1].raw:
        return 0
    stop = at + 3
    while [chunk.kind for chunk in chunks[stop : stop + 2]] == ["rel", "noun"]:
        stop += 2
    while [chunk.kind for chunk in chunks[stop : stop + 2]] == ["and", "noun"] and _clothes(
        chunks[stop + 1]
    ):
        stop += 2
    after = chunks[stop].kind if stop < len(chunks) else ""
    if after not in ("", "comma", "verb", "stop", "that", "be"):
        return 0
    if any(part.kind == "and" for part in chunks[stop : stop + 2]):
        return 0  # one of a list
    fronted = bool(made) and made[-1].kind == "rel"  # "behind Tom, a man sits"
    return 0 if fronted and after not in ("", "comma") else stop


def _told_again(chunks: list[Chunk], at: int, name: Noun) -> bool:
    """Whether a name is told of once more: "the rider, COLE, an old man with a beard, gets off"."""
    third = chunks[at + 1].noun if at + 1 < len(chunks) and chunks[at].kind == "comma" else None
    return third is not None and _names_and_kind(name, third)


def _names_and_kind(first: Noun, second: Noun) -> bool:
    """Whether one phrase is a name and the other an everyday noun that may describe it."""
    if first.shouted and first.head and not first.name and props().person(first.head):
        # "the REFEREE, a small man in black, blows his whistle"
        return second.article == "a" and not second.shouted and props().person(second.head)
    if (
        first.name
        and second.head
        and second.article in (("a",) if first.head else ("a", "the", ""))
        and not second.name
        and second.count <= 1
    ):
        return second.article == "a" or not second.shouted
    return bool(
        second.name
        and not second.head
        and (first.head or first.part)
        and not first.name
        and first.count == 1
        and (first.part or not first.plural)
    )


def _clothes(chunk: Chunk) -> bool:
    return chunk.noun is not None and worn(chunk.noun)
