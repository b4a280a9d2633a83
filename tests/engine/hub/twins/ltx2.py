"""A tiny LTX-2: x8 in time, x32 in space, with sound."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import torch
from diffusers import (
    AutoencoderKLLTX2Audio,
    AutoencoderKLLTX2Video,
    FlowMatchEulerDiscreteScheduler,
    LTX2ConditionPipeline,
    LTX2VideoTransformer3DModel,
)
from diffusers.pipelines.ltx2 import LTX2TextConnectors, LTX2Vocoder
from transformers import Gemma3Config, Gemma3ForConditionalGeneration

from tests.engine.hub import tokens

CALL = {"max_sequence_length": 64, "sigmas": [1.0, 0.5]}


def parts() -> dict[str, Any]:
    """All components by name."""
    torch.manual_seed(0)
    vae = AutoencoderKLLTX2Video(
        latent_channels=4, block_out_channels=(8,) * 4, decoder_block_out_channels=(8,) * 3,
        layers_per_block=(1,) * 5, decoder_layers_per_block=(1,) * 4,
        upsample_residual=(False,) * 3, upsample_factor=(1,) * 3,
        decoder_spatial_padding_mode="zeros", spatial_compression_ratio=32,
        temporal_compression_ratio=8,
    )  # fmt: skip
    sound = AutoencoderKLLTX2Audio(
        base_channels=8, ch_mult=(1,), num_res_blocks=1, resolution=32, latent_channels=2,
        mel_bins=16,
    )  # fmt: skip
    network = LTX2VideoTransformer3DModel(
        in_channels=4, out_channels=4, num_attention_heads=2, attention_head_dim=8,
        cross_attention_dim=16, audio_in_channels=8, audio_out_channels=8,
        audio_num_attention_heads=2, audio_attention_head_dim=4, audio_cross_attention_dim=8,
        num_layers=1, caption_channels=16, rope_double_precision=False,
        use_keyframes_abs_pos_embedding=True,
    )  # fmt: skip
    connectors = LTX2TextConnectors(
        caption_channels=16, text_proj_in_factor=3, rope_double_precision=False,
        video_connector_num_attention_heads=2, video_connector_attention_head_dim=8,
        video_connector_num_layers=1, video_connector_num_learnable_registers=None,
        audio_connector_num_attention_heads=2, audio_connector_attention_head_dim=8,
        audio_connector_num_layers=1, audio_connector_num_learnable_registers=None,
    )  # fmt: skip
    vocoder = LTX2Vocoder(
        in_channels=32, hidden_channels=16, upsample_kernel_sizes=[4, 4], upsample_factors=[2, 2],
        resnet_kernel_sizes=[3], resnet_dilations=[[1]], output_sampling_rate=16000,
    )  # fmt: skip
    return {
        "vae": vae.eval(),
        "audio_vae": sound.eval(),
        "text_encoder": _gemma(),
        "tokenizer": tokens.gemma(),
        "connectors": connectors.eval(),
        "transformer": network.eval(),
        "vocoder": vocoder.eval(),
        "scheduler": FlowMatchEulerDiscreteScheduler(),
    }


def build(folder: Path) -> None:
    """Save it into ``folder``."""
    LTX2ConditionPipeline(**parts()).save_pretrained(folder)


def _gemma() -> Gemma3ForConditionalGeneration:
    text = {
        "vocab_size": 400, "hidden_size": 16, "intermediate_size": 16, "num_hidden_layers": 2,
        "num_attention_heads": 2, "num_key_value_heads": 1, "head_dim": 8,
        "max_position_embeddings": 64, "sliding_window": 16,
    }  # fmt: skip
    eye = {
        "hidden_size": 8, "intermediate_size": 8, "num_hidden_layers": 1, "num_attention_heads": 1,
        "image_size": 28, "patch_size": 14,
    }  # fmt: skip
    config = Gemma3Config(
        text_config=text, vision_config=eye, mm_tokens_per_image=1, image_token_index=399,
        boi_token_index=397, eoi_token_index=398,
    )  # fmt: skip
    return Gemma3ForConditionalGeneration(config).eval()
