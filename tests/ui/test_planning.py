"""Plan again from the window: what, by whom, with which wish; how far it is; what goes wrong."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from storyboard.edits import shots as shot_edits
from studio import settings
from tests import gguf_models
from tests.ui.script_panes import SCRIPT, put_cursor, select, shown
from ui.script_pane import ScriptPane

LEFT = Qt.MouseButton.LeftButton
pytestmark = pytest.mark.qt_log_ignore("does not support propagateSizeHints")


@pytest.fixture
def pane(qtbot, tmp_path: Path) -> ScriptPane:
    return shown(qtbot, tmp_path)


@pytest.fixture
def model(tmp_path: Path) -> Path:
    """A tiny director of random weights, chosen in the settings."""
    file = gguf_models.build(tmp_path / "tiny.gguf", template=gguf_models.LAST_WORDS)
    settings.save(settings.Settings(director=str(file)))
    return file


def write(pane: ScriptPane, after: str, words: str) -> None:
    put_cursor(pane.editor, after)
    QTest.keyClicks(pane.editor, words)
    pane.take_in()


def opened(pane: ScriptPane, scope: str = ""):  # type: ignore[no-untyped-def]
    """The card under its button."""
    if scope:
        pane.open_plan(scope)
    else:
        QTest.mouseClick(pane.plan_button, LEFT)
    assert pane.card.isVisible()
    return pane.card


def test_plan_again_plans_what_changed_and_nothing_else(pane):
    film = pane.film
    first, last = film.board.shots[0], film.board.shots[-1]
    film.edit("Shorten", lambda board: shot_edits.set_length(board, first.id, 31))
    write(pane, "sits on a bench", " and weeps")
    assert pane.stale.isVisible()
    QTest.mouseClick(pane.stale.button, LEFT)
    assert not pane.stale.isVisible()
    assert film.shots[last.id].action == "Bruno sits on a bench and weeps."
    assert film.shots[first.id].length == 31  # a hand's work on another shot stays
    assert film.session.undo_name == "Plan what changed"


def test_what_changed_is_planned_in_the_chosen_shots_alone(pane):
    film = pane.film
    act = next(act for act in pane.acts() if act.name == "script.changes_chosen")
    write(pane, "sits on a bench", " and weeps")
    stale = film.board.shots[-1].id
    film.select(film.board.shots[0].id)
    assert act.why_not() == "The script and the chosen shots agree."
    before = film.board
    act.do()
    assert film.board == before  # not the whole film instead
    film.select(stale)
    assert act.why_not() == ""
    act.do()
    assert not film.shots[stale].stale
    assert film.board.shots[:-1] == before.shots[:-1]


def test_new_words_get_shots_of_their_own(qtbot, pane):
    film = pane.film
    before = film.board.shots
    put_cursor(pane.editor, "Bruno sits on a bench.")
    QTest.keyClick(pane.editor, Qt.Key.Key_Return)
    QTest.keyClicks(pane.editor, "Pip eats the cake.")
    qtbot.waitUntil(lambda: pane.stale.isVisible(), timeout=3000)
    assert pane.stale.words.text() == "1 paragraph has no shot yet"
    QTest.mouseClick(pane.stale.button, LEFT)
    assert film.board.shots[: len(before)] == before
    assert film.board.shots[-1].action == "Pip eats the cake."


def test_the_card_names_what_can_be_planned_and_why_the_rest_cannot(pane):
    pane.film.select(pane.film.board.shots[3].id)
    card = opened(pane, "film")
    texts = {name: button.text() for name, button in card.segments.buttons.items()}
    assert texts["shot"] == "Shot 2A"
    assert texts["scene"] == "Scene 2"
    assert card.scope == "film"
    changes, selection = card.segments.buttons["changes"], card.segments.buttons["selection"]
    assert not changes.isEnabled()
    assert changes.toolTip() == "The script and the shots agree."
    assert selection.toolTip() == "Select some of the script first."
    assert not card.note.isEnabled()
    assert "rules go by the script alone" in card.note.toolTip()
    assert card.go.hasFocus()
    QTest.keyClick(card, Qt.Key.Key_Escape)
    assert not card.isVisible()
    assert pane.editor.hasFocus()  # one goes on where one was


def test_locked_shots_stay_and_it_is_said(pane):
    film = pane.film
    locked = [shot.id for shot in film.board.shots[:3]]
    film.edit("Lock", lambda board: shot_edits.lock(board, locked))
    film.edit("Lock", lambda board: shot_edits.lock(board, [film.board.shots[3].id], ["size"]))
    before = film.board.shots[:3]
    card = opened(pane)
    assert card.facts["Shots"].text() == "2 are planned again"
    assert card.facts["Kept"].text() == "3 shots are locked and stay, 1 keeps locked fields"
    QTest.mouseClick(card.go, LEFT)
    assert not card.isVisible()
    assert film.board.shots[:3] == before


def test_a_shot_is_planned_alone_by_rules(pane):
    film = pane.film
    for shot in film.board.shots:
        film.edit("Size", lambda board, id=shot.id: shot_edits.set_shots(board, [id], size="ECU"))
    shot = film.board.shots[3]
    film.select(shot.id)
    card = opened(pane, "shot")
    assert card.go.text() == "Plan shot 2A"
    QTest.mouseClick(card.go, LEFT)
    sizes = [one.size for one in film.board.shots]
    assert sizes[3] != "ECU"
    assert sizes[:3] + sizes[4:] == ["ECU"] * 4
    assert film.session.undo_name == "Plan a shot"


def test_a_selection_of_the_script_is_planned_alone(pane):
    film = pane.film
    for shot in film.board.shots:
        film.edit("Size", lambda board, id=shot.id: shot_edits.set_shots(board, [id], size="ECU"))
    select(pane.editor, "a grey mouse", "Stop right")
    card = opened(pane)
    assert card.scope == "selection"
    QTest.mouseClick(card.go, LEFT)
    sizes = [shot.size == "ECU" for shot in film.board.shots]
    assert sizes == [True, False, False, True, True]


def test_the_whole_film_by_rules_is_cancelled_or_done_and_said_meanwhile(qtbot, tmp_path):
    scene = SCRIPT.partition("\n\n")[2] + "\n"
    pane = shown(qtbot, tmp_path, scene * 12)
    film = pane.film
    card = opened(pane)
    QTest.mouseClick(card.go, LEFT)
    assert pane.line.isVisible()
    assert pane.line.verb.text() == "Planning by rules"
    assert "of 24" in pane.line.what.text()
    QTest.mouseClick(pane.line.stop, LEFT)
    assert not pane.line.isVisible()
    assert film.session.undo_name == ""
    write(pane, "INT. KITCHEN", " ROOM")
    pane.open_plan("film")
    QTest.keyClick(pane.card.go, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: not pane.run.is_busy, timeout=20000)
    assert film.session.undo_name == "Plan the script"
    assert film.board.scenes[0].heading == "INT. KITCHEN ROOM - DAY"


def test_a_director_plans_a_scene_with_a_note_in_one_step_of_undo(qtbot, pane, model):
    film = pane.film
    kitchen = film.board.scenes[0]
    film.select(film.board.scenes[1].shots[0].id)
    write(pane, "sits on a bench", " and weeps")
    before = film.board
    said: list[str] = []
    film.worked.connect(lambda: said.append(f"{pane.line.verb.text()} {pane.line.what.text()}"))
    card = opened(pane, "scene")
    assert card.director.model == str(model)
    card.note.setFocus()
    QTest.keyClicks(card.note, "the dog enters from the right")
    QTest.keyClick(card.note, Qt.Key.Key_Return)
    assert not card.isVisible()
    (order,) = film.session.queue.orders()
    assert order.what["note"] == "the dog enters from the right"
    assert order.what["scenes"] == [film.board.scenes[1].id]
    qtbot.waitUntil(lambda: not pane.run.is_busy, timeout=90000)
    assert not pane.trouble.isVisible()
    assert any(words.startswith("Planning scene 2") for words in said)
    assert any("shot 1 of" in words for words in said)
    assert film.board.scenes[0] == kitchen
    assert not any(shot.stale for shot in film.board.shots)
    assert film.session.undo_name == "Plan scene 2"
    film.undo()
    assert film.board == before


def test_a_broken_model_is_a_sentence_in_the_pane_with_a_way_to_try_again(qtbot, pane, tmp_path):
    broken = tmp_path / "broken.gguf"
    broken.write_bytes(b"this is no model" * 99)
    settings.save(settings.Settings(director=str(broken)))
    before = pane.film.board
    card = opened(pane)
    said: list[str] = []
    pane.film.said.connect(said.append)
    QTest.mouseClick(card.go, LEFT)
    qtbot.waitUntil(lambda: pane.trouble.isVisible(), timeout=60000)
    assert "broken.gguf" in pane.trouble.words.text()
    assert pane.trouble.words.text().endswith(".")
    assert said == []  # not said a second time above the window
    assert pane.film.board == before
    gguf_models.build(broken, template=gguf_models.LAST_WORDS)
    QTest.mouseClick(pane.trouble.button, LEFT)
    assert pane.run.is_busy
    QTest.mouseClick(pane.line.stop, LEFT)
    qtbot.waitUntil(lambda: not pane.run.is_busy, timeout=60000)
    assert not pane.trouble.isVisible()


def test_a_model_that_is_gone_is_said_before_anything_is_asked(pane, tmp_path):
    settings.save(settings.Settings(director=str(tmp_path / "gone.gguf")))
    card = opened(pane)
    assert card.rows[str(tmp_path / "gone.gguf")].toolTip().endswith("gone.gguf")
    QTest.mouseClick(card.go, LEFT)
    assert "There is no model file" in pane.trouble.words.text()
    assert not pane.trouble.button.isVisible()
    QTest.mouseClick(pane.plan_button, LEFT)
    QTest.mouseClick(card.rows["rules"], LEFT)
    assert settings.load().director == "rules"
    QTest.mouseClick(card.go, LEFT)
    assert not pane.trouble.isVisible()


def test_a_shot_put_in_by_hand_has_no_words_to_plan_from_and_that_is_said(pane):
    film = pane.film
    scene = film.board.scenes[1]
    film.edit("New", lambda board: shot_edits.insert_shot(board, scene.id, action="Rain."))
    shot = next(shot for shot in film.board.shots if shot.action == "Rain.")
    film.select(shot.id)
    card = opened(pane, "shot")
    QTest.mouseClick(card.go, LEFT)
    assert "put in by hand" in pane.trouble.words.text()


def test_a_script_with_nothing_to_film_says_so(qtbot, tmp_path):
    pane = shown(qtbot, tmp_path, "")
    pane.plan_again()
    assert "nothing to film" in pane.trouble.words.text()
