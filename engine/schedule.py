"""The schedule: what is made in which order, coarse to fine. Plain arithmetic, no model.

Time is in ticks: tick k of a shot is its frame ``on`` k (on twos by default). Diffusion over
diffusion (NUWA-XL, arXiv 2303.12346, section 3.3) with cuts:

- Level 1 makes the keyframes of the whole film, many shots in one window (``keyframes``). A shot's
  keyframes are what is left when its ticks are divided bottom-up into the fewest windows of L
  frames - at the finest level ceil((n-1)/(L-1)), whose ends are the frames of the level above -
  until they fit one window; and always its first and last tick, and what the person pinned.
- Levels 2.. fill the time between two frames of the level before. Neighbours share exactly one
  frame. Nothing is in-betweened across a cut; shots joined "continuous" are divided as one.
- A bridge has no keyframes of its own: from level 2 on it is filled between the last frame of the
  shot before it and the first of the shot after it.

What is made in one window stands together, so with nothing else said an edited shot takes the shots
of its group along. ``kept`` says which shots keep their keyframes: they become memory for the
others, and only what was edited is made. Memory enters a window's key as pictures only (``keys``).
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import pairwise
from typing import NamedTuple

from engine import keyframes
from engine.keyframes import Key, Part
from engine.spans import Slot, Span
from storyboard import bridging
from storyboard.board import Board, Shot
from storyboard.layout import at

__all__ = [
    "LENGTH", "ON", "Division", "Level", "Schedule", "Slot", "Span", "frames", "plan", "ticks",
]  # fmt: skip

LENGTH = 16  # frames a window, NUWA-XL's L
ON = 2  # frames that one drawing stands: animation on twos


class Division(NamedTuple):
    """How shots are divided into windows, as ``plan`` takes it: drawings that whoever fills the
    time makes in one call; frames that a drawing stands; most keyframes of a shot for its own sake.
    """

    length: int = LENGTH
    on: int = ON
    most: int = 0

    @property
    def each(self) -> int:
        """Ticks that one drawing stands."""
        return self.on // ON


USUAL = Division()


@dataclass(frozen=True, slots=True)
class Level:
    """One pass of coarse to fine. Windows are in film order; from level 2 on none needs another."""

    number: int
    windows: tuple[Span, ...]


@dataclass(frozen=True)
class Schedule:
    """All windows of a film, or of some of its shots.

    ``pinned`` are the pictures (content hashes) that the person pinned.
    """

    levels: tuple[Level, ...]
    length: int = LENGTH
    on: int = ON
    pinned: Mapping[Slot, str] = field(default_factory=dict)

    @property
    def windows(self) -> tuple[Span, ...]:
        """All windows, level by level, in film order."""
        return tuple(span for level in self.levels for span in level.windows)

    @property
    def calls(self) -> int:
        """Model calls altogether."""
        return sum(len(level.windows) for level in self.levels)

    @property
    def frames_per_level(self) -> dict[int, int]:
        """Drawings that each level makes."""
        return {
            level.number: sum(len(span.wanted) for span in level.windows) for level in self.levels
        }

    @cached_property
    def makers(self) -> Mapping[Slot, Span]:
        """Which window makes a slot. Pinned slots and those of kept shots have none."""
        return {slot: span for span in self.windows for slot in span.made}

    @property
    def given(self) -> frozenset[Slot]:
        """Slots that windows need and none makes: pinned, or keyframes of kept shots."""
        needed = {slot for span in self.windows for slot in span.needed}
        return frozenset(needed - self.makers.keys())

    def needs(self, span: Span) -> tuple[Span, ...]:
        """The windows that must be finished before this one, without those that they need."""
        found = (self.makers[slot] for slot in span.needed if slot in self.makers)
        return tuple(dict.fromkeys(found))

    def batches(self, level: int, size: int = 1) -> tuple[tuple[Span, ...], ...]:
        """The windows of a level in groups of up to ``size`` that can be made in one request.

        The same groups however many are finished already, so a resumed run asks for the same. No
        group holds a window and another that it needs.
        """
        windows = next((one.windows for one in self.levels if one.number == level), ())
        groups: list[list[Span]] = []
        for span in windows:
            full = not groups or len(groups[-1]) >= size
            if full or any(before in groups[-1] for before in self.needs(span)):
                groups.append([])
            groups[-1].append(span)
        return tuple(tuple(group) for group in groups)

    def order(self, looking: Collection[str] = (), size: int = 1) -> list[tuple[Span, ...]]:
        """All batches in the order in which to make them.

        The keyframes of the whole film come first; then, level by level, the shots that the person
        looks at, then the others. What a batch needs comes before it.
        """
        before_eyes = {span for span in self.windows if set(looking) & set(span.shots)}
        before_eyes |= self._behind(before_eyes)

        def place(batch: tuple[Span, ...]) -> tuple[bool, bool, int]:
            level = batch[0].level
            return level > 1, before_eyes.isdisjoint(batch), level

        batches = [batch for level in self.levels for batch in self.batches(level.number, size)]
        return _after_needs(sorted(batches, key=place), self.needs)

    def of(self, shots: Collection[str]) -> Schedule:
        """Only what these shots depend on: the same windows as in the whole film."""
        kept = {span for span in self.windows if set(shots) & set(span.shots)}
        kept |= self._behind(kept)
        levels = tuple(
            Level(level.number, tuple(span for span in level.windows if span in kept))
            for level in self.levels
        )
        return Schedule(levels, self.length, self.on, self.pinned)

    def _behind(self, spans: Iterable[Span]) -> set[Span]:
        """All windows that these need, to the bottom."""
        found: set[Span] = set()
        open = list(spans)
        while open:
            fresh = [span for span in self.needs(open.pop()) if span not in found]
            found.update(fresh)
            open += fresh
        return found


def frames(length: int, depth: int) -> int:
    """Frames of a full tree: (L-1)^m + 1 for windows of ``length`` and m levels (derived)."""
    return int((length - 1) ** depth) + 1


def ticks(frames: int, on: int = ON) -> int:
    """Drawings that a shot of so many frames needs."""
    return -(-frames // on)


def plan(
    board: Board,
    shots: Collection[str] | None = None,
    length: int = LENGTH,
    on: int = ON,
    kept: Collection[str] = (),
    most: int = 0,
) -> Schedule:
    """The schedule of a film; of some ``shots`` only what they depend on, the same windows.

    ``kept``: ids of shots whose keyframes stand (``keys.shot_key`` tells): no window makes them;
    windows that need them find them in the shot's take (``Schedule.given``; a shot whose take lacks
    one is not kept). Decide it once, when the work is ordered, and keep it with the order, so that
    a resumed run plans the same. ``most`` keyframes for a shot's own sake (0: a window of them): 2
    for who makes single pictures, so that only ends come from it; then a window of keyframes is no
    longer than usual, however long ``length`` the others are. Raises ValueError for windows of
    less than three frames.
    """
    if length < 3:
        raise ValueError(f"A window needs three frames or more to fill a gap, not {length}.")
    runs = _runs(board, length, on, frozenset(kept), most)
    opening = {scene.shots[0].id for scene in board.scenes if scene.shots}
    places = {shot.id: scene.place for scene in board.scenes for shot in scene.shots}
    parts = [part for run in runs for part in run.parts(places, opening)]
    levels = [Level(1, keyframes.windows(parts, _keyframes_most(length, most)))]
    for number in range(2, max((run.depth for run in runs), default=1) + 1):
        windows = (span for run in runs for span in run.windows(number))
        levels.append(Level(number, tuple(windows)))
    pinned = {slot: picture for run in runs for slot, picture in run.pinned.items()}
    schedule = Schedule(tuple(levels), length, on, pinned)
    return schedule if shots is None else schedule.of(shots)


def rows(count: int, length: int = LENGTH, most: int = 0) -> list[list[int]]:
    """``count`` ticks divided bottom-up: the ticks that each level has, coarsest first.

    Each row is a part of the next and has its ends; between neighbours in a row lie at most
    ``length`` - 2 ticks of the next. The coarsest has at most ``most`` (0: ``length``), 2 or more.
    """
    found = [list(range(count))]
    while len(found[0]) > (most or length):
        fine = found[0]
        steps = len(fine) - 1
        windows = -(-steps // (length - 1))
        found.insert(
            0, [fine[(2 * i * steps + windows) // (2 * windows)] for i in range(windows + 1)]
        )
    return found


def keyed(board: Board, shot_id: str, by: Division = USUAL) -> tuple[int, ...]:
    """The drawings of a shot that level 1 makes, and those that the person pinned."""
    for run in _runs(board, by.length, by.on, frozenset(), by.most):
        if any(shot.id == shot_id for shot in run.shots):
            found = (run.slots[at] for at in run.fixed)
            return tuple(slot.tick for slot in found if slot.shot == shot_id)
    return ()


def gaps(board: Board, shot_id: str, by: Division = USUAL) -> tuple[tuple[int, int], ...]:
    """The windows of a shot's finest level: from known drawing to known drawing, of the shot."""
    for run in _runs(board, by.length, by.on, frozenset(), by.most):
        if any(shot.id == shot_id for shot in run.shots):
            coarse = run.rows[-2] if len(run.rows) > 1 else ()
            own = [i for i, slot in enumerate(run.slots) if slot.shot == shot_id]
            fixed = run.fixed if len(run.rows) > 1 else ()
            known = sorted({*own[:1], *own[-1:], *(i for i in (*coarse, *fixed) if i in own)})
            ticks = [run.slots[i].tick for i in known]
            return tuple(pairwise(ticks)) or ((ticks[0], ticks[0]),)
    return ()


