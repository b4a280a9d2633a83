"""Other names: typed, taken away and split off in the cast pane; Esc closes the card."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton, QToolButton, QVBoxLayout, QWidget

from ui.callings import Callings
from ui.cast import CastPane
from ui.film import Film
from ui.pictures import Pictures

LEFT = Qt.MouseButton.LeftButton
pytestmark = pytest.mark.qt_log_ignore("does not support")


@pytest.fixture
def film(sample_film: Film) -> Film:
    return sample_film


@pytest.fixture
def card(qtbot, film: Film) -> Callings:  # type: ignore[no-untyped-def]
    window = QWidget()
    window.resize(520, 640)
    pane = CastPane(film, Pictures(film))
    window.setLayout(QVBoxLayout())
    window.layout().addWidget(pane)
    qtbot.addWidget(window)
    window.show()
    qtbot.waitExposed(window)
    mia = next(one.id for one in film.board.cast if one.name == "Mia")
    pane.roll.choose(mia)
    next(one for one in pane.acts() if one.name == "cast.called").do()
    assert pane.callings is not None
    pane.callings.pane = pane  # type: ignore[attr-defined]
    return pane.callings


def typed(card: Callings, words: str) -> None:
    QTest.keyClicks(card.field, words)
    QTest.keyClick(card.field, Qt.Key.Key_Return)


def mia(card: Callings) -> tuple[str, ...]:
    return next(one.aliases for one in card.film.board.cast if one.name == "Mia")


def test_words_are_added_taken_away_and_undone(card: Callings, tmp_path: Path) -> None:
    script, before = card.film.board.script, mia(card)
    assert card.isVisible()
    assert card.title.text() == "Words that mean Mia"
    assert card.field.hasFocus()
    typed(card, "the lass")
    assert mia(card) == (*before, "lass")
    assert card.field.text() == ""
    assert card.film.board.script == script
    assert card.film.session.undo_name == "Call Mia the lass, too"
    row = card.parts["lass"]
    QTest.mouseClick(row.findChild(QToolButton), LEFT)
    assert mia(card) == before
    assert "lass" not in card.parts
    card.film.undo()
    assert "lass" in card.parts
    QTest.keyClick(card.field, Qt.Key.Key_Escape)
    assert not card.isVisible()


def test_the_pane_shows_other_names_and_finds_by_them(card: Callings) -> None:
    typed(card, "the lass")
    pane: CastPane = card.pane  # type: ignore[attr-defined]
    rows = {one.name: one for section in pane.sections() for one in section.entries}
    assert rows["Mia"].look.endswith("lass")
    pane.field.setText("lass")
    assert [one.name for one in pane.roll.sections[0].entries] == ["Mia"]


def test_a_name_is_split_off_and_is_one_of_its_own(card: Callings) -> None:
    typed(card, "the lass")
    count = len(card.film.board.cast)
    row = card.parts["lass"]
    QTest.mouseClick(row.findChild(QPushButton), LEFT)
    assert len(card.film.board.cast) == count + 1
    assert card.film.board.cast[-1].name == "Lass"
    assert "lass" not in mia(card)


def test_words_that_are_none_are_told(card: Callings) -> None:
    typed(card, "the")
    assert card.fault.isVisible()
    assert card.fault.text() == "Type the words that the script uses, as: the boy."
    typed(card, " boy")
    assert not card.fault.isVisible()
