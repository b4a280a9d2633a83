"""The render card: which shots, how far, what it costs, what stands in the way."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from studio import plan
from tests.ui.test_window import click_panel

LEFT = Qt.MouseButton.LeftButton
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")


def test_scopes_that_there_are_not_say_why_and_those_that_are_hold_their_shots(window):
    film, card = window.film, window.card
    row = list(film.shots)
    click_panel(window, row[2])
    QTest.mouseClick(window.header.render_film, LEFT)
    assert card.scopes["Shot"].text() == f"Shot {film.labels[row[2]]}"
    assert not card.scopes["Selection"].isEnabled()
    assert card.scopes["Selection"].toolTip().endswith("Ctrl+click.")
    assert not card.scopes["Stretch"].isEnabled()
    assert card.shots("Shot") == [row[2]]
    assert card.shots("Film") == row
    card.hide()
    film.choose(row[1:3])
    film.mark(0, film.starts[row[1]] + 1)
    QTest.mouseClick(window.header.render_film, LEFT)
    assert card.scopes["Selection"].text() == "2 shots"
    assert card.shots("Selection") == row[1:3]
    assert card.shots("Stretch") == row[:2]


def test_the_cost_is_counted_before_it_starts_and_the_button_waits_for_it(qtbot, window):
    card = window.card
    QTest.mouseClick(window.header.render_film, LEFT)
    QTest.mouseClick(card.rows["layout"], LEFT)
    qtbot.waitUntil(card.go.isEnabled, timeout=20000)
    assert card.facts["Windows"].text().endswith(" to make")
    assert card.facts["Time here"].text() == "not measured yet"
    assert card.notes["Disk"].text().endswith(" free")
    assert card.by.text() == "painted, no model"
    QTest.mouseClick(card.rows["final"], LEFT)
    assert card.by.text().startswith("model papercut")


def test_shots_that_differ_from_the_script_are_planned_first_with_one_click(qtbot, window):
    film = window.film
    script = film.board.script.replace("a cake", "a large cake", 1)
    plan.set_script(film.session, script)
    assert any(shot.stale for shot in film.board.shots)
    QTest.mouseClick(window.header.render_film, LEFT)
    assert window.card.stale.isVisible()
    QTest.mouseClick(window.card.stale.button, LEFT)
    assert not window.card.isVisible()
    qtbot.waitUntil(lambda: not any(s.stale for s in film.board.shots), timeout=20000)


def test_one_shot_that_differs_is_planned_first_and_the_others_wait(qtbot, window):
    film, card = window.film, window.card
    last = film.board.shots[3].action
    plan.set_script(film.session, film.board.script.replace("a cake", "a large cake", 1))
    plan.set_script(film.session, film.board.script.replace(last, f"{last} Slowly."))
    stale = [shot.id for shot in film.board.shots if shot.stale]
    assert len(stale) > 1
    film.select(next(shot.id for shot in film.board.shots if not shot.stale))
    QTest.mouseClick(window.header.render_film, LEFT)
    QTest.mouseClick(card.scopes["Film"], LEFT)
    assert card.stale.words.text() == f"{len(stale)} shots differ from the script"
    assert card.stale.button.text() == "Plan them first"
    QTest.mouseClick(card.scopes["Shot"], LEFT)
    assert not card.stale.isVisible()  # this one agrees
    card.hide()
    film.select(stale[0])
    QTest.mouseClick(window.header.render_film, LEFT)
    QTest.mouseClick(card.scopes["Shot"], LEFT)
    number = film.labels[stale[0]]
    assert card.stale.words.text() == f"Shot {number} differs from the script"
    assert card.stale.button.text() == "Plan it first"
    assert card.stale.button.toolTip().startswith(f"{number}, by the script")
    QTest.mouseClick(card.stale.button, LEFT)
    qtbot.waitUntil(lambda: not film.shots[stale[0]].stale, timeout=20000)
    assert [shot.id for shot in film.board.shots if shot.stale] == stale[1:]
    assert film.session.undo_name == "Plan what changed"


def test_added_to_the_queue_it_waits_behind_and_rendered_it_comes_first(qtbot, window):
    film, card = window.film, window.card
    film.pause()
    orders = []
    for at, button in ((0, card.go), (1, card.later), (2, card.go)):
        film.select(film.board.shots[at].id)
        QTest.mouseClick(window.header.render_film, LEFT)
        QTest.mouseClick(card.scopes["Shot"], LEFT)
        QTest.mouseClick(card.rows["layout"], LEFT)
        qtbot.waitUntil(button.isEnabled, timeout=20000)
        QTest.mouseClick(button, LEFT)
        film.pause()
        orders.append(film.board.shots[at].id)
    line = [order.what["asked"][0] for order in film.session.queue.orders()]
    assert line == [orders[2], orders[0], orders[1]]
    for order in film.session.queue.orders():
        film.cancel(order)
