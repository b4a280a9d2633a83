"""Edits of shots: fields, order, lengths, splitting and joining, locks, keyframes, takes."""

from __future__ import annotations

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from storyboard import camera, layout
from storyboard.board import Box, Camera, Keyframe, Layout, Scene, Shot
from storyboard.edits import shots
from storyboard.edits.ids import new_id
from tests.storyboard.films import boards, few, film
from tests.storyboard.films import shots as any_shots


def order(board):
    return [[shot.id for shot in scene.shots] for scene in board.scenes]


def picture(shot, frame):
    return layout.at(shot.layout, frame, shot.length), camera.at(shot.camera, frame, shot.length)


def same_picture(one, other):
    (a, view), (b, other_view) = one, other
    return (
        a.keys() == b.keys()
        and all(layout.alike(a[id], b[id]) for id in a)
        and layout.alike(view, other_view)
    )


def test_a_field_set_by_hand_is_recorded_as_the_users():
    board = shots.set_shot(film(), "sh1", action="Mia comes in.", size="MS")
    shot = board.shot("sh1")
    assert (shot.action, shot.size) == ("Mia comes in.", "MS")
    assert shot.made_by == {"action": "user", "layout": "rules", "size": "user"}
    assert board.shot("sh2") is film().shot("sh2") or board.shot("sh2") == film().shot("sh2")


def test_an_edit_that_changes_nothing_gives_the_same_board():
    board = film()
    assert shots.set_shot(board, "sh1", size="WS") is board
    assert shots.lock(shots.lock(board, ["sh1"]), ["sh1"]).shot("sh1").locked == {"*"}
    assert shots.move_shots(board, ["sh2"], "sc1", "sh3").scenes == board.scenes


def test_an_edit_shares_the_scenes_that_it_does_not_touch():
    board = film()
    assert shots.set_shot(board, "sh1", notes="!").scenes[1] is board.scenes[1]


def test_unknown_shots_and_fields_are_answered_with_the_nearest():
    with pytest.raises(KeyError, match=r"There is no shot 'sh9' on this board. Did you mean"):
        shots.set_shot(film(), "sh9", action="")
    with pytest.raises(KeyError, match=r"no field 'acton' to set. Did you mean 'action'"):
        shots.set_shot(film(), "sh1", acton="")
    with pytest.raises(KeyError, match="no field 'takes'"):
        shots.set_shot(film(), "sh1", takes=("x",))


def test_impossible_values_are_refused_with_the_choices():
    with pytest.raises(ValueError, match="'HUGE' is no size of a shot: choose from EWS, WS"):
        shots.set_shot(film(), "sh1", size="HUGE")
    for length in (0, -3, 2.5):
        with pytest.raises(ValueError, match="at least one whole frame"):
            shots.set_shot(film(), "sh1", length=length)


def test_another_length_moves_what_follows_and_keeps_keyframes_in_their_moments():
    board = shots.set_length(film(), "sh2", 30)
    assert board.start("sh3") == 48 + 30
    assert [k.frame for k in board.shot("sh2").keyframes] == [0, 29]


def test_trimming_keeps_the_speed_and_drops_keyframes_outside():
    board = shots.trim(film(), "sh4", 24, 72)
    before, after = film().shot("sh4"), board.shot("sh4")
    assert after.length == 48
    assert all(same_picture(picture(after, j), picture(before, j + 24)) for j in range(48))
    assert [k.frame for k in shots.trim(film(), "sh2", 10, 60).shot("sh2").keyframes] == [49]


def test_trimming_outwards_holds_the_ends():
    board = shots.trim(film(), "sh4", -12, 108)
    before, after = film().shot("sh4"), board.shot("sh4")
    assert same_picture(picture(after, 5), picture(before, 0))
    assert same_picture(picture(after, 119), picture(before, 95))
    assert same_picture(picture(after, 50), picture(before, 38))


@few
@given(any_shots("sh1"), st.data())
def test_splitting_changes_no_frames_picture(shot, data):
    assume(shot.length > 1)
    board = film()
    scene = Scene("sc9", shots=(shot,))
    board = shots.put_scenes(board, (scene,))
    frame = data.draw(st.integers(1, shot.length - 1))
    first, second = shots.split_shot(board, "sh1", frame).shots
    assert first.length + second.length == shot.length
    for j in range(shot.length):
        part, at = (first, j) if j < frame else (second, j - frame)
        assert same_picture(picture(part, at), picture(shot, j))
    assert first.dialogue + second.dialogue == shot.dialogue
    assert first.join == "continuous"
    assert second.join == shot.join


