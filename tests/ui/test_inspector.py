"""The inspector: every field of a shot typed, scrubbed, locked, refused, undone; and all of it."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QComboBox,
    QLineEdit,
    QPlainTextEdit,
)

from storyboard import layout
from storyboard.edits import shots
from tests.ui.reels import LEFT, choose, click, publish, type_over, with_lines
from ui.findings import Findings

# said by the platform without a screen whenever a window has a least size, or a list drops down
pytestmark = pytest.mark.qt_log_ignore("does not support")


# Shot --------------------------------------------------------------------------------------------


def test_words_typed_for_an_action_are_taken_in_by_enter_and_by_leaving(film, inspector):
    shot, action = film.shot, inspector.shot.action
    type_over(action, "Pip runs off.")
    assert film.shot.action == "Pip runs off."
    assert film.session.undo_name == f"Change the action of {film.labels[shot.id]}"
    assert film.shot.made_by["action"] == "user"
    type_over(action, "Pip stays.", Qt.Key.Key_Tab)
    assert film.shot.action == "Pip stays."
    film.undo()
    assert action.toPlainText() == "Pip runs off."
    film.undo()
    assert action.toPlainText() == shot.action


def test_escape_gives_the_old_words_back_and_makes_no_edit(film, inspector):
    before = film.board
    type_over(inspector.shot.action, "Nothing of this", Qt.Key.Key_Escape)
    assert inspector.shot.action.toPlainText() == film.shot.action
    QTest.keyClick(inspector.shot.action, Qt.Key.Key_Return)
    type_over(inspector.shot.length, "9s", Qt.Key.Key_Escape)
    assert film.board is before


def test_what_is_typed_goes_where_it_was_begun_when_the_playhead_moves_on(film, inspector):
    first, action = film.shot, inspector.shot.action
    second = next(shot for shot in film.board.shots if shot.id != first.id)
    action.setFocus()
    action.selectAll()
    QTest.keyClicks(action, "Half a sent")
    film.select(second.id)
    assert action.toPlainText() == "Half a sent"
    QTest.keyClicks(action, "ence.")
    QTest.keyClick(action, Qt.Key.Key_Return)
    assert film.shots[first.id].action == "Half a sentence."
    assert film.shots[second.id].action == second.action
    inspector.shot.notes.setFocus()
    assert action.toPlainText() == second.action


@pytest.mark.parametrize(
    ("typed", "frames"), [("4", 96), ("4s", 96), ("50f", 50), ("00:04:12", 108)]
)
def test_a_length_is_typed_in_four_ways(film, inspector, typed, frames):
    type_over(inspector.shot.length, typed)
    assert film.shot.length == frames


def test_a_bad_length_is_refused_with_its_rule_and_the_old_one_stays(film, inspector):
    before = film.board
    type_over(inspector.shot.length, "0f")
    assert film.board is before
    assert inspector.shot.fault.isVisible()
    assert inspector.shot.fault.text() == "A shot is at least one frame long. Type 1f or more."
    assert inspector.shot.length.property("wrong") is True
    type_over(inspector.shot.length, "2s")
    assert film.shot.length == 48
    assert not inspector.shot.fault.isVisible()
    type_over(inspector.shot.lens, "4000")
    assert inspector.shot.rows["lens"].fault.text() == "A lens has 8 to 300 mm. Type 35."


def test_arrow_keys_step_a_number_and_one_undo_takes_all_of_it_back(film, inspector):
    before, lens = film.shot.lens, inspector.shot.lens
    lens.setFocus()
    for _ in range(3):
        QTest.keyClick(lens, Qt.Key.Key_Up)
    QTest.keyClick(lens, Qt.Key.Key_Up, Qt.KeyboardModifier.ShiftModifier)
    QTest.keyClick(lens, Qt.Key.Key_Down)
    assert film.shot.lens == before + 12
    assert lens.text() == f"{before + 12} mm"
    film.undo()
    assert film.shot.lens == before


def test_dragging_a_label_scrubs_its_number_as_one_undo(film, inspector):
    before = film.shot.length
    label = inspector.shot.rows["length"].label
    for _ in range(2):
        QTest.mousePress(label, LEFT, Qt.KeyboardModifier.NoModifier, QPoint(4, 8))
        for x in (10, 20, 44):
            QTest.mouseMove(label, QPoint(x, 8))
        QTest.mouseRelease(label, LEFT, Qt.KeyboardModifier.NoModifier, QPoint(44, 8))
    assert film.shot.length == before + 20
    film.undo()
    assert film.shot.length == before + 10
    film.undo()
    assert film.shot.length == before


def test_a_movement_brings_the_camera_that_goes_with_it(film, inspector):
    choose(inspector.shot.choices["movement"], "pan right")
    rects = film.shot.camera.rects
    assert film.shot.movement == "pan right"
    assert rects[-1].x0 > rects[0].x0
    choose(inspector.shot.choices["size"], "CU")
    assert film.shot.size == "CU"


def test_a_field_is_locked_by_itself_and_the_shot_as_a_whole(film, inspector):
    label = inspector.shot.rows["size"].label
    click(label, label.width() - 6, 8)
    assert film.shot.locked == {"size"}
    assert label.locked
    assert inspector.lock.isChecked()
    click(inspector.lock)
    assert not film.shot.locked
    click(inspector.lock)
    assert shots.is_locked(film.shot)
    assert all(row.label.locked for row in inspector.shot.rows.values())
    click(label, label.width() - 6, 8)
    assert not shots.is_locked(film.shot, "size")
    assert shots.is_locked(film.shot, "action")


def test_the_menu_lists_locks_and_numbers(film, inspector):
    menu = inspector.menu()
    said = [action.text() for action in menu.actions()]
    assert "Lock the numbers of all shots" in said
    fields = menu.actions()[0].menu()
    next(a for a in fields.actions() if a.text() == "Angle").trigger()
    assert film.shot.locked == {"angle"}
    next(a for a in menu.actions() if a.text().startswith("Lock the numbers")).trigger()
    assert film.board.numbers_locked
    menu.close()
    inspector.toggle_numbers()
    assert not film.board.numbers_locked


def test_who_made_a_field_is_told_where_it_is(film, inspector):
    label = inspector.shot.rows["size"].label
    assert label.toolTip() == "Set by the rules."
    choose(inspector.shot.choices["size"], "ECU")
    assert label.toolTip() == "Set by you."


def test_chips_pick_drop_and_add_subjects(film, inspector):
    chips, shot = inspector.shot.chips, film.shot
    first, second = shot.subjects[:2]
    click(chips.chip(first))
    assert film.subject_id == first
    assert inspector.tabs.current == "subject"
    inspector.show_tab("shot")
    QTest.keyClick(chips.chip(second), Qt.Key.Key_Delete)
    assert second not in film.shot.subjects
    name = film.board.subject(second).name
    assert film.session.undo_name == f"Take {name} out of {film.labels[shot.id]}"
    menu = chips.cast_menu()
    next(a for a in menu.actions() if a.text() == name).trigger()
    menu.close()
    assert second in film.shot.subjects
    chip = chips.chip(second)
    chip.setFocus()
    click(chip, 8, 12)
    assert second not in film.shot.subjects


def test_lines_are_added_changed_moved_and_removed(film, inspector):
    dialogue = inspector.shot.dialogue
    click(dialogue.add)
    QTest.keyClicks(dialogue.rows[0].words, "Wait for me")
    QTest.keyClick(dialogue.rows[0].words, Qt.Key.Key_Return)
    click(dialogue.add)
    QTest.keyClicks(dialogue.rows[1].words, "No")
    type_over(dialogue.rows[1].how, "whispers")
    assert [line.text for line in film.shot.dialogue] == ["Wait for me", "No"]
    assert film.shot.dialogue[1].how == "whispers"
    first, second = film.shot.subjects[:2]
    assert [line.speaker for line in film.shot.dialogue] == [first, second]
    choose(dialogue.rows[1].speaker, first)
    assert film.shot.dialogue[1].speaker == first
    menu = dialogue.rows[1].menu()
    next(a for a in menu.actions() if a.text() == "Move up").trigger()
    menu.close()
    assert [line.text for line in film.shot.dialogue] == ["No", "Wait for me"]
    assert dialogue.rows[0].words.toPlainText() == "No"
    dialogue.remove(0)
    assert [line.text for line in film.shot.dialogue] == ["Wait for me"]
    assert len(dialogue.rows) == 1


def test_lines_that_do_not_fit_say_so_and_make_the_shot_longer(film, inspector):
    id = film.shot_id
    film.edit("Short", lambda b: with_lines(shots.set_length(b, id, 12), id, "One two three four"))
    dialogue = inspector.shot.dialogue
    assert dialogue.warning.isVisible()
    assert dialogue.warning.text() == "These lines need 1.2 s to be said; the shot lasts 0.5 s."
    click(dialogue.longer)
    assert film.shot.length == 53  # four words and a second of rest
    assert not dialogue.warning.isVisible()


def test_a_number_typed_by_hand_must_be_free(qtbot, film, inspector):
    number, other = inspector.shot.own_number, film.labels[film.board.shots[-1].id]
    with qtbot.waitSignal(film.said):
        type_over(number, other)
    assert number.text() == film.labels[film.shot_id]
    type_over(number, "99X")
    assert film.labels[film.shot_id] == "99X"
    assert inspector.shot.number.text() == "Shot 99X"
    type_over(number, "")
    assert film.shot.label == ""


def test_the_scene_is_changed_for_all_its_shots(film, inspector):
    choose(inspector.shot.scene.daytime, "night")
    choose(inspector.shot.scene.weather, "rain")
    scene = film.scene_of(film.shot_id)
    assert (scene.daytime, scene.weather) == ("night", "rain")
    assert inspector.shot.place.text().endswith("night")
    choose(inspector.shot.scene.place, "")
    assert film.scene_of(film.shot_id).place == ""


def test_several_shots_show_what_they_share_and_take_an_edit_together(film, inspector):
    ids = [shot.id for shot in film.board.shots[:3]]
    film.edit("Differ", lambda b: shots.set_shot(b, ids[0], size="CU", lens=85, length=50))
    film.choose(ids)
    fields = inspector.shot
    assert fields.number.text() == "3 shots"
    assert fields.choices["size"].currentIndex() == -1
    assert fields.choices["size"].placeholderText() == "mixed"
    assert fields.lens.text() == ""
    assert fields.lens.placeholderText() == "mixed"
    assert not fields.dialogue.isVisible()
    type_over(fields.lens, "50")
    choose(fields.choices["size"], "MS")
    assert [film.shots[id].lens for id in ids] == [50] * 3
    assert [film.shots[id].size for id in ids] == ["MS"] * 3
    assert film.session.undo_name == "Change the size of 3 shots"
    film.undo()
    assert film.shots[ids[0]].size == "CU"
    assert film.chosen == tuple(ids)
    click(inspector.lock)
    assert all(shots.is_locked(film.shots[id]) for id in ids)


def test_a_finding_leads_to_its_subject_and_goes_when_it_is_mended(film, inspector):
    shot, subject = film.shot, film.shot.subjects[0]
    away = [layout.shift(box, 3, 0) if box else None for box in shot.layout.boxes[subject]]
    from storyboard.edits import boxes

    film.edit("Away", lambda b: boxes.set_path(b, shot.id, subject, away))
    findings = inspector.shot.findings
    findings.look()
    row = next(r for r in findings.rows if "stays outside the picture" in r.text())
    click(row)
    assert film.subject_id == subject
    assert film.view == "stage"
    film.undo()
    inspector.show_tab("shot")
    findings.look()
    assert not any("stays outside" in row.text() for row in findings.rows)


def test_findings_are_looked_for_once_a_scene(film):
    found, scene = Findings.of(film), film.board.scenes[0]
    first = found.of_scene(scene.id)
    film.edit("Elsewhere", lambda b: shots.set_shot(b, b.shots[-1].id, notes="Other scene"))
    assert found.of_scene(scene.id) is first


# All of it ---------------------------------------------------------------------------------------


def test_everything_is_reached_by_tab_and_says_what_it_is(qtbot, film, inspector):
    fields = inspector.shot
    fields.action.setFocus()
    seen = []
    for _ in range(60):
        now = QApplication.focusWidget()
        seen.append(now)
        QTest.keyClick(now, Qt.Key.Key_Tab)
    for field in (*fields.choices.values(), fields.length, fields.lens, fields.notes, fields.lens):
        assert field in seen
    assert all(widget.accessibleName() or getattr(widget, "text", str)() for widget in seen)


def test_every_control_says_what_it_is_and_what_it_does(film, inspector):
    film.edit("Lines", lambda b: with_lines(b, film.shot_id, "Wait", "No"))
    publish(film, ("tomato",))
    for tab in ("shot", "subject", "take"):
        film.pick(film.shot.subjects[0])
        inspector.show_tab(tab)
        pane = inspector.pane(tab)
        controls = [
            control
            for kind in (QLineEdit, QComboBox, QPlainTextEdit, QAbstractButton)
            for control in pane.findChildren(kind)
            if control.isVisible()
        ]
        assert len(controls) > 4
        for control in controls:
            if not control.parent().inherits("QLineEdit"):  # the swatch in a field is its picture
                said = getattr(control, "text", str)() or control.accessibleName()
                assert said, control
                assert control.toolTip(), said


def test_what_is_being_typed_is_taken_in_when_the_window_goes(film, inspector):
    inspector.shot.notes.setFocus()
    QTest.keyClicks(inspector.shot.notes, "Golden hour")
    inspector.take_in()
    assert film.shot.notes == "Golden hour"


def test_a_film_without_shots_says_so(film, inspector):
    film.edit("Delete all", lambda b: shots.delete_shots(b, [s.id for s in b.shots]))
    assert inspector.none.isVisible()
    assert not inspector.lock.isEnabled()
    film.undo()
    assert not inspector.none.isVisible()


def test_acts_have_names_of_their_own_and_say_why_not(film, inspector):
    acts = {act.name: act for act in inspector.acts()}
    assert len(acts) == len(inspector.acts())
    assert acts["take.file"].why_not().startswith("This shot has no take yet")
    acts["inspector.take"].do()
    assert inspector.tabs.current == "take"
    acts["numbers.lock"].do()
    assert acts["numbers.lock"].checked()
