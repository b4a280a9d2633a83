"""Boxes: a beat's deeds become the box of every subject at every moment of the shot."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from storyboard import lexicon
from storyboard.board import MOMENTS, Box
from storyboard.breakdown import spots
from storyboard.breakdown.deeds import Deed, Tie
from storyboard.breakdown.distance import Distance
from storyboard.breakdown.times import When

LAST = MOMENTS - 1
_RESTS = lexicon.listed(
    "be see seem appear show sit stand wait rest lie stay remain hang float hover join get feature "
    "have"
)


class Stage(Distance):
    """One shot: its boxes at all moments."""

    def boxes(self) -> dict[str, tuple[Box | None, ...]]:
        """Every subject's box at the moments; absent where it is not there."""
        self._compare()
        self._in_hands()
        self._distance()
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
            for deed in self.beat.deeds:
                if deed.phase == phase and deed.depth in ("near", "far", "large", "small"):
                    group = [id for id in deed.who if id in self.now]
                    self._deepen(deed, group, *self._interval(deed, start, end))
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

    def _bounds(self) -> list[int]:
        """The moment at which each phase begins; a phase in which something moves gets twice the
        time."""
        weights = []
        for phase in range(self.beat.phases):
            deeds = [deed for deed in self.beat.deeds if deed.phase == phase]
            busy = any(
                deed.motion not in ("stay", "face", "carry")
                or deed.depth in ("large", "small")
                or (phase and (deed.stay or deed.ties))
                for deed in deeds
            )
            weights.append(2 if busy else 1)
        if self._tours():
            weights[0] = 0  # who is told to be here, then there, then elsewhere sets out at once
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
            if deed.motion == "exit" and window.point:  # "leaves at the midpoint": is gone after it
                at = round(LAST * window.start)
                return max(at - 2, 0), min(at + 1, LAST)
            return round(LAST * window.start), max(
                round(LAST * window.end), round(LAST * window.start) + 1
            )
        return start, end

    def _play(self, deed: Deed, start: int, end: int) -> None:
        group = [id for id in deed.who if id in self.now]
        if not group:
            return
        for id in deed.carried:
            if id in self.now and id not in group:
                self.held[id] = (group[0], start, 0)
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
                x = self._ranked(after.x, id, who) if tie.name in ("above", "below") else after.x
                self._go(id, start, end, x, after.foot, arc)
                if deed.motion == "enter":
                    self.rows[id][0] = replace(
                        self.rows[id][0], x=before.x if start else self.rows[id][0].x
                    )
                self.line[id] = 1 if after.x >= before.x else -1

    def _windows(self) -> None:
        """Who is there only for a part of the shot."""
        for id in self.shown:
            there, away = presence([deed for deed in self.beat.deeds if id in deed.who])
            if not (there or away):
                continue
            self.shown[id] = [
                shown and (_within(there, m) if there else True) and not _within(away, m)
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
            if any(deed.motion == "enter" and id in deed.who for deed in self.beat.deeds):
                # who came in from a side stands on that side of those who were there before
                self.sides.x[id] = 0.14 if row[0].x < 0 else 0.86 if row[0].x > 1 else last.x
            if self.figures[id].floats and id not in self.held:
                self.sides.foot[id] = last.foot
            self._leave(id, last if self.shown[id][LAST] else None)


def presence(deeds: Sequence[Deed]) -> tuple[list[When], list[When]]:
    """When somebody is there and when not, by the times that their deeds tell of; no times where
    they are always there.

    A time of doing something ("at the end she waves") is none of being there, unless it is all
    that is told. Points that leave their stretch open ("at first", "at the end") say only what
    comes first, and share the shot evenly where both are told of.
    """
    still = [one for one in deeds if one.motion in ("stay", "show", "hide", "face", "carry")]
    timed = [one for one in still if one.windows and not _is_doing(one)]
    away = [when for one in timed if one.absent for when in one.windows]
    told = [one for one in timed if not one.absent]
    seen = [when for one in told for when in one.windows]
    bound = [when for one in told if _is_being(one) for when in one.windows]
    bound += [when for when in seen if when.only and when not in bound]
    if all(
        (one.windows and not _is_doing(one)) or one.absent or one.motion == "hide" for one in deeds
    ):
        bound = seen
    if not away and all(when.loose for when in bound):
        shows = [one for one in told if one.motion == "show"]
        bound = [when for one in shows for when in one.windows if when.late]
    if away or len(bound) > 1:
        return [when.even for when in bound], [when.even for when in away]
    return bound, away


def _is_being(deed: Deed) -> bool:
    """Whether a deed says no more than that somebody is to be seen."""
    placed = deed.stay or deed.start or deed.end or deed.ties or deed.targets
    return not placed and (deed.verb in ("be", "see", "seem", "appear", "show"))


def _is_doing(deed: Deed) -> bool:
    """Whether a deed tells of a moment at which something is done: "at half time she waves"."""
    point = any(when.point and not when.only for when in deed.windows)
    does = deed.motion in ("stay", "face") and deed.verb not in _RESTS
    return point and does and not deed.absent


def _within(whens: Sequence[When], moment: int) -> bool:
    u = moment / LAST
    return any(one.start <= u < one.end or (one.end >= 1 and u == 1.0) for one in whens)
