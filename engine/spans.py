"""Slots and spans: the drawings of a film, and the model calls that will make them."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, order=True)
class Slot:
    """One drawing of the film: a tick of a shot."""

    shot: str
    tick: int


@dataclass(frozen=True, slots=True)
class Span:
    """One model call to come: up to L slots, of which ``known`` positions come from elsewhere.

    Known are frames of coarser levels, memory, pinned pictures and keyframes of kept shots.
    """

    level: int
    slots: tuple[Slot, ...]
    known: frozenset[int] = frozenset()

    @property
    def wanted(self) -> tuple[int, ...]:
        """Positions that the model makes, in order."""
        return tuple(i for i in range(len(self.slots)) if i not in self.known)

    @property
    def made(self) -> tuple[Slot, ...]:
        """Slots that the model makes."""
        return tuple(self.slots[i] for i in self.wanted)

    @property
    def needed(self) -> tuple[Slot, ...]:
        """Slots that must have a picture first."""
        return tuple(self.slots[i] for i in sorted(self.known))

    @property
    def shots(self) -> tuple[str, ...]:
        """Shots that get frames from it, in film order."""
        return tuple(dict.fromkeys(slot.shot for slot in self.made))

    @property
    def name(self) -> str:
        """The same whenever the same span is planned: its level and the first slot it makes."""
        first = self.made[0]
        return f"{self.level}-{first.shot}-{first.tick}"
