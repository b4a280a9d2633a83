"""What the board shows: its panels while shots arrive, their size, chips, an empty board."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PIL import Image
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from engine.api import ScenePlanned
from storyboard.board import Shot
from storyboard.edits import shots
from studio.jobs import Order
from tests.ui.boards import CONTROL, LEFT, do, ids, move, spot

# said by the platform without a screen whenever a menu opens or a card is carried
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")


def test_panels_keep_their_place_while_shots_arrive_above(board):
    film = board.film
    shot = film.board.scenes[2].shots[0].id
    film.select(shot)
    before = board.place_of(shot).top()
    scene = film.board.scenes[0].id
    for _ in range(6):
        film.edit("Plan", lambda b: shots.insert_shot(b, scene))
    assert abs(board.place_of(shot).top() - before) <= 1


def test_the_wheel_with_control_and_keys_change_the_size_of_panels(qtbot, board):
    first = ids(board)[0]
    wide = board.place_of(first).width()
    where = QPointF(spot(board, first))
    with qtbot.waitSignal(board.zoomed):
        event = QWheelEvent(
            where, where, QPoint(), QPoint(0, 240), Qt.MouseButton.NoButton, CONTROL,
            Qt.ScrollPhase.NoScrollPhase, False,
        )  # fmt: skip
        QApplication.sendEvent(board.viewport(), event)
    assert board.place_of(first).width() > wide
    for _ in range(9):
        do(board, "board.smaller")
    assert board.zoom == pytest.approx(0.6)


def test_moving_across_a_picture_scrubs_the_shot(qtbot, board):
    first = ids(board)[0]
    qtbot.waitUntil(lambda: board.pictures.is_whole, timeout=20000)
    box = board.place_of(first)
    still = board.grab(box.toRect()).toImage()
    move(board, QPoint(round(box.left()) + 10, round(box.top()) + 30), held=False)
    assert board.pointer.shot == first
    assert 0 < board.pointer.scrub < 0.1
    board.repaint()
    qtbot.waitUntil(lambda: board.pictures.is_whole, timeout=20000)
    assert board.grab(box.toRect()).toImage() != still
    QApplication.sendEvent(board.viewport(), QEvent(QEvent.Type.Leave))
    assert board.pointer.shot == ""


def test_the_chip_says_the_gravest_thing_and_why(board):
    film = board.film
    shot = film.board.shots[3]
    marks = board.marks
    plain = replace(shot, made_by={}, stale=False)
    assert marks.chip(replace(plain, made_by={"size": "repair"})).said == "Repaired plan, look"
    assert marks.chip(replace(plain, stale=True)).said == "Script changed"
    order = Order("o1", "render", {"shots": [shot.id]}, state="failed", sentence="No memory.")
    film.session.tell("order_changed", order)
    found = marks.chip(replace(plain, stale=True))
    assert (found.said, found.sentence) == ("Failed, retry", "No memory.")
    film.session.tell("order_changed", replace(order, state="queued"))
    assert marks.chip(replace(plain, stale=True)).said == "Script changed"


def test_what_the_director_writes_now_is_marked_until_it_is_whole(board):
    film = board.film
    scene = film.board.scenes[0]
    planned = ScenePlanned("j", replace(scene, shots=scene.shots[:2]), (), ())
    film.session.tell("scene_planned", planned)
    assert film.planning == {scene.shots[1].id}
    assert board.marks.is_planned_now(scene.shots[1].id)
    film.session.tell("scene_planned", replace(planned, final=True))
    assert not film.planning


def test_an_empty_board_says_what_to_do_and_does_it(board):
    film = board.film
    do(board, "shot.all")
    do(board, "shot.delete")
    assert board.nothing.isVisible()
    QTest.mouseClick(board.nothing.plan, LEFT)
    assert film.shots
    assert not board.nothing.isVisible()
    do(board, "shot.all")
    do(board, "shot.delete")
    QTest.mouseClick(board.nothing.draw, LEFT)
    assert [type(shot) for shot in film.board.shots] == [Shot]


def test_after_an_edit_the_board_looks_as_if_it_were_painted_whole(qtbot, board):
    film, row = board.film, ids(board)
    edits = (
        lambda b: shots.lock(b, [row[1]]),
        lambda b: shots.set_shot(b, row[2], action="Nobody is there."),
        lambda b: shots.delete_shots(b, [row[3]]),
        lambda b: shots.set_length(b, row[0], 200),
        lambda b: shots.insert_shot(b, film.board.scenes[0].id),
    )
    for edit in edits:
        film.edit("Change", edit)
        qtbot.waitUntil(lambda: board.pictures.is_whole, timeout=20000)
        QTest.qWait(100)  # painted, and perhaps fading now
        qtbot.waitUntil(lambda: not board.marks.is_fading, timeout=20000)
        QTest.qWait(300)
        shown = board.screen().grabWindow(board.winId()).toImage()
        board.viewport().update()
        QTest.qWait(50)
        assert board.screen().grabWindow(board.winId()).toImage() == shown
        assert shown.pixelColor(100, 100) != shown.pixelColor(5, 200)


def test_a_panel_shows_the_sheet_that_a_subject_is_given(qtbot, board, tmp_path):
    file = tmp_path / "own.png"
    Image.new("RGBA", (300, 400), (255, 0, 255, 255)).save(file)
    shot = next(s for s in board.film.board.shots if s.subjects)

    def magenta() -> int:
        picture = board.viewport().grab(board.place_of(shot.id).toRect()).toImage()
        dots = [
            picture.pixelColor(x, y).getRgb()
            for x in range(0, picture.width(), 4)
            for y in range(0, picture.height(), 4)
        ]
        return sum(min(red, blue) > green + 10 for red, green, blue, _ in dots)

    qtbot.waitUntil(lambda: board.pictures.is_whole, timeout=20000)
    before = magenta()
    board.film.session.set_sheet(shot.subjects[0], file)
    qtbot.waitUntil(lambda: magenta() > before + 20, timeout=20000)
