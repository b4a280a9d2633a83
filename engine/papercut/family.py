"""papercut as a family of the engine: windows of cues in, pictures on disk out."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

import torch
from diffusers.utils import logging
from torch import Tensor

from engine.api import EngineError, Event, Progress, Render, Window, WindowDone
from engine.keys import noise_seed
from engine.papercut.easing import eased
from engine.papercut.network import Papercut
from engine.papercut.sampler import drawn
from engine.papercut.shown import Show
from engine.pictures import load_picture, save_picture

# frames are composed at twice the network's size: edges come from sheets and plates (``compose``)
DETAIL = 2


class Family:
    """The network of one weights folder, loaded once; its windows are made one at a time, so a
    batch is a list of calls.

    Raises EngineError when ``weights`` holds no papercut network.
    """

    detail = DETAIL

    def __init__(self, weights: str, device: str = "auto") -> None:
        if device == "auto":
            device = "cuda" if torch.cuda.is_available() else "cpu"
        self.device = torch.device(device)
        logging.disable_progress_bar()  # the stage speaks in events
        try:
            net = Papercut.from_pretrained(weights, use_safetensors=True, local_files_only=True)
        except (OSError, ValueError, KeyError, RuntimeError) as error:
            raise EngineError(
                f"The papercut weights in {weights} cannot be loaded ({error}). Install Longtake "
                "again."
            ) from error
        self.net = net.float().to(self.device).eval()
        config = self.net.config
        self.size = (config["width"] * self.detail, config["height"] * self.detail)
        self.show = Show(self.size, config["patch"] * self.detail)

    def render(
        self, request: Render, report: Callable[[Progress], None], emit: Callable[[Event], None]
    ) -> None:
        """Make every window of ``request``; ``report`` after each step may raise CancelJob,
        finished windows stay.
        """
        self.show.pictures.update(request.pictures)
        total = len(request.windows) * request.steps
        for i, window in enumerate(request.windows):
            began = time.monotonic()

            def tick(step: int, i: int = i) -> None:
                report(Progress(request.job, i * request.steps + step + 1, total))

            frames = self._frames(window, request, tick)
            files = {
                position: save_picture(
                    frames[position], Path(request.folder) / f"{window.key}-{position}.png"
                )
                for position in window.wanted
            }
            seconds = time.monotonic() - began
            emit(WindowDone(request.job, window.key, window.level, files, seconds))

    def _frames(self, window: Window, request: Render, tick: Callable[[int], None]) -> Tensor:
        """Frames [T,3,H,W] uint8 of one window."""
        width, height = self.size
        seen = self.show.window(window.cues).batched().to(self.device)
        T = len(window.cues)
        known = torch.zeros(1, T, 3, height, width)
        mask = torch.zeros(1, T)
        for position, file in window.known.items():
            known[0, position] = load_picture(file, self.size)
            mask[0, position] = 1
        noise = torch.stack(
            [self._noise(request.seed, cue.shot, cue.frame, window.level) for cue in window.cues]
        )
        made = drawn(
            self.net,
            seen,
            known.to(self.device),
            mask.to(self.device),
            noise[None].to(self.device),
            request.steps,
            tick,
        )
        frames = eased(made[0].cpu(), known[0], mask[0], window.cues)
        return ((frames + 1) * 127.5).round().byte()

    def _noise(self, seed: int, shot: str, frame: int, level: int) -> Tensor:
        config = self.net.config
        generator = torch.Generator().manual_seed(noise_seed(seed, shot, frame, level))
        return torch.randn(3, config["height"], config["width"], generator=generator)


class Draft(Family):
    """The same network without enlarged sheets and plates: pictures of its own size."""

    detail = 1
