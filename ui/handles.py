"""Handles: the eight grips of a box, what pulling one does, and what edges snap to."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from PySide6.QtCore import QPointF, QRectF

from storyboard.board import Box

GRIPS = ("nw", "n", "ne", "e", "se", "s", "sw", "w")
HIT = 16.0  # pixels of a grip that take the pointer
LEAST = 0.015  # of the frame: the smallest box a hand makes
NEAR = 7.0  # pixels within which an edge snaps


def spot(box: QRectF, grip: str) -> QPointF:
    """Where a grip is."""
    x = box.left() if "w" in grip else box.right() if "e" in grip else box.center().x()
    y = box.top() if "n" in grip else box.bottom() if "s" in grip else box.center().y()
    return QPointF(x, y)


def at(box: QRectF, where: QPointF, grips: Iterable[str] = GRIPS) -> str:
    """The grip under the pointer; corners win over sides."""
    found = ""
    for grip in sorted(grips, key=len, reverse=True):
        off = where - spot(box, grip)
        if abs(off.x()) <= HIT / 2 and abs(off.y()) <= HIT / 2 and not found:
            found = grip
    return found


def pulled(
    box: Box, grip: str, dx: float, dy: float, keeps_shape: bool = False, centred: bool = False
) -> Box:
    """The box with a grip pulled by a way; it never turns inside out."""
    x = dx if "e" in grip else -dx if "w" in grip else 0.0
    y = dy if "s" in grip else -dy if "n" in grip else 0.0
    more = 2 if centred else 1
    wide, high = max(LEAST, box.width + more * x), max(LEAST, box.height + more * y)
    if keeps_shape:
        if len(grip) == 2:
            factor = max(wide / box.width, high / box.height)
        else:
            factor = wide / box.width if grip in "ew" else high / box.height
        factor = max(factor, LEAST / min(box.width, box.height))
        wide, high = box.width * factor, box.height * factor
    cx, cy = box.centre
    x0, x1 = cx - wide / 2, cx + wide / 2
    y0, y1 = cy - high / 2, cy + high / 2
    if not centred:  # what lies opposite stays
        if "e" in grip:
            x0, x1 = box.x0, box.x0 + wide
        elif "w" in grip:
            x0, x1 = box.x1 - wide, box.x1
        if "s" in grip:
            y0, y1 = box.y0, box.y0 + high
        elif "n" in grip:
            y0, y1 = box.y1 - high, box.y1
    return Box(x0, y0, x1, y1)


def moved(box: Box, dx: float, dy: float) -> Box:
    return Box(box.x0 + dx, box.y0 + dy, box.x1 + dx, box.y1 + dy)


def pull(edges: Iterable[float], lines: Iterable[float], reach: float) -> tuple[float, float]:
    """How far the nearest edge is from the nearest line within reach, and that line; (0, nan)."""
    best, found = reach, (0.0, float("nan"))
    rows = list(lines)
    for edge in edges:
        for line in rows:
            if abs(line - edge) < best:
                best, found = abs(line - edge), (line - edge, line)
    return found


def snapped(
    box: Box, xs: Iterable[float], ys: Iterable[float], reach: tuple[float, float], grip: str = ""
) -> tuple[Box, tuple[float, float]]:
    """The box brought to the nearest lines; and the lines it lies on, nan where it lies on none.

    With a ``grip`` only the edges that it pulls may snap, and the box is stretched.
    """
    across = [x for x, name in ((box.x0, "w"), (box.x1, "e")) if not grip or name in grip]
    down = [y for y, name in ((box.y0, "n"), (box.y1, "s")) if not grip or name in grip]
    if not grip:
        across.append(box.centre[0])
        down.append(box.centre[1])
    dx, x = pull(across, xs, reach[0])
    dy, y = pull(down, ys, reach[1])
    if not grip:
        return moved(box, dx, dy), (x, y)
    if "w" in grip:
        box = replace(box, x0=min(box.x0 + dx, box.x1 - LEAST))
    elif "e" in grip:
        box = replace(box, x1=max(box.x1 + dx, box.x0 + LEAST))
    if "n" in grip:
        box = replace(box, y0=min(box.y0 + dy, box.y1 - LEAST))
    elif "s" in grip:
        box = replace(box, y1=max(box.y1 + dy, box.y0 + LEAST))
    return box, (x, y)


def nudged(box: Box, dx: float, dy: float) -> Box:
    """A step with the keys, on whole thousandths."""
    found = moved(box, dx, dy)
    return Box(*(round(edge, 4) for edge in (found.x0, found.y0, found.x1, found.y1)))
