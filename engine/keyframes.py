"""Level 1: which keyframes are made together, and which others are shown as memory.

Grouping is by content, so that an edit of one shot leaves later groups alone: a group may end
wherever it is at least half full; of those places it ends where a scene begins, and among several
before the shot whose id has the lowest hash. Films that differ in one shot choose the same places
again soon after it.

Memory is the sparse kind that long films are made with (StoryMem, arXiv 2512.19539: at most 10
keyframes): known frames that together show every subject and place of a group that was seen before.
"""

from __future__ import annotations

import hashlib
from bisect import bisect_right, insort
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from engine.spans import Slot, Span

MEMORY = 4  # known frames of other windows at most: a quarter of a window
RECENT = 8  # frames of each subject and each place that are looked through for memory


@dataclass(frozen=True, slots=True)
class Key:
    """A keyframe: where it is, who is seen in which place, and whether it is there already."""

    slot: Slot
    subjects: frozenset[str] = frozenset()
    place: str = ""
    given: bool = False


@dataclass(frozen=True, slots=True)
class Part:
    """Keyframes that stay together: those of a shot, or a share of those of joined shots."""

    keys: tuple[Key, ...]
    opens_scene: bool = False

    @property
    def is_given(self) -> bool:
        return all(key.given for key in self.keys)


def windows(parts: Sequence[Part], length: int) -> tuple[Span, ...]:
    """The windows of level 1 in film order. Parts are in film order and fit a window each.

    A part that is wholly given is memory only.
    """
    at = {key.slot: i for i, key in enumerate(key for part in parts for key in part.keys)}
    album = _Album(at)
    album.add(key for part in parts if part.is_given for key in part.keys)
    made = []
    for group in groups([part for part in parts if not part.is_given], length):
        keys = [key for part in group for key in part.keys]
        shown = album.best(keys, min(MEMORY, length - len(keys)))
        known = {key.slot for key in keys if key.given} | {key.slot for key in shown}
        slots = sorted({key.slot for key in [*keys, *shown]}, key=at.__getitem__)
        positions = frozenset(i for i, slot in enumerate(slots) if slot in known)
        made.append(Span(1, tuple(slots), positions))
        album.add(keys)
    return tuple(made)


def groups(parts: Sequence[Part], length: int) -> Iterator[Sequence[Part]]:
    """The parts in runs that fit one window of ``length`` each, with room for memory."""
    if sum(len(part.keys) for part in parts) <= length:
        if parts:
            yield parts
        return
    room = max(length - MEMORY, 1)
    start = 0
    while start < len(parts):
        end = _end(parts, start, room)
        yield parts[start:end]
        start = end


def _end(parts: Sequence[Part], start: int, room: int) -> int:
    """Where the group that begins at ``start`` ends."""
    places, held = [], 0
    for i in range(start, len(parts)):
        held += len(parts[i].keys)
        if held > room and i > start:
            break
        if 2 * held >= room:
            places.append(i + 1)
    else:
        return len(parts)
    return min(places or [i], key=lambda place: _rank(parts[place]))


def _rank(part: Part) -> tuple[bool, bytes]:
    """Lowest for the part before which a group should rather end."""
    return not part.opens_scene, hashlib.sha256(part.keys[0].slot.shot.encode()).digest()


class _Album:
    """Keyframes that later windows may be shown, by what is to be seen in them."""

    def __init__(self, at: Mapping[Slot, int]) -> None:
        self._at = at
        self._showing: dict[str, list[Key]] = defaultdict(list)

    def add(self, keys: Iterable[Key]) -> None:
        for key in keys:
            for name in _seen([key]):
                insort(self._showing[name], key, key=self._place)

    def _place(self, key: Key) -> int:
        return self._at[key.slot]

    def _nearest(self, name: str, place: int) -> list[Key]:
        """Frames that show this: earlier ones before later ones (of kept shots), nearest first."""
        row = self._showing[name]
        i = bisect_right(row, place, key=self._place)
        return [*row[max(0, i - RECENT) : i][::-1], *row[i : i + RECENT]][:RECENT]

    def best(self, keys: Sequence[Key], most: int) -> list[Key]:
        """At most ``most`` frames, each with something of ``keys`` that those before it lack."""
        asked = _seen(keys)
        first = min(self._at[key.slot] for key in keys)

        def near(key: Key) -> tuple[bool, int]:
            return self._at[key.slot] > first, abs(self._at[key.slot] - first)

        found = {key for name in asked for key in self._nearest(name, first)} - set(keys)
        chosen: list[Key] = []
        missing = set(asked)
        while found and len(chosen) < most:
            key = min(found, key=lambda key: (*_worth(key, missing, asked), *near(key)))
            if not missing & _seen([key]):
                break
            chosen.append(key)
            found.discard(key)
            missing -= _seen([key])
        return chosen


def _worth(key: Key, missing: set[str], asked: set[str]) -> tuple[int, int, int]:
    """Lowest for what shows most: subjects not shown yet, the place, all that is asked."""
    seen = _seen([key])
    people = len([name for name in missing & seen if name[0] == "s"])
    return -people, -len(missing & seen), -len(asked & seen)


def _seen(keys: Iterable[Key]) -> set[str]:
    """Names of all that is to be seen: "s" and a subject's id, "p" and a place's."""
    found: set[str] = set()
    for key in keys:
        found.update(f"s{id}" for id in key.subjects)
        if key.place:
            found.add(f"p{key.place}")
    return found
