"""Drags on sounds: move, trim, fade, and the line that says how loud."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, Qt

from storyboard.board import Board
from storyboard.edits import sounds
from studio import sounds as files
from ui.sound_lane import Clip, decibels
from ui.trim import FREE, EditDrag

if TYPE_CHECKING:
    from ui.lanes import Lanes


class _SoundDrag(EditDrag):
    """Every step starts from the sound as it was when it was pressed."""

    def __init__(self, lanes: Lanes, spot: QPointF, clip: Clip, verb: str) -> None:
        super().__init__(lanes, spot, f"{verb} {clip.sound.name or 'the sound'}")
        self.clip, self.sound = clip, clip.sound
        self.points = lanes.snap.points((clip.sound.id,))

    def gone(self, spot: QPointF) -> float:
        """Frames from where it was pressed."""
        return (spot.x() - self.pressed.x()) / self.lanes.scale.pixels

    def change(self, function: Callable[[Board], Board]) -> None:
        """The edit, done to the sound as it was."""

        def changed(board: Board) -> Board:
            row = (self.sound if old.id == self.sound.id else old for old in board.sounds)
            return function(replace(board, sounds=tuple(row)))

        self.edit(changed)

    def set(self, **values: object) -> None:
        self.change(lambda board: sounds.set_sound(board, self.sound.id, **values))


class MoveSound(_SoundDrag):
    """To another time, and to another track."""

    def __init__(self, lanes: Lanes, spot: QPointF, clip: Clip) -> None:
        super().__init__(lanes, spot, clip, "Move")
        self.tracks = lanes.tracks  # as they lay: a new one below makes the others move

    def move(self, spot: QPointF, keys: Qt.KeyboardModifier) -> None:
        if not self.far(spot):
            return
        pixels, length = self.lanes.scale.pixels, self.sound.length
        moment = max(0.0, self.clip.start + self.gone(spot))
        frame = max(
            0,
            self.lanes.snap.pull(moment, pixels, self.points, (0, length), bool(keys & FREE)),
        )
        track = self.tracks.track_at(spot.y())
        self.change(lambda board: sounds.move_sound(board, self.sound.id, frame, track))
        self.said = f"{self.lanes.clock(frame)}   {self.lanes.signed(frame - self.clip.start)}"


class TrimSound(_SoundDrag):
    """One end of it; what is heard stays in time, and no more than the file has."""

    def __init__(self, lanes: Lanes, spot: QPointF, clip: Clip, at_start: bool) -> None:
        super().__init__(lanes, spot, clip, "Trim")
        self.at_start = at_start
        whole = files.longest(self.film.session.bin, self.sound.file, self.film.board.rate)
        most = self.sound.length if whole is None else whole - self.sound.skip
        self.latest = clip.start + max(most, self.sound.length)

    def move(self, spot: QPointF, keys: Qt.KeyboardModifier) -> None:
        if not self.far(spot):
            return
        start, end, pixels = self.clip.start, self.clip.end, self.lanes.scale.pixels
        moment = (start if self.at_start else end) + self.gone(spot)
        frame = self.lanes.snap.pull(moment, pixels, self.points, free=bool(keys & FREE))
        if self.at_start:
            start = min(end - 1, max(frame, 0, start - self.sound.skip))
        else:
            end = max(start + 1, min(frame, self.latest))

        self.change(lambda board: sounds.trim_sound(board, self.sound.id, start, end))
        by = end - start - self.sound.length
        self.said = f"{self.lanes.signed(by)}   {self.lanes.seconds(end - start)}"


class FadeSound(_SoundDrag):
    """How long it rises or falls."""

    def __init__(self, lanes: Lanes, spot: QPointF, clip: Clip, comes_in: bool) -> None:
        super().__init__(lanes, spot, clip, "Fade")
        self.comes_in = comes_in

    def move(self, spot: QPointF, keys: Qt.KeyboardModifier) -> None:
        if not self.far(spot):
            return
        sound = self.sound
        if self.comes_in:
            frames = round(sound.fade_in + self.gone(spot))
            frames = min(max(0, frames), sound.length - sound.fade_out)
            self.set(fade_in=frames)
        else:
            frames = round(sound.fade_out - self.gone(spot))
            frames = min(max(0, frames), sound.length - sound.fade_in)
            self.set(fade_out=frames)
        self.said = f"Fade {'in' if self.comes_in else 'out'} {self.lanes.seconds(frames)}"


class Loudness(_SoundDrag):
    """The line across a sound; near 0 dB it holds."""

    def __init__(self, lanes: Lanes, spot: QPointF, clip: Clip) -> None:
        super().__init__(lanes, spot, clip, "Set the level of")

    def move(self, spot: QPointF, keys: Qt.KeyboardModifier) -> None:
        if not self.far(spot):
            return
        box = self.lanes.sounds.box(self.clip, self.lanes.tracks)
        from_line = self.lanes.sounds.gain_y(box, self.sound.gain) - self.pressed.y()
        gain = self.lanes.sounds.gain_at(box, spot.y() + from_line)
        if abs(gain) < 1 and not keys & FREE:
            gain = 0.0
        self.set(gain=gain)
        self.said = decibels(gain)
