"""Every family of clips as a tiny twin through the real runner."""

from __future__ import annotations

import io
import wave
from collections.abc import Iterator
from dataclasses import replace
from importlib import import_module
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image

from engine.api import CancelJob, EngineError, Progress, Window
from engine.hub.asks import Span
from engine.hub.card import HubCard, Part, Size, cards
from engine.hub.family import Family
from engine.hub.idioms import ltx2, sparse
from engine.hub.sounds import RATE
from engine.hub.spans import plan
from storyboard.board import Box
from storyboard.cue import FrameCue, SubjectCue
from tests.engine.hub import little

SPANS = (
    "ltx-2.5",
    "ltx-video-0.9.8-13b",
    "wan2.2-i2v-a14b",
    "wan2.1-flf2v-14b",
    "wan2.1-vace-1.3b",
    "minimax-h3",
    "animatediff-sparsectrl",
)
COLOURS = ((200, 60, 40), (20, 30, 60), (240, 240, 200))


def little_card(name: str, *extras: str, **rule: Any) -> HubCard:
    """A bundled card, its extras on, whose clips are short, small and heard."""
    one = little.card(name).having(("sound", *extras))
    fewest = {"least": 5, "most": 41} if one.frames.step < 16 else {}
    frames = replace(one.frames, **{**fewest, **rule})
    side = max(16, one.size.multiple)
    return replace(one, size=Size(one.size.multiple, ((2 * side, side),)), frames=frames)


@pytest.fixture(scope="module", params=SPANS)
def family(request, tmp_path_factory) -> Iterator[Family]:
    folder = tmp_path_factory.mktemp("twin") / request.param
    weights = little.build(request.param, folder)
    opened = Family(weights, "cpu", little_card(request.param))
    yield opened
    opened.unload()


@pytest.fixture(scope="module")
def keys(tmp_path_factory) -> list[str]:
    """Three keyframes that look different."""
    folder, files = tmp_path_factory.mktemp("keys"), []
    for number, colour in enumerate(COLOURS):
        pixels = np.full((36, 64, 3), colour, np.uint8)
        pixels[8:28, 10 + 8 * number : 30 + 8 * number] = 255 - pixels[0, 0]
        files.append(str(folder / f"key{number}.png"))
        Image.fromarray(pixels).save(files[-1])
    return files


def window(key: str, known: dict[int, str], frames: int = 8, shot: str = "s") -> Window:
    """Drawings on twos of a dog that crosses a beach."""
    cues = []
    for tick in range(frames):
        dog = SubjectCue("d", "dog", Box(0.1 + 0.05 * tick, 0.4, 0.4 + 0.05 * tick, 0.9), "dog")
        cues.append(
            FrameCue(shot, 2 * tick, tick / 12, "beach", subjects=(dog,), words="Beach day")
        )
    return Window(key, 2, tuple(cues), known)


def windows(keys: list[str], card: HubCard) -> list[Window]:
    """One, and each of the others with one thing of it otherwise that the family takes."""
    one = window("one", {0: keys[0], 7: keys[1]})
    found = [
        one,
        window("last", {0: keys[0], 7: keys[2]}),
        window("first", {0: keys[2], 7: keys[1]}),
    ]
    if card.twin == "h3":  # the longest by far
        return found
    found.append(window("inner", {0: keys[0], 3: keys[2], 7: keys[1]}))
    night = tuple(replace(cue, words="Forest", daytime="night") for cue in one.cues)
    found.append(replace(one, key="words", cues=night))
    if card.takes.references:
        own = tuple(
            replace(cue, subjects=tuple(replace(s, sheet="mine") for s in cue.subjects))
            for cue in one.cues
        )
        found.append(replace(one, key="sheet", cues=own))
    return found


@pytest.fixture(scope="module")
def batch(family, keys, tmp_path_factory) -> tuple[dict[tuple[str, int], bytes], list[Progress]]:
    """All the windows in one request, and the progress told."""
    seen: list[Progress] = []
    folder = tmp_path_factory.mktemp("batch")
    Image.new("RGBA", (40, 40), (250, 20, 20, 255)).save(folder / "sheet.png")
    row = windows(keys, family.runner.card)
    more = {"pictures": {"mine": str(folder / "sheet.png")}}
    made = little.made(family, folder, row, report=seen.append, **more)
    if family.runner.card.takes.sound:
        with wave.open(str(folder / "one.wav")) as heard:
            assert heard.getnframes() == round(7 / 12 * RATE)
            assert np.frombuffer(heard.readframes(RATE), np.int16).any()
    return made, seen


