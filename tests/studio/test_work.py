"""Work without a window: stages come and go, orders end, each shot plays its best take."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from studio import render, standing, work
from studio.errors import StudioError
from studio.session import Session
from tests.studio import toy_films
from tests.studio.toy_films import Toys, changed, mirrored, staged


@pytest.fixture
def toys(tmp_path: Path) -> Iterator[Toys]:
    with toy_films.toys(tmp_path / "toys") as toys:
        yield toys


@pytest.fixture
def session(tmp_path: Path) -> Iterator[Session]:
    with Session.new(tmp_path / "film", staged(1, 8)) as session:
        yield session


def take(session: Session, level: int, colour: bytes, ticks: int = 4, fits: bool = False) -> str:
    """A take of shot s0 with one picture for each tick. Gives the last picture's hash."""
    hashes = [session.bin.put_bytes(colour + bytes([n]), ".png") for n in range(ticks)]
    slate = {"family": "toy", "fingerprint": "f", "steps": 2, "shot_key": "another"}
    if fits:
        slate["shot_key"] = standing.shot_key(
            session.board, "s0", family="toy", fingerprint="f", steps=2
        )
    session.add_take("s0", level, dict(enumerate(hashes)), slate)
    return hashes[-1]


def shown(session: Session, level: str = "final", tick: int = 3) -> str | None:
    file = work.pictures(session, level)("s0", tick)
    return Path(file).stem if file else None


def test_the_take_that_plays_is_circled_else_highest_else_fitting_else_newest(
    session: Session,
) -> None:
    assert shown(session) is None
    layout = take(session, 0, b"layout")
    assert shown(session) == layout
    old = take(session, 9, b"old", fits=True)
    take(session, 9, b"new")
    assert shown(session) == old
    assert shown(session, "layout") == old  # the layout is that of another board
    fresh = take(session, 0, b"fresh", fits=True)
    assert shown(session, "layout") == fresh
    assert shown(session) == old
    circled = session.takes.of_shot("s0")[0]
    session.edit("Circle", lambda board: changed(board, "s0", circled=circled.id))
    assert shown(session) == layout


def test_a_take_with_holes_plays_only_as_keyframes(session: Session) -> None:
    last = take(session, 1, b"key", ticks=2)
    assert shown(session) is None
    assert shown(session, "keyframes") == last  # it stands until the next
    assert shown(session, "keyframes", 0) != last


def test_a_stage_that_leaves_is_asked_nothing_more(toys: Toys, session: Session) -> None:
    with work.staged(session, render.serve) as troupe:
        (first,) = troupe.stages
        work.until_done(session, render.order(session, by=toys.recipe))
        assert first.pid
    session.edit("Mirror", lambda board: mirrored(board, "s0"))
    with work.staged(session, render.serve):
        work.until_done(session, render.order(session, by=toys.recipe))
    assert first.pid == 0
    assert len(toys.made) == 2
    assert session.listeners == []


def test_a_queue_that_stands_still_says_why(toys: Toys, session: Session) -> None:
    with work.staged(session, render.serve):
        order = render.order(session, by=toys.recipe)
        session.queue.pause("Only 9 MB are left.")
        with pytest.raises(StudioError, match="Only 9 MB are left"):
            work.until_done(session, order)
        session.queue.resume()
        work.until_done(session, order)
    assert session.queue.orders() == []


def test_other_orders_stay_in_the_line(toys: Toys, session: Session) -> None:
    session.queue.programs["sing"] = lambda order: pytest.fail("nobody asked for it")
    song = session.queue.order("sing", {})
    del session.queue.programs["sing"]
    with work.staged(session, render.serve):
        work.until_done(session, render.order(session, by=toys.recipe))
    assert [order.id for order in session.queue.orders()] == [song.id]


def test_the_film_s_state_is_that_of_its_pictures(session: Session, toys: Toys) -> None:
    board, by = session.board, toys.recipe
    state = standing.film_state(board, by, "f")
    for same in (
        replace(board, title="Other", script="INT."),
        changed(board, "s0", notes="n", takes=("t",), circled="t", stale=True, label="9"),
    ):
        assert standing.film_state(same, by, "f") == state
    for other in (mirrored(board, "s0"), replace(board, seed=6)):
        assert standing.film_state(other, by, "f") != state
    assert standing.film_state(board, replace(by, steps=9), "f") != state
    assert standing.film_state(board, by, "g") != state
