"""The device is fed exactly the film's mix, round and round in a loop."""

from __future__ import annotations

import numpy as np
import pytest

from studio.session import Session
from tests.studio import tones
from tests.ui.players import Tape, beeping, small
from ui.film import Film
from ui.speaker import Device, NoSound, Run, Speaker


@pytest.fixture
def film(project, tmp_path):
    found = Film(Session.open(project))
    small(found.session)
    beeping(found.session, tmp_path)
    yield found
    found.close()


def fed(speaker: Speaker, tape: Tape, samples: int) -> np.ndarray:
    """What the tape hears until it has so many samples."""
    while len(tape.samples) < samples:
        before = len(tape.samples)
        tape.heard = lambda: len(tape.samples)  # type: ignore[method-assign]  # at once
        speaker.feed()
        if len(tape.samples) == before:
            break
    return tape.samples[:samples]


def test_what_is_fed_is_the_mix_from_the_frame_on(film):
    tape = Tape()
    speaker = Speaker(film, lambda: tape)
    assert speaker.start(Run(6, 0, film.length, False))
    samples = fed(speaker, tape, 80000)
    wanted = np.rint(speaker.mix.read(6 * 2000, 80000) * 32767).astype(np.int16)
    assert np.array_equal(samples, wanted)
    assert tones.onsets(samples / 32768) == [24000 - 12000, 72000 - 12000]
    speaker.stop()


def test_a_loop_is_fed_without_a_gap(film):
    tape = Tape()
    speaker = Speaker(film, lambda: tape)
    assert speaker.start(Run(14, 10, 20, True))
    samples = fed(speaker, tape, 60000)
    assert tones.onsets(samples / 32768) == [at for at in range(-4000, 60000, 20000) if at >= 0]
    row = speaker.mix.read(20000, 20000)
    whole = np.concatenate([row[8000:], row, row, row])[:60000]
    assert np.array_equal(samples, np.rint(whole * 32767).astype(np.int16))
    speaker.stop()


def test_a_device_that_stops_is_given_up_in_words(qtbot, film, monkeypatch):
    monkeypatch.setattr("ui.speaker.STALLED", 0.05)
    tape = Tape(pace=0.0)
    speaker = Speaker(film, lambda: tape)
    assert speaker.start(Run(0, 0, film.length, False))
    with qtbot.waitSignal(speaker.fell_silent, timeout=3000) as heard:
        qtbot.wait(80)
        speaker.feed()
    assert heard.args == ["The film plays without sound: the sound device stopped."]
    assert not speaker.sounds
    assert not speaker.start(Run(0, 0, film.length, False))


def test_this_machine_has_a_device_or_a_sentence(qapp):
    said = ""
    try:
        device = Device()
        device.start()
        assert device.room() > 0
        device.stop()
    except NoSound as fault:
        said = str(fault)
    assert not said or said.startswith("The film plays without sound: ")


def test_a_film_without_sounds_needs_no_device(project):
    film = Film(Session.open(project))

    def never():
        raise AssertionError

    assert not Speaker(film, never).start(Run(0, 0, film.length, False))
    film.close()
