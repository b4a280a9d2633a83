"""FLUX.3 klein: one table of boxes places everyone, from the words or from their sheet.

Source: diffusers' ``Flux3DistilledAutoBlocks``. Its prompt upsampler, a language model of its own,
writes the caption where the card keeps it; else its format is written here: a caption that cites
each row as <id>, then the rows as JSON, boxes [y0, x0, y1, x1] in 0..1000.
"""

from __future__ import annotations

import json
from typing import Any

from PIL import Image, ImageChops

from engine.hub.album import PAPER
from engine.hub.asks import Placed, Still
from engine.hub.card import HubCard
from engine.hub.runner import Runner

UPSAMPLER = "prompt_upsampler"
CANVAS = 1000  # of the table's units, a side
BOXES = ("bbox", "src_bbox", "tgt_bbox")


def calls(card: HubCard, boxes: int, steps: int) -> int:
    """One pass, however many boxes."""
    return steps * card.calls


def still(runner: Runner, ask: Still) -> Image.Image:
    """A picture with everyone in their box, like their sheet."""
    more: dict[str, Any] = {}
    if ask.references:
        more["image"] = [reference.picture for reference in ask.references]
    if UPSAMPLER in runner.card.drop:
        more["prompt"] = caption(ask)
    elif ask.boxes:
        more["boxes"] = wishes(ask)
    made: Image.Image = runner.picture(ask, output="images", **more)[0]
    return made


def wishes(ask: Still) -> list[dict[str, Any]]:
    """The table as the prompt upsampler takes it: boxes in 0..1, who is out of words is added to
    the "target" where there are pictures to start from.
    """
    rows = [_row(ask, placed, name) for placed, name in zip(ask.boxes, _names(ask), strict=True)]
    for row in rows:
        for name in BOXES:
            if name in row:
                row[name] = [side / CANVAS for side in row[name]]
        if ask.references and "bbox" in row:
            row |= {"from": "target", "tgt_bbox": row.pop("bbox")}
    return rows


def caption(ask: Still) -> str:
    """The words, everyone cited, and the table of boxes."""
    if not ask.boxes:
        return ask.words
    names = _names(ask)
    cited = "; ".join(f"{p.words} <{name}>" for p, name in zip(ask.boxes, names, strict=True))
    place = next((f"image {i + 1}" for i, r in enumerate(ask.references) if r.is_place), "")
    ground = f" The place is that of {place}." if place else ""
    rows = [_row(ask, placed, name) for placed, name in zip(ask.boxes, names, strict=True)]
    return f"{ask.words}{ground} In the picture: {cited}. {json.dumps(rows)}"


def _names(ask: Still) -> list[str]:
    return [f"{_noun(placed)}_{i + 1}" for i, placed in enumerate(ask.boxes)]


def _row(ask: Still, placed: Placed, name: str) -> dict[str, Any]:
    """A row of the table: out of words, or moved from a reference picture."""
    x0, y0, x1, y1 = (round(CANVAS * side) for side in placed.box)
    box = [y0, x0, y1, x1]
    if placed.reference is None:
        return {"id": name, "bbox": box, "desc": placed.words}
    return {
        "id": name,
        "desc": placed.words,
        "from": f"ref_image_{placed.reference}",
        "src_bbox": _figure(ask.references[placed.reference].picture),
        "tgt_bbox": box,
    }


def _figure(sheet: Image.Image) -> list[int]:
    """Where on its sheet a subject is, in the table's units."""
    paper = Image.new("RGB", sheet.size, PAPER)
    x0, y0, x1, y1 = ImageChops.difference(sheet, paper).getbbox() or (0, 0, *sheet.size)
    wide, high = sheet.size
    return [round(CANVAS * side) for side in (y0 / high, x0 / wide, y1 / high, x1 / wide)]


def _noun(placed: Placed) -> str:
    return "".join(letter for letter in placed.id if letter.isalnum()) or "subject"
