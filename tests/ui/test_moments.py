"""The strip of moments: layouts in time, edited and copied where they are."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint
from PySide6.QtTest import QTest

from storyboard import layout
from tests.ui.stages import (
    ALT,
    LEFT,
    NONE,
    box_of,
    drag,
)

# said by the platform without a screen when a window has a least size or a menu opens
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")


def test_the_strip_goes_to_a_moment_edits_its_boxes_and_copies_to_another(stage):
    film, strip = stage.film, stage.moments
    QTest.mouseClick(strip, LEFT, NONE, strip.cell(5).bottomRight().toPoint() - QPoint(3, 3))
    assert film.moment == 5
    sight = strip._sight(strip.cell(5))
    where = sight.box(box_of(stage, "bruno", 5)).center().toPoint()
    before = box_of(stage, "bruno", 5)
    drag(strip, where, where + QPoint(0, -6))
    moved = box_of(stage, "bruno", 5)
    assert moved.y0 < before.y0 - 0.05
    assert film.subject_id == "bruno"
    where = sight.box(moved).center().toPoint()
    drag(strip, where, strip.cell(2).center().toPoint(), ALT)
    assert box_of(stage, "bruno", 2) == moved
    assert film.session.undo_name == "Copy Bruno to moment 3"


def test_moments_become_more_and_fewer(stage):
    film = stage.film
    QTest.mouseClick(stage.moments.more, LEFT)
    assert film.shot.layout.moments == 10
    QTest.mouseClick(stage.moments.fewer, LEFT)
    film.session.settle()
    assert film.shot.layout.moments == 9


def test_copy_to_all_mirror_and_paste_into_another_shot(stage):
    film = stage.film
    acts = {act.name: act for act in stage.acts()}
    acts["stage.copy_path"].do()
    path, first = layout.boxes_of(film.shot.layout, "pip"), box_of(stage)
    film.go_to_moment(4)
    acts["stage.copy_on"].do()
    assert layout.boxes_of(film.shot.layout, "pip")[:5] == path[:5]
    assert len(set(layout.boxes_of(film.shot.layout, "pip")[4:])) == 1
    film.go_to_moment(0)
    acts["stage.copy_to_all"].do()
    assert len(set(layout.boxes_of(film.shot.layout, "pip"))) == 1
    acts["stage.mirror"].do()
    assert box_of(stage).x0 == pytest.approx(1 - first.x1)
    film.select(film.board.shots[0].id)
    film.pick("pip")
    acts["stage.paste_path"].do()
    assert layout.boxes_of(film.shot.layout, "pip") == path
    assert film.session.undo_name == "Paste path of Pip"
