"""Papers: where on its sheet each piece of a figure shows its own paper.

On a sheet pieces cover each other: an arm lies over the coat. When the arm moves away, what was
under it is shown as the nearest bit of the same paper that the sheet does show; a far limb that is
all but hidden shows the paper of the near one, and a piece that is all but hidden itself that of
another one cut from the same.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from PIL import Image, ImageDraw

from storyboard.animatic import Limb

Array = np.ndarray
SIDE = 256  # places a side: the sheet's own pixels are 384
EDGE = 2  # places from the edge of another piece that are not to be trusted: its soft shadow
BARE = 0.1  # share of a piece that must show, or another's paper is taken
REACH = 6  # places that an outline may be drawn over its edge
INKED = 0.4  # alpha above which a place of a person's own drawing counts as paper


class Papers:
    """The pieces of one sheet as they lie on it (``animatic.cuts``), back to front; ``alpha``
    [SIDE,SIDE] of a person's own drawing, whose outlines are rough.
    """

    def __init__(self, cuts: Sequence[Limb], alpha: Array | None = None) -> None:
        self.index = {cut.name: i for i, cut in enumerate(cuts)}
        self.areas = [_area(cut) for cut in cuts]
        self.top = np.full((SIDE, SIDE), -1, np.int16)
        for i, area in enumerate(self.areas):
            if not cuts[i].like:
                self.top[area] = i
        self.inked = self.top >= 0 if alpha is None else alpha > INKED
        self._cuts = cuts
        self._nearest: dict[int, Array] = {}
        self._twins = {i: self._twin(cut.name) for i, cut in enumerate(cuts)}

    def found(self, name: str, u: Array, v: Array) -> tuple[Array, Array, Array]:
        """Where on the sheet (0..1) the paper of a piece's places ``u``, ``v`` [M] is to be taken
        from, and whether there is any.
        """
        i = self.index[name]
        twin = self._twins[i]
        if twin is not None:
            i, (across, down) = twin
            u, v = u + across, v + down
        x = np.clip(u * SIDE, 0, SIDE - 1).astype(np.intp)
        y = np.clip(v * SIDE, 0, SIDE - 1).astype(np.intp)
        nearest = self._near(i)
        hidden = (nearest[0, y, x] >= 0) & self.inked[y, x]
        if hidden.any():
            spots = nearest[:, y[hidden], x[hidden]]
            u, v = u.copy(), v.copy()
            u[hidden], v[hidden] = (spots + 0.5) / SIDE
            x[hidden], y[hidden] = spots
        return u, v, self.inked[y, x]

    def _near(self, i: int) -> Array:
        """For every place of a piece that another covers, or whose shadow falls there, the nearest
        one of its plain paper: int16 [2,SIDE,SIDE], x and y; -1 = it needs none, or has none.
        """
        if i not in self._nearest:
            found = np.full((2, SIDE, SIDE), -1, np.int16)
            shown, over = self._shown(i)
            trusted = shown & ~_grown(over, EDGE)
            trusted = trusted if trusted.any() else shown
            inner = trusted & ~_grown(~self.inked, 1)  # an edge over nothing is half paper only
            inner = inner if inner.any() else trusted
            rim = inner & _grown(~inner, 1)
            ys, xs = np.nonzero(_grown(self.areas[i], REACH) & ~trusted)
            py, px = np.nonzero(rim)
            if len(px):
                for k in range(0, len(xs), 1024):
                    gap = (xs[k : k + 1024, None] - px) ** 2 + (ys[k : k + 1024, None] - py) ** 2
                    best = gap.argmin(1)
                    found[0, ys[k : k + 1024], xs[k : k + 1024]] = px[best]
                    found[1, ys[k : k + 1024], xs[k : k + 1024]] = py[best]
            self._nearest[i] = found
        return self._nearest[i]

    def _shown(self, i: int) -> tuple[Array, Array]:
        """Where the sheet shows a piece, and where others lie over it; of a piece that it hardly
        shows, those of all that are cut from the same paper.
        """
        stock, shown = self._cuts[i].stock, self.top == i
        alike = [i]
        if stock and shown.sum() <= BARE * self.areas[i].sum():
            alike = [k for k, cut in enumerate(self._cuts) if cut.stock == stock]
            shown = np.isin(self.top, alike)
        return shown & self.inked, ~shown & (self.top > min(alike))

    def _twin(self, name: str) -> tuple[int, tuple[float, float]] | None:
        """Whose paper it shows, and how far off that lies: the near one's, of a far piece of which
        nothing shows.
        """
        i = self.index[name]
        if like := self._cuts[i].like:
            return self.index[like], (0.0, 0.0)  # its map leads there already
        near = self.index.get("near_" + name[4:]) if name.startswith("far_") else None
        area = int(self.areas[i].sum())
        if near is None or not area or (self.top == i).sum() > BARE * area:
            return None
        here, there = _middle(self._cuts[i]), _middle(self._cuts[near])
        return near, (there[0] - here[0], there[1] - here[1])


def _area(cut: Limb) -> Array:
    mask = Image.new("1", (SIDE, SIDE))
    points = [(x * SIDE - 0.5, y * SIDE - 0.5) for x, y in cut.shape]
    ImageDraw.Draw(mask).polygon(points, fill=1, outline=1)
    return np.asarray(mask)


def _grown(mask: Array, by: int) -> Array:
    """The mask and what lies within ``by`` places of it."""
    grown = mask.copy()
    for _ in range(by):
        wide = grown.copy()
        wide[1:] |= grown[:-1]
        wide[:-1] |= grown[1:]
        wide[:, 1:] |= grown[:, :-1]
        wide[:, :-1] |= grown[:, 1:]
        grown = wide
    return grown


def _middle(cut: Limb) -> tuple[float, float]:
    xs, ys = zip(*cut.shape, strict=True)
    return (min(xs) + max(xs)) / 2, (min(ys) + max(ys)) / 2
