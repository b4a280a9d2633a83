"""Small pictures out of the bin: frames of takes and pinned keyframes, read between events."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QImageReader, QPixmap

from ui.miniatures import Miniatures


class Stills(Miniatures):
    """Pictures by their content hash, covering the size that is asked; none if not in the bin."""

    def paint(self, what: str, size: QSize) -> Iterator[QPixmap | None]:
        path = self.film.session.bin.path(what)
        image = QImageReader(str(path)).read() if path else None
        if image is None or image.isNull():
            return
        cover = Qt.AspectRatioMode.KeepAspectRatioByExpanding
        image = image.scaled(size, cover, Qt.TransformationMode.SmoothTransformation)
        x, y = (image.width() - size.width()) // 2, (image.height() - size.height()) // 2
        yield QPixmap.fromImage(image.copy(x, y, size.width(), size.height()))
