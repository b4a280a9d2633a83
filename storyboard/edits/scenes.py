"""Edits of scenes and of the board's own fields."""

from __future__ import annotations

from typing import Any, get_args

from storyboard import numbering
from storyboard.board import Board, Daytime, Scene, Weather
from storyboard.edits.ids import (
    change_scene,
    check_fields,
    new_id,
    put_scenes,
    put_shots,
    scene_of,
    shot_of,
    unknown,
    with_values,
)

WORDS = {"daytime": Daytime, "weather": Weather}
_CLOSED = frozenset({"id", "shots"})
_BOARD_CLOSED = frozenset(
    {"script", "cast", "places", "scenes", "numbers_locked", "sounds", "markers"}
)


def set_scene(board: Board, scene_id: str, **values: Any) -> Board:
    """Fields of a scene. Raises KeyError for unknown ones, ValueError for impossible values."""
    check_fields(Scene, values, _CLOSED)
    for name, words in WORDS.items():
        if name in values and values[name] not in get_args(words):
            choices = ", ".join(get_args(words))
            raise ValueError(f"{values[name]!r} is no {name} of a scene: choose from {choices}.")
    place = values.get("place", "")
    if place and not any(place == known.id for known in board.places):
        raise unknown("place", place, (known.id for known in board.places))
    return change_scene(board, scene_id, lambda scene: with_values(scene, values))


def insert_scene(board: Board, before: str = "", **values: Any) -> Board:
    """A new empty scene before another, or at the end. Its id is ``new_id(board, "sc")``."""
    scene = Scene(id=new_id(board, "sc"))
    row = list(board.scenes)
    row.insert(row.index(scene_of(board, before)) if before else len(row), scene)
    return set_scene(put_scenes(board, row), scene.id, **values)


def delete_scene(board: Board, scene_id: str) -> Board:
    """The board without this scene and its shots."""
    scene_of(board, scene_id)
    return put_scenes(board, (scene for scene in board.scenes if scene.id != scene_id))


def move_scene(board: Board, scene_id: str, before: str = "") -> Board:
    """A scene with its shots before another, or at the end."""
    moved = scene_of(board, scene_id)
    if before:
        scene_of(board, before)
    if before == scene_id:
        return board
    row = [scene for scene in board.scenes if scene is not moved]
    at = next((i for i, scene in enumerate(row) if scene.id == before), len(row))
    return put_scenes(board, [*row[:at], moved, *row[at:]])


def split_scene(board: Board, shot_id: str) -> Board:
    """Two scenes instead of one, the second from this shot on; its id: ``new_id(board, "sc")``."""
    scene = board.scene_of(shot_of(board, shot_id).id)
    at = [shot.id for shot in scene.shots].index(shot_id)
    if at == 0:
        raise ValueError("This shot is the first of its scene: there is nothing before it to part.")
    second = with_values(
        put_shots(scene, scene.shots[at:]), {"id": new_id(board, "sc"), "label": ""}
    )
    row = list(board.scenes)
    row[row.index(scene) : row.index(scene) + 1] = [put_shots(scene, scene.shots[:at]), second]
    return put_scenes(board, row)


def set_board(board: Board, **values: Any) -> Board:
    """The film's own fields: title, seed, aspect, rate, numbering. For the script: ``link``."""
    check_fields(Board, values, _BOARD_CLOSED)
    if "numbering" in values:
        numbering.check(values["numbering"])
    for name in ("rate", "aspect"):
        if name in values and not values[name] > 0:
            raise ValueError(f"The film's {name} must be more than 0, not {values[name]}.")
    return with_values(board, values)
