"""Layouts: where each subject is at any frame, and what a hand does to the boxes.

A path is one subject's K boxes, evenly spaced over the shot; frame j of T lies at u = j
(K-1)/(T-1). Between two moments a box goes in a straight line; next to a moment where the subject
is absent it keeps its place and appears or disappears halfway.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from fractions import Fraction

from storyboard.board import MOMENTS, Box, Layout

Path = tuple[Box | None, ...]
Row = Callable[[float], Box | None]  # a box for any frame

SAME = (
    1 / 4000
)  # of the frame: boxes that differ by less look the same on a screen 2,000 pixels wide


def at(layout: Layout, frame: float, length: int) -> dict[str, Box]:
    """The boxes of everyone who is there at this frame of a shot of ``length`` frames."""
    found = {}
    for subject, path in layout.boxes.items():
        box = box_at(path, frame, length)
        if box is not None:
            found[subject] = box
    return found


def box_at(path: Sequence[Box | None], frame: float, length: int) -> Box | None:
    """One subject's box at a frame; frames outside the shot are its ends."""
    steps = len(path) - 1
    if steps < 1 or length < 2:
        return path[0] if path else None
    frame = min(max(frame, 0), length - 1)
    before, rest = divmod(frame * steps, length - 1)  # exact at the moments while frame is whole
    return _between(path, int(before), rest / (length - 1))


def box_along(path: Sequence[Box | None], u: float) -> Box | None:
    """One subject's box at ``u`` in moments: 0 is the first, ``len(path) - 1`` the last."""
    if not path:
        return None
    u = min(max(u, 0), len(path) - 1)
    return _between(path, int(u), u - int(u))


def moment_at(frame: float, length: int, moments: int = MOMENTS) -> float:
    """u of a frame, in moments."""
    return frame * (moments - 1) / (length - 1) if length > 1 else 0.0


def frame_at(moment: int, length: int, moments: int = MOMENTS) -> int:
    """The frame nearest to a moment."""
    if moments < 2:
        return 0
    return (2 * moment * (length - 1) + moments - 1) // (2 * (moments - 1))


def path(layout: Layout, subject: str) -> tuple[tuple[float, float] | None, ...]:
    """A subject's motion path: its centres at the moments, ``None`` where it is absent."""
    return tuple(box.centre if box else None for box in boxes_of(layout, subject))


def boxes_of(layout: Layout, subject: str) -> Path:
    """A subject's boxes at the moments; all absent when the layout does not know it."""
    return layout.boxes.get(subject, (None,) * layout.moments)


def set_box(layout: Layout, subject: str, moment: int, box: Box | None) -> Layout:
    """The layout with this subject's box at one moment; ``None`` takes it away there."""
    return set_boxes(layout, subject, {moment: box})


def set_boxes(layout: Layout, subject: str, boxes: Mapping[int, Box | None]) -> Layout:
    """The layout with this subject's boxes at some moments."""
    row = list(boxes_of(layout, subject))
    for moment, box in boxes.items():
        if not 0 <= moment < layout.moments:
            raise KeyError(f"There is no moment {moment}: this layout has {layout.moments}.")
        row[moment] = box
    return replace(layout, boxes={**layout.boxes, subject: tuple(row)})


def set_path(layout: Layout, subject: str, boxes: Sequence[Box | None]) -> Layout:
    """The layout with all of a subject's boxes; another number of them is resampled."""
    row = tuple(boxes) if len(boxes) == layout.moments else spread(boxes, layout.moments)
    return replace(layout, boxes={**layout.boxes, subject: row})


def clear(layout: Layout, subject: str) -> Layout:
    """The layout without this subject."""
    return replace(layout, boxes={id: row for id, row in layout.boxes.items() if id != subject})


def rename(layout: Layout, old: str, new: str) -> Layout:
    """The boxes of ``old`` under ``new``; where both have a box, ``new`` keeps its own."""
    if old not in layout.boxes:
        return layout
    row = layout.boxes[old]
    if new in layout.boxes:
        row = tuple(own or other for own, other in zip(layout.boxes[new], row, strict=True))
    boxes = {new if id == old else id: boxes for id, boxes in layout.boxes.items()}
    return replace(layout, boxes={**boxes, new: row})


def still(box: Box | None, moments: int = MOMENTS) -> Path:
    """A path that stays."""
    return (box,) * moments


