"""Pieces of shots: a part of one, two as one, one at another length, each frame as it looked."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

from storyboard import camera, layout, timing
from storyboard.board import MOMENTS, Box, Camera, Layout, Line, Shot, Stretch
from storyboard.layout import Row


def part(shot: Shot, start: int, end: int) -> Shot:
    """Frames ``start`` to ``end`` of a shot as they looked; beyond the shot its ends hold."""
    rows = {id: _from(partial(_box, shot, id), start) for id in shot.layout.boxes}
    moments = min(shot.layout.moments, MOMENTS)
    boxes, moments = layout.recut(rows, end - start, moments)
    return replace(
        shot,
        length=end - start,
        layout=Layout(boxes, moments),
        camera=_cut_camera(_from(partial(_view, shot), start), end - start),
        keyframes=tuple(
            replace(k, frame=k.frame - start) for k in shot.keyframes if start <= k.frame < end
        ),
    )


def retimed(shot: Shot, length: int) -> Shot:
    """The shot at another length, all of it slower or faster.

    Keyframes keep their moments; of two on one frame the later stays.
    """
    if length == shot.length:
        return shot
    stretch = (length - 1) / (shot.length - 1) if shot.length > 1 else 0.0
    pins = {round(k.frame * stretch): k for k in shot.keyframes}
    keyframes = tuple(replace(k, frame=frame) for frame, k in sorted(pins.items()))
    return replace(shot, length=length, keyframes=keyframes)


def joined(a: Shot, b: Shot) -> Shot:
    length = a.length + b.length
    shots = (a, b)
    rows = {
        id: _one_after_other(partial(_box, a, id), partial(_box, b, id), a.length)
        for id in dict.fromkeys((*a.layout.boxes, *b.layout.boxes))
    }
    view = _one_after_other(partial(_view, a), partial(_view, b), a.length)
    meet = all(_meets(row, a.length) for row in (*rows.values(), view))
    boxes, moments = layout.recut(rows, length, MOMENTS, exactly=meet)
    action = a.action if a.action == b.action else " ".join(s.action for s in shots if s.action)
    notes = a.notes if a.notes == b.notes else "\n".join(s.notes for s in shots if s.notes)
    return replace(
        a,
        length=length,
        action=action,
        notes=notes,
        subjects=tuple(dict.fromkeys((*a.subjects, *b.subjects))),
        dialogue=(*a.dialogue, *b.dialogue),
        join=b.join,
        layout=Layout(boxes, moments),
        camera=_cut_camera(view, length, exactly=meet),
        acting={**b.acting, **a.acting},
        keyframes=(
            *a.keyframes,
            *(replace(k, frame=k.frame + a.length) for k in b.keyframes),
        ),
        circled="",
        locked=a.locked | b.locked,
        stretch=_both(a.stretch, b.stretch),
        stale=a.stale or b.stale,
        made_by={**b.made_by, **a.made_by, "length": "user"},
    )


def _box(shot: Shot, subject: str, frame: float) -> Box | None:
    return layout.box_at(layout.boxes_of(shot.layout, subject), frame, shot.length)


def _view(shot: Shot, frame: float) -> Box | None:
    return camera.at(shot.camera, frame, shot.length)


def _from(row: Row, start: int) -> Row:
    return lambda frame: row(frame + start)


def _one_after_other(early: Row, late: Row, seam: int) -> Row:
    def row(frame: float) -> Box | None:
        if frame <= seam - 1:
            return early(frame)
        if frame >= seam:
            return late(frame - seam)
        return layout.box_along((early(seam - 1), late(0)), frame - (seam - 1))

    return row


def _meets(row: Row, seam: int) -> bool:
    """Whether a subject goes on across the seam: about where it was, or absent on both sides."""
    a, b = row(seam - 1), row(seam)
    if a is None or b is None:
        return a is b
    return layout.iou(a, b) >= 0.5


def _cut_camera(row: Row, length: int, exactly: bool = True) -> Camera:
    paths, _ = layout.recut({"": row}, length, MOMENTS, exactly)
    return camera.simplest(Camera(tuple(box for box in paths[""] if box is not None)))


def _both(a: Stretch | None, b: Stretch | None) -> Stretch | None:
    """The stretch from the first to the last character of two; its words are those of both."""
    if a is None or b is None or (a.start, a.end) == (b.start, b.end):
        return a or b
    early, late = sorted((a, b), key=lambda s: (s.start, s.end))
    if late.end <= early.end:
        return early
    shared = max(0, early.end - late.start)
    gap = "\n" * max(0, late.start - early.end)
    return Stretch(early.start, late.end, early.text + gap + late.text[shared:])


def shared_lines(shot: Shot, frame: int) -> tuple[tuple[Line, ...], tuple[Line, ...]]:
    """The lines said mostly before ``frame``, and the others."""
    ranges = timing.speech(shot.dialogue, shot.length)
    count = sum(start + end <= 2 * frame for start, end in ranges)
    return shot.dialogue[:count], shot.dialogue[count:]
