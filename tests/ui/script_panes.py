"""A script pane as a window of its own, on a film of its own."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QTextCursor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from storyboard.board import Board
from studio import plan
from studio.session import Session
from ui.film import Film
from ui.pictures import Pictures
from ui.script import ScriptEditor
from ui.script_pane import ScriptPane

SCRIPT = """Title: A Small Thief

INT. KITCHEN - DAY

BRUNO, a chef, carries a cake in from the left.

PIP, a grey mouse, runs in from the right.

BRUNO
Stop right there.

EXT. PARK - NIGHT

Pip carries the cake across the park.

Bruno sits on a bench.
"""
CONTROL = Qt.KeyboardModifier.ControlModifier


def shown(qtbot, tmp_path: Path, text: str = SCRIPT) -> ScriptPane:  # type: ignore[no-untyped-def]
    """The pane of a new film, planned by rules if there is something to film."""
    board = plan.by_rules(text, "Thief") if text else Board(title="Thief")
    film = Film(Session.new(tmp_path / "thief.longtake", board))
    pane = ScriptPane(film, Pictures(film))
    pane.resize(420, 640)
    qtbot.addWidget(pane, before_close_func=closed)
    pane.show()
    qtbot.waitExposed(pane)
    pane.activateWindow()
    pane.editor.setFocus()
    QApplication.processEvents()
    return pane


def closed(pane: ScriptPane) -> None:
    pane.take_in()
    pane.film.close()


def put_cursor(editor: ScriptEditor, words: str, behind: bool = True) -> None:
    """The cursor behind these words of the text, or before them."""
    place = editor.text().index(words) + (len(words) if behind else 0)
    cursor = editor.textCursor()
    cursor.setPosition(place)
    editor.setTextCursor(cursor)


def select(editor: ScriptEditor, first: str, last: str) -> None:
    cursor = editor.textCursor()
    cursor.setPosition(editor.text().index(first))
    end = editor.text().index(last) + len(last)
    cursor.setPosition(end, QTextCursor.MoveMode.KeepAnchor)
    editor.setTextCursor(cursor)


def press(editor: ScriptEditor, *keys: Qt.Key) -> None:
    for key in keys:
        QTest.keyClick(editor, key)
