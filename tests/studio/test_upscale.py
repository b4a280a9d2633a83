"""The finish keeps paper flat and shadows soft, makes edges sharp and lays all on paper."""

from __future__ import annotations

import time

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, ImageDraw, ImageFilter

from studio.upscale import FACTOR, Finish, enlarge, fit, resized

SAND, RUST, TEAL = (236, 210, 160), (164, 69, 47), (60, 140, 142)
SIZE = (1280, 720)


def cutout(width: int, height: int, soft: float = 0.0) -> np.ndarray:
    """A round piece of rust paper over sand, drawn at this size as a painter would."""
    fine = Image.new("RGB", (width * 4, height * 4), SAND)
    middle, radius = (2 * width, 2 * height), 1.3 * height
    ends = [middle[0] - radius, middle[1] - radius, middle[0] + radius, middle[1] + radius]
    ImageDraw.Draw(fine).ellipse(ends, fill=RUST)
    picture = fine.resize((width, height), Image.Resampling.BOX)
    return np.asarray(picture.filter(ImageFilter.GaussianBlur(soft)))


def error(left: np.ndarray, right: np.ndarray) -> float:
    return float(np.abs(left.astype(float) - right).mean())


def bicubic(picture: np.ndarray, size: tuple[int, int] = SIZE) -> np.ndarray:
    return np.asarray(Image.fromarray(picture).resize(size, Image.Resampling.BICUBIC))


@given(st.tuples(*[st.integers(0, 255)] * 3), st.integers(1, 40), st.integers(1, 40))
def test_flat_paper_stays_exactly_flat(
    colour: tuple[int, int, int], width: int, height: int
) -> None:
    large = enlarge(np.full((height, width, 3), colour, np.uint8))
    assert large.shape == (height * FACTOR, width * FACTOR, 3)
    assert (large == colour).all()


def test_edges_come_out_sharper_than_any_filter_makes_them() -> None:
    small, truth = cutout(320, 180), cutout(1280, 720)
    mine = resized(small, SIZE)
    near = np.abs(truth.astype(int) - bicubic(small)).max(2) > 8  # where something is to be won
    assert error(mine[near], truth[near]) < 0.75 * error(bicubic(small)[near], truth[near])


def test_edges_do_not_ring() -> None:
    small = np.full((180, 320, 3), SAND, np.uint8)
    small[:, 160:] = TEAL
    small[90:, :] = RUST
    large = resized(small, SIZE).astype(int)
    window = np.pad(small, ((2, 2), (2, 2), (0, 0)), "edge").astype(int)
    views = np.lib.stride_tricks.sliding_window_view(window, (5, 5), (0, 1))
    low, high = (view.repeat(4, 0).repeat(4, 1) for view in (views.min((3, 4)), views.max((3, 4))))
    assert (low - large).max() <= 24  # a shadow that was learnt with the edge, no halo
    assert (large - high).max() <= 40  # the rim of light on the paper's edge
    far = np.ones((720, 1280), bool)  # ringing would reach further than the pixels around an edge
    far[340:380], far[:, 620:660] = False, False
    assert (large[far] == small.repeat(4, 0).repeat(4, 1)[far]).all()


def test_soft_shadows_stay_soft() -> None:
    down = np.linspace(60, 200, 180)[:, None, None]
    ramp = np.rint(np.broadcast_to(down, (180, 320, 3))).astype(np.uint8)
    assert np.abs(resized(ramp, SIZE).astype(int) - bicubic(ramp)).max() <= 3
    soft = cutout(320, 180, soft=6.0)
    steps = np.abs(np.diff(resized(soft, SIZE).astype(int), axis=0)).max()
    assert steps <= 2 * np.abs(np.diff(bicubic(soft).astype(int), axis=0)).max()


@pytest.mark.parametrize("size", [(256, 144), (320, 180), (640, 360), (1024, 576), (1280, 720)])
def test_any_size_comes_to_the_size_that_is_asked(size: tuple[int, int]) -> None:
    large = fit(cutout(*size), SIZE)
    assert large.shape == (720, 1280, 3)
    assert error(large, cutout(1280, 720)) < 1.0
    assert fit(cutout(*size), (160, 90)).shape == (90, 160, 3)


def test_another_shape_gets_bars_and_is_not_squeezed() -> None:
    wide = fit(np.full((134, 320, 3), 200, np.uint8), SIZE)
    assert (wide[:91] == 0).all()
    assert (wide[-91:] == 0).all()
    assert (wide[94:-94] == 200).all()
    nearly = fit(np.full((180, 321, 3), 200, np.uint8), SIZE)  # a hair's breadth is no bar
    assert (nearly == 200).all()


def test_grain_has_its_strength_and_lies_still() -> None:
    finish = Finish(SIZE, vignette=0.0)
    grey = np.full((180, 320, 3), 128, np.uint8)
    paper = finish(grey).astype(float) / 128
    assert abs(paper.mean() - 1) < 0.005
    assert 0.018 < paper.std() < 0.026
    assert np.array_equal(finish(grey), finish(grey))
    assert np.array_equal(Finish(SIZE, vignette=0.0)(grey), finish(grey))
    assert not np.array_equal(Finish(SIZE, vignette=0.0, seed=2)(grey), finish(grey))


def test_the_vignette_darkens_the_corners_by_a_tenth_and_spares_the_middle() -> None:
    shown = Finish(SIZE, grain=0.0)(np.full((180, 320, 3), 200, np.uint8))
    assert (shown[200:520, 400:880] == 200).all()
    assert (np.abs(shown[[0, 0, -1, -1], [0, -1, 0, -1]].astype(int) - 180) <= 1).all()
    assert shown.min() >= 179


def test_white_does_not_turn_black() -> None:
    for light in (0, 255):
        shown = Finish((320, 180), grain=0.1, vignette=0.0)(np.full((180, 320, 3), light, np.uint8))
        assert np.abs(shown.astype(int) - light).max() < 80


def test_without_grain_and_vignette_the_frame_is_only_enlarged() -> None:
    small = cutout(320, 180)
    assert np.array_equal(Finish(SIZE, 0.0, 0.0)(small), enlarge(small))
    assert Finish((320, 180), 0.0, 0.0)(small) is small


def test_a_720p_frame_is_finished_in_time() -> None:
    finish, small = Finish(SIZE), cutout(320, 180)
    finish(small)
    seconds = []
    for _ in range(5):
        began = time.process_time()
        finish(small)
        seconds.append(time.process_time() - began)
    assert min(seconds) < 0.25  # 45 ms here; the bound leaves room for slow machines
