"""The sample script as a whole film by the twins of two hub families, through the real queue.

``python -m tests.bench.hub_film [--stills NAME] [--spans NAME]`` plans it by rules, renders it in
draft and prints what was made, and whether every shot has a whole take. Twins are tiny and random:
nothing is to be seen in it, but every call is the real one.
"""

from __future__ import annotations

import argparse
import tempfile
import time
from collections import Counter
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

import assets
from engine import families, schedule
from engine.hub.card import Size
from studio import plan, render, scripts, work
from studio.recipes import Recipe
from studio.session import Session
from studio.windows import FinishedWindow
from tests.engine.hub import little

SMALL = (64, 32)  # pixels of a clip


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--stills", default="flux2-klein-4b")
    parser.add_argument("--spans", default="ltx-2.5")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder, pytest.MonkeyPatch.context() as patch:
        found = film(Path(folder), given.stills, given.spans, patch)
    for name, what in found.items():
        print(f"{name:>16}  {what}")


def film(folder: Path, stills: str, spans: str, patch: pytest.MonkeyPatch) -> dict[str, Any]:
    """What was made, by whom, in how long."""
    weights = {}
    for name in (stills, spans):
        card = little.card(name)
        if card.makes == "spans":
            card = replace(card, size=Size(card.size.multiple, (SMALL,)))
        patch.setitem(families.CARDS, name, families.of_hub(card))  # type: ignore[arg-type]
        weights[name] = little.build(name, folder / name)
    by = Recipe(
        stills, weights[stills], steps=1, device="cpu", inbetween=spans, inbetween_steps=1,
        inbetween_weights=weights[spans], preset="draft",
    )  # fmt: skip
    board = plan.by_rules(scripts.read(assets.path("scripts/sample.fountain")), "sample")
    with Session.new(folder / "film.longtake", board) as session:
        made: list[FinishedWindow] = []
        session.listeners.append(
            lambda name, what: made.append(what) if name == "window_done" else None
        )
        began = time.monotonic()
        with work.staged(session, render.serve):
            work.until_done(session, render.order(session, by=by))
        told = Counter((w.slate["family"], "keyframes" if w.level == 1 else "clips") for w in made)
        shots = session.board.shots
        takes = {shot.id: session.takes.best(session.board, shot.id) for shot in shots}
        whole = [
            shot.id
            for shot in shots
            if (take := takes[shot.id])
            and set(take.frames) == set(range(schedule.ticks(shot.length)))
        ]
        return {
            "windows": dict(told),
            "drawings": sum(len(w.frames) for w in made),
            "shots": len(takes),
            "whole takes": len(whole),
            "seconds of film": round(session.board.length / session.board.rate, 1),
            "seconds": round(time.monotonic() - began, 1),
        }


if __name__ == "__main__":
    main()
