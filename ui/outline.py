"""The outline: scenes, sections and synopses of the script in order; a click goes there."""

from __future__ import annotations

from bisect import bisect_right

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRectF, QSize, Qt
from PySide6.QtGui import QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from storyboard import timing
from ui import forms, strokes, theme
from ui.script import ScriptEditor
from ui.survey import Step, Survey

ROW = 26
STEP = Qt.ItemDataRole.UserRole


class Outline(QWidget):
    """Above the script; the scene of the cursor is marked in it."""

    def __init__(self, editor: ScriptEditor, survey: Survey) -> None:
        super().__init__()
        self._editor = editor
        self._survey = survey
        self.field = QLineEdit()
        self.field.setPlaceholderText("Search the outline")
        self.field.setAccessibleName("Search the outline")
        self.field.setToolTip("Enter goes to the first one, Down into the list")
        self.rows = QListWidget()
        self.rows.setAccessibleName("Outline")
        self.rows.setFrameShape(QListWidget.Shape.NoFrame)
        self.rows.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.rows.setUniformItemSizes(True)
        self.rows.setMouseTracking(True)
        self.rows.setStyleSheet("QListWidget { background: transparent; outline: 0; }")
        self.rows.setItemDelegate(Row(editor, self.rows))
        self.empty = forms.label("", 12, 400, "t3")
        self.empty.setWordWrap(True)
        self.empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.empty.setContentsMargins(20, 16, 20, 16)
        whole = forms.column(
            forms.row(self.field, edge=(10, 6, 10, 4)), self.rows, self.empty, forms.rule()
        )
        whole.setStretch(1, 1)
        self.setLayout(whole)
        self._shown: list[Step] = []
        self.field.textChanged.connect(self.renew)
        self.field.returnPressed.connect(self._first)
        self.rows.itemClicked.connect(self._go)
        self.rows.itemActivated.connect(self._go)
        survey.done.connect(self.renew)
        editor.cursorPositionChanged.connect(self._mark)
        self.hide()

    def renew(self) -> None:
        """The steps that the search leaves."""
        if not self.isVisible() and not self._shown:
            return
        words = self.field.text().casefold().split()
        steps = [
            step
            for step in self._survey.steps
            if all(word in step.text.casefold() for word in words)
        ]
        if steps != self._shown or self.rows.count() != len(steps):
            self._shown = steps
            self.rows.clear()
            for step in steps:
                item = QListWidgetItem(step.text)
                item.setData(STEP, step)
                item.setToolTip(step.text)
                self.rows.addItem(item)
        self.rows.viewport().update()
        self.rows.setVisible(bool(steps))
        self.empty.setVisible(not steps)
        self.empty.setText(
            "Nothing in the outline is called so."
            if self._survey.steps
            else "Scene headings (INT. KITCHEN – DAY), # sections and = synopses are listed here."
        )
        self._mark()

    def showEvent(self, event: object) -> None:
        self.renew()

    def _mark(self) -> None:
        """The scene that the cursor is in is the current row."""
        if not self.isVisible() or self.rows.hasFocus():
            return
        point = self._editor.textCursor().position()
        at = bisect_right([step.point for step in self._shown], point) - 1
        if at >= 0 and at != self.rows.currentRow():
            self.rows.setCurrentRow(at)

    def _first(self) -> None:
        if self.rows.count():
            self._go(self.rows.item(0))

    def _go(self, item: QListWidgetItem) -> None:
        step: Step = item.data(STEP)
        self._editor.end_step()
        self._editor.setFocus(Qt.FocusReason.OtherFocusReason)
        self._editor.go_to_top(step.point)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self.field.text():
            self.field.clear()
        elif event.key() == Qt.Key.Key_Escape:
            self._editor.setFocus(Qt.FocusReason.OtherFocusReason)
        elif event.key() == Qt.Key.Key_Down and self.field.hasFocus() and self.rows.count():
            self.rows.setFocus(Qt.FocusReason.TabFocusReason)
            self.rows.setCurrentRow(max(0, self.rows.currentRow()))
        else:
            super().keyPressEvent(event)


class Row(QStyledItemDelegate):
    """One line: number, name, how long the scene is; a mark where the script was changed."""

    def __init__(self, editor: ScriptEditor, parent: QListWidget) -> None:
        super().__init__(parent)
        self._editor = editor
        self._list = parent

    def sizeHint(
        self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> QSize:
        return QSize(100, ROW)

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        step: Step = index.data(STEP)
        box = QRectF(option.rect)  # type: ignore[attr-defined]
        state = option.state  # type: ignore[attr-defined]
        current = bool(state & QStyle.StateFlag.State_Selected)
        if current or state & QStyle.StateFlag.State_MouseOver:
            painter.fillRect(box, theme.colour("bg3" if current else "bg2"))
        if current and self._list.hasFocus():
            painter.fillRect(QRectF(box.x(), box.y(), 2, box.height()), theme.colour("acc"))
        if step.kind != "heading":
            left = 12 + 10 * max(0, step.depth - 1)
            font = theme.font(12, 600) if step.kind == "section" else theme.font(11)
            left = 44 if step.kind == "synopsis" else left
            ink = "t1" if step.kind == "section" else "t3"
            strokes.words(painter, box.adjusted(left, 0, -12, 0), step.text, font, ink)
            return
        place = self._editor.drift.place(step.point)
        scene = self._editor.stretches.scene_in(place, place + max(1, len(step.text)))
        right = box.right() - 12
        if scene is not None:
            film = self._editor.film
            number = QRectF(box.x() + 10, box.y(), 26, box.height())
            said = film.labels[scene.id]
            strokes.words(painter, number, said, theme.font(11, 600), "t3", strokes.RIGHT)
            length = sum(shot.length for shot in scene.shots)
            said = timing.told(length, film.board.rate) if scene.shots else ""
            wide = strokes.width(theme.font(11), said)
            strokes.words(
                painter, QRectF(right - wide - 1, box.y(), wide + 1, box.height()), said,
                theme.font(11), "t3", strokes.RIGHT, elide=False,
            )  # fmt: skip
            right -= wide + 8
            if any(shot.stale for shot in scene.shots):
                strokes.icon(painter, "stale", right - 14, box.center().y() - 7, "warn", 14)
                right -= 20
        name = QRectF(box.x() + 44, box.y(), right - box.x() - 44, box.height())
        strokes.words(painter, name, step.text, theme.font(12), "t1" if current else "t2")
