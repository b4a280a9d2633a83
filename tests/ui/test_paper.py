"""Paper painted by Qt: the same frame, the same pixels; a draft is grey; own pictures in place."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from time import thread_time
from typing import Any

import numpy as np
import pytest
from PIL import Image
from PySide6.QtCore import QSize
from PySide6.QtGui import QImage, QPainter

import assets
from engine.painter import Painter
from storyboard import animatic, rigs, scenery
from storyboard.board import FRAME, Box
from storyboard.cue import FrameCue, SubjectCue
from storyboard.edits import shots
from studio import plan
from studio.bin import Bin
from ui import images, paper, pictures, theme
from ui.prints import PRINTS, Prints

SIZE = QSize(160, 90)


def _board():
    return plan.by_rules(assets.path("scripts/short.fountain").read_text("utf-8"))


def _colour(image) -> float:
    """How far the pixels are from grey, on the mean."""
    pixels = [image.pixelColor(x, y) for x in range(0, 160, 8) for y in range(0, 90, 6)]
    spread = [max(p.getRgb()[:3]) - min(p.getRgb()[:3]) for p in pixels]
    return sum(spread) / len(spread)


def test_a_frame_is_painted_the_same_twice_and_moves_on():
    board = _board()
    shot = board.shots[0].id
    first, again, later = (pictures.layout(board, shot, t, SIZE, False) for t in (0, 0, 20))
    assert first == again
    assert first != later
    assert first.size() == SIZE


def test_a_draft_is_unmistakably_grey():
    board = _board()
    shot = board.shots[-1].id
    film, draft = (pictures.layout(board, shot, 4, SIZE, grey) for grey in (False, True))
    assert _colour(draft) < 0.3 * _colour(film)


def test_a_shot_looks_otherwise_when_its_layout_changes_and_not_when_its_words_do():
    board = _board()
    first, second = board.shots[:2]
    noted = shots.set_shot(board, first.id, notes="hm")
    assert pictures.looks(noted) == pictures.looks(board)
    longer = pictures.looks(shots.set_length(board, first.id, first.length + 10))
    assert longer[first.id] != pictures.looks(board)[first.id]
    assert longer[second.id] == pictures.looks(board)[second.id]


def test_every_subject_has_a_hue_and_none_is_the_accent():
    board = _board()
    hues = theme.hues(board)
    assert set(hues) == {subject.id for subject in board.cast}
    assert theme.colour("acc") not in hues.values()


# A person's own pictures -----------------------------------------------------------------------


class Own:
    """A bin with a sheet - red, its right half yellow, with clear margins - and a blue plate."""

    def __init__(self, folder: Path) -> None:
        self.bin = Bin(folder)
        drawing = Image.new("RGBA", (120, 200), (0, 0, 0, 0))
        drawing.paste((255, 0, 0, 255), (30, 20, 90, 180))
        drawing.paste((255, 255, 0, 255), (60, 20, 90, 180))
        drawing.save(folder / "sheet.png")
        place = Image.new("RGB", (100, 100), (0, 0, 255))
        place.paste((0, 255, 0), (0, 50, 100, 100))
        place.save(folder / "plate.png")
        self.sheet, self.plate = (
            self.bin.put_file(folder / f"{name}.png") for name in ("sheet", "plate")
        )
        PRINTS.look_in(self.bin)

    def cue(self, **how: Any) -> FrameCue:
        subject = SubjectCue("a", "man", Box(0.3, 0.2, 0.7, 0.8), "man", sheet=self.sheet)
        return replace(FrameCue("s", 0, 0.0, subjects=(subject,), plate=self.plate), **how)


@pytest.fixture
def own(qapp, tmp_path: Path) -> Own:  # type: ignore[no-untyped-def]
    return Own(tmp_path)


def pixels(image: QImage) -> np.ndarray:
    return np.asarray(images.as_picture(image).convert("RGB")).astype(int)


def shown(cue: FrameCue, grey: bool = False) -> np.ndarray:
    return pixels(paper.paint(animatic.display(cue), QSize(320, 180), grey))


def mirrored(cue: FrameCue) -> FrameCue:
    return replace(cue, subjects=(replace(cue.subjects[0], facing=-1),))


@pytest.mark.parametrize("daytime", ["day", "night"])
def test_a_drawing_appears_at_its_box_in_the_light_of_its_scene(own, daytime):
    cue = own.cue(daytime=daytime)
    _, lit = scenery.setting(cue)
    red = [round(255 * part) for part in lit.lit((1.0, 0.0, 0.0), lit.keep)]
    frame = shown(cue)
    assert np.abs(frame[90, 150] - red).max() <= 3
    assert np.abs(shown(mirrored(cue))[90, 170] - red).max() <= 3
    rows = (np.abs(frame - red).max(2) <= 12).any(1).nonzero()[0]
    assert (rows[0], rows[-1]) == pytest.approx((36, 143), abs=2)
    dark = frame[100, 180:184].sum(1).min()
    assert dark < frame[100, 250].sum() - 20  # its shadow on the right


def test_a_plate_fills_the_frame_and_goes_on_beside_it_as_its_mirror_image(own):
    frame = shown(own.cue(subjects=()))
    assert [frame[y, x].argmax() for y, x in ((5, 5), (5, 310), (175, 5), (175, 310))] == [
        2, 2, 1, 1,
    ]  # fmt: skip
    beside = shown(own.cue(subjects=(), camera=Box(-0.5, -0.5, 1.5, 1.5)))
    assert beside.sum(2).min() > 200  # no part is bare
    near = shown(own.cue(subjects=(), camera=Box(0.2, 0.5, 0.6, 0.9)))
    assert near[5, 5].argmax() == 1


def test_a_draft_of_own_pictures_is_grey_too(own):
    frame, draft = shown(own.cue()), shown(own.cue(), grey=True)
    spread = [(picture.max(2) - picture.min(2)).mean() for picture in (frame, draft)]
    assert spread[1] < 0.3 * spread[0]


def test_a_picture_that_is_gone_or_no_picture_leaves_puppet_and_card(own):
    bare = replace(own.cue().subjects[0], sheet="")
    for hash in ("0" * 64, own.bin.put_bytes(b"no picture", ".png")):
        subject = replace(bare, sheet=hash)
        assert np.array_equal(shown(own.cue(subjects=(subject,))), shown(own.cue(subjects=(bare,))))
        card = shown(own.cue(subjects=(), plate=hash))
        assert len(np.unique(card.reshape(-1, 3), axis=0)) > 1  # dashes on a card
        assert (card.max(2) - card.min(2)).max() <= 8


def test_both_painters_show_own_pictures_alike(own):
    cues = [
        own.cue(daytime="dusk"),
        mirrored(own.cue(camera=Box(0.2, 0.1, 0.8, 0.7))),
        own.cue(plate="", backdrop="beach", camera=Box(-0.2, -0.2, 1.2, 1.2)),
        own.cue(plate=own.plate, camera=Box(-0.3, -0.1, 0.9, 1.1)),
    ]
    painter = Painter((320, 180))
    painter.show({hash: str(own.bin.path(hash)) for hash in (own.sheet, own.plate)})
    for cue in cues:
        theirs = 255 * painter.paint([animatic.display(cue)])[0].permute(1, 2, 0).numpy()
        apart = np.abs(shown(cue) - theirs)
        assert apart.mean() < 3
        assert (apart.max(2) > 48).mean() < 0.01  # but for edges


LEG = rigs.Cut("near_leg", "body", (55, 60), ((50, 55), (62, 55), (62, 94), (50, 94)), rest=0.0)
BODY = rigs.Cut("body", "", (50, 60), ((33, 6), (67, 6), (67, 70), (33, 70)))
RIG = rigs.write(rigs.Rig("biped", (BODY, LEG)))


def walking(own: Own, phase: float, rig: str = RIG, facing: int = 1) -> FrameCue:
    (subject,) = own.cue().subjects
    one = replace(subject, rig=rig, action="walk", phase=phase, facing=facing)
    return own.cue(subjects=(one,))


def test_the_limbs_of_a_drawing_with_a_rig_move_in_the_animatic(own):
    first, later = (shown(walking(own, phase)) for phase in (0.1, 0.6))
    below = slice(100, 150)
    assert (np.abs(first[below] - later[below]).max(2) > 60).sum() > 60  # the leg swung
    assert np.array_equal(shown(walking(own, 0.1, rigs.WHOLE)), shown(walking(own, 0.1, "")))
    red, yellow = (first[..., 1] < 60) & (first[..., 0] > 150), first[..., :2].min(2) > 150
    assert red.sum() > 800 < yellow.sum()


def test_what_a_limb_covers_on_the_sheet_is_shown_in_the_colour_of_the_rest(own):
    hand = rigs.Cut("near_arm", "body", (50, 30), ((34, 20), (46, 20), (46, 60), (34, 60)))
    rig = rigs.write(rigs.Rig("biped", (BODY, hand)))
    subject = replace(own.cue().subjects[0], rig=rig)
    (group,) = (g for g in animatic.display(own.cue(subjects=(subject,))).groups if g.subject)
    body, _ = group.picture.parts
    alone = replace(group, picture=replace(group.picture, parts=(body,)))
    drawing = replace(animatic.display(own.cue(subjects=())), groups=(alone,))
    frame = pixels(paper.paint(drawing, QSize(320, 180)))
    patch = frame[80, 148]  # where the arm lay: red paper, but most of what shows is yellow
    assert patch[0] > 200 < patch[1]


def test_both_painters_bend_a_drawing_alike(own):
    painter = Painter((320, 180))
    painter.show({hash: str(own.bin.path(hash)) for hash in (own.sheet, own.plate)})
    left = rigs.write(rigs.Rig("biped", (BODY, LEG), facing=-1))
    cues = [walking(own, 0.1), walking(own, 0.4, facing=-1), walking(own, 0.4, left)]
    theirs = 255 * painter.paint([animatic.display(cue) for cue in cues]).permute(0, 2, 3, 1)
    for cue, other in zip(cues, theirs.numpy(), strict=True):
        apart = np.abs(shown(cue) - other)
        assert apart.mean() < 3
        assert (apart.max(2) > 48).mean() < 0.02  # but for edges


def test_a_decoded_picture_is_painted_quickly_and_few_are_kept(own):
    cue = own.cue()
    drawing = animatic.display(cue)
    image = QImage(1440, 810, QImage.Format.Format_RGB32)
    spent = []
    for _ in range(2):  # once to decode it
        painter = QPainter(image)
        view = (1440 / (100 * drawing.aspect), 0.0, 0.0, 0.0, 8.1, 0.0)
        began, spent = thread_time(), []
        for _ in paper.steps(painter, drawing, drawing.groups, view, False):
            spent.append(thread_time() - began)
            began = thread_time()
        painter.end()
    assert max(spent) < 0.016
    few = Prints(most=200_000)
    few.look_in(own.bin)
    picture = animatic.own_picture(cue.subjects[0], FRAME, 16 / 9)
    for size in (0.2, 0.4, 0.8, 1.6, 3.2):
        list(few.ready(picture, size, picture.rows))
        assert few.bytes <= 200_000
