"""Edits of shots: their fields, order, lengths, locks, keyframes and takes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Any, get_args

from storyboard import bridging
from storyboard.board import (
    Angle,
    Board,
    Join,
    Keyframe,
    Maker,
    Movement,
    Shot,
    Size,
)
from storyboard.edits import ties
from storyboard.edits.ids import (
    change_scene,
    change_shot,
    change_shots,
    check_fields,
    chosen,
    new_id,
    put_scenes,
    put_shots,
    scene_of,
    shot_of,
    with_values,
)
from storyboard.edits.pieces import joined, part, retimed, shared_lines

PLANNED = (
    "action", "subjects", "dialogue", "size", "angle", "movement", "lens", "length", "join",
    "layout", "camera", "acting",
)  # fmt: skip
WORDS = {"size": Size, "angle": Angle, "movement": Movement, "join": Join}
_CLOSED = frozenset({"id", "takes", "circled", "locked", "keyframes", "made_by"})


def set_shot(board: Board, shot_id: str, **values: Any) -> Board:
    """Fields of one shot, set by hand. Raises KeyError (no such field), ValueError (value)."""
    return set_shots(board, (shot_id,), **values)


def set_shots(board: Board, shot_ids: Iterable[str], **values: Any) -> Board:
    """The same fields of several shots, set by hand; another length re-times what is in them."""
    check_fields(Shot, values, _CLOSED)
    for name, words in WORDS.items():
        if name in values and values[name] not in get_args(words):
            choices = ", ".join(get_args(words))
            raise ValueError(f"{values[name]!r} is no {name} of a shot: choose from {choices}.")
    if "length" in values:
        _check_length(values["length"])
    return ties.rescaled(change_shots(board, shot_ids, lambda shot: _set(shot, values)), board)


def set_length(board: Board, shot_id: str, length: int) -> Board:
    """A shot's length in frames: it goes slower or faster, what follows moves along."""
    return set_shot(board, shot_id, length=length)


def trim(board: Board, shot_id: str, start: int, end: int) -> Board:
    """Frames ``start`` to ``end`` (half-open) as the new whole; beyond its ends the picture holds.

    What is in it keeps its speed. Keyframes outside are dropped.
    """
    _check_length(end - start)
    return change_shot(board, shot_id, lambda shot: by_hand(part(shot, start, end), "length"))


def vary(board: Board, shot_ids: Iterable[str]) -> Board:
    """These shots once more: the same in every field, with other noise in the pictures."""
    return change_shots(board, shot_ids, lambda shot: replace(shot, variation=shot.variation + 1))


def insert_shot(board: Board, scene_id: str, before: str = "", **values: Any) -> Board:
    """A new empty shot before another, or at the scene's end; its id: ``new_id(board, "sh")``."""
    scene = scene_of(board, scene_id)
    shot = Shot(id=new_id(board, "sh"), length=2 * board.rate)
    row = list(scene.shots)
    row.insert(_place_in(board, scene.shots, before), shot)
    board = change_scene(board, scene_id, lambda scene: put_shots(scene, row))
    return set_shot(board, shot.id, **values) if values else board


def duplicate_shots(board: Board, shot_ids: Iterable[str]) -> Board:
    """A copy right after each of these shots, without takes and number; ids as ``new_id`` says."""
    wanted = chosen(board, shot_ids)
    twins = copies(board, [shot for shot in board.shots if shot.id in wanted])
    scenes = []
    for scene in board.scenes:
        row: list[Shot] = []
        for shot in scene.shots:
            row.append(shot)
            if shot.id in wanted:
                row.append(next(twins))
        scenes.append(put_shots(scene, row))
    return put_scenes(board, scenes)


def copies(board: Board, shots: Iterable[Shot]) -> Iterator[Shot]:
    """These shots under new ids, without takes and numbers; ids as ``new_id`` says."""
    first = int(new_id(board, "sh").removeprefix("sh"))
    for number, shot in enumerate(shots, first):
        yield replace(shot, id=f"sh{number}", takes=(), circled="", label="")


