"""A tiny Wan2.2 I2V-A14B: two experts, first picture needed, last one taken."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from diffusers import WanImageToVideoPipeline

from tests.engine.hub.twins import wan

CALL: dict[str, Any] = {}


def build(folder: Path) -> None:
    """Save it into ``folder``."""
    pipe = WanImageToVideoPipeline(
        **wan.parts(),
        transformer=wan.transformer(),
        transformer_2=wan.transformer(),
        boundary_ratio=0.9,
    )
    pipe.save_pretrained(folder)
