"""Handling: what is thrown, taken along and carried, from moment to moment."""

from __future__ import annotations

from dataclasses import replace

from storyboard.board import MOMENTS
from storyboard.breakdown.deeds import Deed
from storyboard.breakdown.moves import LAST, Moves
from storyboard.breakdown.spots import Spot

STRUNG = frozenset(["balloon", "kite"])  # held by a string, above their bearer


class Handling(Moves):
    """Where things in hand, in the air and in tow are."""

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

    def _front(self, id: str) -> int:
        """The side to which someone who stands looks: the others', else the wider one."""
        x = self.now[id].x
        others = [
            spot.x
            for other, spot in self.now.items()
            if other != id and other not in self.held and other != self.seats.get(id)
        ]
        return 1 if x <= (sum(others) / len(others) if others else 0.5) else -1

    def _carry(self, since: int) -> None:
        """Held things go where their bearers go."""
        for id, (carrier, start, place) in self.held.items():
            bearer, thing = self.rows[carrier], self.figures[id]
            way = self.line.get(carrier) or self._front(carrier)
            if carrier not in self.line:
                self.facing.setdefault(carrier, "right" if way > 0 else "left")
            for m in range(max(start, since), MOMENTS):
                spot = bearer[m]
                if self.kinds.get(id) in STRUNG:
                    x = spot.x + way * (0.45 * spot.width + 0.2 * thing.width)
                    foot = max(spot.foot - 0.5 * spot.height, thing.height + 0.01)
                elif place or thing.height > 0.6 * spot.height:
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
