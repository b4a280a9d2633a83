"""What is figure and what hangs together, in pictures whose answers are known."""

from __future__ import annotations

import torch

from engine.meters import ground
from engine.meters.sight import extent
from storyboard import scenery
from storyboard.cue import FrameCue

CUE = FrameCue("s", 0, 0.0)
EMPTY = torch.full((1, 3, 90, 160), 0.8)


def inked(*boxes: tuple[int, int, int, int], colour: float = 0.2) -> torch.Tensor:
    picture = EMPTY.clone()
    for x0, y0, x1, y1 in boxes:
        picture[:, 0, y0:y1, x0:x1] = colour
    return picture


def found(picture: torch.Tensor) -> list[tuple[int, ...]]:
    """Boxes in pixels."""
    rows = []
    for mask in ground.parted(ground.figures(picture, EMPTY, [CUE])[0]):
        box = extent(mask)
        rows.append(tuple(round(v) for v in (box.x0 * 160, box.y0 * 90, box.x1 * 160, box.y1 * 90)))
    return sorted(rows)


def test_an_empty_place_has_no_figures() -> None:
    assert found(EMPTY) == []


def test_another_paper_is_a_figure_with_its_box() -> None:
    assert found(inked((20, 30, 50, 80))) == [(20, 30, 50, 80)]


def shaded(ink: float) -> torch.Tensor:
    """The empty place with a square on which ``ink`` of the shadow's colour is mixed."""
    dark = EMPTY.clone()
    shade = torch.tensor(scenery.setting(CUE)[1].shadow).view(3, 1, 1)
    dark[0, :, 30:80, 20:50] = torch.lerp(dark[0, :, 30:80, 20:50], shade.expand(3, 50, 30), ink)
    return dark


def test_a_shadow_is_none_but_what_is_darker_is_dark_paper() -> None:
    lit = scenery.setting(CUE)[1]
    assert found(shaded(0.5 * lit.ink)) == []
    assert found(shaded(lit.ink)) == []
    assert found(shaded(1.6 * lit.ink)) == [(20, 30, 50, 80)]


def test_figures_with_room_between_them_are_two() -> None:
    assert found(inked((10, 30, 40, 80), (60, 30, 90, 80))) == [(10, 30, 40, 80), (60, 30, 90, 80)]


def test_figures_that_touch_are_one() -> None:
    assert found(inked((10, 30, 40, 80), (40, 40, 90, 80))) == [(10, 30, 90, 80)]


def test_a_chip_within_a_figure_belongs_to_it() -> None:
    ring = inked(
        (20, 20, 80, 30), (20, 20, 30, 80), (70, 20, 80, 80), (20, 70, 80, 80), (46, 46, 54, 54)
    )
    assert found(ring) == [(20, 20, 80, 80)]


def test_another_place_is_no_figure() -> None:
    assert found(torch.full_like(EMPTY, 0.4)) == []


def test_lines_and_dirt_are_no_figures() -> None:
    assert found(inked((0, 40, 160, 41), (10, 10, 13, 13))) == []
