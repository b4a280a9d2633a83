"""How a subject looks: its own picture, or the puppet that plays it; another one from a file."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QAbstractButton, QWidget

from storyboard.board import Subject
from storyboard.edits import cast
from ui import portraits, strokes, theme
from ui.film import Film
from ui.portraits import Face, Portraits

SIDE, GAP = 60, 6
FILES = "Pictures (*.png *.jpg *.jpeg *.webp *.bmp *.tif *.tiff)"


class Tile(QAbstractButton):
    """One picture; the one in use has an accent outline. Without a face it adds one."""

    def __init__(self, parent: QWidget, pictures: Portraits) -> None:
        super().__init__(parent)
        self._pictures = pictures
        self.face: Face | None = None
        self.used = False
        self.setFixedSize(SIDE, SIDE)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        pictures.arrived.connect(self._arrived)

    def show_face(self, face: Face | None, used: bool, tip: str) -> None:
        self.face, self.used = face, used
        self.setToolTip(tip)
        self.setAccessibleName(tip)
        self.update()

    def _arrived(self, face: object) -> None:
        if face == self.face:
            self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(self.rect()).adjusted(1, 1, -1, -1)
        ring = QPen(theme.colour("t4" if self.underMouse() else "line2"), 1)
        if self.face is None:
            ring.setStyle(Qt.PenStyle.DashLine)
            strokes.icon(painter, "plus", SIDE / 2 - 8, SIDE / 2 - 8, "t3")
        else:
            ratio = self.devicePixelRatioF()
            pixmap = self._pictures.small(self.face, box.size().toSize(), ratio)
            portraits.tile(painter, box, pixmap)
        if self.hasFocus() or self.used:
            ring = QPen(theme.colour("acc"), 2 if self.used else 1.5)
        painter.setPen(ring)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(box, 4, 4)
        painter.end()


class References(QWidget):
    """The pictures of a subject in a row. ``asked`` names a subject that wants another look."""

    asked = Signal(str)

    def __init__(self, film: Film) -> None:
        super().__init__()
        self._film = film
        self._subject: Subject | None = None
        pictures = Portraits.of(film)
        self.own, self.puppet, self.more = (Tile(self, pictures) for _ in range(3))
        self.puppet.clicked.connect(self.use_puppet)
        self.more.clicked.connect(self._ask)
        self.setFixedHeight(SIDE)

    def show_subject(self, subject: Subject) -> None:
        """Its sheet if it has one, the puppet, and room for another picture."""
        self._subject = subject
        plain = replace(portraits.of_subject(subject), picture="")
        has = bool(subject.sheet)
        self.own.setVisible(has)
        if has:
            self.own.show_face(portraits.of_subject(subject), True, "The picture that it is shown")
        said = "Use the puppet instead of the picture" if has else "The puppet that plays it"
        self.puppet.show_face(plain, not has, said)
        self.more.show_face(None, False, "Another look: a puppet, a file, a frame, a drawing")
        self._lay()

    def _lay(self) -> None:
        x = 0
        for tile in (self.own, self.puppet, self.more):
            if not tile.isHidden():
                tile.move(x, 0)
                x += SIDE + GAP

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._lay()

    def use_puppet(self) -> None:
        """The bundled puppet plays it again."""
        subject = self._subject
        if subject and subject.sheet:
            name = f"Let the puppet play {subject.name}"
            self._film.edit(name, lambda b: cast.set_subject(b, subject.id, sheet=""))

    def _ask(self) -> None:
        if self._subject:
            self.asked.emit(self._subject.id)
