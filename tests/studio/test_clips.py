"""Clips give back exactly the frame that was asked for."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from studio.clips import Clip, write_clip
from studio.errors import StudioError
from studio.ffmpeg import Encoder, Encoding

BITS = 8


def numbered(number: int) -> np.ndarray:
    """A picture that carries its number as eight black or white bars."""
    picture = np.full((36, 128, 3), 16, np.uint8)
    for bit in range(BITS):
        if number >> bit & 1:
            picture[:, bit * 16 : bit * 16 + 16] = 235
    return picture


def number(picture: np.ndarray) -> int:
    return sum(int(picture[18, bit * 16 + 8].mean() > 128) << bit for bit in range(BITS))


@pytest.fixture(scope="module")
def clip(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("clips") / "shot.mp4"
    assert write_clip(path, (numbered(i) for i in range(60))) == 60
    return path


def test_frames_in_order_are_the_frames_that_went_in(clip: Path) -> None:
    with Clip(clip) as opened:
        assert (opened.length, opened.size, opened.rate) == (60, (128, 36), 24)
        assert [number(frame) for frame in opened] == list(range(60))


def test_frames_in_any_order_are_exact(clip: Path) -> None:
    order = np.random.default_rng(3).permutation(60)
    with Clip(clip) as opened:
        assert [number(opened.frame(int(i))) for i in order] == list(order)


def test_every_frame_of_a_clip_is_a_key_frame(clip: Path) -> None:
    with Clip(clip) as opened:
        packets = [packet for packet in opened._film.demux(video=0) if packet.size]
    assert len(packets) == 60
    assert all(packet.is_keyframe for packet in packets)


def test_films_with_few_key_frames_are_read_exactly_too(tmp_path: Path) -> None:
    path = tmp_path / "film.mp4"
    with Encoder(path, Encoding("web", 128, 36, rate=24)) as film:
        for i in range(100):
            film.write(numbered(i))
    with Clip(path) as opened:
        assert [number(opened.frame(i)) for i in (99, 0, 50, 51, 49, 1, 98)] == [
            *(99, 0, 50, 51, 49, 1, 98)
        ]


def test_colours_of_a_clip_stay_close_to_its_pictures(tmp_path: Path) -> None:
    colours = [(207, 74, 60), (59, 140, 142), (243, 230, 204), (35, 38, 58)]
    write_clip(tmp_path / "c.mp4", (np.full((36, 64, 3), c, np.uint8) for c in colours))
    with Clip(tmp_path / "c.mp4") as opened:
        for colour, frame in zip(colours, opened):
            assert np.abs(frame.astype(int) - colour).max() <= 4


def test_a_frame_outside_the_clip_is_an_index_error(clip: Path) -> None:
    with Clip(clip) as opened, pytest.raises(IndexError, match="frames 0 to 59, not 60"):
        opened.frame(60)


def test_a_cut_off_clip_says_which_frame_is_lost(clip: Path, tmp_path: Path) -> None:
    cut = tmp_path / "cut.mp4"
    whole = clip.read_bytes()
    cut.write_bytes(whole[: len(whole) * 2 // 3])
    with Clip(cut) as opened:
        assert number(opened.frame(5)) == 5
        with pytest.raises(StudioError, match="render the shot again"):
            opened.frame(59)


def test_no_frames_and_odd_sizes_make_no_clip(tmp_path: Path) -> None:
    with pytest.raises(StudioError, match="at least one frame"):
        write_clip(tmp_path / "c.mp4", [])
    with pytest.raises(StudioError, match="63x36"):
        write_clip(tmp_path / "c.mp4", [np.zeros((36, 63, 3), np.uint8)])
    assert not list(tmp_path.iterdir())
