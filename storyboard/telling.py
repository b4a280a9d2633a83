"""Telling: cues with what only models which read prompts are given - how everyone looks, what the
shot is about, how it is framed, the LoRAs of the film and of those who are seen.

Other models' cues stay without them, so that a change of words asks nothing new of their pictures.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from dataclasses import replace

from storyboard.board import Board, Lora, Shot
from storyboard.cue import FrameCue, SubjectCue

SIZES = {
    "EWS": "Extreme wide shot",
    "WS": "Wide shot",
    "FS": "Full shot",
    "MS": "Medium shot",
    "MCU": "Medium close-up",
    "CU": "Close-up",
    "ECU": "Extreme close-up",
}
ANGLES = {
    "eye level": "",
    "high": "high angle",
    "low": "low angle",
    "overhead": "from overhead",
    "dutch": "tilted camera",
}
APPOSITION = r"(?:, (?:an?|the|two|three) [^,.;]+,)?"  # ", a girl in a yellow dress,"


def told(
    board: Board, shot_id: str, cues: Iterable[FrameCue], families: Collection[str] = ()
) -> tuple[FrameCue, ...]:
    """The same cues of one shot, with looks, action, framing and the LoRAs made for any of these
    ``families``. Raises KeyError.
    """
    shot, scene = board.shot(shot_id), board.scene_of(shot_id)
    looks = {subject.id: subject.look for subject in board.cast}
    look = next((place.look for place in board.places if place.id == scene.place), "")
    said, framed = action(board, shot), framing(shot)
    loras = [lora for lora in board.loras if lora.family in families and lora.weight]

    def one(subject: SubjectCue) -> SubjectCue:
        own = _called(loras, {subject.id})
        return replace(subject, look=looks.get(subject.id, ""), called=own)

    return tuple(
        replace(
            cue,
            look=look,
            action=said,
            framing=framed,
            subjects=tuple(one(subject) for subject in cue.subjects),
            loras=_worn(loras, {"", *(subject.id for subject in cue.subjects)}),
            called=_called(loras, {""}),
        )
        for cue in cues
    )


def _worn(loras: Iterable[Lora], of: Collection[str]) -> tuple[tuple[str, float, str], ...]:
    return tuple((lora.file, lora.weight, lora.into) for lora in loras if lora.subject in of)


def _called(loras: Iterable[Lora], of: Collection[str]) -> str:
    """The words that call these LoRAs, each once: a model of two halves has two of one look."""
    return ", ".join(dict.fromkeys(one.words for one in loras if one.subject in of and one.words))


def framing(shot: Shot) -> str:
    """ "Close-up, low angle"."""
    return ", ".join(filter(None, (SIZES[shot.size], ANGLES[shot.angle])))


def action(board: Board, shot: Shot) -> str:
    """The shot's sentences, names told as what they are: no model knows who Mia is."""
    text = shot.action
    for subject in sorted(board.cast, key=lambda one: -len(one.name)):
        if not subject.kind or subject.name.lower() == subject.kind.lower():
            continue
        for name in (subject.name, *subject.aliases):
            if name:
                pattern = rf"\b(?:the )?{re.escape(name)}\b{APPOSITION}"
                text = re.sub(pattern, f"the {subject.kind}", text, flags=re.IGNORECASE)
    kept = [
        part.strip()
        for part in re.split(r"(?<=[.!?])\s+", text)
        if part.strip() and not part.strip().lower().startswith("the camera")
    ]
    return " ".join(part[0].upper() + part[1:] for part in kept)
