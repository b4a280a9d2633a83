"""Seams: where a shot takes up whom the shot before left at a place that the words told."""

from __future__ import annotations

from storyboard import lexicon
from storyboard.breakdown.deeds import Deed
from storyboard.breakdown.seats import Seats
from storyboard.breakdown.spots import Spot

_COMES_TO_BE = lexicon.listed(
    "be rest stop end finish settle stay arrive appear see find halt land"
)


class Seams(Seats):
    """Who goes on from the shot before."""

    continued: set[str]  # who begins where the shot before left them

    def _take_up(self, id: str, deed: Deed) -> tuple[float, float] | None:
        """x and foot where the shot before left somebody whom the first deed takes elsewhere: "it
        comes to rest at the top"; None where it does not.
        """
        if id not in self.sides.told or deed.start or deed.ties or deed.targets or deed.windows:
            return None
        goes = deed.motion in ("travel", "up", "down") and deed.end is not None
        ends = deed.motion == "stay" and deed.stay is not None and deed.verb in _COMES_TO_BE
        if not (goes or ends):
            return None
        self.continued.add(id)
        x, middle = self.sides.told[id]
        return x, middle + self.figures[id].height / 2

    def _leave(self, id: str, last: Spot | None) -> None:
        """Remembers where somebody is at the end, if the words told it."""
        own = [one for one in self.beat.deeds if id in one.who and (one.stay or one.end)]
        placed = own and own[-1].phase == max(one.phase for one in self.beat.deeds)
        self.sides.told.pop(id, None)
        if placed and last is not None and 0 < last.x < 1:
            self.sides.told[id] = (last.x, last.middle)