def delete_shots(board: Board, shot_ids: Iterable[str]) -> Board:
    """The board without these shots; their scenes stay. With a shot goes the bridge after it; where
    a bridge goes, a cut stays.
    """
    gone = set(chosen(board, shot_ids))
    row = board.shots
    cut = set()
    for before, at in zip(row, range(1, len(row))):
        if bridging.ends(row, at):
            if before.id in gone:
                gone.add(row[at].id)
            elif row[at].id in gone:
                cut.add(before.id)

    def left(shots: Iterable[Shot]) -> Iterator[Shot]:
        for shot in shots:
            if shot.id not in gone:
                yield replace(shot, join="cut") if shot.id in cut else shot

    return put_scenes(board, (put_shots(scene, left(scene.shots)) for scene in board.scenes))


def move_shots(board: Board, shot_ids: Iterable[str], scene_id: str, before: str = "") -> Board:
    """These shots, in film order, before a shot of a scene, or at its end."""
    moved = chosen(board, shot_ids)
    target = scene_of(board, scene_id)
    _place_in(board, target.shots, before)
    if before in moved:  # dropped on itself: before whatever follows it and stays
        after = target.shots[[shot.id for shot in target.shots].index(before) :]
        before = next((shot.id for shot in after if shot.id not in moved), "")
    row = [shot for shot in board.shots if shot.id in moved]
    return put_scenes(
        board,
        (
            put_shots(scene, _woven(scene.shots, moved, row if scene is target else [], before))
            for scene in board.scenes
        ),
    )


def split_shot(board: Board, shot_id: str, frame: int) -> Board:
    """Two shots instead of one, the second from ``frame`` on; every frame looks as it did.

    The first keeps id and takes and goes on ``continuous`` into the second, whose id is
    ``new_id(board, "sh")``.
    """
    shot = shot_of(board, shot_id)
    if not 0 < frame < shot.length:
        raise ValueError(
            f"This shot has {shot.length} frames: it can be split at 1 to {shot.length - 1}, "
            f"not at {frame}."
        )
    early, late = shared_lines(shot, frame)
    first = replace(part(shot, 0, frame), dialogue=early, join="continuous")
    second = replace(
        part(shot, frame, shot.length),
        id=new_id(board, "sh"),
        dialogue=late,
        takes=(),
        circled="",
        label="",
    )
    scene = board.scene_of(shot_id)
    at = scene.shots.index(shot)
    row = (*scene.shots[:at], first, second, *scene.shots[at + 1 :])
    return ties.parted(_with_row(board, scene.id, row), shot_id, second.id, frame)


def join_shots(board: Board, shot_id: str) -> Board:
    """A shot and the next one of its scene as one shot, under the first one's id.

    Where the two meet, boxes and camera go on exactly; where they do not, they travel from one to
    the other.
    """
    scene = board.scene_of(shot_of(board, shot_id).id)
    at = [shot.id for shot in scene.shots].index(shot_id)
    if at + 1 == len(scene.shots):
        raise ValueError("This shot is the last of its scene: there is no next one to join it to.")
    whole = joined(scene.shots[at], scene.shots[at + 1])
    return _with_row(board, scene.id, (*scene.shots[:at], whole, *scene.shots[at + 2 :]))


def lock(board: Board, shot_ids: Iterable[str], names: Iterable[str] = ("*",)) -> Board:
    """No plan may change these fields of these shots; "*" is all of them."""
    names = frozenset(names)
    check_fields(Shot, dict.fromkeys(names - {"*"}), frozenset())
    return change_shots(
        board, shot_ids, lambda shot: with_values(shot, {"locked": shot.locked | names})
    )


def unlock(board: Board, shot_ids: Iterable[str], names: Iterable[str] = ("*",)) -> Board:
    """Plans may change these fields again; "*" is all of them.

    One field out of a locked shot leaves the others locked.
    """
    names = frozenset(names)
    check_fields(Shot, dict.fromkeys(names - {"*"}), frozenset())

    def opened(shot: Shot) -> Shot:
        held = frozenset(PLANNED) if "*" in shot.locked else shot.locked
        return with_values(shot, {"locked": frozenset() if "*" in names else held - names})

    return change_shots(board, shot_ids, opened)


