from __future__ import annotations

import json
from dataclasses import replace

from PIL import Image

from engine.hub.asks import Placed, Reference, Still
from engine.hub.idioms import flux2, flux3


def ask() -> Still:
    """A dog with a sheet and a cat without one."""
    sheet = Image.new("RGB", (100, 100), (255, 255, 255))
    sheet.paste((90, 60, 30), (30, 20, 70, 90))
    place = Reference("", "beach", Image.new("RGB", (100, 60)), is_place=True)
    return Still(
        "A beach.",
        (1024, 576),
        seed=1,
        steps=4,
        boxes=(
            Placed("dog_1", "a dog, running", (0.1, 0.2, 0.4, 0.9), 1),
            Placed("c", "a cat", (0.5, 0.5, 0.75, 1.0)),
        ),
        references=(place, Reference("dog_1", "a dog", sheet)),
    )


def test_flux3_is_given_a_table_that_cites_everyone_and_says_where_they_come_from() -> None:
    told = flux3.caption(ask())
    words, _, table = told.partition("[")
    rows = json.loads("[" + table)
    assert [row["id"] for row in rows] == ["dog1_1", "c_2"]
    assert all(f"<{row['id']}>" in words for row in rows)
    assert "The place is that of image 1." in words
    assert rows[0]["from"] == "ref_image_1"
    assert rows[0]["src_bbox"] == [200, 300, 900, 700]  # the figure on its sheet
    assert rows[0]["tgt_bbox"] == [200, 100, 900, 400]
    assert rows[1] == {"id": "c_2", "bbox": [500, 500, 1000, 750], "desc": "a cat"}


def test_flux3s_upsampler_is_told_boxes_from_0_to_1_and_who_is_added_to_the_picture() -> None:
    dog, cat = flux3.wishes(ask())
    assert dog["src_bbox"] == [0.2, 0.3, 0.9, 0.7]
    assert dog["tgt_bbox"] == [0.2, 0.1, 0.9, 0.4]
    assert (cat["from"], cat["tgt_bbox"], "bbox" in cat) == ("target", [0.5, 0.5, 1.0, 0.75], False)
    alone = replace(ask(), references=(), boxes=ask().boxes[1:])
    assert flux3.wishes(alone) == [{"id": "c_1", "bbox": [0.5, 0.5, 1.0, 0.75], "desc": "a cat"}]


def test_flux2_paints_only_inside_a_box_and_its_soft_edge() -> None:
    mask = flux2.box_mask(ask().boxes[0], (1000, 500))
    assert mask.getpixel((250, 275)) == 255
    assert mask.getpixel((600, 275)) == 0
    assert mask.getpixel((250, 20)) == 0
    assert 0 < mask.getpixel((416, 275)) < 255
