"""One lesson of the rig network: a drawing and its truth, small enough to keep thousands."""

from __future__ import annotations

import random
from dataclasses import dataclass

import numpy as np
from PIL import Image, ImageDraw

from engine.rig import anatomy, figures, hands
from engine.rig.figures import Figure
from engine.rig.hands import SIDE

Array = np.ndarray
WEIGHTS = {"paper": 1.0, "ink": 1.3, "wash": 1.0, "vector": 1.2, "toy": 1.2}


@dataclass(frozen=True)
class Example:
    """``picture`` uint8 [4,SIDE,SIDE] premultiplied; ``seen`` uint8 [SIDE,SIDE], 0 = nothing, else
    1 + the part on top; ``whole`` bool [PARTS,SIDE,SIDE], each part with what others hide of it;
    ``joints`` float32 [JOINTS,2] in 0..1, NaN = it has none; ``plan`` indexes PLANS; ``facing`` +1
    or -1.
    """

    picture: Array
    seen: Array
    whole: Array
    joints: Array
    plan: int
    facing: int
    hand: str


def make(seed: int, held_out: bool = False) -> Example:
    """A random figure in a random hand; the same seed gives the same one."""
    rng = random.Random(seed * 6007 + 11)
    hand = rng.choices(list(WEIGHTS), list(WEIGHTS.values()))[0]
    return drawn(figures.figure(seed, held_out), hand, seed)


def drawn(figure: Figure, hand: str, seed: int, plainly: bool = False) -> Example:
    """A figure in one hand, with its truth."""
    picture, lain = hands.draw(figure, hand, seed, plainly)
    seen, whole = truth(lain, SIDE)
    joints = np.full((len(anatomy.JOINTS), 2), np.nan, np.float32)
    for name, at in lain.joints.items():
        joints[anatomy.JOINTS.index(name)] = at
    return Example(
        picture=(picture * 255).round().astype(np.uint8),
        seen=seen,
        whole=whole,
        joints=joints,
        plan=anatomy.PLANS.index(lain.plan),
        facing=lain.facing,
        hand=hand,
    )


def truth(figure: Figure, side: int) -> tuple[Array, Array]:
    """Which part is on top [side,side] (0 = nothing), and every part whole [PARTS,side,side]."""
    top = Image.new("L", (side, side))
    pen = ImageDraw.Draw(top)
    wholes = [Image.new("1", (side, side)) for _ in anatomy.PARTS]
    pens = [ImageDraw.Draw(image) for image in wholes]
    for bit in figure.bits:
        points = [(x * side - 0.5, y * side - 0.5) for x, y in bit.polygon]
        pen.polygon(points, fill=1 + bit.part)
        pens[bit.part].polygon(points, fill=1)
    return np.asarray(top, np.uint8), np.stack([np.asarray(image) for image in wholes])
