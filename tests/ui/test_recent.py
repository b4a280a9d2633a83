"""Recent films as cards with the posters that they left."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QImage
from PySide6.QtTest import QTest

from studio import poster, settings
from studio.session import Session
from tests.ui.conftest import opened
from ui import recent
from ui.app import House
from ui.first import FirstPage
from ui.pictures import Pictures
from ui.window import MainWindow

LEFT = Qt.MouseButton.LeftButton
# said by the platform without a screen whenever a window has a least size
pytestmark = pytest.mark.qt_log_ignore("does not support propagateSizeHints")


def cards(page: FirstPage) -> list[recent.Recent]:
    return page.findChildren(recent.Recent)


def known(*films: Path) -> None:
    settings.save(settings.Settings(recent=tuple(map(str, films))))


def painted(file: Path, colour: str, wide: int = 64, high: int = 36) -> Path:
    image = QImage(wide, high, QImage.Format.Format_RGB32)
    image.fill(QColor(colour))
    file.parent.mkdir(exist_ok=True)
    assert image.save(str(file))
    return file


def test_a_film_that_one_leaves_is_on_the_first_page_with_its_first_shot_and_opens_from_there(
    qtbot, project: Path
):
    house = House()
    house.open(project)
    house.window.left.emit()
    qtbot.waitUntil(lambda: poster.file(project).is_file())
    (card,) = cards(house.page)
    picture = card.poster.toImage()
    assert (picture.width(), picture.height()) == (2 * card.width(), 234)
    seen = {picture.pixelColor(x, y).name() for x in range(0, 416, 8) for y in range(0, 234, 8)}
    assert len(seen) > 20  # a street, not a plain ground
    QTest.mouseClick(card, LEFT)
    assert isinstance(house.window, MainWindow)
    assert house.window.film.session.path == project
    house.window.close()


def test_the_poster_is_a_frame_of_the_take_that_plays(qtbot, project: Path, tmp_path: Path):
    frame = painted(tmp_path / "frame.png", "#c03020")
    with Session.open(project) as session:
        first = session.board.shots[0].id
        session.takes.add(first, 9, {0: session.bin.put_file(frame)}, {})
    opened(qtbot, project).close()
    assert QImage(str(poster.file(project))).pixelColor(200, 100).name() == "#c03020"


def test_a_film_that_was_only_looked_at_keeps_its_poster_and_one_of_another_leaves_none(
    qtbot, film, project: Path
):
    pictures = Pictures(film)
    recent.leave(pictures)
    painted(poster.file(project), "#00ff00")
    recent.leave(pictures)
    assert QImage(str(poster.file(project))).pixelColor(0, 0).name() == "#00ff00"


def test_who_only_looks_leaves_no_poster(qtbot, project: Path):
    with Session.open(project):
        house = House()
        house.open(project)
        assert house.window.film.session.project.read_only
        house.window.close()
    assert not poster.file(project).exists()


@pytest.mark.parametrize("what", ["nothing", "words", "far too large"])
def test_a_film_without_a_poster_has_a_plain_card(qtbot, project: Path, what: str):
    if what == "words":
        poster.keep(project, b"no picture at all")
    elif what == "far too large":
        painted(poster.file(project), "#c03020", recent.LARGEST + 1, 8)
    known(project)
    page = FirstPage()
    qtbot.addWidget(page)
    (card,) = cards(page)
    page.show()
    qtbot.waitExposed(page)
    assert card.poster is None
    assert card.grab().toImage().pixelColor(100, 20) != QColor("#c03020")
    with qtbot.waitSignal(page.opened) as heard:
        QTest.keyClick(card, Qt.Key.Key_Space)
    assert heard.args == [project]


def test_four_films_stand_side_by_side_and_those_that_are_gone_do_not(qtbot, tmp_path: Path):
    films = [tmp_path / f"film {number}.longtake" for number in range(6)]
    for film in films[1:]:
        film.write_bytes(b"")
    known(*films)
    page = FirstPage()
    qtbot.addWidget(page)
    page.resize(1100, 700)
    page.show()
    qtbot.waitExposed(page)
    there = cards(page)
    assert [card.accessibleName() for card in there] == [f"Open film {n}" for n in (1, 2, 3, 4)]
    boxes = [card.geometry() for card in there]
    assert len({box.top() for box in boxes}) == 1
    assert all(a.right() < b.left() for a, b in pairwise(boxes))
    assert page.sizeHint().height() <= 700
