"""Drags on the ruler: the playhead, in and out, markers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, Qt

from storyboard.board import Marker
from storyboard.edits import markers, ties
from ui.trim import FREE, EditDrag

if TYPE_CHECKING:
    from ui.lanes import Lanes


class Scrub:
    """The playhead under the pointer; it holds on to cuts only while Shift is down."""

    said = ""
    landing: float | None = None

    def __init__(self, lanes: Lanes, spot: QPointF) -> None:
        self.lanes = lanes
        self.points = [frame for frame in lanes.snap.points() if frame != lanes.film.frame]
        self.from_frame = lanes.film.frame
        self.move(spot, Qt.KeyboardModifier.NoModifier)

    def move(self, spot: QPointF, keys: Qt.KeyboardModifier) -> None:
        scale = self.lanes.scale
        moment = scale.at(spot.x())
        if keys & FREE:
            frame = self.lanes.snap.pull(moment, scale.pixels, self.points)
        else:
            frame = int(moment // 1)
        self.lanes.film.seek(frame)

    def end(self) -> None:
        self.lanes.snap.let_go()

    def cancel(self) -> None:
        self.lanes.snap.let_go()
        self.lanes.film.seek(self.from_frame)


class MoveEnd:
    """In or out of the stretch."""

    landing: float | None = None

    def __init__(self, lanes: Lanes, spot: QPointF, is_in: bool) -> None:
        self.lanes, self.is_in = lanes, is_in
        self.said = ""
        self.was = lanes.film.stretch or (0, lanes.film.length)
        self.points = [frame for frame in lanes.snap.points() if frame not in self.was]

    def move(self, spot: QPointF, keys: Qt.KeyboardModifier) -> None:
        scale, film = self.lanes.scale, self.lanes.film
        moment = scale.at(spot.x())
        frame = self.lanes.snap.pull(moment, scale.pixels, self.points, free=bool(keys & FREE))
        start, end = self.was
        if self.is_in:
            start = min(max(0, frame), end - 1)
        else:
            end = max(start + 1, min(frame, film.length))
        film.mark(start, end)
        self.said = (
            f"{'In' if self.is_in else 'Out'} {self.lanes.clock(start if self.is_in else end)}"
        )
        self.said += f"   {self.lanes.seconds(end - start)}"

    def end(self) -> None:
        self.lanes.snap.let_go()

    def cancel(self) -> None:
        self.lanes.snap.let_go()
        self.lanes.film.mark(*self.was)


class MoveMarker(EditDrag):
    """A marker to another frame; a click without a drag goes there."""

    def __init__(self, lanes: Lanes, spot: QPointF, marker: Marker, frame: int) -> None:
        super().__init__(lanes, spot, f"Move marker {marker.name}".strip())
        self.marker, self.frame = marker, frame
        self.points = lanes.snap.points((marker.id,))

    def move(self, spot: QPointF, keys: Qt.KeyboardModifier) -> None:
        if not self.far(spot):
            return
        scale = self.lanes.scale
        moment = self.frame + (spot.x() - self.pressed.x()) / scale.pixels
        frame = self.lanes.snap.pull(moment, scale.pixels, self.points, free=bool(keys & FREE))
        frame = min(max(0, frame), max(0, self.film.length - 1))
        shot, start = ties.tie(self.film.board, frame)
        self.edit(lambda board: markers.move_marker(board, self.marker.id, shot, start))
        self.said = f"{self.marker.name}   {self.lanes.clock(frame)}".strip()

    def end(self) -> None:
        super().end()
        if not self.is_on:
            self.film.seek(self.frame)
