"""The mix has every sound at its sample, as loud as it should be, with its fades."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from storyboard.board import Board, Scene, Shot
from storyboard.edits import shots
from storyboard.edits.sounds import add_sound, set_sound
from studio import sounds
from studio.bin import Bin
from studio.mix import Mix
from tests.storyboard.films import few
from tests.studio import tones

FILM = Board(scenes=(Scene("sc1", shots=(Shot("sh1", length=48), Shot("sh2", length=72))),))


@pytest.fixture(scope="module")
def bin(tmp_path_factory: pytest.TempPathFactory) -> Bin:
    return Bin(tmp_path_factory.mktemp("mix") / "film.bin")


@pytest.fixture(scope="module")
def tone(bin: Bin, tmp_path_factory: pytest.TempPathFactory) -> str:
    """Two seconds of 1 kHz at half of full scale."""
    return sounds.bring(bin, tones.tone(tmp_path_factory.mktemp("tone") / "tone.wav")).hash


def heard(board: Board, bin: Bin) -> np.ndarray:
    mix = Mix(board, bin.path)
    return mix.read(0, mix.length)


def loudness(samples: np.ndarray, at: int) -> float:
    """The greatest sample of the millisecond around a place: one period of the tone."""
    return float(np.abs(samples[at - 24 : at + 24]).max())


def laid(file: str, frame: int, length: int, **values: Any) -> Board:
    return add_sound(FILM, frame, file, length, **values)


def test_a_sound_begins_and_ends_at_the_sample_of_its_frames(bin: Bin, tone: str) -> None:
    samples = heard(laid(tone, 31, 20, skip=0), bin)
    assert len(samples) == 120 * 2000
    loud = np.flatnonzero(np.abs(samples).max(1))
    assert abs(loud[0] - 31 * 2000) <= 1  # the tone's own first sample is 0
    assert abs(loud[-1] - (51 * 2000 - 1)) <= 1


def test_sounds_move_with_their_shots(bin: Bin, tone: str) -> None:
    board = shots.set_length(laid(tone, 60, 24), "sh1", 30)
    assert abs(np.flatnonzero(heard(board, bin)[:, 0])[0] - 42 * 2000) <= 1


def test_gain_is_in_decibels(bin: Bin, tone: str) -> None:
    assert loudness(heard(laid(tone, 0, 48), bin), 20000) == pytest.approx(0.5, rel=0.01)
    quiet = heard(laid(tone, 0, 48, gain=-12.0), bin)
    assert loudness(quiet, 20000) == pytest.approx(0.5 * 10 ** (-12 / 20), rel=0.01)
    assert Mix(laid(tone, 0, 48, gain=-60.0), bin.path).is_silent
    assert Mix(laid(tone, 0, 48, muted=True), bin.path).is_silent


def test_fades_are_straight(bin: Bin, tone: str) -> None:
    samples = heard(laid(tone, 0, 48, fade_in=24, fade_out=12), bin)
    for at, share in ((12000, 0.25), (24000, 0.5), (36000, 0.75), (60000, 1.0), (84000, 0.5)):
        assert loudness(samples, at) == pytest.approx(0.5 * share, rel=0.02)
    assert loudness(samples, 95900) < 0.01


def test_what_is_skipped_is_not_heard(bin: Bin, tmp_path: Path) -> None:
    file = sounds.bring(bin, tones.beeps(tmp_path / "b.wav", [0.25, 1.0], 2.0)).hash
    assert tones.onsets(heard(laid(file, 10, 40, skip=12), bin)) == [10 * 2000 + 48000 - 12 * 2000]


def test_sounds_that_meet_add_up_and_never_leave_full_scale(bin: Bin, tone: str) -> None:
    two = add_sound(laid(tone, 0, 48, gain=-6.0), 0, tone, 48, gain=-6.0)
    assert loudness(heard(two, bin), 20000) == pytest.approx(0.5, rel=0.01)
    loud = set_sound(set_sound(two, "so1", gain=12.0), "so2", gain=12.0)
    samples = heard(loud, bin)
    assert 0.97 < np.abs(samples).max() <= 1.0


def test_a_sound_that_is_gone_is_named_and_silent(bin: Bin) -> None:
    mix = Mix(laid("0" * 64, 0, 48, name="Gulls"), bin.path)
    assert mix.missing == ["Gulls"]
    assert mix.is_silent
    assert not mix.read(0, 5000).any()


def test_sounds_before_and_after_the_film_are_cut_at_its_ends(bin: Bin, tone: str) -> None:
    board = laid(tone, 100, 48)
    early = replace(board.sounds[0], id="so2", shot="sh1", start=-24)
    mix = Mix(replace(board, sounds=(*board.sounds, early)), bin.path)
    samples = mix.read(-4000, mix.length + 8000)
    assert not samples[:4000].any()
    assert not samples[-4000:].any()
    assert loudness(samples, 4000 + 10000) == pytest.approx(0.5, rel=0.01)
    assert loudness(samples, 4000 + 110 * 2000) == pytest.approx(0.5, rel=0.01)


@few
@given(st.integers(-9000, 240_000), st.integers(1, 9000), st.integers(1, 3000))
def test_any_stretch_is_part_of_the_same_mix(
    bin: Bin, tone: str, start: int, count: int, cut: int
) -> None:
    board = add_sound(laid(tone, 3, 40, fade_in=9, gain=3.0), 20, tone, 48, fade_out=30)
    mix = Mix(board, bin.path)
    cut = min(cut, count)
    whole = mix.read(start, count)
    parts = [mix.read(start, cut), mix.read(start + cut, count - cut)]
    assert np.array_equal(whole, np.concatenate(parts))
