"""A tiny Wan2.1 FLF2V: both ends needed, read by an image encoder too."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from diffusers import WanImageToVideoPipeline
from transformers import CLIPImageProcessor, CLIPVisionConfig, CLIPVisionModel

from tests.engine.hub.twins import wan

PATCHES = 5  # of one picture: four and the class
CALL: dict[str, Any] = {}


def build(folder: Path) -> None:
    """Save it into ``folder``."""
    parts = wan.parts()
    eye = CLIPVisionConfig(
        hidden_size=32, projection_dim=32, num_hidden_layers=2, num_attention_heads=2,
        image_size=32, patch_size=16, intermediate_size=37,
    )  # fmt: skip
    pipe = WanImageToVideoPipeline(
        **parts,
        image_encoder=CLIPVisionModel(eye).eval(),
        image_processor=CLIPImageProcessor(crop_size=32, size=32),
        transformer=wan.transformer(
            image_dim=32, added_kv_proj_dim=24, pos_embed_seq_len=2 * PATCHES
        ),
    )
    pipe.save_pretrained(folder)
