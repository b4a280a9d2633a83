"""Windows as long as a family's clips: cells, keyframes, subjects made again, bridges and scores of
a film whose time is filled by twins of 8k + 1 and of 4k + 1 frames, through the real queue.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field, replace
from itertools import pairwise
from pathlib import Path

import pytest
from PIL import Image

from engine import families, schedule
from engine.schedule import Division
from engine.spans import Slot
from storyboard.board import Keyframe
from storyboard.edits import joins, shots
from studio import keyframes, recipes, redo, render, score, settings, work
from studio.cells import FINAL, Cells
from studio.jobs import Order
from studio.session import Session
from studio.takes import Take
from studio.windows import FinishedWindow
from tests.engine import toy_family
from tests.engine.hub import little
from tests.studio.toy_films import staged

CLIPS = replace(toy_family.CARD, name="clips", length=9, makes="spans")
TWINS = {"ltx-video-0.9.8-13b": 8, "wan2.1-flf2v-14b": 13}  # drawings: 8k + 1 at 24, 4k + 1 at 16
LONGEST = 17  # frames of a twin's clip
LENGTH = 60  # frames: 30 drawings


@dataclass
class Divided:
    """A film whose time others fill than make its keyframes, and every window made for it."""

    session: Session
    by: recipes.Recipe
    made: list[FinishedWindow] = field(default_factory=list)
    first: tuple[FinishedWindow, ...] = ()

    @property
    def drawings(self) -> int:
        return families.card(self.by.inbetween).length

    def take(self, shot: str = "s0") -> Take:
        found = self.session.takes.best(self.session.board, shot)
        assert found is not None
        return found

    def render(self, order: Order | None = None) -> list[FinishedWindow]:
        """Serve it until it is done; what was made."""
        self.made.clear()
        work.until_done(self.session, order or render.order(self.session, {"s0"}, by=self.by))
        return list(self.made)


def finest(made: Sequence[FinishedWindow]) -> list[tuple[int, int]]:
    """First and last tick of every window of the finest level of these."""
    level = max(window.level for window in made)
    ticks = [[tick for _, tick in w.slate["slots"]] for w in made if w.level == level]
    return sorted((row[0], row[-1]) for row in ticks)


@contextmanager
def divided(folder: Path, *cards: families.Card) -> Iterator[Divided]:
    """Toys make the keyframes, the first of these families the time between them."""
    with ExitStack() as stack:
        patch = stack.enter_context(pytest.MonkeyPatch.context())
        for name in ("LONGTAKE_CONFIG", "LONGTAKE_DATA"):
            patch.setenv(name, str(folder / name))
        for card in (replace(toy_family.CARD, looked=True), *cards):
            patch.setitem(families.CARDS, card.name, card)  # type: ignore[arg-type]
        session = stack.enter_context(Session.new(folder / "film", staged(2, LENGTH)))
        weights = folder / "toys"
        weights.mkdir()
        by = recipes.Recipe(
            "toy", str(weights), inbetween=cards[0].name, inbetween_weights=str(weights)
        )
        found = Divided(session, by)
        session.listeners.append(
            lambda name, what: found.made.append(what) if name == "window_done" else None
        )
        stack.enter_context(work.staged(session, render.serve))
        yield found


@pytest.fixture(scope="module")
def film(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Divided]:
    """A rendered film by toys; the tests go on with it, one after the other."""
    with divided(tmp_path_factory.mktemp("clips"), CLIPS) as found:
        found.first = tuple(found.render())
        yield found


def looks_right(film: Divided, shot: str, made: Sequence[FinishedWindow]) -> None:
    """Timeline, health and score of a finished shot show the windows that were made."""
    session, windows = film.session, finest(made)
    pins = {pin.frame // 2 for pin in session.board.shot(shot).keyframes}
    health = {row["start"] for row in film.take(shot).slate["health"]}
    assert health == {*(start for start, _ in windows), *pins}
    assert film.take(shot).division == Division(film.drawings, 2, 2)
    assert max(len(window.slate["slots"]) for window in made if window.level > 1) <= film.drawings
    assert len(windows) == -(-29 // (film.drawings - 1)) > 2
    cells = Cells(session).of(shot)
    assert [cell.start for cell in cells] == [start for start, _ in windows]
    assert [cell.end for cell in cells] == [*(start for start, _ in windows[1:]), 30]
    assert {cell.level for cell in cells} == {FINAL}
    reel = next(r for r in score.reels(session)[0].reels if r.name == f"1{'AB'[shot == 's1']}")
    assert reel.seams == tuple(at for _, end in windows[:-1] for at in (end, end + 1))


def test_twins_of_two_frame_rules_fill_a_film_to_a_pinned_keyframe_and_it_is_shown_so(
    tmp_path: Path,
) -> None:
    cards = [little.card(name) for name in TWINS]
    cards = [replace(c, frames=replace(c.frames, most=LONGEST, least=9)) for c in cards]
    tick = 11
    with divided(tmp_path, *map(families.of_hub, cards)) as film:
        Image.new("RGB", (128, 64), "red").save(tmp_path / "red.png")
        for shot, (name, drawings) in zip(("s0", "s1"), TWINS.items()):
            weights = little.build(name, tmp_path / name)
            film.by = replace(film.by, inbetween=name, inbetween_weights=weights, device="cpu")
            assert film.drawings == drawings
            hash = film.session.pin_keyframe(shot, 2 * tick, tmp_path / "red.png")
            made = film.render(render.order(film.session, {shot}, by=film.by))
            assert {w.slate["family"] for w in made if w.level > 1} == {name}
            looks_right(film, shot, made)
            take = film.take(shot)
            assert take.frames[tick] == hash
            assert len(set(take.frames.values())) == 30
            shown = [(one.frame, one.pinned) for one in keyframes.of_shot(film.session, shot)]
            assert shown == [(0, False), (2 * tick, True), (58, False)]


def test_cells_and_seams_are_those_of_the_windows_that_were_made(film: Divided) -> None:
    looks_right(film, "s0", film.first)


def test_a_shot_that_nobody_asked_for_has_the_cells_that_it_would_be_made_in(
    film: Divided,
) -> None:
    cells = Cells(film.session)
    assert len(cells.of("s1")) == 2  # papercut's windows of 16
    chosen = settings.load().model_copy(update={"inbetween": film.by.inbetween})
    settings.save(chosen)
    cells.choose()
    assert len(cells.of("s1")) == len(cells.of("s0"))
    settings.save(settings.Settings())


def test_keyframes_are_those_that_were_made_and_a_pinned_one_is_filled_to_and_kept(
    film: Divided, tmp_path: Path
) -> None:
    session, tick = film.session, 11
    standing = keyframes.of_shot(session, "s0")
    assert [one.frame for one in standing] == [0, 58]  # its ends: others make the time between
    before = dict(film.take().frames)
    keyframes.pin(session, "s0", 2 * tick, "Pin")
    assert session.board.shot("s0").keyframes == (Keyframe(2 * tick, before[tick], "take"),)
    assert film.render() == []  # it shows that already
    Image.new("RGB", (64, 36), "red").save(tmp_path / "red.png")
    hash = session.pin_keyframe("s0", 2 * tick, tmp_path / "red.png")
    fresh = film.render()
    assert film.take().frames[tick] == hash
    pinned = [w for w in fresh if w.level > 1 and ("s0", tick) in w.slate["slots"]]
    assert pinned
    assert all(w.slate["slots"].index(("s0", tick)) not in w.frames for w in pinned)
    assert [(one.frame, one.pinned) for one in keyframes.of_shot(session, "s0")] == [
        (0, False), (2 * tick, True), (58, False),
    ]  # fmt: skip


def test_a_keyframe_that_is_asked_for_is_made_with_the_keyframes_and_shown(film: Divided) -> None:
    session, tick = film.session, 20
    asked = Keyframe(2 * tick, "", "render")
    session.edit("Add", lambda board: shots.set_keyframe(board, "s0", asked))
    fresh = film.render()
    makers = [w for w in fresh for at in w.frames if w.slate["slots"][at] == ("s0", tick)]
    assert [(w.level, w.slate["family"]) for w in makers] == [(1, "toy")]
    shown = {one.frame: one.picture for one in keyframes.of_shot(session, "s0")}
    assert shown[2 * tick] == film.take().frames[tick]


def test_a_subject_is_made_again_in_the_same_windows(film: Divided) -> None:
    session, before = film.session, film.take()
    plan = schedule.plan(session.board, {"s0"}, film.drawings, most=2).windows
    fresh = film.render(redo.order(session, "s0", "ann", film.by))
    spans = {tuple(Slot(*slot) for slot in w.slate["slots"]) for w in fresh if w.level > 1}
    assert spans == {span.slots for span in plan if span.level > 1}
    assert film.take().slate["redo"]["of"] == before.id
    assert film.take().division == before.division


def test_bridges_and_shots_that_go_on_are_filled_in_windows_of_that_length(film: Divided) -> None:
    session = film.session
    film.render(render.order(session, {"s1"}, by=film.by))
    session.edit("Bridge", lambda board: joins.bridge(board, "s0", 44))
    bridge = joins.bridge_after(session.board, "s0")
    assert bridge is not None
    fresh = film.render(render.order(session, {bridge.id}, by=film.by))
    assert {w.slate["family"] for w in fresh} == {film.by.inbetween}
    assert max(len(w.slate["slots"]) for w in fresh) <= film.drawings
    session.edit("Continue", lambda board: joins.continue_shot(board, "s1", 40))
    new = session.board.shots[-1].id
    fresh = film.render(render.order(session, {new}, by=film.by))
    assert max(len(w.slate["slots"]) for w in fresh) <= film.drawings
    end = session.takes.best(session.board, "s1")
    assert end is not None
    fills = [w for w in fresh if w.level > 1]
    assert all(slot[0] in (new, "s1") for w in fills for slot in w.slate["slots"])
    for shot in (bridge.id, new):
        row = Cells(session).of(shot)
        assert {cell.level for cell in row} == {FINAL}
        assert all(a.end == b.start for a, b in pairwise(row))
        assert max(cell.end - cell.start for cell in row) <= film.drawings
