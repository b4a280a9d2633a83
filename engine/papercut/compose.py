"""From fields to a picture: warp what was shown, light it, lay it over each other.

papercut does not paint every pixel anew. For every layer it draws a flow (where each pixel comes
from), a gate (where the layer shows) and a light (gain and offset); what no layer can give comes
from a residual. The fields are coarse and smooth, edges and papers come from the sheets and plates
themselves - so the same fields compose at any size.
"""

from __future__ import annotations

import torch
import torch.nn.functional as F
from torch import Tensor

LAYERS = 4  # far canvas twice, near canvas twice: two flows let two limbs part
LIGHTS = 3  # plate, subjects, front plate: gain and offset in three colours each
FIELDS = LAYERS * 3 + LIGHTS * 6
REACH = 0.25  # a flow of 1 moves a pixel by a quarter of the frame
OPEN = -6.0  # gates of the second flows are shut at first


def warp(source: Tensor, flow: Tensor) -> Tensor:
    """Sample ``source`` [N,C,H,W] at each pixel's place plus ``flow`` [N,2,H,W] (units of REACH
    frames); outside is nothing.
    """
    height, width = flow.shape[-2:]
    ys = (torch.arange(height, device=flow.device) + 0.5) * 2 / height - 1
    xs = (torch.arange(width, device=flow.device) + 0.5) * 2 / width - 1
    base = torch.stack(torch.meshgrid(xs, ys, indexing="xy"), -1)
    grid = base + flow.permute(0, 2, 3, 1) * (2 * REACH)
    return F.grid_sample(source, grid, mode="bilinear", padding_mode="zeros", align_corners=False)


def compose(fields: Tensor, plate: Tensor, front: Tensor, papers: Tensor, hinges: Tensor) -> Tensor:
    """Compose N frames [N,3,H,W], values not clamped, from ``fields`` [N,FIELDS,a,b] of any size.

    ``plate`` [N,3,H,W], ``front`` [N,4,H,W] and ``papers`` [N,2,4,H,W], the last two premultiplied;
    ``hinges`` [N,2,3,H,W] as ``hinges.hinged`` tells them. A canvas' first flow starts from its
    hinges and shows where there is a figure; the second has a gate. Where both canvases have a
    figure, the one that stands nearer is in front.
    """
    full = F.interpolate(fields, size=plate.shape[-2:], mode="bilinear", align_corners=False)
    # one split: the gradient of many slices would fill a whole tensor for each
    parts = full.split([2] * LAYERS + [1] * LAYERS + [3] * (2 * LIGHTS), 1)
    flows, gates, lights = parts[:LAYERS], parts[LAYERS : 2 * LAYERS], parts[2 * LAYERS :]
    far, near = papers.unbind(1)

    layers, whose = [], []
    for i, (source, told) in enumerate(zip((far, near), hinges.unbind(1))):
        turned, figure = told.split([2, 1], 1)
        first = warp(source, flows[2 * i] + turned) * (figure > 0)
        second = warp(source, flows[2 * i + 1]) * torch.sigmoid(gates[2 * i + 1] + OPEN)
        layers.append(_over(second, first))
        whose.append(figure)
    subjects = _over(layers[1], layers[0])
    behind = (whose[1] > 0) & (whose[0] > whose[1])  # the near canvas' figure is the farther one
    if behind.any():
        subjects = torch.where(behind, _over(*layers), subjects)
    whole = torch.ones_like(plate[:, :1])
    picture = torch.zeros_like(plate)
    for i, layer in enumerate((torch.cat([plate, whole], 1), subjects, front)):
        colour, alpha = layer.split([3, 1], 1)
        picture = picture * (1 - alpha) + torch.addcmul(colour, colour, lights[2 * i])
        picture = torch.addcmul(picture, alpha, lights[2 * i + 1])
    return picture


def _over(front: Tensor, back: Tensor) -> Tensor:
    """One premultiplied layer [N,4,H,W] laid over another."""
    return back * (1 - front.narrow(1, 3, 1)) + front
