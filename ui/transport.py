"""The transport: the line of buttons under a picture, with a timecode that takes typing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QPoint, Qt, Signal
from PySide6.QtGui import (
    QFocusEvent,
    QFontMetrics,
    QKeyEvent,
    QMouseEvent,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QLayout, QLineEdit, QSlider, QToolButton, QToolTip, QWidget

from storyboard import timing
from ui import forms, theme
from ui.popover import Popover

if TYPE_CHECKING:
    from ui.player import Player

HIGH = 36
NARROW = 296
TIGHT = 340  # pixels across from which there are buttons for cuts
ROOMY = 396  # pixels across from which the film's length is said too
LOUDER = 10  # percent of the slider for a turn of the wheel


class TimeField(QLineEdit):
    """Where the playhead is; a typed time, +12f or -1s goes there with Enter.

    ``went`` tells to which frame, ``left`` that the person is done with it.
    """

    went = Signal(int)
    left = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._frame, self._rate = 0, 24
        self._fresh = False
        self.setFont(theme.font(13, 600))
        self.setAccessibleName("Time of the playhead")
        self.setToolTip("Time of the playhead. Type 4, 12:10, +12f or -1s, then Enter.")
        self.setAlignment(Qt.AlignmentFlag.AlignLeft)
        self.setCursor(Qt.CursorShape.IBeamCursor)
        wide = QFontMetrics(self.font()).horizontalAdvance("00:00:00:00")
        self.setFixedSize(wide + 10, 25)
        self.setStyleSheet(
            "QLineEdit { background: transparent; border: 1px solid transparent; padding: 0 2px;"
            f" font-size: 13px; font-weight: 600; color: {theme.COLOURS['t1']}; }}"
            f"QLineEdit:hover {{ border-color: {theme.COLOURS['line2']}; }}"
            f"QLineEdit:focus {{ border-color: {theme.COLOURS['acc']};"
            f" background: {theme.COLOURS['bg2']}; }}"
            f'QLineEdit[wrong="true"] {{ border-color: {theme.COLOURS["err"]}; }}'
        )
        self.returnPressed.connect(self._go)
        self.textEdited.connect(lambda words: self._mark(False))

    def show_frame(self, frame: int, rate: int) -> None:
        """The playhead moved; what the person is typing stays."""
        self._frame, self._rate = frame, rate
        if not self.hasFocus():
            self.setText(timing.timecode(frame, rate))

    def _go(self) -> None:
        try:
            frame = self._meant(self.text().strip())
        except ValueError as fault:
            self._mark(True)
            QToolTip.showText(self.mapToGlobal(QPoint(0, self.height())), str(fault), self)
            return
        self._mark(False)
        self.went.emit(frame)
        self.left.emit()

    def _meant(self, said: str) -> int:
        if said[:1] in ("+", "-"):
            by = timing.parse(said[1:], self._rate)
            return self._frame + (by if said[0] == "+" else -by)
        return timing.parse(said, self._rate)

    def _mark(self, wrong: bool) -> None:
        if self.property("wrong") != wrong:
            self.setProperty("wrong", wrong)
            self.style().unpolish(self)
            self.style().polish(self)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self._fresh = event.reason() == Qt.FocusReason.MouseFocusReason

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        if self._fresh and not self.hasSelectedText():
            self.selectAll()  # so that the first key begins a new time
        self._fresh = False

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
            return
        super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self._mark(False)
        self.setText(timing.timecode(self._frame, self._rate))


class Transport(QWidget):
    """``on_dark``: over the picture of a full screen."""

    def __init__(self, player: Player, full: bool = False) -> None:
        super().__init__()
        self.player = player
        self.setFixedHeight(HIGH)
        self.time = TimeField()
        self.whole = forms.label("", 11, 400, "t3")
        self.play = forms.tool("play", "Play or pause (Space)", player.toggle)
        self.cuts = (
            forms.tool("first", "To the cut before (PgUp)", lambda: player.cut(-1)),
            forms.tool("last", "To the next cut (PgDown)", lambda: player.cut(1)),
        )
        self.loop = forms.tool("loop", "", player.toggle_loop, True)
        self.captions = forms.tool("captions", "Captions (C)", player.toggle_captions, True)
        self.sound = forms.tool("sound", "", self._press_sound)
        self.full = forms.tool(
            "unfull" if full else "full",
            "Leave the full screen (Esc)" if full else "Full screen (F)",
            player.toggle_full,
        )
        self.card = VolumeCard(player)
        self.sound.installEventFilter(self)
        line = forms.row(
            self.time,
            4,
            self.whole,
            None,
            self.cuts[0],
            forms.tool("back", "One frame back (Left)", lambda: player.step(-1)),
            self.play,
            forms.tool("on", "One frame on (Right)", lambda: player.step(1)),
            self.cuts[1],
            None,
            self.loop,
            self.captions,
            self.sound,
            self.full,
            gap=0,
            edge=(7, 0, 8, 0),
        )
        line.setSizeConstraint(QLayout.SizeConstraint.SetNoConstraint)
        self.setLayout(line)
        for button in self.findChildren(QToolButton):
            button.setFixedSize(24, 24)
        self.setMinimumWidth(NARROW)
        self.time.went.connect(player.go_to)
        self.time.left.connect(player.look)
        player.film.moved.connect(self._moved)
        player.film.changed.connect(self._moved)
        player.film.marked.connect(self.renew)
        player.altered.connect(self.renew)
        self._moved()
        self.renew()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Where there is no room for both times, only the playhead's is said."""
        wide = event.size().width()
        self.whole.setVisible(wide >= ROOMY)
        for button in self.cuts:
            button.setVisible(wide >= TIGHT)

    def _moved(self, *_: object) -> None:
        film = self.player.film
        self.time.show_frame(film.frame, film.board.rate)
        self.whole.setText(f"/ {timing.timecode(film.length, film.board.rate)}")

    def renew(self) -> None:
        """Buttons as the player is."""
        player = self.player
        self.play.setIcon(theme.icon("pause" if player.plays else "play", "t1"))
        self.loop.setChecked(bool(player.loops))
        what = {"shot": "the shot", "film": "in to out" if player.film.stretch else "the film"}
        _name(self.loop, f"Loop {what[player.loops or 'film']} (Ctrl+Shift+L)")
        self.captions.setChecked(player.subtitles)
        speaker = player.speaker
        if speaker.why_silent:
            said = speaker.why_silent
        elif speaker.missing:
            said = f"{speaker.missing[0]} is not in the bin any more: import it again."
        elif not player.film.board.sounds:
            said = "The film has no sound yet; drop a sound file on the timeline."
        else:
            said = f"Volume {round(100 * speaker.volume)} %"
            said = f"{said}, muted" if speaker.muted else said
        _name(self.sound, f"{said} (Ctrl+Shift+M mutes)")
        quiet = speaker.muted or bool(speaker.why_silent)
        self.sound.setIcon(theme.icon("muted" if quiet else "sound"))
        self.card.renew()

    def _press_sound(self) -> None:
        if self.card.isVisible():
            self.card.hide()
        else:
            self.card.open_over(self.sound)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.sound and isinstance(event, QWheelEvent):
            self.player.louder(LOUDER if event.angleDelta().y() > 0 else -LOUDER)
            return True
        return False


