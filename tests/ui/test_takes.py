"""Takes in a row: circled, let go, compared, shown in their folder."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QObject, QRect, Qt, QUrl, Slot
from PySide6.QtGui import QDesktopServices
from PySide6.QtTest import QTest

from tests.ui.reels import click, long_shot, opened, publish
from ui import theme
from ui.film import Film
from ui.pictures import Pictures
from ui.stills import Stills
from ui.takes import TakeRow, middle, show_file


class Catcher(QObject):
    """Where folders are opened instead of the desktop."""

    def __init__(self) -> None:
        super().__init__()
        self.urls: list[QUrl] = []

    @Slot(QUrl)
    def open(self, url: QUrl) -> None:
        self.urls.append(url)


pytestmark = pytest.mark.qt_log_ignore("does not support")


@pytest.fixture
def film(project: Path) -> Iterator[Film]:
    with opened(project) as found:
        long_shot(found)
        yield found


@pytest.fixture
def row(qtbot, film: Film) -> TakeRow:  # type: ignore[no-untyped-def]
    found = TakeRow(film, Pictures(film))
    qtbot.addWidget(found)
    found.resize(400, 90)
    found.show()
    qtbot.waitExposed(found)
    return found


def click_on(row: TakeRow, at: int) -> None:
    box = row.strip.places()[at][0]
    click(row.strip, box.center().x(), box.center().y())


def test_without_takes_the_row_says_so_and_nothing_can_be_compared(film, row):
    assert row.count.text() == "none yet"
    assert not row.compare.isEnabled()
    assert row.compare.toolTip().startswith("Two takes of this shot are needed")
    assert all(act.why_not() for act in row.acts())


def test_a_click_circles_a_take_and_another_lets_it_go(film, row):
    first, second = publish(film, ("tomato",)), publish(film, ("gold",))
    click_on(row, 0)
    assert film.shot.circled == first.id
    assert row.count.text() == "2, one circled"
    label = film.labels[film.shot_id]
    assert film.session.undo_name == f"Circle take 1 of {label}"
    click_on(row, 1)
    assert film.shot.circled == second.id
    click_on(row, 1)
    assert film.shot.circled == ""
    assert film.session.undo_name == f"Let go of take 2 of {label}"


def test_the_circled_take_is_outlined_and_has_a_tick(qtbot, film, row):
    take = publish(film, ("tomato",))
    publish(film, ("gold",))
    box = row.strip.places()[0][0].toRect()

    def edge() -> str:
        image = row.strip.grab().toImage()
        return image.pixelColor(box.x() + 30, box.y() + 1).name()

    def tick() -> int:
        image = row.strip.grab(QRect(box.right() - 18, box.bottom() + 4, 18, 16)).toImage()
        return len({image.pixelColor(x, 8).name() for x in range(image.width())})

    stills, ratio = Stills.of(film), row.strip.devicePixelRatioF()
    qtbot.waitUntil(lambda: stills.small(middle(take), box.size(), ratio) is not None)
    row.strip.clearFocus()
    before = edge()
    click_on(row, 0)
    row.strip.clearFocus()
    assert before == "#ff6347"  # tomato, up to the edge
    assert edge() == theme.colour("acc").name()
    assert tick() > 2


def test_compare_asks_for_the_circled_take_and_the_newest_other(qtbot, film, row):
    first = publish(film, ("tomato",))
    publish(film, ("gold",))
    third = publish(film, ("teal",))
    click_on(row, 0)
    with qtbot.waitSignal(row.asked) as asked:
        click(row.compare)
    assert asked.args == [first.id, third.id]
    second = film.shot.takes[1]
    menu = row.strip.menu(second)
    with qtbot.waitSignal(row.asked) as asked:
        next(a for a in menu.actions() if a.text() == "Compare with take 1").trigger()
    menu.close()
    assert asked.args == [first.id, second]


def test_keys_circle_takes_too(film, row):
    first, second = publish(film, ("tomato",)), publish(film, ("gold",))
    row.strip.setFocus()
    QTest.keyClick(row.strip, Qt.Key.Key_Right)
    QTest.keyClick(row.strip, Qt.Key.Key_Space)
    assert film.shot.circled == second.id
    row.circle_next()
    assert film.shot.circled == first.id
    row.circle_next()
    assert film.shot.circled == second.id


def test_with_nothing_circled_the_next_is_the_one_that_plays(film, row):
    publish(film, ("tomato",))
    newest = publish(film, ("gold",))
    row.circle_next()
    assert film.shot.circled == newest.id


def test_the_newest_takes_are_shown_when_there_are_many(film, row):
    made = [publish(film, (colour,)) for colour in ("tomato", "gold", "teal", "navy", "plum")]
    shown = [take for _, take in row.strip.places()]
    assert shown == [take.id for take in made][-len(shown) :]
    assert len(shown) < 5


def test_a_take_is_shown_in_its_folder_and_a_lost_one_is_said(qtbot, film, row):
    take = publish(film, ("tomato",))
    catcher = Catcher()
    QDesktopServices.setUrlHandler("file", catcher, "open")
    try:
        assert show_file(film, take)
        assert Path(catcher.urls[0].toLocalFile()).is_dir()
        path = film.session.bin.path(next(iter(take.frames.values())))
        path.unlink()
        with qtbot.waitSignal(film.said) as told:
            assert not show_file(film, take)
        assert "Render the shot again" in told.args[0]
    finally:
        QDesktopServices.unsetUrlHandler("file")


def test_another_take_is_asked_for_with_other_noise(film, row):
    again = next(act for act in row.acts() if act.name == "take.again")
    assert again.why_not()
    publish(film, ("tomato",), level=0)
    assert "comes out the same every time" in again.why_not()
    publish(film, ("gold",))
    assert again.why_not() == ""
