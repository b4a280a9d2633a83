"""A finished take gets a clip with every frame in its place; an unfinished one gets none."""

from __future__ import annotations

import subprocess
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from storyboard.board import Board, Scene, Shot
from studio import rushes
from studio.clips import Clip
from studio.errors import StudioError
from studio.session import Session


@pytest.fixture
def session(tmp_path: Path):  # type: ignore[no-untyped-def]
    board = Board(scenes=(Scene("sc1", shots=(Shot("sh1", length=7), Shot("sh2", length=4))),))
    with Session.new(tmp_path / "film", board) as found:
        yield found


def take(session: Session, folder: Path, level: int = 3, ticks: int = 4) -> str:
    """A take of the first shot; its pictures become lighter from tick to tick."""
    frames = {}
    for tick in range(ticks):
        file = folder / f"{level}-{tick}.png"
        Image.new("RGB", (64, 37), (40 * tick + level,) * 3).save(file)
        frames[tick] = session.bin.put_file(file)
    return session.add_take("sh1", level, frames, {}).id


def test_a_clip_has_the_shots_frames_on_twos(session: Session, tmp_path: Path) -> None:
    id = take(session, tmp_path)
    found = rushes.wish(session, "sh1")
    assert found is not None
    wanted = found[1]
    assert found[0].id == id
    hash = rushes.make(wanted)
    with Clip(session.bin.path(hash)) as clip:  # type: ignore[arg-type]
        assert (clip.length, clip.size, clip.rate) == (7, (64, 36), 24)
        light = [float(frame.mean()) for frame in clip]
        assert np.allclose(light, [3, 3, 43, 43, 83, 83, 123], atol=4)
        small = clip.small(4, 32, 18)
        assert small.shape == (18, 32, 4)
        assert abs(small[..., :3].mean() - 83) < 4
    session.takes.add_clip(id, hash)
    assert rushes.wish(session, "sh1") is None


def test_keyframes_and_takes_with_gaps_get_no_clip(session: Session, tmp_path: Path) -> None:
    assert rushes.wish(session, "sh1") is None
    take(session, tmp_path, level=1)
    assert rushes.wish(session, "sh1") is None
    take(session, tmp_path, ticks=3)
    assert rushes.wish(session, "sh1") is None


def test_a_child_makes_the_clip_or_says_that_it_cannot(session: Session, tmp_path: Path) -> None:
    take(session, tmp_path)
    found = rushes.wish(session, "sh1")
    assert found is not None
    done = subprocess.run(
        rushes.child(), input=rushes.asked(found[1]), capture_output=True, check=True
    )
    hash = rushes.answer(done.stdout.decode())
    assert session.bin.is_whole(hash)
    gone = replace(found[1], pictures=("/gone.png",) * 4)
    with pytest.raises(StudioError, match=r"gone.png cannot be read; render its shot again"):
        rushes.make(gone)
    done = subprocess.run(
        rushes.child(), input=rushes.asked(gone), capture_output=True, check=False
    )
    assert rushes.answer(done.stdout.decode()) == ""
