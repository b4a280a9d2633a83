"""Sounds of any format come into the bin as plain WAV, are drawn, and what is none is refused."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from storyboard.board import Board, Scene, Shot
from storyboard.edits.sounds import position
from studio import sounds
from studio.bin import Bin
from studio.errors import StudioError
from studio.session import Session
from tests.studio import tones


def board() -> Board:
    return Board(scenes=(Scene("sc1", shots=(Shot("sh1", length=48), Shot("sh2", length=72))),))


@pytest.mark.parametrize("suffix", [".wav", ".mp3", ".flac", ".ogg", ".m4a"])
def test_every_format_becomes_48_khz_stereo_of_the_same_length_and_loudness(
    tmp_path: Path, suffix: str
) -> None:
    file = tones.recoded(tones.tone(tmp_path / "mono44.wav", 1.0, rate=44100), suffix)
    bin = Bin(tmp_path / "film.bin")
    brought = sounds.bring(bin, file)
    row = np.asarray(sounds.samples(bin.path(brought.hash)), np.float32) / 32768
    assert row.shape == (brought.samples, 2)
    assert abs(brought.samples - 48000) < 0.06 * 48000  # encoders pad
    assert abs(np.abs(row[10000:30000]).max() - 0.5) < 0.03
    assert brought.frames(24) in (24, 25, 26)
    assert brought.name == file.name


def test_the_same_sound_is_kept_once(tmp_path: Path) -> None:
    file = tones.tone(tmp_path / "a.wav")
    bin = Bin(tmp_path / "film.bin")
    assert sounds.bring(bin, file) == sounds.bring(bin, file)
    assert len(list(bin.files())) == 1
    assert list((bin.folder / "incoming").iterdir()) == []


def test_an_imported_sound_lies_under_the_film_and_undo_takes_it_away(tmp_path: Path) -> None:
    with Session.new(tmp_path / "film", board()) as session:
        id = sounds.import_sound(session, tones.tone(tmp_path / "Gulls.wav", 2.0), 50)
        (sound,) = session.board.sounds
        assert (sound.id, sound.name, sound.length, sound.shot) == (id, "Gulls.wav", 48, "sh2")
        assert position(session.board, sound) == 50
        assert session.undo_name == "Import Gulls.wav"
        session.undo()
        assert session.board.sounds == ()
        assert session.bin.path(sound.file) is not None


def test_what_is_no_sound_is_refused_in_words(tmp_path: Path) -> None:
    bin = Bin(tmp_path / "film.bin")
    text = tmp_path / "notes.txt"
    text.write_text("la la la")
    with pytest.raises(StudioError, match=r"no sound that Longtake reads\. Use WAV, MP3"):
        sounds.bring(bin, text)
    empty = tmp_path / "empty.wav"
    empty.touch()
    with pytest.raises(StudioError, match=r"empty.wav is empty"):
        sounds.bring(bin, empty)
    fake = tmp_path / "fake.mp3"
    fake.write_bytes(b"#EXTM3U\n/etc/hostname\n")
    with pytest.raises(StudioError, match="damaged or no sound"):
        sounds.bring(bin, fake)
    with pytest.raises(StudioError, match="cannot be read"):
        sounds.bring(bin, tmp_path / "gone.wav")
    silent = tones.write(tmp_path / "none.wav", np.zeros(0))
    with pytest.raises(StudioError, match=r"no sound in it|damaged or no sound"):
        sounds.bring(bin, silent)
    assert list(bin.files()) == []


def test_a_child_brings_a_sound_and_says_so(tmp_path: Path) -> None:
    bin = Bin(tmp_path / "film.bin")
    file = tones.tone(tmp_path / "a.wav")
    done = subprocess.run(sounds.child(bin, file), capture_output=True, text=True, check=True)
    brought = sounds.answer(done.stdout)
    assert brought == sounds.bring(bin, file)
    assert sounds.longest(bin, brought.hash, 24) == 48
    gone = subprocess.run(
        sounds.child(bin, tmp_path / "gone.wav"), capture_output=True, text=True, check=False
    )
    with pytest.raises(StudioError, match="cannot be read"):
        sounds.answer(gone.stdout)
    assert sounds.child(bin, file)[0] == sys.executable


def test_peaks_show_where_the_sound_is_loud(tmp_path: Path) -> None:
    bin = Bin(tmp_path / "film.bin")
    brought = sounds.bring(bin, tones.beeps(tmp_path / "beeps.wav", [0.5, 1.5], 2.01))
    found = sounds.peaks(bin, brought.hash)
    assert found is not None
    assert found.shape == (101, 2)
    loud = np.flatnonzero(found[:, 1] > 0.4)
    assert set(loud) == {25, 26, 27, 75, 76, 77}
    assert np.allclose(found[loud, 0], -0.5, atol=0.01)
    assert not found[:25].any()


def test_peaks_that_are_gone_are_made_again_in_slices(tmp_path: Path) -> None:
    bin = Bin(tmp_path / "film.bin")
    brought = sounds.bring(bin, tones.tone(tmp_path / "long.wav", 65.0))
    kept = next(bin.folder.glob("*/*.peaks"))
    before = kept.read_bytes()
    kept.unlink()
    other = Bin(tmp_path / "moved.bin")
    bin.folder.rename(other.folder)
    assert sounds.peaks(other, brought.hash) is None
    assert sum(1 for _ in sounds.peaks_in_slices(other, brought.hash)) == 4
    assert next(other.folder.glob("*/*.peaks")).read_bytes() == before
    assert sounds.peaks(other, brought.hash) is not None
    assert sounds.peaks(other, "0" * 64) is None
