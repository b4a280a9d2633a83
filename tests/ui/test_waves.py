"""Sound files come in by a child while the window goes on; their waves are drawn when made."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from studio import sounds
from studio.session import Session
from tests.studio import tones
from ui.film import Film
from ui.waves import Arrivals, Waves


@pytest.fixture
def film(project: Path):
    found = Film(Session.open(project))
    yield found
    found.close()


def test_a_sound_file_comes_under_the_film_and_undo_names_it(qtbot, film, tmp_path):
    arrivals = Arrivals(film)
    file = tones.tone(tmp_path / "Gulls.wav")
    with qtbot.waitSignal(film.changed, timeout=20000):
        arrivals.bring(file, 30, 2)
        assert arrivals.coming == ["Gulls.wav"]
    (sound,) = film.board.sounds
    assert (sound.name, sound.start, sound.length, sound.track) == ("Gulls.wav", 30, 48, 2)
    assert arrivals.coming == []
    assert film.session.undo_name == "Import Gulls.wav"


def test_a_file_that_is_no_sound_is_said(qtbot, film, tmp_path):
    arrivals = Arrivals(film)
    file = tmp_path / "noise.mp3"
    file.write_bytes(b"hiss" * 99)
    with qtbot.waitSignal(film.said, timeout=20000) as heard:
        arrivals.bring(file, 0)
    assert "noise.mp3 is damaged or no sound" in heard.args[0]
    assert film.board.sounds == ()


def test_a_closed_film_leaves_no_child_behind(project, tmp_path):
    film = Film(Session.open(project))
    arrivals = Arrivals(film)
    arrivals.bring(tones.tone(tmp_path / "long.wav", 60.0), 0)
    film.close()
    assert arrivals.coming == []


def test_waves_that_are_not_there_are_made_between_events(qtbot, film, tmp_path):
    brought = sounds.bring(film.session.bin, tones.tone(tmp_path / "long.wav", 60.0))
    for file in film.session.bin.folder.glob("*/*.peaks"):
        file.unlink()
    waves = Waves(film)
    assert waves.peaks("0" * 64) is None
    with qtbot.waitSignal(waves.arrived, timeout=5000) as heard:
        assert waves.peaks(brought.hash) is None
    assert heard.args == [brought.hash]
    found = waves.peaks(brought.hash)
    assert found.shape == (3000, 2)
    assert np.allclose(found[:, 1], 0.5, atol=0.01)
