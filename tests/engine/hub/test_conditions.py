"""Whatever a card says that its checkpoint takes changes the picture, in every family's twin."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from engine.hub.asks import Placed, Reference, Span, Still
from engine.hub.card import HubCard, Size, cards
from engine.hub.family import Family
from tests.engine.hub import little

TWINS = {
    one.twin: name
    for name, one in cards().items()
    if one.makes == "stills" or one.takes.references or one.takes.sound
    if one.twin != "h3"  # the longest; what ends do to clips, test_spans tries in every family
}


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
        found["references"] = {"references": (refs[0], other)}
    if takes.sketch == "control" or takes.boxes == "drawn":
        found["sketch"] = {"sketch": sketch(70)}
    if takes.negative and card.call.get("guidance_scale", 1.0) > 1:
        found["negative"] = {"negative": "blurry, dark"}
    if takes.alpha:
        found["alpha"] = {"alpha": 1.0}
    return ask, found


def span(card: HubCard) -> tuple[Span, dict[str, dict[str, Any]]]:
    takes, rule = card.takes, card.frames
    frames = rule.plus + rule.step * (7 if rule.step == 17 else 3 if rule.step == 8 else 2)
    frames = 16 if rule.step == 1 else frames
    end = frames - 1 - rule.tail
    known = {0: Image.new("RGB", (64, 32), "teal"), end: Image.new("RGB", (64, 32), "orange")}
    refs = (Reference("d", "a dog", sheet("brown")),) if takes.references else ()
    ask = Span("A dog runs.", (64, 32), frames, seed=1, steps=2, known=known, references=refs,
               rate=rule.rate)  # fmt: skip
    found: dict[str, dict[str, Any]] = {"words": {"words": "Night."}}
    for name, at in (("first", 0), ("last", end)):
        found[name] = {"known": {**known, at: Image.new("RGB", (64, 32), "black")}}
    if takes.references:
        found["references"] = {"references": (replace(refs[0], picture=sheet("red")),)}
    return ask, found


@pytest.mark.parametrize("name", TWINS.values(), ids=TWINS)
def test_every_condition_that_a_card_names_changes_the_picture(name: str, tmp_path: Path) -> None:
    card = little.card(name).having(("sound",))
    if card.makes == "spans":
        card = replace(card, size=Size(card.size.multiple, ((64, 32),)))
    family = Family(little.build(name, tmp_path / "twin"), "cpu", card)
    runner = family.runner

    def made(ask: Still | Span) -> bytes:
        if isinstance(ask, Still):
            return bytes(runner.idiom.still(runner, ask).tobytes())
        return b"".join(frame.tobytes() for frame in runner.idiom.span(runner, ask))

    ask, others = still(card) if card.makes == "stills" else span(card)
    first = made(ask)
    if card.takes.sound:
        assert runner.heard is not None
        assert runner.heard.samples.any()
    for condition, values in others.items():
        assert made(replace(ask, **values)) != first, condition
    family.unload()


def test_every_option_of_a_card_is_read_by_an_idiom_or_its_makers() -> None:
    code = "".join(file.read_text("utf-8") for file in Path("engine/hub").rglob("*.py"))
    for name, card in cards().items():
        extras = [option for extra in card.extras.values() for option in extra.options]
        for option in (*card.options, *extras):
            assert f'"{option}"' in code, f"{option} of {name}"
