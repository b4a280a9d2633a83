"""MiniMax-H3: a modular pipeline that makes clips of 5 to 15 seconds between two pictures.

Its workflow for references is another network (``transformer_ref``), which cannot be given
keyframes, so a clip of it would not meet its neighbours: sheets and plates reach a clip through its
keyframes. It is distilled: no negative prompt and no guidance. Option of the card: ``sound``: what
a clip sounds like is kept, too; the model makes it in any case.
"""

from __future__ import annotations

from typing import Any

from PIL.Image import Image

from engine.api import EngineError
from engine.hub.asks import Span
from engine.hub.runner import Runner
from engine.hub.sounds import Heard

WORKFLOW = "fl2va"  # first and last picture; the other partition of the weights stays away


def blocks(whole: Any) -> Any:
    """The blocks that are loaded: only those of one workflow."""
    return whole.get_workflow(WORKFLOW)


def span(runner: Runner, ask: Span) -> list[Image]:
    """The frames of a clip. Raises EngineError when neither end is known."""
    ends = {"image": ask.known.get(0), "last_image": ask.known.get(ask.frames - 1)}
    given = {name: picture for name, picture in ends.items() if picture is not None}
    if not given:
        raise EngineError(
            f"{runner.card.title} makes a clip from its first picture or to its last, and here is "
            "none. Render the keyframes of this shot first."
        )
    made = runner.clip(ask, output=["videos", "audio", "sampling_rate"], **given)
    if runner.card.options.get("sound"):
        runner.heard = Heard(made["audio"][0].float().cpu().numpy(), made["sampling_rate"])
    return list(made["videos"][0])
