"""The script link: each scene and shot keeps its stretch of the script while the script is edited.

A stretch moves along with the text around it. A shot whose own words were touched becomes stale;
when they stand again as they were planned, the mark goes. White space does not count. Nothing else
of a shot is changed, and a locked one is marked all the same.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import fields, replace
from operator import attrgetter, is_

from storyboard.board import Board, Scene, Shot, Stretch
from storyboard.changes import Change, changes

MOVED = 3  # words that a shot needs to be found again when they were moved elsewhere
LOOKUPS = 300  # shots of one edit that are looked for all over the script: each reads all of it
PIECES = 20  # pieces of changed text, longest first, in which moved words are looked for
_EMPTY_LINE, _WORD = re.compile(r"\n[ \t]*\n"), re.compile(r"\S+")


def relink(board: Board, script: str) -> Board:
    """The board with this script: stretches moved, touched shots stale, restored ones fresh."""
    if script == board.script:
        return board
    moves = _Moves(changes(board.script, script), board.script, script)
    for shot in board.shots:  # first, for no other shot may take in words that come back
        if shot.stale and shot.stretch is not None:
            moves.restore(shot.stretch)
    moves.let_go([shot.stretch for shot in board.shots if shot.stretch])
    scenes = tuple(_relinked(scene, moves) for scene in board.scenes)
    return replace(board, script=script, scenes=scenes)


def shots_at(board: Board, start: int, end: int | None = None) -> tuple[str, ...]:
    """The shots whose stretch holds this place of the script, or touches this part of it."""
    last = start if end is None else max(start, end - 1)
    return tuple(
        shot.id
        for shot in board.shots
        if shot.stretch and shot.stretch.start <= last and start < shot.stretch.end
    )


def scene_at(board: Board, place: int) -> str:
    """The scene that a place of the script belongs to; empty before the first."""
    found = ""
    best = -1
    for scene in board.scenes:
        if scene.stretch and best < scene.stretch.start <= place:
            best, found = scene.stretch.start, scene.id
    return found


def extent(board: Board, scene: Scene) -> Stretch | None:
    """A scene's part of the script up to the next heading, with what was written behind it."""
    if scene.stretch is None or scene.stretch.start == scene.stretch.end:
        return scene.stretch
    starts = (one.stretch.start for one in board.scenes if one.stretch and one is not scene)
    end = min((at for at in starts if at > scene.stretch.start), default=len(board.script))
    return replace(scene.stretch, end=max(end, scene.stretch.start))


def stale(board: Board) -> tuple[str, ...]:
    """The shots whose words were touched since they were planned."""
    return tuple(shot.id for shot in board.shots if shot.stale)


def words(board: Board, stretch: Stretch) -> str:
    """What the script says now where the stretch is."""
    return board.script[stretch.start : stretch.end]


def freshen(board: Board, shot_ids: Iterable[str]) -> Board:
    """These shots agree with the script as it is now: the mark goes, its words are theirs."""
    wanted = set(shot_ids)

    def fresh(shot: Shot) -> Shot:
        if shot.id not in wanted:
            return shot
        stretch = shot.stretch and replace(shot.stretch, text=words(board, shot.stretch))
        if not shot.stale and stretch == shot.stretch:
            return shot
        return replace(shot, stale=False, stretch=stretch)

    scenes = tuple(
        replace(scene, shots=tuple(fresh(shot) for shot in scene.shots))
        if any(shot.id in wanted for shot in scene.shots)
        else scene
        for scene in board.scenes
    )
    return replace(board, scenes=scenes)


def moved(scene: Scene, by: int) -> Scene:
    """The scene with its words so many characters further on."""
    shots = tuple(replace(shot, stretch=_on(shot.stretch, by)) for shot in scene.shots)
    return replace(scene, stretch=_on(scene.stretch, by), shots=shots)


def distance(old: Scene, new: Scene) -> int | None:
    """How much further on the words of ``new`` lie, which is ``moved`` from ``old``; None where it
    is not.
    """
    if len(old.shots) != len(new.shots) or not _is_same(_OF_SCENE, old, new):
        return None
    pairs = list(zip(old.shots, new.shots, strict=True))
    found: set[int] = set()
    for a, b in ((old.stretch, new.stretch), *((one.stretch, two.stretch) for one, two in pairs)):
        if a is None or b is None:
            if a is not b:
                return None
        elif a.text != b.text or a.end - a.start != b.end - b.start:
            return None
        else:
            found.add(b.start - a.start)
    if len(found) > 1 or not all(only_moved(one, two) for one, two in pairs):
        return None
    return found.pop() if found else 0


