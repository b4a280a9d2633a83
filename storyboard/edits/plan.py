"""A plan laid over what is there: planned shots become the board's, and what a hand locked stays.

Planned shots are matched with the scene's own by their stretch of script and their action. A
matched shot keeps its id, number, takes, keyframes and notes, and takes over what was planned
except locked fields. Shots that nothing planned matches go, unless they are locked or were put in
by hand.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from storyboard.board import Board, Layout, Place, Scene, Shot, Stretch, Subject
from storyboard.edits import ties
from storyboard.edits.casting import joined_cast
from storyboard.edits.ids import (
    change_scene,
    ids,
    new_id,
    put_scenes,
    put_shots,
    scene_of,
    shot_of,
    with_values,
)
from storyboard.edits.pieces import retimed
from storyboard.edits.shots import PLANNED, is_locked
from storyboard.scope import touches

ALIKE = 0.4  # likeness from which two shots are the same one, planned again
OWN = 0.2  # what the same id adds to likeness: a plan may bring the shot's own id back


def merge_plan(
    board: Board,
    scene_id: str,
    planned: Scene,
    cast: Iterable[Subject] = (),
    places: Iterable[Place] = (),
    final: bool = True,
    only: Sequence[Stretch] = (),
) -> Board:
    """The board with a scene planned anew.

    ``cast`` and ``places`` are those that the plan speaks of; known ones are found by name, new
    ones join the board. While a plan is not ``final``, shots that it has not reached yet stay.
    With ``only`` nothing changes but the shots of these parts of the script, and the scene itself
    if one of them holds its heading.
    """
    there = scene_of(board, scene_id)
    if only:
        planned = replace(planned, shots=_within(there.shots, planned.shots, only))
    board, known = joined_cast(board, cast, places)
    coming = tuple(_recast(shot, known) for shot in planned.shots)

    def merged(scene: Scene) -> Scene:
        shots = _shots(board, scene.shots, coming, final)
        if only and not _touches_start(planned.stretch or scene.stretch, only):
            stretch = planned.stretch or scene.stretch
            return with_values(put_shots(scene, shots), {"stretch": stretch})
        return replace(
            put_shots(scene, shots),
            heading=planned.heading or scene.heading,
            place=known.get(planned.place, planned.place) or scene.place,
            daytime=planned.daytime,
            weather=planned.weather,
            stretch=planned.stretch or scene.stretch,
            label=scene.label or planned.label,
        )

    return ties.rescaled(change_scene(board, scene_id, merged), board)


def merge_shot(
    board: Board,
    shot_id: str,
    planned: Shot,
    cast: Iterable[Subject] = (),
    places: Iterable[Place] = (),
) -> Board:
    """The board with one shot planned anew; the rest of its scene stays."""
    shot = shot_of(board, shot_id)
    scene = board.scene_of(shot_id)
    board, known = joined_cast(board, cast, places)
    merged = _merged(shot, _recast(planned, known))
    changed = change_scene(
        board,
        scene.id,
        lambda scene: put_shots(scene, (merged if s is shot else s for s in scene.shots)),
    )
    return ties.rescaled(changed, board)


def merge_film(
    board: Board,
    planned: Board,
    scene_ids: Collection[str] | None = None,
    only: Sequence[Stretch] = (),
) -> Board:
    """The board with every scene planned anew, in the plan's order; or only ``scene_ids``, which
    may have become more or fewer, or of these only some parts of the script.

    Scenes are matched by their stretch of script and their heading. One that the plan has no more
    goes, unless it holds locked shots or shots put in by hand; those alone stay in it. A shot
    whose words are in another scene now goes there as it is.
    """
    before = board.scenes
    olds = [scene for scene in before if scene_ids is None or scene.id in scene_ids]
    likeness = [[_scene_likeness(old, new) for new in planned.scenes] for old in olds]
    match = _matched(likeness)
    placed: list[str] = []
    for n in range(len(planned.scenes)):
        placed.append(olds[match[n]].id if n in match else new_id(board, "sc"))
        if n not in match:
            board = put_scenes(board, (*board.scenes, Scene(id=placed[-1])))
    board = _brought_home(board, planned, placed, {scene.id for scene in olds})
    for id, scene in zip(placed, planned.scenes, strict=True):
        board = merge_plan(board, id, scene, planned.cast, planned.places, only=only)
    gone = [scene for scene in olds if scene.id not in placed]
    order: list[Scene] = [scene_of(board, id) for id in placed]
    for scene in (_kept(scene_of(board, one.id)) for one in gone):
        if scene.shots:  # after the scene that they stood behind
            ahead = {s.id for s in before[: [s.id for s in before].index(scene.id)]}
            at = max((i + 1 for i, s in enumerate(order) if s.id in ahead), default=0)
            order.insert(at, scene)
    if scene_ids is not None:
        left = [s for s in board.scenes if s.id not in placed and s not in gone]
        first = next((i for i, s in enumerate(before) if s.id in scene_ids), len(before))
        ahead = {s.id for s in before[:first]}
        at = sum(1 for scene in left if scene.id in ahead)
        if not olds:  # words before all scenes
            at = 0
        order = [*left[:at], *order, *(s for s in left[at:] if s.id not in scene_ids)]
    return replace(put_scenes(board, order), title=board.title or planned.title)


def _brought_home(
    board: Board, planned: Board, placed: Sequence[str], olds: Collection[str]
) -> Board:
    """Shots that stand in another scene than their words: a heading was put in, or taken out."""
    homes = sorted(
        (scene.stretch.start, scene.stretch.end, id)
        for id, scene in zip(placed, planned.scenes, strict=True)
        if scene.stretch
    )
    starts = [start for start, _, _ in homes]
    rows = {scene.id: list(scene.shots) for scene in board.scenes}
    moved = False
    for scene in board.scenes:
        for shot in scene.shots if scene.id in olds else ():
            if shot.stretch is None or shot.stretch.start == shot.stretch.end:
                continue
            at = bisect_right(starts, shot.stretch.start) - 1
            if at < 0 or shot.stretch.start >= homes[at][1] or homes[at][2] == scene.id:
                continue
            rows[scene.id].remove(shot)
            row, moved = rows[homes[at][2]], True
            ahead = [i for i, one in enumerate(row) if _start(one) <= shot.stretch.start]
            row.insert(ahead[-1] + 1 if ahead else 0, shot)
    if not moved:
        return board
    return put_scenes(board, (put_shots(scene, rows[scene.id]) for scene in board.scenes))


# Shots -------------------------------------------------------------------------------------------


def _within(
    there: Sequence[Shot], planned: Sequence[Shot], parts: Sequence[Stretch]
) -> tuple[Shot, ...]:
    """The scene's own shots, with the planned ones where these parts of the script are."""
    outside = [shot for shot in there if not touches(shot.stretch, parts)]
    inside = []
    for shot in planned:
        at = shot.stretch
        theirs = (one.stretch for one in outside if one.stretch)
        if at and touches(at, parts) and all(_same_stretch(at, one) <= 0.5 for one in theirs):
            inside.append(shot)
    row = list(outside)
    for shot in reversed(inside):
        ahead = [i for i, one in enumerate(outside) if one.stretch and _start(one) <= _start(shot)]
        row.insert(ahead[-1] + 1 if ahead else 0, shot)
    return tuple(row)


