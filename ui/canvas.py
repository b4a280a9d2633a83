"""The canvas: the whole stage of a shot, the picture through its camera, and what a hand can pull.

The still parts are painted once by the backcloth; a drag moves marks and figures over them.
"""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QCloseEvent,
    QColor,
    QContextMenuEvent,
    QDragEnterEvent,
    QDropEvent,
    QFocusEvent,
    QHelpEvent,
    QHideEvent,
    QImage,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QRegion,
    QResizeEvent,
    QShowEvent,
    QTabletEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QToolTip, QWidget

from storyboard.board import Box
from ui import sight as sights
from ui import strokes, theme, touch
from ui.backcloth import Backcloth, Cloth
from ui.film import Film
from ui.grasp import Grasp
from ui.overlay import Overlay
from ui.pictures import ON, Pictures, layout
from ui.sight import Sight
from ui.sketch import WIDE, Sketch
from ui.stage_deeds import Deeds
from ui.stage_keys import StageKeys

EDGE = 14  # round the stage
GHOST = 0.20  # of a figure at the moments before and after
PICTURES = (".png", ".jpg", ".jpeg", ".webp", ".bmp", ".gif", ".tif", ".tiff")


class Canvas(QWidget):
    """``asked`` is a right click; ``dropped`` a picture's file that was let fall here."""

    asked = Signal(QPointF)
    dropped = Signal(str, QPointF)
    wanted = Signal(str)
    resized = Signal()

    def __init__(self, film: Film, pictures: Pictures, deeds: Deeds) -> None:
        super().__init__()
        self.film, self.pictures = film, pictures
        self.easel, self.deeds, self.sketch = deeds.easel, deeds, Sketch()
        self.sight = Sight()
        self.part = self._needed = sights.extent(film.shot)
        self.overlay = Overlay(self.easel)
        self.cloth = Backcloth(self)
        self.grasp = Grasp(self)
        self.keys = StageKeys(self)
        self._touched = QRegion()  # what the drag touched when it was painted last
        self._own = False  # whether the person chose this sight
        self._pins: dict[str, QImage] = {}
        self.setMinimumSize(320, 180)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setAcceptDrops(True)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setAccessibleName("Stage")
        self.cloth.came.connect(self.update)
        self.easel.altered.connect(self.update)
        self.easel.tried.connect(self._tried)
        film.changed.connect(self._changed)
        film.selected.connect(self._other_shot)
        film.picked.connect(lambda subject: self.update())
        film.moved.connect(lambda frame: self.renew())
        film.took.connect(lambda shot: self.update())
        pictures.arrived.connect(self._arrived)

    # What is seen --------------------------------------------------------------------------------

    def fit(self) -> None:
        """The whole stage in the middle."""
        self._own = False
        self._needed = sights.extent(self.film.shot)
        room = QRectF(self.rect()).adjusted(EDGE, EDGE, -EDGE, -EDGE)
        sight = sights.fitted(self._needed, room, self.film.board.aspect)
        self.part = sights.filling(sight, self._needed, room)
        self.look(sight, own=False)

    def zoom(self, factor: float, around: QPointF | None = None) -> None:
        self.look(self.sight.zoomed(factor, around or QRectF(self.rect()).center()))

    def look(self, sight: Sight, own: bool = True) -> None:
        self._own = own
        self.sight = sight
        self.renew()

    def renew(self) -> None:
        """Ask for what should be painted now."""
        film = self.film
        if self.isVisible() and film.shot:
            ratio = self.devicePixelRatioF()
            self.cloth.ask(
                film.board, film.shot_id, self.easel.frame, self.sight, self.size(), ratio
            )
        self.update()

    def _changed(self, name: str) -> None:
        if not self.isVisible():
            return
        self.overlay.renew()
        new = sights.extent(self.film.shot)
        held = self._needed
        wider = new.x0 < held.x0 or new.x1 > held.x1 or new.y0 < held.y0 or new.y1 > held.y1
        if wider and not self._own:
            self.fit()
        self.renew()

    def _other_shot(self, shot: str) -> None:
        if self.isVisible():
            self.overlay.renew()
            self.fit()

    def _arrived(self, shot: str) -> None:
        if shot == self.film.shot_id:
            self.update()

    def _tried(self) -> None:
        """Paint only what a dragged box touches; anything else that is tried, all of it."""
        touched, self._touched = self._touched, self.grasp.touched()
        if self._touched.isEmpty() or touched.isEmpty():
            self.update()
        else:
            self.update(touched + self._touched)

    # Painting ------------------------------------------------------------------------------------

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(event.rect(), theme.colour("view"))
        if self.film.shot:
            room = QRectF(self.rect())
            seen = self.sight.box(self.part).toRect()
            frame = self.sight.box(touch.view(self.easel))
            shown = self.shown_picture()
            inside = QRegion(frame.toAlignedRect()).intersected(seen)
            painter.setClipRegion(QRegion(seen) - inside)
            self._stage(painter, dim=True)
            painter.setClipRegion(inside)
            if shown is None:
                self._stage(painter, dim=False)
            else:
                painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
                painter.drawImage(frame, shown)
            painter.setClipping(False)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            self._sketched(painter)
            self.overlay.moving = self.grasp.moves_a_box
            self.overlay.paint(painter, self.sight, room, self.grasp.hover, self.grasp.lines)
            self.grasp.paint(painter)
            self._notes(painter, room)
        if self.hasFocus() and not self.film.subject_id and not self.easel.camera:
            painter.setPen(theme.colour("acc"))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(self.rect().adjusted(0, 0, -1, -1))
        painter.end()

    def _stage(self, painter: QPainter, dim: bool) -> None:
        """Place and figures, as they look outside the camera or through it."""
        cloth = self.cloth
        self._lay(painter, cloth.behind, dim)
        here = self.easel.boxes()
        if self.easel.switches["onion"]:
            self._onion(painter, here, dim)
        for subject in cloth.order:
            figure = cloth.figures.get(subject)
            if figure and subject in here:
                self._lay(painter, figure, dim, here[subject])
        self._lay(painter, cloth.front, dim)

    def _onion(self, painter: QPainter, here: dict[str, Box], dim: bool) -> None:
        """Those who move, faint where they are a moment before and after."""
        shot, moment = self.easel.shot, self.film.moment
        if shot is None:
            return
        painter.setOpacity(GHOST)
        for subject in self.cloth.order:
            row, cloth = shot.layout.boxes.get(subject, ()), self.cloth.figures.get(subject)
            for at in (moment - 1, moment + 1):
                if cloth and 0 <= at < len(row) and (box := row[at]) and box != here.get(subject):
                    self._lay(painter, cloth, dim, box)
        painter.setOpacity(1.0)

    def _lay(
        self, painter: QPainter, cloth: Cloth, dim: bool = False, box: Box | None = None
    ) -> None:
        """A painted part where it belongs now; a figure goes with its box."""
        if cloth.image.isNull():
            return
        part, held = cloth.part, cloth.held
        if box and held and box != held:
            across, down = box.width / held.width, box.height / held.height
            part = Box(
                box.x0 + (part.x0 - held.x0) * across,
                box.y0 + (part.y0 - held.y0) * down,
                box.x1 + (part.x1 - held.x1) * across,
                box.y1 + (part.y1 - held.y1) * down,
            )
        rect = self.sight.box(part)
        same = abs(rect.width() * self.devicePixelRatioF() - cloth.image.width()) < 1
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, not same)
        if same:  # on whole pixels, so that it is copied and not mixed anew
            rect = QRectF(rect.toRect().topLeft(), rect.size())
        painter.drawImage(rect, cloth.dim if dim else cloth.image)

    def shown_picture(self) -> QImage | None:
        """The picture through the camera: what is pinned here, else the take's; None = layout."""
        rect, ratio = self.sight.box(touch.view(self.easel)), self.devicePixelRatioF()
        wide = min(1920.0, rect.width() * ratio)
        size = QSize(round(wide), round(wide / self.film.board.aspect))
        return self._picture(self.film.shot_id, self.easel.frame, size)

    def picture_at(self, shot: str, frame: int) -> QImage:
        """What the camera shows there, without any marks."""
        size = QSize(WIDE, round(WIDE / self.film.board.aspect))
        found = self._picture(shot, frame, size)
        return found or layout(self.film.board, shot, frame // ON, size, False)

    def _picture(self, id: str, frame: int, size: QSize) -> QImage | None:
        film, shot = self.film, self.film.shots.get(id)
        if not self.easel.picture or shot is None:
            return None
        pin = next((key for key in shot.keyframes if key.frame // ON == frame // ON), None)
        if pin and pin.picture and (image := self._pin(pin.picture)):
            return image
        if film.session.takes.best(film.board, id) is None:
            return None
        return self.pictures.frame(id, frame // ON * ON, size)

    def _pin(self, hash: str) -> QImage | None:
        if hash not in self._pins:
            path = self.film.session.bin.path(hash)
            if path is None:
                return None
            if len(self._pins) > 8:
                self._pins.clear()
            self._pins[hash] = QImage(str(path))
        return self._pins[hash]

    def _sketched(self, painter: QPainter) -> None:
        if self.sketch:
            rect = self.sight.box(touch.view(self.easel))
            if self.sketch.blank:
                painter.fillRect(rect, QColor(Qt.GlobalColor.white))
            ratio = self.devicePixelRatioF()
            size = QSize(round(rect.width() * ratio), round(rect.height() * ratio))
            painter.drawImage(rect, self.sketch.image(size))

    def _notes(self, painter: QPainter, room: QRectF) -> None:
        """How large the stage is shown, and which picture it is."""
        font = theme.font(11, 600)
        said = f"{self.sight.percent} %"
        plate = QRectF(0, 0, strokes.width(font, said) + 20, 22)
        plate.moveBottomRight(room.bottomRight() - QPointF(12, 10))
        painter.fillPath(strokes.rounded(plate, 4), theme.colour("bg2", 230))
        strokes.words(painter, plate, said, font, "t2", strokes.CENTRE, elide=False)
        frame = self.sight.box(touch.view(self.easel))
        if frame.width() > 200:
            level = self.film.level(self.film.shot_id) if self.easel.picture else 0
            strokes.badge(painter, frame.right() - 8, frame.y() + 8, level)
            if self.easel.picture and self.film.is_outdated(self.film.shot_id):
                said = "Changed since"
                x = frame.right() - 8 - strokes.width(theme.font(10, 500), said) - 27
                strokes.chip(painter, x, frame.y() + 30, said, "warn", "again")

    # Events --------------------------------------------------------------------------------------

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent):
            QToolTip.showText(event.globalPos(), self.overlay.told(self.grasp.hover), self)
            return True
        before = event.type() == QEvent.Type.ShortcutOverride
        if before and isinstance(event, QKeyEvent) and self.keys.takes(event):
            event.accept()
            return True
        return super().event(event)

    def focusNextPrevChild(self, forward: bool) -> bool:
        return self.keys.walk(forward) or super().focusNextPrevChild(forward)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not self.keys.press(event):
            super().keyPressEvent(event)

    def keyReleaseEvent(self, event: QKeyEvent) -> None:
        if not self.keys.release(event):
            super().keyReleaseEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.keys.settle()
        self.grasp.press(event.position(), event.button(), event.modifiers())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self.grasp.move(event.position(), event.buttons(), event.modifiers())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self.grasp.release(event.position())

    def tabletEvent(self, event: QTabletEvent) -> None:
        """How strongly the pen presses; the rest comes as a mouse's events."""
        done = event.type() == QEvent.Type.TabletRelease
        self.grasp.pressure = 1.0 if done else max(0.05, event.pressure())
        event.ignore()

    def leaveEvent(self, event: QEvent) -> None:
        self.grasp.leave()

    def wheelEvent(self, event: QWheelEvent) -> None:
        steps = event.angleDelta().y() / 120
        if steps:
            self.zoom(1.15**steps, event.position())

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        where = QPointF(event.pos())
        if event.reason() == QContextMenuEvent.Reason.Mouse:
            self.grasp.take_up(where)
        self.asked.emit(QPointF(event.globalPos()))

    def focusInEvent(self, event: QFocusEvent) -> None:
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        self.keys.settle()
        self.update()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if self.film.shot and _file(event):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        if file := _file(event):
            event.acceptProposedAction()
            self.dropped.emit(file, event.position())

    def resizeEvent(self, event: QResizeEvent) -> None:
        self.resized.emit()
        if self._own:
            self.renew()
        else:
            self.fit()

    def showEvent(self, event: QShowEvent) -> None:
        self.overlay.renew()
        self.overlay.renew()
        if self._own:
            self.renew()
        else:
            self.fit()

    def hideEvent(self, event: QHideEvent) -> None:
        self.keys.settle()
        self.cloth.rest()

    def closeEvent(self, event: QCloseEvent) -> None:
        self.keys.settle()
        super().closeEvent(event)


def _file(event: QDropEvent) -> str:
    """The picture's file that is dragged; empty when it is none."""
    files = [url.toLocalFile() for url in event.mimeData().urls() if url.isLocalFile()]
    return next((file for file in files if file.lower().endswith(PICTURES)), "")
