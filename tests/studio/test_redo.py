"""Bridges, shots that continue, subjects made again: through the real queue and stage."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from engine import schedule
from engine.spans import Slot
from storyboard import staging
from storyboard.edits import joins, shots
from storyboard.edits.ids import new_id
from studio import redo, work
from studio import render as rendering
from studio.errors import StudioError
from studio.session import Session
from studio.takes import Take
from tests.studio import toy_films
from tests.studio.toy_films import Toys, mirrored, staged


@pytest.fixture(scope="module")
def film(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Session, Toys]]:
    """Three shots of two seconds, finished; the tests add to them, one after the other."""
    folder = tmp_path_factory.mktemp("tools")
    with (
        toy_films.toys(folder / "toys") as toys,
        Session.new(folder / "film", staged(3, 48)) as session,
    ):
        toys.render(session)
        yield session, toys


def playing(session: Session, shot: str) -> Take:
    take = session.takes.best(session.board, shot)
    assert take is not None
    return take


def pixels(session: Session, hash: str) -> np.ndarray:
    path = session.bin.path(hash)
    assert path
    with Image.open(path) as picture:
        return np.asarray(picture.convert("RGB"))


def last(session: Session, shot: str) -> int:
    return schedule.ticks(session.board.shot(shot).length) - 1


def make_again(session: Session, toys: Toys, shot: str, subject: str) -> Take:
    with work.staged(session, rendering.serve):
        work.until_done(session, redo.order(session, shot, subject, toys.recipe))
    return playing(session, shot)


def test_only_the_box_of_who_is_made_again_changes(film: tuple[Session, Toys]) -> None:
    session, toys = film
    before = playing(session, "s1")
    other = {shot: playing(session, shot).id for shot in ("s0", "s2")}
    after = make_again(session, toys, "s1", "bo")
    assert session.board.shot("s1").circled == after.id != before.id
    assert session.takes.fits(session.board, after)
    assert after.frames.keys() == before.frames.keys()
    changed = 0
    cues = {cue.frame // 2: cue for cue in staging.cues(session.board, "s1", range(0, 48, 2))}
    for tick, hash in after.frames.items():
        old, new = pixels(session, before.frames[tick]), pixels(session, hash)
        rows, columns = np.nonzero((old != new).any(-1))
        changed += len(rows)
        (box,) = (one.box for one in cues[tick].subjects if one.id == "bo")
        if len(rows):  # the box, what is drawn of it, the margin and the soft edge
            assert columns.min() / 64 > box.x0 - 0.25
            assert columns.max() / 64 < box.x1 + 0.25
    assert changed
    assert {shot: playing(session, shot).id for shot in other} == other
    session.undo()  # to choose the old take, or to undo
    assert playing(session, "s1").id == before.id
    session.redo()
    assert playing(session, "s1").id == after.id
    session.edit("Choose", lambda board: shots.circle(board, "s1", before.id))
    assert playing(session, "s1").id == before.id


def test_a_second_time_somebody_looks_another_way_again(film: tuple[Session, Toys]) -> None:
    session, toys = film
    first = make_again(session, toys, "s0", "ann")
    second = make_again(session, toys, "s0", "ann")
    assert first.id != second.id
    assert (first.slate["redo"]["turn"], second.slate["redo"]["turn"]) == (1, 2)
    assert second.slate["redo"]["of"] == first.id


def test_who_cannot_be_made_again_is_told_why(film: tuple[Session, Toys]) -> None:
    session, toys = film
    with pytest.raises(StudioError, match=r"cy has no box in this shot\."):
        redo.order(session, "s0", "cy", toys.recipe)
    session.edit("Turn", lambda board: mirrored(board, "s2"))
    with pytest.raises(StudioError, match="edited since"):
        redo.order(session, "s2", "cy", toys.recipe)
    session.undo()


def test_a_bridge_goes_from_the_last_frame_to_the_first(film: tuple[Session, Toys]) -> None:
    session, toys = film
    stand = {shot: playing(session, shot).id for shot in ("s0", "s1", "s2")}
    session.edit("Bridge", lambda board: joins.bridge(board, "s1", 60))
    bridge = joins.bridge_after(session.board, "s1")
    assert bridge is not None
    _, fresh = toys.render(session)
    assert {window.slate["slots"][1][0] for window in fresh} == {bridge.id}
    take = playing(session, bridge.id)
    assert sorted(take.frames) == list(range(30))
    ends = [
        ("s1", last(session, "s1"), playing(session, "s1").frames[last(session, "s1")]),
        ("s2", 0, playing(session, "s2").frames[0]),
    ]
    assert [tuple(end) for end in take.slate["ends"]] == ends  # bit for bit
    plan = schedule.plan(session.board, [bridge.id], kept=stand)
    assert plan.given == {Slot("s1", last(session, "s1")), Slot("s2", 0)}
    assert len(fresh) == plan.calls == 4  # one over all of it, three between
    assert {shot: playing(session, shot).id for shot in stand} == stand
    _, again = toys.render(session)
    assert not again


def test_a_bridge_is_asked_for_again_when_an_end_is_another(film: tuple[Session, Toys]) -> None:
    session, toys = film
    bridge = joins.bridge_after(session.board, "s1")
    assert bridge is not None
    before = playing(session, bridge.id)
    changed = make_again(session, toys, "s1", "cy")
    end = last(session, "s1")
    assert before.slate["ends"][0][2] != changed.frames[end]
    assert not session.takes.fits(session.board, before)
    toys.render(session)
    after = playing(session, bridge.id)
    assert after.slate["ends"][0][2] == changed.frames[end]
    assert session.takes.fits(session.board, after)


def test_a_shot_that_continues_knows_the_very_last_frame(film: tuple[Session, Toys]) -> None:
    session, toys = film
    new = new_id(session.board, "sh")
    before = playing(session, "s2")
    session.edit("Continue", lambda board: joins.continue_shot(board, "s2", 36))
    rendering.serve(session)
    order = rendering.order(session, None, "final", toys.recipe)
    plan = schedule.plan(session.board, {new}, kept=dict(order.what["standing"]))
    needed = {slot for span in plan.windows for slot in span.needed}
    assert Slot("s2", last(session, "s2")) in plan.given & needed
    with work.staged(session, rendering.serve):
        work.until_done(session, order)
    assert playing(session, "s2").id == before.id  # what it goes on from stays
    assert sorted(playing(session, new).frames) == list(range(18))


def test_in_a_film_of_keyframes_a_bridge_holds_the_pictures_of_its_ends(tmp_path: Path) -> None:
    with Session.new(tmp_path / "film", staged(2, 24)) as session:
        hashes = [session.bin.put_bytes(bytes([k]), ".png") for k in range(3)]
        session.add_take("s0", 1, {0: hashes[0], 11: hashes[1]}, {})
        session.add_take("s1", 1, {0: hashes[2]}, {})
        session.edit("Bridge", lambda board: joins.bridge(board, "s0", 12))
        made = joins.bridge_after(session.board, "s0")
        assert made is not None
        source = work.pictures(session, "keyframes")
        found = [Path(source(made.id, tick) or "").stem for tick in range(6)]
        assert found == [hashes[1]] * 3 + [hashes[2]] * 3
        assert work.pictures(session)(made.id, 0) is None
        rendering.serve(session)  # it has no keyframes of its own to ask for
        assert made.id not in rendering.order(session, None, "keyframes").what["asked"]
