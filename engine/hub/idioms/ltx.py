"""LTX-Video 0.9.5 to 0.9.8: known frames as conditions at any multiple of eight of the clip.

Option of the card: ``upscale``, the arguments of a second pass. The clip is then made at half its
size, its latents are enlarged by the part "upscaler", and the second pass refines them; both know
the same frames.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from diffusers.pipelines.ltx.pipeline_ltx_condition import LTXVideoCondition
from PIL.Image import Image

from engine.hub.asks import Span
from engine.hub.card import HubCard
from engine.hub.runner import Runner

UPSCALER = "LTXLatentUpsamplePipeline"


def calls(card: HubCard, steps: int) -> int:
    """Those of both passes; the second begins where its strength says."""
    second = card.options.get("upscale", {})
    later = int(len(second.get("timesteps", ())) * second.get("denoise_strength", 1.0))
    return (steps + later) * card.calls


def span(runner: Runner, ask: Span) -> list[Image]:
    """The frames of a clip."""
    second = runner.card.options.get("upscale")
    if second is None:
        return list(_made(runner, ask, ask.size)[0])
    width, height = ask.size
    small = _made(runner, ask, (width // 2, height // 2), output_type="latent")
    enlarging = runner.other(UPSCALER, latent_upsampler="upscaler")
    with runner.seeded(ask.seed) as generator:
        large = enlarging(
            latents=small, adain_factor=1.0, output_type="latent", generator=generator
        ).frames
    return list(_made(runner, ask, ask.size, latents=large, **second)[0])


def _made(runner: Runner, ask: Span, size: tuple[int, int], **more: Any) -> Any:
    told: dict[str, Any] = {}
    if ask.known:
        told["conditions"] = [
            LTXVideoCondition(image=picture, frame_index=at)
            for at, picture in sorted(ask.known.items())
        ]
    return runner.clip(replace(ask, size=size), frame_rate=round(ask.rate), **told, **more).frames
