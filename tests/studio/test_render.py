"""Films through the real session, queue and stage: made once, made again only where edited."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image

from engine import schedule
from storyboard.board import Board, Keyframe, Layout
from storyboard.edits import shots as shot_edits
from studio import render, rendering, standing, work
from studio.errors import StudioError
from studio.jobs import Order
from studio.queue import Task
from studio.session import Session
from tests.studio import toy_films
from tests.studio.toy_films import Toys, changed, frames, mirrored, staged


@pytest.fixture
def toys(tmp_path: Path) -> Iterator[Toys]:
    with toy_films.toys(tmp_path / "toys") as toys:
        yield toys


def session_of(board: Board, folder: Path, name: str = "film") -> Session:
    return Session.new(folder / name, board)


def picture(file: Path, seed: int = 1) -> Path:
    noise = np.random.default_rng(seed).integers(0, 255, (36, 64, 3), np.uint8)
    Image.fromarray(noise).save(file)
    return file


def test_a_film_becomes_whole_takes_with_shared_boundaries(toys: Toys, tmp_path: Path) -> None:
    board = staged(4)
    with session_of(board, tmp_path) as session:
        order, fresh = toys.render(session)
        plan = schedule.plan(board)
        assert len(fresh) == plan.calls == len(set(toys.made)) == len(toys.made)
        ended = session.queue.jobs.order(order.id)
        assert (ended.state, ended.done, ended.of) == ("done", plan.calls, plan.calls)
        takes = [session.takes.best(board, shot.id) for shot in board.shots]
        made = {(take.shot, k): hash for take in takes if take for k, hash in take.frames.items()}
        assert len(made) == len(set(made.values())) == 4 * 40  # no picture twice at a seam
        by_key = {window.key: window for window in fresh}
        spans = spans_by_key(session, order)
        for span in plan.windows:
            window = by_key[spans[span.name]]
            for at, slot in enumerate(span.slots):  # what it made is the film's, bit for bit
                if at in span.wanted:
                    assert window.frames[at] == made[slot.shot, slot.tick]
        for level in plan.levels[1:]:
            for left, right in zip(level.windows, level.windows[1:]):
                if left.shots == right.shots:  # neighbours share one frame, that neither made
                    assert left.slots[-1] == right.slots[0]
                    assert set(left.slots) & set(right.slots) == {left.slots[-1]}
                    assert {len(left.slots) - 1} <= left.known
                    assert 0 in right.known


def spans_by_key(session: Session, order: Order) -> dict[str, str]:
    """Span name -> window key, of a film that is finished."""
    program = rendering.Rendering(session, order)
    keys = {}
    windows = program._window

    def noted(span: schedule.Span):  # type: ignore[no-untyped-def]
        window = windows(span)
        keys[span.name] = window.key
        return window

    program._window = noted  # type: ignore[method-assign]
    assert not any(program.to_make())
    return keys


def test_editing_one_shot_of_twelve_makes_only_what_depends_on_it(
    toys: Toys, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with session_of(staged(), tmp_path) as session:
        _, first = toys.render(session)
        before = frames(session)
        session.edit("Mirror", lambda board: mirrored(board, "s5"))
        cost = render.estimate(session, by=toys.recipe)
        _, fresh = toys.render(session)
        after = frames(session)
    print(f"windows: film {len(first)}, after editing one shot of twelve {len(fresh)}")
    assert "after editing one shot of twelve 4" in capsys.readouterr().out
    assert (len(first), len(fresh), cost.windows, cost.shots, cost.standing) == (40, 4, 4, 1, 11)
    assert [w.level for w in fresh] == [1, 2, 2, 2]
    assert {id for id in before if before[id] != after[id]} == {"s5"}
    assert not set(before["s5"].values()) & set(after["s5"].values())


def test_what_changes_no_picture_makes_nothing(toys: Toys, tmp_path: Path) -> None:
    with session_of(staged(6), tmp_path) as session:
        toys.render(session)
        before, count = frames(session), len(toys.made)
        assert toys.render(session)[1] == []
        session.edit("Note", lambda board: changed(board, "s2", notes="warmer"))
        session.edit("Move", lambda board: shot_edits.move_shots(board, ["s5"], "c3", "s3"))
        assert [shot.id for shot in session.board.shots][3:] == ["s5", "s3", "s4"]
        assert toys.render(session)[1] == []
        session.edit("Mirror", lambda board: mirrored(board, "s1"))
        toys.render(session)
        assert frames(session)["s1"] != before["s1"]
        session.undo()
        assert toys.render(session)[1] == []
        # the older take, which fits
        stand = standing.takes(session, toys.recipe, toys.recipe.fingerprint(), 1)
        assert stand["s1"].frames == before["s1"]
        assert frames(session) == before
        assert len(toys.made) == count + 4


def test_a_film_in_parts_is_the_film_in_one(toys: Toys, tmp_path: Path) -> None:
    board = staged(6)
    with session_of(board, tmp_path, "whole") as session:
        toys.render(session)
        whole, count = frames(session), len(toys.made)
    with session_of(board, tmp_path, "parts") as session:
        toys.render(session, {"s3"})
        toys.render(session, level="keyframes")
        toys.render(session, {"s0", "s1"})
        toys.render(session)
        assert frames(session) == whole
    assert len(toys.made) == 2 * count


def test_keyframes_come_first_and_the_final_film_keeps_them(toys: Toys, tmp_path: Path) -> None:
    with session_of(changed(staged(3), "s1", length=20), tmp_path) as session:
        _, fresh = toys.render(session, level="keyframes")
        assert {w.level for w in fresh} == {1}
        keyframes = {s.id: dict(session.takes.of_shot(s.id)[0].frames) for s in session.board.shots}
        assert set(keyframes["s0"]) == {0, 13, 26, 39}
        held = work.pictures(session, "keyframes")
        assert held("s0", 12) == held("s0", 0) != held("s0", 13)
        assert work.pictures(session)("s0", 0) is None  # no film yet
        session.edit("Mirror", lambda board: mirrored(board, "s2"))
        _, fresh = toys.render(session, level="keyframes")
        assert [w.level for w in fresh] == [1]
        _, fresh = toys.render(session)
        assert {w.level for w in fresh} == {2}
        final = frames(session)
        for id in ("s0", "s1"):
            assert {k: final[id][k] for k in keyframes[id]} == keyframes[id]
        assert {take.level for take in session.takes.of_shot("s1")} == {1, 9}
        cost = render.estimate(session, by=toys.recipe)
        assert (cost.windows, cost.standing) == (0, 3)


def test_pinned_pictures_arrive_unchanged(toys: Toys, tmp_path: Path) -> None:
    board = changed(changed(staged(3), "s1", length=2), "s2", length=3)
    with session_of(board, tmp_path) as session:
        pins = {
            (id, tick): session.pin_keyframe(id, 2 * tick, picture(tmp_path / f"{id}{tick}.png", n))
            for n, (id, tick) in enumerate([("s0", 5), ("s0", 0), ("s1", 0), ("s2", 0), ("s2", 1)])
        }
        toys.render(session)
        found = frames(session)
        assert {(id, tick): found[id][tick] for id, tick in pins} == pins
        assert "missing" not in {hash for shot in found.values() for hash in shot.values()}
        assert session.takes.best(session.board, "s1") is not None  # no window, and yet a take
        assert toys.render(session)[1] == []


def test_sheets_plates_and_keyframes_reach_the_request(toys: Toys, tmp_path: Path) -> None:
    with session_of(staged(3), tmp_path) as session:
        sheet = session.set_sheet("bo", picture(tmp_path / "bo.png", 1))
        plate = session.set_plate("p0", picture(tmp_path / "p0.png", 2))
        pin = session.pin_keyframe("s0", 0, picture(tmp_path / "pin.png", 3))
        program = program_of(session, toys)
        task = program.next(())
        assert isinstance(task, Task)
        request = task.request
        assert {hash: Path(file).stem for hash, file in request.pictures.items()} == {
            sheet: sheet,
            plate: plate,
        }
        window = request.windows[0]
        known = {(window.cues[at].shot, window.cues[at].frame) for at in window.known}
        assert known == {("s0", 0)}
        assert [Path(file).stem for file in window.known.values()] == [pin]
        path = session.bin.path(sheet)
        assert path is not None
        path.unlink()
        with pytest.raises(StudioError, match=r"sheet of bo is not in film\.bin any more\. Choose"):
            program_of(session, toys).next(())


def program_of(session: Session, toys: Toys) -> rendering.Rendering:
    render.serve(session)
    return rendering.Rendering(session, render.order(session, by=toys.recipe))


def test_a_take_that_lacks_a_keyframe_is_no_memory(toys: Toys, tmp_path: Path) -> None:
    with session_of(staged(6), tmp_path) as session:
        toys.render(session, {"s0"})
        take = session.takes.of_shot("s0")[0]
        torn = {tick: hash for tick, hash in take.frames.items() if tick != 0}
        session.takes.add("s0", 9, torn, take.slate)
        session.edit("Mirror", lambda board: mirrored(board, "s1"))
        toys.render(session, {"s1", "s3"})
        assert "missing" not in frames(session)["s3"].values()


def test_what_is_looked_at_comes_first_and_each_window_once(toys: Toys, tmp_path: Path) -> None:
    with session_of(staged(6), tmp_path) as session:
        toys.render(session, level="keyframes")
        program = program_of(session, toys)
        tasks: list[Any] = []
        while task := program.next(("s4",) if len(tasks) < 5 else ("s2",)):
            if task != "later":
                tasks.append(task)
        assert set(Counter(task.name for task in tasks).values()) == {1}
        assert [task.shots[0] for task in tasks] == [
            *3 * ["s4"], *2 * ["s0"], *3 * ["s2"], "s0", *3 * ["s1"], *3 * ["s3"], *3 * ["s5"]
        ]  # fmt: skip


def test_a_family_that_fails_costs_one_sentence_and_the_rest_is_kept(
    toys: Toys, tmp_path: Path
) -> None:
    (toys.folder / "toy.json").write_text('{"faults": {"s11": "world"}}')
    with session_of(staged(), tmp_path) as session:
        with pytest.raises(StudioError, match="The toy box is empty"):
            toys.render(session)
        kept = len(toys.made)
        assert kept > 0
        finished = [s.id for s in session.board.shots if session.takes.of_shot(s.id)]
        assert finished
        assert "s11" not in finished
        for id in finished:  # none is published with a hole
            assert set(session.takes.of_shot(id)[0].frames) == set(range(40))


def test_a_family_that_only_fails_is_not_asked_for_every_window(toys: Toys, tmp_path: Path) -> None:
    faults = ", ".join(f'"s{n}": "world"' for n in range(39))
    (toys.folder / "toy.json").write_text(f'{{"faults": {{{faults}}}}}')
    board = staged(39, 40)
    strangers = tuple(  # with nobody in common no window waits for another
        replace(
            scene,
            place="",
            shots=tuple(replace(s, subjects=(), layout=Layout()) for s in scene.shots),
        )
        for scene in board.scenes
    )
    with session_of(replace(board, scenes=strangers, cast=()), tmp_path) as session:
        with pytest.raises(StudioError, match="The toy box is empty"):
            toys.render(session)
        failed = session.queue.jobs.jobs("failed")
        assert rendering.GIVE_UP <= len(failed) <= rendering.GIVE_UP + 2
        assert render.estimate(session, by=toys.recipe).windows > 10


def test_work_that_waits_is_asked_once_and_overtaken_work_is_cancelled(
    toys: Toys, tmp_path: Path
) -> None:
    with session_of(staged(3), tmp_path) as session:
        render.serve(session)
        first = render.order(session, by=toys.recipe)
        assert render.order(session, by=toys.recipe).id == first.id
        assert render.order(session, {"s1"}, by=toys.recipe).id == first.id
        session.edit("Mirror", lambda board: mirrored(board, "s1"))
        second = render.order(session, by=toys.recipe)
        assert [order.id for order in session.queue.orders()] == [second.id]
        assert session.queue.jobs.order(first.id).state == "cancelled"


def test_unknown_levels_and_empty_films_are_said(toys: Toys, tmp_path: Path) -> None:
    with session_of(Board(), tmp_path) as session:
        with pytest.raises(StudioError, match=r"no level 'keyframe'\. Did you mean keyframes"):
            render.order(session, level="keyframe", by=toys.recipe)
        with pytest.raises(StudioError, match=r"no shots to render\. Plan the script first"):
            render.order(session, by=toys.recipe)


def test_a_film_killed_again_and_again_is_the_film_and_no_window_is_made_twice(
    toys: Toys, tmp_path: Path
) -> None:
    board = staged(6)
    with session_of(board, tmp_path, "calm") as session:
        toys.render(session)
        calm, count = frames(session), len(toys.made)
    (toys.folder / "made.log").unlink()
    (toys.folder / "toy.json").write_text('{"seconds": 0.05}')  # changes the fingerprint, not more
    path = session_of(replace(board), tmp_path, "killed")
    path.close()
    # as soon as it is open, then the moment that so many windows were made: none was told of yet
    for made in (0, 1, count // 2, count - 1, count):
        child = toy_films.start("render", path.path, toys.folder)
        assert child.stdout is not None
        assert child.stdout.readline() == "open\n"
        until = time.monotonic() + 60
        while len(toys.made) < made and time.monotonic() < until:
            time.sleep(0.002)
        child.kill()
        child.wait()
        child.stdout.close()
        assert made <= len(toys.made) <= count
    child = toy_films.start("render", path.path, toys.folder)
    said, _ = child.communicate(timeout=60)
    assert said == "open\ndone\n"
    with Session.open(path.path) as session:
        assert frames(session) == calm
        assert session.queue.orders() == []
    assert len(toys.made) == len(set(toys.made)) == count


def test_an_animatic_is_asked_in_stretches_and_needs_no_other_frame(tmp_path: Path) -> None:
    with session_of(staged(3), tmp_path) as session:
        cost = render.estimate(session, level="layout")
        assert (cost.windows, cost.shots) == (9, 3)
        render.serve(session)
        program = rendering.Rendering(session, render.order(session, level="layout"))
        task = program.next(())
        assert isinstance(task, Task)
        assert task.request.family == "animatic"
        assert (task.request.windows[0].level, dict(task.request.windows[0].known)) == (0, {})


def test_the_board_may_change_while_a_film_is_made(toys: Toys, tmp_path: Path) -> None:
    with session_of(staged(3), tmp_path) as session:
        with work.staged(session, render.serve):
            order = render.order(session, by=toys.recipe)
            while not toys.made:
                session.pump()
            session.edit("Delete", lambda board: shot_edits.delete_shots(board, ["s2"]))
            session.edit("Mirror", lambda board: mirrored(board, "s1"))
            work.until_done(session, order)
        assert [shot.id for shot in session.board.shots] == ["s0", "s1"]
        cost = render.estimate(session, by=toys.recipe)
        assert (cost.shots, cost.standing) == (1, 1)
        assert session.board.shot("s0").keyframes == ()
        session.edit("Pin", lambda b: shot_edits.set_keyframe(b, "s0", Keyframe(0, "ab" * 32)))
        with pytest.raises(StudioError, match=r"keyframe of shot 1A is not in film\.bin any more"):
            toys.render(session)


def test_a_shot_asked_for_again_gets_other_pictures_and_its_neighbours_keep_theirs(
    toys: Toys, tmp_path: Path
) -> None:
    with session_of(staged(3), tmp_path) as session:
        toys.render(session)
        before = frames(session)
        session.edit("Another take", lambda board: shot_edits.vary(board, ["s1"]))
        toys.render(session)
        after = frames(session)
        assert after["s0"] == before["s0"]
        assert after["s2"] == before["s2"]
        assert all(after["s1"][tick] != before["s1"][tick] for tick in before["s1"])
        assert session.takes.best(session.board, "s1").slate["variation"] == 1  # type: ignore[union-attr]
        session.undo()
        assert frames(session)["s1"] == before["s1"]


def test_pinning_a_takes_own_picture_asks_for_nothing_and_another_one_does(
    toys: Toys, tmp_path: Path
) -> None:
    with session_of(staged(2), tmp_path) as session:
        toys.render(session)
        take = session.takes.best(session.board, "s0")
        assert take is not None
        own = Keyframe(6, take.frames[3], "take")
        session.edit("Pin", lambda board: shot_edits.set_keyframe(board, "s0", own))
        assert session.takes.fits(session.board, take)
        assert toys.render(session)[1] == []
        session.pin_keyframe("s0", 6, picture(tmp_path / "other.png", 1))
        assert not session.takes.fits(session.board, take)
        toys.render(session)
        again = session.takes.best(session.board, "s0")
        assert again is not None
        assert again.slate["pinned"] == [3]
        session.edit("Unpin", lambda board: shot_edits.remove_keyframe(board, "s0", 6))
        assert not session.takes.fits(session.board, again)
