"""The board: a panel for every shot, scene by scene. Only what is in sight is painted."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QEvent, QPoint, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QContextMenuEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
)
from PySide6.QtWidgets import QAbstractScrollArea, QFrame, QWidget

from storyboard import continuity, timing
from storyboard.board import Scene, Shot
from ui import strokes, theme
from ui.film import Film
from ui.pictures import ON, Pictures

EDGE, GAP, HEAD = 16, 12, 36
WORDS = 92  # height of a panel below its picture
NARROW = 150  # panels below this show a badge without its word


@dataclass(frozen=True)
class Place:
    """Where something lies on the board, in board coordinates."""

    box: QRectF
    scene: Scene
    shot: Shot | None = None


class BoardView(QAbstractScrollArea):
    """``asked`` is a right click: where on the screen, for the shot that is then selected."""

    asked = Signal(QPoint)

    def __init__(self, film: Film, pictures: Pictures, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.film, self.pictures = film, pictures
        self.zoom = 1.0
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.viewport().setMouseTracking(True)
        self.setAccessibleName("Board")
        self._places: list[Place] = []
        self._hover = ""
        self._columns = 1
        self._findings: dict[str, str] = {}
        film.changed.connect(self._renew)
        film.selected.connect(self._follow)
        film.took.connect(lambda shot: self.viewport().update())
        film.worked.connect(self.viewport().update)
        pictures.arrived.connect(lambda shot: self._touch(shot))
        self._renew()

    # Where things lie ----------------------------------------------------------------------------

    def set_zoom(self, zoom: float) -> None:
        self.zoom = zoom
        self._lay()

    def place_of(self, shot: str) -> QRectF:
        """Where a panel is in the viewport; empty when there is none."""
        for place in self._places:
            if place.shot and place.shot.id == shot:
                return place.box.translated(0, -self.verticalScrollBar().value())
        return QRectF()

    def _renew(self, name: str = "") -> None:
        self._findings = {}
        for finding in continuity.check(self.film.board):
            self._findings.setdefault(finding.shot, finding.kind)
        self._lay()

    def _lay(self) -> None:
        room = self.viewport().width() - 2 * EDGE
        wish = min(320.0, max(170.0, 0.228 * room)) * self.zoom
        self._columns = max(1, int((room + GAP) / (wish + GAP)))
        wide = max(60.0, (room - GAP * (self._columns - 1)) / self._columns)
        high = round(wide / self.film.board.aspect) + WORDS
        self._places, y = [], 6.0
        for scene in self.film.board.scenes:
            self._places.append(Place(QRectF(EDGE, y, room, HEAD), scene))
            y += HEAD
            for at, shot in enumerate(scene.shots):
                column, row = at % self._columns, at // self._columns
                x = EDGE + column * (wide + GAP)
                box = QRectF(round(x), y + row * (high + GAP), round(wide), high)
                self._places.append(Place(box, scene, shot))
            y += -(-len(scene.shots) // self._columns) * (high + GAP) + 4
        bar = self.verticalScrollBar()
        bar.setRange(0, max(0, round(y + EDGE) - self.viewport().height()))
        bar.setPageStep(self.viewport().height())
        bar.setSingleStep(40)
        self.viewport().update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._lay()

    def _follow(self, shot: str) -> None:
        """Scroll only when the selected panel is out of sight."""
        box, bar = self.place_of(shot), self.verticalScrollBar()
        if not box.isNull():
            if box.top() < 4:
                bar.setValue(bar.value() + round(box.top()) - HEAD)
            elif box.bottom() > self.viewport().height() - 4:
                bar.setValue(bar.value() + round(box.bottom()) - self.viewport().height() + EDGE)
        self.viewport().update()

    def _touch(self, shot: str) -> None:
        self.viewport().update(self.place_of(shot).toAlignedRect())

    # Painting ------------------------------------------------------------------------------------

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self.viewport())
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(event.rect(), theme.colour("bg1"))
        if not self.film.shots:
            self._empty(painter)
        top = self.verticalScrollBar().value()
        painter.translate(0, -top)
        hues = theme.hues(self.film.board)
        names = {subject.id: subject.name for subject in self.film.board.cast}
        seen = QRectF(event.rect()).translated(0, top)
        for place in self._places:
            if not place.box.adjusted(-4, -4, 4, 4).intersects(seen):
                continue
            if place.shot is None:
                self._head(painter, place)
            else:
                line = place.shot.dialogue[0] if place.shot.dialogue else None
                said = (names.get(line.speaker, line.speaker), line.text) if line else ("", "")
                hue = hues.get(line.speaker, theme.colour("t2")) if line else theme.colour("t2")
                self._panel(painter, place.box, place.shot)
                self._speech(painter, place.box, place.shot, said, hue)
        painter.end()

    def _empty(self, painter: QPainter) -> None:
        middle = QRectF(self.viewport().rect())
        said = middle.adjusted(0, -12, 0, -12), middle.adjusted(0, 12, 0, 12)
        strokes.words(painter, said[0], "No shots yet", theme.font(13, 600), "t1", strokes.CENTRE)
        words = "Write a scene in the script: a heading, then what happens."
        strokes.words(painter, said[1], words, theme.font(), "t2", strokes.CENTRE)

    def _head(self, painter: QPainter, place: Place) -> None:
        box, scene = place.box, place.scene
        number = self.film.labels[scene.id]
        font = theme.font(12, 600)
        strokes.words(painter, box, number, font, "t2")
        left = box.x() + max(22.0, strokes.width(font, number) + 10)
        heading = scene.heading or "Scene"
        length = sum(shot.length for shot in scene.shots)
        shots = f"{len(scene.shots)} shots" if len(scene.shots) != 1 else "1 shot"
        said = f"{shots} · {timing.seconds(length, self.film.board.rate)}"
        right = strokes.width(theme.font(11), said)
        room = QRectF(left, box.y(), box.right() - left - right - 24, box.height())
        strokes.words(painter, room, heading, font, "t1")
        strokes.words(painter, box, said, theme.font(11), "t3", strokes.RIGHT)
        start = left + min(room.width(), strokes.width(font, heading)) + 12
        y = round(box.center().y()) + 0.5
        painter.setPen(QPen(theme.colour("line"), 1))
        painter.drawLine(QPointF(start, y), QPointF(box.right() - right - 12, y))

    def _panel(self, painter: QPainter, box: QRectF, shot: Shot) -> None:
        chosen = shot.id == self.film.shot_id
        body = strokes.rounded(box, 6)
        painter.fillPath(body, theme.colour("sel" if chosen else "bg2"))
        picture = QRectF(box.x(), box.y(), box.width(), box.height() - WORDS)
        self._picture(painter, picture, shot)
        text = box.adjusted(10, picture.height() + 8, -10, 0)
        line = QRectF(text.x(), text.y(), text.width(), 18)
        number = self.film.labels[shot.id]
        bold = theme.font(13, 600)
        strokes.words(painter, line, number, bold, "acc" if chosen else "t1")
        x = line.x() + strokes.width(bold, number) + 7
        if shot.locked:
            strokes.icon(painter, "lock", x, line.y() + 2, "t3", 14)
            x += 19
        length = timing.seconds(shot.length, self.film.board.rate)
        end = line.right() - strokes.width(theme.font(11, 500), length)
        strokes.words(painter, line, length, theme.font(11, 500), "t2", strokes.RIGHT)
        if end - x > 24:
            strokes.words(
                painter, line.adjusted(x - line.x(), 0, 0, 0), shot.size, theme.font(11), "t3"
            )
        below = text.adjusted(0, 22, 0, 0)
        strokes.paragraph(painter, below, shot.action, theme.font(), "t2", 16, 2)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        if chosen:
            painter.setPen(QPen(theme.colour("acc"), 2))
            painter.drawRoundedRect(box, 6, 6)
        else:
            rest = theme.colour("t4") if shot.id == self._hover else theme.colour("white", 13)
            painter.setPen(QPen(rest, 1))
            painter.drawRoundedRect(box.adjusted(0.5, 0.5, -0.5, -0.5), 6, 6)

    def _picture(self, painter: QPainter, box: QRectF, shot: Shot) -> None:
        painter.save()
        painter.setClipPath(strokes.rounded(box.adjusted(0, 0, 0, 8), 6))
        painter.setClipRect(box, Qt.ClipOperation.IntersectClip)
        ratio = self.devicePixelRatioF()
        size = QSize(round(box.width()), round(box.height()))
        found = self.pictures.small(shot.id, shot.length // ON // 2, size, ratio)
        if found is None:
            painter.fillRect(box, theme.colour("bg3"))
        else:
            painter.drawPixmap(box, found, QRectF(found.rect()))
        painter.restore()
        job = next((j for j in self.film.running.values() if shot.id in j.shots), None)
        percent = round(100 * self._share(shot.id)) if job else -1
        level = self.film.level(shot.id)
        if box.width() >= NARROW:
            strokes.badge(painter, box.right() - 6, box.y() + 6, level, percent)
        if percent >= 0:
            bar = QRectF(box.x(), box.bottom() - 3, box.width(), 3)
            painter.fillRect(bar, theme.colour("black", 120))
            bar.setWidth(box.width() * percent / 100)
            painter.fillRect(bar, theme.colour("acc"))
        where = box.x() + 6, box.bottom() - strokes.HIGH - 6
        if shot.stale:
            strokes.chip(painter, *where, "Script changed", "warn", "stale")
        elif self.film.is_outdated(shot.id):
            strokes.chip(painter, *where, "Changed since", "warn", "again")
        elif kind := self._findings.get(shot.id):
            strokes.chip(painter, *where, CHIPS[kind], "warn", "warn")

    def _share(self, shot: str) -> float:
        """How far the order that works on a shot has come."""
        for order in self.film.session.queue.orders():
            if shot in order.what.get("shots", ()) and order.of:
                return order.done / order.of
        return 0.0

    def _speech(
        self, painter: QPainter, box: QRectF, shot: Shot, said: tuple[str, str], hue: QColor
    ) -> None:
        name, text = said
        if not text:
            return
        top = box.bottom() - 27 if shot.action else box.bottom() - WORDS + 30
        line = QRectF(box.x() + 10, top, box.width() - 20, 18)
        font = theme.font(10, 600)
        strokes.words(painter, line, name.upper(), font, hue)
        room = strokes.width(font, name.upper()) + 7
        if line.width() - room > 20:
            strokes.words(painter, line.adjusted(room, 0, 0, 0), f"“{text}”", theme.font(11), "t3")

    # Pointer and keys ----------------------------------------------------------------------------

    def shot_at(self, where: QPointF) -> str:
        spot = where + QPointF(0, self.verticalScrollBar().value())
        for place in self._places:
            if place.shot and place.box.contains(spot):
                return place.shot.id
        return ""

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if shot := self.shot_at(event.position()):
            self.film.select(shot)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        hover = self.shot_at(event.position())
        if hover != self._hover:
            before, self._hover = self._hover, hover
            for shot in (before, hover):
                self._touch(shot)

    def leaveEvent(self, event: QEvent) -> None:
        before, self._hover = self._hover, ""
        self._touch(before)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        if shot := self.shot_at(QPointF(event.pos())):
            self.film.select(shot)
            self.asked.emit(event.globalPos())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        row = list(self.film.shots)
        steps = {
            Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1, Qt.Key.Key_Up: -self._columns,
            Qt.Key.Key_Down: self._columns, Qt.Key.Key_Home: -len(row), Qt.Key.Key_End: len(row),
        }  # fmt: skip
        step = steps.get(Qt.Key(event.key()))
        if step is None or not row:
            super().keyPressEvent(event)
            return
        at = row.index(self.film.shot_id) if self.film.shot_id in row else 0
        self.film.select(row[min(len(row) - 1, max(0, at + step))])


CHIPS = {
    "line": "Crosses the line",
    "direction": "Turns around",
    "jump": "Jump cut",
    "missing": "Someone is missing",
    "dialogue": "Too short to say",
    "empty": "Nobody is there",
    "offstage": "Out of the frame",
}
