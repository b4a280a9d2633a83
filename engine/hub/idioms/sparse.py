"""AnimateDiff with SparseCtrl: known frames guide a Stable Diffusion 1.5 with a motion adapter.

They guide it only: a frame made next to a known one may differ from it. Option of the card:
``free_init``, rounds of FreeInit (arXiv 2312.07537); each costs all steps again.
"""

from __future__ import annotations

from typing import Any

from diffusers import DPMSolverMultistepScheduler
from PIL import Image

from engine.hub.asks import Span
from engine.hub.card import HubCard
from engine.hub.runner import Runner


def calls(card: HubCard, steps: int) -> int:
    """Every round of FreeInit runs all steps."""
    return steps * card.calls * _rounds(card)


def _rounds(card: HubCard) -> int:
    return max(1, int(card.options.get("free_init", 1)))


def prepare(runner: Runner) -> None:
    """Motion adapters were trained on a linear schedule; Stable Diffusion 1.5 on another one."""
    pipe = runner.pipe
    pipe.scheduler = DPMSolverMultistepScheduler.from_config(
        pipe.scheduler.config,
        beta_schedule="linear",
        algorithm_type="dpmsolver++",
        use_karras_sigmas=True,
    )
    if _rounds(runner.card) > 1:
        pipe.enable_free_init(num_iters=_rounds(runner.card))


def span(runner: Runner, ask: Span) -> list[Image.Image]:
    """The frames of a clip."""
    told: dict[str, Any] = {}
    if not ask.known:  # it asks for a picture in any case: one that has no weight
        told["controlnet_conditioning_scale"] = 0.0
    known = ask.known or {0: Image.new("RGB", ask.size)}
    width, height = ask.size
    made = runner.call(
        runner.pipe,
        ask.seed,
        prompt=ask.words,
        conditioning_frames=[known[at] for at in sorted(known)],
        controlnet_frame_indices=sorted(known),
        width=width,
        height=height,
        num_frames=ask.frames,
        num_inference_steps=ask.steps,
        output_type="pil",
        **told,
    )
    return list(made.frames[0])
