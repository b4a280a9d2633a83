"""Staging: from a board to cues - where everyone is at a frame, which way they face, in which phase of what they do."""

from __future__ import annotations

import math
import zlib
from collections.abc import Iterable
from functools import lru_cache

from storyboard import camera, layout, poses, puppets, wardrobe
from storyboard.board import Acting, Board, Box, Place, Scene, Shot, Subject
from storyboard.cue import FrameCue, SubjectCue

FRAMES_ON = 2  # the animation runs on twos
SPARE = "box"  # a parcel stands in for what no puppet draws
FASTEST = 3.0  # cycles a second of a gait; faster it slides
TROT = 2.2  # cycles a second beyond which a walk becomes a run
STILL = 0.004  # of the frame's height in a second: nobody sees it move


def cue(board: Board, shot_id: str, frame: int) -> FrameCue:
    """What this frame of a shot asks for. Raises KeyError for an unknown shot."""
    return cues(board, shot_id, (frame,))[0]


def cues(board: Board, shot_id: str, frames: Iterable[int]) -> tuple[FrameCue, ...]:
    """Cues of many frames of one shot."""
    scene, shot = board.scene_of(shot_id), board.shot(shot_id)
    place = next((p for p in board.places if p.id == scene.place), Place("", ""))
    cast = {subject.id: subject for subject in board.cast}
    moves = {
        id: _Move(cast[id], shot, board, path)
        for id, path in shot.layout.boxes.items()
        if id in cast
    }
    clock = _clock(board, shot_id)
    return tuple(_cue(board, scene, shot, place, moves, frame, clock) for frame in frames)


def _cue(
    board: Board,
    scene: Scene,
    shot: Shot,
    place: Place,
    moves: dict[str, _Move],
    frame: int,
    clock: float,
) -> FrameCue:
    boxes = layout.at(shot.layout, frame, shot.length)
    present = [moves[id] for id in boxes if id in moves]
    present.sort(key=lambda m: (m.acting.order, boxes[m.subject.id].y1, m.subject.id))
    centre = sum(boxes[m.subject.id].centre[0] for m in present) / max(1, len(present))
    return FrameCue(
        shot=shot.id,
        frame=frame,
        seconds=clock + frame / board.rate,
        backdrop=place.backdrop,
        plate=place.plate,
        camera=camera.at(shot.camera, frame, shot.length),
        daytime=scene.daytime,
        weather=scene.weather,
        subjects=tuple(m.cue(boxes[m.subject.id], frame, centre) for m in present),
        words=_words(scene, place, shot),
        aspect=board.aspect,
    )


def _clock(board: Board, shot_id: str) -> float:
    """When clouds and water begin in a shot. Told by its id, so that an edit elsewhere leaves its pictures alone; a shot that goes
    on from another ("continuous") goes on with its clock."""
    shots = board.shots
    at = next(i for i, shot in enumerate(shots) if shot.id == shot_id)
    passed = 0
    while at and shots[at - 1].join == "continuous":
        at -= 1
        passed += shots[at].length
    return zlib.crc32(shots[at].id.encode()) % 600 / 10 + passed / board.rate


def _words(scene: Scene, place: Place, shot: Shot) -> str:
    parts = (place.name, scene.daytime, "" if scene.weather == "clear" else scene.weather)
    return " ".join(part for part in parts if part)


class _Move:
    """One subject's way through a shot."""

    def __init__(
        self, subject: Subject, shot: Shot, board: Board, path: tuple[Box | None, ...]
    ) -> None:
        self.subject, self.shot, self.board, self.path = subject, shot, board, path
        self.acting = shot.acting.get(subject.id, Acting())
        self.puppet_name = _puppet_of(subject)
        self.puppet = wardrobe.figure(self.puppet_name, subject.attributes)
        self.ways = self._distances()
        self.action = self._gait(poses.fitting(self.puppet.rig, self.acting.action))

    def cue(self, box: Box, frame: int, centre: float) -> SubjectCue:
        return SubjectCue(
            id=self.subject.id,
            kind=self.subject.kind or self.puppet_name.replace("_", " "),
            box=box,
            puppet=self.puppet_name,
            attributes=self.subject.attributes,
            sheet=self.subject.sheet,
            action=self.action,
            phase=self._phase(frame, box),
            facing=self._facing(frame, box, centre),
            order=self.acting.order,
            words=self.acting.words,
        )

    @property
    def seconds(self) -> float:
        return self.shot.length / self.board.rate

    def _distances(self) -> list[float]:
        """Way gone at every moment, in frame heights."""
        ways, before = [0.0], None
        for box in self.path:
            here = box or before
            if before and here:
                dx = (here.centre[0] - before.centre[0]) * self.board.aspect
                ways.append(ways[-1] + math.hypot(dx, here.y1 - before.y1))
            elif len(ways) > 1 or before:
                ways.append(ways[-1])
            before = here
        return (ways + [ways[-1]] * len(self.path))[: len(self.path)]

    def _height(self) -> float:
        heights = [box.height for box in self.path if box]
        return sum(heights) / len(heights) if heights else 0.5

    def _gait(self, action: str) -> str:
        """A walk that would need too quick feet is a run; a gait that goes nowhere stays what it is."""
        if action == "walk" and "run" in poses.actions(self.puppet.rig):
            stride = poses.stride(self.puppet, "walk") * self._height()
            if stride and self.ways[-1] / stride / max(self.seconds, 0.1) > TROT:
                return "run"
        return action

    def _phase(self, frame: int, box: Box) -> float:
        own = zlib.crc32(self.subject.id.encode()) % 97 / 97  # no two wave in step
        now = frame / self.board.rate
        stride = poses.stride(self.puppet, self.action) * self._height()
        speed = self.ways[-1] / max(self.seconds, 0.1)
        if stride and speed > STILL:
            u = layout.moment_at(frame, self.shot.length, len(self.path))
            i = min(int(u), len(self.ways) - 2)
            way = self.ways[i] + (self.ways[i + 1] - self.ways[i]) * (u - i)
            cycles = way / stride
            if speed / stride > FASTEST:
                cycles *= FASTEST / (speed / stride)
            turning = self.action in ("drive", "roll")
            return own + cycles if turning else (own + cycles) % 1.0
        if stride and self.action in ("drive", "roll"):
            return own
        if stride:  # walking on the spot, as the words ask for it
            return (own + now / 0.9) % 1.0
        return (own + now / poses.beat(self.puppet, self.action)) % 1.0

    def _facing(self, frame: int, box: Box, centre: float) -> int:
        if self.acting.facing:
            return 1 if self.acting.facing == "right" else -1
        u = layout.moment_at(frame, self.shot.length, len(self.path))
        i = min(int(u), len(self.path) - 2) if len(self.path) > 1 else 0
        for reach in range(1, len(self.path)):  # the nearest stretch on which it moves
            first, last = max(0, i - reach + 1), min(len(self.path) - 1, i + reach)
            a, b = self.path[first], self.path[last]
            if a and b and abs(b.centre[0] - a.centre[0]) > STILL:
                return 1 if b.centre[0] > a.centre[0] else -1
        return -1 if box.centre[0] - centre > 0.02 else 1


@lru_cache(maxsize=512)
def _known(name: str, kind: str) -> str:
    for word in (name, kind, *reversed(kind.split())):
        found = puppets.nearest(word) if word else ""
        if found:
            return found
    return SPARE if SPARE in puppets.names() else puppets.names()[0]


def _puppet_of(subject: Subject) -> str:
    return _known(subject.puppet, subject.kind or subject.name)
