"""Prints: a person's own pictures cut to what is on them, as fine as the painter needs them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial

import numpy as np
import torch
import torch.nn.functional as F
from torch import Tensor

from engine import pictures, rasters, strokes
from engine.rasters import Shelf
from engine.windows import Cut
from storyboard.affine import invert, mul, scale, shift
from storyboard.drawing import Part, Picture

ROOM = 256e6  # bytes of pictures kept
FAINT = 0.02  # alpha of what counts as nothing


@dataclass(frozen=True)
class Print:
    """A picture by day as a cut, in its own pixels: ``pixels`` premultiplied [1,4,h,w]; ``shape``
    is its width and height before it was made smaller.
    """

    cut: Cut
    pixels: Tensor
    shape: tuple[int, int]

    @property
    def nbytes(self) -> int:
        return self.cut.nbytes + self.pixels.nbytes


class Prints:
    """``files`` maps content hashes to files; ``unit`` is pixels a screen unit."""

    def __init__(self, unit: float, device: torch.device) -> None:
        self.files: Mapping[str, str] = {}
        self.unit = unit
        self.device = device
        self._whole: Shelf[Tensor] = Shelf(ROOM, lambda pixels: pixels.nbytes)
        self._shapes: dict[tuple[str, bool], tuple[int, int]] = {}
        self._made: Shelf[Print] = Shelf(ROOM, lambda made: made.nbytes)

    def shape(self, picture: Picture) -> tuple[int, int]:
        """Width and height of what is on it. Raises EngineError when it cannot be read."""
        key = (picture.hash, picture.covers)
        if key not in self._shapes:
            height, width = self._read(picture).shape[2:]
            self._shapes[key] = width, height
        return self._shapes[key]

    def ready(self, picture: Picture, step: int) -> Print:
        """The picture at so many half octaves below its own size. Raises EngineError."""
        key = (picture.hash, picture.covers, step)
        return self._made.get(key, lambda: self._new(picture, step))

    def layers(self, picture: Picture, step: int) -> list[Print]:
        """The picture as ``ready``, or each of its parts by itself, back to front: its own paper,
        and where others lie over it on the sheet the colour that most of it has.
        """
        if not picture.parts:
            return [self.ready(picture, step)]
        whole = self.ready(picture, step)
        return [
            self._made.get((part.key, picture.hash, step), partial(self._cut, whole, picture, part))
            for part in picture.parts
        ]

    def _cut(self, whole: Print, picture: Picture, part: Part) -> Print:
        pad = -whole.cut.x0
        height, width = whole.pixels.shape[2:]
        off = mul(scale(*whole.shape), invert(picture.sheet(*self.shape(picture))))
        m = mul(shift(pad, pad), off)
        own = rasters.coverage(part.shape, m, (width, height))
        over = np.zeros_like(own)
        for shape in part.over:
            over = np.maximum(over, rasters.coverage(shape, m, (width, height)))
        pixels = whole.pixels[0].cpu().numpy()
        shown = pixels * (own * (1 - over))
        clear = shown[3] > 0.5
        if clear.any():
            colour = np.median(shown[:3, clear] / shown[3, clear], axis=1)
            shown += np.append(colour, 1.0)[:, None, None].astype(np.float32) * (own * over)
        return self._print(torch.from_numpy(shown)[None], whole.shape, pad, False)

    def _new(self, picture: Picture, step: int) -> Print:
        whole = self._read(picture)
        height, width = whole.shape[2:]
        h, w = (max(1, round(side * 2 ** (step / 2))) for side in (height, width))
        small = whole
        if (h, w) != (height, width):
            small = F.interpolate(whole, (h, w), mode="bilinear", antialias=True)
        pad = 0 if picture.covers else strokes.margin(False, self.unit)
        return self._print(F.pad(small, (pad, pad, pad, pad)), (w, h), pad, picture.covers)

    def _print(self, padded: Tensor, shape: tuple[int, int], pad: float, covers: bool) -> Print:
        near = None
        if not covers:
            blurred = rasters.blurred(padded[0, 3].numpy(), strokes.NEAR_BLUR * self.unit)
            near = torch.from_numpy(blurred)[None, None].to(self.device)
        padded = padded.contiguous().to(self.device)
        return Print(Cut(padded[:, 3:], near, None, 1.0, -pad, -pad), padded, shape)

    def _read(self, picture: Picture) -> Tensor:
        """What is on it [1,4,h,w], premultiplied; all of one that covers."""
        key = (picture.hash, picture.covers)
        return self._whole.get(key, lambda: _read(self.files[picture.hash], picture.covers))


def _read(file: str, whole: bool) -> Tensor:
    pixels = pictures.own_picture(file)
    rows, columns = np.nonzero(pixels[..., 3] > FAINT)
    if len(rows) and not whole:
        pixels = pixels[rows.min() : rows.max() + 1, columns.min() : columns.max() + 1]
    pixels[..., :3] *= pixels[..., 3:]
    return torch.from_numpy(np.ascontiguousarray(pixels)).permute(2, 0, 1)[None].contiguous()
