"""``python -m engine.papercut``: train papercut, or bundle what was trained with its card."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

import assets
from engine.papercut import card
from engine.papercut.training import Recipe, train


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(
        prog="longtake train papercut",
        description="Train papercut on films that it makes itself. Run it again and it goes on.",
    )
    parser.add_argument("--minutes", type=float, default=30.0, help="how long, by the clock")
    parser.add_argument("--device", default="auto", help="auto, cpu, cuda")
    parser.add_argument("--folder", type=Path, default=Path("build/train/papercut"))
    parser.add_argument("--threads", type=int, default=0, help="0 = all cores")
    parser.add_argument("--painters", type=int, default=1, help="processes that paint films")
    parser.add_argument("--rate", type=float, default=5e-4, help="the highest learning rate")
    parser.add_argument(
        "--rest", type=float, default=0.4, help="last part of the run, in which the rate falls"
    )
    parser.add_argument("--small", type=float, default=0.55, help="part composed at half size")
    parser.add_argument(
        "--bundle",
        action="store_true",
        help="only copy the folder's weights to assets, with a card",
    )
    given = parser.parse_args(arguments)
    if not given.bundle:
        recipe = Recipe(
            minutes=given.minutes,
            device=given.device,
            threads=given.threads,
            painters=given.painters,
            rate=given.rate,
            rest=given.rest,
            small=given.small,
        )
        train(given.folder, recipe, say=lambda text: print(text, flush=True))
        return 0
    target = assets.ROOT / "papercut"
    card.bundle(given.folder, target)
    print(f"Bundled {given.folder} as {target}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
