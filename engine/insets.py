"""Insets: a picture made anew inside a box, laid onto one that stays as it is everywhere else.

Outside the box and its soft edge every pixel is the old one, bit for bit.
"""

from __future__ import annotations

import os
import shutil
from dataclasses import replace
from pathlib import Path

import numpy as np
from PIL import Image

from engine.api import EngineError, Render, Window, WindowDone

Rect = tuple[float, float, float, float]

NEW = "new"  # where a family writes its whole pictures meanwhile
EDGE = 0.03  # frame heights over which new fades into old, outside the box


def beside(request: Render) -> Render:
    """The request as its family gets it: whole pictures go to a folder of their own, so that a
    crash leaves none of them where finished ones are looked for.
    """
    if not any(window.onto for window in request.windows):
        return request
    folder = Path(request.folder) / NEW
    folder.mkdir(exist_ok=True)
    return replace(request, folder=str(folder))


def laid(request: Render, done: WindowDone) -> WindowDone:
    """A finished window with its new pictures laid onto the old ones, as files of ``request``.

    Raises EngineError when an old picture cannot be read.
    """
    window = next((one for one in request.windows if one.key == done.key), None)
    if window is None or not window.onto:
        return done
    files = {at: _lay(window, at, Path(file), request) for at, file in done.frames.items()}
    return replace(done, frames=files)


def _lay(window: Window, at: int, made: Path, request: Render) -> str:
    target = Path(request.folder) / made.name
    part = target.with_suffix(".part")
    old, box = window.onto.get(at), window.boxes.get(at)
    if old is None:
        os.replace(made, target)
        return str(target)
    if box is None:  # who is made again is not there: the very same file
        shutil.copyfile(old, part)
    else:
        pixels = inset(_read(old), _read(str(made)), box)
        Image.fromarray(pixels).save(part, format="PNG", compress_level=1)
    os.replace(part, target)
    return str(target)


def inset(old: np.ndarray, new: np.ndarray, box: Rect) -> np.ndarray:
    """uint8 [H,W,3]: ``new`` inside ``box`` (x0, y0, x1, y1 in frames), ``old`` beyond its edge.

    ``new`` of another size is brought to that of ``old``.
    """
    height, width = old.shape[:2]
    if new.shape != old.shape:
        picture = Image.fromarray(new).resize((width, height), Image.Resampling.LANCZOS)
        new = np.asarray(picture)
    edge = max(1.0, EDGE * height)
    x, y = np.arange(width) + 0.5, np.arange(height) + 0.5
    away_x = np.maximum(np.maximum(box[0] * width - x, x - box[2] * width), 0)
    away_y = np.maximum(np.maximum(box[1] * height - y, y - box[3] * height), 0)
    away = np.hypot(away_x[None], away_y[:, None]) / edge
    share = np.clip(1 - away, 0, 1)[..., None]
    share = share * share * (3 - 2 * share)
    mixed = np.rint(old * (1 - share) + new * share).astype(np.uint8)
    return np.where(share == 0, old, np.where(share == 1, new, mixed))


def _read(file: str) -> np.ndarray:
    try:
        with Image.open(file) as image:
            return np.asarray(image.convert("RGB"))
    except (OSError, ValueError) as error:
        raise EngineError(
            f"The picture {file} cannot be read ({error}). Render its shot again."
        ) from error
