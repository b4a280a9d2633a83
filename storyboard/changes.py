"""What changed between two texts: by lines first, then by words, in time that a long script allows.

Lines that occur once in both texts anchor the comparison (patience diff), so that a name replaced
on every page of a long script costs no more than reading it; only what lies between is compared
closely.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import accumulate, chain

CLOSE = 500  # words and blanks of a changed piece up to which they are compared: a page
BUDGET = 200_000  # characters compared word by word in all; beyond, a changed piece is one change

_WORDS = re.compile(r"\w+|\s+|[^\w\s]")


@dataclass(frozen=True, slots=True)
class Change:
    """``old[start:end]`` became ``new[new_start:new_end]``; between two changes all is the same."""

    start: int
    end: int
    new_start: int
    new_end: int


def changes(old: str, new: str) -> tuple[Change, ...]:
    """What changed, in order."""
    if old == new:
        return ()
    # Back to whole lines, so that a paragraph between two that begin alike is taken out as itself
    head = old.rfind("\n", 0, common_head(old, new)) + 1
    tail = common_tail(old, new, head)
    line = old.find("\n", len(old) - tail - 1 if tail < len(old) - head else head)
    tail = min(tail, len(old) - line - 1) if line >= 0 else 0
    a, b = old[head : len(old) - tail], new[head : len(new) - tail]
    return tuple(_merged(_moved(_by_lines(a, b), head)))


def common_head(a: str, b: str) -> int:
    """How many first characters two texts share."""
    low, high = 0, min(len(a), len(b))
    while low < high:
        middle = (low + high + 1) // 2
        if a[low:middle] == b[low:middle]:
            low = middle
        else:
            high = middle - 1
    return low


def common_tail(a: str, b: str, head: int = 0) -> int:
    """How many last characters two texts share, beside the first ``head``."""
    low, high = 0, min(len(a), len(b)) - head
    while low < high:
        middle = (low + high + 1) // 2
        if a[len(a) - middle : len(a) - low] == b[len(b) - middle : len(b) - low]:
            low = middle
        else:
            high = middle - 1
    return low


def _moved(row: Iterator[Change], by: int) -> Iterator[Change]:
    for c in row:
        yield Change(c.start + by, c.end + by, c.new_start + by, c.new_end + by)


def _merged(row: Iterator[Change]) -> Iterator[Change]:
    """Changes with nothing between them as one."""
    last: Change | None = None
    for change in row:
        if last is not None and last.end == change.start and last.new_end == change.new_start:
            last = Change(last.start, change.end, last.new_start, change.new_end)
            continue
        if last is not None:
            yield last
        last = change
    if last is not None:
        yield last


def _by_lines(old: str, new: str) -> Iterator[Change]:
    a, b = old.splitlines(keepends=True), new.splitlines(keepends=True)
    a_at = list(accumulate(map(len, a), initial=0))
    b_at = list(accumulate(map(len, b), initial=0))
    words_left = BUDGET
    i = j = 0
    for i0, i1, j0, j1 in chain(
        _gaps([line.rstrip() for line in a], [line.rstrip() for line in b]),
        ((len(a), len(a), len(b), len(b)),),
    ):
        for k in range(i0 - i):  # lines that differ in their ends at most
            if a[i + k] != b[j + k]:
                yield _trimmed(
                    old, new, Change(a_at[i + k], a_at[i + k + 1], b_at[j + k], b_at[j + k + 1])
                )
        i, j = i1, j1
        left, right = old[a_at[i0] : a_at[i1]], new[b_at[j0] : b_at[j1]]
        if not left and not right:
            continue
        words_left -= len(left) + len(right)
        for c in _by_words(left, right, close=words_left > 0):
            yield Change(
                a_at[i0] + c.start, a_at[i0] + c.end, b_at[j0] + c.new_start, b_at[j0] + c.new_end
            )


def _gaps(a: Sequence[str], b: Sequence[str]) -> Iterator[tuple[int, int, int, int]]:
    """Ranges of lines that differ, in order, between lines that are the same."""
    waiting = [(0, len(a), 0, len(b))]
    while waiting:
        i0, i1, j0, j1 = waiting.pop()
        while i0 < i1 and j0 < j1 and a[i0] == b[j0]:
            i0, j0 = i0 + 1, j0 + 1
        while i0 < i1 and j0 < j1 and a[i1 - 1] == b[j1 - 1]:
            i1, j1 = i1 - 1, j1 - 1
        if i0 == i1 and j0 == j1:
            continue
        anchors = _anchors(a, b, i0, i1, j0, j1) if i0 < i1 and j0 < j1 else []
        if not anchors:
            yield i0, i1, j0, j1
            continue
        inner = []
        for i, j in anchors:
            inner.append((i0, i, j0, j))
            i0, j0 = i + 1, j + 1
        inner.append((i0, i1, j0, j1))
        waiting.extend(reversed(inner))


def _anchors(
    a: Sequence[str], b: Sequence[str], i0: int, i1: int, j0: int, j1: int
) -> list[tuple[int, int]]:
    """The longest rising row of lines that occur once in each range."""
    once_a = {line for line, n in Counter(a[i0:i1]).items() if n == 1}
    once_b = {line for line, n in Counter(b[j0:j1]).items() if n == 1}
    place = {b[j]: j for j in range(j0, j1) if b[j] in once_b and b[j] in once_a}
    pairs = [(i, place[a[i]]) for i in range(i0, i1) if a[i] in place]
    ends: list[int] = []  # the smallest last j of a rising row of each length
    rows: list[int] = []  # which pair ends it
    before: list[int] = []
    for n, (_, j) in enumerate(pairs):
        at = bisect_left(ends, j)
        before.append(rows[at - 1] if at else -1)
        ends[at : at + 1] = [j]
        rows[at : at + 1] = [n]
    found = []
    n = rows[-1] if rows else -1
    while n >= 0:
        found.append(pairs[n])
        n = before[n]
    return found[::-1]


def _by_words(old: str, new: str, close: bool) -> Iterator[Change]:
    if not old or not new:  # whole lines: nothing to compare, and nothing to shift along
        yield Change(0, len(old), 0, len(new))
        return
    whole = _trimmed(old, new, Change(0, len(old), 0, len(new)))
    left, right = old[whole.start : whole.end], new[whole.new_start : whole.new_end]
    a, b = (_WORDS.findall(left), _WORDS.findall(right)) if close else ([], [])
    if not a or not b or len(a) > CLOSE or len(b) > CLOSE:
        yield whole
        return
    a_at = list(accumulate(map(len, a), initial=whole.start))
    b_at = list(accumulate(map(len, b), initial=whole.new_start))
    for tag, i0, i1, j0, j1 in SequenceMatcher(None, a, b, autojunk=False).get_opcodes():
        if tag != "equal":
            yield _trimmed(old, new, Change(a_at[i0], a_at[i1], b_at[j0], b_at[j1]))


def _trimmed(old: str, new: str, c: Change) -> Change:
    a, b = old[c.start : c.end], new[c.new_start : c.new_end]
    head = common_head(a, b)
    tail = common_tail(a, b, head)
    return Change(c.start + head, c.end - tail, c.new_start + head, c.new_end - tail)
