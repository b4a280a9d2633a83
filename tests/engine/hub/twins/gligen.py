"""A tiny GLIGEN: every part real, weights random, gates open."""

from __future__ import annotations

from pathlib import Path

import torch
from diffusers import DDIMScheduler, StableDiffusionGLIGENPipeline, UNet2DConditionModel

from tests.engine.hub import tokens
from tests.engine.hub.twins.stable import DOWN, UP, WIDTHS, autoencoder, nudge, text_encoder

CALL: dict[str, object] = {}


def build(folder: Path) -> None:
    """Save it into ``folder``."""
    torch.manual_seed(0)
    tokenizer = tokens.clip()
    unet = UNet2DConditionModel(
        block_out_channels=WIDTHS, layers_per_block=1, sample_size=32, in_channels=4,
        out_channels=4, down_block_types=DOWN, up_block_types=UP, cross_attention_dim=32,
        attention_type="gated",
    )  # fmt: skip
    nudge(unet, "alpha_attn", "alpha_dense")
    pipe = StableDiffusionGLIGENPipeline(
        vae=autoencoder(),
        text_encoder=text_encoder(tokenizer),
        tokenizer=tokenizer,
        unet=unet.eval(),
        scheduler=DDIMScheduler(clip_sample=False, set_alpha_to_one=False),
        safety_checker=None,
        feature_extractor=None,
        requires_safety_checker=False,
    )
    pipe.save_pretrained(folder)
