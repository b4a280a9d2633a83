"""Blocking: where everyone of a shot stands and moves, as boxes in hundredths of the frame.

One plain rule for each deed, with no dice in it: the same words always mean the same boxes, so that
a small model has something to learn.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from engine.director import sizes
from engine.director.prompts import HIGH, LOW
from engine.director.sizes import GRID, GROUND, TALL

Key = tuple[int, int, int, int] | None
Spot = tuple[float, float | None]  # middle across, middle down (None: on the ground)

SPOTS: Mapping[str, Spot] = {
    "left": (20, None), "centre": (50, None), "right": (80, None),
    "top": (50, 24), "bottom": (50, 78), "top left": (20, 24), "top right": (80, 24),
    "bottom left": (20, 78), "bottom right": (80, 78), "middle": (50, 50),
}  # fmt: skip
OUTSIDE = 3  # between the frame and what waits outside


@dataclass(frozen=True)
class Deed:
    """What ``who`` do: ``kind`` is a rule of this module, ``way`` its direction, side or relation,
    ``spots`` names of places, ``other`` whom it is about.
    """

    kind: str
    who: tuple[str, ...]
    way: str = ""
    other: str = ""
    spots: tuple[str, ...] = ()
    third: str = ""


@dataclass
class Figures:
    """Who is in the shot: id -> build, and how much larger or smaller than usual."""

    builds: dict[str, str]
    scales: dict[str, float] = field(default_factory=dict)
    before: dict[str, tuple[int, int, int, int]] = field(default_factory=dict)


class Blocking:
    """The boxes of one shot: ``keys`` after ``play`` of its deeds."""

    def __init__(self, size: str, figures: Figures, deeds: Sequence[Deed] = ()) -> None:
        self.size, self.figures, self.deeds = size, figures, deeds
        self.high = self._heights(deeds)
        order = list(figures.builds)
        self.home: dict[str, Spot] = {
            id: (100 * (at + 0.5) / len(order), None) for at, id in enumerate(order)
        }
        self.keys: dict[str, list[Key]] = {}

    def _heights(self, deeds: Sequence[Deed]) -> dict[str, float]:
        scales = self.figures.scales
        usual = sizes.usual(self.size, self.figures.builds)
        self.shape = {id: wide / high for id, (wide, high) in usual.items()}
        found = {id: high * scales.get(id, 1.0) for id, (_, high) in usual.items()}
        for deed in deeds:  # sizes that are told against each other outdo what the nouns say
            if deed.kind in ("bigger", "same size"):
                one, two = deed.who[0], deed.other
                found[one] = TALL[self.size] * (0.9 if deed.kind == "bigger" else 0.7)
                found[two] = TALL[self.size] * (0.45 if deed.kind == "bigger" else 0.7)
        return {id: min(one, 146.0) for id, one in found.items()}

    def play(self) -> dict[str, list[Key]]:
        """Every subject's boxes, one to five, evenly spaced over the shot."""
        for deed in self.deeds:
            RULES[deed.kind](self, deed)
        for id in self.figures.builds:
            if id not in self.keys:
                self.keys[id] = [self.stood(id)]
        return {id: self.keys[id] for id in self.figures.builds}

    # Boxes -----------------------------------------------------------------------------------

    def wide(self, id: str) -> float:
        return self.high[id] * self.shape[id]

    def box(self, id: str, spot: Spot, scale: float = 1.0) -> Key:
        """The box of a subject whose middle is at a spot; kept inside the reach of an answer."""
        high, wide = (sizes.on_grid(side * scale) for side in (self.high[id], self.wide(id)))
        x, y = spot
        if y is None:
            ground = GROUND[self.size] - ((1 - scale) * 12 if scale < 1 else 0)
            top = GRID * round(ground / GRID) - high
        else:
            top = GRID * round((y - high / 2) / GRID)
        left = GRID * round((x - wide / 2) / GRID)
        x0, y0, x1, y1 = (
            min(max(side, LOW), HIGH) for side in (left, top, left + wide, top + high)
        )
        return (x0, y0, max(x1, x0 + GRID), max(y1, y0 + GRID))

    def stood(self, id: str) -> Key:
        """Where the shot before left it, as large as it is in this one; else its own place."""
        before = self.figures.before.get(id)
        usual = self.box(id, self.home[id])
        if before is None or usual is None:
            return usual
        sides = [(box[2] - box[0], box[3] - box[1]) for box in (before, usual)]
        return before if sides[0] == sides[1] else self.box(id, (sum(before[::2]) / 2, None))

    def outside(self, id: str, side: str) -> Key:
        half = self.wide(id) / 2
        x = -OUTSIDE - half if side == "left" else 100 + OUTSIDE + half
        return self.box(id, (x, None))


def _spaced(deed: Deed) -> list[tuple[str, float]]:
    """The doers with their place behind the first, in steps that fit the frame."""
    step = min(16.0, 60.0 / len(deed.who))
    return [(id, at * step) for at, id in enumerate(deed.who)]


