"""Seats: what somebody sits on, climbs on or jumps off, and where that is."""

from __future__ import annotations

from storyboard import lexicon
from storyboard.breakdown.ground import Ground

_CLIMBS = lexicon.listed("climb clamber scale slide shin descend")

LEAPS = lexicon.listed("jump leap hop climb slide clamber spring fall drop tumble step")


class Seats(Ground):
    """Brings those on a thing to where the thing is."""

    def _placed_seats(self, tied: set[str]) -> None:
        """ "Sits on a rock on the right": the rock is on the right."""
        for deed in self.beat.deeds:
            if deed.stay is None or deed.stay.x is None or self._moving(deed):
                continue
            for tie in deed.ties:
                for other in tie.others[:1]:
                    if set(tie.who) & tied and other in self.now and other not in self.anchored:
                        self.now[other].x = deed.stay.x
                        self.anchored.add(other)

    def _climbing(self) -> None:
        """Who climbs a ladder or slides down a rope does so where it hangs; who jumps off a table
        begins on it."""
        for deed in self.beat.deeds:
            if deed.phase or deed.start is not None:
                continue
            things = deed.objects if deed.verb in _CLIMBS else ()
            if deed.toward == "from" and deed.verb in LEAPS:
                things = deed.targets
            thing = next((self.now[id] for id in things if id in self.now), None)
            for id in deed.who:
                if thing is None or id not in self.now or id in things:
                    continue
                self.now[id].x = thing.x
                if deed.toward == "from" and thing.height < 0.7:
                    self.now[id].foot = max(thing.top + 0.02, self.now[id].height + 0.02)
                self.order[id] = self.order.get(things[0], 0) + 1
