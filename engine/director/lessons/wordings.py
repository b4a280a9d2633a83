"""Wordings: every deed told in many ways.

In a wording, ``{A}``, ``{B}``, ``{C}`` are whoever it is about, ``{V}`` and ``{Ving}`` its verb,
``<start>`` any verb that agrees with ``{A}``, ``{is}`` likewise; ``{way}``, ``{opp}`` a direction
and its opposite, ``{side}`` a side, ``{p1}`` ``{p2}`` ``{p3}`` places, ``{frame}`` a word for the
picture. The exam has wordings of its own that are not here.
"""

from __future__ import annotations

from collections.abc import Mapping

from engine.director.lessons.moving import MOVING
from engine.director.lessons.standing import STANDING

FRAMES = ("frame", "screen", "picture", "image", "scene", "shot", "stage")

PLACED: Mapping[str, tuple[str, ...]] = {
    "left": (
        "on the left", "at the left", "to the left", "on the left side", "on the far left",
        "on the left of the {frame}", "on the left side of the {frame}", "in the left half",
        "at the left edge of the {frame}", "at left", "in the left part of the {frame}",
    ),
    "right": (
        "on the right", "at the right", "to the right", "on the right side", "on the far right",
        "on the right of the {frame}", "on the right side of the {frame}", "in the right half",
        "at the right edge of the {frame}", "at right", "in the right part of the {frame}",
    ),
    "centre": (
        "in the middle", "in the centre", "in the center", "at the center of the {frame}",
        "in the middle of the {frame}", "in the centre of the {frame}", "dead centre", "halfway",
    ),
    "middle": (
        "in the very middle", "in the exact centre of the {frame}", "in the exact middle",
    ),
    "top": (
        "at the top", "in the upper part of the {frame}", "at the top of the {frame}", "high up",
        "in the top half", "up high", "near the top", "at the top edge", "in the upper half",
    ),
    "bottom": (
        "at the bottom", "in the lower part of the {frame}", "at the bottom of the {frame}",
        "down low", "in the bottom half", "near the bottom", "at the lower edge",
        "in the lower half",
    ),
    "top left": (
        "in the upper left", "in the top left corner", "at the top left",
        "in the upper left corner",
        "at the upper left of the {frame}", "in the top left of the {frame}",
    ),
    "top right": (
        "in the upper right", "in the top right corner", "at the top right",
        "in the upper right corner", "at the upper right of the {frame}",
        "in the top right of the {frame}",
    ),
    "bottom left": (
        "in the lower left", "in the bottom left corner", "at the bottom left",
        "in the lower left corner", "at the lower left of the {frame}",
        "in the bottom left of the {frame}",
    ),
    "bottom right": (
        "in the lower right", "in the bottom right corner", "at the bottom right",
        "in the lower right corner", "at the lower right of the {frame}",
        "in the bottom right of the {frame}",
    ),
}  # fmt: skip

TOLD: Mapping[str, tuple[str, ...]] = {**MOVING, **STANDING}

OPENINGS = (
    "Slowly", "Now", "Then", "Meanwhile", "At last", "Outside", "In silence", "Little by little",
    "At sunset", "In the wind", "Without a word", "A moment later", "Next",
    "All alone", "In the rain", "In the distance", "With a smile", "Once again", "Carefully",
    "That night", "Before long", "Out there", "When it is time", "Of course", "And so",
)  # fmt: skip
CLOSINGS = (
    "slowly", "again", "without a word", "in silence", "once more", "with a smile", "at dusk",
    "in the rain", "all alone", "in the wind", "at last", "as if in a dream", "with care",
    "in the snow", "for it is late in the day", "now", "on tiptoe", "in the sunshine", "at ease",
    "because it is warm", "though it is far", "until it is over", "at leisure", "with joy",
)  # fmt: skip

SPOKEN = (
    "Hello.", "Where are you going?", "I have been looking for you all day.", "Come here.",
    "Not today.", "Look at that!", "We should go home before it rains.", "Do you see it?",
    "I will wait.", "That is mine.", "Who is there?", "Run!", "It is so quiet.",
    "Help me with this.",
    "I knew you would come back one day.", "Nobody told me anything about it.", "Goodbye, then.",
)  # fmt: skip
CAMERA = {
    "size": (
        "{Words} of {A}.", "{Words}: {A}.", "{WORDS} - {A}.", "{Words} on {A}.", "{WORDS}. {A}.",
    ),
    "move": (
        "The camera {words}.", "We {words}.", "Camera {words}.", "{Words}.", "{WORDS}.",
        "Slowly the camera {words}.",
    ),
    "angle": ("{Words}.", "{WORDS}.", "Seen in {words}.", "{Words}: {A}."),
}  # fmt: skip
