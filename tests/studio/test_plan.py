"""Plans: by rules at once, by a director over the board, and what a bad model costs."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from engine import api
from storyboard import scope
from storyboard.edits import scenes as scene_edits
from storyboard.edits import shots as shot_edits
from studio import plan, work
from studio.errors import StudioError
from studio.jobs import Job, Order
from studio.session import Session
from tests import gguf_models

SCRIPT = """INT. KITCHEN - DAY

BRUNO, a chef, carries a cake in from the left.

EXT. PARK - NIGHT

A dog runs from left to right.
"""


@pytest.fixture
def session(tmp_path: Path) -> Iterator[Session]:
    with Session.new(tmp_path / "film", plan.by_rules(SCRIPT, "Thief")) as session:
        plan.serve(session)
        yield session


def planning(session: Session, tmp_path: Path, **more: str) -> tuple[plan.Planning, Order]:
    model = tmp_path / "model.gguf"
    model.write_bytes(b"GGUF")
    order = plan.order(session, model, **more)
    return plan.Planning(session, order), order


def test_a_script_with_nothing_to_film_is_said() -> None:
    for text in ("", "   \n\n", "INT. KITCHEN - DAY\n"):
        with pytest.raises(StudioError, match="nothing to film"):
            plan.by_rules(text)


def test_planning_again_keeps_what_is_the_same_and_what_is_locked(session: Session) -> None:
    first, second = session.board.shots[0], session.board.shots[-1]
    session.edit("Lock", lambda board: shot_edits.lock(board, [first.id]))
    plan.set_script(session, SCRIPT.replace("A dog runs", "A cat runs"))
    assert session.board.shot(second.id).stale
    board = plan.again(session, session.board.script)
    assert board.shots[0].id == first.id
    assert board.shots[0].action == first.action
    assert board.shots[-1].action.startswith("A cat")
    assert session.undo_name == "Plan the script"


def test_an_edit_that_will_not_is_told_as_the_world_s_fault(session: Session) -> None:
    with pytest.raises(StudioError, match="no shot 'nobody' on this board"), plan.told():
        session.edit("Lock", lambda board: shot_edits.lock(board, ["nobody"]))


def test_scenes_are_asked_one_after_the_other_the_looked_at_first(
    session: Session, tmp_path: Path
) -> None:
    program, order = planning(session, tmp_path, note="closer")
    park = session.board.scenes[1]
    task = program.next([park.shots[0].id])
    assert task is not None
    assert isinstance(task.request, api.Plan)
    assert (task.request.scene, task.request.note) == (park, "closer")
    assert task.request.text.strip() == "EXT. PARK - NIGHT\n\nA dog runs from left to right."
    assert program.next(()) is None  # the first is still being planned
    assert program.progress() == (0, 2)
    job = Job(f"{order.id}-{task.name}", order.id, "plan")
    dog = replace(park.shots[0], action="The dog sleeps.")
    said = api.ScenePlanned(job.id, replace(park, shots=(dog,)), (), (), True)
    program.heard(job, said)
    assert session.board.shots[-1].action == "The dog sleeps."
    program.heard(job, api.Finished(job.id))
    assert program.progress() == (1, 2)
    session.queue.jobs.keep(replace(job, state="done"))
    again = plan.Planning(session, order)  # after a restart: the park is planned
    assert again.progress() == (1, 2)
    kitchen = again.next(())
    assert kitchen is not None
    assert isinstance(kitchen.request, api.Plan)
    assert kitchen.request.scene == session.board.scenes[0]


def test_late_words_about_a_deleted_scene_are_let_go(session: Session, tmp_path: Path) -> None:
    program, order = planning(session, tmp_path)
    task = program.next(())
    assert task is not None
    assert isinstance(task.request, api.Plan)
    scene = task.request.scene
    board = session.edit("Delete", lambda board: scene_edits.delete_scene(board, scene.id))
    job = Job(f"{order.id}-{task.name}", order.id, "plan")
    program.heard(job, api.ScenePlanned(job.id, scene, (), (), True))
    assert session.board == board
    program.heard(job, api.Finished(job.id))
    assert program.next(()) is not None


@pytest.mark.parametrize("kind", ["garbage", "abort"])
def test_a_bad_model_costs_one_sentence_and_keeps_the_board(
    session: Session, tmp_path: Path, kind: str
) -> None:
    model = tmp_path / "bad.gguf"
    if kind == "garbage":
        model.write_bytes(b"this is no model" * 99)
    else:
        gguf_models.build(model, blocks=0)  # llama.cpp aborts on a model without layers
    before = session.board
    with pytest.raises(StudioError) as told, work.staged(session, plan.serve):
        work.until_done(session, plan.order(session, model))
    sentence = str(told.value)
    assert "bad.gguf" in sentence
    assert "Traceback" not in sentence
    assert sentence.endswith((".", "log."))
    assert session.board == before
    assert len(session.queue.jobs.jobs("failed")) == 1  # the other scene is not tried
    assert session.queue.orders() == []


def test_orders_that_nobody_can_serve_are_said(session: Session, tmp_path: Path) -> None:
    with pytest.raises(StudioError, match=r"no model file .*none\.gguf"):
        plan.order(session, tmp_path / "none.gguf")
    model = tmp_path / "model.gguf"
    model.write_bytes(b"GGUF")
    with pytest.raises(StudioError, match="no scenes to plan"):
        plan.order(session, model, scenes=())
    with pytest.raises(StudioError, match="not in the film any more"):
        plan.order(session, model, shot="nobody")


def test_shots_outside_a_selection_are_passed_over(session: Session, tmp_path: Path) -> None:
    plan.set_script(session, SCRIPT + "\nA cat sleeps.\n")
    plan.again(session, session.board.script)
    dog, cat = session.board.scenes[1].shots
    start = session.board.script.index("cat")
    model = tmp_path / "model.gguf"
    model.write_bytes(b"GGUF")
    order = plan.ask(session, scope.selection(session.board, start, start + 3), model)
    program = plan.Planning(session, order)
    task = program.next(())
    assert task is not None
    assert isinstance(task.request, api.Plan)
    assert task.shots == (cat.id,)
    assert [shot.locked for shot in task.request.scene.shots] == [frozenset("*"), frozenset()]
    session.edit("Longer", lambda board: shot_edits.set_length(board, dog.id, 99))
    asked = task.request.scene
    planned = (asked.shots[0], replace(asked.shots[1], size="CU"))
    job = Job("job", order.id, "plan")
    program.heard(job, api.ScenePlanned("job", replace(asked, shots=planned), (), (), True))
    after = session.board.scenes[1].shots
    assert (after[0].length, after[0].locked) == (99, frozenset())  # what a hand did meanwhile
    assert after[1].size == "CU"


def test_words_that_move_while_a_scene_is_planned_are_followed(
    session: Session, tmp_path: Path
) -> None:
    program, order = planning(session, tmp_path)
    park = session.board.scenes[1]
    task = program.next([park.shots[0].id])
    assert task is not None
    plan.set_script(session, "A bell rings.\n\n" + SCRIPT.replace("right.\n", "right, fast.\n"))
    dog = replace(park.shots[0], size="CU")
    job = Job("job", order.id, "plan")
    program.heard(job, api.ScenePlanned("job", replace(park, shots=(dog,)), (), (), True))
    after = session.board.shots[-1]
    assert after.size == "CU"
    assert after.stale
    words = session.board.script[after.stretch.start : after.stretch.end]
    assert words == "A dog runs from left to right, fast."


def test_a_director_begins_with_the_rules_where_the_script_went_on(
    session: Session, tmp_path: Path
) -> None:
    plan.set_script(session, SCRIPT.replace("A dog runs", "A cat runs"))
    before = session.board
    model = tmp_path / "model.gguf"
    model.write_bytes(b"GGUF")
    order = plan.ask(session, scope.film(before), model, note="closer")
    assert session.board.shots[-1].action.startswith("A cat runs")
    program = plan.Planning(session, order)
    task = program.next([session.board.shots[-1].id])
    assert task is not None
    assert isinstance(task.request, api.Plan)
    planned = replace(task.request.scene.shots[0], size="ECU")
    scene = replace(task.request.scene, shots=(planned,))
    job = Job("job", order.id, "plan")
    program.heard(job, api.ScenePlanned("job", scene, (), (), True))
    assert session.board.shots[-1].size == "ECU"
    session.undo()  # the rules' shots and the director's are one step
    assert session.board == before
    again = plan.ask(session, scope.film(session.board), model)
    assert again.what["seed"] != order.what["seed"]  # another plan, not the same once more
