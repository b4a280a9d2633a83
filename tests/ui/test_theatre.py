"""The frame fills the screen, the transport comes with the pointer, Esc and F leave."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest

from ui import theatre

pytestmark = pytest.mark.qt_log_ignore("does not support (propagateSizeHints|raise)")


def test_the_frame_fills_the_screen_and_esc_leaves(qtbot, window):
    player = window.player
    before = window.windowState()
    player.toggle_full()
    full = player.theatre
    assert full.geometry() == window.rect()
    assert window.isFullScreen()
    box = full.view.frame_box()
    assert box.width() == pytest.approx(full.width(), abs=2) or box.height() == pytest.approx(
        full.height(), abs=2
    )
    assert full.view.hasFocus()
    QTest.keyClick(full.view, Qt.Key.Key_Escape)
    assert player.theatre is None
    assert window.windowState() == before


def test_the_transport_hides_and_comes_when_the_pointer_moves(qtbot, window, monkeypatch):
    monkeypatch.setattr(theatre, "STAYS", 60)
    window.player.toggle_full()
    full = window.player.theatre
    assert full.transport.isVisible()
    qtbot.waitUntil(lambda: not full.transport.isVisible(), timeout=3000)
    assert full.view.cursor().shape() == Qt.CursorShape.BlankCursor
    QTest.mouseMove(full.view, QPoint(100, 100))
    QTest.mouseMove(full.view, QPoint(120, 110))
    qtbot.waitUntil(lambda: full.transport.isVisible(), timeout=3000)
    full.leave()


def test_it_plays_there_with_a_click_and_goes_on_in_the_window(qtbot, window):
    window.player.toggle_full()
    full = window.player.theatre
    QTest.mouseClick(full.view, Qt.MouseButton.LeftButton)
    assert window.player.plays
    QTest.mouseClick(full.transport.full, Qt.MouseButton.LeftButton)
    assert window.player.theatre is None
    assert window.player.plays
    window.player.shuttle(0)


def test_what_is_left_behind_hears_of_nothing_any_more(qtbot, window):
    window.player.toggle_full()
    full = window.player.theatre
    full.transport.sound.click()
    assert full.transport.card.isVisible()
    with qtbot.waitSignal(full.destroyed, timeout=3000):
        QTest.keyClick(window, Qt.Key.Key_Escape)  # closes the card
        QTest.keyClick(window, Qt.Key.Key_Escape)
    window.film.seek(30)
    window.player.set_volume(90)
    window.player.toggle_captions()
    window.player.toggle_captions()
    assert window.player.theatre is None
