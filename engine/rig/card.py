"""The rig network's card: what it learned from, how well it finds limbs, where it ends."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

from engine.rig import exam
from engine.rig.figures import HELD_OUT
from engine.rig.network import RigNet

LIMIT = 4e6  # bytes of the weights
EACH = 2  # drawings of every held-out puppet in every hand


def bundle(folder: Path, target: Path) -> None:
    """Copy a training folder's averaged weights to ``target`` with a card made from an examination.

    Raises FileNotFoundError when nothing was trained, ValueError when the weights are too large.
    """
    files = [*sorted(folder.glob("*.safetensors")), folder / "config.json"]
    if len(files) < 2:
        raise FileNotFoundError(f"There are no weights in {folder}; train first.")
    weight = sum(file.stat().st_size for file in files)
    if weight > LIMIT:
        raise ValueError(f"The weights in {folder} take {weight / 1e6:.1f} MB, over 4 MB.")
    progress = json.loads((folder / "state" / "progress.json").read_text())
    net = RigNet.from_pretrained(folder).float().eval()
    found = exam.examine(net, exam.paper(EACH))
    target.mkdir(parents=True, exist_ok=True)
    for file in files:
        shutil.copyfile(file, target / file.name)
    size = sum(p.numel() for p in net.parameters())
    (target / "README.md").write_text(_card(size, weight, progress, found))


def _card(size: int, weight: int, progress: dict[str, Any], found: dict[str, Any]) -> str:
    rows = "\n".join(
        f"| {hand} | {iou:.3f} | {100 * joint:.1f} % |"
        for hand, (iou, joint) in found["hands"].items()
    )
    count = len(HELD_OUT) * EACH * len(found["hands"])
    return f"""# rig

A small U-Net that looks at a person's cut-out drawing and finds what moves on it: which part each
bit is, what other parts hide, the joints, the body plan, which way it looks. From that
`engine/rig/skeleton.py` makes pieces with hinges, which the pose tables move like a bundled
puppet's.

- Parameters: {size / 1e6:.2f} M, float16 safetensors, {weight / 1e6:.1f} MB; pictures of
  {exam.SIDE}x{exam.SIDE}
- Licence: Apache-2.0, like the program. Trained from scratch for it.

## Data

Random figures that the project makes itself (`engine/rig/figures.py`): bundled puppets, most of
them varied, in any pose, bent, in perspective, every fourth looking left, people often seen from
the front; drawn in five hands (`engine/rig/hands.py`): paper, ink line, watercolour, flat vector, a
photographed toy. Never trained on: the puppets {", ".join(HELD_OUT)}.

## Training

{progress["step"]} steps of 16 drawings, {progress["drawn"]} drawings made, AdamW, averaged weights,
{progress["seconds"] / 60:.1f} minutes of one CPU core (bfloat16). `longtake train rig --minutes N`
goes on from a folder's state; `longtake train rig --bundle` copies its weights here with this card.

## Held out

{count} drawings of the puppets above, half as they stand, half varied and posed. Parts:
mean overlap (IoU) of every part that shows; joints: median error, in share of the figure's height
(all of them, hidden ones too). Body plan right: {100 * found["plan"]:.0f} %; looks the right way:
{100 * found["facing"]:.0f} %; mean joint error {100 * found["joint_mean"]:.1f} %.

| hand | parts | joints |
|---|---|---|
{rows}
| all | {found["iou"]:.3f} | {100 * found["joint"]:.1f} % |

## Limits

- It knows people, four-legged animals, birds, fish, winged insects and wheels, seen from the side
  or (people) from the front. All else moves as a whole, and so does whatever it is not sure of.
- One figure a drawing, whole, upright, cut out.
- What an arm covered is filled with the nearest paper of the same part: right for flat papers,
  smeared for rich patterns.
- A far limb that does not show is a copy of the near one.
"""
