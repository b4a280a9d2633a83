"""The eye's card: what it learned from, and how far it can be believed."""

from __future__ import annotations

import json
import shutil
from collections import Counter
from pathlib import Path

import assets
from engine.meters import namer
from engine.meters.boxes import STANDS_OUT, VISIBLE
from engine.meters.examination import MIN_SHARE, Error
from engine.meters.kinds import ANOTHER, COLOURS, DRESSING, KINDS
from engine.meters.sight import SIZE

LIMIT = 4e6  # bytes of the weights
ERROR = "error.json"


def own_error() -> dict[str, float]:
    """The bundled eye's figures on painted frames that it never saw."""
    found: dict[str, float] = json.loads((assets.path("meters") / ERROR).read_text())
    return found


def bundle(folder: Path, target: Path, error: Error) -> None:
    """Copy trained weights to ``target`` with the eye's error and a card. Raises ValueError when
    they are too large.
    """
    weight = (folder / namer.FILE).stat().st_size
    if weight > LIMIT:
        raise ValueError(f"The weights in {folder} take {weight / 1e6:.1f} MB, over 4 MB.")
    target.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(folder / namer.FILE, target / namer.FILE)
    figures = {name: round(value, 4) for name, value in error.figures().items()}
    (target / ERROR).write_text(json.dumps(figures, indent=1) + "\n")
    facts = json.loads((folder / "state" / "namer" / "progress.json").read_text())
    (target / "README.md").write_text(_card(facts, weight, error))


def _rows(error: Error) -> str:
    """The table of the eye's own error, its head included."""
    own, varied, rest = (tally.shares() for tally in (error.judged, error.varied, error.others))
    heads = " | ".join(
        f"{title} (n = {tally['n']:.0f})"
        for title, tally in (("judged", own), ("judged, varied", varied), ("not judged", rest))
    )
    rows = (
        f"| {title} | {own[name]:.3f} | {varied[name]:.3f} | {rest[name]:.3f} |"
        for name, title in (
            ("found", "found (IoU over 0.1)"),
            ("iou", "IoU of its box with that of what is visible, missed = 0"),
            ("kind", "right kind, missed = wrong"),
            ("colour", "right colour, missed = wrong"),
        )
    )
    return "\n".join((f"| | {heads} |", "|---|---|---|---|", *rows))


def _mistakes(row: Counter[tuple[str, str]]) -> str:
    """What is taken for what most often."""
    told = (f"{one} for {taken} ({count})" for (one, taken), count in row.most_common(8) if count)
    return ", ".join(told) or "none"


def _card(facts: dict[str, float], weight: int, error: Error) -> str:
    colours = "\n".join(f"- {word}: {', '.join(row)}" for word, row in COLOURS.items())
    return f"""# The eye: ground and namer

What `longtake score` and `make bench-picture` look through. It is told nothing of the subjects that
were asked for.

- **Ground** (no weights, `engine/meters/ground.py`): the place without anyone is painted at
  {SIZE[0]}x{SIZE[1]}; what differs from it by more than a shadow of its light could is figure, and
  what hangs together is one figure.
- **Namer**: a small network over crops of 64x64 - a figure's box out of the picture and out of the
  empty place, both with the scene's light taken off, and the figure's mask - says which of
  {len(KINDS)} kinds it is (the bundled puppets), and points at its main paper, whose colour is read
  from the picture itself: which of {len(COLOURS)} it is by day.
  {facts["parameters"] / 1e6:.2f} M parameters, float16 safetensors, {weight / 1e6:.1f} MB.
- Licence: Apache-2.0, like the program. Trained from scratch for it.

## Data

{facts["painted"]:.0f} portraits: single bundled puppets, one in seven varied in shape, papers and
parts, doing anything, set into random places in any light, softened, soiled, mirrored, and found
there by the same ground as in use, so that papers of the colour of what is behind them are missing
from their masks; lamps of half of those that have some are lit. All puppets were taught, also those
that papercut never saw: a judge must know what it judges. It was never shown a frame that papercut
made.

## Training

{facts["step"]:.0f} steps of 64 portraits, AdamW, averaged weights: {facts["seconds"] / 60:.1f}
minutes of one processor core (bfloat16), `python -m engine.meters --train`. The first 1,462 steps
saw cut-outs on nothing; up to step 4,287 dark papers on light ones were taken for shadows and no
lamp was lit, so a long run after it was worth more than its steps.

## Its own error

On {error.frames} painted frames of crowds (`python -m engine.meters --examine --folder
assets/meters`), of figures that show at least {MIN_SHARE:.1%} of the frame. The meters judge
only figures that are mostly in the frame ({VISIBLE:.0%} of their box), touch no other and are not
hidden, and of which {STANDS_OUT:.0%} or more differs from the place behind them where the painter
paints them: who asks for a grey mouse before a grey wall asks for what nobody sees. The rule is
told by what was asked for alone, the same for every renderer. What the benchmark asks for are
puppets as they stand, or in a colour of their own. A varied one (other build, papers, parts) is
hardly of a kind any more:

{_rows(error)}

Figures seen where none was: {error.ghosts / max(1, error.frames):.2f} a frame. Most often mistaken
kinds: {_mistakes(error.mixed)}; colours: {_mistakes(error.dyed)}.

So a figure of papercut's frames is a lower bound: what the eye cannot read of the painter's own
frames it cannot read of a network's. `make bench-picture` lets it read the painter's frames of the
very same boards and prints both.

## Colours

Papers that count as one colour:

{colours}

## Limits

- Figures that touch are one figure to it; they are not judged, and miscount a crowd.
- A fault in the place (a smear, a wrong light) is a figure to it. Frames of a model that paints its
  own places cannot be read this way.
- Parts that have the colour of what is behind them are lost.
- It knows the bundled puppets. A person's own drawing is found, but its kind is "{ANOTHER}" or a
  wrong one. Props of places ({", ".join(sorted(DRESSING))}) have no kind either.
"""
