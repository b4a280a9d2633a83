"""Staging: from a board to cues - where everyone is, which way they face, what they do, how far in
it.

Feet do not slide: a gait's phase is the way gone by then, in strides.
"""

from __future__ import annotations

import math
import zlib
from collections.abc import Iterable
from dataclasses import replace

from storyboard import bridging, camera, fitting, layout, poses, puppets, rigs, wardrobe
from storyboard.board import Acting, Board, Box, Place, Scene, Shot, Subject
from storyboard.cue import FrameCue, SubjectCue

FASTEST = 3.0  # cycles a second of a gait; faster it slides
TROT = 2.2  # cycles a second beyond which a walk becomes a run
ON_THE_SPOT = 0.9  # seconds of a cycle of a gait that goes nowhere all through its shot
HALT = 0.015  # frame heights a second: who goes slower stands
STROLL = 0.06  # frame heights a second: who goes faster walks, whatever else it does
TURN = 0.004  # frame widths from one moment to the next: less turns nobody round
BESIDE = 0.02  # frame widths: nearer than this nobody is left or right of another
UNMOVED = frozenset({"thing", "plant", "vehicle", "boat", "aircraft"})  # rigs that look at nobody
# What a figure can do while it walks: the walk's legs under its own arms and head.
ABOVE = frozenset(
    ("carry", "hold", "talk", "wave", "point", "cheer", "eat", "read", "play", "laugh", "cry")
)
GAITS = bridging.GAITS
ON = 2  # frames from one drawing to the next: animation on twos


def cue(board: Board, shot_id: str, frame: int) -> FrameCue:
    """What this frame of a shot asks for. Raises KeyError for an unknown shot."""
    return cues(board, shot_id, (frame,))[0]


def cues(board: Board, shot_id: str, frames: Iterable[int]) -> tuple[FrameCue, ...]:
    """Cues of many frames of one shot. Raises KeyError for an unknown shot."""
    scene, shot = board.scene_of(shot_id), board.shot(shot_id)
    if (
        shot.stretch is None
        and not shot.layout.boxes
        and (pair := bridging.between(board, shot_id))
    ):
        return tuple(_crossed(board, shot, pair, frame) for frame in frames)
    place = next((p for p in board.places if p.id == scene.place), Place("", ""))
    before = _before(board, shot)
    cast = {subject.id: subject for subject in board.cast}
    moves = {id: _Move(board, shot, before, cast[id]) for id in shot.layout.boxes if id in cast}
    return tuple(_cue(board, scene, shot, place, moves, before, frame) for frame in frames)


def _crossed(board: Board, shot: Shot, pair: tuple[Shot, Shot], frame: int) -> FrameCue:
    """A frame of a bridge: how far it is between the last drawing before and the first after."""
    before, after = pair
    last = (before.length - 1) // ON * ON
    a, b = cue(board, before.id, last), cue(board, after.id, 0)
    name = f"{shot.id}~{shot.variation}" if shot.variation else shot.id
    a = replace(a, shot=name, frame=frame, seconds=a.seconds + (frame + ON) / board.rate)
    whole = shot.length + ON
    return bridging.crossing(a, b, (frame + ON) / whole, whole / board.rate)


def _cue(
    board: Board,
    scene: Scene,
    shot: Shot,
    place: Place,
    moves: dict[str, _Move],
    before: tuple[Shot, ...],
    frame: int,
) -> FrameCue:
    boxes = {
        id: box for id, box in layout.at(shot.layout, frame, shot.length).items() if id in moves
    }
    # feet on one line must not change places by the last digits of a straight line's arithmetic
    order = sorted(boxes, key=lambda id: (moves[id].acting.order, round(boxes[id].y1, 3), id))
    first = before[0] if before else shot
    passed = sum(s.length for s in before)
    return FrameCue(
        shot=f"{shot.id}~{shot.variation}" if shot.variation else shot.id,
        frame=frame,
        seconds=_clock(first) + (passed + frame) / board.rate,
        backdrop=place.backdrop,
        plate=place.plate,
        camera=camera.at(shot.camera, frame, shot.length),
        daytime=scene.daytime,
        weather=scene.weather,
        subjects=tuple(moves[id].cue(frame, boxes, moves) for id in order),
        words=_words(scene, place),
        aspect=board.aspect,
    )


