"""Spots: where figures stand in relation to each other, and how a row of them finds room."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from storyboard import lexicon
from storyboard.breakdown.figures import Figure

EDGE = 0.03  # of the frame, kept free at its sides
GAP = 0.045  # between two figures
TOP = 0.04

# How high above its foot one sits or stands on a thing, in its heights; a boat and a car hold
# their riders inside.
_SURFACE = lexicon.factors(
    "0.42: chair; 0.5: bed, bicycle; 0.45: sofa, bench; 0.58: horse; 0.82: elephant; 0.16: "
    "boat; 0.34: car; 0.4: bus, truck; 0.35: train; 0.6: dog; 0.7: cow; 0.9: stool, umbrella"
)
_INSIDE = {
    "boat",
    "car",
    "bus",
    "truck",
    "train",
    "bed",
    "hot air balloon",
    "rocket",
    "aeroplane",
    "box",
    "cup",
    "tent",
    "basket",
}
_CANOPY = {
    "tree",
    "pine",
    "umbrella",
    "tent",
    "house",
    "castle",
    "street lamp",
    "street_lamp",
    "tower",
    "lighthouse",
    "table",
    "bed",
    "chair",
    "oak",
    "palm",
    "bridge",
}


@dataclass(slots=True)
class Spot:
    """Where a figure is at one moment: ``x`` of its middle, ``foot`` (y of its lower edge), and
    its size."""

    x: float
    foot: float
    width: float
    height: float

    @property
    def middle(self) -> float:
        """y of its middle."""
        return self.foot - self.height / 2

    @property
    def top(self) -> float:
        """y of its upper edge."""
        return self.foot - self.height


def beyond(figure_width: float, left: bool) -> float:
    """x of someone just outside the frame."""
    return -figure_width / 2 - 0.02 if left else 1 + figure_width / 2 + 0.02


def relax(spots: dict[str, Spot], anchored: frozenset[str], order: Sequence[str]) -> None:
    """Moves overlapping figures of a row apart, those without a wish first, and keeps all inside
    the frame."""
    row = sorted(order, key=lambda id: spots[id].x)
    for _ in range(24):
        moved = False
        for left, right in pairwise(row):
            a, b = spots[left], spots[right]
            lack = (a.width + b.width) / 2 + GAP - (b.x - a.x)
            if lack <= 1e-6:
                continue
            share = (
                0.5
                if (left in anchored) == (right in anchored)
                else 0.0
                if left in anchored
                else 1.0
            )
            a.x -= lack * share
            b.x += lack * (1 - share)
            moved = True
        for id in row:
            spot = spots[id]
            half = spot.width / 2
            if half * 2 < 1 - 2 * EDGE:
                spot.x = min(max(spot.x, EDGE + half), 1 - EDGE - half)
        if not moved:
            return


def fit(spots: Iterable[Spot], room: float = 1 - 2 * EDGE) -> float:
    """The factor by which a row must shrink to stand side by side."""
    row = list(spots)
    total = sum(spot.width for spot in row) + GAP * max(0, len(row) - 1)
    gaps = GAP * max(0, len(row) - 1)
    return min(1.0, (room - gaps) / max(total - gaps, 1e-6))


def overlaps(a: Spot, b: Spot, room: float = 0.01) -> bool:
    """Whether two figures cover each other."""
    return abs(a.x - b.x) < (a.width + b.width) / 2 + room and a.top < b.foot and b.top < a.foot


def free(wish: float, figure: Spot, others: Sequence[Spot], inward: float = 0.0) -> float:
    """The x nearest to a wish at which a figure covers nobody; ``inward`` < 0 prefers the left."""

    def clear(x: float) -> bool:
        probe = Spot(x, figure.foot, figure.width, figure.height)
        return not any(overlaps(probe, other) for other in others)

    half = figure.width / 2
    low, high = EDGE + half, 1 - EDGE - half
    if low > high:
        return wish
    wish = min(max(wish, low), high)
    if clear(wish):
        return wish
    found = []
    for other in others:
        reach = (other.width + figure.width) / 2 + GAP / 2
        for x in (other.x - reach, other.x + reach):
            if low - 1e-9 <= x <= high + 1e-9 and clear(x):
                found.append(
                    (abs(x - wish) + (0.1 if inward and (x - wish) * inward < 0 else 0.0), x)
                )
    return min(found)[1] if found else wish


def surface(figure: Figure, kind: str, inside: bool) -> float:
    """How high above the foot of a thing its rider's lowest point is, in the thing's heights."""
    if inside and kind not in _INSIDE:
        return 0.02
    return _SURFACE.get(kind, 0.98)


def holds(kind: str) -> bool:
    """Whether those in a thing are partly behind its side."""
    return kind in _INSIDE


def shelters(kind: str) -> bool:
    """Whether one can be under a thing without leaving the ground."""
    return kind in _CANOPY


def related(
    name: str, a: Spot, b: Spot, kind: str, figures: tuple[Figure, Figure]
) -> tuple[float, float]:
    """x and foot of ``a`` that stands so to ``b``; ``kind`` is what ``b`` is."""
    apart = (a.width + b.width) / 2 + GAP
    rider, thing = figures
    match name:
        case "left":
            return b.x - apart, a.foot
        case "right":
            return b.x + apart, a.foot
        case "above":
            return b.x, b.top - 0.05
        case "below":
            return b.x, min(b.foot + 0.05 + a.height, 0.97)
        case "under":
            return b.x, b.foot if shelters(kind) or thing.sky or thing.floats else min(
                b.foot + 0.05 + a.height, 0.97
            )
        case "on" | "in":
            lift = surface(thing, kind, name == "in")
            # a sitter's feet hang down to the chair's own; his seat, not his feet, is on it
            if rider.action == "sit" and kind in ("chair", "bench", "sofa", "stool"):
                return b.x, b.foot
            hang = (
                0.16 * a.height
                if rider.action in ("sit", "drive")
                and kind in ("horse", "elephant", "bicycle", "dog", "cow", "table", "box")
                else 0.0
            )
            return b.x, b.foot - b.height * lift + hang
        case "behind":
            return b.x - 0.34 * (a.width + b.width), min(b.foot, a.foot) - 0.045
        case "front":
            return b.x + 0.34 * (a.width + b.width), max(b.foot, a.foot) + 0.05
        case "opposite":
            return b.x - apart - 0.15, a.foot
        case _:
            return (b.x - apart if b.x > 0.5 else b.x + apart), a.foot
