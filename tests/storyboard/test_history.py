"""Undo: past, present, future."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from storyboard import history
from storyboard.board import Board
from tests.storyboard.films import few


def board(n):
    return Board(seed=n)


def test_undo_gives_back_the_same_board_and_redo_the_edited_one():
    first, second = board(1), board(2)
    done = history.do(history.begin(first), second, "move box of Biscuit")
    assert done.undo_name == "move box of Biscuit"
    back = history.undo(done)
    assert back.board is first
    assert back.redo_name == "move box of Biscuit"
    assert not back.can_undo
    assert history.redo(back).board is second


def test_a_new_edit_forgets_what_was_undone():
    done = history.do(history.begin(board(1)), board(2), "one")
    other = history.do(history.undo(done), board(3), "two")
    assert not other.can_redo
    assert history.redo(other) is other
    assert history.undo(other).board == board(1)


def test_an_edit_that_changes_nothing_is_no_step():
    begun = history.begin(board(1))
    assert history.do(begun, begun.board, "nothing") is begun
    assert history.undo(begun) is begun


def test_two_hundred_boards_are_kept():
    done = history.begin(board(0))
    for n in range(1, 301):
        done = history.do(done, board(n), f"edit {n}")
    assert len(done.past) == 200
    while done.can_undo:
        done = history.undo(done)
    assert done.board == board(100)
    assert len(done.future) == 200
    assert done.redo_name == "edit 101"


def test_a_drag_is_one_undo_and_the_next_drag_another():
    done = history.begin(board(0))
    for n in (1, 2, 3):
        done = history.do(done, board(n), "move box", "drag")
    done = history.settle(done)
    done = history.do(done, board(4), "move box", "drag")
    assert [step.board.seed for step in done.past] == [0, 3]
    assert history.undo(history.undo(done)).board == board(0)


def test_after_undo_a_drag_of_the_same_group_is_a_step_of_its_own():
    done = history.do(history.begin(board(0)), board(1), "move box", "drag")
    done = history.do(history.undo(done), board(2), "move box", "drag")
    assert [step.board.seed for step in done.past] == [0]


def test_amending_makes_no_step():
    done = history.do(history.begin(board(1)), board(2), "edit")
    amended = history.amend(done, replace(done.board, title="With takes"))
    assert amended.board.title == "With takes"
    assert amended.undo_name == "edit"
    assert len(amended.past) == 1
    assert history.amend(done, done.board) is done


@few
@given(st.lists(st.sampled_from(("do", "undo", "redo")), max_size=40), st.integers(1, 6))
def test_history_walks_one_line_of_boards(acts, kept):
    done = history.begin(board(0), kept)
    line, at, low = [0], 0, 0
    for n, act in enumerate(acts, 1):
        if act == "do":
            line, at = [*line[: at + 1], n], at + 1
            low = max(low, at - kept)
            done = history.do(done, board(n), str(n))
        elif act == "undo":
            at = max(low, at - 1)
            done = history.undo(done)
        else:
            at = min(len(line) - 1, at + 1)
            low = max(low, at - kept)
            done = history.redo(done)
        assert done.board.seed == line[at]
        assert done.can_redo == (at < len(line) - 1)
