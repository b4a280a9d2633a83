"""The picture benchmark: what the bundled network's frames are worth, on boards no training saw.

``make bench-picture`` runs all parts; ``python -m tests.bench.picture --parts layout,between``
some. Each part prints its table, writes its figures into ``build/bench/picture.json`` and sheets of
frames into ``build/bench/picture/``. Every figure is of the network's own frames, never the
painter's; the painter's are measured beside them to know the meter.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import time
from collections.abc import Callable
from pathlib import Path

import torch
from torch import Tensor

import assets
from engine.director.llama import Model
from engine.meters import card, sight
from engine.papercut.pictures import contact_sheet
from tests.bench import (
    picture_between,
    picture_layout,
    picture_length,
    picture_memory,
    picture_skills,
)
from tests.bench.picture_boards import Maker

OUT = Path("build/bench/picture.json")
Figures = dict[str, float]
Part = tuple[Figures, list[Tensor]]


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.bench.picture", description=__doc__)
    parser.add_argument("--parts", default=",".join(PARTS), help=f"of {', '.join(PARTS)}")
    parser.add_argument("--boards", type=int, default=100, help="held-out boards, of each kind")
    parser.add_argument("--ablated", type=int, default=40, help="of these also with things off")
    parser.add_argument("--tasks", type=int, default=20, help="of each of LVD's skills")
    parser.add_argument("--planners", default="rules,director", help="who plans the skills' films")
    parser.add_argument("--stretches", type=int, default=30, help="in-betweens at each gap")
    parser.add_argument("--lengths", default="16,256,1024", help="frames; 3376 is a full tree")
    parser.add_argument("--ablation-frames", type=int, default=256, help="depth and window")
    parser.add_argument("--threads", type=int, default=1)
    given = parser.parse_args()
    torch.set_num_threads(given.threads)
    parts = [name.strip() for name in given.parts.split(",") if name.strip()]
    for name in parts:
        if name not in PARTS:
            parser.error(f"there is no part {name!r}: {', '.join(PARTS)}")
    maker = Maker()
    own = {f"meter.{name}": value for name, value in card.own_error().items()}
    print(f"{platform.processor() or platform.machine()}, {os.cpu_count()} cores, "
          f"{given.threads} threads, torch {torch.__version__}")  # fmt: skip
    print("the eye's own error:", {name: round(value, 3) for name, value in own.items()})
    _write(own)
    for name in parts:
        began = time.monotonic()
        found, rows = PARTS[name](maker, given)
        found[f"{name}.seconds"] = time.monotonic() - began
        _write(found)
        if rows:
            folder = OUT.parent / "picture"
            folder.mkdir(parents=True, exist_ok=True)
            contact_sheet([row * 2 - 1 for row in rows], folder / f"{name}.png")
        print(f"({found[f'{name}.seconds']:.0f} s)\n", flush=True)


def _write(found: Figures) -> None:
    """Add figures to the file; those of other parts stay."""
    OUT.parent.mkdir(parents=True, exist_ok=True)
    kept: Figures = json.loads(OUT.read_text()) if OUT.exists() else {}
    kept |= found
    OUT.write_text(json.dumps(kept, indent=1, sort_keys=True))


def _say(text: str) -> None:
    print(f"  {time.strftime('%H:%M:%S')} {text}", flush=True)


def _layout(maker: Maker, given: argparse.Namespace) -> Part:
    return _boards(maker, given, held_out=False)


def _unseen(maker: Maker, given: argparse.Namespace) -> Part:
    return _boards(maker, given, held_out=True)


def _boards(maker: Maker, given: argparse.Namespace, held_out: bool) -> Part:
    _say(f"{given.boards} boards, puppets {'never trained on' if held_out else 'of lessons'}")
    found, rows = picture_layout.measure(
        maker, sight.Eye(), given.boards, given.ablated, _say, held_out
    )
    print(picture_layout.table(found))
    return found, rows


def _between(maker: Maker, given: argparse.Namespace) -> Part:
    found, rows = picture_between.measure(maker, given.stretches, given.ablated // 4, _say)
    print(picture_between.table(found))
    return found, rows


def _length(maker: Maker, given: argparse.Namespace) -> Part:
    lengths = [int(number) for number in given.lengths.split(",")]
    found, rows = picture_length.measure(maker, sight.Eye(), lengths, _say)
    print(picture_length.table(found))
    return found, rows


def _tree(maker: Maker, given: argparse.Namespace) -> Part:
    found = picture_length.ablations(maker, sight.Eye(), given.ablation_frames, _say)
    print(picture_length.table(found))
    return found, []


def _skills(maker: Maker, given: argparse.Namespace) -> Part:
    found: Figures = {}
    rows: list[Tensor] = []
    for name in given.planners.split(","):
        plan: picture_skills.Planner = picture_skills.by_rules
        if name == "director":
            file = assets.path("director") / "director.gguf"
            plan = picture_skills.by_director(Model(str(file), 1024, given.threads))
        more, shown = picture_skills.measure(
            maker, sight.Eye(), plan, given.tasks, f"lvd.{name}", _say
        )
        found |= more
        rows += shown
    # the rules plan unless the director is asked for, so theirs is what a person gets
    if "lvd.rules.overall" in found:
        found["lvd.overall"] = found["lvd.rules.overall"]
    print(picture_skills.table(found))
    return found, rows


def _memory(maker: Maker, given: argparse.Namespace) -> Part:
    found = picture_memory.measure(maker, sight.Eye(), given.ablated, _say)
    print(picture_memory.table(found))
    return found, []


PARTS: dict[str, Callable[[Maker, argparse.Namespace], Part]] = {
    "between": _between,
    "layout": _layout,
    "unseen": _unseen,
    "skills": _skills,
    "length": _length,
    "tree": _tree,
    "memory": _memory,
}

if __name__ == "__main__":
    main()
