"""The painter: the same pixels in every batch, shadows where light puts them."""

from dataclasses import replace

import pytest
import torch

from engine.painter import Painter
from storyboard import animatic, camera
from storyboard.affine import IDENTITY, mul, scale, shift
from storyboard.board import FRAME, Box
from storyboard.cue import FrameCue, SubjectCue
from storyboard.drawing import DisplayList, Group, Piece

SIZE = (128, 72)
SQUARE = ((0.0, 0.0), (10.0, 0.0), (10.0, 10.0), (0.0, 10.0))
RED, WHITE = (1.0, 0.0, 0.0), (1.0, 1.0, 1.0)


@pytest.fixture(autouse=True, scope="module")
def one_thread():
    """Threads that wait for each other on a busy machine cost more than they paint."""
    threads = torch.get_num_threads()
    torch.set_num_threads(1)
    yield
    torch.set_num_threads(threads)


@pytest.fixture(scope="module")
def painter():
    return Painter(SIZE)


def square(colour=RED, **more):
    return Piece("square", SQUARE, colour, **more)


def page(*groups, ground=WHITE, ink=0.5):
    return DisplayList(tuple(groups), (0.0, 0.0, 0.0), ink, ground=ground)


def cue(k, place="beach", **more):
    girl = Box(0.2 + 0.02 * k, 0.4, 0.34 + 0.02 * k, 0.9)
    dog = Box(0.6 - 0.01 * k, 0.6 - 0.01 * k, 0.8, 0.92)
    subjects = (
        SubjectCue("g", "girl", girl, "girl", action="walk", phase=0.07 * k),
        SubjectCue("d", "dog", dog, "dog", facing=-1),
    )
    return FrameCue("s", 2 * k, 3 + k / 12, place, subjects=subjects, **more)


def film(place="beach", n=4, zoom=0.0, pan=0.0, **more):
    views = [camera.rect(0.5 + pan * k, 0.5 + zoom * k, 1 - 2 * zoom * k) for k in range(n)]
    return [animatic.display(cue(k, place, camera=view, **more)) for k, view in enumerate(views)]


@pytest.mark.parametrize(
    "how",
    [
        {"pan": 0.03},
        {"zoom": 0.05},
        {"place": "street", "weather": "rain", "daytime": "night"},
        {"place": "kitchen", "zoom": 0.06},
    ],
)
def test_a_frame_is_the_same_bit_for_bit_whatever_it_is_painted_with(how):
    lists = film(**how)
    together = Painter(SIZE).paint(lists)
    other = Painter(SIZE)
    alone = torch.cat([other.paint([one]) for one in reversed(lists)]).flip(0)
    backwards = other.paint(lists[::-1]).flip(0)
    assert torch.equal(together, alone)
    assert torch.equal(together, backwards)


def test_frames_are_pictures(painter):
    lists = film(n=3)
    frames = painter.paint(lists)
    assert frames.shape == (3, 3, 72, 128)
    assert frames.dtype == torch.float32
    assert 0 <= frames.min() < 0.3 < 0.8 < frames.max() <= 1
    assert not torch.equal(frames[0], frames[1])
    assert painter.paint([]).shape == (0, 3, 72, 128)
    assert torch.equal(painter.paint(lists * 2)[3:], frames)


def test_frames_of_different_scenes_can_be_painted_together(painter):
    lists = [*film(n=2), *film("kitchen", n=2), *film(n=2)]
    frames = painter.paint(lists)
    assert torch.equal(frames[:2], frames[4:])
    assert torch.equal(frames[2:4], painter.paint(film("kitchen", n=2)))


def test_a_cutout_laid_over_a_ground_is_the_picture(painter):
    lists = [replace(one, ground=(0.2, 0.6, 0.4)) for one in film("street", n=2, pan=0.02)]
    cutout = painter.paint_cutout(lists)
    ground = torch.tensor((0.2, 0.6, 0.4)).view(1, 3, 1, 1)
    assert cutout.shape == (2, 4, 72, 128)
    laid = cutout[:, :3] + ground * (1 - cutout[:, 3:])
    assert torch.allclose(laid, painter.paint(lists), atol=2e-3)
    assert (cutout[:, :3] <= cutout[:, 3:] + 1e-5).all()


def test_nothing_is_black_or_clear(painter):
    empty = page(ground=None)
    assert painter.paint([empty]).max() == 0
    assert painter.paint_cutout([empty]).max() == 0
    away = Group((square(),), (IDENTITY,), shift(500, 500))
    flat = Group((square(),), (scale(0.0),), shift(20, 20))
    assert painter.paint([page(away, flat)]).min() == 1


def test_a_sheet_and_its_pieces_painted_one_by_one_agree(painter):
    pieces = (square(), square((0.0, 0.5, 1.0), pattern="check"), square(WHITE, flat=True))
    maps = (IDENTITY, shift(5, 3), shift(6.5, 4))
    moving = Group(pieces, maps, mul(shift(30, 20), scale(4.0)), lift=1.0)
    still = replace(moving, still="three squares")
    one, other = painter.paint([page(moving)]), painter.paint([page(still)])
    assert (one - other).abs().mean() < 0.004
    assert (one - other).abs().max() < 0.35  # cut at another scale: edges may differ
    assert (one < 0.99).float().mean() > 0.05


