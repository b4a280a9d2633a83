"""Deeds as data: what the subjects of a shot do, in which order, and how they stand."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from storyboard.breakdown.spans import Side
from storyboard.breakdown.times import When
from storyboard.lexicon import Motion


@dataclass(slots=True)
class Tie:
    """A relation of space: every one of ``who`` stands so to ``others``; from ``phase`` on."""

    name: str
    who: tuple[str, ...]
    others: tuple[str, ...]
    phase: int = 0


@dataclass(slots=True)
class Deed:
    """One deed of one or several subjects.

    ``toward`` tells how ``targets`` are meant: to, from, over, past, into, out, at, along.
    ``absent``: the windows tell when they are not there.
    """

    who: tuple[str, ...]
    verb: str
    motion: Motion
    words: str = ""
    start: Side | None = None
    end: Side | None = None
    stay: Side | None = None
    objects: tuple[str, ...] = ()
    carried: tuple[str, ...] = ()  # what they have in their hands meanwhile
    targets: tuple[str, ...] = ()
    toward: str = ""
    ties: list[Tie] = field(default_factory=list)
    windows: list[When] = field(default_factory=list)
    absent: bool = False
    fast: bool = False
    negated: bool = False
    across: bool = False  # over the whole picture
    depth: str = ""  # near, far: moves so; large, small: grows so; fore, back: is there
    phase: int = 0


@dataclass(slots=True)
class Beat:
    """All deeds of a shot, and who is seen, in the order of mention.

    ``sizes`` are comparisons: a, b, and the area of a over the area of b.
    """

    deeds: list[Deed] = field(default_factory=list)
    seen: list[str] = field(default_factory=list)
    sizes: list[tuple[str, str, float]] = field(default_factory=list)
    phases: int = 1

    def note(self, ids: Iterable[str]) -> None:
        """These are in the shot."""
        for id in ids:
            if id not in self.seen:
                self.seen.append(id)
