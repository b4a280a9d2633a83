"""Findings: what is wrong with a planned shot, in words that a director understands."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from engine.director.claims import Claim

Kind = Literal[
    "bounds", "unknown", "missing", "empty", "jump", "direction", "enters", "leaves", "appears",
    "vanishes", "half", "stands", "relation", "size", "count", "overlap", "camera", "framing",
    "follows", "grounded", "named", "twice", "speaker", "short", "words", "meant", "stranger",
    "order", "line",
]  # fmt: skip
Field = Literal[
    "subjects", "layout", "camera", "size", "angle", "movement", "length", "acting", "dialogue"
]


@dataclass(frozen=True, slots=True)
class Finding:
    """One fault: the ``field`` it blames, its ``kind``, and ``words`` for the model and the person.

    ``wanted`` is the value that would be right, where the text itself names it.
    """

    field: Field
    kind: Kind
    words: str
    subject: str = ""
    claim: Claim | None = None
    wanted: str = ""
