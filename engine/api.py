"""The narrow waist: every request to the stage and every event from it, as plain dataclasses.

A request holds everything its job needs - paths instead of pixels - so it pickles, logs, replays
and hashes; a finished render request is the slate of its take. The stage answers with events and
raises nothing across the process.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from storyboard.board import Place, Scene, Subject
from storyboard.cue import FrameCue


class EngineError(Exception):
    """The world's fault, as a finished sentence: what happened, to what, what to do."""


class Unfit(EngineError):  # noqa: N818 - a state of one stage, named as one
    """This stage cannot make what it is asked for, and says why; others may."""


class CancelJob(Exception):  # noqa: N818 - a request to stop, not a fault
    """Raised inside the stage by ``report`` when the person cancelled the running job."""


# Requests ----------------------------------------------------------------------


@dataclass(frozen=True)
class Window:
    """One model call: up to L frames, some of them known.

    ``cues`` one per frame; ``known`` maps positions to lossless picture files whose pixels are kept
    bit for bit; every other position is wanted. ``level`` 1 = keyframes of the film, 2.. =
    in-betweens. ``key`` names the result (``engine.keys``). With ``onto`` only what lies within
    ``boxes`` (x0, y0, x1, y1 in frames) is new: it is laid onto these pictures (``insets``).
    """

    key: str
    level: int
    cues: tuple[FrameCue, ...]
    known: Mapping[int, str] = field(default_factory=dict)
    onto: Mapping[int, str] = field(default_factory=dict)
    boxes: Mapping[int, tuple[float, float, float, float]] = field(default_factory=dict)

    @property
    def wanted(self) -> tuple[int, ...]:
        """Positions that the model makes, in order."""
        return tuple(i for i in range(len(self.cues)) if i not in self.known)


@dataclass(frozen=True)
class Render:
    """A batch of windows of one level by one model.

    ``pictures`` maps the content hashes in the cues (sheets, plates, LoRAs) to files. Frames are
    written as PNG into ``folder`` named ``KEY-POSITION.png``. ``weights`` is the model's folder;
    ``seed`` the film's; ``steps`` model calls per window; ``memory`` the GB that a fetched model
    may hold at most (0: what is free), ``extras`` what of its card is switched on.
    """

    job: str
    windows: tuple[Window, ...]
    folder: str
    family: str = "papercut"
    weights: str = ""
    seed: int = 1
    steps: int = 4
    device: str = "auto"
    pictures: Mapping[str, str] = field(default_factory=dict)
    memory: float = 0.0
    extras: tuple[str, ...] = ()


@dataclass(frozen=True)
class Plan:
    """Plan one scene with a language model: its text and the cast so far in, shots with layouts
    out, streamed.

    ``scene`` is the rule-based breakdown of the same text: the floor, and what locked fields keep.
    ``note`` is the person's wish for this plan. ``only`` limits it to one shot id.
    """

    job: str
    text: str
    scene: Scene
    cast: tuple[Subject, ...]
    places: tuple[Place, ...]
    model: str
    rate: int = 24
    seed: int = 1
    temperature: float = 0.2
    note: str = ""
    only: str = ""
    context: int = 4096


@dataclass(frozen=True)
class Warm:
    """Load a model before it is needed, so that the first window does not wait."""

    job: str
    family: str
    weights: str
    device: str = "auto"
    memory: float = 0.0
    extras: tuple[str, ...] = ()


@dataclass(frozen=True)
class Look:
    """Look at the finished pictures of a shot for what went wrong (``engine.health``).

    ``cues`` and ``frames`` (files) one for each of its drawings; ``gaps`` from keyframe to
    keyframe; ``pictures`` as in ``Render``. The answer is Finished with ``health`` in its facts.
    """

    job: str
    cues: tuple[FrameCue, ...]
    frames: tuple[str, ...]
    gaps: tuple[tuple[int, int], ...]
    pictures: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class FindRig:
    """Find the limbs of a person's own drawing: ``picture`` is a file with a cut-out, ``weights``
    the rig network's folder. The answer is Finished with ``rig`` (``storyboard.rigs``) in its
    facts.
    """

    job: str
    picture: str
    weights: str


Request = Render | Plan | Warm | Look | FindRig

# Events ----------------------------------------------------------------------


@dataclass(frozen=True)
class Ready:
    """The stage is up. ``device`` is where models will run ("cpu", "cuda"); empty: elsewhere, so
    that its times say nothing about this machine.
    """

    device: str = "cpu"


@dataclass(frozen=True)
class Started:
    job: str


@dataclass(frozen=True)
class Progress:
    """``done`` of ``of`` units ("step", "token", "shot") finished; ``note`` is for the person's
    eye.
    """

    job: str
    done: int
    of: int
    unit: str = "step"
    note: str = ""


@dataclass(frozen=True)
class WindowDone:
    """A window is whole on disk: position -> file, for its wanted frames. ``sound``: a WAV file of
    what is heard from its first frame to its last, where a model made one.
    """

    job: str
    key: str
    level: int
    frames: Mapping[int, str]
    seconds: float
    sound: str = ""


@dataclass(frozen=True)
class ScenePlanned:
    """What the director has so far of a scene; sent again as shots arrive. ``final`` when it is
    whole.
    """

    job: str
    scene: Scene
    cast: tuple[Subject, ...]
    places: tuple[Place, ...]
    final: bool = False


@dataclass(frozen=True)
class Finished:
    """The job is done. ``facts`` are figures for the slate and the calibration of estimates
    (seconds, peak_mb, frames).
    """

    job: str
    facts: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Cancelled:
    job: str


@dataclass(frozen=True)
class Failed:
    """``ours`` tells a fault of the program (``sentence`` then holds the trace) from one of the
    world. ``kind`` "lost": the machine that had it is gone, through no fault of the job.
    """

    job: str
    sentence: str
    ours: bool = False
    kind: Literal["", "memory", "crash", "hang", "lost"] = ""


Event = Ready | Started | Progress | WindowDone | ScenePlanned | Finished | Cancelled | Failed
