"""Ways to hold a checkpoint that this machine can do, through the real runner."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from PIL import Image

from engine.api import Window
from engine.hub.card import Frames, Row, Size, cards
from engine.hub.family import Family
from tests.engine.hub import little

EIGHT = {
    one.twin: name
    for name, one in cards().items()
    if any(row.quantise == "fp8" for row in one.memory)
}
ALIKE = ("h3", "wan_flf2v", "wan_a14b")  # their networks rest as those of the others do
LAID = ("flux2-klein-4b", "z-image-turbo", "ltx-2.5")  # all do; these are quick


@pytest.mark.parametrize("name", [name for twin, name in EIGHT.items() if twin not in ALIKE])
def test_a_checkpoint_in_eight_bits_makes_frames_and_wears_loras(name: str, tmp_path: Path):
    card = little.card(name, memory=(Row(0.0, quantise="fp8", tile=True),), steps=1)
    known = {}
    cues = [little.cue()]
    if card.makes == "spans":
        least = {} if card.frames.step == 17 else {"least": 9, "tail": 0}
        frames: Frames = replace(card.frames, **least)
        card = replace(card, frames=frames, size=Size(32, ((64, 32),)))
        cues = [replace(little.cue(x=0.1 * at), seconds=at / 12) for at in range(3)]
        for at, colour in ((0, "red"), (2, "blue")):
            known[at] = str(tmp_path / f"{at}.png")
            Image.new("RGB", (64, 36), colour).save(known[at])
    family = Family(little.build(name, tmp_path / "twin"), "cpu", card)
    assert family.runner.row.words == "fp8, tiles"
    window = Window("k", 2, tuple(cues), known)
    if name in LAID:
        little.check_lora(family, window, tmp_path)
    else:
        assert little.made(family, tmp_path / "out", (window,))
