"""The stage: one shot, large - where everyone is at every moment, and what the camera shows."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QPoint, QPointF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPen, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QMenu, QWidget

from ui import forms, stage_acts, theme
from ui.acts import Act
from ui.canvas import PICTURES, Canvas
from ui.casting import Casting
from ui.easel import Easel, Newcomer
from ui.film import Film
from ui.keyframes import KeyframeRow
from ui.menus import menu
from ui.moments import Moments
from ui.pen_bar import PenBar
from ui.pictures import Pictures
from ui.stage_bar import StageBar
from ui.stage_deeds import Deeds
from ui.stage_line import StageLine
from ui.takes import TakeRow
from ui.warning_line import WarningLine

FILES = f"Pictures ({' '.join('*' + suffix for suffix in PICTURES)})"


class StageView(QWidget):
    """``wanted`` names an act of another pane, such as "player.play"."""

    wanted = Signal(str)

    def __init__(self, film: Film, pictures: Pictures, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.film, self.pictures = film, pictures
        self.easel = Easel(film, self)
        self.deeds = Deeds(self.easel)
        self.canvas = Canvas(film, pictures, self.deeds)
        self.bar = StageBar(self.easel, lambda: stage_acts.guides(self))
        self.line = StageLine(self.easel)
        self.moments = Moments(self.easel)
        self.warnings = WarningLine(film)
        self.pens = PenBar(self.easel, self.canvas.sketch, self.canvas)
        self.vacant = Vacant(self, self.canvas)
        self.keyframes = KeyframeRow(film, pictures)
        self.takes = TakeRow(film, pictures)
        self._casting: Casting | None = None
        self._menu: QMenu | None = None
        self._tool = self.easel.tool
        self.setAutoFillBackground(True)
        whole = forms.column(
            self.bar, self.canvas, self.warnings, self.line, forms.rule(),
            self.moments, forms.rule(), self._below(),
        )  # fmt: skip
        whole.setStretch(1, 1)
        self.setLayout(whole)
        self.setFocusProxy(self.canvas)
        self.bar.adds.connect(self.open_casting)
        self.line.wanted.connect(self.wanted)
        self.canvas.wanted.connect(self.wanted)
        self.canvas.asked.connect(self._ask)
        self.canvas.dropped.connect(self._let_fall)
        self.canvas.resized.connect(self._place)
        self.pens.pins.connect(self.pin_sketch)
        self.easel.altered.connect(self._altered)
        film.changed.connect(self._altered)
        film.selected.connect(self._leave_sketch)
        film.selected.connect(self._altered)
        film.closing.connect(self._closing)
        self._altered()

    def _below(self) -> QHBoxLayout:
        """Keyframes and takes beside each other."""
        upright = forms.rule()
        upright.setFixedSize(1, 64)
        found = forms.row(self.keyframes, upright, self.takes, gap=12, edge=(12, 10, 12, 8))
        found.setStretch(0, 3)
        found.setStretch(2, 2)
        return found

    def showEvent(self, event: QShowEvent) -> None:
        self.warnings.renew()

    @property
    def lead(self) -> QHBoxLayout:
        """Room at the left end of the bar, for the choice between board and stage."""
        return self.bar.lead

    def acts(self) -> list[Act]:
        return stage_acts.acts(self)

    # What can be done ----------------------------------------------------------------------------

    def why_no_shot(self) -> str:
        return "" if self.film.shot else "There is no shot yet. Plan the script first."

    def why_no_sketch(self) -> str:
        return "" if self.canvas.sketch.strokes else "Draw something with the pen first."

    def open_casting(self, anchor: QWidget | None = None) -> None:
        """Choose who comes into the shot."""
        if self.film.shot is None:
            return
        if self._casting is None or self._casting.parentWidget() is not self.window():
            self._casting = Casting(self.film, self.window())
            self._casting.chose.connect(self._cast)
        self._casting.open_for(anchor or self.bar.tools["add"])

    def _cast(self, newcomer: Newcomer) -> None:
        self.easel.hold("add", newcomer)
        self.canvas.setFocus(Qt.FocusReason.OtherFocusReason)

    def pin_sketch(self) -> None:
        """Keep what was drawn as a keyframe at the playhead."""
        self._keep_sketch(self.film.shot_id, self.easel.frame)
        self.easel.hold("select")

    def _keep_sketch(self, shot: str, frame: int) -> None:
        sketch = self.canvas.sketch
        drawn = list(sketch.strokes)
        if not drawn or shot not in self.film.shots:
            sketch.clear()
            return
        image = sketch.onto(self.canvas.picture_at(shot, frame), self.film.board.aspect)
        sketch.clear()  # first, since what pins it tells everybody
        if not self.deeds.pin_image(image, shot, frame):
            sketch.strokes = drawn

    def _leave_sketch(self, *_: object) -> None:
        """Nothing that was drawn is lost when the person goes elsewhere: it is pinned."""
        self._keep_sketch(*self.canvas.sketch.place)

    def _closing(self) -> None:
        self.canvas.keys.settle()
        self._leave_sketch()
        self.canvas.cloth.rest()

    def choose_keyframe(self) -> None:
        if file := self._choose("Import a keyframe"):
            self.deeds.import_keyframe(file)

    def choose_sheet(self) -> None:
        if file := self._choose(f"Import a sheet of {self.deeds.name}"):
            self.deeds.import_sheet(file)

    def choose_plate(self) -> None:
        if file := self._choose("Import a plate"):
            self.deeds.import_plate(file)

    def _choose(self, title: str) -> Path | None:
        name, _ = QFileDialog.getOpenFileName(self, title, "", FILES)
        return Path(name) if name else None

    # What is asked -------------------------------------------------------------------------------

    def _ask(self, where: QPointF) -> None:
        """A right click: what can be done with what lies there."""
        if self.film.subject_id:
            acts = stage_acts.of_box(self)
        elif self.easel.camera:
            acts = stage_acts.of_camera(self)
        else:
            acts = stage_acts.of_stage(self)
        self._menu = menu(acts, self)
        self._menu.popup(where.toPoint())

    def _let_fall(self, file: str, where: QPointF) -> None:
        """A picture's file was dropped: what is it?"""
        path, deeds = Path(file), self.deeds
        keyframe = Act(
            "stage.drop_keyframe",
            f"Keyframe at frame {self.easel.frame + 1}",
            lambda: deeds.import_keyframe(path),
        )
        who = f"Sheet of {deeds.name}" if deeds.name else "Sheet of the picked subject"
        sheet = Act(
            "stage.drop_sheet",
            who,
            lambda: deeds.import_sheet(path),
            why_not=deeds.why_no_sheet,
        )
        place = next((p.name for p in self.film.board.places if p.id == deeds.place), "the place")
        plate = Act(
            "stage.drop_plate",
            f"Plate of {place}",
            lambda: deeds.import_plate(path),
            why_not=deeds.why_no_plate,
        )
        self._menu = menu([keyframe, sheet, plate], self)
        self._menu.popup(self.canvas.mapToGlobal(where.toPoint()))

    # What is shown -------------------------------------------------------------------------------

    def _altered(self, *_: object) -> None:
        if self.easel.tool != self._tool:  # its keys are the stage's
            self._tool = self.easel.tool
            if self.isVisible():
                self.canvas.setFocus(Qt.FocusReason.OtherFocusReason)
        if self.easel.tool != "pen" and self.canvas.sketch:
            self._leave_sketch()
        shot = self.film.shot
        empty = shot is None or not any(any(row) for row in shot.layout.boxes.values())
        self.vacant.show_for(shot is not None, empty and self.easel.tool == "select")
        self._place()

    def _place(self) -> None:
        self.pens.place(self.canvas.size())
        self.vacant.place(self.canvas.size())


