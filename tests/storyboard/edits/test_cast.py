"""Edits of cast and places: renaming everywhere, merging, removing."""

from __future__ import annotations

import pytest

from storyboard.board import Line
from storyboard.edits import cast, shots
from storyboard.edits.boxes import set_box
from tests.storyboard.films import film


def test_renaming_changes_the_script_and_every_text():
    board = cast.rename_subject(film(), "su2", "Cookie")
    assert board.subject("su2").name == "Cookie"
    assert board.subject("su2").aliases == ("the dog", "Biscuit")
    assert [shot.action for shot in board.shots] == [
        "Mia enters with Cookie.",
        "Cookie sits down.",
        "Mia speaks.",
        "Cookie runs to the tree.",
    ]
    assert board.shot("sh3").dialogue == (Line("su1", "Sit, Cookie!"),)
    assert board.script == film().script.replace("Biscuit", "Cookie")


def test_renaming_back_takes_the_old_name_out_of_the_aliases():
    board = cast.rename_subject(cast.rename_subject(film(), "su2", "Cookie"), "su2", "Biscuit")
    assert board.subject("su2").aliases == ("the dog", "Cookie")
    assert [shot.action for shot in board.shots] == [shot.action for shot in film().shots]


def test_a_name_that_another_has_is_refused():
    with pytest.raises(ValueError, match="a subject called mia already: merge the two"):
        cast.rename_subject(film(), "su2", "mia")
    with pytest.raises(ValueError, match="needs a name"):
        cast.rename_subject(film(), "su2", "  ")
    with pytest.raises(ValueError, match="a place called Garden already"):
        cast.add_place(film(), "Garden")


def test_setting_fields_of_a_subject_is_the_users():
    board = cast.set_subject(film(), "su1", look="red coat", name="Maya")
    subject = board.subject("su1")
    assert (subject.look, subject.name, subject.made_by) == ("red coat", "Maya", "user")
    assert cast.set_subject(board, "su1", look="red coat") is board
    with pytest.raises(KeyError, match=r"no field 'lok' to set. Did you mean 'look'"):
        cast.set_subject(film(), "su1", lok="")


def test_merging_two_subjects_moves_boxes_lines_and_names():
    board = cast.add_to_cast(film(), "Puppy", look="small and brown", kind="dog")
    board = set_box(board, "sh3", "su3", 0, film().shot("sh2").layout.boxes["su2"][0])
    board = shots.set_shot(board, "sh3", dialogue=(Line("su3", "Woof!"),))
    merged = cast.merge_subjects(board, "su2", "su3")
    assert [subject.id for subject in merged.cast] == ["su1", "su2"]
    assert merged.subject("su2").look == "small and brown"
    assert merged.subject("su2").aliases == ("the dog", "Puppy")
    assert merged.shot("sh3").subjects == ("su1", "su2")
    assert merged.shot("sh3").dialogue == (Line("su2", "Woof!"),)
    assert set(merged.shot("sh3").layout.boxes) == {"su1", "su2"}
    with pytest.raises(ValueError, match="cannot be merged with itself"):
        cast.merge_subjects(board, "su2", "su2")


def test_a_subject_merged_into_one_of_the_same_shot_leaves_one():
    merged = cast.merge_subjects(film(), "su1", "su2")
    shot = merged.shot("sh1")
    assert shot.subjects == ("su1",)
    assert shot.layout.boxes == {"su1": film().shot("sh1").layout.boxes["su1"]}
    assert shot.acting == {"su1": film().shot("sh1").acting["su1"]}


def test_a_removed_subject_is_nowhere_and_its_lines_are_nobodys():
    board = cast.remove_from_cast(film(), "su1")
    assert [subject.id for subject in board.cast] == ["su2"]
    assert cast.uses(board, "su1") == ()
    assert board.shot("sh3").dialogue == (Line("", "Sit, Biscuit!"),)


def test_places_are_renamed_merged_and_removed():
    board = cast.rename_place(film(), "pl1", "Galley")
    assert board.scenes[0].heading == "INT. GALLEY - DAY"
    assert board.place("pl1").aliases == ("Kitchen",)
    merged = cast.merge_places(board, "pl2", "pl1")
    assert [scene.place for scene in merged.scenes] == ["pl2", "pl2"]
    assert merged.place("pl2").aliases == ("Galley", "Kitchen")
    assert cast.remove_place(merged, "pl2").scenes[0].place == ""
    assert cast.uses(film(), "pl1") == ("sh1", "sh2", "sh3")


def test_new_subjects_and_places_get_new_ids():
    board = cast.add_place(cast.add_to_cast(film(), " Rex ", puppet="dog"), "Beach")
    assert (board.cast[-1].id, board.cast[-1].name, board.cast[-1].puppet) == ("su3", "Rex", "dog")
    assert board.places[-1].id == "pl3"
