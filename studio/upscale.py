"""The finish: a small frame becomes a large one that keeps flat paper flat and cut edges sharp."""

from __future__ import annotations

import math
from functools import lru_cache

import numpy as np
from PIL import Image, ImageDraw, ImageFilter

GRAIN, VIGNETTE = 0.02, 0.10  # the look's: grain sigma and how much darker the corners are
_BITS = 10  # of the grain's fixed point: one step is 0.1 %, and 255 steps of 12 % still fit int16


class Finish:
    """Frames of any size to finished frames of ``size`` = (width, height): larger, crisp, on paper.

    ``finish(picture)`` takes and gives uint8 (height, width, 3). Grain lies on the screen, not on what
    moves, and is the same in every film of one size and seed.
    """

    def __init__(
        self,
        size: tuple[int, int],
        grain: float = GRAIN,
        vignette: float = VIGNETTE,
        seed: int = 1,
    ) -> None:
        self.size = size
        self._paper = _paper(size, grain, vignette, seed) if grain or vignette else None

    def __call__(self, picture: np.ndarray) -> np.ndarray:
        large = enlarge(picture, self.size)
        if self._paper is None:
            return large
        light = large.astype(np.int16)
        light += (light * self._paper) >> _BITS
        return np.clip(light, 0, 255, out=light).astype(np.uint8)


def enlarge(picture: np.ndarray, size: tuple[int, int]) -> np.ndarray:
    """The picture at ``size``, sharpened where it grew, without a halo.

    A bicubic picture is pushed away from its own blur, towards the nearer of the two papers that meet there, and
    held between the darkest and lightest of the small pixels around: an edge gets steep, and nothing overshoots.
    """
    small = Image.fromarray(picture)
    if small.size == size:
        return picture
    if size[0] < 1.5 * small.width or size[1] < 1.5 * small.height:
        return np.asarray(small.resize(size, Image.Resampling.LANCZOS))
    large = small.resize(size, Image.Resampling.BICUBIC)
    radius = 0.75 * size[0] / small.width
    blurred = large.filter(ImageFilter.BoxBlur(radius))
    low, high = (
        np.asarray(small.filter(edge(3)).resize(size, Image.Resampling.BILINEAR))
        for edge in (ImageFilter.MinFilter, ImageFilter.MaxFilter)
    )
    sharp = np.asarray(large, np.int16)
    sharp = sharp + 2 * (sharp - np.asarray(blurred, np.int16))
    return np.clip(sharp, low, high, out=sharp).astype(np.uint8)


@lru_cache(maxsize=4)
def _paper(size: tuple[int, int], grain: float, vignette: float, seed: int) -> np.ndarray:
    """What paper and lens do to each pixel's light, int16 (height, width, 1) in steps of 2 ** -_BITS."""
    width, height = size
    random = np.random.default_rng(seed)
    fine = _noise(random, width, height, 0.7)
    mottle = _noise(random, width, height, height / 36)
    tooth = (
        0.7 * fine
        + 0.45 * _noise(random, width, height, height / 240)
        + 0.55 * _fibres(random, size)
    )
    shade = grain * tooth / tooth.std() + 0.4 * grain * mottle
    across, down = np.linspace(-1, 1, width)[None], np.linspace(-1, 1, height)[:, None]
    corner = np.clip(0.75 * across**2 + 0.6 * down**2 - 0.35, 0, 1)
    light = (1 + shade) * (1 - vignette * corner) - 1
    return np.clip(np.rint(light * 2**_BITS), -125, 125).astype(np.int16)[..., None]


def _noise(random: np.random.Generator, width: int, height: int, sigma: float) -> np.ndarray:
    """White noise blurred by so many pixels, of deviation 1; without a seam."""
    across, down = np.fft.rfftfreq(width), np.fft.fftfreq(height)
    keep = np.exp(-2 * (math.pi * sigma) ** 2 * (across[None] ** 2 + down[:, None] ** 2))
    noise = np.fft.irfft2(np.fft.rfft2(random.normal(size=(height, width))) * keep, (height, width))
    return np.asarray(noise / noise.std())


def _fibres(random: np.random.Generator, size: tuple[int, int]) -> np.ndarray:
    """Short curved hairs, light and dark, as in hand-made paper."""
    width, height = size
    drawn = Image.new("L", size, 128)
    pen = ImageDraw.Draw(drawn)
    unit = height / 720
    for _ in range(round(width * height / unit**2 / 700)):
        x, y = random.uniform(0, width), random.uniform(0, height)
        turn, bend = random.uniform(0, math.pi), random.uniform(-0.6, 0.6)
        step = random.uniform(5, 16) * unit / 6
        hair = [(x, y)]
        for k in range(6):
            x, y = (
                x + step * math.cos(turn + bend * k / 6),
                y + step * math.sin(turn + bend * k / 6),
            )
            hair.append((x, y))
        pen.line(hair, fill=int(random.choice([108, 150])))
    soft = drawn.filter(ImageFilter.GaussianBlur(0.6 * max(unit, 0.5)))
    return (np.asarray(soft, np.float64) - 128) / 22
