"""Parts of tiny Stable Diffusion pipelines: CLIP text encoders, an autoencoder."""

from __future__ import annotations

from typing import Any

import torch
from diffusers import AutoencoderKL
from transformers import CLIPTextConfig, CLIPTextModel, CLIPTextModelWithProjection, CLIPTokenizer

DOWN = ("DownBlock2D", "CrossAttnDownBlock2D")
UP = ("CrossAttnUpBlock2D", "UpBlock2D")
WIDTHS = (32, 64)


def text_encoder(tokenizer: CLIPTokenizer, projects: bool = False) -> torch.nn.Module:
    config = CLIPTextConfig(
        vocab_size=len(tokenizer), hidden_size=32, intermediate_size=37, num_hidden_layers=3,
        num_attention_heads=4, projection_dim=32, bos_token_id=tokenizer.bos_token_id,
        eos_token_id=tokenizer.eos_token_id, pad_token_id=tokenizer.pad_token_id,
    )  # fmt: skip
    return (CLIPTextModelWithProjection if projects else CLIPTextModel)(config).eval()


def autoencoder() -> AutoencoderKL:
    return AutoencoderKL(
        down_block_types=("DownEncoderBlock2D",) * 4, up_block_types=("UpDecoderBlock2D",) * 4,
        block_out_channels=(8,) * 4, layers_per_block=1, latent_channels=4, norm_num_groups=4,
        sample_size=64,
    ).eval()  # fmt: skip


def nudge(model: Any, *names: str) -> None:
    """Wake what begins at nothing: all of it, or only parameters with one of these names."""
    with torch.no_grad():
        for name, weight in model.named_parameters():
            asleep = weight.abs().max() == 0
            if asleep and (not names or any(part in name for part in names)):
                weight.normal_(0, 0.5)