def _touches_start(stretch: Stretch | None, parts: Sequence[Stretch]) -> bool:
    return stretch is not None and touches(Stretch(stretch.start, stretch.start + 1), parts)


def _start(shot: Shot) -> int:
    return shot.stretch.start if shot.stretch else -1


def _shots(board: Board, old: Sequence[Shot], coming: Sequence[Shot], final: bool) -> list[Shot]:
    match = _matched([[_likeness(shot, new) for new in coming] for shot in old])
    taken = set(ids(board))
    result: list[Shot] = []
    for n, new in enumerate(coming):
        if n in match:
            result.append(_merged(old[match[n]], new))
        else:
            id = new.id if new.id and new.id not in taken else _free(taken, board)
            taken.add(id)
            result.append(replace(new, id=id, label="", takes=(), circled=""))
    gone = set(range(len(old))) - set(match.values())
    result = _in_own_order(result, [old[i].id for i in sorted(match.values())])
    for i in sorted(gone):
        if _stays(old[i]) or not final:
            before = {shot.id for shot in old[:i]}
            at = max((k + 1 for k, shot in enumerate(result) if shot.id in before), default=0)
            result.insert(at, old[i])
    return result


def _kept(scene: Scene) -> Scene:
    """The scene with those shots only that no plan takes away."""
    return put_shots(scene, (shot for shot in scene.shots if _stays(shot)))


