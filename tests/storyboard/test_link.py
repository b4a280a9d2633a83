"""The script link: stretches follow the text, only touched shots are stale."""

from __future__ import annotations

import time
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from storyboard import link, scope
from storyboard.board import Board, Scene, Shot, Stretch
from storyboard.edits import shots
from tests.storyboard.films import SCRIPT, boards, few, film

SHIFT = 12


def said(board, shot):
    return link.words(board, board.shot(shot).stretch)


def test_words_put_in_before_a_shot_move_it_and_leave_it_fresh():
    board = link.relink(film(), "FADE IN:\n\n" + SCRIPT)
    assert link.stale(board) == ()
    assert said(board, "sh4") == "Biscuit runs to the tree."
    assert board.script.startswith("FADE IN")
    assert board.scenes[1].stretch.start == film().scenes[1].stretch.start + 10


def test_only_the_touched_shot_becomes_stale():
    board = link.relink(film(), SCRIPT.replace("sits down", "lies down"))
    assert link.stale(board) == ("sh2",)
    assert said(board, "sh2") == "Biscuit lies down."
    assert board.shot("sh2").stretch.text == "Biscuit sits down."
    untouched = [shot.id for shot in board.shots if shot is film().shot(shot.id)]
    assert untouched == [] or "sh2" not in untouched


def test_the_mark_goes_when_the_text_stands_again():
    board = link.relink(film(), SCRIPT.replace("sits down", "lies down"))
    assert link.relink(board, SCRIPT) == film()


def test_it_goes_only_when_all_of_the_text_stands_again():
    board = link.relink(film(), SCRIPT.replace("Biscuit sits down", "The cat lies down"))
    board = link.relink(board, SCRIPT.replace("Biscuit sits down", "Biscuit lies down"))
    assert link.stale(board) == ("sh2",)
    assert link.stale(link.relink(board, SCRIPT)) == ()


def test_a_deleted_shot_is_stale_and_comes_back_with_its_text():
    board = link.relink(film(), SCRIPT.replace("MIA\nSit, Biscuit!\n\n", ""))
    assert link.stale(board) == ("sh3",)
    assert said(board, "sh3") == ""
    again = link.relink(board, SCRIPT)
    assert link.stale(again) == ()
    assert said(again, "sh3") == "MIA\nSit, Biscuit!"


def test_a_script_deleted_and_pasted_again_links_every_shot():
    again = link.relink(link.relink(film(), ""), SCRIPT)
    assert link.stale(again) == ()
    assert [shot.stretch for shot in again.shots] == [shot.stretch for shot in film().shots]


def test_a_paragraph_that_is_moved_takes_its_shot_along():
    run = "Biscuit runs to the tree.\n"
    new = SCRIPT.replace(run, "").replace("Mia enters", run + "\nMia enters")
    board = link.relink(film(), new)
    assert link.stale(board) == ()
    assert said(board, "sh4") == run.strip()


def test_words_typed_at_the_end_of_a_sentence_belong_to_it():
    board = link.relink(film(), SCRIPT.replace("tree.", "tree. He barks."))
    assert link.stale(board) == ("sh4",)
    assert said(board, "sh4") == "Biscuit runs to the tree. He barks."


def test_a_new_paragraph_touches_no_shot():
    board = link.relink(film(), SCRIPT.replace("EXT.", "A bell rings.\n\nEXT."))
    assert link.stale(board) == ()
    assert "A bell rings." in link.words(board, board.scenes[0].stretch)
    assert link.words(board, board.scenes[1].stretch).startswith("EXT.")


def test_blanks_and_line_ends_make_nothing_stale():
    board = link.relink(film(), SCRIPT.replace("\n", "\r\n").replace("sits down", "sits  down"))
    assert link.stale(board) == ()
    assert said(board, "sh3") == "MIA\r\nSit, Biscuit!"


def test_a_locked_shot_keeps_everything_but_is_marked():
    board = shots.lock(film(), ["sh2"])
    again = link.relink(board, SCRIPT.replace("sits down", "lies down"))
    before, after = board.shot("sh2"), again.shot("sh2")
    assert after.stale
    assert replace(after, stale=False, stretch=before.stretch) == before


def test_a_fresh_shot_takes_the_words_as_they_are_now():
    board = link.relink(film(), SCRIPT.replace("sits down", "lies down"))
    fresh = link.freshen(board, ["sh2"])
    assert link.stale(fresh) == ()
    assert fresh.shot("sh2").stretch.text == "Biscuit lies down."
    assert fresh.scenes[1] is board.scenes[1]


def test_the_cursor_finds_its_shot_and_scene():
    board = film()
    place = SCRIPT.index("sits down")
    assert link.shots_at(board, place) == ("sh2",)
    assert link.shots_at(board, 0, len(SCRIPT)) == ("sh1", "sh2", "sh3", "sh4")
    assert link.shots_at(board, 0) == ()
    assert link.scene_at(board, place) == "sc1"
    assert link.scene_at(board, len(SCRIPT)) == "sc2"


def test_the_same_script_is_the_same_board():
    board = film()
    assert link.relink(board, SCRIPT) is board


