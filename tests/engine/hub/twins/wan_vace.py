"""A tiny Wan VACE."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from diffusers import WanVACEPipeline, WanVACETransformer3DModel

from tests.engine.hub.twins import wan

CALL: dict[str, Any] = {}


def build(folder: Path) -> None:
    """Save it into ``folder``."""
    parts = wan.parts()
    network = WanVACETransformer3DModel(
        in_channels=16, num_layers=2, vace_layers=[0], vace_in_channels=96, **wan.NETWORK
    )
    wan.heed(network)
    network.vace_patch_embedding.weight.data[:, :16] *= 20  # what is known
    network.vace_blocks[0].proj_out.weight.data *= 20
    WanVACEPipeline(**parts, transformer=network.eval()).save_pretrained(folder)