def _in_own_order(shots: list[Shot], order: Sequence[str]) -> list[Shot]:
    """Matched shots in the board's order, each with the new ones that were planned behind it."""
    rank = {id: n for n, id in enumerate(order)}
    groups: dict[str, list[Shot]] = {"": []}
    current = ""
    for shot in shots:
        if shot.id in rank:
            current = shot.id
            groups[current] = [shot]
        else:
            groups[current].append(shot)
    return groups[""] + [shot for id in order for shot in groups[id]]


def _merged(shot: Shot, new: Shot) -> Shot:
    """A shot with what was planned for it, less what is locked."""
    if is_locked(shot):
        return shot
    values: dict[str, Any] = {}
    for name in PLANNED:
        # Lens and join come from a plan only if it says that it chose them
        said = name in new.made_by or name not in ("lens", "join")
        if said and not is_locked(shot, name):
            values[name] = getattr(new, name)
    length = values.pop("length", shot.length)
    merged = replace(retimed(shot, length), **values)
    if is_locked(shot, "layout"):
        there = (id for id in shot.layout.boxes if id in shot.subjects)
        merged = replace(merged, subjects=tuple(dict.fromkeys((*merged.subjects, *there))))
    made_by = {name: who for name, who in shot.made_by.items() if name not in values}
    made_by |= {name: who for name, who in new.made_by.items() if not is_locked(shot, name)}
    return replace(
        merged,
        made_by=made_by,
        notes=shot.notes or new.notes,
        stretch=new.stretch or shot.stretch,
        stale=new.stale,
    )


def _stays(shot: Shot) -> bool:
    """Whether a plan leaves this shot although nothing matches it: locked, or put in by hand."""
    return bool(shot.locked) or shot.stretch is None


def _likeness(old: Shot, new: Shot) -> float:
    """0..1 and more: how surely two shots are the same one."""
    same_words = _shared(_words(old.action), _words(new.action))
    own = OWN if old.id == new.id else 0.0
    if old.stretch is None or new.stretch is None:
        return same_words + own
    return 0.6 * _same_stretch(old.stretch, new.stretch) + 0.4 * same_words + own


def _scene_likeness(old: Scene, new: Scene) -> float:
    own = OWN if old.id == new.id else 0.0
    same_heading = 1.0 if old.heading.casefold() == new.heading.casefold() else 0.0
    if old.stretch is None or new.stretch is None:
        return same_heading + own
    return 0.6 * _same_stretch(old.stretch, new.stretch) + 0.4 * same_heading + own


def _same_stretch(a: Stretch, b: Stretch) -> float:
    common = min(a.end, b.end) - max(a.start, b.start)
    whole = max(a.end, b.end) - min(a.start, b.start)
    if a.text and a.text == b.text and common <= 0:
        return 0.5  # the same words somewhere else: perhaps moved, perhaps said twice
    return max(0.0, common / whole) if whole > 0 else 0.0


def _words(text: str) -> frozenset[str]:
    return frozenset(text.casefold().split())


def _shared(a: frozenset[str], b: frozenset[str]) -> float:
    return len(a & b) / len(a | b) if a or b else 0.0


def _matched(likeness: Sequence[Sequence[float]]) -> dict[int, int]:
    """Which old one each new one is: the likest pairs first, among equals the nearest in order."""
    olds = len(likeness)
    news = len(likeness[0]) if olds else 0
    pairs = sorted(
        (-value, abs(i * max(news, 1) - n * olds), i, n)
        for i, row in enumerate(likeness)
        for n, value in enumerate(row)
        if value >= ALIKE
    )
    found: dict[int, int] = {}
    used: set[int] = set()
    for _, _, i, n in pairs:
        if i not in used and n not in found:
            found[n] = i
            used.add(i)
    return found


def _free(taken: set[str], board: Board) -> str:
    n = int(new_id(board, "sh")[2:])
    while f"sh{n}" in taken:
        n += 1
    return f"sh{n}"


def _recast(shot: Shot, known: Mapping[str, str]) -> Shot:
    """A planned shot that speaks of the board's subjects."""

    def own(id: str) -> str:
        return known.get(id, id)

    return with_values(
        shot,
        {
            "subjects": tuple(dict.fromkeys(own(id) for id in shot.subjects)),
            "layout": Layout(
                {own(id): row for id, row in shot.layout.boxes.items()}, shot.layout.moments
            ),
            "acting": {
                own(id): replace(acting, on=own(acting.on)) for id, acting in shot.acting.items()
            },
            "dialogue": tuple(replace(line, speaker=own(line.speaker)) for line in shot.dialogue),
        },
    )