@few
@given(st.integers(0, len(SCRIPT)), st.integers(0, 30), st.text("ab \n.", max_size=12))
def test_any_edit_keeps_stretches_whole_and_untouched_shots_fresh(start, count, put):
    new = SCRIPT[:start] + put + SCRIPT[start + count :]
    board = link.relink(film(), new)
    for shot in board.shots:
        stretch = shot.stretch
        assert 0 <= stretch.start <= stretch.end <= len(new)
        assert shot.stale == (link.words(board, stretch).split() != stretch.text.split())
        old = film().shot(shot.id).stretch
        # what is put in or taken out may be read some letters further on: "a|b ab" is "ab a|b"
        if old.end + SHIFT < start or start + count + SHIFT < old.start:
            assert not shot.stale
            assert link.words(board, stretch) == old.text
    assert board.script == new


@few
@given(st.integers(0, len(SCRIPT)), st.integers(0, 30), st.text("ab \n.", max_size=12))
def test_taking_any_edit_back_makes_every_shot_fresh_again(start, count, put):
    new = SCRIPT[:start] + put + SCRIPT[start + count :]
    again = link.relink(link.relink(film(), new), SCRIPT)
    assert link.stale(again) == ()


def typed(board: Board, place: int, *pieces: str) -> Board:
    """The board after these were written one behind the other, with a rest after each."""
    for put in pieces:
        board = link.relink(board, board.script[:place] + put + board.script[place:])
        place += len(put)
    return board


def test_a_sentence_written_with_rests_behind_a_shots_words_leaves_it_stale():
    place = SCRIPT.index("Biscuit sits down.") + len("Biscuit sits down.")
    board = typed(film(), place, " He", " barks", ".")
    assert link.stale(board) == ("sh2",)
    assert said(board, "sh2") == "Biscuit sits down. He barks."
    again = typed(film(), place, " He", " barks.")
    assert link.stale(link.relink(again, SCRIPT)) == ()


def test_a_stale_shot_stays_so_when_something_else_is_written():
    board = link.relink(film(), SCRIPT.replace("Biscuit sits", "Look: Biscuit sits"))
    board = link.relink(board, board.script.replace("tree.", "tall tree."))
    assert link.stale(board) == ("sh2", "sh4")
    assert said(board, "sh2") == "Look: Biscuit sits down."


def test_a_new_paragraph_behind_a_shot_is_not_of_it():
    board = typed(film(), SCRIPT.index("Biscuit sits down.") + 18, " He", " barks.")
    board = link.relink(board, board.script.replace(" He barks.", "\n\nHe barks."))
    assert link.stale(board) == ()
    assert said(board, "sh2") == "Biscuit sits down."
    assert [link.words(board, one) for one in scope.unplanned(board)] == ["He barks."]


@few
@given(st.integers(0, len(SCRIPT)), st.integers(0, 30), st.text("ab \n.", max_size=12))
def test_what_is_written_elsewhere_makes_no_shot_fresh(start, count, put):
    board = link.relink(film(), SCRIPT[:start] + put + SCRIPT[start + count :])
    assert link.stale(link.relink(board, board.script + "\n\nThe end.")) == link.stale(board)


def test_three_hundred_pages_are_linked_in_less_than_a_second():
    lines = [f"Mia opens door {n} and looks for Biscuit in room {n}." for n in range(12_000)]
    script, row = "", []
    for n, line in enumerate(lines):
        row.append(Shot(f"sh{n}", line, stretch=Stretch(len(script), len(script) + len(line))))
        script += line + "\n\n"
    board = Board(script=script, scenes=(Scene("sc1", shots=tuple(row)),))
    assert len(script) > 600_000
    begun = time.process_time()
    again = link.relink(board, script.replace("door 7000 ", "window 7000 "))
    assert time.process_time() - begun < 1
    assert link.stale(again) == ("sh7000",)


@few
@given(boards(), st.integers(1, 500))
def test_a_moved_scene_is_known_by_its_distance(board: Board, by: int):
    for scene in board.scenes:
        moved = link.moved(scene, by)
        has_words = scene.stretch or any(shot.stretch for shot in scene.shots)
        assert link.distance(scene, moved) == (by if has_words else 0)
        assert link.moved(moved, -by) == scene


def test_a_scene_that_is_another_is_not_a_moved_one():
    scene = film().scenes[0]
    first, *rest = scene.shots
    longer = replace(first.stretch, end=first.stretch.end + 1)
    for other in (
        replace(scene, heading="INT. HALL - DAY"),
        replace(scene, shots=scene.shots[1:]),
        replace(scene, shots=(replace(first, notes="closer"), *rest)),
        replace(scene, shots=(replace(first, stretch=longer), *rest)),
        replace(scene, shots=(replace(first, stretch=None), *rest)),
        replace(scene, shots=(link.moved(scene, 3).shots[0], *rest)),
    ):
        assert link.distance(scene, other) is None


def test_a_shot_has_only_moved_when_nothing_but_its_place_is_another():
    scene = film().scenes[0]
    one, two = scene.shots[0], link.moved(scene, 7).shots[0]
    assert link.only_moved(one, one)
    assert link.only_moved(one, two)
    assert not link.only_moved(one, replace(two, notes="closer"))
