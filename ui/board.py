"""The board: a panel for every shot, scene by scene. Only what is in sight is painted."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import (
    QContextMenuEvent,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QNativeGestureEvent,
    QPainter,
    QPaintEvent,
    QPixmap,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QAbstractScrollArea, QFrame, QWidget

from ui import strokes, theme
from ui.acts import Act
from ui.film import Film
from ui.grid import EDGE, HEAD, Grid, Slot
from ui.hand import Hand
from ui.heading import HeadingField
from ui.marks import Marks
from ui.nothing import Nothing
from ui.panel import Panels, Pose
from ui.pictures import Pictures
from ui.pointer import Pointer
from ui.scene_acts import SceneActs
from ui.shot_acts import ShotActs

SMALLEST, LARGEST = 0.6, 2.0  # zoom of the panels
ZOOM = 1.15  # a step of it
CTRL, SHIFT, ALT = (
    Qt.KeyboardModifier.ControlModifier,
    Qt.KeyboardModifier.ShiftModifier,
    Qt.KeyboardModifier.AltModifier,
)
STEPS = {
    Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1, Qt.Key.Key_Up: 0, Qt.Key.Key_Down: 0,
    Qt.Key.Key_Home: 0, Qt.Key.Key_End: 0, Qt.Key.Key_PageUp: 0, Qt.Key.Key_PageDown: 0,
}  # fmt: skip
ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class BoardView(QAbstractScrollArea):
    """``zoomed`` tells the size of panels when wheel, pinch or keys changed it."""

    zoomed = Signal(float)

    def __init__(self, film: Film, pictures: Pictures, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.film, self.pictures = film, pictures
        self.zoom = 1.0
        self.shots = ShotActs(film)
        self.scenes = SceneActs(film, self._lay, self.rename)
        self.marks = Marks(film, self)
        self._panels = Panels(film, pictures, self.marks)
        self.grid = Grid(film.board, 800)
        self.hand = Hand(self, self)
        self.pointer = Pointer(self)
        self.heading: HeadingField | None = None  # while a scene is renamed
        self._renamed = ""
        self.nothing = Nothing(film, self.shots.insert_after, self.viewport())
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.viewport().setMouseTracking(True)
        self.viewport().setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setAccessibleName("Board")
        self._shown = (film.shot_id, film.chosen)
        film.changed.connect(self._renew)
        film.selected.connect(self._follow)
        film.chose.connect(self._chose)
        film.took.connect(self.touch)
        pictures.arrived.connect(self.touch_picture)
        self.marks.touched.connect(self.touch)
        self.marks.faded.connect(self.touch_picture)
        self._lay()

    def acts(self) -> list[Act]:
        """What can be done to shots, scenes and the view of them."""
        return [
            *self.shots.acts(),
            *self.scenes.acts(),
            Act("board.larger", "Larger panels", lambda: self._zoom_by(ZOOM), "View", "Ctrl+="),
            Act(
                "board.smaller", "Smaller panels", lambda: self._zoom_by(1 / ZOOM), "View", "Ctrl+-"
            ),
        ]

    # Where things lie ----------------------------------------------------------------------------

    def set_zoom(self, zoom: float) -> None:
        """Size of the panels; what is current stays where it is."""
        zoom = min(LARGEST, max(SMALLEST, zoom))
        if zoom != self.zoom:
            self.zoom = zoom
            self._lay()
            self.reveal(self.film.shot_id)

    def _zoom_by(self, factor: float) -> None:
        self.set_zoom(self.zoom * factor)
        self.zoomed.emit(self.zoom)

    def place_of(self, shot: str) -> QRectF:
        """Where a panel is in the viewport; null when there is none."""
        return self._seen(self.grid.box(shot))

    def place_of_scene(self, scene: str) -> QRectF:
        """Where a scene's heading is in the viewport; null when there is none."""
        return self._seen(self.grid.head(scene))

    def spot(self, where: QPointF) -> QPointF:
        """A place of the viewport on the board."""
        return where + QPointF(0, self.verticalScrollBar().value())

    def _seen(self, box: QRectF) -> QRectF:
        return box if box.isNull() else box.translated(0, -self.verticalScrollBar().value())

    def _renew(self, name: str = "") -> None:
        """Another board: paint what looks otherwise now, all of it if panels lie elsewhere."""
        top = self.verticalScrollBar().value()
        self._lay(False)
        area = QRectF(0, top, self.viewport().width(), self.viewport().height())
        spoilt = self._panels.spoilt(self.grid, area)
        if spoilt is None or top != self.verticalScrollBar().value():
            self.viewport().update()
            return
        for box in spoilt:
            self.viewport().update(self._seen(box).adjusted(-3, -3, 3, 3).toAlignedRect())

    def _lay(self, paint: bool = True) -> None:
        """Lay panels anew; what is looked at stays where it is."""
        held, was = self._anchor()
        self.grid = Grid(self.film.board, self.viewport().width(), self.zoom, self.scenes.folded)
        bar = self.verticalScrollBar()
        bar.setRange(0, max(0, round(self.grid.height) - self.viewport().height()))
        bar.setPageStep(self.viewport().height())
        bar.setSingleStep(40)
        now = self.grid.box(held)
        if now.isNull():
            now = self.grid.head(held)
        if not now.isNull() and bar.value() > 0:  # at the top, the first heading holds its place
            bar.setValue(round(now.top() - was))
        self.nothing.setVisible(not self.film.board.shots)
        self.nothing.setGeometry(self.viewport().rect().adjusted(EDGE, EDGE, -EDGE, -EDGE))
        if paint:
            self.viewport().update()

    def _anchor(self) -> tuple[str, float]:
        """The panel or heading that must not jump, and where it is: the current one if in sight."""
        top, high = self.verticalScrollBar().value(), self.viewport().height()
        box = self.grid.box(self.film.shot_id)
        if not box.isNull() and top - 4 < box.top() < top + high - HEAD:
            return self.film.shot_id, box.top() - top
        for band in self.grid.bands_in(top, top + high):
            if band.top >= top:
                return band.scene.id, band.top - top
        for shot, box in self.grid.panels_in(QRectF(0, top, self.grid.room, high)):
            return shot.id, box.top() - top
        return "", 0.0

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._lay()

    def scrollContentsBy(self, dx: int, dy: int) -> None:
        if self.hand.is_busy or self.heading:
            self.viewport().update()
            if self.heading:
                self._place_heading()
        else:
            self.viewport().scroll(0, dy)

    # What moved on -------------------------------------------------------------------------------

    def _follow(self, shot: str) -> None:
        """Scroll only when the current panel is out of sight."""
        self.scenes.unfold(shot)
        self.reveal(shot)
        self._chose()

    def reveal(self, shot: str) -> None:
        box, bar = self.place_of(shot), self.verticalScrollBar()
        if box.isNull() or self.hand.is_busy:
            return
        if box.top() < 4:
            bar.setValue(bar.value() + round(box.top()) - HEAD)
        elif box.bottom() > self.viewport().height() - 4:
            bar.setValue(bar.value() + round(box.bottom()) - self.viewport().height() + EDGE)

    def _chose(self) -> None:
        """Paint those anew that look otherwise now."""
        (shot, chosen), now = self._shown, (self.film.shot_id, self.film.chosen)
        self._shown = now
        for id in {shot, now[0], *(set(chosen) ^ set(now[1]))}:
            self.touch(id)

    def touch(self, shot: str) -> None:
        box = self.place_of(shot)
        if not box.isNull():
            self.viewport().update(box.adjusted(-3, -3, 3, 3).toAlignedRect())

    def touch_picture(self, shot: str) -> None:
        box = self.place_of(shot)
        if not box.isNull():
            box.setHeight(self.grid.picture)
            self.viewport().update(box.toAlignedRect())

    # Painting ------------------------------------------------------------------------------------

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self.viewport())
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        top = self.verticalScrollBar().value()
        chosen = set(self.film.chosen)
        painter.translate(0, -top)
        area = QRectF(event.rect()).translated(0, top)
        painter.fillRect(area, theme.colour("bg1"))
        for band in self.grid.bands_in(area.top() - HEAD, area.bottom()):
            head = self.grid.head_of(band)
            if head.intersects(area):
                hover = band.scene.id == self.pointer.scene
                self._panels.heading(painter, head, band.scene, band.folded, hover)
        for shot, box in self.grid.panels_in(area.adjusted(-4, -4, 4, 4)):
            seen = box.translated(0, -top).adjusted(-3, -3, 3, 3)
            if event.region().intersects(seen.toAlignedRect()):
                self._panels.panel(painter, box, self.grid, shot, self._pose(shot.id, chosen))
        self.hand.paint(painter)
        painter.end()

    def _pose(self, shot: str, chosen: set[str]) -> Pose:
        hover = shot == self.pointer.shot and not self.hand.is_busy
        return Pose(
            chosen=shot in chosen,
            current=shot == self.film.shot_id,
            hover=hover,
            scrub=self.pointer.scrub if hover and self.pointer.scrub >= 0 else None,
            lifted=self.hand.card is not None and shot in chosen,
        )

    def card(self, shot: str) -> QPixmap:
        """A panel as a picture of its own, to be carried."""
        box = self.grid.box(shot)
        ratio = self.devicePixelRatioF()
        found = QPixmap(round(box.width() * ratio), round(box.height() * ratio))
        found.setDevicePixelRatio(ratio)
        found.fill(Qt.GlobalColor.transparent)
        painter = QPainter(found)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        whole = QRectF(0, 0, box.width(), box.height())
        painter.setClipPath(strokes.rounded(whole, 6))
        self._panels.panel(painter, whole, self.grid, self.film.shots[shot], Pose())
        painter.end()
        return found

    # Headings ------------------------------------------------------------------------------------

    def rename(self, scene: str) -> None:
        """Let the person write a scene's heading in its place."""
        self._end_rename(False)
        found = next((one for one in self.film.board.scenes if one.id == scene), None)
        if found is None:
            return
        head, bar = self.place_of_scene(scene), self.verticalScrollBar()
        if head.top() < 0 or head.bottom() > self.viewport().height():
            bar.setValue(bar.value() + round(head.top()))
        self._renamed = scene
        self.heading = HeadingField(found.heading, self.viewport())
        self.heading.editingFinished.connect(lambda: self._end_rename(True))
        self.heading.left.connect(lambda: self._end_rename(False))
        self._place_heading()
        self.heading.show()
        self.heading.setFocus()

    def _place_heading(self) -> None:
        if self.heading:
            head = self.place_of_scene(self._renamed)
            number = self.film.labels.get(self._renamed, "")
            left = head.left() + 22 + strokes.width(theme.font(12, 600), number) + 4
            wide = min(420.0, head.right() - left - 120)
            box = QRectF(left, head.center().y() - 13, wide, 26)
            self.heading.setGeometry(box.toRect())

    def _end_rename(self, taken: bool) -> None:
        field, scene = self.heading, self._renamed
        if field is None:
            return
        self.heading, said = None, field.text().strip()
        had_focus = field.hasFocus()
        field.hide()
        field.deleteLater()
        if had_focus:
            self.setFocus()
        if taken and scene in self.film.labels:
            self.scenes.set_heading(scene, said)

    # Pointer -------------------------------------------------------------------------------------

    def shot_at(self, where: QPointF) -> str:
        """The shot whose panel is here in the viewport."""
        return self.grid.shot_at(self.spot(where))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.pointer.press(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if event.buttons() & Qt.MouseButton.LeftButton:
            self.hand.move(event)
        self.pointer.hover(event.position())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self.pointer.release(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        self.pointer.double(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        self.pointer.menu(event)

    def viewportEvent(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent):
            self.pointer.tell(event)
            return True
        if event.type() == QEvent.Type.Leave:
            self.pointer.leave()
        pinch = Qt.NativeGestureType.ZoomNativeGesture
        if isinstance(event, QNativeGestureEvent) and event.gestureType() == pinch:
            self._zoom_by(1 + event.value())
            return True
        return super().viewportEvent(event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        if event.modifiers() & CTRL:
            self._zoom_by(1.0015 ** event.angleDelta().y())
        else:
            super().wheelEvent(event)

    def lay_down(self, slot: Slot) -> None:
        """The chosen shots were dropped here."""
        self.shots.move(slot.scene, slot.before)

    # Keys ----------------------------------------------------------------------------------------

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            key = Qt.Key(event.key())
            ours = key in STEPS and not event.modifiers() & (CTRL | ALT)
            if ours or key in ENTER or (key == Qt.Key.Key_Escape and self.hand.is_busy):
                event.accept()
                return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key, row = Qt.Key(event.key()), list(self.film.shots)
        if key == Qt.Key.Key_Escape and self.hand.is_busy:
            self.hand.cancel()
        elif key == Qt.Key.Key_Escape and len(self.film.chosen) > 1:
            self.film.select(self.film.shot_id)
        elif key in ENTER and row:
            self.shots.open()
        elif key in STEPS and row and not event.modifiers() & (CTRL | ALT):
            to = self._beside(key, row)
            if event.modifiers() & SHIFT:
                self.hand.extend(to)
            else:
                self.film.select(to)
            self.reveal(to)
        else:
            super().keyPressEvent(event)

    def _beside(self, key: Qt.Key, row: list[str]) -> str:
        """The shot that a key leads to."""
        here = self.film.shot_id if self.film.shot_id in row else row[0]
        if step := STEPS[key]:
            return row[min(len(row) - 1, max(0, row.index(here) + step))]
        if key in (Qt.Key.Key_Home, Qt.Key.Key_End):
            return row[0 if key == Qt.Key.Key_Home else -1]
        rows = 1
        if key in (Qt.Key.Key_PageUp, Qt.Key.Key_PageDown):
            rows = max(1, int(self.viewport().height() // self.grid.high))
        up = key in (Qt.Key.Key_Up, Qt.Key.Key_PageUp)
        for _ in range(rows):
            here = self.grid.beside(here, -1 if up else 1)
        return here
