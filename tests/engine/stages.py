"""What the tests of the stage share: windows to make, and a loop that hears until all is done."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

from engine import api
from engine.client import Stage
from storyboard.cue import FrameCue
from tests.engine import toy_family


def stage(**more: object) -> Stage:
    return Stage(extra_families={"toy": toy_family.CARD}, threads=1, **more)  # type: ignore[arg-type]


def window(shot: str, frames: int = 3, known: dict[int, str] | None = None) -> api.Window:
    cues = tuple(FrameCue(shot, 2 * k, 0.0) for k in range(frames))
    return api.Window(f"key-{shot}", 2, cues, known or {})


def render(folder: Path, *shots: str, job: str = "job", weights: Path | str = "") -> api.Render:
    folder.mkdir(exist_ok=True)
    windows = tuple(window(shot) for shot in shots or ("s1",))
    return api.Render(job, windows, str(folder), "toy", str(weights), steps=2)


def hear(
    stage: Stage, until: Callable[[api.Event], bool] | None = None, seconds: float = 30.0
) -> list[api.Event]:
    """Events until one is ``until``, or until nothing runs and nothing waits."""
    events: list[api.Event] = []
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        for event in stage.poll():
            events.append(event)
            if until and until(event):
                return events
        if until is None and not stage.is_busy:
            return events
        time.sleep(0.003)
    raise AssertionError(f"nothing more came in {seconds} s after {events}")


def made(events: list[api.Event]) -> list[str]:
    return [event.key for event in events if isinstance(event, api.WindowDone)]


def last(events: list[api.Event]) -> api.Event:
    return events[-1]
