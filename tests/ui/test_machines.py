"""The page of the machines: stages, their GPUs, the cluster; what is tried is said."""

from __future__ import annotations

import sys
from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QComboBox, QWidget

from studio import directors, plan, settings
from studio.session import Session
from tests.studio.toy_films import staged
from ui import orders
from ui.film import Film
from ui.line import QueueCard
from ui.machines import ADDRESS, AUTO, HERE, NOTHING, MachinesPage
from ui.pictures import Pictures
from ui.window import MainWindow

LEFT = Qt.MouseButton.LeftButton
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")


@pytest.fixture
def page(window: MainWindow) -> Iterator[MachinesPage]:
    window.open_preferences("machines")
    assert window.preferences is not None
    yield window.preferences.machines
    window.preferences.reject()


def choose(box: QComboBox, value: object) -> None:
    at = box.findData(value)
    assert at >= 0
    box.setCurrentIndex(at)
    box.activated.emit(at)


def test_the_place_where_pictures_are_made_is_kept(page):
    assert page.place.currentData() == HERE
    assert not page.test.isEnabled()
    assert page._address_line.isHidden()
    choose(page.place, AUTO)
    assert settings.load().cluster == "auto"
    assert page.test.isEnabled()
    choose(page.place, ADDRESS)
    assert not page._address_line.isHidden()
    QTest.keyClicks(page.address, "10.1.2.3:6379")
    QTest.keyClick(page.address, Qt.Key.Key_Return)
    assert settings.load().cluster == "10.1.2.3:6379"
    choose(page.place, HERE)
    assert settings.load().cluster == ""


def test_a_cluster_that_does_not_answer_is_said_and_may_be_tried_again(qtbot, page):
    choose(page.place, ADDRESS)
    page.address.setText("127.0.0.1:1")
    page.address.editingFinished.emit()
    QTest.mouseClick(page.test, LEFT)
    assert page.found.text() == "Joining the cluster at 127.0.0.1:1…"
    assert not page.test.isEnabled()
    qtbot.waitUntil(page.test.isEnabled, timeout=60_000)
    assert page.found.text().startswith("No cluster answers at 127.0.0.1:1. Look whether Ray runs")
    assert not page._found_line.isHidden()


def test_without_ray_it_says_how_to_install_it(page, monkeypatch):
    monkeypatch.setitem(sys.modules, "ray", None)
    choose(page.place, AUTO)
    assert 'pip install "longtake[cluster]"' in page.found.text()
    QTest.mouseClick(page.test, LEFT)
    assert page.test.isEnabled()  # nothing was begun
    choose(page.place, HERE)
    assert page._found_line.isHidden()


def test_several_gpus_are_shared_out_or_chosen_for_each_stage(window, monkeypatch):
    monkeypatch.setenv("CUDA_VISIBLE_DEVICES", "0,1,3")
    window.open_preferences("machines")
    page = window.preferences.machines
    shown = [box for box, line in zip(page.gpus, page._gpu_lines) if not line.isHidden()]
    assert len(shown) == 3
    assert "on GPU 0, 1, 3" in page.seats.text()
    choose(page.stages, 2)
    assert [line.isHidden() for line in page._gpu_lines[:3]] == [False, False, True]
    choose(page.gpus[1], "3")
    assert settings.load().gpus == ("", "3")
    assert "on GPU 0, 3" in page.seats.text()
    choose(page.gpus[1], "")
    assert settings.load().gpus == ()
    window.preferences.reject()


def test_what_is_connected_now_is_told(qtbot, page, window):
    assert page.now.text() == NOTHING
    window.film.resume()
    page._look()
    assert page.now.text() == "1 stage on this machine, not begun yet."
    window.film.pause()


def test_a_change_of_stages_holds_from_the_next_work_on(qtbot, tmp_path):
    film = Film(Session.new(tmp_path / "film.longtake", staged(1, 24)))
    film.resume()
    assert film.connected.startswith("1 stage ")
    film.resume()
    settings.save(settings.load().model_copy(update={"stages": 2}))
    film.resume()
    assert film.connected == "2 stages on this machine, not begun yet."
    film.close()


def test_a_window_that_cannot_join_lets_pictures_wait_with_the_reason_and_plans_go_on(
    qtbot, tmp_path
):
    settings.save(settings.load().model_copy(update={"cluster": "nowhere"}))
    film = Film(Session.new(tmp_path / "film.longtake", staged(1, 24)))
    queue, heard = film.session.queue, list[str]()
    film.said.connect(heard.append)
    assert film.render(None, "layout")
    (order,) = queue.orders()
    assert film.troupe is not None
    assert film.troupe.is_joining
    qtbot.waitUntil(lambda: bool(heard), timeout=60_000)
    assert "is no address of a cluster" in heard[0]
    assert not queue.paused
    assert orders.progress(film, order) == "waits for the cluster"
    around = QWidget()
    qtbot.addWidget(around)
    line = QueueCard(film, Pictures(film), around)
    line.renew()
    assert "is no address of a cluster" in line.rows[order.id].told.text()
    scene = film.board.scenes[0].id
    director = directors.bundled()
    assert director is not None
    planned = plan.order(film.session, director, [scene])
    film.resume()
    assert film.troupe.is_joining  # asked for again, it is tried again
    qtbot.waitUntil(lambda: planned.id not in {o.id for o in queue.orders()}, timeout=60_000)
    assert [o.id for o in queue.orders()] == [order.id]
    qtbot.waitUntil(lambda: len(heard) == 2, timeout=60_000)
    settings.save(settings.load().model_copy(update={"cluster": ""}))
    line.rows[order.id].retry.click()
    assert film.connected.startswith("1 stage on this machine")
    qtbot.waitUntil(lambda: not queue.orders(), timeout=60_000)
    assert queue.jobs.order(order.id).state == "done"
    film.close()


def test_a_stage_that_leaves_is_told_of_and_the_work_goes_on(qtbot, window: MainWindow) -> None:
    film = window.film
    film.session.tell("stage_left", "Beta has another torch. Install the same. The others go on.")
    assert window.trouble.words.text().endswith("The others go on.")
    assert film.session.queue.paused == ""
