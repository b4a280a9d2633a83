"""What Render asks before it starts: which shots, how far, and what it costs on this machine."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import QEvent, QObject, QPoint, QRectF, Qt, QTimer
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QApplication, QFrame, QPushButton, QWidget

from studio import render
from ui import forms, strokes, theme
from ui.film import FAULTS, Film
from ui.orders import span

SCOPES = ("Shot", "Scene", "Film")
WIDE = 404


@dataclass(frozen=True)
class Choice:
    """A level that may be asked for."""

    level: str
    name: str
    what: str
    fill: int


CHOICES = (
    Choice("layout", "Animatic", "Painted puppets, in colour, no model", 0),
    Choice("keyframes", "Keyframes", "First and last frame of every shot", 1),
    Choice("final", "Final", "Every frame", 3),
)


class RenderCard(QFrame):
    """Lies over the window under its button; Esc or a click beside it closes it."""

    def __init__(self, film: Film, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self.film = film
        self.setObjectName("card")
        self.setStyleSheet(
            f"QFrame#card {{ background: {theme.COLOURS['pop']}; border-radius: 8px;"
            f" border: 1px solid {theme.COLOURS['pop_line']}; }}"
        )
        self.setFixedWidth(WIDE)
        self.scope, self.level = "Film", "final"
        self._estimates: dict[str, str | render.Estimate] = {}
        self.scopes: dict[str, QPushButton] = {}
        self.rows = {choice.level: Row(choice, self) for choice in CHOICES}
        self.facts = {name: forms.label("", 12, 500) for name in ("Windows", "Time here", "Disk")}
        self.notes = {name: forms.label("", 11, 400, "t3") for name in self.facts}
        self.warning = forms.label("", 12, 400, "warn")
        self.warning.setWordWrap(True)
        self.go = forms.button("Render", self._go, "primary", "play")
        self._counting = QTimer(self)
        self._counting.setInterval(0)
        self._counting.timeout.connect(self._count_one)
        self._lay()
        self.hide()

    def _lay(self) -> None:
        by = forms.label("on this machine alone", 11, 400, "t3")
        segments = QWidget()
        segments.setObjectName("segments")
        segments.setStyleSheet(
            f"QWidget#segments {{ background: {theme.COLOURS['bg0']}; border-radius: 5px; }}"
            "QPushButton { border: 0; background: transparent; min-height: 24px; }"
            f"QPushButton:checked {{ background: {theme.COLOURS['bg4']}; }}"
        )
        for name in SCOPES:
            part = forms.button(name, partial(self.choose_scope, name))
            part.setCheckable(True)
            self.scopes[name] = part
        segments.setLayout(forms.row(*self.scopes.values(), gap=2, edge=(2, 2, 2, 2)))
        facts: list[forms.Part] = []
        for name, value in self.facts.items():
            title = forms.label(name, 12, 400, "t3")
            title.setFixedWidth(84)
            facts += [forms.row(title, value, None, self.notes[name]), 6]
        close = forms.button("Close", self.hide, "plain")
        self.setLayout(
            forms.column(
                forms.row(forms.label("Render", 15, 600), None, by),
                10,
                segments,
                10,
                *self.rows.values(),
                12,
                *facts,
                4,
                self.warning,
                10,
                forms.row(close, None, self.go),
                edge=(16, 14, 16, 14),
            )
        )

    # Opening and closing -------------------------------------------------------------------------

    def open_under(self, button: QWidget) -> None:
        """Show it under its button with fresh numbers."""
        self.choose_scope(self.scope)
        self.adjustSize()
        corner = button.mapTo(self._window, QPoint(button.width(), button.height() + 8))
        self.move(corner.x() - self.width(), corner.y())
        self.show()
        self.raise_()
        self.go.setFocus()
        app = QApplication.instance()
        if app is not None:
            app.installEventFilter(self)

    def hideEvent(self, event: object) -> None:
        self._counting.stop()
        app = QApplication.instance()
        if app is not None:
            app.removeEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QMouseEvent) and event.type() == QEvent.Type.MouseButtonPress:
            if not self.geometry().contains(
                self._window.mapFromGlobal(event.globalPosition().toPoint())
            ):
                self.hide()
        elif (
            isinstance(event, QKeyEvent)
            and event.type() == QEvent.Type.KeyPress
            and event.key() == Qt.Key.Key_Escape
        ):
            self.hide()
            return True
        return False

    # Choosing ------------------------------------------------------------------------------------

    def shots(self) -> list[str]:
        """The shots of the chosen scope."""
        shot = self.film.shot
        if self.scope == "Film" or shot is None:
            return list(self.film.shots)
        if self.scope == "Shot":
            return [shot.id]
        return [other.id for other in self.film.board.scene_of(shot.id).shots]

    def choose_scope(self, scope: str) -> None:
        self.scope = scope
        shot = self.film.shot
        if shot:
            scene = self.film.labels[self.film.board.scene_of(shot.id).id]
            self.scopes["Shot"].setText(f"Shot {self.film.labels[shot.id]}")
            self.scopes["Scene"].setText(f"Scene {scene}")
        for name, part in self.scopes.items():
            part.setChecked(name == scope)
        self._estimates.clear()
        self._counting.start()
        self._show()

    def choose_level(self, level: str) -> None:
        self.level = level
        self._show()

    def _count_one(self) -> None:
        """Estimate one level between two events; the chosen one first."""
        order = sorted(self.rows, key=lambda level: level != self.level)
        level = next((level for level in order if level not in self._estimates), "")
        if not level:
            self._counting.stop()
            return
        try:
            self._estimates[level] = render.estimate(self.film.session, self.shots(), level)
        except FAULTS as fault:
            self._estimates[level] = str(fault)
        self._show()

    def _show(self) -> None:
        for level, row in self.rows.items():
            row.show_cost(self._estimates.get(level), level == self.level)
        found = self._estimates.get(self.level)
        stale = sum(shot.stale for shot in self.film.shots.values())
        said = f"{stale} shots differ from the script; plan again first." if stale else ""
        if isinstance(found, render.Estimate):
            seconds = found.seconds
            cost = span(seconds) if seconds is not None else ""
            told = (
                (str(found.windows), _stood(found)),
                (cost or "not measured yet", "by this machine's own windows" if cost else ""),
                (f"{found.bytes / 1e6:.0f} MB", ""),
            )
            self.go.setEnabled(found.shots > 0)
            self.go.setToolTip("" if found.shots else "All of it is made already.")
            self.go.setText(f"Render, {cost}" if cost and found.windows else "Render")
        else:
            told = (("…", ""),) * 3 if found is None else (("–", ""),) * 3
            self.go.setEnabled(False)
            self.go.setText("Render")
            said = found or said
        for (name, value), (words, note) in zip(self.facts.items(), told):
            value.setText(words)
            self.notes[name].setText(note)
        self.warning.setText(said)
        self.warning.setVisible(bool(said))
        self.adjustSize()

    def _go(self) -> None:
        if self.film.render(self.shots(), self.level):
            self.hide()


def _stood(found: render.Estimate) -> str:
    """What need not be made."""
    if found.standing:
        return f"{found.standing} shots stand already"
    return f"{found.found} more come from the bin" if found.found else ""


class Row(QPushButton):
    """One level with its cost."""

    def __init__(self, choice: Choice, card: RenderCard) -> None:
        super().__init__()
        self._choice = choice
        self._cost = self._windows = ""
        self._chosen = False
        self.setStyleSheet("min-height: 44px; max-height: 44px; border: 0;")
        self.setFixedHeight(46)
        self.setAccessibleName(choice.name)
        self.clicked.connect(lambda: card.choose_level(choice.level))

    def show_cost(self, found: str | render.Estimate | None, chosen: bool) -> None:
        self._chosen, self._cost, self._windows = chosen, "", ""
        if isinstance(found, render.Estimate):
            self._cost = span(found.seconds) if found.seconds else ""
            self._windows = f"{found.windows} windows" if found.windows else "made already"
        elif found:
            self._windows = "not here"
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(self.rect()).adjusted(1, 1, -1, -1)
        if self._chosen or self.underMouse():
            fill = "acc_bg" if self._chosen else "bg3"
            painter.fillPath(strokes.rounded(box, 5), theme.colour(fill))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        if self._chosen or self.hasFocus():
            painter.setPen(QPen(theme.colour("acc" if self._chosen else "t3"), 1.5))
            painter.drawRoundedRect(box, 5, 5)
        middle = box.center().y()
        ring = QRectF(box.x() + 12, middle - 6, 12, 12)
        painter.setPen(QPen(theme.colour("acc" if self._chosen else "t3"), 1.4))
        painter.drawEllipse(ring)
        if self._chosen:
            painter.setBrush(theme.colour("acc"))
            painter.drawEllipse(ring.adjusted(3, 3, -3, -3))
        strokes.cell(painter, QRectF(box.x() + 36, middle - 8, 9, 16), self._choice.fill)
        upper = QRectF(box.x() + 56, box.y() + 5, box.width() - 68, 17)
        lower = upper.translated(0, 17)
        strokes.words(painter, upper, self._choice.name, theme.font(12, 600))
        strokes.words(painter, upper, self._cost, theme.font(12, 600), "t1", strokes.RIGHT)
        strokes.words(painter, lower, self._choice.what, theme.font(11), "t3")
        strokes.words(painter, lower, self._windows, theme.font(11), "t3", strokes.RIGHT)
        painter.end()
