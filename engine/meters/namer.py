"""The namer: which kind a cut-out figure is, and which colour its main paper has by day.

A small network over crops of 64x64 - the figure's own pixels and its mask, nothing around it - with
the mean light of the picture beside them. Trained from scratch here on single figures.
"""

from __future__ import annotations

from pathlib import Path

import torch
import torch.nn.functional as F
from safetensors.torch import load_file
from torch import Tensor, nn

from engine.api import EngineError
from engine.meters.kinds import KINDS, NAMES

SIDE = 64
ROOM = 58  # pixels that a figure's longer side takes
FILE = "namer.safetensors"


class Block(nn.Module):
    """Two 3x3 convolutions beside a way past them."""

    def __init__(self, c: int) -> None:
        super().__init__()
        self.body = nn.Sequential(
            nn.Conv2d(c, c, 3, padding=1, bias=False),
            nn.BatchNorm2d(c),
            nn.ReLU(),
            nn.Conv2d(c, c, 3, padding=1, bias=False),
            nn.BatchNorm2d(c),
        )

    def forward(self, x: Tensor) -> Tensor:
        return F.relu(x + self.body(x))


class Namer(nn.Module):
    """Crops [N,4,64,64] (colours where the mask is, 0 elsewhere; the mask) -> logits of kinds
    [N,KINDS] and colours [N,NAMES].
    """

    def __init__(self, channels: tuple[int, ...] = (32, 64, 96, 112)) -> None:
        super().__init__()
        floors: list[nn.Module] = []
        before = 4
        for i, c in enumerate(channels):
            floors += [
                nn.Conv2d(before, c, 3, stride=2, padding=1, bias=False),
                nn.BatchNorm2d(c),
                nn.ReLU(),
            ]
            floors += [Block(c)] if i else []
            before = c
        self.body = nn.Sequential(*floors)
        self.kind = nn.Linear(16 * before, len(KINDS))  # 4x4 places: heads are above feet
        self.colour = nn.Linear(before, len(NAMES))

    def forward(self, crops: Tensor) -> tuple[Tensor, Tensor]:
        x = crops.contiguous(memory_format=torch.channels_last)
        with torch.autocast(x.device.type, torch.bfloat16, enabled=_half(x)):
            x = self.body(x)
            kind, colour = self.kind(x.flatten(1)), self.colour(x.mean((2, 3)))
        return kind.float(), colour.float()


def crop(picture: Tensor, mask: Tensor) -> Tensor:
    """What ``mask`` [H,W] covers of a picture [3,H,W], as [4,64,64]: its longer side ROOM, in the
    middle, nothing around it.
    """
    rows, columns = mask.any(1).nonzero()[:, 0], mask.any(0).nonzero()[:, 0]
    if not len(rows):
        return torch.zeros(4, SIDE, SIDE)
    part = (
        slice(int(rows[0]), int(rows[-1]) + 1),
        slice(int(columns[0]), int(columns[-1]) + 1),
    )
    ink = mask[part].float()[None]
    cut = torch.cat([picture[(slice(None), *part)] * ink, ink])
    height, width = ink.shape[1:]
    scale = ROOM / max(height, width)
    h, w = max(1, round(height * scale)), max(1, round(width * scale))
    cut = F.interpolate(cut[None], size=(h, w), mode="bilinear", antialias=True)[0]
    left, top = (SIDE - w) // 2, (SIDE - h) // 2
    return F.pad(cut, (left, SIDE - w - left, top, SIDE - h - top))


def load(file: Path) -> Namer:
    """The namer of a file, ready to look. Raises EngineError."""
    net = Namer()
    try:
        kept = load_file(file)
        net.load_state_dict(
            {name: v.float() if v.is_floating_point() else v for name, v in kept.items()}
        )
    except (OSError, RuntimeError) as error:
        raise EngineError(
            f"The meters' weights in {file} cannot be loaded ({error}). Install Longtake again."
        ) from error
    return net.eval()


def _half(x: Tensor) -> bool:
    """bfloat16 where it is fast: any GPU, and processors with AMX or AVX-512 BF16."""
    if x.is_cuda:
        return True
    capability = getattr(torch.ops.mkldnn, "_is_mkldnn_bf16_supported", None)
    return bool(capability()) if torch.backends.mkldnn.is_available() and capability else False
