"""Which part of a film is planned again."""

from __future__ import annotations

from dataclasses import replace

import pytest

from storyboard import breakdown, link, scope
from storyboard.board import Board, Stretch
from storyboard.edits import shots

SCRIPT = """Title: A Small Thief

INT. KITCHEN - DAY

BRUNO, a chef, carries a cake in from the left.

PIP, a grey mouse, runs in from the right.

EXT. PARK - NIGHT

Pip carries the cake across the park.
"""


@pytest.fixture
def board() -> Board:
    return breakdown.board(SCRIPT)


def test_a_fresh_film_has_nothing_that_differs(board: Board):
    assert scope.changes(board).parts == ()
    assert scope.unplanned(board) == ()
    for one in (scope.film(board), scope.scene(board, board.scenes[1].id)):
        assert not scope.is_behind(board, one)


def test_a_selection_reaches_over_whole_shots(board: Board):
    start = SCRIPT.index("a grey mouse")
    found = scope.selection(board, start, start + 3)
    second = board.shots[1]
    assert found.shots == (second.id,)
    assert found.scenes == (board.scenes[0].id,)
    assert found.parts == (Stretch(second.stretch.start, second.stretch.end),)
    with pytest.raises(ValueError, match="nothing to plan"):
        scope.selection(Board(script=SCRIPT), 0, 4)


def test_changes_are_stale_shots_and_words_without_a_shot(board: Board):
    text = SCRIPT.replace("grey mouse", "brown mouse") + "\nA dog barks.\n"
    after = link.relink(board, text)
    found = scope.changes(after)
    assert found.shots == (after.shots[1].id,)
    assert found.scenes == tuple(one.id for one in after.scenes)
    assert [text[one.start : one.end] for one in found.parts][-1] == "A dog barks."
    assert scope.is_behind(after, scope.scene(after, after.scenes[1].id))
    assert scope.is_behind(after, scope.shot(after, after.shots[1].id))
    assert not scope.is_behind(after, scope.shot(after, after.shots[0].id))


def test_changes_among_some_shots_are_theirs_and_no_new_words(board: Board):
    text = SCRIPT.replace("grey mouse", "brown mouse") + "\nA dog barks.\n"
    after = link.relink(board, text)
    first, second, _ = after.shots
    found = scope.changes(after, [first.id, second.id])
    assert (found.shots, len(found.parts)) == ((second.id,), 1)
    assert scope.changes(after, [first.id]).parts == ()


def test_words_before_all_scenes_have_a_name_of_their_own(board: Board):
    after = link.relink(board, SCRIPT.replace("INT.", "A bell rings.\n\nINT.", 1))
    assert scope.changes(after).scenes[0] == ""


def test_a_new_heading_is_something_to_plan(board: Board):
    after = link.relink(board, SCRIPT.replace("EXT. PARK - NIGHT", "EXT. PARK - DAY"))
    (part,) = scope.unplanned(after)
    assert after.script[part.start : part.end] == "EXT. PARK - DAY"


def test_locks_are_counted_whole_and_by_field(board: Board):
    first, second, _ = board.shots
    after = shots.lock(shots.lock(board, [first.id]), [second.id], ["size"])
    assert scope.locked(after, scope.film(after)) == (1, 1)
    assert scope.locked(after, scope.shot(after, first.id)) == (1, 0)


def test_what_is_gone_is_a_sentence(board: Board):
    with pytest.raises(KeyError, match="choose another to plan"):
        scope.shot(board, "gone")
    with pytest.raises(KeyError, match="choose another to plan"):
        scope.scene(board, "gone")


def test_a_scene_that_became_two_is_both_afterwards(board: Board):
    one = scope.scene(board, board.scenes[0].id)
    start = SCRIPT.index("PIP")
    new = replace(board.scenes[0], id="new", stretch=Stretch(start, start + 5), shots=())
    after = replace(board, scenes=(board.scenes[0], new, board.scenes[1]))
    assert scope.renewed(after, one, board).scenes == (board.scenes[0].id, "new")