def test_splitting_gives_each_half_its_keyframes_and_the_first_its_takes():
    board = shots.split_shot(film(), "sh2", 30)
    first, second = board.shot("sh2"), board.scenes[0].shots[2]
    assert second.id == new_id(film(), "sh") == "sh5"
    assert [k.frame for k in first.keyframes] == [0]
    assert [k.frame for k in second.keyframes] == [29]
    assert first.takes == ("take1", "take2")
    assert second.takes == ()
    for frame in (0, 60):
        with pytest.raises(ValueError, match="can be split at 1 to 59"):
            shots.split_shot(film(), "sh2", frame)


def test_joining_what_was_split_shows_the_same_again():
    board = film()
    again = shots.join_shots(shots.split_shot(board, "sh4", 40), "sh4").shot("sh4")
    before = board.shot("sh4")
    assert again.length == before.length
    assert again.layout.moments == 9
    assert (again.action, again.stretch, again.join) == (
        before.action,
        before.stretch,
        before.join,
    )
    assert all(same_picture(picture(again, j), picture(before, j)) for j in range(96))


@few
@given(any_shots("sh1"), any_shots("sh2"))
def test_joining_any_two_shots_keeps_frames_lines_and_subjects(a, b):
    board = shots.put_scenes(film(), (Scene("sc9", shots=(a, b)),))
    (joined,) = shots.join_shots(board, "sh1").shots
    assert joined.length == a.length + b.length
    assert joined.dialogue == a.dialogue + b.dialogue
    assert set(joined.subjects) == {*a.subjects, *b.subjects}
    assert all(len(row) == joined.layout.moments for row in joined.layout.boxes.values())
    assert joined.join == b.join


def test_joining_two_different_shots_travels_from_one_to_the_other():
    left, right = Box(0.0, 0.4, 0.2, 0.9), Box(0.8, 0.4, 1.0, 0.9)
    pair = (
        Shot("sh1", "A.", length=24, layout=Layout({"su1": layout.still(left)})),
        Shot("sh2", "B.", length=24, layout=Layout({"su1": layout.still(right)})),
    )
    board = shots.put_scenes(film(), (Scene("sc9", shots=pair),))
    (joined,) = shots.join_shots(board, "sh1").shots
    assert joined.action == "A. B."
    assert joined.layout.moments == 9
    assert layout.at(joined.layout, 0, 48)["su1"] == left
    assert layout.at(joined.layout, 47, 48)["su1"] == right
    with pytest.raises(ValueError, match="last of its scene"):
        shots.join_shots(board, "sh2")


def test_joining_unites_the_stretches_of_script():
    board = shots.join_shots(film(), "sh1")
    stretch = board.shot("sh1").stretch
    assert board.script[stretch.start : stretch.end].startswith("Mia enters")
    assert board.script[stretch.start : stretch.end].endswith("Biscuit sits down.")
    assert shots.join_shots(film(), "sh1").shot("sh1").circled == ""


def test_moving_several_shots_keeps_their_order_and_crosses_scenes():
    board = shots.move_shots(film(), ["sh3", "sh1"], "sc2", "sh4")
    assert order(board) == [["sh2"], ["sh1", "sh3", "sh4"]]
    assert order(shots.move_shots(board, ["sh1"], "sc1")) == [["sh2", "sh1"], ["sh3", "sh4"]]


def test_a_shot_dropped_on_itself_or_on_a_moved_one_lands_before_what_follows():
    assert order(shots.move_shots(film(), ["sh2"], "sc1", "sh2")) == order(film())
    board = shots.move_shots(film(), ["sh1", "sh2"], "sc1", "sh2")
    assert order(board) == [["sh1", "sh2", "sh3"], ["sh4"]]


def test_a_shot_cannot_land_before_one_of_another_scene():
    with pytest.raises(KeyError, match="Shot 'sh4' is not in this scene"):
        shots.move_shots(film(), ["sh1"], "sc1", "sh4")
    with pytest.raises(KeyError, match="There is no scene 'sc7'"):
        shots.move_shots(film(), ["sh1"], "sc7")


