"""SDXL: everyone's sheet through one masked IP-Adapter, each in their box, and the place's plate
around them; the layout as outlines.

Source: diffusers' ``StableDiffusionXLControlNetUnionPipeline`` and ``IPAdapterMaskProcessor``.
"""

from __future__ import annotations

from typing import Any

import torch
from diffusers.image_processor import IPAdapterMaskProcessor
from PIL import Image, ImageDraw

from engine.hub.album import edges
from engine.hub.asks import Still
from engine.hub.card import HubCard
from engine.hub.runner import Runner

LINES = 3  # the Union network's mode for canny, line art and the like
FACES = "faces"  # the part with the IP-Adapter


def calls(card: HubCard, boxes: int, steps: int) -> int:
    """One pass, however many boxes."""
    return steps * card.calls


def prepare(runner: Runner) -> None:
    """Join the IP-Adapter to the network, if its part is there."""
    folder = runner.part(FACES)
    if folder:
        options = runner.card.options
        runner.pipe.load_ip_adapter(
            folder,
            subfolder=str(options.get("adapter_folder", "")),
            weight_name=str(options["adapter"]),
            image_encoder_folder=str(options.get("encoder_folder", "image_encoder")),
            local_files_only=True,
        )


def still(runner: Runner, ask: Still) -> Image.Image:
    """A picture along the layout's outlines, each subject like its sheet."""
    more: dict[str, Any] = {"negative_prompt": ask.negative} if ask.negative else {}
    if runner.part(FACES):
        more |= _faces(runner, ask)
    elif any(placed.reference is not None for placed in ask.boxes):
        runner.notes.append("The part with the IP-Adapter is not here: sheets were left out.")
    control = edges(ask.sketch) if ask.sketch else Image.new("RGB", ask.size)
    made: Image.Image = runner.picture(
        ask,
        control_image=[control],
        control_mode=[int(runner.card.options.get("mode", LINES))],
        controlnet_conditioning_scale=float(runner.card.options.get("control", 0.6)),
        control_guidance_end=float(runner.card.options.get("control_end", 0.7)),
        **more,
    ).images[0]
    return made


def _faces(runner: Runner, ask: Still) -> dict[str, Any]:
    """Sheets and plate, and where each of them counts; an adapter that is joined must be shown
    something.
    """
    width, height = ask.size
    shown = [placed for placed in ask.boxes if placed.reference is not None]
    sheets = [ask.references[p.reference].picture for p in shown if p.reference is not None]
    masks = [_mask(placed.box, ask.size) for placed in shown]
    scales = [float(runner.card.options.get("likeness", 0.6))] * len(sheets)
    for place in (reference for reference in ask.references if reference.is_place):
        ground = Image.new("L", ask.size, 255)
        for placed in ask.boxes:
            ground.paste(0, mask=_mask(placed.box, ask.size))
        sheets, masks = [*sheets, place.picture], [*masks, ground]
        scales.append(float(runner.card.options.get("place_likeness", 0.4)))
    if not sheets:
        sheets, masks, scales = [Image.new("RGB", (64, 64))], [Image.new("L", ask.size)], [0.0]
    runner.pipe.set_ip_adapter_scale([scales])
    seen = IPAdapterMaskProcessor().preprocess(masks, height=height, width=width)
    laid = seen.reshape(1, len(masks), height, width).to(runner.device)
    return {
        "ip_adapter_image": [sheets],
        "cross_attention_kwargs": {"ip_adapter_masks": [laid.to(torch.float32)]},
    }


def _mask(box: tuple[float, float, float, float], size: tuple[int, int]) -> Image.Image:
    width, height = size
    mask = Image.new("L", size, 0)
    corners = (box[0] * width, box[1] * height, box[2] * width - 1, box[3] * height - 1)
    ImageDraw.Draw(mask).rectangle(corners, fill=255)
    return mask
