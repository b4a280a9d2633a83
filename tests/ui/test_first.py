"""The first page and the way from it into a film."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMessageBox

from studio import settings
from ui.app import House, unfitting
from ui.first import FirstPage, film_of_script, films_folder
from ui.preferences import Preferences
from ui.window import MainWindow

LEFT = Qt.MouseButton.LeftButton
# said by the platform without a screen whenever a window has a least size
pytestmark = pytest.mark.qt_log_ignore("does not support propagateSizeHints")


def test_the_sample_opens_with_one_click_and_is_a_recent_film_from_then_on(qtbot):
    house = House()
    house.show(None)
    QTest.mouseClick(house.page.cards[2], LEFT)
    window = house.window
    assert isinstance(window, MainWindow)
    assert len(window.film.shots) > 10
    path = window.film.session.path
    assert settings.load().recent == (str(path),)
    house.first()
    assert house.page is not None
    house.open(path)
    assert house.window.film.session.path == path
    house.window.close()


def test_the_first_page_leads_to_larger_models(qtbot):
    house = House()
    house.show(None)
    house.page.models_asked.emit()
    shown = house.window.findChild(Preferences)
    assert shown.isVisible()
    assert shown.tabs.current == "models"
    shown.close()
    house.window.close()


def test_a_pasted_script_becomes_a_film_named_after_its_title(qtbot):
    page = FirstPage()
    qtbot.addWidget(page)
    QTest.mouseClick(page.cards[1], LEFT)
    page.page.text.setPlainText("Title: Rain\n\nEXT. BEACH - DAY\n\nA dog runs along the water.\n")
    with qtbot.waitSignal(page.opened) as heard:
        page.page.go.click()
    assert heard.args[0].name == "Rain.longtake"
    assert heard.args[0].exists()


def test_a_script_without_anything_to_film_is_refused_with_a_sentence(qtbot):
    page = FirstPage()
    qtbot.addWidget(page)
    page.show()
    page.write()
    page.page.go.click()
    assert page.banner.isVisible()
    assert page.banner.words.text().endswith(".")


def test_what_is_no_film_is_said_on_the_first_page(qtbot, tmp_path: Path):
    path = tmp_path / "broken.longtake"
    path.write_bytes(b"not a film at all")
    house = House()
    house.show(path)
    assert house.page is not None
    assert house.page.banner.isVisible()
    assert path.read_bytes() == b"not a film at all"
    house.window.close()


def test_two_films_of_one_name_stand_side_by_side(tmp_path: Path):
    text = "EXT. BEACH - DAY\n\nA dog runs along the water.\n"
    paths = [film_of_script(text, "Dog", tmp_path) for _ in range(2)]
    assert [path.name for path in paths] == ["Dog.longtake", "Dog 2.longtake"]


def test_one_pair_of_qt_and_python_is_refused():
    assert unfitting("6.12.0", (3, 11)).endswith(".")
    assert unfitting("6.12.0", (3, 12)) == ""
    assert unfitting("6.11.3", (3, 11)) == ""


def test_a_mistake_of_the_program_is_said_once_with_a_button_to_copy_it(qtbot, caplog):
    house = House()
    house.show(None)
    for words in ("one", "two"):
        try:
            raise RuntimeError(words)
        except RuntimeError as error:
            house.mistake(RuntimeError, error, error.__traceback__)
    boxes = house.window.findChildren(QMessageBox)
    assert [box.text().splitlines()[0] for box in boxes] == ["RuntimeError: one"]
    assert "RuntimeError: two" in caplog.text
    boxes[0].buttons()[0].click()
    assert "RuntimeError: one" in QApplication.clipboard().text()
    house.window.close()


def test_another_film_takes_the_place_of_this_one_and_what_will_not_open_is_said_where_one_is(
    qtbot, tmp_path: Path
):
    text = "EXT. BEACH - DAY\n\nA dog runs along the water.\n"
    one, other = (film_of_script(text, name, tmp_path) for name in ("One", "Other"))
    house = House()
    house.open(one)
    window = house.window
    assert isinstance(window, MainWindow)
    window.wanted.emit(one)
    assert house.window is window
    assert window.trouble.words.text() == "One is the film that you are working on."
    broken = tmp_path / "broken.longtake"
    broken.write_bytes(b"not a film at all")
    window.wanted.emit(broken)
    assert house.window is window
    assert window.trouble.isVisible()
    window.recent.aboutToShow.emit()
    assert [action.text() for action in window.recent.actions()] == ["No other films yet"]
    window.wanted.emit(other)
    assert house.window is not window
    assert isinstance(house.window, MainWindow)
    assert house.window.film.session.path == other
    house.window.recent.aboutToShow.emit()
    assert [action.text() for action in house.window.recent.actions()] == ["One"]
    house.window.close()


def test_a_film_that_another_window_has_is_shown_with_who_has_it(qtbot, tmp_path: Path):
    text = "EXT. BEACH - DAY\n\nA dog runs along the water.\n"
    path = film_of_script(text, "Dog", tmp_path)
    first, second = House(), House()
    first.open(path)
    second.open(path)
    assert isinstance(second.window, MainWindow)
    assert second.window.film.session.project.read_only
    assert "Dog" in second.window.trouble.words.text()
    second.window.close()
    assert first.window is not None
    first.window.close()


def test_new_films_are_made_in_the_folder_of_the_settings(tmp_path: Path):
    settings.save(settings.Settings(films=str(tmp_path / "mine")))
    assert films_folder() == tmp_path / "mine"
