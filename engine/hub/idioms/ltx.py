"""LTX-Video 0.9.5 to 0.9.8: known frames as conditions at any multiple of eight of the clip."""

from __future__ import annotations

from typing import Any

from diffusers.pipelines.ltx.pipeline_ltx_condition import LTXVideoCondition
from PIL.Image import Image

from engine.hub.asks import Span
from engine.hub.runner import Runner


def span(runner: Runner, ask: Span) -> list[Image]:
    """The frames of a clip."""
    told: dict[str, Any] = {}
    if ask.known:
        told["conditions"] = [
            LTXVideoCondition(image=picture, frame_index=at)
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
        frame_rate=round(ask.rate),
        num_inference_steps=ask.steps,
        output_type="pil",
        **told,
    )
    return list(made.frames[0])