@few
@given(boards(), st.data())
def test_moving_loses_and_doubles_no_shot(board, data):
    assume(board.shots)
    ids = [shot.id for shot in board.shots]
    moved = data.draw(st.sets(st.sampled_from(ids), min_size=1))
    scene = data.draw(st.sampled_from(board.scenes))
    before = data.draw(st.sampled_from(["", *(shot.id for shot in scene.shots)]))
    after = shots.move_shots(board, moved, scene.id, before)
    assert sorted(shot.id for shot in after.shots) == sorted(ids)
    assert after.length == board.length
    rest = [id for id in ids if id not in moved]
    assert [shot.id for shot in after.shots if shot.id not in moved] == rest


def test_inserting_duplicating_and_deleting():
    board = shots.insert_shot(film(), "sc1", "sh2", action="A clock ticks.")
    assert order(board)[0] == ["sh1", "sh5", "sh2", "sh3"]
    assert board.shot("sh5").length == 48
    board = shots.duplicate_shots(board, ["sh2", "sh4"])
    assert order(board) == [["sh1", "sh5", "sh2", "sh6", "sh3"], ["sh4", "sh7"]]
    copy = board.shot("sh6")
    assert (copy.takes, copy.circled) == ((), "")
    assert copy.keyframes == board.shot("sh2").keyframes
    board = shots.delete_shots(board, ["sh4", "sh7", "sh1"])
    assert order(board) == [["sh5", "sh2", "sh6", "sh3"], []]


@few
@given(boards(), st.data())
def test_edits_never_give_two_things_one_id(board, data):
    assume(board.shots)
    ids = [shot.id for shot in board.shots]
    for _ in range(3):
        id = data.draw(st.sampled_from(ids))
        board = shots.duplicate_shots(board, [id])
        board = shots.insert_shot(board, board.scenes[0].id)
        if board.shot(id).length > 1:
            board = shots.split_shot(board, id, 1)
    found = [shot.id for shot in board.shots]
    assert len(found) == len(set(found))


def test_locking_a_shot_and_opening_one_field_leaves_the_others_locked():
    board = shots.unlock(shots.lock(film(), ["sh1"]), ["sh1"], ["size"])
    shot = board.shot("sh1")
    assert not shots.is_locked(shot)
    assert not shots.is_locked(shot, "size")
    assert shots.is_locked(shot, "action")
    assert shots.unlock(board, ["sh1"]).shot("sh1").locked == frozenset()
    with pytest.raises(KeyError, match="no field 'colour'"):
        shots.lock(film(), ["sh1"], ["colour"])


def test_a_keyframe_takes_the_place_of_the_one_on_its_frame():
    board = shots.set_keyframe(film(), "sh2", Keyframe(59, "c" * 64, "drawn"))
    board = shots.set_keyframe(board, "sh2", Keyframe(20, "d" * 64))
    assert [(k.frame, k.picture[0]) for k in board.shot("sh2").keyframes] == [
        (0, "a"),
        (20, "d"),
        (59, "c"),
    ]
    board = shots.remove_keyframe(board, "sh2", 0)
    assert [k.frame for k in board.shot("sh2").keyframes] == [20, 59]
    with pytest.raises(KeyError, match="No keyframe is pinned to frame 3"):
        shots.remove_keyframe(board, "sh2", 3)
    with pytest.raises(ValueError, match="frames 0 to 59; there is no 60"):
        shots.set_keyframe(board, "sh2", Keyframe(60, "x"))


def test_takes_are_added_oldest_first_and_one_is_circled():
    board = shots.add_take(film(), "sh1", "take3")
    assert board.shot("sh1").takes == ("take3",)
    assert board.shot("sh1").circled == ""
    board = shots.add_take(board, "sh1", "take4", circled=True)
    assert board.shot("sh1").circled == "take4"
    assert shots.circle(board, "sh1", "take3").shot("sh1").circled == "take3"
    assert shots.circle(board, "sh1", "").shot("sh1").circled == ""
    with pytest.raises(KeyError, match="no take 'take9'"):
        shots.circle(board, "sh1", "take9")


def test_a_camera_that_moves_is_cut_with_its_shot():
    board = shots.set_shot(film(), "sh1", camera=camera.preset("push"))
    first, second = shots.split_shot(board, "sh1", 20).scenes[0].shots[:2]
    assert camera.moves(first.camera)
    assert second.camera.rects[-1] == board.shot("sh1").camera.rects[-1]
    assert shots.split_shot(film(), "sh1", 20).shots[0].camera == Camera()
