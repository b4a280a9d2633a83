"""A family whose first way to be held asks for more memory than any machine has."""

from __future__ import annotations

from typing import Any

import torch

from engine.hub import family


class Family(family.Family):
    """As its twin, but at its first step the network wants a pebibyte. Opened anew, by a thriftier
    row, it does not.
    """

    def __init__(self, *given: Any) -> None:
        super().__init__(*given)
        self.runner.pipe.transformer.register_forward_pre_hook(
            lambda network, arguments: torch.empty(1 << 50, dtype=torch.uint8) and None
        )
