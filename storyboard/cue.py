"""Cues: everything that one frame of a shot asks for, as plain data.

The animatic paints a cue with puppets; a network gets the same cue as its conditions. A window's
key hashes its cues, so a cue holds nothing that does not shape the picture, and everything that
does.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from storyboard.board import FRAME, Box, Daytime, Weather


@dataclass(frozen=True, slots=True)
class SubjectCue:
    """One subject in one frame.

    ``box`` in stage coordinates (the camera not yet applied); ``phase`` 0..1 of the action's cycle
    (a wheel's may run on past 1); ``facing`` +1 right, -1 left; ``order`` grows towards the camera;
    ``sheet`` is a content hash of the user's picture, empty when ``puppet`` draws it; ``words`` say
    what it does ("strolls"); ``rig`` is what moves on the sheet (``rigs``). ``look`` and the words
    by which its LoRA knows it (``called``) are told only to models that read prompts.
    """

    id: str
    kind: str
    box: Box
    puppet: str = ""
    attributes: Mapping[str, str] = field(default_factory=dict)
    sheet: str = ""
    action: str = "stand"
    phase: float = 0.0
    facing: int = 1
    order: int = 0
    words: str = ""
    look: str = field(default="", metadata={"added": True})
    rig: str = field(default="", metadata={"added": True})
    called: str = field(default="", metadata={"added": True})


@dataclass(frozen=True, slots=True)
class FrameCue:
    """One frame of a shot: the place through the camera, the light, the subjects back to front, the
    words.

    ``seconds`` is the time of clouds, water and snow: told by the shot's id, not by where it stands
    in the film, so that an edit elsewhere leaves its pictures alone; ``plate`` a content hash of
    the user's picture of the place, empty when ``backdrop`` draws it; ``words`` the prompt of this
    frame. ``flats`` are the places of a bridge that slide through the frame side by side, each with
    where its left edge lies, in frame widths; ``backdrop`` is then that which takes most of it.
    ``shot`` is what the frame's noise is called by: the shot's id, "~2" after it when the
    person asked for other pictures of the same shot twice. ``look`` (the place's), ``action`` (the
    shot's sentence), ``framing`` ("Close-up, low angle"), ``loras`` (content hash, weight, half of
    a model of two) and the words that call those of the film (``called``) are told only to models
    that read prompts, so that a change of them asks nothing of others.
    """

    shot: str
    frame: int
    seconds: float
    backdrop: str = ""
    plate: str = ""
    camera: Box = FRAME
    daytime: Daytime = "day"
    weather: Weather = "clear"
    subjects: tuple[SubjectCue, ...] = ()
    words: str = ""
    aspect: float = 16 / 9
    flats: tuple[tuple[FrameCue, float], ...] = field(default=(), metadata={"added": True})
    look: str = field(default="", metadata={"added": True})
    action: str = field(default="", metadata={"added": True})
    framing: str = field(default="", metadata={"added": True})
    loras: tuple[tuple[str, float, str], ...] = field(default=(), metadata={"added": True})
    called: str = field(default="", metadata={"added": True})
