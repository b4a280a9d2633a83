"""Cut a figure out of a picture: brushes for what stays and what goes, a fill up to the edges."""

from __future__ import annotations

from functools import partial

from PIL import Image
from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QButtonGroup, QSlider, QWidget

from studio.cutout import Cutout
from ui import forms
from ui.cut_canvas import KEYS, CutCanvas

TOOLS = (
    ("keep", "brush", "Keep brush: paint over what stays (B)"),
    ("leave", "eraser", "Leave brush: paint over what goes (E)"),
    ("fill", "fill", "Fill: click what goes, up to its edge; drag to reach further (F)"),
)


class Cutter(QWidget):
    """The canvas with its tools. ``finished`` gives the cut-out; ``left`` that none is wanted."""

    finished = Signal(object)
    left = Signal()
    said = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.canvas = CutCanvas()
        self.tools = QButtonGroup(self)
        self.buttons = {}
        for tool, icon, tip in TOOLS:
            self.buttons[tool] = forms.tool(icon, tip, partial(self.set_tool, tool), True)
            self.tools.addButton(self.buttons[tool])
        self.brush = QSlider(Qt.Orientation.Horizontal)
        self.brush.setRange(2, 40)
        self.brush.setValue(8)
        self.brush.setFixedWidth(96)
        self.brush.setToolTip("Size of the brush ([ and ])")
        self.brush.setAccessibleName("Size of the brush")
        self.brush.valueChanged.connect(self._set_size)
        self.undo_button = forms.tool("undo", "Take the last mark back (Ctrl+Z)", self.canvas.undo)
        self.look_button = forms.tool("eye", "Show only what stays", self._look, True)
        self.plain = forms.button("Background of one colour", self._suggest)
        self.plain.setToolTip("Let a plain background leave by itself")
        self.done = forms.button("Use the cut-out", self.finish, "primary")
        self.back = forms.button("Back", self.left.emit, "plain")
        bar = forms.row(
            *self.buttons.values(), 4, self.brush, 8, self.undo_button, self.look_button, None,
            self.plain, gap=2, edge=(8, 4, 12, 4),
        )  # fmt: skip
        self.hint = forms.label("", 11, 400, "t3")
        self.hint.setWordWrap(True)
        foot = forms.row(self.hint, self.back, self.done, edge=(12, 8, 12, 10))
        foot.setStretch(0, 1)
        whole = forms.column(bar, forms.rule(), self.canvas, foot)
        whole.setStretch(2, 1)
        self.setLayout(whole)
        self.canvas.cut_again.connect(self._renew)
        self.set_tool("fill")

    def open(self, picture: Image.Image) -> None:
        """Cut this picture. Raises StudioError when it is too small."""
        self.canvas.show_work(Cutout(picture))
        self.look_button.setChecked(False)
        self.canvas.show_cut(False)
        self._renew()

    def set_tool(self, tool: str) -> None:
        self.buttons[tool].setChecked(True)
        self.canvas.set_tool(tool)

    def finish(self) -> None:
        """Hand the cut-out on; a picture of which nothing left is asked about once."""
        work = self.canvas.work
        if work is None:
            return
        self.canvas.finish()
        self.finished.emit(work)

    def _look(self) -> None:
        self.canvas.show_cut(self.look_button.isChecked())

    def _suggest(self) -> None:
        if not self.canvas.suggest():
            self.said.emit(
                "The background is not of one colour. Click its parts with the fill, or paint over "
                "the figure with the keep brush."
            )

    def _set_size(self, value: int) -> None:
        self.canvas.radius = float(value)
        self.canvas.update()

    def _renew(self) -> None:
        work = self.canvas.work
        if work is None:
            return
        self.undo_button.setEnabled(work.marks > 0)
        self.undo_button.setToolTip(
            "Take the last mark back (Ctrl+Z)" if work.marks else "No mark to take back yet"
        )
        if work.is_empty:
            said = "Nothing stays. Paint over the figure with the keep brush."
        elif not work.has_cut:
            said = "Click the background with the fill, or paint over the figure and around it."
        else:
            said = "Right button or Alt: the other way round. Wheel: zoom. Middle button: move."
        self.hint.setText(said)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in KEYS:
            self.set_tool(KEYS[Qt.Key(event.key())])
        elif event.text() in ("[", "]"):
            self.brush.setValue(self.brush.value() + (2 if event.text() == "]" else -2))
        else:
            super().keyPressEvent(event)
