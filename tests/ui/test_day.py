"""A filmmaker's day: from a script to an export, all of it undone, left, and done again."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent, QMouseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from storyboard.board import Board
from ui.app import House
from ui.window import MainWindow

LEFT = Qt.MouseButton.LeftButton
NONE, CONTROL, SHIFT, ALT = (
    Qt.KeyboardModifier.NoModifier,
    Qt.KeyboardModifier.ControlModifier,
    Qt.KeyboardModifier.ShiftModifier,
    Qt.KeyboardModifier.AltModifier,
)
SCRIPT = """Title: A stick

EXT. BEACH - MORNING

MIA, a girl in a red coat, walks along the water from left to right.

BISCUIT, a small dog, runs in from the left and jumps around her.

MIA
Fetch!

EXT. PARK - DAY

Mia sits on the grass.

Biscuit sleeps beside her.
"""
# said by the platform without a screen
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")


def drop(widget: QWidget, file: Path) -> None:
    """Let a file fall into a widget."""
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(file))])
    widget.dropEvent(QDropEvent(QPointF(100, 100), Qt.DropAction.CopyAction, data, LEFT, NONE))


def drag(widget: QWidget, start: QPoint, end: QPoint, keys: Qt.KeyboardModifier = NONE) -> None:
    """Press, go there in four steps, let go."""
    QTest.mousePress(widget, LEFT, keys, start)
    for step in range(1, 5):
        spot = QPointF(start + (end - start) * (step / 4))
        QApplication.sendEvent(
            widget,
            QMouseEvent(QEvent.Type.MouseMove, spot, widget.mapToGlobal(spot), LEFT, LEFT, keys),
        )
    QTest.mouseRelease(widget, LEFT, keys, end)


def press(window: MainWindow, key: Qt.Key, keys: Qt.KeyboardModifier = NONE) -> None:
    """A key where the focus is."""
    QTest.keyClick(QApplication.focusWidget() or window, key, keys)


def click_panel(window: MainWindow, at: int) -> None:
    """Click a shot's panel; it may be far down."""
    window.film.select(window.film.board.shots[0].id)
    place = window.board.place_of(window.film.board.shots[at].id)
    QTest.mouseClick(window.board.viewport(), LEFT, NONE, place.center().toPoint())
    assert window.film.shot_id == window.film.board.shots[at].id


def type_length(window: MainWindow, words: str) -> None:
    """Another length for the chosen shot, in the inspector."""
    field = window.inspector.shot.length
    field.setFocus()
    field.selectAll()
    QTest.keyClicks(field, words)
    QTest.keyClick(field, Qt.Key.Key_Return)
    window.board.setFocus()


def render(window: MainWindow, scope: str, level: str, qtbot) -> None:
    """Through the card of the Render button."""
    QTest.mouseClick(window.header.render_film, LEFT)
    QTest.mouseClick(window.card.scopes[scope], LEFT)
    QTest.mouseClick(window.card.rows[level], LEFT)
    qtbot.waitUntil(window.card.go.isEnabled, timeout=60000)
    QTest.mouseClick(window.card.go, LEFT)
    assert not window.card.isVisible()


def bare(board: Board) -> Board:
    """The board without its takes, which no undo takes away."""
    scenes = tuple(
        replace(scene, shots=tuple(replace(shot, takes=(), circled="") for shot in scene.shots))
        for scene in board.scenes
    )
    return replace(board, scenes=scenes)


def move_boxes_at_three_moments(window: MainWindow) -> None:
    film = window.film
    canvas, easel = window.stage.canvas, window.stage.easel
    who = next(iter(easel.boxes()))
    canvas.setFocus()
    for moment in (0, 3, 6):
        while film.moment < moment:
            press(window, Qt.Key.Key_Period)
        assert film.moment == moment
        before = easel.boxes()[who]
        start = canvas.sight.box(before).center().toPoint()
        drag(canvas, start, start + QPoint(24, -12), CONTROL)
        assert film.subject_id == who
        assert easel.boxes()[who] != before
        assert film.session.undo_name.startswith("Move box of")


def edit_the_script_and_plan_again(window: MainWindow, qtbot) -> None:
    film = window.film
    last = film.board.shots[-1]
    editor = window.script.editor
    editor.setFocus()
    cursor = editor.textCursor()
    cursor.setPosition(last.stretch.end - 1)
    editor.setTextCursor(cursor)
    QTest.keyClicks(editor, " and dreams of a whale")
    qtbot.waitUntil(lambda: film.shots[last.id].stale, timeout=5000)
    assert window.script.stale.isVisible()
    QTest.mouseClick(window.script.stale.button, LEFT)
    qtbot.waitUntil(lambda: not any(s.stale for s in film.board.shots), timeout=10000)
    assert "dreams of a whale" in film.board.script


