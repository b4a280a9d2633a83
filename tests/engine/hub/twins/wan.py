"""Parts that all tiny Wans share."""

from __future__ import annotations

from typing import Any

import torch
from diffusers import AutoencoderKLWan, UniPCMultistepScheduler, WanTransformer3DModel
from transformers import UMT5Config, UMT5EncoderModel

from tests.engine.hub import tokens

NETWORK: dict[str, Any] = {
    "patch_size": (1, 2, 2), "num_attention_heads": 2, "attention_head_dim": 12, "out_channels": 16,
    "text_dim": 32, "freq_dim": 32, "ffn_dim": 32, "cross_attn_norm": True,
    "qk_norm": "rms_norm_across_heads", "rope_max_seq_len": 32,
}  # fmt: skip


def parts() -> dict[str, Any]:
    """Text encoder, VAE (x4 in time, x8 in space) and scheduler."""
    torch.manual_seed(0)
    text = UMT5EncoderModel(
        UMT5Config(
            vocab_size=100, d_model=32, d_kv=8, d_ff=32, num_layers=1, num_heads=4, dropout_rate=0.0
        )
    )
    vae = AutoencoderKLWan(
        base_dim=4, z_dim=16, dim_mult=[1, 1, 1, 1], num_res_blocks=1,
        temperal_downsample=[False, True, True],
    )  # fmt: skip
    heed(vae)
    scheduler = UniPCMultistepScheduler(
        prediction_type="flow_prediction", use_flow_sigmas=True, flow_shift=5.0
    )
    return {
        "tokenizer": tokens.t5(),
        "text_encoder": text.eval(),
        "vae": vae.eval(),
        "scheduler": scheduler,
    }


def transformer(**more: Any) -> WanTransformer3DModel:
    """That reads a first picture (16 + 4 + 16 channels)."""
    made = WanTransformer3DModel(in_channels=36, num_layers=1, **NETWORK, **more).eval()
    heed(made)
    return made


def heed(network: torch.nn.Module) -> None:
    """Let random weights heed what is given, which trained ones do: nothing constant drowns it."""
    for name, weight in network.named_parameters():
        if name.endswith("bias"):
            weight.data.zero_()
        elif name == "patch_embedding.weight":
            weight.data[:, 16:] *= 20
        elif name == "encoder.conv_out.weight":
            weight.data *= 100
