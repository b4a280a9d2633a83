"""What breaks outside the window never takes it along; what is closed leaves nothing behind."""

from __future__ import annotations

import gc
import os
import signal
import threading

import pytest
import shiboken6
from PySide6.QtCore import QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from storyboard.edits import shots
from studio.session import Session
from tests.ui.conftest import opened
from tests.ui.test_window import LEFT, click_panel
from ui.film import Film
from ui.window import MainWindow

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")


def stage_pid(window: MainWindow) -> int:
    """The process where models run."""
    (stage,) = window.film.session._stages
    return stage.pid  # type: ignore[attr-defined]


@pytest.mark.timeout(500)
def test_a_killed_stage_costs_at_most_a_sentence_and_the_film_is_made_all_the_same(qtbot, window):
    film = window.film
    first = film.board.shots[0]
    film.edit("Shorten", lambda board: shots.set_shots(board, film.shots, length=24))
    film.render([first.id], "layout")
    qtbot.waitUntil(lambda: bool(film.running), timeout=100000)
    os.kill(stage_pid(window), signal.SIGKILL)
    qtbot.waitUntil(lambda: not film.session.queue.orders(), timeout=300000)
    if film.level(first.id) == 0:  # it was not tried again by itself: it is said, with the way out
        assert window.trouble.isVisible()
        assert window.trouble.words.text().endswith(".")
        QTest.mouseClick(window.trouble.banners[0].button, LEFT)
        qtbot.waitUntil(lambda: not film.session.queue.orders(), timeout=300000)
    assert film.level(first.id) == 1
    click_panel(window, film.board.shots[1].id)
    assert film.shot_id == film.board.shots[1].id
    film.undo()
    assert film.shots[first.id].length == first.length


def test_windows_that_were_closed_leave_no_thread_and_no_timer(qtbot, project):
    opened(qtbot, project).close()
    QApplication.processEvents()
    threads, timers = threading.active_count(), active_timers()
    for _ in range(3):
        window = MainWindow(Film(Session.open(project)))
        window.show()
        QApplication.processEvents()
        window.open_render()
        window.open_queue()
        window.film.show_view("stage")
        window.close()
        window.deleteLater()
        QApplication.processEvents()
    QTest.qWait(50)
    assert threading.active_count() == threads
    assert active_timers() <= timers


def active_timers() -> int:
    gc.collect()
    every = (one for one in gc.get_objects() if issubclass(type(one), QTimer))
    return sum(shiboken6.isValid(timer) and timer.isActive() for timer in every)
