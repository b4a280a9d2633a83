"""The namer: which kind a cut-out figure is, and which colour its main paper has by day.

A small network over crops of 64x64, all by day: the figure's own box out of the picture, the same
box out of the empty place, and the figure's mask. It sees the place, because the mask has holes
where a figure has the colour of what is behind it. The colour is read off the pixels: the network
says only where the main paper is. Trained from scratch here on single figures.
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
ROOM = 56  # pixels that a figure's longer side takes
MARGIN = 0.07  # of a figure's longer side: what is shown around its box
PLANES = 7  # of a crop
POINTERS = 4  # places that the network may point at, to read a colour there
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
    """Crops [N,7,64,64] (picture, empty place, mask) -> logits of kinds [N,KINDS] and colours
    [N,NAMES], and the colour of the main paper [N,3].
    """

    def __init__(self, channels: tuple[int, ...] = (32, 64, 96, 112)) -> None:
        super().__init__()
        before = PLANES + 4  # the picture twice, within the mask and around it; the mask filled
        self.floors = nn.ModuleList()
        for i, c in enumerate(channels):
            self.floors.append(
                nn.Sequential(
                    nn.Conv2d(before, c, 3, stride=2, padding=1, bias=False),
                    nn.BatchNorm2d(c),
                    nn.ReLU(),
                    *([Block(c)] if i else []),
                )
            )
            before = c
        self.kind = nn.Linear(16 * before, len(KINDS))  # 4x4 places: heads are above feet
        self.point = nn.ModuleList(nn.Conv2d(c, POINTERS, 1) for c in channels[1:])
        self.colour = nn.Sequential(
            nn.Linear(3 * POINTERS + before, 96), nn.ReLU(), nn.Linear(96, len(NAMES))
        )

    def forward(self, crops: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        picture, place, mask = crops.split([3, 3, 1], 1)
        whole = filled(mask)
        inked = picture * whole
        x = torch.cat([inked, whole, picture - inked, place, mask], 1)
        x = x.contiguous(memory_format=torch.channels_last)
        with torch.autocast(x.device.type, torch.bfloat16, enabled=_half(x)):
            seen = []
            for floor in self.floors:
                x = floor(x)
                seen.append(x)
            kind = self.kind(F.dropout(x.flatten(1), 0.1, self.training))
            where = torch.zeros(())
            for point, floor in zip(self.point, seen[1:], strict=True):
                where = where + F.interpolate(point(floor), size=(16, 16))
        read = self._read(crops, where.float())
        colour = self.colour(torch.cat([read.flatten(1), x.float().mean((2, 3))], 1))
        return kind.float(), colour, read[:, 0]

    def _read(self, crops: Tensor, where: Tensor) -> Tensor:
        """Colours [N,POINTERS,3] of the picture where they point, [N,POINTERS,16,16]."""
        cells = F.avg_pool2d(crops[:, :3], 4).flatten(2)
        return torch.einsum("npk,nck->npc", where.flatten(2).softmax(2), cells)


def filled(mask: Tensor) -> Tensor:
    """Masks [N,1,H,W] with their holes filled: what has mask on all four sides of it."""
    sides = [mask.cummax(dim).values for dim in (2, 3)]
    sides += [mask.flip(dim).cummax(dim).values.flip(dim) for dim in (2, 3)]
    return torch.stack(sides).amin(0)


def crop(picture: Tensor, place: Tensor, mask: Tensor) -> Tensor:
    """The box of ``mask`` [H,W] out of a picture and an empty place [3,H,W], both by day, as
    [7,64,64]: its longer side ROOM, in the middle, a little of what is around it.
    """
    rows, columns = mask.any(1).nonzero()[:, 0], mask.any(0).nonzero()[:, 0]
    if not len(rows):
        return torch.zeros(PLANES, SIDE, SIDE)
    top, bottom = int(rows[0]), int(rows[-1]) + 1
    left, right = int(columns[0]), int(columns[-1]) + 1
    longer = max(bottom - top, right - left)
    edge = max(1, round(MARGIN * longer))
    part = (
        slice(max(0, top - edge), bottom + edge),
        slice(max(0, left - edge), right + edge),
    )
    cut = torch.cat([picture[(slice(None), *part)], place[(slice(None), *part)]])
    cut = torch.cat([cut, mask[part].float()[None]])
    height, width = cut.shape[1:]
    scale = ROOM / longer
    h, w = max(1, round(height * scale)), max(1, round(width * scale))
    cut = F.interpolate(cut[None], size=(h, w), mode="bilinear", antialias=True)[0]
    cut = cut[:, :SIDE, :SIDE]
    h, w = cut.shape[1:]
    x, y = (SIDE - w) // 2, (SIDE - h) // 2
    return F.pad(cut, (x, SIDE - w - x, y, SIDE - h - y))


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
