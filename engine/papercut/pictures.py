"""Pictures for the eye of whoever trains: contact sheets."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import torch
from PIL import Image
from torch import Tensor


def contact_sheet(rows: Sequence[Tensor], path: Path) -> None:
    """Write rows of frames [T,3,H,W] in -1..1 as one PNG, rows below each other."""
    wide = max(len(row) for row in rows)
    lines = []
    for row in rows:
        filled = torch.cat([row, row.new_ones(wide - len(row), *row.shape[1:])])
        lines.append(torch.cat(list(filled), 2))
    sheet = ((torch.cat(lines, 1).clamp(-1, 1) + 1) * 127.5).round().byte()
    Image.fromarray(sheet.permute(1, 2, 0).numpy()).save(path)
