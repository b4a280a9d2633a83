"""Keyframes of a shot: seen, gone to, pinned, replaced by a file, made again."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from tests.ui.reels import click, long_shot, opened, picture, publish
from ui.film import Film
from ui.keyframes import KeyframeRow
from ui.pictures import Pictures

pytestmark = pytest.mark.qt_log_ignore("does not support")


@pytest.fixture
def film(project: Path) -> Iterator[Film]:
    with opened(project) as found:
        long_shot(found)
        yield found


@pytest.fixture
def row(qtbot, film: Film) -> KeyframeRow:  # type: ignore[no-untyped-def]
    found = KeyframeRow(film, Pictures(film))
    qtbot.addWidget(found)
    found.resize(700, 90)
    found.show()
    qtbot.waitExposed(found)
    return found


def click_on(row: KeyframeRow, at: int, pin: bool = False) -> None:
    """A click on a keyframe's picture, or on its pin below."""
    box = row.strip.places()[at][0]
    where = (box.right() - 6, box.bottom() + 12) if pin else (box.center().x(), box.center().y())
    click(row.strip, *where)


def test_without_a_take_there_are_none_and_pinning_says_why(film, row):
    assert list(row.strip.keyframes) == []
    assert row.count.text() == "none yet"
    pin = next(act for act in row.acts() if act.name == "keyframe.pin")
    assert "no picture at this frame yet" in pin.why_not()


def test_the_keyframes_of_a_take_of_keyframes_are_its_frames(film, row):
    publish(film, ("tomato", "gold", "teal"), level=1)
    assert [one.frame for one in row.strip.keyframes] == [0, 32, 64]
    assert row.count.text() == "3"


def test_the_keyframes_of_a_final_take_are_where_the_first_level_makes_them(film, row):
    publish(film, ("tomato", "gold"))
    frames = [one.frame for one in row.strip.keyframes]
    assert frames[0] == 0
    assert frames[-1] == 94
    assert 2 < len(frames) < 16


def test_an_animatic_has_no_keyframes(film, row):
    publish(film, ("tomato",), level=0)
    assert list(row.strip.keyframes) == []


def test_a_click_goes_there_and_says_where_one_is(film, row):
    publish(film, ("tomato", "gold", "teal"), level=1)
    click_on(row, 1)
    assert film.frame == film.starts[film.shot_id] + 32
    assert row.strip.here == 1
    film.seek(film.starts[film.shot_id] + 40)
    assert row.strip.here == -1


def test_a_pin_keeps_the_takes_picture_and_lets_it_go_again(film, row):
    take = publish(film, ("tomato", "gold", "teal"), level=1)
    click_on(row, 1, pin=True)
    (pinned,) = film.shot.keyframes
    assert (pinned.frame, pinned.picture, pinned.source) == (32, take.frames[16], "take")
    assert row.count.text() == "3, one pinned"
    assert film.session.undo_name == f"Pin frame 33 of {film.labels[film.shot_id]}"
    click_on(row, 1, pin=True)
    assert film.shot.keyframes == ()
    film.undo()
    assert film.shot.keyframes == (pinned,)


def test_add_pins_what_stands_at_the_playhead(film, row):
    take = publish(film, ("tomato", "gold", "teal"), level=1)
    film.seek(film.starts[film.shot_id] + 41)
    box = row.strip.ending()
    click(row.strip, box.center().x(), box.center().y())
    (pinned,) = film.shot.keyframes
    assert (pinned.frame, pinned.picture) == (41, take.frames[16])
    assert [one.frame for one in row.strip.keyframes] == [0, 32, 41, 64]


def test_a_picture_from_a_file_takes_a_keyframes_place(film, row, tmp_path):
    publish(film, ("tomato", "gold", "teal"), level=1)
    file = tmp_path / "mine.png"
    file.write_bytes(picture("violet"))
    row.use(32, file)
    (pinned,) = film.shot.keyframes
    assert (pinned.frame, pinned.source) == (32, "import")
    assert next(one for one in row.strip.keyframes if one.frame == 32).pinned


def test_a_file_that_is_no_picture_is_said(qtbot, film, row, tmp_path):
    file = tmp_path / "words.png"
    file.write_text("Not a picture")
    with qtbot.waitSignal(film.said) as told:
        row.use(0, file)
    assert "not a picture" in told.args[0]
    assert film.shot.keyframes == ()


def test_redo_unpins_and_asks_for_the_keyframes_once_more(film, row):
    publish(film, ("tomato", "gold", "teal"), level=1)
    row.pin(32)
    one = next(one for one in row.strip.keyframes if one.pinned)
    menu = row.menu(one)
    next(act for act in menu.actions() if act.text() == "Redo").trigger()
    menu.close()
    assert film.shot.keyframes == ()
    assert film.shot.variation == 1
    assert film.is_outdated(film.shot_id)
    (order,) = film.session.queue.orders()
    assert (order.what["shots"], order.what["level"]) == ([film.shot_id], "keyframes")
    film.cancel(order)
    film.undo()
    assert not film.is_outdated(film.shot_id)


def test_keys_walk_along_the_keyframes(film, row):
    publish(film, ("tomato", "gold", "teal"), level=1)
    row.strip.setFocus()
    QTest.keyClick(row.strip, Qt.Key.Key_Right)
    QTest.keyClick(row.strip, Qt.Key.Key_Right)
    QTest.keyClick(row.strip, Qt.Key.Key_Return)
    assert film.frame == film.starts[film.shot_id] + 64
    row.pin(64)
    QTest.keyClick(row.strip, Qt.Key.Key_Delete)
    assert film.shot.keyframes == ()


def test_with_more_than_fit_those_round_the_playhead_are_shown(film, row):
    publish(film, ("tomato", "gold"))
    row.resize(380, 90)
    film.seek(film.starts[film.shot_id] + 94)
    shown = [one.frame for _, one in row.strip.places()]
    assert shown[-1] == 94
    film.seek(film.starts[film.shot_id])
    assert row.strip.places()[0][1].frame == 0


def test_another_shot_shows_its_own(film, row):
    publish(film, ("tomato", "gold"), level=1)
    film.select(film.board.shots[1].id)
    assert list(row.strip.keyframes) == []
