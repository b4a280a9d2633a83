"""Where the panes hang: splits kept per view, one pane alone."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from tests.ui.conftest import opened
from ui.workspace import usual

CONTROL = Qt.KeyboardModifier.ControlModifier
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")


def test_the_stage_folds_the_player_and_shows_the_cast_and_the_board_comes_back(window):
    bottom = window.timeline.height()
    QTest.keyClick(window, Qt.Key.Key_2, CONTROL)
    assert window.stage.isVisible()
    assert not window.board.isVisible()
    assert not window.player.isVisible()
    assert window.cast.isVisible()
    assert window.timeline.height() < bottom
    window.show_side("places")
    QTest.keyClick(window, Qt.Key.Key_1, CONTROL)
    assert window.board.isVisible()
    assert window.player.isVisible()
    assert window.script.isVisible()
    assert window.timeline.height() == bottom
    QTest.keyClick(window, Qt.Key.Key_2, CONTROL)
    assert window.places.isVisible()


def test_splits_are_kept_for_each_view_and_over_a_restart(qtbot, project):
    window = opened(qtbot, project)
    workspace = window.workspace
    workspace._upper.moveSplitter(400, 1)
    assert workspace._upper.sizes()[0] == 400
    window.film.show_view("stage")
    assert workspace._upper.sizes()[0] != 400
    window.film.show_view("board")
    assert workspace._upper.sizes()[0] == 400
    window.close()
    again = opened(qtbot, project)
    assert again.workspace._upper.sizes()[0] == 400
    again.workspace.as_usual()
    assert again.workspace._upper.sizes()[0] == usual("board", 1440, 830)["left"]
    again.close()


def test_one_pane_takes_the_whole_room_and_gives_it_back(window):
    window.board.setFocus()
    QTest.keyClick(window, Qt.Key.Key_QuoteLeft)
    alone = window.workspace.maximised
    assert alone is not None
    assert alone.width() == window.workspace.width()
    assert sum(pane.isVisible() for pane in window.workspace.panes) == 1
    QTest.keyClick(window, Qt.Key.Key_QuoteLeft)
    assert all(pane.isVisible() for pane in window.workspace.panes)


def test_more_room_goes_to_pictures_and_tracks():
    small, large = usual("board", 1440, 830), usual("board", 2560, 1370)
    assert small == {"left": 317, "right": 264, "bottom": 272, "player": 404}
    assert large["left"] <= 420
    assert large["right"] <= 336
    assert large["bottom"] > small["bottom"]
    assert usual("stage", 1440, 830)["bottom"] == 172
