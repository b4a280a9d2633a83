"""A filmmaker's first hour: look, select, change, write, plan, render, play, leave, come back."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel

from storyboard.board import Board
from storyboard.edits import shots
from studio import render
from studio.session import Session
from studio.usage import release
from tests.ui.conftest import opened
from ui.film import Film
from ui.window import MainWindow

LEFT = Qt.MouseButton.LeftButton
# said by the platform without a screen whenever a window has a least size
pytestmark = pytest.mark.qt_log_ignore("does not support propagateSizeHints")


def click_panel(window: MainWindow, shot: str) -> None:
    """A click into the middle of a panel."""
    where = window.board.place_of(shot).center().toPoint()
    QTest.mouseClick(window.board.viewport(), LEFT, Qt.KeyboardModifier.NoModifier, where)


def type_into(window: MainWindow, words: str) -> None:
    """Replace the length with typed words and leave the field with Enter."""
    field = window.inspector.shot.length
    field.setFocus()
    field.selectAll()
    QTest.keyClicks(field, words)
    QTest.keyClick(field, Qt.Key.Key_Return)


def test_a_small_screen_holds_every_view(qtbot, window):
    for view in ("board", "stage"):
        window.film.show_view(view)
        window.resize(1100, 700)
        assert (window.width(), window.height()) == (1100, 700)
        pane = window.workspace.panes[2]
        assert window.inspector.minimumSizeHint().width() <= pane.width()
    bar = window.stage.bar
    assert not bar.mode.isVisible()
    window.resize(1440, 900)
    qtbot.waitUntil(bar.mode.isVisible)


def test_a_film_without_shots_says_why_nothing_can_be_rendered(qtbot, tmp_path):
    session = Session.new(tmp_path / "empty.longtake", Board(title="Untitled"))
    window = MainWindow(Film(session))
    qtbot.addWidget(window)
    window.show()
    for button in (window.header.render_film, window.header.export_film):
        assert not button.isEnabled()
        assert "no shots yet" in button.toolTip()
    QTest.mouseClick(window.board.nothing.plan, LEFT)
    assert window.film.board.script == ""
    window.script.editor.insertPlainText("A fox sleeps in a barn.")
    window.script.take_in()
    assert window.board.nothing.plan.text() == "Plan script"
    QTest.mouseClick(window.board.nothing.plan, LEFT)
    assert window.header.render_film.isEnabled()
    window.close()


def test_about_tells_the_version(qtbot, window):
    window.commands.act("help.about").do()
    said = [label.text() for label in window.preferences.pages.currentWidget().findChildren(QLabel)]
    assert release() in said
    window.preferences.reject()


def test_a_film_opens_as_a_board_of_layouts_and_plays_as_an_animatic(qtbot, window):
    film = window.film
    assert [film.level(id) for id in film.shots] == [0] * len(film.shots)
    assert window.header.saved.text().startswith("Saved ")
    first = film.board.shots[0].id
    qtbot.waitUntil(lambda: window.pictures.is_whole, timeout=60000)
    picture = window.grab().toImage()
    place = window.board.mapTo(window, window.board.place_of(first).center().toPoint())
    colours = {picture.pixelColor(place.x() + x, place.y() - 40).rgb() for x in range(-60, 60, 3)}
    assert len(colours) > 5  # a picture, not a grey plate
    start = film.frame
    QTest.keyClick(window, Qt.Key.Key_Space)
    assert window.player.plays
    qtbot.waitUntil(lambda: film.frame > start + 4, timeout=20000)
    QTest.keyClick(window, Qt.Key.Key_Space)
    assert not window.player.plays


def test_a_click_selects_a_shot_everywhere(window):
    film = window.film
    second = film.board.shots[1]
    click_panel(window, second.id)
    assert film.shot_id == second.id
    assert window.inspector.shot.number.text() == f"Shot {film.labels[second.id]}"
    assert film.frame == film.starts[second.id]
    lanes = window.timeline.lanes
    where = lanes.shots.box(0, lanes.tracks).center().toPoint()
    QTest.mouseClick(lanes.viewport(), LEFT, Qt.KeyboardModifier.NoModifier, where)
    assert film.shot_id == film.board.shots[0].id
    window.board.setFocus()
    QApplication.processEvents()
    QTest.keyClick(window.board, Qt.Key.Key_Right)
    assert film.shot_id == second.id


def test_a_typed_length_holds_at_once_and_undo_names_it(window):
    film = window.film
    shot = film.board.shots[1]
    click_panel(window, shot.id)
    type_into(window, "96f")
    assert film.shot.length == 96
    assert film.starts[film.board.shots[2].id] == film.starts[shot.id] + 96
    assert "the length" in window.header.undo.toolTip()
    QTest.mouseClick(window.header.undo, LEFT)
    assert film.shot.length == shot.length
    QTest.mouseClick(window.header.redo, LEFT)
    assert film.shot.length == 96
    type_into(window, "4s")
    assert film.shot.length == 4 * film.board.rate


def test_a_length_that_is_none_is_refused_in_its_field(window):
    before = window.film.board
    type_into(window, "soon")
    assert window.film.board is before
    assert window.inspector.shot.fault.isVisible()
    assert "not a time" in window.inspector.shot.fault.text()
    type_into(window, "3s")
    assert not window.inspector.shot.fault.isVisible()


def test_size_movement_and_lock_are_edits_of_the_board(window):
    film, choices = window.film, window.inspector.shot.choices
    for name, value in (("size", "CU"), ("movement", "push"), ("join", "dissolve")):
        box = choices[name]
        box.setFocus()
        at = box.findData(value)
        box.setCurrentIndex(at)
        box.activated.emit(at)
        assert getattr(film.shot, name) == value
    QTest.mouseClick(window.inspector.lock, LEFT)
    assert film.shot.locked
    for _ in range(4):
        QTest.mouseClick(window.header.undo, LEFT)
    assert not film.shot.locked
    assert film.shot.join == "cut"


def test_an_edited_script_marks_its_shots_and_plan_again_clears_them(qtbot, window):
    film, script = window.film, window.script.editor
    shot = film.board.shots[1]
    words = film.board.script[shot.stretch.start : shot.stretch.end]
    script.setFocus()
    cursor = script.textCursor()
    cursor.setPosition(shot.stretch.start + len(words) - 1)
    script.setTextCursor(cursor)
    assert film.shot_id == shot.id
    QTest.keyClicks(script, " and sings loudly")
    qtbot.waitUntil(lambda: film.shots[shot.id].stale, timeout=20000)
    assert window.script.stale.isVisible()
    assert window.script.stale.words.text() == "1 shot differs from the script"
    QTest.mouseClick(window.script.stale.button, LEFT)
    assert not window.script.stale.isVisible()
    assert not any(other.stale for other in film.board.shots)
    assert "sings loudly" in film.board.script
    for _ in range(2):
        QTest.keyClick(script, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert "sings loudly" not in film.board.script
    assert script.toPlainText() == film.board.script


def test_two_rendered_shots_show_what_they_are_now(qtbot, window):
    film = window.film
    film.edit("Shorten", lambda board: shots.set_shots(board, film.shots, length=24))
    for shot in film.board.shots[:2]:
        click_panel(window, shot.id)
        QTest.mouseClick(window.header.render_film, LEFT)
        card = window.card
        assert card.isVisible()
        QTest.mouseClick(card.scopes["Shot"], LEFT)
        QTest.mouseClick(card.rows["layout"], LEFT)
        qtbot.waitUntil(card.go.isEnabled, timeout=10000)
        QTest.mouseClick(card.go, LEFT)
        assert not card.isVisible()
    assert window.status.stop.isVisible()
    qtbot.waitUntil(lambda: not film.session.queue.orders(), timeout=120000)
    levels = [film.level(shot.id) for shot in film.board.shots]
    assert levels == [1, 1] + [0] * (len(levels) - 2)
    assert window.status.verb.text() == "Ready."
    first = film.board.shots[0]
    assert not film.is_outdated(first.id)
    take = film.session.takes.of_shot(first.id)[0]
    click_panel(window, first.id)
    strip = window.inspector.shot.takes
    QTest.mouseClick(strip, LEFT, Qt.KeyboardModifier.NoModifier, QPoint(20, 20))
    assert film.shot.circled == take.id
    film.undo()
    assert film.shot.circled == ""
    type_into(window, "6s")
    assert film.is_outdated(first.id)
    assert film.render(None, "layout")
    QTest.mouseClick(window.status.stop, LEFT)
    qtbot.waitUntil(lambda: not film.session.queue.orders(), timeout=30000)
    assert not window.status.stop.isVisible()
    assert not window.trouble.isVisible()


def test_the_player_steps_frames_and_goes_from_cut_to_cut(window):
    film = window.film
    window.board.clearFocus()
    window.setFocus()
    for key, frame in ((Qt.Key.Key_Right, 1), (Qt.Key.Key_Right, 2), (Qt.Key.Key_Left, 1)):
        QTest.keyClick(window, key)
        assert film.frame == frame
    QTest.keyClick(window, Qt.Key.Key_PageDown)
    assert film.frame == film.board.shots[0].length
    assert film.shot_id == film.board.shots[1].id
    assert window.player.transport.time.text() == "00:00:{:02}:{:02}".format(
        *divmod(film.frame, 24)
    )
    QTest.keyClick(window, Qt.Key.Key_L)
    QTest.keyClick(window, Qt.Key.Key_L)
    assert window.player.speed == 2
    QTest.keyClick(window, Qt.Key.Key_K)
    assert not window.player.plays


def test_keys_of_the_player_stay_silent_while_one_types(window):
    window.script.editor.setFocus()
    QApplication.processEvents()
    QTest.keyClicks(window.script.editor, "lk ")
    assert not window.player.plays
    assert window.script.editor.toPlainText() != window.film.board.script


def test_closing_keeps_everything_even_words_just_typed(qtbot, project):
    window = opened(qtbot, project)
    shot = window.film.board.shots[0].id
    type_into(window, "5s")
    window.script.editor.setFocus()
    window.script.editor.moveCursor(window.script.editor.textCursor().MoveOperation.End)
    for _ in range(2):
        QTest.keyClick(window.script.editor, Qt.Key.Key_Return)
    QTest.keyClicks(window.script.editor, "The end.")
    window.close()
    again = opened(qtbot, project)
    assert again.film.shots[shot].length == 120
    assert again.film.board.script.endswith("The end.")
    assert again.film.session.undo_name == "Edit the script"
    again.film.undo()
    again.film.undo()
    assert again.film.shots[shot].length != 120
    again.close()


def test_shots_are_split_joined_copied_and_deleted_by_keys(window):
    film = window.film
    count = len(film.shots)
    control = Qt.KeyboardModifier.ControlModifier
    film.seek(20)
    for key, expected in (
        (Qt.Key.Key_K, count + 1), (Qt.Key.Key_J, count), (Qt.Key.Key_D, count + 1),
        (Qt.Key.Key_Backspace, count), (Qt.Key.Key_Z, count + 1),
    ):  # fmt: skip
        QTest.keyClick(window, key, control)
        assert len(film.shots) == expected


def test_work_of_the_last_time_waits_until_the_person_goes_on(qtbot, project):
    with Session.open(project) as session:
        session.edit("Shorten", _short)
        render.serve(session)
        render.order(session, [session.board.shots[0].id], "layout")
    window = opened(qtbot, project)
    assert window.status.verb.text() == "Paused"
    QTest.mouseClick(window.status.hold, LEFT)
    qtbot.waitUntil(lambda: not window.film.session.queue.orders(), timeout=120000)
    assert window.film.level(window.film.board.shots[0].id) == 1
    window.close()


def test_an_export_is_made_in_a_process_of_its_own_and_can_be_cancelled(qtbot, window, tmp_path):
    film = window.film
    for shot in film.board.shots[1:]:  # one shot is film enough
        film.select(shot.id)
        QTest.keyClick(window, Qt.Key.Key_Delete)
    film.edit("Shorten", _short)
    QTest.mouseClick(window.header.export_film, LEFT)
    dialog = window.dialog
    assert dialog.lacking.words.text() == "The shot is not final."
    dialog.path.setText(str(tmp_path / "film.mp4"))
    dialog.pixels.setCurrentIndex(dialog.pixels.findText("640 x 360"))
    dialog.start()
    dialog.reject()
    assert not dialog.runs
    assert not list(tmp_path.glob("*.mp4"))
    dialog.start()
    qtbot.waitUntil(lambda: not dialog.runs, timeout=120000)
    assert (tmp_path / "film.mp4").stat().st_size > 1000, dialog.said.text()
    assert "12 frames" in dialog.said.text()
    dialog.path.setText(str(tmp_path / "no such folder" / "film.mp4"))
    dialog.start()
    qtbot.waitUntil(lambda: not dialog.runs, timeout=120000)
    assert dialog.said.text().endswith(".")
    dialog.reject()


def _short(board):
    return shots.set_length(board, board.shots[0].id, 12)


def test_a_project_open_elsewhere_can_be_looked_at_and_says_why_not_more(qtbot, window, project):
    other = MainWindow(Film(Session.open(project, read_only=True)))
    qtbot.addWidget(other)
    other.show()
    type_into(other, "4s")
    assert other.trouble.isVisible()
    assert "look at only" in other.trouble.words.text()
    other.close()


@pytest.mark.parametrize("module", ["ui.app", "ui.export_job"])
def test_torch_never_comes_into_the_windows_process(module: str):
    told = (
        f"import sys, json, {module}; print(json.dumps([m for m in "
        "('torch', 'diffusers', 'transformers', 'llama_cpp') if m in sys.modules]))"
    )
    done = subprocess.run(
        [sys.executable, "-c", told], capture_output=True, text=True, check=True,
        cwd=Path(__file__).resolve().parents[2],
    )  # fmt: skip
    assert json.loads(done.stdout) == []
