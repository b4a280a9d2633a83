"""A tiny MiniMax-H3, of the workflow that takes first and last picture."""

from __future__ import annotations

import warnings
from pathlib import Path
from typing import Any

import torch
from diffusers import (
    AutoencoderKLMiniMaxH3,
    AutoencoderKLMiniMaxH3Audio,
    MiniMaxH3Blocks,
    MiniMaxH3Scheduler,
    MiniMaxH3Transformer3DModel,
)
from transformers import LlavaProcessor, Qwen3VLConfig, Qwen3VLForConditionalGeneration
from transformers.models.qwen2_vl.image_processing_pil_qwen2_vl import Qwen2VLImageProcessorPil

from tests.engine.hub import tokens

CALL: dict[str, Any] = {}
SEEN = ("<|vision_start|>", "<|vision_end|>", "<|image_pad|>", "<|video_pad|>")
LAYERS = 51  # the conditioning is read after the fiftieth


def build(folder: Path) -> None:
    """Save it into ``folder``."""
    torch.manual_seed(0)
    tokenizer = tokens.qwen(*SEEN)
    # its own processor needs torchvision for clips, which keyframes do not
    reader = LlavaProcessor(
        image_processor=Qwen2VLImageProcessorPil(
            patch_size=16, temporal_patch_size=2, merge_size=2, min_pixels=1024, max_pixels=4096
        ),
        tokenizer=tokenizer,
        patch_size=16,
        image_token="<|image_pad|>",
    )
    vae = AutoencoderKLMiniMaxH3(
        latent_channels=4, block_out_channels=(4,) * 6, layers_per_block=1, norm_num_groups=2,
        decoder_num_layers=1, decoder_num_attention_heads=1, decoder_attention_head_dim=16,
        decoder_num_register_tokens=1, latents_mean=(0.0,) * 4, latents_std=(1.0,) * 4,
    )  # fmt: skip
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", FutureWarning)  # of weight_norm, which diffusers calls
        sound = AutoencoderKLMiniMaxH3Audio(
            encoder_dim=2, latent_dim=8, latent_channels=2, num_attention_heads=1, decoder_dim=128,
            resblock_kernel_sizes=(3,), resblock_dilation_sizes=((1,),), latents_mean=[0.0] * 2,
            latents_std=[1.0] * 2,
        )  # fmt: skip
    network = MiniMaxH3Transformer3DModel(
        num_attention_heads=2, attention_head_dim=16, hidden_size=32, num_layers=1,
        num_refiner_layers=1, ffn_dim=16, in_channels=4, audio_in_channels=2, text_dim=8,
        freq_dim=16, time_embed_hidden_dim=16, time_embed_dim=16, rope_freq_dim=2,
    )  # fmt: skip
    attention = network.transformer_blocks[0].attn
    for layer in (attention.to_v, attention.to_out[0]):  # as trained ones, it looks at its keys
        layer.weight.data *= 20
    pipe = MiniMaxH3Blocks().get_workflow("fl2va").init_pipeline()
    pipe.update_components(
        text_encoder=_encoder(tokenizer).eval(), tokenizer=tokenizer, processor=reader,
        vae=vae.eval(), audio_vae=sound.eval(), transformer=network.eval(),
        scheduler=MiniMaxH3Scheduler(), audio_scheduler=MiniMaxH3Scheduler(shift=3.0),
    )  # fmt: skip
    pipe.save_pretrained(str(folder), overwrite_modular_index=True)


def _encoder(tokenizer: Any) -> Qwen3VLForConditionalGeneration:
    start, end, image, video = (tokenizer.convert_tokens_to_ids(token) for token in SEEN)
    text = {
        "vocab_size": len(tokenizer), "hidden_size": 8, "intermediate_size": 8,
        "num_hidden_layers": LAYERS, "num_attention_heads": 1, "num_key_value_heads": 1,
        "head_dim": 8, "max_position_embeddings": 2048,
        "rope_parameters": {"rope_type": "default", "mrope_section": [2, 1, 1],
                            "rope_theta": 10000.0, "mrope_interleaved": True},
    }  # fmt: skip
    eye = {
        "depth": 1, "hidden_size": 8, "intermediate_size": 8, "num_heads": 1, "out_hidden_size": 8,
        "patch_size": 16, "num_position_embeddings": 16, "deepstack_visual_indexes": [0],
    }  # fmt: skip
    config = Qwen3VLConfig(
        text_config=text, vision_config=eye, image_token_id=image, video_token_id=video,
        vision_start_token_id=start, vision_end_token_id=end,
    )  # fmt: skip
    return Qwen3VLForConditionalGeneration(config)
