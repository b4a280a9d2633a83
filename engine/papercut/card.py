"""The model card: what the bundled network is, what it learned from, how good it is, where it fails."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

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
        shutil.copy2(file, target / file.name)
    log = [json.loads(line) for line in (folder / "log.jsonl").read_text().splitlines()]
    net = Papercut.from_pretrained(target)
    size = sum(p.numel() for p in net.parameters())
    (target / "README.md").write_text(_card(size, weight, log))


def _card(size: int, weight: int, log: list[dict[str, Any]]) -> str:
    last = log[-1]
    rows = "\n".join(
        f"| {row['step']} | {row['minutes']} | {row['loss']} | {row['held_out_mse']} "
        f"| {row['held_out_mae']} |"
        for row in log[:: max(1, len(log) // 8)]
    )
    return f"""# papercut

A mask temporal diffusion network that animates paper cut-outs: it is shown a place's plate, every
subject's sheet laid into its box, what everyone does in which phase, light and words, and draws
windows of up to 16 frames of which any may be given. One network makes the keyframes of the film and
the frames between them. It predicts clean frames on a straight path from noise (rectified flow) and
composes them by warping, lighting and layering what it was shown, plus a residual.

- Parameters: {size / 1e6:.1f} M, float16 safetensors, {weight / 1e6:.1f} MB, diffusers' layout
- Pictures: 320x180 inside; its fields compose at any multiple (the application uses 640x360)
- Steps: 4, no guidance
- Licence: Apache-2.0, like the program. Trained from scratch for it.

## Data

Random boards that the project makes itself (`engine/papercut/films.py`), painted by the animatic
painter: bundled puppets and places, more than half of the puppets varied in proportion, colour,
pattern and parts; windows are neighbours in a shot, sparse frames of it, or keyframes of many shots.
Never trained on: the puppets {", ".join(sorted(HELD_OUT))}, and every fifth synonym.
{last["windows_painted"]} windows of 16 frames were painted.

## Training

{last["step"]} steps of 16 frames, AdamW, averaged weights; {last["minutes"]} minutes of one CPU core
(bfloat16), with another process painting. The first {STARTED} steps saw an earlier state of the art
and of the network's head.

Held-out windows ({EXAM}; new puppets, new films, four steps; squared and absolute error of frames in
0..1), as `longtake train papercut` reports them:

| step | minutes | loss | mse | mae |
|---|---|---|---|---|
{rows}
| {last["step"]} | {last["minutes"]} | {last["loss"]} | {last["held_out_mse"]} | {last["held_out_mae"]} |

## Limits

- Trained for little over an hour on one core: hands, feet and quick limbs are soft or stay where the
  sheet has them; skies at dusk and night lack crisp bands and stars.
- It animates what it is shown. It invents no subject and no place that has no sheet or plate.
- Flat, cut-out figures in profile are what it knows. Photographs are relit and moved, not turned.
- Figures across a cut are the same because they come from the same sheet.
"""


STARTED = 941
EXAM = "8 windows of 16 frames"
