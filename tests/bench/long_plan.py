"""A director on scripts of 10, 60 and 120 pages: first shot, seconds a shot, memory.

``python -m tests.bench.long_plan [PAGES ...] [--model FILE]`` plans scene by scene as the studio
does, each length in a process of its own, and prints a table; figures go to
``build/bench/long_plan.json``.
Seconds are those of the processor, so that other work beside it does not count.
"""

from __future__ import annotations

import argparse
import json
import multiprocessing
import resource
import time
from pathlib import Path
from typing import Any

import assets
from engine.api import Plan, ScenePlanned
from engine.director import Director
from storyboard import breakdown
from tests.bench.long_film import script

SHOTS_A_SCENE = 8  # paragraphs of a scene: about a page with its dialogue


def measured(pages: int, model: str) -> dict[str, Any]:
    """Figures of one script of that many pages, a scene a page."""
    board = breakdown.board(script(pages, SHOTS_A_SCENE))
    director = Director(model, 1024, 1)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    cast, shots, first = board.cast, 0, 0.0
    took: list[float] = []
    peaks: list[float] = []
    for scene in board.scenes:
        at = scene.stretch
        assert at is not None
        text = board.script[at.start : at.end]
        request = Plan("bench", text, scene, cast, board.places, model, temperature=0.0)
        last: list[ScenePlanned] = []
        began, clock = time.process_time(), time.monotonic()
        facts = director.plan(request, lambda progress: None, lambda one, to=last: to.append(one))
        took.append(time.process_time() - began)
        first = first or facts["first_shot_seconds"] * took[-1] / (time.monotonic() - clock)
        cast, shots = last[-1].cast, shots + facts["shots"]
        peaks.append(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)
    half = len(took) // 2
    return {
        "pages": pages, "shots": shots, "first_shot_s": first, "shot_s": sum(took) / shots,
        "second_half_over_first": sum(took[half:]) / len(took[half:]) / (sum(took[:half]) / half),
        "peak_mb": peaks[-1], "grown_mb": peaks[-1] - peaks[0], "before_mb": before,
    }  # fmt: skip


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("pages", nargs="*", type=int, default=[10, 60, 120])
    parser.add_argument("--model", default=str(assets.ROOT / "director" / "director.gguf"))
    given = parser.parse_args()
    rows: list[dict[str, Any]] = []
    print("| pages | shots | first shot s | s a shot | 2nd half / 1st | peak MB | grown MB |")
    print("|---|---|---|---|---|---|---|")
    for pages in given.pages:
        with multiprocessing.get_context("spawn").Pool(1) as pool:
            row = pool.apply(measured, (pages, given.model))
        rows.append(row)
        print(
            f"| {pages} | {row['shots']} | {row['first_shot_s']:.2f} | {row['shot_s']:.3f} | "
            f"{row['second_half_over_first']:.2f} | {row['peak_mb']:.0f} | {row['grown_mb']:.1f} |",
            flush=True,
        )
    out = Path("build/bench/long_plan.json")
    out.parent.mkdir(parents=True, exist_ok=True)
    flat = {f"p{row['pages']}.{name}": value for row in rows for name, value in row.items()}
    out.write_text(json.dumps(flat, indent=1), "utf-8")


if __name__ == "__main__":
    main()