def _other(side: str) -> str:
    return {"left": "right", "right": "left", "up": "down", "down": "up"}[side]


def _mirror(x: float, way: str) -> float:
    return x if way == "right" else 100 - x


def _cross(play: Blocking, deed: Deed) -> None:
    last = (len(deed.who) - 1) * _spaced(deed)[-1][1] / max(len(deed.who) - 1, 1)
    for id, at in _spaced(deed):
        start, end = 14 + at, 86 - (last - at)
        play.keys[id] = [
            play.box(id, (_mirror(start, deed.way), None)),
            play.box(id, (_mirror(end, deed.way), None)),
        ]


def _to(play: Blocking, deed: Deed) -> None:
    last = _spaced(deed)[-1][1]
    for id, at in _spaced(deed):
        spots = (_mirror(30 + at / 2, deed.way), _mirror(82 - (last - at), deed.way))
        play.keys[id] = [play.box(id, (x, None)) for x in spots]


def _rise(play: Blocking, deed: Deed) -> None:
    for id in deed.who:
        x, half = play.home[id][0], play.high[id] / 2
        low, high = play.box(id, (x, 94 - half)), play.box(id, (x, 6 + half))
        play.keys[id] = [low, high] if deed.way == "up" else [high, low]


def _enter(play: Blocking, deed: Deed) -> None:
    side = deed.way or "left"
    rest = SPOTS[deed.spots[0]][0] if deed.spots else (34.0 if side == "left" else 66.0)
    for id, at in _spaced(deed):
        x = rest - at if side == "left" else rest + at
        play.keys[id] = [play.outside(id, side), play.box(id, (x, None))]


def _leave(play: Blocking, deed: Deed) -> None:
    side = deed.way or "right"
    for id, at in _spaced(deed):
        x = 50 + at if side == "right" else 50 - at
        start = SPOTS[deed.spots[0]] if deed.spots else (x, None)
        play.keys[id] = [play.box(id, start), play.outside(id, side)]


def _through(play: Blocking, deed: Deed) -> None:
    for id in deed.who:
        play.keys[id] = [play.outside(id, _other(deed.way)), play.outside(id, deed.way)]


def _visit(play: Blocking, deed: Deed) -> None:
    for id in deed.who:
        middle = play.box(id, (50, None))
        play.keys[id] = [play.outside(id, deed.way), middle, play.outside(id, deed.other)]


def _stop(play: Blocking, deed: Deed) -> None:
    for id in deed.who:
        rest = play.box(id, SPOTS[deed.spots[0]] if deed.spots else (50, None))
        play.keys[id] = [play.outside(id, deed.way), rest, rest]


def _there(play: Blocking, deed: Deed, pattern: str) -> None:
    """Seen only where the pattern has an x."""
    for at, id in enumerate(deed.who):
        spot = _in_row(deed, at) if deed.spots else play.home[id]
        box = play.box(id, spot)
        play.keys[id] = [box if mark == "x" else None for mark in pattern]


def _appear(play: Blocking, deed: Deed) -> None:
    _there(play, deed, "-x")


def _vanish(play: Blocking, deed: Deed) -> None:
    _there(play, deed, "x-")


def _flash(play: Blocking, deed: Deed) -> None:
    _there(play, deed, "-x-")


def _at(play: Blocking, deed: Deed) -> None:
    for at, id in enumerate(deed.who):
        play.keys[id] = [play.box(id, _in_row(deed, at))]


def _in_row(deed: Deed, at: int) -> Spot:
    """The place of one of several that share a spot: side by side around it."""
    x, y = SPOTS[deed.spots[0]]
    order = len(deed.who)
    return x + (at - (order - 1) / 2) * min(14.0, 36.0 / order), y


def _sequence(play: Blocking, deed: Deed) -> None:
    for id in deed.who:
        play.keys[id] = [play.box(id, SPOTS[spot]) for spot in deed.spots]


def _reach(play: Blocking, deed: Deed) -> None:
    """From where it was at the end of the shot before, or stands by itself, to a place."""
    for id in deed.who:
        start = play.stood(id)
        end = play.box(id, SPOTS[deed.spots[0]])
        play.keys[id] = [start, end] if start != end else [end]


def _nearer(play: Blocking, deed: Deed) -> None:
    for id in deed.who:
        small, full = play.box(id, play.home[id], 0.5), play.box(id, play.home[id])
        play.keys[id] = [small, full] if deed.way == "near" else [full, small]


