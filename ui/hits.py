"""What lies under the pointer on the timeline."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from PySide6.QtCore import QPointF

from storyboard.edits import markers
from ui.ruler import HIGH, LABELS
from ui.shot_lane import SEAM

if TYPE_CHECKING:
    from ui.lane_view import LaneView

Tool = Literal["select", "trim"]
What = Literal[
    "nothing", "ruler", "in", "out", "marker", "shot", "start", "end", "roll", "seam", "line",
    "sound", "sound start", "sound end", "fade in", "fade out", "gain", "track", "mute",
]  # fmt: skip

SOUNDS = ("sound", "sound start", "sound end", "fade in", "fade out", "gain")
EDGE = 5.0  # pixels on each side of a cut that trim
WIDE = 14.0  # with the tool that trims
ROLL = 3.5  # pixels on each side of a cut that roll, with that tool
NARROW = 18.0  # a clip under this width has no edges to the tool that selects
GAIN = 3.5  # pixels above and below the line of a gain
FLAG = 6.0


@dataclass(frozen=True)
class Hit:
    """``id`` of the shot, sound or marker; ``at`` the place of the shot in the row, or a track."""

    what: What = "nothing"
    id: str = ""
    at: int = -1


NOTHING = Hit()


def find(lanes: LaneView, spot: QPointF) -> Hit:
    """What a click here would be about."""
    if spot.x() < LABELS:
        return _label(lanes, spot)
    if spot.y() < HIGH:
        return _ruler(lanes, spot)
    tracks = lanes.tracks
    y, high = tracks.shots
    if y - 4 <= spot.y() < y + high + 2 and lanes.shots.row:
        return _shot(lanes, spot)
    y, high = tracks.dialogue
    if y <= spot.y() < y + high:
        return _line(lanes, spot)
    if spot.y() >= tracks.track(0)[0]:
        return _sound(lanes, spot)
    return NOTHING


def _label(lanes: LaneView, spot: QPointF) -> Hit:
    for track in range(lanes.sounds.count):
        y, high = lanes.tracks.track(track)
        if y <= spot.y() < y + high and spot.y() >= HIGH:
            return Hit("mute", at=track)
    return NOTHING


def _ruler(lanes: LaneView, spot: QPointF) -> Hit:
    if spot.y() >= 9:
        for frame, marker in reversed(markers.frames(lanes.film.board, lanes.film.starts)):
            if abs(lanes.scale.x(frame) - spot.x()) <= FLAG:
                return Hit("marker", marker.id, frame)
    if lanes.film.stretch:
        start, end = (lanes.scale.x(frame) for frame in lanes.film.stretch)
        if abs(spot.x() - start) <= EDGE:
            return Hit("in")
        if abs(spot.x() - end) <= EDGE:
            return Hit("out")
    return Hit("ruler")


def _shot(lanes: LaneView, spot: QPointF) -> Hit:
    row, scale = lanes.shots.row, lanes.scale
    if not 0 <= scale.at(spot.x()) < lanes.film.length + EDGE / scale.pixels:
        return NOTHING
    at = lanes.shots.at(scale.at(spot.x()))
    box = lanes.shots.box(at, lanes.tracks)
    left, right = spot.x() - box.x(), box.right() - spot.x()
    seam = at - 1 if left < right else at
    if 0 <= seam < len(row) - 1 and box.width() > SEAM:
        square = lanes.shots.seam(seam, lanes.tracks)
        if square.contains(spot) and (row[seam].join != "cut" or abs(min(left, right)) <= SEAM / 2):
            return Hit("seam", row[seam].id, seam)
    trims = lanes.tool == "trim"
    reach = min(WIDE if trims else EDGE, box.width() / 3)
    if box.width() >= NARROW or (trims and box.width() >= 6):
        if trims and min(left, right) <= ROLL and 0 <= seam < len(row) - 1:
            return Hit("roll", row[seam].id, seam)
        if left <= reach:
            return Hit("start", row[at].id, at)
        if right <= reach:
            return Hit("end", row[at].id, at)
    return Hit("shot", row[at].id, at)


def _line(lanes: LaneView, spot: QPointF) -> Hit:
    if not lanes.shots.row or not 0 <= lanes.scale.at(spot.x()) < lanes.film.length:
        return NOTHING
    at = lanes.shots.at(lanes.scale.at(spot.x()))
    for n, (box, _, _) in enumerate(lanes.shots.lines(at, lanes.tracks)):
        if box.contains(spot):
            return Hit("line", lanes.shots.row[at].id, n)
    return NOTHING


def _sound(lanes: LaneView, spot: QPointF) -> Hit:
    for clip in reversed(lanes.sounds.clips):
        box = lanes.sounds.box(clip, lanes.tracks)
        if not box.adjusted(-2, 0, 2, 0).contains(spot):
            continue
        sound = clip.sound
        if box.width() > 30:
            rise, fall = lanes.sounds.grips(clip, box)
            if rise.adjusted(-2, -2, 2, 3).contains(spot):
                return Hit("fade in", sound.id, sound.track)
            if fall.adjusted(-2, -2, 2, 3).contains(spot):
                return Hit("fade out", sound.id, sound.track)
        reach = min(EDGE, box.width() / 4)
        if spot.x() - box.x() <= reach:
            return Hit("sound start", sound.id, sound.track)
        if box.right() - spot.x() <= reach:
            return Hit("sound end", sound.id, sound.track)
        line = lanes.sounds.gain_y(box, sound.gain)
        if sound.id == lanes.sound_id and not sound.muted and abs(spot.y() - line) <= GAIN:
            return Hit("gain", sound.id, sound.track)
        return Hit("sound", sound.id, sound.track)
    return Hit("track", at=lanes.tracks.track_at(spot.y()))
