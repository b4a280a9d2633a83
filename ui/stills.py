"""Small pictures out of the bin: frames of takes and pinned keyframes, read between events."""

from __future__ import annotations

from collections import OrderedDict

from PySide6.QtCore import QObject, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QImageReader, QPixmap

from ui.film import Film

KEPT = 400
Key = tuple[str, int, int]


class Stills(QObject):
    """``arrived`` names a content hash whose small picture is there now."""

    arrived = Signal(str)

    def __init__(self, film: Film) -> None:
        super().__init__(film)
        self._film = film
        self._made: OrderedDict[Key, QPixmap | None] = OrderedDict()
        self._wanted: OrderedDict[Key, float] = OrderedDict()
        self._worker = QTimer(self)
        self._worker.setInterval(0)
        self._worker.timeout.connect(self._make_one)

    @classmethod
    def of(cls, film: Film) -> Stills:
        """The stills of a film, shared by all that show them."""
        found = film.findChild(cls)
        return found if isinstance(found, cls) else cls(film)

    def small(self, hash: str, size: QSize, ratio: float) -> QPixmap | None:
        """The picture, covering this size; None: it is to come, or not in the bin."""
        key = (hash, round(size.width() * ratio), round(size.height() * ratio))
        if key in self._made:
            self._made.move_to_end(key)
            return self._made[key]
        self._wanted[key] = ratio
        if not self._worker.isActive():
            self._worker.start()
        return None

    def _make_one(self) -> None:
        if not self._wanted:
            self._worker.stop()
            return
        key, ratio = self._wanted.popitem(last=False)
        hash, wide, high = key
        self._made[key] = None
        if path := self._film.session.bin.path(hash):
            image = QImageReader(str(path)).read()
            if not image.isNull():
                cover = Qt.AspectRatioMode.KeepAspectRatioByExpanding
                smooth = Qt.TransformationMode.SmoothTransformation
                image = image.scaled(QSize(wide, high), cover, smooth)
                x, y = (image.width() - wide) // 2, (image.height() - high) // 2
                pixmap = QPixmap.fromImage(image.copy(x, y, wide, high))
                pixmap.setDevicePixelRatio(ratio)
                self._made[key] = pixmap
        while len(self._made) > KEPT:
            self._made.popitem(last=False)
        self.arrived.emit(hash)