def render_two_shots_and_cancel_a_third(window: MainWindow, qtbot) -> None:
    film = window.film
    for at in (0, 1):
        click_panel(window, at)
        type_length(window, "12f")
        render(window, "Shot", "layout", qtbot)
    qtbot.waitUntil(lambda: not film.session.queue.orders(), timeout=600000)
    assert [film.level(shot.id) for shot in film.board.shots[:2]] == [1, 1]
    render(window, "Film", "layout", qtbot)
    QTest.mouseClick(window.status.stop, LEFT)
    qtbot.waitUntil(lambda: not film.session.queue.orders(), timeout=100000)
    assert not window.trouble.isVisible()


def circle_and_trim(window: MainWindow) -> None:
    film = window.film
    click_panel(window, 0)
    press(window, Qt.Key.Key_T, CONTROL | SHIFT)
    assert film.shot.circled == film.shot.takes[0]
    lanes = window.timeline.lanes
    length = film.shot.length
    x = round(lanes.x_of(film.starts[film.shot_id] + length))
    drag(lanes.viewport(), QPoint(x - 2, 40), QPoint(x + 60, 40), SHIFT)
    assert film.shot.length > length


def export(window: MainWindow, file: Path, qtbot) -> None:
    QTest.mouseClick(window.header.export_film, LEFT)
    dialog = window.dialog
    QTest.mouseClick(dialog.range.buttons["chosen"], LEFT)
    dialog.path.setText(str(file))
    dialog.pixels.setCurrentIndex(0)
    QTest.mouseClick(dialog.go, LEFT)
    qtbot.waitUntil(lambda: not dialog.runs, timeout=600000)
    assert file.stat().st_size > 1000, dialog.said.text()
    dialog.reject()


def undo_all(window: MainWindow, qtbot) -> int:
    """How many steps it took."""
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    window.board.setFocus()
    steps = 0
    while window.film.session.undo_name:
        press(window, Qt.Key.Key_Z, CONTROL)
        steps += 1
        assert steps < 100
    return steps


@pytest.mark.timeout(600)
def test_a_whole_day_of_work_is_undone_left_and_done_again(qtbot, tmp_path):
    script = tmp_path / "stick.fountain"
    script.write_text(SCRIPT, "utf-8")
    house = House()
    house.show(None)
    assert house.page is not None
    drop(house.page, script)
    window = house.window
    assert isinstance(window, MainWindow)
    film = window.film
    qtbot.waitUntil(window.isActiveWindow)
    first = film.board
    assert len(first.scenes) == 2
    assert [film.level(id) for id in film.shots] == [0] * len(film.shots)

    # boxes on the stage
    click_panel(window, 1)
    press(window, Qt.Key.Key_2, CONTROL)
    assert film.view == "stage"
    assert not window.player.isVisible()
    move_boxes_at_three_moments(window)
    press(window, Qt.Key.Key_1, CONTROL)
    assert film.view == "board"

    # a shot is moved and locked; a new plan leaves it alone
    moved = film.shot_id
    press(window, Qt.Key.Key_Left, ALT)
    assert film.board.shots[0].id == moved
    press(window, Qt.Key.Key_L, CONTROL)
    assert film.shots[moved].locked
    kept = film.shots[moved]
    edit_the_script_and_plan_again(window, qtbot)
    assert bare_shot(film.shots[moved]) == bare_shot(kept)

    render_two_shots_and_cancel_a_third(window, qtbot)
    circle_and_trim(window)
    export(window, tmp_path / "film.mp4", qtbot)
    done = film.board
    steps = undo_all(window, qtbot)
    assert bare(film.board) == first
    path = film.session.path
    window.close()

    # the next day
    house.open(path)
    again = house.window
    assert isinstance(again, MainWindow)
    qtbot.waitUntil(again.isActiveWindow)
    assert bare(again.film.board) == first
    again.board.setFocus()
    for _ in range(steps):
        press(again, Qt.Key.Key_Z, CONTROL | SHIFT)
    assert bare(again.film.board) == bare(done)
    assert again.film.board.script == done.script
    assert again.film.board.shots[0].circled
    assert not again.film.session.redo_name
    again.close()


def bare_shot(shot):
    """A shot without where its words lie, which every edit of the script moves."""
    return replace(shot, stretch=None, takes=(), circled="")
