"""A list of who is in the film, or of its places: a picture, a name, a look, how many shots.

Only the rows in sight are painted. Names are changed in place; a row dragged onto another says that
the two are one.
"""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QMimeData, QPoint, QRect, QRectF, Qt, Signal
from PySide6.QtGui import (
    QContextMenuEvent,
    QDragEnterEvent,
    QDragMoveEvent,
    QDropEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPalette,
    QResizeEvent,
)
from PySide6.QtWidgets import QAbstractScrollArea, QApplication, QFrame, QLineEdit, QWidget

from ui import entries, portraits, theme
from ui.entries import GAP, HEADING, ROW, Entry, Section, State
from ui.film import Film
from ui.portraits import Face, Portraits

KEYS = (
    "Double click: its next shot. Enter: its look. F2: rename. Del: delete.\n"
    "Drag it onto another that is the same to merge the two."
)
PICTURES = (".png", ".jpg", ".jpeg", ".webp", ".bmp", ".gif", ".tif", ".tiff")


class Roll(QAbstractScrollArea):
    """``chosen`` a click or an arrow, ``opened`` Enter, ``went`` a double click, ``named`` a new
    name typed (id empty: of someone new), ``merged`` who stays and who goes, ``removed`` Delete,
    ``asked`` a right click, ``dropped`` a picture's file let go on a row.
    """

    chosen = Signal(str)
    opened = Signal(str)
    went = Signal(str)
    named = Signal(str, str)
    merged = Signal(str, str)
    removed = Signal(str)
    asked = Signal(str, QPoint)
    dropped = Signal(str, str)

    def __init__(self, film: Film, said: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.film = film
        self.sections: tuple[Section, ...] = ()
        self.current = ""
        self.hint = ""  # what an empty list says
        self._places: dict[str, int] = {}  # id -> top of its row, in the list's own height
        self._titles: list[tuple[int, Section]] = []
        self._high = 0
        self._hover = ""
        self._drag: tuple[str, QPoint] | None = None  # who was pressed, where
        self._target = ""  # under the dragged row or file
        self._lifted = False
        self._portraits = Portraits.of(film)
        self._portraits.arrived.connect(self._show)
        self.setAccessibleName(said)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.viewport().setMouseTracking(True)
        self.viewport().setBackgroundRole(QPalette.ColorRole.Window)
        self.setAcceptDrops(True)
        self.viewport().setAcceptDrops(True)
        self.field = QLineEdit(self.viewport())
        self.field.setAccessibleName("Name")
        self.field.setMaxLength(120)
        self.field.hide()
        self.field.installEventFilter(self)
        self._naming: str | None = None

    # What is shown -------------------------------------------------------------------------------

    def show_sections(self, sections: Sequence[Section]) -> None:
        """These rows from now on."""
        if tuple(sections) == self.sections:
            return
        self.sections = tuple(sections)
        self._places, self._titles, y = {}, [], 0
        for section in self.sections:
            if self._titles:
                y += GAP
            if section.title:
                self._titles.append((y, section))
                y += HEADING
            for entry in section.entries:
                self._places[entry.id] = y
                y += ROW
            if not section.entries and section.empty:
                y += 28
        self._high = y
        self._measure()
        self._place_field()
        self.viewport().update()

    def ids(self) -> list[str]:
        """The rows from top to bottom."""
        return list(self._places)

    def choose(self, id: str, follow: bool = True) -> None:
        """Mark a row; scroll to it if it is out of sight."""
        if id != self.current:
            for one in (self.current, id):
                self.viewport().update(self.place_of(one))
            self.current = id
            entry = self.entry(id)
            self.setAccessibleDescription(f"{entry.name}, {entry.count}" if entry else "")
        if follow and id in self._places:
            top, high = self._places[id], self.viewport().height()
            at = self.verticalScrollBar().value()
            if top < at or top + ROW > at + high:
                self.verticalScrollBar().setValue(top - 8 if top < at else top + ROW + 8 - high)

    def place_of(self, id: str) -> QRect:
        """Where a row lies in the viewport; an empty rectangle for none."""
        if id not in self._places:
            return QRect()
        top = self._places[id] - self.verticalScrollBar().value()
        return QRect(0, top, self.viewport().width(), ROW)

    def at(self, where: QPoint) -> str:
        """The row at a place of the viewport; empty for none."""
        y = where.y() + self.verticalScrollBar().value()
        return next((id for id, top in self._places.items() if top <= y < top + ROW), "")

    def name_in_place(self, id: str = "") -> None:
        """Type a name where it stands; without an id that of someone new, below the others."""
        self._naming = id
        entry = self.entry(id)
        self.field.setText(entry.name if entry else "")
        self.field.setPlaceholderText("" if entry else "Name")
        if entry:
            self.choose(id)
        else:
            self._measure()
            self.verticalScrollBar().setValue(self.verticalScrollBar().maximum())
        self._place_field()
        self.field.show()
        self.field.selectAll()
        self.field.setFocus()

    def entry(self, id: str) -> Entry | None:
        """The row of this id."""
        rows = (entry for section in self.sections for entry in section.entries)
        return next((entry for entry in rows if entry.id == id), None)

    def _show(self, face: Face) -> None:
        for section in self.sections:
            for entry in section.entries:
                if entry.face == face:
                    self.viewport().update(self.place_of(entry.id))

    def _measure(self) -> None:
        room = self._high + (ROW if self._naming == "" else 0)
        bar = self.verticalScrollBar()
        bar.setRange(0, max(0, room + 8 - self.viewport().height()))
        bar.setPageStep(self.viewport().height())
        bar.setSingleStep(ROW // 2)

    # Painting ------------------------------------------------------------------------------------

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self.viewport())
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        wide, shift = self.viewport().width(), self.verticalScrollBar().value()
        seen = event.rect()
        for at, (top, section) in enumerate(self._titles):
            y = top - shift
            if at and seen.top() <= y <= seen.bottom() + GAP:
                painter.fillRect(QRectF(12, y - GAP / 2, wide - 24, 1), theme.colour("line2"))
            if y < seen.bottom() and y + HEADING + 28 > seen.top():
                entries.title(painter, section, y, wide)
        for section in self.sections:
            for entry in section.entries:
                box = self.place_of(entry.id)
                if box.intersects(seen):
                    self._row(painter, entry, QRectF(box))
        if not self._places and self.hint and self._naming is None:
            entries.empty(painter, self.hint, wide)

    def _row(self, painter: QPainter, entry: Entry, box: QRectF) -> None:
        aimed = entry.id == self._target
        told = "Merge into this one" if aimed and self._lifted else entry.count
        if aimed:
            state: State = "aimed"
        elif entry.id == self.current:
            state = "focused" if self.hasFocus() else "chosen"
        else:
            state = "hovered" if entry.id == self._hover else ""
        size = portraits.WIDE if entry.face.whole else portraits.SQUARE
        pixmap = self._portraits.small(entry.face, size, self.devicePixelRatioF())
        named = entry.id != self._naming
        entries.row(painter, box, entry, pixmap, state, told, named)

    # The mouse -----------------------------------------------------------------------------------

    def mousePressEvent(self, event: QMouseEvent) -> None:
        id = self.at(event.position().toPoint())
        if id:
            self.choose(id, follow=False)
            self.chosen.emit(id)
            if event.button() == Qt.MouseButton.LeftButton:
                self._drag = (id, event.position().toPoint())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        where = event.position().toPoint()
        id = self.at(where)
        if self._drag and event.buttons() & Qt.MouseButton.LeftButton:
            far = (where - self._drag[1]).manhattanLength()
            self._lifted = self._lifted or far >= QApplication.startDragDistance()
            if self._lifted:
                self.viewport().setCursor(Qt.CursorShape.DragMoveCursor)
                self._aim(id if id != self._drag[0] else "")
            return
        if id != self._hover:
            for one in (self._hover, id):
                self.viewport().update(self.place_of(one))
            self._hover = id
            entry = self.entry(id)
            self.viewport().setToolTip("\n".join((entry.name, entry.look, KEYS)) if entry else "")

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        drag, target, lifted = self._drag, self._target, self._lifted
        self._drag, self._lifted = None, False
        self.viewport().unsetCursor()
        self._aim("")
        if drag and lifted and target:
            self.merged.emit(target, drag[0])

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        id = self.at(event.position().toPoint())
        if id:
            self.went.emit(id)

    def leaveEvent(self, event: QEvent) -> None:
        self.viewport().update(self.place_of(self._hover))
        self._hover = ""

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        mouse = event.reason() == QContextMenuEvent.Reason.Mouse
        id = self.at(event.pos()) if mouse else self.current
        where = event.pos() if mouse else self.place_of(id).center()
        if id:
            self.choose(id, follow=False)
            self.chosen.emit(id)
        self.asked.emit(id, self.viewport().mapToGlobal(where))

    def _aim(self, id: str) -> None:
        if id != self._target:
            for one in (self._target, id):
                self.viewport().update(self.place_of(one))
            self._target = id

    # Files from outside --------------------------------------------------------------------------

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if picture_in(event.mimeData()):
            event.acceptProposedAction()

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        self._aim(self.at(event.position().toPoint()))
        event.setAccepted(bool(self._target))

    def dragLeaveEvent(self, event: QEvent) -> None:
        self._aim("")

    def dropEvent(self, event: QDropEvent) -> None:
        id, file = self._target, picture_in(event.mimeData())
        self._aim("")
        if id and file:
            event.acceptProposedAction()
            self.dropped.emit(id, file)

    # Keys ----------------------------------------------------------------------------------------

    def event(self, event: QEvent) -> bool:
        # keys that mean a row here mean the shot elsewhere in the window
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            own = (Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_Home, Qt.Key.Key_End)
            if not event.modifiers() and event.key() in (
                *own, Qt.Key.Key_F2, Qt.Key.Key_Delete, Qt.Key.Key_Return, Qt.Key.Key_Enter,
            ):  # fmt: skip
                event.accept()
                return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        rows, key = self.ids(), event.key()
        at = rows.index(self.current) if self.current in rows else -1
        steps = {
            Qt.Key.Key_Up: max(0, at - 1), Qt.Key.Key_Down: min(len(rows) - 1, at + 1),
            Qt.Key.Key_Home: 0, Qt.Key.Key_End: len(rows) - 1,
        }  # fmt: skip
        if key in steps and rows:
            self.choose(rows[steps[Qt.Key(key)]])
            self.chosen.emit(self.current)
        elif at < 0:
            super().keyPressEvent(event)
        elif key == Qt.Key.Key_F2:
            self.name_in_place(self.current)
        elif key == Qt.Key.Key_Delete:
            self.removed.emit(self.current)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.opened.emit(self.current)
        else:
            super().keyPressEvent(event)

    def eventFilter(self, watched: object, event: QEvent) -> bool:
        if watched is self.field and self._naming is not None:
            if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
                if event.key() == Qt.Key.Key_Escape:
                    self._close_field()
                    return True
                if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                    self._take_name()
                    return True
            elif event.type() == QEvent.Type.FocusOut:
                self._take_name()
        return False

    def _take_name(self) -> None:
        id, name = self._naming, self.field.text().strip()
        self._close_field()
        if id is not None and name:
            self.named.emit(id, name)

    def _close_field(self) -> None:
        had = self.field.hasFocus()
        self._naming = None
        self.field.hide()
        self._measure()
        self.viewport().update()
        if had:
            self.setFocus()

    def _place_field(self) -> None:
        if self._naming is None:
            return
        if self._naming and self._naming not in self._places:
            self._close_field()
            return
        entry = self.entry(self._naming) or self.entry(next(iter(self._places), ""))
        wide = portraits.WIDE if entry and entry.face.whole else portraits.SQUARE
        left = 12 + wide.width() + 8
        if self._naming:
            top = self.place_of(self._naming).top() + 9
        else:
            top = self._high - self.verticalScrollBar().value() + 18
        self.field.setGeometry(left, top, self.viewport().width() - left - 12, 25)

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._measure()
        self._place_field()

    def scrollContentsBy(self, dx: int, dy: int) -> None:
        self._place_field()
        self.viewport().update()

    def focusInEvent(self, event: QEvent) -> None:
        if not self.current and self._places:
            self.choose(next(iter(self._places)))
        self.viewport().update()

    def focusOutEvent(self, event: QEvent) -> None:
        self.viewport().update()


def picture_in(data: QMimeData) -> str:
    """The first picture file that is dragged in; empty for none."""
    files = [url.toLocalFile() for url in data.urls() if url.isLocalFile()]
    return next((file for file in files if file.lower().endswith(PICTURES)), "")
