"""Insets: only the box is new, bit for bit."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from engine import insets
from engine.api import EngineError, Render, Window, WindowDone
from storyboard.cue import FrameCue

BOX = (0.25, 0.25, 0.5, 0.75)


def noise(seed: int, size: tuple[int, int] = (64, 36)) -> np.ndarray:
    return np.random.default_rng(seed).integers(0, 255, (size[1], size[0], 3), np.uint8)


def test_outside_the_box_and_its_edge_every_pixel_is_the_old_one() -> None:
    old, new = noise(1), noise(2)
    found = insets.inset(old, new, BOX)
    assert (found[9:27, 16:32] == new[9:27, 16:32]).all()
    outside = np.ones((36, 64), bool)
    outside[7:29, 14:34] = False  # the soft edge takes a pixel or two
    assert (found[outside] == old[outside]).all()
    assert (found != old).any()


def test_a_new_picture_of_another_size_is_brought_to_the_old_ones() -> None:
    assert insets.inset(noise(1), noise(2, (128, 72)), BOX).shape == (36, 64, 3)


def save(folder: Path, name: str, pixels: np.ndarray) -> str:
    file = folder / name
    Image.fromarray(pixels).save(file)
    return str(file)


def test_finished_windows_lie_on_their_old_pictures(tmp_path: Path) -> None:
    old = [save(tmp_path, f"old{k}.png", noise(k)) for k in range(2)]
    cues = tuple(FrameCue("s", 2 * k, 0.0) for k in range(2))
    window = Window("key", 2, cues, onto=dict(enumerate(old)), boxes={0: BOX})
    request = Render("job", (window,), str(tmp_path))
    inner = insets.beside(request)
    assert Path(inner.folder).parent == tmp_path
    made = {k: save(Path(inner.folder), f"key-{k}.png", noise(9)) for k in range(2)}
    done = insets.laid(request, WindowDone("job", "key", 2, made, 1.0))
    assert {Path(file).parent for file in done.frames.values()} == {tmp_path}
    with Image.open(done.frames[0]) as first:
        assert (np.asarray(first) == insets.inset(noise(0), noise(9), BOX)).all()
    assert Path(done.frames[1]).read_bytes() == Path(old[1]).read_bytes()  # nobody there
    assert not list(tmp_path.glob("*.part"))


def test_a_picture_that_is_gone_is_said(tmp_path: Path) -> None:
    window = Window("key", 2, (FrameCue("s", 0, 0.0),), onto={0: "gone.png"}, boxes={0: BOX})
    request = Render("job", (window,), str(tmp_path))
    made = save(tmp_path, "key-0.png", noise(1))
    with pytest.raises(EngineError, match=r"gone\.png cannot be read"):
        insets.laid(request, WindowDone("job", "key", 2, {0: made}, 1.0))


def test_other_requests_are_left_alone(tmp_path: Path) -> None:
    request = Render("job", (Window("key", 2, ()),), str(tmp_path))
    assert insets.beside(request) is request
    done = WindowDone("job", "key", 2, {}, 1.0)
    assert insets.laid(request, done) is done
