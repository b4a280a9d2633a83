"""Sounds are laid, moved, trimmed, split; no edit of the film loses one or lets its tie dangle."""

from __future__ import annotations

import random
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storyboard.board import Board, Scene
from storyboard.edits import cuts, markers, plan, scenes, shots, sounds
from storyboard.edits.ids import new_id
from tests.storyboard.films import SEEDS, boards, few, film, some_board

FILE = "c" * 64


def with_sound(frame: int = 60, length: int = 40, **values: object) -> Board:
    return sounds.add_sound(film(), frame, FILE, length, "Gulls", **values)


def places(board: Board) -> list[int]:
    return [sounds.position(board, sound) for sound in board.sounds]


def test_a_sound_is_tied_to_the_shot_that_lies_under_its_start() -> None:
    board = with_sound(60)
    (sound,) = board.sounds
    assert (sound.id, sound.name, sound.shot, sound.start) == ("so1", "Gulls", "sh2", 12)
    assert places(board) == [60]


def test_a_sound_moves_along_when_earlier_shots_change() -> None:
    board = with_sound(60)
    assert places(shots.set_length(board, "sh1", 58)) == [70]
    assert places(shots.delete_shots(board, ["sh1"])) == [12]
    assert places(shots.move_shots(board, ["sh2"], "sc1", "sh1")) == [12]


def test_sounds_that_meet_in_time_get_tracks_of_their_own() -> None:
    board = with_sound(60, 40)
    board = sounds.add_sound(board, 99, FILE, 10)
    board = sounds.add_sound(board, 100, FILE, 10)
    assert [sound.track for sound in board.sounds] == [0, 1, 0]
    assert [sounds.tracks(film()), sounds.tracks(board)] == [0, 2]


def test_a_moved_sound_is_tied_anew() -> None:
    board = sounds.move_sound(with_sound(60), "so1", 200, track=3)
    (sound,) = board.sounds
    assert (sound.shot, sound.start, sound.track) == ("sh4", 20, 3)
    assert sounds.move_sound(board, "so1", 200) is board
    assert places(sounds.move_sound(board, "so1", -5)) == [0]


def test_a_sound_that_begins_before_its_shot_keeps_its_shot_when_it_stays() -> None:
    board = with_sound(60)
    board = replace(board, sounds=(replace(board.sounds[0], shot="sh3", start=-48),))
    assert sounds.move_sound(board, "so1", 60) is board


def test_trimming_leaves_what_is_heard_in_time() -> None:
    board = sounds.trim_sound(with_sound(60, 40, skip=5), "so1", 70, 90)
    (sound,) = board.sounds
    assert (places(board), sound.skip, sound.length) == ([70], 15, 20)
    (sound,) = sounds.trim_sound(board, "so1", 0, 90).sounds
    assert (sound.skip, sound.length) == (0, 35)
    with pytest.raises(ValueError, match="at least one frame"):
        sounds.trim_sound(board, "so1", 95, 90)


def test_a_split_sound_sounds_as_before() -> None:
    board = sounds.split_sound(with_sound(60, 80, fade_in=30, fade_out=10), "so1", 110)
    early, late = board.sounds
    assert (early.length, early.fade_in, early.fade_out) == (50, 30, 0)
    assert (late.id, late.shot, late.start) == ("so2", "sh3", 2)
    assert (late.skip, late.length, late.fade_in, late.fade_out) == (50, 30, 0, 10)
    with pytest.raises(ValueError, match="not at its ends"):
        sounds.split_sound(board, "so1", 60)


def test_impossible_values_are_refused_in_words() -> None:
    board = with_sound(length=40, fade_in=30)
    with pytest.raises(ValueError, match="room for 10 frames beside the fade in, not for 11"):
        sounds.set_sound(board, "so1", fade_out=11)
    with pytest.raises(ValueError, match=r"-60 to \+12 dB loud, not 20"):
        sounds.set_sound(board, "so1", gain=20.0)
    with pytest.raises(ValueError, match="at least one frame"):
        sounds.set_sound(board, "so1", length=0)
    with pytest.raises(KeyError, match="no field 'shot' to set"):
        sounds.set_sound(board, "so1", shot="sh1")
    with pytest.raises(KeyError, match="There is no sound 'so7'"):
        sounds.remove_sound(board, "so7")


def test_fades_shrink_with_the_sound() -> None:
    board = sounds.set_sound(with_sound(length=40, fade_in=20, fade_out=20), "so1", length=25)
    assert (board.sounds[0].fade_in, board.sounds[0].fade_out) == (20, 5)
    assert sounds.set_sound(board, "so1", length=25) is board


def test_a_sound_stays_where_it_is_when_its_shot_is_split_and_joined_again() -> None:
    board = with_sound(60)
    parted = shots.split_shot(board, "sh2", 10)
    (sound,) = parted.sounds
    assert (places(parted), sound.shot, sound.start) == ([60], new_id(board, "sh"), 2)
    whole = shots.join_shots(parted, "sh2")
    assert (places(whole), whole.sounds[0].shot) == ([60], "sh2")


