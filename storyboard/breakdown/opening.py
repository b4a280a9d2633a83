"""The opening of a shot: who begins where, by the words, by the scene so far, else evenly."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from storyboard.board import MOMENTS
from storyboard.breakdown import spots
from storyboard.breakdown.deeds import Deed, Tie
from storyboard.breakdown.figures import Figure
from storyboard.breakdown.seams import Seams
from storyboard.breakdown.spots import EDGE, GAP, Spot


class Opening(Seams):
    """Where everyone is when the shot begins."""

    def _open(self) -> None:
        """Everyone's first spot."""
        self.continued = set()
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
            if self._scenic(id):
                self.order[id] = -1
        if self.back:
            front = max(self.figures[id].height for id in row if id not in self.back)
            for id in self.back:
                self.now[id].foot -= front + 0.02
                self.order[id] = -1
        for id, lift in self.far.items():
            if id in self.now:
                self.now[id].foot -= lift
                self.order[id] = -1 if lift > 0 else 1
        self._wishes(row, first)
        self._placed_seats(tied)
        ground = [id for id in row if not self._outside(id) and not self.figures[id].sky]
        sky = [id for id in row if not self._outside(id) and self.figures[id].sky]
        for level in (*self._split_levels(ground), sky):
            spots.relax(self.now, frozenset(self.anchored), level)
        for deed in self.beat.deeds:
            if not self._moving(deed):
                for tie in deed.ties:
                    self._tie(tie)
        self._settle(ids)
        self._inside(ids)
        self._climbing()
        self.rows = {id: [replace(self.now[id]) for _ in range(MOMENTS)] for id in ids}

    def _settle(self, ids: Sequence[str]) -> None:
        """Those who were put beside somebody make room for third ones; riders go along."""
        loose = set(self.riders) | {
            id
            for deed in self.beat.deeds
            for tie in deed.ties
            if tie.name in ("behind", "front", "between")
            for id in tie.who
        }
        held = {id for deed in self.beat.deeds for id in deed.carried}
        row = [
            id
            for id in ids
            if id not in loose
            and id not in held
            and not self._outside(id)
            and not self.figures[id].sky
        ]
        before = {id: self.now[id].x for id in row}
        for level in self._split_levels(row):
            spots.relax(self.now, frozenset(self.anchored), level)
        for rider, mount in self.riders.items():
            if mount in before:
                self.now[rider].x += self.now[mount].x - before[mount]

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
        group = [other for other in group if self._level(other) == self._level(id)]
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
        others = [id for id in tie.others if id in ordered and id not in who]
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
        for number in range(3):
            level = [id for id in waiting if self._level(id) == number]
            taken = [
                self.now[id]
                for id in row
                if id in self.anchored and not self._outside(id) and self._level(id) == number
            ]
            places = self._even(level, taken, sky=number == 2)
            for id, x in zip(level, places):
                self.now[id].x = x

    def _level(self, id: str) -> int:
        """0 the front row, 1 the back row of a crowd, 2 the sky."""
        return 2 if self.figures[id].sky else 1 if id in self.back else 0

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
        if taken := self._take_up(id, deed):
            return taken
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
            if self._in_depth(deed):
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

    def _in_depth(self, deed: Deed) -> bool:
        """Whether somebody comes nearer or goes away and nowhere else."""
        return deed.depth in ("near", "far") and not (deed.end or deed.start or deed.targets)

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
        if deed.motion == "travel" and (later := self._sent_later(id, deed)):
            return later
        if id in self.sides.way:
            return self.sides.way[id]
        if id in self.sides.x and deed.motion in ("travel", "approach", "exit"):
            return (
                1
                if self.sides.x[id] < 0.5 or (deed.motion == "exit" and self.sides.x[id] >= 0.5)
                else -1
            )
        return 1

    def _sent_later(self, id: str, deed: Deed) -> int:
        """Which way the words send someone after a going without a way; 0 when nowhere."""
        at = next(n for n, one in enumerate(self.beat.deeds) if one.who == deed.who)
        for other in self.beat.deeds[at + 1 :]:
            if id in other.who and other.end and other.end.x is not None:
                return 1 if other.end.x >= 0.5 else -1
        return 0

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
