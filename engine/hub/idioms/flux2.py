"""FLUX.2 klein: the place first, then everyone painted into their box with their sheet as
reference.

Source: diffusers' ``Flux2KleinPipeline`` (references as ``image``) and
``Flux2KleinInpaintPipeline`` (``image_reference`` inside ``mask_image``).
"""

from __future__ import annotations

from PIL import Image, ImageDraw, ImageFilter

from engine.hub.asks import Placed, Still
from engine.hub.card import HubCard
from engine.hub.runner import Runner

INPAINT = "Flux2KleinInpaintPipeline"
SOFT = 0.012  # of the frame's width: the edge of a box fades over so much
ROOM = 0.015  # of the frame around a box that its shadow and hair may use


def calls(card: HubCard, boxes: int, steps: int) -> int:
    """One pass for the place and one for each box."""
    return (1 + boxes) * steps * card.calls


def still(runner: Runner, ask: Still) -> Image.Image:
    """The place, then each subject back to front; what lies outside a box stays as it was."""
    places = [reference.picture for reference in ask.references if reference.is_place]
    words = ask.ground if ask.boxes else ask.words
    picture: Image.Image = runner.picture(ask, prompt=words, image=places or None).images[0]
    for placed in ask.boxes:
        mask = box_mask(placed, ask.size)
        shown = ask.references[placed.reference].picture if placed.reference is not None else None
        made = runner.picture(
            ask,
            runner.other(INPAINT),
            prompt=f"{placed.words}. {ask.ground}",
            image=picture,
            mask_image=mask,
            image_reference=shown,
            strength=float(runner.card.options.get("strength", 1.0)),
        ).images[0]
        picture = Image.composite(made, picture, mask)
    return picture


def box_mask(placed: Placed, size: tuple[int, int]) -> Image.Image:
    """White where the subject may be painted, with soft edges."""
    width, height = size
    x0, y0, x1, y1 = placed.box
    corners = (
        (x0 - ROOM) * width, (y0 - ROOM) * height, (x1 + ROOM) * width, (y1 + ROOM) * height,
    )  # fmt: skip
    mask = Image.new("L", size, 0)
    ImageDraw.Draw(mask).rectangle(corners, fill=255)
    return mask.filter(ImageFilter.GaussianBlur(SOFT * width))
