"""A family whose pictures are one colour each; the word "abort" in a cue ends the stage."""

from __future__ import annotations

import hashlib
import os
import time
from collections.abc import Callable
from pathlib import Path

from PIL import Image

from engine import api


class Flat:
    """``weights`` is a folder; its ``made.txt`` gets the key of every window made."""

    def __init__(self, weights: str, device: str) -> None:
        self.made = Path(weights) / "made.txt"

    def render(
        self,
        request: api.Render,
        report: Callable[[api.Progress], None],
        emit: Callable[[api.Event], None],
    ) -> None:
        for done, window in enumerate(request.windows):
            report(api.Progress(request.job, done, len(request.windows), "window"))
            began = time.monotonic()
            if any(cue.words == "abort" for cue in window.cues):
                os.abort()
            frames = {}
            for position in window.wanted:
                file = Path(request.folder) / f"{window.key}-{position}.png"
                name = f"{window.cues[position].shot} {position} {request.seed}".encode()
                colour = tuple(hashlib.sha256(name).digest()[:3])
                Image.new("RGB", (320, 180), colour).save(file)
                frames[position] = str(file)
            with self.made.open("a") as list:
                list.write(f"{window.key}\n")
            seconds = time.monotonic() - began
            emit(api.WindowDone(request.job, window.key, window.level, frames, seconds))
