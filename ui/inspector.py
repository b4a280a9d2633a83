"""The selected shot, field by field. Values apply at once; every one can be undone."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any, get_args

from PySide6.QtCore import QEvent, QObject, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen, QPixmap, QPixmapCache
from PySide6.QtWidgets import (
    QComboBox,
    QFrame,
    QLineEdit,
    QPlainTextEdit,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from storyboard import timing
from storyboard.board import Angle, Join, Movement, Shot, Size
from storyboard.edits import shots
from ui import forms, strokes, theme
from ui.film import Film
from ui.pictures import Pictures

SIZES = {
    "EWS": "Extreme wide", "WS": "Wide shot", "FS": "Full shot", "MS": "Medium shot",
    "MCU": "Medium close", "CU": "Close-up", "ECU": "Extreme close",
}  # fmt: skip


class Inspector(QWidget):
    """Fields of the film's selected shot."""

    def __init__(self, film: Film, pictures: Pictures, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.film = film
        self._showing = False
        self.number = forms.label("", 15, 600)
        self.place = forms.label("", 11, 400, "t3")
        self.lock = forms.tool("unlock", "Lock the shot (Ctrl+L)", self._toggle_lock, True)
        self.action = Words("Action", self._set_action)
        self.choices = {
            "size": self._choice("size", Size, SIZES),
            "angle": self._choice("angle", Angle),
            "movement": self._choice("movement", Movement),
            "join": self._choice("join", Join),
        }
        self.length = QLineEdit()
        self.length.setAccessibleName("Length")
        self.length.setToolTip("4, 4s, 96f or 00:04:00; up and down change it by a frame")
        self.length.editingFinished.connect(self._set_length)
        self.length.installEventFilter(self)
        self.frames = forms.label("", 11, 400, "t3")
        self.fault = forms.label("", 11, 400, "err")
        self.fault.setWordWrap(True)
        self.fault.hide()
        self.cast = Chips(film)
        self.takes = TakeStrip(film, pictures)
        self.made = forms.label("", 11, 400, "t3")
        self.made.setWordWrap(True)
        self._lay()
        film.changed.connect(self.show_shot)
        film.selected.connect(self.show_shot)
        film.took.connect(self.show_shot)
        self.show_shot()

    def _lay(self) -> None:
        head = forms.row(forms.label("Shot", 12, 600), None, self.lock, edge=(12, 0, 8, 0))
        fields = forms.column(
            forms.row(self.number, self.place, None),
            10,
            self.action,
            10,
            self.cast,
            12,
            forms.rule(),
            10,
            forms.row(forms.label("Camera and time", 12, 600), None, self.frames),
            8,
            forms.columns(
                _field("Size", self.choices["size"]), _field("Angle", self.choices["angle"])
            ),
            8,
            forms.columns(
                _field("Movement", self.choices["movement"]), _field("Length", self.length)
            ),
            4,
            self.fault,
            4,
            forms.columns(_field("Join to the next shot", self.choices["join"])),
            12,
            forms.rule(),
            10,
            self.takes,
            8,
            self.made,
            None,
            edge=(12, 10, 12, 8),
        )
        inside = QWidget()
        inside.setLayout(fields)
        area = QScrollArea()
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setWidgetResizable(True)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setWidget(inside)
        top = QWidget()
        top.setFixedHeight(40)
        top.setLayout(head)
        self.setLayout(forms.column(top, forms.rule(), area))

    def _choice(self, name: str, kind: Any, said: dict[str, str] | None = None) -> QComboBox:
        found = QComboBox()
        found.setAccessibleName(name.capitalize())
        found.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        found.setMinimumContentsLength(6)
        for value in get_args(kind):
            found.addItem((said or {}).get(value, value.capitalize()), value)
        found.activated.connect(partial(self._chosen, name, found))
        return found

    # Showing -------------------------------------------------------------------------------------

    def show_shot(self, *_: object) -> None:
        """Read all fields from the board; a field that is being typed in is left alone."""
        shot, board = self.film.shot, self.film.board
        self.setEnabled(shot is not None)
        if shot is None:
            return
        self._showing = True
        scene = board.scene_of(shot.id)
        place = next((p.name for p in board.places if p.id == scene.place), "")
        self.number.setText(f"Shot {self.film.labels[shot.id]}")
        self.place.setText(" · ".join(part for part in (place, scene.daytime) if part))
        self.action.show_words(shot.action)
        for name, box in self.choices.items():
            box.setCurrentIndex(box.findData(getattr(shot, name)))
        if not self.length.hasFocus() or not self.length.isModified():
            self.length.setText(timing.seconds(shot.length, board.rate))
            self._wrong("")
        self.frames.setText(f"{shot.length} frames")
        locked = bool(shot.locked)
        self.lock.setChecked(locked)
        self.lock.setIcon(theme.icon("lock" if locked else "unlock", "t1" if locked else "t2"))
        self.cast.show_shot(shot)
        self.takes.show_shot(shot)
        self.made.setText(_slate(self.film, shot))
        self._showing = False

    # Changing ------------------------------------------------------------------------------------

    def _edit(self, what: str, **values: Any) -> bool:
        shot = self.film.shot
        if shot is None or self._showing:
            return False
        number = self.film.labels[shot.id]
        return self.film.edit(
            f"Change {what} of {number}", lambda board: shots.set_shot(board, shot.id, **values)
        )

    def _chosen(self, name: str, box: QComboBox, at: int) -> None:
        self._edit(f"the {name}", **{name: box.itemData(at)})

    def _set_action(self, words: str) -> None:
        if self.film.shot and words != self.film.shot.action:
            self._edit("the action", action=words)

    def _set_length(self) -> None:
        shot = self.film.shot
        if shot is None or not self.length.isModified():
            return
        try:
            length = timing.parse(self.length.text().removesuffix(" "), self.film.board.rate)
            if length < 1:
                raise ValueError("A shot is at least one frame long. Type 1f or more.")
        except ValueError as fault:
            self._wrong(str(fault))
            return
        self.length.setModified(False)
        self._wrong("")
        if length == shot.length or not self._edit("the length", length=length):
            self.show_shot()

    def _wrong(self, sentence: str) -> None:
        self.length.setProperty("wrong", bool(sentence))
        self.length.style().polish(self.length)
        self.fault.setText(sentence)
        self.fault.setVisible(bool(sentence))

    def _toggle_lock(self) -> None:
        toggle_lock(self.film)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.length and isinstance(event, QKeyEvent) and self.film.shot:
            step = {Qt.Key.Key_Up: 1, Qt.Key.Key_Down: -1}.get(Qt.Key(event.key()))
            if step and event.type() == QEvent.Type.KeyPress:
                wide = 10 if event.modifiers() & Qt.KeyboardModifier.ShiftModifier else 1
                self.length.setModified(False)
                shot = self.film.shot
                length = max(1, shot.length + step * wide)
                self.film.edit(
                    f"Change the length of {self.film.labels[shot.id]}",
                    lambda board: shots.set_length(board, shot.id, length),
                    merge=f"length {shot.id}",
                )
                return True
        return super().eventFilter(watched, event)


def toggle_lock(film: Film) -> None:
    """Lock the selected shot against plans, or unlock it."""
    shot = film.shot
    if shot is None:
        return
    number = film.labels[shot.id]
    if shot.locked:
        film.edit(f"Unlock {number}", lambda board: shots.unlock(board, [shot.id]))
    else:
        film.edit(f"Lock {number}", lambda board: shots.lock(board, [shot.id]))


def _slate(film: Film, shot: Shot) -> str:
    take = film.session.takes.best(film.board, shot.id)
    if take is None:
        return "No takes yet: what you see is the layout. Render makes the first one."
    slate = take.slate
    steps = slate.get("steps", 0)
    parts = [str(slate.get("family", "")).capitalize(), f"seed {slate.get('seed')}"]
    parts += [f"{steps} steps"] if steps > 1 else []
    parts += [f"{slate['seconds']:.1f} s to make"] if slate.get("seconds") else []
    return ", ".join(parts)


def _field(said: str, field: QWidget) -> QVBoxLayout:
    return forms.column(forms.label(said, 11, 400, "t3"), 4, field)


class Words(QPlainTextEdit):
    """A short text that is taken in when the person leaves it."""

    def __init__(self, name: str, taken: Callable[[str], None]) -> None:
        super().__init__()
        self._taken = taken
        self.setAccessibleName(name)
        self.setTabChangesFocus(True)
        self.setFixedHeight(58)

    def show_words(self, words: str) -> None:
        if not self.hasFocus() and self.toPlainText() != words:
            self.setPlainText(words)

    def take_in(self) -> None:
        self._taken(" ".join(self.toPlainText().split()))

    def focusOutEvent(self, event: Any) -> None:
        super().focusOutEvent(event)
        self.take_in()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.take_in()
            return
        super().keyPressEvent(event)


class Chips(QWidget):
    """Who is in the shot, each with the hue that it has everywhere."""

    def __init__(self, film: Film) -> None:
        super().__init__()
        self._film = film
        self._shot: Shot | None = None
        self.setAccessibleName("Cast of the shot")

    def show_shot(self, shot: Shot) -> None:
        self._shot = shot
        self.setFixedHeight(max(1, self._paint(None)))
        self.update()

    def resizeEvent(self, event: Any) -> None:
        self.setFixedHeight(max(1, self._paint(None)))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint(painter)
        painter.end()

    def _paint(self, painter: QPainter | None) -> int:
        """Paint, or only measure; the height that it takes."""
        if self._shot is None:
            return 0
        hues, font = theme.hues(self._film.board), theme.font(11, 500)
        names = {s.id: s.name for s in self._film.board.cast}
        x = y = 0.0
        for id in self._shot.subjects:
            name = names.get(id, id)
            wide = min(float(self.width()), strokes.width(font, name) + 28)
            if x and x + wide > self.width():
                x, y = 0.0, y + 30
            if painter:
                box = QRectF(x, y, wide, 24)
                painter.fillPath(strokes.rounded(box, 12), theme.colour("bg3"))
                painter.setPen(Qt.PenStyle.NoPen)
                painter.setBrush(hues.get(id, theme.colour("t3")))
                painter.drawEllipse(QPointF(x + 11, y + 12), 3.5, 3.5)
                strokes.words(painter, box.adjusted(19, 0, -6, 0), name, font)
            x += wide + 6
        return round(y) + 24 if self._shot.subjects else 1


class TakeStrip(QWidget):
    """The takes of the shot; a click circles one, a click on the circled one lets it go."""

    circled = Signal(str)

    def __init__(self, film: Film, pictures: Pictures) -> None:
        super().__init__()
        self._film = film
        self._shot: Shot | None = None
        self.setFixedHeight(24)
        self.setAccessibleName("Takes")
        pictures.arrived.connect(lambda shot: self.update())

    def show_shot(self, shot: Shot) -> None:
        self._shot = shot
        rows = -(-len(shot.takes) // 3)
        self.setFixedHeight(24 + rows * 66)
        self.update()

    def _places(self) -> list[tuple[QRectF, str, int]]:
        if self._shot is None:
            return []
        wide = (self.width() - 12) / 3
        return [
            (QRectF((at % 3) * (wide + 6), 26 + at // 3 * 66, wide, 42), take, at + 1)
            for at, take in enumerate(self._shot.takes)
        ]

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        whole = QRectF(0, 0, self.width(), 18)
        strokes.words(painter, whole, "Takes", theme.font(12, 600))
        shot = self._shot
        if shot is None:
            return
        said = str(len(shot.takes)) if shot.takes else "none yet"
        said += ", one circled" if shot.circled else ""
        strokes.words(painter, whole, said, theme.font(11), "t3", strokes.RIGHT)
        for box, id, number in self._places():
            take = self._film.session.takes.take(id)
            ticks = sorted(take.frames)
            path = self._film.session.bin.path(take.frames[ticks[len(ticks) // 2]])
            chosen = id == shot.circled
            painter.save()
            painter.setClipPath(strokes.rounded(box, 4))
            painter.fillRect(box, theme.colour("bg3"))
            if path:
                painter.drawPixmap(box.toRect(), _thumb(str(path), box.size().toSize()))
            painter.restore()
            if chosen:
                painter.setPen(QPen(theme.colour("acc"), 2))
                painter.setBrush(Qt.BrushStyle.NoBrush)
                painter.drawRoundedRect(box.adjusted(1, 1, -1, -1), 4, 4)
                strokes.icon(painter, "check", box.right() - 16, box.bottom() + 4, "acc", 14)
            below = QRectF(box.x(), box.bottom() + 3, box.width() - 16, 16)
            font = theme.font(11, 600 if chosen else 400)
            strokes.words(painter, below, f"Take {number}", font, "t1" if chosen else "t2")
        painter.end()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        shot = self._shot
        for box, id, number in self._places():
            if shot and box.contains(event.position()):
                wanted = "" if id == shot.circled else id
                name = f"Circle take {number}" if wanted else f"Let go of take {number}"
                self._film.edit(name, partial(shots.circle, shot_id=shot.id, take=wanted))
                return


def _thumb(path: str, size: QSize) -> QPixmap:
    name = f"{path} {size.width()}"
    found = QPixmap()
    if not QPixmapCache.find(name, found):
        found = QPixmap(path).scaled(
            size * 2,
            Qt.AspectRatioMode.IgnoreAspectRatio,
            Qt.TransformationMode.SmoothTransformation,
        )
        QPixmapCache.insert(name, found)
    return found
