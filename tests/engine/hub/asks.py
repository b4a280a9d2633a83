"""Asks for pictures, and the same with one thing otherwise of all that a card says it takes."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from PIL import Image

from engine.hub.asks import Placed, Reference, Still
from engine.hub.card import HubCard


def sheet(colour: str) -> Image.Image:
    """A figure on white."""
    picture = Image.new("RGB", (64, 64), "white")
    picture.paste(colour, (16, 8, 48, 60))
    return picture


def sketch(at: int) -> Image.Image:
    picture = Image.new("RGB", (128, 64), "white")
    picture.paste("black", (at, 10, at + 30, 60))
    return picture


def still(card: HubCard) -> tuple[Still, dict[str, dict[str, Any]]]:
    """An ask, and what of it the card takes, otherwise."""
    takes, refs = card.takes, ()
    if takes.references:
        plate = Image.new("RGB", (128, 64), "teal")
        refs = (Reference("", "a beach", plate, True), Reference("d", "a dog", sheet("brown")))
    box = Placed("d", "a dog", (0.1, 0.2, 0.5, 0.95), 1 if refs else None)
    ask = Still(
        "A dog on a beach.", (128, 64), seed=1, steps=4 if takes.alpha else 2, ground="A beach.",
        references=refs, boxes=(box,) if takes.boxes != "words" else (), alpha=0.25,
        sketch=sketch(10) if takes.sketch != "none" or takes.boxes == "drawn" else None,
    )  # fmt: skip
    found: dict[str, dict[str, Any]] = {"words": {"words": "Night.", "ground": "Night."}}
    if takes.boxes not in ("words", "drawn"):
        found["boxes"] = {"boxes": (replace(box, box=(0.5, 0.2, 0.9, 0.95)),)}
    if takes.references:
        other = replace(refs[1], picture=sheet("red"))
        found["sheet"] = {"references": (refs[0], other)}
        dusk = replace(refs[0], picture=Image.new("RGB", (128, 64), "maroon"))
        found["plate"] = {"references": (dusk, refs[1])}
    if takes.sketch == "control" or takes.boxes == "drawn":
        found["sketch"] = {"sketch": sketch(70)}
    if takes.negative and card.call.get("guidance_scale", 1.0) > 1:
        found["negative"] = {"negative": "blurry, dark"}
    if takes.alpha:
        found["alpha"] = {"alpha": 1.0}
    return ask, found
