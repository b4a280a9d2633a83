"""Ids: new ones are short, counted up, and never on the board."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from storyboard.board import Board, Scene, Shot
from storyboard.edits.ids import ids, new_id
from storyboard.edits.shots import add_take, delete_shots
from tests.storyboard.films import boards, few, film


@few
@given(boards(), st.sampled_from(("sh", "sc", "su", "pl", "take", "s")))
def test_a_new_id_is_never_on_the_board(board, prefix):
    id = new_id(board, prefix)
    assert id not in set(ids(board))
    assert id == new_id(board, prefix)


def test_ids_count_up_past_gaps_and_takes():
    assert new_id(delete_shots(film(), ["sh1"]), "sh") == "sh5"
    assert new_id(add_take(film(), "sh1", "take7"), "take") == "take8"
    assert new_id(Board(), "sh") == "sh1"
    odd = Board(scenes=(Scene("sc1", shots=(Shot("sh"), Shot("shx"), Shot("sh1.2"))),))
    assert new_id(odd, "sh") == "sh1"
