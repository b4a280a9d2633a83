"""The stage: its acts and switches, who comes, what it says."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest

from storyboard.board import Box
from storyboard.edits import boxes, shots
from tests.ui.stages import (
    LEFT,
    NONE,
    box_of,
    drag,
    middle,
)
from ui.stage import StageView

# said by the platform without a screen when a window has a least size or a menu opens
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")


def test_someone_of_the_cast_is_added_by_a_box_that_is_drawn(stage):
    film, canvas = stage.film, stage.canvas
    QTest.mouseClick(stage.bar.tools["add"], LEFT)
    card = stage._casting
    row = next(row for row in card.rows if row.text() == "bench")
    QTest.mouseClick(row, LEFT)
    assert stage.easel.tool == "add"
    start = canvas.sight.spot(0.1, 0.3).toPoint()
    end = canvas.sight.spot(0.4, 0.7).toPoint()
    drag(canvas, start, end)
    assert box_of(stage, "bench") == box_of(stage, "bench", 8)
    assert box_of(stage, "bench").width == pytest.approx(0.3, abs=0.01)
    assert film.subject_id == "bench"
    assert film.session.undo_name == "Add bench"
    assert stage.easel.tool == "select"


def test_a_new_name_joins_the_cast_with_a_puppet_guessed_from_the_word(stage):
    film = stage.film
    QTest.keyClick(stage.canvas, Qt.Key.Key_Escape)
    stage.open_casting()
    card = stage._casting
    QTest.keyClicks(card.field, "dog")
    QTest.keyClick(card.field, Qt.Key.Key_Return)
    QTest.mouseClick(stage.canvas, LEFT, NONE, QPoint(300, 200))
    new = film.board.cast[-1]
    assert (new.name, new.puppet) == ("Dog", "dog")
    assert new.id in film.shot.subjects
    film.undo()
    assert all(one.name != "Dog" for one in film.board.cast)


def test_acts_say_why_they_cannot_be_done(stage):
    acts = {act.name: act for act in stage.acts()}
    stage.film.pick("")
    assert acts["stage.mirror"].why_not() == "Click a subject on the stage first."
    assert acts["stage.paste_path"].why_not() == "Copy a path first."
    assert not acts["stage.add"].why_not()
    assert len({act.name for act in stage.acts()}) == len(stage.acts())


def test_warnings_lead_to_the_box_that_they_are_about(stage):
    film = stage.film
    film.edit("Put Pip away", lambda board: boxes.set_path(
        board, film.shot_id, "pip", [Box(2.0, 0.5, 2.2, 0.9)] * 9
    ))  # fmt: skip
    line = stage.warnings
    assert line.isVisible()
    while "stays outside" not in line.words.toolTip():
        QTest.mouseClick(line.next, LEFT)
    film.pick("")
    film.go_to_moment(4)
    QTest.mouseClick(line.show_it, LEFT)
    assert film.subject_id == "pip"
    assert film.moment == 0


def test_the_line_tells_time_moment_and_who_is_inside_title_safe(stage):
    stage.film.go_to_moment(4)
    assert stage.line.moment.text() == "Moment 5 of 9"
    assert stage.line.time.text().startswith("00:00:01:")
    assert "inside title safe" in stage.line.safe.text()
    asked: list[str] = []
    stage.wanted.connect(asked.append)
    QTest.mouseClick(stage.line.play, LEFT)
    QTest.keyClick(stage.canvas, Qt.Key.Key_Space)
    assert asked == ["player.play", "player.play"]
    QTest.mouseClick(stage.line.on, LEFT)
    assert stage.film.moment == 5


def test_switches_are_remembered(qtbot, stage):
    acts = {act.name: act for act in stage.acts()}
    assert acts["stage.thirds"].checked()
    QTest.mouseClick(stage.bar.switches["thirds"], LEFT)
    acts["stage.mask_2.39"].do()
    other = StageView(stage.film, stage.pictures)
    qtbot.addWidget(other)
    assert not other.easel.switches["thirds"]
    assert other.easel.mask == "2.39"


def test_the_stage_is_painted_a_little_at_a_time_until_it_is_whole(qtbot, stage):
    cloth = stage.canvas.cloth
    qtbot.waitUntil(lambda: cloth.is_whole and not cloth.behind.image.isNull(), timeout=40000)
    assert set(cloth.order) == {"pip", "cake", "bruno"}
    behind = cloth.behind.key
    stage.film.pick("bruno")
    stage.film.seek(stage.film.frame + 1)
    qtbot.waitUntil(lambda: cloth.is_whole, timeout=40000)
    picture = stage.canvas.grab().toImage()
    spot = middle(stage, "bruno")
    colours = {picture.pixelColor(spot.x(), spot.y() + y).rgb() for y in range(-60, 60, 4)}
    assert len(colours) > 5
    assert behind is not None


def test_wheel_and_middle_drag_look_nearer_and_elsewhere(stage):
    canvas = stage.canvas
    before = canvas.sight
    acts = {act.name: act for act in stage.acts()}
    acts["stage.nearer"].do()
    assert canvas.sight.percent > before.percent
    QTest.mousePress(canvas, Qt.MouseButton.MiddleButton, NONE, QPoint(100, 100))
    QTest.mouseMove(canvas, QPoint(140, 120))
    QTest.mouseRelease(canvas, Qt.MouseButton.MiddleButton, NONE, QPoint(140, 120))
    acts["stage.fit"].do()
    assert canvas.sight == before


def test_a_shot_without_subjects_says_what_to_do(stage):
    film = stage.film
    film.edit("New shot", lambda board: shots.insert_shot(board, board.scenes[0].id))
    film.select(film.board.scenes[0].shots[-1].id)
    assert stage.vacant.isVisible()
    assert stage.vacant.title.text() == "Nobody is on the stage"
    QTest.mouseClick(stage.vacant.add, LEFT)
    assert stage._casting.isVisible()
    film.edit("Empty", lambda board: shots.delete_shots(board, film.shots))
    assert stage.vacant.title.text() == "No shots yet"
    assert not stage.bar.tools["pen"].isEnabled()
