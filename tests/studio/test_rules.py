"""Plans by rules of a part of the film: other shots stay as they are."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from storyboard import scope
from storyboard.board import Board
from storyboard.edits import plan as plans
from storyboard.edits import shots
from storyboard.scope import Scope
from studio import plan
from studio.errors import StudioError
from studio.rules import Rules
from studio.session import Session

SCRIPT = """INT. KITCHEN - DAY

BRUNO, a chef, carries a cake in from the left.

PIP, a grey mouse, runs in from the right.

EXT. PARK - NIGHT

Pip carries the cake across the park.

Bruno sits on a bench.
"""


@pytest.fixture
def session(tmp_path: Path) -> Iterator[Session]:
    with Session.new(tmp_path / "film", plan.by_rules(SCRIPT, "Thief")) as session:
        yield session


def run(session: Session, part: Scope) -> Board:
    rules = Rules(session, part)
    while rules.step():
        pass
    return rules.lay()


def by_hand(session: Session) -> None:
    """A length of its own for every shot."""
    for n, shot in enumerate(session.board.shots):
        session.edit("Shorten", lambda b, id=shot.id, n=n: shots.set_length(b, id, 11 + n))


def lengths(session: Session) -> list[int]:
    return [shot.length for shot in session.board.shots]


def test_planning_what_is_the_same_changes_nothing(session: Session):
    before = session.board
    assert run(session, scope.film(before)) == before
    assert run(session, scope.scene(before, before.scenes[1].id)).scenes == before.scenes
    for shot in before.shots:
        assert run(session, scope.shot(before, shot.id)).shots == before.shots


def test_a_scene_a_shot_and_a_selection_leave_the_others_alone(session: Session):
    by_hand(session)
    run(session, scope.shot(session.board, session.board.shots[2].id))
    assert [length < 20 for length in lengths(session)] == [True, True, False, True]
    run(session, scope.scene(session.board, session.board.scenes[0].id))
    assert [length < 20 for length in lengths(session)] == [False, False, False, True]
    assert session.undo_name == "Plan scene 1"
    start = SCRIPT.index("sits on")
    run(session, scope.selection(session.board, start, start + 2))
    assert session.undo_name == "Plan the selection"
    assert all(length > 20 for length in lengths(session))


def test_only_what_changed_is_planned(session: Session):
    by_hand(session)
    text = SCRIPT.replace("grey mouse", "brown mouse") + "\nA dog barks.\n"
    plan.set_script(session, text)
    before = session.board
    after = run(session, scope.changes(before))
    assert [shot.id for shot in after.shots[:4]] == [shot.id for shot in before.shots]
    assert after.shots[0] == before.shots[0]
    assert after.shots[1].action == "PIP, a brown mouse, runs in from the right."
    assert after.shots[2:4] == before.shots[2:4]
    assert after.shots[4].action == "A dog barks."
    assert scope.changes(after).parts == ()


def test_a_heading_put_in_parts_the_scene_and_shots_go_with_their_words(session: Session):
    by_hand(session)
    plan.set_script(session, SCRIPT.replace("PIP, a grey", "INT. CELLAR - DAY\n\nPIP, a grey"))
    before = session.board
    after = run(session, scope.changes(before))
    assert [scene.heading[5:9] for scene in after.scenes] == ["KITC", "CELL", "PARK"]
    assert [shot.id for shot in after.shots] == [shot.id for shot in before.shots]
    assert lengths(session) == [11, 12, 13, 14]
    assert scope.changes(after).parts == ()


def test_takes_and_locks_survive_a_new_heading_when_all_is_planned(session: Session):
    pip = session.board.shots[1]
    session.edit("Lock", lambda board: shots.lock(board, [pip.id]))
    plan.set_script(session, SCRIPT.replace("PIP, a grey", "INT. CELLAR - DAY\n\nPIP, a grey"))
    after = plan.again(session, session.board.script)
    assert after.scenes[1].shots == (session.board.shot(pip.id),)
    assert after.scenes[1].shots[0].locked


def test_words_before_the_first_heading_become_a_scene_before_it(session: Session):
    plan.set_script(session, "A bell rings.\n\n" + SCRIPT)
    after = run(session, scope.changes(session.board))
    assert [shot.action for shot in after.scenes[0].shots] == ["A bell rings."]
    assert len(after.scenes) == 3


def test_a_film_without_scenes_is_planned_from_its_first_words(tmp_path: Path):
    with Session.new(tmp_path / "empty") as session:
        plan.set_script(session, "A fox sleeps in a barn.\n")
        after = run(session, scope.changes(session.board))
        assert [shot.action for shot in after.shots] == ["A fox sleeps in a barn."]


def test_a_script_that_goes_on_meanwhile_is_planned_as_it_is_at_last(session: Session):
    rules = Rules(session, scope.film(session.board))
    rules.step()
    plan.set_script(session, SCRIPT.replace("sits on", "jumps over"))
    while rules.step():
        pass
    plan.set_script(session, session.board.script.replace("bench", "fence"))
    after = rules.lay()
    assert after.shots[-1].action == "Bruno jumps over a fence."
    assert not any(shot.stale for shot in after.shots)


def test_where_there_are_no_words_a_sentence_says_so(session: Session):
    board = session.edit(
        "New", lambda b: shots.insert_shot(b, b.scenes[0].id, action="Rain falls.")
    )
    new = next(shot for shot in board.shots if shot.stretch is None)
    with pytest.raises(StudioError, match="put in by hand"):
        run(session, scope.shot(board, new.id))
    plan.set_script(session, SCRIPT.replace("Bruno sits on a bench.\n", ""))
    last = session.board.shots[-1]
    with pytest.raises(StudioError, match="are deleted from the script"):
        run(session, scope.shot(session.board, last.id))
    bare = Session.new(session.path.with_name("bare"))
    with bare, pytest.raises(StudioError, match="nothing to film"):
        run(bare, scope.film(bare.board))


def test_a_part_of_a_scene_is_merged_without_the_rest(session: Session):
    scene = session.board.scenes[0]
    planned = scene.__class__(scene.id, shots=(), stretch=scene.stretch)
    only = (scene.shots[1].stretch,)
    after = plans.merge_plan(session.board, scene.id, planned, only=only)
    assert after.scenes[0].shots == scene.shots[:1]
    assert after.scenes[0].heading == scene.heading
