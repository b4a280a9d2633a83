"""Find, replace and the outline, by keys and clicks."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from tests.ui.script_panes import CONTROL, SCRIPT, put_cursor, shown
from ui.script_pane import ScriptPane

LEFT = Qt.MouseButton.LeftButton
pytestmark = pytest.mark.qt_log_ignore("does not support propagateSizeHints")


@pytest.fixture
def pane(qtbot, tmp_path: Path) -> ScriptPane:
    found = shown(qtbot, tmp_path)
    put_cursor(found.editor, "Title", behind=False)
    return found


def look_for(pane: ScriptPane, words: str) -> None:
    pane.open_find()
    pane.search.needle.clear()
    QTest.keyClicks(pane.search.needle, words)


def test_what_is_typed_is_found_and_counted_and_enter_goes_on(pane):
    editor, search = pane.editor, pane.search
    look_for(pane, "cake")
    assert search.count.text() == "1 of 2"
    assert editor.textCursor().selectedText() == "cake"
    first = editor.textCursor().position()
    QTest.keyClick(search.needle, Qt.Key.Key_Return)
    assert search.count.text() == "2 of 2"
    QTest.keyClick(search.needle, Qt.Key.Key_Return)  # round the end
    assert editor.textCursor().position() == first
    QTest.keyClick(search.needle, Qt.Key.Key_Return, Qt.KeyboardModifier.ShiftModifier)
    assert search.count.text() == "2 of 2"
    QTest.keyClick(search.needle, Qt.Key.Key_Escape)
    assert not search.isVisible()
    assert editor.found == []


def test_case_and_whole_words_narrow_what_is_found(pane):
    search = pane.search
    look_for(pane, "pip")
    assert search.count.text() == "1 of 2"
    QTest.mouseClick(search.case, LEFT)
    assert search.count.text() == "none"
    QTest.mouseClick(search.case, LEFT)
    look_for(pane, "par")
    assert search.count.text().endswith("of 2")
    QTest.mouseClick(search.word, LEFT)
    assert search.count.text() == "none"


def test_a_broken_expression_is_a_sentence_in_its_place(pane):
    search = pane.search
    QTest.mouseClick(search.pattern, LEFT)
    look_for(pane, "(cake")
    assert search.fault.isVisible()
    assert search.fault.text().startswith("This expression is not whole after letter 5:")
    assert search.needle.property("wrong")
    QTest.keyClicks(search.needle, "|dog)")
    assert not search.fault.isVisible()
    assert search.count.text() == "1 of 2"


def test_an_expression_finds_and_its_groups_are_put_in(pane):
    search = pane.search
    pane.open_replace()
    search.pattern.setChecked(True)
    search.needle.setText(r"(\w+), a (\w+ )?(chef|mouse)")
    search.replacement.setText(r"\1 the $3")
    QTest.mouseClick(search.every, LEFT)
    assert "BRUNO the chef, carries" in pane.editor.text()
    assert "PIP the mouse, runs" in pane.editor.text()


def test_replacing_all_is_one_step_of_undo_of_its_own(pane):
    editor, search, film = pane.editor, pane.search, pane.film
    put_cursor(editor, "on a bench")
    QTest.keyClicks(editor, " now")
    pane.open_replace()
    search.needle.setText("cake")
    search.replacement.setText("large pie")
    QTest.mouseClick(search.every, LEFT)
    assert editor.text().count("large pie") == 2
    assert film.board.script == editor.text()
    assert search.count.text() == "2 places done"
    assert film.session.undo_name == "Replace 2 times “cake”"
    assert sum(shot.stale for shot in film.board.shots) == 3
    film.undo()
    assert editor.text() == film.board.script
    assert "large pie" not in editor.text()
    assert "bench now." in editor.text()
    film.undo()
    assert editor.text() == SCRIPT


def test_replacing_one_goes_to_the_next(pane):
    editor, search = pane.editor, pane.search
    pane.open_replace()
    search.needle.setText("cake")
    search.replacement.setText("pie")
    QTest.mouseClick(search.one, LEFT)
    assert editor.text() == SCRIPT.replace("cake", "pie", 1)
    assert editor.textCursor().selectedText() == "cake"
    search.replacement.setFocus()
    QTest.keyClick(search.replacement, Qt.Key.Key_Return)
    assert editor.text() == SCRIPT.replace("cake", "pie")
    assert not search.one.isEnabled()
    assert search.one.toolTip() == "Nothing is found."


def test_what_is_found_follows_the_text_as_it_changes(qtbot, pane):
    look_for(pane, "bench")
    assert len(pane.editor.found) == 1
    put_cursor(pane.editor, "on a bench")
    pane.editor.setFocus()
    QTest.keyClicks(pane.editor, " bench")
    qtbot.waitUntil(lambda: len(pane.editor.found) == 2, timeout=3000)


def test_the_selection_is_what_is_looked_for(pane):
    put_cursor(pane.editor, "a grey mouse")
    cursor = pane.editor.textCursor()
    cursor.movePosition(cursor.MoveOperation.WordLeft, cursor.MoveMode.KeepAnchor)
    pane.editor.setTextCursor(cursor)
    pane.open_find()
    assert pane.search.needle.text() == "mouse"


def test_letters_beyond_the_first_plane_are_found_where_they_are(qtbot, tmp_path):
    pane = shown(qtbot, tmp_path, SCRIPT.replace("a chef", "a 🎂 chef 🎂"))
    pane.open_replace()
    pane.search.needle.setText("🎂")
    pane.search.replacement.setText("cake")
    QTest.mouseClick(pane.search.every, LEFT)
    assert "a cake chef cake, carries a cake in" in pane.editor.text()


def outline_rows(pane: ScriptPane) -> list[str]:
    rows = pane.outline.rows
    return [rows.item(n).text() for n in range(rows.count())]


def test_the_outline_lists_scenes_and_a_click_goes_there(qtbot, pane):
    pane.toggle_outline()
    rows = pane.outline.rows
    qtbot.waitUntil(lambda: rows.count() == 2, timeout=3000)
    assert outline_rows(pane) == ["INT. KITCHEN - DAY", "EXT. PARK - NIGHT"]
    where = rows.visualItemRect(rows.item(1)).center()
    QTest.mouseClick(rows.viewport(), LEFT, Qt.KeyboardModifier.NoModifier, where)
    editor = pane.editor
    assert editor.textCursor().block().text() == "EXT. PARK - NIGHT"
    assert editor.hasFocus()
    put_cursor(editor, "carries a cake in")
    assert rows.currentRow() == 0


def test_the_outline_is_searched_and_says_when_nothing_is_called_so(qtbot, pane):
    pane.toggle_outline()
    qtbot.waitUntil(lambda: pane.outline.rows.count() == 2, timeout=3000)
    QTest.keyClicks(pane.outline.field, "park")
    assert outline_rows(pane) == ["EXT. PARK - NIGHT"]
    QTest.keyClick(pane.outline.field, Qt.Key.Key_Return)
    assert pane.editor.textCursor().block().text() == "EXT. PARK - NIGHT"
    QTest.keyClicks(pane.outline.field, " moon")
    assert outline_rows(pane) == []
    assert pane.outline.empty.text() == "Nothing in the outline is called so."
    QTest.keyClick(pane.outline.field, Qt.Key.Key_Escape)
    assert len(outline_rows(pane)) == 2


def test_the_outline_renews_while_one_writes_and_holds_sections_and_synopses(qtbot, pane):
    pane.toggle_outline()
    editor = pane.editor
    editor.setFocus()
    put_cursor(editor, "Bruno sits on a bench.")
    QTest.keyClick(editor, Qt.Key.Key_Return)
    QTest.keyClicks(editor, "# Act two")
    QTest.keyClick(editor, Qt.Key.Key_Return)
    QTest.keyClick(editor, Qt.Key.Key_Return)
    QTest.keyClicks(editor, "= They are friends.")
    qtbot.waitUntil(lambda: len(outline_rows(pane)) == 4, timeout=3000)
    assert outline_rows(pane)[2:] == ["Act two", "They are friends."]


def test_every_act_of_the_pane_has_words_and_can_be_asked(pane):
    acts = {act.name: act for act in pane.acts()}
    assert all(act.said for act in acts.values())
    assert acts["script.changes"].why_not() == "The script and the shots agree."
    acts["script.replace"].do()
    assert pane.search.isVisible()
    acts["script.outline"].do()
    assert acts["script.outline"].checked()
    QTest.keyClick(pane.editor, Qt.Key.Key_Z, CONTROL)
    assert pane.editor.text() == SCRIPT
