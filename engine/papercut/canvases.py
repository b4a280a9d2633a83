"""Canvases: papercut is shown everyone on two sheets of film; who lies on which?

Who shares a canvas with somebody nearer loses what that one covers there, though the other may
stand elsewhere once both are posed. So those who lie over each other go to different canvases where
two are enough; where three lie over each other the two that share least share one.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations, product

from storyboard.board import Box
from storyboard.layout import overlap

MOST = 8  # subjects for whom every way is tried, 256; more keep to turns
GAP = 0.01  # frames between two sheets of one canvas
LITTLE = 1e-4  # of the frame: less does not lie over anyone


def canvas_of(rank: int, count: int) -> int:
    """Canvas of one of ``count`` subjects ranked back to front, by turns; the nearest has 1."""
    return (count - rank) % 2


def shared(boxes: Sequence[Box]) -> list[int]:
    """Canvas 0 or 1 for each of these sheets, back to front: turns, changed for those who would
    lie over each other on one canvas, or over somebody nearer.
    """
    count = len(boxes)
    turns = [canvas_of(rank, count) for rank in range(count)]
    areas = {
        (a, b): area
        for a, b in combinations(range(count), 2)
        if (area := overlap(boxes[a], boxes[b])) > LITTLE
    }
    busy = sorted({one for pair in areas for one in pair})
    if len(busy) > MOST:
        return turns

    def cost(sides: Sequence[int]) -> tuple[float, int, int]:
        lost = sum(area for (a, b), area in areas.items() if sides[a] == sides[b])
        turned = sum(sides[a] > sides[b] for a, b in areas)
        return round(lost, 6), turned, sum(x != y for x, y in zip(sides, turns, strict=True))

    ways = []
    for chosen in product((0, 1), repeat=len(busy)):
        sides = list(turns)
        for one, side in zip(busy, chosen, strict=True):
            sides[one] = side
        ways.append(sides)
    return min(ways, key=cost)


def aside(boxes: Sequence[Box], sides: Sequence[int]) -> list[tuple[float, float]]:
    """How far each sheet is moved (frames, right and down) so that it lies over nobody's on its own
    canvas: the shortest way that stays in the frame, nought where there is none. Hinges, which say
    where each bit of a figure lies on its canvas, make up for it.
    """
    moves = [(0.0, 0.0)] * len(boxes)
    placed = list(boxes)
    for one in sorted(range(len(boxes)), key=lambda k: boxes[k].area):  # small ones give way
        mates = [placed[k] for k in range(len(boxes)) if k != one and sides[k] == sides[one]]
        if all(overlap(placed[one], mate) <= LITTLE for mate in mates):
            continue
        ways = [
            way for mate in mates for way in _off(placed[one], mate)
            if _fits(_moved(placed[one], way), mates)
        ]  # fmt: skip
        if ways:
            moves[one] = min(ways, key=lambda way: abs(way[0]) + abs(way[1]))
            placed[one] = _moved(placed[one], moves[one])
    return moves


def _off(box: Box, other: Box) -> list[tuple[float, float]]:
    """The four ways off another box."""
    return [
        (other.x0 - box.x1 - GAP, 0.0),
        (other.x1 - box.x0 + GAP, 0.0),
        (0.0, other.y0 - box.y1 - GAP),
        (0.0, other.y1 - box.y0 + GAP),
    ]


def _moved(box: Box, way: tuple[float, float]) -> Box:
    return Box(box.x0 + way[0], box.y0 + way[1], box.x1 + way[0], box.y1 + way[1])


def _fits(box: Box, mates: Sequence[Box]) -> bool:
    """Whether a box lies in the frame, over nobody."""
    inside = box.x0 >= 0 and box.y0 >= 0 and box.x1 <= 1 and box.y1 <= 1
    return inside and all(overlap(box, mate) <= LITTLE for mate in mates)