def test_windows_are_filled_between_their_known_frames(family, batch, keys):
    made, seen = batch
    for one in windows(keys, family.runner.card):
        assert [at for key, at in sorted(made) if key == one.key] == list(one.wanted)
    with Image.open(io.BytesIO(made["one", 3])) as picture:
        assert (picture.size, picture.mode) == ((64, 36), "RGB")  # as the known ones
        assert len(picture.getcolors(1 << 16)) > 100
    assert len({made["one", at] for at in range(1, 7)}) > 3  # it moves
    assert [p.done for p in seen] == sorted(p.done for p in seen)
    assert (seen[0].done, seen[-1].done) == (0, seen[-1].of)


def test_everything_that_a_family_takes_changes_its_clips(family, batch, keys):
    made, _ = batch
    card = family.runner.card
    for other in windows(keys, card)[1:]:
        assert any(made["one", at] != made[other.key, at] for at in other.wanted), other.key
    inner = window("inner", {0: keys[0], 3: keys[2], 7: keys[1]})
    assert len(plan(inner, card)) == (2 if card.takes.known == "ends" else 1)


def test_a_cancel_midway_leaves_the_family_usable_and_a_window_alone_is_the_same(
    family, batch, keys, tmp_path
):
    other = windows(keys, family.runner.card)[1]

    def stop(progress: Progress) -> None:
        if progress.done:
            raise CancelJob

    with pytest.raises(CancelJob):
        little.made(family, tmp_path / "cut", (other,), report=stop)
    assert not list((tmp_path / "cut").iterdir())
    alone = little.made(family, tmp_path / "alone", (other,))
    assert alone == {place: file for place, file in batch[0].items() if place[0] == "last"}
    assert alone != little.made(family, tmp_path / "seeded", (other,), seed=4)


def test_a_films_lora_is_worn_by_the_clips_that_name_it(family, keys, tmp_path):
    if family.runner.card.twin != "h3":  # the longest, and loaded as the other modular one
        little.check_lora(family, window("one", {0: keys[0], 2: keys[1]}, 3), tmp_path)


def test_a_family_says_so_when_it_lacks_an_end_or_does_without(family, keys, tmp_path):
    takes = family.runner.card.takes
    if takes.needs_last:
        with pytest.raises(EngineError, match="no last picture"):
            little.made(family, tmp_path / "start", (window("start", {0: keys[0]}, 6),))
    free = window("free", {}, 5)
    if takes.known == "ends":
        with pytest.raises(EngineError, match=r"first picture.* here is none"):
            little.made(family, tmp_path / "free", (free,))
    else:
        assert len(little.made(family, tmp_path / "free", (free,))) == 5


def test_a_gap_that_no_clip_holds_is_made_coarse_to_fine(keys, tmp_path):
    weights = little.build("wan2.2-i2v-a14b", tmp_path / "twin")
    card = little_card("wan2.2-i2v-a14b", most=5, rate=12.0)
    long = window("long", {0: keys[0], 16: keys[1]}, 17)
    clips = plan(long, card)
    assert [clip.depth for clip in clips] == [0, 1, 1, 1, 1]
    made = little.made(Family(weights, "cpu", card), tmp_path / "out", (long,))
    assert sorted(at for _, at in made) == list(range(1, 16))


def test_free_init_runs_the_steps_again_and_freeu_weighs_the_network(keys, tmp_path):
    weights = little.build("animatediff-sparsectrl", tmp_path / "twin")
    plain = little_card("animatediff-sparsectrl")
    free = plain.having(("freeu", "freeinit"))
    one = window("one", {0: keys[0], 7: keys[1]})
    seen: dict[str, list[Progress]] = {"plain": [], "free": []}
    made = {
        name: little.made(Family(weights, "cpu", card), tmp_path / name, (one,), report=told.append)
        for (name, told), card in zip(seen.items(), (plain, free), strict=True)
    }
    assert seen["free"][-1].of == 3 * seen["plain"][-1].of
    assert made["free"]["one", 3] != made["plain"]["one", 3]


def test_free_noise_makes_a_long_gap_in_one_clip(keys, tmp_path):
    name = "animatediff-sparsectrl"
    free = little_card(name, "freenoise", least=5, most=64)
    long = window("long", {0: keys[0], 23: keys[1]}, 24)
    assert len(plan(long, little_card(name, most=16))) > 1
    assert [clip.frames for clip in plan(long, free)] == [24]
    family = Family(little.build(name, tmp_path / "twin"), "cpu", free)
    made = little.made(family, tmp_path / "out", (long,))
    assert sorted(at for _, at in made) == list(range(1, 23))
    assert len(set(made.values())) == 22
    noise = sparse.noise(family.runner, Span("", (32, 16), 40, seed=1, steps=1), 16)
    rows = [bytes(noise[0, :, at].numpy().tobytes()) for at in range(40)]
    assert len(set(rows)) == len(set(rows[:16])) == 16
    for at in range(16, 40, 4):  # a few frames of the window before, shuffled
        assert sorted(rows[at : at + 4]) == sorted(rows[at - 16 : at - 12])


