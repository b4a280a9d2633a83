"""The board under hand and keys: choosing, moving, cutting, folding, naming, and what it shows."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu

from tests.ui.boards import CONTROL, LEFT, NONE, SHIFT, click, do, drag, ids, spot

# said by the platform without a screen whenever a menu opens or a card is carried
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")


# Choosing ----------------------------------------------------------------------------------------


def test_clicks_choose_one_several_and_a_row(board):
    film, row = board.film, ids(board)
    click(board, row[1])
    assert film.chosen == (row[1],)
    click(board, row[3], CONTROL)
    assert film.chosen == (row[1], row[3])
    assert film.shot_id == row[3]
    click(board, row[1], CONTROL)
    assert film.chosen == (row[3],)
    click(board, row[0])
    click(board, row[2], SHIFT)
    assert film.chosen == tuple(row[:3])
    click(board, row[1])
    assert film.chosen == (row[1],)


def test_a_rubber_band_chooses_what_it_touches_and_esc_takes_it_back(board):
    film, row = board.film, ids(board)
    click(board, row[4])
    first, second = board.place_of(row[0]), board.place_of(row[1])
    start = QPoint(round(first.left()) - 8, round(first.top()) + 20)
    end = QPoint(round(second.center().x()), round(second.center().y()))
    drag(board, start, end, drop=False)
    assert set(row[:2]) <= set(film.chosen)
    assert row[2] not in film.chosen
    QTest.keyClick(board, Qt.Key.Key_Escape)
    assert film.chosen == (row[4],)


def test_arrows_walk_and_with_shift_they_choose_a_row(board):
    film, row = board.film, ids(board)
    film.select(row[0])
    QTest.keyClick(board, Qt.Key.Key_Right)
    assert film.shot_id == row[1]
    QTest.keyClick(board, Qt.Key.Key_Right, SHIFT)
    QTest.keyClick(board, Qt.Key.Key_Right, SHIFT)
    assert film.chosen == tuple(row[1:4])
    QTest.keyClick(board, Qt.Key.Key_Left, SHIFT)
    assert film.chosen == tuple(row[1:3])
    QTest.keyClick(board, Qt.Key.Key_Escape)
    assert film.chosen == (film.shot_id,)


def test_up_and_down_keep_the_column_across_scenes(board):
    film = board.film
    first, second = film.board.scenes[:2]
    film.select(first.shots[1].id)
    QTest.keyClick(board, Qt.Key.Key_Down)
    assert film.shot_id == second.shots[1].id
    QTest.keyClick(board, Qt.Key.Key_Up)
    assert film.shot_id == first.shots[1].id
    QTest.keyClick(board, Qt.Key.Key_End)
    assert film.shot_id == ids(board)[-1]
    assert board.viewport().rect().contains(spot(board, film.shot_id))


def test_a_heading_chooses_its_scene_folds_it_and_is_renamed_in_the_script_too(board):
    film = board.film
    scene = film.board.scenes[1]
    head = board.place_of_scene(scene.id)
    where = QPoint(round(head.x()) + 80, round(head.center().y()))
    QTest.mouseClick(board.viewport(), LEFT, NONE, where)
    assert film.chosen == tuple(shot.id for shot in scene.shots)
    fold = QPoint(round(head.x()) + 6, round(head.center().y()))
    QTest.mouseClick(board.viewport(), LEFT, NONE, fold)
    assert board.place_of(scene.shots[0].id).isNull()
    QTest.mouseClick(board.viewport(), LEFT, NONE, fold)
    assert not board.place_of(scene.shots[0].id).isNull()
    do(board, "scene.rename")
    board.heading.selectAll()
    QTest.keyClicks(board.heading, "EXT. DUNES - NIGHT")
    QTest.keyClick(board.heading, Qt.Key.Key_Return)
    assert film.board.scenes[1].heading == "EXT. DUNES - NIGHT"
    assert "EXT. DUNES - NIGHT" in film.board.script
    assert scene.heading not in film.board.script
    assert film.session.undo_name == f"Rename scene {film.labels[scene.id]}"


def test_enter_and_a_double_click_show_the_stage(board):
    film = board.film
    QTest.keyClick(board, Qt.Key.Key_Return)
    assert film.view == "stage"
    film.show_view("board")
    third = ids(board)[2]
    QTest.mouseDClick(board.viewport(), LEFT, NONE, spot(board, third))
    assert (film.view, film.shot_id) == ("stage", third)


# Moving ------------------------------------------------------------------------------------------


def test_a_card_is_carried_to_another_scene_as_one_edit_and_stays_chosen(board):
    film = board.film
    one, two = film.board.scenes[:2]
    moved, target = one.shots[0].id, two.shots[1].id
    film.select(moved)
    box = board.place_of(target)
    end = QPoint(round(box.left()) + 4, round(box.center().y()))
    drag(board, spot(board, moved), end, drop=False)
    assert board.hand.card is not None
    assert board.hand.slot.before == target
    QTest.mouseRelease(board.viewport(), LEFT, NONE, end)
    assert [shot.id for shot in film.board.scenes[1].shots][1] == moved
    assert film.chosen == (moved,)
    assert film.session.undo_name == "Move shot 1A"
    film.undo()
    assert film.board.scenes[0].shots[0].id == moved


def test_esc_lays_a_lifted_card_back(board):
    film, row = board.film, ids(board)
    before = film.board
    drag(board, spot(board, row[0]), spot(board, row[3]), drop=False)
    QTest.keyClick(board, Qt.Key.Key_Escape)
    assert board.hand.card is None
    QTest.mouseRelease(board.viewport(), LEFT, NONE, spot(board, row[3]))
    assert film.board is before


def test_several_are_carried_together_and_the_board_scrolls_along(qtbot, board):
    film, row = board.film, ids(board)
    film.choose({row[0], row[1]}, row[0])
    low = QPoint(spot(board, row[0]).x(), board.viewport().height() - 3)
    drag(board, spot(board, row[0]), low, drop=False)
    bar = board.verticalScrollBar()
    qtbot.waitUntil(lambda: bar.value() == bar.maximum(), timeout=8000)
    QTest.mouseRelease(board.viewport(), LEFT, NONE, low)
    last = [shot.id for shot in film.board.scenes[-1].shots]
    assert {row[0], row[1]} <= set(last)
    assert film.session.undo_name == "Move 2 shots"


def test_alt_and_arrows_move_a_shot_over_the_edge_of_its_scene(board):
    film = board.film
    one, two = film.board.scenes[:2]
    film.select(one.shots[-1].id)
    do(board, "shot.later")
    assert film.board.scenes[1].shots[0].id == one.shots[-1].id
    do(board, "shot.later")
    assert film.board.scenes[1].shots[1].id == one.shots[-1].id
    do(board, "shot.earlier")
    do(board, "shot.earlier")
    assert film.board.scenes == (one, two, *film.board.scenes[2:])


# Acts --------------------------------------------------------------------------------------------


def test_shots_are_split_joined_doubled_locked_and_deleted(board):
    film, row = board.film, ids(board)
    film.select(row[1])
    act = next(act for act in board.acts() if act.name == "shot.split")
    assert "start of the shot" in act.why_not()
    film.seek(film.frame + 20)
    do(board, "shot.split")
    assert film.shots[row[1]].length == 20
    film.choose({row[1], ids(board)[2]})
    do(board, "shot.join")
    assert ids(board) == row
    do(board, "shot.duplicate")
    twin = film.shot_id
    assert ids(board)[2] == twin
    assert film.shots[twin].action == film.shots[row[1]].action
    do(board, "shot.lock")
    assert film.shots[twin].locked
    do(board, "shot.lock")
    assert not film.shots[twin].locked
    do(board, "shot.delete")
    assert ids(board) == row
    assert film.shot_id == row[2]


def test_new_shots_stand_before_and_after(board):
    film, row = board.film, ids(board)
    film.select(row[1])
    do(board, "shot.after")
    after = film.shot_id
    assert ids(board)[:3] == [row[0], row[1], after]
    film.select(row[1])
    do(board, "shot.before")
    assert ids(board)[:4] == [row[0], film.shot_id, row[1], after]


def test_copied_shots_are_pasted_after_the_current_one(board):
    film, row = board.film, ids(board)
    film.choose({row[0], row[1]})
    do(board, "shot.copy")
    film.select(row[5])
    do(board, "shot.paste")
    scene = film.board.scene_of(row[5])
    at = [shot.id for shot in scene.shots].index(row[5])
    pasted = scene.shots[at + 1 : at + 3]
    assert [shot.action for shot in pasted] == [film.shots[id].action for id in row[:2]]
    assert film.chosen == tuple(shot.id for shot in pasted)
    do(board, "shot.cut")
    assert ids(board) == row
    do(board, "shot.paste")
    assert len(ids(board)) == len(row) + 2


def test_scenes_move_part_come_and_go(board):
    film = board.film
    names = [scene.id for scene in film.board.scenes]
    film.select(film.board.scenes[0].shots[0].id)
    do(board, "scene.down")
    assert [scene.id for scene in film.board.scenes][:2] == [names[1], names[0]]
    do(board, "scene.up")
    film.select(film.board.scenes[0].shots[2].id)
    do(board, "scene.part")
    assert len(film.board.scenes) == len(names) + 1
    do(board, "scene.insert")
    QTest.keyClick(board.heading, Qt.Key.Key_Escape)
    assert not film.board.scenes[2].shots
    do(board, "scene.delete")
    assert len(film.board.scenes) == len(names) + 1
    do(board, "scene.all")
    assert len(film.chosen) > 1


def test_every_shot_can_be_chosen_and_a_right_click_lists_the_acts(board):
    film, row = board.film, ids(board)
    do(board, "shot.all")
    assert film.chosen == tuple(row)
    where = spot(board, row[0])
    event = QContextMenuEvent(
        QContextMenuEvent.Reason.Mouse, where, board.viewport().mapToGlobal(where)
    )
    QApplication.sendEvent(board.viewport(), event)
    menu = board.findChild(QMenu)
    said = [action.text().split("\t")[0] for action in menu.actions()]
    assert {"Duplicate", "Split at the playhead", "Lock against plans", "Delete"} <= set(said)
    next(a for a in menu.actions() if a.text().startswith("Duplicate")).trigger()
    assert len(ids(board)) == 2 * len(row)
    menu.close()