def _before(board: Board, shot: Shot) -> tuple[Shot, ...]:
    """The shots that this one goes on from without a break, oldest first."""
    shots = board.shots
    at = next(i for i, other in enumerate(shots) if other.id == shot.id)
    start = at
    while start and shots[start - 1].join == "continuous":
        start -= 1
    return shots[start:at]


def _clock(shot: Shot) -> float:
    """When clouds and water begin in a shot: by its id, so an edit elsewhere changes nothing."""
    return zlib.crc32(shot.id.encode()) % 600 / 10


def _words(scene: Scene, place: Place) -> str:
    parts = (place.name, scene.daytime, "" if scene.weather == "clear" else scene.weather)
    return " ".join(part for part in parts if part)


class _Move:
    """One subject's way through a shot."""

    def __init__(
        self, board: Board, shot: Shot, before: tuple[Shot, ...], subject: Subject
    ) -> None:
        self.board, self.shot, self.subject = board, shot, subject
        self.path = shot.layout.boxes.get(subject.id, ())
        self.acting = shot.acting.get(subject.id, Acting())
        kind = subject.kind or subject.name
        self.puppet = puppets.playing(subject.puppet, kind, subject.pronoun)
        own = rigs.figure(subject.rig) if subject.sheet else None
        self.figure = own or wardrobe.figure(self.puppet, subject.attributes)
        self.ways = self._ways()
        self.speed = sum(self.ways) / self.seconds  # frame heights a second
        self.action = self._action()
        self.cycles = self._cycles()
        self.start = self._start(before)

    def cue(self, frame: int, boxes: dict[str, Box], others: dict[str, _Move]) -> SubjectCue:
        box, stretch = boxes[self.subject.id], self._stretch(frame)
        return SubjectCue(
            id=self.subject.id,
            kind=self.subject.kind or self.puppet.replace("_", " "),
            box=box,
            puppet=self.puppet,
            attributes=self.subject.attributes,
            sheet=self.subject.sheet,
            rig=self.subject.rig if self.subject.sheet else "",
            action=self._doing(stretch),
            phase=self.phase(frame),
            facing=self._facing(stretch, box, boxes, others),
            order=self.acting.order,
            words=self.acting.words,
        )

    @property
    def seconds(self) -> float:
        return max(self.shot.length, 1) / self.board.rate

    def phase(self, frame: float) -> float:
        """Where in its cycle the action is."""
        return (self.start + self._gone(frame)) % 1.0

    def _start(self, before: tuple[Shot, ...]) -> float:
        """Where the cycle begins: where a shot that this one continues left it, or anywhere."""
        if before and self.subject.id in before[-1].layout.boxes:
            last = before[-1]
            return _Move(self.board, last, before[:-1], self.subject).phase(last.length)
        return zlib.crc32(self.subject.id.encode()) % 97 / 97  # no two wave in step

    def _gone(self, frame: float) -> float:
        """Cycles since the shot began."""
        now = frame / self.board.rate
        if not poses.stride(self.figure, self.action):
            return now / poses.beat(self.figure, self.action)
        if self.speed <= HALT:  # a wheel stays; walking on the spot is what the words ask for
            return 0.0 if self.action in poses.WHEELED else now / ON_THE_SPOT
        if not self.cycles:
            return 0.0
        u = min(layout.moment_at(frame, self.shot.length, len(self.path)), len(self.cycles))
        i = min(int(u), len(self.cycles) - 1)
        return sum(self.cycles[:i]) + self.cycles[i] * (u - i)

    def _ways(self) -> list[float]:
        """The way from each moment to the next, in frame heights."""
        ways = []
        for a, b in zip(self.path, self.path[1:]):
            way = 0.0
            if a and b:
                dx = (b.centre[0] - a.centre[0]) * self.board.aspect
                way = math.hypot(dx, b.y1 - a.y1)
            ways.append(way)
        return ways

    def _action(self) -> str:
        """What it does of what it is asked: a walk under busy hands, a run for too quick feet."""
        rig = self.figure.rig
        asked = self.acting.action
        if self.speed > STROLL and self.subject.id not in self.shot.acting:
            asked = GAITS.get(rig, "walk")
        action = poses.fitting(rig, asked)
        if self.speed > STROLL and action in ABOVE and "walk" in poses.actions(rig):
            return f"{action} walk"
        if action == "walk" and "run" in poses.actions(rig):
            cycles, seconds = self._effort(action)
            if seconds and cycles / seconds > TROT:
                return "run"
        return action

    def _effort(self, action: str) -> tuple[float, float]:
        """Cycles and seconds of all stretches on which it goes."""
        stride = poses.stride(self.figure, action)
        each = self.seconds / max(1, len(self.ways))
        gone = [self._cycle(i, action, stride) for i in range(len(self.ways)) if not self._halts(i)]
        return sum(gone), each * len(gone)

    def _cycle(self, i: int, action: str, stride: float) -> float:
        """Cycles from moment ``i`` to the next, as tall as it is drawn then."""
        a, b = self.path[i], self.path[i + 1]
        if not stride or not a or not b:
            return 0.0
        tall = sum(fitting.scale(self.figure, action, box, self.board.aspect) for box in (a, b))
        return self.ways[i] / (stride * self.figure.height * tall / 200)

    def _cycles(self) -> list[float]:
        stride = poses.stride(self.figure, self.action)
        most = FASTEST * self.seconds / max(1, len(self.ways))
        return [min(most, self._cycle(i, self.action, stride)) for i in range(len(self.ways))]

    def _stretch(self, frame: int) -> int:
        """Which way from a moment to the next holds this frame."""
        u = layout.moment_at(frame, self.shot.length, len(self.path))
        return min(int(u), max(0, len(self.path) - 2))

    def _halts(self, i: int) -> bool:
        return self.ways[i] * len(self.ways) / self.seconds <= HALT

    def _doing(self, stretch: int) -> str:
        """Who goes only part of the way stands for the rest of it."""
        words = self.action.split()
        feet = words[-1] in ("walk", "run") and self.figure.rig != "insect"
        if self.speed > HALT and feet and self._halts(stretch):
            return words[0] if len(words) > 1 else "stand"
        return self.action

    def _facing(
        self, stretch: int, box: Box, boxes: dict[str, Box], others: dict[str, _Move]
    ) -> int:
        """As told, else the way it goes, else towards the others, else as it went or will go."""
        if self.acting.facing:
            return 1 if self.acting.facing == "right" else -1
        near = (stretch, stretch - 1, stretch + 1)
        turned = next((t for t in map(self._turned, near) if t), 0)
        if not turned and self.figure.rig not in UNMOVED:
            turned = self._towards(box, boxes, others)
        if not turned:
            further = sorted(range(len(self.ways)), key=lambda i: (abs(i - stretch), i))
            turned = next((t for t in map(self._turned, further) if t), 1)
        return turned

    def _turned(self, i: int) -> int:
        """The direction from a moment to the next; 0 when it goes nowhere."""
        if not 0 <= i < len(self.ways):
            return 0
        a, b = self.path[i], self.path[i + 1]
        dx = b.centre[0] - a.centre[0] if a and b else 0.0
        return 0 if abs(dx) < TURN else 1 if dx > 0 else -1

    def _towards(self, box: Box, boxes: dict[str, Box], others: dict[str, _Move]) -> int:
        """Where the others are, those first that look back; 0 when there is nobody."""
        rest = [id for id in boxes if id != self.subject.id]
        alive = [id for id in rest if others[id].figure.rig not in UNMOVED]
        seen = alive or rest
        if not seen:
            return 0
        dx = sum(boxes[id].centre[0] for id in seen) / len(seen) - box.centre[0]
        return 0 if abs(dx) < BESIDE else 1 if dx > 0 else -1
