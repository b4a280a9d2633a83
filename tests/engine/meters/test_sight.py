"""Sight: readings whose figures are known, and painted frames through the bundled eye."""

from __future__ import annotations

import torch

from engine.meters import lessons, sight
from engine.meters.examination import FIRST, examine
from engine.meters.segmenter import CELL, Reading

H, W = 180, 320


def reading(*boxes: tuple[int, int, int, int]) -> Reading:
    """What a segmenter that is right says of rectangles in pixels; later ones lie in front."""
    figure = torch.full((1, H, W), -8.0)
    reach = torch.full((1, 4, H // CELL, W // CELL), 0.1)
    ys, xs = torch.meshgrid(
        (torch.arange(H // CELL) + 0.5) * CELL / H,
        (torch.arange(W // CELL) + 0.5) * CELL / W,
        indexing="ij",
    )
    for x0, y0, x1, y1 in boxes:
        figure[0, y0:y1, x0:x1] = 8.0
        part = (0, slice(None), slice(y0 // CELL, y1 // CELL), slice(x0 // CELL, x1 // CELL))
        sides = torch.stack([xs - x0 / W, ys - y0 / H, x1 / W - xs, y1 / H - ys])
        reach[part] = sides[part[1:]]
    return Reading(figure, reach)


def found(*boxes: tuple[int, int, int, int]) -> list[tuple[float, ...]]:
    """The boxes of the masks that are read, in pixels."""
    rows = []
    for mask in sight.masks(reading(*boxes), 0):
        box = sight.extent(mask)
        assert box is not None
        rows.append((box.x0 * W, box.y0 * H, box.x1 * W, box.y1 * H))
    return sorted(tuple(round(side) for side in row) for row in rows)


def test_an_empty_picture_has_no_figures() -> None:
    assert found() == []


def test_a_figure_is_found_with_its_box() -> None:
    assert found((40, 60, 100, 160)) == [(40, 60, 100, 160)]


def test_two_that_touch_are_two() -> None:
    assert found((40, 60, 100, 160), (100, 60, 160, 160)) == [
        (40, 60, 100, 160),
        (100, 60, 160, 160),
    ]


def test_a_small_one_before_a_large_one_is_told_apart() -> None:
    assert (140, 100, 180, 160) in found((40, 20, 260, 172), (140, 100, 180, 160))


def test_dirt_is_no_figure() -> None:
    assert found((40, 60, 44, 64)) == []


def test_the_bundled_eye_finds_most_figures_of_frames_that_it_never_saw() -> None:
    figures = examine(sight.open_eye(), many=2, first=FIRST + 5000).figures()
    assert figures["n"] > 20
    assert figures["found"] > 0.7
    assert figures["iou"] > 0.5
    assert figures["kind"] > 0.4  # of 125


def test_frames_of_any_size_are_looked_at() -> None:
    (lesson, *_) = lessons.make(FIRST + 6000, 2)
    both = torch.stack([lesson.picture, lesson.empty]).float() / 255
    large = torch.nn.functional.interpolate(both, scale_factor=2, mode="bilinear")
    eye = sight.open_eye()
    one, other = eye.look(both[:1], both[1:])[0], eye.look(large[:1], large[1:])[0]
    assert [seen.kind for seen in one] == [seen.kind for seen in other]
