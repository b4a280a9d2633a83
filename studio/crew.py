"""The crew: the desks of all stages, and which of them a job goes to.

Everyone has a job before anyone has a second one in line; who is free takes what only waits at
another's; a job whose stage has ended under it is made by another; and who runs out of memory again
and again rests while others have enough.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import replace
from typing import Any

from engine import api
from studio.desk import Desk, Given, Stage
from studio.windows import Windows

ENDED = 2  # stages that a job may end before it is taken for the job's own fault
LOST = 5  # machines that may be lost under a job
SHORT = 2  # times in a row that memory may run out on a stage before it rests
ENDS = {  # how a stage ends under a job, for the person's eye
    "memory": "ran out of memory",
    "crash": "crashed",
    "hang": "did not answer any more",
    "lost": "was lost",
}


class Crew:
    """``hire`` makes the desk of a stage, from its name and the kinds of orders it is for."""

    def __init__(
        self, windows: Windows, tell: Callable[[str, Any], None], hire: Callable[..., Desk]
    ) -> None:
        self.desks: list[Desk] = []
        self._windows, self._tell, self._hire = windows, tell, hire
        self._returned: list[Given] = []  # jobs whose stage has ended, for another one

    def desk(self, stage: Stage, name: str = "", only: frozenset[str] = frozenset()) -> Desk:
        """The desk of this stage, which belongs to the crew from now on."""
        found = next((desk for desk in self.desks if desk.stage is stage), None)
        if found is None:
            self.desks.append(found := self._hire(stage, name=name, only=only))
        return found

    def peers(self, desk: Desk) -> list[Desk]:
        """The desks that orders of the same kinds are for, with this one."""
        return [other for other in self.desks if other.only == desk.only]

    def leave(self, stage: Stage) -> list[Given]:
        """The stage is closed. Gives the jobs that lay on it, and what came back of their orders;
        when it was the last, all that came back.
        """
        here = [
            given for desk in self.desks if desk.stage is stage for given in desk.given.values()
        ]
        self.desks = [desk for desk in self.desks if desk.stage is not stage]
        orders = {given.job.order_id for given in here if self.desks} or {
            given.job.order_id for given in self._returned if not self.desks
        }
        return here + [given for order in orders for given in self.take_back(order)]

    # Who does what -------------------------------------------------------------------------------

    @property
    def is_idle(self) -> bool:
        return all(desk.is_idle for desk in self.desks)

    def has(self, job: str) -> bool:
        """Whether this job lies on a desk."""
        return any(job in desk.given for desk in self.desks)

    def is_at(self, order: str) -> bool:
        """Whether a job of this order lies on a desk, or waits for another one."""
        returned = any(given.job.order_id == order for given in self._returned)
        return returned or any(desk.jobs_of(order) for desk in self.desks)

    def wants(self, desk: Desk) -> bool:
        """Whether the desk may have a job: a second one only when every desk has a first."""
        awake = [other for other in self.peers(desk) if not self.rests(other)]
        may = desk.has_room and not self.rests(desk)
        return may and (not desk.given or all(other.given for other in awake))

    def rests(self, desk: Desk) -> bool:
        """Whether it gets no more jobs because its memory ran out; one always goes on."""
        if desk.short < SHORT:
            return False
        return any(other.short < SHORT for other in self.peers(desk))

    def wake(self) -> None:
        """Something else is asked: who was short of memory may have enough for it."""
        for desk in self.desks:
            desk.short = 0

    def shift(self, desk: Desk) -> bool:
        """Nothing new can be done: take what only waits at another desk to this one, if it is free.

        Whether anything moved.
        """
        if desk.given or not desk.stage.is_up:
            return False
        for other in self.peers(desk):
            if other is not desk and (given := other.withdraw(desk)):
                self._put(desk, given)
                return True
        return False

    # Stages that end -----------------------------------------------------------------------------

    def give_back(self, desk: Desk, given: Given, event: api.Failed) -> bool:
        """A stage has ended under a job: another one shall make what is not made yet. False when
        the job is at fault, or there is no other.
        """
        given.ended.append(desk)
        times = len(given.ended)
        lost = event.kind == "lost" and times < LOST
        desk.short += event.kind == "memory"
        if not lost and (not event.kind or times >= ENDED or len(self.peers(desk)) < 2):
            return False
        if isinstance(given.request, api.Render):
            windows = given.request.windows
            rest = tuple(window for window in windows if not self._windows.find(window.key))
            given.request = replace(given.request, windows=rest)
        self._returned.append(given)
        given.job = replace(given.job, state="queued", done=0, unit="", sentence="")
        self._tell("job_changed", given.job)
        return True

    def ended(self, desk: Desk, given: Given, event: api.Failed) -> str:
        """What the person is told of a stage that ended under a job that is given back."""
        if self.rests(desk):
            return f"{desk.name} has too little memory for this and rests; the others go on."
        what = given.job.title.partition(",")[0] or "a job"
        who = f"{desk.name} {ENDS[event.kind]} at {what}"
        if event.kind == "lost":  # says which machine
            who = event.sentence.partition(". ")[0].rstrip(".") or who
        if len(self.peers(desk)) > 1:
            return f"{who}; another stage makes that, and the film goes on."
        return f"{who}; it is made when the machine is back."

    def give_again(self, desk: Desk, held: Collection[str]) -> bool:
        """Put a job whose stage has ended on this desk. Whether there was one."""
        for given in self._returned:
            may = len(self.peers(desk)) == 1 or given.ended[-1] is not desk
            if may and desk.serves(given.job.kind) and given.job.order_id not in held:
                self._returned.remove(given)
                self._put(desk, given)
                return True
        return False

    def take_back(self, order: str) -> list[Given]:
        """What waits of an order for another stage, which then is in nobody's line."""
        found = [given for given in self._returned if given.job.order_id == order]
        self._returned = [given for given in self._returned if given.job.order_id != order]
        return found

    def _put(self, desk: Desk, given: Given) -> None:
        given.job = replace(given.job, state="running", done=0, of=len(given.job.windows), unit="")
        self._tell("job_changed", given.job)
        desk.give(given)
