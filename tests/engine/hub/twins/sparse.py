"""A tiny Stable Diffusion 1.5 with its motion adapter and SparseCtrl, in three parts."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import torch
from diffusers import (
    AutoencoderKL,
    DDIMScheduler,
    MotionAdapter,
    SparseControlNetModel,
    StableDiffusionPipeline,
    UNet2DConditionModel,
)
from transformers import CLIPTextConfig, CLIPTextModel

from tests.engine.hub import tokens

CALL: dict[str, Any] = {}


def build(folder: Path) -> None:
    """Save its parts into folders of their names."""
    torch.manual_seed(0)
    tokenizer = tokens.clip()
    shape: dict[str, Any] = {
        "block_out_channels": (8, 8), "in_channels": 4, "layers_per_block": 1,
        "cross_attention_dim": 8, "norm_num_groups": 2,
    }  # fmt: skip
    unet = UNet2DConditionModel(
        sample_size=8, out_channels=4, attention_head_dim=4,
        down_block_types=("CrossAttnDownBlock2D", "DownBlock2D"),
        up_block_types=("CrossAttnUpBlock2D", "UpBlock2D"), **shape,
    )  # fmt: skip
    text = CLIPTextConfig(
        vocab_size=len(tokenizer), hidden_size=8, intermediate_size=16, num_attention_heads=2,
        num_hidden_layers=1, bos_token_id=0, eos_token_id=1, pad_token_id=1,
    )  # fmt: skip
    vae = AutoencoderKL(
        block_out_channels=(8,) * 4, down_block_types=("DownEncoderBlock2D",) * 4,
        up_block_types=("UpDecoderBlock2D",) * 4, norm_num_groups=2,
    )  # fmt: skip
    pipe = StableDiffusionPipeline(
        vae=vae.eval(),
        text_encoder=CLIPTextModel(text).eval(),
        tokenizer=tokenizer,
        unet=unet.eval(),
        scheduler=DDIMScheduler(beta_schedule="scaled_linear", steps_offset=1, clip_sample=False),
        safety_checker=None,
        feature_extractor=None,
        requires_safety_checker=False,
    )
    pipe.save_pretrained(folder / "model")
    motion = MotionAdapter(
        block_out_channels=(8, 8), motion_layers_per_block=1, motion_norm_num_groups=2,
        motion_num_attention_heads=2, motion_max_seq_length=32,
    )  # fmt: skip
    motion.save_pretrained(folder / "motion")
    control = SparseControlNetModel(
        conditioning_channels=4, attention_head_dim=4, num_attention_heads=2,
        down_block_types=("CrossAttnDownBlockMotion", "DownBlockMotion"),
        use_simplified_condition_embedding=True, concat_conditioning_mask=True, **shape,
    )  # fmt: skip
    empty = [*control.controlnet_down_blocks, control.controlnet_mid_block]
    for block in [*empty, control.controlnet_cond_embedding]:
        torch.nn.init.normal_(block.weight)  # trained ones are not zero either
    control.save_pretrained(folder / "control")
