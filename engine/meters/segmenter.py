"""The segmenter: a small U-Net that says of every pixel whether it is a figure's, and how far that
figure reaches.

Beside a picture it is shown the same place empty, as the painter draws it; of subjects it is told
nothing. What differs may be a figure, a shadow or a fault of the renderer: that it has learned.
Trained from scratch here, on painter's frames with exact masks (``lessons``). For every cell of 4x4
pixels that belongs to a figure it tells the figure's whole visible box as distances to its four
sides (as FCOS does, arXiv 1904.01355, section 3.1), so that figures that touch can be told apart.
What a figure is, ``namer`` says.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

import torch
import torch.nn.functional as F
from safetensors.torch import load_file, save_file
from torch import Tensor, nn

from engine.api import EngineError

SIZE = (320, 180)  # pixels that it looks at
CELL = 4
FILE = "segmenter.safetensors"
Net = TypeVar("Net", bound=nn.Module)


@dataclass(frozen=True)
class Reading:
    """Of N pictures: ``figure`` [N,H,W] logits; ``reach`` [N,4,h,w] distances of each cell to left,
    top, right, bottom of its figure, in frames.
    """

    figure: Tensor
    reach: Tensor


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


class Segmenter(nn.Module):
    """Pictures and their empty places [N,3,180,320] in 0..1 -> ``Reading``. ``channels`` of cells,
    halves, quarters.
    """

    def __init__(self, channels: tuple[int, int, int] = (48, 96, 112)) -> None:
        super().__init__()
        c0, c1, c2 = channels
        self.stem = nn.Sequential(
            nn.Conv2d(6, c0, 7, stride=CELL, padding=2, bias=False), nn.BatchNorm2d(c0), nn.ReLU()
        )
        self.fine = Block(c0)
        self.down1 = nn.Sequential(nn.Conv2d(c0, c1, 2, stride=2), Block(c1), Block(c1))
        self.down2 = nn.Sequential(nn.Conv2d(c1, c2, 2, stride=2), Block(c2), Block(c2))
        self.whole = nn.Linear(c2, c2)  # the light of the whole picture
        self.up1 = nn.Conv2d(c2, c1, 1)
        self.mix1 = Block(c1)
        self.up0 = nn.Conv2d(c1, c0, 1)
        self.mix0 = Block(c0)
        self.figure = nn.Conv2d(c0, CELL * CELL, 1)
        self.reach = nn.Conv2d(c0, 4, 1)

    def forward(self, pictures: Tensor, empty: Tensor) -> Reading:
        height, width = pictures.shape[-2:]
        both = torch.cat([pictures * 2 - 1, (pictures - empty) * 3], 1)
        x = F.pad(both, (0, -width % 16, 0, -height % 16), mode="replicate")
        with torch.autocast(x.device.type, torch.bfloat16, enabled=half(x)):
            fine = self.fine(self.stem(x.contiguous(memory_format=torch.channels_last)))
            near = self.down1(fine)
            far = self.down2(near)
            far = far + self.whole(far.mean((2, 3)))[:, :, None, None]
            near = self.mix1(near + F.interpolate(self.up1(far), scale_factor=2))
            fine = self.mix0(fine + F.interpolate(self.up0(near), scale_factor=2))
            figure = F.pixel_shuffle(self.figure(fine), CELL)[:, 0, :height, :width]
            reach = self.reach(fine)[:, :, : -(-height // CELL), : -(-width // CELL)]
        return Reading(figure.float(), F.softplus(reach.float()))


def save(net: nn.Module, file: Path) -> None:
    """Write a network's weights, as half floats."""
    kept = {
        name: (value.half() if value.is_floating_point() else value).contiguous()
        for name, value in net.state_dict().items()
    }
    save_file(kept, file)


def load(net: Net, file: Path) -> Net:
    """``net`` with the weights of a file, ready to look. Raises EngineError."""
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


def half(x: Tensor) -> bool:
    """bfloat16 where it is fast: any GPU, and processors with AMX or AVX-512 BF16."""
    if x.is_cuda:
        return True
    capability = getattr(torch.ops.mkldnn, "_is_mkldnn_bf16_supported", None)
    return bool(capability()) if torch.backends.mkldnn.is_available() and capability else False
