"""Predicates over boxes: who moves which way, comes or goes, stands where, is how large.

After LLM-grounded Video Diffusion's layout benchmark (Lian et al. 2023, section 4), VPEval's
relations and VideoDirectorGPT's movement test: the last box against the first. All in frame sizes;
y grows downwards.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

from storyboard.board import Box
from storyboard.camera import LARGEST, SMALLEST

Path = tuple[Box | None, ...]

REACH = 2.0  # how far beyond the frame a box may lie: in a close-up most of a body does
LEAST = 0.02  # smallest side of a box
MOVED = 0.08 - 1e-9  # least way that counts as a movement, whatever way it is rounded
ARRIVED = 0.2  # how much more of a box is inside at the end than at first, of one that comes
GROUND = 0.6  # of the frame's height: whose feet are higher is in the air
REACHED = 0.04  # widest gap between somebody and what is in their hands
OVERLAP = 0.75  # share of the smaller box under another one that hides it


def sound(box: Box) -> bool:
    """Whether a box is one: finite, not turned over, not too small, not too far outside."""
    sides = (box.x0, box.y0, box.x1, box.y1)
    return (
        all(map(math.isfinite, sides))
        and min(sides) >= -REACH - 1e-6
        and max(sides) <= 1 + REACH + 1e-6
        and box.width >= LEAST - 1e-6
        and box.height >= LEAST - 1e-6
    )


def sound_rect(rect: Box) -> bool:
    """Whether a camera can show this rectangle: the frame's aspect, its middle on the stage."""
    x, y = rect.centre
    return (
        abs(rect.width - rect.height) < 0.02
        and SMALLEST - 1e-6 <= rect.width <= LARGEST + 1e-6
        and min(x, y) >= -REACH
        and max(x, y) <= 1 + REACH
    )


def inside(box: Box | None) -> float:
    """The share of a box that lies in the frame; 0 for none."""
    if box is None or box.area <= 0:
        return 0.0
    width = min(box.x1, 1.0) - max(box.x0, 0.0)
    height = min(box.y1, 1.0) - max(box.y0, 0.0)
    return max(width, 0.0) * max(height, 0.0) / box.area


def moves(path: Path, way: str) -> bool:
    """Whether the last box lies that way of the first by a visible step, and more that way than
    across it.
    """
    seen = [box for box in path if box]
    if len(seen) < 2:
        return False
    dx = seen[-1].centre[0] - seen[0].centre[0]
    dy = seen[-1].centre[1] - seen[0].centre[1]
    along = {"left": -dx, "right": dx, "up": -dy, "down": dy}[way]
    return along >= MOVED


def enters(path: Path, side: str) -> bool:
    """Whether it comes from outside (that side) or from nowhere, and is inside at the end."""
    return _comes(path, side)


def leaves(path: Path, side: str) -> bool:
    """Whether it goes outside (that side) or to nowhere."""
    return _comes(path[::-1], side)


def _comes(path: Path, side: str) -> bool:
    first, last = next((box for box in path if box), None), path[-1] if path else None
    if first is None or last is None or inside(last) < 0.3:
        return False
    way = math.dist(first.centre, last.centre)
    if path[0] is not None and way < MOVED and inside(last) - inside(path[0]) < ARRIVED:
        return False  # whoever stays at the edge does not come
    hidden = path[0] is None or inside(path[0]) < 0.5
    edge = first.x0 <= 0.12 or first.x1 >= 0.88
    if side == "left":
        return first.centre[0] < 0.35 and (hidden or first.x0 <= 0.12)
    if side == "right":
        return first.centre[0] > 0.65 and (hidden or first.x1 >= 0.88)
    return hidden or edge or way >= MOVED


def in_half(path: Path, first: bool) -> bool:
    """Seen in one half of the moments and not in the other; the middle moment is free."""
    half = len(path) // 2
    one, two = path[:half], path[len(path) - half :]
    seen, hidden = (one, two) if first else (two, one)
    return any(inside(box) > 0.3 for box in seen) and all(inside(box) < 0.05 for box in hidden)


def in_turn(path: Path, spots: Sequence[str]) -> bool:
    """Whether it is at each spot ("left", "top right", "centre") at the time that the words give
    it: the spots share the shot evenly, from the first moment to the last.
    """
    at = [round(turn * (len(path) - 1) / max(len(spots) - 1, 1)) for turn in range(len(spots))]
    return all(_is_at(path[moment], spot) for moment, spot in zip(at, spots, strict=True))


def _is_at(box: Box | None, spot: str) -> bool:
    if box is None:
        return False
    x, y = box.centre
    right = {
        "left": x < 0.4, "right": x > 0.6, "centre": 0.3 < x < 0.7, "top": y < 0.45,
        "bottom": y > 0.55,
    }  # fmt: skip
    return all(right[word] for word in spot.split())


def stands(path: Path, side: str) -> bool:
    """Whether most of its boxes have their centre on that side of the frame's middle."""
    seen = [box.centre[0] for box in path if box]
    right = sum(x > 0.5 for x in seen)
    return (right if side == "right" else len(seen) - right) * 2 > len(seen)


def grounded(path: Path) -> bool:
    """Whether its feet are in the lower part of the frame at most moments."""
    seen = [box.y1 >= GROUND for box in path if box]
    return sum(seen) * 2 > len(seen)


def related(way: str, one: Box, other: Box) -> bool:
    """Whether ``one`` is that way of ``other`` (VPEval compares centres; "on" and "behind" ask for
    touch).
    """
    (x, y), (u, v) = one.centre, other.centre
    side = min(one.x1, other.x1) - max(one.x0, other.x0)  # how far they share columns
    down = min(one.y1, other.y1) - max(one.y0, other.y0)
    match way:
        case "left":
            return x < u - 0.01
        case "right":
            return x > u + 0.01
        case "above":
            return y < v - 0.01
        case "below":
            return y > v + 0.01
        case "on":
            return y < v and side > 0 and one.y1 >= other.y0 - 0.1
        case "behind":
            return one.y1 <= other.y1 + 0.02
        case "front":
            return one.y1 >= other.y1 - 0.02
        case "with":
            return side >= -REACHED and down >= -REACHED
        case _:
            gap = max(one.x0, other.x0) - min(one.x1, other.x1)
            return gap < 0.3
    return True


def follows(path: Path, other: Path) -> bool:
    """Whether who goes after ``other`` is mostly behind; true where that one goes nowhere."""
    pairs = [(one, two) for one, two in zip(path, other, strict=False) if one and two]
    if not pairs:
        return True
    way = pairs[-1][1].centre[0] - pairs[0][1].centre[0]
    behind = [(two.centre[0] - one.centre[0]) * way > 0 for one, two in pairs]
    return abs(way) < MOVED or sum(behind) * 2 > len(pairs)


def alike(one: Box, two: Box) -> bool:
    """Nearly the same box: the smaller is covered and not much smaller (a rider on a horse is)."""
    width = min(one.x1, two.x1) - max(one.x0, two.x0)
    height = min(one.y1, two.y1) - max(one.y0, two.y0)
    if width <= 0 or height <= 0:
        return False
    small, large = sorted((one.area, two.area))
    return width * height > OVERLAP * small and small > 0.4 * large
