"""Twins on disk with the cards of their families, as small as they can be asked for."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
import torch
from safetensors.torch import save_file

from engine.api import EngineError, Progress, Render, Window, WindowDone
from engine.hub.card import HubCard, Row, Size, cards
from engine.hub.family import Family
from engine.hub.loading import NETWORKS
from storyboard.board import Box
from storyboard.cue import FrameCue, SubjectCue

STILLS = {
    "flux2-klein-4b": "flux2",
    "flux3-klein": "flux3",
    "z-image-turbo": "zimage",
    "sdxl": "sdxl",
    "gligen": "gligen",
}


def card(name: str, **more: Any) -> HubCard:
    """A bundled card, asking for 128x64 pictures of its twin in single precision."""
    one = cards()[name]
    twin = import_module(f"tests.engine.hub.twins.{one.twin}")
    return replace(
        one,
        dtype="float32",
        variant="",
        needs=(),
        size=Size(one.size.multiple, ((128, 64),)),
        call={**one.call, **twin.CALL},
        options={**one.options, "sheet": 64},
        **{"steps": 2, "memory": (Row(0.0), Row(0.0, quantise="fp8")), **more},
    )


def build(name: str, folder: Path) -> str:
    """The twin's folder."""
    folder.mkdir(parents=True)
    import_module(f"tests.engine.hub.twins.{cards()[name].twin}").build(folder)
    return str(folder)


def lora(pipe: Any, file: Path, seed: int = 0) -> str:
    """A LoRA of random weights that fits a pipeline's network, as a file."""
    torch.manual_seed(seed)
    name = next(name for name in NETWORKS if getattr(pipe, name, None) is not None)
    found = {}
    for layer, module in getattr(pipe, name).named_modules():
        if isinstance(module, torch.nn.Linear) and layer.endswith(("to_q", "to_v", "to_k")):
            key = f"{name}.{layer}".replace(".base_layer", "")
            found[f"{key}.lora_A.weight"] = torch.randn(2, module.in_features)
            found[f"{key}.lora_B.weight"] = torch.randn(module.out_features, 2)
    file.parent.mkdir(exist_ok=True)
    save_file(found, file)
    return str(file)


def wearing(window: Window, hash: str, weight: float = 1.0) -> Window:
    """The same frames with a LoRA, under a key of its own."""
    cues = tuple(replace(cue, loras=((hash, weight, ""),)) for cue in window.cues)
    return replace(window, key=f"{window.key}-{hash}", cues=cues)


def check_lora(family: Family, window: Window, folder: Path) -> None:
    """A LoRA changes the frames that wear it; others stay as they were, and one that was made for
    another model is told with a sentence.
    """
    odd = {"transformer.far.to_q.lora_A.weight": torch.ones(2, 3)}
    odd["transformer.far.to_q.lora_B.weight"] = torch.ones(3, 2)
    save_file(odd, folder / "odd.safetensors")
    strange = {"odd": str(folder / "odd.safetensors")}
    with pytest.raises(EngineError, match=r"The LoRA odd\.safetensors does not fit .*off\."):
        made(family, folder / "odd", (wearing(window, "odd"),), pictures=strange)
    pictures = {"lo": lora(family.runner.pipe, folder / "lo.safetensors")}
    row = (window, wearing(window, "lo"), replace(window, key="after"))
    frames = made(family, folder / "out", row, pictures=pictures)
    for at in window.wanted:
        assert frames[window.key, at] == frames["after", at]
    at = window.wanted[-1]
    assert frames[window.key, at] != frames[row[1].key, at]


def cue(shot: str = "a", x: float = 0.1, frame: int = 0, **more: Any) -> FrameCue:
    """A dog that runs at ``x`` beside a girl at dusk on the beach."""
    dog = SubjectCue("d", "dog", Box(x, 0.3, x + 0.35, 0.95), "dog", action="run", **more)
    girl = SubjectCue("g", "girl", Box(0.45, 0.2, 0.6, 0.9), "girl")
    return FrameCue(
        shot, frame, 0.0, "beach", daytime="dusk", subjects=(dog, girl), words="Beach dusk",
        aspect=2.0,
    )  # fmt: skip


def made(
    family: Family,
    folder: Path,
    windows: Iterable[Window],
    seed: int = 3,
    report: Callable[[Progress], None] = lambda told: None,
    **more: Any,
) -> dict[tuple[str, int], bytes]:
    """(key, position) -> the PNG of every frame made."""
    folder.mkdir(exist_ok=True)
    events: list[Any] = []
    request = Render("j", tuple(windows), str(folder), seed=seed, steps=2, **more)
    family.render(request, report, events.append)
    return {
        (event.key, at): Path(file).read_bytes()
        for event in events
        if isinstance(event, WindowDone)
        for at, file in event.frames.items()
    }
