"""LTX-2.x: known frames as conditions by latent index.

Index 0 is the first frame, index L the frame 8 (L - 1) + 1. So the last index, -1, pins the frame
seven before the end, and what follows it hardly moves: the card cuts it off.

Options of the card: ``upscale``, the arguments of a second pass. The clip is then made at half its
size, its latents are enlarged by the part "upscaler", and the second pass refines them; both know
the same frames. ``sound``: what it sounds like is kept, too; the model makes it in any case.
"""

from __future__ import annotations

from typing import Any

from diffusers.pipelines.ltx2.pipeline_ltx2_condition import LTX2VideoCondition
from PIL.Image import Image

from engine.hub.asks import Span
from engine.hub.card import HubCard
from engine.hub.runner import Runner
from engine.hub.sounds import Heard

LATENT = 8  # frames that one latent holds
UPSCALER = "LTX2LatentUpsamplePipeline"


def index(place: int) -> int:
    """The latent index that pins this frame of a clip. Raises ValueError for one that none does."""
    if place and (place - 1) % LATENT:
        raise ValueError(f"no latent begins at frame {place}")
    return (place - 1) // LATENT + 1 if place else 0


def calls(card: HubCard, steps: int) -> int:
    """Those of both passes."""
    second = card.options.get("upscale", {})
    return (steps + len(second.get("sigmas", ()))) * card.calls


def span(runner: Runner, ask: Span) -> list[Image]:
    """The frames of a clip."""
    second = runner.card.options.get("upscale")
    if second is None:
        return _seen(runner, _made(runner, ask, ask.size, output_type="pil"))
    width, height = ask.size
    small = _made(runner, ask, (width // 2, height // 2), output_type="latent")
    enlarging = runner.other(UPSCALER, latent_upsampler="upscaler")
    with runner.seeded(ask.seed) as generator:
        large = enlarging(latents=small.frames, output_type="latent", generator=generator).frames
    told = {"latents": large, "audio_latents": small.audio, **second}
    return _seen(runner, _made(runner, ask, ask.size, output_type="pil", **told))


def _seen(runner: Runner, made: Any) -> list[Image]:
    if runner.card.options.get("sound"):
        samples = made.audio[0].float().cpu().numpy()
        runner.heard = Heard(samples, runner.pipe.vocoder.config.output_sampling_rate)
    return list(made.frames[0])


def _made(runner: Runner, ask: Span, size: tuple[int, int], **more: Any) -> Any:
    told: dict[str, Any] = {"num_inference_steps": ask.steps}
    if ask.known:
        told["conditions"] = [
            LTX2VideoCondition(frames=picture, index=index(at))
            for at, picture in sorted(ask.known.items())
        ]
    return runner.call(
        runner.pipe,
        ask.seed,
        prompt=ask.words,
        width=size[0],
        height=size[1],
        num_frames=ask.frames,
        frame_rate=ask.rate,
        **told,
        **more,
    )
