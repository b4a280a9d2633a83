"""Names spelled otherwise: whole words only, and every stretch stays on its words."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from storyboard import link
from storyboard.edits import cast, names
from tests.storyboard.films import few, film

WORDS = st.sampled_from(["Mia", "Biscuit", "Kitchen", "x", "Io", "Wilhelmina of the Sea", "Ärger"])


def test_only_whole_words_are_renamed_in_the_case_that_they_have():
    assert names.spell("Ann and Anna. ANN!", "Ann", "Eva") == "Eva and Anna. EVA!"
    assert names.spell("The dog barks; a hotdog.", "dog", "cat") == "The cat barks; a hotdog."
    assert names.spell("a will, and Will", "Will", "Tom") == "a will, and Tom"


@few
@given(WORDS)
def test_every_shot_keeps_its_words_of_the_script_and_none_becomes_stale(name: str):
    board = film()
    renamed = names.respelled(board, "Biscuit", name)
    assert renamed.script == names.spell(board.script, "Biscuit", name)
    assert not link.stale(renamed)
    for before, after in zip(board.shots, renamed.shots, strict=True):
        if before.stretch and after.stretch:
            was = link.words(board, before.stretch)
            assert link.words(renamed, after.stretch) == names.spell(was, "Biscuit", name)
            assert after.stretch.text == names.spell(before.stretch.text, "Biscuit", name)


def test_a_name_that_no_text_has_changes_nothing():
    board = film()
    assert names.respelled(board, "Nobody", "Somebody") is board


def test_a_script_spelled_anew_is_edited_on_as_before():
    board = cast.rename_subject(film(), "su2", "Cookie")
    edited = link.relink(board, board.script.replace("runs to the tree", "walks to the tree"))
    assert len(link.stale(edited)) == 1
    assert not link.stale(link.relink(edited, board.script))