def test_ltxs_own_recursion_makes_every_other_frame_first_and_all_of_them_then(keys, tmp_path):
    weights = little.build("ltx-2.5", tmp_path / "twin")
    card = little_card("ltx-2.5", "refine")
    long, seen = window("long", {0: keys[0], 41: keys[1]}, 42), list[Progress]()
    with pytest.raises(EngineError, match="lacks its part temporal"):
        little.made(Family(weights, "cpu", card), tmp_path / "out", (long,))
    part = card.parts["temporal"]
    doubler = enlarger(part)(
        in_channels=4, mid_channels=32, num_blocks_per_stage=1, spatial_upsample=False,
        temporal_upsample=True,
    )  # fmt: skip
    doubler.save_pretrained(Path(weights) / "temporal" / part.inside)
    (clip,) = plan(long, card)
    assert clip.frames == 97  # 49 of them first, of two of LTX's stretches
    assert sorted(clip.keys) == [0, 82]
    family = Family(weights, "cpu", card)
    made = little.made(family, tmp_path / "out", (long,), report=seen.append)
    assert sorted(at for _, at in made) == list(range(1, 41))
    assert len(set(made.values())) == 40
    assert seen[-1].of == 2 + 2 * 4
    assert [p.done for p in seen] == sorted(p.done for p in seen)
    assert made == little.made(family, tmp_path / "again", (long,))
    other = window("long", {0: keys[0], 41: keys[2]}, 42)
    assert made != little.made(family, tmp_path / "other", (other,))


def enlarger(part: Part) -> Any:
    """The class of a part with latents' upsampler."""
    module, _, kind = part.kind.rpartition(".")
    return getattr(import_module(f"diffusers.pipelines.{module}"), kind)


@pytest.mark.parametrize("name", ["ltx-video-0.9.8-13b", "ltx-2.3-distilled"])
def test_a_clip_is_enlarged_in_its_latents_and_refined(name, keys, tmp_path):
    weights = little.build(name, tmp_path / "twin")
    plain, large = little_card(name), little_card(name, "upscale")
    assert (plain.size.multiple, large.size.multiple) == (32, 64)
    large = replace(large, size=Size(64, ((128, 64),)))
    one, seen = window("one", {0: keys[0], 7: keys[1]}), list[Progress]()
    with pytest.raises(EngineError, match="lacks its part upscaler"):
        little.made(Family(weights, "cpu", large), tmp_path / "out", (one,))
    small = Family(weights, "cpu", plain)
    channels = small.runner.pipe.vae.config.latent_channels
    kind = enlarger(plain.parts["upscaler"])
    made = kind(in_channels=channels, mid_channels=32, num_blocks_per_stage=1)
    made.save_pretrained(Path(weights) / "upscaler" / "latent_upsampler")
    family = Family(weights, "cpu", large)
    frames = little.made(family, tmp_path / "out", (one,), report=seen.append)
    with Image.open(io.BytesIO(frames["one", 3])) as picture:
        assert picture.size == (64, 36)
    assert seen[-1].of > 2 * plain.calls
    assert frames != little.made(small, tmp_path / "plain", (one,))


def test_keyframes_are_left_to_others(keys):
    window = Window("k", 1, (FrameCue("a", 0, 20.0), FrameCue("b", 0, 3.0)))
    with pytest.raises(EngineError, match="not keyframes"):
        plan(window, cards()["ltx-2.5"])


def test_a_known_frame_that_is_gone_is_named(family, tmp_path):
    lost = window("lost", {0: str(tmp_path / "gone.png")})
    with pytest.raises(EngineError, match=r"gone\.png cannot be read"):
        little.made(family, tmp_path / "out", (lost,))


def test_latent_indices_begin_every_eight_frames_after_the_first() -> None:
    assert [ltx2.index(place) for place in (0, 1, 9, 17)] == [0, 1, 2, 3]
    with pytest.raises(ValueError, match="no latent"):
        ltx2.index(8)


@pytest.mark.parametrize("name", [name for name, one in cards().items() if one.makes == "spans"])
def test_every_card_of_clips_has_a_rule_and_a_twin(name) -> None:
    card = cards()[name]
    twin = Path(__file__).parent / "twins" / f"{card.twin}.py"
    assert twin.is_file()
    cues = tuple(FrameCue("s", 2 * k, k / 12) for k in range(16))
    clips = plan(Window("w", 2, cues, {0: "a", 15: "b"}), card)
    assert len(clips) == 1
    assert clips[0].frames <= card.frames.most
