"""``python -m engine.rig``: train the rig network, or bundle what was trained with its card."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

import assets
from engine.rig import card
from engine.rig.training import Recipe, train


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(
        prog="longtake train rig",
        description="Train the network that finds the limbs of drawings. Run it again: it goes on.",
    )
    parser.add_argument(
        "--minutes", type=float, default=20.0, help="of processor time, all runs together"
    )
    parser.add_argument("--folder", type=Path, default=Path("build/train/rig"))
    parser.add_argument(
        "--bundle",
        action="store_true",
        help="only copy the folder's weights to assets, with a card",
    )
    given = parser.parse_args(arguments)
    if given.bundle:
        card.bundle(given.folder, assets.ROOT / "rig")
        print(f"Bundled {given.folder} as {assets.ROOT / 'rig'}")
        return 0
    train(given.folder, Recipe(minutes=given.minutes), say=lambda text: print(text, flush=True))
    return 0


if __name__ == "__main__":
    sys.exit(main())
