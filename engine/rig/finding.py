"""Finding the rig of a drawing: one look of the network at its sheet; equal sheets, equal rigs."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F
from diffusers.utils import logging
from torch import Tensor

from engine import keys
from engine.api import EngineError
from engine.papercut.shown import own_sheet, read_picture
from engine.rig.anatomy import JOINTS, PLANS
from engine.rig.network import RigNet
from engine.rig.skeleton import SIDE, Guess, rigged
from storyboard import rigs

AROUND = 3  # places about a joint's peak that count as the same joint
LEFT = 0.9  # how sure that a drawing looks left before it is turned round


class Finder:
    """The network of one weights folder. Raises EngineError when there is none in it."""

    def __init__(self, weights: str | Path) -> None:
        logging.disable_progress_bar()
        try:
            net = RigNet.from_pretrained(weights, use_safetensors=True, local_files_only=True)
        except (OSError, ValueError, KeyError, RuntimeError) as error:
            raise EngineError(
                f"The rig weights in {weights} cannot be loaded ({error}). Install Longtake again."
            ) from error
        self.net = net.float().eval()

    def find(self, picture: str | Path) -> str:
        """The rig of a person's cut-out drawing as text (``storyboard.rigs``). Raises EngineError
        when the picture cannot be read.
        """
        return self.on_sheet(own_sheet(read_picture(str(picture))))

    def on_sheet(self, sheet: Tensor) -> str:
        """The rig of a sheet [4,n,n], premultiplied, as text."""
        guess, left = self.guess(sheet)
        if left > LEFT and max(guess.plan, key=lambda name: guess.plan[name]) != "vehicle":
            guess, _ = self.guess(sheet.flip(-1))
            found = rigged(guess)
            return rigs.write(rigs.Rig(found.plan, found.pieces, -1)) if found else rigs.WHOLE
        found = rigged(guess)
        return rigs.write(found) if found else rigs.WHOLE

    @torch.no_grad()
    def guess(self, sheet: Tensor) -> tuple[Guess, float]:
        """What the network sees on a sheet, and how sure it is that it looks left."""
        side = int(self.net.config["side"])
        small = F.interpolate(sheet[None], (side, side), mode="area")
        found = self.net(small)
        wide = (SIDE, SIDE)
        seen = F.interpolate(found.seen, wide, mode="bilinear", align_corners=False).softmax(1)
        whole = F.interpolate(found.whole, wide, mode="bilinear", align_corners=False).sigmoid()
        alpha = F.interpolate(sheet[None, 3:], wide, mode="area")[0, 0].numpy()
        plan = dict(zip(PLANS, found.plan[0].softmax(0).tolist(), strict=True))
        joints = _peaks(found.joints[0])
        told = Guess(plan, seen[0].numpy(), whole[0].numpy(), joints, alpha)
        return told, float(torch.sigmoid(-found.facing[0]))


def _peaks(logits: Tensor) -> dict[str, tuple[float, float, float]]:
    """Every joint's place on the unit square, and how much of its probability lies there."""
    side = logits.shape[-1]
    mass = logits.flatten(1).softmax(1).view(logits.shape).numpy()
    found = {}
    for name, field in zip(JOINTS, mass, strict=True):
        y, x = np.unravel_index(int(field.argmax()), field.shape)
        rows = slice(max(0, y - AROUND), y + AROUND + 1)
        columns = slice(max(0, x - AROUND), x + AROUND + 1)
        near = field[rows, columns]
        ys, xs = np.mgrid[rows, columns][:, : near.shape[0], : near.shape[1]]
        total = float(near.sum())
        at = (near * (xs + 0.5)).sum() / total, (near * (ys + 0.5)).sum() / total
        found[name] = (float(at[0]) / side, float(at[1]) / side, total)
    return found


def fingerprint(weights: str | Path) -> str:
    """What a rig depends on besides the drawing."""
    return keys.fingerprint(weights)
