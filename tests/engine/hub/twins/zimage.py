"""A tiny Z-Image with its ControlNet in one file, as it is published."""

from __future__ import annotations

from pathlib import Path

import torch
from diffusers import (
    AutoencoderKL,
    FlowMatchEulerDiscreteScheduler,
    ZImageControlNetModel,
    ZImagePipeline,
    ZImageTransformer2DModel,
)
from safetensors.torch import save_file
from transformers import Qwen3Config, Qwen3ForCausalLM

from tests.engine.hub import tokens

CALL = {"max_sequence_length": 64}
CONTROL = "Z-Image-Turbo-Fun-Controlnet-Union.safetensors"


def build(folder: Path) -> None:
    """Save its parts into folders of ``folder``."""
    torch.manual_seed(0)
    tokenizer = tokens.qwen()
    text = Qwen3ForCausalLM(
        Qwen3Config(
            vocab_size=len(tokenizer), hidden_size=16, intermediate_size=32, num_hidden_layers=2,
            num_attention_heads=2, num_key_value_heads=2, head_dim=8,
        )
    )  # fmt: skip
    shape = {"dim": 32, "n_heads": 2, "n_kv_heads": 2, "n_refiner_layers": 1}
    transformer = ZImageTransformer2DModel(
        in_channels=4, n_layers=2, cap_feat_dim=16, axes_dims=[4, 6, 6],
        axes_lens=[512, 64, 64], **shape,
    )  # fmt: skip
    with torch.no_grad():  # these are made empty: whatever lay in memory
        transformer.x_pad_token.normal_()
        transformer.cap_pad_token.normal_()
    vae = AutoencoderKL(
        down_block_types=("DownEncoderBlock2D",) * 4, up_block_types=("UpDecoderBlock2D",) * 4,
        block_out_channels=(8,) * 4, layers_per_block=1, latent_channels=4, norm_num_groups=4,
        shift_factor=0.1, scaling_factor=0.4,
    )  # fmt: skip
    pipe = ZImagePipeline(
        scheduler=FlowMatchEulerDiscreteScheduler(),
        vae=vae.eval(),
        text_encoder=text.eval(),
        tokenizer=tokenizer,
        transformer=transformer.eval(),
    )
    pipe.save_pretrained(folder / "model")
    control = ZImageControlNetModel(
        control_layers_places=[0], control_refiner_layers_places=[], control_in_dim=4, **shape
    )
    with torch.no_grad():  # what begins at nothing hides what it would say
        for weight in control.parameters():
            if weight.abs().max() == 0:
                weight.normal_(0, 0.3)
    (folder / "control").mkdir(parents=True)
    save_file(control.state_dict(), folder / "control" / CONTROL)
