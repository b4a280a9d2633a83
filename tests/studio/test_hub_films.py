"""A film by two families of models, tiny twins of both, through the real queue and stage."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PIL import Image

from engine import families
from studio import render, standing, work
from studio.recipes import Recipe
from studio.session import Session
from studio.windows import FinishedWindow
from tests.engine.hub import little
from tests.studio.toy_films import frames, staged

STILLS, SPANS = "flux2-klein-4b", "ltx-video-0.9.8-13b"


@pytest.fixture
def two(tmp_path: Path) -> Iterator[Recipe]:
    """Keyframes by one twin, the time between them by another's."""
    with pytest.MonkeyPatch.context() as patch:
        for name in (STILLS, SPANS):
            patch.setitem(families.CARDS, name, families.of_hub(little.card(name)))  # type: ignore[arg-type]
        yield Recipe(
            STILLS,
            little.build(STILLS, tmp_path / "stills"),
            device="cpu",
            inbetween=SPANS,
            inbetween_weights=little.build(SPANS, tmp_path / "spans"),
        )


def test_one_family_makes_the_keyframes_and_another_the_time_between(
    two: Recipe, tmp_path: Path
) -> None:
    with Session.new(tmp_path / "film.longtake", staged(2, 20)) as session:
        made: list[FinishedWindow] = []
        session.listeners.append(
            lambda name, what: made.append(what) if name == "window_done" else None
        )
        with work.staged(session, render.serve):
            work.until_done(session, render.order(session, by=two))
        told = Counter((w.slate["family"], w.level > 1) for w in made)
        assert set(told) == {(STILLS, False), (SPANS, True)}
        keyed = [slot for w in made if w.level == 1 for slot in w.slate["slots"]]
        assert sorted(map(tuple, keyed)) == [("s0", 0), ("s0", 9), ("s1", 0), ("s1", 9)]
        whole = frames(session)
        assert {shot: len(set(row.values())) for shot, row in whole.items()} == {"s0": 10, "s1": 10}
        assert len({_size(session, hash) for row in whole.values() for hash in row.values()}) == 1

        take = session.takes.best(session.board, "s0")
        assert take is not None
        assert (take.slate["family"], take.slate["inbetween"]) == (STILLS, SPANS)
        assert "boxes" in take.slate["lacks"]  # what the clips could not be told
        assert session.takes.fits(session.board, take)
        assert set(standing.takes(session, two, two.fingerprint(), 2)) == {"s0", "s1"}
        assert session.windows.seconds_per_window(STILLS, 1)
        assert session.windows.seconds_per_window(SPANS, 2)

        by_papercut = replace(two, inbetween="", inbetween_weights="")
        cost = render.estimate(session, by=by_papercut)
        assert (cost.shots, cost.found) == (2, 1)  # the keyframes stand in the bin
        assert "FLUX.2 klein 4B makes keyframes only" in by_papercut.said


def _size(session: Session, hash: str) -> tuple[int, int]:
    with Image.open(session.bin.path(hash)) as picture:  # type: ignore[arg-type]
        return picture.size
