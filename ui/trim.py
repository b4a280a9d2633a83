"""Drags on shots: trims with ripple, rolls, and clips carried to another place in the film."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import QPointF, Qt

from storyboard.board import Board
from storyboard.edits import cuts, shots

if TYPE_CHECKING:
    from ui.lanes import Lanes

FREE = Qt.KeyboardModifier.ShiftModifier  # held: nothing is held on to
RETIME = Qt.KeyboardModifier.AltModifier
START = 5.0  # pixels before a press is a drag


class Gesture(Protocol):
    """One drag. ``said`` is its read-out, ``landing`` the pixel of a line where it would land."""

    said: str
    landing: float | None

    def move(self, spot: QPointF, keys: Qt.KeyboardModifier) -> None: ...

    def end(self) -> None: ...

    def cancel(self) -> None: ...


class EditDrag:
    """A drag that changes the board as it goes; all of it is one step of undo."""

    landing: float | None = None

    def __init__(self, lanes: Lanes, spot: QPointF, name: str) -> None:
        self.lanes, self.film, self.name = lanes, lanes.film, name
        self.pressed = spot
        self.was = self.film.board
        self._from = self.film.frame, self.film.chosen, self.film.shot_id
        self._shows = False
        self.said = ""
        self.is_on = False  # the pointer has gone far enough
        self._edited = False
        self.film.session.settle()

    def show(self, frame: int) -> None:
        """The picture at the edge that moves, in the player, until the drag ends."""
        self._shows = True
        self.film.seek(frame)

    def _go_back(self) -> None:
        """The playhead and what was chosen, as before ``show``."""
        if self._shows:
            frame, chosen, current = self._from
            self.film.seek(frame)
            if len(chosen) > 1:
                self.film.choose(chosen, current)

    def far(self, spot: QPointF) -> bool:
        """Whether the pointer has left the place where it was pressed."""
        way = spot - self.pressed
        self.is_on = self.is_on or max(abs(way.x()), abs(way.y())) >= START
        return self.is_on

    def edit(self, function: Callable[[Board], Board]) -> bool:
        done = self.film.edit(self.name, function, merge=f"timeline {id(self)}")
        self._edited = self._edited or (done and self.film.board is not self.was)
        return done

    def end(self) -> None:
        self.film.session.settle()
        self.lanes.snap.let_go()
        self._go_back()

    def cancel(self) -> None:
        """As if it had not been."""
        self.film.session.settle()
        self.lanes.snap.let_go()
        if self._edited:
            self.film.undo()
        self._go_back()


class Trim(EditDrag):
    """One end of a shot. With Alt at its end what is in the shot goes slower or faster."""

    def __init__(self, lanes: Lanes, spot: QPointF, shot: str, at_start: bool) -> None:
        label = lanes.film.labels[shot]
        super().__init__(lanes, spot, f"Trim shot {label}")
        self.shot, self.at_start = shot, at_start
        self.first = self.film.starts[shot]
        self.length = self.film.shots[shot].length
        self.left = lanes.scale.left
        self.points = lanes.snap.points()

    def move(self, spot: QPointF, keys: Qt.KeyboardModifier) -> None:
        if not self.far(spot):
            return
        edge = self.first if self.at_start else self.first + self.length
        way = spot.x() - self.pressed.x() + self.lanes.scale.left - self.left
        moment = edge + way / self.lanes.scale.pixels
        free = bool(keys & FREE)
        frame = self.lanes.snap.pull(moment, self.lanes.scale.pixels, self.points, free=free)
        by = frame - edge
        by = min(by, self.length - 1) if self.at_start else max(by, 1 - self.length)
        retime = bool(keys & RETIME) and not self.at_start
        if self.at_start:
            self.lanes.snap.let_go()  # the start stays where it is: what follows comes

        def trimmed(board: Board) -> Board:
            board = cuts.put_back(board, self.was, (self.shot,))
            if retime:
                return shots.set_length(board, self.shot, self.length + by)
            if self.at_start:
                return cuts.trim_start(board, self.shot, by)
            return cuts.trim_end(board, self.shot, by)

        self.edit(trimmed)
        self.show(self.first if self.at_start else self.first + self.length + by - 1)
        change = -by if self.at_start else by
        whole = self.lanes.seconds(self.length + change)
        self.said = f"{self.lanes.signed(change)}   {whole}"
        if retime:
            self.said += f"   {round(100 * self.length / (self.length + by))} % speed"

    def end(self) -> None:
        super().end()
        if not self.is_on:
            self.film.select(self.shot)


class Roll(EditDrag):
    """The cut between two shots; the film stays as long as it is."""

    def __init__(self, lanes: Lanes, spot: QPointF, shot: str) -> None:
        row = lanes.shots.row
        at = lanes.shots.places[shot]
        self.before, self.after = row[at], row[at + 1]
        labels = lanes.film.labels
        name = f"Roll the cut between {labels[self.before.id]} and {labels[self.after.id]}"
        super().__init__(lanes, spot, name)
        self.cut = self.film.starts[self.after.id]
        self.points = [frame for frame in lanes.snap.points() if frame != self.cut]

    def move(self, spot: QPointF, keys: Qt.KeyboardModifier) -> None:
        if not self.far(spot):
            return
        scale = self.lanes.scale
        moment = self.cut + (spot.x() - self.pressed.x()) / scale.pixels
        frame = self.lanes.snap.pull(moment, scale.pixels, self.points, free=bool(keys & FREE))
        by = min(max(frame - self.cut, 1 - self.before.length), self.after.length - 1)

        def rolled(board: Board) -> Board:
            board = cuts.put_back(board, self.was, (self.before.id, self.after.id))
            return cuts.roll(board, self.before.id, by)

        self.edit(rolled)
        self.show(self.cut + by)
        labels, seconds = self.film.labels, self.lanes.seconds
        self.said = (
            f"{self.lanes.signed(by)}   {labels[self.before.id]} "
            f"{seconds(self.before.length + by)}, {labels[self.after.id]} "
            f"{seconds(self.after.length - by)}"
        )


class Carry:
    """Chosen shots on their way to another place; a click that goes nowhere chooses one."""

    def __init__(self, lanes: Lanes, spot: QPointF, shot: str) -> None:
        self.lanes, self.film, self.shot = lanes, lanes.film, shot
        self.pressed, self.spot = spot, spot
        self.said = ""
        self.landing: float | None = None
        self.is_on = False
        self._place: tuple[str, str] | None = None  # scene, shot before which it lands

    @property
    def shots(self) -> tuple[str, ...]:
        return self.film.chosen

    def move(self, spot: QPointF, keys: Qt.KeyboardModifier) -> None:
        way = spot - self.pressed
        self.is_on = self.is_on or max(abs(way.x()), abs(way.y())) >= START
        self.spot = spot
        if not self.is_on:
            return
        row, lane, scale = self.lanes.shots.row, self.lanes.shots, self.lanes.scale
        moment = min(max(0.0, scale.at(spot.x())), self.film.length - 1)
        at = lane.at(moment)
        shot, start = row[at], lane.starts[at]
        late = moment - start > shot.length / 2
        scene = self.film.board.scene_of(shot.id)
        ids = [one.id for one in scene.shots]
        place = ids.index(shot.id) + late
        before = ids[place] if place < len(ids) else ""
        self._place = scene.id, before
        self.landing = scale.x(start + shot.length * late)
        count = len(self.shots)
        label = self.film.labels[self.shots[0]] if count == 1 else f"{count} shots"
        heading = f", {scene.heading}" if scene.heading else ""
        here = self.film.labels[shot.id]
        self.said = f"{label} {'after' if late else 'before'} {here}{heading}"

    def end(self) -> None:
        if not self.is_on:
            if len(self.film.chosen) > 1:
                self.film.choose((self.shot,), self.shot)
            return
        if self._place:
            scene, before = self._place
            ids = self.shots
            many = f"{len(ids)} shots" if len(ids) > 1 else f"shot {self.film.labels[ids[0]]}"
            self.film.edit(
                f"Move {many}", lambda board: shots.move_shots(board, ids, scene, before)
            )

    def cancel(self) -> None:
        self.is_on = False
        self.landing = None
