"""Miniatures: small pictures that are made a little at a time between events, once per size."""

from __future__ import annotations

import time
from abc import abstractmethod
from collections import OrderedDict
from collections.abc import Hashable, Iterator
from typing import Any, ClassVar, Self

from PySide6.QtCore import QObject, QSize, QTimer, Signal
from PySide6.QtGui import QPixmap

from ui.film import Film

BUDGET = 0.003  # seconds of work between two events


class Miniatures(QObject):
    """``arrived`` names what a small picture shows that is there now.

    A kind of them says in ``paint`` how one is made. Of a film there is one of each kind, shared by
    all that show it.
    """

    arrived = Signal(object)
    kept: ClassVar[int] = 400

    def __init__(self, film: Film) -> None:
        super().__init__(film)
        self.film = film
        self._made: OrderedDict[tuple[Any, int, int], QPixmap | None] = OrderedDict()
        self._wanted: OrderedDict[tuple[Any, int, int], float] = OrderedDict()
        self._brush: Iterator[None] | None = None
        self._worker = QTimer(self)
        self._worker.setInterval(0)
        self._worker.timeout.connect(self._work)

    @classmethod
    def of(cls, film: Film) -> Self:
        """Those of a film, shared by all that show them."""
        found = film.findChild(cls)
        return found if isinstance(found, cls) else cls(film)

    def small(self, what: Hashable, size: QSize, ratio: float) -> QPixmap | None:
        """The picture at this size; None: ``arrived`` will come, or there is nothing to show."""
        key = (what, round(size.width() * ratio), round(size.height() * ratio))
        if key in self._made:
            self._made.move_to_end(key)
            return self._made[key]
        self._wanted[key] = ratio
        if not self._worker.isActive():
            self._worker.start()
        return None

    @abstractmethod
    def paint(self, what: Any, size: QSize) -> Iterator[QPixmap | None]:
        """Make one of this size in pixels: None for a pause, the picture last."""

    def _work(self) -> None:
        until = time.perf_counter() + BUDGET
        while time.perf_counter() < until:
            if self._brush is None:
                if not self._wanted:
                    self._worker.stop()
                    return
                self._brush = self._make(*self._wanted.popitem(last=False))
            if next(self._brush, self) is self:
                self._brush = None

    def _make(self, key: tuple[Any, int, int], ratio: float) -> Iterator[None]:
        what, wide, high = key
        found = None
        for found in self.paint(what, QSize(wide, high)):
            if found is None:
                yield
        if found is not None:
            found.setDevicePixelRatio(ratio)
        self._made[key] = found
        while len(self._made) > self.kept:
            self._made.popitem(last=False)
        self.arrived.emit(what)
