"""Joins: bridges put in and taken away, shots that go on from a last frame."""

from __future__ import annotations

import pytest

from storyboard import bridging, layout
from storyboard.board import Board, Box, Layout, Scene, Shot
from storyboard.edits import joins, shots
from storyboard.layout import still

BOX = Box(0.1, 0.4, 0.3, 0.9)


def film() -> Board:
    walk = tuple(Box(x := 0.05 * k, 0.4, x + 0.2, 0.9) for k in range(9))
    row = tuple(
        Shot(id, subjects=("ann",), layout=Layout({"ann": walk, "bo": still(BOX)}), length=49)
        for id in ("s1", "s2")
    )
    return Board(scenes=(Scene("c1", shots=row), Scene("c2", shots=(Shot("s3", length=30),))))


def ids(board: Board) -> list[str]:
    return [shot.id for shot in board.shots]


def test_a_bridge_is_a_shot_between_two_as_long_as_asked() -> None:
    board = joins.bridge(film(), "s1", 36)
    made = joins.bridge_after(board, "s1")
    assert made is not None
    assert ids(board) == ["s1", made.id, "s2", "s3"]
    assert (made.length, board.shot("s1").join) == (36, "bridge")
    assert shots.is_locked(made)
    longer = joins.bridge(board, "s1", 48)
    assert ids(longer) == ids(board)
    assert longer.shot(made.id).length == 48


def test_a_bridge_may_lead_into_the_next_scene() -> None:
    board = joins.bridge(film(), "s2", 24)
    made = joins.bridge_after(board, "s2")
    assert made is not None
    assert [shot.id for shot in board.scenes[0].shots] == ["s1", "s2", made.id]
    assert bridging.between(board, made.id)


def test_another_join_takes_the_bridge_away() -> None:
    board = joins.set_join(film(), "s1", "bridge")
    assert len(board.shots) == 4
    assert joins.set_join(board, "s1", "bridge") is board
    board = joins.set_join(board, "s1", "dissolve")
    assert (ids(board), board.shot("s1").join) == (["s1", "s2", "s3"], "dissolve")


def test_a_bridge_that_is_deleted_leaves_a_cut_and_goes_with_its_shot() -> None:
    board = joins.bridge(film(), "s1", 24)
    made = joins.bridge_after(board, "s1")
    assert made is not None
    cut = shots.delete_shots(board, [made.id])
    assert (ids(cut), cut.shot("s1").join) == (["s1", "s2", "s3"], "cut")
    assert ids(shots.delete_shots(board, ["s1"])) == ["s2", "s3"]


def test_where_nothing_follows_there_is_nothing_to_bridge_to() -> None:
    with pytest.raises(ValueError, match="last shot of the film"):
        joins.bridge(film(), "s3", 24)
    board = joins.bridge(film(), "s1", 24)
    made = joins.bridge_after(board, "s1")
    assert made is not None
    with pytest.raises(ValueError, match="a bridge already"):
        joins.bridge(board, made.id, 24)
    with pytest.raises(ValueError, match="continue that shot"):
        joins.continue_shot(board, made.id, 24)


def test_a_shot_that_continues_begins_where_the_other_ended() -> None:
    board = joins.continue_shot(film(), "s1", 24)
    first, new = board.shots[:2]
    assert (first.join, new.join, new.length) == ("continuous", "cut", 24)
    end = layout.at(first.layout, 48, 49)
    begun = layout.at(new.layout, 0, 24)
    step = 0.4 / 48  # frames wide a frame
    assert begun["ann"].x0 == pytest.approx(end["ann"].x0 + step, abs=1e-6)
    later = layout.at(new.layout, 23, 24)
    assert later["ann"].x0 == pytest.approx(end["ann"].x0 + 24 * step, abs=1e-6)
    assert begun["bo"] == later["bo"] == BOX
    assert not new.takes
    assert not new.keyframes


def test_what_followed_follows_the_shot_that_continues() -> None:
    board = shots.set_shot(film(), "s1", join="dissolve")
    board = joins.continue_shot(board, "s1", 24)
    assert [shot.join for shot in board.shots[:2]] == ["continuous", "dissolve"]
