"""The transport shows time and state, takes typed times, and every button is named."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QToolButton

from studio.session import Session
from tests.ui.players import small
from ui.film import Film
from ui.pictures import Pictures
from ui.player import Player

pytestmark = pytest.mark.qt_log_ignore("does not support (propagateSizeHints|raise)")


@pytest.fixture
def player(qtbot, project):
    film = Film(Session.open(project))
    small(film.session)
    found = Player(film, Pictures(film))
    found.resize(404, 272)
    qtbot.addWidget(found)
    found.show()
    qtbot.waitExposed(found)
    yield found
    film.close()


def type_time(player: Player, words: str) -> None:
    QTest.mouseClick(player.transport.time, Qt.MouseButton.LeftButton)
    QTest.keyClicks(player.transport.time, words)
    QTest.keyClick(player.transport.time, Qt.Key.Key_Return)


@pytest.mark.parametrize(
    ("words", "frame"),
    [("1s", 24), ("01:12", 36), ("30f", 30), ("+6f", 16), ("-4f", 6), ("9s", 95)],
)
def test_a_typed_time_goes_there(player, words, frame):
    player.film.seek(10)
    type_time(player, words)
    assert player.film.frame == frame
    rest = divmod(frame, 24)
    assert player.transport.time.text() == "00:00:{:02}:{:02}".format(*rest)


def test_what_is_no_time_is_marked_and_esc_takes_it_back(player):
    field = player.transport.time
    type_time(player, "soon")
    assert field.property("wrong")
    assert (field.text(), player.film.frame) == ("soon", 0)
    QTest.keyClick(field, Qt.Key.Key_Escape)
    assert field.text() == "00:00:00:00"
    assert not field.property("wrong")


def test_the_length_is_said_where_there_is_room(player):
    assert player.transport.whole.text() == "/ 00:00:04:00"
    assert player.transport.whole.isVisible()
    player.resize(310, 272)
    assert not player.transport.whole.isVisible()
    assert not player.transport.cuts[0].isVisible()


def test_buttons_play_and_tell_what_they_would_do(player):
    QTest.mouseClick(player.transport.play, Qt.MouseButton.LeftButton)
    assert player.plays
    QTest.mouseClick(player.transport.play, Qt.MouseButton.LeftButton)
    assert not player.plays
    assert "the film" in player.transport.loop.toolTip()
    player.film.mark(3, 9)
    assert "in to out" in player.transport.loop.toolTip()
    QTest.mouseClick(player.transport.loop, Qt.MouseButton.LeftButton)
    assert player.loops == "film"
    for button in player.transport.findChildren(QToolButton):
        assert button.accessibleName()
        assert button.toolTip()
        assert button.focusPolicy() & Qt.FocusPolicy.TabFocus


def test_the_volume_card_sets_how_loud_it_plays(player):
    player.toggle_mute()
    QTest.mouseClick(player.transport.sound, Qt.MouseButton.LeftButton)
    card = player.transport.card
    assert card.isVisible()
    assert card.mute.isChecked()
    card.slider.setValue(40)
    assert (player.speaker.volume, player.speaker.muted) == (0.4, False)
    assert card.said.text() == "40 %"
    QTest.keyClick(card.slider, Qt.Key.Key_Escape)
    assert not card.isVisible()
    player.set_volume(100)
