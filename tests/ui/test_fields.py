"""Fields by themselves: what is refused goes back, what is held stays in its limits."""

from __future__ import annotations

from typing import Any

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from tests.ui.reels import type_over
from ui.fields import Choice, LineField, NumberField, Words

pytestmark = pytest.mark.qt_log_ignore("does not support")


class Taker:
    """Takes values in, or refuses them all."""

    def __init__(self, refuses: bool = False) -> None:
        self.refuses = refuses
        self.taken: list[tuple[Any, Any, str]] = []

    def __call__(self, target: Any, value: Any, merge: str) -> bool:
        self.taken.append((target, value, merge))
        return not self.refuses


def shown(qtbot, field):
    qtbot.addWidget(field)
    field.show()
    qtbot.waitExposed(field)
    return field


def test_a_value_that_the_film_refuses_goes_back(qtbot):
    line = shown(qtbot, LineField("Name", Taker(refuses=True)))
    line.show_value("Mia", "m")
    type_over(line, "Tom")
    assert line.text() == "Mia"
    words = shown(qtbot, Words("Look", Taker(refuses=True)))
    words.show_value("Tall", "m")
    type_over(words, "Short")
    assert words.toPlainText() == "Tall"
    choice = shown(qtbot, Choice("Size", Taker(refuses=True), (("Wide", "W"), ("Close", "C"))))
    choice.show_value("W", "m")
    choice.setCurrentIndex(1)
    choice.activated.emit(1)
    assert choice.currentText() == "Wide"


def test_the_same_value_typed_again_is_no_edit(qtbot):
    taker = Taker()
    line = shown(qtbot, LineField("Name", taker))
    line.show_value("Mia", "m")
    type_over(line, "  Mia ")
    assert taker.taken == []
    assert line.text() == "Mia"


def test_steps_stay_within_the_limits_and_share_a_key_of_undo(qtbot):
    taker = Taker()
    number = shown(qtbot, NumberField("Lens", taker, int, str, 1, 8, 20))
    number.show_value(18, "2C")
    number.setFocus()
    for _ in range(4):
        QTest.keyClick(number, Qt.Key.Key_Up)
    assert [value for _, value, _ in taker.taken] == [19, 20]
    assert {merge for _, _, merge in taker.taken} == {"Lens 2C"}
    QTest.keyClick(number, Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    assert number.text() == "10"


def test_a_mixed_number_is_not_stepped_but_typed(qtbot):
    taker = Taker()
    number = shown(qtbot, NumberField("Lens", taker, int, str))
    number.show_value(None, "many")
    number.setFocus()
    QTest.keyClick(number, Qt.Key.Key_Up)
    assert taker.taken == []
    type_over(number, "35")
    assert taker.taken == [("many", 35, "")]


def test_words_grow_with_what_they_say_up_to_their_most(qtbot):
    words = shown(qtbot, Words("Notes", Taker(), paragraphs=True, least=2, most=4))
    low = words.height()
    words.show_value("one\ntwo\nthree", "a")
    middle = words.height()
    words.show_value("\n".join(["many", "lines", "of", "words"] * 5), "a")
    assert low < middle < words.height()
    tall = words.height()
    words.show_value("\n".join(["line"] * 40), "a")
    assert words.height() == tall


def test_paragraphs_are_taken_in_by_control_and_enter(qtbot):
    taker = Taker()
    words = shown(qtbot, Words("Notes", taker, paragraphs=True))
    words.setFocus()
    QTest.keyClicks(words, "one")
    QTest.keyClick(words, Qt.Key.Key_Return)
    QTest.keyClicks(words, "two")
    assert taker.taken == []
    QTest.keyClick(words, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert taker.taken == [(None, "one\ntwo", "")]


def test_the_wheel_over_a_choice_changes_nothing(qtbot):
    taker = Taker()
    choice = shown(qtbot, Choice("Size", taker, (("Wide", "W"), ("Close", "C"))))
    choice.show_value("W", "m")
    middle = QPointF(choice.rect().center())
    wheel = QWheelEvent(
        middle, choice.mapToGlobal(middle), QPoint(), QPoint(0, -120), Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    QApplication.sendEvent(choice, wheel)
    assert choice.currentText() == "Wide"
    assert taker.taken == []
