"""Banners: at most two above each other, the rest counted, each with its way out."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from ui.banner import Troubles

LEFT = Qt.MouseButton.LeftButton
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")


def test_two_stand_the_rest_is_counted_and_nothing_is_lost(qtbot):
    troubles = Troubles()
    qtbot.addWidget(troubles)
    for number in range(5):
        troubles.say(f"Trouble {number}.")
    troubles.show()
    assert [banner.words.text() for banner in troubles.banners] == ["Trouble 4.", "Trouble 3."]
    assert troubles.more.text() == "and 3 more"
    with qtbot.waitSignal(troubles.counted):
        QTest.mouseClick(troubles.more, LEFT)
    for number in (4, 3, 2):
        assert troubles.words.text() == f"Trouble {number}."
        QTest.mouseClick(troubles.banners[0].cross, LEFT)
    assert [banner.words.text() for banner in troubles.banners] == ["Trouble 1.", "Trouble 0."]
    assert not troubles.more.isVisible()


def test_the_same_sentence_stands_once_and_its_act_answers_it(qtbot):
    troubles, done = Troubles(), []
    qtbot.addWidget(troubles)
    for _ in range(2):
        troubles.say("The work failed.", "Try again", lambda: done.append(1))
    assert troubles.banners[1].words.text() == ""
    QTest.mouseClick(troubles.banners[0].button, LEFT)
    assert done == [1]
    assert not troubles.isVisible()
