"""``python -m engine.meters``: train the namer, examine and bundle it, or measure a film."""

from __future__ import annotations

import argparse
import json
import pickle
import sys
from collections.abc import Sequence
from pathlib import Path

import assets
from engine.api import EngineError


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(
        prog="python -m engine.meters",
        description="The meters: train their eye, examine it, or measure a film's pictures.",
    )
    act = parser.add_mutually_exclusive_group(required=True)
    act.add_argument("--train", action="store_true", help="train the namer; resumes")
    act.add_argument("--examine", action="store_true", help="measure its own error")
    act.add_argument("--bundle", action="store_true", help="examine it, copy it to assets, a card")
    act.add_argument("--score", type=Path, help="a film that was written down for measuring")
    parser.add_argument("--minutes", type=float, default=15.0, help="of one core")
    parser.add_argument("--rest", type=float, default=0.45, help="part in which the rate falls")
    parser.add_argument(
        "--places", type=int, default=60, help="places to examine in, 8 frames each"
    )
    parser.add_argument("--folder", type=Path, default=Path("build/train/meters"))
    parser.add_argument("--out", type=Path, help="write the figures there, as JSON")
    given = parser.parse_args(arguments)
    try:
        if given.train:
            _train(given)
        elif given.score:
            _score(given)
        else:
            _examine(given)
    except EngineError as fault:
        print(fault, file=sys.stderr)
        return 1
    return 0


def _train(given: argparse.Namespace) -> None:
    import torch  # only in this process, and only when it is used

    from engine.meters.training import Recipe, train

    torch.set_num_threads(1)
    recipe = Recipe(given.minutes, rest=given.rest)
    train(given.folder, recipe, say=lambda text: print(text, flush=True))


def _examine(given: argparse.Namespace) -> None:
    import torch

    from engine.meters import card, examination, sight

    torch.set_num_threads(1)
    error = examination.examine(sight.Eye(given.folder), given.places)
    for name, value in error.figures().items():
        print(f"{name:8} {value:.3f}")
    for (one, taken), count in (*error.mixed.most_common(12), *error.dyed.most_common(6)):
        print(f"{one} taken for {taken}: {count}")
    if given.bundle:
        target = assets.ROOT / "meters"
        card.bundle(given.folder, target, error)
        print(f"Bundled {given.folder} as {target}")


def _score(given: argparse.Namespace) -> None:
    from engine.meters import card, film, sight

    def heard(done: int, of: int, shot: str) -> None:
        print(json.dumps({"done": done, "of": of, "shot": shot}), flush=True)

    asked = pickle.loads(given.score.read_bytes())
    found = film.score(asked, sight.Eye(), heard)
    found["eye"] = card.own_error()
    given.out.write_text(json.dumps(found))


if __name__ == "__main__":
    sys.exit(main())
