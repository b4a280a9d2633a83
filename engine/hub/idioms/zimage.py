"""Z-Image with its Union ControlNet: the drawn layout's outlines hold everyone in place and pose.

Source: diffusers' ``ZImageControlNetPipeline``; the ControlNet comes as one file without a config,
so that is read off its tensors.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from PIL import Image
from safetensors import safe_open

from engine.hub.album import edges
from engine.hub.asks import Still
from engine.hub.card import HubCard
from engine.hub.runner import Runner


def calls(card: HubCard, boxes: int, steps: int) -> int:
    """One pass, however many boxes."""
    return steps * card.calls


def still(runner: Runner, ask: Still) -> Image.Image:
    """A picture along the outlines of the drawn layout."""
    assert ask.sketch is not None  # the card takes sketches
    made: Image.Image = runner.picture(
        ask,
        control_image=edges(ask.sketch),
        controlnet_conditioning_scale=float(runner.card.options.get("control", 0.75)),
    ).images[0]
    return made


def config(file: Path, home: Path) -> dict[str, Any]:
    """The ControlNet's config, from the shapes in its file and the network that it joins."""
    network = json.loads((home / "transformer" / "config.json").read_text("utf-8"))
    with safe_open(file, framework="pt") as tensors:
        names = set(tensors.keys())
        embedder = tensors.get_slice("control_all_x_embedder.2-1.weight").get_shape()
        before = "control_noise_refiner.0.before_proj.weight"
        second = before in names  # the second version hints to the refiner, too
        own = second and bool((tensors.get_tensor(before) != 0).any())
    layers = len({name.split(".")[1] for name in names if name.startswith("control_layers.")})
    refiner = len({n.split(".")[1] for n in names if n.startswith("control_noise_refiner.")})
    stride = max(1, network["n_layers"] // layers)
    added = ("control_noise_refiner" if own else "control_layers") if second else None
    return {
        "control_layers_places": [i * stride for i in range(layers)],
        "control_refiner_layers_places": list(range(refiner)) if second else [],
        "control_in_dim": embedder[1] // 4,  # patches of two by two
        "add_control_noise_refiner": added,
        **{name: network[name] for name in SHARED},
    }


SHARED = (
    "all_patch_size", "all_f_patch_size", "dim", "n_refiner_layers", "n_heads", "n_kv_heads",
    "norm_eps", "qk_norm",
)  # fmt: skip
