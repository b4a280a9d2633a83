"""A small real family: makes pictures fast, honours known frames, and fails when it is told to.

A picture shows a sky from the frame's noise, the boxes of its subjects, and a tint of the known
frames, so that whatever shapes a window shows in its bytes. Its weights folder may hold
``toy.json``: ``seconds`` a step takes, and ``faults``, shot id -> what happens when a window makes
a frame of that shot: abort, kill, hang, memory, memory together (with other windows), memory past 2
(windows in a batch), error, world, disk full. "once" after it ("abort once") lets the second try
pass. Every finished window's key is written to ``made.log`` there, one a line.
"""

from __future__ import annotations

import errno
import hashlib
import json
import os
import signal
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
from PIL import Image

from engine.api import EngineError, Event, Progress, Render, Window, WindowDone
from engine.families import Card
from engine.keys import noise_seed
from storyboard.cue import FrameCue

WIDTH, HEIGHT = 64, 36
CARD = Card(
    "toy",
    "tests.engine.toy_family:Toy",
    "Toy",
    steps=2,
    honours=frozenset({"boxes", "light", "camera"}),
)


class Toy:
    """``weights`` a folder, or empty."""

    def __init__(self, weights: str, device: str = "auto") -> None:
        self.folder = Path(weights) if weights else None
        told = self.folder / "toy.json" if self.folder else None
        setting = json.loads(told.read_text("utf-8")) if told and told.is_file() else {}
        self.seconds = setting.get("seconds", 0.0)
        self.faults = setting.get("faults", {})

    def render(
        self, request: Render, report: Callable[[Progress], None], emit: Callable[[Event], None]
    ) -> dict[str, int]:
        total = len(request.windows) * request.steps
        for i, window in enumerate(request.windows):
            began = time.monotonic()
            for step in range(request.steps):
                time.sleep(self.seconds)
                report(Progress(request.job, i * request.steps + step + 1, total))
            for shot in dict.fromkeys(window.cues[p].shot for p in window.wanted):
                self._fail(shot, request)
            files = self._make(window, request)
            if self.folder:
                with (self.folder / "made.log").open("a") as log:
                    log.write(window.key + "\n")
            took = time.monotonic() - began
            emit(WindowDone(request.job, window.key, window.level, files, took))
        return {"toys": total}

    def _make(self, window: Window, request: Render) -> dict[int, str]:
        tint = np.zeros(3)
        if window.known:
            tint = np.mean([_read(file).mean((0, 1)) for file in window.known.values()], 0)
        files = {}
        for position in window.wanted:
            pixels = picture(window.cues[position], request.seed, window.level, request.steps, tint)
            file = Path(request.folder) / f"{window.key}-{position}.png"
            part = file.with_suffix(".part")
            Image.fromarray(pixels).save(part, format="PNG", compress_level=1)
            os.replace(part, file)
            files[position] = str(file)
        return files

    def _fail(self, shot: str, request: Render) -> None:
        what = self.faults.get(shot, "")
        if what.startswith("memory past ") and len(request.windows) > int(what.split()[-1]):
            what = "memory"
        if what.endswith(" once"):
            assert self.folder is not None
            done = self.folder / f"{shot}.failed"
            if done.exists():
                return
            done.touch()
            what = what.removesuffix(" once")
        match what:
            case "abort":
                os.abort()
            case "kill":
                os.kill(os.getpid(), signal.SIGKILL)
            case "hang":
                time.sleep(3600)
            case "memory":
                raise MemoryError
            case "memory together" if len(request.windows) > 1:
                raise RuntimeError("DefaultCPUAllocator: can't allocate memory: you tried to ...")
            case "error":
                raise ZeroDivisionError("a toy broke")
            case "world":
                raise EngineError("The toy box is empty. Fill it and try again.")
            case "disk full":
                raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), "toy.png")


def picture(cue: FrameCue, seed: int, level: int, steps: int, tint: np.ndarray) -> np.ndarray:
    """A frame, uint8 [HEIGHT,WIDTH,3]: ``tint`` 0..255 is the mean colour of the known frames."""
    rng = np.random.default_rng(noise_seed(seed, cue.shot, cue.frame, level))
    pixels = np.linspace(rng.uniform(0, 255, 3), rng.uniform(0, 255, 3), WIDTH)[None]
    pixels = np.repeat(pixels, HEIGHT, 0) * 0.8 + tint * 0.15 + steps
    pixels *= {"day": 1.0, "dawn": 0.9, "dusk": 0.7, "night": 0.5}[cue.daytime]
    for subject in cue.subjects:
        box, view = subject.box, cue.camera
        colour = np.frombuffer(hashlib.sha256(subject.id.encode()).digest()[:3], np.uint8)
        x0, x1 = (round((x - view.x0) / view.width * WIDTH) for x in (box.x0, box.x1))
        y0, y1 = (round((y - view.y0) / view.height * HEIGHT) for y in (box.y0, box.y1))
        pixels[max(0, y0) : max(0, y1), max(0, x0) : max(0, x1)] = colour
    return np.clip(pixels, 0, 255).astype(np.uint8)


def _read(file: str) -> np.ndarray:
    with Image.open(file) as image:
        return np.asarray(image.convert("RGB"), np.float64)
