"""Similarity to a true picture: PSNR and SSIM. Pictures are float [N,3,H,W] in 0..1."""

from __future__ import annotations

import torch
import torch.nn.functional as F
from torch import Tensor

WINDOW, SIGMA = 11, 1.5
K1, K2 = 0.01, 0.03


def psnr(pictures: Tensor, truth: Tensor) -> Tensor:
    """Peak signal-to-noise ratio in dB, [N]: 10 log10(1 / MSE) over all pixels and colours; at most
    100 (equal pictures).
    """
    error = (pictures - truth).square().flatten(1).mean(1)
    return (-10 * torch.log10(error.clamp(min=1e-10))).clamp(max=100.0)


def ssim(pictures: Tensor, truth: Tensor) -> Tensor:
    """Mean structural similarity, [N], of each colour on its own, then their mean.

    Wang et al. 2004, "Image Quality Assessment: From Error Visibility to Structural Similarity",
    section III-C: Gaussian window of 11x11 with sigma 1.5, K1 = .01, K2 = .03, only windows that
    lie wholly inside.
    """
    side = torch.arange(WINDOW, dtype=pictures.dtype, device=pictures.device) - WINDOW // 2
    bell = torch.exp(-side.square() / (2 * SIGMA**2))
    bell = bell / bell.sum()

    def blurred(x: Tensor) -> Tensor:
        flat = x.flatten(0, 1)[:, None]
        flat = F.conv2d(flat, bell.view(1, 1, -1, 1))
        return F.conv2d(flat, bell.view(1, 1, 1, -1))

    a, b = blurred(pictures), blurred(truth)
    aa = blurred(pictures.square()) - a.square()
    bb = blurred(truth.square()) - b.square()
    ab = blurred(pictures * truth) - a * b
    c1, c2 = K1**2, K2**2
    score = (2 * a * b + c1) * (2 * ab + c2) / ((a.square() + b.square() + c1) * (aa + bb + c2))
    return score.view(len(pictures), -1).mean(1)
