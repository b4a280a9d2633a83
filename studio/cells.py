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
from engine.spans import Slot
from storyboard.board import Board, Scene, Shot
from studio import standing
from studio.jobs import Job, Order
from studio.render import KIND
from studio.rendering import Rendering
from studio.session import Session
from studio.takes import Take
from studio.windows import FinishedWindow

KEYFRAME, INBETWEEN, FINAL = 1, 2, 3


@dataclass(frozen=True, slots=True)
class Cell:
    """One window of the finest level: ticks ``start`` to ``end`` (half-open) of its shot.

    ``level`` is what there is: 0 animatic, 1 keyframe, 2 in-between, 3 final. ``running`` is the
    share of its steps that is done while it is made. ``stale``: it shows what is asked no more.
    """

    start: int
    end: int
    level: int = 0
    running: float | None = None
    stale: bool = False
    failed: bool = False


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
        self._fits: dict[str, tuple[str, Any, bool]] = {}  # shot -> take, its look, whether it fits
        self._drawn: dict[str, tuple[Any, set[int]]] = {}  # shot -> its look, ticks of windows
        self._running: dict[str, _Mark] = {}
        self._failed: dict[str, _Mark] = {}
        self._asked: dict[str, float] = {}  # shot -> when it was asked for last
        self._programs: dict[str, tuple[Rendering, Mapping[str, Any]]] = {}
        self._row: tuple[Shot, ...] = ()
        self._shots: dict[str, int] = {}
        self._looks: dict[str, Any] = {}
        self._measure()
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
        return bool(self._wanted)

    def work(self, seconds: float) -> list[str]:
        """Work out what is wanted, for about so long. Gives the shots whose cells changed."""
        until, changed = time.monotonic() + seconds, []
        while self._wanted and time.monotonic() < until:
            shot = next(iter(self._wanted))
            del self._wanted[shot]
            if shot not in self._shots:
                continue
            before, now = self._known.get(shot), self._work_out(shot)
            if now != before:
                self._known[shot] = now
                changed.append(shot)
        return changed

    # What the session tells ----------------------------------------------------------------------

    def _hear(self, name: str, what: Any) -> None:
        if name == "board_changed":
            self._measure()
        elif name == "take_added":
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
        self._again(shots)

    def _watch(self, order: str) -> bool:
        """Whether the order is at work; its program knows which pictures are there."""
        program = self._session.queue.program(order)
        if isinstance(program, Rendering) and order not in self._programs:
            self._programs[order] = (program, _looks(program.board))
        return program is not None

    def _remember(self, program: Rendering, looks: Mapping[str, Any]) -> None:
        """What an order made that has ended stays: asked again, it is found and not made."""
        if program.level != "layout":
            for slot in program.pictures:
                if slot.shot in program.shots:
                    self._draw(slot.shot, (slot.tick,), looks[slot.shot])

    def _keep(self, window: FinishedWindow) -> None:
        if window.level > 0:
            for shot, ticks in _made(window.slate, window.frames).items():
                self._draw(shot, ticks, self._looks.get(shot))
                self._again((shot,))

    def _draw(self, shot: str, ticks: Iterable[int], look: Any) -> None:
        known = self._drawn.get(shot)
        if known is None or known[0] != look:
            known = self._drawn[shot] = (look, set())
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
        for job in queue.jobs.jobs("failed"):
            self._failed[job.id] = _mark(job)
        open = [order.made_at for order in queue.orders() if order.kind == KIND]
        for window in self._session.windows.since(min(open)) if open else ():
            self._keep(window)

    # The board -----------------------------------------------------------------------------------

    def _measure(self) -> None:
        """What another board changes: only shots that are others are worked out again."""
        board = self._session.board
        old, looks = dict(zip(self._shots, self._row)), self._looks
        self._row = board.shots
        self._shots = {shot.id: at for at, shot in enumerate(self._row)}
        self._looks = _looks(board)
        for id, at in self._shots.items():
            if old.get(id) is not self._row[at] or looks.get(id) != self._looks[id]:
                self._again((id,))
        for id in [id for id, (look, _) in self._drawn.items() if look != self._looks.get(id)]:
            del self._drawn[id]

    def _run(self, at: int) -> list[Shot]:
        """The shots without a cut between them that this one belongs to."""
        first, last = at, at
        while first and self._row[first - 1].join == "continuous":
            first -= 1
        while last + 1 < len(self._row) and self._row[last].join == "continuous":
            last += 1
        return list(self._row[first : last + 1])

    # One shot ------------------------------------------------------------------------------------

    def _work_out(self, id: str) -> tuple[Cell, ...]:
        shot, run = self._row[self._shots[id]], self._run(self._shots[id])
        counts = [schedule.ticks(other.length) for other in run]
        own = run.index(shot)
        first, last = sum(counts[:own]), sum(counts[: own + 1])
        rows = schedule.rows(sum(counts))
        take = self._best(shot)
        taken, drawn = [], []
        for other, count in zip(run, counts):
            frames, made = self._taken(other), self._made(other.id)
            taken += [tick in frames for tick in range(count)]
            drawn += [tick in made for tick in range(count)]
        stale = take is not None and take.level > 0 and not self._does_fit(shot, take)
        top = KEYFRAME if take is not None and take.level == KEYFRAME else FINAL
        found = []
        for start, end in pairwise(rows[-2] if len(rows) > 1 else [0, sum(counts)]):
            if end <= first or start >= last:
                continue
            here = (start, min(end, sum(counts) - 1))
            old, new = min(top, _level(rows, here, taken)), _level(rows, here, drawn)
            holds = stale and new < FINAL  # what plays here is the old take
            level = old if holds else new if stale else max(old, new)
            cell = Cell(max(start, first) - first, min(end, last) - first, level)
            found.append(replace(cell, stale=shot.stale or holds))
        found[-1] = replace(found[-1], end=counts[own])
        return tuple(self._marked(id, cell, take) for cell in found)

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

    def _best(self, shot: Shot) -> Take | None:
        return self._session.takes.best(self._session.board, shot.id)

    def _taken(self, shot: Shot) -> Mapping[int, str]:
        take = self._best(shot)
        return take.frames if take is not None and take.level > 0 else {}

    def _made(self, shot: str) -> set[int]:
        """Ticks that finished windows made, for the shot as it is now."""
        look, ticks = self._looks[shot], set(self._drawn.get(shot, (None, set()))[1])
        for program, looks in self._programs.values():
            if shot in program.shots and program.level != "layout" and looks[shot] == look:
                count = schedule.ticks(program.board.shot(shot).length)
                ticks.update(k for k in range(count) if Slot(shot, k) in program.pictures)
        return ticks

    def _does_fit(self, shot: Shot, take: Take) -> bool:
        """Whether the take is what the board asks for, looked at again only when it may not be."""
        look = self._looks[shot.id]
        known = self._fits.get(shot.id)
        if known is None or known[0] != take.id or known[1] != look:
            known = (take.id, look, standing.fits(self._session.board, take))
            self._fits[shot.id] = known
        return known[2]


