"""GLIGEN: boxes and phrases go into gated attention for a fraction of the steps (alpha).

Source: arXiv 2301.07093; diffusers' ``StableDiffusionGLIGENPipeline``. VideoDirectorGPT (arXiv
2309.15091) grounds its frames the same way.
"""

from __future__ import annotations

import math

from PIL import Image

from engine.hub.asks import Still
from engine.hub.card import HubCard
from engine.hub.runner import Runner

MOST = 30  # boxes that its table holds


def calls(card: HubCard, boxes: int, steps: int) -> int:
    """One pass, however many boxes."""
    return steps * card.calls


def still(runner: Runner, ask: Still) -> Image.Image:
    """A picture with everyone in their box. At least one step is grounded."""
    boxes = ask.boxes[-MOST:]
    grounded = math.ceil(ask.alpha * ask.steps) if boxes else 0
    made: Image.Image = runner.picture(
        ask,
        negative_prompt=ask.negative or None,
        gligen_phrases=[placed.words for placed in boxes],
        gligen_boxes=[list(placed.box) for placed in boxes],
        gligen_scheduled_sampling_beta=grounded / ask.steps,
    ).images[0]
    return made
