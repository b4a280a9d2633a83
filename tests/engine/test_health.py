"""Health: what is wrong in finished pictures is found, and where; what is right is left alone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import torch
from torch import Tensor

from engine import health
from engine.api import EngineError, Look
from engine.painter import Painter
from engine.pictures import save_picture
from storyboard import animatic, staging
from storyboard.board import Board, Box, Layout, Place, Scene, Shot, Subject
from storyboard.cue import FrameCue

COUNT, GAPS = 13, ((0, 6), (6, 12))


@cache
def scene() -> tuple[tuple[FrameCue, ...], Tensor]:
    """A girl walks through a kitchen: cues, and frames as they should be."""
    walk = tuple(Box(x := 0.1 + 0.05 * k, 0.3, x + 0.25, 0.95) for k in range(9))
    shot = Shot("s", layout=Layout({"ann": walk}), length=2 * COUNT)
    board = Board(
        cast=(Subject("ann", "Ann", "girl", puppet="girl"),),
        places=(Place("p", "Kitchen", backdrop="kitchen"),),
        scenes=(Scene("c", place="p", shots=(shot,)),),
    )
    cues = staging.cues(board, "s", range(0, 2 * COUNT, 2))
    frames = Painter(health.SIZE).paint([animatic.display(cue) for cue in cues])
    return cues, frames


def looked(frames: Tensor, folder: Path, cues: Sequence[FrameCue] = ()) -> list[dict[str, Any]]:
    pixels = (frames * 255).round().byte()
    files = tuple(save_picture(one, folder / f"{k}.png") for k, one in enumerate(pixels))
    told: list[int] = []
    request = Look("job", tuple(cues or scene()[0]), files, GAPS)
    found = health.look(request, lambda progress: told.append(progress.done))
    assert told == list(range(1, len(files) + 1))
    return found


def test_frames_as_they_should_be_have_nothing_wrong(tmp_path: Path) -> None:
    found = looked(scene()[1], tmp_path)
    assert [(gap["start"], gap["end"]) for gap in found] == list(GAPS)
    assert [gap["fault"] for gap in found] == ["", ""]
    assert all(gap["score"] > 0.5 for gap in found)


def test_a_flicker_is_found_where_it_is(tmp_path: Path) -> None:
    frames = scene()[1].clone()
    frames[7:12:2] = (frames[7:12:2] + 0.06).clamp(0, 1)
    first, second = looked(frames, tmp_path)
    assert (first["fault"], second["fault"]) == ("", "flicker")
    assert second["score"] < 0.5
    assert 7 <= second["at"] <= 11


def test_a_jump_at_a_keyframe_is_found(tmp_path: Path) -> None:
    frames = scene()[1].clone()
    frames[6:] = torch.roll(frames[6:], 12, -1)
    found = looked(frames, tmp_path)
    assert "seam" in {gap["fault"] for gap in found}


def test_blur_between_two_keyframes_is_found(tmp_path: Path) -> None:
    frames = scene()[1].clone()
    small = torch.nn.functional.avg_pool2d(frames[8:11], 5)
    frames[8:11] = torch.nn.functional.interpolate(small, size=frames.shape[-2:])
    frames[8:11] = (frames[7:8] + frames[11:12]) / 4 + frames[8:11] / 2
    assert looked(frames, tmp_path)[1]["motion"] > looked(scene()[1], tmp_path)[1]["motion"]


def test_who_is_not_in_its_box_is_named(tmp_path: Path) -> None:
    cues, _ = scene()
    empty = [animatic.display(replace(cue, subjects=())) for cue in cues]
    found = looked(Painter(health.SIZE).paint(empty), tmp_path)
    assert [(gap["fault"], gap["who"]) for gap in found] == [("away", "ann")] * 2


def test_a_model_that_draws_its_own_place_is_not_blamed_for_it(tmp_path: Path) -> None:
    _, frames = scene()
    found = looked((frames * 0.4 + 0.5).clamp(0, 1), tmp_path)
    assert not any(gap["away"] for gap in found)


def test_a_picture_that_is_gone_is_said(tmp_path: Path) -> None:
    request = Look("job", scene()[0][:1], (str(tmp_path / "gone.png"),), ((0, 0),))
    with pytest.raises(EngineError, match=r"gone\.png cannot be read"):
        health.look(request, lambda progress: None)