def fill(cells: Iterable[Cell]) -> float:
    """How much of a shot is there, 0..1: the mean of its cells."""
    row = list(cells)
    return sum(cell.level for cell in row) / (FINAL * len(row)) if row else 0.0


def _level(rows: list[list[int]], cell: tuple[int, int], there: list[bool]) -> int:
    """The finest level whose drawings in and around a cell are all there."""
    start, end = cell
    for at in range(len(rows) - 1, -1, -1):
        row = rows[at]
        ticks = row[max(0, bisect_right(row, start) - 1) : bisect_left(row, end) + 1]
        if ticks and all(there[tick] for tick in ticks):
            return FINAL if at == len(rows) - 1 else KEYFRAME if at == 0 else INBETWEEN
    return 0


def _mark(job: Job) -> _Mark:
    wanted = [at for _, positions in job.windows.values() for at in positions]
    share = job.done / job.of if job.unit == "step" and job.of else 0.0
    return _Mark(_made(job.facts.get("slate", {}), wanted), share, job.made_at)


def _made(slate: Mapping[str, Any], positions: Iterable[int]) -> dict[str, frozenset[int]]:
    """Shot -> ticks that these positions of a window are, by what its slate says."""
    slots = slate.get("slots") or ()
    found: dict[str, set[int]] = defaultdict(set)
    for position in positions:
        if position < len(slots):
            shot, tick = slots[position]
            found[shot].add(tick)
    return {shot: frozenset(ticks) for shot, ticks in found.items()}


# Looks -------------------------------------------------------------------------------------------


def _looks(board: Board) -> dict[str, Any]:
    """All that shapes the pictures of each shot: equal looks, equal pictures."""
    found: dict[str, Any] = {}
    film = (board.cast, board.places, board.seed, board.aspect, board.rate)
    chain: tuple[Any, ...] = ()  # the shot and those that it goes on from without a break
    for scene in board.scenes:
        for shot in scene.shots:
            chain = (*chain, _own(shot))
            found[shot.id] = (chain, _around(scene), film)
            if shot.join != "continuous":
                chain = ()
    return found


def _own(shot: Shot) -> tuple[Any, ...]:
    return shot.layout, shot.camera, shot.acting, shot.length, shot.keyframes


def _around(scene: Scene) -> tuple[Any, ...]:
    return scene.place, scene.daytime, scene.weather
