"""The meters over a film whose answers are known: the painter's own frames, and grey ones."""

from __future__ import annotations

from pathlib import Path

import pytest
import torch

from engine.api import EngineError
from engine.meters import film, sight
from engine.meters.request import Film, Reel
from engine.painter import Painter
from engine.pictures import save_picture
from storyboard import animatic, staging
from storyboard.board import Board, Box, Layout, Place, Scene, Shot, Subject


def board() -> Board:
    """A red dog goes from left to right on a beach, and is there again in the next shot."""
    row = tuple(Box(x := 0.1 + 0.06 * k, 0.45, x + 0.25, 0.9) for k in range(9))
    layout = Layout({"dog": row})
    shots = tuple(Shot(f"s{i}", subjects=("dog",), layout=layout, length=12) for i in range(2))
    return Board(
        cast=(Subject("dog", "dog", "dog", puppet="dog", attributes={"colour": "red"}),),
        places=(Place("p", "Beach", backdrop="beach"),),
        scenes=(Scene("c", place="p", shots=shots),),
    )


def reels(folder: Path, grey: bool = False) -> Film:
    made, painter = [], Painter((320, 180))
    for shot in board().shots:
        cues = staging.cues(board(), shot.id, range(0, shot.length, 2))
        frames = painter.paint([animatic.display(cue) for cue in cues])
        frames = torch.full_like(frames, 0.5) if grey else frames
        pixels = (frames * 255).round().byte()
        files = [save_picture(one, folder / f"{shot.id}-{i}.png") for i, one in enumerate(pixels)]
        made.append(Reel(shot.id, cues, tuple(files), (3,)))
    return Film(tuple(made))


def test_the_painters_own_frames_are_as_good_as_can_be(tmp_path: Path) -> None:
    told: list[tuple[int, int, str]] = []
    found = film.score(reels(tmp_path), sight.Eye(), lambda *heard: told.append(heard))
    assert found["ssim"] == pytest.approx(1, abs=1e-3)
    assert found["psnr"] > 45
    assert found["sharpness"] == pytest.approx(1, abs=0.02)
    assert found["seam"] < 2
    assert 0.9 < found["flicker"] < 1
    assert found["look"] > 0.9
    assert found["found"] > 0.5
    assert [row["shot"] for row in found["shots"]] == ["s0", "s1"]
    assert told[-1] == (2, 2, "")


def test_grey_frames_are_no_film(tmp_path: Path) -> None:
    found = film.score(reels(tmp_path, grey=True), sight.Eye())
    assert found["iou"] < 0.35  # all of the place differs, and a little of that is where he stands
    assert found["direction"] == 0
    assert found["ssim"] < 0.8
    assert found["flicker"] == 1


def test_a_frame_that_cannot_be_read_is_a_sentence(tmp_path: Path) -> None:
    asked = reels(tmp_path)
    Path(asked.reels[0].frames[0]).write_bytes(b"no picture")
    with pytest.raises(EngineError, match="cannot be read"):
        film.score(asked, sight.Eye())
