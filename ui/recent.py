"""Films of earlier days as cards with their posters, which each window leaves when it closes."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QRectF, QSize, Qt
from PySide6.QtGui import QImageReader, QImageWriter, QPainter, QPaintEvent, QPen, QPixmap
from PySide6.QtWidgets import QPushButton

from studio import poster, settings
from studio.errors import StudioError
from ui import strokes, theme
from ui.pictures import Pictures

MOST = 4  # that stand side by side
WIDE, HIGH = 208, 160
POSTER = 2 * WIDE  # pixels across: as sharp as a fine screen
LARGEST = 4096  # pixels of a side: whatever is larger is no poster of ours


def films() -> list[Path]:
    """The newest films that are still there."""
    try:
        return [path for name in settings.load().recent if (path := Path(name)).exists()][:MOST]
    except StudioError:
        return []


def leave(pictures: Pictures) -> None:
    """Keep the film's poster: the middle of its first shot, as it plays. Where the drive will not,
    the film goes without.
    """
    film = pictures.film
    project = film.session.project
    if project.read_only or not film.board.shots or not poster.is_due(project.path):
        return
    first = film.board.shots[0]
    size = QSize(POSTER, round(POSTER / film.board.aspect))
    picture = pictures.frame(first.id, first.length // 2, size)
    content = QBuffer()
    content.open(QIODevice.OpenModeFlag.WriteOnly)
    QImageWriter(content, QByteArray(b"png")).write(picture)
    try:
        poster.keep(project.path, bytes(content.data().data()))
    except StudioError as fault:
        logging.getLogger("longtake").warning("%s", fault)


class Recent(QPushButton):
    """A film of an earlier day."""

    def __init__(self, path: Path, act: Callable[[], object]) -> None:
        super().__init__()
        self._path = path
        self._poster: QPixmap | None = None
        self.setAccessibleName(f"Open {path.stem}")
        self.setToolTip(f"Open {path.stem}, in {_told(path.parent)}")
        self.setStyleSheet(f"min-height: {HIGH - 2}px; max-height: {HIGH - 2}px; border: 0;")
        self.setFixedSize(WIDE, HIGH)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.clicked.connect(lambda: act())

    @property
    def poster(self) -> QPixmap | None:
        """Its picture; None while the film has none."""
        if self._poster is None:
            self._poster = _poster(poster.file(self._path))
        return self._poster

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        box = QRectF(self.rect()).adjusted(1, 1, -1, -1)
        shape = strokes.rounded(box, 8)
        painter.fillPath(shape, theme.colour("bg2"))
        upper = QRectF(box.x(), box.y(), box.width(), box.width() * 9 / 16)
        painter.save()
        painter.setClipPath(shape)
        painter.setClipRect(upper, Qt.ClipOperation.IntersectClip)
        painter.fillRect(upper, theme.colour("bg1"))
        if self.poster is not None:
            _fill(painter, upper, self.poster)
        else:
            middle = upper.center()
            strokes.icon(painter, "film", middle.x() - 16, middle.y() - 16, "t4", 32)
        painter.restore()
        room = QRectF(box.x() + 10, upper.bottom(), box.width() - 20, box.bottom() - upper.bottom())
        when = _day(self._path.stat().st_mtime) if self._path.exists() else "gone"
        wide = strokes.width(theme.font(11), when)
        name = room.adjusted(0, 0, -wide - 10, 0)
        strokes.words(painter, name, self._path.stem, theme.font(13, 600))
        strokes.words(painter, room, when, theme.font(11), "t3", strokes.RIGHT)
        chosen = self.hasFocus()
        ink = "acc" if chosen else "t4" if self.underMouse() else "line2"
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(theme.colour(ink), 2 if chosen else 1))
        painter.drawPath(shape)
        painter.end()


def _poster(file: Path) -> QPixmap | None:
    """The picture in a file, if it is one of a poster's size."""
    if not file.is_file():
        return None
    reader = QImageReader(str(file))
    if not 0 < max(reader.size().width(), reader.size().height()) <= LARGEST:
        return None
    image = reader.read()
    return None if image.isNull() else QPixmap.fromImage(image)


def _fill(painter: QPainter, box: QRectF, pixmap: QPixmap) -> None:
    """The middle of a picture over all of the box."""
    whole = QRectF(pixmap.rect())
    scale = min(whole.width() / box.width(), whole.height() / box.height())
    part = QRectF(0, 0, box.width() * scale, box.height() * scale)
    part.moveCenter(whole.center())
    painter.drawPixmap(box, pixmap, part)


def _told(folder: Path) -> str:
    return str(folder).replace(str(Path.home()), "~", 1)


def _day(when: float) -> str:
    days = (time.time() - when) / 86400
    if time.localtime(when)[:3] == time.localtime()[:3]:
        return time.strftime("Today, %H:%M", time.localtime(when))
    pattern = "%A" if days < 6 else "%d %B %Y"
    return time.strftime(pattern, time.localtime(when)).lstrip("0")
