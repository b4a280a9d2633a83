"""Clips: which calls a span model gets for the frames of a window. Plain arithmetic.

A model makes clips of step * k + plus frames at its own rate and takes known frames only at some
places; a window wants drawings at any times. So a clip is asked for that lasts about as long as
what it shows and has room for every drawing: known ones at places where the model takes them, the
others between them in proportion to their time, and those are picked from it. What no clip can hold
is made coarse to fine, as in NUWA-XL (arXiv 2303.12346, section 3.3): some drawings of the whole
stretch in one clip, then each gap between two of them in a clip of its own.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from engine import schedule
from engine.hub.card import Frames, Known


@dataclass(frozen=True)
class Clip:
    """One call to come: ``frames`` to ask for; ``keys``: place in the clip -> position in the
    window of the frame given there; ``picks``: position in the window -> place in the clip of the
    frame taken. ``depth`` 0 = needs only known frames, else frames that earlier clips made.
    """

    frames: int
    keys: Mapping[int, int]
    picks: Mapping[int, int]
    depth: int = 0


def counts(rule: Frames) -> range:
    """All the frame counts that the rule allows, ascending. Raises ValueError when there are
    none.
    """
    low = max(rule.least, rule.tail + 3, rule.plus)
    first = rule.plus + -(-(low - rule.plus) // rule.step) * rule.step
    found = range(first, rule.most + 1, rule.step)
    if not found:
        raise ValueError(f"no clip of {rule.step} k + {rule.plus} frames is {low} to {rule.most}")
    return found


def holds(rule: Frames, frames: int, takes: Known) -> list[int]:
    """The places in a clip of so many frames where a known one may lie, ascending."""
    end = frames - 1 - rule.tail
    if takes == "any":
        return sorted({0, *range(rule.shift, end + 1, rule.hold)})
    return [0, end] if takes == "ends" else [0]


def drawings(rule: Frames, takes: Known, rate: float = 24.0) -> int:
    """How many drawings on twos, at a film's ``rate``, the longest clip holds at its own pace."""
    places = holds(rule, counts(rule)[-1], takes)[-1]
    return min(places, int(places / rule.rate * rate / schedule.ON)) + 1


def clips(
    times: Sequence[float], known: frozenset[int], rule: Frames, takes: Known
) -> tuple[Clip, ...]:
    """The calls for a window whose frames lie at ``times`` (seconds, ascending) and of which the
    positions ``known`` are given, in an order in which each finds what it needs.

    Raises ValueError when the family takes neither both ends of a clip nor any frame of it.
    """
    if takes not in ("ends", "any"):
        raise ValueError(f"a family that takes {takes!r} cannot fill the time between frames")
    found: list[Clip] = []
    for part in _parts(range(len(times)), known, takes):
        if not known.issuperset(part):
            found += _filled(times, part, known, rule, takes, 0)
    return tuple(found)


def _parts(slots: Sequence[int], known: frozenset[int], takes: Known) -> list[Sequence[int]]:
    """Stretches that one call may fill: between two known frames, unless it takes any of them."""
    if takes == "any" or not slots:
        return [slots]
    cuts = sorted({0, len(slots) - 1, *(i for i, slot in enumerate(slots) if slot in known)})
    return [slots[a : b + 1] for a, b in pairwise(cuts)] or [slots]


def _filled(
    times: Sequence[float],
    slots: Sequence[int],
    known: frozenset[int],
    rule: Frames,
    takes: Known,
    depth: int,
) -> Iterator[Clip]:
    """The clips that make what is wanted of ``slots``, one if one can hold it."""
    clip = _clip(times, slots, known, rule, takes, depth)
    if clip is not None:
        yield clip
        return
    inner = [i for i, slot in enumerate(slots) if slot in known and 0 < i < len(slots) - 1]
    if inner:
        for a, b in pairwise([0, *inner, len(slots) - 1]):
            part = slots[a : b + 1]
            if not known.issuperset(part):
                yield from _filled(times, part, known, rule, takes, depth)
        return
    rows = schedule.rows(len(slots), _room(rule, takes))
    coarse = [slots[i] for i in rows[0]]
    yield from _filled(times, coarse, known, rule, takes, depth)
    made = known.union(coarse)
    for number, (above, row) in enumerate(pairwise(rows), depth + 1):
        for start, end in pairwise(above):
            part = [slots[i] for i in row[bisect_left(row, start) : bisect_right(row, end)]]
            if not made.issuperset(part):
                yield from _filled(times, part, made, rule, takes, number)
        made = made.union(slots[i] for i in row)


def _room(rule: Frames, takes: Known) -> int:
    """How many drawings the longest clip holds, both ends of them known."""
    places = holds(rule, counts(rule)[-1], takes)
    return places[-1] + 1


def _clip(
    times: Sequence[float],
    slots: Sequence[int],
    known: frozenset[int],
    rule: Frames,
    takes: Known,
    depth: int,
) -> Clip | None:
    """The shortest clip that lasts as long as ``slots`` and holds them; None when none does."""
    lasts = round((times[slots[-1]] - times[slots[0]]) * rule.rate)
    allowed = counts(rule)
    enough = [n for n in allowed if n - 1 - rule.tail >= lasts] or allowed[-1:]
    for frames in enough:
        at = _places(times, slots, known, frames, rule, takes)
        if at is not None:
            keys = {at[slot]: slot for slot in slots if slot in known}
            picks = {slot: at[slot] for slot in slots if slot not in known}
            return Clip(frames, keys, picks, depth)
    return None


def _places(
    times: Sequence[float],
    slots: Sequence[int],
    known: frozenset[int],
    frames: int,
    rule: Frames,
    takes: Known,
) -> dict[int, int] | None:
    """Where in a clip of so many frames each slot lies, ascending; None when it has no room."""
    grid = holds(rule, frames, takes)
    if grid[-1] < len(slots) - 1:
        return None
    fixed = [i for i, slot in enumerate(slots) if slot in known]
    anchors = sorted({0, len(slots) - 1, *fixed})
    began, length = times[slots[0]], times[slots[-1]] - times[slots[0]]
    at: dict[int, int] = {}
    for number, i in enumerate(anchors):
        ideal = (times[slots[i]] - began) / length * grid[-1] if length else 0.0
        low = at[anchors[number - 1]] + i - anchors[number - 1] if number else 0
        high = grid[-1] - (len(slots) - 1 - i)  # so many are still to come
        if i == len(slots) - 1 and i:
            low = max(low, grid[-1])  # the last one ends the clip, that nothing is cut off
        free = grid[bisect_left(grid, low) : bisect_right(grid, high)]
        if not free:
            return None
        at[i] = min(free, key=lambda place: (abs(place - ideal), place))
    for a, b in pairwise(anchors):
        span = times[slots[b]] - times[slots[a]]
        for i in range(a + 1, b):
            share = (times[slots[i]] - times[slots[a]]) / span if span else 0.0
            ideal = round(at[a] + share * (at[b] - at[a]))
            at[i] = max(at[i - 1] + 1, min(ideal, at[b] - (b - i)))
    return {slots[i]: place for i, place in at.items()}