def is_locked(shot: Shot, name: str = "*") -> bool:
    """Whether no plan may change this field of the shot, or the whole shot."""
    return "*" in shot.locked or name in shot.locked


def set_keyframe(board: Board, shot_id: str, keyframe: Keyframe) -> Board:
    """A picture pinned to its frame of the shot, instead of the one that was there."""
    length = shot_of(board, shot_id).length
    if not 0 <= keyframe.frame < length:
        raise ValueError(f"This shot has frames 0 to {length - 1}; there is no {keyframe.frame}.")

    def pinned(shot: Shot) -> Shot:
        others = [k for k in shot.keyframes if k.frame != keyframe.frame]
        row = tuple(sorted([*others, keyframe], key=lambda k: k.frame))
        return with_values(shot, {"keyframes": row})

    return change_shot(board, shot_id, pinned)


def ask_keyframe(board: Board, shot_id: str, frame: int) -> Board:
    """A keyframe of the shot here: it is made before the time around it. What is pinned stays."""
    if any(k.frame == frame for k in shot_of(board, shot_id).keyframes):
        return board
    return set_keyframe(board, shot_id, Keyframe(frame, "", "render"))


def remove_keyframe(board: Board, shot_id: str, frame: int) -> Board:
    """The shot without the picture pinned to this frame."""
    if not any(k.frame == frame for k in shot_of(board, shot_id).keyframes):
        raise KeyError(f"No keyframe is pinned to frame {frame} of this shot.")
    return change_shot(
        board,
        shot_id,
        lambda shot: replace(shot, keyframes=tuple(k for k in shot.keyframes if k.frame != frame)),
    )


def add_take(board: Board, shot_id: str, take: str, circled: bool = False) -> Board:
    """A finished take of this shot, the newest; ``circled`` chooses it."""

    def added(shot: Shot) -> Shot:
        takes = shot.takes if take in shot.takes else (*shot.takes, take)
        return with_values(shot, {"takes": takes, "circled": take if circled else shot.circled})

    return change_shot(board, shot_id, added)


def circle(board: Board, shot_id: str, take: str) -> Board:
    """Choose a take of this shot; an empty one chooses none."""
    if take and take not in shot_of(board, shot_id).takes:
        raise KeyError(f"This shot has no take {take!r}.")
    return change_shot(board, shot_id, lambda shot: with_values(shot, {"circled": take}))


def _set(shot: Shot, values: dict[str, Any]) -> Shot:
    if "length" in values:
        changed = retimed(shot, values["length"])
    else:
        changed = shot
    changed = with_values(changed, values)
    made = [name for name in values if name in PLANNED and values[name] != getattr(shot, name)]
    return by_hand(changed, *made)


def by_hand(shot: Shot, *names: str) -> Shot:
    """The shot with these fields recorded as made by the user."""
    made_by: dict[str, Maker] = {**shot.made_by, **dict.fromkeys(names, "user")}
    return with_values(shot, {"made_by": made_by})


def _check_length(length: object) -> None:
    if not isinstance(length, int) or length < 1:
        raise ValueError(f"A shot lasts at least one whole frame, not {length}.")


def _place_in(board: Board, shots: tuple[Shot, ...], before: str) -> int:
    if not before:
        return len(shots)
    for at, shot in enumerate(shots):
        if shot.id == before:
            return at
    shot_of(board, before)
    raise KeyError(f"Shot {before!r} is not in this scene.")


def _woven(shots: tuple[Shot, ...], gone: set[str], new: list[Shot], before: str) -> list[Shot]:
    row = [shot for shot in shots if shot.id not in gone]
    at = next((i for i, shot in enumerate(row) if shot.id == before), len(row))
    return [*row[:at], *new, *row[at:]]


def _with_row(board: Board, scene_id: str, row: Iterable[Shot]) -> Board:
    return change_scene(board, scene_id, lambda scene: put_shots(scene, row))