def _runs(board: Board, length: int, on: int, kept: frozenset[str], most: int = 0) -> list[_Run]:
    """The film in runs without a cut, bridges with the drawings that they go from and to."""
    found = []
    row = board.shots
    places = {shot.id: at for at, shot in enumerate(row)}
    for run in _joined(board):
        anchors = None
        if pair := bridging.ends(row, places[run[0].id]):
            before, after = pair
            anchors = Slot(before.id, ticks(before.length, on) - 1), Slot(after.id, 0)
        found.append(_Run(run, length, on, kept, anchors, most))
    return found


class _Run:
    """Shots without a cut between them, divided as one; most often a single shot.

    ``anchors`` are drawings of other shots that a bridge goes from and to: they are known.
    """

    def __init__(
        self,
        shots: Sequence[Shot],
        length: int,
        on: int,
        kept: frozenset[str],
        anchors: tuple[Slot, Slot] | None = None,
        most: int = 0,
    ) -> None:
        self.shots, self.length, self.on = shots, length, on
        counts = [ticks(shot.length, on) for shot in shots]
        self.slots = [Slot(s.id, k) for s, count in zip(shots, counts) for k in range(count)]
        if anchors:
            self.slots = [anchors[0], *self.slots, anchors[1]]
        self.rows = rows(len(self.slots), length, most)
        if anchors:  # its coarsest row is made between the two, as is what lies between that
            self.rows = [[0, len(self.slots) - 1], *self.rows]
        self.pinned = {
            Slot(shot.id, pin.frame // on): pin.picture
            for shot in shots
            for pin in shot.keyframes
            if pin.picture and 0 <= pin.frame < shot.length
        }
        asked = {
            Slot(shot.id, pin.frame // on)
            for shot in shots
            for pin in shot.keyframes
            if 0 <= pin.frame < shot.length
        }
        ends = {Slot(shot.id, k) for shot, count in zip(shots, counts) for k in (0, count - 1)}
        forced = self.pinned.keys() if anchors else ends | asked
        self.fixed = sorted(
            {*self.rows[0], *(i for i, slot in enumerate(self.slots) if slot in forced)}
        )
        self.kept, self.anchors, self.most = kept, anchors, most

    @property
    def depth(self) -> int:
        """The number of its finest level."""
        return len(self.rows)

    def parts(self, places: Mapping[str, str], opening: Collection[str]) -> Iterator[Part]:
        """The keyframes of level 1, in as few parts as fit windows."""
        if self.anchors:
            return
        shots = {shot.id: shot for shot in self.shots}
        keys = []
        for slot in (self.slots[i] for i in self.fixed):
            shot = shots[slot.shot]
            seen = at(shot.layout, slot.tick * self.on, shot.length) or shot.subjects
            given = slot.shot in self.kept or slot in self.pinned
            keys.append(Key(slot, frozenset(seen), places[slot.shot], given))
        length = _keyframes_most(self.length, self.most)
        room = length if len(keys) <= length else max(length - keyframes.MEMORY, 1)
        count = -(-len(keys) // room)
        cuts = [i * len(keys) // count for i in range(count + 1)]
        for start, end in pairwise(cuts):
            yield Part(tuple(keys[start:end]), start == 0 and self.shots[0].id in opening)

    def windows(self, number: int) -> Iterator[Span]:
        """The windows of one level from 2 on that have something to fill."""
        if number > len(self.rows):
            return
        known = {*self.rows[number - 2], *self.fixed}
        row = self.rows[number - 1]
        for start, end in pairwise(self.rows[number - 2]):
            within = set(row[bisect_left(row, start) : bisect_right(row, end)])
            room = self.length - len(within)
            within.update([i for i in self.fixed if start < i < end and i not in within][:room])
            slots = sorted(within)
            positions = frozenset(p for p, i in enumerate(slots) if i in known)
            if len(positions) < len(slots):
                yield Span(number, tuple(self.slots[i] for i in slots), positions)


def _keyframes_most(length: int, most: int) -> int:
    """Keyframes of a window of level 1: who fills the time may make longer windows than they do."""
    return min(length, LENGTH) if most else length


def _joined(board: Board) -> Iterator[list[Shot]]:
    """The shots of the film in runs without a cut; a shot without a frame is left out."""
    run: list[Shot] = []
    for place, shot in enumerate(board.shots):
        if shot.length > 0:
            run.append(shot)
        if run and (shot.join != "continuous" or bridging.ends(board.shots, place)):
            yield run
            run = []
    if run:
        yield run


def _after_needs(
    batches: Iterable[tuple[Span, ...]], needs: Callable[[Span], tuple[Span, ...]]
) -> list[tuple[Span, ...]]:
    """The same order, with everything that a batch needs moved before it."""
    batches = list(batches)
    home = {span: batch for batch in batches for span in batch}
    placed: dict[tuple[Span, ...], None] = {}
    for batch in batches:
        waiting = [batch]
        while waiting:
            first = waiting[-1]
            before = [
                home[span] for one in first for span in needs(one) if home[span] not in placed
            ]
            if before:
                waiting += before
            else:
                placed.setdefault(waiting.pop())
    return list(placed)
