"""Cells tell the truth about every window: made, running, stale, failed; also after a restart."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from engine import schedule
from storyboard.board import Board
from storyboard.edits import joins, shots
from studio import render, work
from studio.cells import Cell, Cells, fill
from studio.jobs import Job
from studio.session import Session
from tests.studio import toy_films
from tests.studio.toy_films import Toys, mirrored, staged


@pytest.fixture
def toys(tmp_path: Path) -> Iterator[Toys]:
    with toy_films.toys(tmp_path / "toys") as toys:
        yield toys


@pytest.fixture
def session(tmp_path: Path) -> Iterator[Session]:
    with Session.new(tmp_path / "film", staged(3)) as session:
        yield session


def levels(cells: Cells, shot: str) -> list[int]:
    return [cell.level for cell in cells.of(shot)]


def publish(session: Session, shot: str, level: int, ticks: range | list[int]) -> None:
    """A take as if it had been rendered, of pictures that need not be there."""
    session.add_take(shot, level, {tick: f"{tick:064x}" for tick in ticks}, {})


def test_a_shot_has_a_cell_for_every_window_of_its_finest_level(session: Session) -> None:
    cells = Cells(session).of("s0")  # 80 frames are 40 ticks: three windows of 16
    assert [(cell.start, cell.end) for cell in cells] == [(0, 13), (13, 26), (26, 40)]
    assert {cell.level for cell in cells} == {0}


def test_a_short_shot_is_one_cell(session: Session) -> None:
    session.edit("Shorten", lambda board: shots.set_length(board, "s0", 8))
    assert Cells(session).of("s0") == (Cell(0, 4),)


def test_shots_without_a_cut_share_their_windows(session: Session) -> None:
    session.edit("Continue", lambda board: joins.set_join(board, "s0", "continuous"))
    session.edit("Shorten", lambda board: shots.set_length(board, "s0", 60))
    cells = Cells(session)
    first, second = cells.of("s0"), cells.of("s1")
    assert first[0].start == second[0].start == 0
    assert (first[-1].end, second[-1].end) == (30, 40)
    assert len(first) + len(second) == 6  # five windows over 70 ticks, one of them in both


def test_keyframes_in_betweens_and_final_are_told_by_the_drawings_there(session: Session) -> None:
    session.edit("Lengthen", lambda board: shots.set_length(board, "s0", 600))
    cells = Cells(session)
    count = len(cells.of("s0"))
    coarse, middle, fine = schedule.rows(300)
    for level, ticks, expected in ((1, coarse, 1), (9, middle, 2), (9, fine, 3)):
        with Session.new(session.path.with_name(f"film{len(ticks)}"), session.board) as other:
            publish(other, "s0", level, ticks)
            found = Cells(other).of("s0")
            fresh = {replace(cell, stale=False).level for cell in found}
            assert (len(found), fresh) == (count, {expected})


def test_an_animatic_take_fills_nothing(session: Session) -> None:
    publish(session, "s0", 0, range(40))
    assert levels(Cells(session), "s0") == [0, 0, 0]


def test_a_rendered_film_is_final_and_an_edit_makes_its_shot_stale(
    session: Session, toys: Toys
) -> None:
    cells = Cells(session)
    toys.render(session)
    assert all(levels(cells, shot.id) == [3, 3, 3] for shot in session.board.shots)
    assert fill(cells.of("s0")) == 1.0
    session.edit("Mirror", lambda board: mirrored(board, "s1"))
    assert [(cell.level, cell.stale) for cell in cells.of("s1")] == [(3, True)] * 3
    assert not any(cell.stale for cell in cells.of("s0"))
    session.undo()
    assert not any(cell.stale for cell in cells.of("s1"))


def test_cells_fill_as_windows_finish_and_keep_what_was_made_when_cancelled(
    session: Session, toys: Toys
) -> None:
    cells, seen, shares = Cells(session), set(), set()
    with work.staged(session, render.serve):
        order = render.order(session, None, "final", toys.recipe)
        while not any(3 in levels(cells, id) for id in ("s0", "s1", "s2")):
            session.pump()
            for id in ("s0", "s1", "s2"):
                seen.add(tuple(levels(cells, id)))
                shares |= {cell.running for cell in cells.of(id)} - {None}
        session.queue.cancel(order.id)
        while not session.queue.is_idle:
            session.pump()
    assert (1, 1, 1) in seen
    assert shares
    half = [levels(cells, id) for id in ("s0", "s1", "s2")]
    assert any(3 in row for row in half)
    assert not any(cell.running for id in ("s0", "s1", "s2") for cell in cells.of(id))


def test_windows_of_work_that_waits_are_there_after_a_restart(tmp_path: Path, toys: Toys) -> None:
    with Session.new(tmp_path / "film", staged(3)) as session:
        cells = Cells(session)
        with work.staged(session, render.serve):
            render.order(session, None, "final", toys.recipe)
            while not any(3 in levels(cells, id) for id in ("s0", "s1", "s2")):
                session.pump()
            session.queue.pause()
            while session.pump():
                pass
        before = [levels(cells, id) for id in ("s0", "s1", "s2")]
    with Session.open(tmp_path / "film.longtake") as session:
        assert [levels(Cells(session), id) for id in ("s0", "s1", "s2")] == before


def test_a_failure_shows_at_its_cell_until_the_shot_is_asked_for_again(
    session: Session, toys: Toys
) -> None:
    cells = Cells(session)
    render.serve(session)
    job = Job(
        "j1", "o1", "render", "shot", "running", windows={"k": (2, (1, 2))}, shots=("s1",),
        facts={"slate": {"slots": [["s1", 26], ["s1", 30], ["s1", 31], ["s1", 39]]}},
    )  # fmt: skip
    job = session.queue.jobs.start(job)
    session.tell("job_changed", replace(job, done=3, of=6, unit="step"))
    assert [cell.running for cell in cells.of("s1")] == [None, None, 0.5]
    session.queue.keep(replace(job, state="failed", sentence="It broke."))
    assert [cell.failed for cell in cells.of("s1")] == [False, False, True]
    assert [cell.failed for cell in Cells(session).of("s1")] == [False, False, True]
    render.order(session, ["s1"], "final", toys.recipe)
    assert not any(cell.failed for cell in cells.of("s1"))


def test_only_what_changed_is_worked_out_again_and_a_little_at_a_time(tmp_path: Path) -> None:
    board: Board = staged(60)
    with Session.new(tmp_path / "film", board) as session:
        cells = Cells(session)
        assert cells.peek("s7") == ()
        assert cells.work(1.0) == ["s7"]
        assert len(cells.peek("s7")) == 3
        for shot in board.shots:
            cells.peek(shot.id)
        assert cells.work(0.0) == []
        assert cells.is_waiting
        assert len(cells.work(10.0)) == 59
        session.edit("Longer", lambda board: shots.set_length(board, "s7", 120))
        assert cells.work(1.0) == ["s7"]
        session.edit("Note", lambda board: shots.set_shot(board, "s8", notes="Look"))
        assert cells.work(1.0) == []


def test_in_haste_a_touched_take_is_taken_for_stale_and_looked_at_afterwards(
    session: Session, toys: Toys
) -> None:
    toys.render(session, {"s0"})
    cells = Cells(session)
    cells.of("s0")
    session.edit("Mirror", lambda board: mirrored(board, "s0"))
    session.undo()
    assert cells.work(1.0, hasty=True) == ["s0"]
    assert all(cell.stale for cell in cells.peek("s0"))
    assert cells.is_waiting
    assert cells.work(1.0) == ["s0"]
    assert not any(cell.stale for cell in cells.peek("s0"))
    assert not cells.is_waiting
