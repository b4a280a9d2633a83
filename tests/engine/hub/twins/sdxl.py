"""A tiny SDXL with a Union ControlNet and an IP-Adapter in their own folders."""

from __future__ import annotations

from pathlib import Path

import torch
from diffusers import (
    ControlNetUnionModel,
    EulerDiscreteScheduler,
    StableDiffusionXLPipeline,
    UNet2DConditionModel,
)
from safetensors.torch import save_file
from transformers import CLIPVisionConfig, CLIPVisionModelWithProjection

from tests.engine.hub import tokens
from tests.engine.hub.twins.stable import DOWN, UP, WIDTHS, autoencoder, nudge, text_encoder

CALL: dict[str, object] = {}
ADAPTER = "ip-adapter-plus_sdxl_vit-h.safetensors"
SHAPE = {
    "block_out_channels": WIDTHS, "layers_per_block": 1, "in_channels": 4,
    "down_block_types": DOWN, "attention_head_dim": (2, 4), "use_linear_projection": True,
    "addition_embed_type": "text_time", "addition_time_embed_dim": 8, "cross_attention_dim": 64,
    "transformer_layers_per_block": (1, 1), "projection_class_embeddings_input_dim": 80,
}  # fmt: skip


def build(folder: Path) -> None:
    """Save its parts into folders of ``folder``."""
    torch.manual_seed(0)
    tokenizer = tokens.clip()
    unet = UNet2DConditionModel(out_channels=4, sample_size=32, up_block_types=UP, **SHAPE)
    pipe = StableDiffusionXLPipeline(
        vae=autoencoder(),
        text_encoder=text_encoder(tokenizer),
        text_encoder_2=text_encoder(tokenizer, projects=True),
        tokenizer=tokenizer,
        tokenizer_2=tokenizer,
        unet=unet.eval(),
        scheduler=EulerDiscreteScheduler(),
        add_watermarker=False,
    )
    pipe.save_pretrained(folder / "model")
    control = ControlNetUnionModel(
        conditioning_embedding_out_channels=(16, 16, 16, 32), num_trans_channel=32,
        num_proj_channel=32, num_trans_head=2, **SHAPE,
    )  # fmt: skip
    nudge(control)
    control.eval().save_pretrained(folder / "control")
    _faces(folder / "faces", unet)


def _faces(folder: Path, unet: UNet2DConditionModel) -> None:
    encoder = CLIPVisionModelWithProjection(
        CLIPVisionConfig(
            hidden_size=32, intermediate_size=37, num_hidden_layers=2, num_attention_heads=4,
            image_size=32, patch_size=8, projection_dim=32,
        )
    )  # fmt: skip
    encoder.eval().save_pretrained(folder / "models" / "image_encoder")
    weights = {
        "image_proj.proj.weight": torch.randn(4 * 64, 32),
        "image_proj.proj.bias": torch.zeros(4 * 64),
        "image_proj.norm.weight": torch.ones(64),
        "image_proj.norm.bias": torch.zeros(64),
    }
    layers = [n for n in unet.attn_processors if n.endswith("attn2.processor")]
    for i, name in enumerate(layers):
        width = unet.get_submodule(name.removesuffix(".processor")).to_q.out_features
        for part in ("to_k_ip", "to_v_ip"):
            weights[f"ip_adapter.{2 * i + 1}.{part}.weight"] = torch.randn(width, 64)
    (folder / "sdxl_models").mkdir(parents=True)
    save_file(weights, folder / "sdxl_models" / ADAPTER)