class VolumeCard(Popover):
    """How loud the film plays here; the export is not touched."""

    def __init__(self, player: Player) -> None:
        super().__init__(player, 232)
        self.player = player
        self.slider = QSlider(Qt.Orientation.Horizontal)
        self.slider.setRange(0, 100)
        self.slider.setSingleStep(5)
        self.slider.setAccessibleName("Volume")
        self.slider.setToolTip("How loud the film plays here")
        self.mute = forms.tool("muted", "Mute (Ctrl+Shift+M)", player.toggle_mute, True)
        self.said = forms.label("", 11, 400, "t3")
        self.said.setFixedWidth(36)
        self.lay(forms.row(self.mute, self.slider, self.said, edge=(8, 8, 8, 8)))
        self.slider.valueChanged.connect(player.set_volume)

    def open_over(self, anchor: QWidget) -> None:
        self._window = anchor.window()
        self.setParent(self._window)
        self.renew()
        self.open_at(anchor)
        self.slider.setFocus(Qt.FocusReason.PopupFocusReason)

    def renew(self) -> None:
        speaker = self.player.speaker
        volume = round(100 * speaker.volume)
        self.slider.blockSignals(True)
        self.slider.setValue(volume)
        self.slider.blockSignals(False)
        self.mute.setChecked(speaker.muted)
        self.said.setText(f"{volume} %")


def _name(button: QToolButton, said: str) -> None:
    button.setToolTip(said)
    button.setAccessibleName(said)
