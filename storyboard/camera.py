"""The camera: which rectangle of the stage the frame shows, the usual moves, and seeing through it.

A rectangle keeps the frame's aspect, so it is square in stage coordinates; its side is between 0.2
(close) and 1.25 (wide). The stage goes on beyond 0..1, so a rectangle may leave it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from storyboard.board import FRAME, MOMENTS, Box, Camera, Layout, Movement
from storyboard.layout import box_at, boxes_of, line, spread

SMALLEST = 0.2
LARGEST = 1.25
PAN = 0.25  # share of the frame that a pan or tilt travels: enough to read as a move in two seconds
ZOOM = 0.7  # side of the close end of a push or pull: a third closer
HOLD = Camera((FRAME,))


def at(camera: Camera, frame: float, length: int) -> Box:
    """The rectangle that a frame of a shot of ``length`` frames shows."""
    rect = box_at(camera.rects, frame, length)
    return rect if rect is not None else FRAME


def through(rect: Box, box: Box) -> Box:
    """The screen box of a stage box: 0..1 is what the frame shows."""
    wide, high = rect.width, rect.height
    return Box(
        (box.x0 - rect.x0) / wide,
        (box.y0 - rect.y0) / high,
        (box.x1 - rect.x0) / wide,
        (box.y1 - rect.y0) / high,
    )


def onto(rect: Box, box: Box) -> Box:
    """The stage box of a screen box: the inverse of ``through``."""
    wide, high = rect.width, rect.height
    return Box(
        rect.x0 + box.x0 * wide,
        rect.y0 + box.y0 * high,
        rect.x0 + box.x1 * wide,
        rect.y0 + box.y1 * high,
    )


def rect(x: float, y: float, side: float) -> Box:
    """The rectangle of this side around a centre; the side is kept within its limits."""
    half = min(max(side, SMALLEST), LARGEST) / 2
    return Box(x - half, y - half, x + half, y + half)


def allowed(box: Box) -> Box:
    """The nearest rectangle that a camera may have: the frame's aspect, within the limits."""
    side = (box.width + box.height) / 2
    if box.width == box.height and SMALLEST <= side <= LARGEST:
        return box
    return rect(*box.centre, side)


def zoomed(box: Box, factor: float) -> Box:
    """The rectangle seen ``factor`` times as wide, around its centre."""
    return rect(*box.centre, box.width * factor)


def preset(
    movement: Movement,
    start: Box = FRAME,
    layout: Layout | None = None,
    subject: str = "",
    moments: int = MOMENTS,
) -> Camera:
    """The camera of a movement from ``start``; "follow" goes with a subject of ``layout``."""
    start = allowed(start)
    far = PAN * start.width
    match movement:
        case "hold":
            return Camera((start,))
        case "pan left":
            return Camera(_line(start, _moved(start, -far, 0), moments))
        case "pan right":
            return Camera(_line(start, _moved(start, far, 0), moments))
        case "tilt up":
            return Camera(_line(start, _moved(start, 0, -far), moments))
        case "tilt down":
            return Camera(_line(start, _moved(start, 0, far), moments))
        case "push":
            return Camera(_line(start, zoomed(start, ZOOM), moments))
        case "pull":
            return Camera(_line(zoomed(start, ZOOM), start, moments))
        case "follow":
            if layout is None or not any(boxes_of(layout, subject)):
                return Camera((start,))
            return follow(layout, subject, start, moments)


def follow(layout: Layout, subject: str, start: Box = FRAME, moments: int = MOMENTS) -> Camera:
    """A camera that keeps the subject where it first is; while it is absent, the camera waits."""
    row = spread(boxes_of(layout, subject), moments)
    first = next((box for box in row if box is not None), None)
    if first is None:
        return Camera((start,))
    rects: list[Box] = []
    for box in row:
        if box is None:
            rects.append(rects[-1] if rects else start)
        else:
            dx, dy = box.centre[0] - first.centre[0], box.centre[1] - first.centre[1]
            rects.append(_moved(start, dx, dy))
    return Camera(tuple(rects))


def set_rect(camera: Camera, moment: int, box: Box, moments: int = MOMENTS) -> Camera:
    """The camera with one rectangle changed; a camera that held gets ``moments`` of them first."""
    rects = list(camera.rects if len(camera.rects) > 1 else camera.rects * moments)
    if not 0 <= moment < len(rects):
        raise KeyError(f"There is no moment {moment}: this camera has {len(rects)}.")
    rects[moment] = allowed(box)
    return simplest(replace(camera, rects=tuple(rects)))


def simplest(camera: Camera) -> Camera:
    """One rectangle if the camera never moves."""
    if len(camera.rects) > 1 and all(r == camera.rects[0] for r in camera.rects):
        return Camera(camera.rects[:1])
    return camera


def moves(camera: Camera) -> bool:
    """Whether the camera does anything but hold."""
    return any(r != camera.rects[0] for r in camera.rects)


def around(boxes: Iterable[Box], room: float = 1.3) -> Box:
    """The rectangle that shows all these boxes with ``room`` around; else the frame."""
    boxes = list(boxes)
    if not boxes:
        return FRAME
    x0, y0 = min(b.x0 for b in boxes), min(b.y0 for b in boxes)
    x1, y1 = max(b.x1 for b in boxes), max(b.y1 for b in boxes)
    return rect((x0 + x1) / 2, (y0 + y1) / 2, max(x1 - x0, y1 - y0) * room)


def _moved(box: Box, dx: float, dy: float) -> Box:
    return rect(box.centre[0] + dx, box.centre[1] + dy, box.width)


def _line(start: Box, end: Box, moments: int) -> tuple[Box, ...]:
    return tuple(box for box in line(start, end, moments) if box is not None)


def resample(camera: Camera, moments: int) -> Camera:
    """The camera at another number of moments; one that holds stays as it is."""
    rects: Sequence[Box | None] = spread(camera.rects, moments)
    return simplest(Camera(tuple(box for box in rects if box is not None)))
