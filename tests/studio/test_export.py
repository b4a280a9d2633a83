"""An exported film holds every frame in its order, or the old one stays and a sentence says why."""

from __future__ import annotations

import gc
import os
import shutil
import tracemalloc
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from engine.api import CancelJob, Progress
from storyboard.board import Board, Line, Scene, Shot
from storyboard.edits.sounds import add_sound
from studio import sounds
from studio.beats import DISSOLVE, TWOS
from studio.bin import Bin
from studio.clips import Clip, facts, open_film
from studio.errors import StudioError
from studio.export import Settings, export
from tests.studio import tones

WIDTH, HEIGHT, BITS = 160, 90, 10
PLAIN = {"width": WIDTH, "height": HEIGHT, "grain": 0.0, "vignette": 0.0}


def film(*shots: Shot) -> Board:
    return Board(scenes=(Scene("s", shots=shots),))


def numbered(number: int) -> Image.Image:
    """A picture that carries its number as bars of light."""
    picture = np.full((HEIGHT, WIDTH, 3), 16, np.uint8)
    for bit in range(BITS):
        if number >> bit & 1:
            picture[:, bit * 16 : bit * 16 + 16] = 235
    return Image.fromarray(picture)


def number(picture: np.ndarray) -> int:
    return sum(int(picture[45, bit * 16 + 8].mean() > 128) << bit for bit in range(BITS))


