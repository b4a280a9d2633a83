"""Layers: frames of the animatic painted a little at a time; what stands still is painted once."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Generator, Hashable
from itertools import groupby

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QImage, QPainter

from storyboard.affine import Affine
from storyboard.drawing import DisplayList, Group
from ui import paper

KEPT = 48 << 20  # bytes of painted layers


class Layers:
    """``paint`` gives the image when it ends; between its steps the window may do other things."""

    def __init__(self) -> None:
        self._kept: OrderedDict[Hashable, QImage] = OrderedDict()
        self._bytes = 0
        self._before: frozenset[Hashable] = frozenset()  # what the frame before had, where

    def paint(self, drawing: DisplayList, size: QSize) -> Generator[None, None, QImage]:
        """A whole frame, in colour."""
        image = QImage(size, QImage.Format.Format_RGB32)
        image.fill(paper.ground(drawing))
        view = (size.width() / (100 * drawing.aspect), 0.0, 0.0, 0.0, size.height() / 100, 0.0)
        before, self._before = self._before, frozenset(map(_name, drawing.groups)) - {None}
        for still, groups in groupby(drawing.groups, lambda group: _name(group) in before):
            row = tuple(groups)
            layer = (yield from self._layer(drawing, row, view, size)) if still else None
            painter = QPainter(image)
            try:
                if layer:
                    painter.drawImage(0, 0, layer)
                else:
                    yield from paper.steps(painter, drawing, row, view, False)
            finally:
                painter.end()
            yield
        return image

    def _layer(
        self, drawing: DisplayList, groups: tuple[Group, ...], view: Affine, size: QSize
    ) -> Generator[None, None, QImage]:
        """Neighbours that stand still, on one sheet, kept as long as there is room."""
        key = tuple(map(_name, groups)), size.toTuple(), drawing.shadow, drawing.ink
        found = self._kept.get(key)
        if found is not None:
            self._kept.move_to_end(key)
            return found
        found = QImage(size, QImage.Format.Format_ARGB32_Premultiplied)
        found.fill(Qt.GlobalColor.transparent)
        painter = QPainter(found)
        try:
            yield from paper.steps(painter, drawing, groups, view, False)
        finally:
            painter.end()
        self._kept[key] = found
        self._bytes += found.sizeInBytes()
        while self._bytes > KEPT and len(self._kept) > 1:
            self._bytes -= self._kept.popitem(last=False)[1].sizeInBytes()
        return found


def _name(group: Group) -> Hashable:
    """Equal for groups that look alike at the same place; None for one that moves in itself."""
    if group.still is None:
        return None
    return group.still, group.map, group.fade, group.crop
