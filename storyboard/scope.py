"""A scope: the part of a film that is planned again - all of it, a scene, a shot, what is selected
in the script, or what the script has changed since.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

from storyboard import link, script
from storyboard.board import Board, Scene, Shot, Stretch

Kind = Literal["film", "scene", "shot", "selection", "changes"]
TOLD = ("action", "dialogue", "lyric", "centered")  # what makes shots


@dataclass(frozen=True, slots=True)
class Scope:
    """``scenes`` in film order, an empty name for what stands before the first; ``shots`` are those
    that may change. ``parts`` of the script, where the scope is less than whole scenes.
    """

    kind: Kind
    scenes: tuple[str, ...]
    shots: tuple[str, ...]
    parts: tuple[Stretch, ...] = ()

    @property
    def is_whole(self) -> bool:
        """Whether its scenes are planned from heading to end."""
        return self.kind in ("film", "scene")


def film(board: Board) -> Scope:
    return Scope("film", tuple(s.id for s in board.scenes), tuple(s.id for s in board.shots))


def scene(board: Board, scene_id: str) -> Scope:
    """Raises KeyError with a sentence."""
    for one in board.scenes:
        if one.id == scene_id:
            return Scope("scene", (one.id,), tuple(shot.id for shot in one.shots))
    raise KeyError("This scene is not in the film any more; choose another to plan.")


def shot(board: Board, shot_id: str) -> Scope:
    """Raises KeyError with a sentence."""
    for one in board.scenes:
        for each in one.shots:
            if each.id == shot_id:
                parts = (each.stretch,) if each.stretch else ()
                return Scope("shot", (one.id,), (each.id,), parts)
    raise KeyError("This shot is not in the film any more; choose another to plan.")


def selection(board: Board, start: int, end: int) -> Scope:
    """What a selection of the script touches; its ends reach over the whole of their shots.

    Raises ValueError with a sentence when it touches no scene.
    """
    touched = [shot for shot in board.shots if shot.id in link.shots_at(board, start, end)]
    first = min([start, *(one.stretch.start for one in touched if one.stretch)])
    last = max([end, *(one.stretch.end for one in touched if one.stretch)])
    found = _of_parts(board, "selection", (Stretch(first, last),))
    if not any(found.scenes):
        raise ValueError("The selection holds nothing to plan; select some of a scene.")
    return found


def changes(board: Board, among: Collection[str] | None = None) -> Scope:
    """What the script says otherwise than the board: stale shots, words without a shot, headings
    that are new; ``among`` some shots, only which of them are stale. Its ``parts`` are empty when
    there is no such thing.
    """
    stale = [
        one.stretch
        for one in board.shots
        if one.stale and one.stretch and (among is None or one.id in among)
    ]
    new = unplanned(board) if among is None else ()
    return _of_parts(board, "changes", (*stale, *new))


def unplanned(board: Board) -> tuple[Stretch, ...]:
    """Paragraphs of the script that no shot shows, and headings that no scene has."""
    return tuple(_unplanned(board, Stretch(0, len(board.script))))


def is_behind(board: Board, scope: Scope) -> bool:
    """Whether its shots are not what the script says."""
    if any(one.stale for one in shots(board, scope)):
        return True
    whole = (link.extent(board, one) for one in board.scenes if one.id in scope.scenes)
    parts = tuple(one for one in whole if one) if scope.is_whole else scope.parts
    return any(True for part in parts for _ in _unplanned(board, part))


def renewed(board: Board, scope: Scope, before: Board) -> Scope:
    """The same scope on a board on which it was planned: there may be more scenes and shots."""
    if scope.kind == "film":
        return film(board)
    if scope.kind == "shot":
        return shot(board, scope.shots[0])
    if scope.kind != "scene":
        return _of_parts(board, scope.kind, scope.parts)
    parts = [link.extent(before, one) for one in before.scenes if one.id in scope.scenes]
    row = [one for one in board.scenes if any(_begins_in(one, part) for part in parts if part)]
    ids = tuple(each.id for one in row for each in one.shots)
    return Scope("scene", tuple(one.id for one in row), ids)


def shots(board: Board, scope: Scope) -> list[Shot]:
    """Its shots, in film order."""
    wanted = set(scope.shots)
    return [one for one in board.shots if one.id in wanted]


def locked(board: Board, scope: Scope) -> tuple[int, int]:
    """How many of its shots are locked whole, and how many in some fields."""
    row = shots(board, scope)
    whole = sum("*" in one.locked for one in row)
    return whole, sum(bool(one.locked) for one in row) - whole


def touches(stretch: Stretch | None, parts: Iterable[Stretch]) -> bool:
    """Whether a stretch has anything of these parts; one whose words are gone, by its place."""
    if stretch is None:
        return False
    end = max(stretch.end, stretch.start + 1)
    return any(stretch.start < max(p.end, p.start + 1) and p.start < end for p in parts)


def _of_parts(board: Board, kind: Kind, parts: tuple[Stretch, ...]) -> Scope:
    ids = tuple(one.id for one in board.shots if touches(one.stretch, parts))
    places = {link.scene_at(board, place) for p in parts for place in (p.start, p.end - 1)}
    held = set(ids)
    row = [s.id for s in board.scenes if s.id in places or held & {one.id for one in s.shots}]
    return Scope(kind, ("", *row) if "" in places else tuple(row), ids, parts)


def _unplanned(board: Board, part: Stretch) -> Iterator[Stretch]:
    ends = sorted((one.stretch.start, one.stretch.end) for one in board.shots if one.stretch)
    starts, reach, far = [], [], 0
    for start, end in ends:
        far = max(far, end)
        starts.append(start)
        reach.append(far)
    headings = {one.stretch.start: one.heading for one in board.scenes if one.stretch}
    lead = "" if part.start == 0 else "!\n\n"  # no title page in the middle of a script
    told = script.read(lead + board.script[part.start : part.end])
    for element in told.elements:
        at = element.start - len(lead) + part.start
        if element.start < len(lead):
            continue
        if element.kind in TOLD:
            n = bisect_right(starts, at) - 1
            if n < 0 or reach[n] <= at:
                yield Stretch(at, at + element.end - element.start)
        elif element.kind == "heading" and headings.get(at) != element.text:
            yield Stretch(at, at + element.end - element.start)


def _begins_in(one: Scene, part: Stretch) -> bool:
    return one.stretch is not None and part.start <= one.stretch.start < part.end
