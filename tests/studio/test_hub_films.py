"""A film by two families of models, tiny twins of both, through the real queue and stage."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest
from diffusers import Flux2Transformer2DModel
from PIL import Image

from engine import families
from storyboard.edits import loras as edits
from studio import loras, render, standing, take_sounds, work
from studio.mix import Mix
from studio.recipes import Recipe
from studio.session import Session
from studio.takes import Take
from studio.windows import FinishedWindow
from tests.engine.hub import little
from tests.studio.toy_films import frames, staged

STILLS, SPANS = "flux2-klein-4b", "ltx-2.5"


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
            extras="sound",
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
        assert [(at, length) for at, length, _ in take_sounds.pieces(take)] == [(0, 18)]
        assert take_sounds.lay(session, ["s0", "s1"]) == 2
        assert take_sounds.lay(session, ["s0", "s1"]) == 0  # they lie there
        first, second = session.board.sounds
        assert (first.shot, first.start, first.length) == ("s0", 0, 18)
        assert (second.shot, second.name) == ("s1", "Sound of 1B")
        mix = Mix(session.board, session.bin.path)
        assert mix.missing == []
        assert np.abs(mix.read(mix.sample(0), 4800)).max() > 0  # a twin sounds for a moment only
        assert session.takes.fits(session.board, take)  # a sound shapes no picture
        assert session.takes.fits(session.board, take)
        assert set(standing.takes(session, two, two.fingerprint(), 2)) == {"s0", "s1"}
        assert session.windows.seconds_per_window(STILLS, 1)
        assert session.windows.seconds_per_window(SPANS, 2)

        by_papercut = replace(two, inbetween="", inbetween_weights="", extras="")
        cost = render.estimate(session, by=by_papercut)
        assert (cost.shots, cost.found) == (2, 1)  # the keyframes stand in the bin
        assert "FLUX.2 klein 4B makes keyframes only" in by_papercut.said


def test_memory_that_runs_out_is_told_and_a_lora_makes_other_pictures(tmp_path: Path) -> None:
    twin = families.of_hub(little.card(STILLS))
    weights = little.build(STILLS, tmp_path / "stills")
    network = Flux2Transformer2DModel.from_pretrained(f"{weights}/transformer")
    file = little.lora(SimpleNamespace(transformer=network), tmp_path / "ann.safetensors")
    with (
        pytest.MonkeyPatch.context() as patch,
        Session.new(tmp_path / "film.longtake", staged(2, 20)) as session,
    ):
        hungry = replace(twin, place="tests.engine.hub.hungry:Family")
        patch.setitem(families.CARDS, STILLS, hungry)  # type: ignore[arg-type]
        by = Recipe(STILLS, weights, device="cpu")
        with work.staged(session, render.serve):
            work.until_done(session, render.order(session, None, "keyframes", by))
            plain = _takes(session)
            (note,) = plain["s0"].slate["notes"]
            assert "Memory ran out" in note
            assert note.endswith("went on with fp8.")

            brought = loras.bring(session.bin, file)
            worn = loras.give(session, brought, STILLS, subject="bo", words="ohwx")
            assert session.takes.fits(session.board, plain["s0"])  # bo is not in it
            assert not session.takes.fits(session.board, plain["s1"])
            work.until_done(session, render.order(session, None, "keyframes", by))
            assert _takes(session)["s0"] == plain["s0"]
            assert _takes(session)["s1"].frames[0] != plain["s1"].frames[0]

            session.edit("Off", lambda board: edits.remove_lora(board, worn.id))
            assert _takes(session) == plain  # what was made without it stands again


def _takes(session: Session) -> dict[str, Take]:
    found = {shot.id: session.takes.best(session.board, shot.id) for shot in session.board.shots}
    return {shot: take for shot, take in found.items() if take}


def _size(session: Session, hash: str) -> tuple[int, int]:
    with Image.open(session.bin.path(hash)) as picture:  # type: ignore[arg-type]
        return picture.size
