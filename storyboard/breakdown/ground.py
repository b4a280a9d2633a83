"""The ground of a shot: sizes, heights, and where one stands in relation to another."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from storyboard import lexicon
from storyboard.breakdown import spots
from storyboard.breakdown.deeds import Beat, Deed, Tie
from storyboard.breakdown.figures import SMALLEST, Figure
from storyboard.breakdown.spots import EDGE, GAP, TOP, Spot

_STACKED = lexicon.listed("above below under on in behind front")


_NOBODY = Figure("", "stand", 0.1, 0.1)


@dataclass(slots=True)
class Sides:
    """Who stood where in the shots before, so that left stays left within a scene; and which way
    they went."""

    x: dict[str, float] = field(default_factory=dict)
    way: dict[str, int] = field(default_factory=dict)
    foot: dict[str, float] = field(default_factory=dict)  # of those who hang in the air
    told: dict[str, tuple[float, float]] = field(
        default_factory=dict
    )  # middles, as words told them


@dataclass(slots=True)
class Ground:
    """A shot while its boxes are made: how large everyone is and who stands how to whom.



    ``kinds`` are what the subjects are; ``ground`` is where feet stand.
    """

    beat: Beat
    figures: dict[str, Figure]
    kinds: Mapping[str, str]
    ground: float
    sides: Sides
    water: float = 0.0  # where boats lie; 0 = on the ground
    now: dict[str, Spot] = field(default_factory=dict)
    rows: dict[str, list[Spot]] = field(default_factory=dict)
    shown: dict[str, list[bool]] = field(default_factory=dict)
    anchored: set[str] = field(default_factory=set)
    order: dict[str, int] = field(default_factory=dict)
    seats: dict[str, str] = field(default_factory=dict)
    riders: dict[str, str] = field(default_factory=dict)  # who goes along with what moves
    facing: dict[str, str] = field(default_factory=dict)
    held: dict[str, tuple[str, int, int]] = field(default_factory=dict)
    back: set[str] = field(default_factory=set)  # the second row of a crowd
    far: dict[str, float] = field(default_factory=dict)  # how much higher those far off stand
    line: dict[str, int] = field(default_factory=dict)  # which way each one goes in this shot

    def _compare(self) -> None:
        for a, b, ratio in self.beat.sizes:
            if a not in self.figures or b not in self.figures:
                continue
            one, two = self.figures[a], self.figures[b]
            have = one.height * one.width / (two.height * two.width)
            if (
                ratio != 1.0
                and ((ratio > 1) == (have > ratio) or have == ratio)
                and (have > ratio if ratio > 1 else have < ratio)
            ):
                continue
            step = (ratio / have) ** 0.25
            grown, other = scaled(one, step), scaled(two, 1 / step)
            least = min(grown.height, other.height)
            if least < SMALLEST:
                grown, other = scaled(grown, SMALLEST / least), scaled(other, SMALLEST / least)
            self.figures[a], self.figures[b] = grown, other

    def _shrink(self, row: Sequence[str], tied: set[str]) -> None:
        """Makes everyone small enough to stand side by side, and stacks low enough to stand in the
        frame."""
        standing = [id for id in row if not self.figures[id].sky and not self._enters(id)]
        train = {id for deed in self.beat.deeds if deed.motion == "follow" for id in deed.who}
        if len(train) > 1:  # one behind the other needs no room side by side
            standing = [id for id in standing if id not in train]
        feet = [id for id in standing if not self.figures[id].floats]
        sky = [id for id in row if self.figures[id].sky]
        for id in row:
            if self.figures[id].width > 0.42 and any(
                id in (*deed.who, *deed.objects)
                and deed.motion in ("travel", "enter", "exit", "follow", "approach", "send")
                for deed in self.beat.deeds
            ):
                # room to move
                self.figures[id] = scaled(self.figures[id], 0.42 / self.figures[id].width)
        if len(standing) > 5 and self._crowding(standing) < 0.75:
            self.back = set((feet if len(feet) > 5 else standing)[1::2])
        self._gather()
        for level in ([id for id in standing if id not in self.back], [*self.back], sky):
            factor = self._crowding(level)
            if factor < 1:
                for id in level:
                    self.figures[id] = scaled(self.figures[id], factor)
        for deed in self.beat.deeds:
            tall = deed.motion in ("up", "down") or any(
                side is not None and side.y is not None
                for side in (deed.start, deed.end, deed.stay)
            )
            for id in deed.who:
                if (
                    tall
                    and id in self.figures
                    and self.figures[id].height > 0.42
                    and deed.motion not in ("stay", "face")
                ) or (tall and deed.stay and id in self.figures and self.figures[id].height > 0.42):
                    self.figures[id] = scaled(self.figures[id], 0.42 / self.figures[id].height)
            for tie in deed.ties:
                if tie.name in ("behind", "front"):
                    self._overlap(tie)
                if tie.name in ("above", "below", "under", "on"):
                    for a in tie.who:
                        for b in tie.others[:1]:
                            self._stack(tie.name, a, b)

    def _overlap(self, tie: Tie) -> None:
        """Makes two who stand behind each other small enough for the frame."""
        ids = [id for id in (*tie.who[:1], *tie.others[:1]) if id in self.figures]
        whole = 0.84 * sum(self.figures[id].width for id in ids)
        if len(ids) == 2 and whole > 0.9:
            for id in ids:
                self.figures[id] = scaled(self.figures[id], 0.9 / whole)

    def _gather(self) -> None:
        """Makes a crowd that moves narrow enough to have somewhere to go."""
        for deed in self.beat.deeds:
            who = [id for id in deed.who if id in self.figures and id not in self.back]
            if len(who) < 3 or deed.motion not in ("travel", "approach", "enter", "follow"):
                continue
            whole = sum(self.figures[id].width + GAP for id in who)
            heights = sorted(self.figures[id].height for id in who)
            factor = max(0.5 / whole, SMALLEST / heights[len(heights) // 2], 0.45)
            if factor < 1:
                for id in deed.who:
                    self.figures[id] = scaled(self.figures[id], factor)

    def _crowding(self, level: Sequence[str]) -> float:
        """The factor by which these must shrink to stand side by side."""
        figures = [self.figures[id] for id in level]
        return spots.fit([Spot(0, 0, one.width, one.height) for one in figures])

    def _stack(self, name: str, a: str, b: str) -> None:
        if a not in self.figures or b not in self.figures:
            return
        one, two = self.figures[a], self.figures[b]
        if name == "under" and (spots.shelters(self.kinds.get(b, "")) or two.sky):
            if not two.sky and one.height > 0.7 * two.height and not one.person:
                self.figures[a] = scaled(one, max(0.7 * two.height, SMALLEST) / one.height)
            elif not two.sky and one.height > 0.8 * two.height:
                self.figures[b] = scaled(two, min(0.84, one.height * 1.4) / two.height)
            return
        lift = spots.surface(two, self.kinds.get(b, ""), False) if name == "on" else 1.0
        room = self.ground - TOP - (0.05 if name != "on" else 0.0)
        total = one.height + two.height * lift
        if total > room:
            for id in (a, b):
                self.figures[id] = scaled(self.figures[id], room / total)

    def _turn_ties(self) -> None:
        """ "A below B" with B on the ground is B above A: what lies under the ground cannot be
        seen."""
        for deed in self.beat.deeds:
            for tie in deed.ties:
                other = next((id for id in tie.others if id in self.figures), None)
                if other is None or tie.name not in ("below", "under") or self._moving(deed):
                    continue
                figure = self.figures[other]
                if figure.sky or (
                    tie.name == "under" and spots.shelters(self.kinds.get(other, ""))
                ):
                    continue
                tie.name, tie.who, tie.others = "above", (other,), tie.who

    def _tied(self) -> set[str]:
        """Those whose place follows from another's: they need no room in the row."""
        found = {id for deed in self.beat.deeds for id in deed.carried} & set(self.figures)
        for deed in self.beat.deeds:
            if self._moving(deed):
                continue
            for tie in deed.ties:
                if tie.name in _STACKED and set(tie.others) & set(self.figures):
                    found |= set(tie.who) - set(tie.others)
            if (
                deed.motion == "carry"
                and len(deed.objects) == 1
                and not self.figures.get(deed.objects[0], _NOBODY).person
            ):
                found |= set(deed.objects) - set(deed.who)
        return found

    def _moving(self, deed: Deed) -> bool:
        return deed.motion not in ("stay", "face", "carry", "show", "hide") or deed.phase > 0

    def _scenic(self, id: str) -> bool:
        """Whether others may pass in front: a house, a tree, a ship."""
        figure = self.figures[id]
        return figure.metres > 3 and not figure.sky and figure.rig in ("thing", "plant", "boat")

    def _enters(self, id: str) -> bool:
        return any(deed.motion == "enter" and id in deed.who for deed in self.beat.deeds)

    def _outside(self, id: str) -> bool:
        spot = self.now[id]
        return (
            spot.x + spot.width / 2 <= 0
            or spot.x - spot.width / 2 >= 1
            or spot.foot <= 0
            or spot.top >= 1
        )

    def _foot(self, figure: Figure) -> float:
        if figure.floats and figure.id in self.sides.foot:
            return self.sides.foot[figure.id]
        if figure.sky:
            return min(0.10 + figure.height, 0.45)
        if figure.rig == "fish":
            return 0.52 + figure.height / 2
        if figure.floats:
            return min(max(0.36 + figure.height / 2, figure.height + TOP), self.ground)
        if figure.rig == "boat" and self.water:
            return self.water
        if figure.height > 0.9:  # closer than a full figure: the feet are below the frame
            return figure.height + (0.09 if figure.height < 1.5 else 0.05)
        return max(self.ground, figure.height + TOP)

    def _foot_at(self, figure: Figure, y: float) -> float:
        """The foot of a figure whose middle is at a height that the words name."""
        if y < 0:
            return -0.02
        if y > 1.05:
            return 1.02 + figure.height
        if y >= 0.99:
            return self.ground
        middle = min(max(y, figure.height / 2 + 0.02), 0.98 - figure.height / 2)
        return middle + figure.height / 2

    def _tie(self, tie: Tie) -> None:
        """Puts those of a tie where it says."""
        others = [id for id in tie.others if id in self.now]
        for number, id in enumerate(id for id in tie.who if id in self.now):
            if not others:
                return
            other = others[0]
            if other == id:
                continue
            here, there = self.now[id], self.now[other]
            kind = self.kinds.get(other, "")
            if tie.name == "between" and len(others) > 1:
                self._squeeze(id, others)
                continue
            if tie.name not in _STACKED and id in self.anchored and other in self.anchored:
                continue
            if tie.name in ("left", "right") and self.figures[other].sky:
                there.x = 0.24 if tie.name == "right" else 0.76  # there is room below it
            x, foot = spots.related(
                tie.name, here, there, kind, (self.figures[id], self.figures[other])
            )
            if tie.name in ("left", "right", "beside", "opposite", "ahead"):
                ok = {
                    "left": here.x < there.x - (here.width + there.width) / 2,
                    "right": here.x > there.x + (here.width + there.width) / 2,
                }
                if ok.get(tie.name):
                    continue
                if (
                    tie.name not in ok
                    and GAP * 0.5 < abs(here.x - there.x) - (here.width + there.width) / 2 < 0.2
                ):
                    continue
                step = number * (here.width + GAP)
                x += -step if tie.name == "left" or (x < there.x and tie.name != "right") else step
            elif len(tie.who) > 1:
                x += (number - (len(tie.who) - 1) / 2) * (
                    min(here.width + 0.01, there.width * 0.9 / len(tie.who))
                    if tie.name in ("on", "in")
                    else here.width + GAP
                )
            if tie.name in ("above", "on") and foot - here.height < 0.02:
                there.foot += 0.02 - (foot - here.height)
                foot = here.height + 0.02
            if tie.name == "on":
                foot = min(foot, there.middle + here.height / 2 - 0.01)
            self.now[id] = replace(here, x=x, foot=foot)
            if tie.name in ("on", "in", "above", "under") and not self._rests_on(other, id):
                self.riders[id] = other
            self._depth(tie.name, id, other, kind)

    def _rests_on(self, id: str, other: str) -> bool:
        """Whether someone goes along with another already, through however many between."""
        while id in self.riders and id != other:
            id = self.riders[id]
        return id == other

    def _depth(self, name: str, id: str, other: str, kind: str) -> None:
        base = self.order.get(other, 0)
        if name == "behind":
            self.order[id] = base - 1
        elif name in ("front", "under"):
            self.order[id] = base + 1
        elif name in ("on", "in"):
            self.order[id] = base - 1 if spots.holds(kind) else base + 1
            if name == "on" or spots.holds(kind) or kind in ("chair", "bench", "sofa"):
                self.seats[id] = other

    def _squeeze(self, id: str, others: Sequence[str]) -> None:
        """Makes room between two and puts one there."""
        left, right = sorted(others[:2], key=lambda other: self.now[other].x)
        a, b, here = self.now[left], self.now[right], self.now[id]
        need = (a.width + b.width) / 2 + here.width + 2 * GAP
        middle = (a.x + b.x) / 2
        if b.x - a.x < need:
            middle = min(
                max(middle, EDGE + a.width / 2 + need / 2), 1 - EDGE - b.width / 2 - need / 2
            )
            a.x, b.x = middle - need / 2, middle + need / 2
        self.now[id] = replace(here, x=(a.x + a.width / 2 + b.x - b.width / 2) / 2)


def scaled(figure: Figure, factor: float) -> Figure:
    return replace(figure, height=figure.height * factor, width=figure.width * factor)
