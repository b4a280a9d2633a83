"""Distance: who comes nearer grows and steps down in the picture; who goes away shrinks and rises.

A box in perspective: size and height above the horizon go with one over the distance, so both are
scaled by the same factor around the horizon.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from storyboard.board import MOMENTS
from storyboard.breakdown.deeds import Deed
from storyboard.breakdown.figures import SMALLEST
from storyboard.breakdown.ground import scaled
from storyboard.breakdown.handling import STRUNG, Handling
from storyboard.breakdown.props import props

_GOALS = {"near": 1.1, "far": 0.42, "small": 0.5, "large": 1.3}  # of the usual height
_STARTS = {"near": 0.5, "large": 0.7}
_STANDING = {"back": 0.55, "fore": 1.2}
_KNOWN = frozenset(kind.replace("_", " ") for kind in props().kinds)
_HORIZON = 0.24  # above the ground line


class Distance(Handling):
    """The depth of a shot: near and far."""

    def _in_hands(self) -> None:
        """Makes what somebody has in hand small enough for it; the camera keeps things large."""
        for deed in self.beat.deeds:
            bearer = next((self.figures[id] for id in deed.who if id in self.figures), None)
            for id in deed.carried:
                if bearer is None or id not in self.figures or id in deed.who:
                    continue
                thing = self.figures[id]
                known = thing.rig != "thing" or self.kinds.get(id, "") in _KNOWN
                most = (0.55 if known else 0.32) * bearer.height
                strung = self.kinds.get(id, "") in STRUNG
                if not (thing.person or strung or thing.metres > 2.2) and thing.height > most:
                    self.figures[id] = scaled(thing, max(most, SMALLEST * 0.7) / thing.height)

    def _distance(self) -> None:
        """Makes those small who are far all the time, and those large who are near."""
        for deed in self.beat.deeds:
            factor = _STANDING.get(deed.depth, 1.0)
            if factor == 1.0 or deed.motion in ("exit", "hide"):
                continue
            for id in deed.who:
                if id not in self.figures or id in self.far:
                    continue
                figure = self.figures[id]
                factor = max(factor, SMALLEST / figure.height)
                self.figures[id] = scaled(figure, factor)
                self.far[id] = (1 - factor) * _HORIZON if not figure.floats else 0.0

    def _deepen(self, deed: Deed, group: Sequence[str], start: int, end: int) -> None:
        """Lets these grow or shrink between two moments, on the way that they have by now."""
        for id in group:
            figure, here = self.figures[id], self.rows[id][start]
            begin = here.height / figure.height
            goal = max(_GOALS[deed.depth], SMALLEST / figure.height)
            if begin > 0.8 and deed.depth in _STARTS:
                begin = max(_STARTS[deed.depth], SMALLEST / figure.height)
            elif begin < 0.6 and deed.depth in ("far", "small"):
                goal = max(begin * 0.7, SMALLEST / figure.height)
            steps = max(1, end - start)
            scales = [
                begin + (goal - begin) * min(1.0, max(0, m - start) / steps) for m in range(MOMENTS)
            ]
            for one in (id, *(rider for rider, mount in self.riders.items() if mount == id)):
                self._scale(one, id, deed, scales, since=start if start else 0)

    def _scale(self, id: str, mount: str, deed: Deed, scales: Sequence[float], since: int) -> None:
        """One and who rides on it, made so much larger from a moment on."""
        figure, row = self.figures[id], self.rows[id]
        walks = deed.depth in ("near", "far") and not self.figures[mount].floats
        for m in range(since, MOMENTS):
            spot, scale = row[m], scales[m]
            foot = spot.foot
            if walks:
                horizon = self.ground - _HORIZON
                foot = horizon + (foot - horizon) * scale
            elif self.figures[mount].floats:
                foot -= figure.height * (1 - scale) / 2
            if id != mount:
                base = self.rows[mount][m]
                x = base.x + (spot.x - base.x) * scale
            else:
                x = spot.x
            row[m] = replace(
                spot, x=x, foot=foot, width=figure.width * scale, height=figure.height * scale
            )
        last = row[-1]
        self.now[id] = replace(last)
