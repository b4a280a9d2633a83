"""Plans laid over boards: ids stay, locks hold, nothing that a hand made is lost."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import assume, given
from hypothesis import strategies as st

from storyboard import layout
from storyboard.board import Acting, Board, Box, Keyframe, Layout, Line, Place, Scene, Shot, Subject
from storyboard.edits import cast, plan, shots
from tests.storyboard.films import boards, few, film, stretch

BOX = Box(0.4, 0.2, 0.6, 0.9)


def kitchen(*row: Shot) -> Scene:
    return Scene("p", "INT. KITCHEN - DAY", "k", shots=row, stretch=film().scenes[0].stretch)


def planned(n: int, words: str, **values) -> Shot:
    return Shot(f"p.{n}", words, stretch=stretch(words), made_by={"action": "director"}, **values)


ENTER = planned(1, "Mia enters with Biscuit.", size="MS", length=72)
SIT = planned(2, "Biscuit sits down.", size="FS")
SAY = replace(planned(3, "MIA\nSit, Biscuit!"), action="Mia speaks.", size="CU")


def test_planned_again_shots_keep_their_ids_takes_and_notes():
    board = shots.set_shot(film(), "sh2", notes="slower")
    again = plan.merge_plan(board, "sc1", kitchen(ENTER, SIT, SAY))
    row = again.scenes[0].shots
    assert [shot.id for shot in row] == ["sh1", "sh2", "sh3"]
    assert [shot.size for shot in row] == ["MS", "FS", "CU"]
    assert row[0].length == 72
    assert row[0].made_by["action"] == "director"
    assert (row[1].takes, row[1].circled, row[1].notes) == (("take1", "take2"), "take2", "slower")
    assert [k.frame for k in row[1].keyframes] == [0, row[1].length - 1]
    assert again.scenes[1] is board.scenes[1]


def test_a_locked_shot_stays_entirely_and_a_locked_field_too():
    board = shots.lock(shots.lock(film(), ["sh1"]), ["sh2"], ["size"])
    again = plan.merge_plan(board, "sc1", kitchen(ENTER, SIT, SAY))
    assert again.shot("sh1") is board.shot("sh1")
    assert again.shot("sh2").size == "CU"
    assert again.shot("sh2").action == "Biscuit sits down."


def test_a_locked_layout_keeps_its_subjects_in_the_shot():
    board = shots.lock(film(), ["sh1"], ["layout"])
    alone = replace(ENTER, subjects=("su1",))
    shot = plan.merge_plan(board, "sc1", kitchen(alone, SIT, SAY)).shot("sh1")
    assert shot.layout == board.shot("sh1").layout
    assert shot.subjects == ("su1", "su2")


def test_locked_shots_and_shots_put_in_by_hand_stay_where_they_stood():
    board = shots.insert_shot(film(), "sc1", "sh2", action="A clock.")
    board = shots.lock(board, ["sh3"])
    again = plan.merge_plan(board, "sc1", kitchen(ENTER, SIT))
    assert [shot.id for shot in again.scenes[0].shots] == ["sh1", "sh5", "sh2", "sh3"]


def test_shots_that_no_plan_matches_go():
    again = plan.merge_plan(film(), "sc1", kitchen(SIT))
    assert [shot.id for shot in again.scenes[0].shots] == ["sh2"]


def test_while_a_plan_arrives_the_shots_that_it_has_not_reached_stay():
    first = plan.merge_plan(film(), "sc1", kitchen(ENTER), final=False)
    assert [shot.id for shot in first.scenes[0].shots] == ["sh1", "sh2", "sh3"]
    new = planned(9, "Sit, Biscuit!", size="ECU")
    more = plan.merge_plan(first, "sc1", kitchen(ENTER, new), final=False)
    whole = plan.merge_plan(more, "sc1", kitchen(ENTER, new, SIT))
    ids = [shot.id for shot in whole.scenes[0].shots]
    assert len(ids) == 3
    assert ids[0] == "sh1"
    assert plan.merge_plan(whole, "sc1", kitchen(ENTER, new, SIT)).scenes == whole.scenes


def test_a_new_shot_never_takes_an_id_that_the_board_has():
    strange = Shot("sh4", "Something else entirely happens.", stretch=stretch("Sit, B"))
    again = plan.merge_plan(film(), "sc1", kitchen(ENTER, SIT, SAY, strange))
    ids = [shot.id for shot in again.shots]
    assert len(ids) == len(set(ids)) == 5


def test_the_boards_own_order_of_shots_is_kept():
    board = shots.move_shots(film(), ["sh3"], "sc1", "sh1")
    new = planned(7, "INT. KITCHEN", size="EWS")
    again = plan.merge_plan(board, "sc1", kitchen(new, ENTER, SIT, SAY))
    assert [shot.id for shot in again.scenes[0].shots] == ["p.7", "sh3", "sh1", "sh2"]


def test_known_subjects_are_found_by_name_and_new_ones_join_the_cast():
    board = cast.rename_subject(film(), "su2", "Cookie")
    dog = Subject("a", "Biscuit", kind="dog", look="brown", aliases=("the puppy",))
    cat = Subject("su1", "Tom", kind="cat")
    shot = replace(
        ENTER,
        subjects=("a", "su1"),
        layout=Layout({"a": layout.still(BOX), "su1": layout.still(BOX)}),
        acting={"su1": Acting("sit", on="a")},
        dialogue=(Line("a", "Woof"),),
    )
    again = plan.merge_plan(board, "sc1", kitchen(shot), [dog, cat], [Place("k", "kitchen")])
    assert [subject.name for subject in again.cast] == ["Mia", "Cookie", "Tom"]
    merged = again.shot("sh1")
    assert merged.subjects == ("su2", "su3")
    assert set(merged.layout.boxes) == {"su2", "su3"}
    assert merged.acting == {"su3": Acting("sit", on="su2")}
    assert merged.dialogue == (Line("su2", "Woof"),)
    assert again.scenes[0].place == "pl1"
    assert len(again.places) == 2


def test_a_plan_fills_in_what_a_subject_lacks_and_leaves_the_users_own():
    looks = [Subject("a", "Mia", look="red coat"), Subject("b", "Biscuit", look="brown")]
    board = cast.set_subject(film(), "su2", pronoun="it")
    again = plan.merge_plan(board, "sc1", kitchen(ENTER), looks)
    assert again.subject("su1").look == "red coat"
    assert again.subject("su2").look == ""
    assert again.subject("su1").kind == "girl"


def test_one_shot_is_planned_again_without_its_neighbours():
    again = plan.merge_shot(film(), "sh2", replace(SIT, subjects=("b",)), [Subject("b", "Biscuit")])
    assert again.shot("sh2").size == "FS"
    assert again.shot("sh2").subjects == ("su2",)
    assert [shot.id for shot in again.shots] == ["sh1", "sh2", "sh3", "sh4"]


def test_planning_makes_a_stale_shot_fresh():
    board = shots.change_shot(film(), "sh2", lambda shot: replace(shot, stale=True))
    assert not plan.merge_plan(board, "sc1", kitchen(ENTER, SIT, SAY)).shot("sh2").stale


def test_join_and_lens_change_only_if_the_plan_chose_them():
    board = shots.set_shot(film(), "sh1", join="dissolve", lens=85)
    assert plan.merge_plan(board, "sc1", kitchen(ENTER)).shot("sh1").join == "dissolve"
    chosen = replace(ENTER, join="continuous", made_by={"join": "director"})
    again = plan.merge_plan(board, "sc1", kitchen(chosen)).shot("sh1")
    assert (again.join, again.lens) == ("continuous", 85)


def test_a_whole_film_planned_anew_keeps_scene_and_shot_ids():
    board = film()
    garden = replace(board.scenes[1], id="q", shots=(replace(board.shot("sh4"), id="q.1"),))
    street = Scene("r", "EXT. STREET - DAY", shots=(Shot("r.1", "Rain falls."),))
    again = plan.merge_film(
        board, Board("Other", cast=board.cast, scenes=(street, garden, kitchen(ENTER, SIT, SAY)))
    )
    assert [scene.id for scene in again.scenes] == ["sc3", "sc2", "sc1"]
    assert [shot.id for shot in again.shots] == ["r.1", "sh4", "sh1", "sh2", "sh3"]
    assert again.title == "Sit"


def test_a_scene_that_the_plan_has_no_more_goes_but_for_its_locked_shots():
    board = shots.lock(film(), ["sh2"])
    again = plan.merge_film(board, Board(scenes=(board.scenes[1],)))
    assert [[shot.id for shot in scene.shots] for scene in again.scenes] == [["sh2"], ["sh4"]]
    assert len(plan.merge_film(film(), Board(scenes=(film().scenes[1],))).scenes) == 1


def test_an_empty_board_takes_a_plan_as_it_is():
    board = film()
    again = plan.merge_film(Board(script=board.script), board)
    assert [shot.id for shot in again.shots] == ["sh1", "sh2", "sh3", "sh4"]
    assert again.cast == board.cast
    assert [scene.place for scene in again.scenes] == ["pl1", "pl2"]


def test_keyframes_of_a_shot_planned_shorter_stay_inside_it():
    board = shots.set_keyframe(film(), "sh2", Keyframe(30, "c"))
    short = replace(SIT, length=24)
    frames = [k.frame for k in plan.merge_plan(board, "sc1", kitchen(short)).shot("sh2").keyframes]
    assert frames == [0, 12, 23]


@few
@given(boards(), boards(), st.booleans())
def test_no_plan_touches_a_locked_shot_or_doubles_an_id(board, new, final):
    assume(board.scenes and new.scenes)
    scene = board.scenes[0]
    again = plan.merge_plan(board, scene.id, new.scenes[0], new.cast, new.places, final)
    ids = [shot.id for shot in again.shots]
    assert len(ids) == len(set(ids))
    for shot in scene.shots:
        if "*" in shot.locked:
            assert again.shot(shot.id) is shot
        elif not final:
            assert shot.id in ids
    assert [s.id for s in again.scenes] == [s.id for s in board.scenes]
    assert again.scenes[1:] == board.scenes[1:]
