"""The export dialog: presets, ranges and captions become what the process is asked for."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from ui.export import ExportDialog
from ui.window import MainWindow

LEFT = Qt.MouseButton.LeftButton
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")


@pytest.fixture
def dialog(window: MainWindow) -> Iterator[ExportDialog]:
    window.film.mark(10, 50)
    window.film.choose(list(window.film.shots)[:2])
    QTest.mouseClick(window.header.export_film, LEFT)
    assert window.dialog is not None
    yield window.dialog
    window.dialog.done(0)


def test_a_preset_gives_the_file_its_ending_and_shows_its_own_fields(dialog):
    for name, ending in (("master", ".mov"), ("pngs", ""), ("cut", ".otio"), ("web", ".mp4")):
        QTest.mouseClick(dialog.presets[name], LEFT)
        assert Path(dialog.path.text()).suffix == ending
        assert dialog.quality.isVisible() == (name == "web")
        assert dialog.format.isVisible() == (name == "cut")
        assert dialog.captions.isVisible() == (name != "cut")


def test_the_range_is_the_film_the_stretch_or_the_chosen_shots(window, dialog):
    film = window.film
    settings = dialog.wish()["settings"]
    assert (settings["start"], settings["end"]) == (0, film.length)
    QTest.mouseClick(dialog.range.buttons["stretch"], LEFT)
    settings = dialog.wish()["settings"]
    assert (settings["start"], settings["end"]) == (10, 50)
    QTest.mouseClick(dialog.range.buttons["chosen"], LEFT)
    assert dialog.wish()["settings"]["shots"] == list(film.chosen)
    assert dialog.lacking.words.text() == "2 of 2 shots are not final."


def test_captions_are_burnt_in_soft_beside_it_or_left_out(dialog):
    told = {}
    for name, button in dialog.captions.buttons.items():
        QTest.mouseClick(button, LEFT)
        wish = dialog.wish()
        told[name] = (wish["settings"]["burn"], wish["settings"]["subtitles"], wish["srt"])
    assert told == {
        "none": (False, False, False),
        "soft": (False, True, False),
        "burn": (True, False, False),
        "srt": (False, False, True),
    }


def test_shots_that_are_not_final_can_be_rendered_first(window, dialog):
    QTest.mouseClick(dialog.lacking.button, LEFT)
    assert not dialog.isVisible()
    assert window.card.isVisible()


@pytest.mark.timeout(300)
def test_the_cut_is_written_for_the_editor(qtbot, dialog, tmp_path):
    QTest.mouseClick(dialog.presets["cut"], LEFT)
    dialog.path.setText(str(tmp_path / "cut.otio"))
    QTest.mouseClick(dialog.go, LEFT)
    qtbot.waitUntil(lambda: not dialog.runs, timeout=200000)
    assert "OTIO_SCHEMA" in (tmp_path / "cut.otio").read_text("utf-8"), dialog.said.text()
    assert dialog.show_film.isVisible()


def test_what_cannot_be_written_is_said_and_can_be_tried_elsewhere(qtbot, dialog, tmp_path):
    QTest.mouseClick(dialog.presets["cut"], LEFT)
    dialog.path.setText(str(tmp_path / "none" / "cut.otio"))
    QTest.mouseClick(dialog.go, LEFT)
    qtbot.waitUntil(lambda: not dialog.runs, timeout=200000)
    assert dialog.said.text().endswith(".")
    assert dialog.go.isEnabled()
    assert not dialog.show_film.isVisible()


def test_an_export_that_is_killed_says_so_and_can_be_tried_again(qtbot, dialog, tmp_path):
    dialog.path.setText(str(tmp_path / "film.mp4"))
    QTest.mouseClick(dialog.go, LEFT)
    qtbot.waitUntil(lambda: dialog._process.processId() > 0, timeout=60000)
    os.kill(dialog._process.processId(), signal.SIGKILL)
    qtbot.waitUntil(lambda: not dialog.runs, timeout=60000)
    assert dialog.said.text().endswith("try again.")
    assert dialog.go.isEnabled()
    assert not list(tmp_path.glob("*.mp4"))
