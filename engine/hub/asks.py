"""Asks: what one call of a hub model is asked for, whatever the family."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from PIL.Image import Image

Rect = tuple[float, float, float, float]  # x0, y0, x1, y1 as shares of the frame


@dataclass(frozen=True)
class Reference:
    """A picture of a subject (its sheet) or of a place (its plate) that shall be seen again.

    ``name`` is how the words call it.
    """

    id: str
    name: str
    picture: Image
    is_place: bool = False


@dataclass(frozen=True)
class Placed:
    """A subject in its box on the screen, back to front; ``words`` describe it and what it does.

    ``reference`` is the place of its picture among the ask's references, None without one.
    """

    id: str
    words: str
    box: Rect
    reference: int | None = None


@dataclass(frozen=True)
class Still:
    """One picture. ``size`` (width, height) as the runner's ``fit`` gave it; ``sketch`` the layout
    drawn, or a person's sketch, of that size; ``ground`` the words of the place alone; ``alpha``
    the fraction of steps that boxes hold for.
    """

    words: str
    size: tuple[int, int]
    seed: int
    steps: int
    boxes: tuple[Placed, ...] = ()
    references: tuple[Reference, ...] = ()
    sketch: Image | None = None
    ground: str = ""
    negative: str = ""
    alpha: float = 0.3


@dataclass(frozen=True)
class Span:
    """One clip of ``frames`` frames, of which ``known`` (position -> picture) are given."""

    words: str
    size: tuple[int, int]
    frames: int
    seed: int
    steps: int
    known: Mapping[int, Image] = field(default_factory=dict)
    references: tuple[Reference, ...] = ()
    rate: float = 24.0
