from __future__ import annotations

import wave
from pathlib import Path

import numpy as np

from engine.hub.sounds import FADE, RATE, Heard, fitted, write


def tone(hertz: float, seconds: float, rate: int) -> Heard:
    at = np.arange(round(seconds * rate)) / rate
    return Heard(0.5 * np.sin(2 * np.pi * hertz * at)[None].astype(np.float32), rate)


def test_a_tone_keeps_its_loudness_and_its_pitch_however_long_it_is_wanted() -> None:
    found = fitted(tone(440, 2.0, 24000), 1.0)  # half of the clip is what the window lasts
    assert found.shape == (2, RATE)
    middle = found[0, FADE:-FADE]
    assert abs(np.abs(middle).max() - 0.5) < 0.02
    assert np.argmax(np.abs(np.fft.rfft(found[0]))) == 440
    longer = fitted(tone(440, 1.0, 16000), 1.5)
    assert longer.shape == (2, RATE * 3 // 2)
    assert np.argmax(np.abs(np.fft.rfft(longer[0, :RATE]))) == 440
    assert np.abs(longer[:, RATE:]).max() == 0  # then it is quiet
    for edge in (0, -1, RATE - 1):  # it does not begin or end with a click
        assert np.abs(longer[:, edge]).max() < 0.01


def test_two_sides_stay_two_and_the_file_is_what_the_bin_keeps(tmp_path: Path) -> None:
    left = tone(300, 1.0, 44100).samples
    found = fitted(Heard(np.concatenate([left, 0 * left]), 44100), 0.5)
    assert np.abs(found[1]).max() == 0
    with wave.open(write(found, tmp_path / "a.wav")) as file:
        form = file.getnchannels(), file.getsampwidth(), file.getframerate(), file.getnframes()
        assert form == (2, 2, RATE, RATE // 2)
