"""What the pointer does on the timeline: presses, drags, what lies under it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QPointF, Qt, QTimer
from PySide6.QtGui import QMouseEvent

from storyboard import timing
from ui import cells, hits
from ui.hits import Hit
from ui.pictures import ON
from ui.ruler import LABELS
from ui.ruler_drags import MoveEnd, MoveMarker, Scrub
from ui.sound_drags import FadeSound, Loudness, MoveSound, TrimSound
from ui.sound_lane import decibels
from ui.trim import Carry, Gesture, Roll, Trim

if TYPE_CHECKING:
    from ui.lanes import Lanes

SHIFT, CONTROL = Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.ControlModifier
EDGE = 20  # pixels at the sides within which a drag scrolls
CURSORS = {
    "start": Qt.CursorShape.SplitHCursor, "end": Qt.CursorShape.SplitHCursor,
    "roll": Qt.CursorShape.SizeHorCursor, "in": Qt.CursorShape.SizeHorCursor,
    "out": Qt.CursorShape.SizeHorCursor, "sound start": Qt.CursorShape.SplitHCursor,
    "sound end": Qt.CursorShape.SplitHCursor, "gain": Qt.CursorShape.SizeVerCursor,
    "fade in": Qt.CursorShape.SizeHorCursor, "fade out": Qt.CursorShape.SizeHorCursor,
    "seam": Qt.CursorShape.PointingHandCursor, "mute": Qt.CursorShape.PointingHandCursor,
    "marker": Qt.CursorShape.PointingHandCursor,
}  # fmt: skip


class LanePointer(QObject):
    """One drag at a time; Esc takes it back."""

    def __init__(self, lanes: Lanes) -> None:
        super().__init__(lanes)
        self.lanes, self.film = lanes, lanes.film
        self.gesture: Gesture | None = None
        self._last = QPointF()
        self._keys = Qt.KeyboardModifier.NoModifier
        self._drift = QTimer(self)
        self._drift.setInterval(30)
        self._drift.timeout.connect(self._scroll)

    # Presses and drags ---------------------------------------------------------------------------

    def press(self, event: QMouseEvent) -> None:
        if event.button() != Qt.MouseButton.LeftButton or self.gesture:
            return
        spot, keys = event.position(), event.modifiers()
        hit = self.lanes.hit(spot, keys)
        self.lanes.spot, self._last, self._keys = spot, spot, keys
        if hit.what == "seam":
            self.lanes.asked.emit(hit, event.globalPosition().toPoint())
        elif hit.what == "mute":
            self.lanes.cutting.mute_track(hit.at)
        else:
            self.gesture = self._begin(hit, spot, keys)
            self.lanes.holds = self.gesture is not None
            self._show()

    def _begin(self, hit: Hit, spot: QPointF, keys: Qt.KeyboardModifier) -> Gesture | None:
        lanes = self.lanes
        if hit.what == "marker":
            marker = next(one for one in self.film.board.markers if one.id == hit.id)
            lanes.pick(marker=marker.id)
            return MoveMarker(lanes, spot, marker, hit.at)
        if hit.what in hits.SOUNDS and lanes.sounds.clip(hit.id):
            return self._hold(hit, spot)
        lanes.pick()
        if hit.what in ("in", "out"):
            return MoveEnd(lanes, spot, hit.what == "in")
        if hit.what in ("start", "end"):
            return Trim(lanes, spot, hit.id, hit.what == "start")
        if hit.what == "roll":
            return Roll(lanes, spot, hit.id)
        if hit.what == "shot":
            return self._take(hit.id, spot, keys)
        if spot.x() < LABELS or not self.film.length:
            return None
        return Scrub(lanes, spot)

    def _hold(self, hit: Hit, spot: QPointF) -> Gesture | None:
        """A press on a sound picks it."""
        lanes, clip = self.lanes, self.lanes.sounds.clip(hit.id)
        if clip is None:
            return None
        lanes.pick(sound=hit.id)
        if hit.what == "sound":
            return MoveSound(lanes, spot, clip)
        if hit.what in ("sound start", "sound end"):
            return TrimSound(lanes, spot, clip, hit.what == "sound start")
        if hit.what == "gain":
            return Loudness(lanes, spot, clip)
        return FadeSound(lanes, spot, clip, hit.what == "fade in")

    def _take(self, shot: str, spot: QPointF, keys: Qt.KeyboardModifier) -> Gesture | None:
        """A press on a clip chooses it, with Ctrl or Shift more than one."""
        film = self.film
        if keys & CONTROL:
            rest = set(film.chosen) ^ {shot}
            film.choose(rest or {shot}, shot)
            return None
        if keys & SHIFT:
            row, places = self.lanes.shots.row, self.lanes.shots.places
            first, last = sorted((places.get(film.shot_id, 0), places[shot]))
            film.choose([one.id for one in row[first : last + 1]], film.shot_id)
            return None
        if shot not in film.chosen:
            film.select(shot)
        elif len(film.chosen) > 1:
            film.choose(film.chosen, shot)
        return Carry(self.lanes, spot, shot)

    def move(self, event: QMouseEvent) -> None:
        spot, keys = event.position(), event.modifiers()
        if self.gesture is None:
            self.hover(spot, keys)
            return
        self._last, self._keys = spot, keys
        self._step()
        room = self.lanes.viewport().width()
        if spot.x() > room - EDGE or spot.x() < LABELS + EDGE:
            self._drift.start()
        else:
            self._drift.stop()

    def _step(self) -> None:
        if self.gesture is not None:
            self.gesture.move(self._last, self._keys)
            self._show()

    def _scroll(self) -> None:
        """The view follows a drag that is at its side."""
        bar, room = self.lanes.horizontalScrollBar(), self.lanes.viewport().width()
        before = bar.value()
        past = self._last.x() - (room - EDGE)
        by = max(4, past) if past > 0 else min(-4, self._last.x() - LABELS - EDGE)
        bar.setValue(before + round(by))
        if bar.value() != before:
            self._step()

    def release(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton and self.gesture:
            gesture, self.gesture = self.gesture, None
            self._drift.stop()
            gesture.end()
            self._show()
            self.lanes.let_go()
            self.hover(event.position(), event.modifiers())

    def cancel(self) -> bool:
        """Take a drag back; whether there was one."""
        gesture, self.gesture = self.gesture, None
        if gesture is None:
            return False
        self._drift.stop()
        gesture.cancel()
        self._show()
        self.lanes.let_go()
        return True

    def _show(self) -> None:
        """The read-out and the lines of the drag."""
        gesture, lanes = self.gesture, self.lanes
        lanes.said = gesture.said if gesture else ""
        lanes.landing = gesture.landing if gesture else None
        lanes.carried = gesture.shot if isinstance(gesture, Carry) and gesture.is_on else ""
        lanes.spot = self._last
        lanes.viewport().update()

    def double(self, event: QMouseEvent) -> None:
        hit = self.lanes.hit(event.position(), event.modifiers())
        if hit.what in ("shot", "line"):
            self.film.select(hit.id)
            self.film.show_view("stage")
        elif hit.what == "marker":
            self.lanes.rename_marker(hit.id)
        elif hit.what == "sound":
            self.lanes.rename_sound(hit.id)

    # Hovering ------------------------------------------------------------------------------------

    def hover(self, spot: QPointF, keys: Qt.KeyboardModifier) -> None:
        hit = self.lanes.hit(spot, keys)
        if hit == self.lanes.hover:
            return
        mutes = "mute" in (hit.what, self.lanes.hover.what)
        self.lanes.hover = hit
        self.lanes.viewport().setCursor(CURSORS.get(hit.what, Qt.CursorShape.ArrowCursor))
        if mutes:
            self.lanes.spoil()
        self.lanes.viewport().update()

    def leave(self) -> None:
        if self.gesture is None and self.lanes.hover != hits.NOTHING:
            self.lanes.hover = hits.NOTHING
            self.lanes.viewport().update()

    def tip(self, spot: QPointF) -> str:
        """What a tooltip says here."""
        lanes, film = self.lanes, self.film
        hit = lanes.hit(spot)
        label = film.labels.get(hit.id, "")
        if hit.what == "shot":
            shot = film.shots[hit.id]
            length = timing.seconds(shot.length, film.board.rate)
            row = lanes.cells.peek(hit.id)
            tick = (lanes.scale.at(spot.x()) - film.starts[hit.id]) / ON
            told = (f"{label}, {length}", shot.action, cells.said(row), cells.wrong(row, tick))
            return "\n".join(part for part in told if part)
        if hit.what == "line":
            return f"“{film.shots[hit.id].dialogue[hit.at].text}” in {label}"
        if hit.what == "marker":
            name = next(one.name for one in film.board.markers if one.id == hit.id)
            return f"{name or 'Marker'}, {lanes.clock(hit.at)}. Double-click to name it."
        if hit.what in hits.SOUNDS:
            return self._sound_tip(hit)
        return {
            "start": f"Drag to trim the start of {label}; what follows moves along",
            "end": f"Drag to trim the end of {label}; with Alt it goes slower or faster",
            "roll": "Drag to roll the cut; the film stays as long as it is",
            "seam": f"How {label} meets the next shot",
            "ruler": "Drag to scrub; with Shift it holds on to cuts",
            "in": "In, drag to move it",
            "out": "Out, drag to move it",
            "mute": f"{'Hear' if lanes.is_muted(hit.at) else 'Mute'} all sounds of this track",
        }.get(hit.what, "")

    def _sound_tip(self, hit: Hit) -> str:
        clip = self.lanes.sounds.clip(hit.id)
        if clip is None:
            return ""
        loud = "muted" if clip.sound.muted else decibels(clip.sound.gain)
        return {
            "sound start": "Drag to trim the start",
            "sound end": "Drag to trim the end",
            "fade in": "Drag to fade in",
            "fade out": "Drag to fade out",
            "gain": f"{loud}, drag to make it louder or softer",
        }.get(hit.what, f"{clip.sound.name}, {self.lanes.seconds(clip.sound.length)}, {loud}")
