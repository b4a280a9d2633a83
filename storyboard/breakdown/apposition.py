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
        chunk = chunks[at]
        if (
            chunk.kind == "noun" and chunk.noun is not None and at + 2 < len(chunks)
            and chunks[at + 1].kind == "comma" and chunks[at + 2].kind == "noun"
        ):  # fmt: skip
            second = chunks[at + 2].noun
            assert second is not None
            stop = at + 3
            while (
                stop + 1 < len(chunks)
                and chunks[stop].kind == "rel"
                and chunks[stop + 1].kind == "noun"
            ):
                stop += 2
            while (
                stop + 1 < len(chunks) and chunks[stop].kind == "and" and _clothes(chunks[stop + 1])
            ):
                stop += 2
            closes = stop >= len(chunks) or chunks[stop].kind in (
                "comma",
                "verb",
                "stop",
                "that",
                "be",
            )
            lists = any(part.kind == "and" for part in chunks[stop : stop + 2]) or (
                stop + 1 < len(chunks)
                and chunks[stop].kind == "comma"
                and chunks[stop + 1].kind == "noun"
                and not _names_and_kind(chunk.noun, second)
            )
            fronted = bool(made) and made[-1].kind == "rel"  # "behind Tom, a man sits"
            if fronted and stop < len(chunks) and chunks[stop].kind != "comma":
                closes = False
            if (
                closes
                and not lists
                and _names_and_kind(chunk.noun, second)
                and not (made and made[-1].kind in ("and", "comma") and not made[-1].raw)
            ):
                made += [chunk, replace(chunks[at + 2], raw=SAME), *chunks[at + 3 : stop]]
                at = stop
                if not chunk.noun.name and second.name and _told_again(chunks, at, second):
                    return [*made, *joined([chunks[at - 1], *chunks[at:]])[1:]]
                if (
                    at < len(chunks)
                    and chunks[at].kind == "comma"
                    and at + 1 < len(chunks)
                    and chunks[at + 1].kind in ("verb", "be", "how", "rel", "side")
                ):
                    at += 1
                continue
        made.append(chunk)
        at += 1
    return made


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
