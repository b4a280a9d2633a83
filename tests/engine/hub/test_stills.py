"""Every family of keyframes as a tiny twin through the real runner."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from diffusers import Flux2KleinPipeline
from peft import LoraConfig, get_peft_model_state_dict
from PIL import Image

from engine.api import CancelJob, EngineError, Progress, Render, Window
from engine.hub import folder
from engine.hub.asks import Still
from engine.hub.card import Lora, Part
from engine.hub.family import Family
from tests.engine.hub import asks, little
from tests.engine.hub.twins import flux3


@pytest.fixture(scope="module", params=little.STILLS)
def family(request, tmp_path_factory) -> Iterator[Family]:
    folder = tmp_path_factory.mktemp("twin") / request.param
    weights = little.build(request.param, folder)
    opened = Family(weights, "cpu", little.card(request.param))
    yield opened
    opened.unload()


ONE = Window("one", 1, (little.cue("a"), little.cue("a", 0.6, 24)))
TWO = Window("two", 1, (little.cue("b"),))


@pytest.fixture(scope="module")
def batch(family, tmp_path_factory) -> tuple[dict[tuple[str, int], bytes], list[Progress]]:
    """Two windows in one request, and the progress told."""
    seen: list[Progress] = []
    return little.made(family, tmp_path_factory.mktemp("b"), (ONE, TWO), report=seen.append), seen


def test_windows_become_keyframes(batch):
    made, seen = batch
    assert sorted(made) == [("one", 0), ("one", 1), ("two", 0)]
    with Image.open(io.BytesIO(made["one", 0])) as picture:
        assert (picture.size, picture.mode) == ((128, 64), "RGB")
        assert len(picture.getcolors(1 << 16)) > 100  # no flat grey
    assert made["one", 0] != made["one", 1]  # the dog stands elsewhere
    assert [p.done for p in seen] == sorted(p.done for p in seen)
    assert seen[-1].done == seen[-1].of


def test_every_condition_that_its_card_names_changes_the_picture(family):
    runner = family.runner
    ask, others = asks.still(runner.card)

    def made(ask: Still) -> bytes:
        return bytes(runner.idiom.still(runner, ask).tobytes())

    first = made(ask)
    for condition, values in {**others, "seed": {"seed": ask.seed + 1}}.items():
        assert made(replace(ask, **values)) != first, condition


def test_a_cancel_midway_leaves_the_family_usable_and_a_window_alone_is_the_same(
    family, batch, tmp_path
):
    def stop(progress: Progress) -> None:
        if progress.done:
            raise CancelJob

    with pytest.raises(CancelJob):
        little.made(family, tmp_path / "cut", (TWO,), report=stop)
    assert not list((tmp_path / "cut").iterdir())
    assert little.made(family, tmp_path / "alone", (TWO,)) == {("two", 0): batch[0]["two", 0]}


def test_a_persons_sheet_changes_the_picture_where_it_is_taken(family, batch, tmp_path):
    sheet = tmp_path / "sheet.png"
    Image.new("RGBA", (40, 40), (250, 20, 20, 255)).save(sheet)
    own = Window("own", 1, (little.cue("a", sheet="s"),))
    frames = little.made(family, tmp_path / "out", (own,), pictures={"s": str(sheet)})
    taken = family.runner.card.takes.references > 1 or family.runner.card.takes.sketch != "none"
    assert (frames["own", 0] != batch[0]["one", 0]) == taken


def test_known_frames_are_left_alone(family, tmp_path):
    given = tmp_path / "given.png"
    Image.new("RGB", (128, 64)).save(given)
    window = Window("k", 1, (little.cue(), little.cue("a", 0.6, 24)), {0: str(given)})
    assert sorted(little.made(family, tmp_path / "out", (window,))) == [("k", 1)]


def test_memory_that_runs_out_steps_down_by_itself_and_says_so(tmp_path):
    weights = little.build("flux2-klein-4b", tmp_path / "twin")
    family = Family(weights, "cpu", little.card("flux2-klein-4b"))
    window = Window("k", 1, (little.cue(),))
    tries: list[int] = []

    def full(progress: Progress) -> None:
        if not tries:
            tries.append(1)
            raise RuntimeError("CUDA out of memory. Tried to allocate 20.00 GiB")

    assert sorted(little.made(family, tmp_path / "out", (window,), report=full)) == [("k", 0)]
    assert family.runner.row.words == "fp8"
    assert "went on with fp8" in family.runner.notes[0]

    def always(progress: Progress) -> None:
        raise MemoryError

    with pytest.raises(MemoryError):  # there is no thriftier row
        little.made(family, tmp_path / "out", (window,), report=always)


def test_a_box_that_is_hardly_on_the_screen_is_not_asked_for(tmp_path):
    weights = little.build("gligen", tmp_path / "twin")
    family = Family(weights, "cpu", little.card("gligen"))
    ask = family.maker.ask(little.cue(x=0.97), _request())
    assert [placed.id for placed in ask.boxes] == ["g"]
    assert "dog" not in ask.words
    both = family.maker.ask(little.cue(x=0.8), _request())
    assert [placed.box[2] for placed in both.boxes if placed.id == "d"] == [1.0]
    with pytest.raises(EngineError, match=r"GLIGEN is not in .*nowhere"):
        Family(str(tmp_path / "nowhere"), "cpu", little.card("gligen"))


def test_a_films_lora_is_worn_by_the_frames_that_name_it(family, tmp_path):
    window = Window("k", 1, (little.cue(),))
    if not hasattr(family.runner.pipe, "load_lora_weights"):
        file = little.lora(family.runner.pipe, tmp_path / "lo.safetensors")
        with pytest.raises(EngineError, match=r"GLIGEN takes no LoRA\. Take lo\.safetensors off"):
            little.made(
                family, tmp_path / "out", (little.wearing(window, "lo"),), pictures={"lo": file}
            )
    else:
        little.check_lora(family, window, tmp_path)


def test_the_prompt_upsampler_writes_captions_where_it_is_switched_on(tmp_path):
    weights = Path(little.build("flux3-klein", tmp_path / "twin"))
    card = little.card("flux3-klein").having(("upsampler",))
    card = replace(card, call={**card.call, "max_new_tokens": 8}, memory=())
    with pytest.raises(EngineError, match="its prompt_upsampler"):
        Family(str(weights), "cpu", card)
    flux3.upsampler(weights)
    runner = Family(str(weights), "cpu", card).runner
    ask, _ = asks.still(card)
    words = replace(ask, references=(), boxes=(replace(ask.boxes[0], reference=None),))
    for one in (ask, words):  # with pictures and without it is asked otherwise
        made = runner.idiom.still(runner, one)
        assert made.tobytes() == runner.idiom.still(runner, one).tobytes()
        moved = replace(one, boxes=(replace(one.boxes[0], box=(0.5, 0.2, 0.9, 0.95)),))
        assert made.tobytes() != runner.idiom.still(runner, moved).tobytes()


def _request() -> Render:
    return Render("j", (), "", steps=2)


def test_a_lora_that_is_here_is_laid_over_the_network_and_asks_for_fewer_steps(tmp_path):
    weights = Path(little.build("flux2-klein-4b", tmp_path / "twin" / "model")).parent
    one = little.card("flux2-klein-4b")
    one = replace(
        one,
        parts={**one.parts, "fast": Part("somebody/fast", optional=True)},
        calls=2,
        loras={
            "fast": Lora(
                "fast.safetensors",
                steps=1,
                calls=1,
                call={"guidance_scale": 1.5},
                scheduler={"shift": 2.0},
            )
        },
    )
    window = Window("k", 1, (little.cue(),))
    plain = Family(str(weights), "cpu", one)
    without = little.made(plain, tmp_path / "without", (window,))
    assert (plain.runner.loras.own, folder.steps(weights, one)) == ({}, 2)
    plain.runner.pipe.transformer.add_adapter(
        LoraConfig(r=2, target_modules=["to_q", "to_v"], init_lora_weights=False)
    )
    Flux2KleinPipeline.save_lora_weights(
        weights / "fast",
        get_peft_model_state_dict(plain.runner.pipe.transformer),
        weight_name="fast.safetensors",
    )
    laid = Family(str(weights), "cpu", one)
    assert folder.steps(weights, one) == 1
    assert laid.runner.pipe.scheduler.config.shift == 2.0
    assert (laid.runner.card.calls, laid.runner.card.call["guidance_scale"]) == (1, 1.5)
    assert little.made(laid, tmp_path / "with", (window,)) != without
