"""Vacancy: when nobody is there, and when somebody is there of whom only "then" is said."""

from __future__ import annotations

from storyboard.breakdown.cast import Memory
from storyboard.breakdown.clauses import Clause
from storyboard.breakdown.deeds import Deed
from storyboard.breakdown.order import Order
from storyboard.breakdown.syntax import ABSENT
from storyboard.breakdown.times import When

_EARLY, _LATE = When(0.0, 0.5), When(0.5, 1.0)


class Vacancy(Order):
    """Gives a time to who is there or gone, by what was told of the time before."""

    def __init__(self, memory: Memory) -> None:
        super().__init__(memory)
        self.vacant: When | None = None  # when nobody is there, until somebody is told of
        self.dated = False  # whether the words told that time

    def _empties(self, clause: Clause) -> None:
        """Nobody (else) is there: at the time that is told, else after those who were."""
        here = tuple(id for deed in self.beat.deeds for id in deed.who)
        told = clause.whens[-1].even if clause.whens else None
        if clause.subjects:
            clause.whens = []  # "a dog is alone until the midpoint": nobody else is there
        if not here or clause.subjects:
            self.vacant, self.dated = told or _EARLY, told is not None
            return
        rest = self._rest(here)
        if told is None and rest is None and not clause.later:
            return
        away = told or rest or _LATE
        ids = tuple(dict.fromkeys(here))
        self.beat.deeds.append(Deed(ids, "be", "stay", windows=[away], absent=True))

    def _dates(self, clause: Clause, who: tuple[str, ...]) -> None:
        """The time of who comes after nobody was there, and of who is gone after they were."""
        if clause.nobody or not who:
            return
        fresh = not any(set(who) & set(deed.who) for deed in self.beat.deeds)
        loose = all(when.loose and when.late for when in clause.whens)
        if self.vacant is not None and fresh and (self.dated or clause.later) and loose:
            clause.whens = [self.vacant.even.rest]
        if clause.whens:
            return
        gone = clause.verb == "vanish" or (clause.verb == "be" and bool(ABSENT & {*clause.hows}))
        if clause.instead:
            last = self.beat.deeds[-1] if self.beat.deeds else None
            clause.whens = list(last.windows) if last and last.absent and last.windows else [_LATE]
            return
        if gone and not clause.negated and not fresh:
            rest = self._rest(who)
            if rest:
                clause.whens = [rest]
            elif clause.later and any(deed.phase for deed in self.beat.deeds):
                clause.verb = "vanish"  # after all that they did
            elif clause.later:
                clause.whens = [_LATE]

    def _rest(self, ids: tuple[str, ...]) -> When | None:
        """What is left of the shot after the last time at which one of these was told to be there
        or away."""
        for deed in reversed(self.beat.deeds):
            if deed.windows and set(deed.who) & set(ids):
                return deed.windows[-1].even.rest
        return None
