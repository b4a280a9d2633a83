"""ffmpeg makes whole files or none, tagged, seekable, with their sound and words."""

from __future__ import annotations

import os
import time
from pathlib import Path

import numpy as np
import pytest

from studio import ffmpeg
from studio.clips import facts, open_film
from studio.errors import StudioError
from studio.ffmpeg import EncodeError, Encoder, Encoding, Kind
from tests.studio import tones

GREEN = (32, 200, 64)


def film(path: Path, encoding: Encoding, frames: int = 24) -> Path:
    picture = np.full((encoding.height, encoding.width, 3), GREEN, np.uint8)
    with Encoder(path, encoding) as out:
        out.write(picture, times=frames)
    return path


def test_a_web_film_is_h264_tagged_bt709_and_starts_while_it_loads(tmp_path: Path) -> None:
    found = facts(film(tmp_path / "film.mp4", Encoding("web", 64, 36)))
    assert (found.frames, found.width, found.height, found.rate) == (24, 64, 36, 24)
    assert (found.codec, found.pixels) == ("h264", "yuv420p")
    assert (found.primaries, found.transfer, found.matrix, found.range) == (
        *["bt709"] * 3,
        "tv",
    )
    assert found.faststart
    assert found.streams == (("video", "h264"),)


def test_colours_come_back_as_they_went_in(tmp_path: Path) -> None:
    path = film(tmp_path / "film.mp4", Encoding("web", 64, 36), 2)
    with open_film(path) as opened:
        picture = next(opened.decode(video=0)).to_ndarray(format="rgb24")
    assert np.abs(picture.astype(int) - GREEN).max() <= 3


def test_a_master_is_prores_with_ten_bits(tmp_path: Path) -> None:
    found = facts(film(tmp_path / "film.mov", Encoding("master", 64, 36), 5))
    assert (found.codec, found.pixels, found.frames) == ("prores", "yuv422p10le", 5)
    assert (found.primaries, found.matrix) == ("bt709", "bt709")


def test_pictures_are_numbered_from_one_and_lossless(tmp_path: Path) -> None:
    folder = film(tmp_path / "frames", Encoding("pngs", 64, 36), 3)
    names = sorted(file.name for file in folder.iterdir())
    assert names == ["frame_000001.png", "frame_000002.png", "frame_000003.png"]
    from PIL import Image

    assert np.array_equal(np.asarray(Image.open(folder / names[0]))[0, 0], GREEN)


def test_a_folder_of_frames_replaces_its_old_self_but_nothing_else(tmp_path: Path) -> None:
    folder = film(tmp_path / "frames", Encoding("pngs", 64, 36), 3)
    film(folder, Encoding("pngs", 64, 36), 2)
    assert len(list(folder.iterdir())) == 2
    (folder / "diary.txt").write_text("dear diary")
    with pytest.raises(StudioError, match=r"holds other things \(diary.txt\)"):
        film(folder, Encoding("pngs", 64, 36), 2)
    assert len(list(folder.iterdir())) == 3


@pytest.mark.parametrize(("kind", "codec"), [("web", "aac"), ("master", "pcm_s24le")])
def test_sound_lies_under_the_film_to_the_sample(tmp_path: Path, kind: Kind, codec: str) -> None:
    at = np.arange(96000)
    row = np.where(at >= 24000, 0.5 * np.cos(2 * np.pi * at / 48), 0)
    raw = tmp_path / "mix.raw"
    raw.write_bytes(np.stack([row, row], 1).astype("<f4").tobytes())
    name = "film.mov" if kind == "master" else "film.mp4"
    path = film(tmp_path / name, Encoding(kind, 64, 36, frames=48, sound=str(raw)), 48)
    assert [codec for kind, codec in facts(path).streams if kind == "audio"] == [codec]
    samples = tones.heard(path)
    assert abs(len(samples) - 96000) <= 1024  # the last packet of AAC is filled up
    assert abs(tones.onsets(samples)[0] - 24000) <= 48


