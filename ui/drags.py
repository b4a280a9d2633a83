"""Drags: what a hand that pulls something over the stage would change, at every place it comes to.

A drag knows where it began; ``change`` gives the whole edit from there, or None while it is none.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from functools import partial
from typing import Protocol

from PySide6.QtCore import QPointF, Qt

from storyboard import camera, layout
from storyboard.board import Board, Box, Camera, Shot
from storyboard.edits import boxes, cast
from storyboard.edits.ids import new_id
from ui import guides, handles
from ui.easel import Change, Easel, Newcomer
from ui.sight import Sight

Keys = Qt.KeyboardModifier
Lines = tuple[float, float]  # stage x and y that an edge lies on; nan for none

NONE: Lines = (math.nan, math.nan)
STRAIGHT = 1e-6


class Drag(Protocol):
    """``name`` is what undo says; ``lines`` what the dragged thing lies on just now."""

    name: str
    lines: Lines

    def change(self, where: QPointF, keys: Keys) -> Change | None: ...


class _Pull:
    """What all drags know: where on the canvas they began, and how the stage lies there."""

    def __init__(self, easel: Easel, sight: Sight, press: QPointF) -> None:
        shot = easel.film.shot
        assert shot is not None  # nothing on an empty stage can be pulled
        self.shot: Shot = shot
        self.easel, self.sight, self.press = easel, sight, press
        self.lines = NONE

    def way(self, where: QPointF, keys: Keys, grip: str = "") -> tuple[float, float]:
        """How far the hand has come; with Shift only along one side."""
        across = where - self.press
        if not grip and keys & Keys.ShiftModifier:
            if abs(across.x()) > abs(across.y()):
                across.setY(0)
            else:
                across.setX(0)
        return self.sight.way(across)

    def reach(self) -> tuple[float, float]:
        return handles.NEAR / self.sight.wide, handles.NEAR / self.sight.high


class BoxDrag(_Pull):
    """A subject's box at one moment: moved, or pulled by a grip."""

    def __init__(
        self, easel: Easel, sight: Sight, press: QPointF, subject: str, moment: int, grip: str = ""
    ) -> None:
        super().__init__(easel, sight, press)
        self.subject, self.moment, self.grip = subject, moment, grip
        start = layout.boxes_of(self.shot.layout, subject)[moment]
        assert start is not None  # only a box that is there can be pulled
        self.start = start
        called = easel.film.board.subject(subject).name
        self.name = f"{'Resize' if grip else 'Move'} box of {called}"

    def change(self, where: QPointF, keys: Keys) -> Change | None:
        dx, dy = self.way(where, keys, self.grip)
        shaped = bool(keys & Keys.ShiftModifier)
        if self.grip:
            box = handles.pulled(
                self.start, self.grip, dx, dy, shaped, bool(keys & Keys.AltModifier)
            )
        else:
            box = handles.moved(self.start, dx, dy)
        self.lines = NONE
        free = keys & (Keys.ControlModifier | Keys.AltModifier) or (self.grip and shaped)
        if not free:
            xs, ys = targets(self.shot, self.subject, self.moment)
            box, self.lines = handles.snapped(box, xs, ys, self.reach(), self.grip)
        return partial(
            boxes.set_box, shot_id=self.shot.id, subject=self.subject, moment=self.moment, box=box
        )


class PathDrag(_Pull):
    """A subject at every moment."""

    def __init__(self, easel: Easel, sight: Sight, press: QPointF, subject: str) -> None:
        super().__init__(easel, sight, press)
        self.subject = subject
        self.name = f"Move path of {easel.film.board.subject(subject).name}"

    def change(self, where: QPointF, keys: Keys) -> Change | None:
        dx, dy = self.way(where, keys)
        return partial(boxes.shift_path, shot_id=self.shot.id, subject=self.subject, dx=dx, dy=dy)


class NewBox(_Pull):
    """A box drawn for someone who is not in the shot yet."""

    def __init__(self, easel: Easel, sight: Sight, press: QPointF, newcomer: Newcomer) -> None:
        super().__init__(easel, sight, press)
        self.newcomer = newcomer
        self.box: Box | None = None
        self.name = f"Add {called(easel, newcomer)}"

    def change(self, where: QPointF, keys: Keys) -> Change | None:
        (x0, y0), (x1, y1) = self.sight.stage(self.press), self.sight.stage(where)
        box = Box(min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1))
        self.box = box if min(box.width, box.height) > 2 * handles.LEAST else None
        return partial(join, shot_id=self.shot.id, newcomer=self.newcomer, box=self.box)


