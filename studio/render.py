"""Render: shots become takes, coarse to fine, one window a job, from the bin where the bin has it.

An order is plain data, so that it goes on after a crash: which shots, up to which level, by which family. Its program plans the
same windows again, finds what is finished by key, and asks for the rest.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

import assets
from engine import api, families, keys, schedule
from engine.spans import Slot, Span
from storyboard import staging
from storyboard.board import Board
from storyboard.cue import FrameCue
from studio import settings
from studio.errors import StudioError, nearest
from studio.jobs import Job, Order
from studio.queue import Task
from studio.session import Session
from studio.takes import Take

LEVELS = {"layout": 0, "keyframes": 1, "final": 9}  # what a person may ask for
KIND = "render"
BYTES_A_FRAME = 180_000  # of a lossless 640x360 paper picture, measured on the sample film


@dataclass(frozen=True)
class Estimate:
    """Before a render: ``windows`` to make, ``found`` in the bin, ``seconds`` (None: not measured yet), ``bytes`` of disk."""

    windows: int
    found: int
    seconds: float | None
    bytes: int


@dataclass(frozen=True)
class Recipe:
    """What shapes the pictures besides the board."""

    family: str = "papercut"
    weights: str = ""
    steps: int = 0  # 0 = the family's own
    device: str = "auto"

    @property
    def folder(self) -> str:
        """Where the weights lie. Raises StudioError when the bundled ones are missing."""
        card = families.card(self.family)
        try:
            return self.weights or (str(assets.path(card.weights)) if card.weights else "")
        except FileNotFoundError as error:
            raise StudioError(str(error)) from error

    @property
    def calls(self) -> int:
        return self.steps or families.card(self.family).steps

    def fingerprint(self) -> str:
        """Of the weights and of the bundled art that the family is shown."""
        card = families.card(self.family)
        folder = [self.folder] if self.folder else []
        return keys.fingerprint(*folder, *(assets.path(name) for name in card.props))


def serve(session: Session) -> None:
    """Let this session's queue take render orders."""
    session.queue.programs[KIND] = partial(Rendering, session)


def recipe(level: str, chosen: settings.Settings | None = None) -> Recipe:
    """What the person's settings say; the level "layout" is painted, without a network."""
    chosen = chosen or settings.load()
    if level == "layout":
        return Recipe("animatic", device=chosen.device)
    return Recipe(chosen.family, chosen.weights, chosen.steps, chosen.device)


def order(
    session: Session,
    shots: Collection[str] | None = None,
    level: str = "final",
    by: Recipe | None = None,
    priority: int = 0,
) -> Order:
    """Ask for shots (all of the film without) up to a level. Raises StudioError.

    Shots whose take still is what the board asks for are left alone; the keyframes of those stand as memory for the others.
    """
    by = by or recipe(level)
    what = _asked(session, shots, level, by)
    count = len(what["shots"])
    title = f"{count} shots" if count != 1 else "1 shot"
    return session.queue.order(KIND, what, title, priority)


def _asked(
    session: Session, shots: Collection[str] | None, level: str, by: Recipe
) -> dict[str, Any]:
    if level not in LEVELS:
        raise StudioError(f"There is no level {level!r}.{nearest(level, LEVELS)}")
    asked = [shot.id for shot in session.board.shots if shots is None or shot.id in shots]
    if not asked:
        raise StudioError("There are no shots to render. Plan the script first.")
    standing = finished(session, by, level)
    return {
        "shots": [id for id in asked if id not in standing],
        "level": level,
        "standing": standing,
        "by": vars(by),
    }


def finished(session: Session, by: Recipe, level: str) -> dict[str, str]:
    """Shot -> its newest take that is exactly what the board asks for now, pictures and all."""
    fingerprint = by.fingerprint()
    found = {}
    for shot in session.board.shots:
        wish = None
        for take in reversed(session.takes.of_shot(shot.id)):
            if take.slate.get("level") != level or take.slate.get("fingerprint") != fingerprint:
                continue
            wish = wish or shot_key(session.board, shot.id, by, fingerprint)
            whole = all(session.bin.path(hash) for hash in take.frames.values())
            if take.slate.get("shot_key") == wish and whole:
                found[shot.id] = take.id
                break
    return found


