from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine import keys
from storyboard import staging
from storyboard.board import Board, Box, Layout, Scene, Shot, Subject
from storyboard.cue import FrameCue, SubjectCue

DOG = SubjectCue("u1", "dog", Box(0.1, 0.2, 0.3, 0.4), attributes={"colour": "red", "hat": "yes"})
CUE = FrameCue("s1", 4, 12.5, backdrop="park", subjects=(DOG,), words="a dog runs")
TOLD = {"level": 2, "fingerprint": "f" * 64, "seed": 7, "steps": 4}


def key(*cues: FrameCue, known: dict[int, str] | None = None, **more: object) -> str:
    return keys.window_key(cues or (CUE,), known or {}, **{**TOLD, **more})  # type: ignore[arg-type]


def test_the_same_window_has_the_same_key_in_every_process() -> None:
    again = FrameCue(
        "s1", 4, 12.5, backdrop="park", words="a dog runs",
        subjects=(replace(DOG, attributes={"hat": "yes", "colour": "red"}),),
    )  # fmt: skip
    assert key(again) == key()
    code = (
        "from tests.engine.test_keys import key; from engine.keys import noise_seed;"
        "print(key(), noise_seed(1, 'é', 3, 2))"
    )
    env = {**os.environ, "PYTHONHASHSEED": "5", "PYTHONPATH": str(Path(__file__).parents[2])}
    told = subprocess.run(
        [sys.executable, "-c", code], env=env, capture_output=True, text=True, check=True
    )
    assert told.stdout.split() == [key(), str(keys.noise_seed(1, "é", 3, 2))]


@pytest.mark.parametrize(
    "other",
    [
        replace(CUE, words="a dog sleeps"),
        replace(CUE, shot="s2"),
        replace(CUE, frame=6),
        replace(CUE, seconds=12.6),
        replace(CUE, daytime="night"),
        replace(CUE, plate="e" * 64),
        replace(CUE, camera=Box(0, 0, 0.5, 0.5)),
        replace(CUE, subjects=()),
        replace(CUE, subjects=(replace(DOG, facing=-1),)),
        replace(CUE, subjects=(replace(DOG, attributes={"colour": "blue", "hat": "yes"}),)),
        replace(CUE, subjects=(replace(DOG, box=Box(0.1, 0.2, 0.3, 0.41)),)),
    ],
)
def test_whatever_shapes_the_picture_changes_the_key(other: FrameCue) -> None:
    assert key(other) != key()


def test_request_and_known_pictures_change_the_key() -> None:
    found = {
        key(),
        key(level=1),
        key(fingerprint="0" * 64),
        key(seed=8),
        key(steps=5),
        key(family="other"),
        key(known={0: "a"}),
        key(known={0: "b"}),
        key(CUE, CUE),
        key(CUE, CUE, known={0: "a"}),
        key(CUE, CUE, known={1: "a"}),
    }
    assert len(found) == 11
    assert all(len(one) == 64 and set(one) <= set("0123456789abcdef") for one in found)


@given(st.floats(-10, 10), st.floats(-4e-8, 4e-8))
def test_numbers_that_print_the_same_are_the_same(x: float, nudge: float) -> None:
    x = round(x, 6)

    def at(left: float) -> str:
        return key(replace(CUE, subjects=(replace(DOG, box=Box(left, 0, 11, 1)),)))

    assert at(x) == at(x + nudge)
    assert at(1) == at(1.0)
    assert at(0.0) == at(-0.0)


def test_a_shot_that_moves_in_the_film_keeps_its_keys() -> None:
    first, second = (Shot(id, length=48, layout=Layout({"u1": (DOG.box,) * 9})) for id in "ab")
    cast = (Subject("u1", "Rex", "dog", puppet="dog"),)
    before = Board(cast=cast, scenes=(Scene("s", shots=(first, second)),))
    longer = replace(first, length=96)
    after = Board(cast=cast, scenes=(Scene("s", shots=(longer, second)),))
    frames = range(0, 48, 2)
    assert key(*staging.cues(before, "b", frames)) == key(*staging.cues(after, "b", frames))


def test_a_shot_key_is_not_a_window_key() -> None:
    told = {name: value for name, value in TOLD.items() if name != "level"}
    whole = keys.shot_key((CUE,), {}, **told)  # type: ignore[arg-type]
    assert whole != key()
    assert whole != keys.shot_key((CUE,), {0: "pinned"}, **told)  # type: ignore[arg-type]


@given(st.integers(0, 2**62), st.text(max_size=8), st.integers(0, 10**6), st.integers(0, 5))
def test_noise_is_63_bits_and_differs_by_frame_level_shot_and_film(
    seed: int, shot: str, frame: int, level: int
) -> None:
    found = keys.noise_seed(seed, shot, frame, level)
    assert 0 <= found < 2**63
    others = {
        keys.noise_seed(seed + 1, shot, frame, level),
        keys.noise_seed(seed, shot + "1", frame, level),
        keys.noise_seed(seed, shot, frame + 1, level),
        keys.noise_seed(seed, shot, frame, level + 1),
    }
    assert found not in others
    assert len(others) == 4


def test_a_fingerprint_tells_weights_apart_by_their_content(tmp_path: Path) -> None:
    weights = tmp_path / "weights"
    (weights / "part").mkdir(parents=True)
    (weights / "config.json").write_text("{}")
    file = weights / "part" / "model.safetensors"
    file.write_bytes(b"one")
    first = keys.fingerprint(weights)
    (weights / "README.md").write_text("not a weight")
    assert keys.fingerprint(weights) == first
    file.write_bytes(b"two")
    os.utime(file, ns=(1, 1))
    assert keys.fingerprint(weights) != first
    file.write_bytes(b"one")
    os.utime(file, ns=(2, 2))
    assert keys.fingerprint(str(weights)) == first
    moved = weights.rename(tmp_path / "elsewhere")
    assert keys.fingerprint(moved) == first
    assert keys.fingerprint(moved, file.parent) == keys.fingerprint(moved)
    assert keys.fingerprint(moved / "config.json") != first


def test_a_key_refuses_what_it_cannot_spell() -> None:
    with pytest.raises(TypeError, match="Path"):
        key(known={0: Path("picture.png")})  # type: ignore[dict-item]
