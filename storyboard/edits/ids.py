"""Ids: new ones, wrong ones, and one thing of a board put in the place of another."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import fields, replace
from difflib import get_close_matches
from typing import Any, Protocol, TypeVar

from storyboard.board import Board, Place, Scene, Shot, Subject
from storyboard.edits import ties


class _Named(Protocol):
    @property
    def id(self) -> str: ...


Thing = TypeVar("Thing", bound=_Named)
Record = TypeVar("Record", Shot, Scene, Subject, Place, Board)


def new_id(board: Board, prefix: str) -> str:
    """A short id that nothing on the board has: ``prefix`` and one more than its highest number."""
    number = re.compile(re.escape(prefix) + r"(\d{1,9})")
    found = (number.fullmatch(id) for id in ids(board))
    return f"{prefix}{1 + max((int(match[1]) for match in found if match), default=0)}"


def ids(board: Board) -> Iterator[str]:
    """Every id that the board holds: of subjects, places, scenes, shots, takes, sounds, markers,
    LoRAs.
    """
    for subject in board.cast:
        yield subject.id
    for place in board.places:
        yield place.id
    for scene in board.scenes:
        yield scene.id
        for shot in scene.shots:
            yield shot.id
            yield from shot.takes
    for sound in board.sounds:
        yield sound.id
    for marker in board.markers:
        yield marker.id
    for lora in board.loras:
        yield lora.id


def chosen(board: Board, shot_ids: Iterable[str]) -> set[str]:
    """These shots' ids, all of them known. Raises KeyError with a sentence."""
    wanted = {shot_ids} if isinstance(shot_ids, str) else set(shot_ids)
    known = {shot.id for scene in board.scenes for shot in scene.shots}
    for id in sorted(wanted - known):
        raise unknown("shot", id, known)
    return wanted


def one(things: Sequence[Thing], id: str, noun: str) -> Thing:
    """The thing with this id. Raises KeyError with a sentence."""
    for thing in things:
        if thing.id == id:
            return thing
    raise unknown(noun, id, (thing.id for thing in things))


def shot_of(board: Board, id: str) -> Shot:
    """The shot with this id. Raises KeyError with a sentence."""
    return one(board.shots, id, "shot")


def scene_of(board: Board, id: str) -> Scene:
    """The scene with this id. Raises KeyError with a sentence."""
    return one(board.scenes, id, "scene")


def unknown(noun: str, id: str, known: Iterable[str]) -> KeyError:
    """The fault of asking for what is not there."""
    near = get_close_matches(id, list(known), n=1)
    hint = f" Did you mean {near[0]!r}?" if near else ""
    return KeyError(f"There is no {noun} {id!r} on this board.{hint}")


def change_shots(board: Board, shot_ids: Iterable[str], change: Callable[[Shot], Shot]) -> Board:
    """The board with ``change`` done to these shots; the very same board if nothing changes."""
    wanted = chosen(board, shot_ids)
    return put_scenes(
        board,
        (
            put_shots(scene, (change(shot) if shot.id in wanted else shot for shot in scene.shots))
            for scene in board.scenes
        ),
    )


def all_shots(board: Board, change: Callable[[Shot], Shot]) -> Board:
    """The board with ``change`` done to every shot."""
    return put_scenes(
        board,
        (put_shots(scene, (change(shot) for shot in scene.shots)) for scene in board.scenes),
    )


def change_shot(board: Board, shot_id: str, change: Callable[[Shot], Shot]) -> Board:
    """The board with ``change`` done to one shot."""
    return change_shots(board, (shot_id,), change)


def change_scene(board: Board, scene_id: str, change: Callable[[Scene], Scene]) -> Board:
    """The board with ``change`` done to one scene."""
    scene_of(board, scene_id)
    return put_scenes(
        board, (change(scene) if scene.id == scene_id else scene for scene in board.scenes)
    )


def put_shots(scene: Scene, shots: Iterable[Shot]) -> Scene:
    """The scene with these shots; the very same scene if they are the ones it has."""
    row = tuple(shots)
    return scene if _identical(row, scene.shots) else replace(scene, shots=row)


def put_scenes(board: Board, scenes: Iterable[Scene]) -> Board:
    """The board with these scenes; the very same board if they are the ones it has.

    Sounds and markers whose shots are gone are tied to others (see ``ties``).
    """
    row = tuple(scenes)
    if _identical(row, board.scenes):
        return board
    return ties.retied(replace(board, scenes=row), board)


def with_values(thing: Record, values: Mapping[str, Any]) -> Record:
    """``thing`` with these values; the very same thing if it has them already."""
    if all(getattr(thing, name) == value for name, value in values.items()):
        return thing
    return replace(thing, **values)


def check_fields(kind: type, values: Mapping[str, Any], closed: frozenset[str]) -> None:
    """Raises KeyError with a sentence if a field is unknown or not to be set by hand."""
    known = {field.name for field in fields(kind)} - closed
    for name in values:
        if name not in known:
            near = get_close_matches(name, known, n=1)
            hint = f" Did you mean {near[0]!r}?" if near else ""
            raise KeyError(f"A {kind.__name__.lower()} has no field {name!r} to set.{hint}")


def _identical(a: Sequence[object], b: Sequence[object]) -> bool:
    return len(a) == len(b) and all(x is y for x, y in zip(a, b, strict=True))
