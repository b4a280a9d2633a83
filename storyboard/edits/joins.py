"""How a shot goes on into the next: joins, bridges between two shots, shots that continue one."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from storyboard import bridging
from storyboard.board import Board, Box, Camera, Join, Layout, Shot
from storyboard.camera import at as camera_at
from storyboard.edits import shots
from storyboard.edits.ids import change_scene, new_id, put_shots, shot_of
from storyboard.layout import box_at

BRIDGE = "Bridge"  # what its panel says


def set_join(board: Board, shot_id: str, join: Join) -> Board:
    """How a shot meets the next one. A bridge is put in (of a second) or taken away with it."""
    if join == "bridge":
        return board if bridge_after(board, shot_id) else bridge(board, shot_id, board.rate)
    made = bridge_after(board, shot_id)
    if made is not None:
        board = shots.delete_shots(board, [made.id])
    return shots.set_shot(board, shot_id, join=join)


def set_joins(board: Board, shot_ids: Iterable[str], join: Join) -> Board:
    """The same for several shots; a bridge has none of its own."""
    for shot_id in tuple(shot_ids):
        if any(shot.id == shot_id for shot in board.shots):
            board = set_join(board, shot_id, join)
    return board


def bridge_after(board: Board, shot_id: str) -> Shot | None:
    """The bridge that goes on from a shot, if there is one. Raises KeyError."""
    row = board.shots
    at = row.index(shot_of(board, shot_id)) + 1
    return row[at] if bridging.ends(row, at) else None


def bridge(board: Board, shot_id: str, length: int) -> Board:
    """A bridge of ``length`` frames from a shot to the next one of the film, as a shot of its own.

    Where there is one already it becomes so long. Its id is ``new_id(board, "sh")`` else. Raises
    ValueError where nothing follows, and for a bridge.
    """
    row = board.shots
    at = row.index(shot_of(board, shot_id))
    if bridging.ends(row, at):
        raise ValueError("This is a bridge already: choose the shot before it.")
    if at + 1 == len(row):
        raise ValueError("This is the last shot of the film: there is nothing to bridge to.")
    made = bridge_after(board, shot_id)
    if made is not None:
        return shots.set_length(board, made.id, length)
    board = shots.set_shot(board, shot_id, join="bridge")
    between = Shot(id=new_id(board, "sh"), action=BRIDGE, length=length, locked=frozenset({"*"}))
    return _after(board, shot_id, shots.by_hand(between, "action", "length"))


def continue_shot(board: Board, shot_id: str, length: int) -> Board:
    """A new shot that goes on from a shot's last frame without a break, ``length`` frames long.

    Everyone begins where the shot left them; who was on the way goes on as fast until out of the
    picture, who stood stays. The new id is ``new_id(board, "sh")``. Raises ValueError for a bridge.
    """
    shot = shot_of(board, shot_id)
    row = board.shots
    if bridging.ends(row, row.index(shot)):
        raise ValueError("A bridge ends where the next shot begins: continue that shot instead.")
    follows = set_join(board, shot_id, "cut") if shot.join == "bridge" else board
    moments = shot.layout.moments
    boxes = {}
    for id, path in shot.layout.boxes.items():
        on = tuple(_onward(path, shot.length, k * (length - 1) / (moments - 1), length)
                   for k in range(moments))  # fmt: skip
        if any(on):
            boxes[id] = on
    new = replace(
        shot,
        id=new_id(board, "sh"),
        dialogue=(),
        length=length,
        notes="",
        movement="hold",
        join="cut" if shot.join == "continuous" else follows.shot(shot_id).join,
        layout=Layout(boxes, moments),
        camera=Camera((camera_at(shot.camera, shot.length - 1, shot.length),)),
        subjects=tuple(id for id in shot.subjects if id in boxes),
        keyframes=(),
        takes=(),
        circled="",
        stretch=None,
        stale=False,
        label="",
    )
    board = shots.set_shot(follows, shot_id, join="continuous")
    return _after(board, shot_id, shots.by_hand(new, "layout", "camera", "length"))


def _onward(path: tuple[Box | None, ...], length: int, frame: float, new_length: int) -> Box | None:
    """Where a subject is ``frame`` frames into the shot that goes on."""
    end, before = box_at(path, length - 1, length), box_at(path, length - 3, length)
    if end is None:
        return None
    if before is None:
        return end
    dx = (end.centre[0] - before.centre[0]) / 2 * (frame + 1)
    dy = (end.y1 - before.y1) / 2 * (frame + 1)
    x0 = min(max(end.x0 + dx, -end.width - 0.1), 1.1)
    return Box(x0, end.y0 + dy, x0 + end.width, end.y1 + dy)


def _after(board: Board, shot_id: str, new: Shot) -> Board:
    """The board with a shot right after another, in its scene."""
    scene = board.scene_of(shot_id)
    at = [shot.id for shot in scene.shots].index(shot_id) + 1
    return change_scene(
        board, scene.id, lambda scene: put_shots(scene, (*scene.shots[:at], new, *scene.shots[at:]))
    )
