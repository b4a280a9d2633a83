"""The animatic as a family: cues in, the painter's pictures out."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image

from engine import api, drafts
from storyboard import animatic, scenery, staging
from storyboard.board import FRAME, Box
from tests.studio.toy_films import staged


def request(folder: Path, known: dict[int, str] | None = None) -> api.Render:
    cues = staging.cues(staged(1), "s0", (0, 2, 40))
    return api.Render("job", (api.Window("key", 0, cues, known or {}),), str(folder), "animatic")


def test_every_wanted_frame_is_painted_and_told(tmp_path: Path) -> None:
    told: list[api.Progress] = []
    events: list[api.Event] = []
    drafts.Family(device="cpu").render(request(tmp_path), told.append, events.append)
    (done,) = events
    assert isinstance(done, api.WindowDone)
    assert (done.key, done.level, sorted(done.frames)) == ("key", 0, [0, 1, 2])
    assert [(p.done, p.of) for p in told] == [(1, 1)]
    pictures = [np.asarray(Image.open(file)) for file in done.frames.values()]
    assert {picture.shape for picture in pictures} == {(360, 640, 3)}
    assert not np.array_equal(pictures[0], pictures[2])  # she walks
    painted = drafts.Painter(drafts.SIZE, "cpu").paint(
        [animatic.display(staging.cue(staged(1), "s0", 0))]
    )
    whole = (painted[0] * 255).round().byte().numpy()
    assert np.array_equal(pictures[0], whole if whole.shape[-1] == 3 else whole.transpose(1, 2, 0))


def test_known_frames_are_left_alone_and_a_cancel_keeps_what_was_told(tmp_path: Path) -> None:
    events: list[api.Event] = []

    def cancel(progress: api.Progress) -> None:
        raise api.CancelJob

    family = drafts.Family(device="cpu")
    family.render(request(tmp_path, {0: "a.png"}), lambda told: None, events.append)
    assert [sorted(e.frames) for e in events if isinstance(e, api.WindowDone)] == [[1, 2]]
    with pytest.raises(api.CancelJob):
        family.render(request(tmp_path), cancel, events.append)
    assert len(events) == 1


def own(folder: Path, **frame: Any) -> tuple[api.Render, tuple[int, ...]]:
    """A request with a sheet that is red, its right half yellow, and a blue plate; red's colour in
    the light of the frame.
    """
    sheet, plate = folder / "sheet.png", folder / "plate.png"
    drawing = Image.new("RGBA", (120, 200), (0, 0, 0, 0))
    drawing.paste((255, 0, 0, 255), (30, 20, 90, 180))
    drawing.paste((255, 255, 0, 255), (60, 20, 90, 180))
    drawing.save(sheet)
    Image.new("RGB", (64, 64), (0, 0, 255)).save(plate)
    cue = staging.cue(staged(1), "s0", 0)
    subject = replace(cue.subjects[0], sheet="a", action="stand", box=Box(0.3, 0.2, 0.7, 0.8))
    cue = replace(cue, subjects=(subject,), plate="b", camera=FRAME, **frame)
    _, lit = scenery.setting(cue)
    red = tuple(round(255 * c) for c in lit.lit((1.0, 0.0, 0.0), lit.keep))
    files = {"a": str(sheet), "b": str(plate)}
    window = api.Window("key", 0, (cue,), {})
    return api.Render("job", (window,), str(folder), "animatic", pictures=files), red


def painted(request: api.Render) -> np.ndarray:
    events: list[api.Event] = []
    drafts.Family(device="cpu").render(request, lambda told: None, events.append)
    assert isinstance(events[0], api.WindowDone)
    return np.asarray(Image.open(events[0].frames[0])).astype(int)


@pytest.mark.parametrize("daytime", ["day", "night"])
def test_a_sheet_stands_in_its_box_before_a_plate_in_the_light_of_the_scene(
    tmp_path: Path, daytime: str
) -> None:
    request, red = own(tmp_path, daytime=daytime)
    frame = painted(request)
    assert np.abs(frame[180, 300] - red).max() <= 2
    assert frame[180, 340, 1] > frame[180, 300, 1] + 40  # the yellow half is on the right
    assert frame[20, 20].argmax() == 2  # the plate
    reds = (np.abs(frame - red).max(2) <= 8).any(1).nonzero()[0]
    assert (reds[0], reds[-1]) == pytest.approx((72, 287), abs=3)
    mirrored = replace(request.windows[0].cues[0].subjects[0], facing=-1)
    cue = replace(request.windows[0].cues[0], subjects=(mirrored,))
    frame = painted(replace(request, windows=(api.Window("key", 0, (cue,), {}),)))
    assert np.abs(frame[180, 340] - red).max() <= 2


def test_a_picture_that_cannot_be_read_is_told(tmp_path: Path) -> None:
    request, _ = own(tmp_path)
    (tmp_path / "sheet.png").write_bytes(b"no picture")
    with pytest.raises(api.EngineError, match=r"sheet\.png cannot be read"):
        painted(request)


def test_a_batch_of_frames_with_own_pictures_has_the_pixels_of_each_alone(tmp_path: Path) -> None:
    request, _ = own(tmp_path)
    first = request.windows[0].cues[0]
    cues = [replace(first, camera=Box(0, 0, 1 - x, 1 - x)) for x in (0.0, 0.1, 0.4, 0.45)]
    lists = [animatic.display(cue) for cue in cues]
    painter = drafts.Painter((160, 90), "cpu")
    painter.show(request.pictures)
    alone = [painter.paint([one])[0] for one in lists]
    assert all(a.equal(b) for a, b in zip(painter.paint(lists), alone, strict=True))
