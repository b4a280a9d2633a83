"""Happenings: what goes on in a stretch of frames, in words for models that make clips."""

from __future__ import annotations

from collections.abc import Sequence

from engine.hub import words
from storyboard.camera import through
from storyboard.cue import FrameCue, SubjectCue

FAR = 0.12  # of the frame's width: what moves less stays where it is
ZOOM = 1.15  # times larger: what is less is not worth a word


def told(cues: Sequence[FrameCue]) -> str:
    """The first frame as a picture's prompt, then who goes where, what changes, the camera."""
    first, last = cues[0], cues[-1]
    parts = [words.prompt(first), *_ways(cues), *_changes(cues), camera(first, last)]
    return " ".join(part for part in parts if part)


def camera(first: FrameCue, last: FrameCue) -> str:
    """How the camera moves between two frames; empty when it holds still."""
    a, b = first.camera, last.camera
    if b.width * ZOOM < a.width:
        return "The camera slowly moves in."
    if a.width * ZOOM < b.width:
        return "The camera slowly pulls back."
    across, down = b.centre[0] - a.centre[0], b.centre[1] - a.centre[1]
    if abs(across) >= max(FAR, abs(down)):
        return f"The camera pans to the {'right' if across > 0 else 'left'}."
    if abs(down) >= FAR:
        return f"The camera tilts {'down' if down > 0 else 'up'}."
    return ""


def _ways(cues: Sequence[FrameCue]) -> list[str]:
    """Who crosses the frame, enters it or leaves it."""
    found = []
    ids = dict.fromkeys(subject.id for cue in cues for subject in cue.subjects)
    for id in ids:
        seen = [(cue, subject) for cue in cues for subject in cue.subjects if subject.id == id]
        (start, before), (end, after) = seen[0], seen[-1]
        name = words.who(before)
        name = name[0].upper() + name[1:]
        if start is not cues[0]:
            found.append(f"{name} comes in.")
        way = _x(end, after) - _x(start, before)
        if abs(way) >= FAR:
            found.append(f"{name} moves to the {'right' if way > 0 else 'left'}.")
        if end is not cues[-1]:
            found.append(f"{name} leaves.")
    return found


def _x(cue: FrameCue, subject: SubjectCue) -> float:
    return through(cue.camera, subject.box).centre[0]


def _changes(cues: Sequence[FrameCue]) -> list[str]:
    """What is done later than in the first frame, in order."""
    doings = dict.fromkeys(words.doing(subject) for cue in cues for subject in cue.subjects)
    begun = {words.doing(subject) for subject in cues[0].subjects}
    return [f"Then {doing}." for doing in doings if doing not in begun]
