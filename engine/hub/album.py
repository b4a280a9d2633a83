"""The album: pictures that a hub model is shown - sheets, plates, drawn layouts - made once each.

They are the person's own where there are some, and painted from the bundled puppets and places
where nobody drew any.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable, Mapping
from dataclasses import replace

import numpy as np
import torch
from PIL import Image, ImageOps, UnidentifiedImageError

from engine.api import EngineError
from engine.painter import Painter
from storyboard import animatic, wardrobe
from storyboard.board import FRAME
from storyboard.cue import FrameCue, SubjectCue

SHEET = 768  # pixels a side of a sheet: what most models read a reference at
KEPT = 64  # pictures kept
PAPER = (255, 255, 255)  # behind a sheet: models take it for a studio's wall
MARGIN = 0.06  # of a sheet's side left free around the figure


class Album:
    """``files`` maps content hashes to the person's own pictures, for the window at hand."""

    def __init__(self, sheet: int = SHEET) -> None:
        self.files: Mapping[str, str] = {}
        self._side = sheet
        self._pictures: OrderedDict[Hashable, Image.Image] = OrderedDict()

    def sheet(self, subject: SubjectCue) -> Image.Image:
        """A subject standing, alone, on white, square. Raises EngineError when it cannot be
        read.
        """
        if subject.sheet in self.files:
            key: Hashable = ("own sheet", subject.sheet)
            return self._kept(key, lambda: _on_paper(_read(self.files[subject.sheet]), self._side))
        key = ("sheet", subject.puppet, wardrobe.frozen(subject.attributes))
        return self._kept(key, lambda: _on_paper(self._puppet(subject), self._side))

    def plate(self, cue: FrameCue, size: tuple[int, int]) -> Image.Image:
        """The place through the camera without anybody, in its light."""
        if cue.plate in self.files:
            key: Hashable = ("own plate", cue.plate, cue.camera, size)
            return self._kept(key, lambda: _covering(_read(self.files[cue.plate]), cue, size))
        empty = replace(cue, subjects=(), seconds=0.0)
        key = ("plate", empty.backdrop, cue.camera, cue.daytime, cue.weather, size)
        return self._kept(key, lambda: self._painted(empty, size))

    def layout(self, cue: FrameCue, size: tuple[int, int]) -> Image.Image:
        """The frame as the animatic draws it: everyone in their boxes and poses."""
        return self._painted(cue, size)

    def _painted(self, cue: FrameCue, size: tuple[int, int]) -> Image.Image:
        painter = Painter(size)
        painter.show(self.files)
        return _image(painter.paint([animatic.display(cue)])[0])

    def _puppet(self, subject: SubjectCue) -> Image.Image:
        painter = Painter((self._side, self._side))
        lists = [animatic.sheet(subject.puppet, subject.attributes)]
        pixels = painter.paint_cutout(lists)[0]
        alpha = pixels[3:].clamp(min=1e-6)
        return _image(torch.cat([(pixels[:3] / alpha).clamp(0, 1), pixels[3:]]))

    def _kept(self, key: Hashable, make: Callable[[], Image.Image]) -> Image.Image:
        if key not in self._pictures:
            self._pictures[key] = make()
        self._pictures.move_to_end(key)
        while len(self._pictures) > KEPT:
            self._pictures.popitem(last=False)
        return self._pictures[key]


def edges(picture: Image.Image) -> Image.Image:
    """White lines on black where colours meet: what control networks for outlines read."""
    pixels = np.asarray(picture.convert("RGB"), np.float32)
    across = np.abs(np.diff(pixels, axis=1, prepend=pixels[:, :1])).max(-1)
    down = np.abs(np.diff(pixels, axis=0, prepend=pixels[:1])).max(-1)
    lines = np.clip((np.maximum(across, down) - 10) * 8, 0, 255).astype(np.uint8)
    return Image.merge("RGB", [Image.fromarray(lines)] * 3)


def _image(pixels: torch.Tensor) -> Image.Image:
    """Float [3 or 4,H,W] in 0..1 as a picture."""
    return Image.fromarray((pixels * 255).round().byte().permute(1, 2, 0).cpu().numpy())


def _read(file: str) -> Image.Image:
    try:
        with Image.open(file) as image:
            return ImageOps.exif_transpose(image).convert("RGBA")
    except (OSError, UnidentifiedImageError, ValueError) as error:
        raise EngineError(
            f"The picture {file} cannot be read ({error}). Import it again or choose another."
        ) from error


def _on_paper(picture: Image.Image, side: int) -> Image.Image:
    """What is on the picture, as large as fits a white square."""
    box = picture.getchannel("A").point(lambda a: 255 * (a > 5)).getbbox()
    cut = picture.crop(box) if box else picture
    room = round(side * (1 - 2 * MARGIN))
    cut = ImageOps.contain(cut, (room, room), Image.Resampling.LANCZOS)
    paper = Image.new("RGB", (side, side), PAPER)
    paper.paste(cut, ((side - cut.width) // 2, (side - cut.height) // 2), cut)
    return paper


def _covering(picture: Image.Image, cue: FrameCue, size: tuple[int, int]) -> Image.Image:
    """A person's picture of the place covers the stage and is seen through the camera."""
    stage = ImageOps.fit(picture.convert("RGB"), size, Image.Resampling.LANCZOS)
    if cue.camera == FRAME:
        return stage
    view, (wide, high) = cue.camera, size
    tiled = Image.new("RGB", (3 * wide, 3 * high))
    for row in range(3):
        for column in range(3):
            tile = ImageOps.mirror(stage) if column != 1 else stage
            tile = ImageOps.flip(tile) if row != 1 else tile
            tiled.paste(tile, (column * wide, row * high))
    box = ((view.x0 + 1) * wide, (view.y0 + 1) * high, (view.x1 + 1) * wide, (view.y1 + 1) * high)
    return tiled.resize(size, Image.Resampling.LANCZOS, box)
