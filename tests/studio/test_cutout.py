"""Cutting out: marks spread up to the edges, fills stop there, the edge is soft and clean."""

from __future__ import annotations

import numpy as np
import pytest
from PIL import Image, ImageDraw

from studio import cutout
from studio.cutout import KEEP, LEAVE, Cutout, Stroke
from studio.errors import StudioError

SKY, BALL, SAND = (90, 150, 190), (210, 60, 50), (230, 205, 150)
MIDDLE, RADIUS = (160, 100), 50


def beach(noise: float = 4.0, size: tuple[int, int] = (320, 180)) -> Image.Image:
    """A ball before sky and sand, as grainy as a photograph."""
    image = Image.new("RGB", size, SKY)
    draw = ImageDraw.Draw(image)
    k = size[0] / 320
    draw.rectangle((0, 120 * k, size[0], size[1]), fill=SAND)
    x, y = (k * part for part in MIDDLE)
    draw.ellipse((x - RADIUS * k, y - RADIUS * k, x + RADIUS * k, y + RADIUS * k), fill=BALL)
    grain = np.random.default_rng(1).normal(0, noise, (size[1], size[0], 1))
    return Image.fromarray(np.clip(np.asarray(image) + grain, 0, 255).astype(np.uint8))


def truth(size: tuple[int, int] = (320, 180)) -> np.ndarray:
    k = size[0] / 320
    y, x = np.mgrid[: size[1], : size[0]]
    return (x - MIDDLE[0] * k) ** 2 + (y - MIDDLE[1] * k) ** 2 <= (RADIUS * k) ** 2


def overlap(alpha: np.ndarray, wanted: np.ndarray) -> float:
    """How much two areas are the same, 0..1."""
    stays = alpha >= 0.5
    return float((stays & wanted).sum() / (stays | wanted).sum())


def test_one_stroke_on_the_figure_finds_its_edge():
    cut = Cutout(beach())
    cut.mark(Stroke(((140, 90), (180, 110)), 5), KEEP)
    cut.cut()
    assert overlap(cut.alpha, truth()) > 0.97


def test_strokes_of_what_leaves_part_two_that_look_alike():
    image = beach()
    ImageDraw.Draw(image).ellipse((205, 70, 265, 130), fill=BALL)  # touches the first one
    cut = Cutout(image)
    cut.mark(Stroke(((130, 100), (170, 100)), 5), KEEP)
    cut.mark(Stroke(((225, 80), (225, 120)), 6), LEAVE)
    cut.cut()
    assert cut.alpha[100, 140] == 1.0
    assert cut.alpha[100, 245] == 0.0


def test_a_fill_takes_what_hangs_together_and_stops_at_the_edge():
    cut = Cutout(beach())
    cut.fill(20, 20, 0.1, LEAVE)
    cut.fill(20, 160, 0.1, LEAVE)
    cut.cut()
    assert overlap(cut.alpha, truth()) > 0.95


def test_a_fill_reaches_further_when_it_is_told_to():
    cut = Cutout(beach())
    cut.fill(20, 20, 0.02, LEAVE)
    near = (cut.labels == LEAVE).sum()
    cut.reach(1.0)
    assert (cut.labels == LEAVE).sum() > near
    assert cut.marks == 1


def test_where_nothing_must_stay_all_stays_that_is_not_marked():
    cut = Cutout(beach())
    cut.mark(Stroke(((0, 0), (319, 0)), 8), LEAVE)
    cut.cut()
    assert cut.alpha[2, 160] == 0.0
    assert cut.alpha[90, 20] == 1.0
    assert cut.has_cut


def test_undo_gives_the_cut_before_back():
    cut = Cutout(beach())
    cut.mark(Stroke(((140, 90), (180, 110)), 5), KEEP)
    cut.cut()
    before = cut.alpha.copy()
    cut.mark(Stroke(((140, 90), (180, 110)), 9), LEAVE)
    cut.cut()
    assert not np.array_equal(cut.alpha, before)
    assert cut.undo()
    cut.cut()
    assert np.array_equal(cut.alpha, before)
    assert cut.undo()
    assert not cut.undo()


def test_a_background_of_one_colour_leaves_by_itself_and_no_other():
    plain = Image.new("RGB", (200, 200), (245, 245, 245))
    ImageDraw.Draw(plain).ellipse((60, 60, 140, 140), fill=BALL)
    cut = Cutout(plain)
    assert cut.suggested()
    cut.cut()
    y, x = np.mgrid[:200, :200]
    assert overlap(cut.alpha, (x - 100) ** 2 + (y - 100) ** 2 <= 1600) > 0.97
    assert not Cutout(beach()).suggested()


def test_the_finished_cut_out_is_cropped_soft_by_a_pixel_and_keeps_no_background():
    cut = Cutout(beach(noise=0))
    cut.mark(Stroke(((140, 90), (180, 110)), 5), KEEP)
    cut.cut()
    image = cut.finished()
    assert image.mode == "RGBA"
    assert image.width == pytest.approx(2 * RADIUS, abs=4)
    pixels = np.asarray(image).astype(int)
    alpha = pixels[..., 3]
    row = alpha[alpha.shape[0] // 2]
    soft = ((row > 8) & (row < 247)).sum()
    assert 1 <= soft <= 6  # a pixel or two on each side
    seen = pixels[alpha > 20][:, :3]
    assert np.abs(seen - np.array(BALL)).max() < 40  # no rim of sky


def test_a_large_photograph_is_cut_at_its_own_size():
    cut = Cutout(beach(size=(1600, 900)))
    assert max(cut.size) == cutout.WORK
    cut.mark(Stroke(((280, 180), (360, 220)), 8), KEEP)
    cut.cut()
    assert cut.finished().width == pytest.approx(10 * RADIUS, abs=12)


def test_the_work_is_done_in_small_steps():
    cut = Cutout(beach(size=(640, 360)))
    cut.mark(Stroke(((280, 180), (360, 220)), 8), KEEP)
    assert sum(1 for _ in cut.steps()) > 30


def test_a_picture_that_is_cut_already_keeps_its_own_edge():
    figure = Image.new("RGBA", (120, 120))
    ImageDraw.Draw(figure).ellipse((20, 20, 100, 100), fill=(*BALL, 255))
    cut = Cutout(figure)
    assert cutout.is_cut(figure)
    assert cut.has_cut
    cut.mark(Stroke(((60, 60),), 6), KEEP)
    cut.cut()
    assert overlap(cut.alpha, np.asarray(figure)[..., 3] > 127) > 0.99


def test_what_cannot_be_cut_is_told_with_a_way_out():
    with pytest.raises(StudioError, match="measures 40 x 12; a look needs at least 48"):
        Cutout(Image.new("RGB", (40, 12)))
    cut = Cutout(beach())
    cut.mark(Stroke(((0, 90), (319, 90)), 200), LEAVE)
    cut.cut()
    assert cut.is_empty
    with pytest.raises(StudioError, match="keep brush"):
        cut.finished()
    assert not cutout.is_inked(Image.new("RGBA", (64, 64)))
    assert not cutout.is_cut(beach().convert("RGBA"))
