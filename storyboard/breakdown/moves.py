"""The moves of a shot: walking, coming, leaving, following, from moment to moment."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from storyboard.board import MOMENTS
from storyboard.breakdown import spots
from storyboard.breakdown.deeds import Deed
from storyboard.breakdown.opening import Opening
from storyboard.breakdown.seats import LEAPS
from storyboard.breakdown.spots import EDGE, GAP, TOP, Spot

LAST = MOMENTS - 1


class Moves(Opening):
    """Where deeds take everyone."""

    def _goes_on(self, deed: Deed) -> bool:
        """Whether who appears at a place is told to be at another one next: "appears on the left,
        then in the middle"; the first place is where the shot begins."""
        later = (one for one in self.beat.deeds if one.phase > deed.phase and one.who == deed.who)
        return deed.stay is not None and any(one.stay or one.end for one in later)

    def _tours(self) -> bool:
        """Whether somebody is told to be at a place in each of three phases or more, and nobody
        does anything before."""
        if self.beat.phases < 3 or any(one.phase == 0 and one.end for one in self.beat.deeds):
            return False
        if self.continued:
            return False
        by_phase = [
            {id for one in self.beat.deeds if one.phase == phase and (one.stay or one.end)
             for id in one.who}
            for phase in range(self.beat.phases)
        ]  # fmt: skip
        return bool(set.intersection(*by_phase))

    def _toggle(self, deed: Deed, group: Sequence[str], start: int, end: int) -> None:
        if deed.windows:
            return
        if deed.motion == "show" and not deed.absent:
            sided = deed.start and deed.start.x is not None
            begin = start if start else 0 if sided or self._goes_on(deed) else 2
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
        if deed.stay is not None and (start or self.continued.issuperset(group)):
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
        if self._in_depth(deed) and deed.motion == "travel":
            return (here.x + 0.5) / 2 if deed.depth == "far" else here.x, here.foot
        loose = deed.end is None and deed.start is None and id not in self.sides.way
        if deed.motion == "travel" and loose and abs(here.x - 0.5) > 0.12:
            way = 1 if here.x < 0.5 else -1
        self.line[id] = way
        foot = self._goal_foot(id, deed)
        if deed.motion == "exit":
            return self._way_out(id, deed, group, foot)
        under = [self.now[one].top for one in deed.targets if one in self.now]
        if deed.toward == "over" and figure.floats and under:
            foot = max(min(foot, min(under) - 0.02), figure.height + TOP)
        if deed.end and deed.end.x is not None:
            return self._clear(id, self._ranked(deed.end.x, id, group), foot, group), foot
        if deed.motion == "retreat":
            other = next((self.now[one] for one in deed.targets if one in self.now), None)
            left = other is not None and other.x > here.x
            self.line[id] = -1 if left else 1
            return self._ranked(0.15 if left else 0.85, id, group), foot
        met = (*deed.targets, *(deed.objects if deed.motion == "approach" else ()))
        others = [one for one in met if one in self.now and one not in group]
        if others and deed.toward not in ("from", "out", "along"):
            if deed.toward == "over" and figure.floats:
                foot = max(min(here.foot, self.now[others[0]].top - 0.02), figure.height + TOP)
            return self._near(id, deed, others[0], group), foot
        start = deed.start.x if deed.start else None
        upright = deed.motion in ("up", "down") or (deed.end and deed.end.y is not None)
        if upright or (deed.start and deed.start.y is not None and start is None):
            return (here.x if start is None else 1 - start), foot
        if start is not None and deed.motion != "enter" and deed.end is None:
            across = 1 - start if abs(start - 0.5) > 0.1 else 0.5 + 0.3 * way
            return self._ranked(across, id, group), foot
        if deed.across and deed.motion == "travel" and len(group) == 1:
            return (0.86 if way > 0 else 0.14), foot  # past those who stand there
        wish = 0.8 if way > 0 else 0.2
        if deed.motion == "enter":
            wish = self._near_side(id, group)
        return self._clear(id, self._ranked(wish, id, group), foot, group), foot

    def _goal_foot(self, id: str, deed: Deed) -> float:
        """How high a deed takes someone."""
        figure, foot = self.figures[id], self.now[id].foot
        if deed.toward == "from" and deed.verb in LEAPS and not figure.floats:
            return self._foot(figure)  # down from the table
        if deed.end and deed.end.y is not None:
            return self._foot_at(figure, deed.end.y)
        if deed.motion == "up":
            return self._foot_at(figure, 0.2)
        if deed.motion == "down":
            low = self._foot(replace(figure, floats=False)) if not figure.sky else 0.8
            return low if low >= foot + 0.12 else min(foot + 0.35, 1.1)
        if deed.start and deed.start.y is not None and deed.motion != "enter":
            inside = 0 <= deed.start.y <= 1
            return self._foot_at(figure, 1 - deed.start.y) if inside else self._foot(figure)
        if deed.motion == "enter" and (foot <= 0 or foot - figure.height >= 1):
            return self._foot(figure)
        return foot

    def _way_out(
        self, id: str, deed: Deed, group: Sequence[str], foot: float
    ) -> tuple[float, float]:
        """Where someone who leaves is out of sight."""
        figure = self.figures[id]
        if deed.end and deed.end.y is not None and deed.end.x is None:
            return self.now[id].x, (-0.02 if deed.end.y < 0.5 else 1.02 + figure.height)
        told = [side.x for side in (deed.end, deed.stay, deed.start) if side and side.x is not None]
        left = told[0] < 0.5 if told else self.line[id] < 0
        self.line[id] = -1 if left else 1
        return self._ranked(spots.beyond(figure.width, left), id, group), foot

    def _near_side(self, id: str, group: Sequence[str]) -> float:
        """How far in someone comes: not past those who stand there."""
        here = self.now[id]
        left = here.x < 0.5
        others = [
            spot
            for other, spot in self.now.items()
            if other not in group
            and not self._outside(other)
            and other not in self.held
            and other not in self.riders
            and not self.figures[other].floats
            and (self.figures[other].person or self.figures[other].metres < 2)
        ]
        reach = here.width / 2 + GAP
        if left:
            limit = min((spot.x - spot.width / 2 - reach for spot in others), default=1.0)
            return min(0.36, limit) if limit > EDGE + here.width / 2 else 0.36
        limit = max((spot.x + spot.width / 2 + reach for spot in others), default=0.0)
        return max(0.64, limit) if limit < 1 - EDGE - here.width / 2 else 0.64

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
        passable = {
            other
            for deed in self.beat.deeds
            for other in (*(deed.targets if deed.toward == "along" else ()), *deed.carried)
        }
        for deed in self.beat.deeds:
            if deed.motion == "follow" and id in deed.objects:
                passable.update(deed.who)
        others = [
            spot
            for other, spot in self.now.items()
            if other not in group
            and other not in passable
            and other not in self.seats
            and other != self.seats.get(id)
            and not self._outside(other)
            and not self._scenic(other)
            and not self._rides(other, id)
        ]
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
        passengers = [rider for rider, mount in self.riders.items() if mount == id]
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
                if True:
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
            if start == 0 and len(group) > 1:  # one after the other from the start
                here.x = self.rows[leaders[0]][0].x - way * gap
                for spot in self.rows[id]:
                    spot.x = here.x
            x = lead.x - way * gap
            if self._outside(leaders[0]):
                x = spots.beyond(here.width, way < 0)
            self._go(id, start, end, x, here.foot)
