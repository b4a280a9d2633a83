"""How paper really moved: for training, where each pixel of a posed figure lies on its sheet.

Warps learn badly from colours alone - a leg that is elsewhere gives no hint which way to look - so
in training flows are also compared with the true ones, which the painter's hinges know exactly.
At use nothing of this is needed.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import torch
from PIL import Image, ImageDraw
from torch import Tensor

from engine.papercut.compose import REACH
from storyboard import animatic
from storyboard.cue import FrameCue

SIZE = (160, 90)  # half the frame: fields are coarser still


def truth(cues: Sequence[FrameCue]) -> tuple[Tensor, Tensor]:
    """Flows float32 [T,2,2,h,w] in units of REACH frames, and where they count [T,2,h,w], 0 or 1:
    one for each canvas, as ``conditions.lay`` fills them.
    """
    w, h = SIZE
    flows = np.zeros((len(cues), 2, 2, h, w), np.float32)
    where = np.zeros((len(cues), 2, h, w), np.float32)
    for f, cue in enumerate(cues):
        wide = 100 * cue.aspect
        ys, xs = np.mgrid[0:h, 0:w].astype(np.float32) + 0.5
        px, py = xs / w * wide, ys / h * 100
        ranked = sorted(
            enumerate(cue.subjects), key=lambda each: (each[1].order + each[0] / 100, each[0])
        )
        for rank, (_, subject) in enumerate(ranked):
            side = (len(ranked) - rank) % 2
            for shape, (a, b, c, d, e, g) in animatic.limbs(subject, cue.camera, cue.aspect):
                mask = Image.new("1", SIZE)
                points = [(x / wide * w, y / 100 * h) for x, y in shape]
                ImageDraw.Draw(mask).polygon(points, fill=1)
                inside = np.asarray(mask)
                if not inside.any():
                    continue
                x, y = px[inside], py[inside]
                flows[f, side, 0][inside] = ((a * x + b * y + c) - x) / wide / REACH
                flows[f, side, 1][inside] = ((d * x + e * y + g) - y) / 100 / REACH
                where[f, side][inside] = 1
    return torch.from_numpy(flows.clip(-2, 2)), torch.from_numpy(where)
