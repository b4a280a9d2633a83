"""Cells: what there is of every window of the finest level of a shot, for the timeline.

Worked out from takes, finished windows, running and failed jobs and the schedule's arithmetic; a
few milliseconds at a time (``work``), so that a film of a thousand shots never holds a window up.
"""

from __future__ import annotations

import time
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Any

from engine import schedule
from engine.api import EngineError
from engine.schedule import USUAL, Division
from storyboard.board import Shot
from studio import checkup
from studio.errors import StudioError
from studio.jobs import Job, Order
from studio.recipes import Recipe, recipe
from studio.render import KIND
from studio.rendering import Rendering
from studio.session import Session
from studio.shapes import Shapes
from studio.takes import Take
from studio.windows import FinishedWindow

KEYFRAME, INBETWEEN, FINAL = 1, 2, 3


@dataclass(frozen=True, slots=True)
class Cell:
    """One window of the finest level: ticks ``start`` to ``end`` (half-open) of its shot.

    ``level`` is what there is: 0 animatic, 1 keyframe, 2 in-between, 3 final. ``running`` is the
    share of its steps that is done while it is made. ``stale``: it shows what is asked no more.
    ``wrong`` is what a look at its pictures found, a sentence, ``at`` the frame of the shot where.
    """

    start: int
    end: int
    level: int = 0
    running: float | None = None
    stale: bool = False
    failed: bool = False
    wrong: str = ""
    at: int = 0


@dataclass(frozen=True, slots=True)
class _Mark:
    """Ticks of shots that a job makes."""

    ticks: Mapping[str, frozenset[int]]
    share: float = 0.0
    at: float = 0.0  # when the job began


