"""Drafts and checkups: half the drawings, a look at what is finished, a keyframe asked for."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from engine import families, schedule
from engine.spans import Slot
from storyboard.edits import shots
from studio import checkup, keyframes, recipes, settings, work
from studio import render as rendering
from studio.recipes import Recipe
from studio.session import Session
from studio.takes import Take
from tests.engine import toy_family
from tests.studio import toy_films
from tests.studio.toy_films import Toys, staged


@pytest.fixture(scope="module")
def film(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Session, Toys]]:
    folder = tmp_path_factory.mktemp("presets")
    looked = replace(toy_family.CARD, looked=True)
    with toy_films.toys(folder / "toys") as toys, pytest.MonkeyPatch.context() as patch:
        patch.setitem(families.CARDS, "toy", looked)  # type: ignore[arg-type]
        with Session.new(folder / "film", staged(2, 50)) as session:
            yield session, toys


def render(session: Session, by: Recipe) -> int:
    """Render all of it; how many windows were made."""
    before = session.project.rows("SELECT COUNT(*) AS n FROM windows")[0]["n"]
    with work.staged(session, rendering.serve):
        work.until_done(session, rendering.order(session, None, "final", by))
    return int(session.project.rows("SELECT COUNT(*) AS n FROM windows")[0]["n"]) - before


def playing(session: Session, shot: str) -> Take:
    take = session.takes.best(session.board, shot)
    assert take is not None
    return take


def test_a_draft_has_half_the_drawings_each_for_twice_as_long(film: tuple[Session, Toys]) -> None:
    session, toys = film
    draft = replace(toys.recipe, preset="draft")
    made = render(session, draft)
    assert made == schedule.plan(session.board, on=4).calls < schedule.plan(session.board).calls
    take = playing(session, "s0")
    assert sorted(take.frames) == list(range(25))
    assert len(set(take.frames.values())) == 13
    assert all(take.frames[k] == take.frames[k + 1] for k in range(0, 24, 2))
    assert take.slate["preset"] == "draft"
    assert session.takes.fits(session.board, take)
    assert render(session, draft) == 0


def test_the_fine_take_plays_and_needs_no_draft(film: tuple[Session, Toys]) -> None:
    session, toys = film
    assert render(session, toys.recipe)
    fine = playing(session, "s0")
    assert len(set(fine.frames.values())) == 25
    assert "preset" not in fine.slate
    draft = replace(toys.recipe, preset="draft")
    order = rendering.order(session, None, "final", draft)
    assert order.what["shots"] == []
    session.queue.cancel(order.id)
    assert playing(session, "s0").id == fine.id


def test_every_finished_take_was_looked_at_gap_by_gap(film: tuple[Session, Toys]) -> None:
    session, _ = film
    with Session.open(session.path, read_only=True) as again:  # kept with the take
        take = again.takes.best(again.board, "s1")
        found = checkup.gaps(again.board, take)
    assert tuple((gap.start, gap.end) for gap in found) == schedule.gaps(session.board, "s1")
    assert all(0 <= gap.score <= 1 for gap in found)
    for gap in checkup.wrong(session.board, take):
        assert gap.sentence.endswith(".")
        assert 0 <= gap.frame < 50


def test_a_keyframe_that_is_asked_for_is_made_before_the_time_around_it(
    film: tuple[Session, Toys],
) -> None:
    session, toys = film
    tick = 6
    assert tick not in schedule.keyed(session.board, "s1")
    before = playing(session, "s1")
    session.edit("Ask", lambda board: shots.ask_keyframe(board, "s1", 2 * tick))
    assert not session.takes.fits(session.board, before)
    plan = schedule.plan(session.board)
    assert Slot("s1", tick) in {slot for span in plan.levels[0].windows for slot in span.made}
    assert Slot("s1", tick) not in plan.pinned
    assert render(session, toys.recipe)
    after = playing(session, "s1")
    assert session.takes.fits(session.board, after)
    standing = {one.frame: one for one in keyframes.of_shot(session, "s1")}
    assert standing[2 * tick].asked
    assert standing[2 * tick].picture == after.frames[tick]
    assert session.pictures() == {}


def test_a_preset_is_a_setting_that_recipes_follow(tmp_path: Path) -> None:
    chosen = settings.changed(settings.Settings(), "preset", "draft")
    draft, fine = recipes.recipe("final", chosen), recipes.recipe("final", settings.Settings())
    assert (draft.on, fine.on) == (4, 2)
    assert draft.stills.family == families.DRAFT
    assert fine.stills.family == "papercut"
    assert draft.fingerprint() != fine.fingerprint()
    assert draft.said == ""
    assert recipes.recipe("layout", chosen).on == 2
