"""The eye's card: what it learned from, and how far it can be believed."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import assets
from engine.meters import namer, segmenter
from engine.meters.examination import MIN_SHARE, Error
from engine.meters.kinds import ANOTHER, COLOURS, DRESSING, KINDS
from engine.meters.segmenter import SIZE

FILES = {"segmenter": segmenter.FILE, "namer": namer.FILE}
LIMIT = 4e6  # bytes of all weights together
ERROR = "error.json"


def own_error() -> dict[str, float]:
    """The bundled eye's figures on painted frames that it never saw."""
    found: dict[str, float] = json.loads((assets.path("meters") / ERROR).read_text())
    return found


def bundle(folder: Path, target: Path, error: Error) -> None:
    """Copy trained weights to ``target`` with their error and a card. Raises ValueError when they
    are too large.
    """
    weight = sum((folder / file).stat().st_size for file in FILES.values())
    if weight > LIMIT:
        raise ValueError(f"The weights in {folder} take {weight / 1e6:.1f} MB, over 4 MB.")
    target.mkdir(parents=True, exist_ok=True)
    for file in FILES.values():
        shutil.copyfile(folder / file, target / file)
    figures = {name: round(value, 4) for name, value in error.figures().items()}
    (target / ERROR).write_text(json.dumps(figures, indent=1) + "\n")
    facts = {
        name: json.loads((folder / "state" / name / "progress.json").read_text()) for name in FILES
    }
    (target / "README.md").write_text(_card(facts, weight, error))


def _card(facts: dict[str, dict[str, float]], weight: int, error: Error) -> str:
    own = error.figures()
    mask, name = facts["segmenter"], facts["namer"]
    colours = "\n".join(f"- {word}: {', '.join(row)}" for word, row in COLOURS.items())
    mixed = ", ".join(
        f"{kind} for {taken} ({count})" for (kind, taken), count in error.mixed.most_common(8)
    )
    return f"""# The eye: segmenter and namer

Two small networks that find the figures in a picture. `longtake score` and `make bench-picture`
look through them. They are told nothing of the subjects that were asked for.

- **Segmenter**, a U-Net over {SIZE[0]}x{SIZE[1]}, shown a picture and the same place empty: for
  every pixel whether it is a figure's, and for every cell of 4x4 pixels how far its figure reaches,
  so that figures that touch are told apart.
- **Namer**, over crops of 64x64 of what is under a mask: which of {len(KINDS)} kinds (the bundled
  puppets) and which of {len(COLOURS)} colours (its main paper by day).
- Parameters: {mask["parameters"] / 1e6:.2f} M and {name["parameters"] / 1e6:.2f} M, float16
  safetensors, {weight / 1e6:.1f} MB together
- Licence: Apache-2.0, like the program. Trained from scratch for it.

## Data

Painted by the animatic painter. For the segmenter crowds of up to six random bundled puppets, a
third of them varied in shape, papers and parts, in random bundled places, times and weathers, with
exact masks from the same polygons (`engine/meters/truth.py`): {mask["painted"]:.0f} frames. For the
namer single puppets, doing anything, in any light, cut out as roughly as a segmenter cuts, parts
covered: {name["painted"]:.0f} portraits. All softened, soiled and mirrored at random. All puppets
were taught, also those that papercut never saw: a judge must know what it judges. Neither was ever
shown a frame that papercut made.

## Training

AdamW, averaged weights, one processor core (bfloat16): {mask["step"]:.0f} steps of 4 frames in
{mask["seconds"] / 60:.1f} minutes (`python -m engine.meters --train segmenter`),
{name["step"]:.0f} steps of 64 portraits in {name["seconds"] / 60:.1f} minutes (`--train namer`).

## Its own error

On {error.frames} painted frames that it was never taught ({own["n"]:.0f} figures that show at least
{MIN_SHARE:.1%} of the frame, however much of them is hidden; a third of them varied),
`python -m engine.meters --examine --folder assets/meters`:

| figure | |
|---|---|
| figures found (IoU over 0.1) | {own["found"]:.1%} |
| IoU of its box with the box of what is visible, missed = 0 | {own["iou"]:.3f} |
| right kind, missed = wrong | {own["kind"]:.1%} |
| right colour, missed = wrong | {own["colour"]:.1%} |
| figures seen where none was, a frame | {own["ghosts"]:.2f} |

Most often mistaken: {mixed}.

So a figure that it reports of papercut's frames is a lower bound: what it cannot read of the
painter's own frames it cannot read of a network's. `make bench-picture` lets it read the painter's
frames of the very same boards and prints both.

## Colours

Papers that count as one colour:

{colours}

## Limits

- It knows the bundled puppets and paper. A person's own drawing it finds as a figure, if at all;
  its kind is then "{ANOTHER}" or a wrong one.
- Props that belong to places ({", ".join(sorted(DRESSING))}) are background to it.
- A figure behind another one loses the part that is covered; its box is of what can be seen.
"""
