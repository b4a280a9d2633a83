"""Edits of layouts and cameras: boxes at moments, who is there, what the frame shows."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from typing import Any, get_args

from storyboard import camera, layout
from storyboard.board import Acting, Board, Box, Camera, Layout, Movement, Shot
from storyboard.edits.ids import change_shot, check_fields, one, shot_of, with_values
from storyboard.edits.shots import by_hand

SEATS = (0.5, 0.25, 0.75, 0.1, 0.9)  # where a new subject looks for room, from the middle out
SEAT = (0.22, 0.5, 0.92)  # width, height and foot of its box: a person seen whole


def set_box(board: Board, shot_id: str, subject: str, moment: int, box: Box | None) -> Board:
    """A subject's box at one moment, ``None`` = absent there. One new to the shot joins it."""
    check_box(box)
    return _relaid(board, shot_id, subject, lambda laid: layout.set_box(laid, subject, moment, box))


def copy_box(board: Board, shot_id: str, subject: str, moment: int, others: Iterable[int]) -> Board:
    """A subject's box at one moment, also at these others."""
    row = layout.boxes_of(shot_of(board, shot_id).layout, subject)
    if not 0 <= moment < len(row):
        raise KeyError(f"There is no moment {moment}: this layout has {len(row)}.")
    boxes = dict.fromkeys(others, row[moment])
    return _relaid(board, shot_id, subject, lambda laid: layout.set_boxes(laid, subject, boxes))


def set_path(board: Board, shot_id: str, subject: str, boxes: Sequence[Box | None]) -> Board:
    """All of a subject's boxes in a shot."""
    for box in boxes:
        check_box(box)
    if not boxes:
        raise ValueError("A path needs at least one box.")
    return _relaid(board, shot_id, subject, lambda laid: layout.set_path(laid, subject, boxes))


def shift_path(board: Board, shot_id: str, subject: str, dx: float, dy: float) -> Board:
    """A subject moved by the same way at every moment."""
    row = layout.boxes_of(shot_of(board, shot_id).layout, subject)
    moved = [layout.shift(box, dx, dy) if box else None for box in row]
    return set_path(board, shot_id, subject, moved)


def mirror_path(
    board: Board, shot_id: str, subject: str, moments: Iterable[int] | None = None
) -> Board:
    """A subject's boxes on the other side of the frame, all of them or those at these moments.

    Who is mirrored at every moment also faces the other way.
    """
    shot = shot_of(board, shot_id)
    row = layout.boxes_of(shot.layout, subject)
    wanted = set(range(len(row))) if moments is None else set(moments)
    board = set_path(
        board, shot_id, subject, [_mirrored(b) if k in wanted else b for k, b in enumerate(row)]
    )
    facing = shot.acting[subject].facing if subject in shot.acting else None
    if moments is None and facing:
        other = "left" if facing == "right" else "right"
        board = set_acting(board, shot_id, subject, facing=other)
    return board


def stay(board: Board, shot_id: str, subject: str, first: int, last: int) -> Board:
    """A subject there from moment ``first`` to ``last``, absent before and after.

    Where it was absent within, it waits where it was last, or will first be.
    """
    row = layout.boxes_of(shot_of(board, shot_id).layout, subject)
    if not 0 <= first <= last < len(row):
        raise ValueError(
            f"A subject can be there from moment 1 to {len(row)}, the first before the last."
        )
    return set_path(board, shot_id, subject, layout.staying(row, first, last))


def set_moments(board: Board, shot_id: str, moments: int) -> Board:
    """The shot's layout and camera with another number of moments."""

    def resampled(shot: Shot) -> Shot:
        laid = layout.resample(shot.layout, moments)
        return with_values(
            shot, {"layout": laid, "camera": camera.resample(shot.camera, max(2, moments))}
        )

    return change_shot(board, shot_id, resampled)


def add_subject(board: Board, shot_id: str, subject: str, box: Box | None = None) -> Board:
    """A subject of the cast, standing in the shot: in ``box``, or where there is most room."""
    check_box(box)
    laid = shot_of(board, shot_id).layout
    if box is None:
        box = _seat([row[0] for row in laid.boxes.values() if row and row[0]])
    row = layout.still(box, laid.moments)
    return _relaid(board, shot_id, subject, lambda laid: layout.set_path(laid, subject, row))


def remove_subject(board: Board, shot_id: str, subject: str) -> Board:
    """The shot without this subject's boxes and acting; its lines stay, heard from outside."""
    shot = shot_of(board, shot_id)
    if subject not in shot.subjects and subject not in shot.layout.boxes:
        raise KeyError(f"{subject!r} is not in this shot.")
    return change_shot(board, shot_id, lambda shot: without(shot, subject))


