"""Boxes: a beat's deeds become the box of every subject at every moment of the shot."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from storyboard import lexicon
from storyboard.board import MOMENTS, Box
from storyboard.breakdown import spots
from storyboard.breakdown.deeds import Beat, Deed, Tie
from storyboard.breakdown.figures import SMALLEST, Figure
from storyboard.breakdown.spots import EDGE, GAP, TOP, Spot

LAST = MOMENTS - 1
_STACKED = lexicon.listed("above below under on in behind front")


@dataclass(slots=True)
class Sides:
    """Who stood where in the shots before, so that left stays left within a scene; and which way
    they went."""

    x: dict[str, float] = field(default_factory=dict)
    way: dict[str, int] = field(default_factory=dict)


@dataclass(slots=True)
class Stage:
    """One shot while its boxes are made.

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
    facing: dict[str, str] = field(default_factory=dict)
    held: dict[str, tuple[str, int, int]] = field(default_factory=dict)
    line: dict[str, int] = field(default_factory=dict)  # which way each one goes in this shot

    def boxes(self) -> dict[str, tuple[Box | None, ...]]:
        """Every subject's box at the moments; absent where it is not there."""
        self._compare()
        self._open()
        bounds = self._bounds()
        for phase in range(self.beat.phases):
            start, end = bounds[phase], bounds[phase + 1]
            for deed in self.beat.deeds:
                if deed.phase == phase:
                    self._play(deed, *self._interval(deed, start, end))
            for deed in self.beat.deeds:
                if deed.phase == phase:
                    self._ties(deed, start, end)
            self._carry(start)
        self._windows()
        for deed in self.beat.deeds:
            if deed.toward == "along":
                self.order.update({id: -1 for id in deed.targets if id in self.rows})
        made = {}
        for id, row in self.rows.items():
            path = tuple(
                Box(
                    round(s.x - s.width / 2, 4),
                    round(s.top, 4),
                    round(s.x + s.width / 2, 4),
                    round(s.foot, 4),
                )
                if shown
                else None
                for s, shown in zip(row, self.shown[id])
            )
            made[id] = path
        self._remember()
        return made

    # -- the beginning

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
            grown, other = _scaled(one, step), _scaled(two, 1 / step)
            least = min(grown.height, other.height)
            if least < SMALLEST:
                grown, other = _scaled(grown, SMALLEST / least), _scaled(other, SMALLEST / least)
            self.figures[a], self.figures[b] = grown, other

    def _bounds(self) -> list[int]:
        """The moment at which each phase begins; a phase in which something moves gets twice the
        time."""
        weights = []
        for phase in range(self.beat.phases):
            deeds = [deed for deed in self.beat.deeds if deed.phase == phase]
            busy = any(
                deed.motion not in ("stay", "face", "carry") or (phase and (deed.stay or deed.ties))
                for deed in deeds
            )
            weights.append(2 if busy else 1)
        total, bounds, at = sum(weights), [0], 0
        for weight in weights:
            at += weight
            bounds.append(
                max(round(LAST * at / total), bounds[-1] + (1 if bounds[-1] < LAST else 0))
            )
        bounds[-1] = LAST
        return bounds

    def _interval(self, deed: Deed, start: int, end: int) -> tuple[int, int]:
        """When a deed happens: its phase, or the part of the shot that its words name."""
        moving = deed.motion not in ("stay", "face", "show", "hide", "carry")
        if deed.windows and moving:
            window = deed.windows[0]
            return round(LAST * window.start), max(
                round(LAST * window.end), round(LAST * window.start) + 1
            )
        return start, end

    def _open(self) -> None:
        """Everyone's first spot."""
        first: dict[str, Deed] = {}
        for deed in self.beat.deeds:
            for id in deed.who:
                if id not in first or (
                    first[id].motion == "stay"
                    and not first[id].stay
                    and not first[id].ties
                    and deed.phase == first[id].phase
                ):
                    first[id] = deed
            for id in deed.objects:
                if deed.motion == "follow":
                    first.setdefault(id, deed)
        ids = [id for id in self.beat.seen if id in self.figures]
        self._turn_ties()
        tied = self._tied()
        row = [id for id in ids if id not in tied]
        self._shrink(row, tied)
        for id in ids:
            figure = self.figures[id]
            self.now[id] = Spot(0.5, self._foot(figure), figure.width, figure.height)
            self.shown[id] = [True] * MOMENTS
        self._wishes(row, first)
        ground = [id for id in row if not self._outside(id) and not self.figures[id].sky]
        sky = [id for id in row if not self._outside(id) and self.figures[id].sky]
        for level in (*self._split_levels(ground), sky):
            spots.relax(self.now, frozenset(self.anchored), level)
        for deed in self.beat.deeds:
            if not self._moving(deed):
                for tie in deed.ties:
                    self._tie(tie)
        self._inside(ids)
        self.rows = {id: [replace(self.now[id]) for _ in range(MOMENTS)] for id in ids}

    def _turn_ties(self) -> None:
        """ "A below B" with B on the ground is B above A: what lies under the ground cannot be
        seen."""
        for deed in self.beat.deeds:
            for tie in deed.ties:
                other = next((id for id in tie.others if id in self.figures), None)
                if other is None or tie.name not in ("below", "under") or self._moving(deed):
                    continue
                figure = self.figures[other]
                if (
                    figure.sky
                    or figure.floats
                    or (tie.name == "under" and spots.shelters(self.kinds.get(other, "")))
                ):
                    continue
                tie.name, tie.who, tie.others = "above", (other,), tie.who

    def _split_levels(self, row: Sequence[str]) -> list[list[str]]:
        """Figures that may stand above each other need no room side by side."""
        levels: list[list[str]] = []
        for id in row:
            spot = self.now[id]
            for level in levels:
                if any(
                    spot.top < self.now[other].foot and self.now[other].top < spot.foot
                    for other in level
                ):
                    level.append(id)
                    break
            else:
                levels.append([id])
        return levels

    def _foot(self, figure: Figure) -> float:
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

    def _tied(self) -> set[str]:
        """Those whose place follows from another's: they need no room in the row."""
        found = set()
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

    def _shrink(self, row: Sequence[str], tied: set[str]) -> None:
        """Makes everyone small enough to stand side by side, and stacks low enough to stand in the
        frame."""
        standing = [id for id in row if not self.figures[id].sky and not self._enters(id)]
        sky = [id for id in row if self.figures[id].sky]
        for id in row:
            if self.figures[id].width > 0.42 and any(
                id in (*deed.who, *deed.objects)
                and deed.motion in ("travel", "enter", "exit", "follow", "approach", "send")
                for deed in self.beat.deeds
            ):
                self.figures[id] = _scaled(
                    self.figures[id], 0.42 / self.figures[id].width
                )  # room to move
        for level in (standing, sky):
            factor = spots.fit(
                [Spot(0, 0, self.figures[id].width, self.figures[id].height) for id in level]
            )
            if factor < 1:
                for id in level:
                    self.figures[id] = _scaled(self.figures[id], factor)
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
                    self.figures[id] = _scaled(self.figures[id], 0.42 / self.figures[id].height)
            for tie in deed.ties:
                if tie.name in ("above", "below", "under", "on"):
                    for a in tie.who:
                        for b in tie.others[:1]:
                            self._stack(tie.name, a, b)

    def _stack(self, name: str, a: str, b: str) -> None:
        if a not in self.figures or b not in self.figures:
            return
        one, two = self.figures[a], self.figures[b]
        if name == "under" and (spots.shelters(self.kinds.get(b, "")) or two.sky):
            if not two.sky and one.height > 0.7 * two.height and not one.person:
                self.figures[a] = _scaled(one, max(0.7 * two.height, SMALLEST) / one.height)
            elif not two.sky and one.height > 0.8 * two.height:
                self.figures[b] = _scaled(two, min(0.84, one.height * 1.4) / two.height)
            return
        lift = spots.surface(two, self.kinds.get(b, ""), False) if name == "on" else 1.0
        room = self.ground - TOP - (0.05 if name != "on" else 0.0)
        total = one.height + two.height * lift
        if total > room:
            for id in (a, b):
                self.figures[id] = _scaled(self.figures[id], room / total)

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

    # -- wishes: where each one wants to begin

    def _wishes(self, row: Sequence[str], first: Mapping[str, Deed]) -> None:
        waiting: list[str] = []
        for id in row:
            deed = first.get(id)
            wish = self._wish(id, deed) if deed else None
            if wish is None:
                waiting.append(id)
                continue
            x, foot = wish
            if x is not None:
                group = [other for other in (deed.who if deed else (id,)) if other in row]
                self.now[id].x = self._ranked(x, id, group)
                self.anchored.add(id)
            else:
                waiting.append(id)
            if foot is not None:
                self.now[id].foot = foot
        self._default(self._sorted(waiting), row)

    def _ranked(self, x: float, id: str, group: Sequence[str]) -> float:
        """The x of one of a group that is spread around a wish."""
        if len(group) < 2 or id not in group:
            return x
        widths = [self.figures[other].width + GAP for other in group]
        at = group.index(id)
        offset = sum(widths[:at]) + widths[at] / 2 - sum(widths) / 2
        whole = sum(widths)
        if x < -0.001:
            return x - whole / 2 + widths[0] / 2 + offset
        if x > 1.001:
            return x + whole / 2 - widths[0] / 2 + offset
        low, high = EDGE + whole / 2, 1 - EDGE - whole / 2
        return (min(max(x, low), high) if low < high else 0.5) + offset

    def _sorted(self, ids: Sequence[str]) -> list[str]:
        """From left to right: by what the words say of left and right, else as in the shots
        before, else as mentioned."""
        known = self.sides.x
        ordered = list(ids)
        if sum(id in known for id in ids) > 1:
            ordered.sort(key=lambda id: known.get(id, 0.5))
        for _ in range(3):
            for deed in self.beat.deeds:
                for tie in deed.ties:
                    self._by_tie(tie, ordered)
        return ordered

    def _by_tie(self, tie: Tie, ordered: list[str]) -> None:
        who = [id for id in tie.who if id in ordered]
        others = [id for id in tie.others if id in ordered]
        if not who or not others:
            return
        if tie.name == "between" and len(others) > 1:
            for id in who:
                ordered.remove(id)
            first, second = sorted(others[:2], key=ordered.index)
            at = ordered.index(first) + 1
            ordered[at:at] = who
            ordered.remove(second)
            at = max(ordered.index(id) for id in who) + 1
            ordered.insert(at, second)
        elif tie.name in ("left", "right"):
            places = [ordered.index(id) for id in others]
            wrong = [
                id
                for id in who
                if (
                    ordered.index(id) > min(places)
                    if tie.name == "left"
                    else ordered.index(id) < max(places)
                )
            ]
            for id in wrong:
                ordered.remove(id)
                at = (
                    min(ordered.index(o) for o in others)
                    if tie.name == "left"
                    else max(ordered.index(o) for o in others) + 1
                )
                ordered.insert(at, id)
        elif tie.name in ("beside", "opposite", "ahead"):
            for id in who:
                if abs(ordered.index(id) - ordered.index(others[0])) > 1:
                    ordered.remove(id)
                    ordered.insert(ordered.index(others[0]) + 1, id)

    def _default(self, waiting: Sequence[str], row: Sequence[str]) -> None:
        """Even places for those without a wish, in the room that the others leave."""
        levels = (
            [id for id in waiting if not self.figures[id].sky],
            [id for id in waiting if self.figures[id].sky],
        )
        for number, level in enumerate(levels):
            taken = [
                self.now[id]
                for id in row
                if id in self.anchored
                and not self._outside(id)
                and self.figures[id].sky == bool(number)
            ]
            places = self._even(level, taken, sky=bool(number))
            for id, x in zip(level, places):
                self.now[id].x = x

    def _even(self, level: Sequence[str], taken: Sequence[Spot], sky: bool) -> list[float]:
        if not level:
            return []
        if len(level) == 1 and not taken:
            id = level[0]
            if sky:
                return [0.74]
            busy = any(self._outside(other) for other in self.now)
            known = self.sides.x.get(id)
            return [0.64 if busy else 0.5 if known is None else 0.44 if known < 0.5 else 0.56]
        widths = [self.figures[id].width for id in level]
        if not taken:
            room = 1 - 2 * EDGE - sum(widths)
            step = min(room / (len(level) + 1), 0.16 if len(level) > 2 else 0.22)
            at = 0.5 - (sum(widths) + step * (len(level) - 1)) / 2
            places = []
            for width in widths:
                places.append(at + width / 2)
                at += width + step
            return places
        left = sum(spot.x < 0.5 for spot in taken) <= len(taken) / 2
        free = (
            (0.06, min(spot.x - spot.width / 2 for spot in taken))
            if left
            else (max(spot.x + spot.width / 2 for spot in taken), 0.94)
        )
        if len(taken) == 1 and abs(taken[0].x - 0.5) < 0.1 and len(level) > 1:
            half = len(level) // 2
            return [
                *self._across(level[:half], 0.04, taken[0].x - taken[0].width / 2),
                *self._across(level[half:], taken[0].x + taken[0].width / 2, 0.96),
            ]
        return self._across(level, *free)

    def _across(self, level: Sequence[str], low: float, high: float) -> list[float]:
        return [low + (high - low) * (2 * n + 1) / (2 * len(level)) for n in range(len(level))]

    def _wish(self, id: str, deed: Deed) -> tuple[float | None, float | None] | None:
        """x and foot that the first deed of someone asks for; None in either = no wish."""
        figure = self.figures[id]
        foot = self._height_wish(figure, deed)
        way = self._way(id, deed)
        start = deed.start.x if deed.start else None
        if deed.motion == "enter":
            if deed.start and deed.start.y is not None and start is None:
                return 0.5, -0.02 if deed.start.y < 0.5 else 1.02 + figure.height
            edge = (
                start
                if start is not None
                else deed.stay.x
                if deed.stay and deed.stay.x is not None
                else None
            )
            left = edge < 0.5 if edge is not None else way > 0
            return spots.beyond(figure.width, left), foot
        if deed.stay and (deed.stay.x is not None or deed.stay.y is not None) and not deed.start:
            foot = self._foot_at(figure, deed.stay.y) if deed.stay.y is not None else foot
            middle = deed.stay.x if deed.stay.x is not None else None
            return middle, foot
        if start is not None:
            return start, foot
        if deed.motion == "follow":
            if id in deed.who:
                return (0.16 if way > 0 else 0.84), foot
            return (0.46 if way > 0 else 0.54), foot
        if deed.motion == "send" and id in deed.who:
            return (0.3 if way > 0 else 0.7), foot
        if deed.motion in ("approach", "travel") or (
            deed.motion in ("stay", "carry") and deed.end and deed.end.x is not None
        ):
            if deed.end and deed.end.x is None and deed.end.y is not None:
                return None, foot
            if deed.motion == "travel" and deed.targets and deed.toward == "from":
                return None, foot
            return (0.2 if way > 0 else 0.8), foot
        if deed.motion == "retreat":
            return None, foot
        if deed.motion == "exit":
            known = self.sides.x.get(id)
            return (0.5 if known is None else min(max(known, 0.3), 0.7)) if len(
                self.beat.seen
            ) == 1 else (0.4 if way < 0 else 0.6), foot
        return (None, foot) if foot is not None else None

    def _height_wish(self, figure: Figure, deed: Deed) -> float | None:
        if deed.start and deed.start.y is not None:
            return self._foot_at(figure, deed.start.y)
        rises = deed.end is not None and deed.end.y is not None and deed.end.y < 0.5
        sinks = deed.end is not None and deed.end.y is not None and deed.end.y >= 0.5
        if deed.motion == "up" or (rises and deed.motion != "stay"):
            return min(self.ground, 0.92) if not figure.sky else 0.8
        if (deed.motion == "down" and not deed.objects) or (
            sinks and deed.motion not in ("stay", "face")
        ):
            return self._foot_at(figure, 0.16)
        return None

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

    def _way(self, id: str, deed: Deed) -> int:
        """+1 to the right, -1 to the left: by the words, by the target, as before in the scene,
        else to the right."""
        start = deed.start.x if deed.start else None
        end = deed.end.x if deed.end else None
        stay = deed.stay.x if deed.stay else None
        if deed.motion == "enter" and start is None and stay is not None:
            start = stay
        if start is not None and end is not None and start != end:
            return 1 if end > start else -1
        if end is not None:
            return 1 if end >= 0.5 else -1
        if start is not None:
            return 1 if start <= 0.5 else -1
        if deed.motion == "follow":
            leader = next(iter(deed.objects), id)
            return self.sides.way.get(leader, self.sides.way.get(id, 1))
        for other in deed.targets or deed.objects:
            if other in self.now and other in self.anchored and deed.toward != "away":
                return 1 if self.now[other].x >= 0.5 else -1
            if other in self.sides.x and deed.motion in ("approach", "enter"):
                return 1 if self.sides.x[other] >= 0.5 else -1
        if id in self.sides.way:
            return self.sides.way[id]
        if id in self.sides.x and deed.motion in ("travel", "approach", "exit"):
            return (
                1
                if self.sides.x[id] < 0.5 or (deed.motion == "exit" and self.sides.x[id] >= 0.5)
                else -1
            )
        return 1

    # -- playing a deed

    def _play(self, deed: Deed, start: int, end: int) -> None:
        group = [id for id in deed.who if id in self.now]
        if not group:
            return
        match deed.motion:
            case "send":
                self._send(deed, start, end)
            case "carry":
                self._take(deed, start, end)
            case "down" if deed.objects:
                for id in deed.objects:
                    self._go(
                        id,
                        start,
                        end,
                        self.now[id].x,
                        self._foot(replace(self.figures[id], floats=False)),
                    )
            case "face" | "stay":
                self._stay(deed, group, start, end)
            case "show" | "hide":
                if deed.motion == "show" and deed.start and deed.start.x is not None:
                    for id in group:
                        self.rows[id][0].x = self.now[id].x = spots.beyond(
                            self.figures[id].width, deed.start.x < 0.5
                        )
                        self._go(
                            id, start, end, 0.35 if deed.start.x < 0.5 else 0.65, self.now[id].foot
                        )
                elif deed.stay and start:
                    self._stay(deed, group, start, end)
                self._toggle(deed, group, start, end)
            case "follow":
                self._follow(deed, group, start, end)
            case _:
                self._travel(deed, group, start, end)

    def _toggle(self, deed: Deed, group: Sequence[str], start: int, end: int) -> None:
        if deed.windows:
            return
        if deed.motion == "show" and not deed.absent:
            begin = start if start else (0 if deed.start and deed.start.x is not None else 2)
            for id in group:
                self.shown[id] = [m >= begin and shown for m, shown in enumerate(self.shown[id])]
        elif deed.motion == "hide" and not deed.negated:
            gone = (start + end + 1) // 2 if end < LAST or start else 6
            for id in group:
                self.shown[id] = [m < gone and shown for m, shown in enumerate(self.shown[id])]

    def _stay(self, deed: Deed, group: Sequence[str], start: int, end: int) -> None:
        side = deed.end if deed.end and deed.end.x is not None else deed.stay
        if deed.verb in ("turn", "look", "face", "glance", "gaze", "stare", "point", "peer"):
            if side is not None and side.x is not None:
                for id in group:
                    self.facing[id] = "left" if side.x < 0.5 else "right"
                return
            for id in group:
                for other in (*deed.targets, *deed.objects)[:1]:
                    if other in self.now and self.now[other].x != self.now[id].x:
                        self.facing[id] = "left" if self.now[other].x < self.now[id].x else "right"
            return
        if start and deed.stay is not None:
            for id in group:
                x = (
                    self._ranked(deed.stay.x, id, group)
                    if deed.stay.x is not None
                    else self.now[id].x
                )
                foot = (
                    self._foot_at(self.figures[id], deed.stay.y)
                    if deed.stay.y is not None
                    else self.now[id].foot
                )
                self._go(id, start, end, x, foot)
        elif deed.end is not None and deed.verb not in ("be",):
            self._travel(deed, group, start, end)

    def _travel(self, deed: Deed, group: Sequence[str], start: int, end: int) -> None:
        for id in group:
            x, foot = self._goal(id, deed, group)
            arc = 0.0
            if (
                deed.toward == "over"
                and deed.targets
                and deed.targets[0] in self.now
                and not self.figures[id].floats
            ):
                arc = max(0.1, self.now[id].foot - self.now[deed.targets[0]].top + 0.04)
            self._go(id, start, end, x, foot, arc)
            if deed.motion == "enter" and start:
                self.shown[id] = [m >= start and shown for m, shown in enumerate(self.shown[id])]
            if deed.motion == "exit" and end < LAST:
                self.shown[id] = [m <= end and shown for m, shown in enumerate(self.shown[id])]

    def _goal(self, id: str, deed: Deed, group: Sequence[str]) -> tuple[float, float]:
        """Where a deed takes someone."""
        here, figure = self.now[id], self.figures[id]
        way = self._way(id, deed)
        if (
            deed.end is None
            and deed.motion in ("travel",)
            and abs(here.x - 0.5) > 0.12
            and deed.start is None
            and id not in self.sides.way
        ):
            way = 1 if here.x < 0.5 else -1
        foot = here.foot
        if deed.end and deed.end.y is not None:
            foot = self._foot_at(figure, deed.end.y)
        elif deed.motion == "up":
            foot = self._foot_at(figure, 0.2)
        elif deed.motion == "down":
            foot = self._foot(replace(figure, floats=False)) if not figure.sky else 0.8
            if foot < here.foot + 0.12:
                foot = min(here.foot + 0.35, 1.1)
        elif deed.start and deed.start.y is not None and deed.motion != "enter":
            foot = (
                self._foot_at(figure, 1 - deed.start.y)
                if 0 <= deed.start.y <= 1
                else self._foot(figure)
            )
        elif deed.motion == "enter" and (foot <= 0 or foot - figure.height >= 1):
            foot = self._foot(figure)
        self.line[id] = way
        if deed.motion == "exit":
            side = next(
                (s.x for s in (deed.end, deed.stay, deed.start) if s and s.x is not None), None
            )
            left = side < 0.5 if side is not None else way < 0
            self.line[id] = -1 if left else 1
            if deed.end and deed.end.y is not None and deed.end.x is None:
                return here.x, (-0.02 if deed.end.y < 0.5 else 1.02 + figure.height)
            return self._ranked(spots.beyond(figure.width, left), id, group), foot
        if deed.end and deed.end.x is not None:
            return self._clear(id, self._ranked(deed.end.x, id, group), foot, group), foot
        if deed.motion == "retreat":
            other = next((self.now[t] for t in deed.targets if t in self.now), None)
            left = other is not None and other.x > here.x
            self.line[id] = -1 if left else 1
            return self._ranked(0.15 if left else 0.85, id, group), foot
        others = [
            t
            for t in (*deed.targets, *(deed.objects if deed.motion == "approach" else ()))
            if t in self.now and t not in group
        ]
        if others and deed.toward == "over" and figure.floats:
            foot = max(min(here.foot, self.now[others[0]].top - 0.02), figure.height + TOP)
        if others and deed.toward not in ("from", "out", "along"):
            return self._near(id, deed, others[0], group), foot
        if (
            deed.motion in ("up", "down")
            or (deed.end and deed.end.y is not None)
            or (deed.start and deed.start.y is not None and deed.start.x is None)
        ):
            return (
                (here.x, foot)
                if not (deed.start and deed.start.x is not None)
                else (1 - deed.start.x, foot)
            )
        if deed.motion == "enter":
            wish = 0.36 if here.x < 0.5 else 0.64
            return self._clear(id, self._ranked(wish, id, group), foot, group), foot
        if deed.start and deed.start.x is not None and deed.end is None:
            return self._ranked(
                1 - deed.start.x if abs(deed.start.x - 0.5) > 0.1 else 0.5 + 0.3 * way, id, group
            ), foot
        return self._clear(id, self._ranked(0.8 if way > 0 else 0.2, id, group), foot, group), foot

    def _near(self, id: str, deed: Deed, other: str, group: Sequence[str]) -> float:
        here, there = self.now[id], self.now[other]
        reach = (here.width + there.width) / 2 + GAP / 2
        left = here.x <= there.x
        self.line[id] = 1 if left else -1
        rank = list(group).index(id)
        if deed.toward in ("past", "over", "around"):
            beyond = there.x + (reach + 0.06 if left else -reach - 0.06)
            return self._ranked(min(max(beyond, 0.1), 0.9), id, group)
        step = (here.width + GAP / 2) * rank
        return self._clear(
            id,
            there.x - reach - step if left else there.x + reach + step,
            here.foot,
            group,
            inward=-1 if left else 1,
        )

    def _clear(
        self, id: str, x: float, foot: float, group: Sequence[str], inward: float = 0.0
    ) -> float:
        spot = self.now[id]
        probe = Spot(x, foot, spot.width, spot.height)
        others = [s for other, s in self.now.items() if other not in group and other != id and not self._outside(other)
                  and other not in self.seats and self.seats.get(id) != other and not self._rides(other, id)
                  and not any(deed.toward == "along" and other in deed.targets for deed in self.beat.deeds)]  # fmt: skip
        return spots.free(x, probe, others, inward)

    def _rides(self, a: str, b: str) -> bool:
        return self.held.get(a, ("",))[0] == b or self.held.get(b, ("",))[0] == a

    def _go(self, id: str, start: int, end: int, x: float, foot: float, arc: float = 0.0) -> None:
        """Moves someone in a straight line (or an arc) between two moments; it stays there
        afterwards."""
        row, here = self.rows[id], self.now[id]
        for m in range(start, MOMENTS):
            u = min(1.0, (m - start) / max(1, end - start))
            row[m] = replace(
                row[m],
                x=here.x + (x - here.x) * u,
                foot=here.foot + (foot - here.foot) * u - arc * 4 * u * (1 - u),
            )
        passengers = [rider for rider, seat in self.seats.items() if seat == id]
        for rider in passengers:
            lift = self.now[rider].foot - here.foot
            shift = self.now[rider].x - here.x
            self._go(rider, start, end, x + shift, foot + lift, arc)
        self.now[id] = replace(here, x=x, foot=foot)

    def _follow(self, deed: Deed, group: Sequence[str], start: int, end: int) -> None:
        leaders = [id for id in deed.objects if id in self.now]
        if not leaders:
            self._travel(deed, group, start, end)
            return
        leads = any(
            set(leaders) & set(other.who)
            and other.motion in ("travel", "exit", "enter", "retreat", "approach")
            for other in self.beat.deeds
            if other.phase == deed.phase
        )
        way = self.line.get(leaders[0], self._way(group[0], deed))
        if not leads:
            for id in leaders:
                if deed.end is not None or True:
                    self.line[id] = way
                    self._go(
                        id,
                        start,
                        end,
                        self._ranked(0.84 if way > 0 else 0.16, id, leaders),
                        self.now[id].foot,
                    )
        lead = self.now[leaders[0]]
        for number, id in enumerate(group):
            self.line[id] = way
            here = self.now[id]
            gap = (lead.width + here.width) / 2 + GAP + number * (here.width + GAP)
            x = lead.x - way * gap
            if self._outside(leaders[0]):
                x = spots.beyond(here.width, way < 0)
            self._go(id, start, end, x, here.foot)

    def _send(self, deed: Deed, start: int, end: int) -> None:
        thrower = next((id for id in deed.who if id in self.now), None)
        things = [id for id in deed.objects if id in self.now]
        if thrower is None:
            return
        if not things:
            self._stay(replace(deed, motion="stay"), [thrower], start, end)
            return
        hand = self.now[thrower]
        way = self._way(things[0], replace(deed, objects=()))
        target = next((self.now[id] for id in deed.targets if id in self.now), None)
        if target is not None:
            way = 1 if target.x >= hand.x else -1
        self.facing[thrower] = "right" if way > 0 else "left"
        for id in things:
            thing = self.now[id]
            low = deed.verb in ("kick", "roll", "push")
            begin = Spot(
                hand.x + way * (hand.width / 2 + thing.width / 2),
                hand.foot if low else hand.foot - hand.height * 0.5,
                thing.width,
                thing.height,
            )
            for m in range(start + 1):
                self.rows[id][m] = replace(begin)
            self.now[id] = begin
            self.held.pop(id, None)
            if target is not None:
                x = target.x - way * (target.width / 2 + thing.width / 2)
                foot = target.foot if low else target.foot - target.height * 0.4
            elif deed.end and deed.end.x is not None:
                x, foot = deed.end.x, self.ground
            elif deed.end and deed.end.y is not None:
                x, foot = begin.x, self._foot_at(self.figures[id], deed.end.y)
            else:
                x, foot = (0.88 if way > 0 else 0.12), self.ground
            self.line[id] = way
            self._go(
                id,
                start,
                end,
                x,
                foot,
                0.0 if low or (deed.end and deed.end.y is not None) else 0.2,
            )

    def _take(self, deed: Deed, start: int, end: int) -> None:
        carrier = next((id for id in deed.who if id in self.now), None)
        if carrier is None:
            return
        for id in deed.objects:
            if (
                id in self.now
                and not self.figures[id].person
                and id != carrier
                and self.figures[id].metres < 3
            ):
                self.held[id] = (
                    carrier,
                    start,
                    1
                    if deed.verb in ("push",)
                    else -1
                    if deed.verb in ("pull", "drag", "tow", "haul", "lead")
                    else 0,
                )
        if deed.end is not None or deed.targets:
            self._travel(
                replace(deed, motion="approach" if deed.targets else "travel", objects=()),
                [carrier],
                start,
                end,
            )

    def _carry(self, since: int) -> None:
        """Held things go where their bearers go."""
        for id, (carrier, start, place) in self.held.items():
            bearer, thing = self.rows[carrier], self.figures[id]
            way = self.line.get(carrier, 1 if self.now[carrier].x <= 0.5 else -1)
            for m in range(max(start, since), MOMENTS):
                spot = bearer[m]
                if place or thing.height > 0.6 * spot.height:
                    side = place or 1
                    x, foot = spot.x + way * side * (spot.width / 2 + thing.width / 2), spot.foot
                else:
                    x, foot = (
                        spot.x + way * (0.3 * spot.width + 0.4 * thing.width),
                        spot.foot - 0.36 * spot.height + thing.height * 0.3,
                    )
                self.rows[id][m] = Spot(x, foot, thing.width, thing.height)
                self.shown[id][m] = self.shown[carrier][m]
            self.order[id] = self.order.get(carrier, 0) + 1
            self.now[id] = replace(self.rows[id][LAST])

    # -- relations

    def _ties(self, deed: Deed, start: int, end: int) -> None:
        """Relations that a deed leads to: onto the table, behind the tree."""
        if not self._moving(deed):
            return
        for tie in deed.ties:
            who = [id for id in tie.who if id in self.now]
            others = [id for id in tie.others if id in self.now]
            if not who or not others:
                continue
            for id in who:
                before = replace(self.now[id])
                self._tie(Tie(tie.name, (id,), tuple(others)))
                after = self.now[id]
                self.now[id] = replace(self.rows[id][start])
                arc = 0.12 if deed.verb in ("jump", "leap", "hop") else 0.0
                self._go(id, start, end, after.x, after.foot, arc)
                if deed.motion == "enter":
                    self.rows[id][0] = replace(
                        self.rows[id][0], x=before.x if start else self.rows[id][0].x
                    )
                self.line[id] = 1 if after.x >= before.x else -1

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
            if tie.name == "above" and foot - here.height < 0.02:
                there.foot += 0.02 - (foot - here.height)
                foot = here.height + 0.02
            if tie.name == "on":
                foot = min(foot, there.middle + here.height / 2 - 0.01)
            self.now[id] = replace(here, x=x, foot=foot)
            self._depth(tie.name, id, other, kind)

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

    def _inside(self, ids: Sequence[str]) -> None:
        """Shifts everyone who stands in the frame so that nobody is cut by its edge."""
        inside = [self.now[id] for id in ids if not self._outside(id) and self.now[id].width < 0.9]
        if not inside:
            return
        low = min(spot.x - spot.width / 2 for spot in inside)
        high = max(spot.x + spot.width / 2 for spot in inside)
        shift = EDGE - low if low < EDGE else 1 - EDGE - high if high > 1 - EDGE else 0.0
        if low + shift < 0 or high + shift > 1:
            shift = 0.5 - (low + high) / 2
        for spot in inside:
            spot.x += shift
        top = min(spot.top for spot in inside)
        if top < 0 and max(spot.height for spot in inside) < 0.9:
            for spot in inside:
                if spot.top < 0.01:
                    spot.foot += 0.01 - spot.top

    # -- the end

    def _windows(self) -> None:
        """Who is there only for a part of the shot."""
        allowed: dict[str, list[tuple[float, float]]] = {}
        for deed in self.beat.deeds:
            if not deed.windows or deed.motion not in ("stay", "show", "hide", "face", "carry"):
                continue
            for window in deed.windows:
                parts = [(window.start, window.end)]
                if deed.absent:
                    parts = [(0.0, window.start), (window.end, 1.0)]
                for id in deed.who:
                    allowed.setdefault(id, []).extend(parts)
        for id, parts in allowed.items():
            if id in self.shown:
                self.shown[id] = [
                    shown
                    and any(
                        low <= m / LAST < high or (high >= 1 and m == LAST and low < 1)
                        for low, high in parts
                    )
                    for m, shown in enumerate(self.shown[id])
                ]
                if not any(self.shown[id]):
                    self.shown[id] = [True] * MOMENTS

    def _remember(self) -> None:
        for id, row in self.rows.items():
            last = row[LAST]
            if 0 < last.x < 1:
                self.sides.x[id] = last.x
            if id in self.line:
                self.sides.way[id] = self.line[id]
            if not 0 <= last.x <= 1:
                self.sides.x.pop(id, None)


_NOBODY = Figure("", "stand", 0.1, 0.1)


def _scaled(figure: Figure, factor: float) -> Figure:
    return replace(figure, height=figure.height * factor, width=figure.width * factor)