def only_moved(old: Shot, new: Shot) -> bool:
    """Whether a shot is another only by where its words lie."""
    return old is new or _is_same(_OF_SHOT, old, new)


def _on(stretch: Stretch | None, by: int) -> Stretch | None:
    return stretch and replace(stretch, start=stretch.start + by, end=stretch.end + by)


def _all_but(kind: type[Scene | Shot], *names: str) -> attrgetter[tuple[object, ...]]:
    return attrgetter(*(field.name for field in fields(kind) if field.name not in names))


_OF_SCENE, _OF_SHOT = _all_but(Scene, "stretch", "shots"), _all_but(Shot, "stretch")


def _is_same(of: attrgetter[tuple[object, ...]], one: Scene | Shot, two: Scene | Shot) -> bool:
    """Whether all these are the very same objects, as a copy with other stretches shares them."""
    return all(map(is_, of(one), of(two)))


def _relinked(scene: Scene, moves: _Moves) -> Scene:
    shots = tuple(_relinked_shot(shot, moves) for shot in scene.shots)
    stretch = scene.stretch
    if stretch is not None:
        moved = moves.carry(stretch, whole=True)
        if moved.start == moved.end:  # deleted: it waits for its words to come back
            if stretch.start < stretch.end:
                moved = replace(moved, text=moves.old[stretch.start : stretch.end])
        elif stretch.start == stretch.end:
            moved = moves.restore(stretch) or moved
        stretch = moved
    if stretch == scene.stretch and all(a is b for a, b in zip(shots, scene.shots, strict=True)):
        return scene
    return replace(scene, stretch=stretch, shots=shots)


def _relinked_shot(shot: Shot, moves: _Moves) -> Shot:
    stretch = shot.stretch
    if stretch is None:
        return shot
    if shot.stale and stretch in moves.back:
        return replace(shot, stretch=moves.back[stretch], stale=False)
    moved = moves.carry(stretch)
    if shot.stale:
        return shot if moved == stretch else replace(shot, stretch=moved)
    planned = moves.old[stretch.start : stretch.end]
    if planned.split() == moves.new[moved.start : moved.end].split():
        return shot if moved == stretch else replace(shot, stretch=moved)
    whole = moves.elsewhere(replace(stretch, text=planned))
    if whole is not None:
        return replace(shot, stretch=whole)
    return replace(shot, stretch=replace(moved, text=planned), stale=True)