class Cells:
    """The cells of one session's shots. ``peek`` while painting, ``work`` between events."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._known: dict[str, tuple[Cell, ...]] = {}
        self._wanted: dict[str, None] = {}  # in the order asked for
        self._guessed: set[str] = set()  # shots whose takes were taken not to fit
        self._drawn: dict[str, tuple[Any, set[int]]] = {}  # shot -> its shape, ticks of windows
        self._running: dict[str, _Mark] = {}
        self._failed: dict[str, _Mark] = {}
        self._asked: dict[str, float] = {}  # shot -> when it was asked for last
        self._orders: dict[str, Division] = {}  # shot -> by whom it was asked for last
        self._usual = _usual()  # by whom a shot will be made that nobody asked for yet
        self._programs: dict[str, tuple[Rendering, Shapes]] = {}
        self._film = Shapes(session.board)
        self._read()
        session.listeners.append(self._hear)

    # What the window asks ------------------------------------------------------------------------

    def peek(self, shot: str) -> tuple[Cell, ...]:
        """The cells as far as they are known; what is not is worked out soon."""
        found = self._known.get(shot)
        if found is None:
            self._wanted[shot] = None
        return found or ()

    def of(self, shot: str) -> tuple[Cell, ...]:
        """The cells as they are now, at once. Raises KeyError for an unknown shot."""
        self._wanted.pop(shot, None)
        self._known[shot] = found = self._work_out(shot)
        return found

    @property
    def is_waiting(self) -> bool:
        """Whether ``work`` has something to do."""
        return bool(self._wanted or self._guessed)

    def work(self, seconds: float, hasty: bool = False) -> list[str]:
        """Work out what is wanted, for about so long. Gives the shots whose cells changed.

        To be ``hasty`` is to take it that a take of a shot that an edit touched fits no more, which
        is quick; it is looked at when next there is no haste.
        """
        until, changed = time.monotonic() + seconds, []
        if not hasty and self._guessed:
            self._wanted.update(dict.fromkeys(self._guessed))
            self._guessed.clear()
        while self._wanted and time.monotonic() < until:
            shot = next(iter(self._wanted))
            del self._wanted[shot]
            if shot not in self._film.places:
                continue
            before, now = self._known.get(shot), self._work_out(shot, hasty)
            if now != before:
                self._known[shot] = now
                changed.append(shot)
        return changed

    def choose(self) -> None:
        """The person's settings are others: other windows may be made of what is not made yet."""
        if (usual := _usual()) != self._usual:
            self._usual = usual
            self._again(tuple(self._known))

    # What the session tells ----------------------------------------------------------------------

    def _hear(self, name: str, what: Any) -> None:
        if name == "board_changed":
            self._measure()
        elif name in ("take_added", "take_noted"):
            self._again((what.shot,))
        elif name == "job_changed":
            self._follow(what)
        elif name == "order_changed" and what.kind == KIND:
            self._order(what)
        elif name == "window_done":
            self._keep(what)

    def _follow(self, job: Job) -> None:
        mark = _mark(job)
        if job.state == "running":
            self._running[job.id] = mark
            self._failed.pop(job.id, None)
        else:
            self._running.pop(job.id, None)
            if job.state == "failed":
                self._failed[job.id] = mark
        self._watch(job.order_id)
        self._again(mark.ticks)

    def _order(self, order: Order) -> None:
        shots = order.what.get("shots", ())
        if not self._watch(order.id) and (done := self._programs.pop(order.id, None)):
            self._remember(*done)
        if order.state == "queued":
            self._asked.update(dict.fromkeys(shots, time.time()))
            self._note(order)
        self._again(shots)

    def _note(self, order: Order) -> None:
        if order.what.get("level") != "layout" and (division := _division(order.what.get("by"))):
            self._orders.update(dict.fromkeys(order.what.get("shots", ()), division))

    def _watch(self, order: str) -> bool:
        """Whether the order is at work; its program knows which pictures are there."""
        program = self._session.queue.program(order)
        if isinstance(program, Rendering) and order not in self._programs:
            self._programs[order] = (program, Shapes(program.board))
        return program is not None

    def _remember(self, program: Rendering, film: Shapes) -> None:
        """What an order made that has ended stays: asked again, it is found and not made."""
        if program.level != "layout":
            for slot in program.pictures:
                if slot.shot in program.shots:
                    self._draw(slot.shot, program.ticks(slot), film.shape(slot.shot))

    def _keep(self, window: FinishedWindow) -> None:
        if window.level > 0:
            for shot, ticks in _made(window.slate, window.frames).items():
                if shot in self._film.places:
                    self._draw(shot, ticks, self._film.shape(shot))
                    self._again((shot,))

    def _draw(self, shot: str, ticks: Iterable[int], shape: Any) -> None:
        known = self._drawn.get(shot)
        if known is None or known[0] != shape:
            known = self._drawn[shot] = (shape, set())
        known[1].update(ticks)

    def _again(self, shots: Iterable[str]) -> None:
        for shot in shots:
            if shot in self._known:
                self._wanted[shot] = None

    def _read(self) -> None:
        """What earlier sessions left: failures, and windows of work that waits."""
        queue = self._session.queue
        orders = [order for order in queue.jobs.orders() if order.kind == KIND]
        for order in orders:
            for shot in order.what.get("shots", ()):
                self._asked[shot] = max(order.made_at, self._asked.get(shot, 0.0))
            self._note(order)
        for job in queue.jobs.jobs("failed"):
            self._failed[job.id] = _mark(job)
        open = [order.made_at for order in queue.orders() if order.kind == KIND]
        for window in self._session.windows.since(min(open)) if open else ():
            self._keep(window)

    # The board -----------------------------------------------------------------------------------

    def _measure(self) -> None:
        """What another board changes: only shots that are others are worked out again."""
        old, self._film = self._film, Shapes(self._session.board)
        others = self._film.others(old)
        self._again(others)
        for id in others & self._drawn.keys():
            if id not in self._film.places or self._drawn[id][0] != self._film.shape(id):
                del self._drawn[id]

    # One shot ------------------------------------------------------------------------------------

    def _work_out(self, id: str, hasty: bool = False) -> tuple[Cell, ...]:
        shot, run = self._film.shot(id), self._film.run(id)
        take = self._best(shot)
        by = self._division(id, take)
        counts = [schedule.ticks(other.length, by.on) for other in run]  # in drawings, as ``rows``
        own = run.index(shot)
        first, last = sum(counts[:own]), sum(counts[: own + 1])
        rows = schedule.rows(sum(counts), by.length, by.most)
        taken, drawn = [], []
        for other, count in zip(run, counts):
            frames, made = self._taken(other), self._made(other.id)
            taken += [at * by.each in frames for at in range(count)]
            drawn += [at * by.each in made for at in range(count)]
        stale = take is not None and take.level > 0 and not self._fits(take, hasty)
        top = KEYFRAME if take is not None and take.level == KEYFRAME else FINAL
        found = []
        for start, end in pairwise(rows[-2] if len(rows) > 1 else [0, sum(counts)]):
            if end <= first or start >= last:
                continue
            here = (start, min(end, sum(counts) - 1))
            old, new = min(top, _level(rows, here, taken)), _level(rows, here, drawn)
            holds = stale and new < FINAL  # what plays here is the old take
            level = old if holds else new if stale else max(old, new)
            ticks = (max(start, first) - first) * by.each, (min(end, last) - first) * by.each
            found.append(Cell(*ticks, level, stale=shot.stale or holds))
        found[-1] = replace(found[-1], end=schedule.ticks(shot.length))
        wrong = () if stale else tuple(checkup.wrong(self._film.board, take))
        return tuple(self._marked(id, _found(cell, wrong), take) for cell in found)

    def _marked(self, id: str, cell: Cell, take: Take | None) -> Cell:
        """The cell with what runs and what failed there."""

        def here(mark: _Mark) -> bool:
            return any(cell.start <= tick < cell.end for tick in mark.ticks.get(id, ()))

        shares = [mark.share for mark in self._running.values() if here(mark)]
        if shares:
            return replace(cell, running=max(shares))
        if cell.level == FINAL and not cell.stale:
            return cell
        since = max(self._asked.get(id, 0.0), take.made_at if take else 0.0)
        if any(mark.at >= since and here(mark) for mark in self._failed.values()):
            return replace(cell, failed=True)
        return cell

    def _division(self, shot: str, take: Take | None) -> Division:
        """Of the windows that are being made, else of those that made the take, else of those that
        will be.
        """
        for program, _ in self._programs.values():
            if shot in program.shots and program.level != "layout":
                return program.by.division
        if take is not None and take.level > 0:
            return take.division
        return self._orders.get(shot, self._usual)

    def _best(self, shot: Shot) -> Take | None:
        return self._session.takes.best(self._session.board, shot.id)

    def _taken(self, shot: Shot) -> Mapping[int, str]:
        take = self._best(shot)
        return take.frames if take is not None and take.level > 0 else {}

    def _made(self, shot: str) -> set[int]:
        """Ticks that finished windows made, for the shot as it is now."""
        ticks = set(self._drawn.get(shot, (None, set()))[1])
        for program, film in self._programs.values():
            if shot not in program.shots or program.level == "layout":
                continue
            if film.shape(shot) == self._film.shape(shot):
                ticks.update(program.drawn(shot, schedule.ticks(film.shot(shot).length)))
        return ticks

    def _fits(self, take: Take, hasty: bool) -> bool:
        if hasty:
            self._guessed.add(take.shot)
            return False
        return self._session.takes.fits(self._session.board, take)


