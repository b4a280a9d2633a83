"""Pictures between tensors and files, lossless."""

from __future__ import annotations

import os
from pathlib import Path

import numpy as np
import torch
from PIL import Image, UnidentifiedImageError
from torch import Tensor

from engine.api import EngineError


def load_picture(file: str, size: tuple[int, int]) -> Tensor:
    """A picture float32 [3,H,W] in -1..1 at ``size`` (W, H). Raises EngineError when it cannot be
    read.
    """
    try:
        with Image.open(file) as image:
            fitted = image.convert("RGB")
            if fitted.size != size:
                fitted = fitted.resize(size, Image.Resampling.LANCZOS)
            pixels = np.array(fitted, np.float32)
    except (OSError, ValueError) as error:
        raise EngineError(
            f"The known frame {file} cannot be read ({error}). Render its shot again."
        ) from error
    return torch.from_numpy(pixels).permute(2, 0, 1) / 127.5 - 1


def own_picture(file: str, name: str = "") -> np.ndarray:
    """A person's picture as float32 [H,W,4] in 0..1, straight alpha; ``name`` is what it is called
    where no file is known. Raises EngineError when it cannot be read.
    """
    try:
        with Image.open(file) as image:
            return np.asarray(image.convert("RGBA"), np.float32) / 255
    except (OSError, UnidentifiedImageError, ValueError) as error:
        raise EngineError(
            f"The picture {file or name} cannot be read ({error}). Import it again or choose "
            "another."
        ) from error


def save_picture(pixels: Tensor, file: Path) -> str:
    """Write uint8 [3,H,W] as PNG, whole or not at all; returns the path."""
    part = file.with_suffix(".part")
    Image.fromarray(pixels.permute(1, 2, 0).numpy()).save(part, format="PNG", compress_level=1)
    os.replace(part, file)
    return str(file)
