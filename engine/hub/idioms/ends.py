"""Pipelines that take the first picture of a clip, and the last where they were trained with it:
``image`` and ``last_image`` (Wan 2.1 FLF2V, Wan 2.2 I2V-A14B).

One class serves several checkpoints that differ: FLF2V cannot do without the last picture, plain
I2V not with it, TI2V-5B ignores it. So it is the card that tells.
"""

from __future__ import annotations

from typing import Any

from PIL.Image import Image

from engine.api import EngineError
from engine.hub.asks import Span
from engine.hub.runner import Runner


def span(runner: Runner, ask: Span) -> list[Image]:
    """The frames of a clip. Raises EngineError when an end that it needs is not known."""
    card = runner.card
    first, last = ask.known.get(0), ask.known.get(ask.frames - 1)
    if first is None:
        raise EngineError(
            f"{card.title} makes a clip from its first picture on, and here is none. Render the "
            "keyframes of this shot first."
        )
    if last is None and card.takes.needs_last:
        raise EngineError(
            f"{card.title} makes a clip between two pictures, and here is no last picture. Render "
            "the keyframes of this shot first."
        )
    told: dict[str, Any] = {} if last is None else {"last_image": last}
    return list(runner.clip(ask, image=first, **told).frames[0])
