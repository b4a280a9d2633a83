"""The queue over the status line: its rows are moved, held, cancelled, tried again."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest

from studio import render
from studio.jobs import Job
from ui.window import MainWindow

LEFT, NONE = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
ALT = Qt.KeyboardModifier.AltModifier
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")


@pytest.fixture
def asked(window: MainWindow) -> list[str]:
    """Three orders that wait in a paused queue, which is open; their ids."""
    film = window.film
    film.pause()
    made = [render.order(film.session, [shot.id], "layout").id for shot in film.board.shots[:3]]
    QTest.mouseClick(window.status.waits, LEFT)
    assert window.queue.isVisible()
    return made


def line(window: MainWindow) -> list[str]:
    return [order.id for order in window.film.session.queue.orders()]


def test_rows_say_what_waits_and_are_moved_by_keys(window, asked):
    rows = window.queue.rows
    assert [row.title.text() for row in rows.values()] == [
        window.film.labels[shot.id] for shot in window.film.board.shots[:3]
    ]
    first, second, third = asked
    QTest.keyClick(rows[third], Qt.Key.Key_Up, ALT)
    assert line(window) == [first, third, second]
    QTest.keyClick(rows[third], Qt.Key.Key_Up, ALT)
    assert line(window) == [third, first, second]
    assert list(window.queue.rows) == line(window)


def test_a_row_is_dragged_to_another_place(window, asked):
    first, second, _ = asked
    row = window.queue.rows[first]
    QTest.mousePress(row, LEFT, NONE, QPoint(60, 20))
    for _ in range(4):
        QTest.mouseMove(row, QPoint(60, 50))
    QTest.mouseRelease(row, LEFT, NONE, QPoint(60, 20))
    assert line(window).index(first) > 0
    assert window.queue.rows[second].y() < window.queue.rows[first].y()


def test_one_is_held_while_the_others_go_on(window, asked):
    first = asked[0]
    row = window.queue.rows[first]
    QTest.mouseClick(row.hold, LEFT)
    assert first in window.film.session.queue.held
    assert row.left.text() == "Held"
    QTest.mouseClick(row.hold, LEFT)
    assert not window.film.session.queue.held


def test_one_is_cancelled_and_its_row_goes(window, asked):
    QTest.mouseClick(window.queue.rows[asked[1]].stop, LEFT)
    assert line(window) == [asked[0], asked[2]]
    assert asked[1] not in window.queue.rows


def test_a_row_tells_what_befell_a_stage_and_that_the_film_goes_on(window, asked):
    session, befell = window.film.session, "Stage 2 crashed at shot 1A; another stage makes that."
    order = session.queue.orders()[0]
    now = replace(order, state="running", done=1, of=4, sentence=befell)
    session.queue._orders[order.id] = now
    session.tell("order_changed", now)
    row = window.queue.rows[order.id]
    assert row.told.text() == f"window 2 of 4. {befell}"
    assert befell in row.accessibleName()
    assert row.retry.isHidden()
    assert row.left.text() == ""  # nothing is made yet
    job = Job("j", order.id, "render", windows={"k": (2, (0,))}, state="running", unit="window")
    session.tell("job_changed", job)
    session.tell("job_changed", replace(job, state="done"))
    assert row.left.text() == "1 s"


def test_a_failed_one_says_why_and_is_tried_again_or_left(window, asked):
    queue = window.film.session.queue
    order = next(o for o in queue.orders() if o.id == asked[0])
    queue._change(replace(order, state="failed", sentence="The disk is full. Free some space."))
    row = window.queue.rows[asked[0]]
    assert row.told.text() == "The disk is full. Free some space."
    assert window.trouble.isVisible()
    QTest.mouseClick(row.retry, LEFT)
    window.film.pause()
    assert asked[0] in line(window)
    order = next(o for o in queue.orders() if o.id == asked[0])
    queue._change(replace(order, state="failed", sentence="The disk is full. Free some space."))
    QTest.mouseClick(window.queue.rows[asked[0]].stop, LEFT)
    assert asked[0] not in window.queue.rows
    assert not queue.failed()


def test_it_closes_on_escape_and_on_a_click_beside_it(window, asked):
    QTest.keyClick(window.queue, Qt.Key.Key_Escape)
    assert not window.queue.isVisible()
    QTest.mouseClick(window.status.waits, LEFT)
    assert window.queue.isVisible()
    QTest.mouseClick(window.board.viewport(), LEFT, NONE, QPoint(400, 5))
    assert not window.queue.isVisible()
    QTest.mouseClick(window.status.waits, LEFT)
    QTest.mouseClick(window.status.waits, LEFT)
    assert not window.queue.isVisible()
