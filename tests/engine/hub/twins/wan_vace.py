"""A tiny Wan VACE."""

from __future__ import annotations

from pathlib import Path

from diffusers import WanVACEPipeline, WanVACETransformer3DModel

from tests.engine.hub.twins import wan


def build(folder: Path) -> None:
    """Save it into ``folder``."""
    parts = wan.parts()
    network = WanVACETransformer3DModel(
        in_channels=16, num_layers=2, vace_layers=[0], vace_in_channels=96, **wan.NETWORK
    )
    WanVACEPipeline(**parts, transformer=network.eval()).save_pretrained(folder)
