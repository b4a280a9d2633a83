"""Wan VACE: a clip with what is known in it, a mask of where that is, pictures of subjects.

Unknown frames are grey and white in the mask, known ones black. A single known frame is marked for
itself only, as in training (Wan VACE, arXiv 2503.07598, section 3.1): its pixels reach the network
even where the mask's samples in latent time miss it.
"""

from __future__ import annotations

from typing import Any

from PIL import Image

from engine.hub.asks import Span
from engine.hub.runner import Runner

GREY = (128, 128, 128)


def span(runner: Runner, ask: Span) -> list[Image.Image]:
    """The frames of a clip."""
    grey = Image.new("RGB", ask.size, GREY)
    made, given = Image.new("L", ask.size, 255), Image.new("L", ask.size, 0)
    told: dict[str, Any] = {}
    if ask.references:
        told["reference_images"] = [one.picture for one in ask.references]
    found = runner.clip(
        ask,
        video=[ask.known.get(at, grey) for at in range(ask.frames)],
        mask=[given if at in ask.known else made for at in range(ask.frames)],
        **told,
    )
    return list(found.frames[0])