def shot_key(board: Board, shot_id: str, by: Recipe, fingerprint: str) -> str:
    """What a shot asks for by itself (``keys.shot_key``)."""
    shot = board.shot(shot_id)
    frames = range(0, shot.length, schedule.ON)
    pinned = {pin.frame // schedule.ON: pin.picture for pin in shot.keyframes}
    return keys.shot_key(
        staging.cues(board, shot_id, frames),
        pinned,
        fingerprint=fingerprint,
        seed=board.seed,
        steps=by.calls,
        family=by.family,
    )


class Rendering:
    """The program of one order (``queue.Program``)."""

    def __init__(self, session: Session, order: Order) -> None:
        self._session = session
        self.board = session.board
        self.level = str(order.what["level"])
        self.by = Recipe(**order.what["by"])
        self._standing: Mapping[str, str] = order.what["standing"]
        self._fingerprint = self.by.fingerprint()
        here = {shot.id for shot in self.board.shots}
        self.shots = [id for id in order.what["shots"] if id in here]
        self._cues: dict[str, tuple[FrameCue, ...]] = {}
        self.pictures: dict[Slot, str] = {}
        self.reused = self.made = 0
        self._spent: dict[str, float] = {}
        spans = self._plan(here)
        self.todo = list(spans)
        self._of = len(self.todo)
        self._running: dict[str, Span] = {}
        self._failed: set[Span] = set()
        self._published: set[str] = set()

    def _plan(self, here: set[str]) -> Iterable[Span]:
        if self.level == "layout":
            return [span for id in self.shots for span in _stretches(self.board, id)]
        kept = {}
        for id, take_id in self._standing.items():
            take = self._session.takes.take(take_id)
            if id in here and self._is_whole(take):
                kept[id] = take
        plan = schedule.plan(self.board, self.shots, kept=kept)
        for slot in plan.given:
            if slot in plan.pinned:
                self.pictures[slot] = plan.pinned[slot]
            else:
                self.pictures[slot] = kept[slot.shot].frames[slot.tick]
        top = LEVELS[self.level]
        return [batch[0] for batch in plan.order() if batch[0].level <= top]

    def _is_whole(self, take: Take) -> bool:
        return all(self._session.bin.path(hash) for hash in take.frames.values())

    # What the queue asks -------------------------------------------------------------------------

    def next(self, looking: Sequence[str]) -> Task | None:
        """The next window whose known frames are there, keyframes first, then what is looked at."""
        eyes = set(looking)
        while True:
            ready = (s for s in self.todo if all(slot in self.pictures for slot in s.needed))
            span = min(
                ready, key=lambda s: (s.level > 1, eyes.isdisjoint(s.shots)), default=None
            )
            if span is None:
                return None
            window = self._window(span)
            self.todo.remove(span)
            found = self._session.windows.find(window.key)
            if not found:
                self._running[window.key] = span
                return self._task(span, window)
            self.reused += 1
            self._take_in(span, found.frames)

    def heard(self, job: Job, event: api.Event) -> None:
        """Take in what came; a failed window takes with it what builds on it."""
        if isinstance(event, api.WindowDone) and event.key in self._running:
            made = self._session.windows.find(event.key)
            if made:
                span = self._running.pop(event.key)
                self.made += 1
                for id in span.shots:
                    self._spent[id] = self._spent.get(id, 0.0) + event.seconds / len(span.shots)
                self._take_in(span, made.frames)
        elif isinstance(event, api.Failed | api.Cancelled):
            for key in job.windows:
                if key in self._running:
                    self._failed.add(self._running.pop(key))

    def progress(self) -> tuple[int, int]:
        return self.made + self.reused, self._of

    # Windows -------------------------------------------------------------------------------------

    def _window(self, span: Span) -> api.Window:
        cues = tuple(self._all_cues(slot.shot)[slot.tick] for slot in span.slots)
        known = {at: self.pictures[span.slots[at]] for at in sorted(span.known)}
        key = keys.window_key(
            cues,
            known,
            level=span.level,
            fingerprint=self._fingerprint,
            seed=self.board.seed,
            steps=self.by.calls,
            family=self.by.family,
        )
        files = {at: str(self._session.bin.path(hash)) for at, hash in known.items()}
        return api.Window(key, span.level, cues, files)

    def _all_cues(self, shot: str) -> tuple[FrameCue, ...]:
        if shot not in self._cues:
            frames = range(0, self.board.shot(shot).length, schedule.ON)
            self._cues[shot] = staging.cues(self.board, shot, frames)
        return self._cues[shot]

    def _task(self, span: Span, window: api.Window) -> Task:
        hashes = {cue.plate for cue in window.cues}
        hashes |= {subject.sheet for cue in window.cues for subject in cue.subjects}
        files = {hash: str(self._session.bin.path(hash) or "") for hash in hashes if hash}
        request = api.Render(
            job="",
            windows=(window,),
            folder="",
            family=self.by.family,
            weights=self.by.folder,
            seed=self.board.seed,
            steps=self.by.calls,
            device=self.by.device,
            pictures=files,
        )
        what = {0: "animatic", 1: "keyframes"}.get(span.level, "in-betweens")
        title = f"{what}, {len(span.wanted)} frames"
        return Task(window.key[:16], request, title, span.shots, self._slate())

    def _slate(self) -> dict[str, Any]:
        return {
            "family": self.by.family,
            "fingerprint": self._fingerprint,
            "seed": self.board.seed,
            "steps": self.by.calls,
            "level": self.level,
        }

    # Takes ---------------------------------------------------------------------------------------

    def _take_in(self, span: Span, frames: Mapping[int, str]) -> None:
        for at, hash in frames.items():
            self.pictures[span.slots[at]] = hash
        waiting = {id for other in (*self.todo, *self._running.values()) for id in other.shots}
        for id in span.shots:
            if id in self.shots and id not in waiting and id not in self._published:
                self._publish(id)

    def _publish(self, shot: str) -> None:
        """All that was asked for of this shot is there: it becomes a take."""
        self._published.add(shot)
        frames = {slot.tick: hash for slot, hash in self.pictures.items() if slot.shot == shot}
        wish = shot_key(self.board, shot, self.by, self._fingerprint)
        slate = {
            **self._slate(),
            "shot_key": wish,
            "seconds": round(self._spent.get(shot, 0.0), 2),
            "subjects": list(self.board.shot(shot).subjects),
        }
        here = any(s.id == shot for s in self._session.board.shots)
        if here:
            self._session.add_take(shot, LEVELS[self.level], frames, slate)


def _stretches(board: Board, shot: str) -> list[Span]:
    """A shot's ticks in windows of the usual length, nothing known: the animatic needs no levels."""
    count = schedule.ticks(board.shot(shot).length)
    return [
        Span(0, tuple(Slot(shot, tick) for tick in range(at, min(at + schedule.LENGTH, count))))
        for at in range(0, count, schedule.LENGTH)
    ]


def estimate(
    session: Session,
    shots: Collection[str] | None = None,
    level: str = "final",
    by: Recipe | None = None,
) -> Estimate:
    """What ``order`` with the same arguments would cost on this machine, from its own measurements."""
    what = _asked(session, shots, level, by or recipe(level))
    program = Rendering(session, Order("", KIND, what))
    spans = program.todo
    times = [session.windows.seconds_per_window(program.by.family, span.level) for span in spans]
    known = [t for t in times if t is not None]
    seconds = sum(known) if len(known) == len(spans) else None
    frames = sum(len(span.wanted) for span in spans)
    return Estimate(len(spans), len(what["standing"]), seconds, frames * BYTES_A_FRAME)
