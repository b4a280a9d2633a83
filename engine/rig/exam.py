"""The examination: how well rigs are found on drawings of puppets that never entered training."""

from __future__ import annotations

import random
from collections.abc import Sequence
from functools import lru_cache
from typing import Any

import numpy as np
import torch
import torch.nn.functional as F

from engine.rig import anatomy, figures, hands
from engine.rig.examples import Example, drawn
from engine.rig.hands import SIDE
from engine.rig.network import RigNet
from storyboard import wardrobe
from storyboard.variation import vary

LIMBED = ("chef", "cow", "owl", "rabbit", "truck")  # of the held-out ones, those with parts


@lru_cache(maxsize=4)
def paper(each: int) -> tuple[Example, ...]:
    """``each`` drawings of every held-out puppet in every hand: first as it stands, then varied and
    posed as in training.
    """
    found = []
    for name in figures.HELD_OUT:
        for hand in hands.HANDS:
            for i in range(each):
                rng = random.Random(f"exam {name} {hand} {i}")
                puppet = wardrobe.figure(name, {})
                if i % 2:
                    puppet = vary(puppet, f"exam {i}")
                facing = -1 if i % 4 == 1 else 1
                figure = figures.posed(puppet, rng, plainly=i == 0, facing=facing)
                found.append(drawn(figure, hand, rng.randrange(10**6), plainly=i == 0))
    return tuple(found)


@torch.no_grad()
def examine(net: RigNet, examples: Sequence[Example]) -> dict[str, Any]:
    """``iou`` of parts on top and ``joint`` error (share of the figure's height), over all and by
    hand; ``plan`` and ``facing`` right, 0..1.
    """
    ious: dict[str, list[float]] = {}
    errors: dict[str, list[float]] = {}
    plans, facings = [], []
    for at in range(0, len(examples), 16):
        batch = examples[at : at + 16]
        found = net(torch.from_numpy(np.stack([e.picture for e in batch])).float() / 255)
        fine = F.interpolate(found.seen, size=SIDE, mode="bilinear", align_corners=False)
        top = fine.argmax(1).numpy()
        side = found.joints.shape[-1]
        peaks = found.joints.flatten(2).argmax(2).numpy()
        for i, e in enumerate(batch):
            plans.append(int(found.plan[i].argmax()) == e.plan)
            if anatomy.PLANS[e.plan] not in ("thing", "vehicle"):
                facings.append((float(found.facing[i]) > 0) == (e.facing > 0))
            ious.setdefault(e.hand, []).extend(_ious(top[i], e))
            spots = np.stack([peaks[i] % side, peaks[i] // side], -1) + 0.5
            gaps = np.linalg.norm(spots / side - e.joints, axis=-1) / _height(e)
            errors.setdefault(e.hand, []).extend(gaps[~np.isnan(gaps)].tolist())
    every = [v for part in ious.values() for v in part]
    wrong = [v for part in errors.values() for v in part]
    return {
        "iou": round(float(np.mean(every)), 3),
        "joint": round(float(np.median(wrong)), 4),
        "joint_mean": round(float(np.mean(wrong)), 4),
        "plan": round(float(np.mean(plans)), 3),
        "facing": round(float(np.mean(facings)), 3),
        "hands": {
            hand: [round(float(np.mean(ious[hand])), 3), round(float(np.median(errors[hand])), 4)]
            for hand in ious
        },
    }


def _ious(top: np.ndarray, e: Example) -> list[float]:
    """Of every part that shows at least 40 pixels, within the drawing."""
    inside = e.picture[3] > 60
    found = []
    for part in range(1, 1 + len(anatomy.PARTS)):
        true, told = (e.seen == part) & inside, (top == part) & inside
        if true.sum() >= 40:
            found.append(float((true & told).sum() / (true | told).sum()))
    return found


def _height(e: Example) -> float:
    rows = np.nonzero((e.picture[3] > 60).any(1))[0]
    return float(rows[-1] - rows[0] + 1) / e.picture.shape[1]
