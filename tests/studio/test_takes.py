"""Takes are published once, never change, and no undo takes one away."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from storyboard.board import Board, Scene, Shot
from storyboard.edits import shots as edits
from studio import wishes
from studio.errors import StudioError
from studio.project import Project
from studio.takes import Takes

BOARD = Board(scenes=(Scene("s1", shots=(Shot("a"), Shot("b"))), Scene("s2", shots=(Shot("c"),))))
FRAMES = {0: "11" * 32, 1: "22" * 32}


@pytest.fixture
def project(tmp_path: Path) -> Iterator[Project]:
    project = Project.new(tmp_path / "film.longtake")
    yield project
    project.close()


def test_a_take_is_there_with_its_slate_after_reopening(project: Project) -> None:
    take = Takes(project).add("a", 2, FRAMES, {"seed": 7, "family": "papercut"})
    again = Takes(project).take(take.id)
    assert again == take
    assert again.frames == FRAMES
    assert again.slate == {"seed": 7, "family": "papercut"}
    assert Takes(project).of_shot("a") == [take]


def test_the_same_frames_published_twice_are_one_take(project: Project) -> None:
    takes = Takes(project)
    first = takes.add("a", 2, FRAMES, {"seconds": 3})
    assert Takes(project).add("a", 2, dict(reversed(FRAMES.items())), {"seconds": 9}) == first
    assert takes.add("b", 2, FRAMES, {}) != first
    assert len(takes.of_shot("a")) == 1


def test_a_clip_is_added_once(project: Project) -> None:
    takes = Takes(project)
    take = takes.add("a", 1, FRAMES, {})
    assert takes.add_clip(take.id, "33" * 32).clip == "33" * 32
    assert takes.add_clip(take.id, "44" * 32).clip == "33" * 32
    assert takes.take(take.id).clip == "33" * 32


def test_an_unknown_take_is_a_sentence(project: Project) -> None:
    with pytest.raises(StudioError, match=r"no take 0ff in film\.longtake"):
        Takes(project).take("0ff")


def test_what_plays_is_the_circled_take_else_the_newest_of_the_finest_level(
    project: Project,
) -> None:
    takes = Takes(project)
    assert takes.best(BOARD, "a") is None
    fine = takes.add("a", 3, {0: "aa" * 32}, {})
    fine_newer = takes.add("a", 3, {0: "bb" * 32}, {})
    takes.add("a", 1, {0: "cc" * 32}, {})
    assert takes.best(BOARD, "a") == fine_newer
    shots = (replace(BOARD.shots[0], circled=fine.id), BOARD.shots[1])
    circled = replace(BOARD, scenes=(replace(BOARD.scenes[0], shots=shots),))
    assert takes.best(circled, "a") == fine


def test_an_older_board_gets_the_takes_that_were_made_since(project: Project) -> None:
    takes = Takes(project)
    one = takes.add("a", 1, FRAMES, {})
    two = takes.add("a", 2, FRAMES, {})
    board = takes.onto(BOARD)
    assert board.shot("a").takes == (one.id, two.id)
    assert board.shot("b") is BOARD.shot("b")
    assert board.scenes[1] is BOARD.scenes[1]
    assert takes.onto(board) is board


def of_board(board: Board) -> dict[str, object]:
    """A slate of a take that is what this board asks of shot a."""
    by = {"family": "papercut", "fingerprint": "f", "steps": 4}
    return {**by, "shot_key": wishes.shot_key(board, "a", **by)}  # type: ignore[arg-type]


def test_a_take_of_a_board_that_was_undone_does_not_play(project: Project) -> None:
    takes = Takes(project)
    edited = edits.set_length(BOARD, "a", 12)
    old = takes.add("a", 9, {0: "aa" * 32}, of_board(BOARD))
    new = takes.add("a", 9, {0: "bb" * 32}, of_board(edited))
    assert takes.best(edited, "a") == new
    assert takes.best(BOARD, "a") == old
    neither = edits.set_length(BOARD, "a", 31)
    assert takes.best(neither, "a") == new
    assert [takes.fits(board, new) for board in (BOARD, edited, neither)] == [False, True, False]
    gone = edits.delete_shots(edited, ["a"])
    assert not takes.fits(gone, new)


def test_a_keyframe_of_now_plays_before_an_old_final_and_an_animatic_only_for_want_of_both(
    project: Project,
) -> None:
    takes = Takes(project)
    edited = edits.set_length(BOARD, "a", 12)
    final = takes.add("a", 9, {0: "aa" * 32}, of_board(BOARD))
    takes.add("a", 0, {0: "bb" * 32}, of_board(edited))
    assert takes.best(edited, "a") == final
    keyframes = takes.add("a", 1, {0: "cc" * 32}, of_board(edited))
    assert takes.best(edited, "a") == keyframes
    assert takes.best(BOARD, "a") == final


def test_a_note_or_a_take_changes_nothing_that_was_asked_for(project: Project) -> None:
    takes = Takes(project)
    take = takes.add("a", 9, {0: "aa" * 32}, of_board(BOARD))
    noted = takes.onto(edits.set_shot(BOARD, "a", notes="Good light", label="12B"))
    assert takes.fits(noted, take)
    assert not takes.fits(replace(BOARD, seed=2), take)


def test_the_same_shot_asked_for_again_is_another_wish_and_undo_brings_the_old_take_back(
    project: Project,
) -> None:
    takes = Takes(project)
    again = edits.vary(BOARD, ["a"])
    old = takes.add("a", 9, {0: "aa" * 32}, of_board(BOARD))
    assert not takes.fits(again, old)
    new = takes.add("a", 9, {0: "aa" * 32}, of_board(again))
    assert new != old  # even with equal pictures: its slate tells what it was made for
    assert takes.best(again, "a") == new
    assert takes.best(BOARD, "a") == old
