"""The board: the whole storyboard document as frozen dataclasses.

Time is whole frames at the board's rate; ranges are half-open; lengths are stored, positions
computed. An edit is a pure function ``Board -> Board`` (see ``edits``); nothing here is ever
changed in place.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, fields
from functools import cached_property
from typing import Any, Literal, Protocol, TypeVar

MOMENTS = 9  # layout moments in a shot, as VideoDirectorGPT's planner (PAPERS.md A.2)
RATE = 24  # frames a second, the cinema's

Maker = Literal["director", "repair", "rules", "user"]
Size = Literal["EWS", "WS", "FS", "MS", "MCU", "CU", "ECU"]
Angle = Literal["eye level", "high", "low", "overhead", "dutch"]
Movement = Literal[
    "hold", "pan left", "pan right", "tilt up", "tilt down", "push", "pull", "follow"
]
Join = Literal["cut", "dissolve", "continuous", "bridge"]
Daytime = Literal["day", "dawn", "dusk", "night"]
Weather = Literal["clear", "rain", "snow"]
Facing = Literal["left", "right"]


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle in stage coordinates: 0..1 is the frame while the camera holds still.

    ``x1 > x0`` and ``y1 > y0``; y grows downwards. It may leave 0..1: a subject entering or
    leaving.
    """

    x0: float
    y0: float
    x1: float
    y1: float

    @property
    def width(self) -> float:
        return self.x1 - self.x0

    @property
    def height(self) -> float:
        return self.y1 - self.y0

    @property
    def centre(self) -> tuple[float, float]:
        return (self.x0 + self.x1) / 2, (self.y0 + self.y1) / 2

    @property
    def area(self) -> float:
        return self.width * self.height


FRAME = Box(0.0, 0.0, 1.0, 1.0)


@dataclass(frozen=True, slots=True)
class Layout:
    """Where each subject is at K evenly spaced moments of a shot: subject id -> K boxes, ``None`` =
    absent.

    Between moments boxes go in straight lines; frame j of T lies at u = j (K-1)/(T-1) (see
    ``layout``).
    """

    boxes: Mapping[str, tuple[Box | None, ...]] = field(default_factory=dict)
    moments: int = MOMENTS


@dataclass(frozen=True, slots=True)
class Camera:
    """The rectangle of the stage that the frame shows, at K moments (K = 1: it holds). Same aspect
    as the frame.
    """

    rects: tuple[Box, ...] = (FRAME,)


@dataclass(frozen=True, slots=True)
class Subject:
    """Someone or something that must look the same from shot to shot: a consistency group.

    ``kind`` is the everyday word ("girl", "dog"); ``puppet`` the bundled puppet that draws it, if
    one does; ``attributes`` are the puppet's ("colour" -> "red", "hat" -> "yes"); ``sheet`` a
    picture in the bin (content hash), ``rig`` what moves on it (``rigs``): empty until somebody
    looked.
    """

    id: str
    name: str
    kind: str = ""
    look: str = ""
    aliases: tuple[str, ...] = ()
    pronoun: Literal["", "he", "she", "it", "they"] = ""
    puppet: str = ""
    attributes: Mapping[str, str] = field(default_factory=dict)
    sheet: str = ""
    made_by: Maker = "rules"
    rig: str = ""


@dataclass(frozen=True, slots=True)
class Place:
    """A background that must stay the same: a consistency group. ``backdrop`` is the bundled place
    that draws it.
    """

    id: str
    name: str
    look: str = ""
    backdrop: str = ""
    interior: bool = False
    plate: str = ""
    made_by: Maker = "rules"
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Stretch:
    """A half-open stretch of the script text, in characters, and the words it had when it was
    planned.
    """

    start: int
    end: int
    text: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """One line of dialogue. ``speaker`` is a subject id; ``how`` the parenthetical."""

    speaker: str
    text: str
    how: str = ""


@dataclass(frozen=True, slots=True)
class Acting:
    """What a subject does in a shot: an action word of the pose tables, which way it faces, its
    distance order.

    ``facing`` None means: the way it moves, else towards the others. Higher ``order`` is nearer to
    the camera; ``on`` names a subject that it sits or stands on. ``words`` are the script's own
    ("strolls").
    """

    action: str = "stand"
    facing: Facing | None = None
    order: int = 0
    words: str = ""
    on: str = ""


@dataclass(frozen=True, slots=True)
class Keyframe:
    """A picture pinned to a frame of its shot. ``picture`` is a content hash in the bin; empty: a
    keyframe is made here, with the others of the film.
    """

    frame: int
    picture: str
    source: Literal["render", "import", "drawn", "take"] = "import"