class Vacant(QWidget):
    """An empty stage says what to do."""

    def __init__(self, stage: StageView, parent: QWidget) -> None:
        super().__init__(parent)
        self.setFixedSize(340, 132)
        self.title = forms.label("", 13, 600)
        self.words = forms.label("", 12, 400, "t2")
        for label in (self.title, self.words):
            label.setAlignment(Qt.AlignmentFlag.AlignCenter)
            label.setWordWrap(True)
        self.add = forms.button("Add a subject", lambda: stage.open_casting(self.add), "primary")
        self.add.setToolTip("Choose who comes, then draw a box (A)")
        self.board = forms.button("Show the board", lambda: stage.film.show_view("board"))
        buttons = forms.row(None, self.add, self.board, None)
        self.setLayout(
            forms.column(None, self.title, 4, self.words, 14, buttons, None, edge=(16, 8, 16, 8))
        )
        self.setCursor(Qt.CursorShape.ArrowCursor)

    def show_for(self, shot: bool, empty: bool) -> None:
        self.setVisible(empty)
        self.add.setVisible(shot)
        self.board.setVisible(not shot)
        self.title.setText("Nobody is on the stage" if shot else "No shots yet")
        self.words.setText(
            "Add a subject and draw a box where it stands."
            if shot
            else "Plan the script, or draw the first shot on the board."
        )

    def place(self, room: QSize) -> None:
        middle = QPoint(room.width() // 2, room.height() // 2)
        self.move(middle - self.rect().center())

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(theme.colour("t4"), 1, Qt.PenStyle.DashLine))
        painter.setBrush(theme.colour("bg1", 225))
        painter.drawRoundedRect(self.rect().adjusted(0, 0, -1, -1), 6, 6)
        painter.end()

    def resizeEvent(self, event: QResizeEvent) -> None:
        self.update()
