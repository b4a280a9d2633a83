"""Own drawings that move: frames by the found rig, and by sliding the whole drawing, against frames
by the puppet's true rig. ``python -m tests.bench.rig``

Held-out puppets, drawn in every hand, walk (fly, roll). Mean absolute error (0..1) over the
figure's box, of frames that hinges compose without the network's residual: what the rig alone is
worth. The third column takes the skeleton from the truth: what a faultless network would reach.
"""

from __future__ import annotations

import argparse
import random
import tempfile
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F
from PIL import Image
from torch import Tensor

import assets
from engine.papercut.compose import FIELDS, compose
from engine.papercut.shown import Show, own_sheet, read_picture
from engine.rig import anatomy, examples, figures, hands
from engine.rig.figures import Figure
from engine.rig.finding import Finder
from engine.rig.skeleton import SIDE, Guess, rigged
from storyboard import rigs, wardrobe
from storyboard.board import Box
from storyboard.cue import FrameCue, SubjectCue

SIZE = (320, 180)
BOX = Box(0.3, 0.15, 0.7, 0.9)
ACTIONS = {"owl": "fly", "truck": "drive"}


class Trial(Show):
    """Shows a bundled puppet's true rig another hand's sheet."""

    def __init__(self, files: dict[str, str]) -> None:
        super().__init__(SIZE, 5, files)
        self.sheet: Tensor | None = None

    def _sheet(self, subject: SubjectCue, lit: object) -> Tensor:
        if self.sheet is not None and not subject.sheet:
            return self.sheet
        return super()._sheet(subject, lit)  # type: ignore[arg-type]


def frames(show: Show, puppet: str, sheet: str, rig: str, count: int) -> Tensor:
    """Frames [T,3,H,W], 0..1, of one cycle."""
    action = ACTIONS.get(puppet, "walk")
    cues = []
    for i in range(count):
        subject = SubjectCue("u", puppet, BOX, puppet, sheet=sheet, rig=rig, action=action,
                             phase=(i + 0.3) / count)  # fmt: skip
        cues.append(FrameCue("s", 2 * i, 0.0, backdrop="kitchen", subjects=(subject,)))
    seen = show.window(cues)
    fields = torch.zeros(count, FIELDS, 4, 4)
    return compose(fields, seen.plate, seen.front, seen.papers, seen.hinges).clamp(0, 1)


def truth(figure: Figure, sheet: Tensor) -> Guess:
    """What a network without fault would see."""
    top, whole = examples.truth(figure, SIDE)
    seen = np.stack([top == part for part in range(1 + len(anatomy.PARTS))]).astype(np.float32)
    joints = dict.fromkeys(anatomy.JOINTS, (0.5, 0.5, 0.0))
    joints |= {name: (x, y, 1.0) for name, (x, y) in figure.joints.items()}
    plan = {name: float(name == figure.plan) for name in anatomy.PLANS}
    alpha = F.interpolate(sheet[None, 3:], (SIDE, SIDE), mode="area")[0, 0].numpy()
    return Guess(plan, seen, whole.astype(np.float32), joints, alpha)


def save(picture: np.ndarray, file: Path) -> None:
    straight = np.concatenate([picture[:3] / np.maximum(picture[3:], 1e-3), picture[3:]])
    pixels = (straight.clip(0, 1) * 255).round().astype(np.uint8).transpose(1, 2, 0)
    Image.fromarray(pixels, "RGBA").save(file)


def main(arguments: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--frames", type=int, default=4)
    given = parser.parse_args(arguments)
    finder = Finder(assets.path("rig"))
    w, h = SIZE
    inside = (slice(None), slice(None), slice(round(BOX.y0 * h) - 8, round(BOX.y1 * h) + 8),
              slice(round(BOX.x0 * w) - 16, round(BOX.x1 * w) + 16))  # fmt: skip
    print("| hand | found rig | whole slide | skeleton from the truth | limbs found |")
    print("|---|---|---|---|---|")
    for hand in hands.HANDS:
        errors: dict[str, list[float]] = {"found": [], "slide": [], "best": []}
        limbed = 0
        names = [name for name in figures.HELD_OUT if name != "guitar"]
        for name in names:
            figure = figures.posed(wardrobe.figure(name, {}), random.Random(1), plainly=True)
            picture, lain = hands.draw(figure, hand, 1, plainly=True, side=384, fine=1)
            with tempfile.TemporaryDirectory() as folder:
                file = Path(folder) / "drawing.png"
                save(picture, file)
                show = Trial({"h": str(file)})
                sheet = own_sheet(read_picture(str(file)))
                show.sheet = sheet
                true = frames(show, name, "", "", given.frames)
                best = rigged(truth(lain, sheet))
                found = finder.on_sheet(sheet)
                limbed += found != rigs.WHOLE
                for kind, rig in (
                    ("found", found),
                    ("slide", rigs.WHOLE),
                    ("best", rigs.write(best) if best else rigs.WHOLE),
                ):
                    made = frames(show, name, "h", rig, given.frames)
                    errors[kind].append(float((made - true)[inside].abs().mean()))
        row = " | ".join(f"{np.mean(errors[kind]):.4f}" for kind in errors)
        print(f"| {hand} | {row} | {limbed} of {len(names)} |", flush=True)


if __name__ == "__main__":
    main()