def test_a_sound_of_a_deleted_shot_goes_to_the_shot_that_lies_there_then() -> None:
    board = with_sound(60)
    gone = shots.delete_shots(board, ["sh2"])
    assert (places(gone), gone.sounds[0].shot) == ([60], "sh3")
    gone = shots.delete_shots(sounds.move_sound(board, "so1", 110), ["sh1", "sh3"])
    assert (places(gone), gone.sounds[0].shot) == ([62], "sh4")  # as far behind what stays: sh2
    gone = shots.delete_shots(board, ["sh2", "sh3", "sh4"])
    assert (places(gone), gone.sounds[0].shot) == ([60], "sh1")


def test_a_film_without_shots_keeps_its_sounds_and_ties_them_to_the_first_that_come() -> None:
    board = shots.delete_shots(with_sound(60), ["sh1", "sh2", "sh3", "sh4"])
    assert (places(board), board.sounds[0].shot) == ([60], "")
    board = shots.insert_shot(shots.insert_shot(board, "sc1"), "sc1")
    assert places(board) == [60]
    assert board.sounds[0].shot in {shot.id for shot in board.shots}


def test_a_slower_shot_keeps_its_sounds_and_markers_at_their_pictures() -> None:
    board = markers.add_marker(with_sound(48 + 30), "sh2", 59)
    slow = shots.set_length(board, "sh2", 119)
    assert (slow.sounds[0].start, slow.markers[0].start) == (60, 118)


def test_a_plan_keeps_the_sounds_of_the_shots_that_it_drops() -> None:
    board = with_sound(60)
    planned = Scene(
        "x", shots=(replace(film().shots[0], id="x1"), replace(film().shots[2], id="x2"))
    )
    merged = plan.merge_plan(board, "sc1", planned)
    assert [shot.id for shot in merged.shots] == ["sh1", "sh3", "sh4"]
    assert (places(merged), merged.sounds[0].shot) == ([60], "sh3")


def edited(board: Board, rng: random.Random) -> Board:
    """The board after any edit that adds, removes, moves or changes shots."""
    row = [shot.id for shot in board.shots]
    some = rng.sample(row, rng.randint(1, len(row))) if row else []
    scene = rng.choice(board.scenes).id if board.scenes else ""
    choice = rng.randint(0, 12)
    if choice == 0 and scene:
        return shots.insert_shot(board, scene, length=rng.randint(1, 60))
    if choice == 1:
        return plan.merge_film(board, some_board(rng))
    if choice == 2 and scene:
        planned = some_board(rng, 4)
        if planned.scenes:
            return plan.merge_plan(board, scene, planned.scenes[0], planned.cast, planned.places)
    if choice == 3 and scene:
        return scenes.delete_scene(board, scene)
    if choice == 4 and scene:
        return scenes.move_scene(board, scene)
    if not some:
        return board
    if choice == 5:
        return shots.delete_shots(board, some)
    if choice == 6:
        return shots.duplicate_shots(board, some)
    if choice == 7:
        return shots.move_shots(board, some, scene)
    if choice == 8:
        return shots.set_shots(board, some, length=rng.randint(1, 90))
    shot = board.shot(some[0])
    if choice == 9 and shot.length > 1:
        return shots.split_shot(board, shot.id, rng.randint(1, shot.length - 1))
    if choice == 10 and board.scene_of(shot.id).shots[-1] is not shot:
        return shots.join_shots(board, shot.id)
    if choice == 11:
        return cuts.trim_start(board, shot.id, rng.randint(-9, shot.length - 1))
    return cuts.trim_end(board, shot.id, rng.randint(1 - shot.length, 9))


def ids(board: Board) -> list[str]:
    """Of all sounds and markers, in order."""
    return [*(sound.id for sound in board.sounds), *(marker.id for marker in board.markers)]


@few
@given(boards(4), SEEDS, st.integers(1, 8))
def test_no_edit_loses_a_sound_or_a_marker_or_lets_a_tie_dangle(
    board: Board, seed: int, count: int
) -> None:
    rng = random.Random(seed)
    names = ids(board)
    for _ in range(count):
        board = edited(board, rng)
        assert ids(board) == names
        known = {shot.id for shot in board.shots} or {""}
        assert {sound.shot for sound in board.sounds} <= known
        assert {marker.shot for marker in board.markers} <= known


@few
@given(boards(4), SEEDS)
def test_splitting_and_joining_shots_moves_no_sound(board: Board, seed: int) -> None:
    rng = random.Random(seed)
    before = places(board)
    for shot in board.shots:
        if shot.length > 1:
            parted = shots.split_shot(board, shot.id, rng.randint(1, shot.length - 1))
            assert places(parted) == before
            assert places(shots.join_shots(parted, shot.id)) == before
