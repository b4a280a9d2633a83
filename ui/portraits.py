"""Small pictures of cast and places: a sheet or plate, else the bundled puppet or place.

Each is painted once per size, a little at a time between events; a list asks and is told when the
picture arrived.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import (
    QColor,
    QImage,
    QImageReader,
    QPainter,
    QPaintEvent,
    QPen,
    QPixmap,
    QPolygonF,
)
from PySide6.QtWidgets import QWidget

from storyboard import animatic, backdrops, rigs, wardrobe
from storyboard.board import Board, Daytime, Place, Subject, Weather
from storyboard.cue import FrameCue
from storyboard.drawing import DisplayList
from storyboard.puppets import playing
from storyboard.wardrobe import Attributes
from ui import paper, strokes, theme
from ui.miniatures import Miniatures
from ui.prints import inked

TINT, LINE = 90, 220  # alpha of a limb's tint, and of its outline
SQUARE, WIDE = QSize(48, 48), QSize(80, 45)  # in a list: of a subject, of a place


@dataclass(frozen=True)
class Face:
    """What a small picture shows: a ``picture`` in the bin, else a puppet or a bundled place."""

    picture: str = ""
    puppet: str = ""
    attributes: Attributes = ()
    backdrop: str = ""
    daytime: Daytime = "day"
    weather: Weather = "clear"
    whole: bool = False  # fills its room, as places do
    limbs: str = ""  # the rig whose limbs are tinted on the picture


def of_subject(subject: Subject) -> Face:
    """How a subject looks now."""
    puppet = playing(subject.puppet, subject.kind or subject.name, subject.pronoun)
    return Face(subject.sheet, puppet, wardrobe.frozen(subject.attributes))


def of_place(place: Place, board: Board) -> Face:
    """How a place looks in its first scene."""
    scene = next((scene for scene in board.scenes if scene.place == place.id), None)
    daytime: Daytime = scene.daytime if scene else "day"
    weather: Weather = scene.weather if scene else "clear"
    return Face(place.plate, "", (), place.backdrop, daytime, weather, whole=True)


class Portraits(Miniatures):
    """Pictures of faces."""

    kept = 800

    def paint(self, what: Face, size: QSize) -> Iterator[QPixmap | None]:
        face, wide, high = what, size.width(), size.height()
        image = QImage(wide, high, QImage.Format.Format_ARGB32_Premultiplied)
        image.fill(Qt.GlobalColor.transparent)
        own = self._own(face, wide, high)
        drawing = None if own else drawn(face)
        if drawing and drawing.ground is not None:
            image.fill(paper.ground(drawing))
        painter = QPainter(image)
        try:
            if own:
                room = QRectF(0, 0, wide, high)
                lay(painter, own, room, face.whole)
                tint(painter, own, lain(own, room, face.whole), face.limbs)
            elif drawing:
                k = (high if face.whole else min(wide, high)) / 100
                left, top = (wide - k * 100 * drawing.aspect) / 2, (high - k * 100) / 2
                view = (k, 0.0, left, 0.0, k, top)
                yield from paper.steps(painter, drawing, drawing.groups, view, grey=False)
        finally:
            painter.end()  # also when nobody waits for the picture any more
        yield QPixmap.fromImage(image)

    def _own(self, face: Face, wide: int, high: int) -> QImage | None:
        """The person's own picture; one that cannot be read leaves the bundled one."""
        path = self.film.session.bin.path(face.picture) if face.picture else None
        if path is None:
            return None
        reader = QImageReader(str(path))
        size = reader.size()
        room = max(1, 2 * max(wide, high))
        if size.isValid() and max(size.width(), size.height()) > room:
            reader.setScaledSize(size.scaled(room, room, Qt.AspectRatioMode.KeepAspectRatio))
        found = reader.read()
        return None if found.isNull() else found


def drawn(face: Face) -> DisplayList:
    """The bundled puppet or place as a display list."""
    if face.whole:
        backdrop = face.backdrop if face.backdrop in backdrops.names() else ""
        return animatic.display(
            FrameCue("", 0, 0.0, backdrop, daytime=face.daytime, weather=face.weather)
        )
    return animatic.sheet(face.puppet, dict(face.attributes))


def lay(painter: QPainter, picture: QImage, room: QRectF, whole: bool) -> None:
    """A picture into its room: covering it, or whole within it with its feet at the bottom."""
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
    painter.save()
    painter.setClipRect(room)
    painter.drawImage(lain(picture, room, whole), picture)
    painter.restore()


def lain(picture: QImage, room: QRectF, whole: bool) -> QRectF:
    """Where a picture lies in its room."""
    wide, high = picture.width(), picture.height()
    across, down = room.width() / wide, room.height() / high
    k = max(across, down) if whole else 0.92 * min(across, down)
    box = QRectF(0, 0, k * wide, k * high)
    box.moveCenter(room.center())
    if not whole:
        box.moveBottom(room.y() + 0.96 * room.height())
    return box


def tint(painter: QPainter, picture: QImage, box: QRectF, rig: str) -> None:
    """The limbs of this rig, each tinted, over a drawing that lies in ``box``."""
    limbs = [outline for name, outline in rigs.outlines(rig) if name != "body"]
    ink = QRectF(inked(picture)) if limbs else QRectF()
    for at, outline in enumerate(limbs):
        scale = rigs.ROOM / max(ink.width(), ink.height())  # % of the sheet's side a pixel
        left, top = 50 - ink.width() * scale / 2, rigs.FEET - ink.height() * scale
        k = box.width() / picture.width()
        points = [
            QPointF(
                box.x() + k * (ink.x() + (x - left) / scale),
                box.y() + k * (ink.y() + (y - top) / scale),
            )
            for x, y in outline
        ]
        hue = QColor(theme.HUES[at % len(theme.HUES)])
        hue.setAlpha(LINE)
        painter.setPen(QPen(hue, 1.4))
        hue.setAlpha(TINT)
        painter.setBrush(hue)
        painter.drawPolygon(QPolygonF(points))


def tile(painter: QPainter, box: QRectF, pixmap: QPixmap | None, radius: float = 4) -> None:
    """A picture on its rounded plate; the bare plate until there is one."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    path = strokes.rounded(box, radius)
    painter.fillPath(path, theme.colour("bg3"))
    if pixmap is not None:
        painter.setClipPath(path)
        painter.drawPixmap(box, pixmap, QRectF(pixmap.rect()))
    painter.restore()


def dot(hue: QColor, ratio: float) -> QPixmap:
    """A subject's hue as it stands before its name."""
    found = QPixmap(round(10 * ratio), round(10 * ratio))
    found.setDevicePixelRatio(ratio)
    found.fill(Qt.GlobalColor.transparent)
    painter = QPainter(found)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.fillPath(strokes.rounded(QRectF(1, 1, 8, 8), 4), hue)
    painter.end()
    return found


class Portrait(QWidget):
    """A face as large as the side allows."""

    def __init__(self, pictures: Portraits, wide: int) -> None:
        super().__init__()
        self._pictures, self._face = pictures, Face()
        pictures.arrived.connect(self._arrived)
        self.setFixedSize(wide, wide)

    def show_face(self, face: Face) -> None:
        self._face = face
        self.setFixedHeight(round(self.width() * 9 / 16) if face.whole else self.width())
        self.update()

    def _arrived(self, face: Face) -> None:
        if face == self._face:
            self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        small = self._pictures.small(self._face, self.size(), self.devicePixelRatioF())
        tile(painter, QRectF(self.rect()), small, 6)
