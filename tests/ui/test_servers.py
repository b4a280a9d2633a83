"""A model on a server: found by the window's child, chosen, and kept in the settings."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from studio import settings
from tests.engine.model_servers import Script, serving
from tests.ui.script_panes import shown
from ui.servers import NONE

LEFT = Qt.MouseButton.LeftButton
pytestmark = pytest.mark.qt_log_ignore("does not support")


@pytest.fixture
def card(qtbot, tmp_path: Path):  # type: ignore[no-untyped-def]
    pane = shown(qtbot, tmp_path)
    pane.resize(700, 900)
    pane.open_plan("film")
    return pane.card


def test_a_model_of_a_server_is_found_and_chosen(qtbot, card) -> None:  # type: ignore[no-untyped-def]
    with serving(Script(models=("tiny:1b", "other:3b"))) as there:
        QTest.mouseClick(card.serve, LEFT)
        row = card.server
        assert row.isVisible()
        row.field.setText(f"localhost:{there.port}")
        QTest.keyClick(row.field, Qt.Key.Key_Return)
        qtbot.waitUntil(row.models.isVisible, timeout=20000)
        assert [row.models.itemText(at) for at in (1, 2)] == [
            f"tiny:1b at localhost:{there.port}",
            f"other:3b at localhost:{there.port}",
        ]
        row.models.setCurrentIndex(2)
        row.models.activated.emit(2)
    assert not row.isVisible()
    model = f"http://localhost:{there.port}/v1#other:3b"
    assert settings.load().director == model
    assert card.director.model == model
    assert card.rows[model].accessibleName() == "other:3b"
    assert card.note.isEnabled()


def test_what_a_server_does_not_do_is_said_and_the_window_goes_on(qtbot, card) -> None:  # type: ignore[no-untyped-def]
    with serving(Script()) as there:
        port = there.port
    card.show_server()
    row = card.server
    for where, said in (
        (f"localhost:{port}", f"Nobody answers at localhost:{port}"),
        ("http://8.8.8.8:80", "a script does not leave the house"),
    ):
        row.field.setText(where)
        QTest.mouseClick(row.button, LEFT)
        qtbot.waitUntil(lambda said=said: said in row.said.text(), timeout=20000)
        assert not row.models.isVisible()
    card.hide()  # what is under way ends with the card
    assert row._process is None
    assert NONE.endswith(".")
