"""Render: orders that make takes of shots, and what they would cost.

An order is plain data, so that it goes on after a crash: which shots, up to which level, by which
recipe, and which takes stood when the film was asked for first.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from dataclasses import asdict, dataclass, replace
from functools import partial
from typing import Any

from engine import families
from storyboard import bridging
from studio import machine, redo, rigging, seats, settings, standing
from studio.errors import StudioError, nearest
from studio.jobs import Order
from studio.recipes import DRAFT, LEVELS, Recipe, recipe
from studio.rendering import Rendering
from studio.session import Session
from studio.takes import Take

__all__ = ["KIND", "LEVELS", "Estimate", "Recipe", "estimate", "order", "recipe", "serve"]

KIND = "render"
BYTES_A_FRAME = 180_000  # of a lossless 640x360 paper picture, measured on the sample film
BYTES_A_PIXEL = 2  # of a lossless photograph, of three as they are; rather too many


@dataclass(frozen=True)
class Estimate:
    """Before a render: ``windows`` to make, ``found`` in the bin, ``seconds`` (None: not measured
    yet, or a cluster makes them) with their ``spread``, ``bytes`` of disk; ``shots`` to render,
    ``standing`` that are left alone; ``memory`` the GB of the GPU and of the computer that the
    models held here before.
    """

    windows: int
    found: int
    seconds: float | None
    bytes: int
    shots: int = 0
    standing: int = 0
    spread: float = 0.0
    memory: tuple[float, float] | None = None


# Orders ------------------------------------------------------------------------------------------


def serve(session: Session) -> None:
    """Let this session's queue take render orders, and those that make one subject again."""
    session.queue.programs[KIND] = partial(Rendering, session)
    rigging.serve(session)
    redo.serve(session)


def order(
    session: Session,
    shots: Collection[str] | None = None,
    level: str = "final",
    by: Recipe | None = None,
    priority: int = 0,
) -> Order:
    """Ask for shots (all of the film without) up to a level. Raises StudioError, EngineError.

    Shots whose take still is what the board asks for are left alone; the keyframes of those stand
    as memory for the others. Work that waits already for the same film goes on instead of a second
    order; work for a film that is not so any more is cancelled when this one covers it.
    """
    rigging.order(session)
    what = _asked(session, shots, level, by or recipe(level))
    for other in session.queue.orders():
        if other.kind != KIND or other.what.get("by") != what["by"]:
            continue
        same = all(other.what.get(name) == what[name] for name in ("state", "level"))
        if same and set(what["shots"]) <= set(other.what["shots"]):
            ahead = priority > other.priority
            return session.queue.bring_forward(other.id) if ahead else other
        lower = LEVELS.get(str(other.what.get("level")), 0) <= LEVELS[level]
        if lower and set(other.what["shots"]) <= set(what["asked"]):
            session.queue.cancel(other.id)
    number = len(what["shots"])
    return session.queue.order(KIND, what, f"{number} shot{'s'[: number != 1]}", priority)


def estimate(
    session: Session,
    shots: Collection[str] | None = None,
    level: str = "final",
    by: Recipe | None = None,
) -> Estimate:
    """What ``order`` with the same arguments would cost on this machine, by what it measured."""
    (found,) = (one for one in estimating(session, shots, level, by) if one)
    return found


def estimating(
    session: Session,
    shots: Collection[str] | None = None,
    level: str = "final",
    by: Recipe | None = None,
) -> Iterator[Estimate | None]:
    """`estimate` a little at a time, for a window that goes on meanwhile; it comes last."""
    what = _asked(session, shots, level, by or recipe(level))
    yield None
    yield from cost(session, Order("", KIND, what))


def cost(session: Session, order: Order) -> Iterator[Estimate | None]:
    """What this order would still cost, a little at a time; it comes last.

    Raises StudioError, EngineError.
    """
    what, program = order.what, Rendering(session, order)
    yield None
    spans = []
    for span in program.to_make():
        if span:
            spans.append(span)
        yield None
    levels = Counter(span.level for span in spans)
    chosen = settings.load()
    team, maker = len(seats.seats(chosen)), program.by.maker
    times = [
        (session.windows.seconds_per_window(maker(level).family, level, stages=team), count)
        for level, count in levels.items()
    ]
    known = [each * count for each, count in times if each is not None]
    seconds = sum(known) if len(known) == len(times) and not chosen.cluster else None
    frames = sum(len(span.wanted) for span in spans)
    left, alone = len(what["shots"]), len(what["asked"]) - len(what["shots"])
    names = {maker(level).family for level in levels}
    here = settings.load().device != "cpu" and machine.accelerator()
    held = [session.windows.memory(name, "cuda" if here else "cpu") for name in names]
    told = [one for one in held if one]
    yield Estimate(
        windows=len(spans),
        found=program.reused,
        seconds=seconds,
        bytes=round(frames * _frame_bytes(session, program.by)),
        shots=left,
        standing=alone,
        spread=(seconds or 0.0) * session.windows.spread(),
        memory=(max(v for v, _ in told), max(r for _, r in told)) if held and all(held) else None,
    )


def _frame_bytes(session: Session, by: Recipe) -> float:
    """What a frame takes on the disk: all are of the size that the keyframes are made in. Those
    that were made here tell, before the first the card.
    """
    if measured := session.windows.bytes_a_frame(by.stills.family):
        return measured
    card = families.card(by.stills.family).hub
    if card is None:
        return BYTES_A_FRAME
    width, height = card.size.native[0]
    return width * height * BYTES_A_PIXEL


def _asked(
    session: Session, shots: Collection[str] | None, level: str, by: Recipe
) -> dict[str, Any]:
    if level not in LEVELS:
        raise StudioError(f"There is no level {level!r}.{nearest(level, LEVELS)}")
    row = session.board.shots
    asked = [shot.id for shot in row if shots is None or shot.id in shots]
    if level == "keyframes":  # a bridge has none: it is made between those of its neighbours
        asked = [shot.id for at, shot in enumerate(row)
                 if shot.id in asked and not bridging.ends(row, at)]  # fmt: skip
    if not asked:
        raise StudioError("There are no shots to render. Plan the script first.")
    fingerprint = by.fingerprint()
    stand = standing.takes(session, by, fingerprint, min(LEVELS[level], 1))
    if by.preset == DRAFT:  # what is finished needs no draft
        fine = replace(by, preset="fine")
        stand |= standing.takes(session, fine, fine.fingerprint(), LEVELS[level])
    state = standing.film_state(session.board, by, fingerprint)
    before = [o for o in session.queue.jobs.orders() if o.what.get("state") == state]
    return {
        "asked": asked,
        "shots": [id for id in asked if id not in stand or stand[id].level < LEVELS[level]],
        "level": level,
        # what stood when this same film was asked for first: the same plan finds what was made
        "standing": before[-1].what["standing"] if before else _ids(stand),
        "by": asdict(by),
        "state": state,
    }


def _ids(stand: Mapping[str, Take]) -> dict[str, str]:
    return {shot: take.id for shot, take in stand.items()}