def test_silence_may_be_asked_for(tmp_path: Path) -> None:
    path = film(tmp_path / "film.mp4", Encoding("web", 64, 36, frames=24, silence=True))
    assert facts(path).streams == (("video", "h264"), ("audio", "aac"))


def test_words_become_a_soft_track(tmp_path: Path) -> None:
    words = tmp_path / "words.srt"
    words.write_text("1\n00:00:00,000 --> 00:00:00,500\nHello there\n")
    path = film(tmp_path / "film.mp4", Encoding("web", 64, 36, subtitles=str(words)))
    assert facts(path).streams == (("video", "h264"), ("subtitle", "mov_text"))


def test_the_same_frames_make_the_same_file(tmp_path: Path) -> None:
    left = film(tmp_path / "left.mp4", Encoding("web", 64, 36))
    right = film(tmp_path / "right.mp4", Encoding("web", 64, 36))
    assert left.read_bytes() == right.read_bytes()


def test_a_cancelled_film_leaves_the_old_one_and_nothing_else(tmp_path: Path) -> None:
    path = tmp_path / "film.mp4"
    path.write_bytes(b"the old film")

    def cancelled() -> None:
        with Encoder(path, Encoding("web", 64, 36)) as out:
            out.write(np.zeros((36, 64, 3), np.uint8), times=5)
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        cancelled()
    assert [file.name for file in tmp_path.iterdir()] == ["film.mp4"]
    assert path.read_bytes() == b"the old film"


def test_an_encoder_that_stops_says_why_and_leaves_the_old_film(tmp_path: Path) -> None:
    path = tmp_path / "film.mp4"
    path.write_bytes(b"the old film")
    broken = Encoding("web", 64, 36, sound=str(tmp_path / "gone.raw"))
    with pytest.raises(EncodeError, match=r"film.mp4 stopped after frame \d+\..* ffmpeg said: ."):
        film(path, broken, 2000)
    assert path.read_bytes() == b"the old film"
    assert [file.name for file in tmp_path.iterdir()] == ["film.mp4"]


def test_what_a_killed_export_left_is_swept_after_an_hour(tmp_path: Path) -> None:
    old, new = tmp_path / ".film.mp4.123.part", tmp_path / ".film.mp4.124.part"
    for part in (old, new):
        part.write_bytes(b"half a film")
    os.utime(old, (time.time() - 7200,) * 2)
    film(tmp_path / "film.mp4", Encoding("web", 64, 36), 1)
    assert sorted(file.name for file in tmp_path.iterdir()) == [new.name, "film.mp4"]


def test_a_name_that_looks_like_an_option_is_a_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    film(Path("-y.mp4"), Encoding("web", 64, 36), 2)
    assert facts("-y.mp4").frames == 2


def test_a_frame_of_another_size_is_refused(tmp_path: Path) -> None:
    with (
        pytest.raises(ValueError, match=r"\(36, 64, 3\)"),
        Encoder(tmp_path / "film.mp4", Encoding("web", 64, 36)) as out,
    ):
        out.write(np.zeros((36, 65, 3), np.uint8))


def test_libx264_works_here_and_unknown_encoders_are_named(tmp_path: Path) -> None:
    assert ffmpeg.encoder_works("libx264", 64, 36)
    assert ffmpeg.encoders(64, 36)[-1] == "libx264"
    with pytest.raises(StudioError, match="Did you mean h264_nvenc"):
        ffmpeg.encoder_works("h264_nvec", 64, 36)


def test_files_that_are_no_films_are_said_to_be_none(tmp_path: Path) -> None:
    playlist = tmp_path / "list.mp4"
    playlist.write_text("#EXTM3U\n#EXTINF:1,\nfile:///etc/hostname\n")
    empty = tmp_path / "empty.mp4"
    empty.touch()
    for path in (playlist, empty):
        with pytest.raises(StudioError, match="no film that can be read"):
            facts(path)
    with pytest.raises(StudioError, match="not there any more"):
        facts(tmp_path / "gone.mp4")