def fill(cells: Iterable[Cell]) -> float:
    """How much of a shot is there, 0..1: the mean of its cells."""
    row = list(cells)
    return sum(cell.level for cell in row) / (FINAL * len(row)) if row else 0.0


def _found(cell: Cell, wrong: Iterable[checkup.Gap]) -> Cell:
    """The cell with the first thing that is wrong in it."""
    for gap in wrong:
        if cell.start <= gap.frame // schedule.ON < cell.end:
            return replace(cell, wrong=gap.sentence, at=gap.frame)
    return cell


def _level(rows: list[list[int]], cell: tuple[int, int], there: list[bool]) -> int:
    """The finest level whose drawings in and around a cell are all there."""
    start, end = cell
    for at in range(len(rows) - 1, -1, -1):
        row = rows[at]
        ticks = row[max(0, bisect_right(row, start) - 1) : bisect_left(row, end) + 1]
        if ticks and all(there[tick] for tick in ticks):
            return FINAL if at == len(rows) - 1 else KEYFRAME if at == 0 else INBETWEEN
    return 0


def _usual() -> Division:
    """By the person's settings; a draft is no reason for other cells."""
    try:
        return replace(recipe("final"), preset="fine").division
    except (StudioError, EngineError):  # said where pictures are asked for
        return USUAL


def _division(by: Mapping[str, Any] | None) -> Division | None:
    """Of an order's recipe; none when this Longtake does not know its family."""
    try:
        return Recipe(**by).division if by else None
    except (EngineError, TypeError):
        return None


def _mark(job: Job) -> _Mark:
    wanted = [at for _, positions in job.windows.values() for at in positions]
    share = job.done / job.of if job.unit == "step" and job.of else 0.0
    return _Mark(_made(job.facts.get("slate", {}), wanted), share, job.made_at)


def _made(slate: Mapping[str, Any], positions: Iterable[int]) -> dict[str, frozenset[int]]:
    """Shot -> ticks that these positions of a window are, by what its slate says."""
    slots, each = slate.get("slots") or (), Division(*slate.get("division", ())).each
    found: dict[str, set[int]] = defaultdict(set)
    for position in positions:
        if position < len(slots):
            shot, tick = slots[position]
            found[shot].update(range(tick * each, (tick + 1) * each))
    return {shot: frozenset(ticks) for shot, ticks in found.items()}
