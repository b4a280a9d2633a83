"""A tiny FLUX.3 klein: every network real, weights random, without its prompt upsampler."""

from __future__ import annotations

from pathlib import Path

import torch
from diffusers import AutoencoderKLFlux2, Flux3DistilledAutoBlocks, Flux3Transformer2DModel
from transformers import (
    CLIPImageProcessor,
    LlavaProcessor,
    PaddleOCRVLProcessor,
    Qwen3_5Config,
    Qwen3_5ForConditionalGeneration,
    Qwen3VLConfig,
    Qwen3VLForConditionalGeneration,
)
from transformers.models.qwen2_vl.image_processing_pil_qwen2_vl import Qwen2VLImageProcessorPil

from tests.engine.hub import tokens

SEEN = (  # a chat of pictures and words
    "{% for m in messages %}<|im_start|>{{ m['role'] }}\n{% for part in m['content'] %}"
    "{{ '[<image>]' if part['type'] == 'image' else part['text'] }}{% endfor %}<|im_end|>\n"
    "{% endfor %}<|im_start|>assistant\n"
)
CALL = {"text_encoder_out_layers": (1, 2, 3), "max_sequence_length": 512}


def build(folder: Path) -> None:
    """Save it into ``folder``."""
    torch.manual_seed(0)
    tokenizer = tokens.qwen("<image>")
    text = {
        "vocab_size": len(tokenizer), "hidden_size": 16, "intermediate_size": 32,
        "num_hidden_layers": 3, "num_attention_heads": 2, "num_key_value_heads": 2, "head_dim": 8,
        "rope_parameters": {"rope_type": "default", "mrope_section": [2, 1, 1],
                            "rope_theta": 10000.0, "mrope_interleaved": True},
    }  # fmt: skip
    seen = {
        "depth": 1, "hidden_size": 16, "intermediate_size": 16, "num_heads": 2,
        "out_hidden_size": 16, "deepstack_visual_indexes": [0], "num_position_embeddings": 16,
    }  # fmt: skip
    encoder = Qwen3VLForConditionalGeneration(Qwen3VLConfig(text_config=text, vision_config=seen))
    transformer = Flux3Transformer2DModel(
        in_channels=16, cond_in_channels=16, num_layers=1, num_single_layers=1,
        attention_head_dim=16, num_attention_heads=2, joint_attention_dim=48, timestep_channels=16,
        axes_dims_rope=(4, 4, 4, 4), flow_map=True,
    )  # fmt: skip
    vae = AutoencoderKLFlux2(
        down_block_types=("DownEncoderBlock2D",) * 4, up_block_types=("UpDecoderBlock2D",) * 4,
        block_out_channels=(8, 8, 8, 8), layers_per_block=1, latent_channels=4, norm_num_groups=4,
    )  # fmt: skip
    # its own processor needs torchvision for pictures, which the twin's words do not
    reader = LlavaProcessor(
        image_processor=CLIPImageProcessor(), tokenizer=tokenizer, patch_size=8,
        chat_template=tokens.CHAT,
    )  # fmt: skip
    blocks = Flux3DistilledAutoBlocks()
    blocks.sub_blocks.pop("prompt_upsampler")
    pipe = blocks.init_pipeline()
    pipe.update_components(
        text_encoder=encoder.eval(), tokenizer=reader, transformer=transformer.eval(),
        vae=vae.eval(),
    )  # fmt: skip
    pipe.save_pretrained(str(folder), overwrite_modular_index=True)


def upsampler(folder: Path) -> None:
    """Save its language model, a tiny one, into the parts of ``folder``."""
    torch.manual_seed(0)
    tokenizer = tokens.qwen("<image>", image_token="<image>")
    text = {
        "vocab_size": len(tokenizer), "hidden_size": 16, "intermediate_size": 16,
        "num_hidden_layers": 2, "num_attention_heads": 2, "num_key_value_heads": 1, "head_dim": 8,
        "linear_num_value_heads": 2, "linear_num_key_heads": 2, "linear_key_head_dim": 8,
        "linear_value_head_dim": 8, "layer_types": ["linear_attention", "full_attention"],
        "rope_parameters": {"rope_type": "default", "mrope_section": [1, 1, 0],
                            "rope_theta": 10000.0, "mrope_interleaved": True,
                            "partial_rotary_factor": 0.5},
    }  # fmt: skip
    eye = {
        "depth": 1, "hidden_size": 16, "intermediate_size": 16, "num_heads": 2,
        "out_hidden_size": 16, "num_position_embeddings": 16, "patch_size": 8,
    }  # fmt: skip
    config = Qwen3_5Config(
        text_config=text, vision_config=eye, image_token_id=tokenizer.image_token_id
    )
    Qwen3_5ForConditionalGeneration(config).eval().save_pretrained(folder / "upsampler")
    pictures = Qwen2VLImageProcessorPil(
        patch_size=8, temporal_patch_size=2, merge_size=2, min_pixels=256, max_pixels=1024
    )
    # its own needs torchvision for clips; this one reads the same pictures without
    reader = PaddleOCRVLProcessor(pictures, tokenizer, chat_template=SEEN)
    reader.save_pretrained(folder / "upsampler_words")
