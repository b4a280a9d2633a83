from __future__ import annotations

import wave
from pathlib import Path

import numpy as np

from engine.hub.sounds import FADE, RATE, Heard, fitted, write


def tone(hertz: float, seconds: float, rate: int) -> Heard:
    at = np.arange(round(seconds * rate)) / rate
    return Heard(0.5 * np.sin(2 * np.pi * hertz * at)[None].astype(np.float32), rate)


def test_a_tone_keeps_its_loudness_and_its_pitch_as_near_as_its_length_allows() -> None:
    found = fitted(tone(440, 2.0, 24000), 0.5, 1.0)  # half of the clip is what the window shows
    assert found.shape == (2, RATE)
    middle = found[0, FADE:-FADE]
    assert abs(np.abs(middle).max() - 0.5) < 0.02
    assert np.argmax(np.abs(np.fft.rfft(found[0]))) == 440
    slower = fitted(tone(440, 1.1, 16000), 1.0, 1.0)
    assert np.argmax(np.abs(np.fft.rfft(slower[0]))) == 484  # a tenth higher, not cut off
    assert np.abs(found[:, [0, -1]]).max() < 0.01  # it does not begin or end with a click


def test_two_sides_stay_two_and_the_file_is_what_the_bin_keeps(tmp_path: Path) -> None:
    left = tone(300, 1.0, 44100).samples
    found = fitted(Heard(np.concatenate([left, 0 * left]), 44100), 1.0, 0.5)
    assert np.abs(found[1]).max() == 0
    with wave.open(write(found, tmp_path / "a.wav")) as file:
        form = file.getnchannels(), file.getsampwidth(), file.getframerate(), file.getnframes()
        assert form == (2, 2, RATE, RATE // 2)
