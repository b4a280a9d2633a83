"""A hub checkpoint as a family of the engine: windows of cues in, pictures on disk out."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Mapping
from functools import partial
from importlib import import_module
from pathlib import Path
from typing import Any, Protocol

from PIL.Image import Image

from engine.api import Event, Progress, Render, Window, WindowDone
from engine.hub.card import HubCard
from engine.hub.runner import Runner, Tick
from engine.hub.sounds import write

MAKERS = {"stills": "engine.hub.stills:Stills", "spans": "engine.hub.spans:Spans"}


class Maker(Protocol):
    """Windows by one protocol: stills or spans. Made as ``Maker(runner)``."""

    def calls(self, window: Window, request: Render) -> int:
        """How often the network will be called for a window, for the progress."""
        ...

    def frames(self, window: Window, request: Render, tick: Tick) -> Mapping[int, Image]:
        """Position -> picture of every wanted frame. ``tick(done, of)`` in calls may raise."""
        ...


class Family:
    """One checkpoint, opened in so many GB of ``memory`` (0: what is free). Its windows are made
    one at a time.

    Raises EngineError when ``weights`` is not a folder that the card fits.
    """

    def __init__(self, weights: str, device: str, card: HubCard, memory: float = 0.0) -> None:
        self.runner = Runner(card, weights, device, memory)
        module, _, kind = MAKERS[card.makes].partition(":")
        self.maker: Maker = getattr(import_module(module), kind)(self.runner)

    def render(
        self, request: Render, report: Callable[[Progress], None], emit: Callable[[Event], None]
    ) -> Mapping[str, Any]:
        """Make every window of ``request``; ``report`` may raise CancelJob, windows that were
        emitted stay. The facts tell how the checkpoint was held and what it could not do.
        """
        notes = self.runner.notes = []
        counts = [self.maker.calls(window, request) for window in request.windows]
        total = sum(counts)
        for i, window in enumerate(request.windows):
            began = time.monotonic()
            before, most = sum(counts[:i]), counts[i]

            def tick(done: int, of: int, before: int = before, most: int = most) -> None:
                now = before + min(most, round(done / max(1, of) * most))
                report(Progress(request.job, now, total))

            made = self.runner.careful(partial(self.maker.frames, window, request, tick))
            files = {
                at: _saved(picture, Path(request.folder) / f"{window.key}-{at}.png")
                for at, picture in made.items()
                if at not in window.known
            }
            heard = getattr(self.maker, "heard", None)
            sound = "" if heard is None else write(heard, Path(request.folder, f"{window.key}.wav"))
            took = time.monotonic() - began
            emit(WindowDone(request.job, window.key, window.level, files, took, sound))
        return {"held": self.runner.row.words, **({"notes": list(notes)} if notes else {})}

    def unload(self) -> None:
        """Free what the checkpoint holds."""
        self.runner.close()


def _saved(picture: Image, file: Path) -> str:
    """As PNG, whole or not at all."""
    part = file.with_suffix(".part")
    picture.convert("RGB").save(part, format="PNG", compress_level=1)
    os.replace(part, file)
    return str(file)
