"""A plan laid over what is there: planned shots become the board's, and what a hand locked stays.

Planned shots are matched with the scene's own by their stretch of script and their action. A
matched shot keeps its id, number, takes, keyframes and notes, and takes over what was planned
except locked fields. Shots that nothing planned matches go, unless they are locked or were put in
by hand.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any, TypeVar

from storyboard.board import Board, Layout, Place, Scene, Shot, Stretch, Subject
from storyboard.edits import ties
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

ALIKE = 0.4  # likeness from which two shots are the same one, planned again
OWN = 0.2  # what the same id adds to likeness: a plan may bring the shot's own id back

Named = TypeVar("Named", Subject, Place)


def merge_plan(
    board: Board,
    scene_id: str,
    planned: Scene,
    cast: Iterable[Subject] = (),
    places: Iterable[Place] = (),
    final: bool = True,
) -> Board:
    """The board with a scene planned anew.

    ``cast`` and ``places`` are those that the plan speaks of; known ones are found by name, new
    ones join the board. While a plan is not ``final``, shots that it has not reached yet stay.
    """
    scene_of(board, scene_id)
    board, known = _cast(board, planned, cast, places)
    coming = tuple(_recast(shot, known) for shot in planned.shots)

    def merged(scene: Scene) -> Scene:
        shots = _shots(board, scene.shots, coming, final)
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
    board, known = _cast(board, replace(scene, shots=(planned,), place=""), cast, places)
    merged = _merged(shot, _recast(planned, known))
    changed = change_scene(
        board,
        scene.id,
        lambda scene: put_shots(scene, (merged if s is shot else s for s in scene.shots)),
    )
    return ties.rescaled(changed, board)


def merge_film(board: Board, planned: Board) -> Board:
    """The board with every scene planned anew, in the plan's order.

    Scenes are matched by their stretch of script and their heading. One that the plan has no more
    goes, unless it holds locked shots or shots put in by hand; those alone stay in it.
    """
    likeness = [[_scene_likeness(old, new) for new in planned.scenes] for old in board.scenes]
    match = _matched(likeness)
    placed: list[str] = []
    for n, scene in enumerate(planned.scenes):
        if n in match:
            id = board.scenes[match[n]].id
        else:
            id = new_id(board, "sc")
            board = put_scenes(board, (*board.scenes, Scene(id=id)))
        board = merge_plan(board, id, scene, planned.cast, planned.places)
        placed.append(id)
    kept = [_kept(scene) for scene in board.scenes if scene.id not in placed]
    order: list[Scene] = [scene_of(board, id) for id in placed]
    for scene in kept:  # after the scene that they stood behind
        if scene.shots:
            before = [s.id for s in board.scenes][: [s.id for s in board.scenes].index(scene.id)]
            at = max((i + 1 for i, s in enumerate(order) if s.id in before), default=0)
            order.insert(at, scene)
    return replace(put_scenes(board, order), title=board.title or planned.title)


# Shots -------------------------------------------------------------------------------------------


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
        stale=False,
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


# Cast and places ---------------------------------------------------------------------------------


def _cast(
    board: Board, planned: Scene, cast: Iterable[Subject], places: Iterable[Place]
) -> tuple[Board, dict[str, str]]:
    """The board with the plan's new subjects and places, and the board's id for each."""
    known: dict[str, str] = {}
    for subject in cast:
        own = _known(board.cast, subject)
        if own is None:
            id = subject.id if _is_free(board, subject.id) else new_id(board, "su")
            board = replace(board, cast=(*board.cast, replace(subject, id=id)))
        else:
            id = own.id
            better = _completed(own, subject, ("kind", "look", "pronoun", "puppet", "sheet"))
            board = replace(board, cast=tuple(better if s is own else s for s in board.cast))
        known[subject.id] = id
    for place in places:
        there = _known(board.places, place)
        if there is None:
            id = place.id if _is_free(board, place.id) else new_id(board, "pl")
            board = replace(board, places=(*board.places, replace(place, id=id)))
        else:
            id = there.id
            room = _completed(there, place, ("look", "backdrop", "plate"))
            board = replace(board, places=tuple(room if p is there else p for p in board.places))
        known[place.id] = id
    return board, known


def _known(things: Sequence[Named], new: Named) -> Named | None:
    """The board's own of the same name; else that of the same id, if it is of the same sort."""
    names = _names(new)
    for own in things:
        if new.name.casefold() in _names(own) or own.name.casefold() in names:
            return own
    for own in things:
        if own.id == new.id and isinstance(own, Subject) and isinstance(new, Subject):
            return own if own.kind == new.kind != "" else None
        if own.id == new.id and isinstance(own, Place) and isinstance(new, Place):
            return own if own.backdrop == new.backdrop != "" else None
    return None


def _names(thing: Subject | Place) -> set[str]:
    return {name.casefold() for name in (thing.name, *thing.aliases) if name}


def _completed(own: Named, new: Named, names: Iterable[str]) -> Named:
    """What the board has, with what it lacked; the user's own is left alone."""
    if own.made_by == "user":
        return own
    values: dict[str, Any] = {name: getattr(own, name) or getattr(new, name) for name in names}
    kept: set[str] = {own.name.casefold(), *(alias.casefold() for alias in own.aliases)}
    more: dict[str, str] = {alias.casefold(): alias for alias in new.aliases}
    values["aliases"] = (*own.aliases, *(more[low] for low in more if low not in kept))
    if isinstance(own, Subject) and isinstance(new, Subject):
        values["attributes"] = {**new.attributes, **own.attributes}
    return with_values(own, values)


def _is_free(board: Board, id: str) -> bool:
    return bool(id) and id not in set(ids(board))


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
