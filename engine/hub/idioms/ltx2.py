"""LTX-2.x: known frames as conditions by latent index.

Index 0 is the first frame, index L the frame 8 (L - 1) + 1. So the last index, -1, pins the frame
seven before the end, and what follows it hardly moves: the card cuts it off.

Options of the card: ``upscale``, the arguments of a second pass. The clip is then made at half its
size, its latents are enlarged by the part "upscaler", and the second pass refines them; both know
the same frames. ``refine``, the arguments of LTX's own recursion (DFR): half as many frames come
first, with keyframes of LTX's own; then the part "temporal" doubles them, and each stretch between
two keyframes is refined by itself. ``sound``: what it sounds like is kept, too; the model makes it
in any case.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from diffusers import LTXEulerAncestralRFScheduler
from diffusers.pipelines.ltx2.pipeline_ltx2_condition import LTX2VideoCondition
from PIL.Image import Image

from engine.hub.asks import Span
from engine.hub.card import HubCard
from engine.hub.runner import Runner
from engine.hub.sounds import Heard

LATENT = 8  # frames that one latent holds
UPSCALER = "LTX2LatentUpsamplePipeline"
COARSE, REFINE = "LTX2DFRPipeline", "LTX2DFRTemporalRefinePipeline"
TILES = 2  # stretches of a round that are refined each by itself, at most
ETA = 0.5  # of new noise in every step of a round, as it was trained
SHARED = ("sigmas", "max_sequence_length")  # of the card's call, that its own recursion takes too


def index(place: int) -> int:
    """The latent index that pins this frame of a clip. Raises ValueError for one that none does."""
    if place and (place - 1) % LATENT:
        raise ValueError(f"no latent begins at frame {place}")
    return (place - 1) // LATENT + 1 if place else 0


def calls(card: HubCard, steps: int) -> int:
    """Those of both passes."""
    if "refine" in card.options:
        return (steps + TILES * len(card.options["refine"]["sigmas"])) * card.calls
    second = card.options.get("upscale", {})
    return (steps + len(second.get("sigmas", ()))) * card.calls


def span(runner: Runner, ask: Span) -> list[Image]:
    """The frames of a clip."""
    options = runner.card.options
    second = options.get("upscale")
    if "refine" in options:
        if second is not None:
            runner.notes.append("Latent upscaling was left out: it does not go with LTX's refine.")
        return _seen(runner, _refined(runner, ask, **options["refine"]))[: ask.frames]
    if second is None:
        return _seen(runner, _made(runner, ask, ask.size))
    width, height = ask.size
    small = _made(runner, ask, (width // 2, height // 2), output_type="latent")
    enlarging = runner.other(UPSCALER, latent_upsampler="upscaler")
    with runner.seeded(ask.seed) as generator:
        large = enlarging(latents=small.frames, output_type="latent", generator=generator).frames
    told = {"latents": large, "audio_latents": small.audio, **second}
    return _seen(runner, _made(runner, ask, ask.size, **told))


def _refined(runner: Runner, ask: Span, **second: Any) -> Any:
    """By two pipelines: every other frame, then all. Both are told the pace that LTX was trained
    at, so a clip shows twice the time that it thinks it does.
    """
    width, height = ask.size
    frames = (ask.frames - 1) // 2 + 1
    told = {name: value for name, value in runner.card.call.items() if name in SHARED}
    told |= {"prompt": ask.words, "width": width, "height": height, "frame_rate": ask.rate}
    told["conditions"] = _conditions(ask, 2)
    with runner.seeded(ask.seed) as generator:
        told["generator"] = generator
        first = runner.other(COARSE)(num_frames=frames, output_type="latent", **told)
        refining = runner.other(
            REFINE, LTXEulerAncestralRFScheduler(eta=ETA), temporal_latent_upsampler="temporal"
        )
        return refining(**{
            **told,
            "latents": first.frames,
            "keyframes_latents": first.keyframes,
            "keyframe_positions": first.keyframe_positions,
            "audio_latents": first.audio,
            "num_frames": (first.frames.shape[2] - 1) * LATENT + 1,  # it rounds up
            "condition_num_frames": frames,
            **second,
        })  # fmt: skip


def _seen(runner: Runner, made: Any) -> list[Image]:
    if runner.card.options.get("sound"):
        samples = made.audio[0].float().cpu().numpy()
        runner.heard = Heard(samples, runner.pipe.vocoder.config.output_sampling_rate)
    return list(made.frames[0])


def _made(runner: Runner, ask: Span, size: tuple[int, int], **more: Any) -> Any:
    told = {"frame_rate": ask.rate, "conditions": _conditions(ask), **more}
    return runner.clip(replace(ask, size=size), **told)


def _conditions(ask: Span, share: int = 1) -> list[LTX2VideoCondition] | None:
    """What is known, of a clip that has one frame for every ``share`` of the ask's."""
    known = sorted(ask.known.items())
    return [LTX2VideoCondition(frames=one, index=index(at // share)) for at, one in known] or None
