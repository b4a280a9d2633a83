"""Preferences: what is chosen is written at once and holds; keys are found, changed, given back."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from studio import settings
from ui.keyboard import Keyboard
from ui.keys import schemes
from ui.preferences import Preferences
from ui.window import MainWindow

LEFT, CONTROL = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.ControlModifier
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")


@pytest.fixture
def dialog(window: MainWindow) -> Iterator[Preferences]:
    """The preferences of the window."""
    window.open_preferences()
    assert window.preferences is not None
    yield window.preferences
    window.preferences.reject()


def keys(qtbot, dialog: Preferences) -> Keyboard:
    """The page of the keys, with all its rows."""
    dialog.show_page("keys")
    qtbot.waitUntil(lambda: dialog.keyboard.is_whole, timeout=60000)
    return dialog.keyboard


def test_steps_device_and_cores_are_written_when_they_are_chosen(dialog):
    for box, name, value in (
        (dialog.steps, "steps", 2),
        (dialog.machines.device, "device", "cpu"),
        (dialog.machines.threads, "threads", 1),
        (dialog.machines.stages, "stages", 2),
    ):
        at = box.findData(value)
        box.setCurrentIndex(at)
        box.activated.emit(at)
        assert getattr(settings.load(), name) == value
    dialog.captions.setChecked(True)
    assert settings.load().captions


def test_a_folder_of_weights_that_is_not_there_is_refused(dialog, tmp_path):
    dialog.show_page("models")
    dialog.weights.setText(str(tmp_path / "none"))
    dialog.weights.editingFinished.emit()
    assert dialog.said.text().startswith("There is no folder")
    assert settings.load().weights == ""
    dialog.weights.setText(str(tmp_path))
    dialog.weights.editingFinished.emit()
    assert dialog.said.text() == ""
    assert settings.load().weights == str(tmp_path)


def test_the_bin_is_measured_piece_by_piece(qtbot, dialog, project: Path):
    qtbot.waitUntil(lambda: not dialog._measuring.isActive())
    assert dialog.bin_size.text() == "none"


def test_every_act_of_the_window_is_on_the_keyboard_page_and_every_scheme_knows_its_acts(
    qtbot, window, dialog
):
    names = {act.name for act in window.commands.acts}
    assert set(keys(qtbot, dialog).rows) == names
    for scheme, acts in schemes().items():
        assert set(acts) <= names, (scheme, set(acts) - names)


def test_acts_are_found_by_their_name_and_by_their_key(qtbot, dialog):
    page = keys(qtbot, dialog)
    dialog.show()
    QTest.keyClicks(page.search, "duplicate")
    seen = [name for name, row in page.rows.items() if not row.isHidden()]
    assert seen == ["shot.duplicate"]
    page.search.setText("ctrl+d")
    seen = [name for name, row in page.rows.items() if not row.isHidden()]
    assert seen == ["shot.duplicate"]
    page.search.setText("no such thing")
    assert not page.none.isHidden()


def test_a_pressed_key_holds_in_the_window_at_once_and_who_had_it_is_told(qtbot, window, dialog):
    page, film = keys(qtbot, dialog), window.film
    field = page.rows["shot.duplicate"].field
    QTest.mouseClick(field, LEFT)
    assert field.listens
    QTest.keyClick(field, Qt.Key.Key_J, CONTROL)
    assert field.text() == "Ctrl+J"
    assert "“Join with the next”" in page.said.text()
    assert settings.load().key_changes == {"shot.duplicate": ("Ctrl+J",), "shot.join": ()}
    count = len(film.shots)
    dialog.reject()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    window.board.setFocus()
    QTest.keyClick(window, Qt.Key.Key_J, CONTROL)
    assert len(film.shots) == count + 1


def test_a_change_of_keys_is_undone_and_escape_keeps_the_old_key(qtbot, dialog):
    page = keys(qtbot, dialog)
    row = page.rows["shot.duplicate"]
    QTest.mouseClick(row.field, LEFT)
    QTest.keyClick(row.field, Qt.Key.Key_Escape)
    assert row.field.text() == "Ctrl+D"
    QTest.mouseClick(row.drop, LEFT)
    assert row.field.text() == ""
    QTest.mouseClick(page.back, LEFT)
    assert row.field.text() == "Ctrl+D"
    assert settings.load().key_changes == {}


def test_another_scheme_holds_at_once(window, dialog):
    dialog.show_page("keys")
    QTest.mouseClick(dialog.keyboard.scheme.buttons["Avid"], LEFT)
    assert settings.load().keys == "Avid"
    assert "E" in window.commands.keys.of(window.commands.act("player.in"))
