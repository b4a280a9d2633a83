"""The model card: what the bundled network is, what it learned from, how good it is."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

from engine import families
from engine.papercut.films import HELD_OUT
from engine.papercut.network import Papercut

LIMIT = 30e6  # bytes of all weights together


def bundle(folder: Path, target: Path) -> None:
    """Copy a training folder's averaged weights to ``target`` with a card made from its log.

    Raises FileNotFoundError when nothing was trained, ValueError when the weights are too large.
    """
    shards = sorted(folder.glob("*.safetensors"))
    if not shards:
        raise FileNotFoundError(f"There are no weights in {folder}; train first.")
    weight = sum(shard.stat().st_size for shard in shards)
    if weight > LIMIT:
        raise ValueError(f"The weights in {folder} take {weight / 1e6:.0f} MB, over 30 MB.")
    target.mkdir(parents=True, exist_ok=True)
    for old in target.iterdir():
        old.unlink()
    for file in (*shards, *folder.glob("*.json")):
        shutil.copyfile(file, target / file.name)
    log = [json.loads(line) for line in (folder / "log.jsonl").read_text().splitlines()]
    net = Papercut.from_pretrained(target)
    size = sum(p.numel() for p in net.parameters())
    (target / "README.md").write_text(_card(size, weight, log))


def _card(size: int, weight: int, log: list[dict[str, Any]]) -> str:
    last = log[-1]
    rows = "\n".join(_row(row) for row in log[: -1 : max(1, len(log) // 8)])
    return f"""# papercut

A mask temporal diffusion network that animates paper cut-outs. It is shown a place's plate,
every subject's sheet laid into its box, what everyone does in which phase - in words, and as what
the rig's hinges do to the sheet (a dense pose) - and words; it draws windows of up to 16 frames of
which any may be given. One network makes the keyframes of the film and the frames between them. It
predicts clean frames on a straight path from noise (rectified flow) and composes them by warping,
lighting and layering what it was shown, plus a residual.

- Parameters: {size / 1e6:.1f} M, float16 safetensors, {weight / 1e6:.1f} MB, diffusers' layout
- Pictures: 320x180 inside; its fields compose at any multiple (the application uses 640x360)
- Steps: {families.card("papercut").steps} by default, no guidance
  (`python -m tests.bench.steps` compares)
- Licence: Apache-2.0, like the program. Trained from scratch for it.

## Data

Random boards that the project makes itself (`engine/papercut/films.py`), painted by the animatic
painter: bundled puppets and places, more than half of the puppets varied in proportion, colour,
pattern and parts. Windows are neighbours in a shot, sparse frames of it, or keyframes of many
shots. Plates and sheets are shown in the light of their scene (a rule, `storyboard.light`), clouds,
water and what falls from the sky where they are; the painter's frame with its posed figures is
never shown. Never trained on: the puppets {", ".join(sorted(HELD_OUT))}, and every fifth synonym.
{last["windows_painted"]} windows of 16 frames were painted.

## Training

{last["step"]} steps of 16 frames, AdamW, averaged weights; {last["minutes"]} minutes of one CPU
core (bfloat16), with another process painting. Until step {STARTED} it was shown plates and sheets
by day and had to light them itself, from fewer puppets and places.

Held-out windows ({EXAM}, with puppets that were never trained on, some with both
ends given; four steps; squared and absolute error of new frames in 0..1), as `longtake train
papercut` reports them. What is shown changed at step {STARTED} (light) and at {HINGED} (hinges);
rows before and after do not compare:

| step | minutes | loss | mse | mae |
|---|---|---|---|---|
{rows}
{_row(last)}

## Limits

- Poses come from the hinges that it is told, not from words: in an hour on one core it did not
  learn to pose a figure by itself ({TRIED} steps, half of them with true flows in the loss). What
  it adds so far is small: shadows, joins, soft corrections.
- A person's own drawing has the hinges that the rig network found on it (`assets/rig`); one
  without moves as a whole.
- What an arm covered on the sheet is filled with the nearest paper of the same piece.
- It animates what it is shown. It invents no subject and no place that has no sheet or plate.
- Flat, cut-out figures in profile are what it knows. Photographs are lit and moved, not turned.
- Figures across a cut are the same because they come from the same sheet.
"""


def _row(row: dict[str, Any]) -> str:
    names = ("step", "minutes", "loss", "held_out_mse", "held_out_mae")
    return "| " + " | ".join(str(row[name]) for name in names) + " |"


STARTED = 941
TRIED = 650
HINGED = 1674
EXAM = "8 windows of 16 frames"