@dataclass(frozen=True, slots=True)
class Shot:
    """A camera set-up without a cut. ``length`` in frames. ``locked`` names fields no plan may
    change ("*" = all).

    ``takes`` are take ids, oldest first; ``circled`` the chosen one. ``made_by`` records who made
    each planned field.
    """

    id: str
    action: str = ""
    subjects: tuple[str, ...] = ()
    dialogue: tuple[Line, ...] = ()
    size: Size = "WS"
    angle: Angle = "eye level"
    movement: Movement = "hold"
    lens: int = 35
    length: int = 2 * RATE
    notes: str = ""
    join: Join = "cut"
    layout: Layout = Layout()
    camera: Camera = Camera()
    acting: Mapping[str, Acting] = field(default_factory=dict)
    keyframes: tuple[Keyframe, ...] = ()
    takes: tuple[str, ...] = ()
    circled: str = ""
    locked: frozenset[str] = frozenset()
    stretch: Stretch | None = None
    stale: bool = False
    label: str = ""  # a visible number that was locked; empty = computed (see ``numbering``)
    made_by: Mapping[str, Maker] = field(default_factory=dict)
    variation: int = 0  # how often other pictures of the very same shot were asked for


@dataclass(frozen=True, slots=True)
class Scene:
    """One place and time, with a heading. ``place`` is a place id."""

    id: str
    heading: str = ""
    place: str = ""
    daytime: Daytime = "day"
    weather: Weather = "clear"
    shots: tuple[Shot, ...] = ()
    stretch: Stretch | None = None
    label: str = ""


@dataclass(frozen=True, slots=True)
class Sound:
    """A stretch of a sound file under the film. ``file`` is a content hash in the bin.

    It is tied to a shot, so that it moves along when earlier shots change: it begins ``start``
    frames after the shot does (before it, if negative). ``skip`` frames of the file are left out,
    ``length`` are heard. ``gain`` in decibels; fades in frames; ``track`` counts from 0. While it
    is ``muted`` nothing of it is heard.
    """

    id: str
    file: str
    name: str = ""
    shot: str = ""
    start: int = 0
    length: int = 1
    skip: int = 0
    gain: float = 0.0
    fade_in: int = 0
    fade_out: int = 0
    track: int = 0
    muted: bool = False


@dataclass(frozen=True, slots=True)
class Marker:
    """A note on the timeline, ``start`` frames after its shot begins."""

    id: str
    shot: str
    start: int = 0
    name: str = ""


@dataclass(frozen=True, slots=True)
class Lora:
    """Weights that teach a model one look: a subject's, or with an empty ``subject`` the whole
    film's. ``file`` is a content hash in the bin, ``family`` the model that it was trained for;
    ``words`` call it in a prompt. ``into``: which half of a model of two it belongs to, empty =
    all of it.
    """

    id: str
    file: str
    name: str = ""
    family: str = ""
    subject: str = ""
    weight: float = 1.0
    words: str = ""
    into: Literal["", "high", "low"] = ""


@dataclass(frozen=True)
class Board:
    """The whole document: script, cast, places, scenes with their shots.

    ``script`` is the text exactly as the person wrote it. ``seed`` is the film's seed; every
    frame's noise derives from it. ``numbering`` is a scheme of ``numbering``; ``aspect`` is width
    over height of the frame.
    """

    title: str = ""
    script: str = ""
    cast: tuple[Subject, ...] = ()
    places: tuple[Place, ...] = ()
    scenes: tuple[Scene, ...] = ()
    rate: int = RATE
    aspect: float = 16 / 9
    seed: int = 1
    numbering: str = "12A"
    numbers_locked: bool = False
    sounds: tuple[Sound, ...] = ()
    markers: tuple[Marker, ...] = ()
    loras: tuple[Lora, ...] = ()

    @cached_property
    def shots(self) -> tuple[Shot, ...]:
        """All shots in film order."""
        return tuple(shot for scene in self.scenes for shot in scene.shots)

    @cached_property
    def _homes(self) -> Mapping[str, tuple[Scene, Shot]]:
        """Each shot with its scene: a film has a thousand, and every pane asks for them."""
        found: dict[str, tuple[Scene, Shot]] = {}
        for scene in self.scenes:
            for shot in scene.shots:
                found.setdefault(shot.id, (scene, shot))
        return found

    @property
    def length(self) -> int:
        """Frames of the whole film."""
        return sum(shot.length for shot in self.shots)

    def subject(self, id: str) -> Subject:
        """The subject with this id. Raises KeyError."""
        return _find(self.cast, id)

    def place(self, id: str) -> Place:
        """The place with this id. Raises KeyError."""
        return _find(self.places, id)

    def scene_of(self, shot_id: str) -> Scene:
        """The scene that holds this shot. Raises KeyError."""
        return self._homes[shot_id][0]

    def shot(self, id: str) -> Shot:
        """The shot with this id. Raises KeyError."""
        return self._homes[id][1]

    def __getstate__(self) -> dict[str, Any]:
        """Only its fields: what was worked out from them is worked out again."""
        return {field.name: getattr(self, field.name) for field in fields(self)}

    def start(self, shot_id: str) -> int:
        """First frame of this shot in the film. Raises KeyError."""
        at = 0
        for shot in self.shots:
            if shot.id == shot_id:
                return at
            at += shot.length
        raise KeyError(shot_id)


class _Named(Protocol):
    @property
    def id(self) -> str: ...


Thing = TypeVar("Thing", bound=_Named)


def _find(things: Iterable[Thing], id: str) -> Thing:
    for thing in things:
        if thing.id == id:
            return thing
    raise KeyError(id)
