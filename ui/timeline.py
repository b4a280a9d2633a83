"""The timeline: its tools, its tracks, and all that can be done there by menu and key."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QPoint, QRectF, QSize, Qt
from PySide6.QtGui import QKeySequence, QPainter, QPaintEvent
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QMenu, QSlider, QToolButton, QWidget

from storyboard.board import Join
from storyboard.edits import joins, shots
from storyboard.edits.ids import new_id
from studio.cells import Cell
from studio.sounds import FORMATS
from ui import cells, forms, menus, strokes, theme
from ui.acts import Act
from ui.film import Film
from ui.hits import Hit
from ui.lanes import Lanes
from ui.pictures import ON, Pictures
from ui.timeline_acts import acts, marks, menu_for

BAR = 32
STEPS = 1000  # of the slider


class Timeline(QWidget):
    """Tools above, tracks below."""

    def __init__(self, film: Film, pictures: Pictures, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.film = film
        self.lanes = Lanes(film, pictures)
        self.setFocusProxy(self.lanes)
        self._spot = -1  # the film's frame under the last right click
        self._acts, self._marks = acts(self), marks(self)
        self._tools()
        self.legend = Legend()
        self.slider = QSlider(Qt.Orientation.Horizontal)
        self.slider.setRange(0, STEPS)
        self.slider.setFixedWidth(96)
        self.slider.setAccessibleName("Zoom of the timeline")
        self.slider.setToolTip("Zoom of the timeline (Ctrl+wheel)")
        self.slider.valueChanged.connect(lambda value: self.lanes.set_zoom(value / STEPS))
        self.fit_button = forms.button("Fit", self.fit, "plain")
        self.fit_button.setToolTip("Show the whole film (Shift+Z)")
        bar = QWidget()
        bar.setFixedHeight(BAR)
        bar.setLayout(self._bar())
        both = forms.column(bar, forms.rule(), self.lanes)
        both.setStretch(2, 1)
        self.setLayout(both)
        self.lanes.zoomed.connect(self._zoomed)
        self.lanes.asked.connect(self._ask)

    def _tools(self) -> None:
        self.select = self._tool("timeline.select", "select")
        self.trim = self._tool("timeline.trim", "trim")
        self.magnet = self._tool("timeline.snap", "magnet")
        self.marker = self._tool("timeline.marker", "marker", checkable=False)
        self.add = self._tool("sound.import", "sound", checkable=False)
        self._show_tools()

    def _bar(self) -> QHBoxLayout:
        return forms.row(
            self.select, self.trim, self.magnet, self.marker, self.add, 8, self.legend, None,
            self._tool("timeline.out", "minus", checkable=False), self.slider,
            self._tool("timeline.in", "plus", checkable=False), 4, self.fit_button,
            gap=2, edge=(8, 0, 8, 0),
        )  # fmt: skip

    def _tool(self, name: str, icon: str, checkable: bool = True) -> QToolButton:
        act = self.act(name)
        key = f" ({QKeySequence(act.keys[0]).toString()})" if act.keys else ""
        found = forms.tool(icon, f"{act.said.rstrip('…')}{key}", act.do, checkable)
        found.clicked.connect(self._show_tools)
        return found

    # What can be done ----------------------------------------------------------------------------

    def acts(self) -> list[Act]:
        return list(self._acts)

    def act(self, name: str) -> Act:
        return next(act for act in (*self._acts, *self._marks) if act.name == name)

    def use(self, tool: str) -> None:
        """Select, or trim."""
        self.lanes.tool = "trim" if tool == "trim" else "select"
        self._show_tools()

    def magnetise(self) -> None:
        self.lanes.snap.on = not self.lanes.snap.on
        self._show_tools()

    def _show_tools(self) -> None:
        self.select.setChecked(self.lanes.tool == "select")
        self.trim.setChecked(self.lanes.tool == "trim")
        self.magnet.setChecked(self.lanes.snap.on)

    def zoom(self, by: float) -> None:
        self.lanes.set_zoom(self.lanes.scale.zoom + by)

    def fit(self) -> None:
        """The whole film."""
        self.lanes.set_zoom(0.0)

    def fit_chosen(self) -> None:
        """The stretch between in and out, else the chosen shots, as large as they can be."""
        film = self.film
        if film.stretch:
            self.lanes.show_frames(*film.stretch)
        elif film.chosen:
            last = film.chosen[-1]
            end = film.starts[last] + film.shots[last].length
            self.lanes.show_frames(film.starts[film.chosen[0]], end)

    def import_sounds(self) -> None:
        """Choose sound files; they are laid from the playhead on, each on a track with room."""
        kinds = " ".join(f"*{suffix}" for suffix in FORMATS)
        names, _ = QFileDialog.getOpenFileNames(self, "Import sound", "", f"Sounds ({kinds})")
        for name in names:
            self.lanes.arrivals.bring(name, self.film.frame)

    def rename(self) -> None:
        """The picked sound or marker."""
        if self.lanes.sound_id:
            self.lanes.rename_sound(self.lanes.sound_id)
        elif self.lanes.marker_id:
            self.lanes.rename_marker(self.lanes.marker_id)

    def ask_keyframe(self) -> None:
        """A keyframe where the right click was: in the middle of what is wrong, if anything is."""
        found = self.film.at(self._spot if self._spot >= 0 else self.film.frame)
        if found is None:
            return
        shot, frame = found
        row = self.lanes.cells.peek(shot.id)
        cell = next((c for c in row if c.start <= frame // ON < c.end and c.wrong), None)
        at = (cell.at if cell else frame) // ON * ON
        name = f"Add a keyframe at frame {at + 1} of {self.film.labels[shot.id]}"
        if self.film.edit(name, lambda board: shots.ask_keyframe(board, shot.id, at)):
            self.film.render([shot.id], "final")

    def continue_shot(self) -> None:
        """A new shot that goes on from the current one's last frame."""
        film, shot = self.film, self.film.shot
        if shot is None:
            return
        new, length = new_id(film.board, "sh"), 2 * film.board.rate
        name = f"Continue {film.labels[shot.id]}"
        if film.edit(name, lambda board: joins.continue_shot(board, shot.id, length)):
            film.select(new)

    def join(self, how: Join) -> None:
        self.lanes.cutting.set_join(self.film.shot_id, how)

    # Menus ---------------------------------------------------------------------------------------

    def _ask(self, hit: Hit, where: QPoint) -> None:
        """The menu of what lies there."""
        spot = self.lanes.viewport().mapFromGlobal(where)
        self._spot = int(self.lanes.scale.at(spot.x()))
        if hit.what in ("shot", "start", "end", "seam", "roll", "line"):
            if hit.id not in self.film.chosen:
                self.film.select(hit.id)
            self.lanes.pick()
        elif hit.what == "marker":
            self.lanes.pick(marker=hit.id)
        elif self.lanes.sounds.clip(hit.id):
            self.lanes.pick(sound=hit.id)
        else:
            self.lanes.pick()
        self.menu(hit).popup(where)

    def menu(self, hit: Hit) -> QMenu:
        """The acts that are about this."""
        row, rule = [], False
        for name in menu_for(hit):
            if name:
                row.append(replace(self.act(name), rule=rule))
            rule = not name
        return menus.menu(row, self)

    def _zoomed(self, zoom: float) -> None:
        self.slider.blockSignals(True)
        self.slider.setValue(round(STEPS * zoom))
        self.slider.blockSignals(False)


class Legend(QWidget):
    """What the fill of a cell means, where there is room for it."""

    def __init__(self) -> None:
        super().__init__()
        self.setFixedHeight(24)
        self.setMinimumWidth(0)
        self.setAccessibleName("Cells: animatic, keyframe, in-between, final")

    def sizeHint(self) -> QSize:
        return QSize(round(sum(self._widths())), 24)

    def _widths(self) -> list[float]:
        font = theme.font(11)
        return [28 + strokes.width(font, name.capitalize()) for name in cells.NAMES]

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        x, font, widths = 0.0, theme.font(11), self._widths()
        if sum(widths) - 14 > self.width():
            widths = []  # a part of it would mislead
        for level, (name, wide) in enumerate(zip(cells.NAMES, widths)):
            cells.paint_cell(painter, QRectF(x, 6, 9, 12), Cell(0, 1, level))
            place = QRectF(x + 14, 0, 150, 24)
            strokes.words(painter, place, name.capitalize(), font, "t3", elide=False)
            x += wide
        painter.end()
