"""AnimateDiff with SparseCtrl: known frames guide a Stable Diffusion 1.5 with a motion adapter.

They guide it only: a frame made next to a known one may differ from it. Options of the card:
``free_init``, rounds of FreeInit (arXiv 2312.07537); each costs all steps again. ``free_noise``,
how many frames a window of FreeNoise (arXiv 2310.15169) has: longer clips are then made by windows
that overlap, out of the noise of the first one.
"""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import torch
from diffusers import DPMSolverMultistepScheduler
from diffusers.models.attention import FreeNoiseTransformerBlock
from diffusers.pipelines.free_noise_utils import AnimateDiffFreeNoiseMixin
from PIL import Image

from engine.hub.asks import Span
from engine.hub.card import HubCard
from engine.hub.runner import Runner

STRIDE = 4  # frames from one window of FreeNoise to the next


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
    if window := int(runner.card.options.get("free_noise", 0)):
        control = pipe.controlnet
        first_half = SimpleNamespace(
            down_blocks=control.down_blocks, mid_block=control.mid_block, up_blocks=()
        )
        for network in (pipe.unet, first_half):
            _FreeNoise(pipe, network).enable_free_noise(window, STRIDE)
        for layer in control.modules():  # diffusers 0.42 asks for an attention that it did not make
            if isinstance(layer, FreeNoiseTransformerBlock) and not hasattr(layer, "attn2"):
                layer.attn2 = None  # type: ignore[assignment]


class _FreeNoise(AnimateDiffFreeNoiseMixin):  # type: ignore[misc]
    """FreeNoise in the motion layers of a network: diffusers' own, whose pipelines with SparseCtrl
    lack it.
    """

    def __init__(self, pipe: Any, network: Any) -> None:
        self.unet, self.motion_adapter = network, pipe.motion_adapter
        self.device, self.dtype = pipe.device, pipe.dtype


def span(runner: Runner, ask: Span) -> list[Image.Image]:
    """The frames of a clip."""
    told: dict[str, Any] = {}
    if not ask.known:  # it asks for a picture in any case: one that has no weight
        told["controlnet_conditioning_scale"] = 0.0
    known = ask.known or {0: Image.new("RGB", ask.size)}
    window = int(runner.card.options.get("free_noise", 0))
    if window and ask.frames > window:
        told["latents"] = noise(runner, ask, window)
    made = runner.clip(
        ask,
        conditioning_frames=[known[at] for at in sorted(known)],
        controlnet_frame_indices=sorted(known),
        **told,
    )
    return list(made.frames[0])


def noise(runner: Runner, ask: Span, window: int) -> torch.Tensor:
    """A clip's noise: that of its first window, then the same frames again and again, shuffled by
    ``STRIDE`` (FreeNoise, equation 7).
    """
    pipe, (width, height) = runner.pipe, ask.size
    generator = torch.Generator("cpu").manual_seed(ask.seed)
    order = list(range(window))
    while len(order) < ask.frames:
        last = order[-window:][:STRIDE]
        order += [last[at] for at in torch.randperm(len(last), generator=generator)]
    scale = pipe.vae_scale_factor
    shape = (1, pipe.unet.config.in_channels, window, height // scale, width // scale)
    found = torch.randn(shape, generator=generator, dtype=torch.float32)
    return found[:, :, order[: ask.frames]].to(runner.device, pipe.unet.dtype)