def test_shadows_fall_to_the_lower_right_and_no_piece_casts_when_printed(painter):
    place = mul(shift(60, 40), scale(2.0))
    group = Group((square(),), (IDENTITY,), place, lift=2.0)
    green = painter.paint([page(group)])[0, 1]
    left, top = round(60 * 0.72), round(40 * 0.72)
    side = round(20 * 0.72)
    assert green[top + side // 2, left + side + 1] < green[top + side // 2, left - 2] - 0.05
    assert green[top + side + 1, left + side // 2] < green[top - 2, left + side // 2] - 0.05
    printed = Group((square(flat=True),), (IDENTITY,), place, lift=2.0)
    around = painter.paint([page(printed)])[0, 1]
    assert around[top + side + 2, left + side // 2] == 1


def test_shadows_stay_put_when_a_piece_turns_or_is_mirrored(painter):
    place = mul(shift(60, 40), scale(2.0))
    upright = Group((square(),), (IDENTITY,), place)
    turned = Group((square(),), ((0.0, -1.0, 10.0, 1.0, 0.0, 0.0),), place)
    mirrored = Group((square(),), ((-1.0, 0.0, 10.0, 0.0, 1.0, 0.0),), place)
    frames = painter.paint([page(upright), page(turned), page(mirrored)])
    assert torch.allclose(frames[0], frames[1], atol=0.12)
    assert (frames[0] - frames[1]).abs().mean() < 0.002
    assert (frames[0] - frames[2]).abs().mean() < 0.002


def test_an_inner_shadow_never_leaves_its_figure(painter):
    two = (square(), square((0.0, 0.0, 1.0)))
    place = mul(shift(60, 30), scale(3.0))
    alone = Group(two, (IDENTITY, shift(4, 4)), place, lift=0.0, inner=True)
    cast = replace(alone, inner=False)
    inner, outer = (painter.paint_cutout([page(group)])[0] for group in (alone, cast))
    assert inner[3].sum() < outer[3].sum()
    red = inner[0][inner[3] > 0.99]
    assert red.max() > 0.95
    assert ((red > 0.3) & (red < 0.9)).any()  # the blue square darkens the red one


def test_fading_and_transparent_groups_let_the_ground_through(painter):
    group = Group((square(),), (scale(20.0),), shift(0, 0), lift=0.0, still="wall")
    faded = replace(group, fade=0.25)
    full, quarter = painter.paint([page(group)]), painter.paint([page(faded)])
    assert full[0, 1, 40, 60] == pytest.approx(0, abs=1e-3)
    assert quarter[0, 1, 40, 60] == pytest.approx(0.75, abs=1e-2)
    glass = Group((square(alpha=0.5, flat=True),), (scale(20.0),), shift(0, 0), lift=0.0)
    assert painter.paint([page(glass)])[0, 1, 40, 60] == pytest.approx(0.5, abs=1e-2)


def test_where_two_mirrored_sheets_meet_there_is_no_gap(painter):
    wide = ((0.0, 0.0), (200.0, 0.0), (200.0, 120.0), (0.0, 120.0))
    wall = Piece("wall", wide, RED)
    for edge in (80.0, 80.3, 81.7):
        one = Group((wall,), (IDENTITY,), shift(edge - 196, -10), 1.0, "wall", crop=(4.0, 196.0))
        fold = (-1.0, 0.0, 392.0, 0.0, 1.0, 0.0)
        other = replace(one, map=mul(one.map, fold))
        green = painter.paint([page(one, other)])[0, 1]
        assert green[5:60, 20:100].max() < 0.02


@pytest.mark.parametrize("size", [(64, 36), (128, 72), (320, 180)])
def test_a_subject_is_painted_in_its_box_at_any_size(size):
    empty, full = replace(cue(0), subjects=()), replace(cue(0), subjects=(cue(0).subjects[0],))
    frames = Painter(size).paint([animatic.display(c) for c in (empty, full)])
    changed = (frames[0] - frames[1]).abs().amax(0) > 0.15
    rows, columns = changed.any(1).nonzero()[:, 0], changed.any(0).nonzero()[:, 0]
    box = animatic.subject_box(full.subjects[0])
    assert rows[0] / size[1] == pytest.approx(box.y0, abs=0.04)
    assert rows[-1] / size[1] == pytest.approx(box.y1, abs=0.05)
    assert columns[0] / size[0] == pytest.approx(box.x0, abs=0.04)
    assert columns[-1] / size[0] == pytest.approx(box.x1, abs=0.04)


def test_close_ups_are_as_sharp_as_long_shots(painter):
    """A still layer painted once is not merely enlarged: its edges stay one pixel wide."""
    view = camera.rect(0.35, 0.42, 0.25)
    frame = painter.paint([animatic.display(replace(cue(0, "kitchen", camera=view), subjects=()))])
    steps = (frame[0, :, :, 1:] - frame[0, :, :, :-1]).abs().amax(0)
    assert steps.max() > 0.3


def test_caches_stay_within_their_bounds():
    painter = Painter(SIZE)
    painter._cuts.room = painter._sheets.room = 2e5
    first = painter.paint(film("forest", n=2))
    for place in ("street", "kitchen", "beach"):
        painter.paint(film(place, n=2))
    assert painter._sheets.held <= 2e5 or len(painter._sheets) == 1
    assert painter._cuts.held <= 2e5
    assert torch.equal(painter.paint(film("forest", n=2)), first)


def test_a_rim_lights_the_edges_of_large_papers_only_when_asked():
    lists = [animatic.display(replace(cue(0), camera=FRAME))]
    size = (320, 180)
    plain, rimmed = (Painter(size, rim=rim).paint(lists) for rim in (False, True))
    assert (rimmed - plain).max() > 0.02
    assert (rimmed - plain).abs().mean() < 0.01
