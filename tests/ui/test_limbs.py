"""Limbs of a person's own drawing, in the window: seen, and switched off and on."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from PIL import Image, ImageDraw
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest

from storyboard import rigs
from storyboard.rigs import Cut, Rig
from studio import rigging
from ui.cast import CastPane
from ui.film import Film
from ui.looks import LookWindow
from ui.pictures import Pictures

pytestmark = pytest.mark.qt_log_ignore("does not support")


def drawing(file: Path) -> Path:
    """A body, and a leg at its right."""
    image = Image.new("RGBA", (200, 300))
    draw = ImageDraw.Draw(image)
    draw.rectangle((40, 40, 159, 199), fill=(220, 120, 60, 255))
    draw.rectangle((120, 200, 159, 279), fill=(60, 90, 200, 255))
    image.save(file)
    return file


def found() -> str:
    """The rig of that drawing: its ink is 120 x 240 pixels, which take 44 x 88 % of a sheet."""

    def box(x0: float, y0: float, x1: float, y1: float) -> tuple[tuple[float, float], ...]:
        return ((x0, y0), (x1, y0), (x1, y1), (x0, y1))

    body = Cut("body", "", (50.0, 60.0), box(28, 6, 72, 65))
    leg = Cut("near_leg", "body", (65.0, 65.0), box(57, 65, 72, 94))
    return rigs.write(Rig("biped", (leg, body)))


@pytest.fixture
def film(sample_film: Film, tmp_path: Path) -> Film:
    """Biscuit has a drawing of his own, whose leg was found."""
    film = sample_film
    hash = film.session.set_sheet(biscuit(film), drawing(tmp_path / "own.png"))
    film.session.project.set_fact(rigging._fact(hash), found())
    rigging.order(film.session)
    return film


def biscuit(film: Film) -> str:
    return next(one.id for one in film.board.cast if one.name == "Biscuit")


@pytest.fixture
def pane(qtbot, film: Film) -> CastPane:  # type: ignore[no-untyped-def]
    pane = CastPane(film, Pictures(film))
    qtbot.addWidget(pane)
    pane.show()
    film.pick(biscuit(film))
    return pane


@pytest.fixture
def look(pane: CastPane) -> LookWindow:
    pane.open_look()
    assert pane.looks
    return pane.looks


def click(widget) -> None:  # type: ignore[no-untyped-def]
    QTest.mouseClick(widget, Qt.MouseButton.LeftButton)


def test_what_was_found_is_told_and_switched_off_and_on(film, look) -> None:  # type: ignore[no-untyped-def]
    assert look.limbs.told.text() == "A figure: leg, body."
    assert look.limbs.switch.isChecked()
    click(look.limbs.switch)
    assert film.board.subject(biscuit(film)).rig == rigs.WHOLE
    assert film.session.undo_name == "Let Biscuit move as one piece"
    assert not look.limbs.switch.isChecked()
    click(look.limbs.switch)  # nobody has to look again
    assert film.board.subject(biscuit(film)).rig == found()
    assert look.limbs.switch.isChecked()


def test_limbs_are_tinted_where_they_are_on_the_drawing(qtbot, film, look) -> None:  # type: ignore[no-untyped-def]
    def at(x: int, y: int) -> tuple[int, int, int]:
        shown = look.portrait.grab().toImage().pixelColor(QPoint(x, y))
        return shown.red(), shown.green(), shown.blue()

    side = look.portrait.width()
    k = 0.92 * side / 300  # pixels of the portrait a pixel of the drawing
    left, top = side / 2 - 100 * k, 0.96 * side - 300 * k
    leg = round(left + 140 * k), round(top + 240 * k)
    body = round(left + 60 * k), round(top + 100 * k)
    qtbot.waitUntil(lambda: at(*body)[0] > 180, timeout=4000)
    before = at(*leg), at(*body)
    click(look.limbs.show_them)
    qtbot.waitUntil(lambda: at(*body) == before[1] and at(*leg) != before[0], timeout=4000)


def test_the_menu_of_the_cast_switches_limbs_too(film, pane) -> None:  # type: ignore[no-untyped-def]
    act = next(act for act in pane.acts() if act.name == "cast.limbs")
    assert act.why_not() == ""
    assert act.checked()
    act.do()
    assert film.board.subject(biscuit(film)).rig == rigs.WHOLE
    assert not act.checked()
    other = next(one for one in film.board.cast if one.name != "Biscuit" and not one.sheet)
    film.pick(other.id)
    assert act.why_not() == f"{other.name} has no drawing of its own."


def test_a_drawing_without_limbs_says_so(film, look) -> None:  # type: ignore[no-untyped-def]
    one = film.board.subject(biscuit(film))
    film.session.project.set_fact(rigging._fact(one.sheet), rigs.WHOLE)
    film.session.amend(
        lambda board: replace(
            board,
            cast=tuple(replace(s, rig=rigs.WHOLE) if s.id == one.id else s for s in board.cast),
        )
    )
    look.limbs.show_subject(film.board.subject(one.id))
    assert not look.limbs.switch.isEnabled()
    assert "one piece" in look.limbs.told.text()