def pictures(folder: Path, board: Board) -> Callable[[str, int], str | None]:
    """Numbered pictures of every tick of a board, counted through the film."""
    count = 0
    for shot in board.shots:
        for tick in range((shot.length + 1) // TWOS):
            numbered(count).save(folder / f"{shot.id}-{tick}.png")
            count += 1
    return lambda shot, tick: _if_there(folder / f"{shot}-{tick}.png")


def _if_there(path: Path) -> str | None:
    return str(path) if path.exists() else None


@pytest.fixture
def board() -> Board:
    said = (Line("a", "Hello there."),)
    return film(Shot("x", length=9), Shot("y", length=24, dialogue=said), Shot("z", length=1))


def numbers(path: str) -> list[int]:
    with Clip(path) as clip:
        return [number(frame) for frame in clip]


def test_every_frame_is_there_in_its_order_on_twos(tmp_path: Path, board: Board) -> None:
    done = export(board, pictures(tmp_path, board), Settings(f"{tmp_path}/film.mp4", **PLAIN))
    expected = [tick for shot in ([0, 1, 2, 3], range(5, 17)) for tick in shot for _ in range(TWOS)]
    expected.insert(8, 4)  # a shot of 9 frames shows its last picture once
    assert numbers(done.path) == [*expected, 17]
    assert (done.frames, done.pictures, done.captions, done.rate) == (34, 18, 1, 24)
    assert done.bytes == os.path.getsize(done.path)
    assert done.notes == ()


def test_the_film_is_tagged_seekable_and_has_its_soft_words(tmp_path: Path, board: Board) -> None:
    done = export(board, pictures(tmp_path, board), Settings(f"{tmp_path}/film.mp4", **PLAIN))
    found = facts(done.path)
    assert (found.width, found.height, found.frames, found.rate) == (WIDTH, HEIGHT, 34, 24)
    assert (found.codec, found.pixels, found.primaries, found.matrix) == (
        *("h264", "yuv420p"),
        *("bt709", "bt709"),
    )
    assert found.faststart
    assert found.streams == (("video", "h264"), ("subtitle", "mov_text"))
    with open_film(done.path) as opened:
        words = [bytes(packet) for packet in opened.demux(subtitles=0) if packet.size]
    assert any(b"Hello there." in each for each in words)


def test_a_stretch_of_the_film_is_cut_to_the_frame(tmp_path: Path, board: Board) -> None:
    source = pictures(tmp_path, board)
    done = export(board, source, Settings(f"{tmp_path}/film.mp4", start=7, end=12, **PLAIN))
    assert numbers(done.path) == [3, 4, 5, 5, 6]


def test_chosen_shots_alone_make_the_film(tmp_path: Path, board: Board) -> None:
    source = pictures(tmp_path, board)
    for tick in range(12):
        (tmp_path / f"y-{tick}.png").unlink()
    done = export(board, source, Settings(f"{tmp_path}/film.mp4", shots=["z", "x"], **PLAIN))
    assert numbers(done.path) == [0, 0, 1, 1, 2, 2, 3, 3, 4, 17]
    assert done.captions == 0


def test_captions_are_burnt_in_when_asked(tmp_path: Path, board: Board) -> None:
    source = pictures(tmp_path, board)
    done = export(board, source, Settings(f"{tmp_path}/film.mp4", burn=True, **PLAIN))
    with Clip(done.path) as clip:
        quiet, loud = clip.frame(2), clip.frame(12)
    low = slice(74, 88)
    assert np.ptp(quiet[low], axis=0).max() < 12  # bars have no change downwards
    assert np.ptp(loud[low], axis=0).max() > 100


def test_a_master_and_a_folder_of_pictures_hold_the_same_frames(
    tmp_path: Path, board: Board
) -> None:
    source = pictures(tmp_path, board)
    master = export(board, source, Settings(f"{tmp_path}/film.mov", preset="master", **PLAIN))
    frames = export(board, source, Settings(f"{tmp_path}/frames", preset="pngs", **PLAIN))
    files = sorted(Path(frames.path).iterdir())
    assert len(files) == frames.frames == master.frames == 34
    assert [number(np.asarray(Image.open(file))) for file in files] == numbers(master.path)


def test_a_dissolve_blends_both_shots_around_their_cut(tmp_path: Path) -> None:
    board = film(Shot("x", length=24, join="dissolve"), Shot("y", length=24))
    for name, grey in (("x", 40), ("y", 200)):
        Image.new("RGB", (WIDTH, HEIGHT), (grey,) * 3).save(tmp_path / f"{name}.png")
    done = export(
        board, lambda shot, tick: f"{tmp_path}/{shot}.png", Settings(f"{tmp_path}/f.mp4", **PLAIN)
    )
    with Clip(done.path) as clip:
        light = [float(frame.mean()) for frame in clip]
    first, last = 24 - DISSOLVE // 2, 24 + DISSOLVE // 2
    assert len(light) == 48
    assert all(abs(each - 40) < 3 for each in light[:first])
    assert all(abs(each - 200) < 3 for each in light[last:])
    assert all(8 < right - left < 20 for left, right in pairwise(light[first:last]))
    assert done.pictures == 2  # each was read and enlarged once


@pytest.mark.parametrize("name", ["film.mp4", "film.mov"])
def test_the_films_sounds_are_heard_at_their_moment(tmp_path: Path, name: str) -> None:
    bin, board = sounding(tmp_path)
    preset = "master" if name.endswith("mov") else "web"
    target = Settings(f"{tmp_path}/{name}", preset=preset, **PLAIN)
    done = export(board, pictures(tmp_path, board), target, sounds=bin.path)
    samples = tones.heard(done.path)
    wanted = [30 / 24 + 0.25, 30 / 24 + 1.0]
    assert np.allclose(np.array(tones.onsets(samples)) / 48000, wanted, atol=0.001)
    assert abs(len(samples) / 48000 - board.length / 24) < 0.022
    assert done.notes == ()


def test_gain_and_fades_are_heard_in_the_film(tmp_path: Path) -> None:
    bin = Bin(tmp_path / "film.bin")
    tone = sounds.bring(bin, tones.tone(tmp_path / "tone.wav", 4.0)).hash
    board = add_sound(film(Shot("x", length=96)), 0, tone, 96, gain=-6.0, fade_in=48, fade_out=24)
    target = Settings(f"{tmp_path}/film.mov", preset="master", **PLAIN)
    samples = tones.heard(export(board, pictures(tmp_path, board), target, sounds=bin.path).path)
    full = 0.5 * 10 ** (-6 / 20)
    for second, share in ((0.5, 0.25), (1.0, 0.5), (2.5, 1.0), (3.5, 0.5), (3.9, 0.1)):
        at = round(second * 48000)
        assert np.abs(samples[at - 24 : at + 24]).max() == pytest.approx(full * share, rel=0.03)


def test_a_stretch_and_chosen_shots_have_the_sound_that_lies_under_them(tmp_path: Path) -> None:
    bin, board = sounding(tmp_path)
    source = pictures(tmp_path, board)
    target = Settings(f"{tmp_path}/film.mov", preset="master", start=30, end=60, **PLAIN)
    samples = tones.heard(export(board, source, target, sounds=bin.path).path)
    assert np.allclose(np.array(tones.onsets(samples)) / 48000, [0.25, 1.0], atol=0.001)
    target = Settings(f"{tmp_path}/film.mov", preset="master", shots=("x", "z"), **PLAIN)
    samples = tones.heard(export(board, source, target, sounds=bin.path).path)
    (onset,) = tones.onsets(samples)  # the first beep lies under the shot that is left out
    assert onset / 48000 == pytest.approx((30 + 24) / 24 - 1.0, abs=0.001)
    assert len(samples) == (24 + 24) * 2000


def test_a_film_may_leave_without_its_sound_and_says_what_is_gone(tmp_path: Path) -> None:
    bin, board = sounding(tmp_path)
    source = pictures(tmp_path, board)
    target = Settings(f"{tmp_path}/film.mp4", sound=False, subtitles=False, **PLAIN)
    assert facts(export(board, source, target, sounds=bin.path).path).streams == (
        ("video", "h264"),
    )
    done = export(board, source, Settings(f"{tmp_path}/film.mp4", **PLAIN))
    assert done.notes == (
        "beeps.wav is not in the bin any more: the film is silent there. Import the sound again.",
    )
    assert {kind for kind, _ in facts(done.path).streams} == {"video"}
    frames = export(
        board, source, Settings(f"{tmp_path}/f", preset="pngs", **PLAIN), sounds=bin.path
    )
    assert all(file.suffix == ".png" for file in Path(frames.path).iterdir())
    assert list(tmp_path.glob(".*")) == []


def sounding(folder: Path) -> tuple[Bin, Board]:
    """A film of three shots of a second; beeps a quarter and a whole second after frame 30."""
    bin = Bin(folder / "film.bin")
    file = sounds.bring(bin, tones.beeps(folder / "beeps.wav", [0.25, 1.0], 1.5))
    board = film(*(Shot(id, length=24) for id in "xyz"))
    return bin, add_sound(board, 30, file.hash, 36, file.name)


def test_progress_counts_up_to_the_last_frame(tmp_path: Path, board: Board) -> None:
    heard: list[Progress] = []
    target = Settings(f"{tmp_path}/film.mp4", **PLAIN)
    export(board, pictures(tmp_path, board), target, heard.append)
    assert [each.done for each in heard][-1] == heard[0].of == 34
    assert all(left.done < right.done for left, right in pairwise(heard))
    assert heard[0].note.startswith("shot 1A, ")
    assert heard[0].note.endswith(" s left")


def test_cancel_leaves_the_old_film(tmp_path: Path, board: Board) -> None:
    old = tmp_path / "out" / "film.mp4"
    old.parent.mkdir()
    old.write_bytes(b"the old film")

    def cancel(progress: Progress) -> None:
        if progress.done > 10:
            raise CancelJob

    with pytest.raises(CancelJob):
        export(board, pictures(tmp_path, board), Settings(str(old), **PLAIN), cancel)
    assert [file.name for file in old.parent.iterdir()] == ["film.mp4"]
    assert old.read_bytes() == b"the old film"


def test_shots_without_pictures_are_named_and_the_animatic_may_stand_in(
    tmp_path: Path, board: Board
) -> None:
    source = pictures(tmp_path, board)
    numbered(1000).save(tmp_path / "animatic.png")
    for tick in range(4, 12):
        (tmp_path / f"y-{tick}.png").unlink()
    target = Settings(f"{tmp_path}/film.mp4", **PLAIN)
    with pytest.raises(StudioError, match=r"^Shot 1B is not rendered to the end"):
        export(board, source, target)
    with pytest.raises(StudioError, match=r"^Shots 1A, 1B and 1C are not rendered"):
        export(board, lambda shot, tick: None, target)
    done = export(board, source, target, draft=lambda shot, tick: f"{tmp_path}/animatic.png")
    assert done.notes == ("Shot 1B is shown as the animatic.",)
    assert numbers(done.path)[16:19] == [8, 1000, 1000]


def test_a_picture_that_cannot_be_read_is_named(tmp_path: Path, board: Board) -> None:
    source = pictures(tmp_path, board)
    (tmp_path / "y-3.png").write_bytes(b"not a picture")
    with pytest.raises(StudioError, match=r"y-3\.png cannot be read"):
        export(board, source, Settings(f"{tmp_path}/film.mp4", **PLAIN))
    assert not (tmp_path / "film.mp4").exists()


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"path": ""}, "no file name"),
        ({"path": "{}/a/b/film.mp4"}, "There is no folder .*/a/b; make it"),
        ({"path": "{}/film.avi"}, r"film.avi must end in \.mp4 or \.m4v"),
        ({"path": "{}"}, "is a folder; give a file in it"),
        ({"path": "{}/x-0.png/film.mp4"}, "is a file, not a folder"),
        ({"preset": "webb"}, "no export called webb. Did you mean web?"),
        ({"width": 161}, "161x90 cannot be made"),
        ({"start": 30, "end": 20}, "Frames 30 to 20 are no stretch of this film; it has 34"),
        ({"encoder": "libx265"}, "libx265 is no H.264 encoder.* Did you mean libx264"),
        ({"shots": ("x", "gone")}, "The film has no shot gone any more"),
        ({"width": 8192, "height": 8192, "preset": "pngs"}, "free and this film may need"),
    ],
)
def test_what_cannot_be_made_is_said_before_a_frame_is_made(
    tmp_path: Path,
    board: Board,
    change: dict[str, object],
    sentence: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    usage = shutil.disk_usage(tmp_path)._replace(free=10**9)
    monkeypatch.setattr("shutil.disk_usage", lambda folder: usage)
    wish: dict[str, object] = {"path": "{}/film.mp4", **PLAIN, **change}
    wish["path"] = str(wish["path"]).format(tmp_path)
    source = pictures(tmp_path, board)
    before = set(tmp_path.iterdir())
    with pytest.raises(StudioError, match=sentence):
        export(board, source, Settings(**wish))  # type: ignore[arg-type]
    assert set(tmp_path.iterdir()) == before


def test_an_empty_board_is_no_film(tmp_path: Path) -> None:
    with pytest.raises(StudioError, match="no shots yet"):
        export(Board(), lambda shot, tick: None, Settings(f"{tmp_path}/film.mp4"))


def test_memory_does_not_grow_with_the_film(tmp_path: Path) -> None:
    peaks: dict[int, int] = {}
    # the first one pays for what is imported on first use; the least of three, because another
    # test's thread that still ends may allocate meanwhile
    for length in (40, *(40, 600) * 3):
        board = film(Shot("x", length=length))
        source = pictures(tmp_path, board)
        gc.collect()
        tracemalloc.start()
        export(board, source, Settings(f"{tmp_path}/film.mp4", **PLAIN))
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        peaks[length] = min(peak, peaks.get(length, peak))
    picture = 3 * WIDTH * HEIGHT
    assert peaks[600] < peaks[40] + 5 * picture  # and 280 pictures more were shown
