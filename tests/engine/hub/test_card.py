from __future__ import annotations

import importlib.util
import pickle
from dataclasses import replace
from pathlib import Path

import pytest
import torch

from engine import families
from engine.api import EngineError
from engine.hub import card, fit, memory, runner
from engine.hub.card import Extra, Frames, Row

SMALL = """
title = "Tiny"
makes = "stills"
idiom = "flux2"
kind = "Flux2KleinPipeline"
[parts.model]
repo = "somebody/tiny"
[licence]
name = "Apache-2.0"
"""


def test_every_bundled_card_is_a_family_that_the_stage_can_be_sent() -> None:
    assert {"flux2-klein-4b", "flux3-klein", "z-image-turbo", "sdxl", "gligen"} <= set(card.cards())
    for name, one in card.cards().items():
        family = families.card(name)
        assert family.hub == one == pickle.loads(pickle.dumps(one))
        assert family.makes == one.makes in ("stills", "spans")
        assert (Path(families.__file__).parent / "hub" / "idioms" / f"{one.idiom}.py").is_file()
        assert "model" in one.parts
        assert one.memory, name
        vrams = [row.vram for row in one.memory]
        assert vrams == sorted(vrams, reverse=True)
        assert all(len(part.commit) == 40 or part.commit == "main" for part in one.parts.values())


def test_a_new_checkpoint_of_a_known_family_is_one_more_file(tmp_path: Path) -> None:
    file = tmp_path / "tiny.toml"
    file.write_text(SMALL)
    one = card.read(file)
    assert (one.name, one.parts["model"].repo, one.size.multiple) == ("tiny", "somebody/tiny", 16)
    assert families.of_hub(one).lacks == ("boxes", "sheets", "plates", "camera")


@pytest.mark.parametrize(
    ("told", "where"),
    [
        ("steps = 'many'", "steps"),
        ("colour = 'red'", "colour"),
        ("[takes]\nboxes = 'round'", "boxes"),
    ],
)
def test_a_wrong_card_is_told_with_its_field(tmp_path: Path, told: str, where: str) -> None:
    file = tmp_path / "tiny.toml"
    file.write_text(f"{told}\n{SMALL}" if "[" not in told else f"{SMALL}\n{told}")
    with pytest.raises(EngineError, match=rf"tiny\.toml is wrong at .*{where}"):
        card.read(file)


def test_sizes_have_the_films_aspect_in_whole_multiples() -> None:
    one = card.cards()["flux2-klein-4b"]
    assert fit.size(one, 16 / 9) == (1024, 576)
    assert fit.size(one, 1.0) == (1024, 1024)
    for aspect in (2.39, 4 / 3, 9 / 16):
        wide, high = fit.size(one, aspect)
        assert wide % 16 == high % 16 == 0
        assert abs(wide / high / aspect - 1) < 0.02


def test_the_greediest_row_that_fits_is_tried_first() -> None:
    one = card.cards()["flux2-klein-4b"]
    rows = memory.rows(one)
    assert rows[memory.first(one, memory.Free(80, 64))].words == "whole"
    assert rows[memory.first(one, memory.Free(9, 64))].words == "fp8, model offload, tiles"
    assert memory.first(one, memory.Free(1, 64)) == len(rows) - 1
    assert rows[memory.first(one, memory.Free(0, 64))].words == "whole"  # no GPU: all in memory
    with pytest.raises(EngineError, match="needs 24 GB of main memory and 3 GB are free"):
        memory.first(one, memory.Free(9, 3))


def test_what_the_person_allows_counts_where_the_model_runs() -> None:
    one = card.cards()["flux2-klein-4b"]
    here = runner.free(torch.device("cpu"), limit=0.5)
    assert (here.vram, here.ram) == (0.0, 0.5)
    assert runner.free(torch.device("cpu")).ram > 0.5
    with pytest.raises(EngineError, match=r"may use 0.5 GB\. Let models use more"):
        memory.first(one, here)
    assert memory.first(one, memory.Free(9, 64, 9)) == 2  # a larger card, held to 9 GB


def test_an_extra_adds_its_options_when_it_is_switched_on() -> None:
    more = Extra("More", "", {"rounds": 2}, multiple=64)
    one = replace(card.cards()["flux3-klein"], extras={"more": more})
    assert one.having(()) is one.having(("other",)) is one
    assert one.having(("more",)).options == {**one.options, "rounds": 2}
    assert one.having(("more",)).size.multiple == 64
    long = Extra("Long", "", frames=Frames(most=99), keeps=("prompt_upsampler",), gb=10)
    one = replace(one, extras={"more": more, "long": long}).having(("more", "long"))
    assert (one.frames.most, one.size.multiple) == (99, 64)
    assert one.drop == ("prompt_upsampler_processor",)
    assert [(row.vram, row.ram) for row in one.memory] == [(39, 34), (16, 38), (6, 42)]


def test_a_row_whose_package_is_missing_is_not_tried() -> None:
    one = replace(card.cards()["flux2-klein-4b"], memory=(Row(20, quantise="int8"), Row(10)))
    lacking = importlib.util.find_spec("torchao") is None
    assert memory.rows(one) == (one.memory[1:] if lacking else one.memory)
    assert memory.rows(replace(one, memory=())) == (memory.WHOLE,)


def test_every_option_of_a_card_is_read_by_an_idiom_or_its_makers() -> None:
    code = "".join(file.read_text("utf-8") for file in Path("engine/hub").rglob("*.py"))
    for name, one in card.cards().items():
        extras = [option for extra in one.extras.values() for option in extra.options]
        for option in (*one.options, *extras):
            assert f'"{option}"' in code, f"{option} of {name}"
