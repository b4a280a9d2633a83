"""Writing in the script: inks, brackets, folds, keys, offers, and one order of undo."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, Qt, QUrl
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from storyboard.edits import shots as shot_edits
from studio import plan
from studio.session import Session
from tests.ui.script_panes import CONTROL, SCRIPT, closed, press, put_cursor, shown
from ui import fountain, theme
from ui.film import Film
from ui.pictures import Pictures
from ui.script_pane import ScriptPane

LEFT = Qt.MouseButton.LeftButton
NONE = Qt.KeyboardModifier.NoModifier
pytestmark = pytest.mark.qt_log_ignore("does not support propagateSizeHints")


@pytest.fixture
def pane(qtbot, tmp_path: Path) -> ScriptPane:
    return shown(qtbot, tmp_path)


def kinds(pane: ScriptPane) -> dict[str, str]:
    """What each line of the script is taken for."""
    block, found = pane.editor.document().begin(), {}
    while block.isValid():
        if block.text().strip():
            found[block.text()] = fountain.kind(block)
        block = block.next()
    return found


def ink(pane: ScriptPane, word: str) -> str:
    """The colour in which a word is written."""
    at = pane.editor.text().index(word)
    block = pane.editor.document().findBlock(at)
    for part in block.layout().formats():
        if part.start <= at - block.position() < part.start + part.length:
            found = part.format.foreground().color().name()
    return found


def test_every_line_is_taken_for_what_the_reader_of_scripts_says(pane):
    found = kinds(pane)
    assert found["Title: A Small Thief"] == "title"
    assert found["INT. KITCHEN - DAY"] == "heading"
    assert found["BRUNO"] == "character"
    assert found["Stop right there."] == "dialogue"
    assert found["Bruno sits on a bench."] == "action"
    assert ink(pane, "BRUNO, a chef") == ink(pane, "BRUNO\n")
    assert ink(pane, "BRUNO, a chef") != ink(pane, "PIP")
    assert ink(pane, "PIP") != ink(pane, "runs in")


def test_a_line_changes_what_it_is_while_one_writes_around_it(pane):
    editor = pane.editor
    put_cursor(editor, "Bruno sits on a bench.")
    press(editor, Qt.Key.Key_Return)
    QTest.keyClicks(editor, "PIP")
    press(editor, Qt.Key.Key_Escape)
    assert kinds(pane)["PIP"] == "action"  # nothing is said yet
    press(editor, Qt.Key.Key_Return)
    QTest.keyClicks(editor, "Mine.")
    assert kinds(pane)["PIP"] == "character"
    assert kinds(pane)["Mine."] == "dialogue"
    put_cursor(editor, "Stop right there.", behind=False)
    press(editor, Qt.Key.Key_Backspace)
    assert kinds(pane)["BRUNOStop right there."] == "action"


def test_notes_emphasis_sections_and_omitted_parts_have_their_inks(qtbot, tmp_path):
    pane = shown(
        qtbot,
        tmp_path,
        "# Act one\n\n= They meet.\n\nINT. BARN - DAY\n\nA fox *runs* [[how fast?]] away.\n\n"
        "/* gone\n\nfor good */\n\nA hen sleeps.\n",
    )
    found = kinds(pane)
    assert found["# Act one"] == "section"
    assert found["= They meet."] == "synopsis"
    assert found["/* gone"] == found["for good */"] == "boneyard"
    assert found["A hen sleeps."] == "action"
    assert ink(pane, "[[how") != ink(pane, "A fox")
    assert ink(pane, "*runs") == ink(pane, "/* gone")


def test_emoji_do_not_shift_inks(qtbot, tmp_path):
    pane = shown(qtbot, tmp_path, "INT. BARN - DAY\n\nA 🦊🦊🦊 and MIA 🦊 run.\n\nMIA\nHey!\n")
    block = pane.editor.document().findBlockByNumber(2)
    hue = theme.hues(pane.film.board)["mia"]
    inked = [
        block.text().encode("utf-16-le")[2 * part.start : 2 * (part.start + part.length)]
        for part in block.layout().formats()
        if part.format.foreground().color() == hue
    ]
    assert [part.decode("utf-16-le") for part in inked] == ["MIA"]


def test_the_cursor_selects_its_shot_and_a_selected_shot_leads_the_cursor(pane):
    film, editor = pane.film, pane.editor
    put_cursor(editor, "a grey mouse")
    assert film.shot.action.startswith("PIP")
    last = film.board.shots[-1]
    editor.clearFocus()
    film.select(last.id)
    assert editor.textCursor().position() == last.stretch.start


def test_a_click_on_a_bracket_selects_its_shot(pane):
    film, editor = pane.film, pane.editor
    shot, box = editor.marks()[1]
    gutter = next(child for child in editor.children() if hasattr(child, "shot_at"))
    QTest.mouseClick(gutter, LEFT, NONE, QPoint(20, int(box.center().y())))
    assert film.shot_id == shot.id
    assert gutter.shot_at(QPoint(20, int(box.center().y()))).id == shot.id


def test_brackets_move_along_with_what_is_typed_before_it_is_taken_in(pane):
    editor = pane.editor
    before = {shot.id: box for shot, box in editor.marks()}
    put_cursor(editor, "BRUNO, a chef, carries a cake in from the left.")
    QTest.keyClicks(editor, " It is a very large cake with candles and it is about to fall.")
    assert pane.film.board.script == SCRIPT
    after = {shot.id: box for shot, box in editor.marks()}
    assert all(after[id].top() > before[id].top() for id in list(before)[1:])
    first = pane.film.board.shots[0].id
    assert after[first].height() > before[first].height()


def test_what_is_typed_is_taken_in_after_a_rest_and_marks_its_shot(qtbot, pane):
    editor, film = pane.editor, pane.film
    put_cursor(editor, "sits on a bench")
    QTest.keyClicks(editor, " and weeps")
    assert not any(shot.stale for shot in film.board.shots)
    qtbot.waitUntil(lambda: film.board.shots[-1].stale, timeout=3000)
    assert "bench and weeps." in film.board.script
    assert pane.stale.isVisible()
    assert pane.stale.words.text() == "1 shot differs from the script"


def test_undo_is_the_films_and_a_paragraph_is_a_step(pane):
    editor, film = pane.editor, pane.film
    film.edit("Shorten", lambda board: shot_edits.set_length(board, board.shots[0].id, 30))
    put_cursor(editor, "sits on a bench")
    QTest.keyClicks(editor, " alone")
    editor.take_in()
    put_cursor(editor, "across the park")
    press(editor, Qt.Key.Key_Left)
    QTest.keyClicks(editor, "x")
    editor.take_in()
    assert film.session.undo_name == "Edit the script"
    QTest.keyClick(editor, Qt.Key.Key_Z, CONTROL)
    assert "alone" in editor.text()
    assert "parxk" not in editor.text()
    QTest.keyClick(editor, Qt.Key.Key_Z, CONTROL)
    assert editor.text() == film.board.script == SCRIPT
    assert film.board.shots[0].length == 30
    QTest.keyClick(editor, Qt.Key.Key_Z, CONTROL)
    assert film.board.shots[0].length != 30
    redo = CONTROL | Qt.KeyboardModifier.ShiftModifier
    for _ in range(3):
        QTest.keyClick(editor, Qt.Key.Key_Z, redo)
    assert "parxk" in editor.text()
    assert editor.text() == film.board.script


def test_undo_in_the_middle_of_a_word_takes_back_what_was_just_typed(pane):
    editor, film = pane.editor, pane.film
    put_cursor(editor, "sits on a bench")
    QTest.keyClicks(editor, " qui")
    QTest.keyClick(editor, Qt.Key.Key_Z, CONTROL)
    assert editor.text() == film.board.script == SCRIPT
    assert editor.textCursor().position() == SCRIPT.index(" a bench") + len(" a bench")


def test_leaving_the_editor_takes_in_what_was_typed(pane):
    put_cursor(pane.editor, "sits on a bench")
    QTest.keyClicks(pane.editor, " now")
    pane.plan_button.setFocus()
    QApplication.processEvents()
    assert "bench now" in pane.film.board.script


def test_enter_goes_on_to_what_comes_next(pane):
    editor = pane.editor
    put_cursor(editor, "Bruno sits on a bench.")
    press(editor, Qt.Key.Key_Return)
    QTest.keyClicks(editor, "BRUNO")
    press(editor, Qt.Key.Key_Return)
    QTest.keyClicks(editor, "My cake.")
    press(editor, Qt.Key.Key_Return, Qt.Key.Key_Return)  # the second is there already
    QTest.keyClicks(editor, "He sighs.")
    assert editor.text().endswith("a bench.\n\nBRUNO\nMy cake.\n\nHe sighs.\n")


def test_names_are_offered_the_other_speaker_first(pane):
    editor, offers = pane.editor, pane.editor.writing.offers
    put_cursor(editor, "Stop right there.")
    press(editor, Qt.Key.Key_Return, Qt.Key.Key_Tab)
    assert offers.isVisible()
    assert [offers.item(n).text() for n in range(offers.count())][:2] == ["BRUNO", "PIP"]
    press(editor, Qt.Key.Key_Down, Qt.Key.Key_Return)
    QTest.keyClicks(editor, "No.")
    assert "there.\n\nPIP\nNo.\n" in editor.text()
    assert not offers.isVisible()


def test_headings_are_offered_piece_by_piece(pane):
    editor, offers = pane.editor, pane.editor.writing.offers
    put_cursor(editor, "Bruno sits on a bench.")
    press(editor, Qt.Key.Key_Return)
    QTest.keyClicks(editor, "int")
    assert offers.chosen == "INT. "
    press(editor, Qt.Key.Key_Return)
    assert offers.chosen == "INT. KITCHEN"
    press(editor, Qt.Key.Key_Return)
    assert offers.chosen == "INT. KITCHEN - "
    press(editor, Qt.Key.Key_Tab)
    QTest.keyClicks(editor, "N")
    press(editor, Qt.Key.Key_Return)
    assert editor.text().rstrip().endswith("INT. KITCHEN - NIGHT")


def test_escape_puts_the_offers_away_and_a_sentence_never_meets_them(pane):
    editor, offers = pane.editor, pane.editor.writing.offers
    put_cursor(editor, "Bruno sits on a bench.")
    press(editor, Qt.Key.Key_Return)
    QTest.keyClicks(editor, "P")
    assert offers.isVisible()
    QTest.keyClicks(editor, "ip")
    assert not offers.isVisible()
    QTest.keyClicks(editor, " runs.")
    press(editor, Qt.Key.Key_Return)
    QTest.keyClicks(editor, "P")
    press(editor, Qt.Key.Key_Escape)
    assert not offers.isVisible()


def test_tab_leaves_the_editor_where_it_begins_nothing(pane):
    put_cursor(pane.editor, "carries a cake")
    press(pane.editor, Qt.Key.Key_Tab)
    QApplication.processEvents()
    assert not pane.editor.hasFocus()
    assert pane.editor.text() == SCRIPT


def test_a_scene_folds_to_its_heading_and_unfolds_where_one_goes(pane):
    editor, folds = pane.editor, pane.editor.folds
    heading = next(folds.headings())
    box = next(box for block, box in editor.blocks() if block == heading)
    QTest.mouseClick(editor.viewport(), LEFT, NONE, QPoint(8, int(box.center().y())))
    assert fountain.is_folded(heading)
    assert folds.hidden(heading) == 4
    hidden = editor.document().findBlock(SCRIPT.index("PIP, a grey"))
    assert not hidden.isVisible()
    park = editor.document().findBlock(SCRIPT.index("EXT. PARK"))
    assert park.isVisible()
    put_cursor(editor, "INT. KITCHEN - DAY")
    press(editor, Qt.Key.Key_Down, Qt.Key.Key_Down, Qt.Key.Key_Down)
    assert not hidden.isVisible()  # the cursor goes over what is folded
    editor.go_to(hidden.position())
    assert hidden.isVisible()


def test_all_scenes_fold_and_stay_folded_while_the_rest_is_edited(pane):
    editor, folds = pane.editor, pane.editor.folds
    folds.fold_all(True)
    park = editor.document().findBlock(SCRIPT.index("Bruno sits"))
    assert not park.isVisible()
    pane.film.edit("Name", lambda board: plan.link.relink(board, SCRIPT.replace("Small", "Big")))
    assert "Big Thief" in editor.text()
    assert not editor.document().findBlock(editor.text().index("Bruno sits")).isVisible()
    folds.fold_all(False)
    assert editor.document().findBlock(editor.text().index("Bruno sits")).isVisible()


def test_words_pages_and_time_are_counted(qtbot, pane):
    qtbot.waitUntil(lambda: "1 page" in pane.count.text(), timeout=3000)
    assert "words" in pane.count.text()
    pane.editor.selectAll()
    assert pane.count.text().endswith("words selected")


def test_an_empty_script_says_what_to_do(qtbot, tmp_path):
    pane = shown(qtbot, tmp_path, "")
    assert "write, paste, or drop" in pane.count.text()
    QTest.keyClicks(pane.editor, "A fox sleeps in a barn.")
    qtbot.waitUntil(lambda: pane.stale.isVisible(), timeout=3000)
    assert pane.stale.words.text() == "1 paragraph has no shot yet"
    QTest.mouseClick(pane.stale.button, LEFT)
    assert [shot.action for shot in pane.film.board.shots] == ["A fox sleeps in a barn."]


def test_letters_beyond_the_first_plane_do_not_shift_brackets(qtbot, tmp_path):
    text = SCRIPT.replace("a chef", "a chef 🎂🎂🎂")
    pane = shown(qtbot, tmp_path, text)
    editor, film = pane.editor, pane.film
    last = film.board.shots[-1]
    point = editor.drift.point(last.stretch.start)
    assert editor.document().findBlock(point).text() == "Bruno sits on a bench."
    put_cursor(editor, "INT. KITCHEN - DAY", behind=False)
    cursor = editor.textCursor()
    cursor.setPosition(point + 3)
    editor.setTextCursor(cursor)
    assert film.shot_id == last.id
    assert editor.drift.place(point) == last.stretch.start


def test_hard_spaces_and_other_odd_letters_are_kept(qtbot, tmp_path):
    text = SCRIPT.replace("a chef", "a\u00a0chef")
    pane = shown(qtbot, tmp_path, text)
    pane.editor.take_in()
    assert pane.film.board.script == text
    assert pane.film.session.undo_name == ""
    put_cursor(pane.editor, "on a bench")
    QTest.keyClicks(pane.editor, "!")
    pane.editor.take_in()
    assert "a\u00a0chef" in pane.film.board.script


def test_a_script_file_dropped_on_the_page_becomes_the_films_in_one_step(qtbot, pane, tmp_path):
    other = tmp_path / "Moon.fountain"
    other.write_text("EXT. MOON - NIGHT\n\nA fox waves.\n\nA hen sleeps.\n", "utf-8")
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(other))])
    assert pane.editor.canInsertFromMimeData(data)
    pane.editor.insertFromMimeData(data)
    film = pane.film
    qtbot.waitUntil(lambda: len(film.board.shots) == 2, timeout=3000)
    assert film.board.scenes[0].heading == "EXT. MOON - NIGHT"
    assert film.session.undo_name == "Open Moon.fountain"
    film.undo()
    assert pane.editor.text() == film.board.script == SCRIPT
    assert len(film.board.shots) == 5


def test_a_file_that_is_no_script_is_a_sentence_in_the_pane(pane, tmp_path):
    pane.open_script(tmp_path / "gone.fountain")
    assert pane.trouble.isVisible()
    assert "There is no file" in pane.trouble.words.text()
    assert pane.editor.text() == SCRIPT


def test_a_film_open_elsewhere_can_be_read_and_not_written(qtbot, pane, tmp_path):
    film = Film(Session.open(tmp_path / "thief.longtake", read_only=True))
    other = ScriptPane(film, Pictures(film))
    qtbot.addWidget(other, before_close_func=closed)
    other.show()
    QTest.keyClicks(other.editor, "words")
    assert other.editor.text() == SCRIPT


def test_a_key_in_a_hundred_and_twenty_pages_costs_less_than_a_frame(qtbot, tmp_path):
    scene = SCRIPT.partition("\n\n")[2] + "\n"
    board = plan.by_rules("Bruno waits.\n", "Long")
    film = Film(Session.new(tmp_path / "long", plan.link.relink(board, scene * 360)))
    pane = ScriptPane(film, Pictures(film))
    qtbot.addWidget(pane, before_close_func=closed)
    pane.resize(316, 600)
    pane.show()
    editor = pane.editor
    editor.setFocus()
    assert editor.document().blockCount() > 5000
    costs = []
    for at in (700, len(scene) * 180, len(scene) * 359):
        block = editor.document().findBlock(at)
        editor.go_to(block.position() + len(block.text()))
        QApplication.processEvents()
        for letter in " and it rains ":
            before = time.process_time()
            QTest.keyClick(editor, letter)
            editor.repaint()
            costs.append(1000 * (time.process_time() - before))
    costs.sort()
    assert costs[len(costs) // 2] < 16
