"""How many steps papercut needs: its frames against the painter's, on puppets never trained on.

``python -m tests.bench.steps`` prints a table and writes ``build/bench/steps.json``. Weights that
are asked with fewer steps than they need would show it here first.
"""

from __future__ import annotations

import json
import time
from pathlib import Path

import torch

import assets
from engine.papercut.examples import make
from engine.papercut.network import Papercut
from engine.papercut.sampler import sample
from engine.papercut.training import batch

WINDOWS = 24
FIRST = 900_000  # examples that no training ever makes: its own count from nought


def main() -> None:
    torch.set_num_threads(1)
    net = Papercut.from_pretrained(assets.path("papercut")).eval()
    examples = [make(FIRST + number, held_out=True) for number in range(WINDOWS)]
    figures: dict[str, float] = {}
    print("| steps | ends given | squared error | absolute error | seconds |")
    print("|---|---|---|---|---|")
    for ends in (False, True):
        for steps in (1, 2, 4):
            began = time.monotonic()
            square, off = _errors(net, examples, steps, ends)
            name = f"steps{steps}.{'ends' if ends else 'free'}"
            figures |= {f"{name}.mse": square, f"{name}.mae": off}
            told = f"| {steps} | {'yes' if ends else 'no'} | {square:.6f} | {off:.5f} |"
            print(told, f"{time.monotonic() - began:.1f} |", flush=True)
    out = Path("build/bench/steps.json")
    out.parent.mkdir(parents=True, exist_ok=True)
    out.write_text(json.dumps(figures, indent=1))


def _errors(net: Papercut, examples: list, steps: int, ends: bool) -> tuple[float, float]:  # type: ignore[type-arg]
    """Mean squared and absolute error of the frames that were not given, in 0..1."""
    square = off = 0.0
    for number, example in enumerate(examples):
        seen, clean = batch([example.take(slice(0, 16, 3))], torch.device("cpu"))
        known = torch.zeros(clean.shape[:2])
        if ends:
            known[:, 0] = known[:, -1] = 1
        noise = torch.randn(clean.shape, generator=torch.Generator().manual_seed(number))
        made = sample(net, seen, clean, known, noise, steps)
        apart = ((made - clean) / 2)[:, 1:-1] if ends else (made - clean) / 2
        square += float(apart.square().mean())
        off += float(apart.abs().mean())
    return square / len(examples), off / len(examples)


if __name__ == "__main__":
    main()
