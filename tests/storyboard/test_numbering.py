"""Visible numbers: schemes, locks, inserts with letters."""

from __future__ import annotations

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from storyboard import numbering
from storyboard.board import Board, Scene, Shot
from storyboard.edits import scenes, shots
from tests.storyboard.films import boards, few, film


def numbers(board):
    found = numbering.labels(board)
    return [[found[shot.id] for shot in scene.shots] for scene in board.scenes]


@pytest.mark.parametrize(
    ("scheme", "found"),
    [
        ("12A", [["1A", "1B", "1C"], ["2A"]]),
        ("12-1", [["1-1", "1-2", "1-3"], ["2-1"]]),
        ("sc012_sh010", [["sc001_sh010", "sc001_sh020", "sc001_sh030"], ["sc002_sh010"]]),
    ],
)
def test_shots_are_counted_in_their_scheme(scheme, found):
    assert numbers(scenes.set_board(film(), numbering=scheme)) == found


def test_letters_leave_out_i_and_o_and_go_on_after_z():
    assert [numbering.letter(n) for n in (1, 8, 9, 13, 14, 24, 25, 26, 48, 49)] == [
        "A", "H", "J", "N", "P", "Z", "AA", "AB", "AZ", "BA",
    ]  # fmt: skip


def test_unlocked_numbers_are_counted_anew_after_every_edit():
    assert numbers(shots.delete_shots(film(), ["sh1"])) == [["1A", "1B"], ["2A"]]


@pytest.mark.parametrize(
    ("scheme", "between", "ahead", "after"),
    [
        ("12A", "1AA", "A1A", "1D"),
        ("12-1", "1-1A", "1-A1", "1-4"),
        ("sc012_sh010", "sc001_sh010A", "sc001_shA010", "sc001_sh040"),
    ],
)
def test_inserts_after_a_lock_get_letters_and_the_others_stay(scheme, between, ahead, after):
    board = numbering.lock(scenes.set_board(film(), numbering=scheme))
    before = numbers(board)
    board = shots.insert_shot(board, "sc1", "sh2")
    board = shots.insert_shot(board, "sc1", "sh1")
    board = shots.insert_shot(board, "sc1")
    one, two, three = before[0]
    assert numbers(board) == [[ahead, one, between, two, three, after], before[1]]


def test_several_inserts_in_one_gap_count_their_letters():
    board = numbering.lock(film())
    for _ in range(3):
        board = shots.insert_shot(board, "sc1", "sh2")
    assert numbers(board)[0] == ["1A", "1AA", "1AB", "1AC", "1B", "1C"]


def test_a_number_that_is_taken_gives_way_to_the_next_letter():
    board = numbering.lock(shots.insert_shot(numbering.lock(film()), "sc1", "sh2"))
    board = shots.insert_shot(board, "sc1", "sh5")
    assert numbers(board)[0] == ["1A", "1AB", "1AA", "1B", "1C"]


def test_locked_numbers_travel_with_their_shots():
    board = shots.move_shots(numbering.lock(film()), ["sh4"], "sc1", "sh1")
    assert numbers(board) == [["2A", "1A", "1B", "1C"], []]


def test_scenes_inserted_after_a_lock_get_letters_too():
    board = numbering.lock(film())
    board = scenes.insert_scene(board, "sc2")
    board = scenes.insert_scene(board, "sc1")
    board = scenes.insert_scene(board)
    found = numbering.labels(board)
    assert [found[scene.id] for scene in board.scenes] == ["A1", "1", "1A", "2", "3"]
    board = shots.insert_shot(board, "sc3")
    assert numbering.label(board, board.scenes[2].shots[0].id) == "1AA"


def test_the_scripts_own_scene_numbers_are_used():
    board = Board(scenes=(Scene("a", label="7"), Scene("b", shots=(Shot("s"),), label="8A")))
    assert numbering.labels(board) == {"a": "7", "b": "8A", "s": "8AA"}


def test_unlocking_counts_anew():
    board = shots.insert_shot(numbering.lock(film()), "sc1", "sh1")
    assert numbers(numbering.unlock(board)) == [["1A", "1B", "1C", "1D"], ["2A"]]


@few
@given(boards(), st.data())
def test_no_two_shots_and_no_two_scenes_ever_have_one_number(board, data):
    for _ in range(3):
        assume(board.scenes)
        scene = data.draw(st.sampled_from(board.scenes))
        before = data.draw(st.sampled_from(["", *(shot.id for shot in scene.shots)]))
        board = shots.insert_shot(board, scene.id, before)
        if data.draw(st.booleans()):
            board = numbering.lock(board)
        found = numbering.labels(board)
        row = [found[shot.id] for shot in board.shots]
        assert len(row) == len(set(row))
        heads = [found[scene.id] for scene in board.scenes]
        assert len(heads) == len(set(heads))


@few
@given(boards())
def test_locking_changes_no_number_and_holds_after_any_insert(board):
    assume(board.scenes)
    found = numbering.labels(board)
    locked = numbering.lock(board)
    assert numbering.labels(locked) == found
    later = numbering.labels(shots.insert_shot(locked, board.scenes[0].id))
    assert {id: later[id] for id in found} == found


def test_a_scheme_that_there_is_not_is_answered_with_the_nearest():
    with pytest.raises(ValueError, match="Did you mean 12-1"):
        numbering.check("12_1")
    with pytest.raises(ValueError, match="There are 12A, 12-1, sc012_sh010"):
        numbering.check("roman")
    with pytest.raises(KeyError, match="no scene or shot 'x'"):
        numbering.label(film(), "x")
