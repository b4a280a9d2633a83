"""A small scene with its rule-based shots, and requests to plan it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from engine.api import Plan
from storyboard.board import (
    Acting,
    Box,
    Camera,
    Layout,
    Line,
    Place,
    Scene,
    Shot,
    Stretch,
    Subject,
)

TEXT = """INT. KITCHEN - DAY

Anna walks from left to right. The dog sleeps.

ANNA
(softly)
Hello, Rex.

Rex leaves on the right. Anna waves.
"""
ANNA = Subject("anna", "ANNA", "girl", pronoun="she")
REX = Subject("rex", "REX", "dog", pronoun="it")
CAST = (ANNA, REX)
KITCHEN = Place("kitchen", "KITCHEN", interior=True)


def still(*sides: float) -> tuple[Box, ...]:
    return (Box(*sides),) * 9


def going(start: Box, end: Box) -> tuple[Box, ...]:
    """Nine boxes on a straight way."""
    return tuple(
        Box(*(a + (b - a) * k / 8 for a, b in zip(_sides(start), _sides(end), strict=True)))
        for k in range(9)
    )


def _sides(box: Box) -> tuple[float, float, float, float]:
    return box.x0, box.y0, box.x1, box.y1


def _stretch(start: str, end: str) -> Stretch:
    a, b = TEXT.index(start), TEXT.index(end) + len(end)
    return Stretch(a, b, TEXT[a:b])


RULES = (
    Shot(
        "r1",
        action="Anna walks from left to right. The dog sleeps.",
        subjects=("anna", "rex"),
        stretch=_stretch("Anna walks", "dog sleeps."),
        layout=Layout(
            {
                "anna": going(Box(0.1, 0.4, 0.25, 0.9), Box(0.7, 0.4, 0.85, 0.9)),
                "rex": still(0.4, 0.7, 0.6, 0.9),
            }
        ),
        acting={"anna": Acting("walk"), "rex": Acting("sleep")},
        length=72,
    ),
    Shot(
        "r2",
        subjects=("anna",),
        dialogue=(Line("anna", "Hello, Rex.", "softly"),),
        stretch=_stretch("ANNA\n", "Hello, Rex."),
        layout=Layout({"anna": still(0.3, 0.1, 0.7, 1.2)}),
        acting={"anna": Acting("talk")},
        size="MCU",
    ),
    Shot(
        "r3",
        action="Rex leaves on the right. Anna waves.",
        subjects=("rex", "anna"),
        stretch=_stretch("Rex leaves", "Anna waves."),
        layout=Layout(
            {
                "rex": going(Box(0.4, 0.6, 0.6, 0.9), Box(1.1, 0.6, 1.3, 0.9)),
                "anna": still(0.1, 0.4, 0.25, 0.9),
            }
        ),
        acting={"rex": Acting("run"), "anna": Acting("wave")},
        camera=Camera(),
        join="dissolve",
        length=72,
    ),
)
SCENE = Scene("s1", "INT. KITCHEN - DAY", "kitchen", shots=RULES, stretch=Stretch(0, len(TEXT)))


def plan(model: Path | str = "", **changes: object) -> Plan:
    """A request to plan the kitchen scene, changed."""
    request = Plan("job", TEXT, SCENE, CAST, (KITCHEN,), str(model), seed=1, temperature=0.0)
    return replace(request, **changes)  # type: ignore[arg-type]


def with_shot(number: int, **changes: object) -> Scene:
    """The scene with one of its rule-based shots changed."""
    shots = list(RULES)
    shots[number] = replace(shots[number], **changes)  # type: ignore[arg-type]
    return replace(SCENE, shots=tuple(shots))
