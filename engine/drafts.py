"""The animatic as a family: level 0, painted by puppets, with no network. A draft, and its slate
says so.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

import torch

from engine.api import Event, Progress, Render, WindowDone
from engine.painter import Painter
from engine.pictures import save_picture
from storyboard import animatic

SIZE = (640, 360)


class Family:
    """Paints windows of cues. Has no weights; ``device`` "auto" is a GPU if there is one."""

    def __init__(self, weights: str = "", device: str = "auto") -> None:
        if device == "auto":
            device = "cuda" if torch.cuda.is_available() else "cpu"
        self._painter = Painter(SIZE, device)

    def render(
        self, request: Render, report: Callable[[Progress], None], emit: Callable[[Event], None]
    ) -> None:
        """Paint every window of ``request``; known frames are left alone. ``report`` may raise
        CancelJob; EngineError when a person's picture cannot be read.
        """
        self._painter.show(request.pictures)
        for i, window in enumerate(request.windows):
            began = time.monotonic()
            wanted = window.wanted
            frames = self._painter.paint([animatic.display(window.cues[at]) for at in wanted])
            pixels = (frames * 255).round().byte().cpu()
            files = {
                at: save_picture(pixels[k], Path(request.folder) / f"{window.key}-{at}.png")
                for k, at in enumerate(wanted)
            }
            report(Progress(request.job, i + 1, len(request.windows), "window"))
            emit(WindowDone(request.job, window.key, window.level, files, time.monotonic() - began))
