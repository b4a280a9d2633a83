"""Slabs: still layers of a place as pictures, painted once and slid, so that only figures cost.

A layer is drawn as it is when it is first seen; seen again in the same size and light it becomes a
slab. A camera that pushes or pulls scales the slab that is nearest. Slabs that lie still on each
other are laid together into one.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Generator, Hashable, Iterator
from dataclasses import dataclass, replace

from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QImage, QPainter

from storyboard.affine import Affine, mul, scale, shift
from storyboard.drawing import DisplayList, Group
from ui import paper

BYTES = 48 << 20  # of slabs that are kept
LARGEST = 4.0  # frames that one slab may cover; a larger layer is painted each time
SEEN = 4096  # layers that are known to have been seen
OFTEN = 6  # times that a layer comes in other sizes before it is made a slab to be scaled
SCALED = (0.55, 1.12)  # how far a slab may shrink and grow under a moving camera
AHEAD = 1.1  # a slab for a moving camera is made so much finer
MOVING = 8  # times that a layer has to lie still before it is laid together with others


@dataclass(frozen=True, slots=True)
class Slab:
    """``at`` is where its corner lies from where its layer's own origin does, in pixels, ``scale``
    pixels a unit of the layer.
    """

    image: QImage
    at: QPointF
    scale: float = 1.0


class Slabs:
    """Paints display lists and keeps what may be needed again."""

    def __init__(self) -> None:
        self._kept: OrderedDict[Hashable, Slab] = OrderedDict()
        self._bytes = 0
        self._nearest: dict[Hashable, Hashable] = {}  # layer -> its slab made last
        self._seen: OrderedDict[Hashable, int] = OrderedDict()
        self._where: dict[Hashable, tuple[int, int, float]] = {}  # where a layer lay last
        self._rest: dict[Hashable, int] = {}  # how often in a row it lay there

    @property
    def bytes(self) -> int:
        """What the slabs take."""
        return self._bytes

    def paint(
        self, drawing: DisplayList, size: QSize, grey: bool = False
    ) -> Generator[None, None, QImage]:
        """A whole frame, a little at a time; the image comes with the end."""
        image = QImage(size, QImage.Format.Format_RGB32)
        image.fill(paper.ground(drawing, grey))
        view = (size.width() / (100 * drawing.aspect), 0.0, 0.0, 0.0, size.height() / 100, 0.0)
        painter = QPainter(image)
        try:
            yield from self.steps(painter, drawing, view, grey)
        finally:  # also when the frame is no longer wanted
            painter.end()
        return image

    def steps(
        self, painter: QPainter, drawing: DisplayList, view: Affine, grey: bool
    ) -> Iterator[None]:
        """Paint a frame a little at a time, as ``paper.steps`` does."""
        light = drawing.shadow, drawing.ink, grey
        pile: list[tuple[Hashable, Slab, QPointF, float]] = []
        for group in drawing.groups:
            whole = mul(view, group.map)
            name = (group.still, whole[0] > 0, light)
            key = name, round(whole[4], 5)
            if group.still is not None and self._wants(name, key):
                yield from self._make(painter, drawing, group, view, name, key, grey)
            slab = self._fitting(name, key, whole[4]) if group.still is not None else None
            if slab is None:
                yield from self._lay(painter, pile)
                pile = []
                yield from paper.steps(painter, drawing, (group,), view, grey)
                continue
            grow = whole[4] / slab.scale
            place = QPointF(whole[2], whole[5]) + slab.at * grow
            if abs(grow - 1) > 1e-4 or not self._rests(key, place, group.fade):
                yield from self._lay(painter, pile)
                pile = []
                _put(painter, slab.image, place, group.fade, grow)
                yield
                continue
            pile.append((key, slab, place, group.fade))
        yield from self._lay(painter, pile)

    def _fitting(self, name: Hashable, key: Hashable, scale: float) -> Slab | None:
        """The layer's slab, or one of nearly its size."""
        for one in (key, self._nearest.get(name)):
            slab = self._kept.get(one) if one is not None else None
            if slab is not None and SCALED[0] <= scale / slab.scale <= SCALED[1]:
                self._kept.move_to_end(one)
                return slab
        return None

    def _wants(self, name: Hashable, key: Hashable) -> bool:
        """Whether a layer comes often enough to be made a slab: as large as it is, or at all."""
        if key in self._kept:
            return False
        again = key in self._seen
        for one in (key, name):
            self._seen[one] = self._seen.pop(one, 0) + 1
        while len(self._seen) > SEEN:
            self._seen.popitem(last=False)
        scale = key[1] if isinstance(key, tuple) else 0.0
        moving = self._seen[name] > OFTEN and self._fitting(name, key, scale) is None
        return again or moving

    def _make(
        self,
        painter: QPainter,
        drawing: DisplayList,
        group: Group,
        view: Affine,
        name: Hashable,
        key: tuple[Hashable, float],
        grey: bool,
    ) -> Iterator[None]:
        """Paint a layer by itself, unless that is too large."""
        if self._seen.get(key, 0) < 2:  # it will not come back in this size
            view = mul(scale(AHEAD), view)
            key = name, round(key[1] * AHEAD, 5)
        device, box = painter.device(), _extent(group, view)
        if box.isEmpty() or box.width() * box.height() > LARGEST * device.width() * device.height():
            return
        image = QImage(box.size(), QImage.Format.Format_ARGB32_Premultiplied)
        image.fill(Qt.GlobalColor.transparent)
        own = QPainter(image)
        try:
            moved = mul(shift(-box.x(), -box.y()), view)
            yield from paper.steps(own, drawing, (replace(group, fade=1.0),), moved, grey)
        finally:
            own.end()
        whole = mul(view, group.map)
        corner = QPointF(box.topLeft()) - QPointF(whole[2], whole[5])
        self._keep(key, Slab(image, corner, whole[4]))
        self._nearest[name] = key

    def _keep(self, key: Hashable, slab: Slab) -> None:
        self._kept[key] = slab
        self._bytes += slab.image.sizeInBytes()
        while self._bytes > BYTES:
            _, gone = self._kept.popitem(last=False)
            self._bytes -= gone.image.sizeInBytes()

    # Laid together -------------------------------------------------------------------------------

    def _rests(self, key: Hashable, place: QPointF, fade: float) -> bool:
        """Whether a layer has lain at its place for a while."""
        here = round(place.x()), round(place.y()), fade
        still = self._where.get(key) == here
        self._where[key] = here
        self._rest[key] = min(MOVING, self._rest.get(key, MOVING) + 1) if still else 0
        return still and self._rest[key] >= MOVING

    def _lay(
        self, painter: QPainter, pile: list[tuple[Hashable, Slab, QPointF, float]]
    ) -> Iterator[None]:
        """Slabs that rest on each other, in one piece when they have been so before."""
        if len(pile) < 2:
            for _, slab, place, fade in pile:
                _put(painter, slab.image, place, fade)
            return
        key = tuple((name, round(p.x()), round(p.y()), fade) for name, _, p, fade in pile)
        whole = self._kept.get((key, painter.device().width()))
        if whole is None:
            size = QRect(0, 0, painter.device().width(), painter.device().height())
            image = QImage(size.size(), QImage.Format.Format_ARGB32_Premultiplied)
            image.fill(Qt.GlobalColor.transparent)
            own = QPainter(image)
            for _, slab, place, fade in pile:
                _put(own, slab.image, place, fade)
            own.end()
            whole = Slab(image, QPointF())
            self._keep((key, size.width()), whole)
            yield
        else:
            self._kept.move_to_end((key, painter.device().width()))
        _put(painter, whole.image, QPointF(), 1.0)


def _put(painter: QPainter, image: QImage, place: QPointF, fade: float, grow: float = 1.0) -> None:
    painter.save()
    painter.resetTransform()
    painter.setOpacity(fade)
    if abs(grow - 1) > 1e-4:
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.translate(place)
        painter.scale(grow, grow)
        painter.drawImage(QPointF(), image)
    else:
        painter.drawImage(QPointF(round(place.x()), round(place.y())), image)
    painter.restore()


def _extent(group: Group, view: Affine) -> QRect:
    """All that a layer and its shadow cover, in pixels."""
    whole = mul(view, group.map)
    box = QRectF()
    for piece, map in group.drawn():
        box = box.united(paper.extent(piece, mul(view, map)))
    if group.crop:
        left, right = (whole[0] * x + whole[2] for x in group.crop)
        band = QRectF(min(left, right), box.y() - 1, abs(right - left), box.height() + 2)
        box = box.intersected(band)
    reach = 1.5 * max(group.lift, 0.3) * view[4] + 2
    return box.adjusted(-2, -2, reach, reach).toAlignedRect()
