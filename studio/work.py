"""Work without a window: stages are started, the queue is served until an order ends, pictures are
found for an export.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, closing, contextmanager
from typing import Any

from engine import schedule
from storyboard import bridging
from studio.errors import StudioError
from studio.jobs import OPEN, Order
from studio.recipes import LEVELS
from studio.session import Session
from studio.takes import Take
from studio.troupe import Troupe

LEAVING = 0.3  # seconds for what is finished to be kept when the person stops
IDLE = 0.01  # seconds between two looks while nothing moves


@contextmanager
def staged(
    session: Session, *serve: Callable[[Session], None], stages: int = 0, cluster: str = ""
) -> Iterator[Troupe]:
    """Stages for this session's queue, which takes the orders that ``serve`` (``render.serve``,
    ``plan.serve``) say; others stay in the line. How many: ``stages``, else as the settings say.
    ``cluster``: pictures are made on the machines of the Ray cluster at this address ("auto": of
    this machine's), not here. Raises EngineError when it cannot be joined.

    However it ends (Ctrl+C too), what lies on a stage is queued again before the stage closes.
    """
    for take_orders in serve:
        take_orders(session)
    with closing(Troupe(session, stages, cluster)) as troupe, ExitStack() as broken:
        broken.callback(_hear_out, session)
        troupe.join()
        yield troupe
        broken.pop_all()


def _hear_out(session: Session) -> None:
    """Put away what the stage has finished, before it goes."""
    until = time.monotonic() + LEAVING
    while time.monotonic() < until:
        if not session.pump():
            time.sleep(IDLE)


def until_done(session: Session, order: Order) -> None:
    """Serve the queue until this order has ended, before all others. Raises StudioError with its
    sentence when it failed, or with the reason why the queue stands still.
    """
    ended: dict[str, Order] = {}

    def hear(name: str, what: Any) -> None:
        if name == "order_changed" and what.state not in OPEN:
            ended[what.id] = what

    session.listeners.append(hear)
    try:
        session.queue.bring_forward(order.id)
        while order.id not in ended:
            if session.queue.paused:
                raise StudioError(session.queue.paused)
            if not session.pump():
                time.sleep(IDLE)
    finally:
        session.listeners.remove(hear)
    if ended[order.id].state == "failed":
        raise StudioError(ended[order.id].sentence or "The work failed; ask for it again.")


def pictures(session: Session, level: str = "final") -> Callable[[str, int], str | None]:
    """(shot, tick) -> the best lossless picture there is.

    That is a picture of the circled take; else of one that is what the board asks for now, of those
    of the highest level, then the newest. For a film of a lower ``level`` a take of that level
    comes first. Only takes with every tick of their shot count; but in a film of
    keyframes each stands until the next one.
    """
    found: dict[str, Mapping[int, str]] = {}

    def source(shot: str, tick: int) -> str | None:
        if shot not in found:
            found[shot] = _frames(session, shot, level)
        hash = found[shot].get(tick)
        path = session.bin.path(hash) if hash else None
        return str(path) if path else None

    return source


def _frames(session: Session, shot: str, level: str) -> Mapping[int, str]:
    """Tick -> picture of the take that plays for a shot; empty when none can."""
    board, most = session.board, LEVELS[level]
    ticks = range(schedule.ticks(board.shot(shot).length))
    takes = [
        take
        for take in session.takes.of_shot(shot)
        if take.frames and (level == "keyframes" or _has(take, ticks))
    ]
    if not takes:
        return _held(session, shot) if level == "keyframes" else {}

    def worth(take: Take) -> tuple[float, ...]:
        fits = len(takes) > 1 and session.takes.fits(board, take)
        if level == "final":
            circled = take.id == board.shot(shot).circled
            return circled, take.level > 0, fits, take.level, take.made_at
        return fits, take.level <= most, take.level, take.made_at

    frames = max(takes, key=worth).frames
    stand = {}
    for tick in ticks:
        before = max((at for at in frames if at <= tick), default=min(frames))
        stand[tick] = frames[before]
    return stand


def _held(session: Session, shot: str) -> Mapping[int, str]:
    """In a film of keyframes a bridge holds the pictures that it goes from and to, half each."""
    pair = bridging.between(session.board, shot)
    if pair is None:
        return {}
    before, after = (_frames(session, near.id, "keyframes") for near in pair)
    if not before or not after:
        return {}
    count = schedule.ticks(session.board.shot(shot).length)
    return {k: before[max(before)] if 2 * k < count else after[0] for k in range(count)}


def _has(take: Take, ticks: range) -> bool:
    return all(tick in take.frames for tick in ticks)


def clips(session: Session) -> Callable[[str], str | None]:
    """Shot -> the clip of its best take, where there is one."""

    def source(shot: str) -> str | None:
        take = session.takes.best(session.board, shot)
        path = session.bin.path(take.clip) if take and take.clip else None
        return str(path) if path else None

    return source