def without(shot: Shot, subject: str) -> Shot:
    """The shot without a subject."""
    kept = replace(
        shot,
        subjects=tuple(id for id in shot.subjects if id != subject),
        layout=layout.clear(shot.layout, subject),
        acting={
            id: replace(acting, on="") if acting.on == subject else acting
            for id, acting in shot.acting.items()
            if id != subject
        },
    )
    changed = [
        name
        for name in ("subjects", "layout", "acting")
        if getattr(kept, name) != getattr(shot, name)
    ]
    return by_hand(kept, *changed) if changed else shot


def set_acting(board: Board, shot_id: str, subject: str, **values: Any) -> Board:
    """What a subject does in a shot: action, facing, order, words, on."""
    check_fields(Acting, values, frozenset())
    if subject not in shot_of(board, shot_id).subjects:
        raise KeyError(f"{subject!r} is not in this shot.")

    def acted(shot: Shot) -> Shot:
        acting = replace(shot.acting.get(subject, Acting()), **values)
        if shot.acting.get(subject) == acting:
            return shot
        return by_hand(replace(shot, acting={**shot.acting, subject: acting}), "acting")

    return change_shot(board, shot_id, acted)


def set_camera(board: Board, shot_id: str, view: Camera) -> Board:
    """The shot's camera; its rectangles are brought to the frame's aspect and the allowed sizes."""
    if not view.rects:
        raise ValueError("A camera needs at least one rectangle.")
    for box in view.rects:
        check_box(box)
    allowed = camera.simplest(Camera(tuple(camera.allowed(box) for box in view.rects)))
    return change_shot(board, shot_id, lambda shot: _filmed(shot, {"camera": allowed}))


def set_rect(board: Board, shot_id: str, moment: int, box: Box) -> Board:
    """The camera's rectangle at one moment."""
    check_box(box)
    return change_shot(
        board,
        shot_id,
        lambda shot: _filmed(
            shot, {"camera": camera.set_rect(shot.camera, moment, box, shot.layout.moments)}
        ),
    )


def move_camera(board: Board, shot_id: str, movement: Movement, subject: str = "") -> Board:
    """A movement and its usual camera, from where it begins now; "follow" goes with ``subject``."""
    if movement not in get_args(Movement):
        choices = ", ".join(get_args(Movement))
        raise ValueError(f"{movement!r} is no movement of a shot: choose from {choices}.")

    def moved(shot: Shot) -> Shot:
        target = subject or next(iter(shot.subjects), "")
        start = shot.camera.rects[0]
        if movement == "pull" and camera.moves(shot.camera):
            start = max(shot.camera.rects, key=lambda rect: rect.width)
        view = camera.preset(movement, start, shot.layout, target, shot.layout.moments)
        return _filmed(shot, {"movement": movement, "camera": view})

    return change_shot(board, shot_id, moved)


def check_box(box: Box | None) -> None:
    """Raises ValueError with a sentence if this can be no box."""
    if box is None:
        return
    if not all(math.isfinite(edge) for edge in (box.x0, box.y0, box.x1, box.y1)):
        raise ValueError("A box needs four finite edges.")
    if box.x1 <= box.x0 or box.y1 <= box.y0:
        raise ValueError("A box needs a width and a height: its right and lower edges come last.")


def _relaid(board: Board, shot_id: str, subject: str, change: Callable[[Layout], Layout]) -> Board:
    one(board.cast, subject, "subject")

    def relaid(shot: Shot) -> Shot:
        laid = change(shot.layout)
        changed = shot
        if laid != shot.layout:
            changed = by_hand(replace(changed, layout=laid), "layout")
        if subject not in shot.subjects:
            changed = by_hand(replace(changed, subjects=(*shot.subjects, subject)), "subjects")
        return changed

    return change_shot(board, shot_id, relaid)


def _filmed(shot: Shot, values: dict[str, Any]) -> Shot:
    names = [name for name, value in values.items() if getattr(shot, name) != value]
    return by_hand(replace(shot, **values), *names) if names else shot


def _mirrored(box: Box | None) -> Box | None:
    return replace(box, x0=1 - box.x1, x1=1 - box.x0) if box else None


def _seat(taken: Sequence[Box]) -> Box:
    wide, high, foot = SEAT
    seats = [Box(x - wide / 2, foot - high, x + wide / 2, foot) for x in SEATS]
    return min(seats, key=lambda seat: sum(layout.overlap(seat, box) for box in taken))
