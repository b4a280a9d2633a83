"""Rendering: the program of a render order, coarse to fine, one window a job.

It plans the same windows again after a restart, takes what is finished from the bin by key, asks
for the rest, and publishes each shot that is whole as a take.
"""

from __future__ import annotations

import heapq
import time
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from typing import Any, Literal

from engine import api, families, keys, schedule
from engine.spans import Slot, Span
from storyboard import bridging, numbering, staging, telling
from storyboard.board import Board
from storyboard.cue import FrameCue
from studio import standing, take_sounds, wishes
from studio.checkup import Checkup
from studio.errors import StudioError
from studio.jobs import Job, Order
from studio.queue import TURN, Task
from studio.recipes import LEVELS, Recipe
from studio.session import Session
from studio.takes import Take
from studio.windows import FinishedWindow

GIVE_UP = 3  # windows that fail one after the other, after which the rest is not tried
TITLES = {0: "animatic", 1: "keyframes"}


class Rendering:
    """The program of one order (``queue.Program``), on the board as it is when it begins."""

    def __init__(self, session: Session, order: Order) -> None:
        self._session = session
        self.board = session.board
        self.level = str(order.what["level"])
        self.by = Recipe(**order.what["by"])
        self._fingerprint = self.by.fingerprint()
        self.on = self.by.on if self.level != "layout" else schedule.ON
        self._each = self.on // schedule.ON  # ticks that one drawing stands
        self._told: dict[tuple[str, str], tuple[FrameCue, ...]] = {}
        self._remarks: dict[str, list[str]] = defaultdict(list)
        self._takes: dict[str, str] = {}  # shot -> its take of this order
        self._sounds: dict[str, list[tuple[int, int, str]]] = defaultdict(list)
        here = {shot.id for shot in self.board.shots}
        self.shots = frozenset(order.what["shots"]) & here
        self._labels = numbering.labels(self.board)
        self._cues: dict[str, tuple[FrameCue, ...]] = {}
        self.pictures: dict[Slot, str] = {}
        self.reused = self.made = self._failures = 0
        self._trouble = ""
        self._checkup = Checkup(session, self.board)
        self._looks = families.card(self.by.family).looked and self.on == schedule.ON
        self._spent: dict[str, float] = defaultdict(float)
        self._running: dict[str, Span] = {}
        spans = self._plan(self._kept(order.what))
        self._of = len(spans)
        self._left = Counter(id for span in spans for id in span.shots)
        self._whole = [s.id for s in self.board.shots if s.id in self.shots - self._left.keys()]
        self._line(spans)

    def _kept(self, what: Mapping[str, Any]) -> dict[str, Take]:
        """The takes whose keyframes stand; what an edit since has overtaken does not."""
        if self.level == "layout":
            return {}
        state = standing.film_state(self.board, self.by, self._fingerprint)
        if state != what.get("state"):
            return standing.takes(self._session, self.by, self._fingerprint, 1)
        found = {id: self._session.takes.take(take) for id, take in what["standing"].items()}
        return {
            id: take for id, take in found.items() if standing.is_whole(take, self._session.bin)
        }

    def _plan(self, kept: dict[str, Take]) -> list[Span]:
        """The windows in their order; pictures that no window makes are put in their slots."""
        if self.level == "layout":
            wanted = [shot.id for shot in self.board.shots if shot.id in self.shots]
            return [span for id in wanted for span in _stretches(self.board, id)]
        while True:
            length, on, most = self.by.division
            plan = schedule.plan(self.board, self.shots, length, on, kept, most)
            given = {slot for slot in plan.given if slot not in plan.pinned}
            lacking = {
                slot.shot for slot in given if slot.tick * self._each not in kept[slot.shot].frames
            }
            if not lacking:
                break
            kept = {id: take for id, take in kept.items() if id not in lacking}
        for id, take in kept.items():
            own = {tick: hash for tick, hash in take.frames.items() if not tick % self._each}
            self.pictures.update({Slot(id, tick // self._each): own[tick] for tick in own})
        self.pictures.update(plan.pinned)
        top = LEVELS[self.level]
        return [span for batch in plan.order() for span in batch if span.level <= top]

    def _line(self, spans: Sequence[Span]) -> None:
        """Let every window wait for the pictures that it needs."""
        self._numbers = {span: number for number, span in enumerate(spans)}
        self._lacks: dict[Span, int] = {}
        self._waiting: dict[Slot, list[Span]] = defaultdict(list)
        self._eyes: frozenset[str] = frozenset()
        self._ready: list[tuple[bool, bool, int, Span]] = []
        for span in spans:
            lacking = [slot for slot in span.needed if slot not in self.pictures]
            self._lacks[span] = len(lacking)
            for slot in lacking:
                self._waiting[slot].append(span)
            if not lacking:
                heapq.heappush(self._ready, self._place(span))

    def _place(self, span: Span) -> tuple[bool, bool, int, Span]:
        """Keyframes of the film first, then what is looked at, then in the film's order."""
        return span.level > 1, self._eyes.isdisjoint(span.shots), self._numbers[span], span

    # What the queue asks -------------------------------------------------------------------------

    def next(self, looking: Sequence[str]) -> Task | Literal["later"] | None:
        """The next window whose known frames are there. Raises StudioError when it cannot go on."""
        self._publish()
        if self._eyes != frozenset(looking):
            self._eyes = frozenset(looking)
            self._ready = [self._place(span) for _, _, _, span in self._ready]
            heapq.heapify(self._ready)
        until = time.monotonic() + TURN
        while self._ready and not self._trouble:
            span = self._ready[0][-1]
            window = self._window(span)
            heapq.heappop(self._ready)
            found = self._session.windows.find(window.key)
            if not found:
                self._running[window.key] = span
                return self._task(span, window)
            self.reused += 1
            self._take_in(span, found)
            self._publish()
            if time.monotonic() > until:
                return "later"
        if self._trouble and not self._running:
            raise StudioError(self._trouble)
        if shot := self._checkup.shot:
            return self._checkup.next(self._names(shot))
        return None

    def heard(self, job: Job, event: api.Event) -> None:
        """Take in what came; a failed window takes with it what builds on it."""
        self._publish()
        self._checkup.heard(job, event)
        if isinstance(event, api.WindowDone) and event.key in self._running:
            made = self._session.windows.find(event.key)
            if made is None:
                return  # its pictures are gone already: said when the job ends
            span = self._running.pop(event.key)
            self.made += 1
            self._failures = 0
            for id in span.shots:
                self._spent[id] += event.seconds / len(span.shots)
            self._take_in(span, made)
            self._publish()
        elif isinstance(event, api.Finished | api.Failed | api.Cancelled):
            self._remark(job.shots, getattr(event, "facts", {}).get("notes", ()))
            lost = [self._running.pop(key) for key in job.windows if key in self._running]
            self._failures += isinstance(event, api.Failed)
            if isinstance(event, api.Failed) and self._failures >= GIVE_UP:
                self._trouble = event.sentence if not event.ours else job.sentence
            elif lost and isinstance(event, api.Finished):
                self._trouble = f"Pictures of {self._names(lost[0])} were made and are gone." + (
                    " Look whether the folder of the film is whole, then render again."
                )

    def progress(self) -> tuple[int, int]:
        """Windows that are there, of all."""
        return self.made + self.reused, self._of

    def to_make(self) -> Iterator[Span | None]:
        """Look through the windows: each that is not in the bin, None for each that is. Only for a
        program that the queue does not run.
        """
        while self._ready:
            span = heapq.heappop(self._ready)[-1]
            if found := self._session.windows.find(self._window(span).key):
                self.reused += 1
                self._take_in(span, found)
                yield None
            else:
                yield span
        yield from (span for span, lacking in self._lacks.items() if lacking)

    # Windows -------------------------------------------------------------------------------------

    def _window(self, span: Span) -> api.Window:
        by = self.by.maker(span.level)
        of_shot = partial(self._told_cues, by.family) if by.told else self._all_cues
        cues = tuple(of_shot(slot.shot)[slot.tick] for slot in span.slots)
        known = {at: self.pictures[span.slots[at]] for at in sorted(span.known)}
        key = keys.window_key(
            cues,
            known,
            level=span.level,
            fingerprint=by.fingerprint,
            seed=self.board.seed,
            steps=by.calls,
            family=by.family,
        )
        files = {}
        for at, hash in known.items():
            name = self._names(span.slots[at].shot)
            files[at] = self._file(
                hash, f"A keyframe of {name}", "Pin it again or remove it, then render again."
            )
        return api.Window(key, span.level, cues, files)

    def _all_cues(self, shot: str) -> tuple[FrameCue, ...]:
        if shot not in self._cues:
            frames = range(0, self.board.shot(shot).length, self.on)
            self._cues[shot] = staging.cues(self.board, shot, frames)
        return self._cues[shot]

    def _told_cues(self, family: str, shot: str) -> tuple[FrameCue, ...]:
        """The same with looks, action and LoRAs, for a family that reads prompts."""
        if (shot, family) not in self._told:
            cues = telling.told(self.board, shot, self._all_cues(shot), (family,))
            self._told[shot, family] = cues
        return self._told[shot, family]

    def _task(self, span: Span, window: api.Window) -> Task:
        by = self.by.maker(span.level)
        request = api.Render(
            job="",
            windows=(window,),
            folder="",
            family=by.family,
            weights=by.folder,
            seed=self.board.seed,
            steps=by.calls,
            device=self.by.device,
            pictures=self._references(window),
            memory=self.by.memory,
            extras=by.extras,
        )
        frames = len(span.wanted)
        title = (
            f"{self._names(span)}, {TITLES.get(span.level, 'in-betweens')}, {frames} "
            f"frame{'s'[: frames != 1]}"
        )
        slots = [(slot.shot, slot.tick) for slot in span.slots]
        slate = {**self._slate(), **by.slate, "slots": slots}
        return Task(window.key[:16], request, title, span.shots, slate)

    def _references(self, window: api.Window) -> dict[str, str]:
        """Where the person's own sheets, plates and LoRAs lie that these cues name."""
        sheets = {subject.sheet for cue in window.cues for subject in cue.subjects if subject.sheet}
        plates = {cue.plate for cue in window.cues if cue.plate}
        files = {}
        for subject in self.board.cast:
            if subject.sheet in sheets:
                files[subject.sheet] = self._file(subject.sheet, f"The sheet of {subject.name}")
        for place in self.board.places:
            if place.plate in plates:
                files[place.plate] = self._file(place.plate, f"The plate of {place.name}")
        worn = {file for cue in window.cues for file, _, _ in cue.loras}
        for lora in self.board.loras:
            if lora.file in worn:
                way_out = "Give it to the film again, or take it off."
                files[lora.file] = self._file(lora.file, f"The LoRA {lora.name}", way_out)
        return files

    def _file(self, hash: str, what: str, way_out: str = "Choose the picture again.") -> str:
        path = self._session.bin.path(hash)
        if path is None:
            raise StudioError(
                f"{what} is not in {self._session.bin.folder.name} any more. {way_out}"
            )
        return str(path)

    def _names(self, of: Span | str) -> str:
        shots = [of] if isinstance(of, str) else list(of.shots)
        last = f" to {self._labels[shots[-1]]}" if len(shots) > 1 else ""
        return f"shot {self._labels[shots[0]]}{last}"

    def _slate(self) -> dict[str, Any]:
        return {
            "family": self.by.family,
            "fingerprint": self._fingerprint,
            "seed": self.board.seed,
            "steps": self.by.calls,
            "level": self.level,
            **({"preset": self.by.preset} if self._each > 1 else {}),
            **({"division": self.by.division} if self.level != "layout" else {}),
        }

    # Takes ---------------------------------------------------------------------------------------

    def _take_in(self, span: Span, made: FinishedWindow) -> None:
        take_sounds.note(self._sounds, span.slots, self._each, made.slate)
        for at, hash in made.frames.items():
            slot = span.slots[at]
            self.pictures[slot] = hash
            for other in self._waiting.pop(slot, ()):
                self._lacks[other] -= 1
                if not self._lacks[other]:
                    heapq.heappush(self._ready, self._place(other))
        for id in span.shots:
            self._left[id] -= 1
            if not self._left[id] and id in self.shots:
                self._whole.append(id)

    def _publish(self) -> None:
        """Shots that are whole become takes; what disk trouble stops is tried again."""
        while self._whole:
            shot = self._whole[0]
            frames = self._frames(shot)
            if frames and any(other.id == shot for other in self._session.board.shots):
                slate = self._shot_slate(shot)
                take = self._session.add_take(shot, LEVELS[self.level], frames, slate)
                self._takes[shot] = take.id
                if self._looks:
                    self._checkup.add(take)
            self._whole.pop(0)

    def _frames(self, shot: str) -> dict[int, str]:
        """Tick -> picture; in a draft a drawing stands for two ticks, but a keyframe is one."""
        count = schedule.ticks(self.board.shot(shot).length)
        slots = {k: Slot(shot, k // self._each) for k in range(count)}
        return {
            k: self.pictures[slot]
            for k, slot in slots.items()
            if slot in self.pictures and (LEVELS[self.level] != 1 or not k % self._each)
        }

    def ticks(self, slot: Slot) -> range:
        """The ticks of its shot that a drawing stands for."""
        return range(slot.tick * self._each, (slot.tick + 1) * self._each)

    def drawn(self, shot: str, count: int) -> Iterator[int]:
        """Which of the first ``count`` ticks of a shot have a picture."""
        return (k for k in range(count) if Slot(shot, k // self._each) in self.pictures)

    def _remark(self, shots: Sequence[str], notes: Sequence[str]) -> None:
        """What the person should know of how it went, for the slates of these shots."""
        for shot in shots if notes else ():
            self._remarks[shot] = list(dict.fromkeys([*self._remarks[shot], *notes]))
            if shot in self._takes:
                self._session.note_take(self._takes[shot], notes=self._remarks[shot])

    def _mixed(self) -> dict[str, Any]:
        """Who made what of a take that more than papercut had a part in."""
        by = (self.by.stills, self.by.spans)
        told: dict[str, Any] = {"told": True} if self.by.told else {}
        if by[0] != by[1]:
            told["inbetween"] = by[1].family
        lacks = sorted({name for one in by if one.told for name in one.lacks})
        return {**told, **({"lacks": lacks} if lacks else {})}

    def _shot_slate(self, shot: str) -> dict[str, Any]:
        made = {**self._slate(), **self._mixed()}
        key = wishes.shot_key(
            self.board,
            shot,
            family=self.by.family,
            fingerprint=self._fingerprint,
            steps=self.by.calls,
            told=wishes.makers(made) if self.by.told else (),
        )
        pair = bridging.between(self.board, shot)
        last = schedule.ticks(pair[0].length, self.on) - 1 if pair else 0
        slots = (Slot(pair[0].id, last), Slot(pair[1].id, 0)) if pair else ()
        there = [slot for slot in slots if slot in self.pictures]
        ends = [(slot.shot, slot.tick * self._each, self.pictures[slot]) for slot in there]
        return {
            **made,
            **({"ends": ends} if ends else {}),
            "shot_key": key,
            "shape": self._session.takes.digest(self.board, shot, bool(self.by.told)),
            "seconds": round(self._spent[shot], 2),
            "subjects": list(self.board.shot(shot).subjects),
            "pinned": sorted(wishes.pins(self.board.shot(shot))),
            "variation": self.board.shot(shot).variation,
            **({"notes": notes} if (notes := self._remarks[shot]) else {}),
            **({"sounds": sorted(heard)} if (heard := self._sounds[shot]) else {}),
        }


def _stretches(board: Board, shot: str) -> list[Span]:
    """A shot's ticks in windows of the usual length, nothing known: the animatic has no levels."""
    total = schedule.ticks(board.shot(shot).length)
    return [
        Span(0, tuple(Slot(shot, tick) for tick in range(at, min(at + schedule.LENGTH, total))))
        for at in range(0, total, schedule.LENGTH)
    ]