class _Moves:
    """Where stretches of the old script are in the new one."""

    def __init__(self, row: tuple[Change, ...], old: str, new: str) -> None:
        self.old = old
        self.new = new
        self._row = row
        self._starts = [change.start for change in row]
        self._put_in = sorted(row, key=lambda c: c.new_start - c.new_end)[:PIECES]
        self._lookups = LOOKUPS
        self._used: dict[int, int] = {}
        self._claims: dict[Stretch, list[Change]] = {}
        self._claimed: set[Change] = set()  # what was put in and holds words that came back
        self.back: dict[Stretch, Stretch] = {}

    def carry(self, stretch: Stretch, whole: bool = False) -> Stretch:
        """The stretch in the new script.

        It takes in what was put inside it, and what was put at its ends on the same line; with
        ``whole`` also every new line after its last.
        """
        if stretch.start == stretch.end:
            return self._filled(stretch)
        start, end = self._start(stretch.start), self._end(stretch.end, whole)
        return replace(stretch, start=start, end=max(start, end))

    def restore(self, stretch: Stretch) -> Stretch | None:
        """The stretch where its planned words stand again, if a change there brought them."""
        if stretch in self.back:
            return self.back[stretch]
        planned = stretch.text
        if not planned:
            return None
        moved = self.carry(stretch)
        low, high = moved.start, moved.end
        near = []
        for place in (stretch.start, stretch.end):
            change = self._at(place)
            if change is not None and place <= change.end:
                near.append(change)
                low, high = min(low, change.new_start), max(high, change.new_end)
        # Several may come back in one piece: each finds its own words, mostly after the last one's
        last = max(low, self._used.get(low, low))
        at = self.new.find(planned, last, high)
        if at < 0 and last > low:
            at = self.new.find(planned, low, high)
        if at < 0 and near and moved.start < moved.end:  # or reach over its ends by a little
            ahead = max(0, moved.end - len(planned))
            at = next((a for a in (moved.start, ahead) if self.new.startswith(planned, a)), -1)
        if at < 0:
            found = self.elsewhere(stretch)
        else:
            found = replace(stretch, start=at, end=at + len(planned))
            self._used[low] = found.end
            held = [c for c in near if at < c.new_end and c.new_start < found.end]
            self._claims[stretch] = held
            self._claimed.update(held)
        if found is not None:
            self.back[stretch] = found
        return found

    def let_go(self, shown: Sequence[Stretch]) -> None:
        """Restored words stay changed ones while others stand beside them that no shot would show:
        a sentence written behind them in the same paragraph. ``shown`` are all shots' stretches.
        """
        claimed, self._claimed = self._claimed, set()
        beside = {one: self._beside(one, found) for one, found in self.back.items()}
        self._claimed = claimed
        if not any(beside.values()):
            return
        now = [(one, self.back.get(one) or self.carry(one)) for one in shown]
        for one, words in beside.items():
            others = [two for was, two in now if was != one]
            if not all(any(two.start < b and a < two.end for two in others) for a, b in words):
                del self.back[one]
        self._claimed = {c for one in self.back for c in self._claims.get(one, ())}

    def _beside(self, stretch: Stretch, found: Stretch) -> list[tuple[int, int]]:
        """The words of the stretch beside those that were found in it, up to an empty line."""
        moved = self.carry(stretch)
        if found.end <= moved.start or moved.end <= found.start:
            return []
        ahead = _EMPTY_LINE.split(self.new[moved.start : found.start])[-1]
        behind = _EMPTY_LINE.split(self.new[found.end : moved.end])[0]
        at = ((found.start - len(ahead), ahead), (found.end, behind))
        return [(a + m.start(), a + m.end()) for a, text in at for m in _WORD.finditer(text)]

    def elsewhere(self, stretch: Stretch) -> Stretch | None:
        """The stretch where its words were put in elsewhere: a paragraph that was moved."""
        planned = stretch.text
        if len(planned.split()) < MOVED:
            return None
        for change in self._put_in:
            at = self.new.find(planned, change.new_start, change.new_end)
            if at >= 0:
                return replace(stretch, start=at, end=at + len(planned))
        self._lookups -= 1
        at = self.new.find(planned) if self._lookups >= 0 else -1
        end = at + len(planned)
        if at < 0 or self.new.find(planned, at + 1) >= 0 or not self._touched(at, end):
            return None
        return replace(stretch, start=at, end=end)

    def _touched(self, start: int, end: int) -> bool:
        """Whether anything of this part of the new script is new."""
        i = bisect_left(self._row, end, key=lambda change: change.new_start) - 1
        return i >= 0 and start < self._row[i].new_end

    def _at(self, place: int) -> Change | None:
        """The last change that begins at or before a place."""
        i = bisect_right(self._starts, place) - 1
        return self._row[i] if i >= 0 else None

    def _filled(self, stretch: Stretch) -> Stretch:
        """A stretch whose words were deleted, with what was put in there since."""
        change = self._at(stretch.start)
        place = self._end(stretch.start, whole=True)
        if change is None or not change.start == change.end == stretch.start:
            return replace(stretch, start=place, end=place)
        put = self.new[change.new_start : change.new_end]
        if change in self._claimed or not put.strip():
            return replace(stretch, start=change.new_start, end=change.new_start)
        start = change.new_start + len(put) - len(put.lstrip())
        return replace(stretch, start=start, end=start + len(put.strip()))

    def _start(self, place: int) -> int:
        change = self._at(place)
        if change is None:
            return place
        if change.start == change.end == place:
            put = self.new[change.new_start : change.new_end]
            line = "" if change in self._claimed else put[put.rfind("\n") + 1 :]
            return change.new_end - (len(line.lstrip()) if line.strip() else 0)
        if place < change.end:
            return self._inside(change, place)
        return place - change.end + change.new_end

    def _end(self, place: int, whole: bool) -> int:
        change = self._at(place)
        if change is None:
            return place
        if change.start == change.end == place:
            put = self.new[change.new_start : change.new_end]
            line = "" if change in self._claimed else put.partition("\n")[0].rstrip()
            return change.new_end if whole else change.new_start + len(line)
        if place < change.end:
            return self._inside(change, place)
        return place - change.end + change.new_end

    def _inside(self, change: Change, place: int) -> int:
        """A place in what was replaced: as far in as it was."""
        old, new = change.end - change.start, change.new_end - change.new_start
        return change.new_start + (place - change.start) * new // old