def _beside(play: Blocking, deed: Deed) -> None:
    """A relation: who stands that way of the other."""
    one, two = deed.who[0], deed.other
    gap = (play.wide(one) + play.wide(two)) / 2
    high = play.high
    match deed.way:
        case "left" | "right":
            x = 28 if deed.way == "left" else 72
            spots: tuple[Spot, Spot] = ((x, None), (100 - x, None))
        case "beside":
            spots = ((50 - gap / 2 - 2, None), (50 + gap / 2 + 2, None))
        case "above" | "below":
            top, low = (one, two) if deed.way == "above" else (two, one)
            both = high[top] + high[low] + 6
            start = max(3.0, (96 - both) / 2)
            up, down = start + high[top] / 2, start + high[top] + 6 + high[low] / 2
            spots = ((50, up), (50, down)) if top == one else ((50, down), (50, up))
        case "on":
            ground = GROUND[play.size]
            low_y = ground - high[two] / 2
            spots = ((50, ground - high[two] - high[one] / 2 + 3), (50, low_y))
        case "behind" | "front":
            far, near = (one, two) if deed.way == "behind" else (two, one)
            ground = GROUND[play.size]
            back = (50 + play.wide(near) * 0.4, ground - 6 - high[far] / 2)
            fore = (50 - play.wide(far) * 0.2, ground + 2 - high[near] / 2)
            spots = (back, fore) if far == one else (fore, back)
        case _:
            raise ValueError(f"There is no relation {deed.way!r}.")
    play.keys[one], play.keys[two] = [play.box(one, spots[0])], [play.box(two, spots[1])]


def _compare(play: Blocking, deed: Deed) -> None:
    """Side by side, so that their sizes can be compared; of the same size also as wide."""
    one, two = deed.who[0], deed.other
    for id, x in ((one, 30.0), (two, 70.0)):
        box = play.box(id, (x, None))
        assert box is not None
        if deed.kind == "same size" or play.wide(one) < play.wide(two):
            half = GRID * max(1, round(play.high[id] * 0.2 / GRID))
            box = (round(x) - half, box[1], round(x) + half, box[3])
        play.keys[id] = [box]


def _between(play: Blocking, deed: Deed) -> None:
    one, two, three = deed.who[0], deed.other, deed.third
    for id, x in ((one, 50.0), (two, 18.0), (three, 82.0)):
        play.keys[id] = [play.box(id, (x, None))]


def _follow(play: Blocking, deed: Deed) -> None:
    way = deed.way or "right"
    for id, start, end in ((deed.who[0], 12, 66), (deed.other, 36, 90)):
        play.keys[id] = [play.box(id, (_mirror(x, way), None)) for x in (start, end)]


def _approach(play: Blocking, deed: Deed) -> None:
    one, two = deed.who[0], deed.other
    near = 76 - (play.wide(one) + play.wide(two)) / 2 - 2
    path = [play.box(one, (18, None)), play.box(one, (max(near, 28), None))]
    play.keys[one] = path if deed.kind == "approach" else path[::-1]
    play.keys[two] = [play.box(two, (76, None))]


def _meet(play: Blocking, deed: Deed) -> None:
    one, two = deed.who[0], deed.other
    for id, side in ((one, -1), (two, 1)):
        ends = (50 + side * 36, 50 + side * (play.wide(id) / 2 + 2))
        play.keys[id] = [play.box(id, (x, None)) for x in ends]


def _send(play: Blocking, deed: Deed) -> None:
    one, two = deed.who[0], deed.other
    play.keys[one] = [play.box(one, (_mirror(22, deed.way), None))]
    y = GROUND[play.size] - play.high[one] * 0.4
    play.keys[two] = [play.box(two, (_mirror(x, deed.way), y)) for x in (36, 88)]


def _carry(play: Blocking, deed: Deed) -> None:
    """The other goes where its bearer goes, in front of the bearer's chest."""
    one, two = deed.who[0], deed.other
    if deed.way:
        _cross(play, Deed("cross", (one,), deed.way))
    else:
        play.keys.setdefault(one, [play.box(one, play.home[one])])
    held: list[Key] = []
    for box in play.keys[one]:
        if box is None:
            held.append(None)
            continue
        side = -1 if deed.way == "left" else 1
        x = (box[0] + box[2]) / 2 + side * play.wide(one) * 0.45
        held.append(play.box(two, (x, box[1] + (box[3] - box[1]) * 0.5)))
    play.keys[two] = held


def _ride(play: Blocking, deed: Deed) -> None:
    one, two = deed.who[0], deed.other
    if deed.way:
        _cross(play, Deed("cross", (two,), deed.way))
    else:
        play.keys[two] = [play.box(two, (50, None))]
    seat: list[Key] = []
    for box in play.keys[two]:
        assert box is not None
        y = box[1] + 0.4 * (box[3] - box[1]) - play.high[one] / 2
        seat.append(play.box(one, ((box[0] + box[2]) / 2, y)))
    play.keys[one] = seat


RULES: Mapping[str, Callable[[Blocking, Deed], None]] = {
    "cross": _cross, "to": _to, "rise": _rise, "enter": _enter, "leave": _leave,
    "through": _through, "visit": _visit, "stop": _stop, "appear": _appear, "vanish": _vanish,
    "first half": _vanish, "second half": _appear, "flash": _flash, "at": _at,
    "sequence": _sequence, "reach": _reach, "nearer": _nearer, "beside": _beside,
    "between": _between,
    "follow": _follow, "approach": _approach, "retreat": _approach, "meet": _meet, "send": _send,
    "carry": _carry, "ride": _ride, "bigger": _compare, "same size": _compare,
}  # fmt: skip
