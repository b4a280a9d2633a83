"""How many cores a stage was given shapes no frame of a hub family."""

from __future__ import annotations

from pathlib import Path

import torch

from engine.api import Window
from engine.hub.family import Family
from tests.engine.hub import little

NAME = "flux2-klein-4b"  # one and two threads once made it differ in the last bit


def test_a_family_makes_equal_frames_whatever_threads_its_stage_was_given(tmp_path: Path) -> None:
    weights, before = little.build(NAME, tmp_path / "weights"), torch.get_num_threads()
    window = Window("w", 1, (little.cue(),))
    found = []
    try:
        for threads in (1, 2):
            torch.set_num_threads(threads)
            family = Family(weights, "cpu", little.card(NAME))
            found.append(little.made(family, tmp_path / str(threads), [window]))
    finally:
        torch.set_num_threads(before)
    assert found[0] == found[1]
