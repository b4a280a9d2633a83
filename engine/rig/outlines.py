"""Outlines: masks to polygons, and what one needs on the way - components, growing, discs."""

from __future__ import annotations

import numpy as np

Array = np.ndarray
Points = list[tuple[float, float]]


def grown(mask: Array, by: int) -> Array:
    """The mask [H,W] and what lies within ``by`` pixels of it."""
    out = mask.copy()
    for i in range(by):
        wide = out.copy()
        wide[1:] |= out[:-1]
        wide[:-1] |= out[1:]
        wide[:, 1:] |= out[:, :-1]
        wide[:, :-1] |= out[:, 1:]
        if i % 2:  # diamonds and squares in turn are nearly round
            wide[1:, 1:] |= out[:-1, :-1]
            wide[:-1, :-1] |= out[1:, 1:]
            wide[1:, :-1] |= out[:-1, 1:]
            wide[:-1, 1:] |= out[1:, :-1]
        out = wide
    return out


def smoothed(mask: Array, by: int) -> Array:
    """The mask [H,W] with an even edge: what is mostly inside within ``by`` pixels."""
    soft: Array = mask.astype(np.float64)
    wide = 2 * by + 1
    for axis in (0, 1, 0, 1):  # twice a box is nearly round
        room = [(by + 1, by) if i == axis else (0, 0) for i in (0, 1)]
        sums = np.cumsum(np.pad(soft, room, mode="edge"), axis)
        ends, starts = range(wide, sums.shape[axis]), range(sums.shape[axis] - wide)
        soft = (sums.take(ends, axis) - sums.take(starts, axis)) / wide
    return soft > 0.5


def components(mask: Array) -> list[Array]:
    """The connected areas of a mask, largest first."""
    rest, found = mask.copy(), []
    h, w = mask.shape
    while rest.any():
        start = int(rest.argmax())
        area = np.zeros_like(mask)
        stack = [start]
        rest.flat[start] = False
        while stack:
            at = stack.pop()
            area.flat[at] = True
            y, x = divmod(at, w)
            for ny, nx in ((y - 1, x), (y + 1, x), (y, x - 1), (y, x + 1)):
                if 0 <= ny < h and 0 <= nx < w and rest[ny, nx]:
                    rest[ny, nx] = False
                    stack.append(ny * w + nx)
        found.append(area)
    return sorted(found, key=lambda area: -int(area.sum()))


def disc(shape: tuple[int, ...], x: float, y: float, radius: float) -> Array:
    ys, xs = np.ogrid[: shape[0], : shape[1]]
    return (xs + 0.5 - x) ** 2 + (ys + 0.5 - y) ** 2 <= radius**2


def outline(mask: Array, slack: float = 0.8) -> Points:
    """The outer edge of a mask's largest area as a polygon in pixels, corners off by ``slack`` at
    most; empty for an empty mask.
    """
    loops = _loops(mask)
    if not loops:
        return []
    ring = max(loops, key=lambda loop: abs(_area(loop)))
    if len(ring) < 4:
        return ring
    far = max(range(len(ring)), key=lambda i: _apart(ring[0], ring[i]))
    return _straight(ring[: far + 1], slack)[:-1] + _straight([*ring[far:], ring[0]], slack)[:-1]


def _loops(mask: Array) -> list[Points]:
    """The edges between inside and outside, walked with the inside on the right."""
    padded = np.pad(mask, 1)
    after: dict[tuple[int, int], list[tuple[int, int]]] = {}

    def link(starts: Array, step: tuple[int, int]) -> None:
        for y, x in starts.tolist():
            after.setdefault((x, y), []).append((x + step[0], y + step[1]))

    inside = padded[1:-1, 1:-1]
    ys, xs = np.nonzero(inside & ~padded[:-2, 1:-1])  # above is outside: walk right
    link(np.stack([ys, xs], 1), (1, 0))
    ys, xs = np.nonzero(inside & ~padded[2:, 1:-1])  # below: walk left
    link(np.stack([ys + 1, xs + 1], 1), (-1, 0))
    ys, xs = np.nonzero(inside & ~padded[1:-1, :-2])  # left of it: walk up
    link(np.stack([ys + 1, xs], 1), (0, -1))
    ys, xs = np.nonzero(inside & ~padded[1:-1, 2:])  # right of it: walk down
    link(np.stack([ys, xs + 1], 1), (0, 1))
    loops = []
    while after:
        at = start = next(iter(after))
        loop: Points = []
        while True:
            loop.append((float(at[0]), float(at[1])))
            following = after[at]
            step = following.pop()
            if not following:
                del after[at]
            at = step
            if at == start or at not in after:
                break
        loops.append(loop)
    return loops


def _area(loop: Points) -> float:
    return 0.5 * sum(
        ax * by - bx * ay for (ax, ay), (bx, by) in zip(loop, [*loop[1:], loop[0]], strict=True)
    )


def _apart(a: tuple[float, float], b: tuple[float, float]) -> float:
    return (a[0] - b[0]) ** 2 + (a[1] - b[1]) ** 2


def _straight(points: Points, slack: float) -> Points:
    """Fewer points on the same line (Douglas and Peucker, 1973)."""
    line = np.asarray(points)
    keep = np.zeros(len(line), bool)
    keep[[0, -1]] = True
    spans = [(0, len(line) - 1)]
    while spans:
        a, b = spans.pop()
        if b - a < 2:
            continue
        way = line[b] - line[a]
        off = line[a + 1 : b] - line[a]
        length = float(np.hypot(*way))
        gap = (
            np.abs(way[0] * off[:, 1] - way[1] * off[:, 0]) / length if length else np.hypot(*off.T)
        )
        far = int(gap.argmax())
        if gap[far] > slack:
            keep[a + 1 + far] = True
            spans += [(a, a + 1 + far), (a + 1 + far, b)]
    return [points[i] for i in np.nonzero(keep)[0]]
