"""What is to be measured, as plain data: the application writes it down, a process of its own reads
it. Free of torch.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from storyboard.cue import FrameCue


@dataclass(frozen=True)
class Reel:
    """The finished frames of one shot: ``frames`` files in order, ``cues`` what each was asked to
    show, ``seams`` positions of the frames where two windows meet.
    """

    name: str
    cues: tuple[FrameCue, ...]
    frames: tuple[str, ...]
    seams: tuple[int, ...] = ()


@dataclass(frozen=True)
class Film:
    """Shots in film order; ``pictures`` maps hashes of the person's own pictures to files.
    ``looks`` frames a shot are looked at and laid beside the painter's.
    """

    reels: tuple[Reel, ...]
    pictures: Mapping[str, str] = field(default_factory=dict)
    looks: int = 12
