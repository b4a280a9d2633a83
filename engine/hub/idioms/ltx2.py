"""LTX-2.x: known frames as conditions by latent index.

Index 0 is the first frame, index L the frame 8 (L - 1) + 1. So the last index, -1, pins the frame
seven before the end, and what follows it hardly moves: the card cuts it off.
"""

from __future__ import annotations

from typing import Any

from diffusers.pipelines.ltx2.pipeline_ltx2_condition import LTX2VideoCondition
from PIL.Image import Image

from engine.hub.asks import Span
from engine.hub.runner import Runner

LATENT = 8  # frames that one latent holds


def index(place: int) -> int:
    """The latent index that pins this frame of a clip. Raises ValueError for one that none does."""
    if place and (place - 1) % LATENT:
        raise ValueError(f"no latent begins at frame {place}")
    return (place - 1) // LATENT + 1 if place else 0


def span(runner: Runner, ask: Span) -> list[Image]:
    """The frames of a clip."""
    told: dict[str, Any] = {}
    if ask.known:
        told["conditions"] = [
            LTX2VideoCondition(frames=picture, index=index(at))
            for at, picture in sorted(ask.known.items())
        ]
    width, height = ask.size
    made = runner.call(
        runner.pipe,
        ask.seed,
        prompt=ask.words,
        width=width,
        height=height,
        num_frames=ask.frames,
        frame_rate=ask.rate,
        num_inference_steps=ask.steps,
        output_type="pil",
        **told,
    )
    return list(made.frames[0])