class CameraDrag(_Pull):
    """The camera at one moment, or all of it where it holds or goes straight."""

    def __init__(
        self, easel: Easel, sight: Sight, press: QPointF, moment: int, grip: str = ""
    ) -> None:
        super().__init__(easel, sight, press)
        self.moment, self.grip = moment, grip
        rects = self.shot.camera.rects
        self.start = rects[min(moment, len(rects) - 1)]
        self.name = f"{'Resize' if grip else 'Move'} the camera of {easel.number}"

    def change(self, where: QPointF, keys: Keys) -> Change | None:
        dx, dy = self.way(where, keys, self.grip)
        self.lines = NONE
        if self.grip:
            centred = bool(keys & Keys.AltModifier)
            side = handles.pulled(self.start, self.grip, dx, dy, True, centred).width
            side = min(max(side, camera.SMALLEST), camera.LARGEST)
            more = side - self.start.width
            west, north = "w" in self.grip, "n" in self.grip
            rect = handles.pulled(
                self.start,
                self.grip,
                (-more if west else more) / (2 if centred else 1),
                (-more if north else more) / (2 if centred else 1),
                True,
                centred,
            )
        else:
            rect = handles.moved(self.start, dx, dy)
            if not keys & Keys.ControlModifier:
                lines = (0.0, 0.5, 1.0)
                rect, self.lines = handles.snapped(rect, lines, lines, self.reach())
        return partial(filmed, shot_id=self.shot.id, moment=self.moment, rect=rect)


def targets(shot: Shot, subject: str, moment: int) -> tuple[list[float], list[float]]:
    """What a box at a moment snaps to: guides, the other boxes, its own neighbours in time."""
    rects = shot.camera.rects
    xs, ys = guides.lines(rects[min(moment, len(rects) - 1)])
    others = [row[moment] for id, row in shot.layout.boxes.items() if id != subject]
    row = layout.boxes_of(shot.layout, subject)
    others += [row[at] for at in (moment - 1, moment + 1) if 0 <= at < len(row)]
    for box in others:
        if box is not None:
            xs += [box.x0, box.centre[0], box.x1]
            ys += [box.y0, box.centre[1], box.y1]
    return xs, ys


def called(easel: Easel, newcomer: Newcomer) -> str:
    """The name of who comes."""
    return newcomer.name or easel.film.board.subject(newcomer.subject).name


def join(board: Board, shot_id: str, newcomer: Newcomer, box: Box | None) -> Board:
    """Someone comes into a shot, new to the cast or not; without a box where there is room."""
    subject = newcomer.subject
    if not subject:
        subject = new_id(board, "su")
        kind = newcomer.name.lower() if newcomer.puppet else ""
        board = cast.add_to_cast(board, newcomer.name, kind=kind, puppet=newcomer.puppet)
    return boxes.add_subject(board, shot_id, subject, box)


def copied(
    board: Board, shot_id: str, subjects: Iterable[str], moment: int, others: Iterable[int]
) -> Board:
    """These subjects' boxes at one moment, also at others."""
    for subject in subjects:
        board = boxes.copy_box(board, shot_id, subject, moment, others)
    return board


def filmed(board: Board, shot_id: str, moment: int, rect: Box) -> Board:
    """The camera with this rectangle at a moment.

    One that holds goes there for all of the shot. One that goes straight stays straight: its ends
    are moved alone, anywhere between the whole way moves along.
    """
    shot = board.shot(shot_id)
    rects = shot.camera.rects
    rect = camera.allowed(rect)
    last = len(rects) - 1
    if last < 1:
        return boxes.set_camera(board, shot_id, Camera((rect,)))
    if not is_straight(rects):
        return boxes.set_rect(board, shot_id, moment, rect)
    first, end = rects[0], rects[-1]
    if 0 < moment < last:
        old = rects[moment]
        dx, dy = rect.centre[0] - old.centre[0], rect.centre[1] - old.centre[1]
        more = rect.width / old.width
        first, end = (
            camera.zoomed(layout.shift(end_rect, dx, dy), more) for end_rect in (first, end)
        )
    elif moment == 0:
        first = rect
    else:
        end = rect
    row = layout.line(first, end, len(rects))
    return boxes.set_camera(board, shot_id, Camera(tuple(box for box in row if box)))


def is_straight(rects: tuple[Box, ...]) -> bool:
    """Whether a camera goes evenly from its first to its last rectangle."""
    row = layout.line(rects[0], rects[-1], len(rects))
    return all(layout.alike(box, other) for box, other in zip(rects, row, strict=True))