def staying(path: Path, first: int, last: int) -> Path:
    """The path from moment ``first`` to ``last`` only, without a gap: what is absent within takes
    the box before it, else the next one. Raises ValueError for a path without any box.
    """
    if not any(path):
        raise ValueError("A subject that is never there has no place to stay; draw its box first.")
    found: list[Box | None] = []
    for moment in range(len(path)):
        near = [*path[moment::-1], *path[moment + 1 :]]
        box = next(box for box in near if box is not None)
        found.append(box if first <= moment <= last else None)
    return tuple(found)


def line(start: Box, end: Box, moments: int = MOMENTS) -> Path:
    """A path from one box straight to another."""
    if moments == 1:
        return (start,)
    return tuple(lerp(start, end, k / (moments - 1)) for k in range(moments))


def lerp(a: Box, b: Box, f: float) -> Box:
    """The box a share ``f`` of the way from ``a`` to ``b``; exactly ``a`` at 0 and ``b`` at 1."""
    g = 1 - f
    return Box(a.x0 * g + b.x0 * f, a.y0 * g + b.y0 * f, a.x1 * g + b.x1 * f, a.y1 * g + b.y1 * f)


def spread(boxes: Sequence[Box | None], moments: int) -> Path:
    """The same path at another number of evenly spaced moments."""
    steps = max(1, moments - 1)
    return tuple(
        box_along(boxes, float(Fraction(k * (len(boxes) - 1), steps))) for k in range(moments)
    )


def resample(layout: Layout, moments: int) -> Layout:
    """The layout at another number of moments; exact where old and new ones coincide."""
    if moments < 1:
        raise ValueError(f"A layout needs at least one moment, not {moments}.")
    if moments == layout.moments:
        return layout
    boxes = {subject: spread(row, moments) for subject, row in layout.boxes.items()}
    return Layout(boxes, moments)


def shift(box: Box, dx: float, dy: float) -> Box:
    """The box moved."""
    return Box(box.x0 + dx, box.y0 + dy, box.x1 + dx, box.y1 + dy)


def scale(box: Box, factor: float) -> Box:
    """The box grown around its centre."""
    (x, y), wide, high = box.centre, box.width * factor / 2, box.height * factor / 2
    return Box(x - wide, y - high, x + wide, y + high)


def iou(a: Box, b: Box) -> float:
    """Intersection over union, 0..1."""
    common = overlap(a, b)
    return common / (a.area + b.area - common) if common else 0.0


def overlap(a: Box, b: Box) -> float:
    """The area that two boxes share."""
    wide = min(a.x1, b.x1) - max(a.x0, b.x0)
    high = min(a.y1, b.y1) - max(a.y0, b.y0)
    return wide * high if wide > 0 and high > 0 else 0.0


# Cutting and joining in time ---------------------------------------------------------------------


def recut(
    rows: Mapping[str, Row],
    length: int,
    moments: int = MOMENTS,
    exactly: bool = True,
) -> tuple[dict[str, Path], int]:
    """Paths that show the same as ``rows`` at every whole frame of ``length``; and their moments.

    As few moments as do it: ``moments``, then 2, 3 and 4 times as fine, at last one at every frame.
    Not ``exactly`` means: ``moments`` of them, whatever is lost between.
    """
    finer = [k * (moments - 1) + 1 for k in (2, 3, 4)]
    for count in (moments, *(n for n in finer if n < length)):
        paths = {id: _sampled(row, length, count) for id, row in rows.items()}
        if not exactly or all(_same(paths[id], row, length) for id, row in rows.items()):
            return paths, count
    return {id: _sampled(row, length, length) for id, row in rows.items()}, length


def _sampled(row: Row, length: int, moments: int) -> Path:
    steps = max(1, moments - 1)
    return tuple(row(float(Fraction(k * (length - 1), steps))) for k in range(moments))


def _same(boxes: Path, row: Row, length: int) -> bool:
    return all(alike(box_at(boxes, j, length), row(j)) for j in range(length))


def alike(a: Box | None, b: Box | None, within: float = SAME) -> bool:
    """Whether two boxes look the same."""
    if a is None or b is None:
        return a is b
    return (
        abs(a.x0 - b.x0) <= within
        and abs(a.y0 - b.y0) <= within
        and abs(a.x1 - b.x1) <= within
        and abs(a.y1 - b.y1) <= within
    )


def _between(path: Sequence[Box | None], before: int, f: float) -> Box | None:
    a = path[before]
    if f == 0:
        return a
    b = path[before + 1]
    if a is not None and b is not None:
        return a if a == b else lerp(a, b, f)
    return a if f < 0.5 else b
