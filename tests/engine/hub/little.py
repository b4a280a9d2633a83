"""Twins on disk with the cards of their families, as small as they can be asked for."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from importlib import import_module
from pathlib import Path
from typing import Any

from engine.api import Progress, Render, Window, WindowDone
from engine.hub.card import HubCard, Row, Size, cards
from engine.hub.family import Family
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
