"""Two takes beside each other, wiped, chosen, circled; in step with the film; left by Esc."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest

from storyboard.edits import shots
from tests.ui.reels import LEFT, click, long_shot, opened, publish
from ui.compare import Compare
from ui.film import Film
from ui.pictures import Pictures

pytestmark = pytest.mark.qt_log_ignore("does not support")
NONE = Qt.KeyboardModifier.NoModifier
TOMATO, GOLD, TEAL, NAVY = "#ff6347", "#ffd700", "#008080", "#000080"


@pytest.fixture
def film(project: Path) -> Iterator[Film]:
    with opened(project) as found:
        long_shot(found)
        yield found


@pytest.fixture
def compare(qtbot, film: Film) -> Compare:  # type: ignore[no-untyped-def]
    """Two takes of two colours each, which change with every tick, side by side."""
    one, other = publish(film, ("tomato", "gold")), publish(film, ("teal", "navy"))
    found = Compare(film, Pictures(film))
    qtbot.addWidget(found)
    found.resize(900, 440)
    found.show()
    qtbot.waitExposed(found)
    found.show_takes(one.id, other.id)
    return found


def seen(compare: Compare) -> tuple[str, str]:
    """The colours at a quarter and at three quarters of the room."""
    image = compare.view.grab().toImage()
    across = (compare.view.width() // 4, 3 * compare.view.width() // 4)
    first, second = (image.pixelColor(x, compare.view.height() // 2).name() for x in across)
    return first, second


def test_two_takes_stand_side_by_side_and_go_on_with_the_film(film, compare):
    assert seen(compare) == (TOMATO, TEAL)
    film.seek(film.frame + 2)
    assert seen(compare) == (GOLD, NAVY)
    film.seek(film.frame + 1)
    assert seen(compare) == (GOLD, NAVY)


def test_a_click_wipes_and_the_divider_is_dragged(film, compare):
    middle = compare.view.rect().center()
    click(compare.view, middle.x(), middle.y())
    assert compare.wipes
    assert seen(compare) == (TOMATO, TEAL)
    QTest.mousePress(compare.view, LEFT, NONE, QPoint(round(compare.view.divider()), middle.y()))
    QTest.mouseMove(compare.view, QPoint(compare.view.width() - 60, middle.y()))
    assert seen(compare) == (TOMATO, TOMATO)
    QTest.mouseMove(compare.view, QPoint(-50, middle.y()))
    assert compare.divide == 0.0
    assert seen(compare) == (TEAL, TEAL)
    QTest.mouseRelease(compare.view, LEFT, NONE, QPoint(60, middle.y()))
    QTest.keyClick(compare.view, Qt.Key.Key_Right)
    assert compare.divide == pytest.approx(0.02)


def test_which_two_is_chosen_and_the_same_twice_changes_places(film, compare):
    third = publish(film, ("tomato", "navy"))
    first, second = (take.id for take in compare.takes)
    box = compare.choices[1]
    box.activated.emit(box.findData(third.id))
    assert [take.id for take in compare.takes] == [first, third.id]
    box.activated.emit(box.findData(first))
    assert [take.id for take in compare.takes] == [third.id, first]
    assert second in film.shot.takes


def test_one_of_the_two_is_circled_there(film, compare):
    first, second = compare.takes
    click(compare.circles[1])
    assert film.shot.circled == second.id
    assert compare.circles[1].text() == "Let go"
    click(compare.circles[0])
    assert film.shot.circled == first.id
    assert compare.circles[1].text() == "Circle"
    film.undo()
    film.undo()
    assert film.shot.circled == ""


def test_escape_closes_it(qtbot, compare):
    with qtbot.waitSignal(compare.closed):
        QTest.keyClick(compare.view, Qt.Key.Key_Escape)
    assert compare.takes == []


def test_it_goes_when_its_shot_is_deleted(qtbot, film, compare):
    id = film.shot_id
    with qtbot.waitSignal(compare.closed):
        film.edit("Delete", lambda b: shots.delete_shots(b, [id]))


def test_another_shot_with_two_takes_is_compared_instead(film, compare):
    id = film.board.shots[1].id
    first = publish(film, ("gold",), shot=id)
    second = publish(film, ("navy",), shot=id)
    film.select(id)
    assert {take.id for take in compare.takes} == {first.id, second.id}
    film.select(film.board.shots[2].id)  # it has none: what was compared stays
    assert {take.id for take in compare.takes} == {first.id, second.id}


def test_a_picture_that_is_lost_is_said_and_nothing_breaks(film, compare):
    for hash in compare.takes[0].frames.values():
        path = film.session.bin.path(hash)
        if path:
            path.unlink()
    film.seek(film.frame + 2)
    assert seen(compare)[1] == NAVY
    assert seen(compare)[0] not in (TOMATO, GOLD)


def test_takes_stand_below_each_other_in_a_narrow_pane(compare):
    compare.resize(700, 900)
    first, second = compare.view.rooms()
    assert first.bottom() < second.top()
    assert first.width() == second.width()


def test_the_wipe_is_an_act_with_a_reason_when_it_cannot(compare):
    (wipe,) = compare.acts()
    assert wipe.why_not() == ""
    wipe.do()
    assert wipe.checked()
    compare.leave()
    assert wipe.why_not() == "Compare two takes first."
